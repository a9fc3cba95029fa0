"""The live map, a page in a file, folium and paper show the same map for the same spec."""

from __future__ import annotations

import base64
import dataclasses
import io
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from attacks import words_of
from found_shapes import FOUND, NOTHING_FOUND
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.maps.choropleth import map_spec
from hotspots.maps.folium_map import folium_map
from hotspots.maps.live.payload import payload
from hotspots.maps.page_html import standalone_html
from hotspots.maps.paper_map import paper_figure
from hotspots.maps.paper_shapes import HATCHES
from map_file import area_colours, canvas_colours, data_in, legend_rows, open_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure
    from playwright.sync_api import Browser

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec, Overlay

QUESTIONS = ("count", "rate", "cells", "density", "suppressed", "between", "nothing")
#: Per class: colour, pattern, label, count; "" where there is none.
Row = tuple[str, str, str, str]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_legends_have_the_same_classes(
    question: str, spec_of: Callable[[str], MapSpec]
) -> None:
    spec = spec_of(question)

    live = _live_rows(_payload(spec))

    assert live
    assert _live_rows(data_in(spec)["data"]) == live
    assert _folium_rows(spec) == live
    assert _paper_rows(paper_figure(spec)) == live


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_browser_shows_the_same_legend_and_colours_from_a_disk(
    question: str, chromium: Browser, spec_of: Callable[[str], MapSpec], tmp_path: Path, *,
    dark: bool,
) -> None:  # fmt: skip
    spec = spec_of(question)

    page, requests = open_file(chromium, spec, tmp_path, dark=dark)

    assert requests == [page.url]
    assert legend_rows(page) == _live_rows(_payload(spec))
    assert area_colours(page) == _paper_areas(paper_figure(spec))
    if spec.cells is not None:
        drawn = {spec.classes[entry].colour for entry in set(spec.cells.fill.tolist())}
        assert drawn <= canvas_colours(page, "cells")
    if spec.raster is not None:
        assert page.locator(".leaflet-image-layer").count() == 1
        zero = next(entry.colour for entry in spec.classes if entry.kind == "zero")
        assert page.locator(f'.leaflet-hs-base-pane path[fill="{zero}"]').count() == 1


def test_the_classes_are_those_that_were_counted_by_hand(spec_of: Callable[[str], MapSpec]) -> None:
    # Noord 4, Oost 2, Zuid 1, Haven 0, in classes 0, 1, 2 to 3 and 4 to 5: one buurt in each.
    rows = _paper_rows(paper_figure(spec_of("count")))

    assert [(label, count) for _, _, label, count in rows] == [
        ("0", "1"), ("1", "1"), ("2 – 3", "1"), ("4 – 5", "1"),
    ]  # fmt: skip


def test_no_value_and_suppressed_have_a_pattern_and_values_have_none(
    spec_of: Callable[[str], MapSpec],
) -> None:
    # Zuid has 20 households and Haven 0, both under 50: no rate. Onder has 9 reports, under 10.
    rate = _paper_rows(paper_figure(spec_of("rate")))
    suppressed = _paper_rows(paper_figure(spec_of("suppressed")))

    assert [(pattern, count) for _, pattern, _, count in rate if pattern] == [("hatch", "2")]
    assert [(p, label, n) for _, p, label, n in suppressed if p] == [
        ("dots", "minder dan 10", "1"), ("cross", "in meer dan één klasse mogelijk", "0"),
    ]  # fmt: skip
    between = _paper_rows(paper_figure(spec_of("between")))
    assert [(p, n) for _, p, _, n in between if p] == [("dots", "0"), ("cross", "2")]


def test_a_rate_on_few_households_is_pale_and_lined_on_every_map(town: Workspace) -> None:
    # As if Oost had fewer than 250 households.
    rated = analyse(town, Selection("inbraak", level="buurten", measure="rate"))
    small = np.array([False, True, False, False])
    spec = map_spec(town, dataclasses.replace(rated, small=small))

    rows = [row for row in _paper_rows(paper_figure(spec)) if row[1] == "lines"]
    assert [(label, count) for _, _, label, count in rows] == [
        ("weinig huishoudens: zegt weinig", "1"),
    ]
    assert [row for row in _live_rows(_payload(spec)) if row[1] == "lines"] == rows
    assert [row for row in _folium_rows(spec) if row[1] == "lines"] == rows
    assert _folium_areas(spec)[1] == _paper_areas(paper_figure(spec))[1] == rows[0][0]


