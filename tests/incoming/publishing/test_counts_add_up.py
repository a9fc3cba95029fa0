"""Whatever is loaded, in whatever order: read = accepted + quarantined + duplicate, ids once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hotspots.errors import IntakeError
from hotspots.store import parts
from loading import Door
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

IDS = st.integers(1, 12)
SOORTEN = st.sampled_from(["woning", "schuur"])
#: Noord, Oost, outside the gemeente, without a place.
PLACES = st.sampled_from(["100060,421060", "101250,421250", "103000,421500", ","])
BEGINS = st.sampled_from(
    ["2018-01-05 19:00", "2018-01-06", "2018-02-05 01:30", "2017-03-01", "2009-12-31 23:00"]
)
GOOD = st.builds("{},{},{},,{}".format, IDS, SOORTEN, BEGINS, PLACES)
#: A quarter of the rows may be wrong; a file that is mostly wrong is refused.
FILES = st.builds(
    lambda good, bad: [*good, *(f"{at},woning,31-02-2018,,100060,421060" for at in range(bad))],
    st.lists(GOOD, min_size=6, max_size=10),
    st.integers(0, 2),
)
IMPORTS = st.lists(st.tuples(FILES, st.sampled_from(["add", "add", "add", "replace"])), max_size=4)


@settings(max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(imports=IMPORTS, rows_per_part=st.sampled_from([1, 4, parts.ROWS_PER_PART]))
def test_a_sequence_of_imports_loses_no_row_and_holds_no_id_twice(
    imports: list[tuple[list[str], str]],
    rows_per_part: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with mock.patch.object(parts, "ROWS_PER_PART", rows_per_part):
        load_all(imports, tmp_path_factory.mktemp("imports"))


def load_all(imports: list[tuple[list[str], str]], folder: Path) -> None:
    """Load files one after the other, and check after each what the layer holds."""
    door = Door(tiny_home(folder / "town"), "inbraak", folder)
    door.load_embedded()
    held: dict[str, str] = dict.fromkeys(door.rows().index, "")
    read = door.current.counts["read"]
    for rows, mode in imports:
        before = door.bytes_on_disk()
        try:
            report = door.load(*rows, mode=mode)
        except IntakeError:  # more than half of the rows have an id that an earlier row has
            assert door.bytes_on_disk() == before
            continue
        assert report.read == len(rows)
        assert report.read == report.accepted + report.quarantined + report.duplicate
        if mode == "replace" or "" in held.values():
            held, read = {}, 0
        if report.status == "unchanged":
            # All of it was there already: no version, and nothing on disk.
            assert (report.accepted, report.updated) == (0, 0)
            assert door.bytes_on_disk() == before
            assert first_of_each_id(rows).items() <= held.items()
            continue
        read += len(rows)
        held |= first_of_each_id(rows)
        counts = door.current.counts
        assert counts["read"] == read
        assert counts["read"] == counts["accepted"] + counts["quarantined"] + counts["duplicate"]
        assert counts["accepted"] == door.current.rows == len(held)
        assert door.rows().index.is_unique
        assert dict(door.rows()["soort"].items()) == held
        assert_parts_hold_their_months(door)


def assert_parts_hold_their_months(door: Door) -> None:
    """Check that each row lies in the part of its month, and that parts say what they hold."""
    held = door.store.parts(door.current)
    spans = [part.span for part in held]
    assert not any(a != b and b.startswith(a) for a in spans for b in spans)
    for part in held:
        rows = door.store.read_part(door.current, part).to_pandas()
        months = rows["begin"].dt.strftime("%Y-%m")
        assert months.str.startswith(part.span).all()
        assert part.rows == len(rows)
        assert part.rows <= parts.ROWS_PER_PART or months.nunique() == 1
        assert part.without_place == rows["x_rd"].isna().sum()
        assert part.outside == (rows["x_rd"].notna() & rows["buurt"].isna()).sum()


def first_of_each_id(rows: list[str]) -> dict[str, str]:
    """Return what a file says of each id: the first good row of it, later ones are put aside."""
    said: dict[str, str] = {}
    for row in rows:
        name, soort, begin = row.split(",")[:3]
        if begin != "31-02-2018":
            said.setdefault(name, soort)
    return said
