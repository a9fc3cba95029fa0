"""Roles as a home declares them: what each may, and every fault in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.catalog.checks import check_catalog
from hotspots.catalog.reading import read_catalog, read_what_is_right
from hotspots.catalog.roles import default_roles
from hotspots.cli import main
from hotspots.errors import DeclarationError
from hotspots.settings import STATE_VARIABLE

if TYPE_CHECKING:
    from hotspots.settings import Home

ROLES = ("wijkagent", "wijkregisseur", "crisisplanner", "vergunningen", "analist", "beheerder")
#: Town names its analist, so every home here has one.
ANALIST = '[roles.analist]\nlabel = "Analist"\nsee = true\n'


def problems_with(home: Home, written: str) -> list[str]:
    home.roles.write_text(ANALIST + written, encoding="utf-8")
    catalog, problems = read_what_is_right(home)
    if catalog is not None:
        problems += check_catalog(catalog, measures=(), palettes=("rood",))
    return problems


def test_the_six_roles_come_with_the_tool(home: Home) -> None:
    assert tuple(role.id for role in default_roles()) == ROLES
    assert read_catalog(home).roles == default_roles()


def test_a_file_of_the_home_takes_the_place_of_all_of_them(home: Home) -> None:
    assert problems_with(home, "") == []
    (analist,) = read_catalog(home).roles
    inbraak, zorg, _ = read_catalog(home).layers
    # Only looking was given, and no finer than the gemeente.
    rights = analist.on_layer(inbraak)
    assert (rights.see, rights.finest, rights.export, rights.imports) == (
        True, "gemeente", False, False,
    )  # fmt: skip
    assert analist.on_layer(zorg) == rights


def test_a_layer_counts_over_its_theme_and_that_over_the_role(home: Home) -> None:
    written = """
[roles.gast]
label = "Gast"
see = true
finest = "gemeente"
[roles.gast.sensitive]
see = false
[roles.gast.themes.proef]
finest = "wijken"
export = true
[roles.gast.layers.inbraak]
finest = "cells"
finest_cell_m = 250
import = true
"""
    assert problems_with(home, written) == []
    gast = read_catalog(home).roles[1]
    inbraak, zorg, haltes = read_catalog(home).layers
    of = gast.on_layer(inbraak)
    assert (of.finest, of.finest_cell_m, of.export, of.imports) == ("cells", 250, True, True)
    of = gast.on_layer(haltes)
    assert (of.see, of.finest, of.export, of.imports) == (True, "wijken", True, False)
    assert not gast.on_layer(zorg).see


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("xport = true", "[roles.analist]: onbekende sleutel 'xport'. Bedoelde u 'export'?"),
        ("finest = 'buurt'", "'finest' is 'buurt'. Bedoelde u 'buurten'?"),
        ("finest_cell_m = 30", "'finest_cell_m' is 30; mogelijk: 50, 100, 200, 250, 500."),
        ("import = 1", "'import' is 1; verwacht true of false."),
        ("themes.prof.see = true", "thema 'prof' bestaat niet. Bedoelde u 'proef'?"),
        ("layers.inbrak.see = true", "laag 'inbrak' bestaat niet. Bedoelde u 'inbraak'?"),
        ("layers.inbraak.sea = true", "onbekende sleutel 'sea'. Bedoelde u 'see'?"),
        ("sensitive.exprt = true", "onbekende sleutel 'exprt'. Bedoelde u 'export'?"),
        ("[roles.gast]\nsee = true", "[roles.gast]: sleutel 'label' ontbreekt: tekst."),
        ("[rollen]", "onbekende sleutel 'rollen'. Bedoelde u 'roles'?"),
        ("see = ", "rollen.toml: geen leesbare TOML"),
    ],
)
def test_a_fault_is_told_with_what_was_meant(home: Home, written: str, told: str) -> None:
    (problem,) = problems_with(home, written)
    assert problem.startswith("rollen.toml")
    assert told in problem


def test_with_a_fault_nobody_has_a_role_and_nothing_opens(home: Home) -> None:
    problems_with(home, "xport = true")
    catalog, _ = read_what_is_right(home)
    assert catalog is not None
    assert catalog.roles == ()
    with pytest.raises(DeclarationError, match="Bedoelde u 'export'"):
        read_catalog(home)


def test_a_role_that_a_layer_or_the_gemeente_names_must_exist(home: Home) -> None:
    theme = home.themes / "proef" / "theme.toml"
    written = theme.read_text(encoding="utf-8")
    theme.write_text(written.replace('["analist"]', '["analyst"]'), encoding="utf-8")
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write('\n[access]\nlocal_role = "beheer"\n')
    catalog = read_catalog(home)
    assert check_catalog(catalog, measures=(), palettes=("rood",)) == [
        "gemeente.toml [access]: rol 'beheer' bestaat niet. Bedoelde u 'beheerder'?",
        (
            "data/proef/theme.toml [layers.inbraak]: [privacy] rol 'analyst' bestaat niet. "
            "Bedoelde u 'analist'?"
        ),
    ]


def test_open_data_cannot_be_declared_secret(home: Home) -> None:
    theme = home.themes / "proef" / "theme.toml"
    with theme.open("a", encoding="utf-8") as file:
        file.write('\n[layers.haltes.privacy]\nroles = ["beheerder"]\n')
    (problem,) = check_catalog(read_catalog(home), measures=(), palettes=("rood",))
    assert "[layers.haltes]: [privacy] 'roles' kan niet" in problem


def test_hotspots_check_lists_faults_of_roles_and_of_people(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(STATE_VARIABLE, raising=False)
    home.state.mkdir()
    home.users.write_text('[users]\n"jan@dordrecht.nl" = "analyst"\n', encoding="utf-8")
    assert main(["--home", str(home.root), "check"]) == 2
    told = capsys.readouterr().err
    assert "gebruikers.toml [users]: rol 'analyst' bestaat niet. Bedoelde u 'analist'?" in told
    assert "jan" not in told
    home.roles.write_text('[roles.analist]\nlabl = "x"\n', encoding="utf-8")
    assert main(["--home", str(home.root), "check"]) == 2
    assert "rollen.toml [roles.analist]: onbekende sleutel 'labl'" in capsys.readouterr().err
