"""What commands share: sentences and a progress bar on a terminal, days and periods, words."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.analysis.periods import Period
from hotspots.errors import SelectionError
from hotspots.exports.terminal_table import GAP, screen_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


#: Characters of a bar at most and at least, and those beside it: brackets, the share, the edge.
_WIDTH: Final = 30
_NARROWEST: Final = 5
_AROUND: Final = 10


def bar(label: str) -> Callable[[float], None]:
    """Return what to call with the share that is done, 0 to 1; it draws on stderr."""
    if not sys.stderr.isatty():
        return _silent

    # A line that goes on below itself cannot be drawn over.
    size = max(_NARROWEST, min(_WIDTH, shutil.get_terminal_size().columns - len(label) - _AROUND))

    def draw(share: float) -> None:
        full = round(size * share)
        end = "\n" if share >= 1.0 else ""
        line = f"\r{label} [{'#' * full}{'.' * (size - full)}] {100 * share:3.0f} %"
        print(line, end=end, file=sys.stderr, flush=True)

    return draw


def _silent(share: float) -> None:
    del share


def say(lines: Iterable[str], *, aside: bool = False) -> None:
    """Print sentences and tables; on a terminal no word of a sentence is broken off at its edge.

    Parameters
    ----------
    aside
        Whether they go to stderr: what there is to know about an answer, and what is refused.
    """
    stream = sys.stderr if aside else sys.stdout
    width = screen_width(stream)
    for line in lines:
        whole = width is None or len(line) <= width or GAP in line
        print(line if whole else textwrap.fill(line, width or 0, **_BETWEEN_WORDS), file=stream)


_BETWEEN_WORDS: Final[Mapping[str, Any]] = {"break_long_words": False, "break_on_hyphens": False}


def say_json(answer: Mapping[str, object]) -> None:
    """Print an answer as one line of JSON, as ``--json`` asks."""
    print(json.dumps(answer, ensure_ascii=False, default=_plain_number))


def _plain_number(value: object) -> object:
    """Return what numpy counts with as a plain number; JSON does not know it otherwise."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)


def period_of(
    first: date | None, last: date | None, first_option: str, last_option: str
) -> Period | None:
    """Return the period between two options; None where neither was given.

    Raises
    ------
    SelectionError
        If one of the two was given.
    """
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise SelectionError(
            "Een periode heeft een begin en een einde.",
            f"Gevonden: {last_option if first is None else first_option} alleen.",
            f"Geef {first_option} en {last_option}.",
        )
    return Period(first, last)


def day_written(written: str) -> date:
    """Return a day written as 2017-12-31 or 31-12-2017."""
    parts = written.split("-")
    if len(parts) == 3 and len(parts[2]) == 4:  # noqa: PLR2004 - day, month, year of four digits
        parts.reverse()
    try:
        return date.fromisoformat("-".join(parts))
    except ValueError as error:
        raise argparse.ArgumentTypeError(NO_DAY.format(written=written)) from error


