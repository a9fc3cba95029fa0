"""Commands that answer a question: as numbers, as a file, as a map."""

from __future__ import annotations

import json
import math
import sys
from typing import TYPE_CHECKING, Any, Final, cast

from hotspots.access.audit import noting_refusal
from hotspots.access.export import noting_look
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import count_in_words, value_in_words
from hotspots.analysis.measures.registry import MEASURES, measure_named
from hotspots.analysis.question import FILTERS, Selection
from hotspots.analysis.question_words import analysis_words
from hotspots.analysis.settle import level_of
from hotspots.dutch import number
from hotspots.errors import SelectionError
from hotspots.exports import terminal as text
from hotspots.exports.terminal import period_of
from hotspots.exports.writers import write_analysis
from hotspots.geography.drawn import DrawnArea

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis

#: Places for a number, and for two ends of one.
_WIDE: Final = 8
_WIDE_WITH_ENDS: Final = 16
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
        print(json.dumps(as_json(workspace, analysis), ensure_ascii=False))
    elif args.out is None:
        print(analysis_words(workspace, analysis), file=sys.stderr)
        _print_table(analysis)
    else:
        print(text.WRITTEN.format(path=args.out))
    return 0


def measures(args: Namespace) -> int:
    """List the measures there are."""
    del args
    width = max(len(measure.id) for measure in MEASURES)
    words = max(len(measure.label) for measure in MEASURES)
    for measure in MEASURES:
        print(f"{measure.id:<{width}} {measure.label:<{words}} {', '.join(measure.levels)}")
    return 0


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


def as_json(workspace: Workspace, analysis: Analysis) -> dict[str, Any]:
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
            {name: _plain(value) for name, value in row.items()}
            for row in rows.astype(object).to_dict(orient="records")
        ],
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of a table
    """Return a cell as JSON knows it: a number that is not there is null."""
    if value is None or isinstance(value, str):
        return value
    if value != value or not math.isfinite(value):  # noqa: PLR0124 - NaN and NA
        return None
    return (
        int(value) if float(value).is_integer() and not isinstance(value, float) else float(value)
    )


def _in_words(analysis: Analysis, row: Mapping[Any, Any]) -> tuple[str, str]:
    """Return count and measure of a row as they are written."""
    if analysis.bounds is not None:
        at = analysis.codes.index(row["code"])
        return count_in_words(analysis, at), value_in_words(analysis, at)
    count = text.SUPPRESSED if row["status"] == "suppressed" else number(int(row["count"]))
    return count, number(float(row["value"]), analysis.measure.decimals)


def _print_table(analysis: Analysis) -> None:
    rows = analysis.in_order()
    width = max((len(name) for name in rows["name"]), default=0)
    wide = _WIDE_WITH_ENDS if analysis.bounds is not None else _WIDE
    for row in rows.to_dict(orient="records"):
        count, value = _in_words(analysis, row)
        print(f"{row['code']:<12} {row['name']:<{width}} {count:>{wide}} {value:>{wide + 2}}")
    ledger = analysis.ledger.to_dict()
    print(
        text.LEDGER
        + "; ".join(f"{name} {'-' if count is None else count}" for name, count in ledger.items()),
        file=sys.stderr,
    )
    if analysis.synthetic:
        print(text.SYNTHETIC_WARNING, file=sys.stderr)
    for note in analysis.version.notes:
        print(note, file=sys.stderr)
