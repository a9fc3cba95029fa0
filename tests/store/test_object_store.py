"""Versions in an object store: the same promises as on a disk, with no lock and no renaming.

The server is a real one, that of moto, in a process of its own. "Here" and "there" are two
machines: each has a folder of its own, and they share the bucket alone.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cloudpickle
import numpy as np
import pyarrow as pa
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.catalog.storage import Bucket
from hotspots.errors import LostRaceError, SettingsError, StoreError, UnreachableError
from hotspots.incoming.publishing.large_files import staged
from hotspots.settings import Home
from hotspots.store import catalogue, objects
from hotspots.store.catalogue import Retention, entry_of, unwritten
from hotspots.store.leftovers import leftovers
from hotspots.store.purge import purge
from hotspots.store.versions import LayerStore
from object_store import ENVIRONMENT, KEY, SECRET, Objects, object_store
from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotspots.store.catalogue import Version

HERE = Path(__file__).parent
DRAFT = unwritten(
    attribution="Verzonnen",
    fingerprint="",
    counts={"read": 0, "accepted": 0, "quarantined": 0, "duplicate": 0},
)
#: Kills of writers at any moment; ``make stress`` does ten times as many.
KILLS = int(os.environ.get("HOTSPOTS_KILLS", "20")) // 5
YEAR = (2016, 2017, 2018)
_prefixes = count()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with object_store() as address:
        Objects(address, "").make_bucket()
        yield address


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(objects, "FRESH_S", 0.0)
    monkeypatch.setattr(objects, "_GONE", {})


@pytest.fixture
def bucket(endpoint: str) -> Objects:
    """A prefix of this test alone."""
    return Objects(endpoint, f"proef-{next(_prefixes)}")


@pytest.fixture
def machine(bucket: Objects, tmp_path: Path) -> Callable[[str], LayerStore]:
    """The store of the layer as a machine opens it, by the name of the machine."""

    def store(name: str) -> LayerStore:
        folder = tmp_path / name / "inbraak"
        folder.mkdir(parents=True, exist_ok=True)
        return LayerStore(folder, Retention, bucket.bucket)

    return store


def rows_of(*years: int, rows: int = 30, mark: int = 0) -> pa.Table:
    """Return some rows in the middle of each year."""
    days = [(date(year, 6, 1) - date(1970, 1, 1)).days for year in years for _ in range(rows)]
    ids = [f"{year}-{mark}-{number}" for year in years for number in range(rows)]
    return pa.table({"id": ids, "day": pa.array(days, pa.int32())})


def add(store: LayerStore, table: pa.Table) -> Version:
    with store.writing():
        return store.add(table, DRAFT, lambda version: {"n": version.number, "problems": []})


def ids(store: LayerStore, version: Version) -> set[str]:
    return set(store.read(version)["id"].to_pylist())


def current(store: LayerStore) -> Version:
    version = store.current()
    assert version is not None
    return version


def test_a_version_that_is_written_here_is_read_there(
    machine: Callable[[str], LayerStore], bucket: Objects
) -> None:
    here, there = machine("here"), machine("there")
    assert there.current() is None
    made = add(here, rows_of(*YEAR))
    assert current(there) == made
    assert (made.name, made.rows) == ("v1", 90)
    assert ids(there, made) == {f"{year}-0-{n}" for year in YEAR for n in range(30)}
    assert there.report(made) == {"n": 1, "problems": []}
    assert there.faults() == []
    # On this machine there is nothing but its copies and its lock.
    assert {path.name for path in here.folder.iterdir()} == {"lock", "lock-turn", "objects"}
    assert {name.split("/")[1] for name in bucket.names("inbraak/")} == {
        "catalogue.json", "parts", "reports", "versions",
    }  # fmt: skip


def test_a_bucket_has_the_same_numbers_as_a_disk(
    machine: Callable[[str], LayerStore], tmp_path: Path
) -> None:
    """Also cubes: a part of 12.000 rows has them."""
    random = np.random.default_rng(18)
    rows = 12_000
    table = pa.table({
        "id": [str(number) for number in range(rows)],
        "day": pa.array(random.integers(17_000, 17_400, rows), pa.int32()),
        "day_part": pa.array(random.integers(-1, 4, rows), pa.int8()),
        "soort": random.choice(["woning", "schuur"], rows),
        "buurt": random.choice(["BU1", "BU2", None], rows),
        "cell_col": pa.array(random.integers(0, 40, rows), pa.int32()),
        "cell_row": pa.array(random.integers(0, 40, rows), pa.int32()),
    })  # fmt: skip
    disk, here, there = LayerStore(tmp_path / "disk"), machine("here"), machine("there")
    stores = [(disk, add(disk, table)), (here, add(here, table)), (there, current(there))]
    [(part, *rest)] = zip(*(store.parts(version) for store, version in stores), strict=True)
    assert part.cubes
    # The same bytes, under a name of the writer alone.
    assert [(other.sha256, other.cubes, other.rows) for other in rest] == [
        (part.sha256, part.cubes, rows)
    ] * 2
    read = [
        (store.read(version).to_pylist(), store.cube(version, one, "areas").to_pylist())
        for (store, version), one in zip(stores, (part, *rest), strict=True)
    ]
    assert read[0] == read[1] == read[2]
    assert sum(row["count"] for row in read[0][1]) == rows


def test_whoever_comes_second_is_told_and_has_changed_nothing(
    machine: Callable[[str], LayerStore], bucket: Objects
) -> None:
    here, there = machine("here"), machine("there")
    add(here, rows_of(2016))
    with here.writing():
        seen = current(here)
        other = add(there, rows_of(2017))
        before = bucket.read("inbraak/catalogue.json")
        with pytest.raises(LostRaceError) as caught:
            here.add(rows_of(2018), DRAFT, lambda version: {"mine": version.number})
    assert seen.name == "v1"
    error = caught.value
    assert error.what == "Op een andere machine is zojuist iets veranderd in laag 'inbraak'."
    assert "Er is niets veranderd." in error.detail
    assert error.do.startswith("Probeer het opnieuw")
    assert bucket.read("inbraak/catalogue.json") == before
    assert current(here) == other
    # Its report was of the same number, and took nobody's place.
    assert here.report(other) == {"n": 2, "problems": []}
    again = add(here, rows_of(2018))
    assert [version.name for version in there.versions()] == ["v1", "v2", "v3"]
    assert ids(there, again) == {f"2018-0-{n}" for n in range(30)}
    assert there.faults() == []


def test_of_two_first_writers_one_is_second(machine: Callable[[str], LayerStore]) -> None:
    here, there = machine("here"), machine("there")
    with here.writing():
        add(there, rows_of(2017))
        with pytest.raises(LostRaceError):
            here.add(rows_of(2018), DRAFT)
    assert ids(here, current(here)) == {f"2017-0-{n}" for n in range(30)}


def test_a_restore_that_comes_second_is_refused_as_well(
    machine: Callable[[str], LayerStore],
) -> None:
    here, there = machine("here"), machine("there")
    add(here, rows_of(2016))
    add(here, rows_of(2017))
    with here.writing():
        add(there, rows_of(2018))
        with pytest.raises(LostRaceError):
            here.restore(1)
    assert current(here).name == "v3"
    with here.writing():
        assert here.restore(1).name == "v1"
    assert current(there).name == "v1"


def test_writers_at_once_lose_no_version_and_give_no_number_twice(
    machine: Callable[[str], LayerStore],
) -> None:
    numbers: list[int] = []
    lost: list[int] = []

    def write(name: str) -> None:
        store = machine(name)
        for turn in range(3):
            while True:
                try:
                    made = add(store, rows_of(2017, mark=int(name) * 10 + turn))
                except LostRaceError:
                    lost.append(turn)
                    continue
                numbers.append(made.number)
                break

    writers = [threading.Thread(target=write, args=(str(n),)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    store = machine("looks")
    assert sorted(numbers) == list(range(1, 13))
    assert [version.number for version in store.versions()] == list(range(1, 13))
    assert lost  # otherwise nobody was busy at the same time
    marks = {next(iter(ids(store, version))).split("-")[1] for version in store.versions()}
    assert len(marks) == 12
    assert store.faults() == []


def test_an_answer_that_was_lost_on_its_way_is_no_lost_race(
    machine: Callable[[str], LayerStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library then sends the same once more, and hears that another was first: itself."""
    here = machine("here")
    add(here, rows_of(2016))
    client = objects._client(here.storage)  # type: ignore[arg-type]

    class Twice:
        exceptions = client.exceptions
        head_object = client.head_object
        get_object = client.get_object

        def put_object(self, **what: Any) -> Any:  # noqa: ANN401
            client.put_object(**what)
            return client.put_object(**what)

    monkeypatch.setattr(objects, "_client", lambda _: Twice())
    made = add(here, rows_of(2017))
    monkeypatch.undo()
    monkeypatch.setattr(objects, "FRESH_S", 0.0)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    assert current(machine("there")) == made
    # What it knows of the catalogue since is right: it can go on.
    assert add(here, rows_of(2018)).name == "v3"


