"""What a stranger may ask of the server: raw requests and sockets, with a login and without."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from browser_server import serving
from hotspots.settings import LOGIN_VARIABLE, PROXY_SECRET_VARIABLE, Home
from hotspots.text import serving as words
from hotspots.ui.gate import MOST_ADDRESS, MOST_HEADERS
from hotspots.ui.listening import MOST_MESSAGE, REQUEST_S
from listening_in import settings_to_list_hosts
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "een-geheim-van-meer-dan-24-tekens"  # noqa: S105 - of this test alone
BY_PROXY = {"X-Hotspots-Proxy": SECRET}
#: What a browser sends to open a socket (RFC 6455, 1.3).
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "streamlit",
}
SOCKET = "/_stcore/stream"
WAIT_S = 30


@pytest.fixture(params=["", "proxy"], scope="module")
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """Return the address of a server, and the list of other hosts that it asked for."""
    folder = tmp_path_factory.mktemp("gate")
    home = Home(tiny_home(folder / "town").root, folder / "state")
    home.state.mkdir()
    home.users.write_text('[users]\n"jan" = "analist"\n"an" = "vergunningen"\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings_to_list_hosts(folder, os.environ.get("PYTHONPATH", "")).items():
            patch.setenv(name, value)
        patch.setenv(LOGIN_VARIABLE, request.param)
        patch.setenv(PROXY_SECRET_VARIABLE, SECRET)
        with serving(home.root, home.state) as address:
            yield address, folder / "names"


@pytest.fixture
def address(served: tuple[str, Path]) -> str:
    return served[0]


def opened(address: str) -> socket.socket:
    server = urlsplit(address)
    return socket.create_connection((server.hostname, server.port), timeout=WAIT_S)


def written(
    address: str, target: str, headers: list[tuple[str, str]], method: str = "GET"
) -> bytes:
    """Return a request as it goes over the line, with the usual name unless another is given."""
    named = {name.lower() for name, _ in headers}
    if "host" not in named:
        headers = [("Host", urlsplit(address).netloc), *headers]
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def ask(
    address: str, target: str, *headers: tuple[str, str], method: str = "GET", body: bytes = b""
) -> tuple[int, str]:
    """Return status and words of the answer to a request that is written by hand."""
    with opened(address) as line:
        line.sendall(written(address, target, [*headers, ("Connection", "close")], method) + body)
        return _answer(line)


def handshake(address: str, *headers: tuple[str, str]) -> tuple[int, str]:
    """Return status and words of the answer to the opening of a socket."""
    with opened(address) as line:
        line.sendall(written(address, SOCKET, [*HANDSHAKE.items(), *headers]))
        return _answer(line)


def _answer(line: socket.socket) -> tuple[int, str]:
    answer = b""
    try:
        while part := line.recv(65_536):
            answer += part
            if status_of(answer) == HTTPStatus.SWITCHING_PROTOCOLS and b"\r\n\r\n" in answer:
                break
    except ConnectionError:  # the rest of a body was still on its way
        pass
    return status_of(answer), answer.partition(b"\r\n\r\n")[2].decode("utf-8", "replace")


def test_a_page_elsewhere_is_refused_before_any_host_is_asked_for(
    served: tuple[str, Path],
) -> None:
    address, names = served
    own, port = urlsplit(address).netloc, urlsplit(address).port
    for origin in (
        "https://elders.example", "http://localhost:9999", "http://localhost", "http://127.0.0.1",
        f"http://127.0.0.1:{port}", f"https://{own}", "null", "file://", f"http://x@{own}",
        f"http://{own}/", f"http://{own}.elders.example", "", f"http://{own} http://{own}",
    ):  # fmt: skip
        sent = ("Origin", origin)
        refused = (403, words.FOREIGN_ORIGIN)
        assert handshake(address, sent) == refused, origin
        for method in ("PUT", "DELETE", "OPTIONS", "GET"):
            assert ask(address, "/_stcore/upload_file/x/y", sent, method=method) == refused, origin
    assert handshake(address, ("Origin", f"http://{own}"))[0] == 101
    assert handshake(address)[0] == 101
    assert names.read_text(encoding="utf-8") == ""


def test_behind_a_proxy_the_page_is_the_one_by_which_the_proxy_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_HOSTS", "kaart.example")
    with serving(tiny_home(tmp_path / "town").root, tmp_path / "state") as address:
        named, page = ("Host", "kaart.example"), ("Origin", "https://kaart.example")
        assert handshake(address, named, page, ("X-Forwarded-Proto", "https"))[0] == 101
        assert handshake(address, named, page, ("X-Forwarded-Proto", "http"))[0] == 403
        other = ("Origin", "https://kaart.example:8443")
        assert handshake(address, named, other, ("X-Forwarded-Proto", "https"))[0] == 403
        own = ("Origin", f"http://{urlsplit(address).netloc}")
        assert handshake(address, named, own, ("X-Forwarded-Proto", "https"))[0] == 403


@pytest.mark.parametrize("name", ["Origin", "X-Forwarded-User", "X-Hotspots-Proxy"])
def test_of_two_headers_that_say_who_or_from_where_none_counts(address: str, name: str) -> None:
    value = f"http://{urlsplit(address).netloc}" if name == "Origin" else SECRET
    assert ask(address, "/", (name, value), (name, value)) == (400, words.TWICE)
    assert handshake(address, (name, value), (name, value))[0] == 400


def test_two_names_of_a_server_are_none(address: str) -> None:
    own = ("Host", urlsplit(address).netloc)
    # h11 refuses the request itself, before anything of this tool sees it.
    assert ask(address, "/", own, own)[0] in (400, 421)
    assert handshake(address, own, own)[0] in (400, 421)


def test_what_is_too_long_is_refused(address: str) -> None:
    assert ask(address, "/?x=" + "a" * MOST_ADDRESS)[0] == 414
    many = [(f"X-{number}", "a" * 1000) for number in range(MOST_HEADERS // 1000 + 1)]
    assert ask(address, "/", *many)[0] == 431
    with opened(address) as line:
        try:
            for _ in range(20):
                line.sendall(b"GET /?x=" + b"a" * 1024 * 1024)
        except ConnectionError:
            return
        assert _answer(line)[0] in (0, 400, 414, 431)


def test_a_body_goes_where_one_is_read_and_nowhere_else(address: str) -> None:
    for target in ("/", "/gezond", "/media/x.csv", "/_stcore/health", "/_stcore/upload_file/x/y"):
        sized = ask(address, target, ("Content-Length", "5"), body=b"hallo")
        assert sized == (413, words.NO_BODY_HERE), target
        in_pieces = ("Transfer-Encoding", "chunked")
        pieces = ask(address, target, in_pieces, body=b"5\r\nhallo\r\n0\r\n\r\n")
        assert pieces == (413, words.NO_BODY_HERE), target
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert ask(address, "/", method=method) == (405, words.NO_SUCH_METHOD)


def _frame(size: int, *, sent: int) -> bytes:
    """Return the begin of one message of a page, masked by zeros (RFC 6455, 5.2)."""
    return b"\x82\xff" + struct.pack(">Q", size) + b"\0\0\0\0" + b"\0" * sent


def test_a_message_that_no_page_sends_is_not_taken_in(address: str) -> None:
    with opened(address) as line:
        line.sendall(written(address, SOCKET, list(HANDSHAKE.items())))
        assert status_of(line.recv(65_536)) == 101
        # Refused by the size it says it has: the rest never comes.
        line.sendall(_frame(MOST_MESSAGE + 1, sent=10))
        answer = b""
        while part := line.recv(65_536):
            answer += part
    # A closing frame with status 1009, "message too big" (RFC 6455, 7.4.1).
    assert struct.pack(">H", 1009) in answer


def test_half_a_request_is_not_waited_for(address: str) -> None:
    with opened(address) as never, opened(address) as half, opened(address) as again:
        half.sendall(b"GET / HTTP/1.1\r\nHost: ")
        again.sendall(written(address, "/_stcore/health", []))
        assert status_of(again.recv(65_536)) == 200
        again.sendall(b"GET /")
        for line in (never, half, again):
            line.settimeout(3 * REQUEST_S)
            with suppress(ConnectionError):
                assert line.recv(1) == b""
