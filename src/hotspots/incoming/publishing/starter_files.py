"""Files for a first import: the header of a layer, an example under it, and a page about each.

All of it is made of the declarations by which a file is read, so that a header is always
recognised. Layers of shapes are not among them: those come from a map program.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import shapely

from hotspots.catalog.specs import CALENDAR_FIELDS, PURPOSES, context_of
from hotspots.dutch import number, reason, with_capital
from hotspots.errors import SettingsError
from hotspots.incoming.checking.calendar import STATUSES
from hotspots.incoming.checking.column_words import FIELD_NAMES
from hotspots.incoming.checking.features import PLACE_COLUMNS
from hotspots.incoming.publishing import starter_words as text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from hotspots.catalog.specs import Catalog, ContextSpec, FieldSpec, LayerSpec
    from hotspots.geography.areas import Geography

#: What a home of a crisis planner and a licence officer cannot do without, in the order to load.
_WANTED: Final = ("event_site", "calendar", "shelter", "vulnerable", "address")
#: Of a calendar: a time stands behind its day, and a place in degrees is the other way to say it.
_BESIDE: Final = ("time", "end_time", "lon", "lat")
_NEEDED_OF_EVENT: Final = ("begin",)
_KINDS: Final = ("places", "table")
_CALENDAR: Final = "calendar"
#: Hours of the example of an event on a day of next year.
_HOURS: Final = {
    "build_up": "08:00", "begin": "13:00", "end": "20:00", "dismantled": "23:00",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StarterColumn:
    """A column of a starter file: its name, what it means, and what a cell looks like.

    ``others`` are names that are recognised as well.
    """

    field: str
    name: str
    meaning: str
    example: str
    required: bool = False
    key: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StarterFile:
    """A file of one layer to be filled in, and the page that explains it."""

    layer: LayerSpec
    theme: str
    columns: tuple[StarterColumn, ...]

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{self.layer.id}.csv"

    @property
    def page_name(self) -> str:
        """What the page about it is called."""
        return f"{self.layer.id}.md"

    def table(self) -> bytes:
        """Return the header and the example as a spreadsheet program of this country opens them."""
        written = io.StringIO()
        lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
        lines.writerow([column.name for column in self.columns])
        lines.writerow([column.example for column in self.columns])
        return written.getvalue().encode("utf-8-sig")

    def page(self) -> bytes:
        """Return the page about it, in Markdown."""
        layer, names = self.layer, {column.field: column.name for column in self.columns}
        about = text.ABOUT.format(
            description=layer.description, layer=layer.id, theme=self.theme, file=self.name
        ).strip()
        command = f"    hotspots import {self.name} --layer {layer.id}"
        rows = [text.COLUMNS, ("---",) * len(text.COLUMNS), *map(_cells, self.columns)]
        degrees: tuple[str, ...] = ()
        if "x_rd" in names:
            degrees = (text.DEGREES.format(x=names["x_rd"], y=names["y_rd"]), "")
        public = (text.PUBLIC_HEAD, "", text.PUBLIC, "") if "vulnerability" in names else ()
        lines = [
            text.TITLE.format(label=layer.label), "", about, "",
            text.HOW.format(noun=layer.noun), "",
            text.COLUMNS_HEAD, "",
            *(f"| {' | '.join(row)} |" for row in rows), "",
            *degrees,
            *public,
            text.LOAD_HEAD, "", text.LOAD, "", f"{command} --dry-run", command, "",
        ]  # fmt: skip
        return "\n".join(lines).encode()


def _cells(column: StarterColumn) -> tuple[str, ...]:
    needed = text.NEEDED if column.required else text.KEY if column.key else ""
    return (
        f"`{column.name}`",
        needed,
        with_capital(column.meaning),
        f"`{column.example}`" if column.example else "",
        ", ".join(f"`{name}`" for name in column.others),
    )


@dataclass(frozen=True, slots=True)
class Starter:
    """All starter files of a home, and the layers for what it has none of.

    Attributes
    ----------
    lacking
        Dutch names of the subjects without a layer.
    declarations
        Bytes per path of what a home may take over to have those layers.
    """

    home: str
    files: tuple[StarterFile, ...]
    lacking: tuple[str, ...]
    declarations: tuple[tuple[str, bytes], ...]

    def entries(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the bytes of each file, the one to read first in front."""
        lines = [text.README_TITLE.format(home=self.home), "", text.README_INTRO, ""]
        lines += [
            text.README_LINE.format(file=one.name, label=one.layer.label, page=one.page_name)
            for one in self.files
        ]
        if self.lacking:
            lines += ["", text.NO_LAYER_HEAD, "", *(f"- {name}" for name in self.lacking)]
            lines += ["", text.NO_LAYER]
        yield text.README, "\n".join([*lines, ""]).encode()
        for one in self.files:
            yield one.name, one.table()
            yield one.page_name, one.page()
        yield from self.declarations

    def as_zip(self) -> bytes:
        """Return all files as one."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.entries():
                archive.writestr(name, content)
        return packed.getvalue()

    def write(self, folder: Path) -> None:
        """Write all files in a new or empty folder.

        Raises
        ------
        SettingsError
            If there is something in the folder, or it cannot be written.
        """
        try:
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise SettingsError(*text.not_empty(str(folder)))
            for name, content in self.entries():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        except OSError as error:
            raise SettingsError(*text.not_written(str(folder), reason(error))) from error


def starter_of(
    catalog: Catalog, geography: Geography, layers: Sequence[LayerSpec], venue: str = ""
) -> Starter:
    """Return a starter file for each of these layers that consists of rows with declared columns.

    Parameters
    ----------
    venue
        The code of a place for events that the home has, for the example of an event.
    """
    made = []
    for layer in layers:
        columns: tuple[StarterColumn, ...] = ()
        context = context_of(catalog, layer)
        if layer.kind == _CALENDAR:
            columns = tuple(_columns_of_calendar(layer, geography, venue))
        elif context is not None and context.purpose and context.kind in _KINDS:
            columns = tuple(_columns_of_context(context, geography))
        if columns:
            theme = next(theme.label for theme in catalog.themes if theme.id == layer.theme)
            made.append((_order(layer, context), StarterFile(layer, theme, columns)))
    made.sort(key=lambda pair: pair[0])
    there = {context.purpose for context in catalog.contexts}
    there |= {layer.kind for layer in catalog.layers}
    lacking = [subject for subject in _WANTED if subject not in there]
    return Starter(
        home=catalog.gemeente.name,
        files=tuple(one for _, one in made),
        lacking=tuple(text.SUBJECTS[subject] for subject in lacking),
        declarations=tuple(_declarations(lacking)),
    )


def _order(layer: LayerSpec, context: ContextSpec | None) -> int:
    subject = layer.kind if context is None else context.purpose
    return _WANTED.index(subject) if subject in _WANTED else len(_WANTED)


def _columns_of_context(spec: ContextSpec, geography: Geography) -> Iterator[StarterColumn]:
    for field in spec.fields:
        yield StarterColumn(
            field.id,
            field.columns[0],
            _meaning(field),
            _example(field, spec, geography),
            required=field.required,
            key=field.key,
            others=field.columns[1:],
        )
    if spec.kind == "places":
        names = {name: PLACE_COLUMNS[name] for name in ("x_rd", "y_rd")}
        yield from _place(geography, names["x_rd"], names["y_rd"])


def _place(
    geography: Geography, x_names: Sequence[str], y_names: Sequence[str], *, required: bool = True
) -> Iterator[StarterColumn]:
    """Yield the two columns of a place; the example lies in the middle of the home."""
    middle = shapely.point_on_surface(geography.outline)
    for field, names, meaning, value in (
        ("x_rd", x_names, text.X, middle.x),
        ("y_rd", y_names, text.Y, middle.y),
    ):
        yield StarterColumn(
            field, names[0], meaning, str(round(value)), required=required, others=tuple(names[1:])
        )


def _meaning(field: FieldSpec) -> str:
    """Return what a cell of a field holds: its label, how it is written, and its bounds."""
    said = [field.label]
    if field.id in text.NOTES:
        said.append(text.NOTES[field.id])
    if field.choices:
        said.append(text.ONE_OF.format(choices=", ".join(field.choices)))
    bounds = {"least": _bound(field.least), "most": _bound(field.most)}
    if field.least is not None and field.most is not None:
        said.append(text.BETWEEN.format(**bounds))
    elif field.least is not None:
        said.append(text.FROM.format(**bounds))
    elif field.most is not None:
        said.append(text.UP_TO.format(**bounds))
    if field.unit:
        said.append(text.IN_UNIT.format(unit=field.unit))
    return "; ".join(said)


def _bound(value: float | None) -> str:
    return "" if value is None else number(value, 0 if float(value).is_integer() else 2)


def _example(field: FieldSpec, spec: ContextSpec, geography: Geography) -> str:
    """Return a cell that the field accepts."""
    if field.id == "area":
        return geography.buurten.codes[0]
    if field.kind == "choice":
        return next(iter(field.choices), "")
    if field.kind == "day":
        return _day_next_year()
    made = field.label if field.required else ""
    if field.kind == "number":
        made = f"{field.least if field.least is not None else field.most or 1:g}"
    example = text.EXAMPLES.get(field.id, made)
    return text.SORTS.get(spec.purpose, example) if field.id == "sort" else example


def _day_next_year() -> str:
    return f"{date.today().year + 1}-06-05"  # noqa: DTZ011 - an example on the calendar of here


def _columns_of_calendar(
    layer: LayerSpec, geography: Geography, venue: str
) -> Iterator[StarterColumn]:
    day = _day_next_year()
    moments = {field: f"{day} {hour}" for field, hour in _HOURS.items()}
    examples = {
        **text.EXAMPLES,
        **moments,
        "soort": next(iter(layer.soorten), ""),
        "location": venue or text.EXAMPLES["code"],
        # The last day on which a request of that day is asked for in time, and earlier.
        "requested": f"{date.today().year}-01-15",  # noqa: DTZ011
    }
    choices = {"soort": tuple(layer.soorten), "status": STATUSES}
    for field in ("id", "title", "soort", "begin", "end", *CALENDAR_FIELDS[1:]):
        names = layer.columns.get(field, ())
        if not names or field in _BESIDE:
            continue
        said = [FIELD_NAMES[field]]
        if field in text.NOTES:
            said.append(text.NOTES[field])
        if choices.get(field):
            said.append(text.ONE_OF.format(choices=", ".join(choices[field])))
        yield StarterColumn(
            field,
            names[0],
            "; ".join(said),
            examples.get(field, ""),
            required=field in _NEEDED_OF_EVENT,
            key=field == "id",
            others=names[1:],
        )
    if {"x_rd", "y_rd"} <= set(layer.columns):
        # Of an event without coordinates the place is that of its location.
        x_names, y_names = layer.columns["x_rd"], layer.columns["y_rd"]
        yield from _place(geography, x_names, y_names, required=False)


def _declarations(lacking: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the layers of an empty home for what a home has none of."""
    whole = files("hotspots.incoming.publishing").joinpath("starter")
    if _CALENDAR in lacking:
        for entry in whole.joinpath("data/evenementen").iterdir():
            content = entry.read_bytes()
            if entry.name == "theme.toml" and "event_site" not in lacking:
                content = content.split(b"[layers.evenementlocaties]")[0]
            yield f"lagen/data/evenementen/{entry.name}", content
    for folder in whole.joinpath("geodata").iterdir():
        declared = folder.joinpath("layer.toml").read_text(encoding="utf-8")
        purpose = re.search(r'^purpose = "([a-z_]+)"$', declared, re.MULTILINE)
        if purpose is None or purpose[1] not in PURPOSES or purpose[1] not in lacking:
            continue
        for entry in folder.iterdir():
            yield f"lagen/geodata/{folder.name}/{entry.name}", entry.read_bytes()
        shown = _shown_by(whole, folder.name)
        if shown is not None and not (_CALENDAR in lacking and purpose[1] == "event_site"):
            yield f"lagen/data/{shown[0]}/{folder.name}.toml", shown[1].encode()


def _shown_by(whole: Traversable, context: str) -> tuple[str, str] | None:
    """Return the theme that shows a layer of ``geodata/``, and the part of its declaration."""
    for theme in whole.joinpath("data").iterdir():
        declared = theme.joinpath("theme.toml").read_text(encoding="utf-8")
        parts = re.split(r"(?=^\[layers\.[a-z_]+\]$)", declared, flags=re.MULTILINE)
        for part in parts[1:]:
            if f'context = "{context}"' in part:
                return theme.name, part
    return None
