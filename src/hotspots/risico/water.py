"""What the page about water shows: depths, who leaves, who stays, who needs a place, the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access import words as access
from hotspots.access.drawable import DEPTHS_M
from hotspots.access.features import features_for
from hotspots.access.words import number_class
from hotspots.risico import words as text
from hotspots.risico.crosschecks import Flag, shelters_in_zones
from hotspots.risico.exposure import (
    Dependents,
    Exposure,
    Shares,
    Tally,
    area_rows,
    dependents_in,
    events_status,
    events_unknown,
    exposed,
    tally,
    wijk_rows,
)
from hotspots.risico.flood import Flood, Wet, flood_of, water_scenario, wet_parts
from hotspots.risico.objects import (
    event_sites,
    events_on,
    kinds_not_loaded,
    shelter_places,
    vulnerable_places,
)
from hotspots.risico.people import (
    LEDGER_DECIMALS,
    TOLD,
    column_by_buurt,
    error_of,
    ground_of,
    known_sum,
    people_of,
    rounded,
    told_measures,
)
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.shelter import Balance, Clock, NotUsable, balance_of, clocks, dry_shelters
from hotspots.risico.zones import Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risico.objects import Events, Places
    from hotspots.risico.people import Ground, People
    from hotspots.risico.settings import RiskSettings, WaterScenario
    from hotspots.risico.shelter import Shelters


#: From the deepest: whoever stands in two of them is counted in the first.
_DEEP_FIRST: Final = tuple(reversed(range(len(DEPTHS_M))))
#: After the last class of depth: under water, and nobody says how deep.
_UNKNOWN: Final = len(DEPTHS_M)


def depth_zones(flood: Flood, wet: Wet, from_m: float) -> tuple[tuple[Zone, ...], Shares]:
    """Return a zone per depth that occurs, the deepest first, and the part of each buurt in it.

    Water of which nobody says how deep is the last, a zone of its own.

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
        label=text.UNDER_WATER,
        outline=shapely.union_all(flood.shapes) if len(flood.shapes) else shapely.Polygon(),
        covers=lambda x_rd, y_rd: flood.at(x_rd, y_rd)[0] >= from_m,
        calculated=False,
        source=flood.attribution,
    )


def invented_in(
    flood: Flood, found: tuple[Places, Places, Places], events: Events | None
) -> tuple[str, ...]:
    """Return which parts rest on invented data: the flood, shelters, objects, sites, events."""
    shelters, places, sites = found
    parts = (
        ("flood", flood.synthetic),
        ("shelters", bool(shelters.places) and shelters.synthetic),
        ("objects", bool(places.places) and places.synthetic),
        ("sites", bool(sites.places) and sites.synthetic),
        ("events", events is not None and events.known and events.synthetic),
    )
    return tuple(part for part, holds in parts if holds)


def notes_of(
    workspace: Workspace,
    scenario: WaterScenario,
    flood: Flood,
    found: tuple[Ground, People, Places],
    *,
    dry: Shelters,
    not_usable: NotUsable,
    dry_known: bool,
    events: Events | None,
    day: date | None,
    error_share: float,
) -> tuple[str, ...]:
    """Return how it was counted, and what is not known or was left out.

    Parameters
    ----------
    dry, not_usable
        The shelters that stay dry, and those that nobody is sent to.
    dry_known
        Whether it is known of all who are under water which part has a dry floor at home.
    events, day
        Of which day; None if no day was asked.
    error_share
        Part of the people that areal weighting puts in the wrong half of two buurten, or NaN.
    """
    ground, people, places = found
    by_land = ground.method == "land" and not np.isnan(error_share)
    notes = (
        # What is said of an example stands with the flood itself.
        "" if flood.synthetic else scenario.note,
        flood.note,
        text.METHOD[ground.method],
        text.error_sentence(error_share) if by_land else "",
        text.margins(dry_known=dry_known),
        text.STRAIGHT_LINE,
        *text.shelters_not_usable(not_usable.flooded, not_usable.unknown, not_usable.outside_dike),
        text.NO_DIKE if flood.kind == "zones" and flood.told is None else "",
        text.shelters_without_area(int(np.count_nonzero(np.isnan(dry.floor_m2)))),
        text.NO_HOURS if np.isnan(flood.arrival_h).all() else "",
        text.NO_DURATION if np.isnan(flood.duration_h).all() else "",
        text.DAY_ASSUMED if people.day_assumed else "",
        *text.unknown_people({name: people.unknown(ends[0]) for name, ends in TOLD.items()}),
        events_unknown(events, day),
        text.events_without_place(events.without_place if events is not None else 0),
        places.note or ("" if places.places else text.NO_OBJECTS),
        workspace.geography.note if workspace.geography.approximate else "",
    )
    return tuple(note for note in notes if note)


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


