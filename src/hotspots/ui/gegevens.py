"""The page `Gegevens`: every layer with its source, its date, its quality and its versions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from hotspots.access.importing import report_of
from hotspots.access.kept import Kept
from hotspots.analysis.counting import covered_period
from hotspots.analysis.cube_answer import covered_by
from hotspots.analysis.data_quality import data_quality
from hotspots.analysis.export.of_listing import sheet_of_listing
from hotspots.errors import HotspotsError, NothingYetError, StoreError
from hotspots.text import data_page as text
from hotspots.text import fetching_page as fetching_text
from hotspots.text import maps as map_text
from hotspots.text import pages
from hotspots.text.markdown import as_text
from hotspots.text.numbers import day, moment, number, plural
from hotspots.text.provenance import ROW
from hotspots.ui import cached
from hotspots.ui.controls import choose_one
from hotspots.ui.division import show_division, show_provenance
from hotspots.ui.fetching import show_fetching
from hotspots.ui.inlezen import loadable_layers
from hotspots.ui.opened import note_looking_at_all, opened_workspace
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
    note_looking_at_all(workspace, layers or ("",), {"page": "gegevens"})
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


def _served(workspace: Workspace, layer: LayerSpec) -> tuple[Version | None, str]:
    """Return the version of a layer that is served; None where there is none, with why."""
    try:
        version = workspace.version(layer)
    except NothingYetError:
        return None, text.NOTHING_YET
    except StoreError:
        return None, text.NOT_READABLE
    return version, version.name


def _layer_rows(workspace: Workspace, layers: dict[str, LayerSpec]) -> pd.DataFrame:
    themes = {theme.id: theme.label for theme in workspace.themes}
    rows = []
    for layer in layers.values():
        version, named = _served(workspace, layer)
        period = _covered(workspace, layer) if version is not None else None
        rows.append(
            {
                "theme": themes[layer.theme],
                "layer": layer.label,
                "rows": _rows_told(version, layer),
                "first": day(period.first) if period else "",
                "last": day(period.last) if period else "",
                "version": named,
                "made": moment(version.made_at) if version else "",
                "synthetic": _yes_no(told=version.synthetic) if version else "",
                "source": version.attribution if version else "",
                "licence": _licence(workspace, layer, version) if version else "",
            }
        )
    return pd.DataFrame(rows, columns=list(text.COLUMNS))


def _covered(workspace: Workspace, layer: LayerSpec) -> Period:
    if layer.sensitive:
        return covered_by(workspace.cube(layer)[1])
    return covered_period(workspace.incidents(layer)[1])


def _licence(workspace: Workspace, layer: LayerSpec, version: Version) -> str:
    """Return under which licence rows are used; what somebody loaded has none that is known."""
    if "licence" in version.fetched:
        return version.fetched["licence"]
    if not version.embedded:
        return text.NO_LICENCE
    context = next(
        (entry for entry in workspace.catalog.contexts if entry.id == layer.context), None
    )
    source = layer.source if context is None else context.source
    return source.licence if source else ""


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
    except NothingYetError:
        served = None
        st.caption(fetching_text.OF_HOME if layer.kind == "context" else text.WAITS)
    except StoreError as error:
        show_problem(error)
        served = None
    if served is not None:
        for note in served.notes:
            st.warning(as_text(note))
        _show_facts(workspace, layer, served)
        st.markdown(f"**{text.QUALITY}**")
        _show_quality(workspace, layer, cached.key_of(workspace, layer.id))
        if workspace.may_import(layer):
            _show_report(workspace, layer, served)
    if import_page is not None and workspace.may_import(layer) and not layer.of_service:
        st.page_link(
            import_page, label=fetching_text.IMPORT, query_params={_IMPORT_KEY: layer.label}
        )
    st.markdown(f"**{pages.VERSIONS}**")
    show_versions(workspace, layer, served)
    offer_restore(workspace, layer, served)


def _show_facts(workspace: Workspace, layer: LayerSpec, version: Version) -> None:
    """Show what the list above shows too wide for a small screen: of whom, since when, how many."""
    facts = {
        text.COLUMNS["source"]: version.attribution,
        text.COLUMNS["licence"]: _licence(workspace, layer, version),
        text.COLUMNS["made"]: moment(version.made_at),
        text.COLUMNS["rows"]: _rows_told(version, layer),
    }
    if layer.kind != "context":
        period = _covered(workspace, layer)
        facts[text.COVERS] = map_text.period(period.first, period.last)
    st.table({text.QUALITY_WHAT: list(facts), text.FACT: list(map(as_text, facts.values()))})


def _show_quality(workspace: Workspace, layer: LayerSpec, key: Key) -> None:
    if layer.sensitive:
        st.caption(text.SENSITIVE.format(minimum=layer.privacy.minimum))
        return
    if layer.kind == "context":
        st.caption(fetching_text.PLACES)
        return
    if layer.kind == "counts":
        st.caption(text.COUNTS)
    asked = text.COUNTS_ROWS if layer.kind == "counts" else text.QUALITY_ROWS
    found: DataQuality = _qualities.answer((key, layer.id), lambda: data_quality(workspace, layer))
    st.table(
        {
            text.QUALITY_WHAT: list(asked.values()),
            text.QUALITY_SHARE: [_percent(getattr(found, name)) for name in asked],
        }
    )
    for sentence in found.far_dates:
        st.warning(sentence)
    if found.without_day:
        st.warning(text.WITHOUT_DAY.format(rows=number(found.without_day)))
    if found.gaps:
        st.warning(text.GAPS.format(months=", ".join(found.gaps)))
    else:
        st.caption(text.NO_GAPS)


def _without_report(served: Version) -> str:
    """Return where a version comes from that was not read from a file of somebody."""
    if "service" not in served.fetched:
        return text.NO_REPORT
    return text.FETCHED_REPORT.format(
        service=served.fetched["service"],
        day=moment(served.fetched["at"]),
        rows=plural(int(served.fetched["rows"]), *ROW),
    )


def _percent(share: float) -> str:
    if math.isnan(share):
        return text.NO_SHARE
    return text.PERCENT.format(share=number(100 * share, 1))


def _show_report(workspace: Workspace, layer: LayerSpec, served: Version) -> None:
    """Show what the last import or fetch told, to who may load the layer."""
    with st.expander(text.REPORT):
        try:
            report: dict[str, Any] | None = report_of(workspace, layer)
        except StoreError as error:
            show_problem(error)
            return
        if report is None:
            st.caption(as_text(_without_report(served)))
            for warning in served.warnings:
                st.text(f"• {warning}")
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
