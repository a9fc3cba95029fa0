"""What the page about water shows: depths, who leaves, who stays, who needs a place, the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.features import features_for
from hotspots.risk.crosschecks import Flag, shelters_in_zones
from hotspots.risk.dependents import Dependents, dependents_in
from hotspots.risk.depths import as_zone, depth_zones
from hotspots.risk.exposure import Exposure, area_rows, exposed, wijk_rows
from hotspots.risk.flood import Flood, Wet, flood_of, wet_parts
from hotspots.risk.ground import error_of, ground_of
from hotspots.risk.institutions import Clock, clocks
from hotspots.risk.known import events_status
from hotspots.risk.object_kinds import kinds_not_loaded
from hotspots.risk.objects import event_sites, events_on, shelter_places, vulnerable_places
from hotspots.risk.people import LEDGER_DECIMALS, known_sum, people_of, rounded, told_measures
from hotspots.risk.settings import read_risk_settings
from hotspots.risk.shelter_balance import Balance, NotUsable, balance_of, dry_shelters
from hotspots.risk.tally import Tally, tally
from hotspots.risk.water_notes import invented_in, notes_of
from hotspots.risk.water_people import WaterPeople, dry_shares, people_in_water
from hotspots.risk.water_scenarios import water_scenario
from hotspots.text import risk as text
from hotspots.text import risk_water as words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risk.settings import RiskSettings, WaterScenario

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
            "ends": list(words.ENDS),
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
