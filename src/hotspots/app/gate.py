"""What is decided about a request before Streamlit sees it: its name, its page, its size.

Streamlit looks at the origin of a socket alone, and asks a host on the internet for its own address
before it refuses one, while everybody waits. What is refused here costs no more than the answer.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect

from hotspots.app import uploads
from hotspots.app.listening import Refusal, Refusals
from hotspots.errors import HotspotsError
from hotspots.maps.live.component import path_below_root
from hotspots.maps.live.routes import BACKGROUND_ROUTE, GEOMETRY_ROUTE
from hotspots.pages import words as text
from hotspots.pages.login import (
    DEFAULT_USER_HEADER,
    SECRET_HEADER,
    DeniedLogin,
    Person,
    asker,
    names_someone,
    visit_of,
)
from hotspots.pages.opened import opened_library
from hotspots.settings import PROXY_HEADER_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    T = TypeVar("T")


#: Tabs of one person.
MOST_OF_ONE: Final = 20
#: Sockets without a login from one address: a whole municipality may log in from one.
MOST_OF_ADDRESS: Final = 50
#: Of all places, those without a login together take at most one in so many.
_PART_WITHOUT_LOGIN: Final = 4
#: seconds; a place without a login is free no sooner after it was taken. Each session costs the run
#: of a page and stays in memory for a while.
WITHOUT_LOGIN_S: Final = 20
#: bits; who has one IPv6 address has this network of them.
_OF_ONE_HOME: Final = 64

TOO_MANY_OF_YOU: Final = Refusal(429, text.TOO_MANY_OF_YOU)
TOO_MANY: Final = Refusal(503, text.TOO_MANY)
_Key = tuple[str, str]
_ALL: Final = ("all", "")
_WITHOUT_LOGIN: Final = ("without login", "")


class Places:
    """The sockets that are open now.

    Examples
    --------
    >>> places = Places(400)
    >>> taken = [places.take(Person("jan", "analist"), "10.0.0.7") for _ in range(21)]
    >>> taken.count(TOO_MANY_OF_YOU)
    1
    """

    def __init__(self, in_all: int) -> None:
        self._most = in_all
        self._open: Counter[_Key] = Counter()

    def take(self, who: Person | DeniedLogin, address: str) -> tuple[_Key, ...] | Refusal:
        """Return the places that a new socket takes, to be given back; or why it gets none."""
        limits = self._limits(who, address)
        for key, most in limits.items():
            if self._open[key] >= most:
                return TOO_MANY if key in (_ALL, _WITHOUT_LOGIN) else TOO_MANY_OF_YOU
        self._open.update(limits.keys())
        return tuple(limits)

    def give_back(self, places: tuple[_Key, ...]) -> None:
        """Free what was taken."""
        self._open.subtract(places)
        self._open += Counter()

    def _limits(self, who: Person | DeniedLogin, address: str) -> dict[_Key, int]:
        if isinstance(who, Person):
            # Without a login everybody is who sits at this machine.
            own = {("person", who.name.casefold()): MOST_OF_ONE} if who.name else {}
        else:
            most_denied = max(self._most // _PART_WITHOUT_LOGIN, 1)
            own = {
                ("address", neighbourhood(address)): MOST_OF_ADDRESS,
                _WITHOUT_LOGIN: most_denied,
            }
        return {**own, _ALL: self._most}


def neighbourhood(address: str) -> str:
    """Return what counts as one address.

    Examples
    --------
    >>> neighbourhood("192.0.2.7"), neighbourhood("2001:db8:0:1:2:3:4:5")
    ('192.0.2.7', '2001:db8:0:1::/64')
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if known.version == 4:  # noqa: PLR2004 - of the protocol
        return address
    return str(ipaddress.ip_network((int(known), _OF_ONE_HOME), strict=False))


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
#: The one address that takes a body; the methods of all others; bytes of a line beside a method.
UPLOADS: Final = "/_stcore/upload_file/"
_LINE: Final = 1024
_READING: Final = ("GET", "HEAD", "OPTIONS")
#: Where something of the home lies behind an address alone; the rest is the page itself.
_OF_THE_HOME: Final = (f"/{GEOMETRY_ROUTE}/", f"/{BACKGROUND_ROUTE}/", "/media/")
#: seconds; between two parts of a file, and for all of it.
_PART_S: Final = 30
_FILE_S: Final = 900
#: How many requests may be looked up at once: who sent them is read from a file.
_LOOKED_UP: Final = 4

MISDIRECTED: Final = Refusal(421, text.UNKNOWN_HOST)
TWICE: Final = Refusal(400, text.TWICE)
LONG_ADDRESS: Final = Refusal(414, text.LONG_ADDRESS)
LONG_HEADERS: Final = Refusal(431, text.LONG_HEADERS)
FOREIGN: Final = Refusal(403, text.FOREIGN_ORIGIN)
NO_SUCH_METHOD: Final = Refusal(405, text.NO_SUCH_METHOD)
NO_BODY_HERE: Final = Refusal(413, text.NO_BODY_HERE)
LOG_IN: Final = Refusal(403, text.LOG_IN_FOR_THIS)
TOO_SLOW: Final = Refusal(408, text.UPLOAD_TOO_SLOW)


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
    scheme = scheme_of(scope)
    own = f"{scheme}://{host.removesuffix(_DEFAULT_PORTS[scheme])}"
    return all(origin.lower() == own for origin in origins)


