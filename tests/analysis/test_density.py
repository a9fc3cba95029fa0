"""The density of a selection: the mass of its incidents, inside the mask, per year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.counting import mask_grid
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Raster
    from hotspots.settings import Home


def raster_of(workspace: Workspace, **asked: object) -> Raster:
    analysis = analyse(workspace, Selection("inbraak", measure="density", **asked))  # type: ignore[arg-type]
    assert analysis.raster is not None
    return analysis.raster


def mass_of(raster: Raster) -> float:
    """Return incidents per year in the whole raster."""
    return float(np.nansum(raster.values)) * (raster.cell_m / 1_000) ** 2


def test_the_mass_is_the_incidents_in_the_mask_per_year(town: Workspace) -> None:
    # Seven incidents in 91 days: 31 December 2016 up to and including 31 March 2017.
    assert mass_of(raster_of(town)) == pytest.approx(7 / (91 / 365.25))


def test_a_month_is_held_against_a_year_too(town: Workspace) -> None:
    january = Period(date(2017, 1, 1), date(2017, 1, 31))
    # Two incidents in 31 days are 23,6 a year.
    assert mass_of(raster_of(town, period=january)) == pytest.approx(2 * 365.25 / 31)


@settings(max_examples=30)
@given(cell_m=st.sampled_from([100, 200, 500]), bandwidth_m=st.integers(500, 2_000))
def test_no_bandwidth_or_cell_makes_or_loses_an_incident(
    busy: Workspace, cell_m: int, bandwidth_m: int
) -> None:
    selection = Selection("inbraak", measure="density", cell_m=cell_m, bandwidth_m=bandwidth_m)
    analysis = analyse(busy, selection)
    assert analysis.raster is not None
    mapped = analysis.ledger.mapped
    assert mass_of(analysis.raster) * analysis.period.years == pytest.approx(mapped)
    assert analysis.ledger.outside_mask > 0  # Haven, where no one lives


def test_there_is_nothing_outside_the_mask_not_even_zero(town: Workspace) -> None:
    raster = raster_of(town)
    # 20 x 20 cells of 100 m; the south-east quarter is Haven. Row 0 is the south.
    assert raster.values.shape == (20, 20)
    assert (raster.west_m, raster.south_m) == (100_000, 420_000)
    assert np.isnan(raster.values[:10, 10:]).all()
    assert np.isfinite(raster.values[10:]).all()
    assert np.isfinite(raster.values[:10, :10]).all()


def test_the_value_of_a_cell_is_that_of_the_raster_at_its_place(town: Workspace) -> None:
    analysis = analyse(town, Selection("inbraak", measure="density"))
    at = analysis.codes.index("C100_100500_420500")
    # Column 5, row 5 of the raster; alone within 200 m.
    assert analysis.raster is not None
    assert analysis.values[at] == analysis.raster.values[5, 5] > 0


def test_nothing_is_smoothed_across_the_water_between_compartments(home: Home) -> None:
    # Row 7 at 420.500 lies in the middle of Zuid; a wide radius reaches Noord, 500 m away.
    def north_of_the_water(compartments: str) -> float:
        text = home.gemeente.read_text(encoding="utf-8")
        home.gemeente.write_text(
            text.replace("compartments = []", f"compartments = {compartments}"), encoding="utf-8"
        )
        workspace = open_workspace(home, role="analist")
        march_31 = Period(date(2017, 3, 31), date(2017, 3, 31))
        raster = raster_of(workspace, period=march_31, bandwidth_m=900)
        assert mass_of(raster) == pytest.approx(365.25)
        return float(np.nansum(raster.values[10:]))

    assert north_of_the_water("[]") > 0
    assert north_of_the_water('[["WK999902"]]') == 0


def test_the_grid_of_a_mask_holds_its_cells_and_no_others(town: Workspace) -> None:
    mask = town.library.masks["households"]
    for size_m in (50, 200, 500):
        grid = mask_grid(mask, size_m)
        assert int((grid.compartment >= 0).sum()) == len(mask.cells(size_m))
        assert (grid.first_col, grid.first_row) == (100_000 // size_m, 420_000 // size_m)
