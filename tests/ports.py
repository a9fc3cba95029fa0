"""Ports for servers of tests."""

from __future__ import annotations

import random
import socket
from typing import Final

#: Below those that a system gives to connections by itself (Linux: from 32.768). One of those may
#: be given away again while the server that is to listen there still starts.
_PORTS: Final = range(10_240, 32_768)


def free_port() -> int:
    """Return a port that nobody listens at, by chance: other tests look for one too."""
    chance = random.SystemRandom()
    while True:
        port = chance.choice(_PORTS)
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
