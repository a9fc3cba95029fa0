"""Folders in which a large import puts what it has done, until it is published."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from hotspots.store.durable import is_free

if TYPE_CHECKING:
    from pathlib import Path

#: The folder of them all, in that of a layer.
STAGING: Final = "staging"
#: seconds that an import may wait for whoever stopped it: a week.
LONGEST_S: Final = 7 * 86_400.0


def remove_staging(folder: Path) -> None:
    """Remove the folder of an import, and that of all if it was the last."""
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()


def remove_stale(layer: Path, *, older_than_s: float = LONGEST_S) -> None:
    """Remove the folders of imports that nobody is busy with and that are too old."""
    if not (layer / STAGING).is_dir():
        return
    for folder in list((layer / STAGING).iterdir()):
        with suppress(OSError):
            if is_free(folder / "lock") and time.time() - _last_write(folder) >= older_than_s:
                remove_staging(folder)


def _last_write(folder: Path) -> float:
    return max((path.stat().st_mtime for path in (folder, *folder.iterdir())), default=0.0)
