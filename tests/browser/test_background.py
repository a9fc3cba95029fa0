"""The background map of a home on the screen: its colours, and what is said where it fails."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image

from archives import all_land, write_pictures, write_streets
from browser_server import serving
from hotspots.maps.live.routes import (
    ANSWERS_ROUTE,
    ASSETS_ROUTE,
    BACKGROUND_ROUTE,
    GEOMETRY_ROUTE,
)
from hotspots.maps.live.words import ON_THE_MAP, OWN_TILES
from town import tiny_home
from visitor import await_true

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visitor import Visitor, Visitors

NAME: Final = "kaart.pmtiles"
ORANGE: Final = (240, 120, 20)
#: What the land of streets is drawn in.
LAND: Final = {"light": (0xF4, 0xF3, 0xEF), "dark": (0x1D, 0x22, 0x2B)}
#: Of 255; a browser rounds where it mixes colours.
CLOSE: Final = 6


@contextmanager
def town_with(folder: Path, kind: str, below: str = "") -> Iterator[tuple[str, Path]]:
    """Serve the town of four buurten with a background map; gives its address and the file."""
    home = tiny_home(folder / "town")
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f'\n[tiles]\nfile = "{NAME}"\n')
    path = home.root / NAME
    if kind == "streets":
        write_streets(path, all_land())
    else:
        write_pictures(path, ORANGE, file_format="JPEG" if kind == "photos" else "PNG")
    with serving(home.root, folder / "state", below=below) as address:
        yield address, path


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with town_with(tmp_path_factory.mktemp("pictures"), "pictures") as (address, _):
        yield address


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with town_with(tmp_path_factory.mktemp("photos"), "photos") as (address, _):
        yield address


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with town_with(tmp_path_factory.mktemp("streets"), "streets") as (address, _):
        yield address


def open_from_afar(visitor: Visitor, address: str) -> None:
    """Open the map, and zoom out until there is more on it than the town."""
    visitor.open(address)
    for _ in range(2):
        view = visitor.view()
        visitor.map.get_by_role("button", name=ON_THE_MAP["zoom_out"]).click()
        visitor.await_view_other_than(view)


def colour_beside_the_town(visitor: Visitor) -> tuple[int, int, int]:
    """Return what the screen shows in the map, left of the town, where only the background is."""
    box = visitor.map.bounding_box()
    assert box is not None
    areas = visitor.page.evaluate(
        "Math.min(...[...document.querySelectorAll('.hotspots-map .hs-area')]"
        ".map((area) => area.getBoundingClientRect().left))"
    )
    x, y = (box["x"] + areas) / 2, box["y"] + box["height"] * 0.6
    assert areas - box["x"] > 20, "the town fills the map"
    return colour_at(visitor, x, y)


def colour_at(visitor: Visitor, x: float, y: float) -> tuple[int, int, int]:
    """Return what the screen shows at a place."""
    picture = Image.open(io.BytesIO(visitor.page.screenshot())).convert("RGB")
    red, green, blue = picture.getpixel((round(x), round(y)))  # type: ignore[misc]
    return red, green, blue


def await_colour(visitor: Visitor, expected: tuple[int, int, int]) -> None:
    """Wait until the background is of a colour."""

    def is_there() -> bool:
        seen = colour_beside_the_town(visitor)
        return all(abs(one - other) <= CLOSE for one, other in zip(seen, expected, strict=True))

    await_true(visitor.page, is_there)


def turned_round(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return a colour by the filter of a dark theme: inverted, hue by half a turn, and 85 %.

    The matrix of hue-rotate(180deg) is that of the Filter Effects Module, level 1, with a cosine
    of -1 and a sine of 0.
    """
    matrix = ((-0.574, 1.43, 0.144), (0.426, 0.43, 0.144), (0.426, 1.43, -0.856))
    inverted = [255 - part for part in colour]
    mixed = [sum(f * p for f, p in zip(row, inverted, strict=True)) for row in matrix]
    red, green, blue = (round(0.85 * min(255, max(0, part))) for part in mixed)
    return red, green, blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_lie_below_the_map_at_once(theme: str, pictures: str, visitors: Visitors) -> None:
    visitor = visitors.arrive(color_scheme=theme)
    open_from_afar(visitor, pictures)
    await_colour(visitor, ORANGE if theme == "light" else turned_round(ORANGE))
    assert visitor.map.locator(".hs-attribution").inner_text().endswith("Landkaart & zonen")
    # Of streets nothing was fetched.
    assert not [address for address in visitor.asked if "protomaps" in address]


