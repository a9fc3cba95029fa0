"""What is said about publishing: what a layer refuses, events entered by hand, what was fetched.

The texts about what was fetched stand with the services, in `incoming.open_data.words`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import EVERY, listed, number, number_in_short, plural
from hotspots.incoming.open_data import words as text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hotspots.errors import Parts
    from hotspots.incoming.publishing.division import DivisionReport
    from hotspots.incoming.publishing.division_areas import Change
    from hotspots.incoming.publishing.police import PoliceReport


OUTSIDE: Final = "{count} rij(en) liggen helemaal buiten {whole.the}. Ze zijn wel ingelezen."


def not_loadable(layer: str, context: str) -> Parts:
    """Refuse a file for a layer that only shows another one."""
    return (
        f"Laag '{layer}' heeft geen eigen bestand: zij toont '{context}'.",
        "Verwacht: een laag met incidenten of aantallen, of een laag met een doel ('purpose').",
        f"Vervang het bestand in geodata/{context}/.",
    )


def raster_expected(layer: str, file_format: str) -> Parts:
    """Refuse a table for a layer that is a raster."""
    return (
        f"Laag '{layer}' is een raster.",
        f"Gevonden: {file_format}; verwacht: een GeoTIFF (.tif) in EPSG:28992.",
        "Kies het rasterbestand zelf.",
    )


def raster_not_rd(name: str, crs: str) -> Parts:
    """Refuse a raster in another CRS: turning a raster changes its numbers."""
    return (
        f"Het raster '{name}' staat niet in RD.",
        f"Gevonden: {crs}; verwacht: EPSG:28992.",
        (
            "Zet het raster om naar EPSG:28992 waar het gemaakt is. Staat het wel in RD maar "
            "zegt het bestand dat niet? Geef dan --crs EPSG:28992."
        ),
    )


def raster_elsewhere(name: str, bounds: Sequence[float]) -> Parts:
    """Refuse a raster that touches nothing of the municipality."""
    west, south, east, north = (number(bound) for bound in bounds)
    return (
        f"Het raster '{name}' ligt buiten de gemeente.",
        f"Gevonden: x {west} tot {east}, y {south} tot {north} (meters).",
        "Controleer of dit het goede bestand is.",
    )


def raster_values(
    name: str, extremes: tuple[float, float], possible: tuple[float, float, str]
) -> Parts:
    """Refuse numbers that cannot be what the layer holds, in its unit."""
    (low, high), (least, most, unit) = extremes, possible
    return (
        f"De getallen in '{name}' kunnen niet kloppen.",
        (
            f"Gevonden: van {number(low, 2)} tot {number(high, 2)}; verwacht: van "
            f"{number(least, 1)} tot {number(most, 1)}."
        ),
        f"Kijk naar de eenheid ({unit}) en naar de waarde die 'geen gegevens' betekent.",
    )


def clipped(scenario: str, cells: int, cell_m: float) -> str:
    """Say what was kept of a raster, and under which name: that of the flood it is of.

    Examples
    --------
    >>> clipped("zuid", 1200, 25.0).partition(",")[0]
    "Ingelezen onder de naam 'zuid': 1.200 cellen van 25 m met een getal"
    """
    return (
        f"Ingelezen onder de naam '{scenario}': {number(cells)} cellen van "
        f"{number_in_short(cell_m)} m met een getal, binnen en vlak om de gemeente. "
        "Waar het raster geen getal heeft, is niet bekend hoe het daar is."
    )


LONG: Final = {"month": "één maand", "quarter": "één kwartaal", "year": "één jaar"}


def too_long(row: int, period: str, layer: str) -> Parts:
    """Say that a count is of more than a quarter, in a layer that is shown per quarter."""
    return (
        f"Rij {row} telt over een periode die langer is dan een kwartaal.",
        f"Gevonden: {period}; laag '{layer}' wordt per kwartaal getoond.",
        "Lever de aantallen per kwartaal of per maand aan.",
    )


def other_length(row: int, period: str, layer: str, counts_per: str) -> Parts:
    """Say that a count is of a period of another length than the layer counts by."""
    return (
        f"Rij {row} telt over een periode van een andere lengte dan de laag.",
        f"Gevonden: {period}; laag '{layer}' telt per {EVERY[counts_per]}.",
        (
            f"Lever aantallen over {LONG[counts_per]} aan, of zet counts_per in de verklaring van "
            "de laag op month, quarter of year."
        ),
    )


def examples_gone(count: int) -> str:
    """Say that rows which are no facts make room for the first that are.

    Also said of a trial, in which nothing is replaced yet.

    Examples
    --------
    >>> examples_gone(1)
    'Dit bestand komt in de plaats van 1 rij die deze gemeente als voorbeeld of benadering \
meebracht, ook als die er niet in staat. De versie van daarvoor heeft die nog, \
en is terug te zetten.'
    """
    rows, in_it, them = (
        ("rij", "ook als die er niet in staat", "die")
        if count == 1
        else ("rijen", "ook van wat er niet in staat", "ze")
    )
    return (
        f"Dit bestand komt in de plaats van {number(count)} {rows} die deze gemeente als voorbeeld "
        f"of benadering meebracht, {in_it}. De versie van daarvoor heeft {them} nog, en is terug "
        "te zetten."
    )


def scenarios_gone(names: Sequence[str], version: str) -> str:
    """Say which rasters are in a layer no longer, and how they come back.

    Examples
    --------
    >>> scenarios_gone(["zuid"], "v1")
    'Niet meer in deze laag: zuid. Dat komt terug als u v1 terugzet.'
    """
    they = "Dat komt" if len(names) == 1 else "Die komen"
    return f"Niet meer in deze laag: {listed(names)}. {they} terug als u {version} terugzet."


def examples_stay(count: int) -> str:
    """Say that rows which are no facts are there beside those of somebody."""
    return (
        f"De {number(count)} rij(en) die deze gemeente als voorbeeld of benadering meebracht, "
        "blijven erbij staan. Wilt u alleen uw eigen rijen: lees die in met 'vervangen' "
        "(--replace)."
    )


def together(embedded: str, loaded: str) -> str:
    """Return whose the rows of a version are, where those of the home are among them."""
    return f"{loaded}; en {embedded}"


def events_by_hand(count: int) -> str:
    """Say that what was entered by hand survived the replacement of the example."""
    return (
        f"{count} evenement(en) die met de hand zijn opgenomen, zijn behouden; de verzonnen "
        "voorbeelden zijn vervangen."
    )


def past_their_term(count: int, term_begin: date) -> str:
    """Say that rows are too old to be kept."""
    return (
        f"{number(count)} rij(en) zijn van vóór {term_begin:%d-%m-%Y} en voorbij de bewaartermijn "
        "van deze laag. Ze zijn niet opgenomen."
    )


def no_rows_in(name: str) -> Parts:
    """Say that a large file has a header alone."""
    return (
        f"{name} heeft geen rijen.",
        "Gevonden: alleen een kop.",
        "Lever een bestand met rijen onder de kop.",
    )


def other_columns(name: str, line: int, expected: Sequence[str], columns: Sequence[str]) -> Parts:
    """Say that the rows of a large file have other columns further on."""
    return (
        f"{name} heeft vanaf regel {number(line)} andere kolommen dan daarvoor.",
        f"Gevonden: {', '.join(columns)}; verwacht: {', '.join(expected)}.",
        "Lever de delen als aparte bestanden.",
    )


def problems_cut(count: int, most: int) -> str:
    """Say that a report does not name every problem one by one."""
    return f"Van {number(count)} problemen staan de eerste {number(most)} in het verslag."


def in_pieces(warning: str, piece: int, pieces: int, all_pieces: int) -> str:
    """Say of which part of a large file a warning is."""
    also = f", en zo in {pieces - 1} andere delen" if pieces > 1 else ""
    return f"In deel {piece} van {all_pieces}{also}: {warning}"


def same_import_busy() -> Parts:
    """Say that the same file is being loaded already."""
    return (
        "Dit bestand wordt al ingelezen.",
        "Een ander proces is met hetzelfde bestand in dezelfde laag bezig.",
        "Wacht tot dat klaar is. Er is niets veranderd.",
    )


#: How a version is described to which events were added by hand.
ENTERED: Final = "{attribution} · met de hand aangevuld"

UNKNOWN_PERSON: Final = "onbekend"


def by_hand(event: str, status: str) -> str:
    """Return what stands in for the name of a file where there was none.

    Examples
    --------
    >>> by_hand("EV1", "in_behandeling"), by_hand("EV1", "")
    ('in behandeling: EV1', 'EV1')
    """
    # A column of a table cuts off its end, and the status is what tells two steps apart.
    return ": ".join(filter(None, (status.replace("_", " "), event)))


def entry_refused(column: str, value: str, reason: str) -> Parts:
    """Say why one event cannot be entered."""
    return (
        f"Dit evenement kan niet in de kalender: {column or 'de rij'} klopt niet.",
        f"Gevonden: {value!r}; {reason}.",
        "Herstel de aanvraag en neem haar dan opnieuw op.",
    )


def entry_past_its_term(layer: str, term_begin: date) -> Parts:
    """Say that an event is too old to be kept."""
    return (
        "Dit evenement kan niet in de kalender: het is voorbij de bewaartermijn.",
        f"Laag '{layer}' bewaart evenementen vanaf {term_begin:%d-%m-%Y}.",
        "Neem het niet op, of laat de beheerder keep_months van de laag aanpassen.",
    )


def no_calendar(layer: str) -> Parts:
    """Say that a layer is no calendar."""
    return (
        f"Laag '{layer}' is geen kalender.",
        'Verwacht: een laag met kind = "calendar".',
        "Kies de laag met evenementen.",
    )


def division_lines(report: DivisionReport) -> tuple[str, ...]:
    """Return what a fetched division is, and what to know about it; not what changes."""
    what = text.FETCHED.format(
        year=report.year,
        wijken=number(report.wijken),
        buurten=number(report.buurten),
        gemeenten=", ".join(report.gemeenten),
        service=report.service,
    )
    return what, *report.notes


def changes_head(report: DivisionReport) -> tuple[str, ...]:
    """Return what stands above the table of changes."""
    if not report.changes:
        return (text.NO_CHANGES,)
    if report.approximate_before and any(change.kind == "moved" for change in report.changes):
        return text.CHANGES_HEAD, text.APPROXIMATE
    return (text.CHANGES_HEAD,)


def in_words(change: Change) -> str:
    """Return a change as a sentence."""
    if change.kind == "moved":
        return text.MOVED.format(
            ha=number(change.area_ha, 1),
            before=" ".join(change.before),
            now=" ".join(change.now),
        )
    sentence = {"renamed": text.RENAMED, "new": text.NEW, "gone": text.GONE}[change.kind]
    return sentence.format(
        code=change.now[0] or change.before[0], before=change.before[1], now=change.now[1]
    )


def placed_lines(rejoined: Iterable[str]) -> tuple[str, ...]:
    """Return which layers were placed again in the areas of now."""
    layers = ", ".join(rejoined)
    return (text.REJOINED.format(layers=layers),) if layers else ()


def unplaced_lines(faults: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return which layers could not be placed again, and why."""
    return tuple(
        text.NOT_REJOINED.format(layer=layer, reason=reason)
        for layer, reason in (faults or {}).items()
    )


