"""A map as one HTML file that needs no internet: the live map, with all that it draws in the page.

For mail, and for a room without a connection. What is read around the map is written here, escaped.
The map is drawn by the scripts of the live map, from the same values and geometry, which stand in
the page as data. The page tells the browser, in a Content-Security-Policy, to run no script but
these, and to fetch nothing at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.dutch import number, plural
from hotspots.geography.names import cell_streets
from hotspots.maps import file_words
from hotspots.maps import words as text
from hotspots.maps.area_tiles import file_tolerance_m, goes_in_parts
from hotspots.maps.base import TOLERANCE_M
from hotspots.maps.file_words import GroundEntry, file_notes, ground_entries
from hotspots.maps.geojson import areas_json, base_json, mask_json
from hotspots.maps.live.payload import payload
from hotspots.maps.live.scripts import joined_script
from hotspots.maps.live.scripts import style_sheet as map_style_sheet
from hotspots.maps.streets import MOST_IN_A_FILE, cell_names_json, lines_json
from hotspots.maps.visible import escaped, visible
from hotspots.maps.words import counted, overlay_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.maps.spec import MapSpec, Overlay


_STYLES: Final = Path(__file__).parent / "standalone_assets" / "page.css"
#: Of a page of several stories without a map that moves.
_STORY_STYLES: Final = _STYLES.with_name("story.css")
#: Entry of the scripts of the live map for a page that holds its own data.
_ENTRY: Final = "page_map.js"
#: Cells in the table; the whole list is an export of the analysis, not of its map.
_CELLS_IN_TABLE: Final = 50
#: What could end a script, or start a tag or an entity, inside of JSON: as JSON writes it too.
_IN_JSON: Final = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&"})


def write_html(spec: MapSpec, path: Path) -> None:
    """Write a map as one HTML file in UTF-8; see `standalone_html`."""
    path.write_text(standalone_html(spec), encoding="utf-8", newline="\n")


def standalone_html(spec: MapSpec, story: str = "") -> str:
    """Return a map as one HTML page without a single request to another file or host.

    The same spec gives the same bytes.

    Parameters
    ----------
    spec
        What to draw. Up to 2.000 points are drawn; of more, the legend says that they are not.
    story
        What stands above the map, as finished HTML; every text from data in it has passed
        `hotspots.maps.visible.escaped`.
    """
    script = joined_script(_ENTRY)
    body = (
        f'{heading(spec)}{story}\n<main><div class="hotspots-map"></div></main>\n'
        f"{without_scripts(spec)}{tables(spec)}{footer(spec)}\n"
        f'<script type="application/json" id="hs-data">{as_data(page_data(spec))}</script>\n'
        f"<script>{script}</script>"
    )
    return _page(spec.title, style_sheet(), body, script)


def page_of_story(title: str, story: str) -> str:
    """Return a story as one HTML page without a map that moves, scripts or requests.

    Parameters
    ----------
    story
        Finished HTML, of which every text from data has passed `hotspots.maps.visible.escaped`.
    """
    style = "".join(path.read_text(encoding="utf-8") for path in (_STYLES, _STORY_STYLES))
    return _page(title, style, f'<header><h1 id="hs-title">{escaped(title)}</h1></header>{story}')


def _page(title: str, style: str, body: str, script: str = "") -> str:
    """Return a document that may use this style and this script, and nothing of another host."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{file_words.LANGUAGE}">',
            '<head><meta charset="utf-8">',
            policy(style, script),
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escaped(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            f"<body>{body}</body>",
            "</html>",
            "",
        ]
    )


