"""What is counted beforehand of a part is what its rows say, and costs no version anything."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.store import catalogue, cubes, parts, versions
from hotspots.store.cubes import CUBE_NAMES, cube_of
from hotspots.store.leftovers import leftovers
from hotspots.store.parts import parts_in
from hotspots.store.purge import purge
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home
    from hotspots.store.cubes import CubeName
    from hotspots.store.parts import Part

#: What alike rows have in common, besides their cell.
KEYS = ("buurt", "soort", "day", "day_known", "day_part")
ROWS = st.lists(
    st.tuples(
        st.integers(-1, 2),
        st.integers(0, 1),
        st.sampled_from(["BU1", "BU2", None]),
        st.sampled_from(["woning", "schuur", None]),
        st.integers(-3, 3),
        st.sampled_from(["day", "month", "year"]),
        st.integers(-1, 3),
    )
)


def table_of(rows: list[tuple[object, ...]], *, precision: bool) -> pa.Table:
    col, row, buurt, soort, day, known, part = zip(*rows, strict=True) if rows else [()] * 7
    columns = {
        "cell_col": pa.array(col, pa.int32()),
        "cell_row": pa.array(row, pa.int32()),
        "buurt": pa.array(buurt, pa.string()).dictionary_encode(),
        "soort": pa.array(soort, pa.string()).dictionary_encode(),
        "day": pa.array(day, pa.int32()),
        "day_part": pa.array(part, pa.int8()),
    }
    if precision:
        columns["date_precision"] = pa.array(known, pa.string()).dictionary_encode()
    return pa.table(columns)


@given(ROWS, st.booleans(), st.sampled_from([cubes._MOST_KEYS, 8]))
def test_alike_rows_are_counted_together_and_no_others(
    rows: list[tuple[object, ...]], precision: bool, most_keys: int
) -> None:
    table = table_of(rows, precision=precision)
    alike = [
        (col, row, buurt, soort, day, known == "day" or not precision, part)
        for col, row, buurt, soort, day, known, part in rows
    ]
    expected = {
        "areas": Counter(row[2:] for row in alike),
        "cells": Counter(row for row in alike if row[2] is not None),
    }
    for name in CUBE_NAMES:
        with pytest.MonkeyPatch.context() as patch:
            # Also where a key is too long for one number.
            patch.setattr(cubes, "_MOST_KEYS", most_keys)
            cube = cube_of(table, name).to_pylist()
        keys = KEYS if name == "areas" else ("cell_col", "cell_row", *KEYS)
        assert len(cube) == len(expected[name])
        assert {tuple(row[key] for key in keys): row["count"] for row in cube} == expected[name]


@pytest.fixture
def door(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    """A layer of which every part is counted beforehand."""
    monkeypatch.setattr(versions, "ROWS_FOR_CUBES", 1)
    door = Door(home, "inbraak", tmp_path)
    door.load(row(1), row(2), row(3, "2016-02-03"))
    return door


def row(name: object, day: str = "2017-01-02", x: int = 100_060) -> str:
    return f"{name},woning,{day} 19:00,,{x},421060"


def cube_files(door: Door) -> set[str]:
    return {path.name for path in (door.store.folder / "parts").glob("*-[ac]*s-*.parquet")}


def totals(door: Door, name: CubeName) -> int:
    """Count the rows of the version that is served by one of its cubes."""
    store = door.store
    tables = [store.cube(door.current, part, name) for part in store.parts(door.current)]
    return sum(sum(table["count"].to_pylist()) for table in tables)


def test_a_part_of_many_rows_has_its_cubes_beside_it_and_a_small_one_none(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    [part] = door.store.parts(door.current)
    assert set(part.cubes) == set(CUBE_NAMES)
    assert cube_files(door) == set(part.files) - {part.file}
    assert (totals(door, "areas"), totals(door, "cells")) == (3, 3)
    monkeypatch.setattr(versions, "ROWS_FOR_CUBES", 10)
    door.load(row(9), mode="replace")
    [small] = door.store.parts(door.current)
    assert small.cubes == {}
    assert (totals(door, "areas"), totals(door, "cells")) == (1, 1)


@pytest.mark.parametrize("harm", ["gone", "a flipped bit", "of another part"])
def test_a_damaged_cube_is_told_and_its_rows_are_counted_anew(door: Door, harm: str) -> None:
    [part] = door.store.parts(door.current)
    path = door.store.folder / "parts" / part.cube_file("areas")
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    elif harm == "a flipped bit":
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    else:
        other = cube_of(door.store.read(door.current).slice(0, 1), "areas")
        pq.write_table(other, path)
    assert totals(door, "areas") == 3
    # The version itself is sound, and served.
    assert door.store.fault_of(door.current) is None
    [fault] = door.store.faults()
    assert fault.startswith(f"telling {path.name} (")
    assert "er mist niets" in fault


def test_an_earlier_release_wrote_no_cubes_and_its_parts_are_counted_when_they_are_read(
    door: Door,
) -> None:
    [part] = door.store.parts(door.current)
    path = door.store.folder / "versions" / door.current.file
    plain = path.read_text(encoding="utf-8")
    unknown = ('"areas"', '"cells"', '"area_only"', '"timed"')
    lines = [line for line in plain.splitlines() if not any(name in line for name in unknown)]
    without = "\n".join(lines)
    before = without.replace(f'"last": {part.last},', f'"last": {part.last}') + "\n"
    assert before != plain
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions, "parts_in", lambda _, __: tuple(old_parts(before)))
        assert [entry.cubes for entry in door.store.parts(door.current)] == [{}]
        assert (totals(door, "areas"), totals(door, "cells")) == (3, 3)


def old_parts(manifest: str) -> list[Part]:
    """Read a manifest whose checksum is that of another."""
    content = manifest.encode()
    return list(parts_in(content, hashlib.sha256(content).hexdigest()))


def test_no_cube_of_a_purged_row_stays_on_the_disk(door: Door) -> None:
    old = cube_files(door)
    with door.store.writing():
        assert purge(door.store, date(2017, 1, 1)).rows == {"v1": 1}
    assert not old & cube_files(door)
    assert (totals(door, "areas"), totals(door, "cells")) == (2, 2)
    assert list(leftovers(door.store.files, catalogue.all_entries(door.store.files))) == []


def test_cubes_of_parts_that_stay_are_not_written_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "ROWS_PER_PART", 2)
    door.load(row(1), row(2), row(3, "2016-02-03"), mode="replace")
    before = cube_files(door)
    door.load(row(4, "2016-02-05", x=100_120))
    [touched] = [part for part in door.store.parts(door.current) if part.span.startswith("2016")]
    fresh = cube_files(door) - before
    assert fresh == set(touched.files) - {touched.file}


def test_a_row_that_is_placed_anew_is_counted_where_it_lies_now(door: Door) -> None:
    door.load(row(1, x=101_060))
    [part] = door.store.parts(door.current)
    cube = door.store.cube(door.current, part, "cells").to_pylist()
    assert sorted((entry["cell_col"], entry["count"]) for entry in cube) == [
        (100_060 // 50, 1),
        (100_060 // 50, 1),
        (101_060 // 50, 1),
    ]
