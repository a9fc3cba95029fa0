"""The Streamlit component around the map in the browser."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

#: The browser half; served as it stands.
ASSETS: Final = Path(__file__).parent / "assets"
#: Where it is served, below the path of the app.
ASSETS_ROUTE: Final = "kaart/onderdelen"

#: Sent again at every rerun, so it only fetches the module, once; the line break marks it as code.
_LOADER: Final = """
let parts;
export default function (c) {
  let gone = false, remove;
  parts ??= import(location.origin + "ROOTASSETS/VERSION/live_map.js");
  parts.then((module) => { if (!gone) remove = module.default(c); });
  return () => { gone = true; remove?.(); };
}
"""


def root_path() -> str:
    """Return the path the app runs under, with a slash at both ends."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"


@cache
def assets_version() -> str:
    """Return a name for the assets as they are now: part of their address, so cached for good."""
    digest = hashlib.sha256()
    for path in sorted(ASSETS.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(ASSETS).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _component(root: str) -> Callable[..., Any]:
    loader = _LOADER.replace("ROOTASSETS", root + ASSETS_ROUTE).replace("VERSION", assets_version())
    return st.components.v2.component(
        "hotspots_live_map",
        html='<div class="hotspots-map"></div>',
        js=loader,
        isolate_styles=False,
    )


def live_map(data: dict[str, Any], *, key: str, clicked: Callable[[], None]) -> Any:  # noqa: ANN401
    """Show a map.

    Parameters
    ----------
    data
        What `hotspots.drawing.live_map.payload.payload` makes.
    key
        Fixed, so that the map stays where it is from one rerun to the next.
    clicked
        Called when an area or a cell was clicked; the result then holds ``click``.
    """
    return _component(data["root"])(key=key, data=data, on_click_change=clicked)
