"""Which versions of a layer stay when a new one is added."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Versions kept per layer, the new one included: two years of monthly imports.
KEPT: Final = 24
#: days; how long a version stays after another took its place.
KEPT_DAYS: Final = 730


@dataclass(frozen=True, slots=True)
class Retention:
    """How many versions stay, and for how many days after they were replaced.

    A version goes when it is past either of the two. The version that is served, and the last one
    before it with real rows, never go.
    """

    keep: int = KEPT
    days: int = KEPT_DAYS


def retention_in(gemeente: Path) -> Retention:
    """Return what ``[versions]`` of gemeente.toml says; the defaults where it says nothing.

    A file that cannot be read says nothing: whoever opens the home is told what is wrong with it.
    """
    try:
        section = tomllib.loads(gemeente.read_text(encoding="utf-8")).get("versions", {})
        return Retention(
            keep=int(section.get("keep", KEPT)), days=int(section.get("days", KEPT_DAYS))
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return Retention()


def kept(
    entries: Sequence[dict[str, Any]], current: int, retention: Retention, now: datetime
) -> list[dict[str, Any]]:
    """Return the versions that stay, oldest first.

    Parameters
    ----------
    entries
        All versions in order of number, each with number, made_at, synthetic.
    current
        Number of the version that is served.

    Examples
    --------
    The first was replaced 397 days ago, the second 31 days ago.

    >>> made = ["2015-01-01T00:00:00+00:00", "2016-01-01T00:00:00+00:00"]
    >>> made += ["2017-01-01T00:00:00+00:00", "2017-02-01T00:00:00+00:00"]
    >>> entries = [{"number": n, "made_at": at, "synthetic": False} for n, at in enumerate(made, 1)]
    >>> now = datetime(2017, 2, 1, tzinfo=UTC)
    >>> [entry["number"] for entry in kept(entries, 4, Retention(days=365), now)]
    [2, 3, 4]
    """
    replaced_at = _replaced_at(entries)
    first_kept = len(entries) - retention.keep
    oldest = now - timedelta(days=min(max(retention.days, 0), KEPT_DAYS * 100))
    stays = {current, _last_real_before(entries, current)}
    return [
        entry
        for at, entry in enumerate(entries)
        if entry["number"] in stays or (at >= first_kept and replaced_at[at] >= oldest)
    ]


def _replaced_at(entries: Sequence[dict[str, Any]]) -> list[datetime]:
    """Return when each version was followed by the next; the last one was not, yet.

    A clock that went back makes a version look older than the one before it. Numbers know better:
    it is taken to be no older.
    """
    made: list[datetime] = []
    for entry in entries:
        at = datetime.fromisoformat(entry["made_at"])
        made.append(max(at, made[-1]) if made else at)
    return [*made[1:], datetime.max.replace(tzinfo=UTC)]


def _last_real_before(entries: Sequence[dict[str, Any]], current: int) -> int | None:
    real = [e["number"] for e in entries if e["number"] < current and not e["synthetic"]]
    return max(real, default=None)
