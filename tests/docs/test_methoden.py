"""The methods page, held to the code: every method, every option, every fixed number."""

from __future__ import annotations

import importlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import preset
from hotspots.analysis.question import Selection
from hotspots.analysis.registry import MEASURE_IDS, SEARCH_IDS, measure_named
from hotspots.cli import main, parse
from hotspots.settings import HOME_VARIABLE, STATE_VARIABLE, Home
from published import lend_published
from taken import csv_of

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs/methoden.md").read_text(encoding="utf-8")
#: What every method tells, in this order.
PARTS = ("Zegt", "Zegt niet", "Formule", "Standaard", "Toetsen", "Val", "Bron", "Nagerekend")


def blocks(language: str) -> list[str]:
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)
    return found


def commands() -> list[list[str]]:
    """Return every command in the blocks for a shell, without the name of the program."""
    lines = "".join(blocks("sh")).replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines]


def sections() -> dict[str, str]:
    """Return the text under each heading of the second level, by that heading."""
    parts = re.split(r"^## (.+)\n", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


SECTIONS = sections()
#: A section that says what something says, explains a method.
METHODS = [heading for heading, text in SECTIONS.items() if "**Zegt.**" in text]


def anchor(heading: str) -> str:
    """Return what a heading is called in a link: lower case, no punctuation, dashes for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", [*MEASURE_IDS, *SEARCH_IDS])
def test_every_measure_and_search_has_a_section_of_its_own(name: str) -> None:
    assert len([heading for heading in METHODS if f"`{name}`" in heading]) == 1


@pytest.mark.parametrize("heading", METHODS)
def test_every_method_tells_all_there_is_to_tell(heading: str) -> None:
    told = re.findall(r"^\*\*([A-Z][a-z ]+)\.\*\*", SECTIONS[heading], flags=re.MULTILINE)
    assert told == list(PARTS)
    (source,) = re.findall(
        r"^\*\*Bron\.\*\* (.*?)\n\n", SECTIONS[heading], re.DOTALL | re.MULTILINE
    )
    assert "doi:10." in source or "geen DOI" in source or source == "Geen: dit is tellen."


def test_every_class_of_a_trend_is_in_its_table() -> None:
    (section,) = (SECTIONS[heading] for heading in METHODS if "`emerging`" in heading)
    verdicts = [verdict.id for verdict in measure_named("emerging").verdicts]
    assert [name for name in verdicts if f"| `{name}`" not in section] == []


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    links = re.findall(r"\]\(#([^)]+)\)", PAGE)
    assert links
    assert set(links) <= {anchor(heading) for heading in SECTIONS}


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_is_one_that_the_command_line_knows(command: list[str]) -> None:
    assert parse(command).layer


def test_every_option_in_a_sentence_exists(capsys: pytest.CaptureFixture[str]) -> None:
    known = set()
    for command in ("analyse", "find"):
        with pytest.raises(SystemExit):
            parse([command, "--help"])
        known |= set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert set(re.findall(r"`(--[a-z-]+)", PAGE)) - known == set()


FIXED = re.findall(r"^\| ([\d.,; ]+) \| .+ \| `([\w.]+)` \|$", PAGE, flags=re.MULTILINE)


@pytest.mark.parametrize(("written", "name"), FIXED, ids=[name for _, name in FIXED])
def test_every_fixed_number_is_that_of_the_code(written: str, name: str) -> None:
    module, constant = name.rsplit(".", 1)
    value = getattr(importlib.import_module(module), constant)
    numbers = [float(part.replace(".", "").replace(",", ".")) for part in written.split(";")]
    assert numbers == list(value if isinstance(value, tuple) else (value,))


def test_every_function_that_is_named_exists() -> None:
    for name in re.findall(r"In Python:\s`([\w.]+)`", PAGE):
        module, function = name.rsplit(".", 1)
        assert callable(getattr(importlib.import_module(module), function)), name


def test_the_notebook_gives_the_numbers_of_the_page_and_of_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notebook,) = blocks("python")
    assert len([line for line in notebook.splitlines() if line]) == 7
    env = {HOME_VARIABLE: str(REPOSITORY), STATE_VARIABLE: str(tmp_path / "state"), "PATH": ""}
    lend_published(Home(REPOSITORY, tmp_path / "state"))
    by_notebook, by_command = tmp_path / "notebook.csv", tmp_path / "command.csv"
    last = f"\ntable.to_csv({str(by_notebook)!r}, index=False)"
    subprocess.run([sys.executable, "-c", notebook + last], env=env, check=True)

    for name, value in env.items():
        if name != "PATH":
            monkeypatch.setenv(name, value)
    (command,) = (asked for asked in commands() if asked[-1] == "hotspots.csv")
    assert main([*command[:-1], str(by_command)]) == 0

    # What the button under the table gives, with what the page chooses for "Laatste jaar".
    workspace = open_workspace()
    layer = workspace.layer("woninginbraak")
    by_page = tmp_path / "page.csv"
    covered = analyse(workspace, Selection(layer.id)).covered
    page = Selection(
        layer.id,
        level="cells",
        measure="gi_star",
        period=preset("year", covered),
        denominator=layer.denominators[0],
        cell_m=layer.style.cell_m,
    )
    downloaded = csv_of(workspace, analyse(workspace, page), dutch=True)
    by_page.write_text(downloaded, encoding="utf-8", newline="")

    table = pd.read_csv(by_notebook)
    assert set(table["verdict"].dropna()) == {"more", "slightly_more", "not_shown"}
    assert (table["verdict"].isna() == (table["status"] == "missing")).all()
    for other in (pd.read_csv(by_command), pd.read_csv(by_page, sep=";", decimal=",")):
        pd.testing.assert_frame_equal(other[table.columns], table, check_exact=True)
