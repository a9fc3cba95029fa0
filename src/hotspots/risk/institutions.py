"""Two clocks per institution: hours until the water, against hours to get up or out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from hotspots.risk.objects import VULNERABILITIES

if TYPE_CHECKING:
    from hotspots.risk.flood import Flood
    from hotspots.risk.objects import Place, Places
    from hotspots.risk.settings import RiskSettings

Verdict = Literal["droog", "op_tijd", "onzeker", "te_laat", "niet_bekend"]
#: From what needs attention first.
_ORDER: Final = ("te_laat", "onzeker", "niet_bekend", "op_tijd", "droog")
Hours = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """The two clocks of one place; ``up`` and ``out`` are the least and the most hours.

    ``given`` says whether the institution told its own hours, else they are a setting of its class.
    ``wet`` is None where it is not known whether it comes under water; ``depth_m`` is None where
    nobody says how deep.
    """

    place: Place
    depth_m: float | None
    water_h: float | None
    up_h: Hours
    out_h: Hours
    given: bool
    up: Verdict
    out: Verdict
    wet: bool | None

    def to_dict(self) -> dict[str, Any]:
        """Return both clocks and what they say."""
        return {
            **self.place.to_dict(),
            "wet": self.wet,
            "depth_m": None if self.depth_m is None else round(self.depth_m, 2),
            "water_h": None if self.water_h is None else round(self.water_h, 1),
            "up_h": list(self.up_h),
            "out_h": list(self.out_h),
            "hours_given": self.given,
            "up": self.up,
            "out": self.out,
        }


def clocks(
    places: Places, flood: Flood, settings: RiskSettings, *, from_m: float
) -> tuple[Clock, ...]:
    """Return the clocks of all places: those that cannot get out in time first, by class."""
    depth, arrival = flood.at(places.x_rd, places.y_rd)
    found: list[Clock] = []
    for at, place in enumerate(places.places):
        up_h = _hours(place.hours_up, settings, f"uren_omhoog_{place.vulnerability}")
        out_h = _hours(place.hours_out, settings, f"uren_weg_{place.vulnerability}")
        water_h = None if np.isnan(arrival[at]) else float(arrival[at])
        wet = None if np.isnan(depth[at]) else bool(depth[at] >= from_m)
        found.append(
            Clock(
                place=place,
                depth_m=float(depth[at]) if np.isfinite(depth[at]) else None,
                water_h=water_h if wet else None,
                up_h=up_h,
                out_h=out_h,
                given=place.hours_up is not None and place.hours_out is not None,
                up=_verdict(wet, up_h, water_h),
                out=_verdict(wet, out_h, water_h),
                wet=wet,
            )
        )
    rank = {name: at for at, name in enumerate(VULNERABILITIES)}
    return tuple(
        sorted(
            found,
            key=lambda clock: (
                _ORDER.index(clock.out), rank[clock.place.vulnerability], clock.place.name,
            ),
        )
    )  # fmt: skip


def _hours(given: float | None, settings: RiskSettings, name: str) -> Hours:
    return (given, given) if given is not None else settings[name].margin


def _verdict(wet: bool | None, needed_h: Hours, water_h: float | None) -> Verdict:
    if wet is None:
        return "niet_bekend"
    return verdict(needed_h, water_h) if wet else "droog"


def verdict(needed_h: Hours, water_h: float | None) -> Verdict:
    """Compare the hours needed with the hours until the water.

    Examples
    --------
    >>> verdict((1, 3), 4), verdict((1, 3), 2), verdict((4, 12), 2), verdict((1, 3), None)
    ('op_tijd', 'onzeker', 'te_laat', 'niet_bekend')
    """
    if water_h is None:
        return "niet_bekend"
    least, most = needed_h
    if most <= water_h:
        return "op_tijd"
    return "te_laat" if least > water_h else "onzeker"
