"""The embedded incidents inside the official boundaries: a home with other files, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.settings import Home

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]


def test_the_water_buurt_and_wijk_are_dropped_and_reported(official: Workspace) -> None:
    geography = official.geography
    assert (len(geography.wijken), len(geography.buurten)) == (13, 132)
    assert any("BU05059997" in area for area in geography.dropped)
    assert any("WK050599" in area for area in geography.dropped)


def test_every_layer_answers_on_official_boundaries(official: Workspace) -> None:
    for layer in official.catalog.layers:
        if layer.kind == "context":
            continue
        analysis = analyse(official, Selection(layer.id, level="wijken"))
        assert len(analysis.codes) == 13
        assert analysis.ledger.faults() == []


def test_nearly_every_incident_keeps_its_wijk(official: Workspace, tmp_path: Path) -> None:
    """Embedded and official wijken agree on 97 % of the land, so on about that of incidents."""
    repository = open_workspace(Home(REPOSITORY, tmp_path / "state"), role="analist")
    for layer_id in [layer.id for layer in repository.catalog.layers if layer.soorten]:
        ours = analyse(repository, Selection(layer_id, level="wijken")).counts
        theirs = analyse(official, Selection(layer_id, level="wijken")).counts
        moved = abs(ours - theirs).sum() / 2
        assert moved <= 0.05 * ours.sum(), layer_id
