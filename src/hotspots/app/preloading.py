"""What a browser may fetch while Streamlit's page still loads: the parts of the map.

Streamlit comes to the map when all of its own scripts have run. Its page says in a header what it
will need then, so that it is there.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from hotspots import registry
from hotspots.app.gate import is_let_in
from hotspots.app.health import prepared_once
from hotspots.errors import HotspotsError
from hotspots.maps.live.component import assets_version, path_below_root, root_path
from hotspots.maps.live.routes import ASSETS_ROUTE, GEOMETRY_ROUTE
from hotspots.pages.opened import opened_geography

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def preloads(scope: Scope) -> str:
    """Return the header ``Link`` of the page that a request asks for; empty for none.

    The geometry is named once the home is open, since who comes before that waits for more than
    it; and only to who may fetch it: another would be refused all of it, one by one.
    """
    root = root_path()
    name = path_below_root(scope["path"]).strip("/")
    first = registry.PAGES[0].key
    page = next((page for page in registry.PAGES if page.key == (name or first)), None)
    if page is None or not page.has_map:
        return ""
    parts = f"{root}{ASSETS_ROUTE}/{assets_version()}"
    links = [
        f"<{parts}/live_map.all.js>; rel=modulepreload",
        f"<{parts}/live_map.all.css>; rel=preload; as=style",
    ]
    if page.key == first and prepared_once.is_set() and is_let_in(scope):
        links += [f"<{address}>; rel=preload; as=fetch; crossorigin" for address in _geometry(root)]
    return ", ".join(links)


def _geometry(root: str) -> list[str]:
    try:
        areas = opened_geography().geography
    except HotspotsError:
        return []  # the page says so, in full
    # Of the page that opens first.
    names = ("basis", areas.named.level, areas.opening.level)
    return [f"{root}{GEOMETRY_ROUTE}/{areas.fingerprint}/{name}.json" for name in names]


class Preloads:
    """Add the header to every page of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and a page back with the header."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return

        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                links = await run_in_threadpool(preloads, scope)
                if links:
                    message = {**message, "headers": [*message["headers"], _header(links)]}
            await send(message)

        await self.app(scope, receive, send_with_header)


def _is_page(message: Message) -> bool:
    kinds = [value for name, value in message["headers"] if name.lower() == b"content-type"]
    return bool(message["status"] == HTTPStatus.OK and kinds and kinds[0].startswith(b"text/html"))


def _header(links: str) -> tuple[bytes, bytes]:
    return b"link", links.encode("ascii")
