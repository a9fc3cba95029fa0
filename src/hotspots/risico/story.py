"""What a risk scenario says, from its answer: sentences, five figures, lists, assumptions.

The page, the sheet of paper and the file for a laptop are all made of this, so that they cannot
say different things. All numbers come from the object that `hotspots exposure --json` prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hotspots.dutch import number
from hotspots.risico import lists
from hotspots.risico import page_words as text
from hotspots.risico import sentences as of_incident
from hotspots.risico import water_words as of_water
from hotspots.risico.words import (
    KINDS,
    NO_OBJECTS,
    UNDER_WATER,
    WHOLLY_OUTSIDE,
    ZONES,
    kinds_unknown,
    zone_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.risico.lists import AreaNames, Listing


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it is, and whether it was counted, calculated or assumed."""

    value: str
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the five columns of the framework; ``about`` says how its numbers are to be read."""

    label: str
    known: bool
    sentences: tuple[str, ...]
    about: str = ""


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


def figure(name: str, value: str, mark: str, *, beside: str = "") -> Figure:
    """Return a figure by the names of what it is and of how sure it is.

    Parameters
    ----------
    beside
        What is not known of it, to be read with the number.
    """
    # What is not known was not counted or calculated either.
    kind = text.MARKS["unknown"] if value == of_incident.shown(None) else text.MARKS[mark]
    marks = "; ".join(part for part in (kind, beside) if part)
    return Figure(value, text.FIGURES[name], marks)


def flags_of(answer: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what the cross-checks found, the red ones first, then from the heaviest zone."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for at, flag in enumerate(answer["flags"]):
        # Shelters in one zone are told together: they would push the others out of sight.
        alike = ("shelter", flag["zone"]) if flag["kind"] == "shelter" else ("", str(at))
        found.setdefault(alike, []).append(flag)
    weight = {zone: at for at, zone in enumerate(ZONES)}
    ordered = sorted(
        found.values(),
        key=lambda flags: (
            flags[0]["severity"] != "rood",
            weight.get(flags[0]["zone"], len(weight)),
        ),
    )
    return tuple((flags[0]["severity"], _flagged(flags, answer)) for flags in ordered)


def _flagged(flags: Sequence[Mapping[str, Any]], answer: Mapping[str, Any]) -> str:
    """Return the sentence of a flag, or the one of shelters that lie in one zone."""
    zone = flags[0]["zone"]
    if len(flags) == 1:
        return str(flags[0]["sentence"])
    calculated = any(one["id"] == zone and one["calculated"] for one in answer.get("zones", ()))
    label = zone_name(ZONES.get(zone, UNDER_WATER), calculated=calculated)
    return of_incident.shelters_in_zone(label, [flag["name"] for flag in flags])


def notes_of(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is invented, of which day the events are, and how it was calculated."""
    day = [of_incident.events_of(date.fromisoformat(answer["day"]))] if answer["day"] else []
    return tuple(dict.fromkeys((*answer["illustrations"], *day, *answer["notes"])))


#: Which people a moment is about.
_MEASURES: Final = {"nacht": "night", "dag": "day"}
#: How many are named in a sentence.
_NAMED: Final = 4


def spoor_told(answer: Mapping[str, Any], names: AreaNames) -> ScenarioTold:
    """Return what is said of the zones along the track."""
    by_id = {column["id"]: column for column in answer["columns"]}
    return ScenarioTold(
        part="spoor",
        label=answer["label"],
        badge=_rail_badge(answer),
        sentences=_rail_sentences(answer, by_id["zelfredzaamheid"]["numbers"]),
        figures=_rail_figures(answer, by_id),
        lists=_rail_lists(answer, by_id["groepsrisico"], names),
        settings=lists.settings(answer["settings"]),
        flags=flags_of(answer),
        notes=notes_of(answer),
        criteria=tuple(
            Criterion(column["label"], column["known"], tuple(column["sentences"]), column["about"])
            for column in answer["columns"]
        ),
    )


