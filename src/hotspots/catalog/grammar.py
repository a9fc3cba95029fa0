"""The grammar of declarations: which keys exist, what they hold, and what to say if not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hotspots.catalog.specs import (
    AREA_LEVELS,
    CONTEXT_KINDS,
    COUNTED_PER,
    FIELD_KINDS,
    FILTERS,
    FINEST,
    LAYER_KINDS,
    MASKS,
    OBSERVES,
    OPEN_DATA_SERVICES,
    PURPOSE_IDS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Kinds: TypeAlias = tuple[type, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What a key of a declaration may hold.

    ``type`` is a type of TOML; ``allowed`` limits a text, or each text of a list. ``holds`` is
    what each item of a list or table may be; a list within it holds texts.
    """

    type: type
    required: bool = False
    allowed: tuple[str, ...] = ()
    holds: Kinds = ()


TEXT: Final = Key(str)
REQUIRED_TEXT: Final = Key(str, required=True)
TEXTS: Final = Key(list, holds=(str,))

SOURCE: Final[Mapping[str, Key]] = {
    "file": REQUIRED_TEXT,
    "rows": Key(int),
    "sha256": TEXT,
    "crs": TEXT,
    "year": Key(int),
    "attribution": REQUIRED_TEXT,
    "licence": REQUIRED_TEXT,
    "details": TEXT,
    "synthetic": Key(bool),
    "approximate": Key(bool),
}

CONTEXT: Final[Mapping[str, Key]] = {
    "id": REQUIRED_TEXT,
    "kind": Key(str, required=True, allowed=CONTEXT_KINDS),
    "label": REQUIRED_TEXT,
    "level": Key(str, allowed=AREA_LEVELS),
    "note": TEXT,
    "source": Key(dict, required=True),
    "columns": Key(dict, required=True, holds=(str,)),
    "denominators": Key(dict, holds=(dict,)),
    "purpose": Key(str, allowed=PURPOSE_IDS),
    "fields": Key(dict, holds=(dict,)),
}

CONTEXT_FIELD: Final[Mapping[str, Key]] = {
    "kind": Key(str, required=True, allowed=FIELD_KINDS),
    "label": REQUIRED_TEXT,
    "columns": Key(list, required=True, holds=(str,)),
    "unit": TEXT,
    "required": Key(bool),
    "key": Key(bool),
    "least": Key(float),
    "most": Key(float),
    "choices": Key(dict, holds=(str,)),
}

DENOMINATOR: Final[Mapping[str, Key]] = {
    "column": REQUIRED_TEXT,
    "label": REQUIRED_TEXT,
    "year": Key(int, required=True),
}

THEME: Final[Mapping[str, Key]] = {
    "id": REQUIRED_TEXT,
    "label": REQUIRED_TEXT,
    "order": Key(int, required=True),
    "description": REQUIRED_TEXT,
    "figures_source": TEXT,
    "no_layers": TEXT,
    "figures": Key(list, holds=(dict,)),
    "layers": Key(dict, holds=(dict,)),
}

FIGURE: Final[Mapping[str, Key]] = {
    "indicator": REQUIRED_TEXT,
    "year": Key(int, required=True),
    "value": Key(float),
    "unit": TEXT,
    "kind": Key(str, required=True, allowed=("niveau", "verandering", "geen cijfer")),
    "note": TEXT,
}

LAYER: Final[Mapping[str, Key]] = {
    "kind": Key(str, required=True, allowed=LAYER_KINDS),
    "label": REQUIRED_TEXT,
    "observes": Key(str, required=True, allowed=OBSERVES),
    "noun": REQUIRED_TEXT,
    "noun_plural": REQUIRED_TEXT,
    "description": TEXT,
    "context": TEXT,
    "places": TEXT,
    "mask": Key(str, allowed=MASKS),
    "counts_per": Key(str, allowed=tuple(COUNTED_PER)),
    "first_day": Key(date),
    "source": Key(dict),
    "columns": Key(dict, holds=(str, list)),
    "soorten": Key(dict, holds=(str,)),
    "denominators": Key(dict),
    "expectation": Key(dict),
    "filters": Key(dict),
    "privacy": Key(dict),
    "style": Key(dict),
}

