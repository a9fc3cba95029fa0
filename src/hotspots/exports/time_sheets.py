"""An analysis in time as sheets: its months, the hours of its week, the months of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hotspots import dutch
from hotspots.analysis.question_words import filter_words
from hotspots.analysis.when import FEWEST as FEWEST_KNOWN
from hotspots.analysis.when import busy_sentence, hours_notes, season_sentences
from hotspots.dutch import MONTHS, WEEKDAY_NAMES, two_ends
from hotspots.exports import about
from hotspots.exports import words as text
from hotspots.exports.analysis_sheet import written
from hotspots.exports.sheet import Column, Line, Permit, Sheet, marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.access.cube import Bounds
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.when import HoursAndDays, Season, Timeline
    from hotspots.catalog.specs import LayerSpec

_HOURS = 24


def sheet_of_months(workspace: Workspace, analysis: Analysis, months: Timeline) -> Sheet:
    """Return the months of a layer under the filters of an analysis, but not its period.

    A quarter of a sensitive layer has two ends and no count. Where the source withholds a part, the
    count is the least there were, and of nothing there is none.
    """
    rows, shown = _rows_of_months(months, analysis.layer)
    count = text.WITH_UNIT.format(label=text.COLUMNS["count"], unit=analysis.layer.noun_plural)
    remarks = (
        (text.INCOMPLETE_MONTH, not months.complete.all()),
        (text.MONTHS_WITHHELD, months.lower_bound),
        (text.BOUNDED_STEPS, months.bounds is not None),
    )
    notes = tuple(note for note, holds in remarks if holds)
    return _sheet(
        workspace,
        analysis,
        name=text.STEP_FILES[months.step],
        what=text.MONTHS_TITLE,
        rows_mean=(text.QUARTERS_ROWS if analysis.layer.sensitive else text.STEP_ROWS[months.step]),
        rows=rows,
        shown=shown,
        columns=(
            Column("start", text.MONTH),
            Column("count", count),
            *_columns_of_ends(months, count),
            Column("complete", text.COMPLETE),
            Column("status", text.COLUMNS["status"]),
        ),
        outcome=notes,
        all_time=True,
    )


def _columns_of_ends(months: Timeline, count: str) -> tuple[Column, ...]:
    """Return the columns of the two ends, where only those are known."""
    if months.bounds is None:
        return ()
    return tuple(
        Column(name, text.BOUND_COLUMNS[name].format(what=count)) for name in ("lower", "upper")
    )


def _rows_of_ends(
    months: Timeline, bounds: Bounds, layer: LayerSpec
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a row per quarter of which two ends are known, for a program and for people."""
    minimum = layer.privacy.minimum
    starts = months.starts.astype("datetime64[D]").astype(object)
    rows = pd.DataFrame(
        {
            "start": [start.isoformat() for start in starts],
            "step": months.step,
            "count": pd.array([pd.NA] * len(starts), dtype="Int64"),
            "lower": bounds.lower,
            "upper": bounds.upper,
            "complete": months.complete,
            "status": np.where(bounds.upper < minimum, "suppressed", "between").astype(object),
        }
    )
    ends = zip(bounds.lower.tolist(), bounds.upper.tolist(), strict=True)
    shown = rows.astype(object).assign(
        start=list(starts),
        count=[two_ends(low, high, minimum=minimum) for low, high in ends],
        status=[text.status_words(name, minimum) for name in rows["status"]],
    )
    return rows, shown


