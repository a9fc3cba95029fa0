"""The files of a layer in an object store that speaks S3.

There is no lock between machines and no renaming there. What a version is made of is put first,
under names of this writer alone; then one conditional write of the catalogue makes it visible: only
if the catalogue is still the one that this writer began with. Whoever comes second has changed
nothing.

What was read once lies on this machine too, as far as the catalogue names it, and is checked like
any file before it is read. Parts go through pyarrow; the catalogue goes through boto3, since
pyarrow cannot write on a condition.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import time
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import IO, TYPE_CHECKING, Any, Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from hotspots.errors import LostRaceError, SettingsError, UnreachableError
from hotspots.settings import private, private_folder
from hotspots.store import words as text
from hotspots.store.durable import exclusive
from hotspots.store.files import checked, write_version_file
from hotspots.store.layer_files import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hotspots.catalog.storage import Bucket
    from hotspots.errors import Parts
    from hotspots.store.layer_files import Signature


#: seconds; a file that no version names and that is younger may be of a writer that is busy.
OLDEST_WRITER_S: Final = 86_400.0
#: seconds that a reader believes the catalogue that it read; who writes always looks.
FRESH_S: Final = 2.0
#: seconds in which a server that was gone is not tried again: a home has dozens of layers.
GONE_S: Final = 10.0
#: seconds
_CONNECT_S, _ANSWER_S = 5.0, 60.0
_ATTEMPTS: Final = 3
#: bytes that are copied at once
_BLOCK: Final = 1 << 23
_MISSING: Final = ("NoSuchKey", "404", "NotFound")
#: What a server says that asks to try again: somebody else is writing at this moment.
_CONFLICT: Final = 409
_CHANGED: Final = 412
_GONE_STATUS: Final = 404
#: Under which of an object's own data its writer is written.
_WRITER: Final = "writer"
#: What pyarrow says of a fault.
_CODE: Final = re.compile(r"AWS Error (\w+)")
#: pyarrow's names of faults, as S3 calls them.
_AS_S3: Final = {
    "NO_SUCH_BUCKET": "NoSuchBucket",
    "NETWORK_CONNECTION": "EndpointConnectionError",
    "ACCESS_DENIED": "AccessDenied",
    "INVALID_ACCESS_KEY_ID": "InvalidAccessKeyId",
    "SIGNATURE_DOES_NOT_MATCH": "SignatureDoesNotMatch",
}
#: Where the copies of this machine lie, in its folder of the layer; and of which catalogue.
_COPIES: Final = "objects"
_COPIES_OF: Final = "catalogue-of-copies"
#: Of when the last look for leftovers was.
_TIDIED: Final = "tidied"


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """A catalogue as it was read: ``etag`` "" and None where there is none."""

    content: bytes | None
    etag: str
    at_s: float


#: Per layer the catalogue that was read or written last by this process.
_KNOWN: dict[str, _Catalogue] = {}
#: Per endpoint since when it is gone, and what was said of it.
_GONE: dict[str, tuple[float, Parts]] = {}
#: Per layer the ETag of the catalogue with which the writer of this moment began.
_BEGAN_WITH: ContextVar[dict[str, str] | None] = ContextVar("began_with", default=None)


@dataclass(frozen=True, slots=True)
class ObjectFiles:
    """The files of a layer in a bucket; see `hotspots.store.layer_files.LayerFiles`.

    Parameters
    ----------
    folder
        Of the layer on this machine: its lock, and copies of what was read. A machine that never
        opened the home has no such folder, and keeps no copies.
    copies
        Whether they may be read.
    """

    bucket: Bucket
    layer_id: str
    folder: Path
    copies: bool = True

    @property
    def catalogues(self) -> tuple[str, ...]:
        """One: an object store keeps its own copies, and two cannot be written at once."""
        return (CATALOGUE,)

    def where(self, name: str = "") -> str:
        """Return the address of a file."""
        return f"{self.bucket}/{self.layer_id}" + (f"/{name}" if name else "")

    def is_there(self) -> bool:
        """Return yes: only reading tells."""
        return True

    def _path(self, name: str) -> str:
        return f"{self.bucket.path}/{self.layer_id}/{name}"

    @property
    def _key(self) -> str:
        return self._path(CATALOGUE).removeprefix(f"{self.bucket.name}/")

    # The catalogue

    def read(self, name: str) -> bytes:
        """Return what is in a file; FileNotFoundError if it is not there."""
        if name == CATALOGUE:
            return self._read_catalogue()
        with self._saying(), _store(self.bucket).open_input_stream(self._path(name)) as file:
            content: bytes = file.read()
            return content

    def _read_catalogue(self) -> bytes:
        known = _KNOWN.get(self.where())
        old = known is None or time.monotonic() - known.at_s >= FRESH_S
        if known is None or old or not self.copies or self.where() in (_BEGAN_WITH.get() or {}):
            known = self._fetch_catalogue()
        if known.content is None:
            raise FileNotFoundError(self.where(CATALOGUE))
        return known.content

    def _fetch_catalogue(self) -> _Catalogue:
        content, etag = None, ""
        with self._saying():
            client = _client(self.bucket)
            try:
                answer = client.get_object(Bucket=self.bucket.name, Key=self._key)
                content, etag = answer["Body"].read(), answer["ETag"]
            except client.exceptions.ClientError as error:
                if _code_of(error) not in _MISSING:
                    raise
        known = _KNOWN[self.where()] = _Catalogue(content, etag, time.monotonic())
        return known

    @contextmanager
    def exclusive(self, wait_s: float) -> Iterator[None]:
        """Remember which catalogue this writer begins with; those on this machine take turns."""
        private_folder(self.folder)
        with exclusive(self.folder / "lock", wait_s=wait_s):
            began = {**(_BEGAN_WITH.get() or {}), self.where(): self._fetch_catalogue().etag}
            token = _BEGAN_WITH.set(began)
            try:
                yield
            finally:
                _BEGAN_WITH.reset(token)

    def write_catalogue(self, content: bytes) -> None:
        """Have a catalogue take the place of the one that this writer began with, or of none."""
        began = _BEGAN_WITH.get() or {}
        etag = began[self.where()]
        with self._saying(makes_visible=True):
            etag = began[self.where()] = self._put_if(content, etag)
        _KNOWN[self.where()] = _Catalogue(content, etag, time.monotonic())

    def _put_if(self, content: bytes, etag: str) -> str:
        """Write the catalogue if it is still the one with an ETag; return the new ETag.

        An answer that was lost on its way is asked for again: then this writer is the other who
        was first.
        """
        client, writer = _client(self.bucket), uuid4().hex
        condition = {"IfMatch": etag} if etag else {"IfNoneMatch": "*"}
        for pause_s in (0.05, 0.2, 0.8, 0.0):
            try:
                answer = client.put_object(
                    Bucket=self.bucket.name,
                    Key=self._key,
                    Body=content,
                    Metadata={_WRITER: writer},
                    **condition,
                )
            except client.exceptions.ClientError as error:
                status = error.response["ResponseMetadata"]["HTTPStatusCode"]
                if status == _CONFLICT:
                    time.sleep(pause_s)
                    continue
                missing = status == _GONE_STATUS and _code_of(error) in _MISSING
                if status != _CHANGED and not missing:
                    raise
                if (mine := self._written_by(writer)) is None:
                    break
                return mine
            return str(answer["ETag"])
        raise LostRaceError(*text.lost_race(self.layer_id))

    def _written_by(self, writer: str) -> str | None:
        """Return the ETag of the catalogue if it is of a writer, else None."""
        client = _client(self.bucket)
        try:
            head = client.head_object(Bucket=self.bucket.name, Key=self._key)
        except client.exceptions.ClientError as error:
            if _code_of(error) in _MISSING:
                return None
            raise
        return str(head["ETag"]) if head["Metadata"].get(_WRITER) == writer else None

    # Everything else

    def is_file(self, name: str) -> bool:
        """Whether an object is there."""
        with self._saying():
            info = _store(self.bucket).get_file_info(self._path(name))
        return bool(info.type == fs.FileType.File)

    def listing(self, folder: str) -> dict[str, bool]:
        """Return the objects of a folder, and whether each is too old for its writer to be busy."""
        selector = fs.FileSelector(self._path(folder).rstrip("/"), allow_not_found=True)
        with self._saying():
            entries = _store(self.bucket).get_file_info(selector)
        now = datetime.now(UTC)
        return {
            entry.base_name: (now - entry.mtime).total_seconds() >= OLDEST_WRITER_S
            for entry in entries
            if entry.type == fs.FileType.File
        }

    def signature(self, name: str) -> Signature:
        """Return always the same: no other file takes its place, and a copy of it was checked."""
        del name
        return (0, 0, 0)

    def write(self, name: str, content: bytes) -> None:
        """Put an object; it is there wholly or not at all."""
        self._put(name, io.BytesIO(content))

    def _put(self, name: str, content: IO[bytes]) -> None:
        with (
            self._saying(),
            _store(self.bucket).open_output_stream(self._path(name)) as file,
        ):
            while block := content.read(_BLOCK):
                file.write(block)

    def write_rows(
        self, folder: str, draft: str, rows: pa.Table, named: Callable[[str], str]
    ) -> str:
        """Put rows as an object, and keep a copy."""
        if not self._keeps_copies:
            whole = io.BytesIO()
            pq.write_table(rows, whole, compression="zstd", write_page_checksum=True)
            digest = hashlib.sha256(whole.getbuffer()).hexdigest()
            whole.seek(0)
            self._put(f"{folder}/{named(digest)}", whole)
            return digest
        with self._draft(f"{folder}/{draft}") as path:
            digest = write_version_file(rows, path)
            name = f"{folder}/{named(digest)}"
            with path.open("rb") as content:
                self._put(name, content)
            path.replace(self._copy(name))
        return digest

    def own_name(self, stem: str) -> str:
        """Return a stem with something that no other writer has."""
        return f"{stem}-{uuid4().hex[:8]}"

    def report_beside(self) -> bool:
        """Return yes: writers on two machines may write a report of the same number."""
        return True

    def remove(self, name: str) -> None:
        """Remove an object, and the copy of it."""
        with suppress(OSError):
            self._copy(name).unlink(missing_ok=True)
        with self._saying():
            _client(self.bucket).delete_object(
                Bucket=self.bucket.name,
                Key=self._path(name).removeprefix(f"{self.bucket.name}/"),
            )

    def keep(self, folder: str) -> None:
        """Do nothing: what was put is kept."""

    def is_tidy(self) -> bool:
        """Whether the last look was so short ago that what was left then is still too young."""
        with suppress(OSError):
            age_s = time.time() - (self.folder / _TIDIED).stat().st_mtime
            return age_s < OLDEST_WRITER_S
        return False

    def note_tidy(self) -> None:
        """Remember the moment, by a file on this machine."""
        with suppress(OSError):
            private_folder(self.folder)
            (self.folder / _TIDIED).touch(mode=0o600)

    # Copies on this machine

    @property
    def _keeps_copies(self) -> bool:
        return self.copies and self.folder.is_dir()

    def _copy(self, name: str) -> Path:
        return self.folder / _COPIES / name

    @contextmanager
    def _draft(self, name: str) -> Iterator[Path]:
        """Give a path to write a copy to that nobody else writes to."""
        path = self._copy(f"{name}-{uuid4().hex[:8]}.partial")
        private_folder(path.parent)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def read_checked(self, name: str, sha256: str) -> bytes:
        """Return what is in an object, from its copy if there is one."""
        if not self._keeps_copies:
            return checked(self.read(name), sha256)
        try:
            return checked(self.local(name).read_bytes(), sha256)
        except (FileNotFoundError, ValueError):
            self._copy(name).unlink(missing_ok=True)
            return checked(self.local(name).read_bytes(), sha256)

    def open(self, name: str) -> pa.NativeFile:
        """Return the copy of an object, fetched if there was none."""
        if not self._keeps_copies:
            return pa.BufferReader(self.read(name))
        with suppress(FileNotFoundError):
            return pa.OSFile(str(self._copy(name)))
        return pa.OSFile(str(self.local(name)))

    def open_again(self, name: str) -> pa.NativeFile | None:
        """Return a copy that was fetched anew, or None if `open` gave the object itself."""
        if not self._keeps_copies:
            return None
        self._copy(name).unlink(missing_ok=True)
        return self.open(name)

    def local(self, name: str) -> Path:
        """Return the copy of an object, fetched if there was none; not yet checked."""
        copy = self._copy(name)
        if copy.is_file():
            return copy
        with self._draft(name) as path:
            with (
                self._saying(),
                _store(self.bucket).open_input_stream(self._path(name)) as source,
                open(path, "wb", opener=private) as target,
            ):
                while block := source.read(_BLOCK):
                    target.write(block)
            path.replace(copy)
        return copy

    def uncopied(self) -> ObjectFiles:
        """Return the same files, of which no copy is read."""
        return replace(self, copies=False)

    def copies_are_behind(self) -> bool:
        """Whether the copies are of another catalogue than was read last."""
        known = _KNOWN.get(self.where())
        if known is None or not (self._keeps_copies and (self.folder / _COPIES).is_dir()):
            return False
        try:
            return (self.folder / _COPIES / _COPIES_OF).read_text() != known.etag
        except OSError:
            return True

    def forget_copies_but(self, names: set[str]) -> None:
        """Remove the copies that the catalogue names no longer; rows that are gone go here too."""
        etag = _KNOWN[self.where()].etag
        top = self.folder / _COPIES
        with suppress(OSError):
            for path in list(top.glob("*/*")):
                young = path.name.endswith(".partial") and (
                    time.time() - path.stat().st_mtime < OLDEST_WRITER_S
                )
                if path.relative_to(top).as_posix() not in names and not young:
                    path.unlink(missing_ok=True)
            with open(top / _COPIES_OF, "w", opener=private, encoding="utf-8") as file:
                file.write(etag)

    # What goes wrong

    @contextmanager
    def _saying(self, *, makes_visible: bool = False) -> Iterator[None]:
        """Say in Dutch why the store does not do what was asked; a missing object stays that."""
        at_s, still = _GONE.get(self.bucket.endpoint, (-GONE_S, ("", "", "")))
        if time.monotonic() - at_s < GONE_S:
            raise UnreachableError(*still)
        faults: tuple[type[Exception], ...] = (OSError, *_faults_of_boto())
        try:
            yield
        except FileNotFoundError:
            raise
        except faults as error:
            code = _code_of(error)
            if not code:
                raise
            sentence = partial(text.unreachable, str(self.bucket), self.bucket.endpoint, code)
            if code in text.CODES_GONE:
                _GONE[self.bucket.endpoint] = (time.monotonic(), sentence(unsure=False))
            # The fault itself may have a name of a key in it: it is not shown.
            raise UnreachableError(*sentence(unsure=makes_visible)) from None


def _code_of(error: BaseException) -> str:
    """Return how S3 calls a fault; "" for one of this machine."""
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        return str(response.get("Error", {}).get("Code", ""))
    if type(error).__module__.startswith("botocore"):
        return type(error).__name__
    match = _CODE.search(str(error))
    return _AS_S3.get(match.group(1), match.group(1)) if match else ""


@cache
def _faults_of_boto() -> tuple[type[Exception], ...]:
    exceptions = _boto().exceptions
    return (exceptions.ClientError, exceptions.BotoCoreError)


def _boto() -> Any:  # noqa: ANN401 - has no types
    """Return botocore, or say what to install."""
    try:
        import botocore.exceptions  # noqa: PLC0415 - an extra that not everybody has
    except ModuleNotFoundError as error:
        raise SettingsError(*text.no_object_store()) from error
    return botocore


def _client(bucket: Bucket) -> Any:  # noqa: ANN401 - has no types
    return _client_of(bucket.endpoint, bucket.region, os.getpid())


@cache
def _client_of(endpoint: str, region: str, _process: int) -> object:
    _boto()
    import boto3  # noqa: PLC0415 - as above
    from botocore.config import Config  # noqa: PLC0415 - as above

    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region or None,
        config=Config(
            connect_timeout=_CONNECT_S,
            read_timeout=_ANSWER_S,
            retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
            # Not every server knows the newer checksums; what we read we check ourselves.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _store(bucket: Bucket) -> fs.S3FileSystem:
    return _store_of(bucket.endpoint, bucket.region, os.getpid())


@cache
def _store_of(endpoint: str, region: str, _process: int) -> fs.S3FileSystem:
    scheme, _, address = endpoint.rpartition("://")
    return fs.S3FileSystem(
        region=region or None,
        endpoint_override=address or None,
        scheme=scheme or "https",
        connect_timeout=_CONNECT_S,
        request_timeout=_ANSWER_S,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=_ATTEMPTS),
    )
