"""A recipe is a checked file: what it says is what an import by hand would be told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.catalog.reading import read_catalog
from hotspots.errors import DeclarationError, HotspotsError, IntakeError
from hotspots.incoming.checking.recipe import (
    Recipe,
    best_of,
    name_in_files,
    nearest_of,
    recipe_named,
    recipe_problems,
    recipes_of,
    remove_recipe,
    save_recipe,
)
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import Catalog, LayerSpec
    from hotspots.settings import Home

POLICE = Recipe(
    name="Politie, weekexport",
    layer="inbraak",
    headers=("Zaaknr", "Pleegdatum", "Feit", "X", "Y", "Wijkteam"),
    crs="EPSG:28992",
    table="Blad1",
    columns={"id": "Zaaknr", "begin": "Pleegdatum", "soort": "Feit", "end": ""},
    soorten={"Inbraak woning (A12)": "woning", 'zegt "proef"': "", "?": "schuur"},
    soort="schuur",
    each_row=True,
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return tiny_home(tmp_path / "town")


@pytest.fixture
def catalog(home: Home) -> Catalog:
    return read_catalog(home)


@pytest.fixture
def layer(catalog: Catalog) -> LayerSpec:
    return next(layer for layer in catalog.layers if layer.id == "inbraak")


def test_what_is_saved_is_what_is_read(home: Home, catalog: Catalog, layer: LayerSpec) -> None:
    save_recipe(home, catalog, POLICE)
    assert recipe_named(home, catalog, layer, "politie weekexport") == POLICE
    assert recipes_of(home, catalog, layer) == ((POLICE,), ())
    assert recipe_problems(home, catalog) == []
    path = home.state / "recipes" / "inbraak" / "politie-weekexport.toml"
    assert path.stat().st_mode & 0o077 == 0
    # Another spelling of the same name is the same recipe.
    save_recipe(home, catalog, replace(POLICE, name="POLITIE (weekexport)", crs=""))
    ((only,), _) = recipes_of(home, catalog, layer)
    assert (only.name, only.crs) == ("POLITIE (weekexport)", "")
    remove_recipe(home, catalog, layer, "Politie weekexport")
    assert recipes_of(home, catalog, layer) == ((), ())


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(
    headers=st.lists(TEXTS, max_size=4),
    columns=st.dictionaries(st.sampled_from(["id", "begin", "x_rd", "address"]), TEXTS),
    soorten=st.dictionaries(TEXTS, st.sampled_from(["woning", "schuur", ""])),
)
def test_any_header_or_label_survives_being_written(
    tmp_path_factory: pytest.TempPathFactory,
    headers: list[str],
    columns: dict[str, str],
    soorten: dict[str, str],
) -> None:
    home = tiny_home(tmp_path_factory.mktemp("town"))
    catalog = read_catalog(home)
    layer = next(layer for layer in catalog.layers if layer.id == "inbraak")
    recipe = Recipe("x", "inbraak", tuple(headers), columns=columns, soorten=soorten)
    save_recipe(home, catalog, recipe)
    assert recipe_named(home, catalog, layer, "x") == recipe


def test_everything_that_is_wrong_with_a_file_is_told_at_once(
    home: Home, catalog: Catalog, layer: LayerSpec
) -> None:
    path = home.state / "recipes" / "inbraak" / "politie.toml"
    path.parent.mkdir(parents=True)
    path.write_text(
        'name = "Politie"\nlayer = "inbraak"\nheaders = ["a"]\ncolums = {}\n', encoding="utf-8"
    )
    with pytest.raises(DeclarationError, match=r"'colums'\. Bedoelde u 'columns'\?"):
        recipe_named(home, catalog, layer, "Politie")
    path.write_text(
        'name = "Brandweer"\nlayer = "inbraak"\nheaders = ["a"]\ncrs = "RD"\n'
        '[columns]\nbegn = "datum"\n[soorten]\nA = "wonig"\n',
        encoding="utf-8",
    )
    right, problems = recipes_of(home, catalog, layer)
    assert right == ()
    assert problems == tuple(recipe_problems(home, catalog))
    for told in ("heet brandweer.toml", "'RD'", "Bedoelde u 'begin'?", "Bedoelde u 'woning'?"):
        assert any(told in problem for problem in problems), told
    # Also what nobody can read can be removed.
    path.write_bytes(b"\xff\x00")
    remove_recipe(home, catalog, layer, "politie")
    assert not path.exists()


@pytest.mark.parametrize("name", ["", "   ", "../..", "!!!", "a" * 61, "a\nb", "\x1b[2J"], ids=repr)
def test_a_name_that_cannot_be_a_file_is_refused_and_no_path_gets_out(
    home: Home, catalog: Catalog, name: str
) -> None:
    with pytest.raises(IntakeError, match="kan niet"):
        save_recipe(home, catalog, replace(POLICE, name=name))
    assert not (home.state / "recipes").exists()
    assert name_in_files("../../etc/passwd") == "etc-passwd"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"layer": "inbrak"}, "bestaat niet"),
        ({"columns": {"begn": "x"}}, "Bedoelde u 'begin'"),
        ({"soorten": {"x": "auto"}}, "bestaat niet"),
        ({"soort": "auto"}, "bestaat niet"),
        ({"crs": "rijksdriehoek"}, "EPSG"),
    ],
)
def test_a_recipe_that_its_layer_cannot_use_is_not_saved(
    home: Home, catalog: Catalog, change: dict[str, object], told: str
) -> None:
    with pytest.raises(HotspotsError, match=told):
        save_recipe(home, catalog, replace(POLICE, **change))  # type: ignore[arg-type]
    assert not list(home.state.rglob("*.toml"))


def test_an_unknown_name_comes_with_those_there_are(
    home: Home, catalog: Catalog, layer: LayerSpec
) -> None:
    with pytest.raises(IntakeError, match="nog geen recepten"):
        recipe_named(home, catalog, layer, "Politie")
    save_recipe(home, catalog, POLICE)
    with pytest.raises(IntakeError, match="Bedoelde u 'Politie, weekexport'"):
        recipe_named(home, catalog, layer, "Politie weekexprt")


def test_a_file_is_recognised_by_its_headers_whatever_their_case_or_order() -> None:
    small = Recipe("klein", headers=("Pleegdatum",))
    columns = ["wijkteam", "FEIT", "x", "y", "pleegdatum", "zaaknr", "nieuw"]
    assert best_of([small, POLICE], columns) == POLICE
    assert best_of([small, POLICE], ["pleegdatum"]) == small
    assert best_of([POLICE], columns[1:]) is None
    assert best_of([Recipe("leeg")], columns) is None


def test_a_file_that_lacks_one_column_of_a_recipe_is_near_it() -> None:
    columns = ["wijkteam", "FEIT", "x", "y", "zaaknr", "datum"]
    assert nearest_of([POLICE], columns) == POLICE
    # Whatever is read by it is near to nothing, and three of six columns are no more than half.
    assert nearest_of([POLICE], [*columns, "pleegdatum"]) is None
    assert nearest_of([POLICE], ["zaaknr", "feit", "x"]) is None
    assert nearest_of([Recipe("leeg")], columns) is None


def test_a_recipe_that_no_longer_fits_names_the_columns_and_what_to_do() -> None:
    with pytest.raises(IntakeError) as refused:
        POLICE.require_fit(["zaaknr", "Datum", "Feit"])
    # Only what the recipe reads: nobody misses the column of the team.
    assert refused.value.what.endswith(
        "past niet bij dit bestand: de kolom 'Pleegdatum' ontbreekt."
    )
    assert "zaaknr, Datum, Feit" in refused.value.detail
    assert "--column begin=Datum" in refused.value.do
    POLICE.require_fit(["zaaknr", "Pleegdatum", "Feit"])
