"""The background map that a home brings along: what is read of it, and what is refused."""

from __future__ import annotations

import gzip
import json
import os
import struct
from typing import TYPE_CHECKING, Any

import pytest
from pmtiles.tile import TileType

from archives import AROUND_TOWN, all_land, write_archive, write_pictures, write_streets
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.cli import main
from hotspots.errors import SourceError
from hotspots.maps.background import background_of, plain_text
from hotspots.maps.choropleth import MapStyle, map_spec
from hotspots.maps.live.payload import payload
from hotspots.maps.live.words import ON_THE_MAP, OWN_TILES
from hotspots.maps.page_html import standalone_html
from hotspots.pages.page_map import map_data
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.settings import Home

ORANGE = (240, 120, 20)
NAME = "achtergrond.pmtiles"


@pytest.fixture
def town(tmp_path: Path) -> Home:
    """Return the town of four buurten, which names a background map that is not there yet."""
    home = tiny_home(tmp_path / "town")
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f'\n[tiles]\nfile = "{NAME}"\n')
    return home


def sent(home: Home) -> dict[str, Any]:
    """Return what a page sends to its map."""
    workspace = open_workspace(home)
    analysis = analyse(workspace, Selection("inbraak", "buurten"))
    return payload(map_spec(workspace, analysis, MapStyle()), root="/", name="kaart")


def test_of_pictures_the_map_hears_where_they_are_how_near_and_whose(town: Home) -> None:
    write_pictures(town.root / NAME, ORANGE, zooms=range(9, 13))
    data = sent(town)
    west, south, east, north = AROUND_TOWN
    mark = background_of(town.root, NAME).mark
    assert data["tiles"] == {
        "file": f"kaart/achtergrond/{mark}.pmtiles",
        "kind": "pictures",
        "media_type": "image/png",
        # Of the link in it only what is to be read is left.
        "attribution": "Landkaart & zonen",
        "min_zoom": 9,
        "max_zoom": 12,
        "bounds": [[south, west], [north, east]],
    }
    assert data["text"]["tiles_on"] == OWN_TILES["tiles_on"]


@pytest.mark.parametrize(
    ("file_format", "kind", "media_type"),
    [
        ("PNG", "pictures", "image/png"),
        ("WEBP", "pictures", "image/webp"),
        ("JPEG", "photos", "image/jpeg"),
    ],
)
def test_pictures_may_be_of_three_kinds(
    file_format: str, kind: str, media_type: str, tmp_path: Path
) -> None:
    write_pictures(tmp_path / NAME, ORANGE, zooms=[10], file_format=file_format)
    background = background_of(tmp_path, NAME)
    assert (background.kind, background.media_type) == (kind, media_type)


def test_streets_are_known_by_their_schema(tmp_path: Path) -> None:
    write_streets(tmp_path / NAME, all_land(), zooms=[10])
    assert background_of(tmp_path, NAME).kind == "streets"


def test_another_file_has_another_mark(tmp_path: Path) -> None:
    path = write_pictures(tmp_path / NAME, ORANGE, zooms=[10])
    first = background_of(tmp_path, NAME).mark
    os.utime(path, ns=(1, 1))
    assert background_of(tmp_path, NAME).mark != first