def _rail_lists(
    answer: Mapping[str, Any], group_risk: Mapping[str, Any], names: AreaNames
) -> tuple[Listing, ...]:
    buurten, wijken, assumed = answer["buurten"], answer["wijken"], answer["day_assumed"]
    inside = answer["places"]["inside"]
    return (
        lists.zones(answer),
        lists.exposed_areas(
            "spoor_buurten", buurten, names, assumed=assumed, parts=lists.parts_of(group_risk)
        ),
        lists.exposed_areas("spoor_wijken", wijken, assumed=assumed),
        lists.places_in_zones("zone_objects", answer["zones"], "label"),
        lists.places_in_areas("buurt_objects", buurten, names),
        lists.places_in_areas("wijk_objects", wijken),
        lists.shares(group_risk, names),
        lists.objects(answer, names),
        lists.events(
            "events",
            answer["events"],
            names,
            looked=inside["events"] is not None,
            unknown=answer["events_unknown"] or "",
        ),
        lists.events(
            "large_events", answer["large_events"], names, looked=answer["calendar_known"]
        ),
        lists.transport(answer["transport"]),
    )


def _rail_sentences(answer: Mapping[str, Any], reliance: Mapping[str, Any]) -> tuple[str, ...]:
    measure = _MEASURES[answer["moment"]]
    people, zones = answer["people"][measure], answer["zones"]
    first = zones[0]
    very = _named(answer, "zeer_kwetsbaar")
    return (
        *of_incident.spoor_sentences(
            (people["inside"], people["city"]),
            answer["moment"],
            zones[-1]["label"],
            (first["within"][measure], first["label"], first["distance_m"] or 0.0),
            bounds=(people["inside_bounds"], first["within_bounds"][measure]),
            status=answer["people_status"],
        ),
        of_incident.helpless_sentence(
            reliance["elderly"], reliance["dependent"], reliance["dependent_in_objects"]
        ),
        of_incident.objects_sentence(
            very, len(_named(answer, "kwetsbaar")), answer["objects_not_loaded"]
        )
        if lists.objects_known(answer)
        else NO_OBJECTS,
        *([answer["events_unknown"]] if answer["events_unknown"] else []),
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
        return text.PARTLY_EXAMPLE if calculated else text.SOME_EXAMPLE
    return text.CALCULATED if calculated else ""


def _rail_figures(
    answer: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]
) -> tuple[Figure, ...]:
    inside = answer["people"][_MEASURES[answer["moment"]]]["inside"]
    reliance = by_id["zelfredzaamheid"]["numbers"]
    worst = by_id["resteffect"]["numbers"]["most_people"]
    limited: int | None = len(_named(answer, "zeer_kwetsbaar")) + len(_named(answer, "kwetsbaar"))
    if not lists.objects_known(answer):
        limited = None
    bounds = answer["people"][_MEASURES[answer["moment"]]]["inside_bounds"]
    return (
        figure(
            "inside",
            of_incident.shown(inside),
            "calculated",
            beside=of_incident.range_beside(bounds),
        ),
        figure("elderly", of_incident.shown(reliance["elderly"]), "calculated"),
        figure(
            "dependent",
            of_incident.shown_margin(reliance["dependent"]),
            "setting",
            beside=text.objects_beside(reliance["dependent_in_objects"]["without"]),
        ),
        figure(
            "objects",
            of_incident.shown(limited),
            "counted",
            beside=text.kinds_beside(answer["objects_not_loaded"]),
        ),
        figure("worst", of_incident.shown(worst), "calculated"),
    )


def water_told(answer: Mapping[str, Any], names: AreaNames) -> ScenarioTold:
    """Return what is said of a flood."""
    return ScenarioTold(
        part="water",
        label=answer["label"],
        badge=_water_badge(answer),
        sentences=_water_sentences(answer),
        figures=_water_figures(answer),
        lists=_water_lists(answer, names),
        settings=lists.settings(answer["settings"]),
        flags=flags_of(answer),
        notes=notes_of(answer),
    )


def _water_badge(answer: Mapping[str, Any]) -> str:
    """Return what stands on everything: an example is all of it if the flood itself is one."""
    if "flood" in answer["invented"]:
        return text.EXAMPLE
    return text.PARTLY_EXAMPLE if answer["synthetic"] else text.CALCULATED


