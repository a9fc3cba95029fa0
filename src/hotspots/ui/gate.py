"""What is decided about a request before Streamlit sees it: its name, its page, its size.

Streamlit looks at the origin of a socket alone, and asks a host on the internet for its own address
before it refuses one, while everybody waits. What is refused here costs no more than the answer.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse

from hotspots.settings import PROXY_HEADER_VARIABLE
from hotspots.text import serving as text
from hotspots.ui.login import DEFAULT_USER_HEADER, SECRET_HEADER

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_log = logging.getLogger(__name__)

#: Names, separated by commas, under which users reach the server through a proxy.
HOSTS_VARIABLE: Final = "HOTSPOTS_HOSTS"
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_IN_A_POLICY: Final = re.compile(r"[a-z0-9.-]+(:[0-9]{1,5})?")
#: bytes; an address with its question, and all headers together. h11 takes 16 kB in pieces at most,
#: but more where it comes at once.
MOST_ADDRESS: Final = 8 * 1024
MOST_HEADERS: Final = 16 * 1024
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}
_NAMED_ONCE: Final = (b"origin", b"x-forwarded-proto", b"x-forwarded-host", b"content-length")
#: The one address that takes a body, and its methods.
UPLOADS: Final = "/_stcore/upload_file/"
_READING: Final = ("GET", "HEAD", "OPTIONS")
#: seconds; one reason of refusal is written in the log once in this time, with how many there were.
_LOG_EVERY_S: Final = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a request is answered that goes no further."""

    status: int
    words: str


MISDIRECTED: Final = Refusal(421, text.UNKNOWN_HOST)
TWICE: Final = Refusal(400, text.TWICE)
LONG_ADDRESS: Final = Refusal(414, text.LONG_ADDRESS)
LONG_HEADERS: Final = Refusal(431, text.LONG_HEADERS)
FOREIGN: Final = Refusal(403, text.FOREIGN_ORIGIN)
NO_SUCH_METHOD: Final = Refusal(405, text.NO_SUCH_METHOD)
NO_BODY_HERE: Final = Refusal(413, text.NO_BODY_HERE)


def known_hosts() -> tuple[str, ...]:
    """Return the names this server answers to: this machine's own, and those of HOTSPOTS_HOSTS.

    Stars are left out: who answers to every name is protected by none.
    """
    named = os.environ.get(HOSTS_VARIABLE, "").lower().split(",")
    return (*_LOOPBACK, *(name.strip() for name in named if name.strip().strip("*.")))


def host_of(scope: Scope, known: tuple[str, ...]) -> str | None:
    """Return name and port that a request came by, or None if it is not a name of this server.

    Examples
    --------
    >>> scope = {"headers": [(b"host", b"LOCALHOST:8501")]}
    >>> host_of(scope, ("localhost",)), host_of(scope, ("kaart.example",))
    ('localhost:8501', None)
    """
    named = _values(scope, b"host")
    if len(named) != 1:
        return None
    host = named[0].lower()
    try:
        address = urlsplit(f"//{host}")
        port = address.port
    except ValueError:
        return None
    name = (address.hostname or "").rstrip(".")
    # Rebuilt from its parts: what is left over was no name and no port.
    whole = (f"[{name}]" if ":" in name else name) + (f":{port}" if port is not None else "")
    return whole if name in known and whole == host.rstrip(".") else None


def fits_a_policy(host: str) -> bool:
    """Whether a name and port can stand in a Content-Security-Policy; an IPv6 address cannot."""
    return _IN_A_POLICY.fullmatch(host) is not None


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for header, value in scope["headers"] if header == name]


def is_same_origin(scope: Scope, host: str) -> bool:
    """Whether a request comes from a page of this server, or from no page at all.

    Another port of this machine is another page. A browser names the page at every socket and at
    every request that changes something; a page cannot choose what is named, nor add the header
    in which a proxy says that it was asked by https.

    Examples
    --------
    >>> sent = [(b"origin", b"https://kaart.example"), (b"x-forwarded-proto", b"https")]
    >>> is_same_origin({"scheme": "http", "headers": sent}, "kaart.example")
    True
    >>> sent = [(b"origin", b"http://localhost:9999")]
    >>> is_same_origin({"scheme": "ws", "headers": sent}, "localhost:8501")
    False
    """
    origins = _values(scope, b"origin")
    forwarded = _values(scope, b"x-forwarded-proto")
    scheme = scope["scheme"].replace("ws", "http")
    if forwarded and forwarded[0] in _DEFAULT_PORTS:
        scheme = forwarded[0]
    own = f"{scheme}://{host.removesuffix(_DEFAULT_PORTS[scheme])}"
    return all(origin.lower() == own for origin in origins)


def refusal_of(scope: Scope, known: tuple[str, ...], once: frozenset[bytes]) -> Refusal | None:
    """Return why a request goes no further, from what it says of itself alone; None if it does.

    Parameters
    ----------
    scope
        Of a request, or of the opening of a socket.
    known
        Names of this server.
    once
        Names of headers that may not be sent twice: which of two counts is for nobody to choose.
    """
    host = host_of(scope, known)
    if host is None:
        return MISDIRECTED
    names = Counter(name for name, _ in scope["headers"])
    if any(names[name] > 1 for name in once):
        return TWICE
    if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > MOST_ADDRESS:
        return LONG_ADDRESS
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
        return LONG_HEADERS
    if not is_same_origin(scope, host):
        return FOREIGN
    return None if scope["type"] == "websocket" else _refusal_of_method(scope)


def _refusal_of_method(scope: Scope) -> Refusal | None:
    uploads = scope["path"].startswith(UPLOADS)
    if scope["method"] not in (*_READING, *(("PUT", "DELETE") if uploads else ())):
        return NO_SUCH_METHOD
    has_body = _values(scope, b"transfer-encoding") or any(
        size != "0" for size in _values(scope, b"content-length")
    )
    return NO_BODY_HERE if has_body and scope["method"] != "PUT" else None


class Gate:
    """Let through what this server is for, and answer the rest at once.

    A page of someone else, of which the name was made to point at this machine, would else have
    the rights of the visitor who opened it (DNS rebinding), and so would a page that another
    program on this machine serves.
    """

    def __init__(self, app: ASGIApp, known: tuple[str, ...]) -> None:
        self.app = app
        self.known = known
        user = os.environ.get(PROXY_HEADER_VARIABLE) or DEFAULT_USER_HEADER
        named = (user.lower().encode(), SECRET_HEADER.lower().encode())
        self.once = frozenset({*_NAMED_ONCE, *named})
        self.refused: Counter[Refusal] = Counter()
        self.written: dict[Refusal, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = refusal_of(scope, self.known, self.once)
        if refusal is None:
            await self.app(scope, receive, send)
        else:
            await self.refuse(refusal, scope, receive, send)

    async def refuse(self, refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer why not, and shut the connection: a body may still be on its way."""
        self.refused[refusal] += 1
        now = time.monotonic()
        if now - self.written.get(refusal, -_LOG_EVERY_S) >= _LOG_EVERY_S:
            _log.warning(text.REFUSED.format(count=self.refused.pop(refusal), words=refusal.words))
            self.written[refusal] = now
        answer = PlainTextResponse(refusal.words, refusal.status, {"connection": "close"})
        await answer(scope, receive, send)
