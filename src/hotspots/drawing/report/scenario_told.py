"""What a risk scenario says, from its answer: sentences, five figures, lists, assumptions.

The page, the sheet of paper and the file for a laptop are all made of this, so that they cannot
say different things. All numbers come from the object that `hotspots exposure --json` prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hotspots.drawing.report import scenario_lists as lists
from hotspots.text import veiligheid_page as text
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
    measure = _MEASURES[answer["moment"]]
    people, zones = answer["people"][measure], answer["zones"]
    by_id = {column["id"]: column for column in answer["columns"]}
    objects = answer["objects"]
    very = [row["name"] for row in objects if row["vulnerability"] == "zeer_kwetsbaar"]
    limited = sum(row["vulnerability"] == "kwetsbaar" for row in objects)
    first = zones[0]
    reliance = by_id["zelfredzaamheid"]["numbers"]
    sentences = [
        *text.spoor_sentences(
            (people["inside"], people["city"]),
            answer["moment"],
            zones[-1]["label"],
            (first["within"][measure] or 0.0, first["label"], first["distance_m"] or 0.0),
        ),
        text.helpless_sentence(reliance["elderly"], reliance["dependent"]),
        text.objects_sentence(len(very), limited, very[:_NAMED]),
    ]
    calculated = any(zone["calculated"] for zone in zones)
    return ScenarioTold(
        part="spoor",
        label=answer["label"],
        badge=_rail_badge(answer, calculated=calculated),
        sentences=tuple(sentences),
        figures=_rail_figures(people["inside"], reliance, len(very) + limited, by_id["resteffect"]),
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


def _rail_badge(answer: Mapping[str, Any], *, calculated: bool) -> str:
    if answer["synthetic"]:
        return text.PARTLY_EXAMPLE if calculated else text.EXAMPLE
    return text.CALCULATED if calculated else ""


def _rail_figures(
    inside: float, reliance: Mapping[str, Any], objects: int, rest: Mapping[str, Any]
) -> tuple[Figure, ...]:
    worst = rest["numbers"]["most_people"]
    return (
        _figure("inside", number(inside), "calculated"),
        _figure("elderly", number(reliance["elderly"]), "calculated"),
        _figure("dependent", margin(tuple(reliance["dependent"])), "setting"),
        _figure("objects", number(objects), "counted"),
        _figure("worst", "–" if worst is None else number(worst), "calculated"),
    )


def water_told(answer: Mapping[str, Any], names: AreaNames) -> ScenarioTold:
    """Return what is said of a flood."""
    people, balance, target = answer["people"], answer["balance"], answer["target"]
    sentences = [
        *text.water_sentences(people["inside"], people["city"], people["leave"], people["stay"]),
        *text.shelter_sentences(
            people["dry_home"], people["need"], balance["rooms_nights"], balance["gap"],
            balance["dependent_gap"],
        ),
        text.target_sentence(
            target["hours"], target["persons"], target["times_low"], target["times_high"]
        ),
        _clocks(answer),
    ]  # fmt: skip
    if answer["high_ground"]:
        sentences.append(text.high_ground_sentence(answer["high_ground"]))
    return ScenarioTold(
        part="water",
        label=answer["label"],
        badge=text.EXAMPLE if answer["synthetic"] else text.COMPUTED_FLOOD,
        sentences=tuple(sentences),
        figures=(
            _figure("affected", number(people["inside"]), "calculated"),
            _figure("stay", _sorted(people["stay"]), "setting"),
            _figure("need", _sorted(people["need"]), "setting"),
            _figure(
                "rooms",
                number(balance["rooms_nights"]),
                "example" if answer["synthetic"] else "calculated",
            ),
            _figure("gap", _sorted(balance["gap"]), "setting"),
        ),
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


def _clocks(answer: Mapping[str, Any]) -> str:
    by_verdict: dict[str, list[str]] = {}
    for clock in answer["institutions"]:
        by_verdict.setdefault(clock["out"], []).append(clock["name"])
    wet = sum(len(named) for verdict, named in by_verdict.items() if verdict != "droog")
    late, unsure = by_verdict.get("te_laat", []), by_verdict.get("onzeker", [])
    return text.clocks_sentence(late[:_NAMED], unsure[:_NAMED], wet)


def incident_told(answer: Mapping[str, Any], names: AreaNames) -> ScenarioTold:
    """Return what is said of an incident at a point.

    Parameters
    ----------
    answer
        Of the track, with the incident in it.
    """
    incident = answer["incident"]
    measure = _MEASURES[answer["moment"]]
    people = incident["people"]
    zone, warn = incident["zone"], incident["warn"]
    place = (
        text.station_name(incident["place"])
        if incident["place"]
        else text.point_name(incident["x_rd"], incident["y_rd"])
    )
    kind = KINDS[incident["kind"]]
    elderly = people["elderly"]["inside"]
    share = answer["settings"]["niet_zelfredzaam_65plus"]
    dependent = people["dependent"]["inside"]
    told = [
        *text.incident_sentences(
            kind, place, people[measure]["inside"], answer["moment"], zone["distance_m"] or 0.0
        ),
        text.warn_sentence([row["name"] for row in warn[:_NAMED]]),
    ]
    if incident["wind_from_deg"] is not None and incident["kind"] == "gifwolk":
        told.insert(1, text.wind_sentence(incident["wind_from_deg"]))
    return ScenarioTold(
        part="incident",
        label=f"{kind} bij {place}",
        badge=_rail_badge(answer, calculated=True),
        sentences=tuple(told),
        figures=(
            _figure("in_zone", number(people[measure]["inside"]), "calculated"),
            _figure("elderly", number(elderly), "calculated"),
            _figure("dependent", number(dependent), "middle"),
            _figure("warned", number(len(warn)), "counted"),
            _figure("buurten", number(len(incident["buurten"])), "counted"),
        ),
        lists=(
            lists.warned("warn", warn),
            lists.exposed_areas("incident_buurten", incident["buurten"], names),
            lists.warned("sites", incident["event_sites"]),
        ),
        settings=lists.settings(
            {
                **incident["settings"],
                "niet_zelfredzaam_65plus": share,
                "overdag_aandeel": answer["settings"]["overdag_aandeel"],
            }
        ),
        flags=(),
        notes=(incident["order"], *_notes(answer)),
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
            else text.shelters_in_zone(
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
