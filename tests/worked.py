"""What workers do in the tests of `hotspots.workers`: they find it here by its name."""

from __future__ import annotations

import os
import time
from pathlib import Path

from hotspots.errors import SelectionError


def where(_: int) -> int:
    return os.getpid()


def started_by(_: int) -> int:
    """Return the process that this one was started by."""
    return os.getppid()


def set_for_memory(_: int) -> list[str]:
    """Return what was set in the environment of this process about memory."""
    return [name for name in os.environ if name.startswith("MALLOC_")]


def refused(item: int, least: int) -> int:
    if item < least:
        raise SelectionError("Te klein.", f"Gevonden: {item}.", "Kies groter.")
    return item


def dies_once(item: int, folder: str) -> int:
    """End the process without a word the first time that it is asked for 3."""
    mark = Path(folder, "gestorven")
    if item == 3 and not mark.exists():
        mark.touch()
        os._exit(9)
    return item * item


def dies(_: int) -> int:
    os._exit(9)


def asleep(item: int) -> int:
    time.sleep(0.2)
    return item


def asleep_where(item: int) -> int:
    return where(asleep(item))
