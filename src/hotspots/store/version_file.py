"""The file of a version, read only after every byte of it was found to be what was written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from hotspots.settings import private

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: bytes read at once while the checksum is taken
_BLOCK: Final = 1 << 20


class DamagedError(Exception):
    """The file of a version is gone, or is not what was written; it says which of the two."""


class VersionFile:
    """The rows of a version, column by column; use it in a ``with`` block.

    The file is opened once: what was checked is what is read, also when the version is removed
    meanwhile.

    Raises
    ------
    DamagedError
        If the file is gone or its SHA-256 is another.
    """

    def __init__(self, path: Path, sha256: str) -> None:
        try:
            self._file = pa.OSFile(str(path))
        except OSError as error:
            raise DamagedError("het bestand ontbreekt of is niet te openen") from error
        try:
            self._check(sha256)
            self._parquet = pq.ParquetFile(self._file, page_checksum_verification=True)
        except (OSError, pa.ArrowException, DamagedError) as error:
            self._file.close()
            raise DamagedError(str(error)) from error

    def _check(self, sha256: str) -> None:
        digest = hashlib.sha256()
        while block := self._file.read(_BLOCK):
            digest.update(block)
        if digest.hexdigest() != sha256:
            raise DamagedError("het controlegetal klopt niet met de inhoud")
        self._file.seek(0)

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
            raise DamagedError(str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def write_version_file(rows: pa.Table, path: Path) -> str:
    """Write rows with a checksum in every page, and return the SHA-256 of the whole."""
    with open(path, "wb", opener=private) as file:
        pq.write_table(rows, file, compression="zstd", write_page_checksum=True)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
