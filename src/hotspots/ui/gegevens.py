"""The page `Gegevens`: every layer with its source, its date, its quality and its versions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from hotspots.access.importing import report_of
from hotspots.analysis.counting import covered_period
from hotspots.analysis.cube_answer import covered_by
from hotspots.analysis.data_quality import data_quality
from hotspots.analysis.export.of_listing import sheet_of_listing
from hotspots.errors import HotspotsError, NothingYetError, StoreError
from hotspots.text import data_page as text
from hotspots.text import fetching_page as fetching_text
from hotspots.text import pages
from hotspots.text.markdown import as_text
from hotspots.text.numbers import day, moment, number
from hotspots.ui import cached
from hotspots.ui.controls import choose_one
from hotspots.ui.division import show_division, show_provenance
from hotspots.ui.fetching import show_fetching
from hotspots.ui.inlezen import loadable_layers
from hotspots.ui.kept import Kept
from hotspots.ui.opened import opened_workspace
from hotspots.ui.problems import show_problem
from hotspots.ui.taking import offer_table
from hotspots.ui.versions import offer_restore, show_versions

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from hotspots.access.workspace import Version, Workspace
    from hotspots.analysis.data_quality import DataQuality
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import ContextSpec, LayerSpec
    from hotspots.ui.cached import Key

LAYER_KEY = "bekijk"
#: What the page Inlezen calls its layer in a link.
_IMPORT_KEY = "naar"
_qualities = Kept["DataQuality"](most=128)


def show(import_page: StreamlitPage | None = None) -> None:
    """Show the page; a layer is one click from ``import_page``, for who has it."""
    workspace = opened_workspace()
    st.subheader(text.PAGE)
    st.caption(text.INTRO)
    layers = {
        layer.id: layer
        for theme in workspace.themes
        for layer in theme.layers
        if layer.kind != "context"
    }
    if layers:
        st.markdown(f"#### {text.LAYERS}")
        _show_list(_layer_rows(workspace, layers), text.COLUMNS, "lagen", text.LAYERS)
    else:
        st.info(text.EMPTY)
    shown = layers | {
        name: layer for name, layer in loadable_layers(workspace).items() if layer.kind == "context"
    }
    if shown:
        _show_layer(workspace, shown, import_page)
    st.markdown(f"#### {text.CONTEXT}")
    _show_list(_context_rows(workspace), text.CONTEXT_COLUMNS, "grenzen", text.CONTEXT)
    show_division(workspace)
    show_provenance(workspace)
    show_fetching(workspace)


def _show_list(rows: pd.DataFrame, labels: dict[str, str], name: str, title: str) -> None:
    """Show a list of sources, and offer it as a file."""
    st.dataframe(rows.rename(columns=labels), hide_index=True, width="stretch")
    offer_table(
        None,
        lambda asked: sheet_of_listing(
            asked, rows, labels, name=name, title=title, meaning=text.ROW_IS
        ),
        name=f"gegevens_{name}",
        key=f"gegevens_{name}_bewaren",
        label=text.OFFER.format(what=title),
        shapes=False,
    )


def _served(workspace: Workspace, layer: LayerSpec) -> Version | None:
    """Return the version of a layer that is served; None where none can be read."""
    try:
        return workspace.version(layer)
    except StoreError:
        return None


def _layer_rows(workspace: Workspace, layers: dict[str, LayerSpec]) -> pd.DataFrame:
    themes = {theme.id: theme.label for theme in workspace.themes}
    rows = []
    for layer in layers.values():
        version = _served(workspace, layer)
        period = _covered(workspace, layer) if version is not None else None
        rows.append(
            {
                "theme": themes[layer.theme],
                "layer": layer.label,
                "rows": _rows_told(version, layer),
                "first": day(period.first) if period else "",
                "last": day(period.last) if period else "",
                "version": version.name if version else text.NOT_READABLE,
                "made": moment(version.made_at) if version else "",
                "synthetic": _yes_no(told=bool(version and version.synthetic)),
                "source": version.attribution if version else "",
                "licence": layer.source.licence if layer.source else "",
            }
        )
    return pd.DataFrame(rows, columns=list(text.COLUMNS))


def _covered(workspace: Workspace, layer: LayerSpec) -> Period:
    if layer.sensitive:
        return covered_by(workspace.cube(layer)[1])
    return covered_period(workspace.incidents(layer)[1])


def _rows_told(version: Version | None, layer: LayerSpec) -> str:
    if version is None:
        return ""
    return pages.NOT_TOLD if layer.sensitive else number(version.rows)


def _yes_no(*, told: bool) -> str:
    return pages.YES if told else pages.NO


def _context_rows(workspace: Workspace) -> pd.DataFrame:
    specs = [_as_shown(workspace, context) for context in workspace.catalog.contexts]
    rows = [
        {
            "label": context.label,
            "year": str(context.source.year or ""),
            "synthetic": _yes_no(told=context.source.synthetic),
            "approximate": _yes_no(told=context.source.approximate),
            "source": context.source.attribution,
            "licence": context.source.licence,
            "note": context.note,
        }
        for context in specs
    ]
    return pd.DataFrame(rows, columns=list(text.CONTEXT_COLUMNS))


def _as_shown(workspace: Workspace, context: ContextSpec) -> ContextSpec:
    """Return the declaration of places as they are now: what was loaded has a source of its own."""
    if not context.purpose:
        return context
    try:
        return workspace.context(context.id)[0]
    except HotspotsError:
        return context  # the map says what is wrong with it


def _show_layer(
    workspace: Workspace, layers: dict[str, LayerSpec], import_page: StreamlitPage | None
) -> None:
    """Show one layer: its quality, what its last import told, its versions."""
    layer = layers[
        choose_one(text.PICK, tuple(layers), key=LAYER_KEY, name=lambda name: layers[name].label)
    ]
    try:
        served: Version | None = workspace.version(layer)
    except NothingYetError as error:
        served = None
        if layer.kind == "context":
            st.caption(fetching_text.OF_HOME)
        else:
            show_problem(error)
    except StoreError as error:
        show_problem(error)
        served = None
    if served is not None:
        for note in served.notes:
            st.warning(as_text(note))
        st.markdown(f"**{text.QUALITY}**")
        _show_quality(workspace, layer, cached.key_of(workspace, layer.id))
        if workspace.may_import(layer):
            _show_report(workspace, layer)
    if import_page is not None and workspace.may_import(layer):
        st.page_link(
            import_page, label=fetching_text.IMPORT, query_params={_IMPORT_KEY: layer.label}
        )
    st.markdown(f"**{pages.VERSIONS}**")
    show_versions(workspace, layer, served)
    offer_restore(workspace, layer, served)


def _show_quality(workspace: Workspace, layer: LayerSpec, key: Key) -> None:
    if layer.sensitive:
        st.caption(text.SENSITIVE.format(minimum=layer.privacy.minimum))
        return
    if layer.kind in ("counts", "context"):
        st.caption(text.COUNTS if layer.kind == "counts" else fetching_text.PLACES)
        return
    found: DataQuality = _qualities.answer((key, layer.id), lambda: data_quality(workspace, layer))
    st.table(
        {
            text.QUALITY_WHAT: list(text.QUALITY_ROWS.values()),
            text.QUALITY_SHARE: [_percent(getattr(found, name)) for name in text.QUALITY_ROWS],
        }
    )
    if found.gaps:
        st.warning(text.GAPS.format(months=", ".join(found.gaps)))
    else:
        st.caption(text.NO_GAPS)


def _percent(share: float) -> str:
    if math.isnan(share):
        return text.NO_SHARE
    return text.PERCENT.format(share=number(100 * share, 1))


def _show_report(workspace: Workspace, layer: LayerSpec) -> None:
    """Show what the last import told, to who may load the layer."""
    with st.expander(text.REPORT):
        try:
            report: dict[str, Any] | None = report_of(workspace, layer)
        except StoreError as error:
            show_problem(error)
            return
        if report is None:
            st.caption(text.NO_REPORT)
            return
        names = ("read", "accepted", "quarantined", "duplicate")
        st.text(text.REPORT_LINE.format(**{name: number(report[name]) for name in names}))
        for warning in report["warnings"]:
            st.text(f"• {warning}")
        if report["problems"]:
            st.dataframe(
                pd.DataFrame(
                    [
                        (entry["row"], entry["column"], entry["value"], entry["reason"])
                        for entry in report["problems"]
                    ],
                    columns=list(pages.PROBLEM_COLUMNS),
                ),
                hide_index=True,
                width="stretch",
            )
