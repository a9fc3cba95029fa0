"""Answers that were fetched before: asked again by their mark, and pages of an unfinished fetch.

    <state>/open_data/answers/<address>.json + .body   an answer, with its ETag
    <state>/open_data/answers/unfinished/<question>/   pages of a fetch that is not finished

A fetch asks many questions, and a service need not mark its answers: what came is kept until all
of them are answered, so that a fetch that is cut off goes on where it was.

What cannot be kept (a full disk, a state folder that is read-only) is simply fetched again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from hotspots.errors import HotspotsError
from hotspots.settings import private, private_folder
from hotspots.sources.open_data.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: seconds; older pages of a fetch that broke off are of another day, and not gone on with.
_UNFINISHED_S: Final = 6 * 3600.0
#: There while a question is being asked.
_ASKING: Final = "asking"
#: seconds; an answer that was not asked for in three months is thrown away.
_UNUSED_S: Final = 92 * 86400.0


@dataclass(frozen=True, slots=True)
class _Told:
    """What is kept beside a body."""

    url: str
    media: str
    sha256: str
    crs: str
    etag: str


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """A folder with answers, by address.

    Parameters
    ----------
    folder
        Made when there is something to keep.
    """

    folder: Path

    def etag(self, url: str) -> str:
        """Return the mark by which to ask whether an answer is still the same; "" for none."""
        found = self._read(url)
        return found[0].etag if found is not None else ""

    def answer(self, url: str) -> Answer | None:
        """Return an answer as it was kept; None where it was not, or is damaged."""
        found = self._read(url)
        if found is None:
            return None
        told, body = found
        return Answer(told.url, told.media, body, told.sha256, told.crs, kept=True)

    def keep(self, answer: Answer, etag: str) -> None:
        """Keep an answer, if that can be."""
        told = _Told(answer.url, answer.media, answer.sha256, answer.crs, etag)
        name = _name(answer.url)
        # Keeping is a kindness: what cannot be kept is fetched again.
        with contextlib.suppress(OSError):
            private_folder(self.folder)
            for suffix, content in (
                (".body", answer.body),
                (".json", json.dumps(asdict(told)).encode()),
            ):
                partial = self.folder / f"{name}{suffix}.new"
                with open(partial, "wb", opener=private) as file:
                    file.write(content)
                partial.replace(self.folder / f"{name}{suffix}")

    def tidy(self, *, older_than_s: float = _UNUSED_S) -> None:
        """Throw away what nobody asked for in a long time."""
        before = time.time() - older_than_s
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.is_file() and path.stat().st_mtime < before:
                    path.unlink()

    def _read(self, url: str) -> tuple[_Told, bytes] | None:
        name = _name(url)
        try:
            told = _Told(**json.loads((self.folder / f"{name}.json").read_bytes()))
            body = (self.folder / f"{name}.body").read_bytes()
        except (OSError, ValueError, TypeError):
            return None
        whole = told.url == url and hashlib.sha256(body).hexdigest() == told.sha256
        return (told, body) if whole else None


@contextlib.contextmanager
def one_question(kept: KeptAnswers | None, first_url: str) -> Iterator[KeptAnswers | None]:
    """Give where the pages of a question are kept until the whole fetch is finished.

    Pages of too long ago are thrown away first: what came after them may have changed.
    """
    if kept is None:
        yield None
        return
    pages = KeptAnswers(_unfinished(kept) / _name(first_url))
    asking = _unfinished(kept) / _ASKING
    with contextlib.suppress(OSError):
        private_folder(asking.parent)
        asking.touch(mode=0o600)
        ages = [path.stat().st_mtime for path in pages.folder.iterdir()]
        if ages and min(ages) < time.time() - _UNFINISHED_S:
            shutil.rmtree(pages.folder, ignore_errors=True)
    yield pages
    # Not after an error: then a question stays halfway.
    with contextlib.suppress(OSError):
        asking.unlink(missing_ok=True)


@contextlib.contextmanager
def one_fetch(kept: KeptAnswers) -> Iterator[None]:
    """Throw the pages of a fetch away when it is finished.

    After an error they stay if a question was halfway. If all were answered, what was answered is
    at fault, and it is asked anew.
    """
    try:
        yield
    except HotspotsError:
        if not (_unfinished(kept) / _ASKING).exists():
            forget(kept)
        raise
    forget(kept)


def forget(kept: KeptAnswers) -> None:
    """Throw away what an unfinished fetch left."""
    shutil.rmtree(_unfinished(kept), ignore_errors=True)


def _unfinished(kept: KeptAnswers) -> Path:
    return kept.folder / "unfinished"


def _name(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:32]
