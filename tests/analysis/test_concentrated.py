"""How much lies in how few cells: the town by hand, and what must hold of any layer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.map_quality import concentration, concentration_sentences
from hotspots.analysis.question import Selection
from hotspots.errors import AccessError
from hotspots.settings import Home

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(Home(REPOSITORY, tmp_path_factory.mktemp("state")), role="analist")


def test_the_hottest_cells_of_the_town(town: Workspace) -> None:
    # Twelve cells of 500 m in Noord, Oost and Zuid. Rows 1, 2 and 4 share one; 3, 5, 6 and 7 lie
    # alone: 3, 1, 1, 1, 1 and seven empty.
    found = concentration(town, Selection("inbraak", level="cells", cell_m=500))
    assert (found.cells, found.incidents, found.outside, found.cell_m) == (12, 7, 0, 500)
    hottest, wider = found.hottest
    # 5 % is 0,6 of a cell: 0,6 x 3 of 7. 20 % is 2,4 cells: 3 + 1 + 0,4 of 7.
    assert hottest.incidents == pytest.approx(1.8 / 7)
    assert wider.incidents == pytest.approx(4.4 / 7)
    # Spread evenly no cell has two.
    assert (hottest.evenly, wider.evenly) == (pytest.approx(0.6 / 7), pytest.approx(2.4 / 7))


def test_gini_is_measured_from_the_evenest_that_few_can_be(town: Workspace) -> None:
    # In 300 cells of 100 m: 3, 1, 1, 1, 1. Ranks 296 to 299 once and 300 three times are 2.090, so
    # the plain coefficient is 2 x 2.090 / (300 x 7) - 301 / 300 = 0,98714; measured from seven
    # cells with one each: 300 / 7 x (0,98714 - 1) + 1 = 22 / 49.
    found = concentration(town, Selection("inbraak"))
    assert (found.cell_m, found.cells) == (100, 300)
    assert found.gini == pytest.approx(22 / 49)


def test_few_incidents_are_said_to_be_few(town: Workspace) -> None:
    answer, *notes = concentration_sentences(concentration(town, Selection("inbraak")))
    # Seven in 300 cells: by chance too they lie in at most seven, and 5 % is 15.
    assert answer == (
        "De drukste 5 % van de cellen heeft 100 % van de inbraken; bij toeval zou dat 100 % zijn. "
        "Dat is niet meer dan bij toeval. Het zijn er weinig (7 in 300 cellen). Een verschil met "
        "toeval zegt dan niet veel."
    )
    assert "0,45" in notes[0]
    assert "300, ook die zonder inbraken" in notes[1]


def test_a_wijk_is_measured_in_its_own_cells(town: Workspace) -> None:
    boven = concentration(town, Selection("inbraak", wijken=("WK999901",)))
    assert (boven.cells, boven.incidents) == (200, 6)


def test_incidents_outside_the_mask_are_counted_and_said(busy: Workspace) -> None:
    found = concentration(busy, Selection("inbraak"))
    assert found.outside > 0
    notes = concentration_sentences(found)[1:]
    assert notes[-1].startswith(f"{found.outside} inbraken buiten het land van buurten met")


def test_nothing_has_no_concentration(town: Workspace) -> None:
    # Every schuur had another day than a Tuesday.
    found = concentration(town, Selection("inbraak", soorten=("schuur",), weekdays=(1,)))
    assert (found.incidents, found.hottest, found.gini, found.lorenz) == (0, (), None, None)
    assert concentration_sentences(found) == (
        "Geen inbraken in deze cellen, dus ook geen concentratie.",
    )


def test_the_cells_are_the_chosen_ones_or_those_of_the_layer(dordrecht: Workspace) -> None:
    sizes = {
        measure: concentration(
            dordrecht, Selection("overlast", level=level, measure=measure)
        ).cell_m
        for level, measure in (("buurten", "count"), ("cells", "density"))
    }
    # A density is drawn in cells of 50 m; the layer says 200.
    assert sizes == {"count": 200, "density": 200}
    chosen = concentration(dordrecht, Selection("overlast", level="cells", cell_m=250))
    assert chosen.cell_m == 250


def test_a_sensitive_layer_has_no_concentration(town: Workspace) -> None:
    with pytest.raises(AccessError):
        concentration(town, Selection("zorg", level="wijken"))


@pytest.mark.parametrize(
    "layer", ["overlast", "woninginbraak", "vermogensmisdrijven", "geweld", "uitrukken"]
)
def test_lines_rise_from_nothing_to_all_and_keep_their_order(
    dordrecht: Workspace, layer: str
) -> None:
    found = concentration(dordrecht, Selection(layer))
    lorenz = found.lorenz
    assert lorenz is not None
    assert (np.diff(lorenz.cells) > 0).all()
    for line in (lorenz.actual, lorenz.chance, lorenz.even):
        assert line[0] == 0
        assert line[-1] == pytest.approx(1.0)
        assert (np.diff(line) >= -1e-12).all()
    # Nothing is more even than even; made-up incidents gather more than chance would.
    assert (lorenz.even <= lorenz.chance + 1e-9).all()
    assert (lorenz.chance <= lorenz.actual + 1e-9).all()
    # The shares that are named lie on the line that is drawn.
    for share in found.hottest:
        assert np.interp(share.cells, lorenz.cells, lorenz.actual) == pytest.approx(share.incidents)
    assert len(lorenz.cells) < 80
