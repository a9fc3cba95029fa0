"""The parser of every command: argparse, in Dutch, with its options loaded when they are needed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, NoReturn

from hotspots.cli import parser_words as text

if TYPE_CHECKING:
    from collections.abc import Callable


class _Layout(argparse.RawDescriptionHelpFormatter):
    """The layout of argparse, with its own heading in Dutch and an example on a line of its own."""

    def add_usage(
        self,
        usage: str | None,
        actions: Any,  # noqa: ANN401 - those of argparse
        groups: Any,  # noqa: ANN401
        prefix: str | None = None,
    ) -> None:
        """Add how a command is written."""
        super().add_usage(usage, actions, groups, text.USAGE if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks Dutch: headings, help and what it refuses.

    Parameters
    ----------
    options
        Adds the options the first time they are needed: those of one command may take seconds to
        import, and a listing of all commands should not wait for them.
    """

    def __init__(
        self,
        *,
        options: Callable[[argparse.ArgumentParser], None] | None = None,
        **kwargs: Any,  # noqa: ANN401 - those of argparse
    ) -> None:
        super().__init__(add_help=False, formatter_class=_Layout, **kwargs)
        self._positionals.title = text.ARGUMENTS
        self._optionals.title = text.OPTIONS
        self.add_argument("-h", "--help", action="help", help=text.HELP)
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
        """Leave with 2: what is wrong, what was found, where to look."""
        self.exit(2, "\n".join(text.not_understood(message, self.prog)) + "\n")
