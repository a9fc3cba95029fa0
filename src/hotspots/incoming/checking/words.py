"""Sentences about rows that do or do not fit a layer: moments, ids, shapes, events, the report.

A function that returns `Parts` gives the three parts of an error; a reason ends up behind a row in
the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import day, number, plural
from hotspots.incoming.checking.column_words import FIELD_NAMES, unused_columns
from hotspots.incoming.reading.words import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from hotspots.errors import Parts


#: Of a row without coordinates, with the name or code of a buurt or wijk.
AREA_UNKNOWN: Final = (
    "geen coördinaten, en geen buurt of wijk van hier; verwacht een code van het CBS of de naam"
)
AREA_SEVERAL: Final = (
    "geen coördinaten, en meer dan één gebied heet zo; lever de code van het CBS aan"
)


def in_areas(count: int, columns: Sequence[str]) -> str:
    """Say that rows have an area for a place, and what that is good for.

    Examples
    --------
    >>> in_areas(1, ["buurtcode"])[:57]
    "1 rij heeft geen coördinaten, en wel een gebied (kolom 'b"
    """
    rows = "1 rij heeft" if count == 1 else f"{number(count)} rijen hebben"
    named = " en ".join(f"'{listed([column])}'" for column in columns)
    return (
        f"{rows} geen coördinaten, en wel een gebied (kolom {named}). Zulke rijen tellen mee per "
        "buurt en wijk, voor zover bekend; zij staan in geen vakje, dichtheid of cluster."
    )


#: Why a moment is refused, in the order of the codes of `hotspots.incoming.checking.moments`.
MOMENT_REASONS: Final = (
    "",
    "datum is leeg",
    "geen datum herkend; verwacht bijvoorbeeld 31-12-2017 of 2017-12-31",
    "deze datum bestaat niet",
    "jaartal met twee cijfers; schrijf het jaar voluit",
    "jaar ligt vóór 1990",
    "datum ligt in de toekomst",
    "geen tijd herkend; verwacht bijvoorbeeld 23:15",
    "tijd bestaat niet; een dag loopt van 00:00 tot en met 23:59",
    "tijd 24:00 is niet eenduidig; schrijf 00:00 van de volgende dag",
    "deze tijd bestaat niet: in dat uur ging de zomertijd in",
    "tijd is leeg, en bij de meeste rijen niet; schrijf onbekend als de tijd niet bekend is",
    (
        "dag en maand zijn niet te onderscheiden: andere datums in deze kolom staan in de "
        "Amerikaanse volgorde (maand, dag, jaar)"
    ),
)


def understood(moment: datetime | None, *, has_time: bool, fault: int) -> str:
    """Write a moment as it was read, or why it was not.

    Examples
    --------
    >>> from datetime import datetime
    >>> understood(datetime(2017, 12, 31, 23, 15), has_time=True, fault=0)
    'zo 31-12-2017 23:15'
    >>> understood(datetime(2017, 12, 31), has_time=False, fault=0)
    'zo 31-12-2017, tijd onbekend'
    """
    if moment is None:
        return MOMENT_REASONS[fault]
    written = f"{_WEEKDAYS[moment.weekday()]} {day(moment)}"
    return f"{written} {moment:%H:%M}" if has_time else f"{written}, tijd onbekend"


_WEEKDAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")


def either_order(rows: int, column: str) -> str:
    """Say that no date in a column shows which of its numbers is the day."""
    return (
        f"Bij alle {number(rows)} datums met een schuine streep in '{column}' kunnen dag en maand "
        "verwisseld zijn. Ze zijn gelezen als dag, maand, jaar; controleer een paar datums."
    )


def doubled_hours(rows: int, first: int, column: str) -> str:
    """Say that times lie in the hour that occurs twice."""
    return (
        f"{number(rows)} tijd(en) in '{column}' vallen in het uur dat twee keer voorkomt "
        f"(einde zomertijd); het eerste uur is aangehouden. Eerste: rij {first}."
    )


def converted_offsets(rows: int, column: str) -> str:
    """Say that times had an offset."""
    return (
        f"{number(rows)} tijd(en) in '{column}' hadden een tijdzone en zijn omgerekend naar "
        "Nederlandse tijd."
    )


def dates_as_numbers(column: str, kind: str) -> str:
    """Say that dates were written as numbers, and how they were read.

    Parameters
    ----------
    kind
        "excel" of days, "seconds" or "milliseconds" since 1970.
    """
    what = {
        "excel": "dagen zoals Excel ze telt",
        "seconds": "seconden sinds 1970 (UTC)",
        "milliseconds": "milliseconden sinds 1970 (UTC)",
    }
    return f"De datums in '{column}' zijn getallen; ze zijn gelezen als {what[kind]}."


def minute_precision(rows: int, column: str) -> str:
    """Say that seconds were 60."""
    return f"{number(rows)} tijd(en) in '{column}' hebben 60 als seconden; gelezen als die minuut."


def all_midnight(column: str) -> str:
    """Say that a column of times holds midnight only."""
    return (
        f"Alle tijden in kolom '{column}' zijn 00:00: gelezen als datum zonder tijd, "
        "anders ontstaat een valse piek om middernacht."
    )


def _rows_of(rows: int, of: int) -> str:
    return f"{number(rows)} rij(en) ({number(100 * rows / of, 1)} %)"


def heap_at_midnight(rows: int, of: int, column: str) -> str:
    """Say that there are too many times of midnight to be true."""
    return (
        f"{_rows_of(rows, of)} staan in '{column}' op 00:00, veel meer dan op de hele "
        "uren ervoor en erna: bij deze rijen is de tijd waarschijnlijk niet bekend. Ze tellen niet "
        "mee per uur of dagdeel."
    )


def only_months(rows: int, of: int, column: str) -> str:
    """Say that there are too many dates on the first of a month to be true."""
    return (
        f"{_rows_of(rows, of)} staan in '{column}' op de eerste van een maand, veel "
        "meer dan op andere dagen: bij deze rijen is alleen de maand bekend. Ze tellen niet mee "
        "per weekdag, en niet waar een methode dagen vergelijkt."
    )


def only_years(rows: int, of: int, column: str) -> str:
    """Say that dates are all on the first of January."""
    return (
        f"{_rows_of(rows, of)} staan in '{column}' op 1 januari: bij deze rijen is "
        "alleen het jaar bekend. Ze tellen niet mee per maand of weekdag, en niet waar een methode "
        "dagen vergelijkt."
    )


def without_time(rows: int) -> str:
    """Say how many rows have a date alone."""
    return f"{number(rows)} rij(en) hebben een datum zonder tijd; ze tellen niet mee per dagdeel."


END_BEFORE_BEGIN: Final = "einde vóór begin"
ID_CONFLICT: Final = "dubbel id: een eerdere rij heeft hetzelfde id met andere inhoud"

PRECISION_UNKNOWN: Final = "geen precisie herkend; verwacht dag, maand, jaar of tijd"
ID_EMPTY: Final = "id is leeg; is elke rij een melding, kies dat dan op de pagina of met --each-row"
ID_TOO_LONG: Final = "id is langer dan 100 tekens"

ID_ROUNDED: Final = "id is door Excel afgerond (E+); maak de kolom in de bron tekst"
SOORT_EMPTY: Final = "soort is leeg"


def unknown_soort(labels: Sequence[str]) -> str:
    """Say that a soort is unknown, and what those that are known are called."""
    return f"{_UNKNOWN_SOORT}; deze laag kent: {', '.join(labels)}"


_UNKNOWN_SOORT: Final = "onbekende soort"


def no_rows(layer: str) -> Parts:
    """Say that there are no rows."""
    return (
        f"Het bestand bevat geen rijen voor laag '{layer}'.",
        "Er staat alleen een kop in.",
        "Maak de export opnieuw.",
    )


def too_many_refused(
    refused: int,
    read: int,
    reasons: Mapping[str, int],
    columns: Mapping[str, str],
    first: tuple[int, str] = (0, ""),
) -> Parts:
    """Say that most rows do not fit, with the reasons and their counts.

    Parameters
    ----------
    first
        A row with the most frequent reason, and what stands there; "" where that tells nothing.
    """
    row, value = first
    example = f" Eerste: rij {row}, '{listed([value])}'." if value else ""
    counts = "; ".join(f"{number(rows)} × {reason}" for reason, rows in reasons.items())
    assigned = ", ".join(
        f"{FIELD_NAMES.get(field, field)} uit '{column}'" for field, column in columns.items()
    )
    most = next(iter(reasons), "")
    return (
        f"{number(refused)} van de {number(read)} rijen passen niet; er is niets geïmporteerd.",
        f"Redenen: {counts}.{example}" + (f" Toewijzing: {assigned}." if assigned else ""),
        LABELS_DO if _UNKNOWN_SOORT in most else COLUMNS_DO,
    )


#: What to do about a file of which most rows do not fit.
COLUMNS_DO: Final = "Klopt de toewijzing van kolommen? Pas die aan of herstel het bestand."
LABELS_DO: Final = (
    "Noemt het bestand soorten anders? Zeg bij Kolommen aanwijzen, of met --label 'tekst=soort', "
    "welke soort elke tekst is. Of wijs een andere kolom aan."
)


def identical_rows(rows: int) -> str:
    """Say that identical rows without id count once."""
    return (
        f"Het bestand heeft geen kolom met een id. {number(rows)} rij(en) zijn gelijk aan een "
        "eerdere rij en tellen één keer; met een id zijn ze te onderscheiden. Is elke rij een "
        "melding, kies dat dan op de pagina, of met --each-row."
    )


def ids_with_decimals(column: str) -> str:
    """Say that ids are whole numbers that were written with decimals."""
    return (
        f"Alle id's in '{column}' zijn hele getallen met decimalen (zoals 12,0). Ze zijn zo "
        "overgenomen; een volgend bestand met 12 geldt dan als een ander incident."
    )


#: After a file of which each row is an event.
EACH_ROW: Final = (
    "Elke rij telt als een melding, ook met hetzelfde id of dezelfde inhoud als een andere. Van "
    "zulke rijen, en van rijen zonder id, is het id uit de inhoud en de volgorde gemaakt."
)
#: After a file of counts of which each row is one.
ADDED_UP: Final = "Rijen van hetzelfde gebied en dezelfde periode zijn bij elkaar opgeteld."
NO_ID_COLUMN: Final = "Het bestand heeft geen kolom met een id; het id is uit de inhoud gemaakt."
AREA_EMPTY: Final = "gebied is leeg"

PERIOD_UNREADABLE: Final = "geen periode herkend; verwacht 2016, 2016K1 of 2016-05"
PERIOD_OUT_OF_RANGE: Final = "periode ligt vóór 1990 of in de toekomst"

COUNT_UNREADABLE: Final = "geen aantal: verwacht een geheel getal van 0 of meer"
SOORT_CONFLICT: Final = "dubbel: zelfde gebied, periode en soort als een eerdere rij, ander aantal"

PERIOD_CONFLICT: Final = "dubbel: zelfde gebied en periode als een eerdere rij, ander aantal"
STATUS: Final = {
    "published": "Gepubliceerd",
    "refused": "Geweigerd: er is niets veranderd",
    "unchanged": "Dit was er al: er is geen versie bij gekomen",
    "would_publish": "Proef: dit zou worden gepubliceerd; er is niets veranderd",
}


def report_lines(
    status: str,
    version: str | None,
    counts: Mapping[str, int],
    warnings: Sequence[str],
    reasons: Mapping[str, int],
    *,
    unused: Sequence[str],
) -> list[str]:
    """Give the outcome of an import, one line per thing to know."""
    head = STATUS[status] + (f" als versie {version}." if status == "published" else ".")
    lines = [
        head,
        (
            f"Gelezen: {plural(counts['read'], 'rij', 'rijen')} = "
            f"{number(counts['accepted'])} goed + {number(counts['quarantined'])} apart gezet + "
            f"{number(counts['duplicate'])} dubbel."
        ),
    ]
    if counts["updated"]:
        lines.append(f"Vervangen (bekend id, nieuwe inhoud): {number(counts['updated'])}.")
    if counts["area_only"]:
        lines.append(f"Alleen een buurt of wijk bekend: {number(counts['area_only'])}.")
    if counts["without_place"]:
        lines.append(f"Zonder plaats: {number(counts['without_place'])}.")
    lines.extend(unused_columns(unused))
    lines.extend(f"Let op: {warning}" for warning in warnings)
    lines.extend(f"Apart gezet, {number(rows)} ×: {reason}" for reason, rows in reasons.items())
    return lines


REPORT_HEADER: Final = ("rij", "kolom", "waarde", "reden")


#: Days from the last row that counts to the nearest that does not, from which that is far.
_FAR_DAYS: Final = 31
_FAR: Final = "{rows} van {when} {lie} ver {side} de rest. {counts} Klopt de datum?"
_THIN: Final = (
    "{rows} van {when}: veel minder dan deze laag gewoonlijk in zoveel tijd heeft. {counts} Klopt "
    "de datum, en is het bestand daar volledig?"
)

_FROM: Final = (
    "De laag telt vanaf {bound}; wat eerder is blijft bewaard en is te kiezen, maar bepaalt geen "
    "periode."
)
_UNTIL: Final = (
    "De laag telt tot en met {bound}; wat later is blijft bewaard en is te kiezen, maar bepaalt "
    "geen periode."
)

_DECLARED: Final = (
    "{rows} van {when} {lie} voor {bound}, de eerste dag die voor de laag is opgegeven. Ze blijven "
    "bewaard en zijn te kiezen, maar bepalen geen periode."
)


def before_the_rest(rows: int, first: date, last: date, bound: date) -> str:
    """Say that rows lie far before the day from which a layer counts, or are too few.

    Examples
    --------
    >>> from datetime import date
    >>> before_the_rest(1, date(1995, 6, 1), date(1995, 6, 1), date(2013, 1, 2))[:44]
    '1 rij van 01-06-1995 ligt ver voor de rest. '
    """
    far = (bound - last).days > _FAR_DAYS
    template = (_FAR if far else _THIN).replace("{counts}", _FROM).replace("{side}", "voor")
    return _about_days(template, rows, first, last, bound)


def after_the_rest(rows: int, first: date, last: date, bound: date) -> str:
    """Say that rows lie far after the last day that a layer counts, or are too few.

    Examples
    --------
    >>> from datetime import date
    >>> after_the_rest(2, date(2018, 1, 1), date(2018, 1, 1), date(2017, 12, 31))[:76]
    '2 rijen van 01-01-2018: veel minder dan deze laag gewoonlijk in zoveel tijd '
    """
    far = (first - bound).days > _FAR_DAYS
    template = (_FAR if far else _THIN).replace("{counts}", _UNTIL).replace("{side}", "na")
    return _about_days(template, rows, first, last, bound)


def before_the_declared(rows: int, first: date, last: date, bound: date) -> str:
    """Say that rows lie before the day that a layer declares as its first."""
    return _about_days(_DECLARED, rows, first, last, bound)


def _about_days(template: str, rows: int, first: date, last: date, bound: date) -> str:
    """Return a sentence with the days of rows: one day, one year, or the years between."""
    when = day(first)
    if first != last:
        when = str(first.year)
    if first.year != last.year:
        when = f"{first.year} tot en met {last.year}"
    return template.format(
        rows=f"{number(rows)} {'rij' if rows == 1 else 'rijen'}",
        lie="ligt" if rows == 1 else "liggen",
        when=when,
        bound=day(bound),
    )


#: What each kind of layer consists of.
SHAPES: Final = {"places": "punten", "lines": "lijnen", "zones": "vlakken"}

SHAPE: Final = {"places": "een punt", "lines": "een lijn", "zones": "een vlak"}

NO_SHAPE: Final = "geen geometrie; de rij staat nergens op de kaart"
KEY_CONFLICT: Final = "dubbel: zelfde sleutel als een eerdere rij, andere inhoud"

FIELD_EMPTY: Final = "leeg; dit veld is nodig"
DUPLICATES: Final = "{count} rij(en) staan dubbel in het bestand en zijn één keer ingelezen."


def wrong_shape(*kinds: str) -> str:
    """Say which shape was expected.

    Examples
    --------
    >>> wrong_shape("places", "zones")
    'verkeerde soort vorm: verwacht een punt of een vlak'
    """
    return f"verkeerde soort vorm: verwacht {' of '.join(SHAPE[kind] for kind in kinds)}"


def invalid_shape(reason: str) -> str:
    """Say why an area has no inside that everybody agrees on."""
    return f"ongeldige vorm: {reason}"


def not_a_choice(choices: Sequence[str]) -> str:
    """Say which values a field knows."""
    return f"onbekende waarde; mogelijk: {', '.join(choices)}"


def out_of_range(least: float | None, most: float | None) -> str:
    """Say between which bounds a number lies."""
    if most is None:
        return f"te laag: verwacht {number(least or 0, 1)} of meer"
    if least is None:
        return f"te hoog: verwacht {number(most, 1)} of minder"
    return f"verwacht tussen {number(least, 1)} en {number(most, 1)}"


def missing_fields(
    labels: Sequence[str], layer: str, columns: Sequence[str], expected: Sequence[str]
) -> Parts:
    """Refuse a file in which columns are missing."""
    return (
        f"In het bestand ontbreekt {', '.join(labels)} (laag '{layer}').",
        f"Gevonden kolommen: {', '.join(columns) or 'geen'}; verwacht: {', '.join(expected)}.",
        "Wijs de kolom aan met --column VELD=KOLOM, of lever het bestand anders aan.",
    )


def no_shapes(layer: str, kind: str, file_format: str) -> Parts:
    """Refuse a file without geometry for a layer that consists of it."""
    return (
        f"Het bestand heeft geen geometrie, en laag '{layer}' bestaat uit {SHAPES[kind]}.",
        f"Gevonden: {file_format}; verwacht: GeoJSON, GeoPackage, Shapefile of GeoParquet.",
        "Sla de laag in een van die soorten op.",
    )


VISITORS_UNREADABLE: Final = "geen geheel aantal bezoekers (0 of meer)"
STATUS_UNKNOWN: Final = (
    "geen bekende status; mogelijk: vooraankondiging, aangevraagd, in_behandeling, vergund, "
    "afgewezen, ingetrokken, afgelast"
)

SOUND_UNKNOWN: Final = "geen ja of nee"
CLASS_UNKNOWN: Final = "geen klasse A, B of C"

PROFILE_UNREADABLE: Final = "geen profiel; verwacht vraag=antwoord, met een ; ertussen"
TEXT_TOO_LONG: Final = "langer dan 2.000 tekens"

BUILD_UP_AFTER_BEGIN: Final = "de opbouw begint na het begin van het evenement"
DISMANTLED_BEFORE_END: Final = "de afbouw is klaar vóór het einde van het evenement"

NO_PLACE: Final = "deze locatie staat niet in de lijst van locaties, en er zijn geen coördinaten"


def without_location(count: int) -> str:
    """Warn about events whose location is not in the list of places."""
    return (
        f"{count} evenement(en) noemen een locatie die niet in de lijst van locaties staat. Ze "
        "staan op hun eigen coördinaten; van zo'n plek is geen oppervlakte of aantal dagen bekend."
    )


def results_too_early(count: int) -> str:
    """Warn about visitors of events that are not over, or were not held.

    Examples
    --------
    >>> results_too_early(1).partition(":")[0]
    'Bij 1 evenement staat hoeveel bezoekers er kwamen, en dat is nog niet geweest of niet gehouden'
    """
    which = "1 evenement" if count == 1 else f"{count} evenementen"
    verb = "dat is" if count == 1 else "die zijn"
    return (
        f"Bij {which} staat hoeveel bezoekers er kwamen, en {verb} nog niet geweest of niet "
        "gehouden: dat aantal is niet overgenomen."
    )


def without_soort(count: int) -> str:
    """Warn about events without a soort.

    Examples
    --------
    >>> without_soort(1)
    '1 evenement heeft geen soort. Het telt mee, maar valt buiten een filter.'
    """
    if count == 1:
        return "1 evenement heeft geen soort. Het telt mee, maar valt buiten een filter."
    several = f"{number(count)} evenementen hebben geen soort."
    return f"{several} Ze tellen mee, maar vallen buiten een filter."


def without_status(count: int) -> str:
    """Warn about events without a status."""
    if count == 1:
        return "1 evenement heeft geen status. Het telt mee tot er een status is."
    return f"{number(count)} evenementen hebben geen status. Ze tellen mee tot er een status is."
