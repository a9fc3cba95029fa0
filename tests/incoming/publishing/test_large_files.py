"""A CSV of any size is read in pieces, and what comes of it is what came of it whole."""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import signal
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hotspots.errors import HotspotsError, IntakeError, SourceError, StoreError
from hotspots.incoming.checking.recipe import Recipe
from hotspots.incoming.publishing import arrival, large_files, publish
from hotspots.incoming.reading import csv_pieces
from hotspots.incoming.reading.csv_pieces import head_of, pieces_of
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import UPLOAD_LIMITS
from hotspots.store import parts
from hotspots.store.purge import purge
from hotspots.store.staging import STAGING
from loading import HEADER, Door
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.incoming.reading.table import Limits
    from hotspots.settings import Home

LARGE = UPLOAD_LIMITS.times(10)


@pytest.fixture
def door(home: Home, tmp_path: Path) -> Door:
    return Door(home, "inbraak", tmp_path)


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Door:
    """Return a town that is emptied for every file: only what is published in it changes."""
    folder = tmp_path_factory.mktemp("emptied")
    return Door(tiny_home(folder / "town"), "inbraak", folder)


@pytest.fixture(autouse=True)
def small_pieces() -> Iterator[None]:
    """Read whatever is over 300 bytes in pieces of 200, and keep parts of four rows."""
    with (
        mock.patch.object(large_files, "UPLOAD_LIMITS", replace(UPLOAD_LIMITS, file_bytes=300)),
        mock.patch.object(csv_pieces, "PIECE_B", 200),
        mock.patch.object(parts, "ROWS_PER_PART", 4),
        mock.patch.object(arrival, "_AT_ONCE", 3),
    ):
        yield


def row(name: object, at: int, soort: str = "woning") -> str:
    return f"{name},{soort},2018-0{1 + at % 9}-05 {at % 24:02d}:1{at % 10},,{100_000 + at},421060"


ROWS = [row(f"r{at:03d}", at) for at in range(60)]


def folders(door: Door) -> list[Path]:
    staging = door.store.folder / STAGING
    return sorted(staging.iterdir()) if staging.exists() else []


def content(door: Door) -> list[tuple[Any, ...]]:
    columns = ["soort", "begin", "begin_has_time", "x_rd", "y_rd", "buurt", "day_part"]
    rows = door.rows()[columns].astype(object)
    return [(name, *map(str, values)) for name, *values in rows.itertuples()]


def test_a_large_file_is_read_in_pieces_and_gives_the_same_rows(door: Door, tmp_path: Path) -> None:
    seen: list[float] = []
    report = door.load(*ROWS, limits=LARGE, progress=seen.append)
    other = Door(tiny_home(tmp_path / "ander"), "inbraak", tmp_path)
    whole = other.load(*ROWS)
    assert len(seen) > 10
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert counts(report) == counts(whole) == (60, 60, 0, 0, 0, 0)
    assert content(door) == content(other)
    # A file is called after what is in it: the parts are the same, byte for byte.
    assert [part.file for part in door.store.parts(door.current)] == [
        part.file for part in other.store.parts(other.current)
    ]
    assert door.current.counts == other.current.counts
    assert folders(door) == []


def test_a_report_of_pieces_names_the_columns_that_were_not_used(door: Door) -> None:
    rows = [f"{line},kort,Jan" for line in ROWS]
    report = door.load(
        *rows, header=f"{HEADER},toelichting,naam melder", limits=LARGE, dry_run=True
    )
    assert report.unused == ("toelichting",)


RECIPE = Recipe(
    "Politie",
    "inbraak",
    headers=("Zaak", "Feit", "Gepleegd", "Tot", "Oost", "Noord"),
    columns={
        "id": "Zaak", "soort": "Feit", "begin": "Gepleegd", "end": "", "x_rd": "Oost",
        "y_rd": "Noord",
    },
    soorten={"A12": "woning", "A13": "schuur", "Z": ""},
)  # fmt: skip


