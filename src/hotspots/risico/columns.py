"""The five columns of the framework of Dordrecht of 2004 (TNO R2004/105), as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar

import numpy as np

from hotspots.dutch import fold
from hotspots.risico import spoor_words
from hotspots.risico.group_risk import (
    TrackPlaces,
    contributions,
    gas_wagons,
    people_along,
    times_orientation,
)
from hotspots.risico.objects import hours_of
from hotspots.risico.people import rounded
from hotspots.risico.tally import dependents_in
from hotspots.risico.zones import in_zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.risico.exposure import Exposure
    from hotspots.risico.objects import Places
    from hotspots.risico.people import Margin
    from hotspots.risico.rail_inputs import RailInputs
    from hotspots.risico.settings import RiskSettings
    from hotspots.risico.tally import Dependents


ColumnId = Literal[
    "plaatsgebonden_risico", "groepsrisico", "zelfredzaamheid", "beheersbaarheid", "resteffect"
]
#: Settings that the columns use, beside those of the zones.
SETTINGS: Final = (
    "bleve_m", "orientatiewaarde_10", "groepsrisico_vanaf", "ongevallen_per_wagenkm",
    "overlijdenskans", "opkomsttijd_min", "bluswater_m3_per_uur", "toegang_zijden",
)  # fmt: skip
#: The settings that say how well an incident can be fought.
_CONTROL: Final = ("opkomsttijd_min", "bluswater_m3_per_uur", "toegang_zijden")


@dataclass(frozen=True, slots=True)
class LocationRisk:
    """Residents and objects within plaatsgebonden risico 10^-6; None where it is not known."""

    residents: float | None = None
    objects: tuple[str, ...] | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by field."""
        objects = None if self.objects is None else list(self.objects)
        return {"residents": self.residents, "objects": objects}


@dataclass(frozen=True, slots=True)
class GroupRiskShare:
    """The part of a buurt in the group risk, between 0 and 1."""

    code: str
    name: str
    share: float

    def to_dict(self) -> dict[str, object]:
        """Return the part by field."""
        return {"code": self.code, "name": self.name, "share": self.share}


@dataclass(frozen=True, slots=True)
class GroupRisk:
    """The group risk in oriëntatiewaarden, and the part of each buurt in it, largest first.

    Attributes
    ----------
    highest
        Of any route; None where it cannot be calculated.
    """

    highest: float | None
    per_route: Mapping[str, float]
    shares: tuple[GroupRiskShare, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            "times_orientation": self.highest,
            "per_route": dict(self.per_route) or None,
            "shares": [share.to_dict() for share in self.shares],
        }


@dataclass(frozen=True, slots=True)
class SelfReliance:
    """Who cannot get away alone in any zone; None where it is not known.

    Attributes
    ----------
    dependent
        Residents, and those in objects as far as these give a number.
    cared_for
        The names of the objects that are zeer kwetsbaar.
    """

    elderly: float | None
    dependent: Margin
    in_objects: Dependents
    cared_for: tuple[str, ...] | None

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            "elderly": self.elderly,
            "dependent": list(self.dependent),
            "dependent_in_objects": self.in_objects.to_dict(),
            "zeer_kwetsbaar": None if self.cared_for is None else list(self.cared_for),
        }


