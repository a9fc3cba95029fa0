"""Sentences about an incident at a point, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import number
from hotspots.text.risk import kinds_unknown
from hotspots.text.veiligheid_lists import EMPTY_LISTS
from hotspots.text.veiligheid_sentences import amount, between, beyond

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
    """Tell what happens where, how many people lie in the zone, and what is not known of it.

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
        told = (
            f"{kind} bij {place}: hoeveel mensen er {when} {zone} zijn, is niet bekend, want die "
            "ligt buiten de gemeente"
        )
    else:
        told = (
            f"{kind} bij {place}: {zone} zijn {when} naar schatting {amount(people)} mensen"
            f"{between(bounds)}{beyond(status)}"
        )
    return f"{told}; {kinds_unknown(not_loaded)}." if not_loaded else f"{told}."


def warn_sentence(
    places: Sequence[tuple[str, bool | None]], moment: str, not_loaded: Sequence[str] = ()
) -> str:
    """Tell whom to warn first, and of which places nobody knows whether there is anyone.

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
    """Tell a wind direction in words, and where a cloud goes.

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
