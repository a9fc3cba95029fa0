"""Imports take turns, in a folder of the state that nobody else reads and that is emptied."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.access.importing import import_file, turn_to_import
from hotspots.access.workspace import open_workspace
from hotspots.errors import StoreError
from hotspots.incoming.publishing import publish
from hotspots.incoming.reading import child
from hotspots.store import waiting as turns
from hotspots.store.waiting import incoming, sweep
from loading import HEADER

if TYPE_CHECKING:
    from hotspots.settings import Home

IMPORTERS = Path(__file__).with_name("importers.py")
#: Sixty by default.
KILLS = int(os.environ.get("HOTSPOTS_KILLS", "20")) * 3
AT_ONCE = 6
#: A quote that opens a field, and lines that could all be part of it: reading takes long.
OPEN_QUOTES = ('"' + "a" * 4_000 + "\n" + ("b" * 4_000 + "\n") * 199) * 40
pytestmark = pytest.mark.usefixtures("own_process_for_a_file")
posix = pytest.mark.skipif(os.name != "posix", reason="rights and signals of POSIX")


def folders(home: Home) -> list[str]:
    """The imports that are there, alive or not."""
    return sorted(path.name for path in home.incoming.iterdir() if path.is_dir())


def large_csv(path: Path) -> Path:
    """A file that a process of its own reads, as an upload."""
    rows = [f"{row},woning,2018-01-05 19:00,,{100_000 + row % 900},421060" for row in range(8_000)]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    assert path.stat().st_size > 200_000
    return path


def test_one_import_reads_at_a_time_and_the_first_that_came_goes_first(home: Home) -> None:
    busy: list[int] = []
    order: list[int] = []
    ahead: dict[int, list[int]] = {number: [] for number in range(5)}

    def read(number: int) -> None:
        with incoming(home, waiting=ahead[number].append):
            order.append(number)
            busy.append(number)
            time.sleep(0.5)
            assert busy == [number]
            busy.remove(number)

    with ThreadPoolExecutor(5) as pool:
        running = []
        for number in range(5):
            running.append(pool.submit(read, number))
            # In line is who waits or is busy.
            while not ahead[number] and number not in order:
                time.sleep(0.01)
        for task in running:
            task.result()
    assert order == list(range(5))
    # Each waits for those before it and sees their number fall.
    assert ahead[0] == []
    assert ahead[4]
    assert ahead[4] == sorted(ahead[4], reverse=True)
    assert folders(home) == []


def test_two_may_read_at_once_if_that_is_set(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSPOTS_READERS", "2")
    both = threading.Barrier(2, timeout=120)

    def read() -> None:
        with incoming(home):
            both.wait()

    with ThreadPoolExecutor(2) as pool:
        for task in [pool.submit(read), pool.submit(read)]:
            task.result()


def test_another_process_of_the_same_state_waits_too(home: Home, tmp_path: Path) -> None:
    workspace = open_workspace(home, role="analist")
    file = tmp_path / "a.csv"
    file.write_text(f"{HEADER}\n1,woning,2018-01-05 19:00,,100060,421060\n", encoding="utf-8")
    command = [sys.executable, "-m", "hotspots", "--home", str(home.root), "import", str(file)]
    with turn_to_import(workspace, lambda _: None):
        other = subprocess.Popen(
            [*command, "--layer", "inbraak"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert other.stderr is not None
        assert other.stderr.readline().startswith("Er wordt al iets ingelezen; dit bestand wacht.")
        assert other.poll() is None
    other.communicate()
    assert other.returncode == 0


def test_who_comes_when_the_line_is_full_is_told_so_in_three_parts(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "MOST_WAITING", 2)
    with ExitStack() as line:
        for _ in range(3):
            line.enter_context(turns._place(home.incoming))
        with pytest.raises(StoreError) as caught, incoming(home):
            pass
    error = caught.value
    assert "het is te druk" in error.what
    assert "Er wachten al 2 bestanden" in error.detail
    assert "opnieuw" in error.do
    with incoming(home):
        pass


def test_a_wait_that_takes_too_long_ends_and_leaves_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT_S", 0.1)
    with turns._place(home.incoming) as first:
        with pytest.raises(StoreError, match="wachten duurde te lang"), incoming(home):
            pass
        assert folders(home) == [first.name]


def test_who_goes_away_while_waiting_leaves_the_line(home: Home) -> None:
    class Gone(BaseException):
        """What Streamlit raises in a page that nobody looks at any more."""

    def gone(_: int) -> None:
        raise Gone

    with turns._place(home.incoming) as first:
        with pytest.raises(Gone), incoming(home, waiting=gone):
            pass
        assert folders(home) == [first.name]


def test_who_has_the_turn_already_keeps_it(home: Home) -> None:
    with incoming(home) as outer, incoming(home) as inner:
        assert inner == outer
    assert not outer.exists()


def test_a_start_removes_what_is_of_no_one_and_nothing_of_the_living(home: Home) -> None:
    with incoming(home) as living:
        (living / "upload.csv").write_text("rijen", encoding="utf-8")
        dead = home.incoming / "00000009"
        dead.mkdir()
        (dead / "lock").touch()
        (dead / "table.arrow").write_text("rijen", encoding="utf-8")
        without_lock = home.incoming / "00000010"
        without_lock.mkdir()
        open_workspace(home, role="analist")
        assert folders(home) == [living.name]
        assert (living / "upload.csv").exists()
    sweep(home)
    assert folders(home) == []


def test_rows_lie_in_the_state_and_nowhere_else_while_they_are_read(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(home, role="analist")
    seen: list[Path] = []
    run = child._run

    def looked(request: dict[str, str], answer: Path, seconds: int) -> int:
        seen.append(answer)
        assert stat.S_IMODE(answer.parent.stat().st_mode) == 0o700
        return run(request, answer, seconds)

    monkeypatch.setattr(child, "_run", looked)
    import_file(workspace, workspace.layer("inbraak"), large_csv(tmp_path / "a.csv"))
    assert [path.is_relative_to(home.incoming) for path in seen] == [True]
    assert folders(home) == []


@posix
def test_only_the_owner_can_read_the_state(home: Home, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        workspace = open_workspace(home, role="analist")
        import_file(workspace, workspace.layer("inbraak"), large_csv(tmp_path / "a.csv"))
    finally:
        os.umask(before)
    rights = {
        str(path.relative_to(home.state)): stat.S_IMODE(path.stat().st_mode)
        for path in (home.state, *home.state.rglob("*"))
    }
    assert len(rights) > 10
    open_to_others = {name: oct(mode) for name, mode in rights.items() if mode & 0o077}
    assert open_to_others == {}


@posix
def test_an_opening_closes_a_state_that_stood_open(home: Home) -> None:
    open_workspace(home, role="analist")
    for path in (home.state, *home.state.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    open_workspace(home, role="analist")
    assert not any(path.stat().st_mode & 0o077 for path in (home.state, *home.state.rglob("*")))


@posix
def test_a_state_that_cannot_be_written_is_told_in_three_parts(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(turns, "private_folder", full)
    with pytest.raises(StoreError, match="is niet te beschrijven") as caught, incoming(home):
        pass
    assert "de schijf is vol" in caught.value.detail
    assert caught.value.do


@posix
def test_a_reader_ends_with_the_process_that_waits_for_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(OPEN_QUOTES, encoding="utf-8")
    program = (
        "import pathlib, sys; from hotspots.incoming.reading.files import read_table; "
        "read_table(pathlib.Path(sys.argv[1]))"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(path)]) as waits:
        readers: list[int] = []
        while not readers and waits.poll() is None:
            time.sleep(0.05)
            readers = _tied(waits.pid)
        waits.kill()
    assert readers
    until = time.monotonic() + 60
    while _runs(readers[0]) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(readers[0])


def _tied(parent: int) -> list[int]:
    """Return the readers of a process that have begun to limit themselves: they open their file."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            of = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            core = (entry / "limits").read_text(encoding="utf-8").split("Max core file size")[1]
        except (OSError, IndexError):
            continue
        if entry.name.isdigit() and int(of) == parent and core.split()[0] == "0":
            found.append(int(entry.name))
    return found


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def _reader_has_begun(home: Home) -> bool:
    """Say whether a reader has made its answer file; folders vanish while this looks."""
    try:
        return any(home.incoming.glob("*/*/answer.json"))
    except FileNotFoundError:
        return False


