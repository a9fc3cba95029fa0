"""The command that starts the application: it loads nothing that the application loads itself."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from hotspots.settings import HOME_VARIABLE, open_home

if TYPE_CHECKING:
    from argparse import Namespace


def app(args: Namespace) -> int:
    """Start the application, and return when it stops.

    The pages are a program of their own, beside this one in the house. It takes the place of this
    process, so that whoever stops the one stops the other.
    """
    home = open_home(args.home)
    os.environ[HOME_VARIABLE] = str(home.root)
    command = [sys.executable, "-m", "hotspots.app", str(args.port)]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(sys.executable, command)  # noqa: S606 - our own program, no shell
    return subprocess.run(command, check=False).returncode  # noqa: S603
