"""The Parquet files of a version: each is checked wholly before anything of it is read."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from hotspots.dutch import reason
from hotspots.settings import private

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hotspots.store.layer_files import LayerFiles


#: What is wrong with a file that is not what was written.
OTHER_CONTENT: Final = "het controlegetal klopt niet met de inhoud"
#: bytes read at once while the checksum is taken
_BLOCK: Final = 1 << 20


class DamagedError(Exception):
    """The file of a version is gone, or is not what was written; it says which of the two."""


class VersionFile:
    """A Parquet file of a version, column by column; use it in a ``with`` block.

    The file is opened once: what was checked is what is read, also when the version is removed
    meanwhile.

    Raises
    ------
    DamagedError
        If the file is gone or its SHA-256 is another.
    """

    def __init__(self, files: LayerFiles, name: str, sha256: str) -> None:
        try:
            try:
                self._open(files.open(name), sha256)
            except DamagedError:
                # A copy on this machine may be what is damaged.
                again = files.open_again(name)
                if again is None:
                    raise
                self._open(again, sha256)
        except OSError as error:
            raise DamagedError("het bestand ontbreekt of is niet te openen") from error

    def _open(self, file: pa.NativeFile, sha256: str) -> None:
        self._file = file
        try:
            self._check(sha256)
            self._parquet = pq.ParquetFile(self._file, page_checksum_verification=True)
        except (OSError, pa.ArrowException, DamagedError) as error:
            self._file.close()
            raise DamagedError(reason(error)) from error

    def _check(self, sha256: str) -> None:
        digest = hashlib.sha256()
        while block := self._file.read(_BLOCK):
            digest.update(block)
        if digest.hexdigest() != sha256:
            raise DamagedError(OTHER_CONTENT)
        self._file.seek(0)

    def __len__(self) -> int:
        rows: int = self._parquet.metadata.num_rows
        return rows

    @property
    def column_names(self) -> list[str]:
        """The names of its columns."""
        names: list[str] = self._parquet.schema_arrow.names
        return names

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return columns of all rows; every column if none is named.

        Raises
        ------
        DamagedError
            If the disk gives other bytes than it gave before.
        """
        try:
            return self._parquet.read(columns=None if columns is None else list(columns))
        except (OSError, pa.ArrowException) as error:
            raise DamagedError(reason(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


class VersionRows:
    """The rows of a version, column by column, of all its files; use it in a ``with`` block.

    Each file is opened once, as `VersionFile` says.

    Raises
    ------
    DamagedError
        If a file is gone or its SHA-256 is another.
    """

    def __init__(self, files: LayerFiles, named: Sequence[tuple[str, str]]) -> None:
        with ExitStack() as stack:
            self._files = [stack.enter_context(VersionFile(files, *file)) for file in named]
            self._opened = stack.pop_all()

    @property
    def column_names(self) -> list[str]:
        """The names of the columns that any of the files has."""
        return list(dict.fromkeys(name for file in self._files for name in file.column_names))

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return columns of all rows, file after file; every column if none is named.

        Raises
        ------
        DamagedError
            If the disk gives other bytes than it gave before.
        """
        return joined([file.read(columns) for file in self._files])

    def __len__(self) -> int:
        return sum(map(len, self._files))

    def each(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Return columns of the rows of one file after the other, as `read` does."""
        for file in self._files:
            yield file.read(columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables one below the other; a column that one of them lacks is null there.

    Parquet keeps milliseconds where a moment had seconds: together they are milliseconds.
    """
    if len(tables) == 1:
        return tables[0]
    return pa.concat_tables(tables, promote_options="permissive").unify_dictionaries()


def checked(content: bytes, sha256: str) -> bytes:
    """Return the bytes of a small file; ValueError if they are not what was written."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(OTHER_CONTENT)
    return content


def write_version_file(rows: pa.Table, path: Path) -> str:
    """Write rows with a checksum in every page, and return the SHA-256 of the whole."""
    with open(path, "wb", opener=private) as file:
        pq.write_table(rows, file, compression="zstd", write_page_checksum=True)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