@posix
def test_nothing_is_left_after_many_kills(home: Home, tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - a seed, no secret
    open_workspace(home, role="analist")
    file = large_csv(tmp_path / "a.csv")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    readers_were_busy = 0
    with subprocess.Popen(
        [sys.executable, str(IMPORTERS), str(home.root), str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(elsewhere)},
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        importers: list[int] = []
        for number in range(KILLS + AT_ONCE):
            # Some are reading when they are killed, and some wait behind them.
            if number < KILLS:
                program.stdin.write("\n")
                program.stdin.flush()
                importers.append(int(program.stdout.readline()))
            if number >= AT_ONCE:
                time.sleep(chance.uniform(0, 0.5))
                chosen = importers.pop(chance.randrange(len(importers)))
                os.kill(chosen, signal.SIGKILL)
                readers_were_busy += _reader_has_begun(home)
        program.stdin.close()
    assert readers_were_busy
    open_workspace(home, role="analist")
    assert folders(home) == []
    assert list(elsewhere.iterdir()) == []


def test_what_a_page_publishes_is_read_in_the_same_turn(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(home, role="analist")
    used: list[Path | None] = []
    read = publish.read_table

    def noted(path: Path, **options: object) -> object:
        used.append(options.get("folder"))  # type: ignore[arg-type]
        return read(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(publish, "read_table", noted)
    with turn_to_import(workspace, lambda _: None) as folder:
        upload = large_csv(folder / "upload.csv")
        import_file(workspace, workspace.layer("inbraak"), upload, dry_run=True)
    assert used == [folder]
