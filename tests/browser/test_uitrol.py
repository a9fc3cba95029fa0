"""The recipe of docs/uitrol, tried: nginx before two processes, if there is an nginx here."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from apart import run_apart
from browser_server import serving_process
from echo_server import SILENT, echoing
from hotspots.app.gate import HOSTS_VARIABLE, MOST_HEADERS
from hotspots.app.server import QUIET
from hotspots.incoming.reading.table import Limits
from hotspots.pages.finishing import LONGEST_WAIT_S
from ports import free_port
from proxied import NAME, PLACEHOLDER, RECIPE, Proxy, nginx, proxied, trusting
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Iterator

#: seconds; what a slow client gets here, and room for a machine that others use too.
HEADERS_S, BODY_S, ROOM_S = 3, 4, 8
#: What the recipe gives it.
SOONER = {
    "client_header_timeout 10s": f"client_header_timeout {HEADERS_S}s",
    "client_body_timeout 15s": f"client_body_timeout {BODY_S}s",
}


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    named = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", headers=named)
    try:
        with urllib.request.urlopen(request, context=trusting(), timeout=120) as answer:  # noqa: S310
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {}


async def open_socket(port: int, origin: str, **headers: str) -> str | None:
    """Return the subprotocol of a socket through the proxy, or None if it is refused."""
    try:
        async with connect(
            f"wss://{NAME}:{port}/_stcore/stream", host="127.0.0.1", port=port, ssl=trusting(),
            subprotocols=["streamlit"], origin=origin, additional_headers=headers, open_timeout=120,
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
        port = stack.enter_context(proxied(tmp_path / "nginx", ports)).port

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
        first.wait(timeout=120)
        assert ask(port, "/", Cookie="hs_proces=a")[0] == 200
        assert run_apart(open_socket(port, mine, Cookie="hs_proces=a")) == "streamlit"


@contextmanager
def before_an_echo(
    folder: Path, sooner: dict[str, str] | None = None, **how: str
) -> Iterator[Proxy]:
    """Run the recipe before a server that answers what it was sent."""
    folder.mkdir(exist_ok=True)
    with (
        echoing() as port,
        proxied(folder / "nginx", (port, port), sooner=sooner, **how) as proxy,
    ):
        yield proxy


def sent_on(proxy: Proxy, path: str, **headers: str) -> tuple[int, list[str]]:
    """Return the status of a request, and the headers that came through as ``name: value``."""
    answer = plain(proxy, path, headers)
    if answer.status != 200:
        return answer.status, []
    told: list[str] = json.loads(answer.body)
    lines = [line.split(": ", 1) for line in told]
    return answer.status, [f"{name.lower()}: {value}" for name, value in lines]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def plain(proxy: Proxy, path: str, headers: dict[str, str] | None = None) -> Answer:
    named = {"Host": NAME} | {k.replace("_", "-"): v for k, v in (headers or {}).items()}
    asked = http.client.HTTPSConnection(
        "127.0.0.1", proxy.port, context=trusting(), timeout=3 * ROOM_S
    )
    with closing(asked):
        asked.request("GET", path, headers=named)
        with asked.getresponse() as answer:
            return Answer(answer.status, answer.headers, answer.read())


class Begun:
    """A request that was begun on a connection of its own, and is not finished."""

    def __init__(self, proxy: Proxy, path: str, more: str = "", *, to_the_end: bool = True) -> None:
        plain_socket = socket.create_connection(("127.0.0.1", proxy.port), timeout=ROOM_S)
        self.socket = trusting().wrap_socket(plain_socket)
        end = "\r\n" if to_the_end else ""
        self.send(f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\n{more}{end}")

    def send(self, what: str) -> None:
        self.socket.sendall(what.encode())

    def status(self, patience_s: float = ROOM_S) -> int | None:
        """Return the status that came back, 0 for a connection that was shut, None for silence."""
        self.socket.settimeout(patience_s)
        try:
            came = self.socket.recv(1000)
        except TimeoutError:
            return None
        except OSError:
            return 0
        return int(came.split()[1]) if came else 0


def test_nginx_refuses_more_at_once_of_one_address_than_the_recipe_says(tmp_path: Path) -> None:
    """Four uploads, four hundred connections, a hundred logins at once; the next is refused."""
    with before_an_echo(tmp_path) as proxy, ExitStack() as stack:

        def begun(path: str, more: str = "") -> Begun:
            one = Begun(proxy, path, more)
            stack.callback(one.socket.close)
            return one

        pages = [begun(SILENT) for _ in range(402)]
        assert [each.status() for each in pages[400:]] == [429, 429]
        assert [each.status(0.2) for each in (pages[0], pages[399])] == [None, None]

    with before_an_echo(tmp_path / "again") as proxy:
        logins = [plain(proxy, "/auth/login").status for _ in range(140)]
        assert set(logins) == {200, 429}
        assert logins[:90] == [200] * 90
        # Whoever is refused a login is not refused a page.
        assert plain(proxy, "/").status == 200
        assert plain(proxy, "/", {"Cookie": "x" * 12_000}).status == 200
        assert plain(proxy, "/", {"Cookie": "x" * 40_000}).status == 400

        upload = f"/_stcore/upload_file/s{SILENT}"
        uploads = [Begun(proxy, upload, "Content-Length: 1000\r\n") for _ in range(6)]
        assert [each.status() for each in uploads[4:]] == [429, 429]
        assert [each.status(0.2) for each in uploads[:4]] == [None] * 4
        for each in uploads:
            each.socket.close()


def test_nginx_drops_whoever_sends_slowly(tmp_path: Path) -> None:
    with before_an_echo(tmp_path, SOONER) as proxy:
        began = time.monotonic()
        upload = f"/_stcore/upload_file/s{SILENT}"
        body = Begun(proxy, upload, "Content-Length: 1000\r\n")
        headers = Begun(proxy, "/", "X-Slow: ", to_the_end=False)
        with closing(body.socket), closing(headers.socket):
            # A byte of a header each second keeps a connection open that is not timed as a whole.
            while headers.status(1) is None and time.monotonic() - began < BODY_S + ROOM_S:
                with suppress(OSError):
                    headers.send("x")
            assert time.monotonic() - began < HEADERS_S + ROOM_S
            assert body.status(BODY_S + ROOM_S) in (0, 408)
            assert time.monotonic() - began < BODY_S + ROOM_S


def test_nginx_sends_every_cookie_over_https_alone(tmp_path: Path) -> None:
    with before_an_echo(tmp_path) as proxy:
        cookies = plain(proxy, "/").headers.get_all("Set-Cookie") or []
    flags = {
        cookie.split("=")[0]: {flag.strip().lower() for flag in cookie.split(";")[1:]}
        for cookie in cookies
    }
    assert len(flags) == 5
    for name, told in flags.items():
        assert {"secure", "samesite=lax", "path=/"} <= told, name
        # The page itself reads this one, to send it back with an upload.
        assert ("httponly" in told) is (name != "_streamlit_xsrf"), name


def test_the_log_of_nginx_has_no_filter_no_code_and_no_session(tmp_path: Path) -> None:
    with before_an_echo(tmp_path) as proxy:
        for path in (
            "/kaart?wijk=Noord&soort=jeugd", "/oauth2callback?code=geheime-code&state=x",
            "/_stcore/upload_file/mijn-sessie/mijn-bestand", "/media/mijn-download.csv?x=1",
        ):  # fmt: skip
            plain(proxy, path, {"Referer": f"https://{NAME}/?wijk=Zuid"})
    # A line is written after the answer was sent; all are there once nginx has stopped.
    log, faults = proxy.log, (proxy.folder / "log").read_text("utf-8")
    lines = log.splitlines()
    assert len(lines) == 4
    for line, shown in zip(
        lines, ("/kaart", "/oauth2callback", "/_stcore/upload_file/-", "/media/-"), strict=True
    ):
        assert f'"GET {shown} HTTP/1.1" 200' in line
    for private in ("?", "wijk", "geheime", "mijn"):
        assert private not in log
        assert private not in faults


def test_without_a_login_of_its_own_nginx_passes_no_name_on(tmp_path: Path) -> None:
    with before_an_echo(tmp_path, login="oidc") as proxy:
        status, headers = sent_on(proxy, "/", X_Forwarded_User="jan", X_Hotspots_Proxy="geheim")
    assert status == 200
    assert not [line for line in headers if "jan" in line or "geheim" in line]


PATHS = ("/", "/media/x", "/_stcore/stream", "/_stcore/upload_file/s/f", "/auth/login")


def test_with_passwords_nginx_says_who_it_is_and_nobody_else_can(tmp_path: Path) -> None:
    (tmp_path / "wachtwoorden").write_text("jan:{PLAIN}geheim\n", encoding="utf-8")
    how = {
        "/etc/hotspots/wachtwoorden": str(tmp_path / "wachtwoorden"),
        PLACEHOLDER: "van-nginx",
    }
    forged = {"X_Forwarded_User": "piet", "X_Hotspots_Proxy": "gok"}
    with before_an_echo(tmp_path, login="basic", **how) as proxy:
        for path in PATHS:
            assert sent_on(proxy, path)[0] == 401, path
            assert sent_on(proxy, path, Authorization="Basic amFuOmZvdXQ=", **forged)[0] == 401
            status, headers = sent_on(proxy, path, Authorization="Basic amFuOmdlaGVpbQ==", **forged)
            assert status == 200
            assert "x-forwarded-user: jan" in headers
            assert "x-hotspots-proxy: van-nginx" in headers
            assert not [line for line in headers if "piet" in line or "gok" in line]
            # The password itself stays with nginx.
            assert not [line for line in headers if line.startswith("authorization")]


def test_with_a_portal_nginx_asks_it_for_every_path(tmp_path: Path) -> None:
    """A stand-in answers as the manual of oauth2-proxy says of --set-xauthrequest."""
    portal = RECIPE.parents[1] / "tests" / "portal.conf"
    port = free_port()
    how = {"127.0.0.1:4180": f"127.0.0.1:{port}", PLACEHOLDER: "van-nginx"}
    forged = {"X_Forwarded_User": "piet", "X_Auth_Request_Email": "piet"}
    with (
        standing_in(tmp_path / "portal", portal, port),
        before_an_echo(tmp_path, login="oauth2-proxy", **how) as proxy,
    ):
        for path in PATHS:
            answer = plain(proxy, path)
            assert answer.status == 302
            assert urlsplit(answer.headers["Location"]).path == "/oauth2/start"
            assert sent_on(proxy, path, Cookie="_oauth2_proxy=x", **forged)[0] == 302
            status, headers = sent_on(proxy, path, Cookie="_oauth2_proxy=jan", **forged)
            assert status == 200
            assert "x-forwarded-user: jan@gemeente.example" in headers
            assert "x-hotspots-proxy: van-nginx" in headers
            assert "x-forwarded-user: piet" not in headers
        assert plain(proxy, "/oauth2/start").body == b"log in"
        assert plain(proxy, "/oauth2/auth").status == 404


@contextmanager
def standing_in(folder: Path, recipe: Path, port: int) -> Iterator[None]:
    """Run another nginx as the portal."""
    folder.mkdir()
    told = recipe.read_text("utf-8").replace("PORT", str(port)).replace("FOLDER", str(folder))
    (folder / "nginx.conf").write_text(told, encoding="utf-8")
    command = [nginx(), "-p", str(folder), "-c", f"{folder}/nginx.conf", "-e", f"{folder}/log"]
    with subprocess.Popen(command) as process:
        try:
            yield
        finally:
            process.terminate()


def test_the_recipe_agrees_with_the_tool() -> None:
    proxy = (RECIPE / "nginx.conf").read_text(encoding="utf-8")
    unit = (RECIPE / "hotspots@.service").read_text(encoding="utf-8")
    image = (RECIPE / "Containerfile").read_text(encoding="utf-8")
    most = [int(found) for found in re.findall(r"client_max_body_size (\d+)m", proxy)]
    # Little, but for the one path at which a file comes in.
    assert sorted(most)[:-1] == [1]
    assert QUIET["server.maxUploadSize"] < max(most) < QUIET["server.maxUploadSize"] + 5
    # What one of the three takes in of headers, the others do.
    assert f"large_client_header_buffers 4 {MOST_HEADERS // 1024}k;" in proxy
    settings_file = (RECIPE / "hotspots.env").read_text(encoding="utf-8")
    assert f"\nWEBSOCKETS_MAX_LINE_LENGTH={MOST_HEADERS}\n" in settings_file
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
    needed = [*wheel["only-include"], *wheel["force-include"], project["project"]["readme"]]
    assert len(needed) >= 4
    for name in needed:
        assert copied & {Path(name), *Path(name).parents}, name


def the_unit(folder: Path, name: str = "hotspots@.service") -> tuple[str, Path]:
    """Return systemd's program and a unit, with a program that is here."""
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("no systemd here")
    unit = (RECIPE / name).read_text(encoding="utf-8")
    # The program is where a beheerder puts it, which is not here.
    written = folder / name
    written.write_text(unit.replace("/opt/hotspots/.venv/bin/hotspots", "/bin/true"), "utf-8")
    return systemd, written


