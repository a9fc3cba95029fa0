"""The command `exposure`: who and what lies along the track or under water."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Final

from hotspots.access.export import allow_export
from hotspots.access.words import WET_UNKNOWN
from hotspots.access.workspace import open_workspace
from hotspots.dutch import harmless_cell, number, plural
from hotspots.errors import SelectionError
from hotspots.exports import terminal as command_line
from hotspots.risico.incident import Incident, place_of
from hotspots.risico.incident_words import incident_sentence, point_name
from hotspots.risico.layers import layers_of_answer, noted_look, subject_of
from hotspots.risico.objects import stations
from hotspots.risico.settings import INCIDENT_KINDS
from hotspots.risico.spoor import SpoorAnswer, spoor_answer
from hotspots.risico.spoor_words import spoor_sentences
from hotspots.risico.water import WaterAnswer, water_answer
from hotspots.risico.water_words import water_sentences
from hotspots.risico.words import (
    VULNERABILITY,
    between,
    capital,
    in_objects,
    kinds_unknown,
    shown,
    shown_margin,
)

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.risico.incident import IncidentAnswer
    from hotspots.risico.people import Margin, PresentMeasure
    from hotspots.risico.settings import Moment
    from hotspots.risico.tally import PlaceCounts


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


def flat(row: Mapping[str, object]) -> dict[str, object]:
    """Return a row without rows in it: a margin becomes two columns, a zone one.

    Examples
    --------
    >>> flat({"name": "A", "need": [1.0, 2.5], "zones": {"brand": 3.0}})
    {'name': 'A', 'need_gunstig': 1.0, 'need_ongunstig': 2.5, 'zones_brand': 3.0}
    """
    cells: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, list):
            cells[f"{name}_gunstig"], cells[f"{name}_ongunstig"] = value
        elif isinstance(value, dict):
            cells |= {f"{name}_{key}": part for key, part in value.items()}
        else:
            cells[name] = value
    return cells


def calculated_zones(answer: SpoorAnswer | WaterAnswer) -> str:
    """Name the zones that are a distance from the settings; none for a flood."""
    if isinstance(answer, WaterAnswer):
        return NOTHING_INVENTED
    zones = answer.zones if answer.incident is None else (answer.incident.zone,)
    return ", ".join(zone.label for zone in zones if zone.calculated) or NOTHING_INVENTED


def cell(value: object) -> str:
    """Write a cell for a Dutch spreadsheet; what is not known is empty."""
    if value is None:
        return ""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def lines(answer: SpoorAnswer | WaterAnswer) -> Iterator[str]:
    """Return an answer as lines for a terminal."""
    yield answer.scenario.label
    yield from _spoor(answer) if isinstance(answer, SpoorAnswer) else _water(answer)
    for flag in answer.flags:
        yield f"! {flag.sentence}"
    yield from answer.notes


def _spoor(answer: SpoorAnswer) -> Iterator[str]:
    people = answer.exposure.totals(answer.measure)
    yield spoor_sentences(
        (people.inside, people.city),
        answer.scenario.moment,
        answer.zones[-1].label,
        (None, "", 0.0),
        bounds=(people.bounds, ()),
        status=answer.people_status,
    )[0]
    unknown = kinds_unknown(answer.kinds_not_loaded)
    if unknown:
        yield f"{capital(unknown)}."
    for count in answer.zone_counts:
        calculated = " (berekend)" if count.zone.calculated else ""
        sure = between(count.bounds[answer.measure])
        who = _people(
            count.within.present(answer.measure), count.within.elderly, count.within.dependent
        )
        yield f"{count.zone.label}{calculated}: {who}{sure}; {_places(count.places)}"
    for column in answer.columns.in_order:
        yield f"{column.label}: {' '.join((*column.sentences, column.about))}".rstrip()
    if answer.incident is not None:
        yield from _incident_lines(answer.incident, answer.scenario.moment, answer.measure)


def _incident_lines(
    answer: IncidentAnswer, moment: Moment, measure: PresentMeasure
) -> Iterator[str]:
    incident, people = answer.incident, answer.totals(measure)
    yield incident_sentence(
        (
            answer.zone.label,
            incident.place or point_name(incident.x_rd, incident.y_rd),
            answer.zone.distance_m or 0.0,
        ),
        people.inside,
        moment,
        bounds=people.bounds,
        status=answer.status,
        not_loaded=answer.kinds_not_loaded,
    )
    elderly = answer.totals("elderly").inside
    who = _people(people.inside, elderly, answer.dependent_with_objects)
    within = f"{who}{in_objects(answer.dependents)}"
    yield f"{answer.zone.label}: {within}; {_places(answer.places.inside)}"
    yield from answer.notes
    for area in answer.buurten:
        yield f"  {area.name}: {shown(area.people.present(measure), UNKNOWN)}"
    for warned in answer.warned:
        kind = VULNERABILITY.get(warned.place.vulnerability, "")
        closed = "" if warned.open is not False else ", gesloten"
        away = f"{number(round(warned.distance_m))} m"
        yield f"{warned.order:>3}. {warned.place.name} ({kind}, {away}{closed})"


def _people(present: float | None, elderly: float | None, dependent: Margin) -> str:
    """Say how many people there are, how many are old and how many need help."""
    return (
        f"{shown(present, UNKNOWN)} mensen, {shown(elderly, UNKNOWN)} van 65 jaar en ouder, "
        f"{shown_margin(dependent, UNKNOWN)} niet zelfredzaam"
    )


def _places(places: PlaceCounts) -> str:
    """Say how many places and events there are; what was not loaded or chosen is not known."""
    known = [count for count in places.objects.values() if count is not None]
    objects = sum(known) if len(known) == len(places.objects) else None
    sites = _counted(places.event_sites, "locatie voor evenementen", "locaties voor evenementen")
    return (
        f"{_counted(objects, 'object', 'objecten')}, {sites}, "
        f"{_counted(places.events, 'evenement die dag', 'evenementen die dag')}"
    )


def _counted(count: int | None, one: str, many: str) -> str:
    return f"{many} {UNKNOWN}" if count is None else plural(count, one, many)


def _water(answer: WaterAnswer) -> Iterator[str]:
    people, balance = answer.totals, answer.balance
    yield water_sentences(
        people.inside, people.city, people.leave, people.stay,
        (people.not_known, people.depth_not_known),
    )[0]  # fmt: skip
    for count in answer.depth_counts:
        within = count.within
        who = _people(within.night, within.elderly, within.dependent)
        yield f"{count.zone.label} diep: {who}; {_places(count.places)}"
    for label, margin_ in (
        ("Vertrekken ervoor", people.leave),
        ("Blijven", people.stay),
        ("Hebben thuis een droge verdieping", people.dry_home),
        ("Hebben een opvangplaats nodig", people.need),
        ("van wie niet zelfredzaam", people.dependent),
    ):
        yield f"{label}: {shown_margin(margin_, UNKNOWN)}"
    yield (
        f"Plaatsen om te overnachten: {shown(balance.rooms_nights, UNKNOWN)}; "
        f"zonder plaats: {shown_margin(balance.gap, UNKNOWN)}"
    )
    for clock in answer.institutions:
        if clock.out != "droog":
            comes = NO_HOUR if clock.water_h is None else f"water na {number(clock.water_h, 1)} uur"
            if clock.wet is None:
                comes = WET_UNKNOWN
            yield (
                f"{clock.place.name}: {comes}, omhoog {_hours(clock.up_h)} uur, weg "
                f"{_hours(clock.out_h)} uur"
            )


def _hours(pair: tuple[float, float]) -> str:
    return f"{number(pair[0], 1)} tot {number(pair[1], 1)}"


#: What a file with an answer can end with.
_ENDS = (".json", ".csv")


def exposure_(args: Namespace) -> int:
    """Print or write the numbers of a scenario: those of its page."""
    workspace = open_workspace(args.home)
    if subject_of(workspace, args.subject) is None:
        raise SelectionError(*NO_LAYER)
    selection = {
        "scenario": args.scenario, "at": args.at, "kind": args.kind, "wind": args.wind,
    }  # fmt: skip
    with noted_look(workspace, args.subject, selection):
        answer = _answer(args, workspace)
    if args.out is not None:
        if args.out.suffix not in _ENDS:
            raise SelectionError(*wrong_end(args.out.suffix))
        for layer_id in layers_of_answer(workspace, args.subject):
            kind = args.out.suffix.lstrip(".")
            allow_export(workspace, layer_id, kind=kind, selection=selection)
        write_answer(answer, args.out)
    if args.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False))
        return 0
    for line in lines(answer):
        print(line)
    if args.out is not None:
        print(command_line.WRITTEN.format(path=args.out))
    for sentence in answer.illustrations:
        print(sentence, file=sys.stderr)
    return 0


def _answer(args: Namespace, workspace: Workspace) -> SpoorAnswer | WaterAnswer:
    if args.subject == "spoor":
        incident = _incident(args, workspace)
        return spoor_answer(workspace, args.scenario, incident=incident, day=args.day)
    if args.at or args.kind or args.wind is not None:
        raise SelectionError(*NO_INCIDENT_IN_WATER)
    return water_answer(workspace, args.scenario, day=args.day)


def _incident(args: Namespace, workspace: Workspace) -> Incident | None:
    written = {"--at": args.at, "--kind": args.kind, "--wind": args.wind}
    given = [name for name, value in written.items() if value is not None]
    if not given:
        return None
    if args.at is None or args.kind is None:
        raise SelectionError(*half_an_incident(given, INCIDENT_KINDS))
    x_rd, y_rd, name = place_of(args.at, stations(workspace))
    return Incident(args.kind, x_rd, y_rd, args.wind, name)


def write_answer(answer: SpoorAnswer | WaterAnswer, path: Path) -> None:
    """Write an answer: all of it as JSON, or its buurten as CSV for a spreadsheet.

    With an incident the buurten are those in its zone.
    """
    if path.suffix == ".json":
        path.write_text(
            json.dumps(answer.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n",
            encoding="utf-8",
        )
        return
    incident = answer.incident if isinstance(answer, SpoorAnswer) else None
    rows = [flat(buurt.to_dict()) for buurt in (incident or answer).buurten]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([*columns, "scenario", "evenementen_op", "berekende_zones", "illustratie"])
        invented = " ".join(answer.illustrations) or NOTHING_INVENTED
        day = answer.day.isoformat() if answer.day else ""
        calculated = calculated_zones(answer)
        for row in rows:
            cells = [harmless_cell(cell(row.get(name))) for name in columns]
            writer.writerow([*cells, answer.scenario.label, day, calculated, invented])
