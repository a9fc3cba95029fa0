"""What a page names beforehand is what a browser then gets, and no more than that."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

import httpx
import pytest

from browser_server import serving
from hotspots.maps.live.routes import ASSETS_ROUTE, GEOMETRY_ROUTE
from hotspots.settings import LOGIN_VARIABLE, PROXY_SECRET_VARIABLE, Home
from on_the_wire import SECRET, through_proxy
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED: Final = re.compile("<([^>]+)>")


@pytest.fixture(scope="module", params=["", "onder/kaart"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("preloading")
    home = Home(tiny_home(folder / "town").root, folder / "state")
    home.state.mkdir()
    home.users.write_text('[users]\n"ana" = "analist"\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(LOGIN_VARIABLE, "proxy")
        environment.setenv(PROXY_SECRET_VARIABLE, SECRET)
        with serving(home.root, home.state, below=request.param) as at:
            for _ in range(300):
                if httpx.get(urljoin(at, "/gezond")).status_code == 200:
                    break
                time.sleep(0.1)
            yield at


def named(page: str, headers: dict[str, str]) -> list[str]:
    """Return the addresses that a page names to who asks for it."""
    answer = httpx.get(page, headers=headers)
    assert answer.status_code == 200
    return [urljoin(page, path) for path in _NAMED.findall(answer.headers.get("link", ""))]


def test_who_is_let_in_gets_all_that_the_first_page_names(address: str) -> None:
    ana = through_proxy("ana")
    addresses = named(address, ana)
    geometry = [one for one in addresses if one.startswith(f"{address}{GEOMETRY_ROUTE}/")]
    # The ground, the wijken and the buurten.
    assert len(geometry) == 3
    assert {httpx.get(one, headers=ana).status_code for one in addresses} == {200}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        through_proxy("iemand"),
        {**through_proxy("ana"), "X-Hotspots-Proxy": "geraden geheim van een vreemde"},
    ],
)
def test_a_stranger_is_named_nothing_that_is_then_refused(
    headers: dict[str, str], address: str
) -> None:
    addresses = named(address, headers)
    assert all(one.startswith(f"{address}{ASSETS_ROUTE}/") for one in addresses)
    assert {httpx.get(one, headers=headers).status_code for one in addresses} == {200}


def test_a_page_without_a_map_names_nothing(address: str) -> None:
    assert named(f"{address}handleiding", through_proxy("ana")) == []