DESCRIPTION: Final = "Hotspotkaarten van incidenten en risico's voor een gemeente."
HOME: Final = "map met gemeente.toml, geodata/ en data/ (anders HOTSPOTS_HOME of deze map)"
OWN_VERSION: Final = "toon welke versie dit is"
APP: Final = "start de applicatie"
PORT: Final = "poort waarop de applicatie luistert (anders 8501)"
DEMO: Final = "open het meegeleverde Dordrecht, met verzonnen meldingen"
DEMO_OPENED: Final = (
    "Dit is het meegeleverde Dordrecht, met verzonnen meldingen; wat u inleest of bewaart, staat "
    "in '{state}' en verdwijnt als u stopt (Ctrl+C)."
)
NO_PORT: Final = "'{written}' is geen poort; geef een getal van 1 tot en met 65535"
CHECK: Final = "controleer alle declaraties en bestanden"
IMPORT: Final = "lees een bestand in"
FILE: Final = (
    "bestand dat wordt ingelezen, of een database: postgresql://gebruiker@server/database, met "
    "--table of --query"
)
LAYER: Final = "laag waar de rijen in komen"
WHICH_LAYER: Final = "laag, bijvoorbeeld woninginbraak"
ADD: Final = "voeg toe aan wat er is (zonder keuze ook)"
REPLACE: Final = "vervang alles wat er is"
CRS: Final = "coördinatenstelsel van het bestand, bijvoorbeeld EPSG:28992"
TABLE: Final = "welke tabel of laag van het bestand, als er meer zijn; of van de database"
COLUMN: Final = (
    "wijs een kolom aan, bijvoorbeeld begin=b_datum; niets achter het is-teken laat een veld weg; "
    "mag vaker"
)
LABEL: Final = (
    "zeg welke soort een tekst in het bestand is, bijvoorbeeld 'Inbraak woning=woning'; niets "
    "achter het is-teken zet zulke rijen apart; mag vaker"
)
SOORT_OF_OTHERS: Final = "soort van rijen die er zelf geen noemen"
EACH_ROW: Final = "elke rij is een melding, ook met hetzelfde id of dezelfde inhoud als een andere"
ALWAYS: Final = "maak ook een versie als het bestand niets nieuws bevat"
RECIPE: Final = "lees het bestand met dit recept; wat u er zelf bij geeft, gaat voor"
SAVE_RECIPE: Final = "bewaar onder deze naam hoe het bestand is gelezen"
RECIPES: Final = "toon of verwijder recepten: hoe de bestanden van een leverancier worden gelezen"
RECIPE_LIST: Final = "toon de recepten"
RECIPE_SHOW: Final = "toon wat een recept zegt"
RECIPE_REMOVE: Final = "verwijder een recept"
RECIPE_LAYER: Final = "alleen deze laag; anders alle lagen die u mag inlezen"
RECIPE_NAME: Final = "naam van het recept"
RECIPE_COLUMNS: Final = ("Recept", "Laag", "Kolommen")
NO_RECIPES: Final = (
    "Er zijn nog geen recepten. Bewaar er een op de pagina Inlezen, of met hotspots import "
    "--save-recipe."
)
QUERY: Final = "wat er aan een database wordt gevraagd, in plaats van een tabel"
DIGEST: Final = "mail elke week wat er nieuw is in iemands wijk"
DIGEST_PLACES: Final = "toon alleen wat een eerste mail over deze wijken zou zeggen"
DIGEST_DRY_RUN: Final = "zeg wie welke mail zou krijgen, verstuur en onthoud niets"
DIGEST_DAY: Final = "de dag van de mail; anders vandaag"
DIGEST_OUT: Final = "map voor de mail als .txt en .html, met --dry-run of een wijk"
REFRESH: Final = "lees in wat er nieuw is bij de bronnen van bronnen.toml"
REFRESH_NAMES: Final = "alleen deze bronnen; anders alle die aan de beurt zijn"
REFRESH_ALL: Final = "ook die nog niet aan de beurt zijn"
REFRESH_DRY_RUN: Final = "zeg wat er zou worden ingelezen, en verander niets"
SUPPLY_COLUMNS: Final = ("Bron", "Waarvoor", "Uitkomst")
NO_SUPPLIES: Final = (
    "Er zijn geen bronnen. Zet in bronnen.toml, naast gemeente.toml, waar bestanden binnenkomen."
)
DRY_RUN: Final = "controleer alleen, verander niets"
JSON: Final = "antwoord als één JSON-object"
VERSIONS: Final = "toon de versies van een laag"
RESTORE: Final = "zet een eerdere versie terug"
VERSION: Final = "versie, bijvoorbeeld v3"
LARGEST: Final = (
    "grootste bestand dat in één keer wordt gelezen, in MB (500); een CSV mag altijd groter zijn"
)
NO_MEGABYTES: Final = "'{written}' is geen aantal MB; verwacht een geheel getal, zoals 500"
READING: Final = "Inlezen"
INSIST: Final = "Wilt u toch een versie? Geef dezelfde opdracht met --always."
STOPPED: Final = (
    "Gestopt. Er is niets veranderd. Wat van dit bestand gelezen is, blijft een week bewaard: geef "
    "dezelfde opdracht nog eens om verder te gaan."
)
PURGE: Final = "verwijder rijen die voorbij hun bewaartermijn zijn, uit alle versies"
PURGE_LAYER: Final = "alleen deze laag; anders alle lagen met een bewaartermijn"
PURGE_DRY_RUN: Final = "zeg wat er weg zou gaan, en verander niets"
VERIFY: Final = "controleer of alle versies en het logboek ongeschonden zijn"
ANALYSE: Final = "reken een kaart uit"
OUT_DATA: Final = (
    "bestand: .xlsx, .csv (met een .verantwoording.csv ernaast), .gpkg, .geojson of .parquet"
)
MAP: Final = "teken een kaart"
OUT_MAP: Final = "bestand: .html, .png, .svg of .pdf"
REPORT: Final = "maak het wijkbeeld van een wijk of buurt, om af te drukken"
PLACE: Final = "wijk of buurt: naam of code, of een getekend gebied"
MAP_LAYER: Final = "laag van de kaart (anders wat het meest opvalt)"
MADE_ON: Final = "dag die er als datum op komt (anders vandaag)"
OUT_REPORT: Final = "bestand: .pdf, .docx, of .html voor een telefoon zonder netwerk"
ATLAS: Final = "alle wijken in één bestand"
MEASURES: Final = "toon de maten die er zijn"
#: Of the list of measures: what is typed, what it is called, and at which levels it can be asked.
MEASURE_COLUMNS: Final = ("--measure", "Maat", "--level")
WIDER_LEVELS: Final = (
    "Een home van meer gemeenten kan ook per gemeente (gemeenten) en per regio (regios); een toets "
    "van buren alleen vanaf {fewest} gebieden."
)
#: Of the list of versions.
VERSION_ROWS: Final = "Rijen"
LEVEL: Final = (
    "gemeente (één getal), wijken, buurten, cells (cellen) of cells:METERS; bij meer gemeenten ook "
    "regios en gemeenten"
)
MEASURE: Final = "wat er per gebied getoond wordt: {known} (uitleg: hotspots measures)"
FROM: Final = "eerste dag, 2017-01-31 of 31-01-2017"
TO: Final = "laatste dag"
COMPARE_FROM: Final = "eerste dag van de eerdere periode, voor een verandering"
COMPARE_TO: Final = "laatste dag daarvan"
DRAWN: Final = "alleen in een gebied: cirkel:X,Y,STRAAL of vlak:X,Y;X,Y;X,Y, in meters RD"
DENOMINATOR: Final = "noemer van een cijfer per 1.000"
MINIMUM_RATIO: Final = (
    "hoeveel keer wat verwacht wordt een hotspot ten minste is; 1 is elk verschil"
)
SIDE: Final = "zoek naar meer en minder (both), of alleen naar meer (more)"
EXPECTATION: Final = "waarmee een toets plekken vergelijkt: een noemer, een laag, of land"
BANDWIDTH: Final = "straal van de dichtheid in meters"
BANDWIDTH_RULE: Final = (
    "straal zoals opgegeven (fixed), naar de spreiding (automatic), of wisselend met de drukte "
    "(adaptive)"
)
KERNEL: Final = "kern van een dichtheid: kwartisch (quartic) of gaussisch (gaussian)"
STEP: Final = (
    "stap in de tijd voor opkomende en blijvende hotspots: kwartaal (quarter) of maand (month)"
)
#: Beside a bar.
SEARCHING: Final = "Zoeken"
MAKING_REPORT: Final = "Wijkbeeld maken"
FIND: Final = "zoek plekken of herhaling tussen de incidenten"
METHOD: Final = "wat er gezocht wordt: {known}"
METHOD_NAMED: Final = "{id} = {label}"
PER: Final = "zoek in elk gebied van een niveau apart, met HOTSPOTS_CLUSTER naast elkaar"
PER_AREA: Final = "gebied"
PER_FOUND: Final = "gevonden"
PER_SAID: Final = "wat dat is"
PER_NOT: Final = "niet gezocht"
RADIUS: Final = "straal van een groep, of de grootste van een scan, in meters"
MIN_POINTS: Final = "hoeveel incidenten ten minste een groep maken"
REACH_DAYS: Final = "groepen ook in de tijd: hoogstens zo veel dagen uit elkaar"
MANHATTAN: Final = "meet afstand langs de assen in plaats van hemelsbreed"
DISTANCE_BANDS: Final = (
    "eigen grenzen tussen de afstanden van herhaling, in meters; voor wie losse plaatsen ziet"
)
DAY_BANDS: Final = (
    "eigen grenzen tussen de tijden van herhaling, in dagen; voor wie losse plaatsen ziet"
)
PERMUTATIONS: Final = "hoe vaak toeval wordt nagebootst"
TREATED: Final = "buurten met de maatregel"
CONTROL: Final = "buurten om mee te vergelijken; anders de meest gelijkende"
SINCE: Final = "dag waarop de maatregel begon"
WITH: Final = "zet ook op de kaart wat dit zoeken vindt: {known}"
NO_DAY: Final = "'{written}' is geen dag; verwacht 2017-12-31 of 31-12-2017"
NO_LEVEL: Final = (
    "'{written}' is geen niveau; verwacht gemeente, regios, gemeenten, wijken, buurten of cells:100"
)
NO_COLUMN: Final = "'{written}' is geen VELD=KOLOM"
NO_LABEL: Final = "'{written}' is geen TEKST=SOORT"
INTERRUPTED: Final = "Afgebroken."
FAULT: Final = "Er ging iets mis in het programma zelf."
NO_SUCH_WIJK: Final = "gebruikers.toml: wijk '{wijk}' bestaat niet in {whole.here}. {suggestion}"
#: In a home of more gemeenten, or with two wijken of one name.
WIJK_UNCLEAR: Final = (
    "gebruikers.toml: wijk '{wijk}' kan meer dan één wijk zijn. Gevonden: {wijken}. Schrijf de "
    "gemeente erachter, zoals 'Centrum (Dal)', of de code."
)
PROBLEMS_FOUND: Final = "{count} fout(en) gevonden."
ALL_WELL: Final = "Alles klopt in '{home}'."
CELLS_OFFERED: Final = (
    "{layers}: te zien in cellen van {sizes} m voor {roles}. Niet te kiezen bij "
    "finest_cell_m = {finest}: {cut} m; dat zijn geen hele cellen van {finest} m."
)
LAYER_ID: Final = "Laag {layers}"
LAYER_IDS: Final = "Lagen {layers}"
CELLS_AT_FIRST: Final = " Wie niets kiest, krijgt {size} m."
NO_DENOMINATOR_HERE: Final = "nog geen (een kolom van geodata/buurten, onder [denominators])"
WITHOUT_DENOMINATOR: Final = (
    "Laag '{layer}' heeft geen noemer: maten per 1.000 en Hotspots zijn er niet. Zet in theme.toml "
    "bij deze laag [denominators] use = [...]; in deze home kan: {known}."
)
DROPPED: Final = "Weggelaten omdat het alleen water is: {area}"
SYNTHETIC_WARNING: Final = "Synthetische gegevens: trek er geen conclusies uit over echte plaatsen."
RESTORED: Final = "Laag '{layer}' toont nu weer {version}."
DAMAGED: Final = "Beschadigd: {version}"
INTACT: Final = "Alle versies zijn ongeschonden."
WRITTEN: Final = "Geschreven: {path}"

EXPECTATION_NOT_USED: Final = "De maat '{measure}' vergelijkt niet met een verwachting."
EXPECTATION_NOT_USED_FOUND: Final = "Gevraagd: --expectation {asked}."
EXPECTATION_NOT_USED_DO: Final = "Laat --expectation weg, of kies de maat gi_star of emerging."
DENOMINATOR_NOT_USED: Final = "De maat '{measure}' gebruikt geen noemer."
DENOMINATOR_NOT_USED_FOUND: Final = "Gevraagd: --denominator {asked}."
DENOMINATOR_NOT_USED_DO: Final = (
    "Laat --denominator weg, of kies een maat die door een noemer deelt."
)
TWO_EXPECTATIONS: Final = "Er zijn twee verschillende verwachtingen gegeven."
TWO_EXPECTATIONS_FOUND: Final = (
    "Gevraagd: --denominator {denominator} en --expectation {expectation}."
)
TWO_EXPECTATIONS_DO: Final = "Geef alleen --expectation."