def police_lines(report: PoliceReport) -> tuple[str, ...]:
    """Return what fetched crimes are, how they differ from those of before, what to know."""
    what = text.POLICE_SUMMARY.format(
        crimes=plural(report.read, text.POLICE_NOUN, text.POLICE_NOUN_PLURAL),
        soorten=plural(report.soorten, *text.SOORT),
        first=_period(report.first),
        last=_period(report.last),
        service=report.service,
    )
    if report.status == "unchanged":
        return what, *report.warnings
    return what, _difference(report), *report.warnings


def _difference(report: PoliceReport) -> str:
    counts = {name: number(getattr(report, name)) for name in ("added", "changed", "gone")}
    if report.before is None:
        added = plural(report.added, *text.FIGURE)
        return text.POLICE_NEW.format(added=added, per=EVERY[report.counts_per])
    if not (report.added or report.changed or report.gone):
        return text.POLICE_SAME.format(before=report.before)
    return text.POLICE_DIFFERS.format(before=report.before, **counts)


def _period(written: str) -> str:
    """Return a month or year as people write it.

    Examples
    --------
    >>> _period("2023-01"), _period("2023")
    ('01-2023', '2023')
    """
    return "-".join(reversed(written.split("-")))


def declared_empty(where: str, rows: int, *, declared_in: str = "theme.toml") -> str:
    """Say that a file has rows of which nothing is read, since it is declared to have none."""
    return (
        f"{where}: {plural(rows, 'rij', 'rijen')} gevonden, terwijl 'rows = 0' zegt dat het "
        "bestand leeg is; er wordt niets van gelezen. Laat alleen de kop staan en lees de rijen in "
        f"met 'hotspots import', of haal 'rows = 0' weg uit {declared_in}."
    )


def nothing_accepted(where: str, rows: int) -> str:
    """Say that no row of a file of the home is right."""
    counted = plural(rows, "rij", "rijen")
    return (
        f"{where}: geen enkele van de {counted} klopt. Verwacht: rijen met een datum en een plaats "
        "die te lezen zijn. Kijk [columns] en [source] crs na in theme.toml."
    )


def rows_of_file(where: str, read: int, accepted: int, aside: int) -> str:
    """Say what became of the rows of a file of the home."""
    return (
        f"{where}: {plural(read, 'rij', 'rijen')}, {number(accepted)} goed, {number(aside)} apart "
        f"gezet, {number(read - accepted - aside)} dubbel."
    )
