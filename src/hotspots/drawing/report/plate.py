"""The plate of a map on paper: its scale and where north is, in a corner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.patches import Rectangle

from hotspots.drawing.paper_legend import draw_north, draw_scale

if TYPE_CHECKING:
    from hotspots.drawing.paper_names import NamePlaces
    from hotspots.drawing.paper_sheet import Sheet

_BAR_MM: Final = 34.0
#: Left, bottom, width and height in millimetres.
_PLATE: Final = (1.0, 1.0, 54.0, 12.0)
#: Millimetres at the foot of a map that the plate covers, with some air.
PLATE_MM: Final = 14.0
#: And at its west side, for a map that is wide enough.
PLATE_WIDTH_MM: Final = 56.0


def draw_plate(sheet: Sheet, names: NamePlaces, scale: int) -> None:
    """Draw scale and north on a plate of their own, where no name comes any more."""
    west, south, width, height = _PLATE
    sheet.page.set_zorder(2.0)
    sheet.draw(Rectangle((west, south), width, height, facecolor="white", alpha=0.9, linewidth=0.0))
    draw_scale(sheet, west + 3.0, south + 2.4, _BAR_MM, scale)
    draw_north(sheet, west + width - 4.0, south + 0.8)
    x, y = names.bounds[:2]
    across, up = (west + width + 1.0) * scale / 1000, (south + height + 1.0) * scale / 1000
    names.taken.append((x, y, x + across, y + up))
