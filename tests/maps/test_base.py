"""The ground under a map of a region."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.maps.base import base_of
from hotspots.maps.file_words import ground_entries
from hotspots.maps.geojson import base_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec


def test_a_region_opens_whole_with_the_borders_of_its_regios(region: Workspace) -> None:
    written = json.loads(base_json(base_of(region)))
    styles = [(layer["style"], layer["label"]) for layer in written["layers"]]
    assert styles[:3] == [
        ("gemeente", "Vierlanden"), ("wijk", "Grens van gemeente"), ("regio", "Grens van regio"),
    ]  # fmt: skip
    assert [piece["name"] for piece in written["layers"][2]["features"]] == ["West", "Oost"]
    # Whoever goes down from a regio has to see them all, wherever people live.
    assert written["bounds"] == written["extent"]


def test_a_layer_that_holds_nothing_is_in_no_legend(spec_of: Callable[[str], MapSpec]) -> None:
    spec = spec_of("count")
    legend = {entry.label for entry in ground_entries(spec)}
    full = next(layer for layer in spec.base.layers if layer.label in legend)
    empty = replace(full, label="Leidingen", shapes=full.shapes[:0], names=(), categories=None)
    for more, shown in ((empty, False), (replace(full, label="Leidingen"), True)):
        base = replace(spec.base, layers=(*spec.base.layers, more))
        entries = {entry.label for entry in ground_entries(replace(spec, base=base))}
        assert entries == legend | ({"Leidingen"} if shown else set())
