"""An analysis as a sheet: the numbers of the map and the table under it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots import dutch
from hotspots.analysis.answer import Status, count_in_words, value_in_words
from hotspots.analysis.exposure import Expected
from hotspots.analysis.parameters import DividedBy, Earlier
from hotspots.analysis.question_words import analysis_words
from hotspots.dutch import number
from hotspots.exports import about
from hotspots.exports import words as text
from hotspots.exports.sheet import Column, Line, Permit, Sheet, marked
from hotspots.geography.grid import cell_boxes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis

#: Parameters with a number per area, which is no choice.
_PER_AREA: Final = ("hidden_quarters",)
#: A chance is never shown as 0; the number in the cell stays what it is.
P_FORMAT: Final = '[<0.001]"< 0,001";0.000'
_FORMATS: Final = {
    "expected": "#,##0.0",
    "ratio": "#,##0.00",
    "ratio_lower": "#,##0.00",
    "ratio_upper": "#,##0.00",
    "own_share": "#,##0.00",
    "trend_z": "#,##0.00",
    "p": P_FORMAT,
    "p_adjusted": P_FORMAT,
    "trend_p": P_FORMAT,
}


def sheet_of_analysis(workspace: Workspace, analysis: Analysis) -> Sheet:
    """Return an analysis as a sheet, made today unless it says otherwise."""
    selection = analysis.selection
    rows = analysis.table()
    parameters = analysis.parameters.to_dict()
    filters = about.filters_in_words(workspace, analysis.layer, selection)
    return Sheet(
        name=analysis.layer.id,
        rows=rows,
        for_people=rows_in_words(analysis, rows),
        columns=_columns(analysis, rows),
        metadata=about.metadata_of(
            about.title_of(workspace, analysis.layer, analysis.measure.label),
            text.AREA_ROWS if analysis.cell_col is None else text.CELL_ROWS,
            about.about_layer(workspace, analysis.layer, analysis.version, analysis.covered),
            _about_question(workspace, analysis),
            about.about_filters(workspace, analysis.layer, selection),
            about.about_parameters(parameters, analysis.whole),
            about.about_denominator(workspace, analysis.parameters),
            about.about_ledger(analysis.ledger.to_dict(), analysis.whole),
            _about_gaps(analysis),
            about.about_borders(workspace, selection.level),
            about.about_reading(made_up=analysis.synthetic, minimum=analysis.layer.privacy.minimum),
        ),
        described={
            "layer": analysis.layer.id,
            "measure": analysis.measure.id,
            "unit": analysis.unit,
            "period_from": analysis.period.first.isoformat(),
            "period_to": analysis.period.last.isoformat(),
            "version": analysis.version.name,
            "synthetic": analysis.synthetic,
            "source": analysis.version.attribution,
            "selection": analysis_words(workspace, analysis),
            "parameters": written(parameters),
            "filters": written(filters),
        },
        permits=(permit_of(analysis),),
        shapes=_shapes(workspace, analysis),
    )


def permit_of(analysis: Analysis) -> Permit:
    """Return what a role has to be allowed to take the numbers of an analysis away."""
    selection = analysis.selection
    return Permit(analysis.layer.id, selection.to_dict(), level=(selection.level, selection.cell_m))


def written(chosen: Mapping[str, object]) -> str:
    """Return what was chosen as one cell of JSON."""
    choices = {name: value for name, value in chosen.items() if name not in _PER_AREA}
    return json.dumps(choices, ensure_ascii=False, default=float)


def _shapes(workspace: Workspace, analysis: Analysis) -> NDArray[np.object_]:
    """Return the shape of each row of the table."""
    wanted = analysis.status != Status.NOT_SELECTED
    shapes: NDArray[np.object_]
    if analysis.cell_col is not None and analysis.cell_row is not None:
        shapes = cell_boxes(analysis.cell_col, analysis.cell_row, analysis.selection.cell_m)
    else:
        shapes = workspace.geography.level(analysis.selection.level).polygons
    shown: NDArray[np.object_] = shapes[wanted]
    return shown


def rows_in_words(analysis: Analysis, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the table in words: withheld is said, missing is empty, and zero is 0."""
    minimum = analysis.layer.privacy.minimum
    withheld = (rows["status"] == "suppressed").to_numpy()
    between = np.flatnonzero(rows["status"] == "between")
    at = [analysis.codes.index(code) for code in rows["code"].iloc[between]]
    shown = rows.astype(object)
    for name, in_words in (("count", count_in_words), ("value", value_in_words)):
        written = shown[name].to_numpy(copy=True)
        written[withheld] = text.status_words("suppressed", minimum)
        written[between] = [in_words(analysis, place) for place in at]
        shown[name] = pd.Series(written, shown.index, object)
    shown["status"] = [text.status_words(name, minimum) for name in rows["status"]]
    if "small_denominator" in rows:
        shown["small_denominator"] = rows["small_denominator"].map({True: dutch.YES, False: ""})
    if "verdict" in rows:
        shown["verdict"] = verdicts_in_words(analysis, rows)
    return shown.assign(synthetic=dutch.YES)


