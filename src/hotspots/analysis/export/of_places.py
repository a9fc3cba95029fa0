"""What a layer without counts holds as a sheet: places, lines or zones, with their licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hotspots.analysis.export import about
from hotspots.analysis.export.sheet import Column, Permit, Sheet
from hotspots.analysis.metadata import Line, metadata_of, today
from hotspots.errors import NothingYetError
from hotspots.text import results as words
from hotspots.text import search_page
from hotspots.text import taking as text

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import ContextSpec, LayerSpec

#: Fields of a declaration that people call by another name than the file does.
_LABELS = {"name": text.PLACE_NAME, "category": text.PLACE_KIND, "code": text.PLACE_CODE}


def sheet_of_places(workspace: Workspace, layer: LayerSpec, made_on: date | None = None) -> Sheet:
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
    columns = [Column("number", search_page.COLUMNS["number"])]
    columns += [Column(name, _LABELS.get(name, column)) for name, column in declared.items()]
    if spec.source.synthetic:
        columns.append(Column("synthetic", text.SYNTHETIC_COLUMN))
    made_on = made_on or today()
    return Sheet(
        name=layer.id,
        rows=rows,
        for_people=rows.assign(synthetic=text.YES),
        columns=tuple(columns),
        metadata=metadata_of(
            made_on,
            about.about_file(
                about.title_of(workspace, layer, layer.noun_plural), made_on, text.PLACES_ROWS
            ),
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
        Line("observes", text.DATA, text.OBSERVES, words.OBSERVES[layer.observes]),
        Line("source", text.DATA, text.SOURCE, source.attribution),
        Line("licence", text.DATA, text.LICENCE, source.licence),
        Line("year", text.DATA, text.YEAR, str(source.year or text.NONE)),
        Line("details", text.DATA, text.DETAILS, source.details or text.NONE),
        Line("note", text.DATA, text.NOTE, spec.note or text.NONE),
        Line("approximate", text.DATA, text.APPROXIMATE, source.approximate),
        Line("synthetic", text.DATA, text.SYNTHETIC, about.synthetic(yes=source.synthetic)),
    )
