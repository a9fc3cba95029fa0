"""How the map is drawn: classes, a user's own bounds, and whether points are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from hotspots.cartography.breaks import METHODS, find_breaks
from hotspots.cartography.choropleth import MapStyle
from hotspots.errors import SelectionError
from hotspots.text import pages as text
from hotspots.ui.controls import choose_one, choose_yes, folded, is_ahead, write
from hotspots.ui.problems import show_problem

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec

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
        points = choose_yes(text.POINTS, key="punten", help=text.POINTS_HELP)
    starts = {METHOD: METHODS[0], CLASSES: _CLASSES_AT_FIRST, OWN_BREAKS: ""}
    with folded(text.CLASS_SETTINGS, key=UNFOLDED, starts=starts):
        method = choose_one(text.METHOD, METHODS, key=METHOD, name=lambda name: text.METHODS[name])
        own: tuple[float, ...] = ()
        classes = _CLASSES_AT_FIRST
        if method == "own":
            own = _choose_own_breaks()
            # The map stays while someone is still writing, or wrote something else.
            method = "own" if own else "pretty"
        else:
            classes = choose_one(
                text.CLASSES, (3, 4, 5, 6, 7), key=CLASSES, name=str, default=_CLASSES_AT_FIRST
            )
    return MapStyle(method=method, classes=classes, own_breaks=own, points=points)


def _choose_own_breaks() -> tuple[float, ...]:
    written = write(
        text.OWN_BREAKS,
        key=OWN_BREAKS,
        help=text.OWN_BREAKS_HELP,
        placeholder="2; 5; 10; 20",
    )
    try:
        return parse_breaks(written)
    except SelectionError as error:
        if not is_ahead():
            show_problem(error)
        return ()


def lock_breaks(bounds: tuple[float, ...]) -> None:
    """Take the classes that are shown now as the user's own, whatever is chosen after."""
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
