"""Every claim that a page makes of a simulated town: whether it is made, and whether it is true.

Each function asks what a page asks, of the same functions, with the defaults of a page. A claim is
anything that says more, fewer, new, busier or following than chance explains.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from claims_worlds import HOUSEHOLDS, LAND, NEAR_REPEATS, Planted, Town, World

from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.answer import Verdict
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.searches.before_after import BeforeAfterAnswer
from hotspots.analysis.when import hours_and_days, season
from hotspots.errors import HotspotsError
from hotspots.geography.grid import cell_boxes
from hotspots.vergelijken.compared import compared_areas, compared_periods
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.overview import at_a_glance
from hotspots.wijkbeeld.place import WIJKEN, places

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.analysis.answer import Analysis, Finding

#: The layer that follows households, and the one that follows land.
PEOPLE: Final = "woninginbraak"
GROUND: Final = "overlast"
#: The layers of cells and circles, and what they are compared with.
BOTH: Final = ((PEOPLE, "huishoudens"), (GROUND, "land"))
NOW: Final = Period(date(2017, 1, 1), date(2017, 12, 31))
BEFORE: Final = Period(date(2016, 1, 1), date(2016, 12, 31))
#: Of a scan the share of false claims does not depend on the number of permutations. Of near
#: repeats it does: with few of them no band of many can stand out. There it is that of the page.
PERMUTATIONS: Final = 99
#: Why near repeats are not shown, where it was asked and chance explains them.
_SHOWN: Final = ("", "none_open")
#: Nearer than this a mark is one of the planted place: the block and a cell around it.
NEAR_M: Final = 250.0


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A simulated map: the town with its incidents, and what they were made of."""

    town: Town
    world: World
    number: int
    planted: Planted | None


#: What a group of claims says: by name, whether it is made falsely; or of what was planted,
#: whether it is marked.
Claims = dict[str, bool]


def map_claims(made: Made) -> Claims:
    """Return what Gi* and its trend say, of cells and of buurten."""
    claims: Claims = {}
    for name, follows in BOTH:
        for measure in ("gi_star", "emerging"):
            found = _analysed(made, name, measure, "cells", expectation=follows)
            claims[f"{measure} cellen, {follows}"] = _any(found)
    for measure in ("gi_star", "emerging"):
        claims[f"{measure} buurten"] = _any(_analysed(made, PEOPLE, measure, "buurten"))
    return claims


def area_claims(made: Made) -> Claims:
    """Return what change and the comparison with the city say of buurten and wijken."""
    claims: Claims = {}
    for level in ("buurten", "wijken"):
        found = _analysed(made, PEOPLE, "change", level, period=NOW, compare_period=BEFORE)
        claims[f"change {level}"] = _any(found)
    for level in ("buurten", "wijken"):
        claims[f"ratio {level}"] = _any(_analysed(made, PEOPLE, "ratio", level, period=NOW))
    return claims


def moran_claims(made: Made) -> Claims:
    """Return whether neighbours are said to be alike."""
    return {"moran buurten": _any(_analysed(made, PEOPLE, "moran", "buurten"))}


def glance_claims(made: Made) -> Claims:
    """Return what Overzicht and Vergelijken say."""
    workspace = made.town.workspace
    claims: Claims = {"Overzicht": False}
    for column in at_a_glance(workspace, "last_12_months").columns:
        verdicts = np.array([int(cell.verdict) for cell in column.cells])
        claims["Overzicht"] |= bool(verdicts.any())
    now, then = (
        analyse(workspace, Selection(PEOPLE, level="wijken", period=period))
        for period in (NOW, BEFORE)
    )
    lines, whole = compared_periods(workspace, now, then)
    claims["Vergelijken, twee perioden"] = any(
        bool(line.verdict) for line in (*lines, whole) if line is not None
    )
    claims["Vergelijken, twee wijken"] = _two_wijken(made)
    return claims


def _two_wijken(made: Made) -> bool:
    """Return whether two wijken with households are said to differ."""
    wijken = made.town.library.geography.wijken
    lived_in = np.flatnonzero(np.nan_to_num(wijken.denominators["huishoudens"]) >= 50)
    one, other = np.random.default_rng(made.number).choice(lived_in, size=2, replace=False)
    codes = wijken.codes[one], wijken.codes[other]
    found = compared_areas(made.town.workspace, Selection(PEOPLE, period=NOW), *codes)
    return any(bool(line.verdict) for line in (found.whole, *found.soorten))


