"""What the legend of a map in a file says besides its classes: its lines and marks, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotspots.dutch import number
from hotspots.maps import file_words
from hotspots.maps import style as base_style
from hotspots.maps import words as text
from hotspots.maps.spec import MOST_POINTS
from hotspots.maps.words import legend_notes

if TYPE_CHECKING:
    from hotspots.maps.base import BaseStyle, Kind
    from hotspots.maps.spec import MapSpec


@dataclass(frozen=True, slots=True)
class GroundEntry:
    """A line or mark that lies under or over the classes.

    Attributes
    ----------
    style
        How it looks: a layer of the base, or the border of what is chosen or drawn, or a point.
    """

    style: BaseStyle | Literal["selected", "drawn", "point"]
    kind: Kind
    label: str


def ground_entries(spec: MapSpec, *, every_point: bool = False) -> list[GroundEntry]:
    """Return every line and mark of a map, but for the land itself.

    ``every_point`` is of paper, on which no number of points is too many.
    """
    entries = [
        GroundEntry(layer.style, layer.kind, text.WIJKEN if layer.style == "wijk" else layer.label)
        for layer in spec.base.layers
        if layer.style not in base_style.BELOW
    ]
    if spec.place is not None or spec.selected_at is not None:
        entries.append(GroundEntry("selected", "line", file_words.SELECTED))
    if spec.drawn is not None:
        entries.append(GroundEntry("drawn", "line", text.DRAWN_LINE))
    if points_drawn(spec, every_point=every_point):
        entries.append(GroundEntry("point", "point", file_words.POINT.format(unit=spec.unit)))
    return entries


def points_drawn(spec: MapSpec, *, every_point: bool = False) -> bool:
    """Return whether single incidents are drawn: there are some, and not too many."""
    if spec.points is None or every_point:
        return spec.points is not None
    return 0 < len(spec.points) <= MOST_POINTS


def file_notes(spec: MapSpec, *, every_point: bool = False) -> list[str]:
    """Return the notes of the legend, and what a file says besides: it may travel far."""
    notes = list(legend_notes(spec))
    if spec.points is not None and len(spec.points) > MOST_POINTS and not every_point:
        count, most = number(len(spec.points)), number(MOST_POINTS)
        notes.append(file_words.TOO_MANY_POINTS.format(count=count, most=most))
    if spec.classes and spec.registered:
        notes.append(text.REGISTERED_NOTE)
    return notes
