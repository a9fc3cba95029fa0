"""What every page does to put a map on it: its classes, its data, its colours in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st
from matplotlib.colors import to_hex

from hotspots.analysis.periods import Period
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.errors import SelectionError
from hotspots.maps import words as text
from hotspots.maps.choropleth import MapStyle
from hotspots.maps.classes import METHODS, find_breaks
from hotspots.maps.live.component import root_path
from hotspots.maps.live.payload import payload
from hotspots.pages import words as pages_words
from hotspots.pages.controls import choose_one, choose_yes, folded, put_in_link, write
from hotspots.pages.problems import show_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.maps.spec import MapClass, MapSpec


@dataclass(frozen=True, slots=True)
class AreaClick:
    """A click on an area; a browser can send any code."""

    code: str


@dataclass(frozen=True, slots=True)
class CellClick:
    """A click on a cell of a size in metres."""

    col: int
    row: int
    size_m: int


@dataclass(frozen=True, slots=True)
class DrawnClick:
    """A shape that was drawn or wiped, as the browser sent it; `area_of_click` reads it."""

    sent: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceClick:
    """A click beside anything that has a code; ``place`` is x and y in whole metres RD."""

    place: str


@dataclass(frozen=True, slots=True)
class QueryClick:
    """What the map asked by itself and draws already; None is what did not change.

    ``turn`` counts what the map told.
    """

    level: str | None
    period: Period | None
    turn: int


Click = AreaClick | CellClick | DrawnClick | PlaceClick | QueryClick


def clicked_on(key: str) -> Click | None:
    """Return what was clicked on the map of this key; None for what no map of ours sends.

    To be called from the callback of the map. A browser can send anything.
    """
    click: Any = getattr(st.session_state[key], "click", None)
    match click:
        case {"kind": "area", "code": str(code)}:
            return AreaClick(code)
        case {"kind": "cell", "col": int(col), "row": int(row), "size_m": int(size_m)} if not any(
            isinstance(part, bool) for part in (col, row, size_m)
        ):
            return CellClick(col, row, size_m)
        case {"kind": "drawn"}:
            return DrawnClick(click)
        case {"kind": "place", "at": at} if (place := place_at(at)) is not None:
            return PlaceClick(place)
        case {"kind": "asked", "level": None | str() as level, "period": sent, "turn": int(turn)}:
            return QueryClick(level, _period_sent(sent), turn)
        case _:
            return None


def _period_sent(sent: object) -> Period | None:
    match sent:
        case [str(first), str(last)]:
            try:
                return Period(date.fromisoformat(first), date.fromisoformat(last))
            except (ValueError, SelectionError):
                return None
        case _:
            return None


def map_data(
    spec: MapSpec,
    *,
    name: str,
    what: str | None = None,
    offers_tiles: bool = True,
    **more: object,
) -> dict[str, Any]:
    """Return a map as the component takes it.

    Parameters
    ----------
    name
        Which map this is: the browser keeps where someone looked per name.
    what
        What it is of, as plain words, for whoever does not see it; None for the only map of a page.
    offers_tiles
        Whether tiles from elsewhere are offered; the background map of the home is there anyhow.
    more
        What this page asks of its map besides, such as its height.
    """
    data: dict[str, Any] = payload(
        spec, root=root_path(), name=name, asks=more.get("asks") is not None
    )
    if not offers_tiles and "file" not in (data["tiles"] or {}):
        data["tiles"] = None
    data |= more
    if what is not None:
        words = {
            "label": text.MAP_OF.format(what=what),
            "legend_label": text.LEGEND_OF.format(what=what),
        }
        data["text"] = {**data["text"], **words}
    return data


def legend_html(spec: MapSpec) -> str:
    """Return the colours of a map as a line of HTML; all words in it are made safe."""
    items = "".join(
        f'<li style="font-size:.85rem;display:flex;align-items:center;gap:.4rem">'
        f'<span aria-hidden="true" style="width:1.4rem;height:.9rem;border:1px solid #8a9099;'
        f'background:{_fill(entry)}"></span>{escape(entry.label)}</li>'
        for entry in spec.classes
    )
    return (
        f'<div style="font-size:.85rem"><strong>{escape(spec.legend.title)}</strong>'
        '<ul style="display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;margin:.2rem 0 0;'
        f'padding:0">{items}</ul></div>'
    )


def _fill(entry: MapClass) -> str:
    """Return a colour, striped where the map has a pattern; made anew, so that it is one."""
    colour = to_hex(entry.colour)
    if entry.pattern is None:
        return colour
    return f"repeating-linear-gradient(45deg,{colour} 0 3px,#8a9099 3px 4px)"


def place_at(at: object) -> str | None:
    """Return degrees that a browser sent as x and y in whole metres RD; None where it cannot be.

    Examples
    --------
    >>> place_at([5.387206, 52.155174])
    '155000,463000'
    >>> place_at(["x", None]) is None
    True
    """
    if not isinstance(at, list | tuple):
        return None
    try:
        lon, lat = (float(part) for part in at)
    except (TypeError, ValueError, OverflowError):
        return None
    x, y = reproject(np.array([lon]), np.array([lat]), source=WGS84, target=RD_NEW)
    if not np.isfinite([x[0], y[0]]).all():
        return None
    return f"{x[0]:.0f},{y[0]:.0f}"


#: Keys of the widgets, which are the names in the link.
OWN_BREAKS: Final = "grenzen"
METHOD: Final = "indeling"
CLASSES: Final = "klassen"
#: Name of the line that all of it is folded under.
UNFOLDED: Final = "klassen_instellen"
_CLASSES_AT_FIRST: Final = 5


def choose_style(workspace: Workspace, layer: LayerSpec) -> MapStyle:
    """Let a user choose how the answer is drawn."""
    points = False
    if workspace.may_see_points(layer):
        points = choose_yes(pages_words.POINTS, key="punten", help=pages_words.POINTS_HELP)
    with folded(pages_words.CLASS_SETTINGS, key=UNFOLDED):
        method = choose_one(
            pages_words.METHOD, METHODS, key=METHOD, name=lambda name: pages_words.METHODS[name]
        )
        own: tuple[float, ...] = ()
        classes = _CLASSES_AT_FIRST
        if method == "own":
            own = _choose_own_breaks()
            # The map stays while someone is still writing, or wrote something else.
            method = "own" if own else "pretty"
        else:
            classes = choose_one(
                pages_words.CLASSES,
                (3, 4, 5, 6, 7),
                key=CLASSES,
                name=str,
                default=_CLASSES_AT_FIRST,
            )
    return MapStyle(method=method, classes=classes, own_breaks=own, points=points)


def _choose_own_breaks() -> tuple[float, ...]:
    written = write(
        pages_words.OWN_BREAKS,
        key=OWN_BREAKS,
        help=pages_words.OWN_BREAKS_HELP,
        placeholder="2; 5; 10; 20",
    )
    try:
        return parse_breaks(written)
    except SelectionError as error:
        show_problem(error)
        return ()


def lock_breaks(bounds: tuple[float, ...]) -> None:
    """Take the classes that are shown now as the user's own, whatever is chosen after."""
    put_in_link(METHOD, pages_words.METHODS["own"])
    put_in_link(OWN_BREAKS, written_breaks(bounds))
    st.session_state[METHOD] = "own"
    st.session_state[OWN_BREAKS] = written_breaks(bounds)


def written_breaks(bounds: tuple[float, ...]) -> str:
    """Return bounds as a user would write them: what `parse_breaks` reads back.

    Examples
    --------
    >>> written_breaks((2.0, 5.5)), parse_breaks(written_breaks((2.0, 5.5)))
    ('2; 5,5', (2.0, 5.5))
    """
    return "; ".join(f"{bound:.10g}".replace(".", ",") for bound in bounds)


def parse_breaks(written: str) -> tuple[float, ...]:
    """Return the bounds a user wrote, with decimal commas, between semicolons.

    Raises
    ------
    SelectionError
        If something between the semicolons is no number, or they cannot be bounds.

    Examples
    --------
    >>> parse_breaks("2; 5,5; 10")
    (2.0, 5.5, 10.0)
    """
    parts = [part.strip() for part in written.split(";") if part.strip()]
    try:
        bounds = tuple(float(part.replace(",", ".")) for part in parts)
    except ValueError as error:
        raise SelectionError(
            "Uw eigen klassengrenzen zijn geen getallen.",
            f"Gevonden: {written}.",
            "Schrijf bijvoorbeeld: 2; 5; 10; 20",
        ) from error
    if bounds:
        find_breaks(np.zeros(0), method="own", own=bounds)
    return bounds