def _water_lists(answer: Mapping[str, Any], names: AreaNames) -> tuple[Listing, ...]:
    found, assumed = answer["exposed"], answer["day_assumed"]
    return (
        lists.balance(answer, names),
        lists.institutions(answer),
        lists.shelters(answer),
        lists.depths(answer, names),
        lists.depth_people(answer),
        lists.exposed_areas("water_buurten", found["buurten"], names, assumed=assumed),
        lists.exposed_areas("water_wijken", found["wijken"], assumed=assumed),
        lists.places_in_zones("water_zone_objects", found["zones"], "depth"),
        lists.places_in_areas("water_buurt_objects", found["buurten"], names),
        lists.places_in_areas("water_wijk_objects", found["wijken"]),
    )


def _water_sentences(answer: Mapping[str, Any]) -> tuple[str, ...]:
    people, balance, target = answer["people"], answer["balance"], answer["target"]
    high = answer["high_ground"]
    return (
        *of_water.water_sentences(
            people["inside"],
            people["city"],
            people["leave"],
            people["stay"],
            (people["not_known"], people["depth_not_known"]),
        ),
        *([of_water.duration_sentence(answer["duration_h"])] if answer["duration_h"] else []),
        *of_water.shelter_sentences(
            people["dry_home"],
            people["need"],
            (balance["rooms_nights"], balance["rooms_hours"]),
            balance["gap"],
            balance["dependent_gap"],
            unknown=_shelters_unknown(answer),
        ),
        *(
            [
                of_water.target_sentence(
                    target["hours"], target["persons"], target["times_low"], target["times_high"]
                )
            ]
            if target["times_high"] is not None
            else []
        ),
        _clocks(answer),
        *(
            [of_water.helpless_objects_sentence(answer["dependents_in_objects"])]
            if answer["dependents_in_objects"]["objects"]
            else []
        ),
        *([of_water.high_ground_sentence(high)] if high else []),
    )


def _water_figures(answer: Mapping[str, Any]) -> tuple[Figure, ...]:
    people, balance = answer["people"], answer["balance"]
    rooms = of_incident.shown(balance["rooms_nights"])
    return (
        figure(
            "affected",
            of_incident.shown(people["inside"]),
            "calculated",
            beside=text.and_unknown(people["not_known"]),
        ),
        figure("stay", of_incident.shown_margin(people["stay"]), "setting"),
        figure("need", of_incident.shown_margin(people["need"]), "setting"),
        figure(
            "rooms",
            rooms,
            "example" if "shelters" in answer["invented"] else "calculated",
            beside=text.shelters_beside(_shelters_unknown(answer)),
        ),
        figure("gap", of_incident.shown_margin(balance["gap"]), "setting"),
    )


def _shelters_unknown(answer: Mapping[str, Any]) -> int:
    """Return of how many shelters it is not known whether they stay dry."""
    left_out = answer["shelters_not_usable"]
    return len(left_out["not_known"]) + len(left_out["outside_dike"])


def _clocks(answer: Mapping[str, Any]) -> str:
    if not answer["institutions"]:
        return NO_OBJECTS
    missing = kinds_unknown(answer["objects_not_loaded"])
    kinds = f" {of_incident.capital(missing)}." if missing else ""
    by_verdict: dict[str, list[str]] = {}
    untold = [clock for clock in answer["institutions"] if clock["wet"] is None]
    for clock in answer["institutions"]:
        if clock["wet"] is not None:
            by_verdict.setdefault(clock["out"], []).append(clock["name"])
    wet = sum(len(named) for verdict, named in by_verdict.items() if verdict != "droog")
    late, unsure = by_verdict.get("te_laat", []), by_verdict.get("onzeker", [])
    when = len(by_verdict.get("niet_bekend", ()))
    return of_water.clocks_sentence(late, unsure, when, wet, len(untold)) + kinds


