"""An opened home: what a role gets, what it does not, and that nothing can be changed in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.importing import (
    damaged_versions,
    import_file,
    restore_version,
    versions_of,
)
from hotspots.access.permission import local_role
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.errors import AccessError, DeclarationError, SelectionError, SettingsError, StoreError
from hotspots.settings import ROLE_VARIABLE
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

ROWS = "id,soort,begin,eind,x,y\n21,woning,2018-01-05 19:00,,100060,421060\n"


@pytest.fixture
def own(home: Home) -> Workspace:
    """A town of this test alone, which it may load files into."""
    return open_workspace(home, role="analist")


def test_a_sensitive_layer_gives_no_incidents_to_anyone(town: Workspace) -> None:
    with pytest.raises(AccessError, match="geeft geen losse incidenten"):
        town.incidents(town.layer("zorg"))
    assert not town.may_see_points(town.layer("zorg"))


def test_a_sensitive_layer_tells_no_numbers_of_its_version(town: Workspace) -> None:
    told = town.version(town.layer("zorg"))
    # Rounded totals narrow what is kept: see test_small_counts.
    assert set(told.counts.values()) == {-1}
    assert (told.rows, told.warnings) == (0, ())
    assert town.cube(town.layer("zorg"))[0] == told


def test_a_list_of_versions_tells_no_more_than_the_version_itself(town: Workspace) -> None:
    layer = town.layer("zorg")
    assert versions_of(town, layer) == (town.version(layer),)


def test_restoring_a_sensitive_version_tells_no_more_either(own: Workspace) -> None:
    layer = own.layer("zorg")
    assert restore_version(own, layer, 1) == own.version(layer)


def test_other_layers_tell_exact_numbers(town: Workspace) -> None:
    version, incidents = town.incidents(town.layer("inbraak"))
    assert (version.rows, len(incidents)) == (9, 9)
    assert version.counts["read"] == 11


def test_a_layer_for_other_roles_is_closed_at_every_door(town: Workspace, tmp_path: Path) -> None:
    spec = town.catalog.layers[0]
    closed = replace(spec, privacy=replace(spec.privacy, roles=("beheerder",)))
    theme = replace(town.catalog.themes[0], layers=(closed, *town.catalog.layers[1:]))
    library = type(town.library)(town.home, replace(town.catalog, themes=(theme,)))
    agent, keeper = Workspace(library, "wijkagent"), Workspace(library, "beheerder")
    path = tmp_path / "rijen.csv"
    path.write_text(ROWS)
    doors = (
        lambda: agent.layer("inbraak"),
        lambda: agent.version(closed),
        lambda: agent.incidents(closed),
        lambda: agent.cube(closed),
        lambda: versions_of(agent, closed),
        lambda: restore_version(agent, closed, 1),
        lambda: import_file(agent, closed, path),
    )
    for door in doors:
        with pytest.raises(AccessError, match="niet voor de rol 'wijkagent'"):
            door()
    with pytest.raises(AccessError, match="Wel voor: beheerder"):
        agent.layer("inbraak")
    assert len(keeper.incidents(closed)[1]) == 9


def test_what_all_sessions_share_cannot_be_written_to(town: Workspace) -> None:
    _, incidents = town.incidents(town.layer("inbraak"))
    for name in ("soort", "buurt", "wijk", "cell_col", "cell_row", "day", "weekday", "hour",
                 "day_part", "x_rd", "y_rd"):  # fmt: skip
        with pytest.raises(ValueError, match="read-only"):
            getattr(incidents, name)[0] = 0


def test_a_layer_that_is_not_there_gets_a_suggestion(town: Workspace) -> None:
    with pytest.raises(SelectionError, match="Bedoelde u 'inbraak'"):
        town.layer("inbrak")


def test_a_new_version_is_served_at_once_and_the_old_one_after_restoring(
    own: Workspace, tmp_path: Path
) -> None:
    layer = own.layer("inbraak")
    before = own.incidents(layer)[1]
    path = tmp_path / "rijen.csv"
    path.write_text(ROWS)
    assert import_file(own, layer, path).version == "v2"
    assert len(own.incidents(layer)[1]) == 1
    assert [version.name for version in versions_of(own, layer)] == ["v2", "v1"]
    restore_version(own, layer, 1)
    assert len(own.incidents(layer)[1]) == 9
    # Who was reading the old one still holds it.
    assert len(before) == 9


def test_a_new_version_of_a_sensitive_layer_changes_its_cube(
    own: Workspace, tmp_path: Path
) -> None:
    layer = own.layer("zorg")
    path = tmp_path / "zorg.csv"
    path.write_text(
        "id,begin,x,y\n" + "".join(f"{n},2018-01-05 10:00,100500,421500\n" for n in range(14))
    )
    own.cube(layer)
    import_file(own, layer, path)
    assert own.cube(layer)[1].counts.tolist() == [[15], [-1]]


def test_a_damaged_version_is_found_and_named(own: Workspace) -> None:
    assert damaged_versions(own) == []
    version = versions_of(own, own.layer("inbraak"))[0]
    path = own.home.state / "layers" / "inbraak" / "versions" / version.file
    path.write_bytes(path.read_bytes()[:-1])
    assert damaged_versions(own) == ["inbraak v1 (het controlegetal klopt niet met de inhoud)"]


def test_a_layer_without_a_version_says_how_to_get_one(town: Workspace, tmp_path: Path) -> None:
    empty = type(town.library)(replace(town.home, state=tmp_path), town.catalog)
    with pytest.raises(StoreError, match="nog niets gepubliceerd") as caught:
        empty.version(town.layer("inbraak"))
    assert "hotspots import" in caught.value.do


def test_a_role_is_asked_for_then_set_then_local(
    town: Workspace, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, "wijkagent")
    assert local_role(town.catalog) == "wijkagent"
    assert open_workspace(home).role == "wijkagent"
    assert open_workspace(home, role="beheerder").role == "beheerder"
    monkeypatch.delenv(ROLE_VARIABLE)
    assert open_workspace(home).role == "analist"


def test_a_folder_that_is_no_home_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Geen gemeente gevonden"):
        open_workspace(tmp_path)


def test_a_home_with_a_faulty_declaration_does_not_open(home: Home) -> None:
    home.gemeente.write_text("[gemeente]\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="2 fout"):
        open_workspace(home)
    assert not home.state.exists()


def test_positions_of_incidents_are_those_of_the_areas(town: Workspace) -> None:
    _, incidents = town.incidents(town.layer("inbraak"))
    version = town.version(town.layer("inbraak"))
    ids = LayerStore.of(town.home, "inbraak").read(version)["id"].to_numpy()
    order = np.argsort(ids)
    # Rows 1 to 4 in Noord (0), 5 and 6 in Oost (1), 7 in Zuid (2), 8 and 9 nowhere.
    assert incidents.buurt[order].tolist() == [0, 0, 0, 0, 1, 1, 2, -1, -1]
    assert incidents.area("wijken")[order].tolist() == [0, 0, 0, 0, 0, 0, 1, -1, -1]
    assert incidents.area("gemeente")[order].tolist() == [0, 0, 0, 0, 0, 0, 0, -1, -1]
    assert incidents.soorten == ("woning", "schuur")
    assert incidents.soort[order].tolist() == [0, 0, 1, 0, 0, 1, 0, 0, 0]
    assert np.isnan(incidents.x_rd)[order].tolist() == [False] * 7 + [True, False]