def _rows_of_months(months: Timeline, layer: LayerSpec) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a row per month for a program, and for people."""
    if months.bounds is not None:
        return _rows_of_ends(months, months.bounds, layer)
    unknown = months.unknown
    counts = pd.array(months.counts, dtype="Int64")
    counts[unknown] = pd.NA
    starts = months.starts.astype("datetime64[D]").astype(object)
    status = np.where(months.counts == 0, "zero", "value").astype(object)
    status[unknown | months.withheld] = "suppressed"
    rows = pd.DataFrame(
        {
            "start": [start.isoformat() for start in starts],
            "step": months.step,
            "count": counts,
            "complete": months.complete,
            "status": status,
        }
    )
    minimum = layer.privacy.minimum
    shown = rows.astype(object).assign(start=list(starts))
    shown.loc[unknown, "count"] = text.status_words("suppressed", minimum)
    shown["status"] = [text.status_words(name, minimum) for name in status]
    shown.loc[months.withheld & ~unknown, "status"] = text.PARTLY_GIVEN
    return rows, shown


def sheet_of_hours(workspace: Workspace, analysis: Analysis, hours: HoursAndDays) -> Sheet:
    """Return the hours of the week of an analysis, a row for each of the 168."""
    week = np.arange(len(WEEKDAY_NAMES) * _HOURS)
    rows = pd.DataFrame(
        {
            "weekday": week // _HOURS + 1,
            "weekday_name": np.array(WEEKDAY_NAMES, dtype=object)[week // _HOURS],
            "hour": week % _HOURS,
            "weight": hours.weights.ravel(),
            "times": hours.exposure.ravel().astype(np.int64),
        }
    )
    known = (
        Line("hours_known", text.OUTCOME, text.HOURS_KNOWN, hours.known),
        Line("hours_unknown", text.OUTCOME, text.HOURS_UNKNOWN, hours.unknown),
        Line("hours_fewest", text.OUTCOME, text.HOURS_FEWEST, FEWEST_KNOWN),
    )
    return _sheet(
        workspace,
        analysis,
        name="uren",
        what=text.HOURS_TITLE,
        rows_mean=text.HOURS_ROWS,
        rows=rows,
        shown=rows,
        columns=(
            Column("weekday", text.WEEKDAY_NUMBER),
            Column("weekday_name", text.WEEKDAY),
            Column("hour", text.HOUR),
            Column("weight", text.WEIGHT, "#,##0.0"),
            Column("times", text.TIMES),
        ),
        outcome=(busy_sentence(hours), *hours_notes(hours)),
        more=known,
    )


def sheet_of_season(workspace: Workspace, analysis: Analysis, season: Season) -> Sheet:
    """Return how busy each month of the year is; without rows where that cannot be said."""
    index = season.index if season.index is not None else np.zeros(0)
    length = len(index)
    rows = pd.DataFrame(
        {
            "month": np.arange(1, length + 1),
            "month_name": np.array(MONTHS, dtype=object)[:length],
            "index": index,
            "count": season.counts if season.counts is not None else np.zeros(0, dtype=np.int64),
            "months": season.years if season.years is not None else np.zeros(0, dtype=np.int64),
        }
    )
    return _sheet(
        workspace,
        analysis,
        name="jaar",
        what=text.SEASON_TITLE,
        rows_mean=text.SEASON_ROWS,
        rows=rows,
        shown=rows,
        columns=(
            Column("month", text.MONTH_NUMBER),
            Column("month_name", text.MONTH_OF_YEAR),
            Column("index", text.INDEX, "#,##0.00"),
            Column("count", text.COLUMNS["count"]),
            Column("months", text.YEARS),
        ),
        outcome=season_sentences(season),
        all_time=True,
    )


def _sheet(
    workspace: Workspace,
    analysis: Analysis,
    *,
    name: str,
    what: str,
    rows_mean: str,
    rows: pd.DataFrame,
    shown: pd.DataFrame,
    columns: tuple[Column, ...],
    outcome: Iterable[str],
    more: tuple[Line, ...] = (),
    all_time: bool = False,
) -> Sheet:
    """Return a table in time of an analysis; ``all_time`` where its period plays no part."""
    layer, selection = analysis.layer, analysis.selection
    period = analysis.covered if all_time else analysis.period
    filters = about.filters_in_words(workspace, layer, selection)
    chosen = filter_words(workspace, layer, selection, period, what=what)
    made_up = analysis.synthetic
    return Sheet(
        name=name,
        rows=rows,
        for_people=shown.assign(synthetic=dutch.YES),
        columns=marked(columns, synthetic=made_up),
        metadata=about.metadata_of(
            about.title_of(workspace, layer, what),
            rows_mean,
            about.about_layer(workspace, layer, analysis.version, analysis.covered),
            about.about_where(workspace),
            (
                about.about_choice(chosen),
                Line("period", text.QUESTION, text.PERIOD, about.in_days(period)),
            ),
            about.about_filters(workspace, layer, selection),
            more,
            about.sentences(outcome),
            about.about_reading(made_up=made_up, minimum=layer.privacy.minimum),
        ),
        described={
            "layer": layer.id,
            "period_from": period.first.isoformat(),
            "period_to": period.last.isoformat(),
            "version": analysis.version.name,
            "synthetic": made_up,
            "source": analysis.version.attribution,
            "selection": chosen,
            "filters": written(filters),
        },
        permits=(Permit(layer.id, {**selection.to_dict(), "table": name}),),
    )