def incident_told(answer: Mapping[str, Any], names: AreaNames) -> ScenarioTold:
    """Return what is said of an incident at a point.

    Parameters
    ----------
    answer
        Of the track, with the incident in it.
    """
    incident, settings = answer["incident"], answer["settings"]
    kind, place = KINDS[incident["kind"]], _place(incident)
    inside = incident["places"]["inside"]
    used = {name: settings[name] for name in ("niet_zelfredzaam_65plus", "overdag_aandeel")}
    return ScenarioTold(
        part="incident",
        label=f"{kind} bij {place}",
        badge=_rail_badge(answer),
        sentences=(
            *_incident_sentences(incident, answer["moment"]),
            *([answer["events_unknown"]] if answer["events_unknown"] else []),
        ),
        figures=_incident_figures(incident, answer["moment"]),
        lists=(
            lists.warned("warn", incident["warn"], unknown=_kinds(incident)),
            lists.exposed_areas(
                "incident_buurten",
                incident["buurten"],
                names,
                assumed=answer["day_assumed"],
                unknown=WHOLLY_OUTSIDE if incident["people_status"] == "not_known" else "",
            ),
            lists.places_in_areas("incident_objects", incident["buurten"], names),
            lists.warned(
                "sites", incident["event_sites"], looked=inside["event_sites"] is not None
            ),
            lists.warned(
                "incident_events",
                incident["events"],
                looked=inside["events"] is not None,
                unknown=answer["events_unknown"] or "",
            ),
        ),
        settings=lists.settings({**incident["settings"], **used}),
        flags=(),
        notes=(incident["order"], *incident["notes"], *notes_of(answer)),
    )


def _place(incident: Mapping[str, Any]) -> str:
    if incident["place"]:
        return of_incident.station_name(incident["place"])
    return of_incident.point_name(incident["x_rd"], incident["y_rd"])


def _kinds(incident: Mapping[str, Any]) -> str:
    """Say which kinds of objects are not loaded, as a sentence; "" where all are."""
    told = kinds_unknown(incident["objects_not_loaded"])
    return f"{of_incident.capital(told)}." if told else ""


def _incident_sentences(incident: Mapping[str, Any], moment: str) -> tuple[str, ...]:
    people, missing = incident["people"], incident["objects_not_loaded"]
    asked = people[_MEASURES[moment]]
    what = of_incident.incident_sentence(
        (KINDS[incident["kind"]], _place(incident), incident["zone"]["distance_m"] or 0.0),
        asked["inside"],
        moment,
        bounds=asked["inside_bounds"],
        status=incident["people_status"],
        not_loaded=missing,
    )
    helpless = of_incident.helpless_sentence(
        people["elderly"]["inside"],
        people["dependent"]["with_objects"],
        incident["dependents_in_objects"],
    )
    wind = []
    if incident["wind_from_deg"] is not None and incident["kind"] == "gifwolk":
        wind = [of_incident.wind_sentence(incident["wind_from_deg"])]
    first = [(row["name"], row["open"]) for row in incident["warn"][:_NAMED]]
    warned = of_incident.warn_sentence(first, moment, missing)
    known = incident["people_status"] != "not_known"
    return (what, *wind, *([helpless] if known else []), warned)


def _incident_figures(incident: Mapping[str, Any], moment: str) -> tuple[Figure, ...]:
    people, missing = incident["people"], incident["objects_not_loaded"]
    asked, objects = people[_MEASURES[moment]], incident["dependents_in_objects"]
    warned = (
        number(len(incident["warn"]))
        if incident["warn"] or not missing
        else of_incident.shown(None)
    )
    return (
        figure(
            "in_zone",
            of_incident.shown(asked["inside"]),
            "calculated",
            beside=of_incident.range_beside(asked["inside_bounds"]),
        ),
        figure("elderly", of_incident.shown(people["elderly"]["inside"]), "calculated"),
        figure(
            "dependent",
            of_incident.shown_margin(people["dependent"]["with_objects"]),
            "setting",
            beside=text.objects_beside(objects["without"]),
        ),
        figure("warned", warned, "counted", beside=text.kinds_beside(missing)),
        figure(
            "buurten",
            of_incident.shown(
                None if incident["people_status"] == "not_known" else len(incident["buurten"])
            ),
            "counted",
            beside=of_incident.beyond(incident["people_status"]).removeprefix("; "),
        ),
    )
