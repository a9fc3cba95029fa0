"""A disk that is full or read-only: nothing changes, it is told in Dutch, and the app serves."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.errors import StoreError
from hotspots.store import durable, versions
from loading import HEADER, Door
from town import tiny_home

if TYPE_CHECKING:
    from hotspots.settings import Home

CHILD = Path(__file__).with_name("import_once.py")
ROW = "21,woning,2018-01-05 19:00,,100060,421060"


@pytest.fixture
def door(home: Home, tmp_path: Path) -> Door:
    """A layer with one version of real rows."""
    open_workspace(home, role="analist")
    door = Door(home, "inbraak", tmp_path)
    door.load(ROW)
    return door


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A file whose version is larger than a hundred kilobytes."""
    rows = [
        f"{n},woning,2018-01-05 19:00,,{100_000 + n * 7919 % 1999},{420_000 + n * 104_729 % 1999}"
        for n in range(100, 12_000)
    ]
    path = tmp_path / "veel.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def import_in_child(
    home: Home, path: Path, *, most: int = 0, inside: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(CHILD), str(home.root), str(path), str(most)]
    return subprocess.run([*inside, *command], capture_output=True, text=True, check=False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize("most", [50_000])
def test_a_version_that_does_not_fit_is_refused_and_leaves_nothing(
    door: Door, many: Path, most: int
) -> None:
    before = door.bytes_on_disk()
    ran = import_in_child(door.home, many, most=most)
    assert ran.returncode == 2, ran.stderr
    assert "de schijf is vol" in ran.stderr
    assert "Maak ruimte" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert door.bytes_on_disk() == before
    # Once there is room it goes in: 11.900 rows, and the one that was there.
    assert import_in_child(door.home, many).returncode == 0
    assert door.current.rows == 11_901


def calls_before(door: Door, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how often an import has the disk keep something."""
    calls = []
    real = os.fsync
    with monkeypatch.context() as patch:
        patch.setattr(durable.os, "fsync", lambda file: calls.append(file) or real(file))
        door.load(ROW, mode="replace")
    return len(calls)


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_a_disk_that_fails_at_any_moment_leaves_the_old_version(
    door: Door, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    real = os.fsync
    # The last one is that of the folder, after the catalogue took its name.
    last = calls_before(door, monkeypatch) - 1
    assert last >= 5  # rows, report, their folders, both files of the catalogue
    for moment in range(last):
        before = door.bytes_on_disk()
        left = iter(range(moment))

        def fails(file: int, left: object = left) -> None:
            if next(left, None) is None:  # type: ignore[call-overload]
                raise OSError(fault, os.strerror(fault))
            real(file)

        with monkeypatch.context() as patch:
            patch.setattr(durable.os, "fsync", fails)
            with pytest.raises(StoreError, match=r"schijf is vol|niet te beschrijven") as caught:
                door.load("22,schuur,2018-01-06,,,")
        assert "Er is niets veranderd" in caught.value.detail
        after = door.bytes_on_disk()
        # A whole file that no version names may be left: the next opening removes it.
        assert {name: after[name] for name in before} == before
        door.store.tidy()
        assert door.bytes_on_disk() == before


def test_a_read_only_disk_serves_what_was_published(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = door.bytes_on_disk()

    def read_only(path: Path, *arguments: object, **options: object) -> object:
        mode = str(options.get("mode", arguments[0] if arguments else "r"))
        if set(mode) & set("wax+") and door.home.state in path.parents:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, *arguments, **options)

    real = Path.open
    monkeypatch.setattr(Path, "open", read_only)
    workspace = open_workspace(door.home, role="analist")
    version, incidents = workspace.incidents(workspace.layer("inbraak"))
    assert (version.name, version.notes, len(incidents)) == ("v2", (), 1)
    with pytest.raises(StoreError, match="niet te beschrijven") as caught:
        door.load("22,schuur,2018-01-06,,,")
    assert "HOTSPOTS_STATE" in caught.value.do
    assert door.bytes_on_disk() == before


@pytest.mark.parametrize("published", [True, False])
def test_a_disk_that_is_mounted_read_only_serves_what_is_there(
    tmp_path: Path, *, published: bool
) -> None:
    inside = mounted(f"mount --bind {tmp_path} {tmp_path} && mount -o remount,bind,ro {tmp_path}")
    home = tiny_home(tmp_path / "town")
    if published:
        open_workspace(home, role="analist")
    ask = [sys.executable, "-m", "hotspots", "--home", str(home.root), "analyse", "inbraak"]
    ran = subprocess.run([*inside, *ask], capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr
    if published:
        assert ran.returncode == 0, ran.stderr
        return
    assert ran.returncode == 2
    assert "niet te beschrijven" in ran.stderr


def test_a_small_disk_that_is_full_refuses_the_import_and_keeps_serving(
    home: Home, tmp_path: Path, many: Path
) -> None:
    # The state folder on a disk of 220 kB: the embedded versions fit, the one of the import not.
    inside = mounted(
        f"mkdir -p {home.state} && mount -t tmpfs -o size=220k tmpfs {home.state}",
        then=f"{sys.executable} -m hotspots --home {home.root} versions inbraak; "
        f'"$@"; echo "code $?"; '
        f"{sys.executable} -m hotspots --home {home.root} analyse inbraak > /dev/null; "
        f'echo "code $?"; find {home.state} -name "*.partial"',
    )
    ran = import_in_child(home, many, inside=inside)
    assert "de schijf is vol" in ran.stderr
    assert "Traceback" not in ran.stderr
    _, _, version, *codes = ran.stdout.splitlines()
    assert version.startswith("v1      wordt getoond")
    # The import was refused, the map was drawn, and no half of a file takes the room.
    assert codes == ["code 2", "code 0"]
    del tmp_path


def mounted(commands: str, then: str = '"$@"') -> tuple[str, ...]:
    """Return what runs a command where disks can be mounted that nobody else sees."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no unshare: nothing can be mounted here")
    inside = (unshare, "-rm", "sh", "-c")
    tried = subprocess.run([*inside, "mount -t tmpfs tmpfs /mnt"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    return (*inside, f"{commands} && {{ {then}; }}", "sh")


def test_what_is_full_and_what_is_not_are_told_apart() -> None:
    assert errno.ENOSPC in versions._FULL
    assert errno.EROFS not in versions._FULL
