"""The commands that ask: an answer per area, what is found among incidents, and a map of it."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from hotspots.access.audit import noting_refusal
from hotspots.access.export import noting_look
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse, find, find_per_area
from hotspots.analysis.answer import total_in_words
from hotspots.analysis.measures.measure import FEWEST_WIDER, Measure
from hotspots.analysis.question import FILTERS, Search, Selection
from hotspots.analysis.question_words import analysis_words, finding_words
from hotspots.analysis.registry import MEASURES, measure_named, search_named, sentences_of
from hotspots.analysis.searches.search import apart_in_words
from hotspots.analysis.settle import level_of
from hotspots.dutch import number, p_in_words
from hotspots.errors import SelectionError
from hotspots.exports import terminal as text
from hotspots.exports import words as export_words
from hotspots.exports.analysis_sheet import column_label, rows_in_words
from hotspots.exports.finding_sheets import outlines_in_words
from hotspots.exports.terminal import bar, period_of, say, say_json
from hotspots.exports.terminal_table import Heading, frame_lines, table_lines
from hotspots.exports.writers import write_analysis, write_finding
from hotspots.geography.drawn import DrawnArea
from hotspots.maps.choropleth import map_spec, overlay_of
from hotspots.maps.files import write_map
from hotspots.pages import words as page_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    import pandas as pd

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis, Finding


#: Columns of numbers, in which "minder dan 10" can stand as well.
_NUMBERS: Final = ("count", "value", "lower", "upper")
#: Searches that compare places with what is expected there.
_EXPECTING_SEARCHES: Final = ("scan",)


def analyse_(args: Namespace) -> int:
    """Print or write the numbers of a selection."""
    workspace = open_workspace(args.home)
    selection = selection_of(args, workspace)
    with noting_look(workspace, (selection.layer,), selection.to_dict()):
        analysis = analyse(workspace, selection)
    if args.out is not None:
        write_analysis(workspace, analysis, args.out)
    if args.json:
        say_json(analysis_json(workspace, analysis))
    elif args.out is None:
        say((analysis_words(workspace, analysis),), aside=True)
        _print_table(analysis)
    else:
        print(text.WRITTEN.format(path=args.out))
    return 0


def measures(args: Namespace) -> int:
    """List the measures there are, with the levels of one gemeente."""
    del args
    rows = [(measure.id, measure.label, ", ".join(_usual_levels(measure))) for measure in MEASURES]
    say(table_lines([Heading(label) for label in text.MEASURE_COLUMNS], rows))
    say((text.WIDER_LEVELS.format(fewest=FEWEST_WIDER),), aside=True)
    return 0


def _usual_levels(measure: Measure) -> list[str]:
    """Return the levels of a measure in a home of one gemeente: too few wijken to be neighbours."""
    never = ("regios", "gemeenten", *(("wijken",) if measure.of_neighbours else ()))
    return [level for level in measure.levels if level not in never]


def selection_of(args: Namespace, workspace: Workspace) -> Selection:
    """Return the question that the options ask."""
    with noting_refusal(workspace, "saw", args.layer):
        layer = workspace.layer(args.layer)
    level, cell_m = args.level or (level_of(layer, args.measure), 0)
    # Days of the week count from 1 on the command line.
    chosen: dict[str, Any] = {
        one.field: tuple(
            choice - 1 if isinstance(choice, int) else choice for choice in getattr(args, one.field)
        )
        for one in FILTERS
    }
    return Selection(
        layer=layer.id,
        level=level,
        measure=args.measure,
        period=period_of(args.first, args.last, "--from", "--to"),
        compare_period=period_of(
            args.compare_first, args.compare_last, "--compare-from", "--compare-to"
        ),
        drawn=DrawnArea.from_text(args.drawn) if args.drawn else None,
        denominator=args.denominator,
        expectation=_expectation(args),
        cell_m=cell_m,
        bandwidth_m=args.bandwidth,
        bandwidth_rule=args.bandwidth_rule,
        kernel=args.kernel,
        step=args.step,
        minimum_ratio=args.minimum_ratio,
        side=args.side,
        # The period of a history is where it ends; days that are asked for are its begin as well.
        history_from=args.first if measure_named(args.measure).in_steps else None,
        **chosen,
    )


def _expectation(args: Namespace) -> str | None:
    """Return what is to be compared with; an option that would change nothing is refused.

    Raises
    ------
    SelectionError
        If what is asked does not use the denominator or expectation that is given.
    """
    measure = measure_named(args.measure)
    denominator, expectation = args.denominator, args.expectation
    # A search compares places with what is expected there, whatever the measure.
    expects = measure.expects or getattr(args, "method", None) in _EXPECTING_SEARCHES
    if expectation is not None and not expects:
        raise SelectionError(
            text.EXPECTATION_NOT_USED.format(measure=measure.id),
            text.EXPECTATION_NOT_USED_FOUND.format(asked=expectation),
            text.EXPECTATION_NOT_USED_DO,
        )
    if denominator is not None and not (measure.needs_denominator or expects):
        raise SelectionError(
            text.DENOMINATOR_NOT_USED.format(measure=measure.id),
            text.DENOMINATOR_NOT_USED_FOUND.format(asked=denominator),
            text.DENOMINATOR_NOT_USED_DO,
        )
    if expects and None not in (denominator, expectation) and denominator != expectation:
        raise SelectionError(
            text.TWO_EXPECTATIONS,
            text.TWO_EXPECTATIONS_FOUND.format(denominator=denominator, expectation=expectation),
            text.TWO_EXPECTATIONS_DO,
        )
    if expects and expectation is None:
        return cast("str | None", denominator)
    return cast("str | None", expectation)


def analysis_json(workspace: Workspace, analysis: Analysis) -> dict[str, object]:
    """Return an analysis as one object: the contract of ``analyse --json``."""
    rows = analysis.table()
    return {
        "layer": analysis.layer.id,
        "version": analysis.version.name,
        "synthetic": analysis.synthetic,
        "notes": list(analysis.version.notes),
        "level": analysis.selection.level,
        "measure": analysis.measure.id,
        "selection": {
            **analysis.selection.to_dict(),
            "period": [analysis.period.first.isoformat(), analysis.period.last.isoformat()],
            "words": analysis_words(workspace, analysis),
        },
        "parameters": analysis.parameters.to_dict(),
        "ledger": analysis.ledger.to_dict(),
        "areas": [
            {name: _cell(value) for name, value in row.items()}
            for row in rows.astype(object).to_dict(orient="records")
        ],
    }


def _cell(value: object) -> str | float | None:
    """Return a cell as JSON knows it: a number that is not there is null.

    Raises
    ------
    TypeError
        If it is neither a text nor a number.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | np.integer | np.bool_):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    raise TypeError(f"no cell of a table: {value!r}")


