"""Work on parts gives the same on workers as here, whatever happens to a worker."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

import worked
from hotspots import workers
from hotspots.access import library
from hotspots.access.workspace import open_workspace
from hotspots.analysis import analyse as analyse_module
from hotspots.analysis.analyse import analyse, find_per_area
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.when import hours_and_days
from hotspots.catalog.reading import read_catalog
from hotspots.errors import ClusterError, SelectionError
from hotspots.geography.drawn import DrawnArea
from hotspots.incoming.publishing import large_files
from hotspots.incoming.publishing.home_files import ensure_published
from hotspots.incoming.publishing.publish import rejoin
from hotspots.incoming.reading import csv_pieces
from hotspots.incoming.reading.table import UPLOAD_LIMITS
from hotspots.statistics.density import Smoother
from hotspots.store import parts, versions
from hotspots.store.staging import STAGING
from hotspots.workers import CLUSTER_VARIABLE, spread, workers_here
from loading import Door
from town import tiny_home
from worked import (
    asleep,
    asleep_where,
    dies,
    dies_once,
    refused,
    set_for_memory,
    started_by,
    where,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Dask leaves a socket or two to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

TWO = "local:2"


@pytest.fixture(autouse=True, scope="module")
def _nothing_left_open() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(scope="module")
def two_workers() -> Iterator[str]:
    """Start two workers once; a test has them where it says so."""
    with mock.patch.dict(os.environ, {CLUSTER_VARIABLE: TWO}):
        assert workers_here(where) == 2
    yield TWO
    client = workers._connected(TWO)
    client.close()
    if client.cluster is not None:
        client.cluster.close()
    workers._connected.cache_clear()


@pytest.fixture
def on_workers(two_workers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CLUSTER_VARIABLE, two_workers)


def test_without_a_cluster_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CLUSTER_VARIABLE, raising=False)
    assert list(spread(where, range(3))) == [os.getpid()] * 3
    assert workers_here(where) == 1


def test_without_a_cluster_dask_is_not_imported(tmp_path: Path) -> None:
    home = tiny_home(tmp_path)
    lines = f"""
