"""Measure the map page under users: each changes a filter every five seconds, over real sockets.

    python benchmarks/bench_load.py [--incidents N] [--users 1 20 50 200] [--seconds 30]
                                    [--peer-users 1 20] [--soak MINUTES] [--keep FOLDER]

One server process, started as `hotspots app` starts it, in a home where one layer holds the
incidents of `bench_server.py`. Users are sockets that send and receive what a browser would; they
wait for their answer, and choose among periods and days of the week, so that most questions were
asked before and some were not. Beside it, in the same run, the same page written without caches
(`naive_page.py`). Prints per number of users: from the filter sent to the new map and to the end of
the script, what the processor of the server spent per answer, its memory, and faults.

Exits with 1 where 50 users wait longer than 0,3 s or 200 longer than 1 s at the 95th percentile, a
user takes 2 MB or more, or anything failed. ``--soak`` keeps 50 users busy for so many minutes and
prints a line per minute. The users need processor time too: on two cores, count on one for them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from bench_server import LAYER, make_home
from page_user import EVERY_S, Answers, User

from hotspots.app.health import HEALTH_ROUTE
from hotspots.settings import STATE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent
SEED: Final = 20171231
#: Users, and the seconds that 95 % of their answers may take.
LIMITS_S: Final = {50: 0.3, 200: 1.0}
LIMIT_MB_PER_USER: Final = 2.0
SOAK_USERS: Final = 50
#: Users who come in per second; opening the page costs more than a filter.
COME_PER_S: Final = 5.0
#: seconds in which a server must have opened its home.
START_S: Final = 120


@dataclass
class Server:
    """A server process that was started for this."""

    process: subprocess.Popen[bytes]
    port: int

    def resident_mb(self) -> float:
        """Return what the process holds now."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        line = next(line for line in told.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def processor_s(self) -> float:
        """Return the processor time it has used, of all its threads."""
        told = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8")
        user, system = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def prepare(folder: Path, n_incidents: int) -> None:
    """Make the home, and let it open on the layer that holds the incidents."""
    folder.mkdir(parents=True, exist_ok=True)
    make_home(folder, n_incidents)
    declared = (folder / "gemeente.toml").read_text(encoding="utf-8")
    lines = [
        f'start = "{LAYER}"' if line.startswith("start") else line for line in declared.splitlines()
    ]
    (folder / "gemeente.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = pd.concat([pd.read_csv(file) for file in sorted((folder / "files").iterdir())])
    rows["begin"] = pd.to_datetime(rows["begin"])
    rows.to_parquet(folder / "incidents.parquet")


@contextmanager
def serving(command: list[str], health: str, folder: Path) -> Iterator[Server]:
    """Run a server while the block runs; ``PORT`` in the command becomes a free port."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [part.replace("PORT", str(port)) for part in command]
    environment = {**os.environ, STATE_VARIABLE: str(folder / "state")}
    with (
        (folder / "server.log").open("a") as log,
        # Elsewhere than in the repository: its settings for Streamlit are not the peer's.
        subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log) as process,  # noqa: S603
    ):
        try:
            _await_health(f"http://localhost:{port}{health}", process)
            yield Server(process, port)
        finally:
            process.terminate()


def _await_health(address: str, process: subprocess.Popen[bytes]) -> None:
    until = perf_counter() + START_S
    while perf_counter() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    raise TimeoutError(address)


async def use(server: Server, n_users: int, seconds: float) -> tuple[Answers, float]:
    """Let users come in, and then work until the time is up.

    Returns their answers, and the processor time of the server from when all were in.
    """
    answers = Answers()
    since = perf_counter() + max(EVERY_S, n_users / COME_PER_S)
    users = []
    for number in range(n_users):
        user = User(server.port, answers, random.Random(SEED + number))
        users.append(asyncio.create_task(user.visit(since, since + seconds)))
        await asyncio.sleep((since - perf_counter()) / (n_users - number))
    before_s = server.processor_s()
    await asyncio.gather(*users)
    return answers, server.processor_s() - before_s


def measure(name: str, server: Server, n_users: int, seconds: float) -> bool:
    """Print the line of one number of users; return whether it kept to the limits."""
    before_mb = server.resident_mb()
    answers, spent_s = asyncio.run(use(server, n_users, seconds))
    after_mb = server.resident_mb()
    spent_ms = 1e3 * spent_s / max(1, len(answers.finished_s))
    per_user = (after_mb - before_mb) / n_users
    finished, drawn = quantiles(answers.finished_s), quantiles(answers.map_s)
    print(
        f"{name:8}{n_users:6}{len(answers.finished_s):9}{drawn:>17}{finished:>17}"
        f"{spent_ms:10.0f}{after_mb:8.0f}{per_user:9.2f}{len(answers.faults):8}",
        flush=True,
    )
    for fault in sorted(set(answers.faults)):
        print(f"         {answers.faults.count(fault)} x {fault[:80]}")
    if not answers.finished_s:
        return False
    slow = float(np.quantile(answers.finished_s, 0.95)) > LIMITS_S.get(n_users, np.inf)
    heavy = n_users in LIMITS_S and per_user >= LIMIT_MB_PER_USER
    return not (slow or heavy or answers.faults)


def quantiles(seconds: list[float]) -> str:
    """Return the median and the 95th percentile in words."""
    if not seconds:
        return "-"
    return f"{np.quantile(seconds, 0.5):.3f} {np.quantile(seconds, 0.95):.3f}"


def soak(server: Server, minutes: int) -> bool:
    """Keep the users busy; return whether nothing failed and memory stood still."""
    kept = True
    for _ in range(minutes):
        kept &= measure("soak", server, SOAK_USERS, 60.0 - EVERY_S)
    return kept


def run(arguments: argparse.Namespace, folder: Path) -> bool:
    """Measure both pages; return whether ours kept to the limits."""
    print(
        f"\n{'page':8}{'users':>6}{'answers':>9}{'map s: 50% 95%':>17}{'end s: 50% 95%':>17}"
        f"{'cpu ms':>10}{'MB':>8}{'MB/user':>9}{'faults':>8}"
    )
    ours = [sys.executable, "-m", "hotspots", "--home", str(folder), "app", "--port", "PORT"]
    kept = True
    with serving(ours, HEALTH_ROUTE, folder) as server:
        # The first visitor has the layer read; that is not what is measured here.
        asyncio.run(use(server, 1, 2 * EVERY_S))
        for n_users in arguments.users:
            kept &= measure("ours", server, n_users, arguments.seconds)
        if arguments.soak:
            kept &= soak(server, arguments.soak)
    naive = [
        sys.executable, "-m", "streamlit", "run", str(HERE / "naive_page.py"),
        "--server.port", "PORT", "--server.headless", "true",
        "--browser.gatherUsageStats", "false", "--", str(folder),
    ]  # fmt: skip
    if arguments.peer_users:
        with serving(naive, "/_stcore/health", folder) as server:
            asyncio.run(use(server, 1, 2 * EVERY_S))
            for n_users in arguments.peer_users:
                measure("naive", server, n_users, arguments.seconds)
    return kept


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=500_000)
    parser.add_argument("--users", type=int, nargs="*", default=[1, 20, 50, 200])
    parser.add_argument("--peer-users", type=int, nargs="*", default=[1, 20])
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--soak", type=int, default=0, metavar="MINUTES")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the home here, once")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary) / "home"
        if not folder.exists():
            prepare(folder, arguments.incidents)
        if not run(arguments, folder):
            raise SystemExit(1)


if __name__ == "__main__":
    main()
