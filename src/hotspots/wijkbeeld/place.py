"""What a wijkbeeld is of: an area of any level or a drawn one, found by its code or its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.permission import levels_of
from hotspots.analysis.question import WHERE, Selection, buurten_selected, selected_shape
from hotspots.catalog.grammar import suggestion
from hotspots.catalog.specs import WHOLE
from hotspots.dutch import with_kind
from hotspots.errors import SelectionError
from hotspots.geography.drawn import DrawnArea
from hotspots.wijkbeeld import words as text

if TYPE_CHECKING:
    import shapely
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import AreaSet, Geography

WIJKEN: Final = "wijken"
BUURTEN: Final = "buurten"
DRAWN: Final = "drawn"
#: How a drawn area begins, in a link and on the command line.
_DRAWN_WORDS: Final = ("cirkel:", "vlak:")
#: Names in an error: a town has fewer.
_MOST_NAMED: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wijkbeeld is of.

    Attributes
    ----------
    level
        One of `PARTS`, or "drawn".
    code
        Of the area, or the drawn area as it stands in a link.
    name
        As it is called; "Getekend gebied" where it was drawn.
    wijk, wijk_code
        The wijk around a buurt; empty otherwise.
    """

    level: str
    code: str
    name: str
    wijk: str = ""
    wijk_code: str = ""
    drawn: DrawnArea | None = None

    def selection(
        self,
        layer_id: str,
        *,
        level: str = WHOLE,
        period: Period | None = None,
        measure: str = "count",
    ) -> Selection:
        """Return a question about a layer in this place; one number, unless it says otherwise."""
        question = Selection(
            layer_id, level=level, measure=measure, period=period, drawn=self.drawn
        )
        here: dict[str, Any] = {} if self.level == DRAWN else {self.level: (self.code,)}
        return replace(question, **here)

    @property
    def kind(self) -> str:
        """What such an area is called; "" for a drawn one."""
        return _KIND.get(self.level, "")

    @property
    def around(self) -> str:
        """The wijk around a buurt, with what it is; "" where there is none.

        Examples
        --------
        >>> Place("buurten", "BU1", "Noord", wijk="Wijk 01 West").around
        'wijk 01 West'
        """
        return with_kind(_KIND["wijken"], self.wijk) if self.wijk else ""

    def allows(self, layer: LayerSpec) -> bool:
        """Whether a layer that is not sensitive may be counted in a place as small as this."""
        needed = "cells" if self.level == DRAWN else self.level
        return needed in levels_of(layer)

    def holds(
        self, geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Return which points lie in it, inside the municipality: shape (n,), metres RD."""
        buurt = geography.index.locate(x_rd, y_rd)
        inside: NDArray[np.bool_] = buurt >= 0
        if self.drawn is not None:
            inside &= self.drawn.contains(x_rd, y_rd)
        else:
            inside &= np.append(self.of_buurten(geography), False)[buurt]
        return inside

    def of_buurten(self, geography: Geography) -> NDArray[np.bool_]:
        """Return which buurten lie in it, wholly or in part: shape (buurten,)."""
        return buurten_selected(geography, self.selection(""))

    def shape(self, geography: Geography) -> shapely.Geometry:
        """Return it as a geometry, metres RD, without what lies outside the municipality."""
        return selected_shape(geography, self.selection(""))


def places(geography: Geography) -> tuple[Place, ...]:
    """Return every area: wide ones first, then each wijk with its buurten; in order of code."""
    wijken, buurten = geography.wijken, geography.buurten
    places = [
        Place(areas.level, code, name)
        for areas in geography.parts[:-2]
        for code, name in zip(areas.codes, areas.names, strict=True)
    ]
    for at in range(len(wijken)):
        places.append(_wijk(wijken, at))
        inside = np.flatnonzero(buurten.parent == at)
        places += [_buurt(geography, int(number)) for number in inside]
    return tuple(places)


def place_named(workspace: Workspace, written: str) -> Place:
    """Return a place by its code, its name or as it was drawn; capitals do not matter.

    "wijk Krispijn" is the wijk where a buurt has the same name, "buurt Krispijn" the buurt.

    Raises
    ------
    SelectionError
        If there is none, several have the name, or a drawn area lies outside the municipality.
    """
    geography = workspace.geography
    wanted = " ".join(written.split()).casefold()
    if wanted.startswith(_DRAWN_WORDS):
        return _drawn(geography, DrawnArea.from_text(written.strip().lower()))
    every = places(geography)
    matches = [place for place in every if place.code.casefold() == wanted]
    matches = matches or [place for place in every if _name(place) == wanted]
    matches = matches or [place for place in every if f"{place.kind} {_name(place)}" == wanted]
    # What two gemeenten have is called "Centrum (Dal)"; who writes "Centrum" hears which there are.
    alike = [place for place in every if _name(place).startswith(f"{wanted} (")]
    matches = matches or (alike if len(alike) > 1 else [])
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise SelectionError(
            text.AMBIGUOUS.format(written=written[:80]),
            text.AMBIGUOUS_FOUND.format(places="; ".join(map(_with_kind, matches))),
            text.AMBIGUOUS_DO,
        )
    names = tuple(place.name for place in every)
    # Of very many the likeliest one is said, and never the list of all.
    close = text.MANY_PLACES_DO if len(names) > _MOST_NAMED else ""
    if not close or get_close_matches(written, names, n=1):
        close = suggestion(written, names)
    raise SelectionError(text.NO_PLACE.format(written=written[:80]), text.NO_PLACE_FOUND, close)


_KIND: Final = {one.field: one.noun for one in WHERE}


def _name(place: Place) -> str:
    return " ".join(place.name.split()).casefold()


def _with_kind(place: Place) -> str:
    around = text.IN_WIJK.format(wijk=place.around) if place.wijk else ""
    return f"{with_kind(place.kind, place.name)}{around} ({place.code})"


def _drawn(geography: Geography, area: DrawnArea) -> Place:
    place = Place(DRAWN, area.to_text(), text.DRAWN_NAME, drawn=area)
    if not place.of_buurten(geography).any():
        raise SelectionError(
            text.OUTSIDE.format(whole=geography.words),
            text.OUTSIDE_FOUND,
            text.OUTSIDE_DO.format(whole=geography.words),
        )
    return place


def _wijk(wijken: AreaSet, at: int) -> Place:
    return Place(WIJKEN, wijken.codes[at], wijken.names[at])


def _buurt(geography: Geography, at: int) -> Place:
    buurten, wijken = geography.buurten, geography.wijken
    wijk = int(buurten.parent[at])
    return Place(
        BUURTEN, buurten.codes[at], buurten.names[at], wijken.names[wijk], wijken.codes[wijk]
    )