def test_a_recipe_gives_the_same_version_in_pieces_and_whole(door: Door, tmp_path: Path) -> None:
    feiten = ["A12", "a13", "Z", "woning"]
    rows = [row(f"r{at:03d}", at, feiten[at % 4]) for at in range(60)]
    header = "Zaak,Feit,Gepleegd,Tot,Oost,Noord"
    pieces = door.load(*rows, header=header, limits=LARGE, recipe=RECIPE)
    other = Door(tiny_home(tmp_path / "ander"), "inbraak", tmp_path)
    whole = other.load(*rows, header=header, recipe=RECIPE)
    # A quarter is of no soort of this layer, on purpose.
    assert counts(pieces) == counts(whole) == (60, 45, 15, 0, 0, 0)
    assert content(door) == content(other)
    assert [part.file for part in door.store.parts(door.current)] == [
        part.file for part in other.store.parts(other.current)
    ]
    assert pieces.columns == whole.columns
    assert pieces.unused == whole.unused == ("Tot",)
    assert pieces.problems == whole.problems


def test_most_rows_of_a_file_may_be_of_no_soort_of_the_layer(door: Door, tmp_path: Path) -> None:
    rows = [row(f"r{at:03d}", at, "Z" if at % 10 else "A12") for at in range(60)]
    header = "Zaak,Feit,Gepleegd,Tot,Oost,Noord"
    other = Door(tiny_home(tmp_path / "ander"), "inbraak", tmp_path)
    for report in (
        door.load(*rows, header=header, limits=LARGE, recipe=RECIPE),
        other.load(*rows, header=header, recipe=RECIPE),
    ):
        assert (report.accepted, report.quarantined) == (6, 54)
    # What nobody said of that is a mistake, and most of those refuse the file.
    unsaid = replace(RECIPE, soorten={"A12": "woning"})
    with pytest.raises(IntakeError, match="54 van de 60 rijen passen niet"):
        other.load(*rows, header=header, recipe=unsaid)


@pytest.mark.parametrize("limits", [UPLOAD_LIMITS, LARGE])
def test_a_recipe_that_no_longer_fits_changes_nothing(door: Door, limits: Limits) -> None:
    with pytest.raises(IntakeError, match=r"recept 'Politie' past niet.*'Gepleegd' ontbreekt"):
        door.load(*ROWS, header="Zaak,Feit,Datum,Tot,Oost,Noord", limits=limits, recipe=RECIPE)
    assert door.store.current() is None


def test_where_each_row_is_an_event_none_is_lost_also_across_pieces(
    door: Door, tmp_path: Path
) -> None:
    # Of 60 rows a third has no id, a third the id "x", and a third an id of its own; those without
    # an id are of two contents.
    def line(at: int) -> str:
        if at % 3 == 0:
            return row("", 4 + at % 2)
        return row("x" if at % 3 == 1 else f"r{at}", at)

    rows = [line(at) for at in range(60)]
    each = Recipe(each_row=True)
    other = Door(tiny_home(tmp_path / "ander"), "inbraak", tmp_path)
    pieces = door.load(*rows, limits=LARGE, recipe=each)
    whole = other.load(*rows, recipe=each)
    assert counts(pieces) == counts(whole) == (60, 60, 0, 0, 0, 0)
    assert len(door.rows()) == 60
    assert door.rows().index.is_unique
    assert content(door) == content(other)
    assert [part.file for part in door.store.parts(door.current)] == [
        part.file for part in other.store.parts(other.current)
    ]
    # Once more is nothing new; one row more is one event more.
    for town, limits in ((door, LARGE), (other, UPLOAD_LIMITS)):
        again = town.load(*rows, row("x", 1), limits=limits, recipe=each)
        assert (again.accepted, again.duplicate, again.updated) == (1, 60, 0)
        assert len(town.rows()) == 61
    # Without it 20 rows have no id and 19 come back with the id "x": that is most of the file.
    with pytest.raises(IntakeError, match=r"39 van de 60 rijen passen niet.*--each-row"):
        other.load(*rows, mode="replace")


def test_points_between_thousands_are_read_in_every_piece(door: Door, tmp_path: Path) -> None:
    rows = [f"r{at:03d},woning,2018-05-05 11:11,,100.{100 + at},421.060" for at in range(40)]
    other = Door(tiny_home(tmp_path / "ander"), "inbraak", tmp_path)
    door.load(*rows, limits=LARGE)
    other.load(*rows)
    assert content(door) == content(other)
    assert door.rows()["x_rd"].iloc[-1] == 100_139.0


