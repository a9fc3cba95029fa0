"""An attack on small counts: all answers of a sensitive layer, and a solver that works back.

The attacker is a role that may see the layer. It asks everything there is to ask, of every version
that was ever served, writes each answer down as what it says about the true counts, and lets a
solver look for the smallest and the largest count that fit. A count that is kept is safe if
everything from 0 to 9 still fits: then the answers say no more than the class on the legend.
"""

from __future__ import annotations

import itertools
import json
import shutil
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from hotspots.access.importing import import_file, restore_version, versions_of
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.answer import ends_of
from hotspots.analysis.area_words import tip
from hotspots.analysis.map_quality import hold_out
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import MEASURE_IDS, SEARCH_IDS
from hotspots.analysis.settle import selected_places
from hotspots.analysis.when import hours_and_days, timeline
from hotspots.errors import AccessError, HotspotsError, SelectionError
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.maps.choropleth import map_spec
from hotspots.maps.live.payload import payload
from hotspots.settings import Home
from taken import csv_of
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.maps.spec import MapSpec

WIJKEN = ("WK999901", "WK999902")
#: Middle of each wijk, RD metres.
Y_OF = (421_500, 420_500)
QUARTERS = ("2017-02-01", "2017-05-01", "2017-08-01", "2017-11-01")
MINIMUM = 10
#: More incidents than any wijk of the test has.
MOST = 1_000
MOST_VERSIONS = 2
SUBSETS = ((), WIJKEN[:1], WIJKEN[1:], WIJKEN)


