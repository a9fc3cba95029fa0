"""What differs between two divisions of the same municipality: names, codes and moved lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.geography.areas import AreaSet

ChangeKind = Literal["renamed", "new", "gone", "moved"]
#: hectares; less that changes hands comes from rounding, not from a moved line
LEAST_HA: Final = 0.5
_M2_PER_HA: Final = 10_000.0


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``before`` and ``now`` are code and name, "" where there is none.

    ``area_ha`` is how much land and water moves from the one to the other, or the size of an area
    that came or went.
    """

    level: str
    kind: ChangeKind
    before: tuple[str, str]
    now: tuple[str, str]
    area_ha: float

    def to_dict(self) -> dict[str, object]:
        """Return the change for JSON."""
        return {
            "level": self.level,
            "kind": self.kind,
            "before": self.before[0] or None,
            "before_name": self.before[1] or None,
            "now": self.now[0] or None,
            "now_name": self.now[1] or None,
            "area_ha": round(self.area_ha, 1),
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Change:
        """Return a change as `to_dict` told it, as the report of a version keeps it."""
        before, now = ((told[end] or "", told[f"{end}_name"] or "") for end in ("before", "now"))
        return cls(told["level"], told["kind"], before, now, float(told["area_ha"]))


_NONE: Final = ("", "")


def changes_between(
    before: AreaSet, now: AreaSet, *, least_ha: float = LEAST_HA
) -> tuple[Change, ...]:
    """Return what changed: names, then codes that came and went, then moved lines, largest first.

    A line that moved is told by what lies on the other side of it now: a pair of areas with
    another code and the hectares that go from the one to the other.
    """
    old = {code: at for at, code in enumerate(before.codes)}
    new = {code: at for at, code in enumerate(now.codes)}
    level = now.level
    named = [
        Change(level, "renamed", (code, before.names[old[code]]), (code, now.names[at]), 0.0)
        for code, at in new.items()
        if code in old and before.names[old[code]] != now.names[at]
    ]
    came = [
        Change(level, "new", _NONE, (code, now.names[at]), _ha(now, at))
        for code, at in new.items()
        if code not in old
    ]
    went = [
        Change(level, "gone", (code, before.names[at]), _NONE, _ha(before, at))
        for code, at in old.items()
        if code not in new
    ]
    return (*named, *came, *went, *_moved(before, now, least_ha))


def _ha(areas: AreaSet, at: int) -> float:
    return float(shapely.area(areas.polygons[at])) / _M2_PER_HA


def _moved(before: AreaSet, now: AreaSet, least_ha: float) -> list[Change]:
    left, right = shapely.STRtree(now.polygons).query(before.polygons, predicate="intersects")
    other = np.array(before.codes)[left] != np.array(now.codes)[right]
    left, right = left[other], right[other]
    shared = shapely.intersection(before.polygons[left], now.polygons[right])
    area_ha = shapely.area(shared) / _M2_PER_HA
    return [
        Change(
            now.level,
            "moved",
            (before.codes[left[at]], before.names[left[at]]),
            (now.codes[right[at]], now.names[right[at]]),
            float(area_ha[at]),
        )
        for at in np.argsort(-area_ha, kind="stable")
        if area_ha[at] >= least_ha
    ]
