"""The recipe of docs/uitrol in a real nginx, before whatever is to stand behind it."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RECIPE = Path(__file__).parents[1] / "docs" / "uitrol"
NAME = "hotspots.gemeente.example"
#: What stands in the recipes for a login until someone fills it in.
PLACEHOLDER = "HET-GEHEIM"
START_S = 120


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running nginx: the port for https, and the folder with its files and logs."""

    port: int
    folder: Path

    @property
    def log(self) -> str:
        """What it wrote down of requests."""
        return (self.folder / "hotspots.log").read_text(encoding="utf-8")


def nginx() -> str:
    """Return where nginx is, or skip."""
    found = os.environ.get("HOTSPOTS_NGINX") or shutil.which("nginx")
    if not found or not shutil.which("openssl"):
        pytest.skip("no nginx or openssl here (set HOTSPOTS_NGINX)")
    return found


def trusting() -> ssl.SSLContext:
    """Return what trusts a certificate that was made for this test."""
    # Not the default context: that reads all that this machine trusts, for nothing.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def proxied(
    folder: Path,
    ports: tuple[int, int],
    *,
    login: str = "oidc",
    port: int | None = None,
    sooner: Mapping[str, str] | None = None,
    **other: str,
) -> Iterator[Proxy]:
    """Run nginx with the recipe before two processes.

    Parameters
    ----------
    folder
        Where its files go; made here.
    ports
        Of the two processes behind it.
    login
        Which of the files in ``docs/uitrol/login``.
    port
        To listen at for https; a free one if it does not matter.
    sooner
        Times of the recipe, and the shorter ones by which a test need not wait for those.
    other
        What else to write otherwise in the file for the login.
    """
    program, secure = nginx(), port or free_port()
    folder.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={NAME}", "-keyout", folder / "sleutel.pem", "-out", folder / "volledig.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    names = (RECIPE / "login" / f"{login}.conf").read_text(encoding="utf-8")
    for before, after in {"/var/log/nginx": str(folder), **other}.items():
        names = names.replace(before, after)
    (folder / "login.conf").write_text(names, encoding="utf-8")
    recipe = _written_for(folder, ports, secure, sooner or {})
    command = [program, "-p", str(folder), "-c", str(recipe), "-e", f"{folder}/log"]
    checked = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command) as process:
        try:
            await_listening(secure)
            yield Proxy(secure, folder)
        finally:
            process.terminate()


def _written_for(
    folder: Path, ports: tuple[int, int], secure: int, sooner: Mapping[str, str]
) -> Path:
    """Write the recipe with what is of this test, inside what Debian puts around it."""
    recipe = (RECIPE / "nginx.conf").read_text(encoding="utf-8")
    for before, after in (
        ("/etc/hotspots/tls", str(folder)), ("/var/log/nginx", str(folder)),
        ("/etc/hotspots/nginx-login.conf", f"{folder}/login.conf"),
        ("127.0.0.1:8501", f"127.0.0.1:{ports[0]}"), ("127.0.0.1:8502", f"127.0.0.1:{ports[1]}"),
        ("listen 443 ", f"listen {secure} "), ("listen 80;", f"listen {free_port()};"),
        *sooner.items(),
    ):  # fmt: skip
        assert before in recipe
        recipe = recipe.replace(before, after)
    paths = "".join(
        f"{name}_temp_path {folder / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    written = folder / "nginx.conf"
    written.write_text(
        f"pid {folder}/pid;\ndaemon off;\nmaster_process off;\nerror_log {folder}/log;\n"
        "worker_rlimit_nofile 4096;\n"
        f"events {{ worker_connections 4096; }}\nhttp {{\n{paths}{recipe}\n}}\n",
        encoding="utf-8",
    )
    return written


def await_listening(port: int) -> None:
    """Wait until someone listens at a port of this machine."""
    for _ in range(START_S * 10):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens at {port}")
