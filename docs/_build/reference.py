"""Write docs/reference.md: every TOML key and every command, as the code knows them.

Run with ``make reference``; a test fails where the file is not what this writes.
"""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots import registry
from hotspots.access.permission import _TOP as USERS
from hotspots.catalog import keys, roles, supplies
from hotspots.cli import example_of, parser_of_all
from hotspots.cli.parser import Parser
from hotspots.evenementen import settings as events
from hotspots.incoming.checking import recipe
from hotspots.risico import settings as risk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotspots.catalog.grammar import Key

REFERENCE: Final = Path(__file__).parents[1] / "reference.md"
#: Per file its sections, by how each begins, with its keys.
FILES: Final[Mapping[str, tuple[str, Mapping[str, Mapping[str, Key]]]]] = {
    "gemeente.toml": (
        "The municipality, at the top of a home.",
        {"": keys.GEMEENTE} | {f"[{name}]": part for name, part in keys.GEMEENTE_SECTIONS.items()},
    ),
    "rollen.toml": (
        "What each role may see, take away and load; without the file the roles of the tool hold.",
        {
            "": roles._TOP,
            "[roles.ROLE]": roles._ROLE,
            "[roles.ROLE.sensitive], .themes.THEME and .layers.LAYER": roles._RIGHTS,
        },
    ),
    "gebruikers.toml": ("Who has which role.", {"": USERS}),
    supplies.FILE: (
        "Where rows come from by themselves: what `refresh` looks at. A home can do without.",
        {"[NAME]": supplies.KEYS},
    ),
    "recipes/LAYER/NAME.toml": (
        "In the state: how the files of one supplier are read. Page Inlezen and `import` write it.",
        {"": recipe.KEYS},
    ),
    "geodata/LAYER/layer.toml": (
        "A layer of areas or surroundings.",
        {
            "": keys.CONTEXT,
            "[source]": keys.SOURCE,
            "[denominators.NAME]": keys.DENOMINATOR,
            "[fields.NAME]": keys.CONTEXT_FIELD,
        },
    ),
    "data/THEME/theme.toml": (
        "A theme and its layers.",
        {
            "": keys.THEME,
            "[[figures]]": keys.FIGURE,
            "[layers.LAYER]": keys.LAYER,
            "[layers.LAYER.source]": keys.SOURCE,
            "[layers.LAYER.denominators]": keys.LAYER_DENOMINATORS,
            "[layers.LAYER.expectation]": keys.LAYER_EXPECTATION,
            "[layers.LAYER.filters]": keys.LAYER_FILTERS,
            "[layers.LAYER.privacy]": keys.PRIVACY,
            "[layers.LAYER.style]": keys.STYLE,
        },
    ),
    f"data/THEME/{risk.FILE}": (
        "What is assumed about rail and water, on top of what comes with the tool.",
        {
            "": risk._TOP,
            "[routes]": risk._ROUTES,
            "[settings.NAME]": risk._SETTING,
            "[spoor.SCENARIO]": risk._RAIL,
            "[water.SCENARIO]": risk._WATER,
        },
    ),
    f"data/THEME/{events.OWN_FILE}": (
        "How events are weighed; a section replaces that of the tool as a whole.",
        {"": events.TOP}
        | {f"[{name}]": part for name, part in events.SECTIONS.items()}
        | {f"[[{name}]]": part for name, part in events.LISTS.items()}
        | {"[[scoring.questions]]": events.QUESTION},
    ),
}
_TYPES: Final = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "date",
    list: "list",
    dict: "table",
}


def reference() -> str:
    """Return the reference as Markdown."""
    return "\n".join([*_introduction(), *_declarations(), *_commands()]).rstrip() + "\n"


def _introduction() -> Iterator[str]:
    yield "# Reference"
    yield ""
    yield "Written from the code by `docs/_build/reference.py` (`make reference`): change it there."
    yield "What a key or option is for, with examples: [eigen-gemeente.md](eigen-gemeente.md),"
    yield "[beheer.md](beheer.md), [uitrol](uitrol/README.md), and `CONTRIBUTING.md`."
    yield ""


def _declarations() -> Iterator[str]:
    yield "## Keys"
    yield ""
    yield "A key that is not here is refused, with a suggestion. `hotspots check` lists everything."
    yield ""
    for file, (what, sections) in FILES.items():
        yield f"### `{file}`"
        yield ""
        yield what
        yield ""
        for section, allowed in sections.items():
            yield f"{f'`{section}`' if section else 'At the top'}:"
            yield ""
            yield "| key | holds | |"
            yield "| --- | --- | --- |"
            for name, key in allowed.items():
                yield f"| `{name}` | {_holds(key)} | {'required' if key.required else ''} |"
            yield ""


def _holds(key: Key) -> str:
    """Return what a key may hold, in words."""
    told = _TYPES[key.type]
    if key.holds:
        told += " of " + " or ".join(dict.fromkeys(_TYPES[kind] for kind in key.holds))
    if key.allowed:
        told += ": " + ", ".join(f"`{choice}`" for choice in key.allowed)
    if key.above is not None:
        told += f" above {key.above}"
    if key.least is not None:
        told += f" from {key.least}"
    return told + (" (day of every year, as `05-04`)" if key.month_day else "")


def _commands() -> Iterator[str]:
    yield "## Command line"
    yield ""
    yield "`--home MAP` may stand before or after every command. Exit codes: 0 done, 1 a fault of the"
    yield "program, 2 what was asked is refused and nothing changed. Errors go to stderr."
    yield ""
    tree = parser_of_all()
    for command in registry.COMMANDS:
        parser = _parser_of(tree, command.name)
        parser.add_options()
        yield f"### `hotspots {command.name}`"
        yield ""
        yield f"{_sentence(registry.load(command.help))} For example `{example_of(command)}`."
        yield ""
        options = [action for action in parser._actions if _is_told(action)]
        if options:
            yield "| option | | |"
            yield "| --- | --- | --- |"
            yield from map(_option, options)
            yield ""


def _parser_of(tree: argparse.ArgumentParser, name: str) -> Parser:
    """Return the parser of a command of one or two words."""
    for word in name.split():
        (below,) = (
            action
            for action in tree._actions
            if isinstance(action, argparse._SubParsersAction)
        )
        tree = below.choices[word]
    assert isinstance(tree, Parser)
    return tree


def _is_told(action: argparse.Action) -> bool:
    return action.dest not in ("help", "home")


def _option(action: argparse.Action) -> str:
    """Return the row of an option or argument."""
    name = ", ".join(action.option_strings)
    takes = action.metavar if isinstance(action.metavar, str) else ""
    if not takes and action.nargs != 0 and not action.choices:
        takes = action.dest.upper()
    shown = " ".join(filter(None, (name, takes))) or action.dest
    known = [str(choice) for choice in action.choices or ()]
    # The help of most options says what can be chosen, and what each choice is.
    explained = all(re.search(rf"\b{choice}\b", action.help or "") for choice in known)
    choices = "" if explained else ", ".join(f"`{choice}`" for choice in known)
    needed = action.required and action.nargs != "?"
    told = "; ".join(filter(None, (action.help or "", f"one of {choices}" if choices else "")))
    return f"| `{shown}` | {told.replace('|', chr(92) + '|')} | {'required' if needed else ''} |"


def _sentence(told: str) -> str:
    return f"{told[0].upper()}{told[1:]}."


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8", newline="\n")