def test_another_recipe_is_another_import(door: Door) -> None:
    def stop(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    rows = [row(f"r{at:03d}", at, "A12") for at in range(60)]
    header = "Zaak,Feit,Gepleegd,Tot,Oost,Noord"
    with pytest.raises(KeyboardInterrupt):
        door.load(*rows, header=header, limits=LARGE, recipe=RECIPE, progress=stop)
    swapped = replace(RECIPE, soorten={"A12": "schuur"})
    door.load(*rows, header=header, limits=LARGE, recipe=swapped)
    assert set(door.rows()["soort"].astype(str)) == {"schuur"}


def counts(report: IntakeReport) -> tuple[int, ...]:
    return (
        report.read, report.accepted, report.quarantined, report.duplicate, report.outside,
        report.without_place,
    )  # fmt: skip


def test_an_upload_of_that_size_is_refused_as_before(door: Door) -> None:
    with (
        mock.patch.object(publish, "UPLOAD_LIMITS", replace(UPLOAD_LIMITS, file_bytes=300)),
        pytest.raises(SourceError, match="te groot"),
    ):
        door.load(*ROWS, limits=replace(UPLOAD_LIMITS, file_bytes=300))
    assert not door.store.folder.exists()


IDS = st.integers(1, 30)
TEXTS = st.builds(
    row, IDS, st.integers(0, 40), st.sampled_from(["woning", "schuur", '"woning"', "onbekend"])
)
BROKEN = st.sampled_from([
    "7,woning,31-02-2018 10:00,,100060,421060",
    "8,woning",
    "",
    '9,"woning",2018-05-05 11:11,,103000,421500',
    "10,woning,2018-05-05 11:12,,,",
    ",woning,2018-05-05 11:13,,100060,421060",
])  # fmt: skip
FILES = st.lists(st.one_of(TEXTS, TEXTS, TEXTS, BROKEN), min_size=12, max_size=24)


@settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    files=st.tuples(FILES, FILES),
    size=st.integers(80, 600),
    newline=st.sampled_from(["\n", "\r\n"]),
    above=st.sampled_from([[], ["Uitdraai van het register"], ["sep=,"]]),
    each_row=st.booleans(),
)
def test_in_pieces_a_file_says_what_it_says_whole(
    *,
    files: tuple[list[str], list[str]],
    size: int,
    newline: str,
    above: list[str],
    each_row: bool,
    emptied: Door,
) -> None:
    """Ids, bad rows, quotes and blank lines at random, after another import."""
    texts = [newline.join([*above, HEADER, *lines, ""]) for lines in files]
    told = []
    for limits in (UPLOAD_LIMITS, LARGE):
        with mock.patch.object(csv_pieces, "PIECE_B", size):
            told.append(list(outcomes(emptied, texts, limits, each_row=each_row)))
    for whole, pieces in zip(*told, strict=True):
        if pieces == "refused" != whole:
            return  # a file that begins badly is refused at its first piece
        assert whole == pieces


def outcomes(door: Door, texts: list[str], limits: Limits, *, each_row: bool) -> Iterator[object]:
    """Say what comes of each file, loaded one after the other in a town without any."""
    shutil.rmtree(door.home.state, ignore_errors=True)
    path = door.folder / "bestand.csv"
    for text in texts:
        path.write_text(text, encoding="utf-8", newline="")
        try:
            report = publish.publish_file(
                door.home,
                door.geography,
                door.layer,
                path,
                limits=limits,
                recipe=Recipe(each_row=each_row),
            )
        except IntakeError:
            yield "refused"
            continue
        problems = [(one.row, one.column, one.value, one.reason) for one in report.problems]
        yield counts(report), report.updated, report.unused, sorted(problems), content(door)