def policy(style: str, script: str = "") -> str:
    """Return the policy of a page: this style, this script if there is one, images in the page."""
    code = _fingerprint(script) if script else "'none'"
    rules = (
        f"default-src 'none'; script-src {code}; style-src {_fingerprint(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _fingerprint(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def style_sheet() -> str:
    """Return the styles of the live map, and those of the page around it."""
    return map_style_sheet() + _STYLES.read_text(encoding="utf-8")


def page_data(spec: MapSpec) -> dict[str, object]:
    """Return what the scripts draw: what the live map is sent, and the geometry that this names.

    Without what needs the internet, points by the thousand, and what stands around the map.
    """
    data = payload(spec, root="", name="kaart")
    data["legend"] |= {
        "beside": True,
        "ground": {"title": text.BASE, "rows": [asdict(entry) for entry in ground_entries(spec)]},
        "notes": _notes(spec),
    }
    data["text"] |= {
        "label": spec.title,
        "legend_n": counted(spec),
        "skip": file_words.SKIP,
    }
    data |= {"tiles": None, "clusters": None, "badge": None, "attribution": ""}
    named = spec.base.geography.named
    files = {data["base"]: base_json(spec.base, wijken=not goes_in_parts(named))}
    files[data["outline"]["url"]] = areas_json(named, file_tolerance_m(named))
    if spec.areas is not None and data["areas"] is not None:
        files[data["areas"]["url"]] = areas_json(spec.areas, file_tolerance_m(spec.areas))
    masked = data["cells"] or data["image"]
    if spec.mask is not None and masked is not None:
        files[masked["mask"]] = mask_json(spec.mask.geometry)
    if spec.base.streets is not None:
        lines = lines_json(spec.base.streets)
        if len(lines) <= MOST_IN_A_FILE:
            files[data["roads"]["url"]] = lines
            streets = GroundEntry("line", "line", file_words.STREETS)
            data["legend"]["ground"]["rows"].append(asdict(streets))
        else:
            del data["roads"]
        if spec.cells is not None and data["cells"] is not None:
            files[data["cells"]["names"]] = cell_names_json(
                spec.base.naming, spec.cells.col, spec.cells.row, spec.cells.size_m
            )
    return {"data": data, "files": {name: json.loads(file) for name, file in files.items()}}


def _notes(spec: MapSpec) -> list[str]:
    """Return the notes of the legend, and how fine the borders are where that is not as usual."""
    drawn = [spec.base.geography.named, *([spec.areas] if spec.areas is not None else [])]
    coarsest_m = max(file_tolerance_m(areas) for areas in drawn)
    if coarsest_m <= TOLERANCE_M:
        return file_notes(spec)
    return [*file_notes(spec), file_words.SIMPLIFIED.format(metres=number(coarsest_m))]


def as_data(value: object) -> str:
    r"""Return a value as JSON that no text in it can break out of, whatever it holds.

    Examples
    --------
    >>> as_data({"name": "</script>\u2028é"})
    '{"name":"\\u003c/script\\u003e \\u00e9"}'
    """
    written = json.dumps(_seen(value), ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return written.translate(_IN_JSON)


def _seen(value: object) -> object:
    """Return a value with every text in it as it may be shown."""
    if isinstance(value, str):
        return visible(value, len(value))
    if isinstance(value, dict):
        return {name: _seen(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_seen(item) for item in value]
    return value


def heading(spec: MapSpec) -> str:
    """Return title, subtitle and badge."""
    badge = f'<p class="hs-page-badge">{escaped(spec.badge)}</p>' if spec.badge else ""
    return (
        f'<header><h1 id="hs-title">{escaped(spec.title)}</h1>'
        f'<p class="hs-subtitle">{escaped(spec.subtitle)}</p>{badge}</header>'
    )


def without_scripts(spec: MapSpec) -> str:
    """Return what a reader without scripts gets for a map: why, and what to bear in mind."""
    notes = "".join(f"<p>{escaped(note)}</p>" for note in _notes(spec))
    return f"<noscript><p>{file_words.NO_SCRIPT}</p>{notes}</noscript>"


def footer(spec: MapSpec) -> str:
    """Return where the map comes from."""
    source = escaped(text.SOURCE.format(attribution=spec.attribution))
    return f"<footer><p>{source}</p><p>{escaped(spec.version)}</p></footer>"


def tables(spec: MapSpec) -> str:
    """Return what the map says to those who cannot see or point at it."""
    outlines = _overlay_table(spec.overlay) if spec.overlay is not None else ""
    return f'<div class="hs-tables">{outlines}{_numbers_table(spec)}</div>'


def _overlay_table(overlay: Overlay) -> str:
    rows = [(shape.label, shape.tip) for shape in overlay.shapes]
    return _table(overlay_entry(overlay), (file_words.TABLE_LABEL, file_words.TABLE_TIP), rows)


def _numbers_table(spec: MapSpec) -> str:
    if spec.areas is not None and spec.fill is not None:
        tips = spec.tips or ("",) * len(spec.areas)
        rows = [
            (name, tip or file_words.NOT_SELECTED)
            for name, tip in zip(spec.areas.names, tips, strict=True)
        ]
        return _table(file_words.TABLE, (file_words.TABLE_AREA, file_words.TABLE_VALUE), rows)
    if spec.cells is not None:
        return _cell_table(spec)
    subject = [layer for layer in spec.base.layers if layer.id == spec.base.subject]
    places = [piece for layer in subject for piece in layer.pieces() if piece.name]
    named = [(piece.name, piece.category or "") for piece in places]
    return _table(file_words.TABLE_PLACES, (file_words.TABLE_NAME, file_words.TABLE_KIND), named)


def _cell_table(spec: MapSpec) -> str:
    cells = spec.cells
    assert cells is not None  # noqa: S101 - the caller has looked
    order = np.lexsort((cells.row, cells.col, -cells.count))[:_CELLS_IN_TABLE]
    streets = cell_streets(spec.base.naming, cells.col[order], cells.row[order], cells.size_m)
    corners = [
        f"{number(cells.col[at] * cells.size_m)} – {number(cells.row[at] * cells.size_m)}"
        for at in order.tolist()
    ]
    rows = [
        (
            f"{street} ({corner})" if street else corner,
            plural(int(cells.count[at]), spec.unit_one, spec.unit),
        )
        for at, street, corner in zip(order.tolist(), streets, corners, strict=True)
    ]
    summary = file_words.TABLE_CELLS.format(count=len(rows))
    return _table(summary, (file_words.TABLE_CELL, file_words.TABLE_VALUE), rows)


def _table(summary: str, head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    if not rows:
        return ""
    body = "".join(f"<tr><td>{escaped(one)}</td><td>{escaped(two)}</td></tr>" for one, two in rows)
    return (
        f"<details><summary>{escaped(summary)}</summary><div><table><thead><tr><th>{head[0]}</th>"
        f"<th>{head[1]}</th></tr></thead><tbody>{body}</tbody></table></div></details>"
    )
