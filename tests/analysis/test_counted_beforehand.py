"""A layer that was counted beforehand answers as its rows do, to the last digit.

So does one that is too large for memory, of which the rows are read part by part.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotspots.access import library
from hotspots.access.incidents import Incidents
from hotspots.access.library import Library
from hotspots.access.tally import Tally
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.analysis import counting
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.map_quality import concentration, hold_out
from hotspots.analysis.periods import Period, to_day
from hotspots.analysis.places_in_time import places_in_time
from hotspots.analysis.query import query_of
from hotspots.analysis.question import BANDWIDTH_RULES, DAY_PART_NAMES, KERNELS, Search, Selection
from hotspots.analysis.registry import measure_named, measures_of
from hotspots.analysis.settle import settle
from hotspots.analysis.when import hours_and_days, timeline
from hotspots.catalog.specs import nesting_sizes
from hotspots.errors import HotspotsError, StoreError
from hotspots.geography.drawn import DrawnArea
from hotspots.settings import Home
from hotspots.store import parts, versions
from hotspots.store.versions import LayerStore
from hotspots.wijkbeeld.command import briefing_json
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.overview import at_a_glance
from hotspots.wijkbeeld.place import place_named
from loading import Door
from town import tiny_home
from wide_town import wide_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hotspots.catalog.specs import LayerSpec
    from hotspots.store.catalogue import Version
    from hotspots.store.cubes import CubeName
    from hotspots.store.parts import Part

LAYERS = ("overlast", "woninginbraak", "vermogensmisdrijven", "geweld")
FIRST = date(2014, 12, 20)
YEAR = Period(date(2017, 1, 1), date(2017, 12, 31))


class RowByRow(Library):
    """A home of which nothing was counted beforehand."""

    def tally(self, layer: LayerSpec, name: CubeName) -> tuple[Version, Tally | None]:
        """Return that every row is to be read."""
        return super().tally(layer, name)[0], None


class PartByPart(Library):
    """A home of which no layer fits in memory."""

    def fits(self, layer: LayerSpec) -> bool:
        """Return that none does."""
        return layer.kind == "counts"

    def incidents(self, layer: LayerSpec) -> tuple[Version, Incidents]:
        """Stop whoever wants to read them all."""
        assert self.fits(layer), layer.id
        return super().incidents(layer)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The home of this repository in small parts, each counted beforehand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions, "ROWS_FOR_CUBES", 1)
        patch.setattr(parts, "ROWS_PER_PART", 1_000)
        # So that what comes of parts is added up in several sums.
        patch.setattr(library, "_TOGETHER", 2_500)
        home = Home(Path(__file__).parents[2], tmp_path_factory.mktemp("counted"))
        yield open_workspace(home, role="analist")


def as_role(workspace: Workspace, role: str, library: Library | None = None) -> Workspace:
    return Workspace(library or workspace.library, role, workspace.who)


@pytest.fixture(scope="module")
def row_by_row(counted: Workspace) -> Workspace:
    return as_role(counted, "analist", RowByRow(counted.home, counted.library.catalog))


@pytest.fixture(scope="module")
def part_by_part(counted: Workspace) -> Workspace:
    return as_role(counted, "analist", PartByPart(counted.home, counted.library.catalog))


def same(one: Any, other: Any, at: str = "answer", *, up_to: float = 0.0) -> None:  # noqa: ANN401
    """Stop where two values differ, in any digit or by a share of the largest there is."""
    assert type(one) is type(other), at
    if isinstance(one, np.ndarray) and up_to and one.dtype.kind == "f":
        most = float(np.abs(one[np.isfinite(one)]).max(initial=0.0))
        assert np.allclose(one, other, rtol=0.0, atol=up_to * most, equal_nan=True), at
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype, at
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), at
    elif is_dataclass(one):
        for entry in fields(one):
            same(
                getattr(one, entry.name),
                getattr(other, entry.name),
                f"{at}.{entry.name}",
                up_to=up_to,
            )
    elif isinstance(one, dict):
        assert one.keys() == other.keys(), at
        for key, value in one.items():
            same(value, other[key], f"{at}[{key!r}]", up_to=up_to)
    elif isinstance(one, (tuple, list)):
        assert len(one) == len(other), at
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            same(left, right, f"{at}[{number}]", up_to=up_to)
    else:
        assert one == other or one != one, at  # noqa: PLR0124 - not a number is itself


def both(
    one: Workspace,
    other: Workspace,
    ask: Callable[[Workspace], Any],
    *,
    up_to: float = 0.0,
) -> Any:  # noqa: ANN401
    """Ask both, and return the answer, or what was said of a question that cannot be asked."""
    answers = []
    for workspace in (one, other):
        try:
            answers.append(ask(workspace))
        except HotspotsError as error:
            answers.append(str(error))
    same(answers[0], answers[1], up_to=up_to)
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


#: Of a density: sums of parts are rounded otherwise than a sum of all.
ROUNDING = 1e-9
#: Over the border of two wijken, and one that holds nothing.
CIRCLES = tuple(
    DrawnArea.from_text(f"cirkel:{place}") for place in ("105000,425000,900", "1000,1000,50")
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(),
    role=st.sampled_from(["analist", "wijkagent"]),
    drawn=st.sampled_from([None, *CIRCLES]),
    smoothing=st.tuples(st.sampled_from(KERNELS), st.sampled_from(BANDWIDTH_RULES)),
)
def test_every_measure_says_the_same_of_rows_part_by_part(
    counted: Workspace,
    part_by_part: Workspace,
    data: st.DataObject,
    role: str,
    *,
    drawn: DrawnArea | None,
    smoothing: tuple[str, str],
) -> None:
    one, other = as_role(counted, role), as_role(counted, role, part_by_part.library)
    asked = data.draw(selections(one))
    kernel, rule = smoothing
    asked = replace(asked, drawn=drawn, kernel=kernel, bandwidth_rule=rule)
    both(one, other, lambda workspace: analyse(workspace, asked), up_to=ROUNDING)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), drawn=st.sampled_from([None, *CIRCLES]))
def test_so_do_the_charts_and_the_hours(
    counted: Workspace, part_by_part: Workspace, data: st.DataObject, drawn: DrawnArea | None
) -> None:
    asked = replace(data.draw(selections(counted)), drawn=drawn)
    for ask in (hours_and_days, timeline, concentration):
        both(counted, part_by_part, lambda one, ask=ask: ask(one, asked), up_to=ROUNDING)  # type: ignore[misc]


@pytest.mark.parametrize("measure", ["density", "risk_density"])
@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("rule", BANDWIDTH_RULES)
def test_so_does_a_density_of_so_many_that_they_are_shared_among_nodes(
    counted: Workspace, part_by_part: Workspace, measure: str, kernel: str, rule: str
) -> None:
    """Of few the places are summed one by one, also where they come from several parts."""
    asked = Selection(
        "overlast",
        level="cells",
        measure=measure,
        kernel=kernel,
        bandwidth_rule=rule,
        bandwidth_m=600,
        cell_m=100,
        period=YEAR,
    )
    answer = both(counted, part_by_part, lambda one: analyse(one, asked), up_to=ROUNDING)
    assert answer.raster is not None
    assert np.nanmax(answer.raster.values) > 0
    assert part_by_part.fits(part_by_part.layer("overlast")) is False


def test_a_wijkbeeld_of_what_is_drawn_says_the_same_part_by_part(
    counted: Workspace, part_by_part: Workspace
) -> None:
    brief = both(
        counted,
        part_by_part,
        lambda one: briefing_json(
            briefing(one, place_named(one, CIRCLES[0].to_text()), zones=None)
        ),
        up_to=ROUNDING,
    )
    assert brief["lines"]


@pytest.mark.parametrize("method", ["clusters", "scan", "scan_recent"])
@pytest.mark.parametrize("some", [{"wijken": ("WK050509",)}, {"drawn": CIRCLES[0]}])
def test_a_search_in_a_part_reads_no_more_than_that_part(
    counted: Workspace, part_by_part: Workspace, method: str, some: dict[str, Any]
) -> None:
    asked, search = Selection("overlast", period=YEAR, **some), Search(method, permutations=99)
    told = both(counted, part_by_part, lambda one: find(one, asked, search).to_dict())
    assert isinstance(told, dict)
    assert told["silent"] is None


def test_a_search_that_looks_beyond_a_part_reads_all(part_by_part: Workspace) -> None:
    asked, search = Selection("overlast", wijken=("WK050509",)), Search("near_repeat")
    with pytest.raises(AssertionError, match="overlast"):
        find(part_by_part, asked, search)


def test_only_parts_of_the_period_are_read(
    part_by_part: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = part_by_part.layer("overlast")
    version = part_by_part.version(layer)
    store = LayerStore.of(part_by_part.home, layer.id)
    read: list[str] = []
    whole = LayerStore.read_part

    def noted(self: LayerStore, version: Version, part: Part, *needed: Any) -> Any:  # noqa: ANN401
        read.append(part.span)
        return whole(self, version, part, *needed)

    monkeypatch.setattr(LayerStore, "read_part", noted)
    hours_and_days(part_by_part, Selection(layer.id, period=YEAR))
    days = to_day(YEAR.first), to_day(YEAR.last)
    holding = [
        one.span for one in store.parts(version) if one.first <= days[1] and days[0] <= one.last
    ]
    assert read == holding
    assert 0 < len(read) < len(store.parts(version))


def test_what_was_drawn_is_looked_for_once(
    part_by_part: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Selection("overlast", drawn=DrawnArea.from_text("cirkel:105100,425100,700"))
    first = analyse(part_by_part, asked)
    monkeypatch.setattr(LayerStore, "read_part", None)
    again = analyse(part_by_part, replace(asked, period=YEAR))
    assert first.counts.sum() > again.counts.sum() > 0


def test_what_is_kept_of_a_drawn_area_is_of_those_who_see_it_as_coarse(
    counted: Workspace, part_by_part: Workspace
) -> None:
    """Two roles without places, one in cells of 50 m and one in cells of 500 m."""
    asked = Selection("overlast", drawn=DrawnArea.from_text("cirkel:105000,425000,700"))
    catalog = counted.library.catalog
    fine = next(role for role in catalog.roles if role.id == "wijkagent")
    cells = {"overlast": {**fine.layers.get("overlast", {}), "finest_cell_m": 500}}
    coarse = replace(fine, id="grof", layers={**fine.layers, **cells})
    catalog = replace(catalog, roles=(*catalog.roles, coarse))
    together, apart = (one.library.with_catalog(catalog) for one in (part_by_part, counted))
    for role in ("wijkagent", "grof", "wijkagent"):
        both(
            as_role(counted, role, apart),
            as_role(counted, role, together),
            lambda one: analyse(one, asked),
        )
    counts = [
        analyse(as_role(counted, role, apart), asked).counts.sum() for role in ("grof", "wijkagent")
    ]
    assert counts[0] != counts[1]


def test_a_part_that_goes_meanwhile_is_said_and_the_version_before_it_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(versions, "ROWS_FOR_CUBES", 1)
    door = Door(tiny_home(tmp_path / "home"), "inbraak", tmp_path)
    row = "{},woning,2018-0{}-05 03:10,,100250,420250".format
    door.load(row("a1", 1), row("a2", 2))
    door.load(row("a3", 3))
    workspace = open_workspace(door.home, role="analist")
    asked = Selection("inbraak", level="wijken")
    assert hours_and_days(workspace, asked).known == 3
    whole = LayerStore.read_part

    def gone(self: LayerStore, version: Version, part: Part, *needed: Any) -> Any:  # noqa: ANN401
        self.local(version).unlink(missing_ok=True)
        for file in self.folder.rglob(part.file):
            file.unlink()
        return whole(self, version, part, *needed)

    with monkeypatch.context() as patch:
        patch.setattr(LayerStore, "read_part", gone)
        with pytest.raises(StoreError, match="niet te lezen"):
            hours_and_days(workspace, asked)
    assert workspace.version(workspace.layer("inbraak")).number == 1
