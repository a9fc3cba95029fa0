"""Names are the field's words: not the private dialect that this house once had."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import hotspots

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(hotspots.__file__).parent
#: What says nothing of what a thing is; instead: query, request, args, sentences, result, problems,
#: cache, export, intake, calendar, view.
BANNED = {
    "told", "asked", "found", "held", "kept", "taking", "door", "room", "desk", "furnished",
}  # fmt: skip
#: How many such names a room has left. These numbers only go down; a room at 0 leaves the list.
LEFT: dict[str, int] = {}


def test_no_room_gets_more_names_of_the_old_dialect() -> None:
    more = {
        room: sorted(names.elements())
        for room, names in banned_by_room().items()
        if names.total() > LEFT.get(room, 0)
    }
    assert more == {}


def test_a_room_without_such_names_leaves_the_list() -> None:
    assert [room for room in LEFT if room not in banned_by_room()] == []


def banned_by_room() -> dict[str, Counter[str]]:
    """Return the banned names that each room gives, with how often."""
    rooms: dict[str, Counter[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        given = [path.stem, *names_given(ast.parse(path.read_text(encoding="utf-8")))]
        banned = [
            name for name in given if BANNED & set(words_of(name)) and not part_of_error(name)
        ]
        if banned:
            rooms.setdefault(room, Counter()).update(banned)
    return rooms


def names_given(tree: ast.AST) -> Iterator[str]:
    """Return the names that a module gives: where it uses what another named, it has no choice."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr
            case ast.alias(asname=str(name)):
                yield name
            case _:
                pass


def part_of_error(name: str) -> bool:
    """Whether a text is called after the second part of an error: what was found there."""
    return name.isupper() and name.endswith("_FOUND")


def words_of(name: str) -> list[str]:
    """Return the words of a name: ``EventView`` and ``event_view`` have two."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_")


if __name__ == "__main__":
    for of_room, its_names in banned_by_room().items():
        print(f'    "{of_room}": {its_names.total()},')  # noqa: T201 - to renew the list