def test_an_import_that_was_stopped_goes_on_where_it_was(door: Door) -> None:
    read: list[int] = []

    def stop(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        door.load(*ROWS, limits=LARGE, progress=stop)
    assert door.store.current() is None
    [staging] = folders(door)
    done = len(list(staging.glob("*.json")))
    assert done >= 5
    if os.name == "posix":
        assert staging.stat().st_mode & 0o077 == 0
    with counting_reads(read):
        report = door.load(*ROWS, limits=LARGE)
    assert counts(report) == (60, 60, 0, 0, 0, 0)
    # Every piece was read once in all.
    path = door.folder / "lading.csv"
    head = head_of(path, name="lading.csv")
    pieces = list(pieces_of(path, head, start=head.end, line=head.lines + 1))
    assert len(read) == len(pieces) - done
    assert len(door.rows()) == 60
    assert folders(door) == []


class counting_reads:  # noqa: N801 - used as a block
    """Count how many pieces are read."""

    def __init__(self, read: list[int]) -> None:
        self._read = read
        self._patch = mock.patch.object(large_files, "read_table", self._count)

    def _count(self, path: Path, **options: Any) -> Any:  # noqa: ANN401 - as the real one
        self._read.append(path.stat().st_size)
        return read_table(path, **options)

    def __enter__(self) -> None:
        self._patch.start()

    def __exit__(self, *_: object) -> None:
        self._patch.stop()


@pytest.mark.parametrize("change", ["file", "options", "areas"])
def test_what_another_file_or_other_options_left_is_not_used(door: Door, change: str) -> None:
    def stop(share: float) -> None:
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        door.load(*ROWS, limits=LARGE, progress=stop)
    rows, options = list(ROWS), {}
    if change == "file":
        rows[0] = row("anders", 0)
    elif change == "options":
        options = {"crs": "EPSG:28992"}
    else:
        door.geography = replace(door.geography, fingerprint="andere gebieden")
    read: list[int] = []
    with counting_reads(read):
        door.load(*rows, limits=LARGE, **options)
    path = door.folder / "lading.csv"
    head = head_of(path, name="lading.csv")
    assert len(read) == len(list(pieces_of(path, head, start=head.end, line=head.lines + 1)))
    # The one that was stopped still waits for whoever comes back for it.
    assert len(folders(door)) == 1


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is not of Windows")
def test_an_import_that_is_killed_at_any_moment_gives_the_same_in_the_end(door: Door) -> None:
    chance = random.Random(18)  # noqa: S311 - a seed, no secret
    for _ in range(6):
        child = os.fork()
        if child == 0:
            try:
                door.load(*ROWS, limits=LARGE, progress=lambda _: time.sleep(0.01))
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0.0, 0.4))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert door.store.faults() == []
        assert door.store.current() is None or len(door.rows()) == 60
    door.load(*ROWS, limits=LARGE)
    assert len(door.rows()) == 60
    assert folders(door) == []


def test_a_file_that_begins_badly_is_refused_at_once_and_nothing_is_left(door: Door) -> None:
    bad = [f"{at},woning,31-02-2018,,100060,421060" for at in range(20)]
    read: list[int] = []
    with counting_reads(read), pytest.raises(IntakeError, match="rijen passen niet"):
        door.load(*bad, *ROWS, limits=LARGE)
    assert len(read) == 1
    assert folders(door) == []
    assert door.store.current() is None


def test_a_file_of_which_most_does_not_fit_is_refused_in_the_end(door: Door) -> None:
    bad = [f"{at},woning,31-02-2018,,100060,421060" for at in range(90)]
    with pytest.raises(IntakeError, match="90 van de 150 rijen passen niet"):
        door.load(*ROWS, *bad, limits=LARGE)
    assert folders(door) == []
    assert door.store.current() is None


def test_columns_that_change_on_the_way_are_refused_with_the_line(door: Door) -> None:
    second = [text + "," for text in ROWS]
    with pytest.raises(HotspotsError) as caught:
        door.load(*ROWS[:40], HEADER.upper() + ",erbij", *second, limits=LARGE)
    assert re.search(r"vanaf regel \d+ andere kolommen", str(caught.value))
    assert "erbij" not in str(caught.value)
    assert door.store.current() is None


