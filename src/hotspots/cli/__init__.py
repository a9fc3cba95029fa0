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
from typing import TYPE_CHECKING, Any, Final, NoReturn

from hotspots import registry
from hotspots.errors import HotspotsError
from hotspots.exports import terminal as text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Exit codes: done, a fault of ours, the input was refused.
DONE, FAULT, REFUSED = 0, 1, 2
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
        for part in (error.what, error.detail, error.do):
            if part:
                print(part, file=sys.stderr)
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
    parser = Parser(prog="hotspots", description=text.DESCRIPTION)
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
            parent = below[""].add_parser(group, help=registry.load(kind.help))
            below[group] = parent.add_subparsers(required=True, metavar=kind.metavar)
            # Before or after the command is the same; a default would undo the one before.
            _add_home(parent, default=argparse.SUPPRESS)
        below[group].add_parser(
            name, help=registry.load(command.help), options=partial(_add_options, command)
        )
    return parser


class Parser(argparse.ArgumentParser):
    """A parser whose errors begin and end in Dutch; what argparse found stays in English.

    Parameters
    ----------
    options
        Adds the options the first time they are needed: those of one command may take seconds to
        import, and a listing of all commands should not wait for them.
    """

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - those of argparse
        options: Callable[[argparse.ArgumentParser], None] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self._options = options

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401
        """Read arguments, by the options of this command."""
        self.add_options()
        return super().parse_known_args(args, namespace)

    def add_options(self) -> None:
        """Add the options of this command, if that was not done yet."""
        if self._options is not None:
            add, self._options = self._options, None
            add(self)

    def error(self, message: str) -> NoReturn:
        """Leave with 2, and say where to look."""
        self.exit(2, text.NOT_UNDERSTOOD.format(message=message, program=self.prog) + "\n")


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
