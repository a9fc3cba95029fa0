"""The server around the pages: geometry and assets by address, and security headers.

It listens before anything is imported that takes long: while a browser fetches Streamlit's page,
the home is opened beside it (`prepared`).
"""

from __future__ import annotations

import gc
import threading
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit import delta_generator
from streamlit.components.v2 import manifest_scanner

from hotspots import registry
from hotspots.app.files_in_memory import FOR_GOOD, FilesInMemory, PageParts
from hotspots.app.gate import Gate, known_hosts
from hotspots.app.headers import SecurityHeaders
from hotspots.app.health import HEALTH_ROUTE, health
from hotspots.app.listening import Bearable, listen, raised_descriptors
from hotspots.app.preloading import Preloads
from hotspots.app.smaller import smaller, takes_smaller
from hotspots.catalog.reading import read_what_is_right
from hotspots.errors import HotspotsError
from hotspots.gis import SERVICE_ROUTE
from hotspots.maps.live.component import assets_version, root_path
from hotspots.maps.live.routes import (
    ANSWERS_ROUTE,
    ASSETS_ROUTE,
    BACKGROUND_ROUTE,
    COUNTS_ROUTE,
    GEOMETRY_ROUTE,
    TIPS_ROUTE,
)
from hotspots.maps.live.scripts import ASSETS, joined_files
from hotspots.pages import words as text
from hotspots.pages.documents import PICTURES_ROUTE, pictures
from hotspots.pages.finishing import wait_until_finished
from hotspots.pages.login import Dated
from hotspots.pages.problems import show_fault, speak_dutch
from hotspots.settings import open_home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from hotspots.app.background_file import BackgroundFile
    from hotspots.app.map_answers import MapAnswers
    from hotspots.app.map_programs import MapPrograms

#: The script that Streamlit runs for every session.
SCRIPT: Final = Path(__file__).with_name("script.py")
#: Of the page that opens first; Streamlit itself knows it by no name.
MAP_PATH: Final = "kaart"
#: The browser half of the map, at an address that changes with it.
_MAP_PARTS: Final = FilesInMemory(ASSETS, joined_files)

#: What holds wherever the application runs, also without a .streamlit/config.toml beside it.
QUIET: Final[dict[str, Any]] = {
    "browser.gatherUsageStats": False,
    # By default pages of Streamlit's own cloud may send this one messages.
    "client.allowedOrigins": [],
    # A file of Streamlit's own does not say what it holds, and a name in it may start a formula.
    "client.disableDataExport": True,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    # Writes the words of an error past the log.
    "logger.enableRich": False,
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "server.address": "localhost",
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": 50,
    # Darker than Streamlit's own red, on which white text is hard to read.
    "theme.primaryColor": "#14507a",
    "theme.light.primaryColor": "#14507a",
    "theme.dark.primaryColor": "#8fc1e8",
}


async def _to_the_map(request: Request) -> Response:
    """Redirect a request for the map by name to where it is: at the root, with the same filters."""
    query = request.url.query
    return RedirectResponse(root_path() + (f"?{query}" if query else ""))


async def _geometry(request: Request) -> Response:
    """Answer a geometry of the open home; another fingerprint is another home, or an old page."""
    fingerprint, name = request.path_params["fingerprint"], request.path_params["name"]
    body = await run_in_threadpool(
        lambda: registry.load("app.prepared:geometry_body")(fingerprint, name)
    )
    if body is None:
        return PlainTextResponse(text.UNKNOWN_GEOMETRY, status_code=404)
    headers = {"cache-control": FOR_GOOD, "vary": "accept-encoding"}
    if takes_smaller(request.headers, body):
        headers["content-encoding"] = "gzip"
        body = await run_in_threadpool(smaller, body)
    return Response(body, media_type="application/json", headers=headers)


async def _map_part(request: Request) -> Response:
    part = await _MAP_PARTS.answer(request.path_params["name"], request.headers)
    return part or PlainTextResponse(text.UNKNOWN_FILE, status_code=404)


async def _map_again(request: Request) -> Response:
    answers = await run_in_threadpool(_map_answers)
    return await answers.map_again(request)


async def _tips(request: Request) -> Response:
    answers = await run_in_threadpool(_map_answers)
    return await answers.tips(request)


async def _counts(request: Request) -> Response:
    answers = await run_in_threadpool(_map_answers)
    return await answers.counts(request)


