"""The Streamlit component around the button that asks a device where it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from hotspots.drawing.live_map.component import ASSETS_ROUTE, assets_version, root_path
from hotspots.text import where_am_i as text

if TYPE_CHECKING:
    from collections.abc import Callable

#: Sent again at every rerun, so it only fetches the module, once; see the one of the map.
_LOADER: Final = """
let parts;
export default function (c) {
  let gone = false, remove;
  parts ??= import(location.origin + "ROOTASSETS/VERSION/where_am_i.js");
  parts.then((module) => { if (!gone) remove = module.default(c); });
  return () => { gone = true; remove?.(); };
}
"""
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
def _component(root: str) -> Callable[..., Any]:
    loader = _LOADER.replace("ROOTASSETS", root + ASSETS_ROUTE).replace("VERSION", assets_version())
    return st.components.v2.component(
        "hotspots_where_am_i", html='<div class="hotspots-where"></div>', css=_STYLE, js=loader
    )


def where_am_i(*, key: str, found: Callable[[], None]) -> None:
    """Show a button that asks the device where it is.

    Parameters
    ----------
    key
        Under which the answer stands in the session, for one run: ``found`` is None or holds
        ``lon`` and ``lat`` in degrees and ``accuracy_m``.
    found
        Called when there is an answer, before the page runs again.
    """
    _component(root_path())(key=key, data={"text": text.WORDS}, on_found_change=found)
