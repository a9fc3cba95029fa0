"""A recipe on the command line: saved with an import, used by the next, listed and removed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hotspots.settings import ROLE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.conftest import Ran
    from hotspots.settings import Home

HEADER = "zaak;feit;gepleegd;oost;noord;wijkteam"
ROWS = (
    "31;Inbraak woning;2018-01-05 19:00;100060;421060;Noord",
    "32;Schuur;2018-01-06 20:00;100060;421060;Noord",
    "33;Testmelding;2018-01-07 20:00;100060;421060;Noord",
)
BY_HAND = (
    "--column", "id=zaak", "--column", "soort=feit", "--column", "begin=gepleegd",
    "--column", "x_rd=oost", "--column", "y_rd=noord",
    "--label", "Inbraak woning=Woning", "--label", "Testmelding=",
)  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def file(header: str = HEADER, rows: tuple[str, ...] = ROWS) -> Path:
        path = tmp_path / "weekexport.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return file


def audit(home: Home) -> list[dict[str, object]]:
    lines = (home.state / "audit" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_how_a_file_was_read_is_saved_and_reads_the_next(
    run: Callable[..., Ran], write: Callable[..., Path], home: Home
) -> None:
    path = write()
    assert run("import", path, "--layer", "inbraak", "--dry-run").code == 2
    first = run(
        "import", path, "--layer", "inbraak", *BY_HAND, "--save-recipe", "Politie", "--json"
    )
    assert first.code == 0
    assert first.json["accepted"] == 2  # the report of a test is of no soort, on purpose
    assert first.json["unused"] == ["wijkteam"]
    assert "'Politie' van laag 'Inbraak' is bewaard" in first.err
    again = run("import", path, "--layer", "inbraak", "--recipe", "politie", "--json")
    # The same rows once more: all known.
    assert (again.code, again.json["accepted"], again.json["duplicate"]) == (0, 0, 2)
    recipes = [line for line in audit(home) if line["action"] == "recipe_saved"]
    assert [line["outcome"] for line in recipes] == ["asked", "done"]
    assert recipes[0]["details"] == {"recipe": "politie"}
    imported = [line for line in audit(home) if line["action"] == "imported"]
    assert "recipe" not in imported[0]["details"]  # type: ignore[operator]
    assert imported[-1]["details"]["recipe"] == "politie"  # type: ignore[index]


def test_what_is_given_beside_a_recipe_goes_before_it(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    run("import", write(), "--layer", "inbraak", *BY_HAND, "--save-recipe", "Politie", "--dry-run")
    moved = write(HEADER.replace("gepleegd", "datum"))
    refused = run("import", moved, "--layer", "inbraak", "--recipe", "Politie", "--dry-run")
    assert refused.code == 2
    assert refused.err.startswith("Het recept 'Politie' past niet bij dit bestand")
    assert "--column begin=datum --save-recipe 'Politie'" in refused.err
    assert len(refused.err.strip().splitlines()) == 3
    repaired = run(
        "import", moved, "--layer", "inbraak", "--recipe", "Politie", "--column", "begin=datum",
        "--save-recipe", "Politie", "--dry-run",
    )  # fmt: skip
    assert repaired.code == 0
    assert run("import", moved, "--layer", "inbraak", "--recipe", "Politie", "--dry-run").code == 0


def test_a_field_can_be_left_out(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    path = write("id;soort;begin;x;y;eind", ("1;woning;2018-01-05 19:00;100060;421060;onzin",))
    assert run("import", path, "--layer", "inbraak", "--dry-run").code == 2
    ran = run("import", path, "--layer", "inbraak", "--dry-run", "--column", "end=", "--json")
    assert ran.code == 0
    assert ran.json["unused"] == ["eind"]


def test_recipes_are_listed_shown_and_removed(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    assert "nog geen recepten" in run("recipe", "list").err
    run("import", write(), "--layer", "inbraak", *BY_HAND, "--save-recipe", "Politie", "--dry-run")
    listed = run("recipe", "list")
    assert listed.out.splitlines()[0].split() == ["Recept", "Laag", "Kolommen"]
    assert "Politie" in listed.out.splitlines()[2]
    [told] = run("recipe", "list", "inbraak", "--json").json["recipes"]
    assert told["headers"] == HEADER.split(";")
    assert told["soorten"] == {"Inbraak woning": "woning", "Testmelding": ""}
    assert run("recipe", "list", "zorg", "--json").json == {"recipes": []}
    assert run("recipe", "show", "inbraak", "Politie", "--json").json == told
    shown = run("recipe", "show", "inbraak", "Politie").out.splitlines()
    assert shown[0] == "Recept 'Politie' van laag 'Inbraak'."
    assert "Datum: kolom 'gepleegd'." in shown
    assert "'Inbraak woning': soort 'Woning'." in shown
    assert "'Testmelding': hoort niet in deze laag." in shown
    assert run("recipe", "remove", "inbraak", "Politie").code == 0
    gone = run("recipe", "show", "inbraak", "Politie")
    assert gone.code == 2
    assert gone.err.startswith("Laag 'Inbraak' heeft geen recept 'Politie'.")


def test_a_recipe_that_is_wrong_is_told_by_check_and_by_the_list(
    run: Callable[..., Ran], home: Home
) -> None:
    path = home.state / "recipes" / "inbraak" / "politie.toml"
    path.parent.mkdir(parents=True)
    path.write_text('name = "Politie"\nlayer = "inbraak"\nheader = []\n', encoding="utf-8")
    for command in (("check",), ("recipe", "list")):
        ran = run(*command)
        assert ran.code == 2, command
        assert "onbekende sleutel 'header'. Bedoelde u 'headers'?" in ran.err
    used = run("import", path, "--layer", "inbraak", "--recipe", "Politie")
    assert used.code == 2
    assert "Bedoelde u 'headers'?" in used.err


def test_who_may_not_load_a_layer_has_nothing_to_do_with_its_recipes(
    run: Callable[..., Ran],
    write: Callable[..., Path],
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write()
    run("import", path, "--layer", "inbraak", *BY_HAND, "--save-recipe", "Politie", "--dry-run")
    monkeypatch.setenv(ROLE_VARIABLE, "wijkagent")
    for command in (
        ("recipe", "list", "inbraak"),
        ("recipe", "show", "inbraak", "Politie"),
        ("recipe", "remove", "inbraak", "Politie"),
        ("import", path, "--layer", "inbraak", "--recipe", "Politie"),
        ("import", path, "--layer", "inbraak", "--save-recipe", "Anders"),
    ):
        ran = run(*command)
        assert ran.code == 2, command
        assert "mag in laag 'Inbraak' niets inlezen" in ran.err
    assert run("recipe", "list", "--json").json == {"recipes": []}
    assert [path.stem for path in home.state.glob("recipes/*/*.toml")] == ["politie"]
    refused = [line for line in audit(home) if line["outcome"] == "refused"]
    assert "recipe_removed" in {line["action"] for line in refused}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--label", "x=huis"), "kan geen soort 'huis' zijn"),
        (("--save-recipe", "!!!"), "Een recept kan niet '!!!' heten."),
        (("--recipe", "nergens"), "heeft geen recept 'nergens'"),
    ],
)
def test_what_cannot_be_is_refused_before_the_file_is_read(
    run: Callable[..., Ran], tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    ran = run("import", tmp_path / "er_is_niets.csv", "--layer", "inbraak", *options)
    assert ran.code == 2
    assert told in ran.err


def test_half_a_label_is_not_understood(run: Callable[..., Ran]) -> None:
    ran = run("import", "a.csv", "--layer", "inbraak", "--label", "woning")
    assert ran.code == 2
    assert "'woning' is geen TEKST=SOORT" in ran.err


def test_a_file_that_is_not_recognised_is_told_which_recipe_fits(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    path = write()
    plain = run("import", path, "--layer", "inbraak", "--dry-run")
    assert plain.code == 2
    assert "recept" not in plain.err
    run(
        "import", path, "--layer", "inbraak", *BY_HAND, "--save-recipe", "Politie week", "--dry-run"
    )
    refused = run("import", path, "--layer", "inbraak", "--dry-run", "--json")
    sentence = "Het recept 'Politie week' past op dit bestand: voeg toe --recipe 'Politie week'."
    assert refused.code == 2
    assert sentence in refused.err
    assert sentence in refused.json["warnings"][0]
    assert len(refused.err.strip().splitlines()) == 3
    assert (
        run("import", path, "--layer", "inbraak", "--recipe", "Politie week", "--dry-run").code == 0
    )
    # Of another layer, the layer is named too.
    other = run("import", path, "--layer", "zorg", "--dry-run")
    assert "van laag 'inbraak' past op dit bestand" in other.err
    assert "--layer inbraak en --recipe 'Politie week'" in other.err


def test_a_file_that_is_read_without_its_recipe_is_told_of_it(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    rows = ("1;Tuinhuis;2018-01-05 19:00;100060;421060;", "2;woning;2018-01-05;100060;421060;")
    path = write("id;soort;begin;x;y;wijkteam", rows)
    run("import", path, "--layer", "inbraak", "--label", "Tuinhuis=schuur", "--save-recipe", "Oost",
        "--dry-run")  # fmt: skip
    ran = run("import", path, "--layer", "inbraak", "--dry-run")
    assert ran.code == 0
    assert "voeg toe --recipe 'Oost'" in ran.err
    by_it = run("import", path, "--layer", "inbraak", "--recipe", "Oost", "--dry-run")
    assert "recept" not in by_it.err


def test_a_recipe_that_does_not_fit_says_what_is_new_and_which_other_one_fits(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    run("import", write(), "--layer", "inbraak", *BY_HAND, "--save-recipe", "Politie", "--dry-run")
    moved = write(HEADER.replace("gepleegd", "datum"))
    refused = run("import", moved, "--layer", "inbraak", "--recipe", "Politie", "--dry-run")
    assert "de kolom 'gepleegd' ontbreekt" in refused.err
    assert "Nieuw in dit bestand: datum." in refused.err
    assert "--column begin=datum --save-recipe 'Politie'" in refused.err
    hand = ["begin=datum" if one == "begin=gepleegd" else one for one in BY_HAND]
    run("import", moved, "--layer", "inbraak", *hand, "--save-recipe", "Politie nieuw", "--dry-run")
    told = run("import", moved, "--layer", "inbraak", "--recipe", "Politie", "--dry-run")
    assert "'Politie nieuw' past op dit bestand" in told.err