@cache
def _map_answers() -> MapAnswers:
    answers: MapAnswers = registry.load("app.map_answers:MapAnswers")(known_hosts())
    return answers


async def _background(request: Request) -> Response:
    file = await run_in_threadpool(_background_file)
    return await file.part(request)


@cache
def _background_file() -> BackgroundFile:
    file: BackgroundFile = registry.load("app.background_file:BackgroundFile")(known_hosts())
    return file


async def _map_program(request: Request) -> Response:
    programs = await run_in_threadpool(_map_programs)
    return await programs.respond(request)


@cache
def _map_programs() -> MapPrograms:
    programs: MapPrograms = registry.load("app.map_programs:MapPrograms")(known_hosts())
    return programs


def routes() -> list[Route | Mount]:
    """Return what is served beside the pages, below the path that they are under themselves.

    Health is not: it is asked on the machine itself.
    """
    root = root_path()
    return [
        Route(HEALTH_ROUTE, health),
        Route(f"{root}{MAP_PATH}", _to_the_map),
        Route(f"{root}{GEOMETRY_ROUTE}/{{fingerprint}}/{{name}}.json", _geometry),
        Route(f"{root}{ANSWERS_ROUTE}", _map_again, methods=["GET"]),
        Route(f"{root}{COUNTS_ROUTE}", _counts, methods=["GET"]),
        Route(f"{root}{TIPS_ROUTE}", _tips, methods=["GET"]),
        Route(f"{root}{BACKGROUND_ROUTE}/{{mark}}.pmtiles", _background, methods=["GET"]),
        Route(f"{root}{SERVICE_ROUTE}", _map_program, methods=["GET"]),
        Route(f"{root}{SERVICE_ROUTE}/{{path:path}}", _map_program, methods=["GET"]),
        Route(f"{root}{ASSETS_ROUTE}/{assets_version()}/{{name:path}}", _map_part),
        Mount(f"{root}{PICTURES_ROUTE}", StaticFiles(directory=pictures(), check_dir=False)),
    ]


def middleware(sessions: int) -> list[Middleware]:
    """Return the middleware that every answer passes, outermost first.

    Parameters
    ----------
    sessions
        How many may be open at once.
    """
    known = known_hosts()
    return [
        Middleware(SecurityHeaders, tiles_url=_tiles_url(), known=known),
        Middleware(Gate, known=known, sessions=sessions),
        Middleware(PageParts),
        Middleware(Preloads),
        Middleware(Dated),
    ]


def _tiles_url() -> str:
    """Return where the open home takes tiles from; nowhere as long as it cannot be read."""
    try:
        catalog, _ = read_what_is_right(open_home())
    except HotspotsError:
        return ""
    return catalog.gemeente.tiles_url if catalog else ""


@asynccontextmanager
async def prepared(app: st.App) -> AsyncIterator[None]:
    """Open the home while the server starts, and finish what was begun before it stops.

    The first visitor does not wait for the home to open, and no import is lost by a stop.
    """
    del app
    threading.Thread(target=_prepare, name="prepare", daemon=True).start()
    yield
    await run_in_threadpool(wait_until_finished)


def _prepare() -> None:
    registry.load("app.prepared:prepare")()


def bring_no_other_components() -> None:
    """Have Streamlit look through no package for components: the map is the only one there is.

    It would read what each installed package says of itself before it listens, a fifth of a second,
    and serve what one of them brings under this address.
    """
    manifest_scanner.scan_component_manifests = lambda max_workers=None: []  # noqa: ARG005


def serve(*, port: int) -> None:
    """Run the application on this machine until it is stopped."""
    # An eighth of a start went to looking for garbage among modules; `prepare` has it looked for.
    gc.disable()
    speak_dutch()
    # It would look through every module for how it was started, while the first visitor waits.
    delta_generator._use_warning_has_been_displayed = True  # noqa: SLF001
    bring_no_other_components()
    bearable = Bearable.of(raised_descriptors())
    app = st.App(
        SCRIPT,
        lifespan=prepared,
        routes=routes(),
        middleware=middleware(bearable.sessions),
        on_script_error=show_fault,
    )
    hosts = list(known_hosts())
    listen(app, bearable, {"server.port": port, "server.allowedHosts": hosts, **QUIET})
