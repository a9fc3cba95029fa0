"""The Streamlit component around the map in the browser."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.maps.live.routes import ASSETS_ROUTE
from hotspots.maps.live.scripts import ASSETS, joined_files
from hotspots.maps.live.words import WHERE_AM_I

if TYPE_CHECKING:
    from collections.abc import Callable


#: Sent again at every rerun, so it only fetches the module, once; the line break marks it as code.
_LOADER: Final = """
let parts;
export default function (c) {
  let gone = false, remove;
  parts ??= import(location.origin + "ROOTASSETS/VERSION/MODULE.all.js");
  parts.then((module) => { if (!gone) remove = module.default(c); });
  return () => { gone = true; remove?.(); };
}
"""


def root_path() -> str:
    """Return the path the app runs under, with a slash at both ends."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"


def path_below_root(path: str) -> str:
    """Return the path of a request as it would be if the app ran under no path of its own.

    Examples
    --------
    >>> path_below_root("/kaart/antwoord")
    '/kaart/antwoord'
    """
    root = root_path()
    return f"/{path.removeprefix(root)}" if path.startswith(root) else path


@cache
def assets_version() -> str:
    """Return a name for the assets as they are now: part of their address, so cached for good."""
    digest = hashlib.sha256()
    for name, content in joined_files().items():
        digest.update(name.encode() + content.encode())
    for path in sorted(ASSETS.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(ASSETS).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _loader(module: str, root: str) -> str:
    loader = _LOADER.replace("MODULE", module).replace("VERSION", assets_version())
    return loader.replace("ROOTASSETS", root + ASSETS_ROUTE)


@cache
def _component(root: str) -> Callable[..., object]:
    return st.components.v2.component(
        "hotspots_live_map",
        html='<div class="hotspots-map"></div>',
        js=_loader("live_map", root),
        isolate_styles=False,
    )


def live_map(data: dict[str, object], *, key: str, clicked: Callable[[], None]) -> object:
    """Show a map.

    Parameters
    ----------
    data
        What `hotspots.maps.live.payload.payload` makes.
    key
        Fixed, so that the map stays where it is from one rerun to the next.
    clicked
        Called when an area or a cell was clicked; the result then holds ``click``.
    """
    return _component(data["root"])(key=key, data=data, on_click_change=clicked)


#: As the buttons of the page beside it; forty pixels high, so that a thumb hits it.
_STYLE: Final = """
.hs-where {
  font: inherit; font-size: 0.875rem; color: inherit; width: 100%;
  min-height: 2.5rem; padding: 0.25rem 0.75rem;
  background: var(--st-background-color); border-radius: var(--st-button-radius, 0.5rem);
  border: 1px solid color-mix(in srgb, currentColor 55%, transparent); cursor: pointer;
}
.hs-where:hover, .hs-where:focus-visible {
  border-color: var(--st-primary-color); color: var(--st-primary-color);
}
.hs-where:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.hs-where:disabled { cursor: progress; opacity: 0.7; }
.hs-where-status { margin: 0.25rem 0 0; font-size: 0.875rem; }
.hs-where-status:empty { margin: 0; }
"""


@cache
def _where_am_i_component(root: str) -> Callable[..., object]:
    return st.components.v2.component(
        "hotspots_where_am_i",
        html='<div class="hotspots-where"></div>',
        css=_STYLE,
        js=_loader("where_am_i", root),
    )


def where_am_i(*, key: str, located: Callable[[], None]) -> None:
    """Show a button that asks the device where it is.

    Parameters
    ----------
    key
        Under which the answer stands in the session, for one run: ``found`` is None or holds
        ``lon`` and ``lat`` in degrees and ``accuracy_m``.
    located
        Called when there is an answer, before the page runs again.
    """
    _where_am_i_component(root_path())(key=key, data={"text": WHERE_AM_I}, on_found_change=located)
