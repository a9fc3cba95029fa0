"""The words of numbers that leave the tool: the sheet that accounts for them, and the buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.catalog.whole import WholeWords

#: Names of the two sheets of a workbook; the second is the name of the table in a GeoPackage too.
SHEET_ROWS: Final = "Gegevens"
SHEET_ABOUT: Final = "Verantwoording"
TABLE_ABOUT: Final = "verantwoording"
ABOUT_COLUMNS: Final = ("Onderdeel", "Wat", "Waarde")

FILE: Final = "Dit bestand"
DATA: Final = "Gegevens"
QUESTION: Final = "Vraag"
FILTERS: Final = "Filters"
CHOSEN: Final = "Gekozen of berekend"
DENOMINATOR: Final = "Noemer"
OUTCOME: Final = "Uitkomst"
LEDGER: Final = "Telling"
GAPS: Final = "Leeg, nul of onderdrukt"
BORDERS: Final = "Grenzen"
MIND: Final = "Let op"

TITLE: Final = "Wat dit is"
TITLE_OF: Final = "{layer} in {gemeente}: {what}"
MADE_ON: Final = "Gemaakt op"
MADE_WITH: Final = "Gemaakt met"
LAYER: Final = "Laag"
LAYER_ID: Final = "Laag in het programma"
THEME: Final = "Thema"
DESCRIPTION: Final = "Beschrijving"
OBSERVES: Final = "Wat er geteld is"
SOURCE: Final = "Bron"
LICENCE: Final = "Licentie"
VERSION: Final = "Versie"
VERSION_MADE: Final = "Versie gemaakt op"
COUNTS_PER: Final = "Telt per"
COVERED: Final = "In de laag"
SYNTHETIC: Final = "Synthetisch"
YES_SYNTHETIC: Final = "ja: verzonnen gegevens"
NO_SYNTHETIC: Final = "nee"
WARNING: Final = "Waarschuwing {number}"
GEMEENTE: Final = "Gemeente"
GEMEENTE_OF: Final = "{name} ({code})"
LEVEL: Final = "Niveau"
CELL_OF: Final = "Cel van {size} m"
MEASURE: Final = "Maat"
METHOD: Final = "Zoekmethode"
UNIT: Final = "Eenheid"
EXPLANATION: Final = "Wat het zegt, en wat niet"
PERIOD: Final = "Periode"
COMPARED: Final = "Vergeleken met"
FROM_TO: Final = "{first} t/m {last}"
ALL: Final = "alle"
NOT_DRAWN: Final = "geen getekend gebied"
DRAWN: Final = "Getekend gebied"
DENOMINATOR_LABEL: Final = "Gedeeld door, of verwacht naar"
DENOMINATOR_YEAR: Final = "Peildatum"
DENOMINATOR_SOURCE: Final = "Bron van de noemer"
DENOMINATOR_SMALLEST: Final = "Kleinste waarmee gerekend wordt"
NO_DENOMINATOR: Final = "geen: dit getal is niet gedeeld"
NOT_SHOWN: Final = "wordt niet verteld"
STATUS: Final = {
    "value": "Regels met een cijfer",
    "zero": "Regels met het aantal nul",
    "missing": "Regels zonder cijfer",
    "between": "Regels met twee grenzen",
    "suppressed": "Regels die onderdrukt zijn",
}
ZERO_MEANS: Final = "{count}. Nul is een telling: er is niets geregistreerd."
ZERO_CELLS: Final = "Cellen zonder incidenten"
ZERO_CELLS_MEAN: Final = "{count}. Zij staan niet als rij in dit bestand; hun aantal is 0."
MISSING_MEANS: Final = (
    "{count}. Er is geen cijfer te geven, bijvoorbeeld omdat er te weinig {denominator} zijn. Dat "
    "is geen nul. In het bestand is het vakje leeg."
)
SOMETHING: Final = "mensen of huizen"
BETWEEN_MEANS: Final = (
    "{count}. Alleen een ondergrens en een bovengrens zijn bekend; het ware aantal ligt daartussen "
    "of is er een van. In Excel staan zij samen in woorden; in andere bestanden is het aantal leeg "
    "en staan zij bij 'lower' en 'upper', met 'between' erbij."
)
BOUND_COLUMNS: Final = {
    "lower": "Ten minste: {what}",
    "upper": "Ten hoogste: {what}",
    "count_lower": "Ten minste: {what}",
    "count_upper": "Ten hoogste: {what}",
}
SUPPRESSED_MEANS: Final = (
    "{count}. Minder dan {minimum}, van 0 tot en met {most}: dat wordt van deze laag nooit "
    "verteld. Dat is geen nul. In Excel staat er 'minder dan {minimum}'; in andere bestanden is "
    "het vakje leeg en staat er 'suppressed' bij."
)
WITHHELD_MEANS: Final = "{count}. De bron geeft dit aantal niet. Dat is geen nul."
BORDERS_SOURCE: Final = "Bron van de grenzen"
BORDERS_LICENCE: Final = "Licentie van de grenzen"
BORDERS_NOTE: Final = "Over de grenzen"
OF_BORDERS: Final = "{what}: grenzen"
OF_FIGURES: Final = "{what}: kerncijfers"
DROPPED: Final = "Weggelaten: alleen water"
REGISTERED: Final = "Geregistreerd"
MADE_UP: Final = "Verzonnen"
ROUNDED: Final = "Afgerond"
DESCRIBES: Final = "Waarvoor niet"
DESCRIBES_NOTE: Final = "Dit beschrijft wat er was. Het voorspelt niets over een plek of een mens."
FORMULA: Final = "Een ' vooraan"
FORMULA_NOTE: Final = (
    "Een naam die een rekenprogramma als formule zou uitvoeren, heeft een ' vooraan gekregen."
)
NOTE: Final = "Toelichting"
DETAILS: Final = "Hoe gemaakt"
APPROXIMATE: Final = "Ligging bij benadering"
SENTENCE: Final = "Zin {number}"
ROWS_MEAN: Final = "Wat een regel is"
MONTHS_TITLE: Final = "in de tijd"
STEP_FILES: Final = {"month": "maanden", "quarter": "kwartalen", "year": "jaren"}
STEP_ROWS: Final = {
    "month": "Een maand van de laag, onder elk filter behalve de periode.",
    "quarter": "Een kwartaal van de laag, onder elk filter behalve de periode.",
    "year": "Een jaar van de laag, onder elk filter behalve de periode.",
}
QUARTERS_ROWS: Final = (
    "Een kwartaal van de laag. Het aantal is de som van de gebieden die verteld mogen worden: een "
    "ondergrens."
)
HOURS_TITLE: Final = "uren van de week"
HOURS_ROWS: Final = (
    "Een uur van de week. Een incident met een begin en een eind telt voor een deel mee in elk uur "
    "daartussen: een enkel uur is dus geen telling."
)
HOURS_KNOWN: Final = "Met een bekend uur"
HOURS_FEWEST: Final = "Zo veel zijn er nodig om een uur druk te noemen"
HOURS_UNKNOWN: Final = "Zonder bekend uur, niet in de tabel"
SEASON_TITLE: Final = "maanden van het jaar"
SEASON_ROWS: Final = "Een maand van het jaar; 1 is een gemiddelde maand."
PLACES_ROWS: Final = "Een plaats, lijn of vlak van de laag."
OUTLINE_ROWS: Final = "Een omtrek op de kaart, de sterkste eerst. De omtrek volgt geen adressen."
TABLE_ROWS: Final = "Een regel van de tabel achter de uitkomst."
AREA_ROWS: Final = "Een gebied van het gekozen niveau."
CELL_ROWS: Final = "Een cel. Wat in geen regel staat, heeft geen incidenten."
WIJKBEELD_TITLE: Final = "Wijkbeeld van {place}"
WIJKBEELD_ROWS: Final = "Een laag in dit gebied."
PLACE: Final = "Gebied"
HOT_CELLS_TITLE: Final = "Hotspots in {place}"
HOT_CELLS_ROWS: Final = (
    "Een cel die een hotspot van {whole.the_town} is, met haar midden in dit gebied."
)
ZONES_TITLE: Final = "Open herhaalzones in {place}"
ZONES_ROWS: Final = "Een herhaalzone die op de laatste dag van de laag nog open is."
EVENTS_TITLE: Final = "Evenementen in en bij {place}"
EVENTS_ROWS: Final = "Een evenement in dit gebied of op minder dan 500 meter."
WHERE: Final = "Waar"
BUURT: Final = "Buurt"
CELL_CODE: Final = "Celcode"
CELL_COUNT: Final = "Aantal in de cel"
CELL_AROUND: Final = "Met de cellen eromheen"
CELL_EXPECTED: Final = "Verwacht met de cellen eromheen"
CELL_P: Final = "p, gecorrigeerd"
IS_NEW: Final = "Nieuw"
IS_LASTING: Final = "Blijvend"
SINCE: Final = "Sinds"
UNTIL: Final = "Open tot en met"
ZONE_COUNT: Final = "Incidenten waarmee de zone begon"
RADIUS_M: Final = "Straal (m)"
EVENT: Final = "Evenement"
EVENT_KIND: Final = "Soort"
VISITORS: Final = "Bezoekers"
DISTANCE_M: Final = "Afstand (m)"
OFFER_HOT_CELLS: Final = "Hotspots bewaren"
OFFER_ZONES: Final = "Herhaalzones bewaren"
OFFER_EVENTS: Final = "Evenementen bewaren"
LAYERS: Final = "Lagen"
LAYER_LINE: Final = "{source} Versie {version}, {period}. Synthetisch: {synthetic}. {licence}"
LEFT_OUT: Final = "Weggelaten: niet mee te nemen met deze rol"
LAYER_DENOMINATOR: Final = "Noemer van {layer}"
RATIO_NOTE: Final = "Verhouding"
RATIO_MEANS: Final = (
    "Het aantal, gedeeld door wat te verwachten is als het overal even vaak gebeurde; 1 is zoals "
    "{whole.the_entire_town}. Leeg waar niet vergeleken wordt."
)
GAPS_MEAN: Final = (
    "Leeg is geen nul: dan is er geen cijfer. Van een gevoelige laag staan er twee grenzen, zoals "
    "'10 tot 39', of 'minder dan' waar het er zeker zo weinig zijn; in andere bestanden is het "
    "aantal dan leeg, met 'between' of 'suppressed' erbij. Een 0 is een telling: er is niets "
    "geregistreerd."
)
AT_LEAST: Final = "Ten minste"
AT_MOST: Final = "Ten hoogste"
FIRST_DAY: Final = "Van"
LAST_DAY: Final = "Tot en met"
EARLIER: Final = "Jaar eerder"
SINCE_YEAR: Final = "Tegen een jaar eerder"
AGAINST_CITY: Final = "Tegen de rest van {whole.the_town}"
SINCE_YEAR_VERDICTS: Final = {
    "more": "meer dan toeval",
    "fewer": "minder dan toeval",
    "not_shown": "geen aantoonbare verandering",
    "untested": "niet te vergelijken",
}
AGAINST_CITY_VERDICTS: Final = {
    "more": "meer dan toeval",
    "fewer": "minder dan toeval",
    "not_shown": "geen aantoonbaar verschil",
    "untested": "niet te vergelijken",
}
RATIO_OF: Final = "{what}: verhouding"
LOWER_OF: Final = "{what}: laag (95 %)"
UPPER_OF: Final = "{what}: hoog (95 %)"
VERDICT_OF: Final = "{what}: oordeel"
P_OF: Final = "{what}: p, gecorrigeerd"
RATE: Final = "Per 1.000"
RATE_LOWER: Final = "Per 1.000, laag (95 %)"
RATE_UPPER: Final = "Per 1.000, hoog (95 %)"
CITY_RATE: Final = "Per 1.000 in de rest van {whole.the_town}"
DENOMINATOR_COUNT: Final = "Noemer"
DENOMINATOR_NAME: Final = "Waarvan"
FIGURES_TITLE: Final = "{theme}: gepubliceerde cijfers"
FIGURES_ROWS: Final = "Een cijfer zoals het gepubliceerd is; niet door dit programma berekend."
NONE: Final = "geen"
#: Columns of files that people read, beside those of the page.
MONTH: Final = "Begin"
COMPLETE: Final = "Volledig"
WEEKDAY_NUMBER: Final = "Dag (1 is maandag)"
WEEKDAY: Final = "Dag"
HOUR: Final = "Uur, vanaf"
WEIGHT: Final = "Incidenten, naar deel"
TIMES: Final = "Keren dat dit uur voorkomt"
MONTH_OF_YEAR: Final = "Maand"
MONTH_NUMBER: Final = "Maand (1 is januari)"
INDEX: Final = "Per dag; 1 is gemiddeld"
YEARS: Final = "Maanden waar het op rust"
PLACE_NAME: Final = "Naam"
PLACE_KIND: Final = "Soort"
PLACE_CODE: Final = "Code"
FIGURE: Final = "Wat"
YEAR: Final = "Jaar"
FIGURE_VALUE: Final = "Cijfer"
FIGURE_UNIT: Final = "Eenheid"
FIGURE_KIND: Final = "Soort cijfer"
FIGURE_NOTE: Final = "Toelichting"
LLR: Final = "Sterkte (log-waarschijnlijkheid)"
WITH_UNIT: Final = "{label} ({unit})"
DENOMINATOR_WITH: Final = "{label} ({denominator}, {year})"
#: Stands in every row of a sheet, where rows are copied without the sheet beside it.
SYNTHETIC_COLUMN: Final = "Synthetisch"
VALUE_OF: Final = "{label}: {unit}"
WRONG_EXTENSION: Final = "Naar '{name}' kan niet geschreven worden."
WRONG_EXTENSION_FOUND: Final = "Mogelijk: {known}."
WRONG_EXTENSION_DO: Final = "Kies een andere extensie."
NOT_WRITTEN: Final = "Het bestand kan niet worden weggeschreven als '{path}'."
#: The buttons.
OFFER: Final = "Gegevens bewaren"
OFFER_STEPS: Final = {
    "month": "Maanden bewaren",
    "quarter": "Kwartalen bewaren",
    "year": "Jaren bewaren",
}
OFFER_HOURS: Final = "Uren bewaren"
OFFER_SEASON: Final = "Maanden van het jaar bewaren"
OFFER_FOUND: Final = "Omtrekken bewaren"
OFFER_FINDING_TABLE: Final = "Tabel bewaren"
OFFER_WIJKBEELD: Final = "Cijfers van het wijkbeeld bewaren"
OFFER_FIGURES: Final = "Cijfers bewaren"
WHAT_IS_IN: Final = (
    "De cijfers van deze tabel, met erbij waar zij vandaan komen, wat er gekozen is, wat er is "
    "weggelaten en op welke dag u ze meenam."
)
FORMATS: Final = {
    ".xlsx": "Excel, met een blad verantwoording (XLSX)",
    ".csv": "Tekst voor elk rekenprogramma (CSV)",
    ".verantwoording.csv": "Verantwoording bij de CSV",
    ".gpkg": "Met ligging, voor GIS (GeoPackage)",
    ".parquet": "Met ligging, voor analyse (GeoParquet)",
    ".geojson": "Met ligging, voor het web (GeoJSON)",
}
LEVELS: Final = {
    "gemeente": "Geheel",
    "regios": "Regio",
    "gemeenten": "Gemeente",
    "wijken": "Wijk",
    "buurten": "Buurt",
    "cells": "Cel",
}
COLUMNS: Final = {
    "code": "Code",
    "name": "Naam",
    "count": "Aantal",
    "value": "Waarde",
    "lower": "Laag (95 %)",
    "upper": "Hoog (95 %)",
    "count_lower": "Aantal, laag",
    "count_upper": "Aantal, hoog",
    "denominator": "Noemer",
    "earlier": "Eerder",
    "ratio": "Verhouding",
    "observed": "Met de buren",
    "expected": "Verwacht",
    "p": "p",
    "p_adjusted": "p, gecorrigeerd",
    "own_share": "Eigen aandeel",
    "elsewhere": "In de rest van {whole.the}",
    "earlier_scaled": "Eerder, omgerekend",
    "ratio_lower": "Verhouding laag",
    "ratio_upper": "Verhouding hoog",
    "all_kinds": "Alle soorten",
    "hot_steps": "Stappen hotspot",
    "cold_steps": "Stappen coldspot",
    "trend_z": "Trend (z)",
    "trend_p": "Trend (p)",
    "small_denominator": "Kleine noemer",
    "verdict": "Oordeel",
    "status": "Toelichting",
}


def column_labels(whole: WholeWords) -> dict[str, str]:
    """Return what stands above the columns of an analysis."""
    return {name: label.format(whole=whole) for name, label in COLUMNS.items()}


#: Where a source leaves a number out of a layer that keeps none back itself.
WITHHELD: Final = "door de bron niet gegeven"
LEDGER_WHAT: Final = "Wat"
LEDGER_COUNT: Final = "Aantal"
#: Of a layer of which no number of rows is told.
LEDGER_SENSITIVE: Final = (
    "{mapped} op de kaart; per wijk en kwartaal afgerond op vijven, en onder de {minimum} onbekend."
)
LEDGER_ROWS: Final[tuple[tuple[str, str], ...]] = (
    ("read", "gelezen uit bestanden"),
    ("quarantined", "− niet te gebruiken (apart gezet met reden)"),
    ("duplicate", "− dubbel"),
    ("accepted", "= geaccepteerd"),
    ("without_place", "− zonder plaats"),
    ("outside", "− buiten {whole.the}"),
    ("inside", "= in {whole.the}"),
    ("filtered_out", "− weggefilterd (periode, soort, wijk, tijd)"),
    ("selected", "= in de selectie"),
    ("area_only", "− alleen een buurt of wijk bekend: te grof om hier mee te tellen"),
    ("outside_mask", "− buiten het gebied waar geteld wordt"),
    ("suppressed", "− onderdrukt (te klein om te tonen)"),
    ("mapped", "= op de kaart"),
)


def ledger_rows(counts: Mapping[str, int | None]) -> tuple[tuple[str, str], ...]:
    """Return the lines of a ledger by name; the one of rows without a point where there are any."""
    return tuple(row for row in LEDGER_ROWS if row[0] != "area_only" or counts[row[0]])


def status_words(status: str, minimum: int) -> str:
    """Return why a row has no number; "" where it has one.

    Examples
    --------
    >>> status_words("suppressed", 10), status_words("suppressed", 0)
    ('minder dan 10', 'door de bron niet gegeven')
    """
    if status == "suppressed" and not minimum:
        return WITHHELD
    return STATUS_WORDS[status].format(minimum=minimum)


STATUS_WORDS: Final = {
    "value": "",
    "zero": "geen incidenten",
    "missing": "geen cijfer",
    "suppressed": "minder dan {minimum}",
    "between": "tussen twee grenzen",
}

MONTHS_WITHHELD: Final = (
    "Van sommige perioden geeft de bron niet alle aantallen. Wat er dan staat, is een ondergrens; "
    "waar niets bekend is, staat er geen staaf. Dat is geen nul."
)
BOUNDED_STEPS: Final = (
    "Van deze laag is per kwartaal alleen een ondergrens en een bovengrens bekend: een balk loopt "
    "van de ene naar de andere."
)
PARTLY_GIVEN: Final = "door de bron niet helemaal gegeven"
INCOMPLETE_MONTH: Final = (
    "De eerste of laatste maand is niet compleet: een lage staaf is daar geen daling."
)
OBSERVES_MEANS: Final = {
    "melding": "Een melding is wat iemand doorgeeft. Eén voorval kan vaker of nooit gemeld zijn.",
    "aangifte": "Een aangifte is een formele melding van een feit. Veel wordt niet aangegeven.",
    "misdrijf": "Een misdrijf staat hier als de politie het registreerde.",
    "uitruk": "Een uitruk is een keer dat de brandweer uitreed, ook als er niets bleek te zijn.",
    "signaal": "Een signaal is een vastgelegd vermoeden. Meer toezicht geeft meer signalen.",
    "evenement": "Een evenement telt bij zijn begin en op zijn plaats.",
    "plaats": "Een plaats telt niet, zij ligt er.",
}
OUTLINE_TABLES: Final = {"knox": "Paren naar afstand en tijd (Knox)"}
OUTLINE_COLUMNS: Final = {
    "number": "Nr.",
    "place": "Waar",
    "role": "Rol",
    "name": "Buurt",
    "count": "Aantal",
    "share": "% van alle",
    "observed": "Gevonden",
    "expected": "Verwacht",
    "ratio": "Verhouding",
    "p": "p",
    "adjusted_p": "p, alle banden samen",
    "stands_out": "Valt op",
    "radius_m": "Straal (m)",
    "first": "Eerste",
    "last": "Laatste",
    "since": "Sinds",
    "start": "Begin",
    "end": "Open t/m",
    "before": "Ervoor",
    "after": "Erna",
    "from_m": "Van (m)",
    "to_m": "Tot (m)",
    "from_days": "Van (dagen)",
    "to_days": "Tot (dagen)",
}
#: Labels of columns that hold words.
OUTLINE_WORD_COLUMNS: Final = (
    "Waar",
    "Rol",
    "Buurt",
    "Eerste",
    "Laatste",
    "Sinds",
    "Begin",
    "Open t/m",
    "Valt op",
)
OUTLINE_DECIMALS: Final = {
    "expected": 1,
    "ratio": 2,
    "p": 3,
    "adjusted_p": 3,
    "radius_m": 0,
    "from_m": 1,
    "to_m": 1,
    "from_days": 0,
    "to_days": 0,
}
#: Of what has no verdict, which is no verdict that there is nothing.
UNTESTED: Final = "niet getoetst"

#: Behind the hours of an axis.
HOUR_MARK: Final = "u"