@dataclass
class Knowledge:
    """What the answers say: bounds of sums of true counts.

    The unknowns are the counts of each version per wijk and quarter, and for each version how many
    rows lie outside every wijk.
    """

    versions: int = 0
    rows: list[NDArray[np.float64]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    @property
    def per_version(self) -> int:
        return len(WIJKEN) * len(QUARTERS) + 1

    def at(self, version: int, wijk: int, quarter: int) -> int:
        return version * self.per_version + wijk * len(QUARTERS) + quarter

    def outside(self, version: int) -> int:
        return (version + 1) * self.per_version - 1

    def told(
        self, unknowns: list[int], low: float, high: float, less: list[int] | None = None
    ) -> None:
        row = np.zeros(self.per_version * MOST_VERSIONS)
        row[unknowns] = 1
        row[less or []] = -1
        self.rows.append(row)
        self.lower.append(low)
        self.upper.append(high)

    def range_of(self, unknown: int) -> tuple[int, int]:
        """Return the smallest and the largest count that fit all answers."""
        size = self.versions * self.per_version
        rules = LinearConstraint(
            np.array(self.rows)[:, :size], np.array(self.lower), np.array(self.upper)
        )
        found = []
        for sign in (1.0, -1.0):
            aim = np.zeros(size)
            aim[unknown] = sign
            answer = milp(aim, constraints=rules, integrality=np.ones(size), bounds=(0, MOST))
            assert answer.success, answer.message
            found.append(round(sign * answer.fun))
        return found[0], found[1]


def counts_of(seed: int) -> NDArray[np.int64]:
    """Return true counts per wijk and quarter: some far above the minimum, many around it."""
    random = np.random.default_rng(seed)
    around = random.integers(0, 20, (len(WIJKEN), len(QUARTERS)))
    high = random.integers(20, 60, around.shape)
    return np.where(random.random(around.shape) < 0.25, high, around)


def write_rows(path: Path, counts: NDArray[np.int64], *, outside: int, first: int = 0) -> None:
    rows = ["id,begin,x,y"]
    for (wijk, quarter), count in np.ndenumerate(counts):
        rows += [f",{QUARTERS[quarter]} 10:00,100500,{Y_OF[wijk]}"] * int(count)
    # East of the town, in the Netherlands: accepted, and in no wijk.
    rows += [f",{QUARTERS[0]} 10:00,103000,421500"] * outside
    numbered = [rows[0], *(f"{first + at}{row}" for at, row in enumerate(rows[1:]))]
    path.write_text("\n".join(numbered) + "\n", encoding="utf-8")


def periods() -> list[Period | None]:
    """Return every run of quarters, and some days across them."""
    starts = [date(2017, 1 + 3 * at, 1) for at in range(4)] + [date(2018, 1, 1)]
    runs: list[Period | None] = [
        Period(one, other - timedelta(days=1)) for one, other in itertools.combinations(starts, 2)
    ]
    return [*runs, None, Period(date(2017, 2, 3), date(2017, 2, 3)),
            Period(date(2017, 3, 31), date(2017, 4, 1))]  # fmt: skip


def learn(knowledge: Knowledge, workspace: Workspace) -> None:
    """Ask the version that is served now everything, and add what the answers say."""
    version = knowledge.versions
    knowledge.versions += 1
    for period, wijken, measure in itertools.product(periods(), SUBSETS, ("count", "rate")):
        asked = Selection("zorg", level="wijken", measure=measure, period=period, wijken=wijken)
        answer = analyse(workspace, asked)
        printed = printed_of(workspace, answer, asked)
        quarters = [
            at for at, day in enumerate(QUARTERS)
            if answer.period.first <= date.fromisoformat(day) <= answer.period.last
        ]  # fmt: skip
        of_areas = []
        for code, ends in printed.items():
            wijk = WIJKEN.index(code)
            of_areas.append([knowledge.at(version, wijk, at) for at in quarters])
            knowledge.told(of_areas[-1], *ends)
        # The total over the areas stands above the map, and in files.
        total = (
            answer.parameters.to_dict()["total_lower"],
            answer.parameters.to_dict()["total_upper"],
        )
        knowledge.told([unknown for area in of_areas for unknown in area], *total)
        learn_ledger(knowledge, version, answer.ledger.to_dict())
    for wijken in SUBSETS:
        months = timeline(workspace, Selection("zorg", level="wijken", wijken=wijken))
        assert months.bounds is not None
        chosen = [WIJKEN.index(code) for code in wijken or WIJKEN]
        ends = zip(months.bounds.lower.tolist(), months.bounds.upper.tolist(), strict=True)
        for at, (low, high) in enumerate(ends):
            knowledge.told([knowledge.at(version, wijk, at) for wijk in chosen], low, high)


def learn_ledger(knowledge: Knowledge, version: int, ledger: dict[str, Any]) -> None:
    """Add totals of the layer, where any are told: rounded to fives, so within two."""
    everything = [
        knowledge.at(version, wijk, quarter)
        for wijk in range(len(WIJKEN))
        for quarter in range(len(QUARTERS))
    ]
    for name in ("read", "accepted"):
        if ledger[name] is not None:
            total = [*everything, knowledge.outside(version)]
            knowledge.told(total, ledger[name] - 2, ledger[name] + 2)
    if ledger["inside"] is not None:
        knowledge.told(everything, ledger["inside"] - 2, ledger["inside"] + 2)
    if ledger["outside"] is not None:
        knowledge.told([knowledge.outside(version)], ledger["outside"] - 2, ledger["outside"] + 2)


def printed_of(
    workspace: Workspace, answer: Analysis, asked: Selection
) -> dict[str, tuple[int, int]]:
    """Return what an answer prints per wijk in counts; map, table and files print the same."""
    rows = answer.table()
    # Never a value, and so nothing to rank or to divide.
    assert rows["count"].isna().all()
    assert rows["value"].isna().all()
    assert set(rows["status"]) <= {"between", "suppressed", "missing"}
    at_of = {code: answer.codes.index(code) for code in rows["code"]}
    printed = {code: ends_of(answer, at) for code, at in at_of.items()}
    if asked.measure == "count":
        assert printed == dict(
            zip(rows["code"], zip(rows["lower"], rows["upper"], strict=True), strict=True)
        )
    for code, (low, high) in printed.items():
        words = f"{low} tot {high}" if high >= MINIMUM else f"minder dan {MINIMUM}"
        assert words in tip(answer, at_of[code])
    written = sheet_of_analysis(workspace, answer).described_shapes()
    assert written["count"].isna().all()
    assert json.dumps(answer.parameters, default=str).count("exact") == 0
    return printed


def sent(spec: MapSpec) -> dict[str, Any]:
    return payload(spec, root="/", name="kaart")


def narrowed(knowledge: Knowledge, exact: list[NDArray[np.int64]]) -> list[str]:
    """Return the counts that are kept and of which more is known than their class."""
    found = []
    for version, counts in enumerate(exact):
        for (wijk, quarter), count in np.ndenumerate(counts):
            if count < MINIMUM:
                low, high = knowledge.range_of(knowledge.at(version, wijk, quarter))
                assert low <= count <= high, "the attacker went wrong"
                if (low, high) != (0, MINIMUM - 1):
                    found.append(f"v{version + 1} {WIJKEN[wijk]} {QUARTERS[quarter]}: {low}-{high}")
    return found


def loaded(home: Home, counts: NDArray[np.int64], *, outside: int) -> Workspace:
    write_rows(home.themes / "proef" / "zorg.csv", counts, outside=outside)
    return open_workspace(home, role="wijkregisseur")


@pytest.mark.parametrize("seed", range(6))
def test_no_kept_count_is_known_better_than_its_class(home: Home, seed: int) -> None:
    counts = counts_of(seed)
    counts[0, 0], counts[1, 0], counts[0, 3] = 12, 3, 0
    workspace = loaded(home, counts, outside=seed % 3)
    knowledge = Knowledge()
    learn(knowledge, workspace)
    assert narrowed(knowledge, [counts]) == []


def test_a_layer_with_little_in_it_tells_no_more_either(home: Home) -> None:
    # 27 in all, of which 12 and 12 are told as 10 and 10. A rounded total of 25 (23 to 27) would
    # leave at most 27 - 20 = 7 for the three that are kept, and not 9.
    counts = np.array([[12, 0, 0, 12], [3, 0, 0, 0]])
    workspace = loaded(home, counts, outside=0)
    knowledge = Knowledge()
    learn(knowledge, workspace)
    assert narrowed(knowledge, [counts]) == []
    everything = [knowledge.at(0, wijk, at) for wijk in range(2) for at in range(4)]
    knowledge.told([*everything, knowledge.outside(0)], 23, 27)
    assert "v1 WK999902 2017-02-01: 0-7" in narrowed(knowledge, [counts])


@pytest.fixture(scope="module", params=[4, 9])
def asked_before(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Home, NDArray[np.int64], Knowledge]:
    """Return a home with a count that is kept, its counts, and all that was asked of it."""
    home = tiny_home(tmp_path_factory.mktemp("before") / "town")
    first = np.full((2, 4), 14)
    first[1, 2] = request.param
    open_workspace_after(home, first)
    knowledge = Knowledge()
    learn(knowledge, open_workspace(home, role="wijkregisseur"))
    return home, first, knowledge


@pytest.mark.parametrize("added", [1, 2, 11])
def test_two_versions_tell_no_more_than_each_on_its_own(
    asked_before: tuple[Home, NDArray[np.int64], Knowledge], tmp_path: Path, added: int
) -> None:
    before_it, first, told_before = asked_before
    shutil.copytree(before_it.root, tmp_path / "town")
    home = Home(tmp_path / "town", tmp_path / "town" / before_it.state.name)
    knowledge = deepcopy(told_before)
    more = np.zeros((2, 4), dtype=np.int64)
    more[1, 2] = added
    keeper = open_workspace(home, role="beheerder")
    path = tmp_path / "meer.csv"
    write_rows(path, more, outside=0, first=5_000)
    # The embedded rows are made up; a real file would take their place, so both are loaded.
    both = tmp_path / "eerst.csv"
    write_rows(both, first, outside=0)
    import_file(keeper, keeper.layer("zorg"), both)
    import_file(keeper, keeper.layer("zorg"), path, mode="add")
    learn(knowledge, open_workspace(home, role="wijkregisseur"))
    # Everyone knows that adding takes nothing away.
    for wijk, quarter in itertools.product(range(2), range(4)):
        later, before = knowledge.at(1, wijk, quarter), knowledge.at(0, wijk, quarter)
        knowledge.told([later], 0, MOST, less=[before])
    assert narrowed(knowledge, [first, first + more]) == []
    # Going back is one more look at what was served before.
    names = [version.counts for version in versions_of(keeper, keeper.layer("zorg"))]
    assert {number for counts in names for number in counts.values()} == {-1}
    restored = restore_version(keeper, keeper.layer("zorg"), 1)
    assert set(restored.counts.values()) == {-1}


def open_workspace_after(home: Home, counts: NDArray[np.int64]) -> Workspace:
    write_rows(home.themes / "proef" / "zorg.csv", counts, outside=0)
    return open_workspace(home, role="beheerder")


def test_the_attack_finds_a_count_if_a_total_is_told() -> None:
    # 12 told as 10 beside a kept 3 and a total of 15: the kept one is then at most 7, not 9.
    knowledge = Knowledge(versions=1)
    for wijk, quarter in itertools.product(range(2), range(4)):
        knowledge.told([knowledge.at(0, wijk, quarter)], 0, 0 if (wijk, quarter) != (0, 0) else 12)
    knowledge.rows.pop(4)
    del knowledge.lower[4], knowledge.upper[4]
    knowledge.told([knowledge.at(0, 0, 0)], 10, 12)
    knowledge.told([knowledge.at(0, 1, 0)], 0, 9)
    learn_ledger(knowledge, 0, {"read": 15, "accepted": 15, "inside": None, "outside": None})
    assert knowledge.range_of(knowledge.at(0, 1, 0)) == (0, 7)


def test_who_knows_from_elsewhere_that_one_row_came_in_learns_a_nine(home: Home) -> None:
    # What no rounding can mend, and what docs/verantwoording.md says: 9 turned into 10.
    knowledge = Knowledge(versions=2)
    knowledge.told([knowledge.at(0, 0, 0)], 0, 9)
    knowledge.told([knowledge.at(1, 0, 0)], 10, 12)
    before, after = knowledge.at(0, 0, 0), knowledge.at(1, 0, 0)
    assert knowledge.range_of(before) == (0, 9)
    knowledge.told([after], 1, 1, less=[before])
    assert knowledge.range_of(before) == (9, 9)
    del home


def test_every_other_door_of_a_sensitive_layer_is_shut(town: Workspace) -> None:
    asked = Selection("zorg", level="wijken")
    cells = Selection("zorg", level="cells", cell_m=100)
    finer = [Selection("zorg", level=level) for level in ("gemeente", "buurten", "cells")]
    filtered = [
        Selection("zorg", level="wijken", weekdays=(0,)),
        Selection("zorg", level="wijken", day_parts=("nacht",)),
        Selection("zorg", level="wijken", soorten=("woning",)),
    ]
    doors: list[Callable[[], object]] = [
        lambda: town.incidents(town.layer("zorg")),
        lambda: selected_places(town, asked),
        lambda: hours_and_days(town, asked),
        lambda: hold_out(town, cells),
        *(partial(find, town, asked, Search(name)) for name in SEARCH_IDS),
        *(partial(analyse, town, selection) for selection in (*finer, *filtered)),
    ]
    for door in doors:
        with pytest.raises((AccessError, SelectionError)):
            door()


def test_only_counts_and_rates_are_answered(town: Workspace) -> None:
    answered = []
    for measure, level in itertools.product(
        MEASURE_IDS, ("gemeente", "wijken", "buurten", "cells")
    ):
        try:
            analyse(town, Selection("zorg", level=level, measure=measure))
        except HotspotsError:
            continue
        answered.append((measure, level))
    assert answered == [("count", "wijken"), ("rate", "wijken")]


def test_what_is_kept_looks_kept_on_map_table_and_file(town: Workspace) -> None:
    answer = analyse(town, Selection("zorg", level="wijken"))
    spec = map_spec(town, answer)
    assert spec.fill is not None
    assert [spec.classes[at].kind for at in spec.fill] == ["value", "between"]
    assert spec.classes[spec.fill[1]].pattern is not None
    browser = sent(spec)
    assert (browser["points"], browser["clusters"], browser["cells"]) == (None, None, None)
    row = csv_of(town, answer).splitlines()[2]
    # Onder has 9: neither the number nor a 0 stands in its row, but two quarters of 0 to 9.
    assert row.startswith("WK999902,Onder,,,0,18,between")
