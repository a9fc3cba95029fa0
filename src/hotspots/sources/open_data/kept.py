"""Answers that were fetched before: asked again by their mark, and pages of an unfinished fetch.

    <state>/open_data/answers/<address>.json + .body   an answer, with its ETag
    <state>/open_data/unfinished/<fetch>/<address>.*   pages of a fetch that broke off

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

from hotspots.sources.open_data.answers import Answer

if TYPE_CHECKING:
    from pathlib import Path

#: seconds; older pages of a fetch that broke off are of another day, and not gone on with.
_UNFINISHED_S: Final = 6 * 3600.0
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
            self.folder.mkdir(parents=True, exist_ok=True)
            for suffix, content in (
                (".body", answer.body),
                (".json", json.dumps(asdict(told)).encode()),
            ):
                partial = self.folder / f"{name}{suffix}.new"
                partial.write_bytes(content)
                partial.replace(self.folder / f"{name}{suffix}")

    def tidy(self, *, older_than_s: float = _UNUSED_S) -> None:
        """Throw away what nobody asked for in a long time."""
        before = time.time() - older_than_s
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.stat().st_mtime < before:
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


def unfinished(folder: Path, first_url: str) -> KeptAnswers:
    """Return where the pages of a fetch are kept until it is finished.

    Pages of a fetch that broke off too long ago are thrown away first: what came after them may
    have changed.
    """
    pages = KeptAnswers(folder / "unfinished" / _name(first_url))
    with contextlib.suppress(OSError):
        ages = [path.stat().st_mtime for path in pages.folder.iterdir()]
        if ages and min(ages) < time.time() - _UNFINISHED_S:
            finished(pages)
    return pages


def finished(pages: KeptAnswers) -> None:
    """Throw the pages of a fetch away: all of them were used."""
    shutil.rmtree(pages.folder, ignore_errors=True)


def _name(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:32]
