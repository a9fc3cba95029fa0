"""The report about an incident: who lies in its zone, and whom to warn in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.risico import amounts, incident_words, object_words, report_words, table_words, words
from hotspots.risico.incident_words import KINDS, WARN_ORDER, WHOLLY_OUTSIDE
from hotspots.risico.report import ScenarioReport, figure, note_lines
from hotspots.risico.spoor_report import badge
from hotspots.risico.tables import (
    people_in_areas,
    places_in_areas,
    settings_table,
    table,
    wijk_names,
)
from hotspots.risico.words import VULNERABILITY, kinds_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.risico.incident import Incident, IncidentAnswer, Warned
    from hotspots.risico.people import PresentMeasure
    from hotspots.risico.report import Figure
    from hotspots.risico.spoor import SpoorAnswer
    from hotspots.risico.tables import Table

#: How many are named in a sentence.
_NAMED: Final = 4
#: The settings of the track that count around an incident too.
_SETTINGS: Final = ("niet_zelfredzaam_65plus", "overdag_aandeel")
#: The columns of each table of places to warn.
_COLUMNS: Final = {
    "warn": ("order", "name", "sort", "class", "distance_m", "open", "persons", "helpless",
             "x_rd", "y_rd"),
    "sites": ("order", "name", "distance_m"),
    "incident_events": ("order", "name", "class", "distance_m", "persons"),
}  # fmt: skip


def incident_report(answer: SpoorAnswer) -> ScenarioReport:
    """Return the report about the incident of an answer about the track.

    Raises
    ------
    ValueError
        If the answer has no incident.
    """
    incident = answer.incident
    if incident is None:
        message = "The answer is about no incident."
        raise ValueError(message)
    used = {**incident.settings, **{name: answer.settings[name] for name in _SETTINGS}}
    return ScenarioReport(
        part="incident",
        label=f"{KINDS[incident.incident.kind]} bij {_place(incident.incident)}",
        badge=badge(answer, (incident.zone,)),
        sentences=_sentences(answer, incident),
        figures=_figures(incident, answer.measure),
        tables=_tables(answer, incident),
        settings=settings_table(used.values()),
        flags=(),
        notes=(
            WARN_ORDER,
            *incident.notes,
            *note_lines(answer.illustrations, answer.day, answer.notes),
        ),
    )


def _place(incident: Incident) -> str:
    if incident.place:
        return incident_words.station_name(incident.place)
    return incident_words.point_name(incident.x_rd, incident.y_rd)


def _sentences(track: SpoorAnswer, answer: IncidentAnswer) -> tuple[str, ...]:
    incident, people = answer.incident, answer.totals(track.measure)
    moment = track.scenario.moment
    sentences = [
        incident_words.incident_sentence(
            (KINDS[incident.kind], _place(incident), answer.zone.distance_m or 0.0),
            people.inside,
            moment,
            bounds=people.bounds,
            status=answer.status,
            not_loaded=answer.kinds_not_loaded,
        )
    ]
    if incident.wind_from_deg is not None and incident.kind == "gifwolk":
        sentences.append(incident_words.wind_sentence(incident.wind_from_deg))
    if answer.status != "not_known":
        sentences.append(
            object_words.helpless_sentence(
                answer.totals("elderly").inside, answer.dependent_with_objects, answer.dependents
            )
        )
    first = [(warned.place.name, warned.open) for warned in answer.warned[:_NAMED]]
    sentences.append(incident_words.warn_sentence(first, moment, answer.kinds_not_loaded))
    if track.events_unknown:
        sentences.append(track.events_unknown)
    return tuple(sentences)


def _figures(answer: IncidentAnswer, measure: PresentMeasure) -> tuple[Figure, ...]:
    people, missing = answer.totals(measure), answer.kinds_not_loaded
    to_warn = len(answer.warned) if answer.warned or not missing else None
    return (
        figure(
            "in_zone",
            amounts.shown(people.inside),
            "calculated",
            beside=amounts.range_beside(people.bounds),
        ),
        figure("elderly", amounts.shown(answer.totals("elderly").inside), "calculated"),
        figure(
            "dependent",
            amounts.shown_margin(answer.dependent_with_objects),
            "setting",
            beside=report_words.objects_beside(answer.dependents.without),
        ),
        figure(
            "warned", amounts.shown(to_warn), "counted", beside=report_words.kinds_beside(missing)
        ),
        figure(
            "buurten",
            amounts.shown(None if answer.status == "not_known" else len(answer.buurten)),
            "counted",
            beside=words.beyond(answer.status).removeprefix("; "),
        ),
    )


def _tables(answer: SpoorAnswer, incident: IncidentAnswer) -> tuple[Table, ...]:
    buurten, wijken = incident.buurten, wijk_names(answer.geography)
    inside, missing = incident.places.inside, kinds_unknown(incident.kinds_not_loaded)
    return (
        _warned(
            "warn",
            incident.warned,
            why_unknown=f"{amounts.capital(missing)}." if missing else "",
        ),
        people_in_areas(
            "incident_buurten",
            buurten,
            wijken,
            assumed=answer.day_assumed,
            why_unknown=WHOLLY_OUTSIDE if incident.status == "not_known" else "",
        ),
        places_in_areas("incident_objects", buurten, wijken),
        _warned("sites", incident.sites, known=inside.event_sites is not None),
        _warned(
            "incident_events",
            incident.events,
            known=inside.events is not None,
            why_unknown=answer.events_unknown,
        ),
    )


def _warned(
    name: str, places: Iterable[Warned], *, known: bool = True, why_unknown: str = ""
) -> Table:
    """Return the places in the zone of an incident, in the order of warning."""
    rows = [
        {
            "order": warned.order,
            "name": warned.place.name,
            "sort": warned.place.sort,
            "class": VULNERABILITY.get(warned.place.vulnerability, ""),
            "distance_m": round(warned.distance_m),
            "open": table_words.OPEN[warned.open],
            "persons": warned.place.persons,
            "helpless": warned.place.dependent,
            "x_rd": round(warned.place.x_rd, 1),
            "y_rd": round(warned.place.y_rd, 1),
        }
        for warned in places
    ]
    return table(name, rows, _COLUMNS[name], known=known, why_unknown=why_unknown)
