"""What is said about an incident, in Dutch: place, zone, wind, whom to warn, and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.catalog.whole import OF_ONE
from hotspots.dutch import number
from hotspots.risico import words
from hotspots.risico.report import ScenarioReport, figure, kinds_beside, note_lines, objects_beside
from hotspots.risico.spoor_words import badge
from hotspots.risico.tables import (
    EMPTY_LISTS,
    OPEN,
    people_in_areas,
    places_in_areas,
    settings_table,
    table,
    wijk_names,
)
from hotspots.risico.words import VULNERABILITY, amount, between, beyond, kinds_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.catalog.whole import WholeWords
    from hotspots.risico.incident import Incident, IncidentAnswer, Warned
    from hotspots.risico.people import PresentMeasure
    from hotspots.risico.report import Figure
    from hotspots.risico.spoor import SpoorAnswer
    from hotspots.risico.tables import Table


COMPASS: Final = (
    "noorden", "noordnoordoosten", "noordoosten", "oostnoordoosten", "oosten", "oostzuidoosten",
    "zuidoosten", "zuidzuidoosten", "zuiden", "zuidzuidwesten", "zuidwesten", "westzuidwesten",
    "westen", "westnoordwesten", "noordwesten", "noordnoordwesten",
)  # fmt: skip


def incident_sentence(
    where: tuple[str, str, float],
    people: float | None,
    moment: str,
    *,
    bounds: Sequence[float | None],
    status: str,
    not_loaded: Sequence[str],
    whole: WholeWords = OF_ONE,
) -> str:
    """Say what happens where, how many people are in the zone, and what is not known.

    Parameters
    ----------
    where
        Kind, place, and metres that the zone reaches.
    status
        "counted", "counted_in_part" where the zone goes on outside the municipality, or
        "not_known" where it lies there wholly.
    not_loaded
        Kinds of objects of which none is loaded.

    Examples
    --------
    >>> incident_sentence(("BLEVE", "punt", 300), 0, "dag", bounds=[0, 0], status="not_known",
    ...                   not_loaded=["scholen"])  # doctest: +NORMALIZE_WHITESPACE
    'BLEVE bij punt: hoeveel mensen er overdag in de zone (tot 300 m) zijn, is niet bekend, want die
    ligt buiten de gemeente; scholen zijn niet geladen: niet bekend.'
    """
    kind, place, metres = where
    when = "'s nachts" if moment == "nacht" else "overdag"
    zone = f"in de zone (tot {number(metres)} m)"
    if status == "not_known":
        sentence = (
            f"{kind} bij {place}: hoeveel mensen er {when} {zone} zijn, is niet bekend, want die "
            f"ligt buiten {whole.the}"
        )
    else:
        sentence = (
            f"{kind} bij {place}: {zone} zijn {when} naar schatting {amount(people)} mensen"
            f"{between(bounds)}{beyond(status, whole)}"
        )
    return f"{sentence}; {kinds_unknown(not_loaded)}." if not_loaded else f"{sentence}."


def warn_sentence(
    places: Sequence[tuple[str, bool | None]], moment: str, not_loaded: Sequence[str] = ()
) -> str:
    """Say whom to warn first, and in which places it is not known whether anyone is there.

    Parameters
    ----------
    places
        Name, and whether there are people at the moment; a place that is closed is not named.
    not_loaded
        Kinds of objects of which none is loaded.

    Examples
    --------
    >>> warn_sentence([("Ziekenhuis", True), ("Sporthal", None), ("Zwembad", False)], "nacht")
    "Waarschuw eerst: Ziekenhuis; Sporthal (niet bekend of er 's nachts iemand is)."
    >>> warn_sentence([], "dag", ["scholen"])
    'Van wat geladen is, ligt er geen kwetsbaar object in de zone.'
    """
    when = "'s nachts" if moment == "nacht" else "overdag"
    named = [
        name if there else f"{name} (niet bekend of er {when} iemand is)"
        for name, there in places
        if there is not False
    ]
    if named:
        return f"Waarschuw eerst: {'; '.join(named)}."
    if places:
        return f"Wat er in de zone ligt, is {when} gesloten."
    return NOT_AMONG_LOADED if not_loaded else EMPTY_LISTS["warn"]


NOT_AMONG_LOADED: Final = "Van wat geladen is, ligt er geen kwetsbaar object in de zone."


def wind_sentence(degrees: float) -> str:
    """Put a wind direction in words, and say where a cloud goes.

    Examples
    --------
    >>> wind_sentence(240)
    'Wind uit het westzuidwesten: de wolk drijft naar het oostnoordoosten.'
    """
    return f"Wind uit het {compass(degrees)}: de wolk drijft naar het {compass(degrees + 180)}."


def compass(degrees: float) -> str:
    """Return the name of the nearest of sixteen directions.

    Examples
    --------
    >>> compass(0), compass(359), compass(90), compass(225)
    ('noorden', 'noorden', 'oosten', 'zuidwesten')
    """
    return COMPASS[round(degrees % 360 / 22.5) % len(COMPASS)]


def point_name(x_rd: float, y_rd: float) -> str:
    """Name a place that has no name."""
    return f"punt {number(x_rd)} – {number(y_rd)} (RD)"


def station_name(name: str) -> str:
    """Name a station."""
    return f"station {name}"


def stations_line(names: Sequence[str]) -> str:
    """Name the stations that can be typed."""
    return f"Stations: {', '.join(names)}."


KINDS: Final = {"plasbrand": "Plasbrand", "bleve": "BLEVE", "gifwolk": "Gifwolk"}

NO_WIND: Final = (
    "Een gifwolk heeft een windrichting nodig.",
    "Gevonden: geen wind.",
    "Geef waar de wind vandaan komt, in graden: --wind 270 is westenwind.",
)

WARN_ORDER: Final = (
    "Volgorde van waarschuwen: eerst zeer kwetsbaar, dan kwetsbaar, dan beperkt kwetsbaar; binnen "
    "een klasse eerst wie het dichtst bij het ongeval is."
)

PARTLY_OUTSIDE: Final = (
    "Een deel van de zone ligt buiten {whole.the}. Hoeveel mensen daar zijn, is niet bekend."
)

WHOLLY_OUTSIDE: Final = "De zone ligt buiten {whole.the}. Hoeveel mensen daar zijn, is niet bekend."


def no_kind(kind: str, known: Sequence[str]) -> tuple[str, str, str]:
    """Say which kinds of incident there are."""
    return (
        f"Soort ongeval '{kind}' bestaat niet.",
        f"Mogelijk: {', '.join(known)}.",
        "Kies een van deze.",
    )


def not_in_country(x: float, y: float) -> tuple[str, str, str]:
    """Say that a point lies outside the country."""
    return (
        "De plaats van het ongeval ligt niet in Nederland.",
        f"Gevonden: x {number(x)}, y {number(y)}; verwacht: meters in RD, zoals 105420,424530.",
        "Controleer de coördinaten.",
    )


def wrong_wind(degrees: float) -> tuple[str, str, str]:
    """Say that a wind direction is out of range."""
    return (
        "De windrichting klopt niet.",
        f"Gevonden: {number(degrees)}; verwacht: 0 tot en met 360 graden.",
        "0 en 360 zijn noordenwind, 90 oostenwind, 180 zuidenwind, 270 westenwind.",
    )


def no_place(written: str, stations: Sequence[str]) -> tuple[str, str, str]:
    """Say that a place is not known, and how one is written."""
    return (
        f"De plaats '{written}' is niet gevonden.",
        f"Verwacht: X,Y in RD-meters, of een station: {', '.join(stations) or 'geen geladen'}.",
        "Schrijf bijvoorbeeld --at 105420,424530.",
    )


#: How many are named in a sentence.
_MOST_NAMED: Final = 4
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
        return station_name(incident.place)
    return point_name(incident.x_rd, incident.y_rd)


def _sentences(track: SpoorAnswer, answer: IncidentAnswer) -> tuple[str, ...]:
    incident, people = answer.incident, answer.totals(track.measure)
    moment = track.scenario.moment
    sentences = [
        incident_sentence(
            (KINDS[incident.kind], _place(incident), answer.zone.distance_m or 0.0),
            people.inside,
            moment,
            bounds=people.bounds,
            status=answer.status,
            not_loaded=answer.kinds_not_loaded,
            whole=track.geography.words,
        )
    ]
    if incident.wind_from_deg is not None and incident.kind == "gifwolk":
        sentences.append(wind_sentence(incident.wind_from_deg))
    if answer.status != "not_known":
        sentences.append(
            words.helpless_sentence(
                answer.totals("elderly").inside, answer.dependent_with_objects, answer.dependents
            )
        )
    first = [(warned.place.name, warned.open) for warned in answer.warned[:_MOST_NAMED]]
    sentences.append(warn_sentence(first, moment, answer.kinds_not_loaded))
    if track.events_unknown:
        sentences.append(track.events_unknown)
    return tuple(sentences)


def _figures(answer: IncidentAnswer, measure: PresentMeasure) -> tuple[Figure, ...]:
    people, missing = answer.totals(measure), answer.kinds_not_loaded
    to_warn = len(answer.warned) if answer.warned or not missing else None
    return (
        figure(
            "in_zone",
            words.shown(people.inside),
            "calculated",
            beside=words.range_beside(people.bounds),
        ),
        figure("elderly", words.shown(answer.totals("elderly").inside), "calculated"),
        figure(
            "dependent",
            words.shown_margin(answer.dependent_with_objects),
            "setting",
            beside=objects_beside(answer.dependents.without),
        ),
        figure("warned", words.shown(to_warn), "counted", beside=kinds_beside(missing)),
        figure(
            "buurten",
            words.shown(None if answer.status == "not_known" else len(answer.buurten)),
            "counted",
            beside=words.beyond(answer.status, answer.geography.words).removeprefix("; "),
        ),
    )


def _tables(answer: SpoorAnswer, incident: IncidentAnswer) -> tuple[Table, ...]:
    buurten, wijken = incident.buurten, wijk_names(answer.geography)
    inside, missing = incident.places.inside, kinds_unknown(incident.kinds_not_loaded)
    return (
        _warned(
            "warn",
            incident.warned,
            why_unknown=f"{words.capital(missing)}." if missing else "",
        ),
        people_in_areas(
            "incident_buurten",
            buurten,
            wijken,
            assumed=answer.day_assumed,
            why_unknown=WHOLLY_OUTSIDE.format(whole=answer.geography.words)
            if incident.status == "not_known"
            else "",
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
            "open": OPEN[warned.open],
            "persons": warned.place.persons,
            "helpless": warned.place.dependent,
            "x_rd": round(warned.place.x_rd, 1),
            "y_rd": round(warned.place.y_rd, 1),
        }
        for warned in places
    ]
    return table(name, rows, _COLUMNS[name], known=known, why_unknown=why_unknown)
