"""Sentences about rail and water, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.words import DEPTH_UNKNOWN, WET_UNKNOWN
from hotspots.dutch import day, number, plural
from hotspots.risico.page_words import EMPTY_LISTS, NOT_FILLED
from hotspots.risico.words import NO_ELDERLY, in_objects, kinds_unknown, margin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hotspots.risico.exposure import Dependents


UNKNOWN_AMOUNT: Final = "een onbekend aantal"
#: How many are named in a sentence.
_NAMED: Final = 4


def amount(people: float | None) -> str:
    """Write a number of people in a sentence, also one that is not known.

    Examples
    --------
    >>> amount(1200), amount(None)
    ('1.200', 'een onbekend aantal')
    """
    return UNKNOWN_AMOUNT if people is None else number(people)


def amounts(pair: Sequence[float | None]) -> str:
    """Write a margin of people in a sentence, also one that is not known.

    Examples
    --------
    >>> amounts([30, 10]), amounts([None, None])
    ('10 tot 30', 'een onbekend aantal')
    """
    ends = [end for end in pair if end is not None]
    return margin((min(ends), max(ends))) if len(ends) == len(pair) else UNKNOWN_AMOUNT


def shown(people: float | None) -> str:
    """Write a number of people as a figure; a dash where it is not known."""
    return "–" if people is None else number(people)


def shown_margin(pair: Sequence[float | None]) -> str:
    """Write a margin of people as a figure; a dash where it is not known."""
    ends = [end for end in pair if end is not None]
    return margin((min(ends), max(ends))) if len(ends) == len(pair) else "–"


def spoor_sentences(
    people: tuple[float | None, float | None],
    moment: str,
    zone: str,
    nearest: tuple[float | None, str, float],
    *,
    bounds: tuple[Sequence[float | None], Sequence[float | None]] = ((), ()),
    status: str = "counted",
) -> list[str]:
    """Tell how many people lie along the track: in any zone, and in the heaviest one.

    Parameters
    ----------
    people
        In any zone, and in the city; None where it is not known.
    nearest
        People, label and metres of the first zone with a distance; no metres is 0.
    bounds
        Between which numbers the people in any zone lie for certain, and those in the nearest.
    status
        "counted", or "counted_in_part" where zones go on outside the municipality.
    """
    when = "'s nachts" if moment == "nacht" else "overdag"
    inside, city = people
    part = f" ({number(100 * inside / city)} %)" if city and inside is not None else ""
    told = [
        (
            f"Langs het spoor zijn {when} naar schatting {amount(inside)} van de {amount(city)} "
            f"mensen binnen een zone{part}{between(bounds[0])}; de wijdste is: {zone.lower()}"
            f"{beyond(status)}."
        )
    ]
    count, label, metres = nearest
    wide = f", tot {number(metres)} m van het spoor" if metres else ""
    told.append(
        f"In de smalste zone ({label.lower()}{wide}) zijn het er naar schatting {amount(count)}"
        f"{between(bounds[1])}."
    )
    return told


def between(bounds: Sequence[float | None]) -> str:
    """Say between which numbers an estimate lies for certain; nothing where it is exact.

    Examples
    --------
    >>> between([0, 23104.2]), between([5.0, 5.0]), between([])
    (', ergens tussen 0 en 23.104', '', '')
    """
    ends = [round(end) for end in bounds if end is not None]
    if len(ends) < len(bounds) or not ends or ends[0] == ends[-1]:
        return ""
    return f", ergens tussen {number(ends[0])} en {number(ends[-1])}"


def range_beside(bounds: Sequence[float | None]) -> str:
    """Say the same beside a figure.

    Examples
    --------
    >>> range_beside([0, 23104.2])
    'ergens tussen 0 en 23.104'
    """
    return between(bounds).removeprefix(", ")


def beyond(status: str) -> str:
    """Say that it is not known how many people there are outside the municipality."""
    return "; buiten de gemeente niet bekend" if status == "counted_in_part" else ""


def first_of(names: Sequence[str]) -> str:
    """Name the first few, and say how many there are more.

    Examples
    --------
    >>> first_of(["A", "B"]), first_of(["A", "B", "C", "D", "E", "F"])
    ('A, B', 'A, B, C, D en nog 2')
    """
    left = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" en nog {left}" if left > 0 else "")


def objects_sentence(very: Sequence[str], limited: int, not_loaded: Sequence[str] = ()) -> str:
    """Tell how many objects lie in a zone, and name the ones that cannot get away alone.

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


