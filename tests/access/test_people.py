"""Which role someone has, from our own table, read at every question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.access.permission import read_users, role_of
from hotspots.access.workspace import open_workspace
from hotspots.catalog.reading import read_catalog
from hotspots.errors import SettingsError
from hotspots.settings import ROLE_VARIABLE, USERS_VARIABLE
from wide_town import wide_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home


def write(home: Home, text: str) -> None:
    home.users.parent.mkdir(parents=True, exist_ok=True)
    home.users.write_text(text, encoding="utf-8")


def test_someone_in_the_table_has_a_role_and_others_have_none(home: Home) -> None:
    write(home, '[users]\n"Jan@Dordrecht.nl" = "wijkagent"\n')
    catalog = read_catalog(home)
    assert role_of(home, catalog, "jan@dordrecht.NL ") == "wijkagent"
    for name in ("piet@dordrecht.nl", "", " ", "*", "jan@dordrecht.nl.evil.example"):
        assert role_of(home, catalog, name) is None


def test_without_a_table_nobody_has_a_role(home: Home) -> None:
    assert role_of(home, read_catalog(home), "jan@dordrecht.nl") is None


def test_who_is_taken_out_has_none_at_the_next_question(home: Home) -> None:
    catalog = read_catalog(home)
    write(home, '[users]\n"jan" = "beheerder"\n')
    assert role_of(home, catalog, "jan") == "beheerder"
    write(home, '[users]\n"jan" = "wijkagent"\n')
    assert role_of(home, catalog, "jan") == "wijkagent"
    write(home, "[users]\n")
    assert role_of(home, catalog, "jan") is None


def test_someone_may_have_a_wijk_of_their_own_by_name_or_by_code(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        home,
        '[users]\n"jan" = "wijkagent"\n"an" = "wijkagent"\n"piet" = "wijkagent"\n'
        '[wijken]\n"Jan" = "Onder"\n"an" = "WK999901"\n',
    )
    monkeypatch.setenv(ROLE_VARIABLE, "wijkagent")
    opened = open_workspace(home)
    of = {who: replace(opened, who=who).own_wijk for who in ("JAN", "an", "piet", "els", "")}
    assert of == {"JAN": "WK999902", "an": "WK999901", "piet": "", "els": "", "": ""}
    write(home, '[users]\n"jan" = "wijkagent"\n[wijken]\n"jan" = "Elders"\n')
    assert replace(opened, who="jan").own_wijk == ""


def test_in_a_region_a_wijk_is_a_code_or_a_name_with_its_gemeente(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = wide_home(tmp_path / "region", alike=True)
    write(
        home,
        '[users]\n"jan" = "wijkagent"\n"an" = "wijkagent"\n"els" = "wijkagent"\n'
        '[wijken]\n"jan" = "boven (Cattum)"\n"an" = "WK999102"\n"els" = "Boven"\n',
    )
    monkeypatch.setenv(ROLE_VARIABLE, "wijkagent")
    opened = open_workspace(home)
    of = {who: replace(opened, who=who).own_wijk for who in ("jan", "an", "els")}
    # Every gemeente has a Boven: nobody can say which is hers.
    assert of == {"jan": "WK999401", "an": "WK999102", "els": ""}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('[users]\n"jan@x.nl" = "wijkagnet"', "Bedoelde u 'wijkagent'?"),
        ('[user]\n"jan@x.nl" = "wijkagent"', "Bedoelde u 'users'?"),
        ('[users]\n"jan@x.nl" = "wijkagent"\n"Jan@X.nl" = "beheerder"', "twee keer"),
        ('[users]\n"jan@x.nl" = ["wijkagent"]', "verwacht tekst"),
        ('[users]\n"an" = "wijkagent"\n[wijken]\n"jan@x.nl" = "Onder"', "staat niet bij 'users'"),
        ("[users", "geen leesbare TOML"),
        ("", "sleutel 'users' ontbreekt"),
    ],
)
def test_a_table_with_a_fault_lets_nobody_in_and_names_nobody(
    home: Home, written: str, told: str
) -> None:
    write(home, written)
    catalog = read_catalog(home)
    with pytest.raises(SettingsError) as caught:
        role_of(home, catalog, "jan@x.nl")
    assert told in str(caught.value)
    assert "jan@" not in str(caught.value).lower()
    assert read_users(home, catalog)[1]


def test_the_table_may_lie_where_the_tool_cannot_write(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "etc" / "gebruikers.toml"
    monkeypatch.setenv(USERS_VARIABLE, str(elsewhere))
    write(home, '[users]\n"jan" = "analist"\n')
    assert elsewhere.is_file()
    assert role_of(home, read_catalog(home), "jan") == "analist"
