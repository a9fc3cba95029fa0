"""Sentences about rail and water, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.text.numbers import number, plural
from hotspots.text.risk_columns import margin
from hotspots.text.veiligheid_page import COMPASS, EMPTY_LISTS, NOT_FILLED

if TYPE_CHECKING:
    from collections.abc import Sequence


def spoor_sentences(
    people: tuple[float, float], moment: str, zone: str, nearest: tuple[float, str, float]
) -> list[str]:
    """Tell how many people lie along the track: in any zone, and in the heaviest one.

    Parameters
    ----------
    people
        In any zone, and in the city.
    nearest
        People, label and metres of the first zone with a distance; no metres is 0.
    """
    when = "'s nachts" if moment == "nacht" else "overdag"
    inside, city = people
    part = f" ({number(100 * inside / city)} %)" if city else ""
    told = [
        (
            f"Langs het spoor zijn {when} ongeveer {number(inside)} van de {number(city)} mensen "
            f"binnen een zone{part}; de wijdste is: {zone.lower()}."
        )
    ]
    count, label, metres = nearest
    wide = f", tot {number(metres)} m van het spoor" if metres else ""
    told.append(f"In de smalste zone ({label.lower()}{wide}) zijn het er {number(count)}.")
    return told


def objects_sentence(very: int, limited: int, named: Sequence[str]) -> str:
    """Tell how many objects lie in a zone, and name the ones that cannot get away alone."""
    which = f": {', '.join(named)}" if named else ""
    return (
        f"In een zone liggen {plural(very, 'zeer kwetsbaar object', 'zeer kwetsbare objecten')}"
        f"{which}; en {plural(limited, 'kwetsbaar object', 'kwetsbare objecten')}."
    )


def water_sentences(
    inside: float, city: float, leave: Sequence[float], stay: Sequence[float]
) -> list[str]:
    """Tell who is under water, who can leave before it comes, and who stays."""
    return [
        (
            f"In dit scenario komt het huis van {number(inside)} van de {number(city)} inwoners "
            "onder water te staan."
        ),
        (
            f"Vóór het water komt, kunnen {_sorted(leave)} mensen weg. Dus {_sorted(stay)} mensen "
            "blijven."
        ),
    ]


def shelter_sentences(
    dry: Sequence[float], need: Sequence[float], rooms: float, gap: Sequence[float],
    helpless: Sequence[float],
) -> list[str]:  # fmt: skip
    """Tell who finds a dry floor, who needs a place, and the gap."""
    return [
        (
            f"{_sorted(dry)} van hen hebben thuis een droge verdieping. {_sorted(need)} moeten "
            "ergens anders heen."
        ),
        (
            f"Er zijn {plural(round(rooms), 'plaats', 'plaatsen')} om te overnachten. Dan houden "
            f"{_sorted(gap)} mensen geen plaats over, onder wie {_sorted(helpless)} die zich niet "
            "zelf kunnen redden; die gaan bij het verdelen voor."
        ),
    ]


def target_sentence(hours: float, persons: float, low: float, high: float) -> str:
    """Tell what a veiligheidsregio prepares for, beside what is needed here."""
    times = (
        f"{number(low)} tot {number(high)} keer" if round(low) != round(high)
        else f"{number(high)} keer"
    )  # fmt: skip
    return (
        f"Een veiligheidsregio bereidt opvang voor van hoogstens {number(persons)} mensen binnen "
        f"{number(hours)} uur. Hier is {times} zo veel nodig."
    )


def high_ground_sentence(names: Sequence[str]) -> str:
    """Tell where it stays dry; without a known area nobody was given a place there."""
    return (
        f"Hoge grond: {', '.join(names)}. Waar niet bekend is hoeveel plaats er is, is er niemand "
        "ingedeeld."
    )


def clocks_sentence(late: Sequence[str], unsure: Sequence[str], wet: int) -> str:
    """Tell which institutions the water may overtake."""
    if not wet:
        return "Geen enkele bekende instelling komt onder water."
    told = [f"{plural(wet, 'bekende instelling komt', 'bekende instellingen komen')} onder water."]
    if late:
        told.append(f"Te laat om weg te gaan: {', '.join(late)}.")
    if unsure:
        told.append(f"Onzeker of weggaan op tijd lukt: {', '.join(unsure)}.")
    if not late and not unsure:
        told.append("Voor geen ervan is bekend dat weggaan te laat is.")
    return " ".join(told)


def incident_sentences(
    kind: str, place: str, people: float, moment: str, metres: float
) -> list[str]:
    """Tell what happens where, and how many people lie in the zone."""
    when = "'s nachts" if moment == "nacht" else "overdag"
    return [
        f"{kind} bij {place}. De zone reikt tot {number(metres)} m.",
        f"Daarin zijn {when} ongeveer {number(people)} mensen.",
    ]


def helpless_sentence(elderly: float, margins: Sequence[float]) -> str:
    """Tell how many are old, and how many cannot help themselves."""
    return (
        f"{number(elderly)} mensen zijn 65 jaar of ouder. Naar schatting {_sorted(margins)} mensen "
        "kunnen zich niet zelf redden."
    )


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


def depth_tip(metres: float, share: float, hour: float | None) -> str:
    """Tell how deep the water stands in a buurt, in how much of it, and when it comes.

    Examples
    --------
    >>> depth_tip(1.32, 0.5, 11.6)
    '1,3 m diep, in 50 % van de buurt, na 12 uur'
    """
    told = f"{number(metres, 1)} m diep, in {number(100 * share)} % van de buurt"
    return told if hour is None else f"{told}, na {number(hour)} uur"


def not_filled(labels: Sequence[str]) -> str:
    """Name the settings that nobody filled in."""
    return f"Niet ingevuld: {'; '.join(labels)}."


def shelters_in_zone(zone: str, names: Sequence[str]) -> str:
    """Tell in one sentence which shelters lie in a zone."""
    return f"{number(len(names))} opvangplaatsen liggen in: {zone}. Het zijn {', '.join(names)}."


def station_name(name: str) -> str:
    """Name a station."""
    return f"station {name}"


def under_title(badge: str, count: int, meaning: str) -> str:
    """Tell what kind of numbers a table has, how long it is, and what a row is.

    Examples
    --------
    >>> under_title("Berekend", 2, "Een buurt.")
    'Berekend · 2 rijen. Een buurt.'
    """
    told = f"{plural(count, 'rij', 'rijen')}. {meaning}"
    return f"{badge} · {told}" if badge else told


def stations_line(names: Sequence[str]) -> str:
    """Name the stations that can be typed."""
    return f"Stations: {', '.join(names)}."


def busiest_day(visitors: float, title: str) -> str:
    """Say why this day stands there when nobody chose one."""
    return f"Zonder keuze: de dag met het grootste evenement buiten ({title}, {number(visitors)})."


def _sorted(pair: Sequence[float]) -> str:
    return margin((min(pair), max(pair)))
