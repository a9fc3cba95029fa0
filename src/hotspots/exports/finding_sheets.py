"""What a search found as a sheet: a row per outline; and the tables behind it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from hotspots import dutch
from hotspots.analysis.question_words import finding_words
from hotspots.analysis.registry import explanation_of, search_named, sentences_of
from hotspots.analysis.searches import before_after
from hotspots.exports import about
from hotspots.exports import words as text
from hotspots.exports.analysis_sheet import P_FORMAT, decimals_format, written
from hotspots.exports.sheet import Column, Line, Permit, Sheet, marked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Finding
    from hotspots.exports.sheet import Metadata

#: Columns that hold a day, written as 2017-12-31.
_DAYS = ("first", "last", "start", "end", "since")
#: Of a file alone; the page has no room for them.
_MORE_LABELS = {"code": text.PLACE_CODE, "llr": text.LLR}


def sheet_of_finding(workspace: Workspace, finding: Finding) -> Sheet:
    """Return the outlines of a finding as a sheet."""
    rings = [shapely.Polygon(outline.ring) for outline in finding.outlines]
    return _sheet(
        workspace,
        finding,
        finding.table(),
        name=finding.search.method,
        metadata=_metadata(workspace, finding, text.OUTLINE_ROWS),
        shapes=np.array(rings, dtype=object),
    )


def sheet_of_finding_table(workspace: Workspace, finding: Finding, name: str) -> Sheet:
    """Return one of the tables behind a finding as a sheet, such as that of Knox."""
    return _sheet(
        workspace,
        finding,
        finding.table_behind(name),
        name=name,
        metadata=_metadata(workspace, finding, text.TABLE_ROWS),
    )


def _sheet(
    workspace: Workspace,
    finding: Finding,
    rows: pd.DataFrame,
    *,
    name: str,
    metadata: Metadata,
    shapes: NDArray[np.object_] | None = None,
) -> Sheet:
    selection = finding.selection
    filters = about.filters_in_words(workspace, finding.layer, selection)
    question = {**selection.to_dict(), "search": finding.search.method}
    return Sheet(
        name=name,
        rows=rows,
        for_people=outlines_in_words(rows),
        columns=_columns(rows, made_up=finding.version.synthetic),
        metadata=metadata,
        described={
            "layer": finding.layer.id,
            "method": finding.search.method,
            "period_from": finding.period.first.isoformat(),
            "period_to": finding.period.last.isoformat(),
            "version": finding.version.name,
            "synthetic": finding.version.synthetic,
            "source": finding.version.attribution,
            "selection": finding_words(workspace, finding),
            "parameters": written(finding.parameters.to_dict()),
            "filters": written(filters),
        },
        permits=(Permit(finding.layer.id, question),),
        shapes=shapes,
    )


def outlines_in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Return outlines, or the rows of a table behind them, with days, shares and roles in words."""
    shown = with_words(rows).astype(object)
    for name in _DAYS:
        if name in rows:
            shown[name] = [_day(value) for value in rows[name]]
    return shown.assign(synthetic=dutch.YES)


def with_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with what stands out and roles in words, and shares as percentages."""
    shown = rows.copy()
    if "stands_out" in rows:
        shown["stands_out"] = [dutch.YES if value else dutch.NO for value in rows["stands_out"]]
    if "role" in rows:
        shown["role"] = [before_after.ROLES[role] for role in rows["role"]]
    if "share" in rows:
        shown["share"] = 100 * rows["share"]
    return shown


def _day(value: object) -> date | str:
    """Return a day as a date, so that a workbook can sort and subtract it."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return str(value)


def _columns(rows: pd.DataFrame, *, made_up: bool) -> tuple[Column, ...]:
    labels = {**text.OUTLINE_COLUMNS, **_MORE_LABELS}
    columns = [Column(name, labels[name], _format(name, rows)) for name in labels if name in rows]
    return marked(columns, synthetic=made_up)


def _format(name: str, rows: pd.DataFrame) -> str:
    if name in ("p", "adjusted_p"):
        return P_FORMAT
    decimals = text.OUTLINE_DECIMALS.get(name, 1)
    return decimals_format(decimals if pd.api.types.is_float_dtype(rows[name]) else 0)


def _metadata(workspace: Workspace, finding: Finding, rows_mean: str) -> Metadata:
    layer, kind = finding.layer, search_named(finding.search.method)
    return about.metadata_of(
        about.title_of(workspace, layer, kind.label),
        rows_mean,
        about.about_layer(workspace, layer, finding.version, None),
        _about_question(workspace, finding, kind.label),
        about.about_filters(workspace, layer, finding.selection),
        about.about_parameters(finding.parameters.to_dict(), finding.whole),
        about.about_denominator(workspace, finding.parameters),
        about.sentences(sentences_of(finding)),
        about.about_borders(workspace, "buurten"),
        about.about_reading(made_up=finding.version.synthetic),
    )


def _about_question(workspace: Workspace, finding: Finding, method: str) -> tuple[Line, ...]:
    part = text.QUESTION
    return (
        about.about_choice(finding_words(workspace, finding)),
        *about.about_where(workspace),
        Line("search", part, text.METHOD, method),
        Line("explanation", part, text.EXPLANATION, explanation_of(finding)),
        Line("period", part, text.PERIOD, about.in_days(finding.period)),
    )
