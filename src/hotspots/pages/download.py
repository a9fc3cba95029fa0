"""The one button that gives a file; whether the role may export it is checked at the click."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from hotspots.access import words as access_text
from hotspots.exports import words as text
from hotspots.exports.writers import ABOUT_CSV, endings_of, file_bytes
from hotspots.maps.files import map_bytes
from hotspots.pages import words as pages
from hotspots.pages.login import visit_here
from hotspots.pages.opened import opened_workspace
from hotspots.pages.problems import outermost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.exports.sheet import Sheet
    from hotspots.maps.spec import MapSpec
    from hotspots.pages.login import Visit

_KINDS: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ABOUT_CSV: "text/csv",
    ".gpkg": "application/geopackage+sqlite3",
    ".parquet": "application/vnd.apache.parquet",
    ".geojson": "application/geo+json",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}
#: What some system takes for something else in the name of a file.
_UNFIT: Final = re.compile(r"[^\w.-]+")
#: Height of the buttons for a table with and without shapes.
_BUTTONS_PX: Final = {True: 380, False: 220}


def offer_file(
    label: str,
    make: Callable[[Workspace], bytes],
    *,
    name: str,
    ending: str,
    key: str,
    width: Literal["content", "stretch"] = "content",
) -> None:
    """Show a button that gives a file, made when it is clicked for what its clicker is by then.

    The bytes are made in a thread of their own, in which no page runs. So who looks at this page
    goes along, and is asked again: a role that was taken away since, or a day that is over, gives
    a refusal instead of a file, which `hotspots.pages.problems` puts under the button.

    Parameters
    ----------
    make
        Returns the bytes, for the home as whoever clicks may see it; whatever it takes from the
        page it may have been given under other rights, and so it asks `allow_export` itself.
    name, ending
        Of the file; the second with its dot.
    key
        Fixed, and of one button of the page.
    """
    st.download_button(
        label,
        data=partial(_made, visit_here(), make),
        file_name=file_name(name, ending),
        mime=_KINDS[ending],
        key=key,
        on_click="ignore",
        width=width,
    )


def _made(visit: Visit, make: Callable[[Workspace], bytes]) -> bytes:
    return make(opened_workspace(visit))


def offer_table(
    layer: LayerSpec | None,
    make: Callable[[Workspace], Sheet],
    *,
    name: str,
    key: str,
    label: str = text.OFFER,
    shapes: bool = True,
    quiet: bool = False,
) -> None:
    """Offer the numbers of a table as files; say why not if the role may not export them.

    What is in a closed button is sent when it is opened, and a file is made when it is clicked: the
    page sends as little as can be at every filter.

    Parameters
    ----------
    layer
        Of which the numbers are; None for figures that were published for everyone.
    make
        Returns the table, for whoever clicks.
    name
        Of the file, without its end.
    key
        Fixed, and of one table of the page.
    label
        On the button; two on one page are not alike.
    shapes
        Whether the table has shapes, for a GIS.
    quiet
        Whether the page says elsewhere that the layer may not be taken away.
    """
    if layer is not None and not opened_workspace().may_export(layer):
        if not quiet:
            st.caption(access_text.NO_EXPORT_HERE)
        return
    _offer(layer, make, name=name, key=key, label=label, shapes=shapes)


@st.fragment
def _offer(
    layer: LayerSpec | None,
    make: Callable[[Workspace], Sheet],
    *,
    name: str,
    key: str,
    label: str,
    shapes: bool,
) -> None:
    """Show the button; opening it runs this function alone, and not the page around it."""
    opened = st.popover(label, key=key, on_change="rerun")
    if not opened.open:
        # The browser looks for room when it opens: without this there is none for what comes.
        opened.space(_BUTTONS_PX[shapes])
        return
    with opened, outermost():
        # The page may have been open for a day: who looks is looked up anew, as a page does.
        workspace = opened_workspace()
        if layer is not None and not workspace.may_export(layer):
            st.caption(access_text.NO_EXPORT_HERE)
            return
        st.caption(text.WHAT_IS_IN)
        offered = (*endings_of(shapes=shapes), ABOUT_CSV)
        for ending, kind in text.FORMATS.items():
            if ending in offered:
                made = partial(_table_bytes, make, ending)
                offer_file(
                    kind, made, name=name, ending=ending, key=f"{key}{ending}", width="stretch"
                )


def offer_map(workspace: Workspace, spec: MapSpec, name: str, *, key: str) -> None:
    """Offer a map as a file if the role may export its layer; it is drawn at the click.

    Parameters
    ----------
    name
        Of the file, without its end.
    key
        Fixed, and of one map of the page.
    """
    if not may_export_all(workspace, (spec.layer, *spec.also)):
        return
    files = st.popover(pages.MAP_FILES, key=key, on_change="rerun")
    if not files.open:
        return
    with files:
        for suffix, label in pages.MAP_FORMATS.items():
            made = partial(map_bytes, spec, ending=suffix)
            offer_file(label, made, name=name, ending=suffix, key=f"{key}{suffix}", width="stretch")


def may_export_all(workspace: Workspace, layers: Iterable[str]) -> bool:
    """Whether this role may take all of some layers away."""
    return all(workspace.may_export(workspace.layer(layer)) for layer in layers)


def file_name(name: str, ending: str) -> str:
    """Return the name of a file, without what some system takes for something else.

    Examples
    --------
    >>> file_name("wijkbeeld_Crabbehof/Zuidhoven", ".pdf")
    'wijkbeeld_Crabbehof_Zuidhoven.pdf'
    """
    return f"{_UNFIT.sub('_', name)}{ending}"


def _table_bytes(make: Callable[[Workspace], Sheet], ending: str, workspace: Workspace) -> bytes:
    """Return a table as a file, made on the day of the click."""
    return file_bytes(workspace, make(workspace), ending, dutch=True)
