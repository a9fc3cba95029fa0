"""The versions of a layer on a page: which there are, what was put aside, and how to go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from hotspots.access.importing import restore_version, source_line, term_of, versions_of
from hotspots.app import data_words as data_page
from hotspots.dutch import as_text, moment
from hotspots.errors import HotspotsError
from hotspots.pages import words as text
from hotspots.pages.finishing import to_the_end
from hotspots.pages.paging import show_leafed
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import show_small

if TYPE_CHECKING:
    from hotspots.access.workspace import Version, Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.report import IntakeReport

_PICK = "terugzetten"
_SURE = "terugzetten_zeker"
_DONE = "teruggezet"


def show_versions(workspace: Workspace, layer: LayerSpec, served: Version | None) -> None:
    """Show the versions of a layer, newest first, and which of them is served."""
    versions = versions_of(workspace, layer)
    if not versions:
        st.caption(text.NO_VERSIONS)
        return
    names = workspace.may_import(layer)
    columns = {
        text.VERSION_NAME: [entry.name for entry in versions],
        text.VERSION_NOW: [
            text.VERSION_CURRENT if served and entry.number == served.number else ""
            for entry in versions
        ],
        text.VERSION_DATE: [moment(entry.made_at) for entry in versions],
        text.VERSION_LAST: [_newest(entry, names=names) for entry in versions],
        text.VERSION_SOURCE: [source_line(entry, names=names) for entry in versions],
        text.VERSION_SYNTHETIC: [text.YES if entry.synthetic else text.NO for entry in versions],
    }
    if not any(columns[text.VERSION_LAST]):
        del columns[text.VERSION_LAST]
    show_small(pd.DataFrame(columns), {}, name=text.VERSIONS, stacked=True)


def show_refused_rows(report: IntakeReport) -> None:
    """Show which rows of a file were put aside, with what stands there and why."""
    rows = [(one.row, one.column, one.value, one.reason) for one in report.problems]
    show_leafed(
        pd.DataFrame(rows, columns=list(text.PROBLEM_COLUMNS)),
        [f"{one.column} {one.reason}" for one in report.problems],
        name=text.IMPORT_PROBLEMS,
        key="geweigerde_rijen",
    )


def _newest(version: Version, *, names: bool) -> str:
    """Return what was loaded last into a version, which tells it from the one before it."""
    return version.files[-1] if names and version.files else ""


def show_term(workspace: Workspace, layer: LayerSpec) -> None:
    """Show for how long the rows of a layer may be kept, if there is a term."""
    try:
        lines = term_of(workspace, layer)
    except HotspotsError as error:
        show_problem(error)
        return
    if lines:
        st.caption(" ".join(lines))


def offer_restore(workspace: Workspace, layer: LayerSpec, served: Version | None) -> None:
    """Let those who may load the layer serve an earlier version again, in two clicks."""
    done = st.session_state.pop(_DONE, "")
    if done:
        st.success(done)
    earlier = {
        entry.name: " · ".join(filter(None, (entry.name, _newest(entry, names=True))))
        for entry in versions_of(workspace, layer)
        if served is None or entry.number != served.number
    }
    if not earlier or not workspace.may_import(layer):
        return
    with st.expander(data_page.RESTORE):
        name = st.selectbox(
            data_page.RESTORE_PICK, list(earlier), key=_PICK, format_func=earlier.__getitem__
        )
        sure = st.checkbox(data_page.RESTORE_SURE.format(version=name), key=f"{_SURE}_{name}")
        if st.button(data_page.RESTORE_DO.format(version=name), disabled=not sure):
            _restore(workspace, layer, name)


def _restore(workspace: Workspace, layer: LayerSpec, name: str) -> None:
    try:
        with to_the_end():
            restored = restore_version(workspace, layer, int(name.removeprefix("v")))
    except HotspotsError as error:
        show_problem(error)
        return
    st.session_state[_DONE] = data_page.RESTORE_DONE.format(
        layer=as_text(layer.label), version=restored.name
    )
    # What stands above was drawn with the version of before.
    st.rerun()
