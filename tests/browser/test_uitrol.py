"""The recipe of docs/uitrol, tried: nginx before two processes, if there is an nginx here."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from apart import run_apart
from browser_server import serving_process
from hotspots.ui.finishing import LONGEST_WAIT_S
from hotspots.ui.gate import HOSTS_VARIABLE
from hotspots.ui.server import QUIET
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Iterator

RECIPE = Path(__file__).parents[2] / "docs" / "uitrol"
NAME = "hotspots.gemeente.example"
START_S = 20


def nginx() -> str:
    found = os.environ.get("HOTSPOTS_NGINX") or shutil.which("nginx")
    if not found or not shutil.which("openssl"):
        pytest.skip("no nginx or openssl here (set HOTSPOTS_NGINX)")
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def proxied(folder: Path, ports: tuple[int, int]) -> Iterator[tuple[int, Path]]:
    """Run nginx with the recipe before two processes; gives its port and its log."""
    program, secure, plain = nginx(), free_port(), free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={NAME}", "-keyout", folder / "sleutel.pem", "-out", folder / "volledig.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    recipe = (RECIPE / "nginx.conf").read_text(encoding="utf-8")
    for before, after in (
        ("/etc/hotspots/tls", str(folder)), ("127.0.0.1:8501", f"127.0.0.1:{ports[0]}"),
        ("127.0.0.1:8502", f"127.0.0.1:{ports[1]}"), ("listen 443 ", f"listen {secure} "),
        ("listen 80;", f"listen {plain};"),
    ):  # fmt: skip
        assert before in recipe
        recipe = recipe.replace(before, after)
    paths = "".join(
        f"{name}_temp_path {folder / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid;\ndaemon off;\nmaster_process off;\nerror_log {folder}/log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{paths}{recipe}\n}}\n",
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/log"]
    checked = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command) as process:
        try:
            for _ in range(START_S * 10):
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", secure)) == 0:
                        break
                time.sleep(0.1)
            yield secure, folder / "log"
        finally:
            process.terminate()


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    named = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", headers=named)
    try:
        with urllib.request.urlopen(request, context=trusting(), timeout=10) as answer:  # noqa: S310
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {}


async def open_socket(port: int, origin: str, **headers: str) -> str | None:
    """Return the subprotocol of a socket through the proxy, or None if it is refused."""
    try:
        async with connect(
            f"wss://{NAME}:{port}/_stcore/stream", host="127.0.0.1", port=port, ssl=trusting(),
            subprotocols=["streamlit"], origin=origin, additional_headers=headers, open_timeout=10,
        ) as opened:  # fmt: skip
            return opened.subprotocol
    except (OSError, WebSocketException):  # refused by the proxy, or by the server behind it
        return None


def test_the_recipe_for_nginx_serves_two_processes_and_outlives_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nginx()
    monkeypatch.setenv(HOSTS_VARIABLE, NAME)
    home = tiny_home(tmp_path / "town").root
    with ExitStack() as stack:
        address, first = stack.enter_context(serving_process(home, tmp_path / "state"))
        other, _ = stack.enter_context(serving_process(home, tmp_path / "state"))
        ports = (urlsplit(address).port or 0, urlsplit(other).port or 0)
        (tmp_path / "nginx").mkdir()
        port, _ = stack.enter_context(proxied(tmp_path / "nginx", ports))

        status, headers = ask(port, "/")
        assert status == 200
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert re.match(r"hs_proces=[ab]; Path=/; Secure; HttpOnly", headers["set-cookie"])
        given = {ask(port, "/")[1]["set-cookie"].split(";")[0] for _ in range(40)}
        # All forty by the same chance: 2 in 2 to the power of 40.
        assert given == {"hs_proces=a", "hs_proces=b"}
        assert "hs_proces" not in ask(port, "/", Cookie="hs_proces=a")[1].get("set-cookie", "")

        assert ask(port, "/_stcore/metrics")[0] == 404
        assert ask(port, "/_stcore/agent/openapi.json")[0] == 404
        with pytest.raises((urllib.error.URLError, ConnectionError, OSError)):
            ask(port, "/", Host="elders.example")

        mine = f"https://{NAME}"
        assert run_apart(open_socket(port, mine, Cookie="hs_proces=a")) == "streamlit"
        assert run_apart(open_socket(port, "https://elders.example")) is None

        first.terminate()
        first.wait(timeout=30)
        assert ask(port, "/", Cookie="hs_proces=a")[0] == 200
        assert run_apart(open_socket(port, mine, Cookie="hs_proces=a")) == "streamlit"


def test_the_recipe_agrees_with_the_tool() -> None:
    proxy = (RECIPE / "nginx.conf").read_text(encoding="utf-8")
    unit = (RECIPE / "hotspots@.service").read_text(encoding="utf-8")
    image = (RECIPE / "Containerfile").read_text(encoding="utf-8")
    most = re.search(r"client_max_body_size (\d+)m", proxy)
    assert most
    assert QUIET["server.maxUploadSize"] < int(most[1]) < QUIET["server.maxUploadSize"] + 5
    stop = re.search(r"TimeoutStopSec=(\d+)", unit)
    assert stop
    assert int(stop[1]) == LONGEST_WAIT_S + 60
    assert "KillMode=mixed" in unit
    assert "/gezond" in image
    assert "USER hotspots" in image
    settings = tomllib.loads((RECIPE.parents[1] / ".streamlit/config.toml").read_text("utf-8"))
    assert settings["server"]["address"] == "localhost"


def test_the_image_holds_all_that_the_package_is_built_from() -> None:
    image = (RECIPE / "Containerfile").read_text(encoding="utf-8")
    copied = {
        Path(name)
        for line in re.findall(r"^COPY (.+)$", image, re.MULTILINE)
        for name in line.split()[:-1]
    }
    project = tomllib.loads((RECIPE.parents[1] / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*wheel["packages"], *wheel["force-include"], project["project"]["readme"]]
    assert len(needed) >= 4
    for name in needed:
        assert copied & {Path(name), *Path(name).parents}, name


def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("no systemd here")
    unit = (RECIPE / "hotspots@.service").read_text(encoding="utf-8")
    # The program is where a beheerder puts it, which is not here.
    (tmp_path / "hotspots@.service").write_text(
        unit.replace("/opt/hotspots/.venv/bin/hotspots", "/bin/true"), encoding="utf-8"
    )
    told = subprocess.run(
        [systemd, "verify", str(tmp_path / "hotspots@.service")],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stderr.strip() == ""
