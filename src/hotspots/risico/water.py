"""The answer about a flood: depths, who leaves, who stays, who needs a place, the gap."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.completeness import completeness_of
from hotspots.access.features import features_for
from hotspots.risico import water_words
from hotspots.risico import words as text
from hotspots.risico.carried import SETTINGS as TRANSPORT_SETTINGS
from hotspots.risico.carried import Transport, transport_of
from hotspots.risico.exposure import Exposure, exposed, exposed_buurten, exposed_wijken
from hotspots.risico.flood import (
    Flood,
    Wet,
    flood_of,
    hours_of_no_flood,
    water_scenario,
    wet_parts,
)
from hotspots.risico.layers import COUNTED
from hotspots.risico.objects import (
    event_sites,
    events_on,
    kinds_not_loaded,
    shelter_places,
    stations,
    vulnerable_places,
)
from hotspots.risico.people import (
    LEDGER_DECIMALS,
    PeopleCount,
    error_of,
    ground_of,
    known_sum,
    people_of,
    rounded,
    total_margin,
)
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.shelter import (
    Balance,
    NotUsable,
    PlaceLedger,
    balance_of,
    dry_shelters,
    ledger_of,
)
from hotspots.risico.tally import (
    Dependents,
    Flag,
    Tally,
    dependents_in,
    events_status,
    events_unknown,
    shelters_in_zones,
    tally,
)
from hotspots.risico.water_people import (
    Clock,
    WaterPeople,
    as_zone,
    clocks,
    depth_zones,
    dry_shares,
    people_in_water,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.completeness import Completeness
    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risico.exposure import ExposedArea
    from hotspots.risico.objects import Events, Places
    from hotspots.risico.people import Ground, Margin, People
    from hotspots.risico.settings import RiskSettings, Setting, WaterScenario
    from hotspots.risico.shelter import Shelters
    from hotspots.risico.tally import PlaceCounts
    from hotspots.risico.zones import Zone


def invented_in(
    flood: Flood, shelters: Places, places: Places, sites: Places, events: Events | None
) -> tuple[str, ...]:
    """Return which parts rest on invented data: the flood, shelters, objects, sites, events."""
    parts = (
        ("flood", flood.synthetic),
        ("shelters", shelters.invented),
        ("objects", places.invented),
        ("sites", sites.invented),
        ("events", events is not None and events.known and events.synthetic),
    )
    return tuple(part for part, holds in parts if holds)


def notes_of(
    workspace: Workspace,
    scenario: WaterScenario,
    flood: Flood,
    *,
    ground: Ground,
    people: People,
    places: Places,
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
        Of which day; None if no day was chosen.
    error_share
        Part of the people that areal weighting puts in the wrong half of two buurten, or NaN.
    """
    notes = (
        # What is said of an example stands with the flood itself.
        "" if flood.synthetic else scenario.note,
        flood.note,
        *ground.notes(error_share),
        water_words.margins(dry_known=dry_known),
        water_words.STRAIGHT_LINE,
        *water_words.shelters_not_usable(
            not_usable.flooded, not_usable.unknown, not_usable.outside_dike
        ),
        water_words.NO_DIKE if flood.kind == "zones" and flood.known_area is None else "",
        water_words.shelters_without_area(int(np.count_nonzero(np.isnan(dry.floor_m2)))),
        water_words.NO_HOURS if np.isnan(flood.arrival_h).all() else "",
        water_words.NO_DURATION if np.isnan(flood.duration_h).all() else "",
        water_words.hours_without_flood(hours_of_no_flood(workspace)),
        *people.notes,
        events_unknown(events, day),
        text.events_without_place(events.without_place if events is not None else 0),
        places.note or ("" if places.places else text.NO_OBJECTS),
        workspace.geography.note if workspace.geography.approximate else "",
    )
    return tuple(note for note in notes if note)


