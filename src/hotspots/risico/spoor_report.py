"""The report about the track: who lies in the zones, which objects and events, five columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import day, number
from hotspots.risico import amounts, object_words, report_words, spoor_words, table_words
from hotspots.risico.report import (
    Criterion,
    ScenarioReport,
    figure,
    flag_lines,
    note_lines,
)
from hotspots.risico.tables import (
    PERCENT,
    buurt_names,
    people_cells,
    people_columns,
    people_in_areas,
    places_in_areas,
    places_in_zones,
    settings_table,
    table,
    wijk_names,
)
from hotspots.risico.words import NO_OBJECTS, VULNERABILITY, ZONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.risico.columns import GroupRisk
    from hotspots.risico.group_risk import TransportRow
    from hotspots.risico.report import Figure
    from hotspots.risico.spoor import EventInZone, PlaceInZone, SpoorAnswer, TrackZone
    from hotspots.risico.tables import Table
    from hotspots.risico.zones import Zone


def spoor_report(answer: SpoorAnswer) -> ScenarioReport:
    """Return the report about the zones along the track."""
    return ScenarioReport(
        part="spoor",
        label=answer.scenario.label,
        badge=badge(answer, answer.zones),
        sentences=_sentences(answer),
        figures=_figures(answer),
        tables=_tables(answer),
        settings=settings_table(answer.settings.values()),
        flags=flag_lines(answer.flags, answer.zones),
        notes=note_lines(answer.illustrations, answer.day, answer.notes),
        criteria=tuple(
            Criterion(column.label, column.known, column.sentences, column.about)
            for column in answer.columns.in_order
        ),
    )


def badge(answer: SpoorAnswer, zones: Sequence[Zone]) -> str:
    """Return what stands on everything: whether zones are calculated, and data invented."""
    calculated = any(zone.calculated for zone in zones)
    if answer.synthetic:
        return report_words.PARTLY_EXAMPLE if calculated else report_words.SOME_EXAMPLE
    return report_words.CALCULATED if calculated else ""


def _sentences(answer: SpoorAnswer) -> tuple[str, ...]:
    people = answer.exposure.totals(answer.measure)
    nearest, reliance = answer.zone_counts[0], answer.columns.self_reliance.numbers
    very = _names(answer, "zeer_kwetsbaar")
    sentences = (
        *spoor_words.spoor_sentences(
            (people.inside, people.city),
            answer.scenario.moment,
            answer.zones[-1].label,
            (
                nearest.within.present(answer.measure),
                nearest.zone.label,
                nearest.zone.distance_m or 0.0,
            ),
            bounds=(people.bounds, nearest.bounds[answer.measure]),
            status=answer.people_status,
        ),
        object_words.helpless_sentence(reliance.elderly, reliance.dependent, reliance.in_objects),
        spoor_words.objects_sentence(
            very, len(_names(answer, "kwetsbaar")), answer.kinds_not_loaded
        )
        if answer.tally.inside.objects_known
        else NO_OBJECTS,
        answer.events_unknown,
    )
    return tuple(sentence for sentence in sentences if sentence)


def _names(answer: SpoorAnswer, vulnerability: str) -> list[str]:
    """Return the names of the objects of a class in any zone."""
    places = (entry.place for entry in answer.objects_in_zones)
    return [place.name for place in places if place.vulnerability == vulnerability]


def _figures(answer: SpoorAnswer) -> tuple[Figure, ...]:
    people = answer.exposure.totals(answer.measure)
    reliance = answer.columns.self_reliance.numbers
    limited = (
        len(_names(answer, "zeer_kwetsbaar")) + len(_names(answer, "kwetsbaar"))
        if answer.tally.inside.objects_known
        else None
    )
    return (
        figure(
            "inside",
            amounts.shown(people.inside),
            "calculated",
            beside=amounts.range_beside(people.bounds),
        ),
        figure("elderly", amounts.shown(reliance.elderly), "calculated"),
        figure(
            "dependent",
            amounts.shown_margin(reliance.dependent),
            "setting",
            beside=report_words.objects_beside(reliance.in_objects.without),
        ),
        figure(
            "objects",
            amounts.shown(limited),
            "counted",
            beside=report_words.kinds_beside(answer.kinds_not_loaded),
        ),
        figure("worst", amounts.shown(answer.columns.rest.numbers.most_people), "calculated"),
    )


def _tables(answer: SpoorAnswer) -> tuple[Table, ...]:
    wijken, buurten = wijk_names(answer.geography), buurt_names(answer.geography)
    group_risk, inside = answer.columns.group_risk.numbers, answer.tally.inside
    zones, assumed = answer.zone_counts, answer.day_assumed
    parts = {share.code: PERCENT * share.share for share in group_risk.shares}
    return (
        _zones(zones, assumed=assumed),
        people_in_areas("spoor_buurten", answer.buurten, wijken, assumed=assumed, parts=parts),
        people_in_areas("spoor_wijken", answer.wijken, assumed=assumed),
        places_in_zones(
            "zone_objects", ((count.zone.label, count.places) for count in zones), "label"
        ),
        places_in_areas("buurt_objects", answer.buurten, wijken),
        places_in_areas("wijk_objects", answer.wijken),
        _shares(group_risk, wijken),
        _objects(answer.objects_in_zones, buurten, known=inside.objects_known),
        _events(
            "events",
            answer.events_in_zones,
            buurten,
            known=inside.events is not None,
            why_unknown=answer.events_unknown,
        ),
        _events("large_events", answer.large_events_in_zones, buurten, known=answer.calendar_known),
        _transport(answer.transport),
    )


def _zones(counts: Iterable[TrackZone], *, assumed: bool) -> Table:
    """Return who lies in each zone along the track."""
    rows = [
        {
            "label": count.zone.label,
            "origin": _origin(count.zone),
            "source": count.zone.source,
            **people_cells(count.within),
            "night_bounds": count.bounds["night"],
            "helpless": count.dependents.people,
            "helpless_unknown": count.dependents.without,
        }
        for count in counts
    ]
    columns = ("label", "origin", "night", "night_bounds", *people_columns(assumed=assumed)[1:],
               "helpless", "helpless_unknown")  # fmt: skip
    return table("zones", rows, columns, beside=("source",))


def _origin(zone: Zone) -> str:
    """Return where the border of a zone comes from."""
    if not zone.calculated:
        return table_words.ORIGIN_REGISTER
    return table_words.ORIGIN_CALCULATED.format(metres=number(zone.distance_m or 0.0))


def _shares(group_risk: GroupRisk, wijken: Mapping[str, str]) -> Table:
    """Return the part that each buurt has in the group risk."""
    rows = [
        {
            "code": share.code,
            "name": share.name,
            "wijk": wijken.get(share.code, ""),
            "part": PERCENT * share.share,
        }
        for share in group_risk.shares
    ]
    return table("shares", rows, ("name", "part", "wijk"))


def _objects(entries: Iterable[PlaceInZone], buurten: Mapping[str, str], *, known: bool) -> Table:
    """Return the objects in a zone."""
    rows = [
        {
            "name": entry.place.name,
            "sort": entry.place.sort,
            "class": VULNERABILITY.get(entry.place.vulnerability, ""),
            **_location(entry, buurten),
            "persons": entry.place.persons,
            "helpless": entry.place.dependent,
            "x_rd": round(entry.place.x_rd, 1),
            "y_rd": round(entry.place.y_rd, 1),
        }
        for entry in entries
    ]
    columns = ("name", "sort", "class", "zone", "buurt", "persons", "helpless")
    return table("objects", rows, columns, known=known)


def _events(
    name: str,
    entries: Iterable[EventInZone],
    buurten: Mapping[str, str],
    *,
    known: bool,
    why_unknown: str = "",
) -> Table:
    """Return events in a zone, with the day of each."""
    rows = [
        {
            "date": day(entry.event.day) if entry.event.day else None,
            "title": entry.event.title,
            "location": entry.event.location,
            "visitors": entry.event.visitors,
            "outdoors": table_words.YES_NO[entry.event.outdoors],
            **_location(entry, buurten),
            "x_rd": round(entry.event.x_rd, 1),
            "y_rd": round(entry.event.y_rd, 1),
        }
        for entry in entries
    ]
    columns = ("date", "title", "location", "visitors", "outdoors", "zone", "buurt")
    return table(name, rows, columns, known=known, why_unknown=why_unknown)


def _location(entry: PlaceInZone | EventInZone, buurten: Mapping[str, str]) -> dict[str, str]:
    return {
        "zone": ZONES.get(entry.zone.id, entry.zone.id),
        "buurt": buurten.get(entry.buurt or "", ""),
    }


_TRANSPORT: Final = ("route", "substance", "wagons_per_year", "year")


def _transport(rows: Sequence[TransportRow]) -> Table:
    """Return the wagons per year; a table in which nobody filled in a number is not known."""
    known = any(row.wagons_per_year is not None for row in rows)
    return table("transport", [row.to_dict() for row in rows] if known else [], _TRANSPORT)
