"""A progress bar on a terminal; nothing where nobody looks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDTH: Final = 30


def bar(label: str) -> Callable[[float], None]:
    """Return what to call with the share that is done, 0 to 1; it draws on stderr."""
    if not sys.stderr.isatty():
        return _silent

    def draw(share: float) -> None:
        full = round(_WIDTH * share)
        end = "\n" if share >= 1.0 else ""
        line = f"\r{label} [{'#' * full}{'.' * (_WIDTH - full)}] {share:4.0%}"
        print(line, end=end, file=sys.stderr, flush=True)

    return draw


def _silent(share: float) -> None:
    del share
