"""The five columns of the framework of Dordrecht of 2004 (TNO R2004/105), as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from hotspots.intake.columns import fold
from hotspots.risk.dependents import dependents_in
from hotspots.risk.group_risk import contributions, people_along, times_orientation
from hotspots.risk.people import rounded
from hotspots.risk.transport import gas_wagons
from hotspots.text import risk_columns as text

if TYPE_CHECKING:
    from hotspots.risk.dependents import Dependents
    from hotspots.risk.exposure import Exposure
    from hotspots.risk.group_risk import TrackPlaces
    from hotspots.risk.objects import Places
    from hotspots.risk.scene import RailScene
    from hotspots.risk.settings import RiskSettings

ColumnId = Literal[
    "plaatsgebonden_risico", "groepsrisico", "zelfredzaamheid", "beheersbaarheid", "resteffect"
]
#: Settings that the columns use, beside those of the zones.
SETTINGS: Final = (
    "bleve_m", "orientatiewaarde_10", "groepsrisico_vanaf", "ongevallen_per_wagenkm",
    "overlijdenskans", "opkomsttijd_min", "bluswater_m3_per_uur", "toegang_zijden",
)  # fmt: skip
#: What is told of how well an incident can be fought.
_CONTROL: Final = ("opkomsttijd_min", "bluswater_m3_per_uur", "toegang_zijden")


@dataclass(frozen=True, slots=True)
class Column:
    """One criterion: sentences for people, numbers for programs, and whether it is known.

    ``numbers`` are texts, numbers, None where it is not known, and lists of rows. ``about`` says
    how they are to be read.
    """

    id: ColumnId
    label: str
    known: bool
    sentences: tuple[str, ...]
    numbers: dict[str, Any]
    about: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the column by field."""
        return {
            "id": self.id,
            "label": self.label,
            "known": self.known,
            "sentences": list(self.sentences),
            "about": self.about,
            "numbers": self.numbers,
        }


def five_columns(scene: RailScene, found: Exposure) -> tuple[Column, ...]:
    """Return the five criteria, in the order of the framework."""
    along = people_along(
        scene.routes.lines,
        scene.ground,
        scene.people.counts[scene.measure],
        scene.geography.outline,
        radius_m=scene.distance_m("bleve_m"),
    )
    helpless = dependents_in(found.zones, scene.places)
    return (
        _location_risk(found, scene.places, scene.measure),
        _group_risk(scene, along),
        _self_reliance(found, scene.places, helpless),
        _control(scene.settings),
        _rest(found, along, scene.distance_m("bleve_m"), helpless),
    )


def _location_risk(found: Exposure, places: Places, measure: str) -> Column:
    at = next((at for at, zone in enumerate(found.zones) if zone.id == "pr10_6"), None)
    if at is None:
        return Column(
            "plaatsgebonden_risico", text.LABELS["plaatsgebonden_risico"], known=False,
            sentences=(text.NO_PR,), numbers={"residents": None, "objects": None},
        )  # fmt: skip
    zone = found.zones[at]
    covered = zone.covers(places.x_rd, places.y_rd).tolist()
    limited = [
        place.name
        for place, inside in zip(places.places, covered, strict=True)
        if inside and place.vulnerability in ("zeer_kwetsbaar", "kwetsbaar")
    ]
    residents = found.total(measure, at)
    # Without a layer of objects it was not looked at whether one lies in it.
    objects = limited if len(places) else None
    return Column(
        "plaatsgebonden_risico", text.LABELS["plaatsgebonden_risico"], known=True,
        sentences=text.location_risk(residents, objects),
        numbers={"residents": rounded(residents), "objects": objects},
    )  # fmt: skip


def _group_risk(scene: RailScene, along: TrackPlaces) -> Column:
    buurten = scene.geography.buurten
    at_least = scene.settings.value("groepsrisico_vanaf")
    share = contributions(along, at_least=at_least)
    ordered = [int(at) for at in np.argsort(-share, kind="stable") if share[at] > 0]
    ratio, why = _ratio(scene, along)
    highest = max(ratio.values()) if ratio else None
    named = [(buurten.names[at], round(float(share[at]), 4)) for at in ordered]
    rows = [
        {"code": buurten.codes[at], "name": name, "share": part}
        for at, (name, part) in zip(ordered, named, strict=True)
    ]
    return Column(
        "groepsrisico",
        text.LABELS["groepsrisico"],
        known=highest is not None,
        sentences=text.group_risk(highest, why, named),
        numbers={"times_orientation": highest, "per_route": ratio or None, "shares": rows},
        about=text.CONTRIBUTION if rows else "",
    )


