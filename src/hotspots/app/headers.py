"""Security headers: what a page may run and fetch, and in what it may be shown."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import streamlit as st

from hotspots.app.gate import fits_a_policy, host_of
from hotspots.app.page_script import PAGE_SCRIPT

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STREAMLIT_PAGE: Final = Path(st.__file__).parent / "static" / "index.html"
_SCRIPT_IN_LINE: Final = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


#: What a page needs of the device it is on: where it is, if who holds it asks for that and lets it.
_DEVICES: Final = "geolocation=(self), " + ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "camera", "display-capture", "gyroscope",
        "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    )
)  # fmt: skip


@lru_cache(maxsize=32)
def security_headers(tiles_url: str, host: str = "") -> dict[str, str]:
    """Return the headers of every answer.

    Scripts and requests stay on this host; tiles are images that a user turned on. The
    scripts in line of Streamlit's page and of ours are allowed by their checksum, so that no
    other one runs, and nothing is ever evaluated from text: Streamlit's charts have their own
    interpreter. ``blob:`` carries the loader of the live map; Streamlit needs styles in line.

    Parameters
    ----------
    tiles_url
        Template of the background tiles, of which the host may send images; empty for none.
    host
        Name and port of this server, checked: its socket may be opened, and no other. Not every
        browser takes ``'self'`` to hold for a socket.
    """
    page = _STREAMLIT_PAGE.read_text(encoding="utf-8")
    scripts = [*_SCRIPT_IN_LINE.findall(page), PAGE_SCRIPT]
    allowed = " ".join(checksum_source(script) for script in scripts)
    # "{s}" stands for one of several hosts, which a policy writes as a star.
    tiles = urlsplit(tiles_url.replace("{s}", "*"))
    images = f"{tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    sockets = f"ws://{host} wss://{host}" if fits_a_policy(host) else ""
    return {
        "content-security-policy": (
            f"default-src 'self'; script-src 'self' blob: {allowed}; "
            f"style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: {images}; "
            f"font-src 'self' data:; connect-src 'self' {sockets}; worker-src 'self' blob:; "
            "frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
            "frame-ancestors 'self'"
        ),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": _DEVICES,
        "x-frame-options": "SAMEORIGIN",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


def checksum_source(script: str) -> str:
    """Return how a policy names one script in line: the browser compares its checksum.

    Examples
    --------
    >>> checksum_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class SecurityHeaders:
    """Add the headers to every answer."""

    def __init__(self, app: ASGIApp, tiles_url: str, known: tuple[str, ...]) -> None:
        self.app = app
        self.tiles_url = tiles_url
        self.known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = security_headers(self.tiles_url, host_of(scope, self.known) or "")
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in encoded}
                theirs = [pair for pair in message["headers"] if pair[0].lower() not in ours]
                message = {**message, "headers": [*theirs, *encoded]}
            await send(message)

        await self.app(scope, receive, send_with_headers)
