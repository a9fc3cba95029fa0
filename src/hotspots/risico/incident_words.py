"""What is said about an incident, in Dutch: place, zone, wind, whom to warn, and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.catalog.whole import OF_ONE
from hotspots.dutch import day as day_written
from hotspots.dutch import listed, number, number_in_short
from hotspots.risico import place_words, shelter_words, words
from hotspots.risico.contour import contour_sentence
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
from hotspots.risico.words import VULNERABILITY, amount, at_moment, between, beyond, kinds_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, time

    from hotspots.catalog.whole import WholeWords
    from hotspots.errors import Parts
    from hotspots.risico.beyond import Beyond
    from hotspots.risico.incident import Incident, IncidentAnswer, Warned
    from hotspots.risico.objects import Place
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
    where: tuple[str, str, float | None],
    people: float | None,
    moment: str,
    *,
    bounds: Sequence[float | None],
    status: str,
    not_loaded: Sequence[str],
    outside: Beyond | None = None,
    whole: WholeWords = OF_ONE,
) -> str:
    """Say what happens where, how many people are in the zone, and what is not known.

    Parameters
    ----------
    where
        Kind, place, and metres that the zone reaches; None where it is a contour.
    status
        "counted", "counted_in_part" where the zone goes on outside the municipality, or
        "not_known" where it lies there wholly.
    not_loaded
        Kinds of objects of which none is loaded.
    outside
        Who is in the part of the zone outside the municipality; None without such a part.

    Examples
    --------
    >>> incident_sentence(("BLEVE", "punt", 300), 0, "dag", bounds=[0, 0], status="not_known",
    ...                   not_loaded=["scholen"])  # doctest: +NORMALIZE_WHITESPACE
    'BLEVE bij punt: hoeveel mensen er overdag in de zone (tot 300 m) zijn, is niet bekend, want die
    ligt buiten de gemeente; scholen zijn niet geladen: niet bekend.'
    """
    kind, place, metres = where
    when = at_moment(moment)
    zone = "in de contour" if metres is None else f"in de zone (tot {number(metres)} m)"
    if status == "not_known" and outside is not None and outside.people is not None:
        there = beyond(outside, whole).removeprefix("; ")
        sentence = f"{kind} bij {place}: {zone} zijn {when} {there} mensen"
    elif status == "not_known":
        sentence = (
            f"{kind} bij {place}: hoeveel mensen er {when} {zone} zijn, is niet bekend, want die "
            f"ligt buiten {whole.the}"
        )
    else:
        sentence = (
            f"{kind} bij {place}: {zone} zijn {when} naar schatting {amount(people)} mensen"
            f"{between(bounds)}{beyond(outside, whole)}"
        )
    return f"{sentence}; {kinds_unknown(not_loaded)}." if not_loaded else f"{sentence}."


def warn_sentence(
    places: Sequence[tuple[str, bool | None]],
    moment: str,
    not_loaded: Sequence[str] = (),
    at: time | None = None,
) -> str:
    """Say whom to warn first, and in which places it is not known whether anyone is there.

    Parameters
    ----------
    places
        Name, and whether there are people at the moment; a place that is closed is not named.
    not_loaded
        Kinds of objects of which none is loaded.
    at
        The time of the incident; without it the moment of the scenario counts.

    Examples
    --------
    >>> warn_sentence([("Ziekenhuis", True), ("Sporthal", None), ("Zwembad", False)], "nacht")
    "Waarschuw eerst: Ziekenhuis; Sporthal (niet bekend of er 's nachts iemand is)."
    >>> warn_sentence([], "dag", ["scholen"])
    'Van wat geladen is, ligt er geen kwetsbaar object in de zone.'
    """
    when = at_moment(moment) if at is None else f"om {at:%H:%M}"
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


def short_compass(degrees: float) -> str:
    """Return the letters of the nearest of sixteen directions.

    Examples
    --------
    >>> short_compass(0), short_compass(240), short_compass(315)
    ('N', 'WZW', 'NW')
    """
    return SHORT_COMPASS[round(degrees % 360 / 22.5) % len(SHORT_COMPASS)]


def point_name(x_rd: float, y_rd: float) -> str:
    """Name a place that has no name."""
    return f"punt {number(x_rd)} – {number(y_rd)} (RD)"


def when_sentence(day: date | None, at: time | None) -> str:
    """Say when the incident is; what was not filled in is not known.

    Examples
    --------
    >>> from datetime import date, time
    >>> when_sentence(date(2026, 12, 1), time(3, 5))
    'Tijdstip van het ongeval: 01-12-2026 om 03:05.'
    >>> when_sentence(date(2026, 12, 1), None), when_sentence(None, None)  # doctest: +ELLIPSIS
    ('Tijdstip van het ongeval: 01-12-2026, uur niet ingevuld.', 'Tijdstip ...: niet ingevuld.')
    >>> when_sentence(None, time(3, 5))
    'Tijdstip van het ongeval: 03:05 uur, dag niet ingevuld.'
    """
    if day is None and at is None:
        return "Tijdstip van het ongeval: niet ingevuld."
    if day is None:
        return f"Tijdstip van het ongeval: {at:%H:%M} uur, dag niet ingevuld."
    hour = NO_HOUR if at is None else f" om {at:%H:%M}"
    return f"Tijdstip van het ongeval: {day_written(day)}{hour}."


NO_HOUR: Final = ", uur niet ingevuld"


def where_sentence(
    x_rd: float,
    y_rd: float,
    lon_lat: tuple[float, float],
    buurt: str | None,
    whole: WholeWords = OF_ONE,
) -> str:
    """Say where a point is in both ways of writing, and in which buurt.

    Examples
    --------
    >>> where_sentence(105420, 424530, (4.66812, 51.80747), "Station")
    'Ligging: x 105.420, y 424.530 (RD); 51,80747 N, 4,66812 O; buurt Station.'
    """
    lon, lat = lon_lat
    around = f"buiten {whole.the}" if buurt is None else f"buurt {buurt}"
    return (
        f"Ligging: x {number(x_rd)}, y {number(y_rd)} (RD); {number(lat, 5)} N, "
        f"{number(lon, 5)} O; {around}."
    )


def clash_sentence(at: time, moment: str) -> str:
    """Say that the time of the day is not that of the scenario.

    Examples
    --------
    >>> from datetime import time
    >>> clash_sentence(time(14), "nacht")
    "Het ongeval is om 14:00, maar het scenario telt wie er 's nachts is. Kies een ander scenario."
    """
    when = at_moment(moment)
    return (
        f"Het ongeval is om {at:%H:%M}, maar het scenario telt wie er {when} is. Kies een ander "
        "scenario."
    )


def stations_line(names: Sequence[str]) -> str:
    """Name the stations that can be typed."""
    return f"Stations: {', '.join(names)}."


KINDS: Final = {"plasbrand": "Plasbrand", "bleve": "BLEVE", "gifwolk": "Gifwolk"}

#: The source of a distance or an angle that was given for one incident.
GIVEN: Final = "Zelf opgegeven voor dit ongeval"

NO_WIND: Final = (
    "Een gifwolk heeft een windrichting nodig.",
    "Gevonden: geen wind, en geen contour.",
    "Geef waar de wind vandaan komt: --wind 270 of --wind W is westenwind.",
)


def contour_source(name: str) -> str:
    """Say whose outline a contour is."""
    return f"Contour uit {name}, niet door de tool berekend"


def wrong_distance(metres: float, least: float, most: float) -> Parts:
    """Say that a distance cannot be."""
    return (
        "De afstand van de zone klopt niet.",
        (
            f"Gevonden: {number_in_short(metres)} m; verwacht: {number(least)} tot en met "
            f"{number(most)} m."
        ),
        "Geef de afstand in meters, of laat haar leeg: dan geldt de instelling.",
    )


def wrong_angle(degrees: float, most: float) -> Parts:
    """Say that half the width of a cloud cannot be."""
    return (
        "De halve breedte van de wolk klopt niet.",
        (
            f"Gevonden: {number_in_short(degrees)}; verwacht: meer dan 0 en hoogstens "
            f"{number(most)} graden."
        ),
        "Geef de hoek aan één kant van de wind, of laat haar leeg: dan geldt de instelling.",
    )


#: Directions as they are written, in degrees: one to three letters.
SHORT_COMPASS: Final = (
    "N", "NNO", "NO", "ONO", "O", "OZO", "ZO", "ZZO", "Z", "ZZW", "ZW", "WZW", "W", "WNW", "NW",
    "NNW",
)  # fmt: skip


def wind_unreadable(written: str) -> Parts:
    """Say that a wind direction cannot be read."""
    return (
        f"De windrichting '{written}' is niet te lezen.",
        f"Verwacht: graden van 0 tot en met 360, of {', '.join(SHORT_COMPASS)}.",
        "270 of W is westenwind.",
    )


WARN_ORDER: Final = (
    "Volgorde van waarschuwen: eerst zeer kwetsbaar, dan kwetsbaar, dan beperkt kwetsbaar; binnen "
    "een klasse eerst waar de meeste mensen zijn die zichzelf niet kunnen redden, dan waar dat "
    "niet bekend is, en bij gelijke stand wie het dichtst bij het ongeval is. Wat dan dicht is, "
    "komt als laatste."
)

PARTLY_OUTSIDE: Final = (
    "Een deel van de zone ligt buiten {whole.the}. Hoeveel mensen daar zijn, is niet bekend."
)

WHOLLY_OUTSIDE: Final = "De zone ligt buiten {whole.the}. Hoeveel mensen daar zijn, is niet bekend."


def no_kind(kind: str, known: Sequence[str]) -> Parts:
    """Say which kinds of incident there are."""
    return (
        f"Soort ongeval '{kind}' bestaat niet.",
        f"Mogelijk: {', '.join(known)}.",
        "Kies een van deze.",
    )


def not_in_country(x: float, y: float) -> Parts:
    """Say that a point lies outside the country."""
    return (
        "De plaats van het ongeval ligt niet in Nederland.",
        f"Gevonden: x {number(x)}, y {number(y)}; verwacht: meters in RD, zoals 105420,424530.",
        "Controleer de coördinaten.",
    )


def wrong_wind(degrees: float) -> Parts:
    """Say that a wind direction is out of range."""
    return (
        "De windrichting klopt niet.",
        f"Gevonden: {number(degrees)}; verwacht: 0 tot en met 360 graden.",
        "0 en 360 zijn noordenwind, 90 oostenwind, 180 zuidenwind, 270 westenwind.",
    )


#: How many are named in a sentence.
_MOST_NAMED: Final = 4
#: The settings of the track that count around an incident too.
_SETTINGS: Final = ("niet_zelfredzaam_65plus", "overdag_aandeel")
#: The columns of each table of places to warn.
_COLUMNS: Final = {
    "warn": ("order", "name", "sort", "class", "distance_m", "open", "opening", "persons",
             "helpless", "phone", "x_rd", "y_rd"),
    "incident_stations": ("order", "name", "distance_m", "open", "persons"),
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
    around = [note for note in answer.notes if note not in answer.track_notes]
    used = {**incident.settings, **{name: answer.settings[name] for name in _SETTINGS}}
    return ScenarioReport(
        part="incident",
        label=f"{KINDS[incident.incident.kind]} bij {_place(incident.incident)}",
        badge=badge(answer, (incident.zone,)),
        sentences=_sentences(answer, incident),
        figures=_figures(incident, answer.measure),
        tables=_tables(answer, incident),
        settings=settings_table(used.values()),
        flags=(
            (("oranje", clash_sentence(incident.incident.time, answer.scenario.moment)),)
            if incident.incident.time is not None and incident.clashing
            else ()
        ),
        notes=(
            WARN_ORDER,
            *((shelter_words.CROW_FLIES,) if incident.places_ledger.shelters else ()),
            *incident.notes,
            *note_lines(answer.illustrations, answer.day, around),
        ),
    )


def _place(incident: Incident) -> str:
    if not incident.place:
        return point_name(incident.x_rd, incident.y_rd)
    return (
        place_words.station(incident.place) if incident.place_sort == "station" else incident.place
    )


def _sentences(track: SpoorAnswer, answer: IncidentAnswer) -> tuple[str, ...]:
    incident, people = answer.incident, answer.totals(track.measure)
    moment = track.scenario.moment
    sentences = [
        incident_sentence(
            (KINDS[incident.kind], _place(incident), answer.zone.distance_m),
            people.inside,
            moment,
            bounds=people.bounds,
            status=answer.status,
            not_loaded=answer.kinds_not_loaded,
            outside=answer.beyond,
            whole=track.geography.words,
        )
    ]
    if incident.contour is not None:
        sentences.append(contour_sentence(incident.contour))
    elif incident.wind_from_deg is not None and incident.kind == "gifwolk":
        sentences.append(wind_sentence(incident.wind_from_deg))
    if answer.status != "not_known":
        sentences.append(
            words.helpless_sentence(
                answer.totals("elderly").inside, answer.dependent_with_objects, answer.dependents
            )
        )
    first = [(warned.place.name, warned.open) for warned in answer.warned[:_MOST_NAMED]]
    sentences.append(warn_sentence(first, moment, answer.kinds_not_loaded, incident.time))
    if answer.stations:
        sentences.append(stations_sentence([one.place.name for one in answer.stations]))
    sentences += _shelter_sentences(answer, track.geography.words)
    sentences.append(when_sentence(track.day, incident.time))
    sentences.append(
        where_sentence(
            incident.x_rd, incident.y_rd, incident.lon_lat, answer.buurt, track.geography.words
        )
    )
    if track.events_unknown:
        sentences.append(track.events_unknown)
    return tuple(sentences)


def stations_sentence(names: Sequence[str]) -> str:
    """Name the stations in a zone.

    Examples
    --------
    >>> stations_sentence(["Dordrecht"])
    'Station in de zone: Dordrecht. Hoeveel mensen daar zijn, is niet bekend.'
    """
    what = "Station" if len(names) == 1 else "Stations"
    return f"{what} in de zone: {listed(names)}. Hoeveel mensen daar zijn, is niet bekend."


def _shelter_sentences(answer: IncidentAnswer, whole: WholeWords) -> Iterator[str]:
    """Yield where people can go, and how those who cannot walk are carried."""
    ledger, balance = answer.places_ledger, answer.balance
    if not ledger.shelters:
        yield shelter_words.NO_SHELTERS
    else:
        yield shelter_words.outside_sentence(
            ledger,
            balance.gap,
            balance.dependent_gap,
            balance.reach_m,
            only_within=whole.the if answer.status == "counted_in_part" else "",
        )
        if answer.status != "not_known":
            yield shelter_words.ledger_sentence(ledger, "incident")
    if answer.status != "not_known":
        yield shelter_words.transport_sentence(answer.transport)


def _figures(answer: IncidentAnswer, measure: PresentMeasure) -> tuple[Figure, ...]:
    people, missing = answer.totals(measure), answer.kinds_not_loaded
    to_warn = len(answer.warned) if answer.warned or not missing else None
    return (
        figure(
            "in_zone",
            words.shown(people.inside),
            "calculated",
            beside="; ".join(
                part
                for part in (
                    words.range_beside(people.bounds),
                    _beyond_beside(answer),
                )
                if part
            ),
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
        ),
    )


def _beyond_beside(answer: IncidentAnswer) -> str:
    """Say how many people are beyond the border; "" where none of the zone's people are known."""
    beyond = answer.beyond
    if beyond is None or (answer.status == "not_known" and beyond.people is None):
        return ""
    return words.beyond(beyond, answer.geography.words).removeprefix("; ")


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
        shelter_words.outside_table(
            incident.balance.shelter_uses,
            incident.away_m,
            known=bool(incident.places_ledger.shelters),
        ),
        shelter_words.ledger_table(incident.places_ledger, "incident"),
        shelter_words.completeness_table(incident.completeness),
        _warned("incident_stations", incident.stations, known=inside.stations is not None),
        _warned("sites", incident.sites, known=inside.event_sites is not None),
        _warned(
            "incident_events",
            incident.events,
            known=inside.events is not None,
            why_unknown=answer.events_unknown,
        ),
    )


def opening(place: Place) -> str | None:
    """Write from when to when a place is open; None where it is not known.

    Examples
    --------
    >>> from hotspots.risico.objects import Place
    >>> opening(Place("Bad", "", 0, 0, opens_h=7, closes_h=22.5)), opening(Place("Hal", "", 0, 0))
    ('07:00-22:30', None)
    """
    if place.opens_h is None or place.closes_h is None:
        return None
    return "-".join(
        f"{int(hour):02d}:{round(hour % 1 * 60):02d}" for hour in (place.opens_h, place.closes_h)
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
            "opening": opening(warned.place),
            "phone": warned.place.phone or None,
            "persons": warned.place.persons,
            "helpless": warned.place.dependent,
            "x_rd": round(warned.place.x_rd, 1),
            "y_rd": round(warned.place.y_rd, 1),
        }
        for warned in places
    ]
    return table(name, rows, _COLUMNS[name], known=known, why_unknown=why_unknown)
