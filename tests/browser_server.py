"""A server for a home, started as the command line starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from hotspots.settings import ROLE_VARIABLE, STATE_VARIABLE, Home
from ports import lent_port
from published import lend_published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_S = 180


@contextmanager
def serving(
    home: Path, state: Path, *, descriptors: int | None = None, below: str = ""
) -> Iterator[str]:
    """Serve a home while the block runs; gives its address.

    Parameters
    ----------
    home
        Folder of the home.
    state
        Folder to publish in; the log of the server lies beside it.
    descriptors
        How many the server may have; as many as this process may by default.
    below
        The path that it runs under, as a proxy may ask; none by default.
    """
    if below:
        settings = state.parent / ".streamlit" / "config.toml"
        settings.parent.mkdir()
        settings.write_text(f'[server]\nbaseUrlPath = "{below}"\n', encoding="utf-8")
    with serving_process(home, state, descriptors=descriptors, below=below) as (address, _):
        yield f"{address}{below}/" if below else address


@contextmanager
def serving_process(
    home: Path,
    state: Path,
    port: int | None = None,
    *,
    descriptors: int | None = None,
    below: str = "",
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a home while the block runs; gives its address, and the process to stop it by.

    The port matters only where its number is written down elsewhere, as the way back from a login.
    """
    lend_published(Home(home, state))
    with nullcontext(port) if port else lent_port() as there:
        yield from _at(there, home, state, descriptors, below)


def _at(
    port: int, home: Path, state: Path, descriptors: int | None, below: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    environment = {**os.environ, STATE_VARIABLE: str(state)}
    environment.pop(ROLE_VARIABLE, None)
    command = [sys.executable, "-m", "hotspots", "--home", str(home), "app", "--port", str(port)]
    if descriptors is not None:
        command = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh", *command]
    # Started elsewhere than in the repository: a page may not need what lies where one stands.
    with (
        state.with_suffix(".log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=state.parent) as it,
    ):
        try:
            _await_health(port, it, below)
            yield f"http://localhost:{port}/", it
        finally:
            it.terminate()


def _await_health(port: int, server: subprocess.Popen[bytes], below: str) -> None:
    address = f"http://localhost:{port}/{below}{'/' if below else ''}_stcore/health"
    for _ in range(START_S * 10):
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped by itself: {server.args}")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    raise TimeoutError(f"no answer at {address} in {START_S} s")
