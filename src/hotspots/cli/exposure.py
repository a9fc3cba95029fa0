"""The command that tells who and what lies along the track or under water."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any

from hotspots.access.features import features_for
from hotspots.access.taking import allow_export, note_seen
from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError
from hotspots.intake.report import harmless_cell
from hotspots.risk.incident import Incident, place_of
from hotspots.risk.kinds import INCIDENT_KINDS
from hotspots.risk.looked_at import SUBJECTS, looked_at
from hotspots.risk.objects import stations
from hotspots.risk.spoor import spoor_answer
from hotspots.risk.water import water_answer
from hotspots.text import command_line
from hotspots.text import risk_told as text

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from hotspots.access.workspace import Workspace

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
            raise SelectionError(*text.wrong_end(asked.out.suffix))
        for layer_id in layers:
            kind = asked.out.suffix.lstrip(".")
            allow_export(workspace, layer_id, kind=kind, selection=selection)
        write_answer(answer, asked.out)
    if asked.json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        return 0
    for line in text.lines(answer):
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
        raise SelectionError(*text.NO_INCIDENT_IN_WATER)
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
    raise SelectionError(*text.NO_LAYER)


def _incident(asked: Namespace, workspace: Workspace) -> Incident | None:
    written = {"--at": asked.at, "--kind": asked.kind, "--wind": asked.wind}
    given = [name for name, value in written.items() if value is not None]
    if not given:
        return None
    if asked.at is None or asked.kind is None:
        raise SelectionError(*text.half_an_incident(given, INCIDENT_KINDS))
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
    rows = [text.flat(row) for row in (answer.get("incident") or answer)["buurten"]]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([*columns, "scenario", "evenementen_op", "berekende_zones", "illustratie"])
        said = " ".join(answer["illustrations"]) or text.NOTHING_INVENTED
        calculated = text.calculated_zones(answer)
        for row in rows:
            cells = [harmless_cell(text.cell(row.get(name))) for name in columns]
            writer.writerow([*cells, answer["label"], answer["day"] or "", calculated, said])
