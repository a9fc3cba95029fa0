"""Whether this server can answer: for a proxy and a watchdog, at an address of its own."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse

from hotspots.errors import HotspotsError, NothingYetError, StoreError
from hotspots.pages import words as text
from hotspots.pages.opened import opened_library

if TYPE_CHECKING:
    from starlette.requests import Request

    from hotspots.access.library import Library
    from hotspots.catalog.specs import LayerSpec

_log = logging.getLogger(__name__)

HEALTH_ROUTE: Final = "/gezond"
#: Set once the home was opened at start, or could not be.
prepared_once: Final = threading.Event()
#: Set once somebody was shown a page.
shown_once: Final = threading.Event()
_NOT_NOW: Final = 503


async def health(request: Request) -> PlainTextResponse:
    """Answer 200 if the home is open and every layer can be found in the store; else 503.

    Of supplies that are late or failed it tells how many there are: the server can answer, so it
    is no fault of the server.

    The words say which kind of fault it is and nothing of the inside: who may not see the pages
    may ask this.
    """
    del request
    if not prepared_once.is_set():
        return _answer(text.STARTING, _NOT_NOW)
    wrong = await run_in_threadpool(what_is_wrong)
    if wrong is None:
        count = await run_in_threadpool(supplies_to_look_at)
        return _answer(text.HEALTHY_BUT_LATE.format(count=count) if count else text.HEALTHY, 200)
    return _answer(text.NOT_HEALTHY.format(what=wrong), _NOT_NOW)


def what_is_wrong() -> str | None:
    """Return the class of what is wrong, or None; the log has the whole of it."""
    try:
        library = opened_library()
        for layer in library.catalog.layers:
            if layer.kind != "context":
                # Not as a role sees it: a layer that the local role may not see must be there too.
                _require_served(library, layer)
    except HotspotsError as error:
        _log.warning("%s", error)
        return type(error).__name__
    return None


def supplies_to_look_at() -> int:
    """Return how many supplies are late, failed or shrank; a wrong declaration is one."""
    # Takes seconds; the home has been opened, and with it most of this.
    from hotspots.access.refreshing import supplies_now  # noqa: PLC0415

    library = opened_library()
    try:
        return sum(not one.is_well for one in supplies_now(library.home, library.catalog))
    except HotspotsError as error:
        _log.warning("%s", error)
        return 1


def _require_served(library: Library, layer: LayerSpec) -> None:
    """Stop unless a layer is in the store, or waits for its first file as it says."""
    try:
        library.version(layer)
    except NothingYetError as error:
        if layer.source is not None and layer.source.rows != 0:
            raise StoreError(error.what, error.detail, error.do) from error


def _answer(words: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(words, status_code=status, headers={"cache-control": "no-store"})
