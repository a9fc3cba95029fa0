"""The home that a benchmark measures: made for it, or kept from the last time."""

from __future__ import annotations

import argparse
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def home_to_measure(
    about: str | None, incidents: int, make_home: Callable[[Path, int], object]
) -> Iterator[Path]:
    """Read ``--incidents`` and ``--keep``, and return the folder of a home with so many."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--incidents", type=int, default=incidents)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the home here, once")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary) / "home"
        if not folder.exists():
            folder.mkdir(parents=True)
            make_home(folder, arguments.incidents)
        yield folder
