"""The live map, the HTML file and the sheet of paper show the same map for the same spec."""

from __future__ import annotations

import base64
import io
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from hotspots.drawing.folium_map import folium_map, standalone_html
from hotspots.drawing.live_map.payload import payload
from hotspots.drawing.paper_map import paper_figure
from hotspots.drawing.paper_shapes import HATCHES

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from hotspots.access.workspace import Workspace
    from hotspots.cartography.map_spec import MapSpec

QUESTIONS = ("count", "rate", "cells", "density", "suppressed", "nothing")
#: Per class: colour, pattern, label, count; "" where there is none.
Row = tuple[str, str, str, str]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_legends_have_the_same_classes(
    question: str, spec_of: Callable[[str], MapSpec], town: Workspace
) -> None:
    spec = spec_of(question)

    live = _live_rows(_payload(spec, town))

    assert live
    assert _page_rows(standalone_html(spec, town)) == live
    assert _paper_rows(paper_figure(spec, town)) == live


def test_the_classes_are_those_that_were_counted_by_hand(
    spec_of: Callable[[str], MapSpec], town: Workspace
) -> None:
    # Noord 4, Oost 2, Zuid 1, Haven 0, in classes 0, 1, 2 to 3 and 4 to 5: one buurt in each.
    rows = _paper_rows(paper_figure(spec_of("count"), town))

    assert [(label, count) for _, _, label, count in rows] == [
        ("0", "1"), ("1", "1"), ("2 – 3", "1"), ("4 – 5", "1"),
    ]  # fmt: skip


def test_no_value_and_suppressed_have_a_pattern_and_values_have_none(
    spec_of: Callable[[str], MapSpec], town: Workspace
) -> None:
    # Zuid has 20 households and Haven 0, both under 50: no rate. Onder has 9 reports, under 10.
    rate = _paper_rows(paper_figure(spec_of("rate"), town))
    suppressed = _paper_rows(paper_figure(spec_of("suppressed"), town))

    assert [(pattern, count) for _, pattern, _, count in rate if pattern] == [("hatch", "2")]
    assert [(p, label, n) for _, p, label, n in suppressed if p] == [("dots", "minder dan 10", "1")]


@pytest.mark.parametrize("question", ["count", "rate", "suppressed", "nothing"])
def test_every_area_has_the_same_colour(
    question: str, spec_of: Callable[[str], MapSpec], town: Workspace
) -> None:
    spec = spec_of(question)

    fills = _payload(spec, town)["areas"]["fill"]
    live = {at: spec.classes[fill].colour for at, fill in enumerate(fills) if fill >= 0}

    assert live
    assert _page_areas(spec, town) == live
    assert _paper_areas(paper_figure(spec, town)) == live


def test_an_area_that_was_not_asked_for_is_not_filled(
    spec_of: Callable[[str], MapSpec], town: Workspace
) -> None:
    # Only wijk Onder was asked for, and no schuur was broken into there: Zuid and Haven, both 0.
    spec = spec_of("nothing")

    assert sorted(_paper_areas(paper_figure(spec, town))) == [2, 3]


def test_as_many_cells_have_each_class(spec_of: Callable[[str], MapSpec], town: Workspace) -> None:
    spec = spec_of("cells")

    sent = base64.b64decode(_payload(spec, town)["cells"]["fill"])
    live = Counter(sent)

    # Cells of 100 m in Noord: (1000, 4210) holds three, (1005, 4215) one; Oost: two of one each;
    # Zuid: one. That is 5 cells, of which 4 with the same number.
    assert sorted(live.values()) == [1, 4]
    assert _page_cells(spec, town) == live
    assert _paper_cells(paper_figure(spec, town)) == live


