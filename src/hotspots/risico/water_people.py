"""Who is in a flood: how deep, who leaves, stays or needs a place, and what institutions can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from hotspots.access import words as access
from hotspots.access.features import DEPTHS_M, features_for
from hotspots.access.words import number_class
from hotspots.risico import words
from hotspots.risico.exposure import Shares
from hotspots.risico.objects import VULNERABILITIES
from hotspots.risico.people import column_by_buurt
from hotspots.risico.zones import Zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risico.flood import Flood, Wet
    from hotspots.risico.objects import Place, Places
    from hotspots.risico.people import People
    from hotspots.risico.settings import RiskSettings

#: From the deepest: whoever stands in two of them is counted in the first.
_DEEP_FIRST: Final = tuple(reversed(range(len(DEPTHS_M))))

#: After the last class of depth: under water, and the depth is not known.
_UNKNOWN: Final = len(DEPTHS_M)


def depth_zones(flood: Flood, wet: Wet, from_m: float) -> tuple[tuple[Zone, ...], Shares]:
    """Return a zone per depth that occurs, the deepest first, and the part of each buurt in it.

    Water of which the depth is not known is the last, a zone of its own.

    The outlines are not there: a raster has none. Depths do not overlap, so ``within`` is
    ``first``.

    Parameters
    ----------
    from_m
        A place that stands less deep is not under water.
    """
    depth_m = np.broadcast_to(wet.depth_m, wet.share.shape)
    classes = _class_of(depth_m)
    zones, shares = [], []
    for at in (*_DEEP_FIRST, _UNKNOWN):
        mine = (classes == at) & (depth_m >= from_m)
        share = np.where(mine, wet.share, 0.0).sum(axis=0)
        if not share.any():
            continue
        shares.append(share)
        zones.append(
            Zone(
                id=_name(at),
                label=(access.DEPTH_UNKNOWN if at == _UNKNOWN else number_class(DEPTHS_M, at, "m")),
                outline=shapely.Polygon(),
                covers=_at_depth(flood, at, from_m),
                calculated=False,
                source=flood.attribution,
            )
        )
    together = np.array(shares).reshape(len(shares), wet.share.shape[1])
    return tuple(zones), Shares(together, together)


def _name(at: int) -> str:
    if at == _UNKNOWN:
        return "diepte_niet_bekend"
    return f"vanaf_{DEPTHS_M[at]:g}_m".replace(".", "_")


def _class_of(depth_m: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the class of each depth; one that nobody says is in a class of its own."""
    classes = np.searchsorted(DEPTHS_M, np.nan_to_num(depth_m, nan=0.0), side="right") - 1
    return np.where(np.isinf(depth_m), _UNKNOWN, classes)


def _at_depth(
    flood: Flood, at: int, from_m: float
) -> Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.bool_]]:
    def covers(x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.bool_]:
        depth, _ = flood.at(x_rd, y_rd)
        return np.asarray((_class_of(depth) == at) & (depth >= from_m))

    return covers


def as_zone(flood: Flood, from_m: float) -> Zone:
    """Return all that is under water as one zone that points can be tested in."""
    return Zone(
        id="water",
        label=words.UNDER_WATER,
        outline=shapely.union_all(flood.shapes) if len(flood.shapes) else shapely.Polygon(),
        covers=lambda x_rd, y_rd: flood.at(x_rd, y_rd)[0] >= from_m,
        calculated=False,
        source=flood.attribution,
    )


@dataclass(frozen=True, slots=True, eq=False)
class WaterPeople:
    """People per buurt in a flood, by night, at the two ends of what is not known.

    Shape (2, buurten): the mild end (most leave, most have a dry floor) and the hard end. At each
    end affected = leave + stay and stay = dry at home + need. A number that is not known is NaN.

    Attributes
    ----------
    affected
        People under water, shape (buurten,).
    leave, stay, dry_home, need
        Who leave before it, stay, have a dry floor at home, and need another place.
    dependent
        Of ``need``, who cannot help themselves.
    unknown
        People of whom it is not known whether they are under water, shape (buurten,); in no other.
    """

    affected: NDArray[np.float64]
    leave: NDArray[np.float64]
    stay: NDArray[np.float64]
    dry_home: NDArray[np.float64]
    need: NDArray[np.float64]
    dependent: NDArray[np.float64]
    unknown: NDArray[np.float64]


