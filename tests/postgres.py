"""A real PostgreSQL for tests: that of `HOTSPOTS_TEST_DSN`, or one that is started here."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
import pytest

from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The address of a database in which tests may make and drop schemas.
VARIABLE: Final = "HOTSPOTS_TEST_DSN"
#: What a reader logs in with, on a server that was started here.
PASSWORD: Final = "ge:h@eim van de test"  # noqa: S105 - of a server that is thrown away


def programs() -> Path | None:
    """Return the folder with the newest programs of PostgreSQL; None where there are none."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name)
    )
    known = shutil.which("initdb")
    return folders[-1] if folders else Path(known).parent if known else None


@contextmanager
def database() -> Iterator[str]:
    """Give the address of a database for one test session; skip by name where there is none."""
    if given := os.environ.get(VARIABLE):
        yield given
        return
    found = programs()
    if found is None:
        pytest.skip(f"no PostgreSQL here (install postgresql, or set {VARIABLE})")
    with tempfile.TemporaryDirectory(prefix="hotspots-postgres-") as folder:
        yield from _started(found, Path(folder))


def _started(found: Path, folder: Path) -> Iterator[str]:
    """Start a server with its files in a folder, give its address, and stop it."""
    port = free_port()
    as_user = _as_user(folder)
    data = folder / "data"
    password = folder / "wachtwoord"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    if as_user:
        shutil.chown(password, "postgres")
    begin = ["-U", "beheer", "--auth=scram-sha-256", f"--pwfile={password}", "-E", "UTF8"]
    _run([*as_user, str(found / "initdb"), "-D", str(data), *begin, "--no-sync"])
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*as_user, str(found / "pg_ctl"), "-D", str(data), "-w"]
    _run([*control, "-o", options, "-l", str(folder / "log"), "start"])
    try:
        yield f"postgresql://beheer@127.0.0.1:{port}/postgres"
    finally:
        _run([*control, "-m", "immediate", "stop"])


def _as_user(folder: Path) -> Sequence[str]:
    """Return what goes before a command: PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return ()
    try:
        shutil.chown(folder, "postgres")
    except LookupError:
        pytest.skip("no user 'postgres' here to run PostgreSQL as")
    return ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode:
        pytest.skip(f"PostgreSQL does not start here: {done.stderr.decode()[-200:]}")


def do(url: str, *statements: str) -> None:
    """Run statements as who may change the database."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]
