"""How the base under every exported map is drawn, on paper and in a page alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line over a path; ``width`` and ``dash`` are in points (screen: pixels)."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    fill: str | None = None


BEYOND: Final = "#eceef0"
LABEL: Final = "#22262e"
MUTED: Final = "#4a505b"
ACCENT: Final = "#c77700"
#: Between areas: thin enough to leave small ones their colour.
SEAM: Final = Stroke("#484e58", 0.6, opacity=0.5)
SELECTED: Final = Stroke("#14171c", 2.4)
#: What was found: dark and light beside each other, to be seen on any colour and without one.
OVERLAY: Final = (Stroke("#ffffff", 5.0, opacity=0.95), Stroke("#14171c", 2.2))
#: What a user drew: as what was found, and dashed, for it was not found.
DRAWN: Final = (Stroke("#ffffff", 5.0, opacity=0.9), Stroke("#14171c", 2.4, dash=(8.0, 5.0)))
POINT: Final = Stroke("#ffffff", 0.5, fill="#1c2733")
STATION: Final = Stroke("#ffffff", 1.0, fill="#2b2f36")
SITE: Final = Stroke("#ffffff", 1.0, fill="#7a1f5c")

#: By the style that `geojson.base_json` gives a layer, bottom first. A railway is a rail
#: with sleepers: short wide dashes over a thin line, on a pale casing to stand out.
STROKES: Final = {
    "gemeente": (Stroke("#6f7680", 1.2, fill="#f4f3ef"),),
    "water": (Stroke("#bcd7ea", 0.0, fill="#bcd7ea"),),
    "wijk": (Stroke("#2f353d", 1.4, dash=(5.0, 2.5), opacity=0.85),),
    "regio": (Stroke("#ffffff", 4.4, opacity=0.7), Stroke("#2f353d", 2.4, opacity=0.9)),
    "spoor": (
        Stroke("#ffffff", 3.6, opacity=0.8),
        Stroke("#4b4f57", 1.3),
        Stroke("#4b4f57", 5.0, dash=(1.2, 8.0)),
    ),
    "subject": (Stroke("#ffffff", 4.5, opacity=0.8), Stroke("#7a1f5c", 2.4, fill="#d9a8c7")),
}
#: Below areas, cells and rasters; the other styles lie above them. Areas reach to the middle of the
#: rivers, and a colour on the water would say that something happened there.
BELOW: Final = ("gemeente",)
#: The styles that consist of marks.
MARKS: Final = {"station": STATION, "site": SITE}
