"""The command line: a contract that scripts depend on.

The registry lists the commands; what one of them can be asked is loaded when it is called.
"""

from __future__ import annotations

import argparse
import logging
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots import registry
from hotspots.cli.parser import EXAMPLE, MORE_HELP, Parser
from hotspots.dutch import with_capital
from hotspots.errors import HotspotsError
from hotspots.exports import terminal as text

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Exit codes: done, a fault of ours, the input was refused.
DONE, FAULT, REFUSED = 0, 1, 2
_PROGRAM: Final = "hotspots"
_COMMAND: Final = "OPDRACHT"


def run(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code: 0 done, 1 a fault of ours, 2 refused."""
    sys.exit(main(sys.argv[1:] if arguments is None else arguments))


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code."""
    args = parse(arguments)
    try:
        code: int = args.command(args)
    except HotspotsError as error:
        text.say(filter(None, (error.what, error.detail, error.do)), aside=True)
        return REFUSED
    except KeyboardInterrupt:
        print(text.INTERRUPTED, file=sys.stderr)
        return FAULT
    except BrokenPipeError:
        # Whoever read our output has stopped reading: `hotspots … | head` is no fault.
        sys.stderr.close()
        return DONE
    except Exception:  # the outermost frame of the program
        logging.getLogger("hotspots").exception(text.FAULT)
        return FAULT
    return code


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what a command was called with; leave with 2 where that cannot be read."""
    return parser_of_all().parse_args(arguments)


def parser_of_all() -> Parser:
    """Return the parser of every command that the registry lists."""
    parser = Parser(
        prog=_PROGRAM,
        description=text.DESCRIPTION,
        epilog=MORE_HELP.format(program=_PROGRAM),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {version('hotspots')}",
        help=text.OWN_VERSION,
    )
    _add_home(parser, default=None)
    below = {"": parser.add_subparsers(required=True, metavar=_COMMAND)}
    for command in registry.COMMANDS:
        group, _, name = command.name.rpartition(" ")
        if group not in below:
            kind = registry.GROUPS[group]
            sentence = registry.load(kind.help)
            parent = below[""].add_parser(group, help=sentence, description=_sentence(sentence))
            below[group] = parent.add_subparsers(required=True, metavar=kind.metavar)
            # Before or after the command is the same; a default would undo the one before.
            _add_home(parent, default=argparse.SUPPRESS)
        sentence = registry.load(command.help)
        below[group].add_parser(
            name,
            help=sentence,
            description=_sentence(sentence),
            epilog=EXAMPLE.format(line=example_of(command)),
            options=partial(_add_options, command),
        )
    return parser


def example_of(command: registry.Command) -> str:
    """Return a line that asks a command, as it is typed.

    Examples
    --------
    >>> example_of(next(one for one in registry.COMMANDS if one.name == "versions"))
    'hotspots versions woninginbraak --json'
    """
    return " ".join(filter(None, (_PROGRAM, command.name, command.example)))


def _sentence(sentence: str) -> str:
    return f"{with_capital(sentence)}."


def _add_options(command: registry.Command, parser: argparse.ArgumentParser) -> None:
    if command.options:
        registry.load(command.options)(parser)
    _add_home(parser, default=argparse.SUPPRESS)
    parser.set_defaults(command=partial(_run, command))


def _run(command: registry.Command, args: argparse.Namespace) -> int:
    """Run a command: drawing takes seconds to import, and counting should not wait for it."""
    code: int = registry.load(command.run)(args)
    return code


def _add_home(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    parser.add_argument("--home", type=Path, default=default, metavar="MAP", help=text.HOME)
