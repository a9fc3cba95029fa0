"""What places are compared with: land in the real cells, people over that land, and the choice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy import stats

from hotspots.analysis.analyse import analyse
from hotspots.analysis.exposure import expectations_of, exposure_of_cells
from hotspots.analysis.measures.count import cells_counted
from hotspots.analysis.measures.gi_star import Hotspot, hotspot_answer
from hotspots.analysis.periods import Period
from hotspots.analysis.query import query_of
from hotspots.analysis.question import Selection
from hotspots.analysis.registry import measure_named, measures_of
from hotspots.analysis.settle import settle
from hotspots.crs import RD_NEW
from hotspots.errors import SelectionError
from hotspots.geography.grid import cell_of
from hotspots.maps.choropleth import map_spec

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.query import Query

YEAR = Period(date(2017, 1, 1), date(2017, 12, 31))


def _asked(workspace: Workspace, layer_id: str, **how: object) -> Query:
    selection = Selection(layer_id, level="cells", measure="gi_star", period=YEAR, **how)  # type: ignore[arg-type]
    settled, layer = settle(selection, workspace)
    return query_of(workspace, settled, layer, measure_named("gi_star"), reads="everything")


def _dealt(query: Query, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> Query:
    """Return a question with other incidents: at these places, each in the period."""
    buurt = query.workspace.geography.index.locate(x_rd, y_rd)
    incidents = replace(
        query.incidents,
        cell_col=cell_of(x_rd),
        cell_row=cell_of(y_rd),
        x_rd=x_rd,
        y_rd=y_rd,
        buurt=buurt.astype(np.int16),
    )
    # Which rows are counted is all that is asked of the others.
    return replace(query, rows=incidents, chosen=np.ones(len(x_rd), dtype=bool))


def test_5000_incidents_dealt_evenly_over_the_land_make_a_false_map_at_most_once_in_twenty(
    dordrecht: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dealt over the land itself, and not over cells: 60 maps, at most 3 of them with a mark."""
    asked = _asked(dordrecht, "overlast", expectation="land")
    # The rows are not those of the version: a ledger of them would not add up.
    counted = cells_counted(asked)
    monkeypatch.setattr(
        "hotspots.analysis.measures.gi_star.cells_counted", lambda *_, **__: counted
    )
    land = dordrecht.library.masks["land"].geometry
    shapely.prepare(land)
    west, south, east, north = land.bounds
    rng = np.random.default_rng(20261130)
    marked = 0
    for _ in range(60):
        x_rd = rng.uniform(west, east, 25_000)
        y_rd = rng.uniform(south, north, 25_000)
        on_land = np.flatnonzero(shapely.contains_xy(land, x_rd, y_rd))[:5_000]
        assert len(on_land) == 5_000
        told = hotspot_answer(_dealt(asked, x_rd[on_land], y_rd[on_land])).parameters.to_dict()
        marked += told["hot"] + told["cold"] > 0
    assert marked <= 3


def test_a_cell_on_the_border_is_as_large_as_its_land(dordrecht: Workspace) -> None:
    asked = _asked(dordrecht, "overlast", expectation="land")
    exposure = exposure_of_cells(asked, 200)
    land = asked.mask.geometry
    np.testing.assert_allclose(exposure.sum(), land.area)
    assert exposure.max() <= 40_000.0 + 1e-6
    # 2.278 cells of 4 hectares are 91,1 km2; the land is 84,2.
    assert np.count_nonzero(exposure < 39_999) > 300


def test_the_households_of_a_buurt_lie_over_its_land(dordrecht: Workspace) -> None:
    """A buurt keeps its households: over all cells they add up to those of buurten from 50 up."""
    asked = _asked(dordrecht, "woninginbraak")
    numbers = np.nan_to_num(dordrecht.geography.buurten.denominators["huishoudens"])
    exposure = exposure_of_cells(asked, 100)
    np.testing.assert_allclose(exposure.sum(), numbers[numbers >= 50].sum())


def test_a_wijk_is_expected_to_hold_its_own_people_only(dordrecht: Workspace) -> None:
    code = dordrecht.geography.wijken.codes[0]
    asked = _asked(dordrecht, "woninginbraak", wijken=(code,))
    numbers = np.nan_to_num(dordrecht.geography.buurten.denominators["huishoudens"])
    numbers = numbers[dordrecht.geography.buurten.parent == 0]
    np.testing.assert_allclose(exposure_of_cells(asked, 200).sum(), numbers[numbers >= 50].sum())


