"""One question, one answer: of every wijk and layer every outlet says the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.workspace import Workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Verdict
from hotspots.analysis.cube import here_and_rest
from hotspots.analysis.judgement import (
    is_compared_in_place,
    is_tested,
    judged_in_place,
    judged_in_time,
)
from hotspots.analysis.periods import covered_by, year_before
from hotspots.analysis.question import Selection
from hotspots.cli import main
from hotspots.dutch import times
from hotspots.vergelijken.compared import compared_periods
from hotspots.wijkbeeld.command import briefing_json
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.overview import at_a_glance
from hotspots.wijkbeeld.overview_sheet import sheet_of_overview
from hotspots.wijkbeeld.paper_pages import figures
from hotspots.wijkbeeld.place import place_named

if TYPE_CHECKING:
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec
    from hotspots.wijkbeeld.briefing import Briefing
    from hotspots.wijkbeeld.paper_values import FigureRow

WORDS = {Verdict.MORE: "more", Verdict.FEWER: "fewer", Verdict.NOT_SHOWN: "not_shown"}


@pytest.fixture(scope="module")
def briefings(dordrecht: Workspace) -> dict[str, Briefing]:
    wijken = dordrecht.geography.wijken
    return {
        code: briefing(dordrecht, place_named(dordrecht, code), zones=None) for code in wijken.codes
    }


def layers(workspace: Workspace) -> list[tuple[LayerSpec, Period]]:
    """Return the layers that tell exact counts, each with its last twelve months."""
    columns = at_a_glance(workspace, "last_12_months").columns
    return [
        (c.layer, c.period)
        for c in columns
        if not c.layer.sensitive and is_tested(c.layer, "wijken")
    ]


def test_overview_map_wijkbeeld_and_judgement_agree_on_every_wijk_and_layer(
    dordrecht: Workspace, briefings: dict[str, Briefing]
) -> None:
    glance = {
        column.layer.id: column for column in at_a_glance(dordrecht, "last_12_months").columns
    }
    for layer, period in layers(dordrecht):
        if not is_compared_in_place(layer, "wijken"):
            continue
        judged = judged_in_place(dordrecht, layer, "wijken", period)
        shown = analyse(
            dordrecht, Selection(layer.id, level="wijken", measure="ratio", period=period)
        )
        assert shown.lower is not None
        assert shown.upper is not None
        assert shown.verdict is not None
        ratios = shown.table()["value"]
        for at, code in enumerate(shown.codes):
            cell = glance[layer.id].cells[at]
            line = briefings[code].line(layer.id)
            assert cell.count == line.count == shown.counts[at] == judged.here[at]
            outlets = (
                (cell.ratio, cell.lower, cell.upper),
                (line.against_city.value, line.against_city.lower, line.against_city.upper),
                (float(ratios[at]), shown.lower[at], shown.upper[at]),
            )
            for numbers in outlets:
                np.testing.assert_array_equal(
                    numbers, (judged.ratio[at], judged.lower[at], judged.upper[at])
                )
            verdict = Verdict(int(judged.verdict[at]))
            assert cell.verdict == verdict == shown.verdict[at]
            expected = "untested" if judged.why_not[at] else WORDS[verdict]
            assert line.against_city.verdict == expected


def test_map_compared_periods_and_wijkbeeld_agree_on_every_change(
    dordrecht: Workspace, briefings: dict[str, Briefing]
) -> None:
    for layer, period in layers(dordrecht):
        judged = judged_in_time(dordrecht, layer, "wijken", period)
        asked = Selection(layer.id, level="wijken", period=period)
        change = analyse(dordrecht, replace(asked, measure="change"))
        earlier = year_before(period)
        now, then = analyse(dordrecht, asked), analyse(dordrecht, replace(asked, period=earlier))
        beside, _ = compared_periods(dordrecht, now, then)
        assert change.verdict is not None
        differences = change.table()["value"]
        for at, code in enumerate(change.codes):
            line, row = briefings[code].line(layer.id), beside[at]
            assert (
                (line.count, line.earlier)
                == (row.one, row.other)
                == (
                    judged.here[at],
                    judged.there[at],
                )
            )
            for ratio in (line.since_year.value, change.columns["ratio"][at], row.ratio):
                np.testing.assert_array_equal(ratio, judged.ratio[at])
            # What is printed can be subtracted.
            assert differences[at] == row.difference == row.one - row.other
            assert row.verdict == Verdict(int(judged.verdict[at])) == change.verdict[at]
            expected = "untested" if judged.why_not[at] else WORDS[row.verdict]
            assert line.since_year.verdict == expected


def test_no_interval_contradicts_its_verdict(dordrecht: Workspace) -> None:
    for level in ("wijken", "buurten"):
        for layer, period in layers(dordrecht):
            every = [judged_in_time(dordrecht, layer, level, period)]
            if is_compared_in_place(layer, level):
                every.append(judged_in_place(dordrecht, layer, level, period))
            for judged in every:
                known = np.isfinite(judged.ratio) | np.isinf(judged.ratio)
                outside = (judged.lower > 1) | (judged.upper < 1)
                assert (outside[known] == (judged.verdict[known] != 0)).all()
                # The interval of the difference leaves out 0 exactly there as well.
                low, high = judged.difference_at(judged.lower), judged.difference_at(judged.upper)
                assert (((low > 0) | (high < 0))[known] == outside[known]).all()


def test_a_role_that_sees_fewer_layers_gets_the_same_verdicts(dordrecht: Workspace) -> None:
    every = {layer.id for layer in dordrecht.catalog.layers}
    roles = [Workspace(dordrecht.library, role.id) for role in dordrecht.catalog.roles]
    fewer = [role for role in roles if {layer.id for layer in role.catalog.layers} < every]
    assert fewer, "some role of the home sees fewer layers"
    for role in fewer:
        for column in at_a_glance(role, "last_12_months").columns:
            whole = next(
                c for c in at_a_glance(dordrecht, "last_12_months").columns
                if c.layer.id == column.layer.id
            )  # fmt: skip
            assert [c.verdict for c in column.cells] == [c.verdict for c in whole.cells]


@pytest.mark.parametrize("measure", ["ratio", "change"])
def test_the_files_the_paper_and_the_command_line_say_it_too(
    dordrecht: Workspace,
    briefings: dict[str, Briefing],
    capsys: pytest.CaptureFixture[str],
    measure: str,
) -> None:
    rows = sheet_of_overview(dordrecht, at_a_glance(dordrecht, "last_12_months")).rows
    for layer, period in layers(dordrecht):
        if measure == "ratio" and not is_compared_in_place(layer, "wijken"):
            continue
        judge = judged_in_place if measure == "ratio" else judged_in_time
        judged = judge(dordrecht, layer, "wijken", period)
        home = ["--home", str(dordrecht.home.root)]
        dates = ["--from", period.first.isoformat(), "--to", period.last.isoformat()]
        asked = ["analyse", layer.id, "--level", "wijken", "--measure", measure, *dates, "--json"]
        assert main([*home, *asked]) == 0
        areas = json.loads(capsys.readouterr().out)["areas"]
        for at, area in enumerate(areas):
            made = briefings[area["code"]]
            line = next(e for e in briefing_json(made)["lines"] if e["layer"] == layer.id)
            compared = line["against_city" if measure == "ratio" else "since_year"]
            verdict = WORDS[Verdict(int(judged.verdict[at]))]
            assert area["count"] == judged.here[at] == line["count"]
            assert area["verdict"] == verdict
            if np.isfinite(judged.ratio[at]):
                ratio = area["value"] if measure == "ratio" else area["ratio"]
                assert ratio == pytest.approx(judged.ratio[at])
                assert compared["ratio"] == pytest.approx(judged.ratio[at])
                assert compared["lower"] == pytest.approx(judged.lower[at])
                assert compared["verdict"] == verdict
                # The paper and the page for a phone lay out the same line.
                line = printed_line(made, layer)
                printed = line.against_city if measure == "ratio" else line.since_year
                assert times(judged.ratio[at]) in printed.times
                assert times(judged.lower[at]) in printed.times
            if measure == "ratio":
                row = rows[(rows["code"] == area["code"]) & (rows["layer"] == layer.id)].iloc[0]
                assert row["count"] == area["count"]
                np.testing.assert_array_equal(row["ratio"], judged.ratio[at])
                assert row["verdict"] == ("" if judged.why_not[at] else verdict)


def printed_line(made: Briefing, layer: LayerSpec) -> FigureRow:
    """Return the line of a layer as paper lays it out."""
    lines = (row for group in figures(made).groups for row in group.rows)
    return next(row for row in lines if row.layer == layer.label)


def test_a_sensitive_layer_is_more_only_where_it_is_at_both_ends(dordrecht: Workspace) -> None:
    households = dordrecht.geography.wijken.denominators["huishoudens"]
    share = households / households.sum()
    marked = 0
    for layer in dordrecht.catalog.layers:
        if not (layer.sensitive and is_compared_in_place(layer, "wijken")):
            continue
        _, cube = dordrecht.cube(layer)
        period = covered_by(cube)
        judged = judged_in_place(dordrecht, layer, "wijken", period)
        here, rest = here_and_rest(cube, period)
        assert np.isnan(judged.ratio).all(), "of bounds there is no ratio"
        for at in np.flatnonzero(judged.verdict):
            marked += 1
            more = judged.verdict[at] == Verdict.MORE
            for few in (here.lower[at], here.upper[at]):
                for others in (rest.lower[at], rest.upper[at]):
                    # Whatever the counts are between their ends, the share is on the same side.
                    assert (few / (few + others) > share[at]) == more
    assert marked, "the embedded layers have at least one"
