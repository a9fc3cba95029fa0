"""Parts of the background map by address: of the one file, in ranges, for whoever is let in."""

from __future__ import annotations

import re
import time
from email.message import Message
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

import httpx
import pytest
from starlette.routing import Route

from archives import write_pictures
from browser_server import serving
from hotspots.app.server import routes
from hotspots.maps.background import background_of
from hotspots.maps.live.routes import BACKGROUND_ROUTE
from hotspots.pages import words
from hotspots.settings import LOGIN_VARIABLE, PROXY_SECRET_VARIABLE, Home
from on_the_wire import SECRET, through_proxy
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = "kaart.pmtiles"


class Served:
    """A town with a background map, behind a login."""

    def __init__(self, address: str, home: Home) -> None:
        self.address = address
        self.home = home
        self.content = (home.root / NAME).read_bytes()
        self.client = httpx.Client(timeout=60)

    @property
    def file(self) -> str:
        """Address of the file as it is now."""
        mark = background_of(self.home.root, NAME).mark
        return f"{self.address}{BACKGROUND_ROUTE}/{mark}.pmtiles"

    def get(self, address: str | None = None, **headers: str) -> httpx.Response:
        """Ask for the file as someone who is let in; names of headers are written with _."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(address or self.file, headers={**through_proxy("ana"), **named})


@pytest.fixture(scope="module", params=["", "onder/kaart"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("background")
    home = Home(tiny_home(folder / "town").root, folder / "state")
    home.state.mkdir()
    home.users.write_text('[users]\n"ana" = "analist"\n', encoding="utf-8")
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f'\n[tiles]\nfile = "{NAME}"\n')
    write_pictures(home.root / NAME, (240, 120, 20))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(LOGIN_VARIABLE, "proxy")
        environment.setenv(PROXY_SECRET_VARIABLE, SECRET)
        with serving(home.root, home.state, below=request.param) as address:
            for _ in range(300):
                if httpx.get(urljoin(address, "/gezond")).status_code == 200:
                    break
                time.sleep(0.1)
            town = Served(address, home)
            with town.client:
                yield town


def test_without_a_range_all_of_it_comes(served: Served) -> None:
    answer = served.get()
    assert answer.status_code == 200
    assert answer.content == served.content
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "application/vnd.pmtiles"
    # What lies in between keeps nothing: another may have been let in to less.
    assert answer.headers["cache-control"].startswith("private, ")


@pytest.mark.parametrize(
    ("asked", "first", "beyond"),
    [("0-126", 0, 127), ("0-0", 0, 1), ("100-", 100, None), ("-16", -16, None)],
)
def test_a_range_is_answered_with_those_bytes(
    asked: str, first: int, beyond: int | None, served: Served
) -> None:
    answer = served.get(range=f"bytes={asked}", accept_encoding="gzip")
    expected = served.content[first:beyond]
    size = len(served.content)
    start = first % size
    assert answer.status_code == 206
    assert answer.content == expected
    assert answer.headers["content-range"] == f"bytes {start}-{start + len(expected) - 1}/{size}"
    # Packed on its way, its bytes would be other ones than were asked for.
    assert "content-encoding" not in answer.headers


def test_a_range_that_ends_beyond_the_file_is_cut_off_there(served: Served) -> None:
    size = len(served.content)
    answer = served.get(range=f"bytes={size - 3}-{size + 1000}")
    assert (answer.status_code, answer.content) == (206, served.content[-3:])


def test_a_suffix_longer_than_the_file_is_all_of_it(served: Served) -> None:
    answer = served.get(range=f"bytes=-{len(served.content) + 9}")
    assert (answer.status_code, answer.content) == (206, served.content)


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes={size}-{size}", "bytes=99999999999-"])
def test_a_range_beyond_the_file_is_refused_with_its_size(asked: str, served: Served) -> None:
    size = len(served.content)
    answer = served.get(range=asked.format(size=size))
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{size}"
    assert answer.content == b""


def test_several_ranges_come_in_parts(served: Served) -> None:
    answer = served.get(range="bytes=0-6, 20-29, -5")
    assert answer.status_code == 206
    kind = Message()
    kind["content-type"] = answer.headers["content-type"]
    assert kind.get_content_type() == "multipart/byteranges"
    parts = answer.content.split(f"--{kind.get_boundary()}".encode())[1:-1]
    bodies = [part.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n") for part in parts]
    assert bodies == [served.content[0:7], served.content[20:30], served.content[-5:]]


@pytest.mark.parametrize(
    "asked",
    [
        # A hundred small ones, the same one over and over, and overlapping ones that grow.
        "bytes=" + ",".join(f"{at}-{at}" for at in range(0, 200, 2)),
        "bytes=" + ",".join(["0-"] * 1000),
        "bytes=0-" + ",0-" * 8,
    ],
)
def test_more_ranges_than_a_map_asks_are_refused_at_once(asked: str, served: Served) -> None:
    answer = served.get(range=asked)
    assert answer.status_code == 416
    assert answer.text == words.TOO_MANY_RANGES


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=1", "bytes=--5", "bytes=0-1-2",
        "bytes = 0-1", "lines=0-5", "0-5", "bytes=-0", "bytes=0x0-0x5", "bytes=" + "9" * 4000 + "-",
        "bytes=0-" + "9" * 4000, "bytes=1e3-", "bytes=٣-٥",
    ],
)  # fmt: skip
def test_no_range_gives_other_bytes_than_it_says_or_a_fault(asked: str, served: Served) -> None:
    address = served.file
    headers = [(name, value.encode()) for name, value in through_proxy("ana").items()]
    answer = served.client.get(address, headers=[*headers, ("range", asked.encode())])
    assert answer.status_code in (200, 206, 400, 416)
    if answer.status_code == 200:
        assert answer.content == served.content
    elif answer.status_code == 206:
        told = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", answer.headers["content-range"])
        assert told is not None
        first, last, size = map(int, told.groups())
        assert size == len(served.content)
        assert answer.content == served.content[first : last + 1]


def test_a_part_is_of_the_file_that_the_rest_is_of(served: Served) -> None:
    mark = served.get().headers["etag"]
    asked = {"range": "bytes=0-6"}
    assert served.get(**asked, if_range=mark).status_code == 206
    # Another file by now: all of it comes, for the parts would not fit.
    for other in ('"anders"', f"W/{mark}", "Tue, 01 Jan 2019 00:00:00 GMT", "onzin"):
        answer = served.get(**asked, if_range=other)
        assert (answer.status_code, answer.content) == (200, served.content), other


def test_head_says_how_long_it_is_and_sends_nothing(served: Served) -> None:
    for asked, status, length in (
        ({}, 200, len(served.content)),
        ({"range": "bytes=0-9"}, 206, 10),
    ):
        answer = served.client.head(served.file, headers={**through_proxy("ana"), **asked})
        assert answer.status_code == status
        assert answer.headers["content-length"] == str(length)
        assert answer.content == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_it_can_only_be_read(method: str, served: Served) -> None:
    answer = served.client.request(method, served.file, headers=through_proxy("ana"))
    assert answer.status_code in (403, 405)
    assert (served.home.root / NAME).read_bytes() == served.content


def test_a_stranger_gets_nothing(served: Served) -> None:
    for headers in (
        {},
        through_proxy("iemand"),
        {**through_proxy("ana"), "X-Hotspots-Proxy": "geraden geheim van een vreemde"},
    ):
        answer = served.client.get(served.file, headers={**headers, "range": "bytes=0-6"})
        assert answer.status_code == 403, headers
        assert b"PMTiles" not in answer.content


def test_the_gate_is_the_same_for_media_and_files_on_their_way_in(served: Served) -> None:
    media = f"{served.address}media/{'0' * 56}.csv"
    assert served.client.get(media).text == words.LOG_IN_FOR_THIS
    assert served.get(media).status_code == 404
    upload = f"{served.address}_stcore/upload_file/sessie/bestand"
    answer = served.client.put(upload, headers=through_proxy("ana"), content=b"a,b")
    assert answer.text == words.UPLOAD_NOT_YOURS


def test_a_page_of_elsewhere_gets_nothing(served: Served) -> None:
    for headers in ({"origin": "https://elders.example"}, {"sec-fetch-site": "cross-site"}):
        answer = served.get(**{name.replace("-", "_"): value for name, value in headers.items()})
        assert answer.status_code == 403
    assert served.get().headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "name",
    [
        "gemeente.toml", "../gemeente.toml", "..%2fgemeente.toml", "%2e%2e/gemeente.toml",
        "/etc/passwd", "kaart.pmtiles", "kaart", "x" * 2000, "%00", "..%5cgemeente", "",
    ],
)  # fmt: skip
def test_no_name_reaches_another_file(name: str, served: Served) -> None:
    answer = served.get(f"{served.address}{BACKGROUND_ROUTE}/{name}.pmtiles")
    assert b"Vierbuurten" not in answer.content
    assert answer.content[:7] != b"PMTiles"


def test_another_file_is_at_another_address_and_a_broken_one_at_none(served: Served) -> None:
    before = served.file
    path = served.home.root / NAME
    try:
        write_pictures(path, (20, 120, 240), zooms=[9])
        assert served.get(before).text == words.UNKNOWN_BACKGROUND
        assert served.get().content == path.read_bytes()
        now = served.file
        path.write_bytes(b"SQLite format 3\x00" * 100)
        assert served.get(now).status_code == 404
        path.unlink()
        assert served.get(now).status_code == 404
    finally:
        path.write_bytes(served.content)
    assert served.get().content == served.content


def test_the_route_reads_and_nothing_else() -> None:
    [route] = [
        route
        for route in routes()
        if isinstance(route, Route) and route.path.startswith(f"/{BACKGROUND_ROUTE}/")
    ]
    assert route.methods == {"GET", "HEAD"}