@pytest.mark.parametrize(
    "layer_id", ["woninginbraak", "overlast", "geweld", "vermogensmisdrijven", "uitrukken"]
)
def test_embedded_layers_are_compared_with_people_unless_someone_chooses_otherwise(
    dordrecht: Workspace, layer_id: str
) -> None:
    told = analyse(
        dordrecht, Selection(layer_id, level="cells", measure="gi_star", period=YEAR)
    ).parameters.to_dict()
    assert (told["expectation"], told["even"]) == ("huishoudens", False)


def test_a_test_that_is_asked_with_a_denominator_compares_by_it(dordrecht: Workspace) -> None:
    selection = Selection(
        "overlast", level="cells", measure="gi_star", period=YEAR, denominator="inwoners"
    )
    assert analyse(dordrecht, selection).parameters.to_dict()["expectation"] == "inwoners"
    settled, _ = settle(selection, dordrecht)
    assert settle(settled, dordrecht)[0] == settled


def test_what_the_layer_does_not_declare_or_holds_no_rows_yet_is_refused(
    dordrecht: Workspace,
) -> None:
    layer = dordrecht.layer("overlast")
    assert [one.id for one in expectations_of(dordrecht, layer)] == [
        "huishoudens",
        "inwoners",
        "land",
    ]
    with pytest.raises(SelectionError, match="kan niet vergeleken worden met 'bomen'"):
        _asked(dordrecht, "overlast", expectation="bomen")
    with pytest.raises(SelectionError, match="staan nog geen rijen"):
        _asked(dordrecht, "overlast", expectation="adressen")
    with pytest.raises(SelectionError, match="'land'"):
        _asked(dordrecht, "woninginbraak", expectation="land")


