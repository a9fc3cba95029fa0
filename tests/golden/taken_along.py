"""A file that someone takes along, as text: its sheets, columns, first rows and what it says."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import tempfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pyarrow.parquet as pq
import pyogrio
import shapely
from defusedxml.ElementTree import fromstring
from PIL import Image

from golden.frozen import as_lines, rounded
from printed import Printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from xml.etree.ElementTree import Element

_FIRST: Final = 3
_LINE: Final = 400
#: Lines of a text that are kept.
_LINES: Final = 140


def told(name: str, content: bytes) -> str:
    """Return what is in a file, by the end of its name."""
    return _TELLERS[Path(name).suffix.lower()](content)


def _csv(content: bytes) -> str:
    text = content.decode("utf-8-sig")
    mark = "BOM, " if content.startswith(b"\xef\xbb\xbf") else ""
    ends = "CRLF" if "\r\n" in text else "LF"
    lines = text.splitlines()
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    account = len(rows[0]) <= 4
    shown = rows if account and len(rows) < _LINES else [*rows[: _FIRST + 1], rows[-1]]
    head = f"{mark}{ends}, {delimiter!r}, {len(rows) - 1} rows of {len(rows[0])}"
    return "\n".join([head, *(_cut(" | ".join(map(_cell, row))) for row in shown)])


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{rounded(value):g}"
    return "" if value is None else str(value).replace("\n", "⏎")


def _xlsx(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines = []
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        lines.append(f"=== {sheet.title}: {sheet.max_row} x {sheet.max_column}")
        lines.append(f"frozen {sheet.freeze_panes}, filter {sheet.auto_filter.ref}")
        account = sheet.max_column <= 4
        shown = rows if account and len(rows) < _LINES else [*rows[: _FIRST + 2], rows[-1]]
        lines += [_cut(" | ".join(map(_cell, row))) for row in shown]
        formats = Counter(cell.number_format for row in sheet.iter_rows() for cell in row)
        lines.append(f"formats: {', '.join(sorted(formats))}")
    about = book.properties
    lines.append(f"title {about.title!r}, creator {about.creator!r}, about {about.description!r}")
    return "\n".join(lines)


def _gpkg(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.gpkg"
        path.write_bytes(content)
        lines = []
        for layer, kind in pyogrio.list_layers(path):
            info = pyogrio.read_info(path, layer=layer)
            lines.append(f"=== {layer}: {info['features']} {kind}, {info['crs']}")
            columns = zip(info["fields"], info["dtypes"], strict=True)
            lines.append(", ".join(f"{name} {dtype}" for name, dtype in columns))
            if kind is None:
                rows = pyogrio.read_dataframe(path, layer=layer, read_geometry=False)
                lines += _frame(rows, _LINES)
            else:
                rows = pyogrio.read_dataframe(path, layer=layer)
                lines += _frame(rows.drop(columns="geometry"), _FIRST)
                lines += [_shape(shape) for shape in rows.geometry[:_FIRST]]
        with sqlite3.connect(path) as opened:
            for table in ("gpkg_contents", "gpkg_metadata"):
                try:
                    found = opened.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
                except sqlite3.OperationalError:
                    continue
                lines.append(f"=== {table}")
                lines += [_cut(" | ".join(map(_cell, row)), 3000) for row in found]
        opened.close()
    return "\n".join(lines)


def _frame(rows: Any, most: int) -> list[str]:  # noqa: ANN401 - a table of pandas
    return [_cut(" | ".join(map(_cell, row))) for row in rows.head(most).itertuples(index=False)]


def _shape(shape: Any) -> str:  # noqa: ANN401 - of shapely
    bounds = ", ".join(f"{rounded(float(value)):.6g}" for value in shape.bounds)
    return f"{shape.geom_type} within {bounds}"


def _parquet(content: bytes) -> str:
    table = pq.read_table(io.BytesIO(content))
    lines = [f"{table.num_rows} rows"]
    lines += [f"{field.name}: {field.type}" for field in table.schema]
    for name, value in sorted((table.schema.metadata or {}).items()):
        if name not in (b"ARROW:schema", b"pandas"):
            lines.append(f"=== {name.decode()}\n{as_lines(json.loads(value))}")
    rows = table.slice(0, _FIRST).to_pylist()
    shapes = {name for row in rows for name, value in row.items() if isinstance(value, bytes)}
    for row in rows:
        lines.append(_cut(" | ".join(_cell(v) for name, v in row.items() if name not in shapes)))
        lines += [_shape(shapely.from_wkb(row[name])) for name in sorted(shapes)]
    return "\n".join(lines)


def _geojson(content: bytes) -> str:
    told = json.loads(content)
    features = told.pop("features")
    lines = [as_lines(told), f"{len(features)} features"]
    for feature in features[:_FIRST]:
        shape = feature.pop("geometry")
        lines += [as_lines(feature), _shape(shapely.from_geojson(json.dumps(shape)))]
    return "\n".join(lines)


class _Words(HTMLParser):
    """The words of a page that a reader or a screen reader meets, and what it is made of."""

    _UNSEEN: Final = ("script", "style")
    _SAID: Final = ("aria-label", "alt", "title", "content", "href", "download", "lang")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: Counter[str] = Counter()
        self._unseen = ""
        self._is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag in self._UNSEEN:
            self._unseen = tag
            self._is_data = ("type", "application/json") in attrs
        for name, value in attrs:
            if name in self._SAID and value and not value.startswith("data:"):
                self.words.append(f"[{tag} {name}] {value}")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""

    def handle_data(self, data: str) -> None:
        if self._unseen and self._is_data:
            self.words += _legend_words(json.loads(data)["data"])
        elif not self._unseen and data.strip():
            self.words.append(" ".join(data.split()))


def _legend_words(data: dict[str, Any]) -> list[str]:
    """Return what the legend of a map in a file says, in its order."""
    legend, outlined = data["legend"], data["overlay"]
    return [
        legend["title"],
        legend["subtitle"],
        *(f"{entry['label']} | {entry['n']}" for entry in data["classes"]),
        *([] if outlined is None else [outlined["entry"]]),
        *(entry["label"] for entry in legend["ground"]["rows"]),
        *legend["notes"],
    ]


def _html(content: bytes) -> str:
    page = _Words()
    page.feed(content.decode())
    tags = ", ".join(f"{tag} {number}" for tag, number in sorted(page.tags.items()))
    return "\n".join([*_some(page.words), tags])


def _svg(content: bytes) -> str:
    drawn: Element = fromstring(content)
    words, tags = [], Counter[str]()
    for element in drawn.iter():
        tag = str(element.tag).rpartition("}")[2]
        tags[tag] += 1
        if tag in ("text", "tspan", "title", "desc", "description") and element.text:
            words.append(f"{tag}: {' '.join(element.text.split())}")
    lines = [f"{drawn.get('width')} x {drawn.get('height')}, {drawn.get('viewBox')}"]
    counted = ", ".join(f"{tag} {number}" for tag, number in sorted(tags.items()) if tag != "use")
    return "\n".join([*lines, *_some(words), counted])


def _png(content: bytes) -> str:
    picture = Image.open(io.BytesIO(content))
    said = [f"{name}: {value}" for name, value in sorted(picture.info.items())]
    return "\n".join([f"{picture.width} x {picture.height} {picture.mode}", *said])


def _pdf(content: bytes) -> str:
    document = Printed(content)
    box = document.reader.pages[0].mediabox
    lines = [
        f"title: {document.title}",
        f"{len(document.pages)} pages of {float(box.width):.0f} x {float(box.height):.0f} points",
    ]
    for number, page in enumerate(document.pages, start=1):
        words = [" ".join(line.split()) for line in page.splitlines() if line.strip()]
        lines += [f"=== page {number}", *_some(words)]
    if "/StructTreeRoot" in document.root:
        counted = sorted(document.tags().items())
        lines.append("tags: " + ", ".join(f"{tag} {number}" for tag, number in counted))
        lines += [f"picture: {alternative}" for alternative in document.alternatives()]
    return "\n".join(lines)


def _ics(content: bytes) -> str:
    lines = content.decode().splitlines()
    names = Counter(re.split("[:;]", line)[0] for line in lines if not line.startswith(" "))
    counted = ", ".join(f"{name} {number}" for name, number in sorted(names.items()))
    return "\n".join([*lines[:50], f"… {counted}"])


def _json(content: bytes) -> str:
    return as_lines(json.loads(content))


def _some(lines: Sequence[str]) -> Iterable[str]:
    shown = [_cut(line) for line in lines[:_LINES]]
    return shown if len(lines) <= _LINES else [*shown, f"… {len(lines)} lines"]


def _cut(line: str, longest: int = _LINE) -> str:
    return line if len(line) <= longest else f"{line[:longest]} …"


_TELLERS: Final[dict[str, Callable[[bytes], str]]] = {
    ".csv": _csv, ".xlsx": _xlsx, ".gpkg": _gpkg, ".parquet": _parquet, ".geojson": _geojson,
    ".html": _html, ".svg": _svg, ".png": _png, ".pdf": _pdf, ".ics": _ics, ".json": _json,
}  # fmt: skip
