"""Every role of this repository against every layer: what it sees, takes away, loads, and how fine.

What each may is written down here by hand, from docs/verantwoording.md and rollen.toml, and held
against every door: declarations, rows, cubes, answers, files, imports, versions.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from hotspots.access.audit import lines
from hotspots.access.importing import import_file, restore_version, versions_of
from hotspots.access.permission import cell_sizes_of, default_level, levels_of
from hotspots.access.workspace import Workspace, open_library, open_workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.settle import selected_places
from hotspots.errors import AccessError, SelectionError
from hotspots.exports.writers import write_analysis, write_finding
from hotspots.maps.choropleth import context_spec, map_spec, points_of
from hotspots.maps.files import DRAWERS, map_bytes, write_map
from hotspots.settings import Home
from taken import csv_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.library import Library
    from hotspots.analysis.answer import Analysis
    from hotspots.catalog.specs import LayerSpec
    from hotspots.maps.spec import MapSpec

REPOSITORY: Final = Path(__file__).parents[2]
ROLES: Final = (
    "wijkagent", "wijkregisseur", "crisisplanner", "vergunningen", "analist", "beheerder",
)  # fmt: skip
SENSITIVE: Final = {"verward_gedrag", "ondermijning_signalen", "digitale_aangiften"}
OPEN: Final = {
    "spoor", "water", "kwetsbare_objecten", "evenementlocaties", "aandachtsgebieden", "vervoer",
    "treinstations", "overstroming", "waterdiepte", "aankomsttijd", "hoge_gronden",
    "opvangplaatsen", "droge_verdiepingen", "bewoners", "adrespunten", "dijkringen",
    "overstromingsduur", "buurten_eromheen", "wegwerkzaamheden", "wegen", "gebieden_register",
    "bedrijven_register", "buisleidingen",
}  # fmt: skip
#: Layers of this theme in cells, for who has buurten elsewhere.
IN_CELLS: Final = {
    "crisisplanner": {"uitrukken", "evenementen"},
    "vergunningen": {"overlast", "evenementen"},
}
#: metres; the smallest cell a layer declares, where that is not 50.
SMALLEST: Final = {"woninginbraak": 100, "geweld": 100}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_library(Home(REPOSITORY, tmp_path_factory.mktemp("state")))


def layers_of(library: Library) -> list[LayerSpec]:
    return list(library.catalog.layers)


def may_see(role: str, layer: str) -> bool:
    if layer in SENSITIVE:
        if role == "wijkagent":
            return layer != "ondermijning_signalen"
        return role in ("wijkregisseur", "analist", "beheerder")
    return True


def may_export(role: str, layer: str) -> bool:
    return may_see(role, layer) and not (role == "wijkagent" and layer in SENSITIVE)


def finest_of(role: str, layer: str) -> tuple[str, ...]:
    if layer in OPEN:
        return ()
    if layer in SENSITIVE:
        return ("wijken",)
    in_cells = role not in IN_CELLS or layer in IN_CELLS[role]
    return ("gemeente", "wijken", "buurten", *(("cells",) if in_cells else ()))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_the_layers_that_are_for_it_as_fine_as_it_may(
    library: Library, role: str
) -> None:
    workspace = Workspace(library, role)
    seen = {layer.id: layer for theme in workspace.themes for layer in theme.layers}
    assert set(seen) == {layer.id for layer in layers_of(library) if may_see(role, layer.id)}
    for name, layer in seen.items():
        assert levels_of(layer) == finest_of(role, name), name
        if "cells" in finest_of(role, name):
            assert cell_sizes_of(layer)[0] == SMALLEST.get(name, 50)
        points = role in ("analist", "beheerder") and name not in SENSITIVE | OPEN
        assert workspace.may_see_points(layer) == points
        assert workspace.may_export(layer) == may_export(role, name)
        keeps = role == "vergunningen" and layer.theme == "evenementen"
        assert workspace.may_import(layer) == (keeps or role in ("analist", "beheerder"))


@pytest.mark.parametrize("role", ROLES)
def test_every_door_of_a_layer_is_shut_for_who_may_not_see_it(
    library: Library, role: str, tmp_path: Path
) -> None:
    workspace = Workspace(library, role)
    path = tmp_path / "rijen.csv"
    path.write_text("id\n1\n", encoding="utf-8")
    shut = [layer for layer in layers_of(library) if not may_see(role, layer.id)]
    assert bool(shut) == (role in ("wijkagent", "crisisplanner", "vergunningen"))
    for layer in shut:
        asked = Selection(layer.id, level="wijken")
        doors: tuple[Callable[[], object], ...] = (
            lambda layer=layer: workspace.layer(layer.id),
            lambda layer=layer: workspace.version(layer),
            lambda layer=layer: workspace.incidents(layer),
            lambda layer=layer: workspace.cube(layer),
            lambda layer=layer: workspace.may_see_points(layer),
            lambda asked=asked: analyse(workspace, asked),
            lambda asked=asked: find(workspace, asked, Search("clusters")),
            lambda asked=asked: selected_places(workspace, asked),
            lambda layer=layer: versions_of(workspace, layer),
            lambda layer=layer: restore_version(workspace, layer, 1),
            lambda layer=layer: import_file(workspace, layer, path),
        )
        for door in doors:
            with pytest.raises(AccessError, match=f"niet voor de rol '{role}'"):
                door()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_no_finer_answer_than_its_finest(library: Library, role: str) -> None:
    workspace = Workspace(library, role)
    for layer in layers_of(library):
        if layer.kind == "context" or not may_see(role, layer.id):
            continue
        allowed = finest_of(role, layer.id)
        for level in ("gemeente", "wijken", "buurten", "cells"):
            asked = Selection(layer.id, level=level, cell_m=500 if level == "cells" else 0)
            if level in allowed:
                assert len(analyse(workspace, asked).codes)
            else:
                with pytest.raises(AccessError, match=f"niet op niveau '{level}'"):
                    analyse(workspace, asked)
        if "cells" in allowed and SMALLEST.get(layer.id, 50) > 50:
            # Cells of 250 m cut those of 100 m: together they would show parts of 50 m.
            for size in (50, 250):
                with pytest.raises(AccessError, match=f"cellen van {size} m"):
                    analyse(workspace, Selection(layer.id, level="cells", cell_m=size))


@pytest.fixture(scope="module")
def made_by_who_may(library: Library) -> Callable[[str, str], tuple[Analysis, MapSpec]]:
    """Return what makes an answer and its map, once: in a cache it may not open another's door."""
    keeper = Workspace(library, "beheerder")

    @lru_cache
    def made(layer: str, level: str) -> tuple[Analysis, MapSpec]:
        analysis = analyse(keeper, Selection(layer, level=level))
        return analysis, map_spec(keeper, analysis)

    return made


