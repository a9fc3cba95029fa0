"""The ground under a map of a region."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hotspots.maps.base import base_of
from hotspots.maps.geojson import base_json

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def test_a_region_opens_whole_with_the_borders_of_its_regios(region: Workspace) -> None:
    written = json.loads(base_json(base_of(region)))
    styles = [(layer["style"], layer["label"]) for layer in written["layers"]]
    assert styles[:3] == [
        ("gemeente", "Vierlanden"), ("wijk", "Grens van gemeente"), ("regio", "Grens van regio"),
    ]  # fmt: skip
    assert [piece["name"] for piece in written["layers"][2]["features"]] == ["West", "Oost"]
    # Whoever goes down from a regio has to see them all, wherever people live.
    assert written["bounds"] == written["extent"]
