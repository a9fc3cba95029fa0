"""Files that never change, answered from memory.

Streamlit's page is some ninety files. It reads each from the disk, by a thread that stands in a
queue with everything else, and sends it as it is: two megabytes to whoever opens it on a phone.
"""

from __future__ import annotations

import mimetypes
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response

from hotspots.app.health import prepared_once
from hotspots.app.smaller import smaller, takes_smaller
from hotspots.maps.live.component import path_below_root

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

#: Their address changes with what is in them.
FOR_GOOD: Final = "public, max-age=31536000, immutable"
#: What a browser must know of a file; the tables of a machine may say otherwise, or nothing.
_KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
#: What gzip makes smaller; pictures and fonts are small already.
_TEXTS: Final = (".css", ".js", ".json", ".svg")
_UNKNOWN: Final = "application/octet-stream"
_STREAMLIT: Final = Path(st.__file__).parent / "static"
#: Below that, and in an address. The name of each part changes with what is in it.
_PARTS: Final = "static"


class FilesInMemory:
    """The files of a folder, each read once, when it is first asked for.

    Parameters
    ----------
    folder
        What lies in it when the first file is asked for is there; nothing else is ever read.
    made
        Gives by name what is there besides, and made here.
    """

    def __init__(self, folder: Path, made: Callable[[], Mapping[str, str]] = dict) -> None:
        self._folder = folder
        self._made = made
        self._whole: dict[str, bytes] = {}
        self._small: dict[str, bytes] = {}

    async def answer(self, name: str, sent: Headers) -> Response | None:
        """Return a file as small as the browser takes it; None where there is no such file.

        Nothing is made smaller as long as the home opens: that needs the processor more.
        """
        body = self._body(name)
        if body is None:
            return None
        suffix = f".{name.rpartition('.')[2]}"
        kind = _KINDS.get(suffix) or mimetypes.guess_type(name)[0] or _UNKNOWN
        headers = {"cache-control": FOR_GOOD, "vary": "accept-encoding"}
        may_be_smaller = suffix in _TEXTS and prepared_once.is_set()
        if may_be_smaller and takes_smaller(sent, body):
            if name not in self._small:
                self._small[name] = await run_in_threadpool(smaller, body)
            headers["content-encoding"] = "gzip"
            body = self._small[name]
        return Response(body, media_type=kind, headers=headers)

    def _body(self, name: str) -> bytes | None:
        if name not in self._whole:
            made = self._made().get(name)
            path = self._paths.get(name)
            if made is not None:
                self._whole[name] = made.encode()
            elif path is not None:
                self._whole[name] = path.read_bytes()
        return self._whole.get(name)

    @cached_property
    def _paths(self) -> dict[str, Path]:
        """What is asked for is looked up, and never made into a path."""
        return {
            path.relative_to(self._folder).as_posix(): path
            for path in self._folder.rglob("*")
            if path.is_file()
        }


class PageParts:
    """Answer the parts of Streamlit's page before Streamlit does; it has the same path for them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._files = FilesInMemory(_STREAMLIT / _PARTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a part; pass anything else on."""
        answer = None
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            folder, _, name = path_below_root(scope["path"]).lstrip("/").partition("/")
            if folder == _PARTS:
                answer = await self._files.answer(name, Headers(scope=scope))
        await (answer or self.app)(scope, receive, send)
