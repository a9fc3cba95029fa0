"""The grammar of every TOML file: how one is read, what keys may hold, and what to say if not.

The declarations of a home, its roles and users, and the settings of the wings are all read by it.
Problems are collected, so that the author of a file hears of all of them at once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hotspots.dutch import as_declared, reason
from hotspots.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Kinds: TypeAlias = tuple[type, ...]
#: What `read_section` found right of a section: each value is of the kind that its key allows.
Section: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """What a key of a declaration may hold.

    Attributes
    ----------
    type
        A type of TOML; a whole number passes for a float.
    allowed
        Limits a text, or each text of a list.
    holds
        What each item of a list or table may be; a list within it holds texts.
    above, least
        A number must be larger than this, or not smaller.
    month_day
        Whether a text is a day of every year, such as "05-04".
    """

    type: type
    required: bool = False
    allowed: tuple[str, ...] = ()
    holds: Kinds = ()
    above: int | None = None
    least: int | None = None
    month_day: bool = False


TEXT: Final = Key(str)
REQUIRED_TEXT: Final = Key(str, required=True)
TEXTS: Final = Key(list, holds=(str,))
REQUIRED_NUMBER: Final = Key(float, required=True)
REQUIRED_WHOLE: Final = Key(int, required=True)
REQUIRED_FLAG: Final = Key(bool, required=True)
REQUIRED_MONTH_DAY: Final = Key(str, required=True, month_day=True)


def sourced(*certainties: str) -> Mapping[str, Key]:
    """Return the keys beside a figure that say where it comes from, and how certain that is.

    Examples
    --------
    >>> list(sourced("bron", "aanname"))
    ['source', 'certainty']
    """
    return {
        "source": REQUIRED_TEXT,
        "certainty": Key(str, required=True, allowed=certainties),
    }


_TYPE_NAMES: Final = {
    str: "tekst",
    date: "een datum zoals 2015-01-01",
    int: "een geheel getal",
    float: "een getal",
    bool: "true of false",
    list: "een lijst",
    dict: "een tabel",
}


#: Where every key stands with what it may hold.
REFERENCE: Final = "Alle sleutels staan in docs/reference.md."


class Problems:
    """A list of everything wrong with one declaration, each with its place in the file."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.sentences: list[str] = []

    def add(self, section: str, sentence: str) -> None:
        """Note a problem in a section ("" for the top of the file)."""
        place = f"[{section}]" if section else "bovenaan"
        self.sentences.append(f"{self.where} {place}: {sentence}")


def read_toml(
    path: Path, where: str, faults: list[str], *, missing_ok: bool = False
) -> dict[str, object] | None:
    """Return what stands in a file; None if that cannot be read, which becomes a problem.

    With ``missing_ok`` it is no problem that there is no file.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        if not (missing_ok and isinstance(error, FileNotFoundError)):
            faults.append(f"{where}: geen leesbare TOML ({reason(error)}).")
        return None


def shipped_toml(package: str, name: str) -> dict[str, object]:
    """Return what stands in a file that comes with the tool."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


def declarations_wrong(what: str, problems: Sequence[str], do: str) -> DeclarationError:
    """Return the error that lists everything wrong with some declarations."""
    count = "1 fout" if len(problems) == 1 else f"{len(problems)} fouten"
    return DeclarationError(
        f"{count} in {what}:\n- " + "\n- ".join(problems),
        "",
        f"{do} {REFERENCE}",
        problems=tuple(problems),
    )


def read_section(
    table: Mapping[str, object], keys: Mapping[str, Key], section: str, problems: Problems
) -> Section:
    """Return what a section holds, restricted to what is right; the rest becomes a problem.

    Examples
    --------
    >>> problems = Problems("geodata/wijken/layer.toml")
    >>> _ = read_section({"atribution": "CBS"}, {"attribution": Key(str)}, "source", problems)
    >>> problems.sentences[0]
    "geodata/wijken/layer.toml [source]: onbekende sleutel 'atribution'. \
Bedoelde u 'attribution'? ('attribution' is tekst)"
    """
    right: Section = {}
    for name, value in table.items():
        if name not in keys:
            known = _known_key(name, keys)
            problems.add(
                section, f"onbekende sleutel '{name}'. {suggestion(name, tuple(keys))}{known}"
            )
        elif _fits(value, keys[name], name, section, problems):
            right[name] = value
    for name, key in keys.items():
        if key.required and name not in table:
            problems.add(section, f"sleutel '{name}' ontbreekt: {holds(key)}.")
    return right


def _known_key(name: str, keys: Mapping[str, Key]) -> str:
    """Return what the key that was probably meant holds, as a sentence; "" where none is near."""
    close = get_close_matches(name, tuple(keys), n=1)
    return f" ('{close[0]}' is {holds(keys[close[0]])})" if close else ""


