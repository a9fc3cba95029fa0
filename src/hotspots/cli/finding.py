"""The command that looks for places and patterns among incidents."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.access.export import noting_look
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.question import Search
from hotspots.analysis.question_words import finding_words
from hotspots.analysis.searches.registry import sentences_of
from hotspots.cli.answering import selection_of
from hotspots.dutch import p_in_words
from hotspots.exports import terminal as text
from hotspots.exports import words as export_words
from hotspots.exports.finding_sheets import outlines_in_words
from hotspots.exports.terminal import bar, say
from hotspots.exports.terminal_table import frame_lines
from hotspots.exports.writers import write_finding
from hotspots.maps.choropleth import map_spec, overlay_of
from hotspots.maps.files import write_map

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Finding


def find_(args: Namespace) -> int:
    """Print or write what a search finds."""
    workspace = open_workspace(args.home)
    selection = selection_of(args, workspace)
    query = {**selection.to_dict(), "search": args.method}
    with noting_look(workspace, (selection.layer,), query):
        finding = find(workspace, selection, search_of(args), bar(text.SEARCHING))
    if args.out is not None:
        write_finding(workspace, finding, args.out)
    if args.json:
        print(json.dumps(as_json(workspace, finding), ensure_ascii=False, default=_plain))
        return 0
    say((finding_words(workspace, finding),), aside=True)
    say(sentences_of(finding))
    if args.out is not None:
        print(text.WRITTEN.format(path=args.out))
    else:
        say(_outline_lines(finding))
    if finding.version.synthetic:
        say((text.SYNTHETIC_WARNING,), aside=True)
    say(finding.version.notes, aside=True)
    return 0


def _outline_lines(finding: Finding) -> Iterator[str]:
    """Yield what is outlined on the map as a table, numbered as there."""
    rows = outlines_in_words(finding.table())
    if "p" in rows:
        rows["p"] = [p_in_words(float(p)).strip() for p in rows["p"]]
    decimals = export_words.OUTLINE_DECIMALS | {"share": 1}
    yield from frame_lines(rows, export_words.OUTLINE_COLUMNS, decimals, numbers=("p", "observed"))


def search_of(args: Namespace) -> Search:
    """Return the search that the options ask."""
    return Search(
        method=args.method,
        radius_m=args.radius,
        min_points=args.min_points,
        reach_days=args.reach_days,
        manhattan=args.manhattan,
        permutations=args.permutations,
        distance_bands_m=tuple(args.distance_bands),
        day_bands=tuple(args.day_bands),
        treated=tuple(args.treated),
        control=tuple(args.control),
        since=args.since,
    )


def as_json(workspace: Workspace, finding: Finding) -> dict[str, Any]:
    """Return a finding as one object."""
    return {
        "layer": finding.layer.id,
        "version": finding.version.name,
        "synthetic": finding.version.synthetic,
        "notes": list(finding.version.notes),
        "selection": {
            **finding.selection.to_dict(),
            "period": [finding.period.first.isoformat(), finding.period.last.isoformat()],
            "words": finding_words(workspace, finding),
        },
        **finding.to_dict(),
        "sentences": list(sentences_of(finding)),
        "tables": {
            name: table.astype(object).where(table.notna(), None).to_dict(orient="records")
            for name, table in ((name, finding.table_behind(name)) for name in finding.tables)
        },
    }


def _plain(value: object) -> object:
    """Return what numpy counts with as a plain number; JSON does not know it otherwise."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)


def map_(args: Namespace) -> int:
    """Write the map of a selection; the end of the name says how."""
    workspace = open_workspace(args.home)
    selection = selection_of(args, workspace)
    spec = map_spec(workspace, analyse(workspace, selection))
    if args.method:
        finding = find(workspace, selection, search_of(args), bar(text.SEARCHING))
        spec = replace(spec, overlay=overlay_of(finding))
    write_map(spec, workspace, args.out)
    print(text.WRITTEN.format(path=args.out))
    return 0
