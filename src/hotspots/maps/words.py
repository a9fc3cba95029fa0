"""What stands on and beside a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.words import each, sentence, share_of
from hotspots.dutch import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.maps.spec import MapSpec, Overlay

SYNTHETIC_BADGE: Final = "Synthetische gegevens"
SYNTHETIC_NOTE: Final = (
    "Deze gegevens zijn verzonnen om de kaart te laten zien. Trek er geen conclusies uit over "
    "echte plaatsen."
)
REGISTERED_NOTE: Final = (
    "Geregistreerd is niet hetzelfde als gebeurd: aantallen volgen wie er meldt en waar wordt "
    "opgelet."
)
ZERO_LABEL: Final = "0"
SUPPRESSED_LABEL: Final = "minder dan {minimum}"
WITHHELD_LABEL: Final = "door de bron niet gegeven"
BETWEEN_LABEL: Final = "in meer dan één klasse mogelijk"
ROUNDED_NOTE: Final = (
    "Het ware aantal ligt tussen twee grenzen. Per wijk en kwartaal is het afgerond op vijven (15 "
    "is 13 tot 17), en onder de {minimum} blijft het onbekend (0 tot {most})."
)
ONE_CLASS_NOTE: Final = (
    "Een gebied krijgt alleen een kleur als beide grenzen in dezelfde klasse vallen; anders is het "
    "gearceerd."
)
RATIO: Final = "{number} keer de rest van de gemeente"
TIMES: Final = "{number} keer het aandeel in de hele gemeente"
NO_VALUE: Final = "geen cijfer"
SMALL_LABEL: Final = "weinig {denominator}: zegt weinig"
SMALL_TIP: Final = "weinig {denominator}"
SMALL_NOTE: Final = (
    "Weinig {denominator}: minder dan {small}, of minder dan {thin} die tien keer zo dun gezaaid "
    "zijn als in de gemeente."
)
MISSING_LABEL: Final = "geen cijfer (minder dan {smallest} {denominator})"
BELOW_LABEL: Final = "minder dan {bound}"
NOT_DETERMINABLE: Final = "niet te bepalen"
UNTESTED: Final = "niet getoetst: geen {label}"
UNTESTED_FEW: Final = "niet getoetst: buurt met minder dan {smallest} {label}"
OUTSIDE: Final = {
    "land": "erbuiten: water",
    "households": "erbuiten: water, en buurten zonder huishoudens",
}
OUTSIDE_CHOSEN: Final = "{outside}, en wat niet gekozen is"
NOT_ASKED: Final = "erbuiten: niet gevraagd"
GRADE: Final = "hotspot: {low} tot {high} keer verwacht"
GRADE_TOP: Final = "hotspot: {low} keer verwacht, of meer"
TIMES_EXPECTED: Final = "{ratio} keer verwacht, met de buren"
TIMES_AT_LEAST: Final = "{ratio} keer verwacht, met de buren (zeker ten minste {lower})"
TIMES_BETWEEN: Final = "{ratio} keer verwacht, met de buren (zeker tussen {lower} en {upper})"
LARGE_NOTE: Final = (
    "Een hotspot is zeker ten minste {minimum} keer wat verwacht wordt: de ondergrens van de "
    "verhouding ligt erboven, gecorrigeerd voor hoeveel er gekleurd is."
)
ANY_EXCESS_NOTE: Final = (
    "Een hotspot is elke plek met aantoonbaar meer dan verwacht, hoe weinig ook."
)
SPREAD_COUNTS_NOTE: Final = (
    "Aantallen van deze laag wisselen {dispersion} keer zo sterk als door louter toeval; daar "
    "houdt de toets rekening mee."
)
VISIBLE_NOTE: Final = (
    "Geen kleur is geen bewijs dat er niets is: bij {incidents} valt een plek meestal pas op vanaf "
    "ongeveer {ratio} keer zoveel als verwacht."
)
NOTHING_VISIBLE_NOTE: Final = (
    "Geen kleur is geen bewijs dat er niets is: bij {incidents} kan een gewone plek niet opvallen."
)
FAMILY_NOTE: Final = (
    "Vergeleken en getoetst binnen de gekozen plaats, als een kaart op zichzelf: tegen de hele "
    "gemeente kan het oordeel anders zijn."
)
TEST_NOTE: Final = "Getoetst: {tested}, daarvoor gecorrigeerd. " + sentence(
    share_of("gekleurd", "{alpha}")
)
STEP_TEST_NOTE: Final = (
    "Getoetst: elke stap {tested}, daarvoor gecorrigeerd; "
    + share_of("in een stap een hotspot", "{alpha}")
    + ". De trend is per plek getoetst, "
    + each("plekken", "een trend", "{alpha}")
    + "."
)
NOT_TESTED_NOTE: Final = "Niet getoetst: {count} in gebieden met minder dan {smallest} {label}."
CELL_NOUNS: Final = ("cel", "cellen")
AREA_NOUNS: Final = ("gebied", "gebieden")
NOT_TESTED_WITHOUT_NOTE: Final = "Niet getoetst: {count} op plekken zonder {label}."
EVEN_NOTE: Final = "Verwachting: evenveel op elke hectare land, ook waar niemand woont."
EXPECTED_NOTE: Final = "Verwachting: naar {label}."
SPREAD_NOTE: Final = "Verwachting: naar {label} ({year}), {spread}."
EXPOSURE_NOTE: Final = "Verwachting: naar {label} ({year})."
MORE_NOTE: Final = "Alleen gezocht naar waar het meer is, niet naar minder."
JUDGED_NOTE: Final = (
    "Exact getoetst en gecorrigeerd voor {tests} vergelijkingen van {layers} samen: "
    + share_of("gekleurd")
    + ". Spreiding van de laag: {dispersion} keer die van toeval."
)
JUDGED_APART_NOTE: Final = (
    "Met een filter is dit een toets op zichzelf: gecorrigeerd voor {tests} vergelijkingen: "
    + share_of("gekleurd")
    + ". Spreiding van de laag: {dispersion} keer die van toeval."
)
LAYER_NOUNS: Final = ("laag", "lagen")
GLOBAL_MORAN: Final = (
    "Over de hele kaart lijken buren op elkaar, meer dan toeval (Moran's I {value}, p {p})."
)
GLOBAL_MORAN_CHANCE: Final = (
    "Over de hele kaart lijken buren niet meer op elkaar dan toeval (Moran's I {value}, p {p})."
)
NEIGHBOURS_NOTE: Final = "Telt de buren mee."
COMPARED_NOTE: Final = "Vergeleken met {period}."
DENOMINATOR_NOTE: Final = "Noemer: {label}, peildatum {year} (vast over de jaren)."
CELL_NOTE: Final = "Cellen van {size} m op {mask}: {cells} cellen."
BANDWIDTH_NOTE: Final = "Straal {bandwidth} m ({kernel}), cellen van {size} m, op {mask}."
KERNELS: Final = {
    "quartic": "kwartische kern",
    "gaussian": "gaussische kern, standaardafwijking",
}
AUTOMATIC_NOTE: Final = (
    "De straal volgt uit de spreiding van {count} incidenten: {x} m west-oost, {y} m zuid-noord "
    "(regel van Scott)."
)
ADAPTIVE_NOTE: Final = "De straal wisselt: kleiner waar veel is, groter waar weinig is."
STEP_NOUNS: Final = {"quarter": ("kwartaal", "kwartalen"), "month": ("maand", "maanden")}
STEPS_NOTE: Final = (
    "{steps}, van {first} tot en met {last}, elk apart getoetst; de kleur vat de rij samen."
)
WITHOUT_WEEKDAY_NOTE: Final = (
    "{count} tellen niet mee: daarvan is alleen de maand of het jaar bekend, geen weekdag."
)
OTHER_PERIOD_NOTE: Final = (
    "De kaart gaat dus over een andere periode dan de gekozen {asked}: wat nieuw is, blijkt pas "
    "uit wat eraan voorafging."
)
LEFT_OUT_NOTE: Final = "Geen heel {step}, en telt dus niet mee: {period}."
NO_TREND_NOTE: Final = (
    "Minder dan {fewest} stappen: of een hotspot sterker of zwakker wordt, is niet te zeggen."
)
OUTSIDE_MASK_NOTE: Final = "{count} buiten {mask}: wel geteld, niet getekend."
FIXED_BREAKS_NOTE: Final = "De klassen blijven gelijk als u de periode verschuift."
OWN_BREAKS_NOTE: Final = "Eigen klassengrenzen."
OVERLAY_FOUND: Final = "{title} ({count})"
OVERLAY_NOTHING: Final = "{title}: niets gevonden"
VERSION: Final = "Versie {name} van de gegevens, over {covered}."


def between(low: float, high: float, decimals: int) -> str:
    """Write a class of a legend; one number where both ends are the same.

    Examples
    --------
    >>> between(2, 5, 0), between(3, 3, 0), between(0.1, 12.5, 1)
    ('2 – 5', '3', '0,1 – 12,5')
    """
    if low >= high:
        return number(high, decimals)
    return f"{number(low, decimals)} – {number(high, decimals)}"


def attribution(
    incidents: str, areas: str, *, approximate: bool, ground: Sequence[str] = ()
) -> str:
    """Write where a map comes from, and that its borders are approximate if they are.

    Examples
    --------
    >>> attribution("Politie", "CBS", approximate=False, ground=("ProRail",))
    'Politie | CBS | Ondergrond: ProRail'
    """
    borders = "Benaderde grenzen, naar " if approximate else ""
    under = f" | Ondergrond: {', '.join(ground)}" if ground else ""
    return f"{incidents} | {borders}{areas}{under}"


#: A map and its legend, for people who do not see them.
MAP_OF: Final = "Kaart van {what}"
LEGEND_OF: Final = "Legenda van {what}"

LEGEND: Final = "Legenda"
AREAS: Final = "gebieden"
CELLS: Final = "cellen"
BASE: Final = "Ondergrond"
WIJKEN: Final = "Grens van wijk"
SOURCE: Final = "Bron: {attribution}"
CELL: Final = "{what} · cel {size} m"
ZOOM_IN: Final = "Inzoomen"
ZOOM_OUT: Final = "Uitzoomen"
FIT: Final = "Hele gemeente"


def overlay_entry(overlay: Overlay) -> str:
    """Return the entry of the legend: how many were found, or that nothing was.

    Examples
    --------
    >>> from hotspots.maps.spec import Overlay
    >>> overlay_entry(Overlay("Clusters", (), ()))
    'Clusters: niets gevonden'
    """
    if not overlay.shapes:
        return OVERLAY_NOTHING.format(title=overlay.title)
    return OVERLAY_FOUND.format(title=overlay.title, count=number(len(overlay.shapes)))


def legend_notes(spec: MapSpec) -> tuple[str, ...]:
    """Return the notes of the legend, those of the outlines last."""
    return spec.legend.notes + (spec.overlay.notes if spec.overlay is not None else ())


def counted(spec: MapSpec) -> str:
    """Return the word for what is counted: areas or cells; "" where nothing is."""
    if all(entry.count is None for entry in spec.classes):
        return ""
    return AREAS if spec.areas is not None else CELLS