@pytest.mark.parametrize("question", ["count", "rate", "suppressed", "between", "nothing"])
def test_every_area_has_the_same_colour(question: str, spec_of: Callable[[str], MapSpec]) -> None:
    spec = spec_of(question)

    fills = _payload(spec)["areas"]["fill"]
    live = {at: spec.classes[fill].colour for at, fill in enumerate(fills) if fill >= 0}

    assert live
    assert _folium_areas(spec) == live
    assert _paper_areas(paper_figure(spec)) == live


def test_an_area_that_was_not_asked_for_is_not_filled(spec_of: Callable[[str], MapSpec]) -> None:
    # Only wijk Onder was asked for, and no schuur was broken into there: Zuid and Haven, both 0.
    spec = spec_of("nothing")

    assert sorted(_paper_areas(paper_figure(spec))) == [2, 3]


def test_as_many_cells_have_each_class(spec_of: Callable[[str], MapSpec]) -> None:
    spec = spec_of("cells")

    sent = base64.b64decode(_payload(spec)["cells"]["fill"])
    live = Counter(sent)

    # Cells of 100 m in Noord: (1000, 4210) holds three, (1005, 4215) one; Oost: two of one each;
    # Zuid: one. That is 5 cells, of which 4 with the same number.
    assert sorted(live.values()) == [1, 4]
    assert _folium_cells(spec) == live
    assert _paper_cells(paper_figure(spec)) == live