def clock_claims(made: Made) -> Claims:
    """Return whether some hours of the week, or a month of the year, are said to be busier."""
    hours = hours_and_days(made.town.workspace, Selection(PEOPLE, period=NOW))
    return {
        "drukke uren": bool(hours.busy or hours.busy_of_day),
        "drukste maand": bool(season(made.town.workspace, Selection(PEOPLE)).shown),
    }


def scan_claims(made: Made) -> Claims:
    """Return what both scans say."""
    claims: Claims = {}
    for name, follows in BOTH:
        claims[f"scan, {follows}"] = len(_sought(made, name, "scan", expectation=follows)) > 0
    claims["scan_recent"] = len(_sought(made, PEOPLE, "scan_recent")) > 0
    return claims


def repeat_claims(made: Made) -> Claims:
    """Return whether incidents are said to follow each other."""
    return {"near_repeat": _sought(made, PEOPLE, "near_repeat").silent in _SHOWN}


def before_after_claims(made: Made) -> Claims:
    """Return whether a measure that did nothing is said to have worked, or to have done harm.

    The three busiest buurten of the year before get it, as would be done in earnest.
    """
    counts = _analysed(made, PEOPLE, "count", "buurten", period=BEFORE).counts
    codes = made.town.library.geography.buurten.codes
    treated = tuple(codes[at] for at in np.argsort(-counts, kind="stable")[:3])
    search = Search("before_after", treated=treated, since=NOW.first)
    try:
        finding = find(made.town.workspace, Selection(PEOPLE), search)
        answer = finding.summary.require(BeforeAfterAnswer)
    except HotspotsError:
        return {"before_after": False, "before_after, eromheen": False}
    return {
        "before_after": bool(answer.there.shown),
        "before_after, eromheen": bool(answer.around.shown),
    }


def wijkbeeld_claims(made: Made) -> Claims:
    """Return what the wijkbeeld of one wijk says; every map is another wijk's turn."""
    wijken = [place for place in places(made.town.library.geography) if place.level == WIJKEN]
    place = wijken[made.number % len(wijken)]
    told = briefing(made.town.workspace, place)
    details = told.details.values()
    claims = {
        "wijkbeeld: verandering": any(line.since_year.shown for line in told.lines),
        "wijkbeeld: drukkere buurt": any(detail.risen for detail in details),
        "wijkbeeld: naast de stad": any(line.against_city.shown for line in told.lines),
        "wijkbeeld: waar": any(detail.cells for detail in details),
        "wijkbeeld: nieuwe plek": any(one.new for detail in details for one in detail.places),
        "wijkbeeld: drukste uren": any(detail.windows for detail in details),
        "wijkbeeld: laatste maand": any(
            detail.news.since_year.shown for detail in details if detail.news is not None
        ),
        "wijkbeeld: herhaling": bool(told.zones) or "none_here" in told.zones_silent.values(),
    }
    if made.world.name == NEAR_REPEATS:
        claims["wijkbeeld: herhaling"] = False
    return claims | {"wijkbeeld, iets": any(claims.values())}


def power_claims(made: Made) -> Claims:
    """Return whether a planted block of 300 by 300 m is marked, and whether anything far is.

    Gi* is asked as a page does, and without a minimum: all that is beyond chance.
    """
    assert made.planted is not None  # noqa: S101 - the world plants
    claims: Claims = {}
    for name, follows in BOTH:
        how = {"cell_m": 100, "expectation": follows}
        cells = {
            f"gi_star cellen, {follows}": _hot_cells(made, name, how),
            f"gi_star cellen, {follows}, minimum 1": _hot_cells(
                made, name, {**how, "minimum_ratio": 1.0}
            ),
        }
        circles = _sought(made, name, "scan", **how).outlines
        cells[f"scan, {follows}"] = np.array(
            [shapely.Polygon(circle.ring) for circle in circles], dtype=object
        )
        for claim, shapes in cells.items():
            claims |= _near_and_far(made.planted, shapes, claim)
    return claims


