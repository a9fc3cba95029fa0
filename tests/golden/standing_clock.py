"""A clock that stands still, for every module of the tool at once and for nothing else."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import sys
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import hotspots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

#: After the last incident of the home, and in the midst of its events.
NOW: Final = dt.datetime(2018, 1, 15, 9, 30, tzinfo=dt.UTC)


class _Real(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, dt.datetime)


class _Standing(dt.datetime, metaclass=_Real):
    """The class of moments, but that it is always the same moment."""

    def __new__(cls, *parts: Any, **named: Any) -> dt.datetime:  # type: ignore[misc]  # noqa: ANN401
        return dt.datetime(*parts, **named)  # noqa: DTZ001 - as it was asked

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        moment = NOW.astimezone(tz)
        return moment if tz is not None else moment.replace(tzinfo=None)


_MODULE: Final = SimpleNamespace(**{**vars(dt), "datetime": _Standing})


def import_all(but: Collection[Path]) -> None:
    """Import every module of the tool, so that none comes in later with a clock that runs."""
    for found in pkgutil.walk_packages(hotspots.__path__, "hotspots."):
        origin = getattr(found.module_finder.find_spec(found.name, None), "origin", "")
        if not found.name.endswith("__main__") and origin not in {str(path) for path in but}:
            importlib.import_module(found.name)


@contextmanager
def standing() -> Iterator[None]:
    """Let the clock of the tool stand still at `NOW`."""
    swapped: list[tuple[dict[str, Any], str, Any]] = []
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] != "hotspots":
            continue
        inside = vars(module)
        for known, value in list(inside.items()):
            if value is dt.datetime or value is dt:
                swapped.append((inside, known, value))
                inside[known] = _MODULE if value is dt else _Standing
    yield
    for inside, known, value in swapped:
        inside[known] = value
