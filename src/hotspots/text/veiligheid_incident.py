"""Sentences about an incident at a point, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import number
from hotspots.text.veiligheid_lists import EMPTY_LISTS
from hotspots.text.veiligheid_sentences import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

COMPASS: Final = (
    "noorden", "noordnoordoosten", "noordoosten", "oostnoordoosten", "oosten", "oostzuidoosten",
    "zuidoosten", "zuidzuidoosten", "zuiden", "zuidzuidwesten", "zuidwesten", "westzuidwesten",
    "westen", "westnoordwesten", "noordwesten", "noordnoordwesten",
)  # fmt: skip


def incident_sentences(
    kind: str, place: str, people: float | None, moment: str, metres: float
) -> list[str]:
    """Tell what happens where, and how many people lie in the zone."""
    when = "'s nachts" if moment == "nacht" else "overdag"
    return [
        f"{kind} bij {place}. De zone reikt tot {number(metres)} m.",
        f"Daarin zijn {when} ongeveer {amount(people)} mensen.",
    ]


def warn_sentence(names: Sequence[str]) -> str:
    """Tell whom to warn first."""
    if not names:
        return EMPTY_LISTS["warn"]
    return f"Waarschuw eerst: {', '.join(names)}."


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
