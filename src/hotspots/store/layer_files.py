"""The files of one layer, by name, wherever they lie; and how it goes on a disk.

    catalogue.json                        which versions there are, which is current
    versions/<n>-<hash>.json              which parts a version of incidents has
    versions/<n>-<hash>.parquet           a version of anything else, whole
    parts/<span>-<hash>.parquet           a part, of one version or of several
    parts/<span>-<hash>-<cube>-<hash>.parquet   its rows, counted
    reports/<n>.json                      what the import that made a version reported

Every file but the catalogue is written once and then stays as it is. `DiskFiles` is a folder, of
one machine or shared; `hotspots.store.objects` is an object store.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import pyarrow as pa

from hotspots.settings import private_folder
from hotspots.store.durable import exclusive, partial_of, replace_whole, sync, write_bytes
from hotspots.store.files import checked, write_version_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

CATALOGUE: Final = "catalogue.json"
#: The same beside it on a disk, for when the first is damaged.
SECOND_CATALOGUE: Final = "catalogue-copy.json"
VERSIONS: Final = "versions"
PARTS: Final = "parts"
REPORTS: Final = "reports"

#: What tells a file from another in its place, unread; None for one that is gone.
Signature = tuple[int, int, int] | None


class LayerFiles(Protocol):
    """The files of a layer; a name has the folder in it, with a slash.

    A method raises OSError where a disk fails, and UnreachableError (a StoreError) where a store
    that is not of this machine does not answer: then nobody knows what is there.
    """

    def __hash__(self) -> int: ...

    @property
    def layer_id(self) -> str:
        """The layer that they are of."""
        ...

    @property
    def folder(self) -> Path:
        """The folder that is written to on this machine: of an object store, that of copies."""
        ...

    @property
    def catalogues(self) -> tuple[str, ...]:
        """The names under which the catalogue is kept, the first that is read before the others."""
        ...

    def where(self, name: str = "") -> str:
        """Return where a file is, for a sentence; without a name, where they all are."""
        ...

    def is_there(self) -> bool:
        """Whether anything was ever written, as far as can be told without reading."""
        ...

    def read(self, name: str) -> bytes:
        """Return what is in a file; FileNotFoundError if it is not there."""
        ...

    def read_checked(self, name: str, sha256: str) -> bytes:
        """Return what is in a file that is written once; ValueError if it is something else."""
        ...

    def open(self, name: str) -> pa.NativeFile:
        """Return a file of rows to read and to go to and fro in, not yet checked."""
        ...

    def open_again(self, name: str) -> pa.NativeFile | None:
        """Return the file itself if it was a copy that `open` gave, else None."""
        ...

    def local(self, name: str) -> Path:
        """Return where a file can be read on this machine."""
        ...

    def is_file(self, name: str) -> bool:
        """Whether a file is there."""
        ...

    def listing(self, folder: str) -> dict[str, bool]:
        """Return the names in a folder ("" for the top), and whether nobody is busy with each.

        It is asked while the layer is locked.
        """
        ...

    def signature(self, name: str) -> Signature:
        """Return what tells a file from another in its place."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Write a file wholly or not at all."""
        ...

    def write_rows(
        self, folder: str, draft: str, rows: pa.Table, named: Callable[[str], str]
    ) -> str:
        """Write rows wholly or not at all, and return their SHA-256.

        Parameters
        ----------
        draft
            What the file is called meanwhile, where that is needed.
        named
            Returns the name of the file by its SHA-256.
        """
        ...

    def write_catalogue(self, content: bytes) -> None:
        """Have a catalogue take the place of the one before, at once; call it inside `exclusive`.

        LostRaceError (a StoreError) says that another writer was first, and nothing changed.
        """
        ...

    def own_name(self, stem: str) -> str:
        """Return a stem as this writer uses it: no other writer writes or removes that name."""
        ...

    def report_beside(self) -> bool:
        """Whether two writers can be busy with the same number at once."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone already is no fault."""
        ...

    def keep(self, folder: str) -> None:
        """Have the names in a folder kept, before something relies on them."""
        ...

    def exclusive(self, wait_s: float) -> AbstractContextManager[None]:
        """Hold the lock of the layer: StillLockedError if another holds it for longer."""
        ...

    def is_tidy(self) -> bool:
        """Whether nothing can have been left since `note_tidy`; an opening looks no further."""
        ...

    def note_tidy(self) -> None:
        """Remember that there was a look for what killed writers left."""
        ...

    def uncopied(self) -> LayerFiles:
        """Return the same files, never read from a copy on this machine."""
        ...

    def copies_are_behind(self) -> bool:
        """Whether the catalogue that was read last is newer than the copies on this machine."""
        ...

    def forget_copies_but(self, names: set[str]) -> None:
        """Remove the copies on this machine that the catalogue names no longer."""
        ...


