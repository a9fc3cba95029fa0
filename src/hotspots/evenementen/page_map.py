"""The maps of the page, and what a click on one of them means: a location, or a point."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from hotspots.evenementen import page_words as text
from hotspots.evenementen.maps import SPOT_M, circles, places_spec
from hotspots.maps.degrees import around as view_around
from hotspots.maps.live.component import live_map
from hotspots.pages.download import offer_map
from hotspots.pages.page_map import clicked_on, legend_html, map_data, place_of_click
from hotspots.pages.tables import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.evenementen.locations import Locations
    from hotspots.evenementen.page_view import EventView
    from hotspots.maps.spec import MapSpec

#: metres; whoever clicks this near to a location means it. Squares lie about 100 m apart.
NEAR_M: Final = 75.0
#: The same where only a location can be meant.
NEAREST_M: Final = 500.0


def offer_to_point(view: EventView, *, listed: str, point: str, keys: tuple[str, str]) -> None:
    """Fold a map out on which the place of a request is clicked.

    Parameters
    ----------
    listed
        Id of the location that is chosen now, "" for none.
    point
        What is written as a point now.
    keys
        Of the widgets with the location and with the point: a click fills one, empties the other.
    """
    fold(text.POINT_AT, partial(_show_map, view, listed, point, keys), key="toets_aanwijzen")


def _show_map(view: EventView, listed: str, point: str, keys: tuple[str, str]) -> None:
    st.caption(text.POINT_AT_HINT)
    marked = _marked(view, listed, point)
    overlay = None
    if marked is not None:
        x_rd, y_rd, name = marked
        overlay = circles(text.LOCATION, x_rd, y_rd, [(SPOT_M, "✕", name)])
    spec = places_spec(view.workspace, view.calendar, overlay)
    picked = partial(_take, view.calendar.locations, *keys)
    draw_map(view, spec, text.POINT_AT_MAP, key="toets_plek", picked=picked, exported=False)


def _marked(view: EventView, listed: str, point: str) -> tuple[float, float, str] | None:
    """Return the place of the request as it stands; a point goes before a location."""
    written = point.replace(",", " ").split()
    if len(written) == 2 and all(part.isdigit() for part in written):  # noqa: PLR2004 - x and y
        return float(written[0]), float(written[1]), point
    at = view.calendar.locations.position(listed)
    if at < 0 or point:
        return None
    place = view.calendar.locations.items[at]
    return place.x_rd, place.y_rd, place.name


def _take(locations: Locations, listed: str, point: str, click: dict[str, object]) -> None:
    """Fill in what was clicked, as a visitor would have chosen or written it."""
    written = place_of_click(click)
    if written is None:
        return
    at = nearest_to(locations, written, NEAR_M)
    st.session_state[listed] = "" if at is None else locations.items[at].id
    st.session_state[point] = written.replace(",", " ") if at is None else ""


def choose_on_map(locations: Locations, key: str) -> Callable[[dict[str, object]], None]:
    """Return what makes the location nearest to a click the chosen one; far from all, nothing."""

    def take(click: dict[str, object]) -> None:
        written = place_of_click(click)
        at = None if written is None else nearest_to(locations, written, NEAREST_M)
        if at is not None:
            st.session_state[key] = locations.items[at].id

    return take


def nearest_to(locations: Locations, written: str, within_m: float) -> int | None:
    """Return the position of the location nearest to a point, None where all lie too far.

    Examples
    --------
    >>> from hotspots.evenementen.locations import Location, Locations
    >>> two = Locations.of((Location("a", "A", "", 0.0, 0.0), Location("b", "B", "", 100.0, 0.0)))
    >>> nearest_to(two, "60,0", 75.0), nearest_to(two, "300,0", 75.0)
    (1, None)
    """
    if not len(locations):
        return None
    x_rd, y_rd = (float(part) for part in written.split(","))
    away = np.hypot(locations.x_rd - x_rd, locations.y_rd - y_rd)
    at = int(away.argmin())
    return at if away[at] <= within_m else None


_MAP_PX: Final = 460


def draw_map(
    view: EventView,
    spec: MapSpec,
    what: str,
    *,
    key: str,
    around: tuple[float, float, float] | None = None,
    folded: bool = False,
    picked: Callable[[dict[str, object]], None] | None = None,
    exported: bool = True,
) -> None:
    """Draw a map.

    Parameters
    ----------
    what
        What it shows, for visitors who cannot see it.
    around
        x and y in metres RD and the metres around it that the map opens with.
    folded
        Whether the map is too small for a legend on it: then its colours stand below.
    picked
        Takes a click on a place; without it a click means nothing: the tables have the numbers.
    exported
        Whether the map can be downloaded.
    """
    spot = "" if around is None else f"{around[0]:.0f},{around[1]:.0f}"
    data = map_data(
        spec,
        name=f"{key}:{spot}",
        what=what,
        height=_MAP_PX,
        tiles=None,
        legend_folded=folded,
        picks=picked is not None,
        focus=None if around is None else view_around(*around),
    )
    live_map(data, key=key, clicked=partial(_clicked, key, picked))
    if folded:
        st.html(legend_html(spec))
    if exported:
        offer_map(view.workspace, spec, f"{spec.layer}_{key}", key=f"{key}_bewaren")


def _clicked(key: str, picked: Callable[[dict[str, object]], None] | None) -> None:
    """Pass a click on a place on, before the page runs again."""
    click = clicked_on(key)
    if picked is not None and click and click["kind"] == "place":
        picked(click)
