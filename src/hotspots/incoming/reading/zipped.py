"""What a zip promises to hold, judged before anything in it is opened."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from hotspots.errors import SourceError
from hotspots.incoming.reading import words

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.incoming.reading.table import Limits

#: What Python raises on a zip that is damaged, or in a way of packing that it does not know.
ZIP_FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
)  # fmt: skip
#: Honest tables shrink to a tenth or a fiftieth; beyond this a zip is made to burst.
_MOST_SHRUNK: Final = 200
#: Below this size a high ratio does no harm.
_HARMLESS_BYTES: Final = 10_000_000
_ENCRYPTED: Final = 0x1
_MOST_MEMBERS: Final = 5_000


def require_plain_zip(path: Path, limits: Limits, name: str) -> None:
    """Stop if a zip is encrypted, or too large once unzipped.

    Raises
    ------
    SourceError
        With the size it would have.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except ZIP_FAULTS as error:
        raise SourceError(*words.damaged(name, "zip")) from error
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise SourceError(*words.password(name))
    size = sum(member.file_size for member in members)
    too_tight = any(
        member.file_size > _HARMLESS_BYTES
        and member.file_size > _MOST_SHRUNK * max(member.compress_size, 1)
        for member in members
    )
    if size > limits.unzipped_bytes or too_tight or len(members) > _MOST_MEMBERS:
        raise SourceError(*words.unzips_too_large(name, size, limits.unzipped_bytes))
