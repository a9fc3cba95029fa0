"""When it happens, in sentences: hours of the week and months of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.chance_words import any_at_all, sentence
from hotspots.analysis.clock import FEWEST, NoSeason
from hotspots.dutch import MONTHS, WEEKDAY_NAMES, number, plural
from hotspots.statistics.busy_hours import FEWEST_MONTHS

if TYPE_CHECKING:
    from hotspots.analysis.clock import HoursAndDays, Season
    from hotspots.statistics.busy_hours import BusyStretch


HOURS: Final = "Uren van de week"
WITHIN_DAY: Final = "{day} {first}–{last} uur"
INTO_NEXT_DAY: Final = "{day} {first} uur tot {next_day} {last} uur"
#: Of one day of the week, and of all together.
HOUR_RANGE: Final = "{first}–{last} uur"
BUSY: Final = "Drukste uren: {stretches}."
STRETCH: Final = "{when} ({weight} van de {known}, {times} keer het gemiddelde)"
ABOUT: Final = "ongeveer {weight}"
BUSY_OF_DAY: Final = "Over alle dagen: het drukst van {stretch}."
NO_BUSY_DAY: Final = "In de week springt geen uur eruit."
NOT_SHOWN: Final = "Geen uur springt eruit: de verschillen tussen de uren kunnen toeval zijn."
NO_TIME: Final = "Van deze incidenten is het uur niet bekend."
TOO_FEW: Final = (
    "{count} met een bekend uur: te weinig om drukke uren aan te wijzen (dat kan vanaf {fewest})."
)
SPREAD: Final = (
    "Van {spread} is een begin en een eind bekend. Die tellen voor een deel mee in elk uur "
    "daartussen, dus een vakje is geen telling."
)
LONG: Final = "Bij {count} is dat langer dan een dag: die zeggen weinig over het uur."
WITHOUT_HOUR: Final = "{count} zonder bekend uur staan hier niet bij."
ONE_WITHOUT_HOUR: Final = "{count} zonder bekend uur staat hier niet bij."
BY_BEGIN: Final = "Gekozen is op de dag van het begin; een tijdvak kan doorlopen in een andere dag."
BUSY_TEST: Final = sentence(any_at_all("een druk uur", "kaarten, alle lagen samen,"))
HEAT_ALTERNATIVE: Final = (
    "Raster van 7 dagen bij 24 uren: hoe donkerder een vakje, hoe meer {plural}. {sentence}"
)
HEAT_TITLE: Final = "{plural} per uur van de week"
#: Behind the hours of an axis.
HOUR: Final = "u"
WHEN: Final = "Wanneer"
AS_TABLE: Final = "Uren als tabel"

SEASON: Final = "Maanden van het jaar"
BUSIEST_MONTH: Final = (
    "{month} is de drukste maand: per dag {times} keer zo veel als in een gemiddelde maand "
    "({count} in {years}). Dat is meer dan toeval."
)
BUSIEST_MAY_BE_CHANCE: Final = (
    "Geen maand springt eruit. {month} is de drukste, met per dag {times} keer zo veel als in een "
    "gemiddelde maand ({count} in {years}); dat kan toeval zijn."
)
ONE_YEAR: Final = "{name}maand"
YEARS: Final = "{name}maanden"
SEASON_FROM: Final = (
    "Berekend over {months} hele maanden vanaf {first}, ook buiten de gekozen periode. Elke maand "
    "is vergeleken met het jaar eromheen. Zo weinig jaren zeggen wat er was, niet wat er komt."
)
NO_SEASON: Final = {
    "too_short": (
        "Voor een drukste maand zijn ten minste {fewest} hele maanden nodig; in de laag zijn het "
        "er {months}."
    ),
    "empty_year": (
        "Er is een heel jaar zonder {plural}: dan is er geen drukste maand te noemen. Kies meer "
        "soorten of wis een filter."
    ),
    "quarters_only": "Deze laag geeft alleen aantallen per kwartaal: een drukste maand is er niet.",
    "years_only": "Deze laag geeft alleen aantallen per jaar: een drukste maand is er niet.",
}
SEASON_ALTERNATIVE: Final = (
    "Staafgrafiek met een staaf per maand van het jaar; 1 is een gemiddelde maand. {sentence}"
)
SEASON_INDEX: Final = "Aantal per dag; 1 is een gemiddelde maand"
MONTH: Final = "Maand"
SHORT_MONTHS: Final = (
    "jan",
    "feb",
    "mrt",
    "apr",
    "mei",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
)

SEASON_WITHHELD: Final = (
    "De bron geeft niet van elke maand alle aantallen: een drukste maand is er dan niet te noemen."
)


_DAY_H = 24


def busy_sentence(hours: HoursAndDays) -> str:
    """Return the busiest hours in words, or that none can be named."""
    if not hours.known:
        return NO_TIME
    if not hours.enough:
        count = plural(hours.known, hours.layer.noun, hours.layer.noun_plural)
        return TOO_FEW.format(count=count, fewest=FEWEST)
    sentences = []
    if hours.busy:
        stretches = [_stretch(stretch, hours, when_of_week(stretch)) for stretch in hours.busy]
        sentences.append(BUSY.format(stretches="; ".join(stretches)))
    for stretch in hours.busy_of_day:
        if not hours.busy:
            sentences.append(NO_BUSY_DAY)
        sentences.append(BUSY_OF_DAY.format(stretch=_stretch(stretch, hours, when_of_day(stretch))))
    return " ".join(sentences) or NOT_SHOWN


def _stretch(stretch: BusyStretch, hours: HoursAndDays, when: str) -> str:
    weight = number(round(stretch.weight))
    return STRETCH.format(
        when=when,
        weight=ABOUT.format(weight=weight) if hours.spread else weight,
        known=number(hours.known),
        times=number(stretch.weight / stretch.expected, 1),
    )


def when_of_week(stretch: BusyStretch) -> str:
    """Return hours of the week in words.

    Examples
    --------
    >>> from hotspots.statistics.busy_hours import BusyStretch
    >>> when_of_week(BusyStretch(4 * 24 + 18, 1, 9.0, 2.0, 0.01))
    'vrijdag 18–19 uur'
    >>> when_of_week(BusyStretch(5 * 24 + 21, 3, 9.0, 2.0, 0.01))
    'zaterdag 21–24 uur'
    >>> when_of_week(BusyStretch(6 * 24 + 22, 4, 9.0, 2.0, 0.01))
    'zondag 22 uur tot maandag 2 uur'
    """
    day, first = divmod(stretch.first, _DAY_H)
    last = first + stretch.hours
    name = WEEKDAY_NAMES[day]
    if last <= _DAY_H:
        return WITHIN_DAY.format(day=name, first=first, last=last)
    days_later, last = divmod(last, _DAY_H)
    next_day = WEEKDAY_NAMES[(day + days_later) % 7]
    return INTO_NEXT_DAY.format(day=name, first=first, next_day=next_day, last=last)


def when_of_day(stretch: BusyStretch) -> str:
    """Return hours of the day in words.

    Examples
    --------
    >>> from hotspots.statistics.busy_hours import BusyStretch
    >>> when_of_day(BusyStretch(18, 6, 9.0, 2.0, 0.01))
    '18–24 uur'
    >>> when_of_day(BusyStretch(22, 4, 9.0, 2.0, 0.01))
    '22–2 uur'
    """
    last = stretch.first + stretch.hours
    return HOUR_RANGE.format(first=stretch.first, last=last if last <= _DAY_H else last - _DAY_H)


def hours_notes(hours: HoursAndDays) -> tuple[str, ...]:
    """Return how the hours were counted, and what is not in them."""
    notes = [BUSY_TEST] if hours.busy else []
    if hours.spread:
        noun, nouns = hours.layer.noun, hours.layer.noun_plural
        notes.append(SPREAD.format(spread=plural(hours.spread, noun, nouns)))
        if hours.long:
            notes.append(LONG.format(count=number(hours.long)))
        if hours.by_weekday:
            notes.append(BY_BEGIN)
    if hours.unknown:
        template = ONE_WITHOUT_HOUR if hours.unknown == 1 else WITHOUT_HOUR
        count = plural(hours.unknown, hours.layer.noun, hours.layer.noun_plural)
        notes.append(template.format(count=count))
    return tuple(notes)


def season_sentences(season: Season) -> tuple[str, ...]:
    """Return the busiest month beside an average one, and what that is worth; or why not."""
    if season.why_not is NoSeason.WITHHELD:
        return (SEASON_WITHHELD,)
    if season.why_not is not None or season.busiest is None:
        return (
            NO_SEASON[season.why_not or "too_short"].format(
                fewest=FEWEST_MONTHS, months=season.months, plural=season.layer.noun_plural
            ),
        )
    assert season.index is not None  # noqa: S101 - there is a busiest month
    assert season.counts is not None  # noqa: S101
    assert season.years is not None  # noqa: S101
    name = MONTHS[season.busiest]
    count = int(season.counts[season.busiest])
    template = BUSIEST_MONTH if season.shown else BUSIEST_MAY_BE_CHANCE
    year, month = str(season.first.astype("datetime64[M]")).split("-")
    return (
        template.format(
            month=name.capitalize(),
            times=number(float(season.index[season.busiest]), 1),
            count=plural(count, season.layer.noun, season.layer.noun_plural),
            years=plural(
                int(season.years[season.busiest]),
                ONE_YEAR.format(name=name),
                YEARS.format(name=name),
            ),
        ),
        SEASON_FROM.format(months=season.months, first=f"{MONTHS[int(month) - 1]} {year}"),
    )


VIEW: Final = "Wat te zien is van de tijd"
PER_MONTH: Final = "Verloop"
