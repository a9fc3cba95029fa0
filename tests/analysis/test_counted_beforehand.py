"""A layer that was counted beforehand answers as its rows do, to the last digit."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotspots.access.incidents import Incidents
from hotspots.access.library import Library
from hotspots.access.tally import Tally
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.analysis import counting
from hotspots.analysis.analyse import analyse
from hotspots.analysis.map_quality import concentration, hold_out
from hotspots.analysis.periods import Period
from hotspots.analysis.places_in_time import places_in_time
from hotspots.analysis.query import query_of
from hotspots.analysis.question import DAY_PART_NAMES, Selection
from hotspots.analysis.registry import measure_named, measures_of
from hotspots.analysis.settle import settle
from hotspots.analysis.when import timeline
from hotspots.catalog.specs import nesting_sizes
from hotspots.errors import HotspotsError
from hotspots.geography.drawn import DrawnArea
from hotspots.settings import Home
from hotspots.store import parts, versions
from hotspots.wijkbeeld.command import briefing_json
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.overview import at_a_glance
from hotspots.wijkbeeld.place import place_named
from wide_town import wide_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hotspots.catalog.specs import LayerSpec
    from hotspots.store.catalogue import Version
    from hotspots.store.cubes import CubeName

LAYERS = ("overlast", "woninginbraak", "vermogensmisdrijven", "geweld")
FIRST = date(2014, 12, 20)
YEAR = Period(date(2017, 1, 1), date(2017, 12, 31))


class RowByRow(Library):
    """A home of which nothing was counted beforehand."""

    def tally(self, layer: LayerSpec, name: CubeName) -> tuple[Version, Tally | None]:
        """Return that every row is to be read."""
        return super().tally(layer, name)[0], None


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The home of this repository in small parts, each counted beforehand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions, "ROWS_FOR_CUBES", 1)
        patch.setattr(parts, "ROWS_PER_PART", 1_000)
        home = Home(Path(__file__).parents[2], tmp_path_factory.mktemp("counted"))
        yield open_workspace(home, role="analist")


def as_role(workspace: Workspace, role: str, library: Library | None = None) -> Workspace:
    return Workspace(library or workspace.library, role, workspace.who)


@pytest.fixture(scope="module")
def row_by_row(counted: Workspace) -> Workspace:
    return as_role(counted, "analist", RowByRow(counted.home, counted.library.catalog))


def same(one: Any, other: Any, at: str = "answer") -> None:  # noqa: ANN401
    """Stop where two values differ, in any digit."""
    assert type(one) is type(other), at
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype, at
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), at
    elif is_dataclass(one):
        for entry in fields(one):
            same(getattr(one, entry.name), getattr(other, entry.name), f"{at}.{entry.name}")
    elif isinstance(one, dict):
        assert one.keys() == other.keys(), at
        for key, value in one.items():
            same(value, other[key], f"{at}[{key!r}]")
    elif isinstance(one, (tuple, list)):
        assert len(one) == len(other), at
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            same(left, right, f"{at}[{number}]")
    else:
        assert one == other or one != one, at  # noqa: PLR0124 - not a number is itself


def both(counted: Workspace, row_by_row: Workspace, ask: Callable[[Workspace], Any]) -> Any:  # noqa: ANN401
    """Ask both, and return the answer, or what was said of a question that cannot be asked."""
    answers = []
    for workspace in (counted, row_by_row):
        try:
            answers.append(ask(workspace))
        except HotspotsError as error:
            answers.append(str(error))
    same(answers[0], answers[1])
    return answers[0]


def some(names: Sequence[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple)


@st.composite
def selections(draw: st.DrawFn, workspace: Workspace) -> Selection:
    layer = workspace.layer(draw(st.sampled_from(LAYERS)))
    measure = draw(st.sampled_from(measures_of(layer)))
    level = draw(st.sampled_from(measure.levels_in(workspace.geography)))
    first = FIRST + timedelta(draw(st.integers(0, 1_200)))
    days = Period(first, first + timedelta(draw(st.integers(0, 700))))
    months = draw(st.integers(1, 24))
    begin = date(2015 + draw(st.integers(0, 2)), draw(st.integers(1, 12)), 1)
    after = np.datetime64(begin, "M") + months
    whole = Period(begin, (after.astype("datetime64[D]") - 1).astype(date))
    return Selection(
        layer.id,
        level=level,
        measure=measure.id,
        period=draw(st.sampled_from([None, days, whole])),
        soorten=draw(some(list(layer.soorten))) if layer.soorten else (),
        wijken=draw(some(workspace.geography.wijken.codes)),
        buurten=draw(st.just(()) | some(workspace.geography.buurten.codes[:20])),
        day_parts=draw(st.just(()) | some(list(DAY_PART_NAMES))),
        weekdays=draw(st.just(()) | some(range(7))),
        cell_m=draw(st.sampled_from([0, *nesting_sizes(layer.privacy.finest_cell_m)])),
    )


@pytest.mark.parametrize("measure", ["count", "gi_star", "emerging"])
def test_filters_that_exclude_each_other_leave_nothing(counted: Workspace, measure: str) -> None:
    """A buurt of another wijk: no cell is looked at, and that is an answer."""
    apart = {"wijken": ("WK050502",), "buurten": ("BU05050100",)}
    answer = analyse(counted, Selection("overlast", level="cells", measure=measure, **apart))
    assert answer.counts.tolist() == []
    assert answer.ledger.mapped == 0


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), role=st.sampled_from(["analist", "wijkagent"]))
def test_every_measure_says_the_same_of_counted_rows(
    counted: Workspace, row_by_row: Workspace, data: st.DataObject, role: str
) -> None:
    one, other = as_role(counted, role), as_role(counted, role, row_by_row.library)
    selection = data.draw(selections(one))
    both(one, other, lambda workspace: analyse(workspace, selection))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(),
    step=st.sampled_from(["month", "day"]),
    sizes=st.tuples(
        st.sampled_from([1, 20_000, counting._AT_ONCE]),
        st.sampled_from([0, counting._SPARSE, 10**9]),
    ),
)
def test_so_do_the_charts_and_the_map_that_follows(
    counted: Workspace,
    row_by_row: Workspace,
    data: st.DataObject,
    step: Any,  # noqa: ANN401
    sizes: tuple[int, int],
) -> None:
    selection = data.draw(selections(counted))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_AT_ONCE", sizes[0])
        patch.setattr(counting, "_SPARSE", sizes[1])
        both(counted, row_by_row, lambda workspace: places_in_time(workspace, selection, step))
    both(counted, row_by_row, lambda workspace: timeline(workspace, selection))
    both(counted, row_by_row, lambda workspace: places_in_time(workspace, selection, step))
    both(counted, row_by_row, lambda workspace: concentration(workspace, selection))


@pytest.mark.parametrize("measure", ["count", "gi_star"])
def test_so_does_what_a_map_would_have_foretold(
    counted: Workspace, row_by_row: Workspace, measure: str
) -> None:
    selection = Selection("woninginbraak", level="cells", measure=measure, period=YEAR)
    assert both(counted, row_by_row, lambda workspace: hold_out(workspace, selection)).trial


def test_so_do_the_overview_and_a_wijkbeeld(counted: Workspace, row_by_row: Workspace) -> None:
    glance = both(counted, row_by_row, lambda one: at_a_glance(one, "last_12_months"))
    assert glance.columns
    brief = both(
        counted,
        row_by_row,
        lambda one: briefing_json(briefing(one, place_named(one, "WK050509"), zones=None)),
    )
    assert brief["lines"]


@pytest.mark.parametrize("measure", ["count", "rate", "ratio"])
def test_so_does_a_home_of_more_gemeenten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, measure: str
) -> None:
    monkeypatch.setattr(versions, "ROWS_FOR_CUBES", 1)
    region = open_workspace(wide_home(tmp_path), role="analist")
    rows = as_role(region, "analist", RowByRow(region.home, region.library.catalog))
    for level in ("gemeente", "regios", "gemeenten", "wijken", "buurten"):
        for some in ({}, {"gemeenten": ("GM9992", "GM9993")}, {"regios": ("RG01",)}):
            selection = Selection("inbraak", level=level, measure=measure, **some)
            both(region, rows, lambda one, asked=selection: analyse(one, asked))  # type: ignore[misc]
    settled, layer = settle(Selection("inbraak"), region)
    assert isinstance(query_of(region, settled, layer, measure_named("count")).rows, Tally)


@pytest.mark.parametrize("level", ["wijken", "buurten", "cells"])
def test_a_count_is_made_from_cubes(counted: Workspace, level: str) -> None:
    # Else the rest of this file compares rows with rows.
    settled, layer = settle(Selection("overlast", level=level), counted)
    query = query_of(counted, settled, layer, measure_named("count"))
    assert isinstance(query.rows, Tally)
    assert len(query.rows) < query.rows.totals.accepted
    with pytest.raises(TypeError, match="one by one"):
        _ = query.incidents


def test_a_drawn_area_and_a_density_are_made_from_incidents(counted: Workspace) -> None:
    outline = DrawnArea.from_text("cirkel:105000,425000,300")
    drawn, layer = settle(Selection("overlast", drawn=outline), counted)
    assert isinstance(query_of(counted, drawn, layer, measure_named("count")).rows, Incidents)
    smooth, layer = settle(Selection("overlast", level="cells", measure="density"), counted)
    assert isinstance(query_of(counted, smooth, layer, measure_named("density")).rows, Incidents)