def changed(at: int, new: bytes) -> Callable[[Path], None]:
    """Return what writes over some bytes of a file."""

    def change(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[at : at + len(new)] = new
        path.write_bytes(content)

    return change


def described(description: object, *, packed: bytes | None = None) -> Callable[[Path], None]:
    """Return what puts another description at the end of an archive."""

    def change(path: Path) -> None:
        content = bytearray(path.read_bytes())
        body = gzip.compress(json.dumps(description).encode()) if packed is None else packed
        # Offset and length of the description are at bytes 24 and 32 of the header.
        content[24:40] = struct.pack("<QQ", len(content), len(body))
        path.write_bytes(content + body)

    return change


def only_the_first(count: int) -> Callable[[Path], None]:
    """Return what cuts a file off."""
    return lambda path: path.write_bytes(path.read_bytes()[:count]) and None


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (changed(0, b"SQLite "), "een ander begin"),
        (changed(7, b"\x02"), "versie 2"),
        (only_the_first(0), "een leeg bestand"),
        (only_the_first(100), "een ander begin"),
        (only_the_first(400), "is afgebroken"),
        # The description would begin beyond the end of any disk.
        (changed(24, b"\xff" * 8), "is afgebroken"),
        (described([1, 2]), "over zichzelf"),
        (described(None, packed=b"geen gzip"), "over zichzelf"),
        (described(None, packed=gzip.compress(b"[" * 100_000)), "over zichzelf"),
        # A megabyte that unpacks to a gigabyte would fill the memory of a small server.
        (described(None, packed=gzip.compress(b" " * 30_000_000)), "over zichzelf"),
        (changed(97, b"\x03"), "ingepakt"),
        (changed(98, b"\x04"), "ingepakt"),
        (changed(99, b"\x00"), "soort"),
        (changed(99, b"\x06"), "soort"),
        (changed(100, b"\x0f\x02"), "zooms"),
        (changed(101, b"\xff"), "zooms"),
        (changed(102, struct.pack("<4i", 50_000_000, 0, 40_000_000, 1)), "gebied"),
        (changed(102, struct.pack("<4i", -2_000_000_000, 0, 40_000_000, 1)), "gebied"),
    ],
)
def test_what_no_map_can_show_is_refused_in_three_parts(
    damage: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    damage(write_pictures(tmp_path / NAME, ORANGE, zooms=[10]))
    with pytest.raises(SourceError, match=said) as refused:
        background_of(tmp_path, NAME)
    error = refused.value
    assert NAME in error.what
    assert error.detail
    assert error.do


@pytest.mark.parametrize(
    ("layers", "fields"),
    [
        (["transportation", "landcover", "<b>water</b>"], {"class": "String"}),
        (["earth", "water"], {"kind": "String"}),
        # Version 3 of the schema calls it otherwise, and not a street would be drawn.
        (["earth", "water", "roads"], {"pmap:kind": "String"}),
    ],
)
def test_streets_in_another_schema_are_refused(
    layers: list[str], fields: dict[str, str], tmp_path: Path
) -> None:
    named = {"vector_layers": [{"id": layer, "fields": fields} for layer in layers]}
    write_archive(tmp_path / NAME, {(0, 0, 0): b"x"}, TileType.MVT, AROUND_TOWN, named)
    with pytest.raises(SourceError, match=f"ander schema.*{layers[0]}"):
        background_of(tmp_path, NAME)


@pytest.mark.parametrize("layers", [None, "roads", [None, {"id": 3}, {"fields": {}}], {"id": "x"}])
def test_a_description_of_any_shape_is_refused_and_not_more(layers: object, tmp_path: Path) -> None:
    tiles = {(0, 0, 0): b"x"}
    write_archive(tmp_path / NAME, tiles, TileType.MVT, AROUND_TOWN, {"vector_layers": layers})
    with pytest.raises(SourceError, match="Gevonden lagen: geen"):
        background_of(tmp_path, NAME)


@pytest.mark.parametrize("name", ["../buiten.pmtiles", "map/../../buiten.pmtiles", "link.pmtiles"])
def test_nothing_outside_the_home_is_its_background(name: str, tmp_path: Path) -> None:
    write_pictures(tmp_path / "buiten.pmtiles", ORANGE, zooms=[10])
    home = tmp_path / "home"
    home.mkdir()
    (home / "link.pmtiles").symlink_to(tmp_path / "buiten.pmtiles")
    with pytest.raises(SourceError, match="buiten de map van de gemeente"):
        background_of(home, name)
    with pytest.raises(SourceError, match="buiten de map van de gemeente"):
        background_of(home, str(tmp_path / "buiten.pmtiles"))


@pytest.mark.parametrize("name", ["weg.pmtiles", ".", "een\x00twee", "x" * 5000])
def test_a_file_that_is_not_there_is_said_to_be_missing(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is er niet, of is niet te lezen"):
        background_of(tmp_path, name)


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("© Kadaster", "© Kadaster"),
        ("<script>alert(1)</script>© <b>PDOK</b>", "© PDOK"),
        ('<img src=x onerror="alert(1)">OSM', "OSM"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("een\u202etwee\x07\n drie", "eentwee drie"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_an_attribution_is_shown_as_plain_text(markup: str, read: str) -> None:
    assert plain_text(markup) == read


def test_a_file_of_the_home_goes_before_what_is_elsewhere(town: Home) -> None:
    with town.gemeente.open("a", encoding="utf-8") as file:
        file.write('url = "https://tegels.example/{z}/{x}/{y}.png"\nattribution = "Elders"\n')
    write_pictures(town.root / NAME, ORANGE, zooms=[10])
    assert "url" not in sent(town)["tiles"]

    (town.root / NAME).write_bytes(b"stuk")
    tiles = sent(town)["tiles"]
    assert tiles["url"] == "https://tegels.example/{z}/{x}/{y}.png"
    assert tiles["trouble"] == OWN_TILES["tiles_failed"]


def test_a_file_that_cannot_be_read_leaves_a_map_that_says_so(town: Home) -> None:
    data = sent(town)
    assert data["tiles"]["trouble"] == OWN_TILES["tiles_failed"]
    assert not data["tiles"]["url"]
    assert data["text"]["tiles_on"] == ON_THE_MAP["tiles_on"]
    assert data["areas"] is not None


def test_the_attribution_of_the_declaration_stands_in_for_one_that_is_missing(town: Home) -> None:
    with town.gemeente.open("a", encoding="utf-8") as file:
        file.write('attribution = "Van de provincie"\n')
    write_archive(town.root / NAME, {(0, 0, 0): b"x"}, TileType.PNG, AROUND_TOWN, {})
    assert sent(town)["tiles"]["attribution"] == "Van de provincie"


def test_a_map_that_offers_no_tiles_from_elsewhere_has_those_of_the_home(town: Home) -> None:
    with town.gemeente.open("a", encoding="utf-8") as file:
        file.write('url = "https://tegels.example/{z}/{x}/{y}.png"\n')

    def tiles() -> Any:  # noqa: ANN401 - as a page sends it
        workspace = open_workspace(town)
        spec = map_spec(workspace, analyse(workspace, Selection("inbraak", "buurten")), MapStyle())
        return map_data(spec, name="risico", offers_tiles=False)["tiles"]

    assert tiles() is None
    write_pictures(town.root / NAME, ORANGE, zooms=[10])
    assert tiles()["kind"] == "pictures"


def test_a_map_in_a_file_has_no_background(town: Home) -> None:
    write_pictures(town.root / NAME, ORANGE, zooms=[10])
    workspace = open_workspace(town)
    analysis = analyse(workspace, Selection("inbraak", "buurten"))
    page = standalone_html(map_spec(workspace, analysis, MapStyle()))
    assert "pmtiles" not in page.lower()
    assert "protomaps" not in page.lower()


def checked(home: Home, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Return how `hotspots check` ends, what it says, and what is wrong."""
    code = main(["--home", str(home.root), "check"])
    out, err = capsys.readouterr()
    return code, out, err


def test_check_is_content_with_a_map_of_the_municipality(
    town: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pictures(town.root / NAME, ORANGE, zooms=[10])
    code, out, err = checked(town, capsys)
    assert (code, err) == (0, "")
    assert "achtergrondkaart" not in out


def test_check_says_what_is_wrong_with_the_file(
    town: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = checked(town, capsys)
    assert code == 2
    assert f"gemeente.toml [tiles]: het bestand '{NAME}' is er niet" in err


def test_check_says_how_to_get_one_of_the_right_place(
    town: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pictures(town.root / NAME, ORANGE, (5.0, 52.0, 5.1, 52.1), zooms=[10])
    code, _, err = checked(town, capsys)
    assert code == 2
    assert "van een ander gebied" in err
    # The four squares: x 100.000 to 102.000, y 420.000 to 422.000 in RD. By PROJ their corners are
    # at 4,5901 to 4,6194 east and 51,7660 to 51,7841 north; rounded outwards.
    assert "--bbox=4.59,51.76,4.62,51.79" in err


def test_check_mentions_a_map_that_ends_within_the_municipality(
    town: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pictures(town.root / NAME, ORANGE, (4.5, 51.73, 4.6, 51.81), zooms=[10])
    code, out, err = checked(town, capsys)
    assert (code, err) == (0, "")
    assert "bevat niet de hele gemeente" in out


def test_check_wants_to_know_whose_it_is(town: Home, capsys: pytest.CaptureFixture[str]) -> None:
    write_archive(town.root / NAME, {(0, 0, 0): b"x"}, TileType.PNG, AROUND_TOWN, {})
    code, _, err = checked(town, capsys)
    assert code == 2
    assert "er staat niet bij van wie" in err
