"""What is said of the data of a layer, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.app.data_page import data_quality
from hotspots.errors import AccessError
from hotspots.store import versions
from hotspots.store.files import VersionRows
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


def test_shares_are_those_of_the_rows(town: Workspace) -> None:
    found = data_quality(town, town.layer("inbraak"))
    # Nine accepted: one without a place, one without a time of day, one outside the gemeente;
    # eleven read, of which one on 31 February and one twice.
    assert found.rows == 9
    assert found.with_place == pytest.approx(8 / 9)
    assert found.with_time == pytest.approx(8 / 9)
    assert found.outside == pytest.approx(1 / 9)
    assert found.quarantined == pytest.approx(1 / 11)
    assert found.duplicate == pytest.approx(1 / 11)


def test_of_a_layer_that_was_counted_beforehand_no_row_is_read(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "ROWS_FOR_CUBES", 1)
    workspace = open_workspace(home, role="analist")
    layer = workspace.layer("inbraak")
    with monkeypatch.context() as patch:
        patch.setattr(VersionRows, "read", None)
        patch.setattr(VersionRows, "each", None)
        quality = data_quality(workspace, layer)
    # As row by row: nine accepted, one without a place, one without a time, one outside.
    assert (quality.rows, quality.without_day) == (9, 0)
    assert quality.with_place == pytest.approx(8 / 9)
    assert quality.with_time == pytest.approx(8 / 9)
    assert quality.outside == pytest.approx(1 / 9)
    assert quality.area_only == 0
    # A version of before it was counted says it by one column of its rows.
    untimed = tuple(replace(part, timed=-1) for part in workspace.library._store(layer).parts(
        workspace.version(layer)
    ))  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(LayerStore, "parts", lambda *_: untimed)
        assert data_quality(workspace, layer).with_time == pytest.approx(8 / 9)


def test_an_empty_month_is_a_gap_only_where_chance_does_not_explain_it(home: Home) -> None:
    path = home.themes / "proef" / "inbraak.csv"

    def shown(per_month: int) -> tuple[str, ...]:
        rows = ["id,soort,begin,eind,x,y"] + [
            f"{month:02d}{at:02d},woning,2017-{month:02d}-{at + 1:02d} 10:00,,100500,421500"
            for month in range(1, 13)
            if month != 6
            for at in range(per_month)
        ]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        workspace = open_workspace(home, role="analist")
        return data_quality(workspace, workspace.layer("inbraak")).gaps

    # Mean 11 x 20 / 12 = 18,3 a month: 12 x exp(-18,3) is one in ten million.
    assert shown(20) == ("2017-06",)
    # Mean 11 x 3 / 12 = 2,75: 12 x exp(-2,75) = 0,77 empty months a year by chance.
    assert shown(3) == ()


def test_nothing_exact_is_said_of_a_sensitive_layer(town: Workspace) -> None:
    with pytest.raises(AccessError, match="losse incidenten"):
        data_quality(town, town.layer("zorg"))


def test_every_layer_of_the_repository_can_be_looked_at(dordrecht: Workspace) -> None:
    for layer in dordrecht.catalog.layers:
        if layer.holds_incidents and not layer.sensitive:
            found = data_quality(dordrecht, layer)
            assert found.rows > 0
            assert found.gaps == ()
