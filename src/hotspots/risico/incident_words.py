"""What is said about an incident, in Dutch: its place, its zone, the wind, whom to warn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import number
from hotspots.risico.amounts import amount, between
from hotspots.risico.table_words import EMPTY_LISTS
from hotspots.risico.words import beyond, kinds_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

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
            "ligt buiten de gemeente"
        )
    else:
        sentence = (
            f"{kind} bij {place}: {zone} zijn {when} naar schatting {amount(people)} mensen"
            f"{between(bounds)}{beyond(status)}"
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
    "Een deel van de zone ligt buiten de gemeente. Hoeveel mensen daar zijn, is niet bekend."
)

WHOLLY_OUTSIDE: Final = "De zone ligt buiten de gemeente. Hoeveel mensen daar zijn, is niet bekend."


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