@dataclass(frozen=True, slots=True)
class DiskFiles:
    """The files of a layer in a folder; see `LayerFiles`."""

    folder: Path

    @property
    def layer_id(self) -> str:
        """The name of the folder."""
        return self.folder.name

    @property
    def catalogues(self) -> tuple[str, ...]:
        """Two: a disk may flip a bit of one."""
        return CATALOGUE, SECOND_CATALOGUE

    def where(self, name: str = "") -> str:
        """Return the path."""
        return str(self.folder / name)

    def is_there(self) -> bool:
        """Whether there is a folder."""
        return self.folder.exists()

    def read(self, name: str) -> bytes:
        """Return what is in a file."""
        return (self.folder / name).read_bytes()

    def read_checked(self, name: str, sha256: str) -> bytes:
        """Return what is in a file, after a look at every byte."""
        return checked(self.read(name), sha256)

    def open(self, name: str) -> pa.NativeFile:
        """Return the file; what is removed meanwhile can be read to its end."""
        return pa.OSFile(str(self.folder / name))

    def open_again(self, name: str) -> None:
        """Return None: there is no other than the file itself."""

    def local(self, name: str) -> Path:
        """Return the path."""
        return self.folder / name

    def is_file(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.folder / name).is_file()

    def listing(self, folder: str) -> dict[str, bool]:
        """Return the files of a folder; who has the lock is the only one who is busy."""
        path = self.folder / folder
        if not path.is_dir():
            return {}
        return {entry.name: True for entry in path.iterdir() if entry.is_file()}

    def signature(self, name: str) -> Signature:
        """Return its inode, bytes and time of change."""
        try:
            # A version of years has hundreds of files, asked for at each question: no Path of each.
            status = os.stat(f"{self.folder}/{name}")  # noqa: PTH116
        except OSError:
            return None
        return status.st_ino, status.st_size, status.st_mtime_ns

    def write(self, name: str, content: bytes) -> None:
        """Write a file beside, and have it take its name."""
        path = self.folder / name
        private_folder(path.parent)
        replace_whole(path, content)

    def write_rows(
        self, folder: str, draft: str, rows: pa.Table, named: Callable[[str], str]
    ) -> str:
        """Write rows beside, and have the file take its name."""
        place = private_folder(self.folder / folder)
        with partial_of(place / draft) as partial:
            digest = write_version_file(rows, partial)
            sync(partial)
            partial.replace(place / named(digest))
        return digest

    def write_catalogue(self, content: bytes) -> None:
        """Write both, and have the second take its name before the first: it never knows less.

        Both lie on the disk before either takes its name: a disk that is full stops it here.
        """
        first_path, second_path = self.folder / CATALOGUE, self.folder / SECOND_CATALOGUE
        with partial_of(second_path) as second, partial_of(first_path) as first:
            write_bytes(second, content)
            write_bytes(first, content)
            names = [(second, second_path), (first, first_path)]
            if not first_path.exists():
                # The first version of all: a reader that finds only the second file thinks of
                # damage.
                names.reverse()
            for partial, path in names:
                partial.replace(path)
        sync(self.folder)

    def own_name(self, stem: str) -> str:
        """Return the stem: who has the lock is the only writer."""
        return stem

    def report_beside(self) -> bool:
        """Return no, for the same reason."""
        return False

    def remove(self, name: str) -> None:
        """Remove a file."""
        (self.folder / name).unlink(missing_ok=True)

    def keep(self, folder: str) -> None:
        """Have the disk keep the names."""
        sync(self.folder / folder)

    @contextmanager
    def exclusive(self, wait_s: float) -> Iterator[None]:
        """Hold the lock on a file beside them; a dead owner frees it."""
        private_folder(self.folder / VERSIONS)
        with exclusive(self.folder / "lock", wait_s=wait_s):
            yield

    def is_tidy(self) -> bool:
        """Return no: a writer can have been killed a moment ago, and looking costs nothing."""
        return False

    def note_tidy(self) -> None:
        """Do nothing, for the same reason."""

    def uncopied(self) -> DiskFiles:
        """Return itself: there are no copies."""
        return self

    def copies_are_behind(self) -> bool:
        """Return no: there are none."""
        return False

    def forget_copies_but(self, names: set[str]) -> None:
        """Do nothing: there are none."""