def test_a_density_has_the_colours_of_its_classes_and_no_other(
    spec_of: Callable[[str], MapSpec], town: Workspace
) -> None:
    spec = spec_of("density")
    classes = {entry.colour for entry in spec.classes if entry.kind == "value"}

    png = base64.b64decode(_payload(spec, town)["image"]["png"].partition(",")[2])
    live = _colours_of(np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")))
    (image,) = paper_figure(spec, town).findobj(lambda artist: artist.get_gid() == "raster")

    assert len(live) > 1
    assert live <= classes
    assert _colours_of(np.asarray(image.get_array())) == live


@pytest.mark.parametrize("question", QUESTIONS)
def test_title_notes_source_and_badge_stand_on_every_map(
    question: str, spec_of: Callable[[str], MapSpec], town: Workspace
) -> None:
    spec = spec_of(question)
    page = _Texts(standalone_html(spec, town)).all
    paper = " ".join(_texts(paper_figure(spec, town)))
    live = _payload(spec, town)

    said = [spec.title, live["legend"]["title"], live["legend"]["subtitle"], live["attribution"]]
    assert live["badge"] == "Synthetische gegevens"
    for text in [*said, *live["legend"]["notes"], live["badge"], spec.version]:
        assert text in page
        assert text in paper
    assert "Geregistreerd is niet hetzelfde als gebeurd" in page
    assert "Geregistreerd is niet hetzelfde als gebeurd" in paper


def _payload(spec: MapSpec, town: Workspace) -> dict[str, Any]:
    return payload(spec, town, projection={}, root="/", name="kaart")


def _live_rows(sent: dict[str, Any]) -> list[Row]:
    return [
        (
            entry["colour"], entry["pattern"] or "", entry["label"],
            "" if entry["n"] is None else f"{entry['n']:,}".replace(",", "."),
        )
        for entry in sent["classes"]
    ]  # fmt: skip


class _Texts(HTMLParser):
    """The text of a page, and of each row of its legend."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.marks: list[dict[str, str | None]] = []
        self.patterns: set[str] = set()
        self._texts: list[str] = []
        self._cell: list[str] | None = None
        self.feed(page)
        self.all = " ".join(" ".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "tr":
            self._cell = [] if "data-kind" in found else None
            if self._cell is not None:
                self.marks.append(found)
                self.rows.append(self._cell)
        if tag == "td" and self._cell is not None:
            self._cell.append("")
        if tag == "rect" and self._cell is not None:
            self.marks[-1]["fill"] = found["fill"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._cell = None

    def handle_data(self, data: str) -> None:
        self._texts.append(data)
        if self._cell:
            self._cell[-1] += data


def _page_rows(page: str) -> list[Row]:
    read = _Texts(page)
    rows = []
    for mark, (_, label, count) in zip(read.marks, read.rows, strict=True):
        fill, colour = str(mark["fill"]), str(mark["data-colour"])
        pattern = ""
        if fill != colour:
            name = fill.removeprefix("url(#").removesuffix(")")
            shape = page.partition(f'<pattern id="{name}"')[2].partition("</pattern>")[0]
            assert f'fill="{colour}"' in shape
            pattern = "hatch" if "M0 8 8 0" in shape else "dots"
        rows.append((colour, pattern, label, count))
    return rows


def _paper_rows(figure: Figure) -> list[Row]:
    named = {artist.get_gid(): artist for artist in figure.findobj() if artist.get_gid()}
    patterns = {hatch: name for name, hatch in HATCHES.items()}
    rows = []
    while f"swatch-{len(rows)}" in named:
        at = len(rows)
        pattern = named.get(f"pattern-{at}")
        label = [text.get_text() for text in figure.findobj(_has_gid(f"class-{at}"))]
        count = named.get(f"count-{at}")
        rows.append(
            (
                to_hex(named[f"swatch-{at}"].get_facecolor()),
                patterns[pattern.get_hatch()] if pattern else "",
                " ".join(label),
                count.get_text() if count else "",
            )
        )
    return rows


def _has_gid(gid: str) -> Callable[[Any], bool]:
    return lambda artist: artist.get_gid() == gid


def _page_areas(spec: MapSpec, town: Workspace) -> dict[int, str]:
    """Return the colour of each area in folium, by its position in the set."""
    found = {}
    for layer in _layers_with_classes(spec, town):
        for shape in layer.data["features"]:
            properties = shape["properties"]
            fill = layer.style_function(shape)["fillColor"]
            entry = spec.classes[properties["class"]]
            assert fill in (entry.colour, f"url(#hs-pattern-{properties['class']})")
            assert (fill == entry.colour) == (entry.pattern is None)
            found[properties["tip"]] = entry.colour
    return found


def _page_cells(spec: MapSpec, town: Workspace) -> Counter[int]:
    found: Counter[int] = Counter()
    for layer in _layers_with_classes(spec, town):
        for shape in layer.data["features"]:
            if shape["properties"]["tip"] >= 0:
                found[shape["properties"]["class"]] += len(shape["geometry"]["coordinates"])
    return found


def _layers_with_classes(spec: MapSpec, town: Workspace) -> list[folium.GeoJson]:
    drawn = folium_map(spec, town)
    return [
        layer
        for layer in drawn._children.values()
        if isinstance(layer, folium.GeoJson)
        and any(shape["properties"]["class"] >= 0 for shape in layer.data["features"])
    ]


def _paper_areas(figure: Figure) -> dict[int, str]:
    return {
        int(patch.get_gid().removeprefix("area-")): to_hex(patch.get_facecolor())
        for patch in figure.findobj(lambda artist: str(artist.get_gid()).startswith("area-"))
    }


def _paper_cells(figure: Figure) -> Counter[int]:
    return Counter(
        {
            int(cells.get_gid().removeprefix("cells-")): len(cells.get_paths())
            for cells in figure.findobj(lambda artist: str(artist.get_gid()).startswith("cells-"))
        }
    )


def _colours_of(rgba: np.ndarray) -> set[str]:
    opaque = rgba[rgba[..., 3] == 255][:, :3]
    return {to_hex(colour / 255) for colour in np.unique(opaque, axis=0)}


def _texts(figure: Figure) -> list[str]:
    return [artist.get_text() for artist in figure.findobj(lambda a: hasattr(a, "get_text"))]
