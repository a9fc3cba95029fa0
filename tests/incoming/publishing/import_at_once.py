"""Import files at the same moment, each in a thread of its own, as a server does.

Usage: import_at_once.py HOME FILE...; prints one line per file: what became of it.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.errors import HotspotsError

if __name__ == "__main__":
    workspace = open_workspace(Path(sys.argv[1]), role="analist")

    def outcome(file: str) -> str:
        """Say what became of a file."""
        try:
            return import_file(workspace, workspace.layer("inbraak"), Path(file)).status
        except HotspotsError as error:
            return error.what

    with ThreadPoolExecutor(10) as pool:
        sys.stdout.write("\n".join(pool.map(outcome, sys.argv[2:])))
