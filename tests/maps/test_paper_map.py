from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from defusedxml import ElementTree
from matplotlib.patches import Rectangle
from PIL import Image

from found_shapes import FOUND, circle, hostile
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.maps.choropleth import context_spec, map_spec
from hotspots.maps.paper_map import paper_figure, write_paper_map
from hotspots.maps.spec import Legend, Overlay, Points

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec

ENDINGS = (".png", ".svg", ".pdf")


def test_a_png_is_a4_on_its_side_at_300_dots_per_inch(
    spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    write_paper_map(spec_of("count"), tmp_path / "kaart.png")

    with Image.open(tmp_path / "kaart.png") as image:
        # 297 and 210 mm of 25,4 to the inch, times 300: 3507,9 and 2480,3.
        assert image.size == (3507, 2480)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_spec_gives_the_same_bytes_also_from_several_threads(
    ending: str, spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    spec = spec_of("rate")
    before = dict(mpl.rcParams)
    paths = [tmp_path / f"{at}{ending}" for at in range(4)]

    write_paper_map(spec, paths[0])
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda path: write_paper_map(spec, path), paths[1:]))

    assert len({path.read_bytes() for path in paths}) == 1
    assert dict(mpl.rcParams) == before


def test_the_text_of_an_svg_is_text(spec_of: Callable[[str], MapSpec], tmp_path: Path) -> None:
    texts = _texts_of_svg(spec_of("count"), tmp_path)

    assert {"Inbraak: aantal", "Synthetische gegevens", "Boven", "Onder", "2 – 3"} <= texts


def test_the_fonts_of_a_pdf_are_in_it_as_truetype(
    spec_of: Callable[[str], MapSpec], tmp_path: Path
) -> None:
    write_paper_map(spec_of("count"), tmp_path / "kaart.pdf")
    pdf = (tmp_path / "kaart.pdf").read_bytes()

    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf
    assert b"CreationDate" not in pdf


def test_hostile_names_are_printed_as_they_are(hostile_town: Workspace, tmp_path: Path) -> None:
    attack = "$\\frac{1}$ {{7*191}} </text><script>alert(1)</script>"
    spec = map_spec(hostile_town, analyse(hostile_town, Selection("inbraak")))
    spec = dataclasses.replace(
        spec,
        title=attack,
        badge="\x00\x1b[31m $a_b$",
        attribution="bron 🏠 " + attack,
        legend=Legend(attack, "$", ("noot " + attack,)),
        overlay=hostile("$x^2$ {{7*191}} <b>"),
    )

    for ending in ENDINGS:
        write_paper_map(spec, tmp_path / f"kaart{ending}")
    texts = _texts_of_svg(spec, tmp_path)

    assert attack in texts
    assert "[31m $a_b$" in texts
    assert "toelichting $x^2$ {{7*191}} <b>" in texts
    assert "vondst $x^2$ {{7*191}} <b> (2)" in texts
    # No room for more at an outline.
    assert {"0$x^2$…", "1$x^2$…"} <= texts
    # The font has no house; a square stands for it.
    assert any("bron □" in text for text in texts)


def test_texts_of_any_length_stay_on_the_sheet(spec_of: Callable[[str], MapSpec]) -> None:
    long = "Lange naam " * 60
    spec = spec_of("count")
    spec = dataclasses.replace(
        spec,
        title=long, subtitle=long, badge=long, attribution=long, version="x" * 3000,
        legend=Legend(long, long, (long,) * 5),
        classes=tuple(dataclasses.replace(entry, label=long) for entry in spec.classes),
    )  # fmt: skip

    assert _texts_beside_the_sheet(paper_figure(spec, dpi=50)) == []


@pytest.mark.parametrize("question", ["count", "rate", "cells", "density", "suppressed", "nothing"])
def test_no_text_covers_another(question: str, spec_of: Callable[[str], MapSpec]) -> None:
    figure = paper_figure(spec_of(question), dpi=72)

    assert _texts_beside_the_sheet(figure) == []
    assert _overlapping_texts(figure) == []


