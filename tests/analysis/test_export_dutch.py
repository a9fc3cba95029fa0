"""Files that people read name everything in Dutch: no key of the program is left in them."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

from hotspots.analysis import question_words
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.periods import STEPS, Period
from hotspots.analysis.question import BANDWIDTH_RULES, KERNELS, Search, Selection
from hotspots.analysis.registry import MEASURES, SEARCH_IDS, measures_of
from hotspots.catalog.whole import OF_ONE
from hotspots.exports.about import about_parameters
from hotspots.exports.writers import write_analysis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hotspots.access.workspace import Workspace

YEAR: Final = Period(date(2017, 1, 1), date(2017, 12, 31))
#: Of people who gave their name to a method: the same in every language.
NAMES: Final = ("Benjamini-Hochberg", "Marshall 1991", "Assunção-Reis", "Abramson 1982")
#: Parameters whose words come from the home, which is in Dutch.
OF_THE_HOME: Final = ("mask", "expectation", "treated", "control", "ring", "ring_control", "on")


def questions(workspace: Workspace, measure: str) -> Iterator[Selection]:
    """Return a measure with each of the options that change what it tells of itself."""
    for layer in workspace.catalog.layers:
        if layer.kind == "context" or measure not in {one.id for one in measures_of(layer)}:
            continue
        kind = next(one for one in MEASURES if one.id == measure)
        levels = ("cells",) if kind.surface else kind.levels_in(workspace.geography)
        for level in levels:
            if level == "cells" and layer.privacy.finest != "cells":
                continue
            options: list[dict[str, object]] = [{}]
            if kind.surface:
                options = [
                    {"bandwidth_rule": rule, "kernel": kernel}
                    for rule in BANDWIDTH_RULES
                    for kernel in KERNELS
                ]
            elif kind.in_steps:
                options = [{"step": step} for step in STEPS]
            for option in options:
                yield Selection(
                    layer.id, level=level, measure=measure, period=YEAR,
                    soorten=tuple(layer.soorten)[:1] if kind.of_soort else (), **option,
                )  # fmt: skip
        if not layer.sensitive:
            return


def assert_dutch(parameters: Mapping[str, object]) -> None:
    for line in about_parameters(parameters, OF_ONE):
        key = line.id.removeprefix("parameter_")
        assert key in question_words.PARAMETERS, key
        value = parameters[key]
        if isinstance(value, str) and key not in OF_THE_HOME:
            named = value in question_words.CHOICES or value in NAMES or line.in_dutch() != value
            assert named, (key, value)


@pytest.mark.parametrize("measure", [kind.id for kind in MEASURES])
def test_no_measure_leaves_a_key_of_the_program_in_a_file(
    measure: str, dordrecht: Workspace
) -> None:
    seen = 0
    for asked in questions(dordrecht, measure):
        assert_dutch(analyse(dordrecht, asked).parameters.to_dict())
        seen += 1
    assert seen


@pytest.mark.parametrize("method", SEARCH_IDS)
def test_no_search_leaves_a_key_of_the_program_in_a_file(method: str, dordrecht: Workspace) -> None:
    treated = dordrecht.geography.buurten.codes[:2] if method == "before_after" else ()
    since = date(2017, 1, 1) if method == "before_after" else None
    asked = Selection("woninginbraak", period=YEAR if since is None else None)
    for reach_days in (0, 14) if method == "clusters" else (0,):
        search = Search(
            method, reach_days=reach_days, permutations=99, treated=treated, since=since
        )
        assert_dutch(find(dordrecht, asked, search).parameters.to_dict())


def test_a_wandering_radius_is_named_in_both_files(dordrecht: Workspace, tmp_path: Path) -> None:
    asked = Selection(
        "woninginbraak", level="cells", measure="density", period=YEAR, bandwidth_rule="adaptive"
    )
    analysis = analyse(dordrecht, asked)
    # 3 times the radius is the most that the radius is stretched.
    label = "Grootste straal, keer de gekozen straal"
    write_analysis(dordrecht, analysis, tmp_path / "d.csv")
    written = (tmp_path / "d.verantwoording.csv").read_text(encoding="utf-8-sig")
    assert [row[-1] for row in csv.reader(StringIO(written)) if label in row] == ["3"]
    write_analysis(dordrecht, analysis, tmp_path / "d.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "d.xlsx")["Verantwoording"]
    assert label in {str(cell.value) for row in sheet.iter_rows() for cell in row}