def test_below_a_path_all_of_the_map_is_there(tmp_path: Path, visitor: Visitor) -> None:
    statuses: dict[str, int] = {}
    visitor.page.on("response", lambda answer: statuses.update({answer.url: answer.status}))
    with town_with(tmp_path, "pictures", below="onder/kaart") as (address, _):
        visitor.open(f"{address}kaart")
        assert visitor.page.url == address
        visitor.click_area(0)
        visitor.map.locator(".hs-levels button").first.click()
        visitor.await_quiet()
        asked = {url.removeprefix(address): status for url, status in statuses.items()}
        for route in (ASSETS_ROUTE, GEOMETRY_ROUTE, BACKGROUND_ROUTE, ANSWERS_ROUTE):
            assert any(url.startswith(route) for url in asked), route
        assert {url: status for url, status in asked.items() if status >= 400} == {}
        assert visitor.faults == []


def test_a_photo_is_dimmed_by_a_dark_theme(photos: str, visitors: Visitors) -> None:
    visitor = visitors.arrive(color_scheme="dark")
    open_from_afar(visitor, photos)
    red, green, blue = (round(0.6 * part) for part in ORANGE)
    await_colour(visitor, (red, green, blue))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_streets_are_drawn_for_the_theme(theme: str, streets: str, visitors: Visitors) -> None:
    visitor = visitors.arrive(color_scheme=theme)
    open_from_afar(visitor, streets)
    await_colour(visitor, LAND[theme])


def test_streets_follow_the_theme(streets: str, visitors: Visitors) -> None:
    visitor = visitors.arrive(color_scheme="light")
    open_from_afar(visitor, streets)
    await_colour(visitor, LAND["light"])
    visitor.page.emulate_media(color_scheme="dark")
    await_colour(visitor, LAND["dark"])


def test_on_pale_streets_a_colour_is_that_of_the_legend(streets: str, visitor: Visitor) -> None:
    open_from_afar(visitor, streets)
    await_colour(visitor, LAND["light"])
    visitor.page.mouse.move(2, 2)
    # Counts have a colour each; a rate of a few households has a pattern instead.
    visitor.choose_one("Maat", "Aantal")
    for at, fill in enumerate(visitor.fills()):
        x, y = visitor.spot_in_area(at)
        # Beside what may stand in the middle of an area: its name, or the legend.
        seen = colour_at(visitor, x - 14, y - 14)
        red, green, blue = (int(fill[part : part + 2], 16) for part in (1, 3, 5))
        printed = [
            one * other / 255 for one, other in zip((red, green, blue), LAND["light"], strict=True)
        ]
        assert all(abs(a - b) <= CLOSE for a, b in zip(seen, printed, strict=True)), fill
        # What is white in the legend is at most a sixteenth darker here.
        assert all(a >= b * 0.93 for a, b in zip(seen, (red, green, blue), strict=True)), fill


def test_the_button_turns_it_off_and_that_is_remembered_on_other_pages(
    pictures: str, visitor: Visitor
) -> None:
    open_from_afar(visitor, pictures)
    await_colour(visitor, ORANGE)
    button = visitor.map.get_by_role("button", name=ON_THE_MAP["tiles_off"])
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    off = visitor.map.get_by_role("button", name=OWN_TILES["tiles_on"])
    assert off.get_attribute("aria-pressed") == "false"
    ground = colour_beside_the_town(visitor)
    assert ground != ORANGE
    assert visitor.map.locator(".hs-attribution").inner_text().count("Landkaart") == 0

    visitor.go_to("Inlezen", under="Beheer")
    visitor.page.get_by_role("heading", name="Inlezen").first.wait_for()
    visitor.page.get_by_role("link", name="Kaart", exact=True).click()
    visitor.page.wait_for_selector(".hotspots-map[data-drawn]")
    visitor.await_quiet()
    assert off.get_attribute("aria-pressed") == "false"
    assert colour_beside_the_town(visitor) == ground

    off.click()
    await_colour(visitor, ORANGE)


