"""A local server that answers as the open-data services do, and misbehaves when asked.

All services stand beside each other on one port, each under the path that it has on its own host,
so that ``hotspots fetch ... --base-url http://localhost:PORT`` finds them.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import parse_qsl, urlsplit

from open_data_server.answer import Reply, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    #: A part of the server: the address without query, and the query.
    Part = Callable[[str, Mapping[str, str]], Reply]

Fault = Literal[
    "html", "half_json", "broken_off", "busy", "wait_long", "elsewhere", "downgrade", "gone",
    "drip", "bomb", "no_features", "wrong_count", "nan", "deep", "loop", "moved",
]  # fmt: skip
#: bytes of zeros that a few kilobytes unpack to.
_BOMB_B: Final = 20_000_000


@dataclass
class Server:
    """What a running server answers with, and what it was asked.

    Attributes
    ----------
    parts
        Per beginning of a path, the part that answers; the longest that fits counts.
    faults
        What to do instead of answering, in order, each for one question whose path holds the
        text beside it.
    asked
        Every question: path, query and headers.
    """

    parts: dict[str, Part]
    port: int = 0
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://localhost:{self.port}"

    def fails(self, fault: Fault, *, at: str = "", times: int = 1) -> None:
        """Fail the next questions whose path and query hold a text."""
        self.faults += [(at, fault)] * times

    def reply(self, path: str, query: dict[str, str]) -> Reply:
        """Answer a question as it should be."""
        fitting = [start for start in self.parts if path.startswith(start)]
        if not fitting:
            return problem(404, f"nothing at {path}")
        return self.parts[max(fitting, key=len)](path, query)

    def fault(self, told: str) -> Fault | None:
        """Return what goes wrong with this question."""
        for at, (text, fault) in enumerate(self.faults):
            if text in told:
                del self.faults[at]
                return fault
        return None


@contextmanager
def serving(parts: dict[str, Part], *, port: int = 0) -> Iterator[Server]:
    """Run a server in a thread, on a free port unless one is given."""
    server = Server(parts)

    class Handler(_Handler):
        state = server

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as listening:
        listening.daemon_threads = True
        server.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    state: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:  # noqa: ANN401
        """Say nothing; tests look at ``asked``."""

    def do_GET(self) -> None:
        """Answer, or misbehave."""
        parts = urlsplit(self.path)
        query: dict[str, str] = {}
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            # A filter may be given more than once; a part reads them as one text.
            query[name] = f"{query[name]} {value}" if name in query else value
        self.state.asked.append((parts.path, query, dict(self.headers)))
        fault = self.state.fault(self.path)
        try:
            if fault is not None:
                self._misbehave(fault, parts.path, query)
            else:
                self._send(self.state.reply(parts.path, query))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        etag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
        if reply.status == 200 and self.headers.get("If-None-Match") == etag:
            self._head(304, {"ETag": etag, "Content-Length": "0"})
            return
        body = reply.body
        headers = {"Content-Type": reply.media, **reply.headers}
        if reply.status == 200:
            headers["ETag"] = etag
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        self._head(reply.status, {**headers, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _body(self, body: bytes, media: str = "application/geo+json", **headers: str) -> None:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self._head(200, {"Content-Type": media, "Content-Length": str(len(body)), **told})
        self.wfile.write(body)

    def _misbehave(self, fault: Fault, path: str, query: dict[str, str]) -> None:
        right = self.state.reply(path, query).body
        bodies = {
            "html": (b"<html>Onderhoud</html>", "text/html"),
            "half_json": (right[: len(right) // 2], "application/geo+json"),
            "no_features": (b'{"type": "FeatureCollection"}', "application/geo+json"),
            "wrong_count": (b'{"features": [], "numberReturned": 3}', "application/geo+json"),
            "nan": (b'{"features": [], "x": NaN}', "application/geo+json"),
            "deep": (b"[" * 200_000, "application/geo+json"),
            "loop": (
                b'{"features": [], "links": [{"rel": "next", "href": "%s"}]}' % self.path.encode(),
                "application/geo+json",
            ),
        }
        if fault in bodies:
            self._body(*bodies[fault])
        elif fault == "busy":
            self._head(503, {"Retry-After": "2", "Content-Length": "0"})
        elif fault == "wait_long":
            self._head(429, {"Retry-After": "3600", "Content-Length": "0"})
        elif fault == "gone":
            self._send(problem(404, f"nothing at {path}"))
        elif fault in ("elsewhere", "downgrade", "moved"):
            here = self.headers["Host"]
            there = {
                "elsewhere": "http://localhost:1/anders",
                "downgrade": f"ftp://{here}{self.path}",
                "moved": f"http://{here}{self.path}",
            }[fault]
            self._head(302, {"Location": there, "Content-Length": "0"})
        elif fault == "broken_off":
            self._head(200, {"Content-Type": "application/json", "Content-Length": "1000"})
            self.wfile.write(right[:10])
            self.close_connection = True
        elif fault == "bomb":
            self._body(gzip.compress(b"0" * _BOMB_B, 9), Content_Encoding="gzip")
        elif fault == "drip":
            self._head(200, {"Content-Type": "application/json", "Content-Length": "1000"})
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.02)
            self.close_connection = True
