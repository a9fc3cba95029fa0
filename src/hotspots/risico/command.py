"""The command that tells who and what lies along the track or under water."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any, Final

from hotspots.access.export import allow_export, note_seen
from hotspots.access.features import features_for
from hotspots.access.words import WET_UNKNOWN
from hotspots.access.workspace import open_workspace
from hotspots.dutch import harmless_cell, number, plural
from hotspots.errors import SelectionError
from hotspots.exports import terminal as command_line
from hotspots.risico.incident import Incident, place_of
from hotspots.risico.objects import stations
from hotspots.risico.scene import SUBJECTS, looked_at
from hotspots.risico.sentences import (
    between,
    capital,
    incident_sentence,
    point_name,
    spoor_sentences,
)
from hotspots.risico.settings import INCIDENT_KINDS
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.water import water_answer
from hotspots.risico.water_words import water_sentences
from hotspots.risico.words import VULNERABILITY, in_objects, kinds_unknown, margin

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hotspots.access.workspace import Workspace


NOTHING_INVENTED: Final = "nee"
UNKNOWN: Final = "niet bekend"
NO_HOUR: Final = "onder water, niet bekend wanneer"
NO_INCIDENT_IN_WATER: Final = (
    "Een ongeval hoort bij spoor, niet bij water.",
    "Gevonden: --at, --kind of --wind.",
    "Laat ze weg, of vraag om spoor.",
)
NO_LAYER: Final = (
    "Deze gemeente heeft hier geen laag voor.",
    "Gezocht in geodata/.",
    "Voeg een laag met het goede doel ('purpose') toe.",
)


def half_an_incident(given: Sequence[str], kinds: Sequence[str]) -> tuple[str, str, str]:
    """Say that an incident has a place and a kind."""
    return (
        "Een ongeval heeft een plaats en een soort.",
        f"Gevonden: alleen {' en '.join(given)}.",
        f"Geef --at X,Y en --kind {'|'.join(kinds)}.",
    )


def wrong_end(suffix: str) -> tuple[str, str, str]:
    """Say which files can be written."""
    return (
        f"Een bestand dat eindigt op '{suffix}' kan hier niet.",
        "Mogelijk: .json (alles) of .csv (de buurten).",
        "Kies een van beide.",
    )


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without rows in it: a margin becomes two columns, a zone one.

    Examples
    --------
    >>> flat({"name": "A", "need": [1.0, 2.5], "zones": {"brand": 3.0}})
    {'name': 'A', 'need_gunstig': 1.0, 'need_ongunstig': 2.5, 'zones_brand': 3.0}
    """
    told: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, list):
            told[f"{name}_gunstig"], told[f"{name}_ongunstig"] = value
        elif isinstance(value, dict):
            told |= {f"{name}_{key}": part for key, part in value.items()}
        else:
            told[name] = value
    return told


def calculated_zones(answer: Mapping[str, Any]) -> str:
    """Name the zones that are a distance from the settings; none for a flood."""
    incident = answer.get("incident")
    zones = answer.get("zones", ()) if incident is None else [incident["zone"]]
    return ", ".join(zone["label"] for zone in zones if zone["calculated"]) or NOTHING_INVENTED


def cell(value: object) -> str:
    """Write a cell for a Dutch spreadsheet; what is not known is empty."""
    if value is None:
        return ""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """Tell an answer in lines for a terminal."""
    yield answer["label"]
    yield from _spoor(answer) if answer["subject"] == "spoor" else _water(answer)
    for flag in answer["flags"]:
        yield f"! {flag['sentence']}"
    yield from answer["notes"]


