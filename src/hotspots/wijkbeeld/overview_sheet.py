"""The overview as a sheet: every layer in every wijk, a row for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from hotspots.access.workspace import Synthetic
from hotspots.analysis.answer import Status, Verdict
from hotspots.analysis.question import WHERE
from hotspots.dutch import two_ends
from hotspots.exports import about
from hotspots.exports import words as text
from hotspots.exports.sheet import Column, Line, Permit, Sheet
from hotspots.wijkbeeld import overview_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.wijkbeeld.overview import Glance, GlanceCell, GlanceColumn

_COLUMNS = (
    Column("code", text.COLUMNS["code"]),
    Column("name", text.COLUMNS["name"]),
    Column("theme", text.THEME),
    Column("layer", text.LAYER),
    Column("count", text.COLUMNS["count"]),
    Column("count_lower", text.AT_LEAST),
    Column("count_upper", text.AT_MOST),
    Column("ratio", text.COLUMNS["ratio"], "#,##0.00"),
    Column("lower", text.COLUMNS["lower"], "#,##0.00"),
    Column("upper", text.COLUMNS["upper"], "#,##0.00"),
    Column("verdict", text.COLUMNS["verdict"]),
    Column("status", text.COLUMNS["status"]),
    Column("period_from", text.FIRST_DAY),
    Column("period_to", text.LAST_DAY),
    Column("synthetic", text.SYNTHETIC_COLUMN),
)


def sheet_of_overview(workspace: Workspace, glance: Glance) -> Sheet:
    """Return all wijken and layers; a layer that whoever asks may not take away is left out."""
    allowed = [column for column in glance.columns if workspace.may_export(column.layer)]
    # Where nothing is left, the permits say why.
    columns = allowed or list(glance.columns)
    rows = pd.DataFrame(
        [_row(glance, column, at) for column in columns for at in range(len(glance.codes))],
        columns=[column.name for column in _COLUMNS[:-1]] + ["version", "synthetic", "source"],
    )
    for name in ("count", "count_lower", "count_upper"):
        rows[name] = rows[name].astype("Int64")
    shapes = workspace.geography.level(glance.level).polygons
    of_level = next(one for one in WHERE if one.field == glance.level)
    return Sheet(
        name="overzicht",
        rows=rows,
        for_people=_for_people(rows, columns, len(glance.codes)),
        columns=_COLUMNS,
        metadata=about.metadata_of(
            overview_words.SHEET_TITLE.format(
                gemeente=workspace.catalog.gemeente.name, many=of_level.plural
            ),
            overview_words.SHEET_ROWS.format(one=of_level.noun, whole=glance.whole),
            about.about_where(workspace),
            _about_layers(glance, columns),
            (
                Line(
                    "ratio", text.MIND, text.RATIO_NOTE, text.RATIO_MEANS.format(whole=glance.whole)
                ),
                Line("gaps", text.MIND, text.GAPS, text.GAPS_MEAN),
            ),
            about.about_borders(workspace, glance.level),
            about.about_reading(
                made_up=Synthetic.among((column.layer.label, column.version) for column in columns)
            ),
        ),
        permits=tuple(
            Permit(column.layer.id, {"table": "overzicht"}, level=(glance.level, 0))
            for column in columns
        ),
        shapes=np.tile(shapes, len(columns)),
    )


def _row(glance: Glance, column: GlanceColumn, at: int) -> dict[str, object]:
    cell = column.cells[at]
    return {
        "code": glance.codes[at],
        "name": glance.names[at],
        "theme": column.theme.id,
        "layer": column.layer.id,
        "count": pd.NA if cell.count is None else cell.count,
        "count_lower": pd.NA if cell.bounds is None else cell.bounds[0],
        "count_upper": pd.NA if cell.bounds is None else cell.bounds[1],
        "ratio": cell.ratio,
        "lower": cell.lower,
        "upper": cell.upper,
        "verdict": Verdict(cell.verdict).name.lower() if _is_judged(cell) else "",
        "status": _status(cell),
        "period_from": column.period.first.isoformat(),
        "period_to": column.period.last.isoformat(),
        "version": column.version.name,
        "synthetic": column.version.synthetic,
        "source": column.version.attribution,
    }


def _is_judged(cell: GlanceCell) -> bool:
    """Whether a cell has a verdict: where only two ends are known, it has to hold at both."""
    return not np.isnan(cell.ratio) or cell.verdict != Verdict.NOT_SHOWN


def _status(cell: GlanceCell) -> str:
    """Return what the count is; that a ratio is missing shows in its own column."""
    if cell.bounds is not None:
        return cell.status.name.lower()
    if cell.count is None:
        return Status.SUPPRESSED.name.lower()
    return "value" if cell.count else "zero"


def _for_people(rows: pd.DataFrame, columns: Sequence[GlanceColumn], wijken: int) -> pd.DataFrame:
    shown = rows.astype(object)
    layers = [column.layer for column in columns for _ in range(wijken)]
    status = [
        text.status_words(name, layer.privacy.minimum)
        for name, layer in zip(rows["status"], layers, strict=True)
    ]
    return shown.assign(
        theme=[column.theme.label for column in columns for _ in range(wijken)],
        layer=[layer.label for layer in layers],
        count=[
            _count_in_words(count, (low, high), layer)
            for count, low, high, layer in zip(
                shown["count"], rows["count_lower"], rows["count_upper"], layers, strict=True
            )
        ],
        verdict=[overview_words.VERDICTS.get(name, "") for name in rows["verdict"]],
        status=status,
        period_from=[column.period.first for column in columns for _ in range(wijken)],
        period_to=[column.period.last for column in columns for _ in range(wijken)],
    )


def _count_in_words(count: Any, ends: tuple[Any, Any], layer: LayerSpec) -> Any:  # noqa: ANN401
    """Return a count, its two ends, or that the source does not give it."""
    minimum = layer.privacy.minimum
    if not pd.isna(ends[0]):
        return two_ends(int(ends[0]), int(ends[1]), minimum=minimum)
    return text.status_words("suppressed", 0) if pd.isna(count) else count


def _about_layers(glance: Glance, columns: Sequence[GlanceColumn]) -> tuple[Line, ...]:
    lines = []
    for column in columns:
        layer = column.layer
        line_of_layer = about.layer_line(layer, column.version, column.period)
        lines.append(Line(f"layer_{layer.id}", text.LAYERS, layer.label, line_of_layer))
        if column.compared:
            over = f"{column.denominator_label}, {column.denominator_year}"
            label = text.LAYER_DENOMINATOR.format(layer=layer.label)
            lines.append(Line(f"denominator_{layer.id}", text.LAYERS, label, over))
    taken = {column.layer.id for column in columns}
    left = [column.layer.label for column in glance.columns if column.layer.id not in taken]
    lines.append(Line("left_out", text.LAYERS, text.LEFT_OUT, ", ".join(left) or text.NONE))
    return tuple(lines)
