"""Every text of a map, with every attack in it, through every drawer: all stay something to read.

The places where a text can stand are not listed here but found: a text that is added to a MapSpec
is attacked from the day it is there, and words that are put in HTML without passing the border fail
by the source.
"""

from __future__ import annotations

import ast
import dataclasses
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import hotspots.maps
from attacks import ATTACKS, strings_in, what_got_through, words_of
from found_shapes import FOUND
from hostile_town import hostile_home
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.maps.choropleth import MapStyle, context_spec, map_spec
from hotspots.maps.folium_map import folium_map
from hotspots.maps.live.payload import payload
from hotspots.maps.page_html import standalone_html
from hotspots.maps.paper_map import write_paper_map
from hotspots.maps.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec

DRAWING = Path(hotspots.maps.__file__).parent
MARK = "merk"
#: Texts of a MapSpec that are no words but one of a few codes, and who sees to that.
CODES = {
    "classes[].kind": "a Literal, from cartography",
    "classes[].pattern": "a Literal; another is no key of the patterns",
    "classes[].colour": "made anew from its numbers by to_hex, which refuses anything else",
    "selected": "a code of the areas; another is not drawn",
    "base.subject": "id of a layer; another is not found",
    "base.layers[].id": "id of a layer",
    "base.layers[].kind": "a Literal",
    "base.layers[].style": "a Literal",
    "base.layers[].plain": "a Literal",
    "base.mark": "made of hexadecimal digits, or a constant",
    "base.tiles.url": "an address that gemeente.toml declares",
    "base.geography.fingerprint": "made of hexadecimal digits",
    "base.geography.whole.level": "a Literal",
    "base.geography.parts[].level": "a Literal",
    "mask.id": "id of a mask; another is not found",
    "areas.level": "a Literal",
    "areas.codes[]": "codes of areas, of which the form is checked when they are read",
    "raster.crs": "a constant",
}


def attacked(spec: MapSpec, attack: str) -> MapSpec:
    """Return a map with the attack in all of its words, each with where it stands."""
    changed: MapSpec = _attacked(spec, attack, "")
    return changed


def _attacked(value: Any, attack: str, path: str) -> Any:  # noqa: ANN401 - any value
    if path in CODES:
        return value
    if isinstance(value, str):
        return f"{MARK} {path} {attack}"
    if isinstance(value, Mapping):
        return {name: _attacked(item, attack, f"{path}.{name}") for name, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_attacked(item, attack, f"{path}[]") for item in value)
    if hasattr(value, "__dataclass_fields__"):
        changed = {
            name: _attacked(getattr(value, name), attack, f"{path}.{name}".lstrip("."))
            for name in value.__dataclass_fields__
            if value.__dataclass_fields__[name].init
        }
        return dataclasses.replace(value, **changed)
    return value