def _ratio(scene: RailScene, along: TrackPlaces) -> tuple[dict[str, float], str]:
    """Return the group risk per route in oriëntatiewaarden, or why it cannot be told."""
    settings = scene.settings
    accidents, lethality = settings["ongevallen_per_wagenkm"], settings["overlijdenskans"]
    names, carried = scene.routes.names, gas_wagons(scene.workspace)
    wagons = {at: carried[fold(name)] for at, name in enumerate(names) if fold(name) in carried}
    missing = [
        label
        for label, known in (
            (text.WAGONS, bool(wagons)),
            (text.ACCIDENTS, accidents.value is not None),
            (text.LETHALITY, lethality.value is not None),
        )
        if not known
    ]
    if missing:
        return {}, text.not_calculated(missing)
    found = times_orientation(
        along,
        wagons,
        accidents_per_wagon_km=settings.value("ongevallen_per_wagenkm"),
        lethality=settings.value("overlijdenskans"),
        orientation_at_10=settings.value("orientatiewaarde_10"),
        from_deaths=settings.value("groepsrisico_vanaf"),
    )
    return {names[at]: value for at, value in found.items()}, ""


def _self_reliance(found: Exposure, places: Places, helpless: Dependents) -> Column:
    zone = found.zones[-1]
    margin = _margin(found, helpless)
    inside = zone.covers(places.x_rd, places.y_rd).tolist()
    cared = [
        place.name
        for place, is_in in zip(places.places, inside, strict=True)
        if is_in and place.vulnerability == "zeer_kwetsbaar"
    ]
    elderly = found.total("elderly")
    return Column(
        "zelfredzaamheid",
        text.LABELS["zelfredzaamheid"],
        known=bool(np.isfinite(margin[0])),
        sentences=text.self_reliance(
            zone.label, elderly, margin, cared if len(places) else None, helpless.to_dict()
        ),
        numbers={
            "elderly": rounded(elderly),
            "dependent": [rounded(number) for number in margin],
            "dependent_in_objects": helpless.to_dict(),
            "zeer_kwetsbaar": cared if len(places) else None,
        },
    )


def _margin(found: Exposure, helpless: Dependents) -> tuple[float, float]:
    """Return the least and the most who cannot help themselves in any zone; NaN if not known.

    Residents, and those in vulnerable objects as far as these give a number.
    """
    more = helpless.people or 0.0
    return found.total("dependent_low") + more, found.total("dependent_high") + more


def _control(settings: RiskSettings) -> Column:
    values = {name: settings[name] for name in _CONTROL}
    sentences = [
        text.setting_sentence(setting.label, setting.value, setting.unit, setting.source)
        for setting in values.values()
        if setting.value is not None
    ]
    missing = [setting for setting in values.values() if setting.value is None]
    if missing:
        labels = [setting.label for setting in missing]
        sources = list(dict.fromkeys(setting.source for setting in missing))
        sentences.append(text.not_given(labels, sources))
    return Column(
        "beheersbaarheid",
        text.LABELS["beheersbaarheid"],
        known=any(setting.known for setting in values.values()),
        sentences=tuple(sentences),
        numbers={name: setting.value for name, setting in values.items()},
    )


def _rest(found: Exposure, along: TrackPlaces, radius_m: float, helpless: Dependents) -> Column:
    worst = along.worst
    margin = _margin(found, helpless)
    most = None if worst is None else float(along.people[worst])
    place = None if worst is None else [round(float(along.x_rd[worst])),
                                        round(float(along.y_rd[worst]))]  # fmt: skip
    return Column(
        "resteffect",
        text.LABELS["resteffect"],
        known=most is not None,
        sentences=text.rest(most, place, radius_m, margin),
        numbers={
            "most_people": None if most is None else round(most, 1),
            "worst_place_rd": place,
            "dependent": [rounded(number) for number in margin],
        },
    )
