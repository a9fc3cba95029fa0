"""When it happens, in sentences: hours of the week and months of the year."""

from __future__ import annotations

from typing import Final

from hotspots.text.error_rates import any_at_all, sentence

HOURS: Final = "Uren van de week"
WEEKDAY_NAMES: Final = (
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
)
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
SHORT_DAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")

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