def test_a_value_of_several_lines_is_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "regels.csv"
    rows = [f'{at};"regel een\nregel twee;\n""drie""";{at * 7}' for at in range(50)]
    path.write_text("titel\n\nid;tekst;x\n" + "\n".join(rows) + "\n", encoding="utf-8")
    head = head_of(path, name="regels.csv")
    assert (head.above, head.lines) == (b"sep=;\nid;tekst;x\n", 3)
    assert head.notes
    found: list[tuple[int, str, str]] = []
    for at, piece in enumerate(pieces_of(path, head, start=head.end, line=4)):
        part = tmp_path / f"{at}.csv"
        part.write_bytes(piece.content)
        table = piece.in_file(read_table(part))
        found += zip(table.row_numbers.tolist(), table.rows["id"], table.rows["tekst"], strict=True)
    # Each record is three lines; the first is the fourth of the file.
    assert found == [(4 + 3 * at, str(at), 'regel een\nregel twee;\n"drie"') for at in range(50)]


def test_text_of_two_bytes_a_sign_is_refused_with_what_to_do(door: Door) -> None:
    path = door.folder / "utf16.csv"
    path.write_text("\n".join([HEADER, *ROWS]), encoding="utf-16")
    with pytest.raises(SourceError, match="tekencodering") as caught:
        publish.publish_file(door.home, door.geography, door.layer, path, limits=LARGE)
    assert "UTF-8" in caught.value.do


def test_the_same_import_twice_at_once_is_refused(door: Door) -> None:
    inside: list[str] = []

    def again(_: float) -> None:
        if inside:
            return
        inside.append("busy")
        with pytest.raises(StoreError, match="wordt al ingelezen"):
            door.load(*ROWS, limits=LARGE)

    door.load(*ROWS, limits=LARGE, progress=again)
    assert inside
    assert len(door.rows()) == 60


def test_what_nobody_came_back_for_goes_after_a_week_and_with_a_purge(door: Door) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    def stopped() -> Path:
        with pytest.raises(KeyboardInterrupt):
            door.load(*ROWS, limits=LARGE, progress=stop)
        return folders(door)[0]

    staging = stopped()
    door.store.tidy()
    assert staging.exists()
    week = time.time() - 8 * 86_400
    for path in (staging, *staging.iterdir()):
        os.utime(path, (week, week))
    door.store.tidy()
    assert not staging.exists()
    door.load(*ROWS[:3])
    staging = stopped()
    from datetime import date  # noqa: PLC0415 - for this test alone

    with door.store.writing():
        purge(door.store, date(2000, 1, 1))
    assert not staging.exists()


def test_a_warning_of_many_pieces_is_said_once(door: Door) -> None:
    rows = [text.replace(text.split(",")[2], "2018-03-05") for text in ROWS]
    report = door.load(*rows, limits=LARGE)
    told = [line for line in report.warnings if "tijd" in line]
    assert len(told) == 1
    assert told[0].startswith("In deel 1 van ")
    assert "andere delen" in told[0]


def test_rows_with_one_hash_are_not_taken_for_one(door: Door) -> None:
    """A hash says where to look; two ids that share one are two incidents."""

    def one_hash(ids: Any) -> Any:  # noqa: ANN401 - as the real one
        return np.zeros(len(ids), dtype=np.uint64)

    twice = [*ROWS, ROWS[0], ROWS[1].replace("woning", "schuur")]
    with mock.patch.object(arrival, "_hashes", one_hash):
        report = door.load(*twice, limits=LARGE)
    assert counts(report)[:4] == (62, 60, 1, 1)
    assert len(door.rows()) == 60
    assert [problem.row for problem in report.problems] == [63]


def test_pieces_are_all_of_the_file_and_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "alles.csv"
    path.write_text("\n".join([HEADER, *ROWS]), encoding="utf-8")
    head = head_of(path, name="alles.csv")
    for size in (1, 50, 199, 10_000):
        pieces = list(pieces_of(path, head, start=head.end, line=2, size=size))
        records = b"".join(piece.content.removeprefix(head.above) for piece in pieces)
        assert head.above.split(b"\n")[1] + b"\n" + records == path.read_bytes()
        assert [piece.first_line for piece in pieces[1:]] == [
            piece.next_line for piece in pieces[:-1]
        ]
        assert list(itertools.pairwise([head.end, *(piece.end for piece in pieces)]))[-1][1] == (
            path.stat().st_size
        )
