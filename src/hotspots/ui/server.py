"""The server around the pages: geometry and assets by address, and headers that shut the door."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from hotspots.catalog.specs import AREA_LEVELS
from hotspots.drawing.geometry_json import areas_json, base_json, mask_json
from hotspots.drawing.live_map.component import ASSETS, ASSETS_ROUTE, assets_version
from hotspots.drawing.live_map.payload import GEOMETRY_ROUTE
from hotspots.ui.opened import opened_workspace

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The script that Streamlit runs for every session.
SCRIPT: Final = Path(__file__).with_name("script.py")
_FOR_GOOD: Final = "public, max-age=31536000, immutable"

#: What holds wherever the application runs, also without a .streamlit/config.toml beside it.
QUIET: Final[dict[str, Any]] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "server.address": "localhost",
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": 50,
}

#: Scripts and requests stay on this host; tiles of PDOK are images a user turned on.
#: Streamlit itself needs styles in line, and 'unsafe-eval' for the charts of Vega.
_HEADERS: Final = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https://service.pdok.nl; "
        "font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
        "frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), payment=()",
}


class _Headers:
    """Add our headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


async def _geometry(request: Request) -> Response:
    """Answer a geometry of the open home; another fingerprint is another home, or an old page."""
    fingerprint, name = request.path_params["fingerprint"], request.path_params["name"]
    body = await run_in_threadpool(_geometry_body, fingerprint, name)
    if body is None:
        return PlainTextResponse("Onbekende kaartlaag.", status_code=404)
    return Response(body, media_type="application/json", headers={"cache-control": _FOR_GOOD})


@lru_cache(maxsize=32)
def _geometry_body(fingerprint: str, name: str) -> bytes | None:
    workspace = opened_workspace()
    if fingerprint != workspace.geography.fingerprint:
        return None
    if name in AREA_LEVELS:
        return areas_json(workspace.geography.level(name))
    if name == "basis":
        return base_json(workspace)
    kind, _, subject = name.partition("-")
    if kind == "basis" and subject in workspace.library.contexts:
        return base_json(workspace, subject)
    if kind == "masker" and subject in workspace.library.masks:
        return mask_json(workspace.library.masks[subject].geometry)
    return None


class _Assets(StaticFiles):
    """The browser half of the map, at an address that changes with it."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """Answer a file, to be kept for good."""
        response: Response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = _FOR_GOOD
        return response


def routes() -> list[Route | Mount]:
    """Return what is served beside the pages."""
    return [
        Route(f"/{GEOMETRY_ROUTE}/{{fingerprint}}/{{name}}.json", _geometry),
        Mount(f"/{ASSETS_ROUTE}/{assets_version()}", _Assets(directory=ASSETS)),
    ]


def middleware() -> list[Middleware]:
    """Return what every answer passes."""
    return [Middleware(_Headers)]


def serve(*, port: int) -> None:
    """Run the application on this machine until it is stopped."""
    app = st.App(SCRIPT, routes=routes(), middleware=middleware())
    app.run(config={"server.port": port, **QUIET})
