"""The command `exposure`: who and what lies along the track or under water."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Final

from hotspots.access.export import allow_export, writing_file
from hotspots.access.workspace import open_workspace
from hotspots.dutch import harmless_cell
from hotspots.errors import SelectionError
from hotspots.exports import terminal as command_line
from hotspots.exports.sheet import now
from hotspots.exports.terminal import say
from hotspots.exports.terminal_table import Heading, table_lines
from hotspots.risico import page_words as page_text
from hotspots.risico.all_scenarios import all_scenarios_file, incident_file
from hotspots.risico.contour import read_contour
from hotspots.risico.incident import Incident, wind_from
from hotspots.risico.incident_words import incident_report
from hotspots.risico.layers import layers_of_answer, noted_look, subject_of
from hotspots.risico.page_words import MIDDLE_OF_CONTOUR
from hotspots.risico.register import RegisterAnswer, register_answer
from hotspots.risico.register_words import register_report
from hotspots.risico.report import FIGURE_COLUMNS
from hotspots.risico.settings import INCIDENT_KINDS
from hotspots.risico.spoor import SpoorAnswer, spoor_answer
from hotspots.risico.spoor_words import spoor_report
from hotspots.risico.tables import COLUMNS, PLACE_COLUMNS
from hotspots.risico.water import WaterAnswer, water_answer
from hotspots.risico.water_words import water_report
from hotspots.risico.written_place import KnownPlaces, WrittenPlace, place_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.errors import Parts
    from hotspots.risico.people import PresentMeasure
    from hotspots.risico.report import ScenarioReport
    from hotspots.risico.tables import Table

    Answer = SpoorAnswer | RegisterAnswer | WaterAnswer


NOTHING_INVENTED: Final = "nee"
NO_INCIDENT_IN_WATER: Final = (
    "Een ongeval hoort bij spoor, niet bij water of het register.",
    "Gevonden: --at, --kind, --wind, --distance, --angle, --contour of --time.",
    "Laat ze weg, of vraag om spoor.",
)
#: Of an answer on its way to a file.
NO_FILE: Final = "Het antwoord kan niet worden weggeschreven als '{path}'."
NO_LAYER: Final = (
    "Deze gemeente heeft hier geen laag voor.",
    "Gezocht in geodata/.",
    "Voeg een laag met het goede doel ('purpose') toe.",
)


def half_an_incident(given: Sequence[str], kinds: Sequence[str]) -> Parts:
    """Say that an incident has a place and a kind."""
    return (
        "Een ongeval heeft een plaats en een soort.",
        f"Gevonden: alleen {' en '.join(given)}.",
        f"Geef --at PLAATS (of --contour BESTAND) en --kind {'|'.join(kinds)}.",
    )


def wrong_end(suffix: str) -> Parts:
    """Say which files can be written."""
    return (
        f"Een bestand dat eindigt op '{suffix}' kan hier niet.",
        "Mogelijk: .json (alles), .csv (de buurten) of .pdf of .html (een blad per scenario).",
        "Kies een daarvan.",
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


def calculated_zones(answer: Answer) -> str:
    """Name the zones that are a distance from the settings; none for a flood."""
    if not isinstance(answer, SpoorAnswer):
        return NOTHING_INVENTED
    zones = answer.zones if answer.incident is None else (answer.incident.zone,)
    return ", ".join(zone.label for zone in zones if zone.calculated) or NOTHING_INVENTED


def cell(value: object) -> str:
    """Write a cell for a Dutch spreadsheet; what is not known is empty."""
    if value is None:
        return ""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


#: Of these, those of the moment of the scenario.
_PRESENT: Final = ("night", "night_bounds", "day", "day_counted")
#: The tables of each part, with the columns that there is room for on a screen.
_SHOWN: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "spoor": {
        "zones": ("label", *_PRESENT, "elderly", "dependent"),
        "zone_objects": ("label", *PLACE_COLUMNS),
    },
    "water": {
        "water_zones": ("depth", *_PRESENT, "elderly", "dependent"),
        "water_zone_objects": ("depth", *PLACE_COLUMNS),
        "institutions": ("order", "name", "water_h", "up_h", "up", "out_h", "out"),
        "place_ledger": ("what", "places"),
    },
    "register": {
        "register_areas": ("name", "register_source", "zone", "substance_of", *_PRESENT),
        "register_sources": ("name", "register_source", "activity", "substance_of"),
        "register_zones": ("label", *_PRESENT, "elderly", "dependent"),
        "register_zone_objects": ("label", *PLACE_COLUMNS),
    },
    "incident": {
        "warn": ("order", "name", "class", "distance_m", "open"),
        "outside_shelters": ("name", "rooms_hours", "used", "free", "walk_m", "away_m"),
        "place_ledger": ("what", "places"),
        "incident_buurten": ("name", *_PRESENT, "elderly", "dependent"),
    },
}


def lines(answer: Answer) -> Iterator[str]:
    """Yield an answer as its page tells it; what is invented in it is said elsewhere."""
    if isinstance(answer, WaterAnswer):
        yield from _report_lines(water_report(answer), "night", answer.illustrations)
        return
    if isinstance(answer, RegisterAnswer):
        yield from _report_lines(register_report(answer), answer.measure, answer.illustrations)
        return
    yield from _report_lines(spoor_report(answer), answer.measure, answer.illustrations)
    if answer.incident is not None:
        yield ""
        yield from _report_lines(incident_report(answer), answer.measure, answer.illustrations)


def _report_lines(
    report: ScenarioReport, moment: PresentMeasure, invented: Sequence[str]
) -> Iterator[str]:
    yield f"{report.label} ({report.badge})" if report.badge else report.label
    yield from report.sentences
    figures = [(one.value, one.label, one.mark) for one in report.figures]
    value, label, mark = FIGURE_COLUMNS
    yield from table_lines((Heading(value, number=True), Heading(label), Heading(mark)), figures)
    for name, columns in _SHOWN[report.part].items():
        table = report.table(name)
        other = [one for one in _PRESENT if not one.startswith(moment)]
        shown = [one for one in columns if one in table.columns and one not in other]
        yield from _table_lines(table.only(*shown))
    for criterion in report.criteria:
        sentences = " ".join((*criterion.sentences, criterion.about)).rstrip()
        yield f"{criterion.label}: {sentences}"
    for _, sentence in report.flags:
        yield f"! {sentence}"
    yield from (note for note in report.notes if note not in invented)


def _table_lines(table: Table) -> Iterator[str]:
    """Yield a table below its title, or why there is none."""
    if not len(table):
        yield f"{table.title}: {table.nothing}"
        return
    yield f"{table.title}:"
    headings = [
        Heading(COLUMNS[name], number)
        for name, number in zip(table.columns, table.numeric(), strict=True)
    ]
    yield from table_lines(headings, table.cells())


#: What a file with an answer can end with.
_ENDS = (".json", ".csv")
_SHEETS = (".pdf", ".html")
#: All scenarios of a subject.
ALL = "alle"


def exposure_(args: Namespace) -> int:
    """Print or write the numbers of a scenario: those of its page."""
    workspace = open_workspace(args.home)
    if subject_of(workspace, args.subject) is None:
        raise SelectionError(*NO_LAYER)
    if args.scenario == ALL or (args.out is not None and args.out.suffix in _SHEETS):
        return _on_paper(args, workspace)
    selection = {
        "scenario": args.scenario, "at": args.at, "kind": args.kind, "wind": args.wind,
        "distance": args.distance, "angle": args.angle,
        "contour": None if args.contour is None else args.contour.name,
    }  # fmt: skip
    with noted_look(workspace, args.subject, selection):
        answer = _answer(args, workspace)
    if args.out is not None:
        if args.out.suffix not in _ENDS:
            raise SelectionError(*wrong_end(args.out.suffix))
        for layer_id in layers_of_answer(workspace, args.subject):
            kind = args.out.suffix.lstrip(".")
            allow_export(workspace, layer_id, kind=kind, selection=selection)
        with writing_file(NO_FILE.format(path=args.out)):
            write_answer(answer, args.out)
    if args.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False))
        return 0
    say(lines(answer))
    if args.out is not None:
        print(command_line.WRITTEN.format(path=args.out))
    say(answer.illustrations, aside=True)
    return 0


def _on_paper(args: Namespace, workspace: Workspace) -> int:
    """Write one scenario, an incident or all of a subject as a PDF, or as a page for offline."""
    every, given = args.scenario == ALL, _of_incident(args)
    if args.out is None or args.out.suffix not in _SHEETS or (every and given):
        raise SelectionError(*page_text.ALL_UNCLEAR)
    if args.json:
        raise SelectionError(*page_text.SHEET_AND_JSON)
    if given and args.subject != "spoor":
        raise SelectionError(*NO_INCIDENT_IN_WATER)
    incident = _incident(args, workspace)
    made_at, ending = now(), args.out.suffix
    if incident is not None:
        content = incident_file(
            workspace, args.scenario, incident, args.day, made_at=made_at, ending=ending
        )
    else:
        content = all_scenarios_file(
            workspace, (args.subject,), args.day,
            made_at=made_at, only="" if every else args.scenario, ending=ending,
        )  # fmt: skip
    with writing_file(NO_FILE.format(path=args.out)):
        args.out.write_bytes(content)
    print(command_line.WRITTEN.format(path=args.out))
    return 0


def _answer(args: Namespace, workspace: Workspace) -> Answer:
    if args.subject == "spoor":
        incident = _incident(args, workspace)
        return spoor_answer(workspace, args.scenario, incident=incident, day=args.day)
    if _of_incident(args):
        raise SelectionError(*NO_INCIDENT_IN_WATER)
    if args.subject == "register":
        return register_answer(workspace, args.scenario, day=args.day)
    return water_answer(workspace, args.scenario, day=args.day)


def _of_incident(args: Namespace) -> list[str]:
    """Return the options about an incident that were given."""
    names = ("at", "kind", "wind", "distance", "angle", "contour", "time")
    return [f"--{name}" for name in names if getattr(args, name) is not None]


def _incident(args: Namespace, workspace: Workspace) -> Incident | None:
    given = _of_incident(args)
    if not given:
        return None
    if (args.at is None and args.contour is None) or args.kind is None:
        raise SelectionError(*half_an_incident(given, INCIDENT_KINDS))
    contour = None if args.contour is None else read_contour(args.contour)
    if args.at is not None:
        place = place_of(args.at, KnownPlaces.of(workspace))
    else:
        assert contour is not None  # noqa: S101 - one of both was given
        place = WrittenPlace(*contour.middle, MIDDLE_OF_CONTOUR, "contour")
    wind = None if args.wind is None else wind_from(args.wind)
    return Incident(
        args.kind, place.x_rd, place.y_rd, wind, place.name, place.sort,
        args.distance, args.angle, contour, args.time,
    )  # fmt: skip


def write_answer(answer: Answer, path: Path) -> None:
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
