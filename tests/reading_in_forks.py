"""Files read in a fork of one process that has loaded every reader, instead of a new Python each.

The tool starts a process of its own for every file that may be spoilt. For the small files of these
tests that start is nearly all there is to do. A fork gets the same request, the same environment
and the same limits, and ends the same ways; `tests/incoming/reading` starts the real process.

`python tests/reading_in_forks.py SOCKET` is the process that forks: one connection is one file. Who
asked hangs up to have the reader stopped; when nobody holds standard input any more, it ends.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hotspots.incoming.reading import child

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: How the tool itself does it.
RUN: Final = child._run


class Readers:
    """The process that forks, started when the first file comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, request: Mapping[str, Any], answer: Path, seconds: int) -> int:
        """Read as `child._run` does: return the exit code, negative for a signal."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(self._address())
            line.settimeout(seconds)
            sent = json.dumps({"request": dict(request), "answer": str(answer)})
            line.sendall(sent.encode() + b"\n")
            try:
                return int(line.recv(100))
            except TimeoutError as error:
                raise subprocess.TimeoutExpired("reader", seconds) from error

    def _address(self) -> str:
        place = self._folder / "readers"
        with self._starting:
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, __file__, str(place)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=child._environment(str(self._folder)),
                    cwd=self._folder,
                )
                assert self._process.stdout is not None
                assert self._process.stdout.readline() == b"listening\n"
        return str(place)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()


@contextmanager
def reading_in_forks() -> Iterator[None]:
    """Have every file of this process read in a fork, where the system has forks."""
    if not hasattr(os, "fork"):
        yield
        return
    # Not below a folder of pytest: the address of such a socket has room for a hundred signs.
    with tempfile.TemporaryDirectory(prefix="hotspots-readers-") as folder:
        readers = Readers(Path(folder))
        child._run = readers.run
        try:
            yield
        finally:
            child._run = RUN
            readers.close()


class Forks:
    """The readers that are at work, each with the line to who asked."""

    def __init__(self, watch: selectors.BaseSelector) -> None:
        self._watch = watch
        self._lines: dict[int, socket.socket] = {}

    def begin(self, door: socket.socket) -> None:
        """Fork a reader for who comes in."""
        line, _ = door.accept()
        process = _forked(line)
        self._lines[process] = line
        # Nothing more is said over it: who asked will have gone, or has waited long enough.
        self._watch.register(line, selectors.EVENT_READ, lambda: self._give_up(process))

    def _give_up(self, process: int) -> None:
        self._watch.unregister(self._lines[process])
        _stop([process])

    def tell(self) -> None:
        """Tell how those that ended did."""
        for process in list(self._lines):
            done, status = os.waitpid(process, os.WNOHANG)
            if done:
                line = self._lines.pop(process)
                with suppress(KeyError):
                    self._watch.unregister(line)
                with line, suppress(OSError):
                    line.sendall(str(os.waitstatus_to_exitcode(status)).encode())

    def stop(self) -> None:
        """Stop all of them."""
        _stop(list(self._lines))


def serve(place: str) -> None:
    """Fork for every connection until standard input is closed."""
    for module, _ in child.READERS.values():
        importlib.import_module(module)
    ended, told = os.pipe()
    os.set_blocking(told, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    with selectors.DefaultSelector() as watch, socket.socket(socket.AF_UNIX) as door:
        forks = Forks(watch)
        door.bind(place)
        door.listen()
        print("listening", flush=True)  # noqa: T201 - what starts this waits for it
        watch.register(door, selectors.EVENT_READ, lambda: forks.begin(door))
        watch.register(ended, selectors.EVENT_READ, lambda: os.read(ended, 1000))
        watch.register(sys.stdin, selectors.EVENT_READ, None)
        parent_is_there = True
        while parent_is_there:
            for key, _ in watch.select():
                if key.data is None:
                    parent_is_there = False
                else:
                    key.data()
            forks.tell()
        forks.stop()


def _forked(line: socket.socket) -> int:
    with line.makefile("rb") as sent:
        asked = sent.readline()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            line.close()
            code = _read(json.loads(asked))
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        finally:
            os._exit(code)
    return process


def _read(asked: dict[str, Any]) -> int:
    """Be the process that the tool would have started."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    answer = Path(asked["answer"])
    os.chdir(answer.parent)
    for name in ("TMPDIR", "TEMP", "TMP", "HOME"):
        os.environ[name] = str(answer.parent)
    tempfile.tempdir = None
    sys.stdin = io.StringIO(json.dumps(asked["request"] | {"parent": os.getppid()}))
    with answer.open("w", encoding="utf-8") as sys.stdout:
        return child.run()


def _stop(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    serve(sys.argv[1])