@pytest.fixture(scope="module")
def strange_town(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the town in which every declaration and every file tries something."""
    return open_workspace(hostile_home(tmp_path_factory.mktemp("strange")), role="analist")


@pytest.fixture(scope="module")
def specs(town: Workspace) -> dict[str, MapSpec]:
    """Return a map of each kind, with outlines on it and a badge."""
    layer = town.layer("haltes")
    found = {
        "areas": map_spec(town, analyse(town, Selection("inbraak")), MapStyle()),
        "cells": map_spec(town, analyse(town, Selection("inbraak", level="cells", cell_m=100))),
        "density": map_spec(town, analyse(town, Selection("inbraak", measure="density"))),
        "places": context_spec(town, layer),
    }
    return {
        name: dataclasses.replace(spec, overlay=FOUND, badge="Synthetische gegevens")
        for name, spec in found.items()
    }


def test_every_text_of_a_map_is_attacked_or_known_to_be_a_code(specs: dict[str, MapSpec]) -> None:
    for spec in specs.values():
        tried = strings_in(attacked(spec, ATTACKS[0]))
        for path, text in tried.items():
            assert path in CODES or text.startswith(MARK), path
    tried = {path for spec in specs.values() for path in strings_in(spec)} - set(CODES)
    assert {
        "title", "subtitle", "attribution", "badge", "version", "unit", "tips[]", "legend.title",
        "legend.subtitle", "legend.notes[]", "classes[].label", "areas.names[]", "overlay.title",
        "overlay.notes[]", "overlay.shapes[].label", "overlay.shapes[].tip",
        "base.layers[].label", "base.layers[].names[]", "base.geography.parts[].names[]",
    } <= tried  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_gets_through_a_page_in_a_file(attack: str, specs: dict[str, MapSpec]) -> None:
    for kind, spec in specs.items():
        page = standalone_html(attacked(spec, attack))
        assert what_got_through(page, MARK) == [], kind
        # It is all there to be read, as it was written.
        assert visible(f"{MARK} title {attack}") in words_of(page)
        assert visible(f"{MARK} overlay.shapes[].tip {attack}") in words_of(page)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_gets_through_a_map_in_a_notebook(attack: str, specs: dict[str, MapSpec]) -> None:
    for kind, spec in specs.items():
        page = folium_map(attacked(spec, attack)).get_root().render()
        assert what_got_through(page, MARK, "folium") == [], kind
        assert visible(f"{MARK} title {attack}") in words_of(page)


def test_names_of_places_areas_and_layers_get_through_no_drawer(
    strange_town: Workspace, tmp_path: Path
) -> None:
    questions = (
        Selection("inbraak"),
        Selection("inbraak", soorten=("woning",), measure="rate"),
        Selection("inbraak", level="cells", cell_m=100),
        Selection("zorg", level="wijken"),
    )
    specs = [map_spec(strange_town, analyse(strange_town, asked)) for asked in questions]
    specs.append(context_spec(strange_town, strange_town.layer("haltes")))
    for spec in specs:
        assert what_got_through(standalone_html(spec), MARK) == []
        assert active_parts_of_svg(spec, tmp_path) == []


def active_parts_of_svg(spec: MapSpec, folder: Path) -> list[str]:
    """Return every part of a drawing that a viewer would run or fetch."""
    write_paper_map(spec, folder / "kaart.svg")
    # A file that a name has broken out of is no XML any more, and this raises.
    drawn = ET.parse(folder / "kaart.svg")  # noqa: S314 - our own file
    found = []
    for element in drawn.iter():
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "?"
        if tag in ("script", "foreignObject", "a", "iframe", "animate", "set"):
            found.append(tag)
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            outside = plain == "href" and not value.startswith(("#", "data:image/png"))
            if plain.startswith("on") or outside or "PWN" in value:
                found.append(f"{tag} {plain}={value[:40]}")
    return found


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_gets_through_a_drawing_in_svg(
    attack: str, specs: dict[str, MapSpec], tmp_path: Path
) -> None:
    assert active_parts_of_svg(attacked(specs["areas"], attack), tmp_path) == []
    assert MARK in (tmp_path / "kaart.svg").read_text(encoding="utf-8")


def test_no_attack_becomes_an_action_or_a_link_in_a_pdf(
    specs: dict[str, MapSpec], tmp_path: Path
) -> None:
    everything = " ".join(ATTACKS) + ") /AA << /S /JavaScript /JS (x) >> /URI (https://x) endobj"
    spec = attacked(specs["areas"], everything)
    write_paper_map(spec, tmp_path / "kaart.pdf")
    skeleton = outside_of_strings((tmp_path / "kaart.pdf").read_bytes())
    for action in (b"/JavaScript", b"/JS", b"/URI", b"/OpenAction", b"/Launch", b"/AA", b"/Annot "):
        assert action not in skeleton


def outside_of_strings(pdf: bytes) -> bytes:
    """Return what a reader of a PDF acts on: no streams, which draw, and no texts."""
    without_streams = re.sub(rb"stream\r?\n.*?endstream", b"", pdf, flags=re.DOTALL)
    out, depth, position = io.BytesIO(), 0, 0
    while position < len(without_streams):
        sign = without_streams[position : position + 1]
        if depth and sign == b"\\":
            position += 2
            continue
        if sign == b"(":
            depth += 1
        elif sign == b")" and depth:
            depth -= 1
        elif not depth:
            out.write(sign)
        position += 1
    assert depth == 0
    return out.getvalue()


def test_the_test_of_a_pdf_sees_an_action() -> None:
    assert b"/JS" in outside_of_strings(b"<< /S /JavaScript /JS (alert\\(1\\)) >>")
    assert b"/JS" not in outside_of_strings(b"<< /Title (a (/JS) \\) /JS) >>")


@pytest.mark.parametrize("kind", ["areas", "cells", "density", "places"])
def test_the_live_map_gets_texts_as_texts_and_addresses_of_its_own(
    kind: str, specs: dict[str, MapSpec]
) -> None:
    attack = "<img src=x onerror=window.PWN=1>"
    told = payload(attacked(specs[kind], attack), root="/", name="kaart")
    addresses = {path: text for path, text in leaves(told) if "url" in path.lower()}
    assert all(MARK not in text for text in addresses.values())


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item, f"{path}[]")


def test_scripts_of_the_maps_never_turn_a_text_into_a_page() -> None:
    makes_html = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
        r"|createContextualFragment|DOMParser|setTimeout\(\s*[\"'`]"
    )
    own = [path for path in DRAWING.rglob("*.js") if "vendor" not in path.parts]
    assert len(own) > 20
    for path in own:
        assert not makes_html.search(path.read_text(encoding="utf-8")), path.name


#: What of folium is used; each is given numbers and codes alone, never a text from data.
FOLIUM = {
    "folium.Map", "folium.GeoJson", "folium.CircleMarker", "folium.MacroElement",
    "folium.map.CustomPane", "folium.raster_layers.ImageOverlay", "folium.template.Template",
}  # fmt: skip
#: Arguments of folium that become HTML or code.
TELLING = {
    "tooltip", "popup", "name", "attr", "html", "icon", "alt", "aliases", "fields", "labels",
    "caption", "title", "text", "popup_html", "overlay_name", "tiles_name",
}  # fmt: skip


def calls_of_folium() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(DRAWING.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            # Not what is done with what was made, such as add_to.
            if isinstance(node, ast.Call) and re.fullmatch(r"folium(\.\w+)+", called):
                yield path.name, node


def test_nothing_else_of_folium_is_used_and_no_words_are_given_to_it() -> None:
    calls = list(calls_of_folium())
    assert len(calls) > 5
    for file, call in calls:
        assert ast.unparse(call.func) in FOLIUM, f"{file}: a sink that is not tried"
        words = {keyword.arg for keyword in call.keywords} & TELLING
        assert not words, f"{file}: {ast.unparse(call)[:90]}"


def test_every_module_with_folium_in_it_is_behind_the_seal() -> None:
    import_it = [
        path
        for path in (DRAWING.parent).rglob("*.py")
        if re.search(r"^\s*(import|from) (folium|branca)\b", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert {path.name for path in import_it} == {"folium_map.py"}
    assert "\nseal_templates()\n" in (DRAWING / "folium_map.py").read_text("utf-8")


#: What may stand between pieces of HTML: escaped, a number, a text of ours, or made by one of
#: these functions, which are held to the same.
SAFE_CALLS = {
    "escaped", "number", "to_hex", "fill_of", "_swatch", "_patterns", "_classes", "_outlines",
    "counted", "_mark_swatch", "_line_swatch", "_ground_swatch", "_table", "_overlay_table",
    "_numbers_table", "policy", "_style_sheet", "_fingerprint", "script", "heading", "tables",
    "footer", "as_data", "without_scripts",
}  # fmt: skip
#: Names that hold such a piece, a number or a code; add one only after a look at where it is from.
SAFE_NAMES = {
    "at", "badge", "title", "subtitle", "under", "rows", "outline", "path", "width", "outlines",
    "patterns", "source", "notes", "body", "strokes", "script", "style", "_INK", "rules", "story",
}  # fmt: skip


#: A constant of text/, what base_style or a Literal says, and three that were looked at.
SAFE_SOURCE = re.compile(
    r"(text|file_words)\.[A-Z_]+|(stroke|mark)\.(colour|fill|width)|entry\.kind|head\[[01]\]"
    r"|' '\.join\(map\(str, stroke\.dash\)\) or 'none'|self\.(html|script)\.render\(\*\*kwargs\)"
)


def pieces_of_html() -> Iterator[tuple[str, ast.expr]]:
    """Give what is put between pieces of HTML in the modules that write it."""
    for file in ("page_html.py", "folium_map.py"):
        for node in ast.walk(ast.parse((DRAWING / file).read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and "<" in ast.unparse(node):
                for part in node.values:
                    if isinstance(part, ast.FormattedValue):
                        yield f"{file}:{node.lineno}", part.value


def is_safe(value: ast.expr) -> bool:
    if isinstance(value, ast.Name):
        return value.id in SAFE_NAMES
    if isinstance(value, ast.IfExp):
        return is_safe(value.body) and is_safe(value.orelse)
    if isinstance(value, ast.JoinedStr):
        return all(
            is_safe(part.value) for part in value.values if isinstance(part, ast.FormattedValue)
        )
    if isinstance(value, ast.Call):
        named = ast.unparse(value.func).rpartition(".")[2]
        joined = isinstance(value.func, ast.Attribute) and named == "join"
        if named in SAFE_CALLS or (joined and joins_only_what_is_safe(value)):
            return True
    return isinstance(value, ast.Constant) or SAFE_SOURCE.fullmatch(ast.unparse(value)) is not None


def joins_only_what_is_safe(call: ast.Call) -> bool:
    (what,) = call.args
    if isinstance(what, ast.Name):
        return what.id in SAFE_NAMES
    if isinstance(what, ast.GeneratorExp):
        return is_safe(what.elt)
    return False


def test_no_words_are_put_in_html_without_passing_the_border() -> None:
    pieces = list(pieces_of_html())
    assert len(pieces) > 40
    unsafe = [f"{where}: {ast.unparse(value)}" for where, value in pieces if not is_safe(value)]
    assert unsafe == []


@pytest.mark.parametrize(
    ("written", "safe"),
    [("f'<b>{escaped(name_of(x))}</b>'", True), ("f'<b>{spec.title}</b>'", False),
     ("f'<b>{layer[\"label\"]}</b>'", False), ("f'<b>{str(x)}</b>'", False),
     ("f'<b>{text.TITLE}</b>'", True), ("f\"<b>{', '.join(names)}</b>\"", False)],
)  # fmt: skip
def test_the_test_of_the_source_sees_what_skips_the_border(written: str, *, safe: bool) -> None:
    joined = ast.parse(written, mode="eval").body
    assert isinstance(joined, ast.JoinedStr)
    values = [part.value for part in joined.values if isinstance(part, ast.FormattedValue)]
    assert all(map(is_safe, values)) == safe


@pytest.mark.browser
def test_a_browser_runs_and_fetches_nothing_of_all_attacks_together(
    chromium: Browser, specs: dict[str, MapSpec], tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for at, attack in enumerate(ATTACKS):
            path = tmp_path / f"{at}.html"
            path.write_text(standalone_html(attacked(specs["areas"], attack)), "utf-8")
            asked.clear()
            page.goto(path.as_uri())
            page.wait_for_selector(".hs-tag")
            for summary in page.locator("summary").all():
                summary.click()
            page.mouse.move(600, 400)
            page.locator(".hs-tooltip").wait_for()
            assert page.evaluate("typeof window.PWN") == "undefined", attack
            assert page.locator("script").count() == 2
            assert asked == [path.as_uri()], attack
    finally:
        context.close()
