"""Begin an import in a process of its own for each line that comes in, for a test that kills them.

Usage: importers.py HOME FILE; answers each line with the number of the process.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.errors import HotspotsError

if __name__ == "__main__":
    # Nobody waits for those that are killed.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    workspace = open_workspace(Path(sys.argv[1]), role="analist")
    for _ in sys.stdin:
        process = os.fork()
        if process == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            while True:
                with suppress(HotspotsError):
                    import_file(workspace, workspace.layer("inbraak"), Path(sys.argv[2]))
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()