@dataclass(frozen=True, slots=True)
class Control:
    """The settings about fighting an incident, by name; None where nobody filled one in."""

    values: Mapping[str, float | None]

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return dict(self.values)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left when all measures have been taken: the worst place on the track.

    Attributes
    ----------
    most_people, place_rd
        People within the radius of a BLEVE there, and its x and y; None where there is nobody.
    """

    most_people: float | None
    place_rd: tuple[int, int] | None
    dependent: Margin

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            "most_people": self.most_people,
            "worst_place_rd": None if self.place_rd is None else list(self.place_rd),
            "dependent": list(self.dependent),
        }


Numbers = TypeVar("Numbers", LocationRisk, GroupRisk, SelfReliance, Control, Rest)


@dataclass(frozen=True, slots=True)
class Column(Generic[Numbers]):
    """One criterion: sentences for people, numbers for programs, and whether it is known.

    ``about`` says how the numbers are to be read.
    """

    id: ColumnId
    known: bool
    sentences: tuple[str, ...]
    numbers: Numbers
    about: str = ""

    @property
    def label(self) -> str:
        """What the criterion is called."""
        return spoor_words.LABELS[self.id]

    def to_dict(self) -> dict[str, object]:
        """Return the column by field."""
        return {
            "id": self.id,
            "label": self.label,
            "known": self.known,
            "sentences": list(self.sentences),
            "about": self.about,
            "numbers": self.numbers.to_dict(),
        }


AnyColumn = (
    Column[LocationRisk] | Column[GroupRisk] | Column[SelfReliance] | Column[Control] | Column[Rest]
)


@dataclass(frozen=True, slots=True)
class FiveColumns:
    """The five criteria of the framework."""

    location_risk: Column[LocationRisk]
    group_risk: Column[GroupRisk]
    self_reliance: Column[SelfReliance]
    control: Column[Control]
    rest: Column[Rest]

    @property
    def in_order(self) -> tuple[AnyColumn, ...]:
        """The columns in the order of the framework."""
        return self.location_risk, self.group_risk, self.self_reliance, self.control, self.rest


def five_columns(inputs: RailInputs, exposure: Exposure) -> FiveColumns:
    """Return the five criteria."""
    along = people_along(
        inputs.routes.lines,
        inputs.ground,
        inputs.people.counts[inputs.measure],
        inputs.geography.outline,
        radius_m=inputs.distance_m("bleve_m"),
    )
    helpless = dependents_in(exposure.zones, inputs.places, hours_of(inputs.scenario.moment))
    return FiveColumns(
        _location_risk(exposure, inputs.places, inputs.measure),
        _group_risk(inputs, along),
        _self_reliance(exposure, inputs.places, helpless),
        _control(inputs.settings),
        _rest(exposure, along, inputs.distance_m("bleve_m"), helpless),
    )


def _location_risk(exposure: Exposure, places: Places, measure: str) -> Column[LocationRisk]:
    at = next((at for at, zone in enumerate(exposure.zones) if zone.id == "pr10_6"), None)
    if at is None:
        return Column(
            "plaatsgebonden_risico",
            known=False,
            sentences=(spoor_words.NO_PR,),
            numbers=LocationRisk(),
        )
    zone = exposure.zones[at]
    covered = in_zone(zone, places.places).tolist()
    limited = tuple(
        place.name
        for place, inside in zip(places.places, covered, strict=True)
        if inside and place.has_limit_value
    )
    residents = exposure.total(measure, at)
    # Without a layer of objects it was not looked at whether one lies in it.
    objects = limited if len(places) else None
    return Column(
        "plaatsgebonden_risico",
        known=True,
        sentences=spoor_words.location_risk(residents, objects),
        numbers=LocationRisk(rounded(residents), objects),
    )


def _group_risk(inputs: RailInputs, along: TrackPlaces) -> Column[GroupRisk]:
    buurten = inputs.geography.buurten
    at_least = inputs.settings.value("groepsrisico_vanaf")
    share = contributions(along, at_least=at_least)
    ordered = [int(at) for at in np.argsort(-share, kind="stable") if share[at] > 0]
    ratio, why = _ratio(inputs, along)
    highest = max(ratio.values()) if ratio else None
    named = [(buurten.names[at], round(float(share[at]), 4)) for at in ordered]
    shares = tuple(
        GroupRiskShare(buurten.codes[at], name, part)
        for at, (name, part) in zip(ordered, named, strict=True)
    )
    return Column(
        "groepsrisico",
        known=highest is not None,
        sentences=spoor_words.group_risk(highest, why, named),
        numbers=GroupRisk(highest, ratio, shares),
        about=spoor_words.CONTRIBUTION if shares else "",
    )


def _ratio(inputs: RailInputs, along: TrackPlaces) -> tuple[dict[str, float], str]:
    """Return the group risk per route in oriëntatiewaarden, or why it cannot be calculated."""
    settings = inputs.settings
    accidents, lethality = settings["ongevallen_per_wagenkm"], settings["overlijdenskans"]
    names, carried = inputs.routes.names, gas_wagons(inputs.workspace)
    wagons = {at: carried[fold(name)] for at, name in enumerate(names) if fold(name) in carried}
    missing = [
        label
        for label, known in (
            (spoor_words.WAGONS, bool(wagons)),
            (spoor_words.ACCIDENTS, accidents.value is not None),
            (spoor_words.LETHALITY, lethality.value is not None),
        )
        if not known
    ]
    if missing:
        return {}, spoor_words.not_calculated(missing)
    ratios = times_orientation(
        along,
        wagons,
        accidents_per_wagon_km=settings.value("ongevallen_per_wagenkm"),
        lethality=settings.value("overlijdenskans"),
        orientation_at_10=settings.value("orientatiewaarde_10"),
        from_deaths=settings.value("groepsrisico_vanaf"),
    )
    return {names[at]: value for at, value in ratios.items()}, ""


def _self_reliance(
    exposure: Exposure, places: Places, helpless: Dependents
) -> Column[SelfReliance]:
    zone = exposure.zones[-1]
    margin = _margin(exposure, helpless)
    inside = in_zone(zone, places.places).tolist()
    names = tuple(
        place.name
        for place, is_in in zip(places.places, inside, strict=True)
        if is_in and place.vulnerability == "zeer_kwetsbaar"
    )
    cared_for = names if len(places) else None
    elderly = exposure.total("elderly")
    return Column(
        "zelfredzaamheid",
        known=bool(np.isfinite(margin[0])),
        sentences=spoor_words.self_reliance(zone.label, elderly, margin, cared_for, helpless),
        numbers=SelfReliance(rounded(elderly), _shown(margin), helpless, cared_for),
    )


def _margin(exposure: Exposure, helpless: Dependents) -> tuple[float, float]:
    """Return the least and the most who cannot help themselves in any zone; NaN if not known.

    Residents, and those in vulnerable objects as far as these give a number.
    """
    more = helpless.people or 0.0
    return exposure.total("dependent_low") + more, exposure.total("dependent_high") + more


def _shown(margin: tuple[float, float]) -> Margin:
    return rounded(margin[0]), rounded(margin[1])


def _control(settings: RiskSettings) -> Column[Control]:
    values = {name: settings[name] for name in _CONTROL}
    sentences = [
        spoor_words.setting_sentence(setting.label, setting.value, setting.unit, setting.source)
        for setting in values.values()
        if setting.value is not None
    ]
    missing = [setting for setting in values.values() if setting.value is None]
    if missing:
        labels = [setting.label for setting in missing]
        sources = list(dict.fromkeys(setting.source for setting in missing))
        sentences.append(spoor_words.not_given(labels, sources))
    return Column(
        "beheersbaarheid",
        known=any(setting.known for setting in values.values()),
        sentences=tuple(sentences),
        numbers=Control({name: setting.value for name, setting in values.items()}),
    )


def _rest(
    exposure: Exposure, along: TrackPlaces, radius_m: float, helpless: Dependents
) -> Column[Rest]:
    worst = along.worst
    margin = _margin(exposure, helpless)
    most = None if worst is None else float(along.people[worst])
    place = None
    if worst is not None:
        place = round(float(along.x_rd[worst])), round(float(along.y_rd[worst]))
    return Column(
        "resteffect",
        known=most is not None,
        sentences=spoor_words.rest(most, place, radius_m, margin),
        numbers=Rest(None if most is None else round(most, 1), place, _shown(margin)),
    )
