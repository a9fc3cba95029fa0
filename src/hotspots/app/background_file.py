"""Parts of the background map of a home, by address; whoever is let in may have them.

The address holds no path: it names the one file that ``gemeente.toml`` names, as it is now. Ranges
are those of RFC 9110, section 14, as Starlette answers them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anyio import to_thread
from starlette.responses import FileResponse, PlainTextResponse, Response

from hotspots.app.gate import FOREIGN
from hotspots.app.map_answers import is_own_page
from hotspots.errors import HotspotsError
from hotspots.maps.background import Background, background_or_none
from hotspots.pages import words as text
from hotspots.pages.opened import opened_library

if TYPE_CHECKING:
    from starlette.requests import Request

_MEDIA_TYPE: Final = "application/vnd.pmtiles"
#: The address changes with the file; a browser may keep parts for a day, and no one in between.
_FOR_A_DAY: Final = "private, max-age=86400, immutable"
#: More parts at once are not asked by a map, and each would cost a look in the file.
_MOST_RANGES: Final = 8


class BackgroundFile:
    """The address of the background map; `hotspots.app.gate` has seen that someone is let in."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known

    async def part(self, request: Request) -> Response:
        """Answer the part of the file that is asked for, or all of it."""
        if not is_own_page(request.scope, self._known):
            return _plain(FOREIGN.words, FOREIGN.status)
        if request.headers.get("range", "").count(",") >= _MOST_RANGES:
            return _plain(text.TOO_MANY_RANGES, 416)
        background = await to_thread.run_sync(_background_now)
        if background is None or background.mark != request.path_params["mark"]:
            return _plain(text.UNKNOWN_BACKGROUND, 404)
        headers = {"cache-control": _FOR_A_DAY}
        return FileResponse(background.path, media_type=_MEDIA_TYPE, headers=headers)


def _background_now() -> Background | None:
    try:
        library = opened_library()
    except HotspotsError:
        # Whoever opens a page reads it there.
        return None
    return background_or_none(library.home.root, library.catalog.gemeente)


def _plain(words: str, status: int) -> Response:
    return PlainTextResponse(words, status, {"cache-control": "no-store"})
