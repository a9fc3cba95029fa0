"""A writer into an object store that kills itself: object_writer.py FOLDER ENDPOINT PREFIX WHEN.

It adds versions of rows that hold their number, and says each number once it is published. WHEN is
"catalogue": it dies (-9) when all parts of its third version are there and the catalogue is next.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from hotspots.catalog.storage import Bucket
from hotspots.errors import LostRaceError
from hotspots.store.objects import ObjectFiles
from hotspots.store.versions import LayerStore
from store.writer import DRAFT, KEEP, Retention, rows_of, say

#: Of which version it does not live to see the catalogue.
LAST = 3


def die(files: ObjectFiles, content: bytes) -> None:
    """Be killed where the catalogue would be written, from the third version on."""
    if f'"number": {LAST}' in content.decode():
        os.kill(os.getpid(), signal.SIGKILL)
    write(files, content)


write = ObjectFiles.write_catalogue

if __name__ == "__main__":
    folder, endpoint, prefix, when = sys.argv[1:]
    if when == "catalogue":
        ObjectFiles.write_catalogue = die  # type: ignore[method-assign]
    bucket = Bucket("veiligheid", prefix, endpoint, "eu-west-1")
    store = LayerStore(Path(folder), lambda: Retention(keep=KEEP), bucket)
    say("ready")
    while True:
        try:
            with store.writing():
                number = 1 + max((version.number for version in store.versions()), default=0)
                made = [store.write_part(str(year), rows_of(year, number)) for year in (2017, 2018)]
                store.add_parts(made, DRAFT, lambda version: {"n": version.number})
        except LostRaceError:
            continue
        say(number)