def _spoor(answer: Mapping[str, Any]) -> Iterator[str]:
    who = "night" if answer["moment"] == "nacht" else "day"
    people = answer["people"][who]
    yield spoor_sentences(
        (people["inside"], people["city"]),
        answer["moment"],
        answer["zones"][-1]["label"],
        (None, "", 0.0),
        bounds=(people["inside_bounds"], ()),
        status=answer["people_status"],
    )[0]
    unknown = kinds_unknown(answer["objects_not_loaded"])
    if unknown:
        yield f"{capital(unknown)}."
    for zone in answer["zones"]:
        called = " (berekend)" if zone["calculated"] else ""
        sure = between(zone["within_bounds"][who])
        yield f"{zone['label']}{called}: {_who(zone['within'], who)}{sure}; {_what(zone)}"
    for column in answer["columns"]:
        yield f"{column['label']}: {' '.join((*column['sentences'], column['about']))}".rstrip()
    if answer["incident"] is not None:
        yield from _incident_lines(answer["incident"], who, answer["moment"])


def _incident_lines(incident: Mapping[str, Any], who: str, moment: str) -> Iterator[str]:
    people = {name: told["inside"] for name, told in incident["people"].items()}
    people["dependent"] = incident["people"]["dependent"]["with_objects"]
    place = incident["place"] or point_name(incident["x_rd"], incident["y_rd"])
    yield incident_sentence(
        (incident["zone"]["label"], place, incident["zone"]["distance_m"] or 0.0),
        people[who],
        moment,
        bounds=incident["people"][who]["inside_bounds"],
        status=incident["people_status"],
        not_loaded=incident["objects_not_loaded"],
    )
    within = f"{_who(people, who)}{in_objects(incident['dependents_in_objects'])}"
    yield f"{incident['zone']['label']}: {within}; {_what(incident['places']['inside'])}"
    yield from incident["notes"]
    for row in incident["buurten"]:
        yield f"  {row['name']}: {_number(row[who])}"
    for place in incident["warn"]:
        kind = VULNERABILITY.get(place["vulnerability"], "")
        closed = "" if place["open"] is not False else ", gesloten"
        away = f"{number(place['distance_m'])} m"
        yield f"{place['order']:>3}. {place['name']} ({kind}, {away}{closed})"


def _who(people: Mapping[str, Any], who: str) -> str:
    """Tell how many people there are, how many are old and how many need help."""
    return (
        f"{_number(people[who])} mensen, {_number(people['elderly'])} van 65 jaar en ouder, "
        f"{_sorted(people['dependent'])} niet zelfredzaam"
    )


def _what(places: Mapping[str, Any]) -> str:
    """Tell how many places and events there are; what was not loaded or asked is not known."""
    objects = list(places["objects"].values())
    sites = _counted(places["event_sites"], "locatie voor evenementen", "locaties voor evenementen")
    return (
        f"{_counted(None if None in objects else sum(objects), 'object', 'objecten')}, {sites}, "
        f"{_counted(places['events'], 'evenement die dag', 'evenementen die dag')}"
    )


def _counted(count: int | None, one: str, many: str) -> str:
    return f"{many} {UNKNOWN}" if count is None else plural(count, one, many)


def _number(count: float | None) -> str:
    return UNKNOWN if count is None else number(count)


def _water(answer: Mapping[str, Any]) -> Iterator[str]:
    people, balance = answer["people"], answer["balance"]
    yield water_sentences(
        people["inside"], people["city"], people["leave"], people["stay"],
        (people["not_known"], people["depth_not_known"]),
    )[0]  # fmt: skip
    for zone in answer["exposed"]["zones"]:
        yield f"{zone['label']} diep: {_who(zone['within'], 'night')}; {_what(zone)}"
    for name, told in (
        ("leave", "Vertrekken ervoor"),
        ("stay", "Blijven"),
        ("dry_home", "Hebben thuis een droge verdieping"),
        ("need", "Hebben een opvangplaats nodig"),
        ("dependent", "van wie niet zelfredzaam"),
    ):
        yield f"{told}: {_sorted(people[name])}"
    yield (
        f"Plaatsen om te overnachten: {_number(balance['rooms_nights'])}; "
        f"zonder plaats: {_sorted(balance['gap'])}"
    )
    for clock in answer["institutions"]:
        if clock["out"] != "droog":
            water_h = clock["water_h"]
            comes = NO_HOUR if water_h is None else f"water na {number(water_h, 1)} uur"
            if clock["wet"] is None:
                comes = WET_UNKNOWN
            yield (
                f"{clock['name']}: {comes}, omhoog {_hours(clock['up_h'])} uur, weg "
                f"{_hours(clock['out_h'])} uur"
            )


