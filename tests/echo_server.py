"""A server that answers what it was sent: for what a proxy passes on, and what it keeps back."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import Queue
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A request for a path with this end gets no answer, for as long as it likes to wait.
SILENT = "/zwijgt"
START_S = 120
#: Cookies as Streamlit sets them: none says that it is for https alone.
_HEADERS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
    b"Set-Cookie: _streamlit_user=x; HttpOnly; Path=/; SameSite=lax\r\n"
    b"Set-Cookie: _streamlit_user_tokens_1=x; Path=/\r\n"
    b"Set-Cookie: _streamlit_session=x; Path=/; HttpOnly; SameSite=lax\r\n"
    b"Set-Cookie: _streamlit_xsrf=x; Path=/\r\n"
    b"Content-Length: %d\r\n\r\n"
)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        if urlsplit(path).path.endswith(SILENT):
            await reader.read()
        body = json.dumps([line for line in lines if line]).encode()
        writer.write(_HEADERS % len(body) + body)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@contextmanager
def echoing() -> Iterator[int]:
    """Run the server while the block runs; gives its port."""
    loops: Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = Queue()

    async def serve() -> None:
        stop = asyncio.Event()
        server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=1000)
        async with server:
            loops.put((asyncio.get_running_loop(), stop, server.sockets[0].getsockname()[1]))
            await stop.wait()
            server.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(asyncio.run, serve())
        loop, stop, port = loops.get(timeout=START_S)
        try:
            yield port
        finally:
            loop.call_soon_threadsafe(stop.set)
            running.result(timeout=START_S)