def helpless_sentence(
    elderly: float | None, margins: Sequence[float | None], objects: Dependents
) -> str:
    """Tell how many are old, and how many cannot help themselves, those in objects with them."""
    old = NO_ELDERLY if elderly is None else f"{number(elderly)} mensen zijn 65 jaar of ouder."
    return (
        f"{old} Naar schatting {amounts(margins)} mensen kunnen zich niet zelf redden"
        f"{in_objects(objects)}."
    )


def setting_value(value: float | None, low: float | None, high: float | None, unit: str) -> str:
    """Write a setting, as a margin where it is one.

    Examples
    --------
    >>> setting_value(30, None, None, "m"), setting_value(None, 0.08, 0.25, "")
    ('30 m', '0,08 tot 0,25')
    >>> setting_value(None, None, None, "m"), setting_value(1e-4, None, None, "per jaar")
    ('niet ingevuld', '0,0001 per jaar')
    """
    if value is not None:
        return f"{_short(value)} {unit}".strip()
    if low is None or high is None:
        return NOT_FILLED
    return f"{_short(low)} tot {_short(high)} {unit}".strip()


def _short(value: float) -> str:
    """Return a number without needless decimals."""
    written = number(value, 6).rstrip("0").rstrip(",")
    return written or "0"


def hours(low: float, high: float) -> str:
    """Write hours, as a margin where they are one.

    Examples
    --------
    >>> hours(4, 12), hours(0.5, 0.5)
    ('4 tot 12', '0,5')
    """
    return _short(low) if low == high else f"{_short(low)} tot {_short(high)}"


def depth_tip(metres: float | None, share: float, hour: float | None, unknown: float = 0.0) -> str:
    """Tell how deep the water stands in a buurt, in how much of it, and when it comes.

    Parameters
    ----------
    unknown
        The part of the buurt of which it is not known whether it comes under water.

    Examples
    --------
    >>> depth_tip(1.32, 0.5, 11.6)
    '1,3 m diep, in 50 % van de buurt, na 12 uur'
    >>> depth_tip(None, 0.5, None, 0.25)
    'diepte niet bekend, in 50 % van de buurt; van 25 % niet bekend of het nat wordt'
    >>> depth_tip(None, 0.0, None, 1.0)
    'van 100 % niet bekend of het nat wordt'
    """
    told = DEPTH_UNKNOWN if metres is None else f"{number(metres, 1)} m diep"
    parts = []
    if share > 0:
        when = "" if hour is None else f", na {number(hour)} uur"
        parts.append(f"{told}, in {number(100 * share)} % van de buurt{when}")
    if unknown > 0:
        parts.append(f"van {number(100 * unknown)} % {WET_UNKNOWN}")
    return "; ".join(parts)


def not_filled(labels: Sequence[str]) -> str:
    """Name the settings that nobody filled in."""
    return f"Niet ingevuld: {'; '.join(labels)}."


def shelters_in_zone(zone: str, names: Sequence[str]) -> str:
    """Tell in one sentence which shelters lie in a zone."""
    return f"{number(len(names))} opvangplaatsen liggen in: {zone}. Het zijn {', '.join(names)}."


def under_title(badge: str, count: int, meaning: str) -> str:
    """Tell what kind of numbers a table has, how long it is, and what a row is.

    Examples
    --------
    >>> under_title("Berekend", 2, "Een buurt.")
    'Berekend · 2 rijen. Een buurt.'
    """
    told = f"{plural(count, 'rij', 'rijen')}. {meaning}"
    return f"{badge} · {told}" if badge else told


def busiest_day(visitors: float, title: str) -> str:
    """Say why this day stands there when nobody chose one."""
    return f"Zonder keuze: de dag met het grootste evenement buiten ({title}, {number(visitors)})."


def events_of(day_: date) -> str:
    """Say of which day events were counted."""
    return f"Evenementen zijn die van {day(day_)}."


def capital(told: str) -> str:
    """Begin a sentence with it."""
    return told[:1].upper() + told[1:]


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
