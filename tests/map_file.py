"""A map in a file, as a browser opens it: what it holds, draws, says and asks for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hotspots.maps.page_html import standalone_html, write_html

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from hotspots.maps.spec import MapSpec

#: The data of a page, between its tags.
_DATA = re.compile(r'<script type="application/json" id="hs-data">(.*?)</script>')
#: Rows of the legend in a browser: colour, pattern, label and count, "" where there is none. A
#: pattern is known by its path, so that what is read is what is drawn.
_LEGEND_ROWS = """
() => [...document.querySelectorAll(".hs-legend-row:has(.hs-swatch-box)")].map((row) => {
  const fill = row.querySelector("rect").getAttribute("fill");
  const marks = {
    "M-2 2 2 -2M0 8 8 0M6 10 10 6": "hatch",
    "M-2 2 2 -2M0 8 8 0M6 10 10 6M-2 6 2 10M0 0 8 8M6 -2 10 2": "cross",
    "M2 2h.01M6 6h.01": "dots", "M0 2h8M0 6h8": "lines", "M0 4h8M4 0v8": "grid",
  };
  const pattern = fill.startsWith("url(")
    ? document.querySelector(fill.slice(4, -1)) : null;
  return [
    pattern ? pattern.querySelector("rect").getAttribute("fill") : fill,
    pattern ? marks[pattern.querySelector("path").getAttribute("d")] : "",
    row.querySelector(".hs-legend-label").textContent,
    row.querySelector(".hs-legend-n")?.textContent ?? "",
  ];
})
"""
#: Colour of each area in a browser, in the order of the areas; "transparent" where it has none.
_AREA_COLOURS = """
() => [...document.querySelectorAll("path.hs-area")].map((path) => {
  const fill = path.getAttribute("fill");
  if (!fill.startsWith("url(")) return fill;
  return document.querySelector(fill.slice(4, -1)).querySelector("rect").getAttribute("fill");
})
"""


def data_in(spec: MapSpec) -> dict[str, Any]:
    """Return what the scripts of a file draw, as a browser reads it."""
    found = _DATA.search(standalone_html(spec))
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def open_file(
    chromium: Browser, spec: MapSpec, folder: Path, width: int = 1200, *, dark: bool = False
) -> tuple[Page, list[str]]:
    """Open a map from a disk; return the page and all it asked for. It may complain of nothing."""
    path = folder / "kaart.html"
    write_html(spec, path)
    page = chromium.new_page(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    requests: list[str] = []
    complaints: list[str] = []
    page.on(
        "request",
        lambda sent: None if sent.url.startswith("data:") else requests.append(sent.url),
    )
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector(".hotspots-map[data-drawn]")
    page.wait_for_timeout(300)
    assert complaints == []
    return page, requests


def legend_rows(page: Page) -> list[tuple[str, str, str, str]]:
    """Return colour, pattern, label and count of each class in the legend of an open file."""
    return [tuple(row) for row in page.evaluate(_LEGEND_ROWS)]


def area_colours(page: Page) -> dict[int, str]:
    """Return the colour of each filled area of an open file, by its position."""
    colours = enumerate(page.evaluate(_AREA_COLOURS))
    return {at: colour for at, colour in colours if colour != "transparent"}


def canvas_colours(page: Page, layer: str) -> set[str]:
    """Return the colours that a canvas of an open file is painted in, of more than a few pixels."""
    found: list[str] = page.evaluate(
        """(layer) => {
          const canvas = document.querySelector(`.leaflet-hs-${layer}-pane canvas`);
          const { width, height } = canvas;
          const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
          const counts = new Map();
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] !== 255) continue;
            const hex = [0, 1, 2].map((k) => data[i + k].toString(16).padStart(2, "0")).join("");
            counts.set(hex, (counts.get(hex) ?? 0) + 1);
          }
          return [...counts].filter(([, count]) => count > 50).map(([hex]) => `#${hex}`);
        }""",
        layer,
    )
    return set(found)