def _print_table(analysis: Analysis) -> None:
    """Print a row per area, the highest first; what there is to know about them goes to stderr."""
    rows = analysis.in_order()
    labels = {name: column_label(name, analysis) for name in _columns(analysis, rows)}
    if "value" in labels:
        # What is counted stands in the unit beside it: a screen is no wider than this.
        labels["count"] = export_words.COLUMNS["count"]
    decimals = analysis.measure.decimals
    ends = dict.fromkeys(("lower", "upper"), max(decimals, 1))
    in_words = rows_in_words(analysis, rows)
    say(frame_lines(in_words, labels, {"value": decimals} | ends, numbers=_NUMBERS))
    if rows.empty:
        say((page_text.NOTHING,), aside=True)
    say(_ledger_lines(analysis), aside=True)
    if analysis.synthetic:
        say((text.SYNTHETIC_WARNING,), aside=True)
    say(analysis.version.notes, aside=True)


def _columns(analysis: Analysis, rows: pd.DataFrame) -> list[str]:
    """Return which columns are printed: numbers with their interval, and what a test says."""
    columns = ["code", "name", "count"]
    if analysis.measure.id != "count":
        columns.append("value")
    # Both ends of what is not known more precisely stand in one cell.
    if analysis.bounds is None:
        columns += ["lower", "upper"]
    if "verdict" in rows:
        columns.append("verdict")
    if "small_denominator" in rows and rows["small_denominator"].any():
        columns.append("small_denominator")
    if rows["status"].isin(("missing", "suppressed")).any():
        columns.append("status")
    return [name for name in columns if name in rows]


