"""Declarations: what is wrong is said in words, all of it at once, with a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.catalog.reading import read_catalog, read_what_is_right
from hotspots.errors import DeclarationError
from town import tiny_home

if TYPE_CHECKING:
    from hotspots.settings import Home


def change(home: Home, *changes: tuple[str, str], file: str = "data/proef/theme.toml") -> list[str]:
    """Change the text of a declaration and return the problems."""
    path = home.root / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return read_what_is_right(home)[1]


def test_the_town_has_no_problems_and_keeps_what_it_declares(home: Home) -> None:
    catalog = read_catalog(home)
    assert [theme.id for theme in catalog.themes] == ["proef"]
    assert [layer.id for layer in catalog.layers] == ["inbraak", "zorg", "haltes"]
    inbraak, zorg, _ = catalog.layers
    assert (inbraak.sensitive, zorg.sensitive) == (False, True)
    assert inbraak.columns["x_rd"] == ("x",)
    assert catalog.gemeente.start == "inbraak"


def test_an_unknown_key_gets_the_key_that_was_meant(home: Home) -> None:
    unknown, absent = change(home, ("attribution", "atribution"))
    where = "data/proef/theme.toml [layers.inbraak.source]"
    hint = "Bedoelde u 'attribution'?"
    assert unknown == f"{where}: onbekende sleutel 'atribution'. {hint} ('attribution' is tekst)"
    assert absent == f"{where}: sleutel 'attribution' ontbreekt: tekst."


def test_a_file_with_five_different_faults_gives_five_sentences(home: Home) -> None:
    found = change(
        home,
        ("order = 1", 'order = "een"'),
        ('observes = "misdrijf"', 'observes = "misdaad"'),
        ("finest_cell_m", "finest_cel_m"),
        ('noun = "zorgmelding"\n', ""),
        ("synthetic = true", 'synthetic = "ja"'),
    )
    assert len(found) == 5
    for word in ("'order'", "'misdaad'", "'finest_cel_m'", "'noun'", "'synthetic'"):
        assert sum(word in sentence for sentence in found) == 1


def test_faults_of_several_files_are_listed_together(home: Home) -> None:
    change(home, ('name = "Vierbuurten"', "name = 4"), file="gemeente.toml")
    change(home, ("licence", "license"), file="geodata/wijken/layer.toml")
    change(home, ('kind = "incidents"', 'kind = "incident"'))
    with pytest.raises(DeclarationError) as caught:
        read_catalog(home)
    files = {problem.split()[0] for problem in caught.value.problems}
    assert files == {"gemeente.toml", "geodata/wijken/layer.toml", "data/proef/theme.toml"}
    assert all(problem in str(caught.value) for problem in caught.value.problems)


def test_an_id_is_the_name_of_its_folder(home: Home) -> None:
    assert change(home, ('id = "proef"', 'id = "test"')) == [
        "data/proef/theme.toml bovenaan: id 'test' is niet de naam van de map ('proef')."
    ]
    (home.geodata / "wijken").rename(home.geodata / "wijkjes")
    found = read_what_is_right(home)[1]
    assert any("id 'wijken' is niet de naam van de map ('wijkjes')" in one for one in found)


def test_a_theme_without_layers_says_why(home: Home) -> None:
    theme = home.themes / "stil" / "theme.toml"
    theme.parent.mkdir()
    theme.write_text('id = "stil"\nlabel = "Stil"\norder = 2\ndescription = "Niets."\n')
    assert read_what_is_right(home)[1] == [
        "data/stil/theme.toml bovenaan: een thema zonder lagen zegt waarom, in 'no_layers'."
    ]
    theme.write_text(theme.read_text() + 'no_layers = "Het gaat om mensen."\n')
    catalog = read_catalog(home)
    assert [theme.id for theme in catalog.themes] == ["proef", "stil"]
    assert catalog.themes[1].no_layers == "Het gaat om mensen."


def test_a_folder_without_declaration_is_a_problem_not_a_silence(home: Home) -> None:
    (home.themes / "leeg").mkdir()
    (home.themes / "_bouw").mkdir()
    assert read_what_is_right(home)[1] == ["data/leeg/: theme.toml ontbreekt."]


def test_a_layer_has_a_file_of_its_own_or_shows_a_context(home: Home) -> None:
    found = change(home, ('context = "haltes"\n', ""))
    assert len(found) == 1
    assert "[layers.haltes]" in found[0]
    assert "óf [source] óf 'context'" in found[0]


def test_a_file_that_is_no_toml_is_named(home: Home) -> None:
    home.gemeente.write_text("code = ", encoding="utf-8")
    catalog, found = read_what_is_right(home)
    assert catalog is None
    assert [problem.split(":")[0] for problem in found] == ["gemeente.toml"]


def test_a_new_theme_needs_a_folder_and_nothing_else(home: Home) -> None:
    folder = home.themes / "nieuw"
    folder.mkdir()
    text = (home.themes / "proef" / "theme.toml").read_text(encoding="utf-8")
    for old, new in (('"proef"', '"nieuw"'), ("order = 1", "order = 0"), ("layers.", "layers.n_")):
        text = text.replace(old, new)
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    catalog = read_catalog(home)
    assert [theme.id for theme in catalog.themes] == ["nieuw", "proef"]
    assert {"n_inbraak", "inbraak"} <= {layer.id for layer in catalog.layers}


WRONG_VALUES = ("3", "true", "[1]", "1.5", '"x"', "{}", '["x", 3]')


@settings(max_examples=120)
@given(seed=st.data())
def test_any_value_of_a_wrong_type_is_a_problem_and_never_a_crash(
    seed: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tiny_home(tmp_path_factory.mktemp("wrong"))
    files = ("gemeente.toml", "data/proef/theme.toml", "geodata/buurten/layer.toml")
    path = home.root / seed.draw(st.sampled_from(files))
    lines = path.read_text(encoding="utf-8").splitlines()
    at = seed.draw(st.sampled_from([n for n, line in enumerate(lines) if " = " in line]))
    key = lines[at].split(" = ")[0]
    lines[at] = f"{key} = {seed.draw(st.sampled_from(WRONG_VALUES))}"
    path.write_text("\n".join(lines), encoding="utf-8")
    read_what_is_right(home)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/proef/theme.toml", "[layers.inbraak]\nkind", "[layers]\ninbraak = 3\n[other]\nkind"),
        ("data/proef/theme.toml", "[[figures]]", "figures = [1]\n[other]"),
        ("geodata/buurten/layer.toml", "[denominators.huishoudens]",
         '[denominators]\nhuishoudens = "aantal"\n[denominators.mensen]'),
        ("gemeente.toml", "compartments = []", "compartments = [1]"),
        ("data/proef/theme.toml", 'id = "id"', "id = 3"),
        ("data/proef/theme.toml", 'id = "id"', 'id = ["id", 3]'),
        ("data/proef/theme.toml", 'woning = "Woning"', "woning = 1"),
        ("data/proef/theme.toml", 'use = ["huishoudens", "inwoners"]', "use = [1]"),
        ("geodata/buurten/layer.toml", 'code = "code"', "code = 1"),
    ],
)  # fmt: skip
def test_a_table_or_list_of_the_wrong_things_is_said(
    home: Home, file: str, old: str, new: str
) -> None:
    assert change(home, (old, new), file=file)
