"""The command that starts the application: it loads nothing that the application loads itself."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.errors import SettingsError
from hotspots.exports import terminal as text
from hotspots.exports.terminal import say
from hotspots.settings import HOME_VARIABLE, STATE_VARIABLE, embedded_home, open_home

if TYPE_CHECKING:
    from argparse import Namespace
    from types import FrameType

#: Where the application listens when nothing else is said; the demo takes the first that is free.
_PORT: Final = 8501
_DEMO_PORTS: Final = range(_PORT, _PORT + 100)


def app(args: Namespace) -> int:
    """Start the application, and return when it stops.

    The pages are a program of their own, beside this one in the house. It takes the place of this
    process, so that whoever stops the one stops the other.

    Raises
    ------
    SettingsError
        If there is no home, or something else listens at the port.
    """
    if args.demo:
        return _demo(args)
    home = open_home(args.home)
    command = _command(args.port or _PORT)
    os.environ[HOME_VARIABLE] = str(home.root)
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(sys.executable, command)  # noqa: S606 - our own program, no shell
    return subprocess.run(command, check=False).returncode  # noqa: S603


def _demo(args: Namespace) -> int:
    """Show the embedded home, with a state that goes when the application stops.

    Nothing is written in the package, where machine code of numba would lie otherwise, in the
    settings of whoever starts it, as matplotlib would, or in the state of a home that is there for
    work.
    """
    if args.home is not None:
        raise SettingsError(
            "--demo en --home gaan niet samen.",
            f"Gevonden: --demo, en --home {args.home}.",
            "Laat een van beide weg: --demo opent het meegeleverde Dordrecht.",
        )
    home = embedded_home()
    command = _command(args.port or next(filter(_is_free, _DEMO_PORTS), _PORT))
    with tempfile.TemporaryDirectory(
        prefix="hotspots-demo-", ignore_cleanup_errors=True
    ) as temporary:
        state = Path(temporary) / "state"
        say((text.DEMO_OPENED.format(state=state),))
        sys.stdout.flush()
        places = {HOME_VARIABLE: str(home), STATE_VARIABLE: str(state)}
        of_libraries = {
            variable: str(Path(temporary) / name)
            for variable, name in (("NUMBA_CACHE_DIR", "numba"), ("MPLCONFIGDIR", "matplotlib"))
        }
        return _run_until_stopped(command, {**of_libraries, **os.environ, **places})


def _run_until_stopped(command: list[str], environment: dict[str, str]) -> int:
    """Run a program and return its code; who stops this process stops that one, and that is 0."""
    running: list[subprocess.Popen[bytes]] = []
    stopped = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopped
        del number, frame
        stopped = True
        for process in running:
            process.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    with subprocess.Popen(command, env=environment) as process:  # noqa: S603
        running.append(process)
        if stopped:
            process.terminate()
        code = process.wait()
    return 0 if stopped else code


def _command(port: int) -> list[str]:
    if not _is_free(port):
        raise SettingsError(
            f"Op poort {port} luistert al een ander programma, of deze tool zelf.",
            f"Gevonden: http://localhost:{port} is in gebruik.",
            "Kies een andere poort met --port, of stop wat daar luistert.",
        )
    return [sys.executable, "-m", "hotspots.app", str(port)]


def _is_free(port: int) -> bool:
    """Whether the application can listen at a port of this machine."""
    with socket.socket() as free:
        if os.name == "posix":
            # As the server does: connections that were closed a moment ago are in nobody's way.
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            free.bind(("localhost", port))
        except OSError:
            return False
    return True
