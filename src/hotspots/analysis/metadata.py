"""What a file with numbers is: where they come from, what was asked, what they do not say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hotspots.analysis.formula_free import formula_free
from hotspots.intake.moments import AMSTERDAM
from hotspots.text import taking as text
from hotspots.text.numbers import day, number

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What stands in a line: never None; what is not told is told to be so.
Value = str | bool | int | float | date


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told of a file; ``id`` is its name for scripts, in English."""

    id: str
    part: str
    label: str
    value: Value

    def told(self) -> str:
        """Return the value in Dutch.

        Examples
        --------
        >>> Line("rate", "Vraag", "Gemiddelde", 1234.5).told()
        '1.234,5'
        >>> Line("made_on", "Dit bestand", "Gemaakt op", date(2017, 12, 31)).told()
        '31-12-2017'
        """
        if isinstance(self.value, bool):
            return text.YES if self.value else text.NO
        if isinstance(self.value, date):
            return day(self.value)
        if isinstance(self.value, int):
            return number(self.value)
        if isinstance(self.value, float):
            return number(self.value, 4).rstrip("0").rstrip(",")
        return formula_free(self.value)


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that is told of a file, in the order in which a person reads it.

    The same value and date give the same bytes in a file: nothing in it looks at a clock.
    """

    lines: tuple[Line, ...]
    made_on: date

    def __post_init__(self) -> None:
        names = [line.id for line in self.lines]
        assert len(set(names)) == len(names), names  # noqa: S101 - ids are written in our code

    def rows(self) -> list[tuple[str, str, str]]:
        """Return part, label and value of each line as Dutch text that starts no formula."""
        return [(line.part, formula_free(line.label), line.told()) for line in self.lines]

    def plain(self) -> dict[str, dict[str, Any]]:
        """Return the lines by their id, ready for JSON: dates as 2017-12-31."""
        return {
            line.id: {
                "part": line.part,
                "label": formula_free(line.label),
                "value": _plain(line.value),
            }
            for line in self.lines
        }


def metadata_of(made_on: date, *parts: Iterable[Line]) -> Metadata:
    """Return the lines of several parts, in their order."""
    return Metadata(tuple(line for part in parts for line in part), made_on)


def today() -> date:
    """Return the day it is in the Netherlands."""
    return now().date()


def now() -> datetime:
    """Return the moment it is in the Netherlands."""
    return datetime.now(ZoneInfo(AMSTERDAM))


def _plain(value: Value) -> str | bool | int | float:
    if isinstance(value, date):
        return value.isoformat()
    return formula_free(value) if isinstance(value, str) else value