@pytest.mark.parametrize("role", ROLES)
def test_what_makes_the_bytes_of_a_file_asks_who_wants_them(
    library: Library,
    role: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    made_by_who_may: Callable[[str, str], tuple[Analysis, MapSpec]],
) -> None:
    if role != ROLES[0]:
        # Who may is asked before a line is drawn, and the same maps are drawn for one role.
        monkeypatch.setitem(DRAWERS, ".svg", lambda _spec, path: path.write_text("<svg/>"))
    workspace, keeper = Workspace(library, role, who="iemand"), Workspace(library, "beheerder")
    for layer in layers_of(library):
        if layer.kind == "context":
            spec = context_spec(keeper, keeper.layer(layer.id))
            assert map_bytes(spec, workspace, ".svg")
            continue
        level = default_level(workspace.layer(layer.id)) if may_see(role, layer.id) else "wijken"
        analysis, spec = made_by_who_may(layer.id, level)
        makers: tuple[Callable[[], object], ...] = (
            lambda a=analysis: csv_of(workspace, a),
            lambda a=analysis: write_analysis(workspace, a, tmp_path / "a.gpkg"),
            lambda a=analysis: write_analysis(workspace, a, tmp_path / "a.geojson"),
            lambda a=analysis: write_analysis(workspace, a, tmp_path / "a.parquet"),
            lambda s=spec: write_map(s, workspace, tmp_path / "a.svg"),
        )
        for make in makers:
            if may_export(role, layer.id):
                make()
            else:
                with pytest.raises(AccessError):
                    make()
    assert not may_export(role, "verward_gedrag") or list(tmp_path.iterdir())


def test_a_finer_answer_or_places_of_another_role_are_not_taken_away(
    library: Library, tmp_path: Path
) -> None:
    keeper, planner, agent = (
        Workspace(library, role) for role in ("beheerder", "crisisplanner", "wijkagent")
    )
    cells = analyse(keeper, Selection("woninginbraak", level="cells"))
    for make in (
        lambda: csv_of(planner, cells),
        lambda: write_map(map_spec(keeper, cells), planner, tmp_path / "a.html"),
    ):
        with pytest.raises(AccessError, match="niet op niveau 'cells'"):
            make()
    places = map_spec(keeper, cells, points=points_of(keeper, cells))
    with pytest.raises(AccessError, match="losse plaatsen"):
        map_bytes(places, agent, ".svg")
    assert map_bytes(map_spec(keeper, cells), agent, ".svg")