def test_a_density_has_the_colours_of_its_classes_and_no_other(
    spec_of: Callable[[str], MapSpec],
) -> None:
    spec = spec_of("density")
    classes = {entry.colour for entry in spec.classes if entry.kind == "value"}

    png = base64.b64decode(_payload(spec)["image"]["png"].partition(",")[2])
    live = _colours_of(np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")))
    (image,) = paper_figure(spec).findobj(lambda artist: artist.get_gid() == "raster")

    assert len(live) > 1
    assert live <= classes
    assert _colours_of(np.asarray(image.get_array())) == live


@pytest.mark.parametrize("question", QUESTIONS)
def test_title_notes_source_and_badge_stand_on_every_map(
    question: str, spec_of: Callable[[str], MapSpec]
) -> None:
    spec = spec_of(question)
    page, drawn = _file_words(spec), _Texts(_folium_page(spec)).all
    paper = " ".join(_texts(paper_figure(spec)))
    live = _payload(spec)

    said = [spec.title, live["legend"]["title"], live["legend"]["subtitle"], live["attribution"]]
    assert live["badge"] == "Synthetische gegevens"
    for text in [*said, *live["legend"]["notes"], live["badge"], spec.version]:
        assert text in page
        assert text in drawn
        assert text in paper
    for said_there in (page, drawn, paper):
        assert "Geregistreerd is niet hetzelfde als gebeurd" in said_there


@pytest.mark.parametrize("question", ["count", "cells", "density"])
def test_the_outlines_lie_at_the_same_place(
    question: str, spec_of: Callable[[str], MapSpec]
) -> None:
    spec = dataclasses.replace(spec_of(question), overlay=FOUND)
    rings = [shape.ring for shape in FOUND.shapes]

    live = _live_outlines(_payload(spec)["overlay"])
    page = _folium_outlines(spec)
    assert data_in(spec)["data"]["overlay"] == _payload(spec)["overlay"]
    paper = _paper_outlines(paper_figure(spec))

    assert [len(ring) for ring in live] == [6, 3]
    for drawn, within_m in ((live, 0.02), (page, 1.0), (paper, 1e-9)):
        # The live map has steps of the extent, 1.501 m, over 65.535: 2,3 cm, so 1,2 cm off at most.
        # Five decimals of a degree are 1,1 m to the north, so half of that off at most.
        for ring, expected in zip(drawn, rings, strict=True):
            assert ring == pytest.approx(expected, abs=within_m)


def test_the_outlines_have_the_same_labels_and_words(spec_of: Callable[[str], MapSpec]) -> None:
    spec = dataclasses.replace(spec_of("cells"), overlay=FOUND)

    live = _payload(spec)["overlay"]
    page = standalone_html(spec)
    figure = paper_figure(spec)

    assert list(zip(live["labels"], live["tips"], strict=True)) == [
        ("1", "3 inbraken waar 1 te verwachten is"),
        ("B2", "2 inbraken waar 0,4 te verwachten is"),
    ]
    for label, tip in zip(live["labels"], live["tips"], strict=True):
        # Once for the map, once in the table for who cannot point at it.
        assert f"<tr><td>{label}</td><td>{tip}</td></tr>" in page
        assert f"<tr><td>{label}</td><td>{tip}</td></tr>" in _folium_page(spec)
    sent = data_in(spec)["data"]["overlay"]
    assert (sent["labels"], sent["tips"]) == (live["labels"], live["tips"])
    assert _paper_texts(figure, "tag") == live["labels"]
    assert _paper_texts(figure, "found-tip") == live["tips"]


@pytest.mark.parametrize(
    ("overlay", "entry"), [(FOUND, "Clusters (2)"), (NOTHING_FOUND, "Clusters: niets gevonden")]
)
@pytest.mark.parametrize("question", ["count", "nothing"])
def test_the_legends_say_alike_how_many_outlines_there_are_and_what_was_tested(
    question: str, overlay: Overlay, entry: str, spec_of: Callable[[str], MapSpec]
) -> None:
    bare = spec_of(question)
    spec = dataclasses.replace(bare, overlay=overlay)

    live = _payload(spec)
    page = _Texts(_folium_page(spec))
    figure = paper_figure(spec)

    assert live["overlay"]["entry"] == entry
    assert data_in(spec)["data"]["overlay"]["entry"] == entry
    assert [words for _, words, _ in page.found] == [entry]
    assert _paper_texts(figure, "found-entry") == [entry]
    notes = [*bare.legend.notes, *overlay.notes]
    assert live["legend"]["notes"] == notes
    assert " ".join(notes) in page.all
    assert " ".join(notes) in _file_words(spec)
    assert " ".join(notes) in " ".join(_paper_texts(figure, "note"))
    # The classes stay what they were.
    assert _live_rows(live) == _live_rows(_payload(bare))
    assert _paper_rows(figure) == _live_rows(live)


@pytest.mark.parametrize("question", ["drawn", "drawn cells"])
def test_what_a_user_drew_is_outlined_and_named_on_every_map(
    question: str, spec_of: Callable[[str], MapSpec]
) -> None:
    spec = spec_of(question)
    corners = [(100_500, 421_000), (101_500, 421_000), (101_500, 421_500), (100_500, 421_500)]
    # 1.000 m by 500 m.
    note = "Alleen in het getekende gebied (dikke stippellijn), 0,50\u00a0km²."

    live = _payload(spec)
    page = _folium_drawn(spec)
    figure = paper_figure(spec)
    (paper,) = figure.findobj(_has_gid("drawn"))

    for ring in (*live["drawn"]["rings"], *data_in(spec)["data"]["drawn"]["rings"], *page):
        assert ring[0] == ring[-1]
        lon, lat = np.array(ring[:-1]).T
        metres = np.column_stack(reproject(lon, lat, source=WGS84, target=RD_NEW))
        # Five decimals of a degree: half a metre off at most.
        assert {tuple(corner) for corner in metres.round(-1).tolist()} == set(corners)
    assert len(page) == 2
    assert {tuple(corner) for corner in paper.get_paths()[0].vertices.tolist()} == set(corners)
    assert live["legend"]["notes"][0] == note
    # Words of a page and of a sheet are parted by single ordinary spaces.
    assert " ".join(note.split()) in _file_words(spec)
    assert " ".join(note.split()) in _Texts(_folium_page(spec)).all
    assert note.split() == " ".join(_paper_texts(figure, "note")).split()[: len(note.split())]
    assert "Getekend gebied" in _texts(figure)
    assert "Getekend gebied" in _file_words(spec)
    assert "Getekend gebied" in _Texts(_folium_page(spec)).all
    assert spec.selection["drawn"] == (
        "vlak:100500,421000;101500,421000;101500,421500;100500,421500"
    )


def test_a_map_of_the_municipality_has_no_drawn_line(spec_of: Callable[[str], MapSpec]) -> None:
    spec = spec_of("count")

    assert _payload(spec)["drawn"] is None
    assert data_in(spec)["data"]["drawn"] is None
    assert _folium_drawn(spec) == []
    assert paper_figure(spec).findobj(_has_gid("drawn")) == []


def test_a_map_without_outlines_has_no_entry_for_them(spec_of: Callable[[str], MapSpec]) -> None:
    spec = spec_of("count")

    assert _payload(spec)["overlay"] is None
    assert data_in(spec)["data"]["overlay"] is None
    assert _Texts(_folium_page(spec)).found == []
    assert _paper_texts(paper_figure(spec), "found-entry") == []


def _payload(spec: MapSpec) -> dict[str, Any]:
    return payload(spec, root="/", name="kaart")


def _file_words(spec: MapSpec) -> str:
    """Return what a page in a file says, and what its scripts have to say."""
    return " ".join(words_of(standalone_html(spec)).split())


def _folium_page(spec: MapSpec) -> str:
    page: str = folium_map(spec).get_root().render()
    return page


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
        self.found: list[list[str]] = []
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
            if found.get("class") == "hs-found":
                self._cell = []
                self.found.append(self._cell)
        if tag == "td" and self._cell is not None:
            self._cell.append("")
        if tag == "rect" and self._cell is not None and not self.found:
            self.marks[-1]["fill"] = found["fill"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._cell = None

    def handle_data(self, data: str) -> None:
        self._texts.append(data)
        if self._cell:
            self._cell[-1] += data


def _folium_rows(spec: MapSpec) -> list[Row]:
    page = _folium_page(spec)
    read = _Texts(page)
    rows = []
    for mark, (_, label, count) in zip(read.marks, read.rows, strict=True):
        fill, colour = str(mark["fill"]), str(mark["data-colour"])
        pattern = ""
        if fill != colour:
            name = fill.removeprefix("url(#").removesuffix(")")
            shape = page.partition(f'<pattern id="{name}"')[2].partition("</pattern>")[0]
            assert f'fill="{colour}"' in shape
            marks = {
                "M0 0 8 8": "cross",
                "M0 8 8 0": "hatch",
                "M2 2h.01": "dots",
                "M0 2h8": "lines",
            }
            pattern = next(name for mark, name in marks.items() if mark in shape)
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


def _folium_areas(spec: MapSpec) -> dict[int, str]:
    """Return the colour of each area in folium, by its position in the set."""
    found = {}
    for layer in _layers_with_classes(spec):
        for shape in layer.data["features"]:
            properties = shape["properties"]
            fill = layer.style_function(shape)["fillColor"]
            entry = spec.classes[properties["class"]]
            assert fill in (entry.colour, f"url(#hs-pattern-{properties['class']})")
            assert (fill == entry.colour) == (entry.pattern is None)
            found[properties["at"]] = entry.colour
    return found


def _folium_cells(spec: MapSpec) -> Counter[int]:
    found: Counter[int] = Counter()
    for layer in _layers_with_classes(spec):
        for shape in layer.data["features"]:
            if shape["properties"]["at"] >= 0:
                found[shape["properties"]["class"]] += len(shape["geometry"]["coordinates"])
    return found


def _layers_with_classes(spec: MapSpec) -> list[folium.GeoJson]:
    drawn = folium_map(spec)
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


def _live_outlines(sent: dict[str, Any]) -> list[np.ndarray]:
    """Return the corners of each outline in RD, as the browser reads them."""
    lengths, east, north = (
        np.frombuffer(base64.b64decode(sent[name]), dtype="<u2") for name in ("corners", "x", "y")
    )
    corners = np.column_stack([sent["x0"] + sent["step_m"] * east,
                               sent["y0"] + sent["step_m"] * north])  # fmt: skip
    return np.split(corners, np.cumsum(lengths)[:-1])


def _folium_outlines(spec: MapSpec) -> list[np.ndarray]:
    """Return the corners of each outline in RD, from the line on top of its casing."""
    *_, lines = (
        layer
        for layer in folium_map(spec)._children.values()
        if isinstance(layer, folium.GeoJson) and layer.options.get("pane") == "hs-found"
    )
    rings = []
    for shape in lines.data["features"]:
        lon, lat = np.array(shape["geometry"]["coordinates"]).T
        assert (lon[0], lat[0]) == (lon[-1], lat[-1])
        rings.append(np.column_stack(reproject(lon, lat, source=WGS84, target=RD_NEW))[:-1])
    return rings


def _folium_drawn(spec: MapSpec) -> list[list[list[float]]]:
    """Return the lines of folium around what was drawn, in degrees."""
    return [
        layer.data["features"][0]["geometry"]["coordinates"]
        for layer in folium_map(spec)._children.values()
        if isinstance(layer, folium.GeoJson) and layer.options.get("pane") == "hs-drawn"
    ]


def _paper_outlines(figure: Figure) -> list[np.ndarray]:
    (lines,) = figure.findobj(_has_gid("found"))
    # A path of matplotlib ends where it began.
    return [path.vertices[:-1] for path in lines.get_paths()]


def _paper_texts(figure: Figure, gid: str) -> list[str]:
    return [artist.get_text() for artist in figure.findobj(_has_gid(gid))]


def _colours_of(rgba: np.ndarray) -> set[str]:
    opaque = rgba[rgba[..., 3] == 255][:, :3]
    return {to_hex(colour / 255) for colour in np.unique(opaque, axis=0)}


def _texts(figure: Figure) -> list[str]:
    return [artist.get_text() for artist in figure.findobj(lambda a: hasattr(a, "get_text"))]
