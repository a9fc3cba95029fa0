"""What a risk scenario says, from its answer: sentences, five figures, lists, assumptions.

The page, the sheet of paper and the file for a laptop are all made of this, so that they cannot
say different things. All numbers come from the object that `hotspots exposure --json` prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hotspots.drawing.report import scenario_lists as lists
from hotspots.text import veiligheid_page as text
from hotspots.text import veiligheid_sentences as says
from hotspots.text.numbers import number
from hotspots.text.risk import KINDS, ZONES
from hotspots.text.risk_columns import margin
from hotspots.text.risk_water import UNDER_WATER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.drawing.report.scenario_lists import AreaNames, Listing

#: Which people a moment is about.
_MEASURES: Final = {"nacht": "night", "dag": "day"}
#: How many are named in a sentence.
_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it is, and whether it was counted, calculated or assumed."""

    value: str
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the five columns of the framework of the municipality."""

    label: str
    known: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioTold:
    """A scenario in words, numbers and lists.

    Attributes
    ----------
    flags
        Severity and sentence of each cross-check that found something.
    notes
        How it was calculated, and which parts rest on invented data.
    """

    part: str
    label: str
    badge: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    lists: tuple[Listing, ...]
    settings: Listing
    flags: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    criteria: tuple[Criterion, ...] = ()

    def listing(self, name: str) -> Listing:
        """Return a list by its id."""
        return next(found for found in self.lists if found.id == name)


def spoor_told(answer: Mapping[str, Any], names: AreaNames) -> ScenarioTold:
    """Return what is said of the zones along the track."""
    by_id = {column["id"]: column for column in answer["columns"]}
    objects = answer["objects"]
    return ScenarioTold(
        part="spoor",
        label=answer["label"],
        badge=_rail_badge(answer),
        sentences=_rail_sentences(answer, by_id["zelfredzaamheid"]["numbers"]),
        figures=_rail_figures(answer, by_id),
        lists=(
            lists.zones(answer),
            lists.zone_objects(answer),
            lists.exposed_areas("spoor_buurten", answer["buurten"], names),
            lists.exposed_areas("spoor_wijken", answer["wijken"]),
            lists.shares(by_id["groepsrisico"], names),
            lists.objects(objects, names),
            lists.events(answer["events"], names),
        ),
        settings=lists.settings(answer["settings"]),
        flags=_flags(answer),
        notes=_notes(answer),
        criteria=tuple(
            Criterion(column["label"], column["known"], tuple(column["sentences"]))
            for column in answer["columns"]
        ),
    )


def _rail_sentences(answer: Mapping[str, Any], reliance: Mapping[str, Any]) -> tuple[str, ...]:
    measure = _MEASURES[answer["moment"]]
    people, zones = answer["people"][measure], answer["zones"]
    first = zones[0]
    very = _named(answer, "zeer_kwetsbaar")
    return (
        *says.spoor_sentences(
            (people["inside"], people["city"]),
            answer["moment"],
            zones[-1]["label"],
            (first["within"][measure] or 0.0, first["label"], first["distance_m"] or 0.0),
        ),
        says.helpless_sentence(reliance["elderly"], reliance["dependent"]),
        says.objects_sentence(len(very), len(_named(answer, "kwetsbaar")), very[:_NAMED]),
    )


def _named(answer: Mapping[str, Any], vulnerability: str) -> list[str]:
    """Return the names of the objects of a class in any zone."""
    return [row["name"] for row in answer["objects"] if row["vulnerability"] == vulnerability]


def _rail_badge(answer: Mapping[str, Any]) -> str:
    """Return what stands on everything: whether zones are calculated, and data invented."""
    incident = answer["incident"]
    zones = answer["zones"] if incident is None else [incident["zone"]]
    calculated = any(zone["calculated"] for zone in zones)
    if answer["synthetic"]:
        return text.PARTLY_EXAMPLE if calculated else text.EXAMPLE
    return text.CALCULATED if calculated else ""


def _rail_figures(
    answer: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]
) -> tuple[Figure, ...]:
    inside = answer["people"][_MEASURES[answer["moment"]]]["inside"]
    reliance = by_id["zelfredzaamheid"]["numbers"]
    worst = by_id["resteffect"]["numbers"]["most_people"]
    limited = len(_named(answer, "zeer_kwetsbaar")) + len(_named(answer, "kwetsbaar"))
    return (
        _figure("inside", number(inside), "calculated"),
        _figure("elderly", number(reliance["elderly"]), "calculated"),
        _figure("dependent", margin(tuple(reliance["dependent"])), "setting"),
        _figure("objects", number(limited), "counted"),
        _figure("worst", "–" if worst is None else number(worst), "calculated"),
    )


def water_told(answer: Mapping[str, Any], names: AreaNames) -> ScenarioTold:
    """Return what is said of a flood."""
    return ScenarioTold(
        part="water",
        label=answer["label"],
        badge=text.EXAMPLE if answer["synthetic"] else text.CALCULATED,
        sentences=_water_sentences(answer),
        figures=_water_figures(answer),
        lists=(
            lists.balance(answer, names),
            lists.institutions(answer),
            lists.shelters(answer),
            lists.depths(answer, names),
        ),
        settings=lists.settings(answer["settings"]),
        flags=_flags(answer),
        notes=_notes(answer),
    )


def _water_sentences(answer: Mapping[str, Any]) -> tuple[str, ...]:
    people, balance, target = answer["people"], answer["balance"], answer["target"]
    high = answer["high_ground"]
    return (
        *says.water_sentences(people["inside"], people["city"], people["leave"], people["stay"]),
        *says.shelter_sentences(
            people["dry_home"],
            people["need"],
            balance["rooms_nights"],
            balance["gap"],
            balance["dependent_gap"],
        ),
        says.target_sentence(
            target["hours"], target["persons"], target["times_low"], target["times_high"]
        ),
        _clocks(answer),
        *([says.high_ground_sentence(high)] if high else []),
    )


def _water_figures(answer: Mapping[str, Any]) -> tuple[Figure, ...]:
    people, balance = answer["people"], answer["balance"]
    rooms = number(balance["rooms_nights"])
    return (
        _figure("affected", number(people["inside"]), "calculated"),
        _figure("stay", _sorted(people["stay"]), "setting"),
        _figure("need", _sorted(people["need"]), "setting"),
        _figure("rooms", rooms, "example" if answer["synthetic"] else "calculated"),
        _figure("gap", _sorted(balance["gap"]), "setting"),
    )


def _clocks(answer: Mapping[str, Any]) -> str:
    by_verdict: dict[str, list[str]] = {}
    for clock in answer["institutions"]:
        by_verdict.setdefault(clock["out"], []).append(clock["name"])
    wet = sum(len(named) for verdict, named in by_verdict.items() if verdict != "droog")
    late, unsure = by_verdict.get("te_laat", []), by_verdict.get("onzeker", [])
    return says.clocks_sentence(late[:_NAMED], unsure[:_NAMED], wet)


def incident_told(answer: Mapping[str, Any], names: AreaNames) -> ScenarioTold:
    """Return what is said of an incident at a point.

    Parameters
    ----------
    answer
        Of the track, with the incident in it.
    """
    incident, settings = answer["incident"], answer["settings"]
    kind, place = KINDS[incident["kind"]], _place(incident)
    used = {name: settings[name] for name in ("niet_zelfredzaam_65plus", "overdag_aandeel")}
    return ScenarioTold(
        part="incident",
        label=f"{kind} bij {place}",
        badge=_rail_badge(answer),
        sentences=_incident_sentences(incident, answer["moment"]),
        figures=_incident_figures(incident, answer["moment"]),
        lists=(
            lists.warned("warn", incident["warn"]),
            lists.exposed_areas("incident_buurten", incident["buurten"], names),
            lists.warned("sites", incident["event_sites"]),
        ),
        settings=lists.settings({**incident["settings"], **used}),
        flags=(),
        notes=(incident["order"], *_notes(answer)),
    )


def _place(incident: Mapping[str, Any]) -> str:
    if incident["place"]:
        return says.station_name(incident["place"])
    return says.point_name(incident["x_rd"], incident["y_rd"])


def _incident_sentences(incident: Mapping[str, Any], moment: str) -> tuple[str, ...]:
    inside = incident["people"][_MEASURES[moment]]["inside"]
    what, who = says.incident_sentences(
        KINDS[incident["kind"]],
        _place(incident),
        inside,
        moment,
        incident["zone"]["distance_m"] or 0.0,
    )
    wind = []
    if incident["wind_from_deg"] is not None and incident["kind"] == "gifwolk":
        wind = [says.wind_sentence(incident["wind_from_deg"])]
    first = [row["name"] for row in incident["warn"][:_NAMED]]
    return (what, *wind, who, says.warn_sentence(first))


def _incident_figures(incident: Mapping[str, Any], moment: str) -> tuple[Figure, ...]:
    people = incident["people"]
    return (
        _figure("in_zone", number(people[_MEASURES[moment]]["inside"]), "calculated"),
        _figure("elderly", number(people["elderly"]["inside"]), "calculated"),
        _figure("dependent", number(people["dependent"]["inside"]), "middle"),
        _figure("warned", number(len(incident["warn"])), "counted"),
        _figure("buurten", number(len(incident["buurten"])), "counted"),
    )


def _figure(name: str, value: str, mark: str) -> Figure:
    return Figure(value, text.FIGURES[name], text.MARKS[mark])


def _flags(answer: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what the cross-checks found, the red ones first."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for at, flag in enumerate(answer["flags"]):
        # Shelters in one zone are told together: they would push the others out of sight.
        alike = ("shelter", flag["zone"]) if flag["kind"] == "shelter" else ("", str(at))
        found.setdefault(alike, []).append(flag)
    told = [
        (
            flags[0]["severity"],
            flags[0]["sentence"]
            if len(flags) == 1
            else says.shelters_in_zone(
                ZONES.get(flags[0]["zone"], UNDER_WATER), [flag["name"] for flag in flags]
            ),
        )
        for flags in found.values()
    ]
    return tuple(sorted(told, key=lambda flag: flag[0] != "rood"))


def _notes(answer: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*answer["illustrations"], *answer["notes"])))


def _sorted(pair: list[float]) -> str:
    return margin((min(pair), max(pair)))