def scheme_of(scope: Scope) -> str:
    """Return by which scheme whoever sent a request asked for it: what a proxy says comes first."""
    forwarded = _values(scope, b"x-forwarded-proto")
    if forwarded and forwarded[0] in _DEFAULT_PORTS:
        return forwarded[0]
    scheme: str = scope["scheme"]
    return scheme.replace("ws", "http")


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
    # A link from a login page comes from elsewhere too, and by it a page reads and changes nothing.
    looks = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
    if not looks and not is_same_origin(scope, host):
        return FOREIGN
    return None if scope["type"] == "websocket" else _refusal_of_method(scope)


def _is_of_the_home(scope: Scope) -> bool:
    return path_below_root(scope["path"]).startswith(_OF_THE_HOME)


def _refusal_of_method(scope: Scope) -> Refusal | None:
    uploads = path_below_root(scope["path"]).startswith(UPLOADS)
    if scope["method"] not in (*_READING, *(("PUT", "DELETE") if uploads else ())):
        return NO_SUCH_METHOD
    if scope["method"] == "PUT":
        return None
    # Streamlit's page says in a line which file goes away, and nobody reads it.
    most = _LINE if scope["method"] == "DELETE" else 0
    sizes = _values(scope, b"content-length")
    in_pieces = bool(_values(scope, b"transfer-encoding"))
    too_much = in_pieces or any(not size.isdigit() or int(size) > most for size in sizes)
    return NO_BODY_HERE if too_much else None


def _sender_of(scope: Scope) -> Person | DeniedLogin:
    return asker(opened_library(), visit_of(scope))


def is_let_in(scope: Scope) -> bool:
    """Whether who sends a request may have what lies behind an address of the home."""
    try:
        return names_someone(scope) and isinstance(_sender_of(scope), Person)
    except HotspotsError:
        # Whoever opens a page reads it there.
        return False


class Gate:
    """Let through what this server is for, and answer the rest at once.

    A page of someone else, of which the name was made to point at this machine, would else have
    the rights of the visitor who opened it (DNS rebinding), and so would a page that another
    program on this machine serves.
    """

    def __init__(self, app: ASGIApp, known: tuple[str, ...], sessions: int) -> None:
        self.app = app
        self.known = known
        user = os.environ.get(PROXY_HEADER_VARIABLE) or DEFAULT_USER_HEADER
        named = (user.lower().encode(), SECRET_HEADER.lower().encode())
        self.once = frozenset({*_NAMED_ONCE, *named})
        self.places = Places(sessions)
        self.uploads = uploads.Uploads()
        self.refusals = Refusals()
        self.looked_up = CapacityLimiter(_LOOKED_UP)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = refusal_of(scope, self.known, self.once)
        if refusal is not None:
            await self.refusals.answer(refusal, scope, receive, send)
        elif scope["type"] == "websocket":
            await self._open(scope, receive, send)
        elif scope["method"] in ("PUT", "DELETE"):
            await self._take_file(scope, receive, send)
        elif _is_of_the_home(scope) and not await self._knows(scope):
            await self.refusals.answer(LOG_IN, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a socket on if there is a place for it."""
        who = await self._who(scope)
        address = scope["client"][0] if scope["client"] else ""
        places = self.places.take(who, address)
        if isinstance(places, Refusal):
            await self.refusals.answer(places, scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        free_at = 0.0 if isinstance(who, Person) else loop.time() + WITHOUT_LOGIN_S
        try:
            await self.app(scope, receive, send)
        finally:
            loop.call_at(free_at, self.places.give_back, places)

    async def _take_file(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a file, or that one goes away, if whoever sends it may do so."""
        sender = await self._ask(scope, lambda: uploads.sender_of(scope), otherwise=None)
        if sender is None:
            await self.refusals.answer(uploads.NOT_YOURS, scope, receive, send)
            return
        if scope["method"] == "DELETE":
            await self.app(scope, receive, send)
            return
        size = uploads.size_of(scope)
        refusal = self.uploads.refusal_of(sender, size)
        if refusal is not None:
            await self.refusals.answer(refusal, scope, receive, send)
            return
        with self.uploads.coming(sender, uploads.session_of(scope), size):
            await self._patiently(scope, receive, send)

    async def _patiently(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as long as its body keeps coming."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _FILE_S
        try:
            async with asyncio.timeout(_PART_S) as limit:

                async def next_part() -> Message:
                    message = await receive()
                    limit.reschedule(min(loop.time() + _PART_S, end))
                    return message

                with suppress(ClientDisconnect):
                    await self.app(scope, next_part, send)
        except TimeoutError:
            await self.refusals.answer(TOO_SLOW, scope, receive, send)

    async def _knows(self, scope: Scope) -> bool:
        return isinstance(await self._who(scope), Person)

    async def _who(self, scope: Scope) -> Person | DeniedLogin:
        return await self._ask(scope, lambda: _sender_of(scope), otherwise=DeniedLogin(""))

    async def _ask(self, scope: Scope, question: Callable[[], T], otherwise: T) -> T:
        """Return who sends a request: a denied login, if this server is not in order."""
        try:
            # Looking someone up in a thread costs more than all the rest of a refusal.
            if not names_someone(scope):
                return otherwise
            return await to_thread.run_sync(question, limiter=self.looked_up)
        except HotspotsError:
            # Whoever opens a page reads it there.
            return otherwise