def _hot_cells(made: Made, layer: str, how: dict[str, object]) -> NDArray[np.object_]:
    """Return the cells of 100 m that are marked as more, as shapes."""
    found = _analysed(made, layer, "gi_star", "cells", **how)
    assert found.verdict is not None  # noqa: S101 - Gi* is a test
    assert found.cell_col is not None  # noqa: S101 - of cells
    assert found.cell_row is not None  # noqa: S101
    hot = found.verdict > 0
    return cell_boxes(found.cell_col[hot], found.cell_row[hot], 100)


def changed_claims(made: Made) -> Claims:
    """Return whether the buurt that became busier is said to have."""
    assert made.planted is not None  # noqa: S101 - the world plants
    found = _analysed(made, PEOPLE, "change", "buurten", period=NOW, compare_period=BEFORE)
    assert found.verdict is not None  # noqa: S101 - it is a test
    others = np.delete(found.verdict, made.planted.buurt)
    return {
        "change buurten": bool(found.verdict[made.planted.buurt] > 0),
        "change buurten, elders": bool((others != 0).any()),
    }


def _near_and_far(planted: Planted, shapes: NDArray[np.object_], name: str) -> Claims:
    away = shapely.distance(shapes, planted.block) if len(shapes) else np.empty(0)
    return {
        name: bool((away == 0.0).any()),
        f"{name}, elders": bool((away > NEAR_M).any()),
    }


#: What is asked of a map, in groups that take about as long.
GROUPS: Final[dict[str, Callable[[Made], Claims]]] = {
    "map": map_claims,
    "areas": area_claims,
    "moran": moran_claims,
    "glance": glance_claims,
    "clock": clock_claims,
    "scan": scan_claims,
    "repeat": repeat_claims,
    "before_after": before_after_claims,
    "wijkbeeld": wijkbeeld_claims,
    "power": power_claims,
    "changed": changed_claims,
}
#: The groups of which all layers of the home are judged together, and must hold incidents.
EVERY_LAYER: Final = ("areas", "glance", "wijkbeeld", "changed")
#: The groups that compare the layer of land with land; elsewhere it follows its own expectation.
BY_LAND: Final = ("map", "scan", "power")
#: The groups that look at one year of the three: there as many incidents are of one year.
OF_A_YEAR: Final = ("areas", "glance", "clock", "before_after", "wijkbeeld", "changed")
YEARS: Final = 3


def claims_of(made: Made, group: str) -> tuple[Claims, int]:
    """Return the claims of a group, and in how many milliseconds they came."""
    start = perf_counter()
    claims = GROUPS[group](made)
    return claims, round(1000 * (perf_counter() - start))


def incidents_for(group: str, size: int) -> int:
    """Return how many incidents a layer needs in all, so that the group looks at ``size``."""
    return YEARS * size if group in OF_A_YEAR else size


def layers_for(town: Town, group: str) -> dict[str, str]:
    """Return the layers that must hold incidents for a group of claims, and what they follow."""
    if group in EVERY_LAYER:
        return {layer.id: HOUSEHOLDS for layer in town.layers}
    return {PEOPLE: HOUSEHOLDS, GROUND: LAND} if group in BY_LAND else {PEOPLE: HOUSEHOLDS}


def _analysed(made: Made, layer: str, measure: str, level: str, **asked: object) -> Analysis:
    return analyse(
        made.town.workspace,
        Selection(layer, level=level, measure=measure, **asked),  # type: ignore[arg-type]
    )


def _sought(made: Made, layer: str, method: str, **asked: object) -> Finding:
    search = Search(method)
    if method != "near_repeat":
        search = replace(search, permutations=PERMUTATIONS)
    selection = Selection(layer, **asked)  # type: ignore[arg-type]
    return find(made.town.workspace, selection, search)


def _any(found: Analysis) -> bool:
    """Return whether anything is said to be more, fewer, or a pattern."""
    assert found.verdict is not None  # noqa: S101 - every one of them is a test
    said = {entry.number for entry in found.measure.verdicts} - {int(Verdict.NOT_SHOWN)}
    return bool(np.isin(found.verdict, list(said)).any())
