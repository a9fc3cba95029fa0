"""Ports for servers of tests."""

from __future__ import annotations

import os
import random
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Below those that a system gives to connections by itself (Linux: from 32.768). One of those may
#: be given away again while the server that is to listen there still starts.
_PORTS: Final = range(10_240, 32_768)
#: Those at which a server of this process has stopped.
_LEFT: Final[list[int]] = []


def free_port() -> int:
    """Return a port that nobody listens at, by chance: other tests look for one too."""
    chance = random.SystemRandom()
    while True:
        port = chance.choice(_PORTS)
        if _is_free(port):
            return port


@contextmanager
def lent_port() -> Iterator[int]:
    """Lend a port to a server for as long as the block runs: the one that was given back last.

    The addresses of what all our servers give alike stay the same, so that a browser has it
    already, and its scripts compiled. That is half of what its first page takes.
    """
    port = next((one for one in reversed(_LEFT) if _is_free(one)), None)
    if port is None:
        port = free_port()
    else:
        _LEFT.remove(port)
    yield port
    _LEFT.append(port)


def _is_free(port: int) -> bool:
    with socket.socket() as free:
        if os.name == "posix":
            # As servers do: connections that were closed a moment ago are in nobody's way.
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            free.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
