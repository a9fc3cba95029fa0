"""What a new browser fetches first: whole, small, at once, and nothing besides."""

from __future__ import annotations

import asyncio
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx
import pytest
import streamlit as st
import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from apart import run_apart
from browser_server import serving
from hotspots.app.files_in_memory import FilesInMemory
from hotspots.app.listening import Connection
from hotspots.maps.live.component import assets_version
from hotspots.maps.live.routes import ASSETS_ROUTE
from hotspots.maps.live.scripts import ASSETS, joined_files
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAMLIT = Path(st.__file__).parent / "static"
NAMED = re.compile(r'(?:src|href)="\./(static/[^"]+)"')


@pytest.fixture(scope="module", params=["", "onder/kaart"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("files")
    with serving(tiny_home(folder / "town").root, folder / "state", below=request.param) as at:
        # A page is there before the home is; parts are made smaller when both are.
        while httpx.get(urljoin(at, "/gezond")).status_code != 200:
            pass
        yield at


def test_every_part_that_the_page_names_comes_whole_and_is_kept_for_good(address: str) -> None:
    parts = NAMED.findall(httpx.get(address).text)
    assert len(parts) > 50
    for part in parts:
        answer = httpx.get(f"{address}{part}")
        assert answer.content == (STREAMLIT / part).read_bytes()
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_part_goes_out_as_small_as_the_browser_takes_it(address: str) -> None:
    part = max(
        NAMED.findall(httpx.get(address).text), key=lambda one: (STREAMLIT / one).stat().st_size
    )
    whole = (STREAMLIT / part).stat().st_size
    small = httpx.head(f"{address}{part}", headers={"accept-encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < whole / 2
    plain = httpx.get(f"{address}{part}", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert len(plain.content) == whole


def test_what_browsers_must_know_of_a_part_is_said(address: str) -> None:
    kinds = {}
    for path in (STREAMLIT / "static").rglob("*"):
        if path.is_file() and path.suffix not in kinds:
            there = path.relative_to(STREAMLIT).as_posix()
            kinds[path.suffix] = httpx.head(f"{address}{there}").headers["content-type"]
    assert kinds[".js"].startswith("text/javascript")
    assert kinds[".css"].startswith("text/css")
    assert kinds[".woff2"] == "font/woff2"
    assert "application/octet-stream" not in kinds.values()


@pytest.mark.parametrize("name", ["niets.js", "%2e%2e/index.html", "..%2f..%2f__init__.py", ""])
def test_no_other_file_is_a_part(name: str, address: str) -> None:
    answer = httpx.get(f"{address}static/{name}")
    assert "max-age" not in answer.headers.get("cache-control", "")
    of_the_map = httpx.get(f"{address}{ASSETS_ROUTE}/{assets_version()}/{name}")
    assert "max-age" not in of_the_map.headers.get("cache-control", "")
    assert "import" not in answer.text.split("</script>")[0]


def test_parts_of_the_map_are_those_that_were_made_and_those_that_lie_there(address: str) -> None:
    below = f"{address}{ASSETS_ROUTE}/{assets_version()}/"
    made = httpx.get(f"{below}live_map.all.js")
    assert made.text == joined_files()["live_map.all.js"]
    assert made.headers["content-type"].startswith("text/javascript")
    lies = httpx.get(f"{below}live_map.js")
    assert lies.content == (ASSETS / "live_map.js").read_bytes()
    assert httpx.get(f"{below}niets.js").status_code == 404


def test_a_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "een.js").write_text("eerst")
    files = FilesInMemory(tmp_path)

    async def body() -> bytes | None:
        answer = await files.answer("een.js", httpx.Headers())  # type: ignore[arg-type]
        return None if answer is None else bytes(answer.body)

    assert run_apart(body()) == b"eerst"
    (tmp_path / "een.js").write_text("daarna")
    assert run_apart(body()) == b"eerst"


def test_the_second_piece_of_an_answer_does_not_wait_for_the_first() -> None:
    """Streamlit makes its socket without naming TCP, and Python then leaves Nagle's rule on."""

    async def waits() -> bool:
        config = uvicorn.Config(PlainTextResponse("ja"))
        config.load()
        loop = asyncio.get_running_loop()
        arrived: asyncio.Future[bool] = loop.create_future()

        class Arriving(Connection):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                there = transport.get_extra_info("socket")
                arrived.set_result(not there.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
            assert listening.proto == 0
            listening.bind(("localhost", 0))
            server = await loop.create_server(
                lambda: Arriving(config=config, server_state=ServerState(), app_state={}),
                sock=listening,
            )
            async with server:
                _, writer = await asyncio.open_connection(*listening.getsockname())
                waiting = await arrived
                writer.close()
                return waiting

    assert not run_apart(waits())
