"""The parser of every command: argparse, in Dutch, with its options loaded when they are needed.

What argparse would say in English of the arguments of a command is said here.
"""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

USAGE: Final = "gebruik: "
ARGUMENTS: Final = "argumenten"
OPTIONS: Final = "opties"
HELP: Final = "toon deze uitleg"
#: Below the help of a command, and below the list of all of them.
EXAMPLE: Final = "voorbeeld:\n  {line}"
MORE_HELP: Final = "Uitleg bij een opdracht: {program} OPDRACHT --help"

NOT_UNDERSTOOD: Final = "De opdracht is niet te begrijpen."
LOOK: Final = "Bekijk wat kan met: {program} --help"

_NAMED: Final = re.compile(r"argument (?P<name>.+?): (?P<what>.*)", re.DOTALL)
#: What argparse finds wrong, and how it is said here: as a whole, or behind the name of an option.
SAID: Final = (
    (r"the following arguments are required: (.*)", r"Er ontbreekt: \1"),
    (r"one of the arguments (.*) is required", r"Er ontbreekt een van: \1"),
    (r"unrecognized arguments: (.*)", r"Onbekend: \1"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 kan meer betekenen: \2"),
    (r"expected one argument", "er hoort een waarde achter"),
    (r"expected at most one argument", "er hoort hoogstens één waarde achter"),
    (r"expected at least one argument", "er hoort ten minste één waarde achter"),
    (r"expected (\d+) arguments?", r"het aantal waarden erachter hoort \1 te zijn"),
    (r"not allowed with argument (.*)", r"gaat niet samen met \1"),
    (r"ignored explicit argument '?(.*?)'?", r"hier hoort geen waarde achter; gevonden: '\1'"),
    (r"invalid int value: '(.*)'", r"'\1' is geen heel getal"),
    (r"invalid float value: '(.*)'", r"'\1' is geen getal"),
    (r"invalid \S+ value: '(.*)'", r"'\1' kan hier niet"),
)
#: Later Pythons put a guess of their own between the two.
_CHOICE: Final = re.compile(
    r"invalid choice: (?P<found>'.*?'|\S+?)(?:, maybe you meant .*)? \(choose from (?P<known>.*)\)"
)
NO_CHOICE: Final = "'{found}' kan niet; mogelijk: {known}"
OF_OPTION: Final = "{name}: {what}"


class _Layout(argparse.RawDescriptionHelpFormatter):
    """The layout of argparse, with its own heading in Dutch and an example on a line of its own."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Add how a command is written."""
        super().add_usage(usage, actions, groups, USAGE if prefix is None else prefix)


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
        self._positionals.title = ARGUMENTS
        self._optionals.title = OPTIONS
        self.add_argument("-h", "--help", action="help", help=HELP)
        self._options = options

    def parse_known_args(self, args: Any = None, namespace: object = None) -> Any:  # noqa: ANN401
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
        self.exit(2, "\n".join(not_understood(message, self.prog)) + "\n")


def not_understood(message: str, program: str) -> tuple[str, str, str]:
    """Say that a command cannot be read: what of it, and where to look.

    Parameters
    ----------
    message
        What argparse found; what is not known here stays as it is.

    Examples
    --------
    >>> print("|".join(not_understood("argument --wind: invalid float value: 'x'", "hotspots")))
    De opdracht is niet te begrijpen.|--wind: 'x' is geen getal.|Bekijk wat kan met: hotspots --help
    """
    named = _NAMED.fullmatch(message)
    if named is None:
        problem = _in_dutch(message)
    else:
        problem = OF_OPTION.format(name=named["name"], what=_in_dutch(named["what"]))
    return NOT_UNDERSTOOD, f"{problem}.", LOOK.format(program=program)


def _in_dutch(what: str) -> str:
    choice = _CHOICE.fullmatch(what)
    if choice is not None:
        # Quotes around every name, where Python writes them.
        known = choice["known"].replace("'", "")
        return NO_CHOICE.format(found=choice["found"].strip("'"), known=known)
    for english, dutch in SAID:
        match = re.fullmatch(english, what, re.DOTALL)
        if match is not None:
            return match.expand(dutch)
    return what
