"""What is said about the track, in Dutch: its zones, the five columns, and the report with both."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from hotspots.catalog.whole import OF_ONE
from hotspots.dutch import day, listed, number, plural
from hotspots.risico import words
from hotspots.risico.report import (
    CALCULATED,
    PARTLY_EXAMPLE,
    SOME_EXAMPLE,
    Criterion,
    ScenarioReport,
    figure,
    flag_lines,
    kinds_beside,
    note_lines,
    objects_beside,
)
from hotspots.risico.shelter_words import completeness_table
from hotspots.risico.tables import (
    ORIGIN_CALCULATED,
    ORIGIN_REGISTER,
    PERCENT,
    YES_NO,
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
from hotspots.risico.words import (
    NO_ELDERLY,
    NO_OBJECTS,
    VULNERABILITY,
    ZONES,
    amount,
    at_moment,
    between,
    beyond,
    first_of,
    in_objects,
    kinds_unknown,
    margin,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.catalog.whole import WholeWords
    from hotspots.risico.beyond import Beyond
    from hotspots.risico.columns import GroupRisk
    from hotspots.risico.group_risk import TransportRow
    from hotspots.risico.in_zones import InZone, ZoneCount, ZonesAnswer
    from hotspots.risico.objects import Event, Place
    from hotspots.risico.report import Figure
    from hotspots.risico.spoor import SpoorAnswer
    from hotspots.risico.tables import Row, Table
    from hotspots.risico.tally import Dependents
    from hotspots.risico.zones import Zone


def spoor_sentences(
    people: tuple[float | None, float | None],
    moment: str,
    zone: str,
    nearest: tuple[float | None, str, float],
    *,
    bounds: tuple[Sequence[float | None], Sequence[float | None]] = ((), ()),
    outside: Beyond | None = None,
    whole: WholeWords = OF_ONE,
) -> list[str]:
    """Say how many people lie along the track: in any zone, and in the heaviest one.

    Parameters
    ----------
    people
        In any zone, and in the city; None where it is not known.
    nearest
        People, label and metres of the first zone with a distance; no metres is 0.
    bounds
        Between which numbers the people in any zone lie for certain, and those in the nearest.
    outside
        Who is in the part of the zones outside the municipality; None without such a part.
    """
    when = at_moment(moment)
    inside, city = people
    part = f" ({number(100 * inside / city)} %)" if city and inside is not None else ""
    sentences = [
        (
            f"Langs het spoor zijn {when} naar schatting {amount(inside)} van de {amount(city)} "
            f"mensen binnen een zone{part}{between(bounds[0])}; de wijdste is: {zone.lower()}"
            f"{beyond(outside, whole)}."
        )
    ]
    count, label, metres = nearest
    wide = f", tot {number(metres)} m van het spoor" if metres else ""
    sentences.append(
        f"In de smalste zone ({label.lower()}{wide}) zijn het er naar schatting {amount(count)}"
        f"{between(bounds[1])}."
    )
    return sentences


def objects_sentence(very: Sequence[str], limited: int, not_loaded: Sequence[str] = ()) -> str:
    """Say how many objects lie in a zone, and name the ones that cannot get away alone.

    Parameters
    ----------
    not_loaded
        Kinds of which no object is loaded.

    Examples
    --------
    >>> objects_sentence([], 1)
    'In een zone liggen 0 zeer kwetsbare objecten en 1 kwetsbaar object.'
    """
    which = f": {first_of(very)};" if very else ""
    count = plural(len(very), "zeer kwetsbaar object", "zeer kwetsbare objecten")
    others = plural(limited, "kwetsbaar object", "kwetsbare objecten")
    unknown = f"; {kinds_unknown(not_loaded)}" if not_loaded else ""
    return f"In een zone liggen {count}{which} en {others}{unknown}."


def zones_calculated(calculated: Sequence[str], register: Sequence[str]) -> str:
    """Say which zones follow from settings, and which come from the register; of none nothing.

    Examples
    --------
    >>> zones_calculated([], ["Brandaandachtsgebied"])
    'Uit het Register externe veiligheid: brandaandachtsgebied.'
    """
    sentences = []
    if calculated:
        sentences.append(
            f"Berekend met afstanden uit de instellingen: {listed(calculated).lower()}."
        )
    if register:
        sentences.append(f"Uit het Register externe veiligheid: {listed(register).lower()}.")
    elif calculated:
        sentences.append("Geen zone komt uit het Register externe veiligheid.")
    return " ".join(sentences)


ZONES_OUTSIDE: Final = (
    "Een deel van de zones ligt buiten {whole.the}. Hoeveel mensen daar zijn, is niet bekend."
)

NO_PR_ZONE: Final = (
    "Het gebied met plaatsgebonden risico 10⁻⁶ is niet ingelezen. Er is dus niet nagekeken of daar "
    "kwetsbare objecten in liggen."
)


LABELS: Final = {
    "plaatsgebonden_risico": "Plaatsgebonden risico",
    "groepsrisico": "Groepsrisico",
    "zelfredzaamheid": "Zelfredzaamheid",
    "beheersbaarheid": "Beheersbaarheid",
    "resteffect": "Resteffect",
}

NO_PR: Final = (
    "Niet bekend: het gebied met plaatsgebonden risico 10⁻⁶ is niet ingelezen, en de breedte ervan "
    "is niet te berekenen zonder de Regeling basisnet."
)

WAGONS: Final = "het aantal wagens met brandbaar gas"

ACCIDENTS: Final = "de kans op een ongeval per wagen per kilometer"

LETHALITY: Final = "de overlijdenskans"

COLUMN_NO_OBJECTS: Final = "Er zijn geen kwetsbare objecten geladen: niet bekend of er een in ligt."

NO_DEPENDENT: Final = "Hoeveel mensen zich niet zelf kunnen redden, is niet bekend."

CONTRIBUTION: Final = (
    "Bijdrage: het deel in alle mensen die een BLEVE zou raken, als die overal op het spoor even "
    "waarschijnlijk is. Naar de groepsrisicokaart van RIVM en TNO (2007), vereenvoudigd."
)

#: How many buurten a sentence names.
_NAMED: Final = 3


def location_risk(residents: float, objects: Sequence[str] | None) -> tuple[str, ...]:
    """Say who and what lies inside the limit value; None if no objects were loaded."""
    if objects is None:
        return _inside_limit(residents), COLUMN_NO_OBJECTS
    named = f": {', '.join(objects)}" if objects else ""
    return (
        _inside_limit(residents),
        lie_in(len(objects), "kwetsbaar of zeer kwetsbaar", "kwetsbare of zeer kwetsbare", named),
    )


def _inside_limit(residents: float) -> str:
    if isnan(residents):
        return "Hoeveel mensen er binnen plaatsgebonden risico 10⁻⁶ wonen, is niet bekend."
    return f"{number(residents)} inwoners wonen binnen plaatsgebonden risico 10⁻⁶."


def not_calculated(missing: Sequence[str]) -> str:
    """Say what is lacking.

    Examples
    --------
    >>> not_calculated(["de overlijdenskans"])
    'Niet te berekenen. Niet ingevuld: de overlijdenskans.'
    """
    return f"Niet te berekenen. Niet ingevuld: {', '.join(missing)}."


def group_risk(
    ratio: float | None, why: str, shares: Sequence[tuple[str, float]]
) -> tuple[str, ...]:
    """Give the group risk in times the oriëntatiewaarde, and which buurten add most."""
    sentence = why
    if ratio is not None:
        sentence = (
            f"Hoogstens {number(ratio, 2)} keer de oriëntatiewaarde per kilometer. Dat is geen "
            "grens: boven de waarde moet worden uitgelegd waarom het mag."
        )
    if not shares:
        return sentence, "Nergens langs het spoor zijn genoeg mensen om als groep te tellen."
    named = ", ".join(f"{name} ({number(100 * part)} %)" for name, part in shares[:_NAMED])
    return sentence, f"Dragen het meest bij: {named}."


def self_reliance(
    zone: str,
    elderly: float,
    dependent: tuple[float, float],
    cared: Sequence[str] | None,
    helpless: Dependents,
) -> tuple[str, ...]:
    """Say who cannot get away alone; None if no objects were loaded."""
    sentences = [
        f"Tot en met {zone.lower()} wonen {number(elderly)} mensen van 65 jaar en ouder.",
        (
            f"Naar schatting {margin(dependent)} mensen kunnen zich niet zelf redden"
            f"{in_objects(helpless)}."
        ),
    ]
    if isnan(elderly):
        sentences = [NO_ELDERLY]
    if cared is None:
        return *sentences, COLUMN_NO_OBJECTS
    named = f": {', '.join(cared)}" if cared else ""
    return *sentences, lie_in(len(cared), "zeer kwetsbaar", "zeer kwetsbare", named)


def lie_in(count: int, one: str, many: str, named: str) -> str:
    """Say how many objects lie in a zone, and which.

    Examples
    --------
    >>> lie_in(1, "kwetsbaar", "kwetsbare", ": School"), lie_in(0, "kwetsbaar", "kwetsbare", "")
    ('1 kwetsbaar object ligt erin: School.', '0 kwetsbare objecten liggen erin.')
    """
    objects = plural(count, f"{one} object ligt", f"{many} objecten liggen")
    return f"{objects} erin{named}."


def setting_sentence(label: str, value: float, unit: str, source: str) -> str:
    """Write a setting with its source."""
    return f"{label}: {number(value, 1)} {unit}".strip() + f". Bron: {source}."


def not_given(labels: Sequence[str], sources: Sequence[str]) -> str:
    """Say which settings nobody filled in, and where to ask."""
    return f"Niet ingevuld: {'; '.join(labels)}. {' '.join(f'{source}.' for source in sources)}"


def rest(
    most: float | None,
    place: Sequence[int] | None,
    radius_m: float,
    dependent: tuple[float, float],
) -> tuple[str, ...]:
    """Say what is left when all measures have been taken."""
    if most is None or place is None:
        return ("Er woont niemand binnen de straal van een BLEVE op het spoor.",)
    return (
        (
            f"Op de ongunstigste plek van het spoor (x {number(place[0])}, y {number(place[1])}) "
            f"zijn {number(most)} mensen binnen {number(radius_m)} m."
        ),
        _left_to_help(dependent),
    )


def _left_to_help(dependent: tuple[float, float]) -> str:
    if isnan(dependent[0]):
        return NO_DEPENDENT
    return f"Wie zich niet zelf kan redden, blijft aangewezen op hulp: {margin(dependent)} mensen."


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
        return PARTLY_EXAMPLE if calculated else SOME_EXAMPLE
    return CALCULATED if calculated else ""


def _sentences(answer: SpoorAnswer) -> tuple[str, ...]:
    people = answer.exposure.totals(answer.measure)
    nearest, reliance = answer.zone_counts[0], answer.columns.self_reliance.numbers
    very = _names(answer, "zeer_kwetsbaar")
    sentences = (
        *spoor_sentences(
            (people.inside, people.city),
            answer.scenario.moment,
            answer.zones[-1].label,
            (
                nearest.within.present(answer.measure),
                nearest.zone.label,
                nearest.zone.distance_m or 0.0,
            ),
            bounds=(people.bounds, nearest.bounds[answer.measure]),
            outside=answer.beyond,
            whole=answer.geography.words,
        ),
        words.helpless_sentence(reliance.elderly, reliance.dependent, reliance.in_objects),
        objects_sentence(very, len(_names(answer, "kwetsbaar")), answer.kinds_not_loaded)
        if answer.tally.inside.objects_known
        else NO_OBJECTS,
        answer.events_unknown,
    )
    return tuple(sentence for sentence in sentences if sentence)


def _names(answer: SpoorAnswer, vulnerability: str) -> list[str]:
    """Return the names of the objects of a class in any zone."""
    places = (entry.what for entry in answer.objects_in_zones)
    return [place.name for place in places if place.vulnerability == vulnerability]


def _figures(answer: SpoorAnswer) -> tuple[Figure, ...]:
    reliance = answer.columns.self_reliance.numbers
    return (
        people_figure(answer),
        figure("elderly", words.shown(reliance.elderly), "calculated"),
        figure(
            "dependent",
            words.shown_margin(reliance.dependent),
            "setting",
            beside=objects_beside(reliance.in_objects.without),
        ),
        objects_figure(answer),
        figure("worst", words.shown(answer.columns.rest.numbers.most_people), "calculated"),
    )


def people_figure(answer: ZonesAnswer) -> Figure:
    """Return how many people are in any zone, at the moment of the scenario."""
    people = answer.exposure.totals(answer.measure)
    beside = words.range_beside(people.bounds)
    return figure("inside", words.shown(people.inside), "calculated", beside=beside)


def objects_figure(answer: ZonesAnswer) -> Figure:
    """Return how many zeer kwetsbare and kwetsbare objecten lie in any zone."""
    limited = sum(entry.what.has_limit_value for entry in answer.objects_in_zones)
    count = limited if answer.tally.inside.objects_known else None
    beside = kinds_beside(answer.kinds_not_loaded)
    return figure("objects", words.shown(count), "counted", beside=beside)


def _tables(answer: SpoorAnswer) -> tuple[Table, ...]:
    wijken, buurten = wijk_names(answer.geography), buurt_names(answer.geography)
    group_risk, inside = answer.columns.group_risk.numbers, answer.tally.inside
    zones, assumed = answer.zone_counts, answer.day_assumed
    parts = {share.code: PERCENT * share.share for share in group_risk.shares}
    return (
        zones_table("zones", zones, assumed=assumed),
        people_in_areas("spoor_buurten", answer.buurten, wijken, assumed=assumed, parts=parts),
        people_in_areas("spoor_wijken", answer.wijken, assumed=assumed),
        places_in_zones(
            "zone_objects", ((count.zone.label, count.places) for count in zones), "label"
        ),
        places_in_areas("buurt_objects", answer.buurten, wijken),
        places_in_areas("wijk_objects", answer.wijken),
        _shares(group_risk, wijken),
        objects_table("objects", answer.objects_in_zones, buurten, known=inside.objects_known),
        stations_table(
            "stations", answer.stations_in_zones, buurten, known=inside.stations is not None
        ),
        _events(
            "events",
            answer.events_in_zones,
            buurten,
            known=inside.events is not None,
            why_unknown=answer.events_unknown,
        ),
        _events("large_events", answer.large_events_in_zones, buurten, known=answer.calendar_known),
        _transport(answer.transport),
        completeness_table(answer.completeness),
    )


def zones_table(name: str, counts: Iterable[ZoneCount], *, assumed: bool) -> Table:
    """Return who lies in each zone."""
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
    return table(name, rows, columns, beside=("source",))


def _origin(zone: Zone) -> str:
    """Return where the border of a zone comes from."""
    if not zone.calculated:
        return ORIGIN_REGISTER
    return ORIGIN_CALCULATED.format(metres=number(zone.distance_m or 0.0))


def _shares(group_risk: GroupRisk, wijken: Mapping[str, str]) -> Table:
    """Return the part that each buurt has in the group risk."""
    rows: list[Row] = [
        {
            "code": share.code,
            "name": share.name,
            "wijk": wijken.get(share.code, ""),
            "part": PERCENT * share.share,
        }
        for share in group_risk.shares
    ]
    return table("shares", rows, ("name", "part", "wijk"))


def objects_table(
    name: str, entries: Iterable[InZone[Place]], buurten: Mapping[str, str], *, known: bool
) -> Table:
    """Return the objects in a zone."""
    rows = [
        {
            "name": entry.what.name,
            "sort": entry.what.sort,
            "class": VULNERABILITY.get(entry.what.vulnerability, ""),
            **_location(entry, buurten),
            "persons": entry.what.persons,
            "helpless": entry.what.dependent,
            "x_rd": round(entry.what.x_rd, 1),
            "y_rd": round(entry.what.y_rd, 1),
        }
        for entry in entries
    ]
    columns = ("name", "sort", "class", "zone", "buurt", "persons", "helpless")
    return table(name, rows, columns, known=known)


def stations_table(
    name: str, entries: Iterable[InZone[Place]], buurten: Mapping[str, str], *, known: bool
) -> Table:
    """Return the stations in a zone; how many people are there, no source says."""
    rows = [
        {
            "name": entry.what.name,
            **_location(entry, buurten),
            "persons": entry.what.persons,
            "x_rd": round(entry.what.x_rd, 1),
            "y_rd": round(entry.what.y_rd, 1),
        }
        for entry in entries
    ]
    return table(name, rows, ("name", "zone", "buurt", "persons"), known=known)


def _events(
    name: str,
    entries: Iterable[InZone[Event]],
    buurten: Mapping[str, str],
    *,
    known: bool,
    why_unknown: str = "",
) -> Table:
    """Return events in a zone, with the day of each."""
    rows = [
        {
            "date": day(entry.what.day) if entry.what.day else None,
            "title": entry.what.title,
            "location": entry.what.location,
            "visitors": entry.what.visitors,
            "outdoors": YES_NO[entry.what.outdoors],
            **_location(entry, buurten),
            "x_rd": round(entry.what.x_rd, 1),
            "y_rd": round(entry.what.y_rd, 1),
        }
        for entry in entries
    ]
    columns = ("date", "title", "location", "visitors", "outdoors", "zone", "buurt")
    return table(name, rows, columns, known=known, why_unknown=why_unknown)


def _location(entry: InZone[Place] | InZone[Event], buurten: Mapping[str, str]) -> dict[str, str]:
    return {
        "zone": ZONES.get(entry.zone.id, entry.zone.id),
        "buurt": buurten.get(entry.buurt or "", ""),
    }


_TRANSPORT: Final = ("route", "substance", "wagons_per_year", "year")


def _transport(rows: Sequence[TransportRow]) -> Table:
    """Return the wagons per year; a table in which nobody filled in a number is not known."""
    known = any(row.wagons_per_year is not None for row in rows)
    return table("transport", [row.to_dict() for row in rows] if known else [], _TRANSPORT)