@pytest.mark.parametrize("question", ["count", "cells"])
def test_sixty_outlines_leave_every_text_readable(
    question: str, spec_of: Callable[[str], MapSpec]
) -> None:
    # Six rows of ten circles of 120 m, 200 m apart: each lies over its neighbours.
    zones = tuple(
        circle(100_100 + 200 * (at % 10), 420_900 + 200 * (at // 10), 120, str(at + 1))
        for at in range(60)
    )
    spec = dataclasses.replace(
        spec_of(question), overlay=Overlay("Zones", ("Binnen 120 m.",), zones)
    )

    figure = paper_figure(spec, dpi=72)
    tags = [text.get_text() for text in figure.findobj(lambda a: a.get_gid() == "tag")]

    assert _texts_beside_the_sheet(figure) == []
    assert _overlapping_texts(figure) == []
    assert len(tags) > 50
    assert tags[0] == "1"


def test_an_outline_outside_the_map_has_its_number_in_the_overview(
    spec_of: Callable[[str], MapSpec],
) -> None:
    # The map shows Noord and Oost, where the households are; this lies along the south of Zuid.
    beyond = circle(100_300, 420_150, 100, "9")
    spec = dataclasses.replace(
        spec_of("count"), overlay=Overlay("Zones", (), (*FOUND.shapes, beyond))
    )

    _, drawn, overview = paper_figure(spec).axes

    assert [text.get_text() for text in drawn.texts if text.get_gid() == "tag"] == ["1", "B2"]
    assert [text.get_text() for text in overview.texts if text.get_gid() == "tag"] == ["9"]


def test_a_long_legend_takes_the_place_of_the_overview(spec_of: Callable[[str], MapSpec]) -> None:
    beyond = circle(100_300, 420_150, 100, "9")
    short = dataclasses.replace(spec_of("count"), overlay=Overlay("Zones", (), (beyond,)))
    # Seven rows more of 6,2 mm are as high as the overview.
    long = dataclasses.replace(short, classes=(*short.classes, *short.classes[-1:] * 14))

    assert len(paper_figure(short).axes) == 3
    assert len(paper_figure(long).axes) == 2


def test_names_of_wijken_lie_inside_their_wijk(spec_of: Callable[[str], MapSpec]) -> None:
    figure = paper_figure(spec_of("count"))
    names = {
        text.get_text(): text.get_position()
        for text in figure.findobj(lambda artist: artist.get_gid() == "name")
    }

    # Boven is y 421.000 to 422.000, Onder 420.000 to 421.000; both x 100.000 to 102.000.
    assert sorted(names) == ["Boven", "Onder"]
    assert 421_000 < names["Boven"][1] < 422_000
    assert 420_000 < names["Onder"][1] < 421_000


def test_the_bar_is_as_long_as_it_says_and_the_scale_is_that_of_the_map(
    spec_of: Callable[[str], MapSpec],
) -> None:
    figure = paper_figure(spec_of("count"))
    # The first axes are the page, in millimetres; the second the map, in metres.
    page, drawn = figure.axes[:2]
    west, east = drawn.get_xlim()
    width_mm = drawn.get_position().width * 297
    texts = [text.get_text() for text in page.texts]

    # The households of the town live in 2 by 1 km, in a frame of over 100 by 200 mm.
    metres_per_mm = (east - west) / width_mm
    scale = next(text for text in texts if text.startswith("Schaal"))
    assert f"1 : {metres_per_mm * 1000:,.0f}".replace(",", ".") in scale
    bar = [
        patch
        for patch in page.patches
        if isinstance(patch, Rectangle) and patch.get_height() == pytest.approx(1.3)
    ]
    length_m = sum(part.get_width() for part in bar) * metres_per_mm
    label = next(text for text in texts if text.endswith((" m", " km")) and text[0].isdigit())
    number, unit = label.split()
    stated_m = float(number.replace(",", ".")) * (1000 if unit == "km" else 1)
    assert length_m == pytest.approx(stated_m)


def test_north_is_up_and_a_metre_is_as_long_both_ways(spec_of: Callable[[str], MapSpec]) -> None:
    figure = paper_figure(spec_of("count"))
    drawn = figure.axes[1]
    place = drawn.get_position()
    across = np.ptp(drawn.get_xlim()) / (place.width * 297)
    up = np.ptp(drawn.get_ylim()) / (place.height * 210)

    assert drawn.get_ylim()[0] < drawn.get_ylim()[1]
    assert across == pytest.approx(up)


def test_a3_is_the_same_sheet_enlarged(spec_of: Callable[[str], MapSpec]) -> None:
    small = paper_figure(spec_of("count"))
    large = paper_figure(spec_of("count"), width_mm=420.0, dpi=72)

    # 297 mm times the root of 2 is 420 mm.
    assert large.get_size_inches() == pytest.approx(2**0.5 * small.get_size_inches(), rel=1e-3)
    assert [text.get_text() for text in large.axes[0].texts if text.get_gid() == "title"] == [
        "Inbraak: aantal"
    ]
    assert _overlapping_texts(large) == []


def test_places_are_numbered_and_the_legend_says_which_is_which(town: Workspace) -> None:
    figure = paper_figure(context_spec(town, town.layer("haltes")))
    page, drawn = figure.axes[:2]

    assert "1" in [text.get_text() for text in drawn.texts]
    assert "Marktplein" in [text.get_text() for text in page.texts if text.get_gid() == "site"]


def test_points_are_drawn_where_the_spec_has_them(spec_of: Callable[[str], MapSpec]) -> None:
    points = Points(np.array([100_050.0, 101_250.0]), np.array([421_050.0, 421_250.0]))
    figure = paper_figure(dataclasses.replace(spec_of("count"), points=points))
    (drawn,) = figure.findobj(lambda artist: artist.get_gid() == "points")

    assert drawn.get_offsets().tolist() == [[100_050.0, 421_050.0], [101_250.0, 421_250.0]]


def _texts_of_svg(spec: MapSpec, folder: Path) -> set[str]:
    write_paper_map(spec, folder / "kaart.svg")
    root = ElementTree.parse(folder / "kaart.svg").getroot()
    return {" ".join(node.itertext()).strip() for node in root.iter() if node.tag.endswith("text")}


def _boxes(figure: Figure) -> dict[str, tuple[float, float, float, float]]:
    """Return the box of each text, in pixels from the lower left corner."""
    figure.canvas.draw()
    found = {}
    for at, text in enumerate(
        artist for axes in figure.axes for artist in axes.texts if artist.get_text()
    ):
        box = text.get_window_extent()
        found[f"{at} {text.get_text()[:40]}"] = (box.x0, box.y0, box.x1, box.y1)
    return found


def _texts_beside_the_sheet(figure: Figure) -> list[str]:
    width, height = figure.get_size_inches() * figure.dpi
    return [
        name
        for name, (x0, y0, x1, y1) in _boxes(figure).items()
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height
    ]


def _overlapping_texts(figure: Figure) -> list[tuple[str, str]]:
    # Half a millimetre: the boxes of lines below each other touch.
    slack = figure.dpi / 25.4 / 2
    boxes = list(_boxes(figure).items())
    return [
        (one, other)
        for at, (one, a) in enumerate(boxes)
        for other, b in boxes[at + 1 :]
        if a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3]
        and b[1] + slack < a[3]
    ]  # fmt: skip