def _ledger_lines(analysis: Analysis) -> Iterator[str]:
    """Yield where every row went, as it adds up; of a sensitive layer what is on the map."""
    if analysis.layer.sensitive:
        minimum = analysis.layer.privacy.minimum
        yield export_words.LEDGER_SENSITIVE.format(mapped=total_in_words(analysis), minimum=minimum)
        return
    yield page_text.LEDGER
    counts = analysis.ledger.to_dict()
    rows = [
        (
            label.format(whole=analysis.whole),
            export_words.NOT_SHOWN if (count := counts[name]) is None else number(count),
        )
        for name, label in export_words.ledger_rows(counts)
    ]
    headings = Heading(export_words.LEDGER_WHAT), Heading(export_words.LEDGER_COUNT, number=True)
    yield from table_lines(headings, rows)


def find_(args: Namespace) -> int:
    """Print or write what a search finds."""
    workspace = open_workspace(args.home)
    selection = selection_of(args, workspace)
    query = {**selection.to_dict(), "search": args.method}
    if args.per:
        return _find_per_area(args, workspace, selection, query | {"per": args.per})
    with noting_look(workspace, (selection.layer,), query):
        finding = find(workspace, selection, search_of(args), bar(text.SEARCHING))
    if args.out is not None:
        write_finding(workspace, finding, args.out)
    if args.json:
        say_json(finding_json(workspace, finding))
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


def _find_per_area(
    args: Namespace, workspace: Workspace, selection: Selection, query: dict[str, object]
) -> int:
    """Print or write what a search finds in each area; a file for each, with its code behind it."""
    search = search_of(args)
    with noting_look(workspace, (selection.layer,), query):
        per_area = find_per_area(workspace, selection, search, args.per, bar(text.SEARCHING))
        findings = list(per_area)
    if args.out is not None:
        for one in findings:
            path = args.out.with_stem(f"{args.out.stem}-{one.code}")
            write_finding(workspace, one.finding, path)
            print(text.WRITTEN.format(path=path), file=sys.stderr if args.json else sys.stdout)
    searched = sum(not one.finding.silent for one in findings)
    apart = apart_in_words(search_named(search.method), searched)
    if args.json:
        areas = [
            {"code": one.code, "name": one.name, **finding_json(workspace, one.finding)}
            for one in findings
        ]
        said = [apart] if apart else []
        say_json({"layer": selection.layer, "per": args.per, "areas": areas, "sentences": said})
        return 0
    rows = [
        (
            one.name,
            # None found, where there were too few to look among, is not none.
            text.PER_NOT if one.finding.silent else number(len(one.finding)),
            sentences_of(one.finding)[0],
        )
        for one in findings
    ]
    headings = (
        Heading(text.PER_AREA),
        Heading(text.PER_FOUND, number=True),
        Heading(text.PER_SAID),
    )
    say(table_lines(headings, rows))
    say([apart] if apart else [])
    if any(one.finding.version.synthetic for one in findings):
        say((text.SYNTHETIC_WARNING,), aside=True)
    say(dict.fromkeys(note for one in findings for note in one.finding.version.notes), aside=True)
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


def finding_json(workspace: Workspace, finding: Finding) -> dict[str, object]:
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