UNITS = (
    "hotspots@.service",
    "hotspots-refresh.service",
    "hotspots-digest.service",
    "hotspots-refresh.timer",
    "hotspots-digest.timer",
)


@pytest.mark.parametrize("name", UNITS)
def test_the_unit_is_one_that_systemd_understands(tmp_path: Path, name: str) -> None:
    systemd, unit = the_unit(tmp_path, name)
    the_unit(tmp_path, name.replace(".timer", ".service"))  # what a timer starts
    told = subprocess.run(
        [systemd, "verify", str(unit)], check=False, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    assert told.stderr.strip() == ""


@pytest.mark.parametrize("name", UNITS[:3])
def test_the_unit_leaves_little_to_who_breaks_out(tmp_path: Path, name: str) -> None:
    systemd, unit = the_unit(tmp_path, name)
    told = subprocess.run(
        [systemd, "security", "--offline=yes", "--no-pager", "--threshold=20", str(unit)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    # systemd counts from 0 (shut) to 10 (open); the threshold is ten times that.
    assert told.returncode == 0, told.stdout[-300:]


def test_the_unit_limits_files_tasks_and_memory() -> None:
    unit = (RECIPE / "hotspots@.service").read_text(encoding="utf-8")
    limits = dict(re.findall(r"^(\w+)=(\d+)G?$", unit, re.MULTILINE))
    proxy = (RECIPE / "nginx.conf").read_text(encoding="utf-8")
    most = re.search(r"limit_conn hs_samen (\d+);", proxy)
    assert most
    # All that nginx lets through may end at one process, and a session keeps four files open.
    assert int(limits["LimitNOFILE"]) > 4 * 2 * int(most[1])
    assert int(limits["TasksMax"]) >= 512
    # The server, fifty people at work, and as many readers of files as there can be.
    readers_gb = 2 * Limits().memory_bytes / 1024**3
    assert 1 <= int(limits["MemoryMax"]) - readers_gb <= 2
