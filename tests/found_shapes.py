"""Outlines on top of the town of four buurten, to compare drawings of them with."""

from __future__ import annotations

from typing import Final

import numpy as np

from hotspots.maps.spec import Overlay, Shape

#: A block of three cells in Noord, and a triangle in Oost: nothing about them is symmetric.
FOUND: Final = Overlay(
    "Clusters",
    ("Getoetst: 400 cellen.", "Straal hooguit 500 m."),
    (
        Shape(
            np.array([(100_200, 421_200), (100_400, 421_200), (100_400, 421_300),
                      (100_300, 421_300), (100_300, 421_400), (100_200, 421_400)], dtype=float),
            "1", "3 inbraken waar 1 te verwachten is",
        ),
        Shape(
            np.array([(101_300.25, 421_300.5), (101_700.75, 421_350.0), (101_500.0, 421_800.0)]),
            "B2", "2 inbraken waar 0,4 te verwachten is",
        ),
    ),
)  # fmt: skip
NOTHING_FOUND: Final = Overlay("Clusters", ("Getoetst: 400 cellen.",), ())


def circle(x_rd: float, y_rd: float, radius_m: float, label: str = "1") -> Shape:
    """Return a circle of 64 corners."""
    angle = np.linspace(0.0, 2 * np.pi, 64, endpoint=False)
    ring = np.column_stack([x_rd + radius_m * np.cos(angle), y_rd + radius_m * np.sin(angle)])
    return Shape(ring, label, f"Zone {label}, straal {radius_m:.0f} m")


def hostile(attack: str) -> Overlay:
    """Return the outlines with an attack in every text they have."""
    shapes = tuple(
        Shape(shape.ring, f"{at}{attack}", f"toelichting {attack}")
        for at, shape in enumerate(FOUND.shapes)
    )
    return Overlay(f"vondst {attack}", (f"vondstnoot {attack}",), shapes)
