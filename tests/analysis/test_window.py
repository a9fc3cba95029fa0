"""A part of a home is answered from the window around it, with the same numbers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis import query as query_module
from hotspots.analysis.analyse import analyse
from hotspots.analysis.measures import density
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection, window_of
from hotspots.geography.drawn import DrawnArea
from hotspots.geography.masks import Mask

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.geography.grid import Window

YEAR = Period(date(2017, 1, 1), date(2017, 12, 31))
#: Two wijken apart, one buurt, and a drawn area over borders of buurten.
PARTS = {
    "wijken": {"wijken": ("WK050501", "WK050506")},
    "buurt": {"buurten": ("BU05050100",)},
    "drawn": {
        "drawn": DrawnArea(
            ((104_300, 424_600), (105_930, 424_450), (105_640, 425_720), (104_670, 425_880))
        )
    },
}


def _asked(workspace: Workspace, measure: str, part: str, cell_m: int = 100) -> Analysis:
    wanted = Selection(
        "overlast", level="cells", measure=measure, cell_m=cell_m, period=YEAR, **PARTS[part]
    )
    return analyse(workspace, wanted)


def _without_windows(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(query_module, "window_of", lambda *_arguments, **_named: None)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("measure", "cell_m"),
    [("count", 100), ("count", 500), ("gi_star", 100), ("gi_star", 500), ("risk_density", 100)],
)
def test_an_answer_does_not_depend_on_how_much_of_the_mask_it_reads(
    dordrecht: Workspace, part: str, measure: str, cell_m: int
) -> None:
    seen = _asked(dordrecht, measure, part, cell_m)
    with pytest.MonkeyPatch.context() as patch:
        _without_windows(patch)
        whole = _asked(dordrecht, measure, part, cell_m)
    assert seen.codes == whole.codes
    assert seen.codes
    for name in ("counts", "values", "status", "reference"):
        np.testing.assert_array_equal(getattr(seen, name), getattr(whole, name))
    assert (seen.zero_cells, seen.ledger) == (whole.zero_cells, whole.ledger)
    assert seen.parameters.to_dict() == whole.parameters.to_dict()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("rule", ["fixed", "automatic", "adaptive"])
def test_of_a_wide_home_a_density_is_drawn_as_far_as_it_reaches(
    dordrecht: Workspace, monkeypatch: pytest.MonkeyPatch, part: str, rule: str
) -> None:
    wanted = Selection(
        "overlast",
        level="cells",
        measure="density",
        period=YEAR,
        bandwidth_rule=rule,
        **PARTS[part],
    )
    whole = analyse(dordrecht, wanted)
    monkeypatch.setattr(density, "_WHOLE_UP_TO", 0)
    part_only = analyse(dordrecht, wanted)
    assert whole.raster is not None
    assert part_only.raster is not None
    assert whole.codes == part_only.codes
    # Both may be summed by another method: no kernel is off by more than 0,25 % of its peak.
    highest = float(np.nanmax(whole.raster.values))
    np.testing.assert_allclose(part_only.values, whole.values, atol=0.005 * highest)
    small, large = part_only.raster, whole.raster
    cell_m = large.cell_m
    # Of each cell of the part, the place in the whole.
    row, col = (np.arange(side) for side in small.values.shape)
    row = row + round((small.south_m - large.south_m) / cell_m)
    col = col + round((small.west_m - large.west_m) / cell_m)
    rows, cols = large.values.shape
    row_in, col_in = (row >= 0) & (row < rows), (col >= 0) & (col < cols)
    there = large.values[np.ix_(row[row_in], col[col_in])]
    seen = small.values[np.ix_(row_in, col_in)]
    np.testing.assert_allclose(seen, there, atol=0.005 * highest, equal_nan=True)
    # Beyond it there is nothing.
    beyond = large.values.copy()
    beyond[np.ix_(row[row_in], col[col_in])] = np.nan
    assert not np.nan_to_num(beyond).any()
    # And of nothing outside the whole anything is said.
    assert np.isnan(small.values[~row_in]).all()
    assert np.isnan(small.values[:, ~col_in]).all()


def test_only_the_pieces_around_a_question_are_read(
    dordrecht: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The buurt is under 1 km wide, the town 15: less than a tenth of its pieces lie around it."""
    every, read = len(dordrecht.library.masks["land"].pieces), []
    plain = Mask.pieces_in

    def counting(self: Mask, window: Window | None) -> object:
        pieces = plain(self, window)
        read.append(len(pieces))
        return pieces

    monkeypatch.setattr(Mask, "pieces_in", counting)
    _asked(dordrecht, "gi_star", "buurt")
    assert read
    assert sum(read) < every / 10


@pytest.mark.parametrize("measure", ["count", "density", "gi_star"])
def test_where_there_is_no_buurt_nothing_is_found(
    town: Workspace, monkeypatch: pytest.MonkeyPatch, measure: str
) -> None:
    monkeypatch.setattr(density, "_WHOLE_UP_TO", 0)
    elsewhere = DrawnArea(((90_000, 410_000), (90_100, 410_000), (90_000, 410_100)))
    answer = analyse(town, Selection("inbraak", level="cells", measure=measure, drawn=elsewhere))
    assert answer.counts.sum() == 0
    assert answer.zero_cells == 0


def test_who_asks_for_everything_has_no_window_and_who_asks_for_nothing_an_empty_one(
    town: Workspace,
) -> None:
    geography = town.geography
    assert window_of(geography, Selection("inbraak"), 100) is None
    nowhere = window_of(geography, Selection("inbraak", buurten=("BU0",)), 100)
    assert nowhere is not None
    assert town.library.masks["land"].cells(100, nowhere).tolist() == []
    # Noord and Zuid are 1 km wide from 100.000 and 2 km high from 420.000; one cell of 100 m
    # more at each side, and one for what lies on the far border: 13 by 23 cells.
    both = Selection("inbraak", buurten=("BU99990100", "BU99990200"))
    window = window_of(geography, both, 100)
    assert window is not None
    assert (window.after_col - window.first_col, window.after_row - window.first_row) == (26, 46)