def _sorted(pair: Sequence[float | None]) -> str:
    ends = [end for end in pair if end is not None]
    return margin((min(ends), max(ends))) if len(ends) == len(pair) else UNKNOWN


def _hours(pair: Sequence[float]) -> str:
    return f"{number(pair[0], 1)} tot {number(pair[1], 1)}"


#: What a file with an answer can end with.
_ENDS = (".json", ".csv")


def exposure_(asked: Namespace) -> int:
    """Print or write the numbers of a scenario: those of its page."""
    workspace = open_workspace(asked.home)
    selection = {
        "scenario": asked.scenario, "at": asked.at, "kind": asked.kind, "wind": asked.wind,
    }  # fmt: skip
    layers = _layers_of(workspace, asked.subject)
    for layer_id in layers:
        note_seen(workspace, layer_id, selection)
    answer = _answer(asked, workspace)
    if asked.out is not None:
        if asked.out.suffix not in _ENDS:
            raise SelectionError(*wrong_end(asked.out.suffix))
        for layer_id in layers:
            kind = asked.out.suffix.lstrip(".")
            allow_export(workspace, layer_id, kind=kind, selection=selection)
        write_answer(answer, asked.out)
    if asked.json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        return 0
    for line in lines(answer):
        print(line)
    if asked.out is not None:
        print(command_line.WRITTEN.format(path=asked.out))
    for sentence in answer["illustrations"]:
        print(sentence, file=sys.stderr)
    return 0


def _answer(asked: Namespace, workspace: Workspace) -> dict[str, Any]:
    if asked.subject == "spoor":
        incident = _incident(asked, workspace)
        return spoor_answer(workspace, asked.scenario, incident=incident, day=asked.day).to_dict()
    if asked.at or asked.kind or asked.wind is not None:
        raise SelectionError(*NO_INCIDENT_IN_WATER)
    return water_answer(workspace, asked.scenario, day=asked.day).to_dict()


def _layers_of(workspace: Workspace, subject: str) -> tuple[str, ...]:
    """Return the ids of the layers that an answer tells of, the one it is about first.

    Raises
    ------
    SelectionError
        If there is none that it can be about.
    """
    for purpose in SUBJECTS[subject]:
        features = features_for(workspace, purpose)
        if features is not None:
            return tuple(dict.fromkeys((features.layer_id, *looked_at(workspace, subject))))
    raise SelectionError(*NO_LAYER)


def _incident(asked: Namespace, workspace: Workspace) -> Incident | None:
    written = {"--at": asked.at, "--kind": asked.kind, "--wind": asked.wind}
    given = [name for name, value in written.items() if value is not None]
    if not given:
        return None
    if asked.at is None or asked.kind is None:
        raise SelectionError(*half_an_incident(given, INCIDENT_KINDS))
    x_rd, y_rd, name = place_of(asked.at, stations(workspace))
    return Incident(asked.kind, x_rd, y_rd, asked.wind, name)


def write_answer(answer: dict[str, Any], path: Path) -> None:
    """Write an answer: all of it as JSON, or its buurten as CSV for a spreadsheet.

    With an incident the buurten are those in its zone.
    """
    if path.suffix == ".json":
        path.write_text(
            json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False) + "\n",
            encoding="utf-8",
        )
        return
    rows = [flat(row) for row in (answer.get("incident") or answer)["buurten"]]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([*columns, "scenario", "evenementen_op", "berekende_zones", "illustratie"])
        said = " ".join(answer["illustrations"]) or NOTHING_INVENTED
        calculated = calculated_zones(answer)
        for row in rows:
            cells = [harmless_cell(cell(row.get(name))) for name in columns]
            writer.writerow([*cells, answer["label"], answer["day"] or "", calculated, said])