def start(folder: Path, bucket: Objects, when: str) -> subprocess.Popen[str]:
    place = bucket.bucket
    script = str(HERE / "object_writer.py")
    return subprocess.Popen(
        [sys.executable, script, str(folder), place.endpoint, place.prefix, when],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), *sys.path])},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is not of Windows")
def test_a_writer_that_is_killed_before_the_catalogue_leaves_objects_for_a_day(
    machine: Callable[[str], LayerStore],
    bucket: Objects,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with start(tmp_path / "killed" / "inbraak", bucket, "catalogue") as writer:
        said = writer.communicate()[0].split()
    assert (writer.returncode, said) == (-signal.SIGKILL, ["ready", "1", "2"])
    here = machine("here")
    assert [version.number for version in here.versions()] == [1, 2]
    assert current(here).name == "v2"
    assert here.faults() == []
    before = bucket.names()
    # Two parts, a manifest and a report that nobody will name.
    monkeypatch.setattr(objects, "OLDEST_WRITER_S", -1.0)
    stray = set(leftovers(here.files, [entry_of(version) for version in here.versions()]))
    assert sorted(name.split("/")[0] for name in stray) == ["parts", "parts", "reports", "versions"]
    monkeypatch.undo()
    # Another writer may be busy with them, for all this machine knows.
    here.tidy()
    assert bucket.names() == before
    monkeypatch.setattr(objects, "OLDEST_WRITER_S", -1.0)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    here.tidy()
    assert bucket.names() == before - {f"inbraak/{name}" for name in stray}
    assert here.faults() == []


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is not of Windows")
@pytest.mark.slow
def test_nothing_is_lost_while_writers_on_two_machines_are_killed(
    machine: Callable[[str], LayerStore], bucket: Objects, tmp_path: Path
) -> None:
    chance = np.random.default_rng(18)
    store = machine("looks")
    last = 0
    for turn in range(KILLS):
        with (
            start(tmp_path / f"a{turn}" / "inbraak", bucket, "never") as one,
            start(tmp_path / f"b{turn}" / "inbraak", bucket, "never") as other,
        ):
            for writer in (one, other):
                assert writer.stdout is not None
                assert writer.stdout.readline() == "ready\n"
                assert int(writer.stdout.readline()) > last
            time.sleep(chance.uniform(0.0, 1.0))
            for writer in (one, other):
                writer.kill()
            said = [int(line) for w in (one, other) for line in w.communicate()[0].split()]
        versions = store.versions()
        last = max(version.number for version in versions)
        # No number twice; all that was said is there, and two at most that nobody was told of.
        assert len(said) == len(set(said))
        assert max(said, default=0) <= last <= max(said, default=last) + 2
        assert store.faults() == []
        for version in versions:
            assert set(store.read(version)["n"].to_pylist()) == {version.number}
            assert store.report(version) == {"n": version.number}


@pytest.mark.parametrize("gone", [True, False])
def test_an_object_that_is_damaged_or_gone_costs_the_versions_that_have_it(
    machine: Callable[[str], LayerStore], bucket: Objects, gone: bool
) -> None:
    here, there = machine("here"), machine("there")
    first = add(here, rows_of(2016))
    second = add(here, rows_of(2017))
    [part] = here.parts(second)
    name = f"inbraak/parts/{part.file}"
    sound = bucket.read(name)
    if gone:
        bucket.remove(name)
    else:
        bucket.put(name, sound[:60] + bytes([sound[60] ^ 1]) + sound[61:])
    served = there.holding().served(there.fault_of)
    assert served is not None
    assert (served.name, served.stands_in_for) == ("v1", "v2")
    # Here lies a sound copy, and verify looks at the object all the same.
    assert ids(here, second) == {f"2017-0-{n}" for n in range(30)}
    [fault] = here.faults()
    assert fault.startswith("v2 (")
    with here.writing(), pytest.raises(StoreError, match="niet te lezen"):
        here.restore(second.number)
    with here.writing():
        assert here.restore(first.number) == first
    bucket.put(name, sound)
    assert there.faults() == []
    assert ids(there, second) == {f"2017-0-{n}" for n in range(30)}


def test_a_copy_that_is_damaged_is_fetched_anew(machine: Callable[[str], LayerStore]) -> None:
    here = machine("here")
    made = add(here, rows_of(2017))
    for folder in ("parts", "versions"):
        here.parts(made)  # the manifest has a copy now
        [copy] = (here.folder / "objects" / folder).iterdir()
        sound = copy.read_bytes()
        copy.write_bytes(sound[:40] + bytes([sound[40] ^ 1]) + sound[41:])
        assert here.read(made).num_rows == 30
        assert copy.read_bytes() == sound
        assert copy.stat().st_mode & 0o077 == 0


def test_a_part_is_fetched_once_however_often_it_is_read(
    machine: Callable[[str], LayerStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = rows_of(*YEAR, rows=40_000)
    here, there = machine("here"), machine("there")
    made = add(here, table)
    fetched: list[str] = []
    real = objects._store

    class Noted:
        def __init__(self, store: Any) -> None:  # noqa: ANN401
            self.store = store

        def open_input_stream(self, path: str) -> Any:  # noqa: ANN401
            fetched.append(path)
            return self.store.open_input_stream(path)

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401
            return getattr(self.store, name)

    monkeypatch.setattr(objects, "_store", lambda bucket: Noted(real(bucket)))
    for _ in range(2):
        assert there.fault_of(made) is None
        assert there.read(made, ["id"]).num_rows == 120_000
        for part in there.parts(made):
            there.read_part(made, part, lambda _: ["day"])
        there.signature(made)
    # 120.000 rows are divided by year: three parts and the manifest.
    assert len(fetched) == len(set(fetched)) == 4
    # Who wrote them has them already.
    fetched.clear()
    assert here.fault_of(made) is None
    assert fetched == []


def test_a_catalogue_is_believed_for_a_moment_and_a_writer_always_looks(
    machine: Callable[[str], LayerStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = machine("here"), machine("there")
    first = add(here, rows_of(2016))
    monkeypatch.setattr(objects, "FRESH_S", 1_000.0)
    assert current(there) == first
    read: list[int] = []
    client = objects._client(here.storage)  # type: ignore[arg-type]
    real = client.get_object
    monkeypatch.setattr(client, "get_object", lambda **what: read.append(1) or real(**what))
    for _ in range(5):
        assert current(there) == first
    assert read == []
    with there.writing():
        assert current(there) == first
    assert read
    # What this process writes it sees at once.
    made = add(there, rows_of(2017))
    assert current(machine("elsewhere")) == made


def test_rows_that_are_purged_are_gone_from_every_object_and_every_copy(
    machine: Callable[[str], LayerStore], bucket: Objects
) -> None:
    here, there = machine("here"), machine("there")
    add(here, rows_of(2016, 2017))
    add(here, rows_of(*YEAR, mark=1))
    for version in there.versions():
        assert there.read(version).num_rows
    old = bucket.names("inbraak/parts")
    with here.writing():
        purged = purge(here, date(2017, 1, 1))
    assert purged.rows == {"v1": 30, "v2": 30}
    versions = there.versions()  # the next look there
    assert [version.rows for version in versions] == [30, 60]
    parts = {part.file for version in versions for part in there.parts(version)}
    assert {name.rpartition("/")[2] for name in bucket.names("inbraak/parts")} == parts
    assert not old & bucket.names("inbraak/parts")
    for store in (here, there):
        for version in store.versions():
            assert not {one for one in ids(store, version) if one.startswith("2016")}
        copies = {path.name for path in (store.folder / "objects" / "parts").iterdir()}
        assert copies == parts
    assert there.faults() == []
    assert current(here).forgotten_before == "2017-01-01"


def test_a_server_that_goes_away_in_a_purge_costs_no_version(
    machine: Callable[[str], LayerStore], bucket: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = machine("here")
    for _ in range(2):
        add(here, rows_of(2016))
    before = {name: bucket.read(name) for name in bucket.names()}
    first = here.versions()[0]
    parts = objects.ObjectFiles.read_checked

    def gone(files: objects.ObjectFiles, name: str, sha256: str) -> bytes:
        if name.endswith(first.file):
            raise UnreachableError("De opslag antwoordt niet.")
        return parts(files, name, sha256)

    monkeypatch.setattr(objects.ObjectFiles, "read_checked", gone)
    # A version that nobody can read is removed; this one can be read tomorrow.
    with here.writing(), pytest.raises(UnreachableError):
        purge(here, date(2017, 1, 1))
    assert {name: bucket.read(name) for name in before} == before


def test_versions_that_are_past_the_retention_leave_the_bucket(
    machine: Callable[[str], LayerStore], bucket: Objects
) -> None:
    here = replace(machine("here"), retention=lambda: Retention(keep=2))
    for year in (2015, *YEAR):
        add(here, rows_of(year))
    assert [version.number for version in here.versions()] == [3, 4]
    assert len(bucket.names("inbraak/parts")) == 2
    assert len(bucket.names("inbraak/versions")) == len(bucket.names("inbraak/reports")) == 2
    assert here.faults() == []


def test_a_catalogue_of_a_newer_release_is_not_read_and_not_replaced(
    machine: Callable[[str], LayerStore], bucket: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = machine("here")
    add(here, rows_of(2017))
    monkeypatch.setattr(catalogue, "FORMAT", catalogue.FORMAT + 1)
    add(here, rows_of(2018))
    before = bucket.read("inbraak/catalogue.json")
    monkeypatch.setattr(catalogue, "FORMAT", catalogue.FORMAT - 1)
    with pytest.raises(StoreError, match="nieuwere uitgave"):
        machine("there").holding()
    with pytest.raises(StoreError, match="nieuwere uitgave"):
        add(here, rows_of(2018))
    assert bucket.read("inbraak/catalogue.json") == before


@pytest.mark.parametrize("gone", [True, False])
def test_without_its_catalogue_a_layer_is_not_taken_for_an_empty_one(
    machine: Callable[[str], LayerStore], bucket: Objects, gone: bool
) -> None:
    here = machine("here")
    for year in (2016, 2017):
        add(here, rows_of(year))
    sound = bucket.read("inbraak/catalogue.json")
    if gone:
        bucket.remove("inbraak/catalogue.json")
    else:
        bucket.put("inbraak/catalogue.json", sound.replace(b'"number": 2', b'"number": 3'))
    names = bucket.names()
    with pytest.raises(StoreError, match="niet te lezen") as caught:
        here.holding()
    assert "kopie" not in caught.value.what
    assert f"{bucket.bucket}/inbraak/catalogue.json" in caught.value.what
    with pytest.raises(StoreError, match="niet te lezen"):
        add(here, rows_of(2018))
    with pytest.raises(StoreError, match="niet te lezen"):
        here.tidy()
    assert names <= bucket.names()
    bucket.put("inbraak/catalogue.json", sound)
    assert here.faults() == []


def shown(error: UnreachableError) -> str:
    """Return a sentence of three parts, in which no key may stand."""
    assert error.what.startswith("De opslag van de lagen, s3://")
    assert error.detail
    assert error.do
    assert error.__cause__ is None
    assert error.__suppress_context__
    assert SECRET not in repr(error)
    assert KEY not in repr(error)
    return str(error)


def test_a_server_that_is_gone_is_one_sentence_and_soon_said_again(
    tmp_path: Path, bucket: Objects
) -> None:
    nowhere = replace(bucket.bucket, endpoint=f"http://127.0.0.1:{free_port()}")
    store = LayerStore(tmp_path / "inbraak", Retention, nowhere)
    with pytest.raises(UnreachableError) as caught:
        store.holding()
    assert f"Er antwoordt geen server op {nowhere.endpoint}" in shown(caught.value)
    # A home has dozens of layers: the next one does not wait as long again.
    begun = time.monotonic()
    with pytest.raises(UnreachableError, match="antwoordt geen server"):
        add(store, rows_of(2017))
    assert time.monotonic() - begun < 0.5


def test_a_bucket_that_is_not_there_is_named(tmp_path: Path, bucket: Objects) -> None:
    store = LayerStore(tmp_path / "inbraak", Retention, replace(bucket.bucket, name="anders"))
    with pytest.raises(UnreachableError) as caught:
        store.current()
    assert "Er is daar geen bucket met die naam (NoSuchBucket)" in shown(caught.value)
    with pytest.raises(UnreachableError) as caught:
        store.files.write("parts/x", b"x")
    assert "NoSuchBucket" in shown(caught.value)


def test_a_key_that_is_wrong_or_missing_is_said_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with object_store(INITIAL_NO_AUTH_ACTION_COUNT="0") as address:
        bucket = Bucket("veiligheid", "", address, "eu-west-1")
        store = LayerStore(tmp_path / "inbraak", Retention, bucket)
        with pytest.raises(UnreachableError) as caught:
            store.current()
        assert "De server kent de sleutel niet, of er is er geen (Invalid" in shown(caught.value)
        with pytest.raises(UnreachableError) as caught:
            store.files.listing("parts")
        shown(caught.value)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
        objects._client_of.cache_clear()
        with pytest.raises(UnreachableError) as caught:
            store.current()
        assert "NoCredentialsError" in shown(caught.value)
        objects._client_of.cache_clear()


def test_a_store_is_sent_to_a_worker_that_never_opened_the_home(
    machine: Callable[[str], LayerStore], tmp_path: Path
) -> None:
    here = machine("here")
    sent = cloudpickle.dumps(replace(here, folder=tmp_path / "worker" / "inbraak"))
    assert len(sent) < 2_000
    assert SECRET.encode() not in sent
    worker: LayerStore = pickle.loads(sent)  # noqa: S301 - made above
    with here.writing():
        parts = [worker.write_part(str(year), rows_of(year)) for year in YEAR]
        made = here.add_parts(parts, DRAFT)
    assert made.rows == 90
    assert sum(worker.read_part(made, part).num_rows for part in worker.parts(made)) == 90
    # No rows stay behind where nobody would forget them.
    assert not (tmp_path / "worker").exists()
    assert here.faults() == []


def test_a_layer_of_a_disk_that_is_copied_into_the_bucket_goes_on_there(
    machine: Callable[[str], LayerStore], bucket: Objects, tmp_path: Path
) -> None:
    disk = LayerStore(tmp_path / "state" / "inbraak")
    for year in (2016, 2017):
        add(disk, rows_of(year))
    for path in disk.folder.rglob("*"):
        if path.is_file():
            bucket.put(f"inbraak/{path.relative_to(disk.folder).as_posix()}", path.read_bytes())
    here = machine("here")
    assert here.holding() == disk.holding()
    assert [here.report(version) for version in here.versions()] == [
        {"n": 1, "problems": []},
        {"n": 2, "problems": []},
    ]
    assert here.faults() == []
    made = add(here, rows_of(2018))
    assert made.name == "v3"
    assert json.loads(bucket.read("inbraak/catalogue.json"))["current"] == 3


def test_two_machines_that_open_a_home_at_once_publish_it_once(
    home: Home, bucket: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There the home is opened between the parts and the catalogue of here."""
    place = bucket.bucket
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f'\n[storage]\nlayers = "{place}"\nendpoint = "{place.endpoint}"\n')
    real = objects.ObjectFiles.write_catalogue
    opened: list[object] = []

    def write(files: objects.ObjectFiles, content: bytes) -> None:
        if not opened:
            opened.append(files)
            opened.append(open_workspace(Home(home.root, tmp_path / "there"), role="analist"))
        real(files, content)

    monkeypatch.setattr(objects.ObjectFiles, "write_catalogue", write)
    here = open_workspace(Home(home.root, tmp_path / "here"), role="analist")
    assert len(opened) == 2
    layers = [layer for layer in here.catalog.layers if layer.kind != "context"]
    assert layers
    for layer in layers:
        assert (here.version(layer).name, here.version(layer).notes) == ("v1", ())
        assert len(LayerStore.of(here.home, layer.id).versions()) == 1
    # The nine rows of the town, of which the test of the town says how many lie where.
    assert len(here.incidents(here.layer("inbraak"))[1]) == 9


def test_a_large_import_that_came_second_goes_on_where_it_was(
    machine: Callable[[str], LayerStore],
) -> None:
    def stops(error: StoreError) -> list[str]:
        """Return what lay there already when an import stopped."""
        with staged(machine("here"), "het bestand") as folder:
            there = [path.name for path in folder.glob("stuk*")]
            (folder / "stuk").write_bytes(b"gelezen")
            seen.append(there)
            raise error

    seen: list[list[str]] = []
    second = LostRaceError("Op een andere machine is zojuist iets veranderd.")
    for error in (second, StoreError("De schijf is vol."), second):
        with pytest.raises(type(error)):
            stops(error)
    # What was read is there when it is tried again; after another fault it is not.
    assert seen == [[], ["stuk"], []]


def test_without_boto3_is_said_what_to_install(
    machine: Callable[[str], LayerStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    objects._faults_of_boto.cache_clear()
    monkeypatch.setitem(sys.modules, "botocore.exceptions", None)
    with pytest.raises(SettingsError) as caught:
        machine("here").current()
    assert "hotspots[objects]" in caught.value.do
    assert "objectopslag" in caught.value.what