def holds(key: Key) -> str:
    """Return what a key may hold, as it stands beside an error.

    Examples
    --------
    >>> holds(Key(str, allowed=("day", "week"))), holds(Key(list, holds=(str,))), holds(Key(int))
    ('tekst: day of week', 'een lijst van tekst', 'een geheel getal')
    """
    what = _TYPE_NAMES[key.type]
    if key.holds:
        what += " van " + " of ".join(dict.fromkeys(_TYPE_NAMES[kind] for kind in key.holds))
    if key.allowed:
        what += ": " + " of ".join(filter(None, (", ".join(key.allowed[:-1]), key.allowed[-1])))
    return what


#: Names that are all listed; of more only the nearest.
_MOST_LISTED: Final = 12
_NEAREST: Final = 8


def suggestion(name: str, allowed: tuple[str, ...], otherwise: str = "") -> str:
    """Return the sentence that helps on after an unknown name.

    Parameters
    ----------
    otherwise
        What it is where no name is like it; else those there are, by `known_names`.
    """
    close = get_close_matches(name, allowed, n=1)
    if close:
        return f"Bedoelde u '{close[0]}'?"
    return otherwise or f"Mogelijk: {known_names(name, allowed)}."


def known_names(name: str, allowed: Sequence[str]) -> str:
    """Return the names there are instead of an unknown one; of many the nearest, and how many more.

    Examples
    --------
    >>> known_names("x", ["a", "b"])
    'a, b'
    >>> known_names("BU07", [f"BU{number:02}" for number in range(20)])
    'BU07, BU00, BU01, BU02, BU03, BU04, BU05, BU06 en nog 12'
    """
    if len(allowed) <= _MOST_LISTED:
        return ", ".join(allowed)
    near = sorted(allowed, key=lambda one: -SequenceMatcher(None, name, one).ratio())
    return f"{', '.join(near[:_NEAREST])} en nog {len(allowed) - _NEAREST}"


def _fits(value: object, key: Key, name: str, section: str, problems: Problems) -> bool:
    number_for_float = key.type is float and isinstance(value, int | float)
    # bool is an int in Python, never in a declaration.
    mismatch = isinstance(value, bool) is not (key.type is bool)
    if mismatch or not (isinstance(value, key.type) or number_for_float):
        problems.add(
            section, f"'{name}' is {as_declared(value)}; verwacht {_TYPE_NAMES[key.type]}."
        )
        return False
    if wrong_items := [item for item in _items(value) if not _may_hold(key, item)]:
        expected = " of ".join(_TYPE_NAMES[kind] for kind in key.holds)
        for item in wrong_items:
            problems.add(section, f"'{name}' bevat {as_declared(item)}; verwacht {expected}.")
        return False
    if key.allowed:
        values = value if isinstance(value, list) else [value]
        wrong = [item for item in values if item not in key.allowed]
        for item in wrong:
            problems.add(section, f"'{name}' is '{item}'. {suggestion(str(item), key.allowed)}")
        return not wrong
    if fault := _out_of_bounds(value, key):
        problems.add(section, f"'{name}' is {value}; verwacht {fault}.")
        return False
    if key.month_day and not is_month_day(str(value)):
        problems.add(section, f"'{value}' is geen maand en dag; verwacht zoiets als \"05-04\".")
        return False
    return True


def _out_of_bounds(value: object, key: Key) -> str:
    """Return which number was expected; nothing where the number is right, or there is none."""
    if not isinstance(value, int | float):
        return ""
    if key.above is not None and value <= key.above:
        return f"een getal boven {key.above}"
    if key.least is not None and value < key.least:
        kind = "een heel getal" if key.type is int else "een getal"
        return f"{kind} van {key.least} of meer"
    return ""


def _items(value: object) -> list[object]:
    """Return what a list or table holds; a text or number holds nothing."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _may_hold(key: Key, item: object) -> bool:
    if not key.holds:
        return True
    texts_only = not isinstance(item, list) or all(isinstance(text, str) for text in item)
    return isinstance(item, key.holds) and texts_only


_MONTH_DAY: Final = re.compile(r"[0-9]{2}-[0-9]{2}")
_LEAP_YEAR: Final = 2000


def month_day(written: str) -> tuple[int, int]:
    """Return month and day of a text such as "05-04".

    Examples
    --------
    >>> month_day("05-04")
    (5, 4)
    """
    month, day = written.split("-")
    return int(month), int(day)


def is_month_day(written: str) -> bool:
    """Whether a text is a month and a day of some year, such as "05-04" or "02-29".

    Examples
    --------
    >>> [is_month_day(written) for written in ("02-29", "02-30", "2-3")]
    [True, False, False]
    """
    if not _MONTH_DAY.fullmatch(written):
        return False
    try:
        date(_LEAP_YEAR, *month_day(written))
    except ValueError:
        return False
    return True


#: One address and nothing else: no name beside it, no second one, no line of a heading.
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def is_address(written: str) -> bool:
    """Whether a text is one address of mail.

    Examples
    --------
    >>> [is_address(text) for text in ("a.b@dal.nl", "Jan <a@dal.nl>", "a@dal.nl,b@dal.nl", "a")]
    [True, False, False, False]
    """
    return written.isascii() and bool(_ADDRESS.fullmatch(written.strip()))