def test_a_finding_is_taken_away_by_who_may(library: Library, tmp_path: Path) -> None:
    keeper = Workspace(library, "beheerder")
    found = find(keeper, Selection("geweld", level="cells"), Search("clusters"))
    write_finding(keeper, found, tmp_path / "a.csv")
    with pytest.raises(AccessError):
        write_finding(Workspace(library, "gast"), found, tmp_path / "b.csv")
    assert not (tmp_path / "b.csv").exists()


@pytest.mark.parametrize("role", ["wijkagent", "wijkregisseur", "crisisplanner", "vergunningen"])
def test_who_may_look_may_not_load(library: Library, role: str, tmp_path: Path) -> None:
    workspace = Workspace(library, role)
    path = tmp_path / "rijen.csv"
    path.write_text("id\n1\n", encoding="utf-8")
    layer = workspace.layer("overlast")
    for door in (
        lambda: import_file(workspace, layer, path),
        lambda: import_file(workspace, layer, path, dry_run=True),
        lambda: restore_version(workspace, layer, 1),
    ):
        with pytest.raises(AccessError, match="Inlezen mag: analist, beheerder"):
            door()


@pytest.mark.parametrize("role", ["", "Analist", "analist ", "gast", "../beheerder"])
def test_a_role_that_does_not_exist_sees_nothing(library: Library, role: str) -> None:
    workspace = Workspace(library, role)
    assert workspace.themes == ()
    with pytest.raises(AccessError, match="bestaat hier niet"):
        workspace.layer("overlast")
    if role:
        with pytest.raises(AccessError, match="Bekende rollen: wijkagent"):
            open_workspace(library.home, role=role)


def test_a_declaration_that_was_changed_on_the_way_opens_nothing(library: Library) -> None:
    # Whoever holds a layer as another role sees it gets what its own role may.
    keeper, agent = Workspace(library, "beheerder"), Workspace(library, "wijkagent")
    theirs = keeper.layer("woninginbraak")
    assert not agent.may_see_points(theirs)
    assert (agent.incidents(theirs)[1].x_rd % 100 == 50).mean() > 0.9
    with pytest.raises(AccessError):
        agent.cube(keeper.layer("ondermijning_signalen"))


def test_names_of_layers_that_are_not_for_a_role_are_not_told_to_it(library: Library) -> None:
    with pytest.raises(SelectionError) as caught:
        Workspace(library, "vergunningen").layer("verward")
    assert "verward_gedrag" not in str(caught.value)


def test_roles_at_once_each_get_their_own(library: Library) -> None:
    expected = {
        # places, cells, sensitive
        "analist": (True, True, True),
        "wijkagent": (False, True, True),
        "crisisplanner": (False, False, False),
    }
    got: list[tuple[str, tuple[bool, bool, bool]]] = []

    def work(role: str) -> None:
        got.extend((role, _gets(Workspace(library, role))) for _ in range(30))

    threads = [threading.Thread(target=work, args=(role,)) for role in (*expected, *expected)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 6 * 30
    assert set(got) == set(expected.items())


def _gets(workspace: Workspace) -> tuple[bool, bool, bool]:
    """Return whether a role gets places, cells, and the cube of a sensitive layer."""
    layer = workspace.layer("woninginbraak")
    _, incidents = workspace.incidents(layer)
    inside = incidents.buurt >= 0
    places = bool((incidents.x_rd[inside] % layer.privacy.finest_cell_m != 50).any())
    try:
        workspace.cube(workspace.layer("verward_gedrag"))
    except AccessError:
        return places, "cells" in levels_of(layer), False
    return places, "cells" in levels_of(layer), True


def test_refusals_of_files_are_written_down(library: Library) -> None:
    agent = Workspace(library, "wijkagent", who="agent-7")
    analysis = analyse(agent, Selection("verward_gedrag", level="wijken"))
    with pytest.raises(AccessError, match="mag van laag"):
        csv_of(agent, analysis)
    last = lines(library.home)[-1]
    assert (last["who"], last["role"], last["action"], last["outcome"], last["subject"]) == (
        "agent-7", "wijkagent", "exported", "refused", "verward_gedrag",
    )  # fmt: skip
