"""Sheets of what is no count: lists, published figures, places with their licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hotspots import dutch
from hotspots.errors import NothingYetError
from hotspots.exports import about
from hotspots.exports import words as text
from hotspots.exports.sheet import Column, Line, Permit, Sheet, marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import ContextSpec, LayerSpec, ThemeSpec


def sheet_of_listing(
    workspace: Workspace,
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    name: str,
    title: str,
    meaning: str,
) -> Sheet:
    """Return a list that a page shows as a sheet.

    Parameters
    ----------
    rows
        Words only: nothing in them is more than its page tells whoever asks.
    labels
        Dutch name of each column, in their order.
    name, title, meaning
        Of the table in a file; what it is; and what one row is.
    """
    return Sheet(
        name=name,
        rows=rows,
        for_people=rows,
        columns=tuple(Column(column, label) for column, label in labels.items()),
        metadata=about.metadata_of(
            title,
            meaning,
            about.about_where(workspace),
            about.about_reading(made_up=False),
        ),
        described={},
        permits=(),
    )


def sheet_of_figures(workspace: Workspace, theme: ThemeSpec) -> Sheet:
    """Return the figures of a theme; one that was never given is missing, and never 0."""
    values = [np.nan if figure.value is None else figure.value for figure in theme.figures]
    rows = pd.DataFrame(
        {
            "indicator": [figure.indicator for figure in theme.figures],
            "year": [figure.year for figure in theme.figures],
            "value": np.array(values, dtype=np.float64),
            "unit": [figure.unit for figure in theme.figures],
            "kind": [figure.kind for figure in theme.figures],
            "note": [figure.note for figure in theme.figures],
        }
    )
    return Sheet(
        name="cijfers",
        rows=rows,
        for_people=rows,
        columns=(
            Column("indicator", text.FIGURE),
            # A year has no point between its thousands.
            Column("year", text.YEAR, "0"),
            Column("value", text.FIGURE_VALUE, "General"),
            Column("unit", text.FIGURE_UNIT),
            Column("kind", text.FIGURE_KIND),
            Column("note", text.FIGURE_NOTE),
        ),
        metadata=about.metadata_of(
            text.FIGURES_TITLE.format(theme=theme.label),
            text.FIGURES_ROWS,
            (
                Line("theme", text.DATA, text.THEME, theme.label),
                Line("source", text.DATA, text.SOURCE, theme.figures_source or text.NONE),
            ),
            about.about_where(workspace),
            about.about_reading(made_up=False),
        ),
        described={"theme": theme.id, "source": theme.figures_source},
        permits=(),
    )


#: Fields of a declaration that people call by another name than the file does.
_LABELS = {"name": text.PLACE_NAME, "category": text.PLACE_KIND, "code": text.PLACE_CODE}


def sheet_of_places(workspace: Workspace, layer: LayerSpec) -> Sheet:
    """Return what a layer of places, lines or zones holds: a number, and the declared columns."""
    assert layer.context is not None  # noqa: S101 - checked when the catalog was read
    spec, features = workspace.context(layer.context)
    declared = {name: column for name, column in spec.columns.items() if column in features}
    rows = pd.DataFrame(
        {
            "number": np.arange(1, len(features) + 1),
            **{
                name: features[column].astype(object).to_numpy()
                for name, column in declared.items()
            },
        }
    )
    columns = [Column("number", text.OUTLINE_COLUMNS["number"])]
    columns += [Column(name, _LABELS.get(name, column)) for name, column in declared.items()]
    return Sheet(
        name=layer.id,
        rows=rows,
        for_people=rows.assign(synthetic=dutch.YES),
        columns=marked(columns, synthetic=spec.source.synthetic),
        metadata=about.metadata_of(
            about.title_of(workspace, layer, layer.noun_plural),
            text.PLACES_ROWS,
            (*_about_layer(layer, spec), *_about_fetch(workspace, layer)),
            about.about_where(workspace),
            (Line("formula", text.MIND, text.FORMULA, text.FORMULA_NOTE),),
        ),
        described={
            "layer": layer.id,
            "synthetic": spec.source.synthetic,
            "source": spec.source.attribution,
            "licence": spec.source.licence,
            "year": spec.source.year,
        },
        permits=(Permit(layer.id, {"table": layer.id}),),
        shapes=features.geometry.to_numpy(),
    )


def _about_fetch(workspace: Workspace, layer: LayerSpec) -> list[Line]:
    try:
        return about.about_fetch(workspace.version(layer))
    except NothingYetError:
        return []  # the file of the home


def _about_layer(layer: LayerSpec, spec: ContextSpec) -> tuple[Line, ...]:
    source = spec.source
    return (
        Line("layer", text.DATA, text.LAYER, layer.label),
        Line("layer_id", text.DATA, text.LAYER_ID, layer.id),
        Line("description", text.DATA, text.DESCRIPTION, layer.description or text.NONE),
        Line("observes", text.DATA, text.OBSERVES, text.OBSERVES_MEANS[layer.observes]),
        Line("source", text.DATA, text.SOURCE, source.attribution),
        Line("licence", text.DATA, text.LICENCE, source.licence),
        Line("year", text.DATA, text.YEAR, str(source.year or text.NONE)),
        Line("details", text.DATA, text.DETAILS, source.details or text.NONE),
        Line("note", text.DATA, text.NOTE, spec.note or text.NONE),
        Line("approximate", text.DATA, text.APPROXIMATE, source.approximate),
        Line("synthetic", text.DATA, text.SYNTHETIC, about.synthetic(yes=source.synthetic)),
    )