import sys
from hotspots.cli import main
sys.argv[0] = "hotspots"
code = main(["--home", {str(home.root)!r}, "verify"])
print(code, sorted({{name.split(".")[0] for name in sys.modules}} & {{"dask", "distributed"}}))
"""
    bare = {name: value for name, value in os.environ.items() if name != CLUSTER_VARIABLE}
    done = subprocess.run(
        [sys.executable, "-c", lines], env=bare, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"


@pytest.mark.usefixtures("on_workers")
def test_work_goes_to_other_processes_and_comes_back_in_order() -> None:
    assert os.getpid() not in set(spread(where, range(8)))
    assert list(spread(pow, range(20), 2)) == [number**2 for number in range(20)]


@pytest.mark.usefixtures("on_workers")
def test_each_worker_begins_with_one() -> None:
    # Dask would give both to the one that has what they share.
    for _ in range(3):
        assert len(set(spread(asleep_where, range(2)))) == 2


@pytest.mark.usefixtures("on_workers")
def test_a_worker_has_read_what_the_work_is_in_when_it_starts() -> None:
    # One process read it; the workers are copies of that.
    assert len(set(spread(started_by, range(4)))) == 1
    assert os.getpid() not in set(spread(started_by, range(4)))


@pytest.mark.usefixtures("on_workers")
def test_items_are_taken_as_they_are_needed_and_work_stops_with_who_listens() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = spread(asleep, items())
    assert next(results) == 0
    assert len(taken) == 4
    results.close()
    assert len(taken) == 4
    assert list(spread(pow, [3, 4], 2)) == [9, 16]


@pytest.mark.usefixtures("on_workers")
def test_a_worker_keeps_the_memory_that_it_takes_again() -> None:
    # As Dask sets it, a worker spends a sixth of its time on pages that it gave back.
    assert list(spread(set_for_memory, range(2))) == [[], []]


@pytest.mark.usefixtures("on_workers")
def test_one_item_alone_is_worked_on_here() -> None:
    assert list(spread(where, [1])) == [os.getpid()]


def test_workers_of_another_release_are_refused(two_workers: str) -> None:
    client = workers._connected(two_workers)
    workers._require_same_release(client)
    with (
        mock.patch.object(workers, "version", return_value="9.9.9"),
        pytest.raises(ClusterError, match="andere uitgave") as caught,
    ):
        workers._require_same_release(client)
    assert "verwacht: 9.9.9" in caught.value.detail


@pytest.mark.usefixtures("on_workers")
def test_what_the_work_says_is_said_as_it_would_be_here() -> None:
    with pytest.raises(SelectionError) as caught:
        list(spread(refused, range(3), 1))
    assert (caught.value.what, caught.value.do) == ("Te klein.", "Kies groter.")


@pytest.mark.usefixtures("on_workers")
def test_a_worker_that_dies_changes_nothing_but_the_time(tmp_path: Path) -> None:
    assert list(spread(dies_once, range(6), str(tmp_path))) == [0, 1, 4, 9, 16, 25]
    assert (tmp_path / "gestorven").exists()


@pytest.mark.usefixtures("on_workers")
def test_work_that_kills_every_worker_is_said_in_one_sentence() -> None:
    with pytest.raises(ClusterError, match="vier keer afgebroken") as caught:
        list(spread(dies, [1, 2]))
    assert "geheugen" in caught.value.detail
    assert list(spread(pow, [3, 4], 2)) == [9, 16]


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("local:0", "aantal werkers"),
        ("local:twee", "aantal werkers"),
        ("local:9999", "aantal werkers"),
        ("tcp://127.0.0.1:1", "niet te bereiken"),
        ("geen adres", "niet te bereiken"),
    ],
)
def test_an_address_that_leads_nowhere_is_said(
    monkeypatch: pytest.MonkeyPatch, address: str, word: str
) -> None:
    monkeypatch.setenv(CLUSTER_VARIABLE, address)
    monkeypatch.setattr(workers, "_REACH_S", 1)
    with pytest.raises(ClusterError) as caught:
        list(spread(pow, [1, 2], 2))
    assert word in str(caught.value)
    assert caught.value.what
    assert caught.value.detail
    assert caught.value.do


def test_a_cluster_without_dask_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CLUSTER_VARIABLE, "tcp://10.0.0.4:8786")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"hotspots\[cluster\]"):
        list(spread(pow, [1, 2], 2))


class Slow:
    """Work that is looked at some times before it is done, and a cluster that tells of workers.

    It is the work and the cluster in one: `there` is how many workers each look finds.
    """

    def __init__(self, *there: int, status: str = "pending") -> None:
        self.there, self.status, self.looks = list(there), status, 0

    def result(self, timeout: float) -> str:
        assert timeout == workers._LOOK_S
        if self.looks == len(self.there):
            return "klaar"
        raise TimeoutError

    def scheduler_info(self, n_workers: int) -> dict[str, list[int]]:
        assert n_workers == -1
        self.looks += 1
        return {"workers": [0] * self.there[self.looks - 1]}


@pytest.fixture
def looked_every_20_s(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    # One second of the clock for every second that was waited, from 20 on: the first look.
    clock = iter(range(20, 2_000, 20))
    monkeypatch.setattr(workers, "monotonic", lambda: next(clock))


@pytest.mark.usefixtures("looked_every_20_s")
@pytest.mark.parametrize("status", ["pending", "finished"])
def test_a_busy_worker_is_waited_for(status: str) -> None:
    # Ten minutes of work, or an answer that is long on its way; and one that came back in time:
    # none at 20, 40 and 60 seconds is none for 40.
    for there in ([1] * 30, [0, 0, 0, 1, 0, 0, 0, 1]):
        slow = Slow(*there, status=status)
        assert workers._result(slow, slow) == "klaar"


@pytest.mark.usefixtures("looked_every_20_s")
def test_where_no_worker_is_left_for_a_minute_none_is_waited_for() -> None:
    # None at 20, 40, 60 and 80 seconds.
    slow = Slow(*[0] * 10)
    with pytest.raises(ClusterError, match="is weg") as caught:
        workers._result(slow, slow)
    assert "geen werker in 60 seconden" in caught.value.detail
    assert slow.looks == 4


@pytest.mark.usefixtures("looked_every_20_s")
@pytest.mark.parametrize("status", ["cancelled", "lost"])
def test_work_that_the_cluster_lost_is_not_waited_for(status: str) -> None:
    slow = Slow(1, status=status)
    with pytest.raises(ClusterError, match="is weg"):
        workers._result(slow, slow)
    assert slow.looks == 0


SCHEDULER = """
import sys, time
from distributed import LocalCluster
if __name__ == "__main__":
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=':0')
    print(cluster.scheduler_address, flush=True)
    time.sleep(600)
"""
#: Who has work done there, in a process of its own: Dask leaves sockets to what is gone open.
ASKER = """
import os, signal, sys
from hotspots import workers
from hotspots.errors import ClusterError
from worked import asleep
results = workers.spread(asleep, range(200))
print(next(results))
workers._REACH_S = 5
os.killpg(int(sys.argv[1]), signal.SIGKILL)
for again in (results, workers.spread(pow, [1, 2], 2)):
    try:
        print(list(again))
    except ClusterError as error:
        print(error)
