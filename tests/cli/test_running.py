"""check, exit codes, and the program as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from hotspots import cli
from hotspots.cli import main
from hotspots.settings import STATE_VARIABLE
from wide_town import wide_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.settings import Home

    Run = Callable[..., Any]


def edit(home: Home, old: str, new: str) -> None:
    path = home.themes / "proef" / "theme.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_home_is_said_to_be_sound(run: Run, home: Home) -> None:
    edit(home, "finest_cell_m = 100", "finest_cell_m = 50")
    ran = run("check")
    rows = "data/proef/inbraak.csv: 11 rijen, 9 goed, 1 apart gezet, 1 dubbel."
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [rows, f"Alles klopt in '{home.root}'."]
    # Looking over a home publishes nothing.
    assert not home.state.exists()


def test_check_says_which_cells_cannot_be_chosen_and_why(run: Run, home: Home) -> None:
    edit(home, "cell_m = 100\nbandwidth", "cell_m = 250\nbandwidth")
    roles = "\n".join(
        f'[roles.{name}]\nlabel = "{name}"\nsee = true\nfinest = "cells"\nfinest_cell_m = {size}\n'
        for name, size in (("analist", 50), ("gast", 100), ("pers", 200), ("raad", 500))
    )
    (home.root / "rollen.toml").write_text(roles, encoding="utf-8")
    ran = run("check")
    rows, *told, sound = ran.out.splitlines()
    assert (ran.code, ran.err, sound) == (0, "", f"Alles klopt in '{home.root}'.")
    assert rows.startswith("data/proef/inbraak.csv: 11 rijen")
    offered = (
        "Laag 'inbraak': te zien in cellen van {} m voor {}. Niet te kiezen bij finest_cell_m = "
    )
    assert told == [
        offered.format("100, 200 en 500", "analist en gast")
        + "100: 250 m; dat zijn geen hele cellen van 100 m. Wie niets kiest, krijgt 500 m.",
        offered.format("200", "pers")
        + "200: 250 en 500 m; dat zijn geen hele cellen van 200 m. Wie niets kiest, krijgt 200 m.",
    ]


def test_what_a_layer_lacks_without_a_denominator_is_said(run: Run, home: Home) -> None:
    path = home.themes / "proef" / "theme.toml"
    declared = path.read_text(encoding="utf-8")
    assert "noemer" not in run("check").out
    without = declared.replace(
        '[layers.inbraak.denominators]\nuse = ["huishoudens", "inwoners"]\n', ""
    ).replace('mask = "households"\n', "")
    assert without != declared
    path.write_text(without, encoding="utf-8")
    checked = run("check")
    assert checked.code == 0
    assert "Laag 'inbraak' heeft geen noemer" in checked.out
    assert "in deze home kan: huishoudens en inwoners." in " ".join(checked.out.split())
    asked = run("analyse", "inbraak", "--measure", "gi_star", "--json")
    assert asked.code == 2
    assert "kent de maat 'Hotspots' niet: de laag heeft geen noemer." in asked.err
    assert 'use = ["huishoudens"]' in asked.err


def test_check_lists_all_problems_and_how_many(run: Run, home: Home) -> None:
    edit(home, "bandwidth_m = 200", "bandwidth_m = -1")
    edit(home, '"huishoudens", "inwoners"', '"huishoudes"')
    edit(home, "zorg.csv", "weg.csv")
    (home.themes / "leeg").mkdir()
    ran = run("check")
    assert (ran.code, ran.out) == (2, "")
    *problems, total = ran.err.strip().splitlines()
    assert len(problems) == 4
    assert total == "4 fout(en) gevonden."
    for word in ("bandwidth_m is -1", "Bedoelde u 'huishoudens'", "'weg.csv' ontbreekt", "leeg/"):
        assert sum(word in problem for problem in problems) == 1


def test_check_says_which_wijk_of_a_user_there_is_not_and_names_nobody(
    run: Run, home: Home
) -> None:
    home.users.parent.mkdir(parents=True, exist_ok=True)
    home.users.write_text(
        '[users]\n"jan" = "analist"\n"an" = "analist"\n[wijken]\n"jan" = "Ondr"\n"an" = "Boven"\n',
        encoding="utf-8",
    )
    ran = run("check")
    assert ran.code == 2
    assert ran.err.splitlines()[0] == (
        "gebruikers.toml: wijk 'Ondr' bestaat niet in deze gemeente. Bedoelde u 'Onder'?"
    )
    assert "jan" not in ran.err


def test_check_says_that_a_wijk_of_a_user_can_be_one_of_more_gemeenten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(STATE_VARIABLE, raising=False)
    region = wide_home(tmp_path / "region", alike=True)
    region.users.parent.mkdir(parents=True, exist_ok=True)
    people = ("jan", "an", "els", "piet")
    wijken = ("Boven", "Boven (Dal)", "Bove (Dal)", "WK999401")
    region.users.write_text(
        "[users]\n" + "".join(f'"{who}" = "analist"\n' for who in people)
        + "[wijken]\n" + "".join(f'"{w}" = "{x}"\n' for w, x in zip(people, wijken, strict=True)),
        encoding="utf-8",
    )  # fmt: skip
    assert main(["--home", str(region.root), "check"]) == 2
    problems = capsys.readouterr().err.splitlines()
    assert problems[1] == (
        "gebruikers.toml: wijk 'Boven' kan meer dan één wijk zijn. Gevonden: Boven (Dal) "
        "(WK999101); Boven (Dijk) (WK999201); Boven (Berg) (WK999301); Boven (Cattum) (WK999401). "
        "Schrijf de gemeente erachter, zoals 'Centrum (Dal)', of de code."
    )
    assert problems[2:] == ["2 fout(en) gevonden."]
    assert problems[0] == (
        "gebruikers.toml: wijk 'Bove (Dal)' bestaat niet in dit werkgebied. Bedoelde u "
        "'Boven (Dal)'?"
    )


def test_check_looks_at_the_areas_too(run: Run, home: Home) -> None:
    path = home.geodata / "buurten" / "buurten.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace('"WK999902"', '"WK999999"'))
    ran = run("check")
    assert ran.code == 2
    assert "WK999999" in ran.err


def test_a_home_with_faults_answers_nothing_and_lists_them(run: Run, home: Home) -> None:
    edit(home, "attribution", "atribution")
    ran = run("analyse", "inbraak")
    assert (ran.code, ran.out) == (2, "")
    assert "Bedoelde u 'attribution'?" in ran.err
    assert "hotspots check" in ran.err


def test_a_fault_of_ours_is_one_and_no_stack_trace_on_stdout(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("boem")

    monkeypatch.setattr("hotspots.cli.answering.analyse", fail)
    ran = run("analyse", "inbraak")
    assert (ran.code, ran.out) == (1, "")


def test_stopping_a_command_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hotspots.cli.answering.analyse", interrupt)
    ran = run("analyse", "inbraak")
    assert (ran.code, ran.err) == (1, "Afgebroken.\n")


def test_run_leaves_with_the_exit_code(home: Home) -> None:
    with pytest.raises(SystemExit) as left:
        cli.run(["--home", str(home.root), "analyse", "weg"])
    assert left.value.code == 2


def test_a_folder_that_is_no_home_is_refused(tmp_path: object, capsys: Any) -> None:  # noqa: ANN401
    assert cli.main(["--home", str(tmp_path), "check"]) == 2
    assert "Geen gemeente gevonden" in capsys.readouterr().err


def test_the_module_is_the_program(home: Home) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "hotspots", "analyse", "inbraak"],
        env={**os.environ, "HOTSPOTS_HOME": str(home.root), "HOTSPOTS_STATE": str(home.state)},
        capture_output=True, text=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip
    assert ran.returncode == 0
    _, heading, _, first, *_ = ran.stdout.splitlines()
    assert heading.split() == ["Code", "Naam", "(inbraken)"]
    assert first.split() == ["BU99990100", "Noord", "4"]
    assert "Synthetische gegevens" in ran.stderr
