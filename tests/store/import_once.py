"""Import a file as the command line does, on a disk that will not have it.

Usage: import_once.py HOME FILE BYTES; from the moment that a version is written no file may grow
beyond BYTES, where that is not 0.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import resource

from hotspots.cli import main
from hotspots.store import layer_files

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

written = layer_files.write_version_file


def limited(rows: pa.Table, path: Path) -> str:
    """Write a version where a file has a largest size."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    return written(rows, path)


if __name__ == "__main__":
    home, file, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if most:
        layer_files.write_version_file = limited
    sys.exit(main(["--home", home, "import", file, "--layer", "inbraak"]))