LAYER_DENOMINATORS: Final[Mapping[str, Key]] = {"use": Key(list, required=True, holds=(str,))}
LAYER_EXPECTATION: Final[Mapping[str, Key]] = {"use": Key(list, required=True, holds=(str,))}
LAYER_FILTERS: Final[Mapping[str, Key]] = {
    "show": Key(list, allowed=FILTERS, holds=(str,)),
    "measures": TEXTS,
}
PRIVACY: Final[Mapping[str, Key]] = {
    "finest": Key(str, allowed=FINEST),
    "finest_cell_m": Key(int),
    "minimum": Key(int),
    "roles": TEXTS,
    "points_roles": TEXTS,
}
STYLE: Final[Mapping[str, Key]] = {
    "palette": TEXT,
    "cell_m": Key(int),
    "bandwidth_m": Key(int),
}

GEMEENTE: Final[Mapping[str, Key]] = {
    "gemeente": Key(dict, required=True),
    "access": Key(dict),
    "land": Key(dict),
    "tiles": Key(dict),
    "versions": Key(dict),
    "open_data": Key(dict),
}
GEMEENTE_SECTIONS: Final[Mapping[str, Mapping[str, Key]]] = {
    "gemeente": {"code": REQUIRED_TEXT, "name": REQUIRED_TEXT, "start": TEXT},
    "access": {"local_role": TEXT, "ask": TEXT},
    "land": {"water": TEXT, "compartments": Key(list, holds=(list,))},
    "tiles": {"url": TEXT, "attribution": TEXT},
    "versions": {"keep": Key(int), "days": Key(int)},
    "open_data": {
        "gemeenten": TEXTS,
        "geocode": Key(bool),
        **dict.fromkeys(OPEN_DATA_SERVICES, TEXT),
    },
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


class Problems:
    """A list of everything wrong with one declaration, each with its place in the file."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.found: list[str] = []

    def add(self, section: str, sentence: str) -> None:
        """Note a problem in a section ("" for the top of the file)."""
        place = f"[{section}]" if section else "bovenaan"
        self.found.append(f"{self.where} {place}: {sentence}")


def read_section(
    table: Mapping[str, Any], keys: Mapping[str, Key], section: str, problems: Problems
) -> dict[str, Any]:
    """Return what a section holds, restricted to what is right; the rest becomes a problem.

    Examples
    --------
    >>> problems = Problems("geodata/wijken/layer.toml")
    >>> _ = read_section({"atribution": "CBS"}, {"attribution": Key(str)}, "source", problems)
    >>> problems.found[0]
    "geodata/wijken/layer.toml [source]: onbekende sleutel 'atribution'. \
Bedoelde u 'attribution'?"
    """
    right: dict[str, Any] = {}
    for name, value in table.items():
        if name not in keys:
            problems.add(section, f"onbekende sleutel '{name}'. {suggestion(name, tuple(keys))}")
        elif _fits(value, keys[name], name, section, problems):
            right[name] = value
    for name, key in keys.items():
        if key.required and name not in table:
            problems.add(section, f"sleutel '{name}' ontbreekt.")
    return right


def suggestion(name: str, allowed: tuple[str, ...]) -> str:
    """Return the sentence that helps on after an unknown name."""
    close = get_close_matches(name, allowed, n=1)
    if close:
        return f"Bedoelde u '{close[0]}'?"
    return f"Mogelijk: {', '.join(allowed)}."


def _fits(value: object, key: Key, name: str, section: str, problems: Problems) -> bool:
    number_for_float = key.type is float and isinstance(value, int | float)
    # bool is an int in Python, never in a declaration.
    mismatch = isinstance(value, bool) is not (key.type is bool)
    if mismatch or not (isinstance(value, key.type) or number_for_float):
        problems.add(section, f"'{name}' is {value!r}; verwacht {_TYPE_NAMES[key.type]}.")
        return False
    if wrong_items := [item for item in _items(value) if not _may_hold(key, item)]:
        expected = " of ".join(_TYPE_NAMES[kind] for kind in key.holds)
        for item in wrong_items:
            problems.add(section, f"'{name}' bevat {item!r}; verwacht {expected}.")
        return False
    if key.allowed:
        values = value if isinstance(value, list) else [value]
        wrong = [item for item in values if item not in key.allowed]
        for item in wrong:
            problems.add(section, f"'{name}' is '{item}'. {suggestion(str(item), key.allowed)}")
        return not wrong
    return True


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
