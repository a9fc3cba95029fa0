"""The names this server answers to: a page elsewhere may not pass itself off as it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse

from hotspots.text import serving as text

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

#: Names, separated by commas, under which users reach the server through a proxy.
HOSTS_VARIABLE: Final = "HOTSPOTS_HOSTS"
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_IN_A_POLICY: Final = re.compile(r"[a-z0-9.-]+(:[0-9]{1,5})?")
#: What HTTP says to who came to the wrong server (RFC 9110, 15.5.20).
_MISDIRECTED: Final = 421
#: What a web socket says when it is shut for a reason of policy (RFC 6455, 7.4.1).
_AGAINST_POLICY: Final = 1008


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
    told = [value for name, value in scope["headers"] if name == b"host"]
    if len(told) != 1:
        return None
    host = told[0].decode("latin-1").lower()
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


class KnownHosts:
    """Refuse what came by another name.

    A page of someone else, of which the name was made to point at this machine, would else have
    the rights of the visitor who opened it (DNS rebinding). Streamlit checks its socket alone.
    """

    def __init__(self, app: ASGIApp, known: tuple[str, ...]) -> None:
        self.app = app
        self.known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan" or host_of(scope, self.known) is not None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _AGAINST_POLICY})
        else:
            refusal = PlainTextResponse(text.UNKNOWN_HOST, status_code=_MISDIRECTED)
            await refusal(scope, receive, send)
