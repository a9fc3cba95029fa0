"""A selection out of plain values that anyone may have written: what `Selection.to_dict` makes."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.catalog.grammar import suggestion
from hotspots.errors import SelectionError
from hotspots.geography.drawn import DrawnArea

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.statistics.conditional import Side

#: More choices of one filter than any home has, and longer than any name.
_MOST_CHOICES: Final = 1_000
_LONGEST: Final = 2_500
#: Metres, and whatever else is counted in whole numbers.
_LARGEST: Final = 1_000_000
_WEEKDAYS: Final = range(7)


def selection_from(plain: Mapping[str, object]) -> Selection:
    """Return the selection that `Selection.to_dict` wrote; what is left out is as it starts.

    Raises
    ------
    SelectionError
        If a name is no field, or a value is not of its kind. Whether there is such a layer, soort
        or level is not looked at: `hotspots.analysis.settle` does.

    Examples
    --------
    >>> asked = Selection("woninginbraak", wijken=("WK01",), weekdays=(5, 6))
    >>> selection_from(asked.to_dict()) == asked
    True
    """
    known = tuple(field.name for field in fields(Selection))
    for name in plain:
        if name not in known:
            raise SelectionError(
                f"Een vraag heeft geen '{str(name)[:40]}'.",
                f"Mogelijk: {', '.join(known)}.",
                suggestion(str(name)[:40], known),
            )
    read = {name: _READERS[name](name, value) for name, value in plain.items()}
    if not read.get("layer"):
        raise _unreadable("layer", plain.get("layer"))
    return Selection(**read)


def _unreadable(name: str, value: object) -> SelectionError:
    return SelectionError(
        f"De vraag is niet te lezen: '{name}' klopt niet.",
        f"Gevonden: {str(value)[:80]}.",
        "Open de pagina opnieuw en kies nog eens.",
    )


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise _unreadable(name, value)
    return value


def _text_or_none(name: str, value: object) -> str | None:
    return None if value is None else _text(name, value)


def _whole(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise _unreadable(name, value)
    return value


def _number(name: str, value: object) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    if not known or not math.isfinite(number := float(cast("float", value))):
        raise _unreadable(name, value)
    return number


def _several(name: str, value: object) -> list[object]:
    if not isinstance(value, list | tuple) or len(value) > _MOST_CHOICES:
        raise _unreadable(name, value)
    return list(value)


def _texts(name: str, value: object) -> tuple[str, ...]:
    return tuple(_text(name, one) for one in _several(name, value))


def _weekdays(name: str, value: object) -> tuple[int, ...]:
    days = tuple(_whole(name, one) for one in _several(name, value))
    if any(day not in _WEEKDAYS for day in days):
        raise _unreadable(name, value)
    return days


def _day(name: str, value: object) -> date:
    try:
        return date.fromisoformat(_text(name, value))
    except ValueError as error:
        raise _unreadable(name, value) from error


def _day_or_none(name: str, value: object) -> date | None:
    return None if value is None else _day(name, value)


def _period(name: str, value: object) -> Period | None:
    if value is None:
        return None
    match _several(name, value):
        case [first, last]:
            return Period(_day(name, first), _day(name, last))
        case _:
            raise _unreadable(name, value)


def _drawn(name: str, value: object) -> DrawnArea | None:
    return None if value is None else DrawnArea.from_text(_text(name, value))


def _side(name: str, value: object) -> Side:
    # Which sides there are, `settle` knows.
    return cast("Side", _text(name, value))


_READERS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "layer": _text,
    "level": _text,
    "measure": _text,
    "period": _period,
    "compare_period": _period,
    "soorten": _texts,
    "regios": _texts,
    "gemeenten": _texts,
    "wijken": _texts,
    "buurten": _texts,
    "drawn": _drawn,
    "day_parts": _texts,
    "weekdays": _weekdays,
    "denominator": _text_or_none,
    "expectation": _text_or_none,
    "cell_m": _whole,
    "bandwidth_m": _whole,
    "bandwidth_rule": _text,
    "kernel": _text,
    "step": _text,
    "minimum_ratio": _number,
    "side": _side,
    "history_from": _day_or_none,
}