def people_in_water(
    wet: Wet,
    people: People,
    settings: RiskSettings,
    *,
    leave: str,
    dry_share: NDArray[np.float64],
) -> WaterPeople:
    """Return who leaves, stays, has a dry floor and needs a place, at both ends per buurt.

    Parameters
    ----------
    leave
        The setting that says which part leaves before the water.
    dry_share : shape (buurten,)
        Part of the people with a dry floor at home where that is known, else NaN: then it is a
        setting. Where the water stands deeper than a storey nobody has one; where nobody says how
        deep it stands, the mild end takes it for shallow and the hard end for deep.
    """
    from_m = settings.value("nat_vanaf_m")
    share, night = wet.wet_share(from_m), people.counts["night"]
    affected = np.where(share == 0, 0.0, share * night)
    # The mild end first: most leave, most have a dry floor, fewest need help.
    left = np.array(settings[leave].margin)[::-1, None] * affected
    stay = affected - left
    shallow = _shallow_share(wet, from_m, settings.value("verdieping_m"))
    dry = np.array(settings["droge_verdieping"].margin)[::-1, None] * np.ones(len(night))
    dry = np.where(np.isnan(dry_share), dry, dry_share)
    dry_home = stay * dry * shallow
    need = stay - dry_home
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(night > 0, people.dependent / night, 0.0)
    return WaterPeople(
        affected=affected,
        leave=left,
        stay=stay,
        dry_home=dry_home,
        need=need,
        # A part that is not known is no part of nobody.
        dependent=np.where(need == 0, 0.0, need * part),
        unknown=np.where(wet.unknown == 0, 0.0, wet.unknown * night),
    )


def _shallow_share(wet: Wet, from_m: float, storey_m: float) -> NDArray[np.float64]:
    """Return the part of the wet part of each buurt where the first storey stays dry.

    Shape (2, buurten): the mild end, where water of no known depth is shallow, and the hard end.
    """
    low = np.where((wet.depth_m >= from_m) & (wet.depth_m < storey_m), wet.share, 0.0).sum(axis=0)
    ends = np.stack([low + wet.without_depth(), low])
    all_wet = np.broadcast_to(wet.wet_share(from_m), ends.shape)
    return np.asarray(np.divide(ends, all_wet, out=np.ones(ends.shape), where=all_wet > 0))


def dry_shares(workspace: Workspace) -> NDArray[np.float64]:
    """Return the part of the people of each buurt with a dry floor at home; NaN if not known."""
    features = features_for(workspace, "dry_floor")
    if features is None or not len(features):
        return np.full(len(workspace.geography.buurten), np.nan)
    return column_by_buurt(features.rows, "dry_share", workspace.geography)


Verdict = Literal["droog", "op_tijd", "onzeker", "te_laat", "niet_bekend"]

#: From what needs attention first.
_ORDER: Final = ("te_laat", "onzeker", "niet_bekend", "op_tijd", "droog")

Hours = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """The two clocks of one place; ``up`` and ``out`` are the least and the most hours.

    ``given`` says whether the institution gave its own hours; else they are a setting of its class.
    ``wet`` is None where it is not known whether it comes under water; ``depth_m`` is None where
    the depth is not given.
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

    def to_dict(self) -> dict[str, object]:
        """Return both clocks and what they say."""
        return {
            **self.place.to_dict(),
            "wet": self.wet,
            "depth_m": self.depth_m,
            "water_h": self.water_h,
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
    unsorted: list[Clock] = []
    for at, place in enumerate(places.places):
        up_h = _hours(place.hours_up, settings, f"uren_omhoog_{place.vulnerability}")
        out_h = _hours(place.hours_out, settings, f"uren_weg_{place.vulnerability}")
        water_h = None if np.isnan(arrival[at]) else float(arrival[at])
        wet = None if np.isnan(depth[at]) else bool(depth[at] >= from_m)
        unsorted.append(
            Clock(
                place=place,
                depth_m=round(float(depth[at]), 2) if np.isfinite(depth[at]) else None,
                water_h=round(water_h, 1) if wet and water_h is not None else None,
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
            unsorted,
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