def test_people_live_at_their_addresses_where_those_are_loaded(
    dordrecht: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One address of 30 homes and one of 10 in a buurt: three quarters of its people, a quarter."""
    asked = _asked(dordrecht, "woninginbraak")
    buurten = dordrecht.geography.buurten
    buurt = int(np.argmax(np.nan_to_num(buurten.denominators["huishoudens"])))
    pieces = asked.mask.pieces
    whole = np.flatnonzero((pieces.buurt == buurt) & (pieces.area_m2 > 2_499.9))[[0, -1]]
    x_rd, y_rd = (part[whole] for part in pieces.middles())
    rows = gpd.GeoDataFrame(
        {"dwellings": [30.0, 10.0]}, geometry=shapely.points(x_rd, y_rd), crs=RD_NEW
    )
    monkeypatch.setattr("hotspots.analysis.exposure.places_now", lambda *_: rows)
    monkeypatch.setattr("hotspots.analysis.exposure.has_rows", lambda *_: True)
    people = buurten.denominators["huishoudens"][buurt]
    exposure = exposure_of_cells(asked, 50)
    place = np.searchsorted(asked.mask.cells(50), pieces.cell[whole])
    np.testing.assert_allclose(exposure[place], [0.75 * people, 0.25 * people])
    addresses = replace(asked, selection=replace(asked.selection, expectation="adressen"))
    homes = exposure_of_cells(addresses, 50)
    assert (homes[place].tolist(), homes.sum()) == ([30, 10], 40)


def test_a_layer_with_nothing_but_its_own_past_compares_no_places(dordrecht: Workspace) -> None:
    layer = replace(dordrecht.layer("overlast"), expectation=("own_past",))
    assert {"gi_star", "emerging"} & {measure.id for measure in measures_of(layer)} == set()
    assert "change" in {measure.id for measure in measures_of(layer)}


PEOPLE = ["woninginbraak", "overlast", "geweld", "vermogensmisdrijven", "uitrukken"]


@pytest.mark.parametrize("layer_id", PEOPLE)
def test_at_most_one_cell_in_ten_is_a_hotspot_on_the_default_of_a_layer(
    dordrecht: Workspace, layer_id: str
) -> None:
    analysis = analyse(
        dordrecht, Selection(layer_id, level="cells", measure="gi_star", period=YEAR)
    )
    assert 0 < analysis.parameters.to_dict()["hot"] <= 0.1 * analysis.parameters.to_dict()["tested"]
    hot = analysis.verdict == Hotspot.MORE
    assert (analysis.columns["ratio_lower"][hot] > 1.5).all()
    assert (analysis.columns["ratio"][hot] >= analysis.columns["ratio_lower"][hot]).all()


def test_a_bound_never_contradicts_the_verdict(dordrecht: Workspace) -> None:
    """Beyond chance is where the interval leaves out 1; a hotspot is where it leaves out 1,5."""
    analysis = analyse(
        dordrecht, Selection("overlast", level="cells", measure="gi_star", period=YEAR)
    )
    p, verdict = analysis.columns["p_adjusted"], analysis.verdict
    lower, upper = analysis.columns["ratio_lower"], analysis.columns["ratio_upper"]
    np.testing.assert_array_equal(p <= 0.05, (lower > 1) | (upper < 1))
    np.testing.assert_array_equal(verdict == Hotspot.MORE, lower > 1.5)
    np.testing.assert_array_equal(verdict == Hotspot.FEWER, upper < 1 / 1.5)
    np.testing.assert_array_equal(verdict == Hotspot.NOT_SHOWN, ~(p <= 0.05))


def test_the_lower_bound_is_that_of_clopper_and_pearson_at_the_line_of_this_map(
    dordrecht: Workspace,
) -> None:
    """Worked out here with scipy: a hotspot of the layer, k of N with a share E / N expected."""
    analysis = analyse(
        dordrecht, Selection("geweld", level="cells", measure="gi_star", period=YEAR)
    )
    told, columns = analysis.parameters.to_dict(), analysis.columns
    marked = int(np.count_nonzero(columns["p_adjusted"] <= 0.05))
    level, total = 0.05 * marked / told["tested"], told["incidents_tested"]
    for at in np.flatnonzero(analysis.verdict == Hotspot.MORE)[::7]:
        k, share = columns["observed"][at], columns["expected"][at] / total
        low = stats.beta.ppf(level / 2, k, total - k + 1) / share
        high = stats.beta.ppf(1 - level / 2, k + 1, total - k) / share
        assert columns["ratio"][at] == pytest.approx(k / (total * share))
        assert columns["ratio_lower"][at] == pytest.approx(low)
        assert columns["ratio_upper"][at] == pytest.approx(high)


def test_a_higher_minimum_marks_less_and_the_lowest_marks_all_that_is_beyond_chance(
    dordrecht: Workspace,
) -> None:
    def hot(minimum: float) -> int:
        asked = Selection(
            "overlast", level="cells", measure="gi_star", period=YEAR, minimum_ratio=minimum
        )
        analysis = analyse(dordrecht, asked)
        beyond = analysis.columns["p_adjusted"] <= 0.05
        more = analysis.columns["ratio"] > 1
        if minimum == 1.0:
            assert analysis.parameters.to_dict()["hot"] == np.count_nonzero(beyond & more)
        return int(analysis.parameters.to_dict()["hot"])

    assert hot(1.0) > hot(1.5) > hot(3.0) > 0
    with pytest.raises(SelectionError, match=r"ten minste 0,5 keer"):
        hot(0.5)


def test_the_legend_tells_apart_what_was_tested_what_was_not_and_what_lies_outside(
    dordrecht: Workspace,
) -> None:
    analysis = analyse(
        dordrecht, Selection("overlast", level="cells", measure="gi_star", period=YEAR)
    )
    spec = map_spec(dordrecht, analysis)
    kinds = [entry.kind for entry in spec.classes]
    assert kinds[-2:] == ["missing", "outside"]
    told = analysis.parameters.to_dict()
    untested = told["mask_cells"] - told["tested"]
    assert spec.classes[-2].count == untested > 700
    assert sum(entry.count or 0 for entry in spec.classes) == told["mask_cells"]
    # They are drawn as well: hatched, and not as ground where nothing was found.
    assert spec.cells is not None
    assert np.count_nonzero(spec.cells.fill == len(kinds) - 2) == untested


def test_every_hotspot_stands_in_the_grade_of_its_ratio(dordrecht: Workspace) -> None:
    analysis = analyse(
        dordrecht, Selection("overlast", level="cells", measure="gi_star", period=YEAR)
    )
    ratio = analysis.columns["ratio"][analysis.verdict == Hotspot.MORE]
    grades = {
        entry.label: entry.count
        for entry in map_spec(dordrecht, analysis).classes
        if entry.label.startswith("hotspot")
    }
    assert list(grades.values()) == np.histogram(ratio, [1.5, 2, 3, 5, np.inf])[0].tolist()
    assert next(iter(grades)) == "hotspot: 1,5 tot 2 keer verwacht"


def test_a_map_says_which_excess_it_could_have_shown(dordrecht: Workspace) -> None:
    """The smallest ratio at which a place around the typical household is marked 4 times in 5."""
    analysis = analyse(
        dordrecht, Selection("woninginbraak", level="cells", measure="gi_star", period=YEAR)
    )
    notes = map_spec(dordrecht, analysis).legend.notes
    told = analysis.parameters.to_dict()["visible_ratio"]
    assert any(
        f"bij 244 woninginbraken valt een plek meestal pas op vanaf ongeveer {told:.0f} keer"
        in note
        for note in notes
    )
    assert not any("dan toeval" in note for note in notes)
