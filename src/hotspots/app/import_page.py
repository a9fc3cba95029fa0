"""The page `Inlezen`: check a file, see what is wrong with it, publish it."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from hotspots.access.importing import (
    import_file,
    preview_file,
    require_loader,
    turn_to_import,
)
from hotspots.app.import_columns import choose_columns, choose_recipe
from hotspots.app.navigation import IMPORT_KEY, link_to_page
from hotspots.app.versions import show_refused_rows, show_versions
from hotspots.catalog.specs import context_of
from hotspots.crs import RD_NEW, WGS84
from hotspots.dutch import number
from hotspots.errors import HotspotsError, NothingYetError, StoreError
from hotspots.incoming.checking.recipe import PLAIN
from hotspots.pages import words as text
from hotspots.pages.controls import choose_one
from hotspots.pages.download import offer_file
from hotspots.pages.filters import LAYER, PRESET, THEME
from hotspots.pages.finishing import to_the_end
from hotspots.pages.opened import note_looking, opened_workspace
from hotspots.pages.problems import show_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from hotspots.access.workspace import Version, Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.preview import Preview
    from hotspots.incoming.checking.report import IntakeReport

_CRS_CHOICES = (text.IMPORT_CRS_AUTO, RD_NEW, WGS84)
_REPORT = "inleesrapport"
_PREVIEW = "inleesvoorbeeld"


def show() -> None:
    """Show the page; what was published is one click from the map."""
    workspace = opened_workspace()
    st.subheader(text.IMPORT_PAGE)
    st.markdown(text.IMPORT_INTRO)
    layers = loadable_layers(workspace)
    layer = layers[
        choose_one(
            text.IMPORT_LAYER, tuple(layers), key=IMPORT_KEY, name=lambda name: layers[name].label
        )
    ]
    note_looking(workspace, layer.id, {"page": "inlezen"})
    invented = st.empty()
    if _is_synthetic(workspace, layer):
        invented.info(text.IMPORT_SYNTHETIC)
    if workspace.library.catalog.gemeente.geocode and layer.holds_incidents and not layer.sensitive:
        st.warning(text.IMPORT_GEOCODES)
    uploaded = st.file_uploader(text.IMPORT_FILE, help=text.IMPORT_FILE_HELP)
    if uploaded is None:
        for key in (_REPORT, _PREVIEW):
            st.session_state.pop(key, None)
        _show_versions(workspace, layer)
        return
    if _load(workspace, layer, uploaded) and not _is_synthetic(workspace, layer):
        invented.empty()
    _show_versions(workspace, layer)


def _load(workspace: Workspace, layer: LayerSpec, uploaded: UploadedFile) -> bool:
    """Let a user say how a file is read, check and publish it; whether it was published."""
    mode = st.radio(text.IMPORT_MODE, ("add", "replace"), format_func=_mode_name, horizontal=True)
    crs = st.selectbox(text.IMPORT_CRS, _CRS_CHOICES)
    table_name = st.text_input(text.IMPORT_TABLE, placeholder=text.IMPORT_TABLE_AUTO, key="tabel")
    offer = choose_recipe(workspace, layer)
    table_name = table_name.strip() or (offer.recipe.table if offer.recipe else "")
    preview = _preview(workspace, layer, uploaded, table_name)
    recipe = offer.recipe or PLAIN
    if preview is not None and not isinstance(preview, HotspotsError):
        recipe = choose_columns(
            workspace, layer, preview, offer, uploaded.file_id, crs=_crs_of(crs), table=table_name
        )
    options: dict[str, Any] = {
        "mode": mode,
        "recipe": recipe.but(crs=_crs_of(crs), table_name=table_name),
    }
    unread = st.empty()
    check, publish = st.columns(2)
    checks = check.button(text.IMPORT_CHECK, width="stretch")
    publishes = publish.button(text.IMPORT_PUBLISH, type="primary", width="stretch")
    if checks or publishes:
        _run(workspace, layer, uploaded, options, dry_run=not publishes)
    elif isinstance(preview, HotspotsError):
        with unread.container():
            show_problem(preview)
    outcome = st.session_state.get(_REPORT)
    if outcome is not None and outcome[0] == (layer.id, uploaded.file_id):
        _show_report(layer, outcome[1])
        if outcome[1].status == "unchanged" and st.button(text.IMPORT_ALWAYS):
            _run(workspace, layer, uploaded, options | {"always": True}, dry_run=False)
            if _REPORT in st.session_state:
                st.rerun()
        if outcome[1].status == "published":
            link_to_page("kaart", text.IMPORT_SHOW, link_to(workspace, layer))
            return True
    return False


def _crs_of(choice: str) -> str:
    return "" if choice == text.IMPORT_CRS_AUTO else choice


def _preview(
    workspace: Workspace, layer: LayerSpec, uploaded: UploadedFile, table_name: str
) -> Preview | HotspotsError | None:
    """Return what an upload holds, or why that cannot be read; None of a raster.

    It is read once, however often the page is drawn.
    """
    context = context_of(workspace.catalog, layer)
    if context is not None and context.kind == "raster":
        return None
    of_what = (layer.id, uploaded.file_id, table_name)
    known = st.session_state.get(_PREVIEW)
    if known is not None and known[0] == of_what:
        seen: Preview | HotspotsError = known[1]
        return seen
    try:
        with st.spinner(text.IMPORT_BUSY), _laid_down(workspace, uploaded) as path:
            seen = preview_file(
                workspace, layer, path, name=uploaded.name, table_name=table_name or None
            )
    except HotspotsError as error:
        seen = error
    st.session_state[_PREVIEW] = (of_what, seen)
    return seen


@contextmanager
def _laid_down(workspace: Workspace, uploaded: UploadedFile) -> Iterator[Path]:
    """Give the file of an upload when its turn has come; it goes again with its folder."""
    line = st.empty()

    def waiting(ahead: int) -> None:
        # Who leaves the page meanwhile leaves the line: this call ends the script.
        line.info(text.IMPORT_WAITS.format(count=number(ahead)))

    with turn_to_import(workspace, waiting) as folder:
        line.empty()
        # The name a visitor gave is a name, never a path.
        path = folder / ("upload" + Path(uploaded.name).suffix.lower()[:12])
        path.write_bytes(uploaded.getbuffer())
        yield path


def loadable_layers(workspace: Workspace) -> dict[str, LayerSpec]:
    """Return the layers that this role may load, by id: those that count, and some of places."""
    return {
        layer.id: layer
        for layer in workspace.catalog.layers
        if workspace.may_import(layer)
        and not layer.of_service
        and (layer.kind != "context" or _purpose(workspace, layer) != "")
    }


def _purpose(workspace: Workspace, layer: LayerSpec) -> str:
    """Return what a layer of places, lines or zones is for; only then can it be loaded."""
    context = context_of(workspace.catalog, layer)
    return context.purpose if context else ""


def _is_synthetic(workspace: Workspace, layer: LayerSpec) -> bool:
    served = _served(workspace, layer)
    if served is not None:
        return served.synthetic
    context = context_of(workspace.catalog, layer)
    return context is not None and context.source.synthetic


def _served(workspace: Workspace, layer: LayerSpec) -> Version | None:
    """Return the version that is served; None where the file of the home still is, or nothing."""
    try:
        return workspace.version(layer)
    except NothingYetError:
        return None
    except StoreError:
        if layer.kind != "context":
            raise
        return None


def link_to(workspace: Workspace, layer: LayerSpec) -> dict[str, str]:
    """Return the link parameters that open the map on all of a layer."""
    theme = next(theme for theme in workspace.themes if theme.id == layer.theme)
    parameters = {THEME: theme.label, PRESET: text.PRESETS["all"]}
    if len(theme.layers) > 1:
        parameters[LAYER] = layer.label
    return parameters


def _mode_name(mode: str) -> str:
    return text.IMPORT_ADD if mode == "add" else text.IMPORT_REPLACE


def _run(
    workspace: Workspace,
    layer: LayerSpec,
    uploaded: UploadedFile,
    options: dict[str, object],
    *,
    dry_run: bool,
) -> None:
    """Check or publish what was uploaded."""
    st.session_state.pop(_REPORT, None)
    try:
        with (
            st.spinner(text.IMPORT_BUSY),
            _laid_down(workspace, uploaded) as path,
            to_the_end(),
        ):
            report = import_file(
                workspace, layer, path, name=uploaded.name, dry_run=dry_run, **options
            )
    except HotspotsError as error:
        show_problem(error)
        st.caption(text.IMPORT_NOTHING_CHANGED)
        return
    st.session_state[_REPORT] = ((layer.id, uploaded.file_id), report)


def _show_report(layer: LayerSpec, report: IntakeReport) -> None:
    if report.status == "published":
        st.success(text.IMPORT_DONE.format(version=report.version))
    elif report.status == "unchanged":
        st.info(text.IMPORT_UNCHANGED)
    else:
        st.info(text.IMPORT_READY)
    numbers = st.columns(4)
    for column, (label, count) in zip(
        numbers,
        (
            (text.READ, report.read),
            (text.ACCEPTED, report.accepted),
            (text.QUARANTINED, report.quarantined),
            (text.DUPLICATE, report.duplicate),
        ),
        strict=True,
    ):
        column.metric(label, number(count))
    st.text(report.to_text())
    if report.problems:
        st.markdown(f"**{text.IMPORT_PROBLEMS}**")
        show_refused_rows(report)
        offer_file(
            text.IMPORT_REPORT,
            partial(_report_bytes, layer, report),
            name="inleesrapport",
            ending=".csv",
            key="inleesrapport_csv",
        )


def _report_bytes(layer: LayerSpec, report: IntakeReport, workspace: Workspace) -> bytes:
    """Return what was wrong with a file, if the role may load such a file at the click."""
    require_loader(workspace, layer)
    return report.to_csv().encode("utf-8-sig")


def _show_versions(workspace: Workspace, layer: LayerSpec) -> None:
    with st.expander(text.VERSIONS):
        show_versions(workspace, layer, _served(workspace, layer))
