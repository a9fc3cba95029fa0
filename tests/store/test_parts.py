"""A version of incidents is made of parts: a few rows more are a few files more."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from hotspots.access.workspace import open_workspace
from hotspots.errors import StoreError
from hotspots.incoming.publishing.arrival import Arrival, Block
from hotspots.incoming.publishing.publish import rejoin
from hotspots.store import catalogue, parts
from hotspots.store.catalogue import entry_of, version_from
from hotspots.store.files import write_version_file
from hotspots.store.leftovers import leftovers
from loading import HEADER, Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home


@pytest.fixture
def door(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    """A layer of which a part is divided from four rows."""
    monkeypatch.setattr(parts, "ROWS_PER_PART", 4)
    return Door(home, "inbraak", tmp_path)


def row(name: object, day: str, x: int = 100_060) -> str:
    return f"{name},woning,{day} 19:00,,{x},421060"


#: Five rows in January 2017, three in May 2017, four in 2018.
ROWS = [
    *(row(f"jan{at}", f"2017-01-0{at + 2}") for at in range(5)),
    *(row(f"mei{at}", f"2017-05-0{at + 2}") for at in range(3)),
    *(row(f"18-{at}", f"2018-0{at + 1}-0{at + 2}") for at in range(4)),
]


def spans(door: Door) -> dict[str, int]:
    return {part.span: part.rows for part in door.store.parts(door.current)}


def files(door: Door) -> dict[str, int]:
    """Return the files with rows of the layer, and the inode of each."""
    return {path.name: path.stat().st_ino for path in (door.store.folder / "parts").iterdir()}


def test_a_year_is_divided_in_months_only_where_it_is_too_large(door: Door) -> None:
    door.load(*ROWS)
    assert spans(door) == {"2017-01": 5, "2017-05": 3, "2018": 4}
    assert door.current.rows == 12
    assert sorted(door.rows().index) == sorted(text.split(",")[0] for text in ROWS)


def test_rows_are_added_to_the_parts_they_fall_in_and_no_other_file_is_written(door: Door) -> None:
    door.load(*ROWS)
    before = files(door)
    door.load(row("mei9", "2017-05-20"), row("nieuw", "2022-02-02"))
    assert spans(door) == {"2017-01": 5, "2017-05": 4, "2018": 4, "202": 1}
    # The parts of January and 2018 are those of v1: the same files. Those of v1 are still there.
    assert {name: inode for name, inode in files(door).items() if name in before} == before
    assert len(files(door)) == len(before) + 2
    assert door.current.rows == 14
    assert door.store.read(door.store.versions()[0]).num_rows == 12


def test_a_known_incident_that_was_another_month_leaves_its_part(door: Door) -> None:
    door.load(*ROWS)
    report = door.load(row("jan0", "2018-03-03"))
    assert (report.accepted, report.updated) == (1, 1)
    assert spans(door) == {"2017-01": 4, "2017-05": 3, "2018-01": 1, "2018-02": 1, "2018-03": 2,
                           "2018-04": 1}  # fmt: skip
    assert str(door.rows().loc["jan0", "begin"]) == "2018-03-03 19:00:00"


def test_a_part_that_loses_all_its_rows_is_no_part(door: Door) -> None:
    door.load(*ROWS)
    door.load(*(row(f"mei{at}", "2017-01-20") for at in range(3)))
    assert spans(door) == {"2017-01": 8, "2018": 4}


def test_a_layer_without_rows_still_has_columns(door: Door) -> None:
    door.load(*ROWS[:2])
    rows = door.store.read(door.current)
    with door.store.writing():
        door.store.add(rows.slice(0, 0), door.current)
    assert spans(door) == {"": 0}
    assert door.store.read(door.current).column_names == rows.column_names


def test_what_is_near_on_the_map_is_near_in_the_file(door: Door) -> None:
    rng = np.random.default_rng(1)
    x, y = (rng.integers(low, low + 2_000, 3_000) for low in (100_000, 420_000))
    door.load(
        *(f"{at},woning,2017-05-01,,{x[at]},{y[at]}" for at in range(3_000)),
        row("nergens", "2017-05-01").replace("100060,421060", ","),
    )
    rows = door.store.read(door.current).to_pandas()
    steps = np.hypot(rows["x_rd"].diff(), rows["y_rd"].diff()).median()
    # A step between two of 3.000 points at random in a square of 2 km is 1 km; neighbours of a
    # regular grid of as many lie 37 m apart.
    assert steps < 80
    assert rows["id"].iloc[-1] == "nergens"


def test_a_manifest_is_plain_to_read_and_says_what_each_part_holds(door: Door) -> None:
    door.load(*ROWS)
    manifest = json.loads((door.store.folder / "versions" / door.current.file).read_text())
    first = manifest["parts"][0]
    assert (first["span"], first["rows"], first["outside"]) == ("2017-01", 5, 0)
    # 2 and 6 January 2017 are days 17.168 and 17.172 since 1970.
    assert (first["first"], first["last"]) == (17_168, 17_172)
    table = pq.read_table(door.store.folder / "parts" / first["file"])
    assert json.loads(table.schema.metadata[b"geo"])["columns"]["geometry"]["encoding"] == "WKB"
    assert shapely.from_wkb(table["geometry"][0].as_py()).x == 100_060


def test_a_version_of_before_there_were_parts_is_read_and_divided_when_rows_come(
    door: Door,
) -> None:
    door.load(*ROWS)
    whole_from_parts(door)
    assert door.current.is_whole
    assert door.store.parts(door.current) == ()
    assert len(door.rows()) == 12
    workspace = open_workspace(door.home, role="analist")
    version, incidents = workspace.incidents(door.layer)
    # It is read as it is: opening the home writes nothing.
    assert (version.name, version.notes, len(incidents)) == ("v1", (), 12)
    report = door.load(ROWS[0], row("nieuw", "2017-05-20"))
    assert (report.accepted, report.duplicate) == (1, 1)
    assert spans(door) == {"2017-01": 5, "2017-05": 4, "2018": 4}
    with door.store.writing():
        door.store.restore(1)
    assert len(door.rows()) == 12


def whole_from_parts(door: Door) -> None:
    """Put the version that is served in one file, as a release of before did."""
    rows = door.store.read(door.current)
    path = door.store.folder / "versions" / "heel.parquet"
    sha256 = write_version_file(rows, path)
    file = path.rename(path.with_name(f"00001-{sha256[:12]}.parquet")).name
    old = replace(door.current, file=file, sha256=sha256, format=1)
    catalogue.write(door.store.files, 1, [entry_of(old)])
    door.store.tidy()
    assert files(door) == {}


def test_a_damaged_part_costs_the_versions_that_have_it_and_no_other(door: Door) -> None:
    door.load(*ROWS)
    door.load(row("mei9", "2017-05-20"))
    [own] = [part for part in door.store.parts(door.current) if part.span == "2017-05"]
    path = door.store.folder / "parts" / own.file
    sound = path.read_bytes()
    path.write_bytes(sound[:-1])
    served = door.store.holding().served(door.store.fault_of)
    assert served is not None
    assert (served.name, served.stands_in_for) == ("v1", "v2")
    with pytest.raises(StoreError, match="v2"):
        door.load(row("later", "2017-05-21"))
    assert [fault.partition(" ")[0] for fault in door.store.faults()] == ["v2"]
    path.unlink()
    assert [fault.partition(" ")[0] for fault in door.store.faults()] == ["v2"]
    path.write_bytes(sound)
    assert door.store.faults() == []


def test_no_part_is_removed_while_a_manifest_does_not_say_which_are_its(door: Door) -> None:
    door.load(*ROWS)
    door.load(row("mei9", "2017-05-20"))
    stray = door.store.folder / "parts" / "alles-0123456789abcdef.parquet"
    stray.write_bytes(b"half")
    manifest = door.store.folder / "versions" / door.current.file
    sound = manifest.read_bytes()
    manifest.write_bytes(sound[:-2])
    door.store.tidy()
    assert stray.exists()
    manifest.write_bytes(sound)
    door.store.tidy()
    assert not stray.exists()
    assert list(leftovers(door.store.files, catalogue.all_entries(door.store.files))) == []


def test_parts_that_no_version_is_kept_of_go(door: Door) -> None:
    for at in range(30):
        door.load(row("x", "2017-01-01", x=100_000 + at), mode="replace")
    # 24 versions are kept, each with a part of its own.
    assert len(door.store.versions()) == 24
    assert len(files(door)) == 24


def test_rows_in_other_areas_are_placed_anew_part_by_part(door: Door) -> None:
    door.load(*ROWS)
    moved = replace(door.current, fingerprint="andere gebieden")
    catalogue.write(door.store.files, 1, [entry_of(moved)])
    version = rejoin(door.home, door.geography, door.layer)
    assert version is not None
    assert version.fingerprint == door.geography.fingerprint
    assert spans(door) == {"2017-01": 5, "2017-05": 3, "2018": 4}
    # Files are called after what is in them: the same rows are the same files.
    assert [part.file for part in door.store.parts(version_from(entry_of(moved)))] == [
        part.file for part in door.store.parts(version)
    ]


def test_blocks_of_a_file_are_one_import(door: Door, tmp_path: Path) -> None:
    door.load(*ROWS, header=HEADER)
    rows = door.store.read(door.current)
    rows = rows.append_column("row", pa.array(np.arange(2, 14)))
    first, second = Block(rows.slice(0, 8)), Block(rows.slice(4))
    second.write(tmp_path / "blok.arrow")
    arrival = Arrival([first, Block.read(tmp_path / "blok.arrow")], "incidents")
    [(later, same)] = arrival.repeated()
    # Rows 5 to 8 of the first come back as the first four of the second.
    assert sorted(later["id"]) == sorted(rows["id"].to_pylist()[4:8])
    assert same.all()
    arrival.leave_out(later["position"].to_numpy())
    assert sum(arrival.counts().values()) == 12
    held = pa.concat_tables(arrival.rows("")).column("id").to_pylist()
    assert sorted(held) == sorted(rows["id"].to_pylist())
    assert sorted(arrival.days().tolist()) == sorted(rows["day"].to_pylist())
