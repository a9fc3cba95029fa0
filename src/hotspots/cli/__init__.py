"""The command line: a contract that scripts depend on."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from hotspots.cli.arguments import parse
from hotspots.errors import HotspotsError
from hotspots.exports import terminal as text

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Exit codes: done, a fault of ours, the input was refused.
DONE, FAULT, REFUSED = 0, 1, 2


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