"""


def test_a_cluster_that_goes_away_is_said(tmp_path: Path) -> None:
    script = tmp_path / "planner.py"
    script.write_text(SCHEDULER, encoding="utf-8")
    beside = os.pathsep.join([str(Path(worked.__file__).parent), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": beside}
    with subprocess.Popen(
        [sys.executable, str(script)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        done = subprocess.run(
            [sys.executable, "-c", ASKER, str(process.pid)],
            env=environment | {CLUSTER_VARIABLE: address},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    first, gone, nobody = done.stdout.splitlines()
    assert first == "0"
    assert gone.startswith("Het rekencluster is weg terwijl het aan het werk was.")
    assert "Er is niets veranderd." in gone
    assert nobody.startswith(f"Het rekencluster op '{address}' is niet te bereiken.")


@pytest.fixture
def small_pieces() -> Iterator[None]:
    """Read whatever is over 300 bytes in pieces of 2.000, and keep parts of 40 rows."""
    with (
        mock.patch.object(large_files, "UPLOAD_LIMITS", replace(UPLOAD_LIMITS, file_bytes=300)),
        mock.patch.object(csv_pieces, "PIECE_B", 2_000),
        mock.patch.object(parts, "ROWS_PER_PART", 40),
    ):
        yield


def line(at: int) -> str:
    moment = f"2018-0{1 + at % 9}-05 {at % 24:02d}:1{at % 10}"
    return f"r{at:03d},woning,{moment},,{100_000 + at},421060"


LINES = [*(line(at) for at in range(200)), "r001,woning,2018-02-05 01:11,,100001,421060", "x,,,,,"]
LARGE = UPLOAD_LIMITS.times(10)


def files(door: Door) -> list[str]:
    """The parts of the version that is served; each is called after its content."""
    return [part.file for part in door.store.parts(door.current)]


@pytest.mark.usefixtures("small_pieces")
def test_a_large_file_gives_the_same_parts_on_workers(
    two_workers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Door(tiny_home(tmp_path / "hier"), "inbraak", tmp_path)
    there = Door(tiny_home(tmp_path / "daar"), "inbraak", tmp_path)
    told = here.load(*LINES, limits=LARGE)
    seen: list[float] = []
    monkeypatch.setenv(CLUSTER_VARIABLE, two_workers)
    said = there.load(*LINES, limits=LARGE, progress=seen.append)
    assert len(files(here)) > 4
    assert files(there) == files(here)
    assert (told.accepted, told.quarantined, told.duplicate) == (200, 1, 1)
    assert said.to_dict() == told.to_dict()
    assert len(seen) > 4
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.usefixtures("small_pieces")
def test_rows_are_placed_anew_alike_on_workers(
    two_workers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Door(tiny_home(tmp_path), "inbraak", tmp_path)
    door.load(*LINES, limits=LARGE)
    before = files(door)
    monkeypatch.setenv(CLUSTER_VARIABLE, two_workers)
    rejoin(door.home, door.geography, door.layer)
    assert door.current.number == 2
    assert files(door) == before


@pytest.mark.usefixtures("small_pieces")
def test_questions_about_rows_are_answered_alike_on_workers(
    two_workers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(library, "_TOGETHER", 60)
    monkeypatch.setattr(versions, "ROWS_FOR_CUBES", 1)
    # As of many: their shares are added up, not their places.
    monkeypatch.setattr(Smoother, "worth_it", lambda *_: True)
    door = Door(tiny_home(tmp_path), "inbraak", tmp_path)
    door.load(*LINES, limits=LARGE)
    assert len(files(door)) > 4
    circle = DrawnArea.from_text("cirkel:100100,421060,80")
    asked = [
        Selection("inbraak", level="cells", measure="density", bandwidth_m=600),
        Selection("inbraak", drawn=circle),
    ]

    def told() -> list[object]:
        workspace = open_workspace(door.home, role="analist")
        shown = [analyse(workspace, selection) for selection in asked]
        assert shown[1].counts.sum() > 0
        hours = hours_and_days(workspace, Selection("inbraak"))
        return [shown[0].values.tolist(), shown[1].counts.tolist(), hours.weights.tolist()]

    here = told()
    monkeypatch.setenv(CLUSTER_VARIABLE, two_workers)
    seen: list[int] = []
    on_cluster = workers._on_cluster

    def noted(client: Any, work: Any, items: Any, shared: Any) -> Any:  # noqa: ANN401
        seen.append(len(items))
        return on_cluster(client, work, items, shared)

    monkeypatch.setattr(workers, "_on_cluster", noted)
    assert told() == here
    groups = len(library._together(door.store.parts(door.current), 60))
    assert seen == [groups, groups, groups]
    assert 2 < groups < len(files(door))


def test_areas_are_searched_alike_on_workers(
    two_workers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Door(tiny_home(tmp_path), "inbraak", tmp_path)
    door.load(*LINES)
    workspace = open_workspace(door.home, role="wijkagent")
    asked = Selection("inbraak"), Search("clusters", min_points=3), "buurten"

    def told() -> list[tuple[str, str, object]]:
        per_area = find_per_area(workspace, *asked)
        return [(one.code, one.name, one.finding.to_dict()) for one in per_area]

    here = told()
    monkeypatch.setenv(CLUSTER_VARIABLE, two_workers)
    # Nothing is left to be done in this process.
    monkeypatch.setattr(analyse_module, "find", None)
    assert told() == here
    assert len(here) == len(workspace.geography.buurten)
    assert any(finding["found"] for *_, finding in here)  # type: ignore[index]


@pytest.mark.usefixtures("on_workers")
def test_a_worker_opens_the_home_anew_for_each_command(tmp_path: Path) -> None:
    """A cluster outlives a command, and what the home declares may be another by then."""
    door = Door(tiny_home(tmp_path), "inbraak", tmp_path)
    door.load(*LINES)

    def nouns() -> set[str]:
        workspace = open_workspace(door.home, role="wijkagent")
        asked = Selection("inbraak"), Search("clusters", min_points=3), "buurten"
        return {one.finding.layer.noun for one in find_per_area(workspace, *asked)}

    assert nouns() == {"inbraak"}
    declared = next(
        path
        for path in door.home.themes.rglob("*.toml")
        if 'noun = "inbraak"' in path.read_text(encoding="utf-8")
    )
    text = declared.read_text(encoding="utf-8")
    declared.write_text(text.replace('noun = "inbraak"', 'noun = "braak"'), encoding="utf-8")
    assert nouns() == {"braak"}


@pytest.mark.usefixtures("small_pieces", "on_workers")
def test_workers_that_write_elsewhere_change_nothing(door_before: Door) -> None:
    part = replace(door_before.store.parts(door_before.current)[0], file="2018-ergens.parquet")
    store, bytes_before = door_before.store, door_before.bytes_on_disk()
    with store.writing(), pytest.raises(ClusterError, match="in een andere map"):
        store.add_parts([part], door_before.current)
    assert door_before.bytes_on_disk() == bytes_before


@pytest.fixture
def door_before(tmp_path: Path) -> Door:
    door = Door(tiny_home(tmp_path), "inbraak", tmp_path)
    door.load(*LINES)
    return door


@pytest.mark.usefixtures("small_pieces")
def test_an_import_goes_on_where_a_cluster_left_it(tmp_path: Path) -> None:
    def gone(*_: object) -> Iterator[object]:
        raise ClusterError("Het rekencluster is weg.", "Er is niets veranderd.", "Doe het opnieuw.")
        yield

    door = Door(tiny_home(tmp_path), "inbraak", tmp_path)
    with mock.patch.object(large_files, "spread", gone), pytest.raises(ClusterError):
        door.load(*LINES, limits=LARGE)
    staging = door.store.folder / STAGING
    assert [path.name for path in staging.rglob("*.json")] == ["00001.json"]
    assert door.store.current() is None
    report = door.load(*LINES, limits=LARGE)
    assert (report.accepted, report.quarantined, report.duplicate) == (200, 1, 1)
    assert not staging.exists()


@pytest.mark.usefixtures("small_pieces")
def test_a_cluster_that_is_gone_does_not_close_a_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Door(tiny_home(tmp_path), "inbraak", tmp_path)
    door.load(*LINES)
    other = replace(door.current, fingerprint="andere gebieden")
    with door.store.writing():
        door.store.add_parts(door.store.parts(door.current), other)
    monkeypatch.setenv(CLUSTER_VARIABLE, "tcp://127.0.0.1:1")
    monkeypatch.setattr(workers, "_REACH_S", 1)
    faults = ensure_published(door.home, read_catalog(door.home), door.geography)
    assert "niet te bereiken" in str(faults["inbraak"])
    assert door.current.number == 2
    monkeypatch.delenv(CLUSTER_VARIABLE)
    assert ensure_published(door.home, read_catalog(door.home), door.geography) == {}
    assert door.current.fingerprint == door.geography.fingerprint
