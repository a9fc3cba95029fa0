"""What the page about water shows: depths, who leaves, who stays, who needs a place, the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.features import features_for
from hotspots.risk.crosschecks import Flag, shelters_in_zones
from hotspots.risk.flood import Flood, Wet, flood_of, wet_parts
from hotspots.risk.ground import areal_error, ground_of
from hotspots.risk.institutions import Clock, clocks
from hotspots.risk.objects import shelter_places, vulnerable_places
from hotspots.risk.people import column_by_buurt, people_of
from hotspots.risk.settings import read_risk_settings
from hotspots.risk.shelter_balance import Balance, balance_of, dry_shelters
from hotspots.risk.zones import Zone
from hotspots.text import risk as text
from hotspots.text import risk_water as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risk.ground import Ground
    from hotspots.risk.objects import Places
    from hotspots.risk.people import People
    from hotspots.risk.settings import RiskSettings, WaterScenario

#: Settings that every answer about water uses, beside who leaves in the scenario.
_SETTINGS: Final = (
    "nat_vanaf_m", "droge_verdieping", "verdieping_m", "m2_uren", "m2_nachten", "loopafstand_m",
    "niet_zelfredzaam_65plus", "opvang_uren", "opvang_deel", "opvang_personen",
)  # fmt: skip


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
    """

    affected: NDArray[np.float64]
    leave: NDArray[np.float64]
    stay: NDArray[np.float64]
    dry_home: NDArray[np.float64]
    need: NDArray[np.float64]
    dependent: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WaterAnswer:
    """All numbers of the page about water; its maps and tables add nothing to them."""

    scenario: WaterScenario
    flood: Flood
    wet: Wet
    people: WaterPeople
    city: float
    unknown: int
    balance: Balance
    institutions: tuple[Clock, ...]
    high_ground: tuple[str, ...]
    flags: tuple[Flag, ...]
    method: str
    error_share: float
    wet_from_m: float
    settings: Mapping[str, Mapping[str, Any]]
    target: Mapping[str, float]
    notes: tuple[str, ...]
    illustrations: tuple[str, ...]
    geography: Geography

    @property
    def synthetic(self) -> bool:
        """Whether any number rests on invented data."""
        return bool(self.illustrations)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as one object, as ``hotspots exposure water --json`` prints it."""
        total = {
            name: _margin(getattr(self.people, name))
            for name in ("leave", "stay", "dry_home", "need", "dependent")
        }
        affected = float(np.nansum(self.people.affected))
        return {
            "subject": "water",
            "scenario": self.scenario.id,
            "label": self.scenario.label,
            "note": self.scenario.note,
            "synthetic": self.synthetic,
            "illustrations": list(self.illustrations),
            "method": self.method,
            "method_sentence": text.METHOD[self.method],
            "error_share": None if np.isnan(self.error_share) else round(self.error_share, 4),
            "depths_from": self.flood.kind,
            "duration_h": _range(self.flood.duration_h),
            "ends": list(words.ENDS),
            "people": {
                "city": self.city,
                "inside": round(affected, 6),
                "outside": round(self.city - affected, 6),
                "unknown_buurten": self.unknown,
                **total,
            },
            "target": dict(self.target),
            "balance": self.balance.to_dict(),
            "buurten": self.buurt_rows(),
            "shelters": self.balance.shelter_rows(),
            "high_ground": list(self.high_ground),
            "institutions": [clock.to_dict() for clock in self.institutions],
            "flags": [flag.to_dict() for flag in self.flags],
            "settings": {name: dict(entry) for name, entry in self.settings.items()},
            "notes": list(self.notes),
        }

    def buurt_rows(self) -> list[dict[str, Any]]:
        """Return the buurten under water, most people without a place first."""
        buurten = self.geography.buurten
        share = self.wet.wet_share(self.wet_from_m)
        depth, hours = self.wet.mean_depth_m(self.wet_from_m), self.wet.first_hour(self.wet_from_m)
        without = self.balance.without
        order = np.lexsort((np.arange(len(share)), -without[1]))
        return [
            {
                "code": buurten.codes[at],
                "name": buurten.names[at],
                "wet_share": round(float(share[at]), 4),
                "depth_m": round(float(depth[at]), 2),
                "first_hour": None if np.isnan(hours[at]) else round(float(hours[at]), 1),
                "affected": _one(self.people.affected[at]),
                "leave": _pair(self.people.leave[:, at]),
                "stay": _pair(self.people.stay[:, at]),
                "dry_home": _pair(self.people.dry_home[:, at]),
                "need": _pair(self.people.need[:, at]),
                "dependent": _pair(self.people.dependent[:, at]),
                "placed": _pair(self.balance.placed[:, at]),
                "without": _pair(without[:, at]),
                "dependent_without": _pair(self.balance.dependent_without[:, at]),
            }
            for at in order[share[order] > 0].tolist()
        ]


def water_answer(workspace: Workspace, scenario_id: str) -> WaterAnswer:
    """Return the depths, the people and the shelter balance of a flood.

    Raises
    ------
    SelectionError
        If the scenario does not exist, or no layer holds its depths.
    AccessError
        If this role may not see a layer that is needed.
    """
    settings = read_risk_settings(workspace.home)
    scenario = settings.water_scenario(scenario_id)
    flood = flood_of(workspace, scenario)
    ground, people = ground_of(workspace), people_of(workspace, settings)
    wet = wet_parts(flood, ground)
    from_m = settings.value("nat_vanaf_m")
    counted = people_in_water(
        wet, people, settings, leave=scenario.leave, dry_share=_dry_share(workspace)
    )
    shelters = shelter_places(workspace)
    dry, flooded = dry_shelters(workspace, flood, from_m=from_m)
    balance = balance_of(dry, counted.need, counted.dependent, ground, settings)
    places = vulnerable_places(workspace)
    return WaterAnswer(
        scenario=scenario,
        flood=flood,
        wet=wet,
        people=counted,
        city=people.known_total("night"),
        unknown=people.unknown("night"),
        balance=balance,
        institutions=clocks(places, flood, settings, from_m=from_m),
        high_ground=_high_ground(workspace),
        flags=shelters_in_zones(shelters.places, (_as_zone(flood, from_m),)),
        method=ground.method,
        error_share=areal_error(
            people.counts["night"],
            shapely.area(ground.land),
            workspace.geography.buurten.parent,
            workspace.library.neighbours,
        ),
        wet_from_m=from_m,
        settings=settings.used(*_SETTINGS, scenario.leave),
        target=_target(settings, counted),
        notes=_notes(workspace, flood, ground, places, len(flooded)),
        illustrations=_illustrations(flood, shelters, places),
        geography=workspace.geography,
    )


def people_in_water(
    wet: Wet,
    people: People,
    settings: RiskSettings,
    *,
    leave: str,
    dry_share: NDArray[np.float64] | None,
) -> WaterPeople:
    """Return who leaves, stays, has a dry floor and needs a place, at both ends per buurt.

    Parameters
    ----------
    leave
        The setting that says which part leaves before the water.
    dry_share : shape (buurten,)
        Part of the people with a dry floor at home where that is known; else a setting. Where the
        water stands deeper than a storey nobody has one.
    """
    from_m = settings.value("nat_vanaf_m")
    share, night = wet.wet_share(from_m), people.counts["night"]
    affected = np.where(share == 0, 0.0, share * night)
    # The mild end first: most leave, most have a dry floor, fewest need help.
    left = np.array(settings[leave].margin)[::-1, None] * affected
    stay = affected - left
    shallow = _shallow_share(wet, from_m, settings.value("verdieping_m"))
    dry = np.array(settings["droge_verdieping"].margin)[::-1, None] * np.ones(len(night))
    if dry_share is not None:
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
        dependent=need * np.nan_to_num(part),
    )


def _shallow_share(wet: Wet, from_m: float, storey_m: float) -> NDArray[np.float64]:
    """Return the part of the wet part of each buurt where the first storey stays dry."""
    low = np.where((wet.depth_m >= from_m) & (wet.depth_m < storey_m), wet.share, 0.0).sum(axis=0)
    all_wet = wet.wet_share(from_m)
    return np.asarray(np.divide(low, all_wet, out=np.ones(len(low)), where=all_wet > 0))


def _dry_share(workspace: Workspace) -> NDArray[np.float64] | None:
    features = features_for(workspace, "dry_floor")
    if features is None or not len(features):
        return None
    return column_by_buurt(features.rows, "dry_share", workspace.geography)


def _high_ground(workspace: Workspace) -> tuple[str, ...]:
    features = features_for(workspace, "high_ground")
    return () if features is None else tuple(str(name) for name in features.rows["name"])


def _as_zone(flood: Flood, from_m: float) -> Zone:
    """Return what is under water as a zone that points can be tested in."""
    return Zone(
        id="water",
        label=words.UNDER_WATER,
        outline=shapely.union_all(flood.shapes) if len(flood.shapes) else shapely.Polygon(),
        covers=lambda x_rd, y_rd: flood.at(x_rd, y_rd)[0] >= from_m,
        calculated=False,
        source=flood.attribution,
    )


def _target(settings: RiskSettings, counted: WaterPeople) -> dict[str, float]:
    """Return what a veiligheidsregio prepares for, beside what is needed here."""
    affected = float(np.nansum(counted.affected))
    most = min(affected * settings.value("opvang_deel"), settings.value("opvang_personen"))
    return {
        "hours": settings.value("opvang_uren"),
        "persons": round(most, 1),
        "times_low": round(float(np.nansum(counted.need[0])) / most, 1) if most else 0.0,
        "times_high": round(float(np.nansum(counted.need[1])) / most, 1) if most else 0.0,
    }


def _illustrations(flood: Flood, shelters: Places, places: Places) -> tuple[str, ...]:
    parts = (
        (text.INVENTED_FLOOD, flood.synthetic),
        (text.INVENTED_SHELTERS, bool(shelters.places) and shelters.synthetic),
        (text.INVENTED_OBJECTS, bool(places.places) and places.synthetic),
    )
    return tuple(sentence for sentence, holds in parts if holds)


def _notes(
    workspace: Workspace, flood: Flood, ground: Ground, places: Places, flooded: int
) -> tuple[str, ...]:
    notes = (
        flood.note,
        text.METHOD[ground.method],
        words.MARGINS,
        text.STRAIGHT_LINE,
        words.shelters_flooded(flooded) if flooded else "",
        words.NO_HOURS if np.isnan(flood.arrival_h).all() else "",
        places.note or ("" if places.places else text.NO_OBJECTS),
        workspace.geography.note if workspace.geography.approximate else "",
    )
    return tuple(note for note in notes if note)


def _margin(pair: NDArray[np.float64]) -> list[float]:
    return [round(float(np.nansum(numbers)), 1) for numbers in pair]


def _range(hours: NDArray[np.float64]) -> list[float] | None:
    """Return the shortest and longest; None where none is given."""
    given = hours[~np.isnan(hours)]
    return [float(given.min()), float(given.max())] if len(given) else None


def _pair(numbers: NDArray[np.float64]) -> list[float | None]:
    return [_one(number) for number in numbers]


def _one(number: float) -> float | None:
    return None if np.isnan(number) else round(float(number), 1)