#: A part of a buurt that is so near to all of it is all of it.
_ROUNDING: Final = 1e-9
#: Settings that every answer about water uses, beside who leaves in the scenario.
_SETTINGS: Final = (
    "nat_vanaf_m", "droge_verdieping", "verdieping_m", "m2_uren", "m2_nachten", "loopafstand_m",
    "niet_zelfredzaam_65plus", "opvang_uren", "opvang_deel", "opvang_personen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaterTotals:
    """The people of the municipality by night; None where a number is not known.

    Attributes
    ----------
    inside, outside, not_known
        Under water, dry, and of whom neither is known.
    depth_not_known
        Of those under water, where the depth is not known.
    unknown_buurten
        How many buurten have no number of residents.
    """

    city: float | None
    inside: float | None
    outside: float | None
    not_known: float | None
    depth_not_known: float | None
    unknown_buurten: int
    leave: Margin
    stay: Margin
    dry_home: Margin
    need: Margin
    dependent: Margin

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by field."""
        return _as_lists(self)


@dataclass(frozen=True, slots=True)
class FloodedBuurt:
    """A buurt that is under water, or of which that is not known.

    Attributes
    ----------
    wet_share, unknown_share
        The part of it that is under water, and the part of which that is not known.
    status
        "counted", "counted_in_part" or "not_known".
    depth_m, first_hour
        The mean depth where it is wet, and when the water comes; None where not known.
    dry_known
        The part of the people with a dry floor at home; None where it is a setting.
    """

    code: str
    name: str
    wet_share: float
    unknown_share: float
    status: str
    depth_m: float | None
    not_known: float | None
    first_hour: float | None
    affected: float | None
    leave: Margin
    stay: Margin
    dry_known: float | None
    dry_home: Margin
    need: Margin
    dependent: Margin
    placed: Margin
    without: Margin
    dependent_without: Margin

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by field."""
        return _as_lists(self)


@dataclass(frozen=True, slots=True, eq=False)
class DepthCount:
    """Who and what stands in a class of depth."""

    zone: Zone
    within: PeopleCount
    places: PlaceCounts

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {**self.zone.to_dict(), "within": self.within.to_dict(), **self.places.to_dict()}


@dataclass(frozen=True, slots=True)
class ShelterTarget:
    """What a veiligheidsregio prepares for, and how many times that is needed here.

    All but the hours are None where nobody is known to be under water.
    """

    hours: float
    persons: float | None
    times: Margin

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        low, high = self.times
        return {
            "hours": self.hours,
            "persons": self.persons,
            "times_low": low,
            "times_high": high,
        }


def _as_lists(row: WaterTotals | FloodedBuurt) -> dict[str, object]:
    """Return a row by field, a margin as a list."""
    values = ((field.name, getattr(row, field.name)) for field in fields(row))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


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
    completeness: Completeness
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
    settings: Mapping[str, Setting]
    target: ShelterTarget
    transport: Transport
    notes: tuple[str, ...]
    invented: tuple[str, ...]
    geography: Geography

    @property
    def places_ledger(self) -> PlaceLedger:
        """Where all places of all shelters are."""
        return ledger_of(self.balance, self.not_usable)

    @property
    def synthetic(self) -> bool:
        """Whether any number rests on invented data."""
        return bool(self.invented)

    @property
    def illustrations(self) -> tuple[str, ...]:
        """A sentence about each part that rests on invented data."""
        return tuple(text.INVENTED[part] for part in self.invented)

    @property
    def totals(self) -> WaterTotals:
        """The people of the municipality by night: under water, leaving, staying, in need."""
        affected = known_sum(self.people.affected)
        unknown = known_sum(self.people.unknown)
        return WaterTotals(
            city=rounded(self.city, LEDGER_DECIMALS),
            inside=rounded(affected, LEDGER_DECIMALS),
            outside=rounded(self.city - affected - unknown, LEDGER_DECIMALS),
            not_known=rounded(unknown, LEDGER_DECIMALS),
            depth_not_known=rounded(known_sum(self._without_depth()), LEDGER_DECIMALS),
            unknown_buurten=self.unknown,
            leave=total_margin(self.people.leave),
            stay=total_margin(self.people.stay),
            dry_home=total_margin(self.people.dry_home),
            need=total_margin(self.people.need),
            dependent=total_margin(self.people.dependent),
        )

    @property
    def duration_h(self) -> tuple[float, float] | None:
        """The shortest and longest that a place is under water, in hours; None if not given."""
        wet = self.flood.depth_m >= self.settings["nat_vanaf_m"].margin[0]
        given = self.flood.duration_h[wet & ~np.isnan(self.flood.duration_h)]
        return (float(given.min()), float(given.max())) if len(given) else None

    @property
    def depth_counts(self) -> tuple[DepthCount, ...]:
        """Who and what stands how deep, the deepest first."""
        return tuple(
            DepthCount(zone, self.exposure.zone_count(at), self.tally.of_zone(at))
            for at, zone in enumerate(self.exposure.zones)
        )

    @property
    def exposed_buurten(self) -> tuple[ExposedArea, ...]:
        """The buurten with anyone or anything under water, whether they leave or not."""
        return exposed_buurten(self.exposure, self.tally, self.geography.buurten)

    @property
    def exposed_wijken(self) -> tuple[ExposedArea, ...]:
        """The wijken with anyone or anything under water, whether they leave or not."""
        return exposed_wijken(self.exposure, self.tally, self.geography)

    def to_dict(self) -> dict[str, object]:
        """Return the answer as one object, as ``hotspots exposure water --json`` prints it."""
        return {
            "subject": "water",
            "scenario": self.scenario.id,
            "label": self.scenario.label,
            "note": self.scenario.note,
            "synthetic": self.synthetic,
            "invented": list(self.invented),
            "illustrations": list(self.illustrations),
            "method": self.method,
            "method_sentence": text.METHOD[self.method],
            "error_share": rounded(self.error_share, 4),
            "depths_from": self.flood.kind,
            "duration_h": None if self.duration_h is None else list(self.duration_h),
            "day": self.day.isoformat() if self.day else None,
            "day_assumed": self.day_assumed,
            "events_status": self.events_status,
            "dependents_in_objects": self.dependents.to_dict(),
            "objects_not_loaded": list(self.kinds_not_loaded),
            "loaded_per_wijk": self.completeness.to_dict(),
            "ends": list(water_words.ENDS),
            "people": self.totals.to_dict(),
            "exposed": {
                "people": self.exposure.to_dict(),
                "places": self.tally.to_dict(),
                "zones": [count.to_dict() for count in self.depth_counts],
                "buurten": [area.to_dict() for area in self.exposed_buurten],
                "wijken": [area.to_dict() for area in self.exposed_wijken],
            },
            "target": self.target.to_dict(),
            "balance": self.balance.to_dict(),
            "buurten": [buurt.to_dict() for buurt in self.buurten],
            "shelters": [shelter.to_dict() for shelter in self.balance.shelter_uses],
            "shelters_not_usable": self.not_usable.to_dict(),
            "places_ledger": self.places_ledger.to_dict(),
            "transport": self.transport.to_dict(),
            "high_ground": list(self.high_ground),
            "institutions": [clock.to_dict() for clock in self.institutions],
            "flags": [flag.to_dict() for flag in self.flags],
            "settings": {name: setting.to_dict() for name, setting in self.settings.items()},
            "notes": list(self.notes),
        }

    def _without_depth(self) -> NDArray[np.float64]:
        """Return the people of each buurt who are under water of which the depth is not known."""
        part, wet = self.wet.without_depth(), self.wet.wet_share(self.wet_from_m)
        # Those under water times the part of it without a depth.
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(part == 0, 0.0, self.people.affected * part / wet)

    @property
    def buurten(self) -> tuple[FloodedBuurt, ...]:
        """The buurten that are under water or may be, most people without a place first."""
        share, unknown = self.wet.wet_share(self.wet_from_m), self.wet.unknown
        without = self.balance.without
        order = np.lexsort((np.arange(len(share)), -np.nan_to_num(without[1], nan=-1.0)))
        touched = order[(share + unknown)[order] > 0].tolist()
        depth_m = self.wet.mean_depth_m(self.wet_from_m)
        first_hour = self.wet.first_hour(self.wet_from_m)
        return tuple(
            self._buurt(at, float(share[at]), float(depth_m[at]), float(first_hour[at]))
            for at in touched
        )

    def _buurt(self, at: int, wet_share: float, depth_m: float, first_hour: float) -> FloodedBuurt:
        buurten, people, balance = self.geography.buurten, self.people, self.balance
        unknown = float(self.wet.unknown[at])
        return FloodedBuurt(
            code=buurten.codes[at],
            name=buurten.names[at],
            wet_share=round(wet_share, 4),
            unknown_share=round(unknown, 4),
            status=_status(wet_share, unknown),
            depth_m=rounded(depth_m, 2),
            not_known=rounded(people.unknown[at]),
            first_hour=rounded(first_hour),
            affected=rounded(people.affected[at]),
            leave=_pair(people.leave[:, at]),
            stay=_pair(people.stay[:, at]),
            dry_known=rounded(self.dry_share[at], 4),
            dry_home=_pair(people.dry_home[:, at]),
            need=_pair(people.need[:, at]),
            dependent=_pair(people.dependent[:, at]),
            placed=_pair(balance.placed[:, at]),
            without=_pair(balance.without[:, at]),
            dependent_without=_pair(balance.dependent_without[:, at]),
        )


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
    dependents = dependents_in((as_zone(flood, from_m),), places)
    error_share = error_of(workspace, ground, people.counts["night"])
    return WaterAnswer(
        scenario=scenario,
        flood=flood,
        wet=wet,
        exposure=exposed(zones, shares, people, by_land=ground.by_land, unknown=wet.unknown),
        tally=tally(
            zones, workspace.geography, places, sites, events, stations=stations(workspace)
        ),
        day=day,
        day_assumed=people.day_assumed,
        events_status=events_status(events),
        dependents=dependents,
        kinds_not_loaded=kinds_not_loaded(places),
        completeness=completeness_of(workspace, COUNTED),
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
        settings=settings.used(*_SETTINGS, *TRANSPORT_SETTINGS, scenario.leave),
        target=_target(settings, counted),
        transport=transport_of(dependents.added_to(total_margin(counted.dependent)), settings),
        notes=notes_of(
            workspace,
            scenario,
            flood,
            ground=ground,
            people=people,
            places=places,
            dry=dry,
            not_usable=not_usable,
            dry_known=not np.isnan(dry_share[counted.affected > 0]).any(),
            events=events,
            day=day,
            error_share=error_share,
        ),
        invented=invented_in(flood, shelters, places, sites, events),
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


def _target(settings: RiskSettings, counted: WaterPeople) -> ShelterTarget:
    affected = known_sum(counted.affected)
    most = min(affected * settings.value("opvang_deel"), settings.value("opvang_personen"))
    hours = settings.value("opvang_uren")
    if not most > 0:
        return ShelterTarget(hours, None, (None, None))
    low, high = (rounded(known_sum(need) / most) for need in counted.need)
    return ShelterTarget(hours, round(most, 1), (low, high))


def _pair(ends: NDArray[np.float64]) -> Margin:
    return rounded(ends[0]), rounded(ends[1])
