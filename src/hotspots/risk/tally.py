"""How many places and events lie in zones: per zone, and per buurt and wijk, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.risk.objects import VULNERABILITIES, Events, Places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography
    from hotspots.risk.zones import Zone

    Counts = Mapping[str, NDArray[np.int64] | None]

#: What is counted, in the order in which it is told.
KINDS: Final = (*VULNERABILITIES, "event_sites", "events")


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts by kind; None where nothing was loaded or no day was asked, which is not zero.

    Attributes
    ----------
    within : shape (zones,)
        Per kind, in each zone, whatever other zones hold a place too.
    buurten : shape (buurten,)
        Per kind, in any zone, each place once, by the buurt it is in.
    elsewhere : shape (1,)
        Per kind, in a zone but outside the municipality.
    """

    within: Counts
    buurten: Counts
    elsewhere: Counts

    def of_zone(self, at: int) -> dict[str, Any]:
        """Return the counts of a zone."""
        return _told({kind: _at(counts, at) for kind, counts in self.within.items()})

    def of_buurt(self, at: int) -> dict[str, Any]:
        """Return the counts of a buurt in any zone."""
        return _told({kind: _at(counts, at) for kind, counts in self.buurten.items()})

    def of_wijk(self, at: int, parent: NDArray[np.int32]) -> dict[str, Any]:
        """Return the counts of a wijk in any zone; ``parent`` is the wijk of each buurt."""
        mine = parent == at
        return _told(
            {
                kind: None if counts is None else int(counts[mine].sum())
                for kind, counts in self.buurten.items()
            }
        )

    @property
    def touched(self) -> NDArray[np.bool_]:
        """Which buurten have any place or event in a zone."""
        known = [counts for counts in self.buurten.values() if counts is not None]
        if not known:
            return np.zeros(1, dtype=np.bool_)
        return np.asarray(np.sum(known, axis=0) > 0)

    def to_dict(self) -> dict[str, Any]:
        """Return the totals in any zone, each place once: in the municipality and outside it."""
        return {
            "inside": _told(
                {
                    kind: None if counts is None else int(counts.sum())
                    for kind, counts in self.buurten.items()
                }
            ),
            "outside_municipality": _told(
                {kind: _at(counts, 0) for kind, counts in self.elsewhere.items()}
            ),
        }


def _at(counts: NDArray[np.int64] | None, at: int) -> int | None:
    return None if counts is None else int(counts[at])


def _told(by_kind: Mapping[str, int | None]) -> dict[str, Any]:
    return {
        "objects": {name: by_kind[name] for name in VULNERABILITIES},
        "event_sites": by_kind["event_sites"],
        "events": by_kind["events"],
    }


def tally(
    zones: Sequence[Zone],
    geography: Geography,
    places: Places,
    sites: Places,
    events: Events | None,
) -> Tally:
    """Count places and events in zones.

    Parameters
    ----------
    places
        Kwetsbare objecten.
    sites
        Where events can be.
    events
        Of the day; None if no day was asked.
    """
    by_kind: dict[str, NDArray[np.float64] | None] = dict.fromkeys(KINDS)
    if len(places):
        where = _where(places)
        kind_of = np.array([place.vulnerability for place in places.places])
        by_kind |= {name: where[kind_of == name] for name in VULNERABILITIES}
    if len(sites):
        by_kind["event_sites"] = _where(sites)
    if events is not None and events.known:
        by_kind["events"] = np.array(
            [(event.x_rd, event.y_rd) for event in events.events], dtype=np.float64
        ).reshape(-1, 2)
    counted = {kind: _count(where, zones, geography) for kind, where in by_kind.items()}
    return Tally(
        *({kind: None if found is None else found[part] for kind, found in counted.items()}
          for part in range(3))
    )  # fmt: skip


def _where(places: Places) -> NDArray[np.float64]:
    return np.column_stack([places.x_rd, places.y_rd])


def _count(
    where: NDArray[np.float64] | None, zones: Sequence[Zone], geography: Geography
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None:
    """Return the counts per zone, per buurt and outside the municipality."""
    if where is None:
        return None
    x_rd, y_rd = where[:, 0], where[:, 1]
    covered = np.array(
        [np.asarray(zone.covers(x_rd, y_rd), dtype=np.bool_) for zone in zones], dtype=np.bool_
    ).reshape(len(zones), len(where))
    at = geography.index.locate(x_rd, y_rd)[covered.any(axis=0)]
    return (
        covered.sum(axis=1),
        np.bincount(at[at >= 0], minlength=len(geography.buurten)),
        np.array([np.count_nonzero(at < 0)]),
    )
