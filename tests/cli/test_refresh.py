"""`hotspots refresh`, as a timer calls it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from hotspots.settings import ROLE_VARIABLE
from loading import HEADER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.conftest import Ran
    from hotspots.settings import Home


@pytest.fixture
def folder(home: Home) -> Path:
    """A folder in which files arrive, declared as a supply."""
    folder = home.root / "aanlevering"
    folder.mkdir()
    (home.root / "bronnen.toml").write_text(
        '[meldkamer]\nlayer = "inbraak"\nfiles = "aanlevering/*.csv"\nevery = "week"\n',
        encoding="utf-8",
    )
    return folder


def arrive(folder: Path, name: str, *rows: str) -> None:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))


def test_a_new_file_is_told_in_a_table_and_a_sentence(
    run: Callable[..., Ran], folder: Path
) -> None:
    arrive(folder, "week1.csv", "a,woning,2017-03-01 19:00,,100060,421060")
    ran = run("refresh")
    assert (ran.code, ran.err) == (0, "")
    heading, _, row, sentence = ran.out.splitlines()
    assert heading.split() == ["Bron", "Waarvoor", "Uitkomst"]
    assert row.split() == ["meldkamer", "inbraak", "nieuwe", "gegevens"]
    assert sentence == "meldkamer: week1.csv: ingelezen als v2, 1 rij."
    again = run("refresh")
    assert "Nog niet aan de beurt." in again.out
    assert again.out.splitlines()[2].endswith("vorige keer: nieuwe gegevens")
    assert again.code == 0


def test_a_refused_file_ends_with_one_and_scripts_hear_why(
    run: Callable[..., Ran], folder: Path
) -> None:
    arrive(folder, "week1.csv", "zonder,kolommen")
    ran = run("refresh", "--json")
    assert ran.code == 1
    [supply] = ran.json["supplies"]
    assert (supply["name"], supply["outcome"], supply["late"]) == ("meldkamer", "failed", False)
    assert supply["lines"][0].startswith("week1.csv: ")
    assert "files" not in supply


def test_the_file_of_supplies_is_checked_with_the_rest(
    run: Callable[..., Ran], home: Home, folder: Path
) -> None:
    assert folder.is_dir()
    assert run("check").code == 0
    (home.root / "bronnen.toml").write_text('[x]\nevry = "day"\n', encoding="utf-8")
    ran = run("check")
    assert ran.code == 2
    assert "bronnen.toml [x]: onbekende sleutel 'evry'" in ran.err
    assert run("refresh").code == 2


def test_a_role_that_may_not_load_changes_nothing(
    run: Callable[..., Ran], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(folder, "week1.csv", "a,woning,2017-03-01 19:00,,100060,421060")
    monkeypatch.setenv(ROLE_VARIABLE, "wijkagent")
    assert run("refresh").code == 1
