"""How many connections this server can bear, and what it answers those that it cannot.

Whoever opens a connection and sends nothing, half a request, or does not read the answer costs a
descriptor of this process. Without descriptors the server answers nobody.
"""

from __future__ import annotations

import logging
import socket
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import h11
import uvicorn
from starlette.responses import PlainTextResponse
from streamlit import config as streamlit_config
from streamlit.web import bootstrap
from uvicorn.protocols.http.h11_impl import H11Protocol

from hotspots.pages import words as text

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send


#: For the files of the home, the log, reading children, and the 128 sessions that Streamlit keeps
#: for two minutes after their page went away, of three descriptors each.
_RESERVED: Final = 512
#: With less than this nothing can be shared out any more.
_LEAST: Final = 64
#: However many descriptors there are: a session costs memory too.
MOST_SESSIONS: Final = 400
MOST_CONNECTIONS: Final = 10_000
_BACKLOG: Final = 2048
#: seconds; for a request to come in after its connection, and for an answer to be taken off.
REQUEST_S: Final = 10
ANSWER_S: Final = 30
#: bytes; of a message that a page sends. What stands in all widgets of a page is some kilobytes.
MOST_MESSAGE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bearable:
    """How many of each the descriptors of this process allow.

    An open session takes four descriptors (its socket, and three of the loop of its thread), a
    connection one, and up to three rounds of new ones are accepted before they can be counted.

    Examples
    --------
    >>> Bearable.of(1024)
    Bearable(sessions=64, connections=128, backlog=32)
    >>> Bearable.of(65_536)
    Bearable(sessions=400, connections=10000, backlog=2048)
    """

    sessions: int
    connections: int
    backlog: int

    @classmethod
    def of(cls, descriptors: int) -> Bearable:
        """Return how many of each may be open at once with so many descriptors."""
        spare = max(descriptors - _RESERVED, _LEAST)
        return cls(
            min(spare // 8, MOST_SESSIONS),
            min(spare // 4, MOST_CONNECTIONS),
            min(spare // 16, _BACKLOG),
        )


def raised_descriptors() -> int:
    """Return how many descriptors this process may have, after asking for all it can get."""
    try:
        import resource  # noqa: PLC0415 - exists on Unix alone
    except ImportError:
        return _RESERVED + _BACKLOG
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return MOST_CONNECTIONS * 8 if most == resource.RLIM_INFINITY else most


class Connection(H11Protocol):
    """A connection that ends when its request or the taking of its answer is too slow.

    If there are too many, the one that has waited longest for a request makes room: a browser
    sends its request at once, and opens a connection that rested again by itself.
    """

    most: ClassVar[int] = MOST_CONNECTIONS
    _waiting: ClassVar[dict[Connection, None]] = {}
    _request_due: asyncio.TimerHandle | None = None
    _answer_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count a new connection, and wait for its request.

        An answer goes out in pieces, head first. Without being told otherwise the kernel keeps the
        second until the first was acknowledged, which a browser does after 40 ms: that was most of
        what opening a page took. Python tells it so for its own sockets, and not for Streamlit's.
        """
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._look()
        if len(self.connections) > self.most:
            next(iter(self._waiting)).transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Give a client that does not read its answer some time."""
        super().pause_writing()
        self._answer_due = self.loop.call_later(ANSWER_S, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on with the answer."""
        super().resume_writing()
        if self._answer_due is not None:
            self._answer_due.cancel()
            self._answer_due = None

    def _look(self) -> None:
        """Start or stop the clock for a request of which the headers are not all there."""
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._stop_waiting()
        elif self._request_due is None:
            self._waiting[self] = None
            self._request_due = self.loop.call_later(REQUEST_S, self.transport.abort)

    def _stop_waiting(self) -> None:
        self._waiting.pop(self, None)
        if self._request_due is not None:
            self._request_due.cancel()
            self._request_due = None


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Whether something goes in the log: uvicorn calls each socket that is refused an error."""
    return record.msg != "ASGI callable returned without completing handshake."


def _is_about_us(record: logging.LogRecord) -> bool:
    """Whether something goes in the log: the options are read twice, which changes nothing."""
    return not str(record.msg).startswith("An update to the [server] config option section")


def listen(app: ASGIApp, bearable: Bearable, options: Mapping[str, object]) -> None:
    """Answer requests until this process is told to stop.

    Streamlit's own way to run an application has one size for what pages send and what they are
    sent, and none of the other limits.

    Parameters
    ----------
    app
        The application.
    bearable
        How many connections, of how many at once.
    options
        Of Streamlit, by name.
    """
    logging.getLogger("streamlit.config").addFilter(_is_about_us)
    bootstrap.load_config_options(dict(options))
    Connection.most = bearable.connections
    config = uvicorn.Config(
        app,
        host=streamlit_config.get_option("server.address"),
        port=streamlit_config.get_option("server.port"),
        http=Connection,
        ws="websockets-sansio",
        ws_max_size=MOST_MESSAGE,
        ws_per_message_deflate=False,
        ws_ping_interval=30,
        ws_ping_timeout=30,
        backlog=bearable.backlog,
        access_log=False,
        # Below that each socket and each broken request of a stranger is a line.
        log_level="error",
        server_header=False,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_worth_a_line)
    bound = config.bind_socket()
    sys.stdout.write(text.LISTENING.format(address=f"http://{config.host}:{config.port}") + "\n")
    sys.stdout.flush()
    # Ctrl-C is how a person stops it, and no fault.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[bound])


_log = logging.getLogger(__name__)
#: seconds; one reason is written in the log once in this time, with how many there were.
_LOG_EVERY_S: Final = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status of HTTP, and why."""

    status: int
    words: str


class Refusals:
    """Answers that cost little, also in the log: a stranger may earn thousands of them."""

    def __init__(self) -> None:
        self._unwritten: Counter[Refusal] = Counter()
        self._written: dict[Refusal, float] = {}

    async def answer(self, refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer why not, and shut the connection: a body may still be on its way."""
        self._unwritten[refusal] += 1
        now = time.monotonic()
        if now - self._written.get(refusal, -_LOG_EVERY_S) >= _LOG_EVERY_S:
            count = self._unwritten.pop(refusal)
            _log.warning(text.REFUSED.format(count=count, words=refusal.words))
            self._written[refusal] = now
        answer = PlainTextResponse(refusal.words, refusal.status, {"connection": "close"})
        await answer(scope, receive, send)
