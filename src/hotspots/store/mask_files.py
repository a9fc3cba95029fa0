"""The masks of a home on disk: made once for its areas, and read where a question looks.

A folder per making, named by all that its masks depend on. It is written beside its name and takes
it at once, so that what has the name is whole; what a power cut made of it shows in its checksums.
Nothing is lost with it: what cannot be read is made again, and where nothing can be written the
masks are made in memory.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import shutil
import tempfile
import weakref
import zlib
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypedDict

import numpy as np
import shapely

from hotspots.geography.mask_making import make_masks, read_masks, shaping_contexts
from hotspots.geography.masks import Mask
from hotspots.settings import private, private_folder
from hotspots.store.durable import PARTIAL, StillLockedError, exclusive

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog
    from hotspots.geography.areas import Geography

#: Of what is on disk; another number when the arrays or how they are made change.
_FORMAT: Final = 1
_FOLDER: Final = "maskers"
_MANIFEST: Final = "manifest.json"
#: So many makings stay: those of the areas before these are there again after a restore.
_STAY: Final = 2
#: bytes; what is read at a time to look over a file.
_CHUNK_B: Final = 1 << 20


class _Entry(TypedDict):
    """What the manifest says of one array."""

    dtype: str
    length: int
    crc32: int


class _OfMask(TypedDict):
    """What the manifest says of one mask; ``of`` is the mask that it is a part of."""

    label: str
    of: str | None
    arrays: dict[str, _Entry]


def masks_on_disk(state: Path, catalog: Catalog, geography: Geography) -> dict[str, Mask]:
    """Return the masks of a home by id, from disk where they are there, else made and put there.

    Parameters
    ----------
    state
        The folder with what the tool publishes.

    Raises
    ------
    SourceError
        If a layer that they are made of cannot be read.
    """
    mark = _mark(catalog, geography)
    if mark is None:
        return read_masks(catalog, geography)
    folder = state / _FOLDER
    masks = _opened(folder / mark)
    if masks is not None:
        return masks
    try:
        private_folder(folder)
        with exclusive(folder / "making"):
            # Whoever waited finds what the other made.
            masks = _opened(folder / mark) or _made(folder / mark, catalog, geography)
    except (OSError, StillLockedError):
        return read_masks(catalog, geography)
    _tidy(folder, mark)
    return masks


def are_on_disk(state: Path, catalog: Catalog, geography: Geography) -> bool:
    """Whether the masks of a home are on disk; not whether they can be read."""
    mark = _mark(catalog, geography)
    return mark is not None and (state / _FOLDER / mark / _MANIFEST).is_file()


def _mark(catalog: Catalog, geography: Geography) -> str | None:
    """Return a mark of all that the masks depend on; None where a file of it cannot be read."""
    gemeente = catalog.gemeente
    about = (_FORMAT, shapely.geos_version_string, geography.fingerprint, gemeente.compartments)
    digest = hashlib.blake2b(repr(about).encode(), digest_size=12)
    for context in shaping_contexts(catalog):
        of = (context.id == gemeente.water, context.source.crs, context.level, context.path.suffix)
        digest.update(repr(of).encode())
        try:
            with context.path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "blake2b").digest())
        except OSError:
            return None
    return digest.hexdigest()


def _new(path: Path) -> IO[bytes]:
    """Open a file that only its owner may read, to write it."""
    return open(path, "wb", opener=private)


class _Files:
    """A sink that writes the arrays of one mask to files, and counts what it writes."""

    def __init__(
        self, folder: Path, stack: ExitStack, name: str, written: dict[str, _OfMask]
    ) -> None:
        self._folder, self._stack, self._name, self._written = folder, stack, name, written
        self._files: dict[str, IO[bytes]] = {}
        self._entries: dict[str, _Entry] = {}

    def add(self, name: str, values: NDArray[np.generic]) -> None:
        """Put values behind those that the file of this array has."""
        if name not in self._files:
            path = _file_of(self._folder, self._name, name)
            self._files[name] = self._stack.enter_context(_new(path))
            self._entries[name] = {"dtype": values.dtype.str, "length": 0, "crc32": 0}
        entry, content = self._entries[name], np.ascontiguousarray(values).view(np.uint8).data
        self._files[name].write(content)
        entry["length"] += len(values)
        entry["crc32"] = zlib.crc32(content, entry["crc32"])

    def mask(self, label: str, of: Mask | None, of_buurten: NDArray[np.bool_] | None) -> Mask:
        """Return the mask of what was written, to be read while its folder is being made."""
        if of_buurten is not None:
            self.add("of_buurten", of_buurten)
        for file in self._files.values():
            file.flush()
        self._written[self._name] = {
            "label": label, "of": of.id if of is not None else None, "arrays": self._entries,
        }  # fmt: skip
        return _masks_in(self._folder, self._written)[self._name]


def _made(folder: Path, catalog: Catalog, geography: Geography) -> dict[str, Mask]:
    """Make the masks in a folder of this name; the lock is held."""
    half = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", suffix=PARTIAL, dir=folder.parent))
    try:
        written: dict[str, Any] = {}
        with ExitStack() as stack:
            made = make_masks(catalog, geography, lambda name: _Files(half, stack, name, written))
        with open(half / _MANIFEST, "w", encoding="utf-8", opener=private) as file:
            json.dump(written, file)
        if folder.exists():  # what could not be read
            shutil.rmtree(folder)
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return made


def _opened(folder: Path) -> dict[str, Mask] | None:
    """Return the masks in a folder, looked over; None where they are not there or not whole."""
    try:
        written = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        for name, of_mask in written.items():
            for array, entry in of_mask["arrays"].items():
                if not _is_whole(_file_of(folder, name, array), entry):
                    return None
        return _masks_in(folder, written)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _is_whole(path: Path, entry: _Entry) -> bool:
    size_b = np.dtype(entry["dtype"]).itemsize * entry["length"]
    if path.stat().st_size != size_b:
        return False
    checksum = 0
    with path.open("rb") as file:
        while content := file.read(_CHUNK_B):
            checksum = zlib.crc32(content, checksum)
    return bool(checksum == entry["crc32"])


def _masks_in(folder: Path, written: dict[str, _OfMask]) -> dict[str, Mask]:
    """Return masks that read their arrays from a folder, which tells of each after what it is of.

    Their files stay open: a folder may be cleared away while a server still answers from it.
    """
    masks: dict[str, Mask] = {}
    for name, of_mask in written.items():
        own = {
            array: _Column(_file_of(folder, name, array), entry["dtype"], entry["length"])
            for array, entry in of_mask["arrays"].items()
        }
        of = masks[of_mask["of"]].arrays if of_mask["of"] else None
        of_buurten = own["of_buurten"].read() if "of_buurten" in own else None
        masks[name] = Mask(name, of_mask["label"], partial(_array, own, of), of_buurten)
    return masks


def _array(
    own: dict[str, _Column], of: Callable[[str], NDArray[np.generic]] | None, name: str
) -> NDArray[np.generic]:
    """Return an array of a mask, or of the one that it is of."""
    return own[name].read() if name in own or of is None else of(name)


class _Column:
    """One array on disk."""

    def __init__(self, path: Path, dtype: str, length: int) -> None:
        self._file = path.open("rb")
        weakref.finalize(self, self._file.close)
        self._dtype, self._length = np.dtype(dtype), length

    def read(self) -> NDArray[Any]:
        """Return the array, of which no more is read than is looked at.

        Each is a view of its own: what of the file is in memory for it goes with it.
        """
        if not self._length:
            return np.zeros(0, dtype=self._dtype)
        size_b = self._dtype.itemsize * self._length
        view = mmap.mmap(self._file.fileno(), size_b, access=mmap.ACCESS_READ)
        return np.frombuffer(view, dtype=self._dtype)


def _file_of(folder: Path, name: str, array: str) -> Path:
    return folder / f"{name}-{array}.bin"


def _tidy(folder: Path, mark: str) -> None:
    """Remove what a killed maker left, and all but the newest makings."""
    with suppress(OSError):
        entries = sorted(folder.iterdir(), key=lambda entry: entry.stat().st_mtime, reverse=True)
        others = [entry for entry in entries if entry.is_dir() and entry.name != mark]
        whole = [entry for entry in others if not entry.name.endswith(PARTIAL)]
        left = [entry for entry in others if entry.name.endswith(PARTIAL)]
        for entry in (*left, *whole[_STAY - 1 :]):
            shutil.rmtree(entry, ignore_errors=True)