def verdicts_in_words(analysis: Analysis, rows: pd.DataFrame) -> list[str]:
    """Return what the test says of each row; of one that took no part, that it took none."""
    words_of = {entry.id: entry.label for entry in analysis.measure.verdicts}
    return [words_of.get(name, text.UNTESTED) for name in rows["verdict"]]


def _columns(analysis: Analysis, rows: pd.DataFrame) -> tuple[Column, ...]:
    """Return the columns of the page in its order, with units; the code comes first here."""
    present = [name for name in text.COLUMNS if name in rows]
    if analysis.measure.id == "count":
        present.remove("value")
    decimals = analysis.measure.decimals
    formats = {
        **_FORMATS,
        "value": decimals_format(decimals),
        "lower": decimals_format(max(decimals, 1)),
        "upper": decimals_format(max(decimals, 1)),
    }
    if analysis.bounds is not None:
        formats |= {"lower": decimals_format(decimals), "upper": decimals_format(decimals)}
    columns = [
        Column(name, column_label(name, analysis), formats.get(name, "#,##0")) for name in present
    ]
    return marked(columns, synthetic=analysis.synthetic)


def decimals_format(count: int) -> str:
    """Return the format of a workbook for numbers with so many decimals."""
    return "#,##0." + "0" * count if count else "#,##0"


def column_label(name: str, analysis: Analysis) -> str:
    """Return what stands above a column of an analysis: its name, with its unit."""
    label, layer = text.column_labels(analysis.whole)[name], analysis.layer
    if analysis.bounds is not None and name in text.BOUND_COLUMNS:
        of = "value" if name in ("lower", "upper") else "count"
        return text.BOUND_COLUMNS[name].format(what=column_label(of, analysis))
    if name == "count":
        return text.WITH_UNIT.format(label=label, unit=layer.noun_plural)
    if name == "value":
        return text.VALUE_OF.format(label=label, unit=analysis.unit)
    divided = analysis.parameters.get(DividedBy)
    if name == "denominator" and divided is not None:
        return text.DENOMINATOR_WITH.format(
            label=label, denominator=divided.denominator_label, year=divided.denominator_year
        )
    return label


def _about_question(workspace: Workspace, analysis: Analysis) -> tuple[Line, ...]:
    """Return the query: which place, how fine, which measure, which period."""
    part = text.QUESTION
    level = text.LEVELS[analysis.selection.level]
    if analysis.cell_col is not None:
        level = text.CELL_OF.format(size=analysis.selection.cell_m)
    lines = [
        about.about_choice(analysis_words(workspace, analysis)),
        *about.about_where(workspace),
        Line("level", part, text.LEVEL, level),
        Line("measure", part, text.MEASURE, analysis.measure.label),
        Line("unit", part, text.UNIT, analysis.unit),
        Line("explanation", part, text.EXPLANATION, analysis.explanation),
        Line("period", part, text.PERIOD, about.in_days(analysis.period)),
    ]
    earlier = analysis.parameters.get(Earlier)
    if earlier is not None:
        lines.append(Line("compared", part, text.COMPARED, about.in_days(earlier.period)))
    return tuple(lines)


def _about_gaps(analysis: Analysis) -> tuple[Line, ...]:
    """Return how many rows have a number, and what each kind of row without one means."""
    minimum = analysis.layer.privacy.minimum
    wanted, status = analysis.status != Status.NOT_SELECTED, analysis.status
    gaps = {
        "value": (status == Status.VALUE, "{count}"),
        # A test has a verdict where nothing was counted as well.
        "zero": (wanted & (analysis.counts == 0), text.ZERO_MEANS),
        "missing": (status == Status.MISSING, text.MISSING_MEANS),
        "between": (status == Status.BETWEEN, text.BETWEEN_MEANS),
        "suppressed": (
            status == Status.SUPPRESSED,
            text.SUPPRESSED_MEANS if minimum else text.WITHHELD_MEANS,
        ),
    }
    expected = analysis.parameters.get(Expected)
    denominator = analysis.denominator_label or text.SOMETHING
    if expected is not None:
        denominator = expected.expectation_label
    lines = []
    for name, (rows, means) in gaps.items():
        meaning = means.format(
            count=number(int(np.count_nonzero(rows))),
            denominator=denominator,
            minimum=minimum,
            most=minimum - 1,
        )
        lines.append(Line(f"rows_{name}", text.GAPS, text.STATUS[name], meaning))
    if analysis.zero_cells:
        meaning = text.ZERO_CELLS_MEAN.format(count=number(analysis.zero_cells))
        lines.append(Line("rows_zero_cells", text.GAPS, text.ZERO_CELLS, meaning))
    return tuple(lines)