#: A part of a buurt that is so near to all of it is all of it.
_ROUNDING: Final = 1e-9
#: Settings that every answer about water uses, beside who leaves in the scenario.
_SETTINGS: Final = (
    "nat_vanaf_m", "droge_verdieping", "verdieping_m", "m2_uren", "m2_nachten", "loopafstand_m",
    "niet_zelfredzaam_65plus", "opvang_uren", "opvang_deel", "opvang_personen",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class WaterAnswer:
    """All numbers of the page about water; its maps and tables add nothing to them.

    Attributes
    ----------
    exposure, tally
        Who and what stands how deep, from the deepest.
    dry_share : shape (buurten,)
        Part of the people with a dry floor at home, where somebody gave it; else NaN.
    """

    scenario: WaterScenario
    flood: Flood
    wet: Wet
    exposure: Exposure
    tally: Tally
    day: date | None
    day_assumed: bool
    events_status: str
    dependents: Dependents
    kinds_not_loaded: tuple[str, ...]
    people: WaterPeople
    city: float
    unknown: int
    dry_share: NDArray[np.float64]
    balance: Balance
    not_usable: NotUsable
    institutions: tuple[Clock, ...]
    high_ground: tuple[str, ...]
    flags: tuple[Flag, ...]
    method: str
    error_share: float
    wet_from_m: float
    settings: Mapping[str, Mapping[str, Any]]
    target: Mapping[str, float | None]
    notes: tuple[str, ...]
    invented: tuple[str, ...]
    geography: Geography

    @property
    def synthetic(self) -> bool:
        """Whether any number rests on invented data."""
        return bool(self.invented)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as one object, as ``hotspots exposure water --json`` prints it."""
        total = {
            name: _margin(getattr(self.people, name))
            for name in ("leave", "stay", "dry_home", "need", "dependent")
        }
        affected = known_sum(self.people.affected)
        unknown = known_sum(self.people.unknown)
        no_depth = known_sum(self._without_depth())
        return {
            "subject": "water",
            "scenario": self.scenario.id,
            "label": self.scenario.label,
            "note": self.scenario.note,
            "synthetic": self.synthetic,
            "invented": list(self.invented),
            "illustrations": [text.INVENTED[part] for part in self.invented],
            "method": self.method,
            "method_sentence": text.METHOD[self.method],
            "error_share": None if np.isnan(self.error_share) else round(self.error_share, 4),
            "depths_from": self.flood.kind,
            "duration_h": _range(self.flood.duration_h),
            "day": self.day.isoformat() if self.day else None,
            "day_assumed": self.day_assumed,
            "events_status": self.events_status,
            "dependents_in_objects": self.dependents.to_dict(),
            "objects_not_loaded": list(self.kinds_not_loaded),
            "ends": list(text.ENDS),
            "people": {
                "city": rounded(self.city, LEDGER_DECIMALS),
                "inside": rounded(affected, LEDGER_DECIMALS),
                "outside": rounded(self.city - affected - unknown, LEDGER_DECIMALS),
                "not_known": rounded(unknown, LEDGER_DECIMALS),
                "depth_not_known": rounded(no_depth, LEDGER_DECIMALS),
                "unknown_buurten": self.unknown,
                **total,
            },
            "exposed": self._exposed(),
            "target": dict(self.target),
            "balance": self.balance.to_dict(),
            "buurten": self.buurt_rows(),
            "shelters": self.balance.shelter_rows(),
            "shelters_not_usable": {
                "flooded": list(self.not_usable.flooded),
                "not_known": list(self.not_usable.unknown),
                "outside_dike": list(self.not_usable.outside_dike),
            },
            "high_ground": list(self.high_ground),
            "institutions": [clock.to_dict() for clock in self.institutions],
            "flags": [flag.to_dict() for flag in self.flags],
            "settings": {name: dict(entry) for name, entry in self.settings.items()},
            "notes": list(self.notes),
        }

    def _without_depth(self) -> NDArray[np.float64]:
        """Return the people of each buurt who are under water of which nobody says how deep."""
        part, wet = self.wet.without_depth(), self.wet.wet_share(self.wet_from_m)
        # Those under water times the part of it without a depth.
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(part == 0, 0.0, self.people.affected * part / wet)

    def _exposed(self) -> dict[str, Any]:
        """Return who and what stands under water, whether they leave or not, each once."""
        return {
            "people": self.exposure.to_dict(),
            "places": self.tally.to_dict(),
            "zones": [
                {
                    **zone.to_dict(),
                    "within": told_measures(
                        {name: known_sum(part[at]) for name, part in self.exposure.within.items()}
                    ),
                    **self.tally.of_zone(at),
                }
                for at, zone in enumerate(self.exposure.zones)
            ],
            "buurten": area_rows(self.exposure, self.tally, self.geography.buurten),
            "wijken": wijk_rows(self.exposure, self.tally, self.geography),
        }

    def buurt_rows(self) -> list[dict[str, Any]]:
        """Return the buurten that are under water or may be, most people without a place first."""
        buurten = self.geography.buurten
        unknown = self.wet.unknown
        share = self.wet.wet_share(self.wet_from_m)
        depth, hours = self.wet.mean_depth_m(self.wet_from_m), self.wet.first_hour(self.wet_from_m)
        without = self.balance.without
        order = np.lexsort((np.arange(len(share)), -np.nan_to_num(without[1], nan=-1.0)))
        return [
            {
                "code": buurten.codes[at],
                "name": buurten.names[at],
                "wet_share": round(float(share[at]), 4),
                "unknown_share": round(float(unknown[at]), 4),
                "status": _status(share[at], unknown[at]),
                "depth_m": rounded(depth[at], 2),
                "not_known": rounded(self.people.unknown[at]),
                "first_hour": None if np.isnan(hours[at]) else round(float(hours[at]), 1),
                "affected": rounded(self.people.affected[at]),
                "leave": _pair(self.people.leave[:, at]),
                "stay": _pair(self.people.stay[:, at]),
                "dry_known": rounded(self.dry_share[at], 4),
                "dry_home": _pair(self.people.dry_home[:, at]),
                "need": _pair(self.people.need[:, at]),
                "dependent": _pair(self.people.dependent[:, at]),
                "placed": _pair(self.balance.placed[:, at]),
                "without": _pair(without[:, at]),
                "dependent_without": _pair(self.balance.dependent_without[:, at]),
            }
            for at in order[(share + unknown)[order] > 0].tolist()
        ]


def water_answer(workspace: Workspace, scenario_id: str, *, day: date | None = None) -> WaterAnswer:
    """Return the depths, the people and the shelter balance of a flood.

    Parameters
    ----------
    day
        Of which the events are looked at; none if left out.

    Raises
    ------
    SelectionError
        If the scenario does not exist, or no layer holds its depths.
    AccessError
        If this role may not see a layer that is needed.
    """
    settings = read_risk_settings(workspace.home)
    scenario = water_scenario(workspace, settings, scenario_id)
    flood = flood_of(workspace, scenario)
    ground, people = ground_of(workspace), people_of(workspace, settings)
    from_m = settings.value("nat_vanaf_m")
    decisive_m = (from_m, settings.value("verdieping_m"))
    wet = wet_parts(flood, ground, decisive_m)
    dry_share = dry_shares(workspace)
    counted = people_in_water(wet, people, settings, leave=scenario.leave, dry_share=dry_share)
    zones, shares = depth_zones(flood, wet, from_m)
    sites, events = event_sites(workspace), None if day is None else events_on(workspace, day)
    shelters = shelter_places(workspace)
    dry, not_usable = dry_shelters(workspace, flood, from_m=from_m)
    balance = balance_of(dry, counted.need, counted.dependent, ground, settings)
    places = vulnerable_places(workspace)
    error_share = error_of(workspace, ground, people.counts["night"])
    return WaterAnswer(
        scenario=scenario,
        flood=flood,
        wet=wet,
        exposure=exposed(zones, shares, people, by_land=ground.by_land, unknown=wet.unknown),
        tally=tally(zones, workspace.geography, places, sites, events),
        day=day,
        day_assumed=people.day_assumed,
        events_status=events_status(events),
        dependents=dependents_in((as_zone(flood, from_m),), places),
        kinds_not_loaded=kinds_not_loaded(places),
        people=counted,
        city=people.known_total("night"),
        unknown=people.unknown("night"),
        dry_share=dry_share,
        balance=balance,
        not_usable=not_usable,
        institutions=clocks(places, flood, settings, from_m=from_m),
        high_ground=_high_ground(workspace),
        flags=shelters_in_zones(shelters.places, (as_zone(flood, from_m),)),
        method=ground.method,
        error_share=error_share,
        wet_from_m=from_m,
        settings=settings.used(*_SETTINGS, scenario.leave),
        target=_target(settings, counted),
        notes=notes_of(
            workspace,
            scenario,
            flood,
            (ground, people, places),
            dry=dry,
            not_usable=not_usable,
            dry_known=not np.isnan(dry_share[counted.affected > 0]).any(),
            events=events,
            day=day,
            error_share=error_share,
        ),
        invented=invented_in(flood, (shelters, places, sites), events),
        geography=workspace.geography,
    )


def _status(wet_share: float, unknown_share: float) -> str:
    """Say whether it is known of a buurt whether it comes under water: all, part or none of it."""
    if unknown_share <= 0:
        return "counted"
    whole = wet_share <= 0 and unknown_share > 1 - _ROUNDING
    return "not_known" if whole else "counted_in_part"


def _high_ground(workspace: Workspace) -> tuple[str, ...]:
    features = features_for(workspace, "high_ground")
    return () if features is None else tuple(str(name) for name in features.rows["name"])


def _target(settings: RiskSettings, counted: WaterPeople) -> dict[str, float | None]:
    """Return what a veiligheidsregio prepares for, and how many times that is needed here.

    Where nobody is known to be under water there is nothing to compare: None.
    """
    affected = known_sum(counted.affected)
    most = min(affected * settings.value("opvang_deel"), settings.value("opvang_personen"))
    compared = most > 0
    low, high = (rounded(known_sum(need) / most) if compared else None for need in counted.need)
    return {
        "hours": settings.value("opvang_uren"),
        "persons": round(most, 1) if compared else None,
        "times_low": low,
        "times_high": high,
    }


def _margin(pair: NDArray[np.float64]) -> list[float | None]:
    return [rounded(known_sum(numbers)) for numbers in pair]


def _range(hours: NDArray[np.float64]) -> list[float] | None:
    """Return the shortest and longest; None where none is given."""
    given = hours[~np.isnan(hours)]
    return [float(given.min()), float(given.max())] if len(given) else None


def _pair(numbers: NDArray[np.float64]) -> list[float | None]:
    return [rounded(number) for number in numbers]
