from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import pytest

from hotspots.maps.folium_map import folium_map
from hotspots.maps.spec import Points

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from hotspots.maps.spec import MapSpec


def test_it_is_a_map_of_folium_that_a_user_can_add_to(spec_of: Callable[[str], MapSpec]) -> None:
    drawn = folium_map(spec_of("count"))
    folium.CircleMarker([51.8, 4.7], tooltip="van mij").add_to(drawn)

    assert isinstance(drawn, folium.Map)
    assert "van mij" in drawn.get_root().render()
    assert "<iframe" in drawn._repr_html_()


def test_more_points_than_2000_are_said_and_not_drawn(spec_of: Callable[[str], MapSpec]) -> None:
    few, many = (_with_points(spec_of("count"), count) for count in (2000, 2001))

    assert _points_in(few) == 2000
    assert _points_in(many) == 0
    assert "het zijn er 2.001, en in dit bestand kunnen er 2.000" in _rendered(many)
    assert "Losse plaatsen staan niet op deze kaart" not in _rendered(few)


@pytest.mark.browser
@pytest.mark.parametrize("question", ["rate", "cells", "density"])
def test_it_opens_without_errors_and_asks_for_itself_alone(
    question: str, chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    (tmp_path / "folium.html").write_text(_rendered(spec_of(question)), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1200, "height": 800})
    noted: list[str] = []
    page.on("request", lambda sent: noted.append(sent.url))
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))

    page.goto((tmp_path / "folium.html").as_uri())
    page.wait_for_selector(".leaflet-container path")

    assert [what for what in noted if not what.startswith("data:")] == [page.url]
    assert page.locator(".leaflet-container path, .leaflet-image-layer").count() > 3
    drawn, legend = (page.locator(what).bounding_box() for what in (".folium-map", "aside"))
    assert drawn is not None
    assert legend is not None
    # Beside each other, and both in sight in the frame that a notebook gives them.
    assert drawn["x"] + drawn["width"] <= legend["x"]
    assert max(drawn["y"], legend["y"]) < 150


def _rendered(spec: MapSpec) -> str:
    page: str = folium_map(spec).get_root().render()
    return page


def _with_points(spec: MapSpec, count: int) -> MapSpec:
    points = Points(np.full(count, 100_500.0), np.full(count, 421_500.0))
    return dataclasses.replace(spec, points=points)


def _points_in(spec: MapSpec) -> int:
    shapes: list[dict[str, Any]] = [
        shape["geometry"]
        for layer in folium_map(spec)._children.values()
        if isinstance(layer, folium.GeoJson)
        for shape in layer.data["features"]
    ]
    return sum(len(shape["coordinates"]) for shape in shapes if shape["type"] == "MultiPoint")