def test_it_asks_for_parts_and_never_for_the_whole(pictures: str, visitor: Visitor) -> None:
    ranges = []
    visitor.page.on(
        "request",
        lambda request: (
            ranges.append(request.headers.get("range")) if BACKGROUND_ROUTE in request.url else None
        ),
    )
    open_from_afar(visitor, pictures)
    await_colour(visitor, ORANGE)
    assert ranges
    assert all(ranges)


def test_a_home_without_one_fetches_nothing_of_it(vierbuurten: str, visitor: Visitor) -> None:
    visitor.open(vierbuurten)
    parts = ("archive.js", "pmtiles", "street_", BACKGROUND_ROUTE)
    assert not [address for address in visitor.asked if any(part in address for part in parts)]
    assert visitor.map.locator(".hs-tiles-button").is_hidden()


def test_a_file_that_breaks_while_the_server_runs_is_said_and_the_map_stays(
    tmp_path: Path, visitors: Visitors
) -> None:
    with town_with(tmp_path, "pictures") as (address, path):
        before = visitors.arrive()
        open_from_afar(before, address)
        await_colour(before, ORANGE)
        path.write_bytes(b"\x00" * 50_000)
        # Someone else, whose browser has no parts of it yet.
        visitor = visitors.arrive()
        visitor.open(address)
        status = visitor.map.get_by_role("status")
        status.get_by_text(OWN_TILES["tiles_failed"]).wait_for()
        assert len(visitor.fills()) == 4
        assert visitor.hover_area(0)
        button = visitor.map.get_by_role("button", name=OWN_TILES["tiles_on"])
        assert button.get_attribute("aria-pressed") == "false"


def test_pictures_that_are_none_are_said_and_the_map_stays(
    tmp_path: Path, visitor: Visitor
) -> None:
    home = tiny_home(tmp_path / "town")
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f'\n[tiles]\nfile = "{NAME}"\n')
    path = write_pictures(home.root / NAME, ORANGE)
    # Its header and its lists of tiles are whole; what they lead to is not.
    content = path.read_bytes()
    begin = int.from_bytes(content[56:64], "little")
    path.write_bytes(content[:begin] + b"\x00" * (len(content) - begin))
    with serving(home.root, tmp_path / "state") as address:
        visitor.open(address)
        status = visitor.map.get_by_role("status")
        status.get_by_text(OWN_TILES["tiles_failed"]).wait_for()
        assert len(visitor.fills()) == 4
        # Our own ground is back.
        assert visitor.map.locator("path.hs-gemeente").first.is_visible()


def test_streets_that_are_none_are_said_and_the_map_stays(tmp_path: Path, visitor: Visitor) -> None:
    home = tiny_home(tmp_path / "town")
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f'\n[tiles]\nfile = "{NAME}"\n')
    path = write_streets(home.root / NAME, all_land())
    content = path.read_bytes()
    begin = int.from_bytes(content[56:64], "little")
    path.write_bytes(content[:begin] + b"\xff" * (len(content) - begin))
    with serving(home.root, tmp_path / "state") as address:
        visitor.open(address)
        status = visitor.map.get_by_role("status")
        status.get_by_text(OWN_TILES["tiles_failed"]).wait_for()
        assert len(visitor.fills()) == 4
    # The library says in the console as well what it could not unpack.
    visitor.faults.clear()


def test_a_file_that_cannot_be_read_is_said_from_the_start(
    tmp_path: Path, visitor: Visitor
) -> None:
    home = tiny_home(tmp_path / "town")
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f'\n[tiles]\nfile = "{NAME}"\n')
    with serving(home.root, tmp_path / "state") as address:
        visitor.open(address)
        assert visitor.map.get_by_role("status").inner_text() == OWN_TILES["tiles_failed"]
        assert visitor.map.locator(".hs-tiles-button").is_hidden()
        assert visitor.hover_area(0)
