"""What is said about the pressure of events, and about who carries the burden of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.calendar import date_of
from hotspots.dutch import MONTHS, as_text, day, number, period, plural
from hotspots.evenementen.words import counted

if TYPE_CHECKING:
    from datetime import date

    from hotspots.catalog.whole import WholeWords
    from hotspots.evenementen.periods import Burden, WeeklyPressure, WijkBurden


NOBODY: Final = "niemand woont hier"
UNIT: Final = ("gewogen bezoeker", "gewogen bezoekers")

STEP: Final = "Per"
STEPS: Final = {"day": "Dag", "week": "Week", "season": "Seizoen"}
MOMENT: Final = {"day": "Welke dag", "week": "Welke week", "season": "Welk seizoen"}
SEASONS: Final = {12: "winter", 3: "lente", 6: "zomer", 9: "herfst"}
SHOWN_ON: Final = "Kaart per"
SHOWN_ONS: Final = {"cells": "Cellen", "buurten": "Buurten"}
PRESSURE_MAP: Final = "Druk van evenementen per dag"
WEIGHED: Final = (
    "Gewogen bezoekers: bezoekers maal het gewicht van de klasse (A {a}, B {b}, C {c})."
)
FADING: Final = (
    "De druk halveert elke {half_m} m en elke {half_days} dagen erna, tot {reach_m} m en "
    "{reach_days} dagen."
)
STAYS: Final = "De klassen blijven gelijk als u door het jaar schuift."
PRESSURE_NOTES: Final = (WEIGHED, FADING, STAYS)
ON_CELLS: Final = "Cellen van {size} m."
ON_BUURTEN: Final = "Op de gemiddelde bewoner van de buurt."
MORE_THAN: Final = "meer dan {low}"
BELOW: Final = "minder dan {low}"
NO_PRESSURE: Final = "In deze periode is er geen druk van evenementen."
NO_PRESSURE_KNOWN: Final = "In deze periode is geen druk van evenementen bekend."
TABLE_OF_MAP: Final = "De kaart als tabel per buurt"
HEAT: Final = "Het jaar per week"
HEAT_OF: Final = "Kalender van"
HEAT_OFS: Final = {"wijken": "Wijken", "places": "Locaties"}
HEAT_TITLE: Final = "Gewogen bezoekers per dag"
HEAT_ALTERNATIVE: Final = (
    "Druk per week in {year}. {sentence} De tabel eronder heeft alle getallen."
)
HEAT_MOST: Final = "Getekend zijn de {most} met de meeste druk, van {of}. De tabel heeft alles."
HEAT_TABLE: Final = "Kalender als tabel"
WEEK: Final = "week"
HEAT_OFFER: Final = "Kalender als bestand"
PLACE_OR_WIJK: Final = "Plek"
BURDEN_OFFER: Final = "Last als bestand"
BURDEN: Final = "Wie de last draagt"
LORENZ: Final = "Deel van de evenementdagen"
LORENZ_X: Final = "Deel van de buurten, de zwaarst belaste eerst"
LORENZ_ALTERNATIVE: Final = "Verdeling van de last over de buurten. {sentence}"
BURDEN_COLUMNS: Final = {
    "buurt": "Buurt",
    "wijk": "Wijk",
    "residents": "Bewoners",
    "resident_event_days": "Bewoner-evenementdagen",
    "days_each": "Dagen per bewoner",
    "share": "Deel van de last (%)",
    "pressure": "Druk per dag",
}
BURDEN_NOTE: Final = (
    "Een bewoner-evenementdag is één bewoner die één dag een evenement binnen {metres} m heeft. "
    "Twee evenementen op een dag tellen voor twee."
)
BURDEN_ROWS: Final = "Een rij is een buurt."
NO_BURDEN: Final = "In {year} is er geen evenement binnen 250 m van bewoners."
NO_BURDEN_KNOWN: Final = "In {year} is geen evenement bekend binnen 250 m van bewoners."


def week_label(first: date, last: date) -> str:
    """Name a week.

    Examples
    --------
    >>> from datetime import date
    >>> week_label(date(2018, 4, 30), date(2018, 5, 6))
    'week 18 (30-04-2018 t/m 06-05-2018)'
    """
    return f"week {first.isocalendar().week} ({period(first, last)})"


def period_label(first: date, last: date, step: str) -> str:
    """Name a day, week or season."""
    if step == "day":
        return day(first)
    return week_label(first, last) if step == "week" else season_label(first)


def season_label(first: date) -> str:
    """Name a season by its first day."""
    year = f"{first.year}-{first.year + 1}" if first.month == MONTHS.index("december") + 1 else ""
    return f"{SEASONS[first.month]} {year or first.year}"


def no_burden(year: int, *, known: bool) -> str:
    """Say that no event of a year is near residents, or that none is known."""
    return (NO_BURDEN if known else NO_BURDEN_KNOWN).format(year=year)


def no_pressure(*, known: bool) -> str:
    """Say that there is no pressure, or that none is known."""
    return NO_PRESSURE if known else NO_PRESSURE_KNOWN


def heaviest(wijk: WijkBurden, whole: WholeWords, *, known: bool = True) -> str:
    """Say which wijk carries most, against the rest; as Markdown.

    Parameters
    ----------
    known
        Whether the calendar says what is on, the whole year: else a mean per resident is not known.
    """
    of = "van het jaar" if known else "die bekend is"
    share = (
        f"**{as_text(wijk.name)}** draagt {number(100 * wijk.share)} % van de last {of}, "
        f"met {number(100 * wijk.residents)} % van de bewoners."
    )
    if not known:
        return share
    return (
        f"{share} Een bewoner heeft daar gemiddeld "
        f"**{number(wijk.days_each, 1)} evenementdagen** binnen 250 m; in de rest van {whole.the} "
        f"{number(wijk.days_each_elsewhere, 1)}."
    )


def unequal(burden: Burden, *, known: bool = True) -> str:
    """Say how uneven the burden is, of the whole year or of what is known of it."""
    buurten = plural(burden.buurten_with_half, "buurt", "buurten")
    days = "bewoner-evenementdagen" if known else "bewoner-evenementdagen die bekend zijn"
    return (
        f"De helft van alle {days} valt in {buurten} van de "
        f"{number(burden.lived_in)} met bewoners (Gini {number(burden.gini, 2)}; 0 is gelijk "
        "verdeeld)."
    )


def busiest_week(weekly: WeeklyPressure, *, known: bool = True) -> str:
    """Say where and when the year is heaviest, or what is known of it."""
    name, (first, last), pressure = weekly.busiest
    week = week_label(date_of(first), date_of(last))
    most = "Het drukst is" if known else "Het drukst, voor zover bekend, is"
    return f"{most} {name} in {week}: {number(pressure)} gewogen bezoekers per dag."


def when(step: str, label: str) -> str:
    """Begin a sentence with a day, week or season.

    Examples
    --------
    >>> when("day", "05-05-2018"), when("week", "week 18"), when("season", "zomer 2018")
    ('Op 05-05-2018', 'In week 18', 'In de zomer van 2018')
    """
    if step == "season":
        season, _, year = label.partition(" ")
        return f"In de {season} van {year}"
    return f"{'Op' if step == 'day' else 'In'} {label}"


def pressure_now(
    name: str, pressure: float, period: str, events: int, *, known: bool = True
) -> str:
    """Say where the pressure of a period is highest, as far as its events are known."""
    verb = "is" if events == 1 else "zijn"
    return (
        f"{period} {verb} er {counted(events)}{'' if known else ' bekend'}. De druk is het hoogst "
        f"in {name}: {number(pressure)} gewogen bezoekers per dag op de gemiddelde bewoner."
    )
