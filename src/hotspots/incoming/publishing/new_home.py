"""A folder for another municipality: its boundaries, and layers that wait for their first file."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.catalog.checks import sha256_of
from hotspots.catalog.reading import read_catalog
from hotspots.dutch import reason
from hotspots.errors import SettingsError
from hotspots.geography.areas import read_geography, row_level
from hotspots.incoming.open_data import words as text
from hotspots.incoming.publishing import own_areas_words as own_words
from hotspots.incoming.publishing.division import sound_areas
from hotspots.incoming.publishing.own_areas import OWN
from hotspots.settings import Home

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    import geopandas as gpd

    from hotspots.incoming.open_data.boundaries import Division

#: Themes with empty layers, and what those about rail and water lie on, in the package.
_STARTER: Final = "starter"
#: Levels, with the column that says in which area of the wider level each lies.
_LEVELS: Final = {"wijken": "", "buurten": "wijk"}
#: Of more than one gemeente.
_WIDE_LEVELS: Final = {"gemeenten": "", "wijken": "gemeente", "buurten": "wijk"}
#: Always declared, so that the layers can name them; the figures may come later.
_ALWAYS: Final = ("huishoudens", "inwoners")
_FIGURES: Final = ("huishoudens", "inwoners", "woningen")


def make_home(root: Path, division: Division, gemeenten: Sequence[str], *, name: str = "") -> Home:
    """Write a home with the boundaries of a division and empty layers, and return it.

    The folder is there when all of it is: it is made beside its place and moved. A home of more
    than one gemeente has a level of gemeenten; ``name`` is what it is called then.

    Raises
    ------
    SettingsError
        If there is something in the folder, or it cannot be written.
    SourceError
        If the boundaries are not sound; nothing was written.
    """
    if root.exists() and any(root.iterdir()):
        raise SettingsError(*text.not_empty(str(root)))
    with _beside(root) as folder:
        _write(folder, division, gemeenten, name)
        new = Home(folder, folder / ".hotspots")
        if division.service.id == OWN:
            read_geography(read_catalog(new))
        else:
            sound_areas(lambda: read_catalog(new), division, gemeenten, ())
    return Home(root.resolve(), root.resolve() / ".hotspots")


@contextmanager
def _beside(root: Path) -> Iterator[Path]:
    partial = root.with_name(f".{root.name}.new")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
        yield partial
        if root.exists():
            root.rmdir()
        partial.rename(root)
    except OSError as error:
        raise SettingsError(*text.not_made(str(root), reason(error))) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _write(folder: Path, division: Division, gemeenten: Sequence[str], name: str) -> None:
    (folder / "gemeente.toml").write_text(_gemeente(division, gemeenten, name), encoding="utf-8")
    levels = _WIDE_LEVELS if len(gemeenten) > 1 else _LEVELS
    for level, parent in levels.items():
        target = folder / "geodata" / level
        target.mkdir(parents=True)
        path = target / f"{level}.geojson"
        rows = _areas(division, level, parent)
        rows.to_file(path, driver="GeoJSON", engine="pyogrio")
        declared = _declaration(division, level, parent, len(rows), sha256_of(path))
        (target / "layer.toml").write_text(declared, encoding="utf-8")
    for part in ("geodata", "data"):
        _copy(
            files("hotspots.incoming.publishing").joinpath(_STARTER).joinpath(part), folder / part
        )


def _copy(source: Traversable, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for entry in source.iterdir():
        if entry.is_dir():
            _copy(entry, target / entry.name)
        else:
            (target / entry.name).write_bytes(entry.read_bytes())


def _areas(division: Division, level: str, parent: str) -> gpd.GeoDataFrame:
    rows = division.areas[division.areas["level"] == row_level(level)]
    names = {"code": "code", "name": "naam", "water": "water"} | (
        {"parent": parent} if parent else {}
    )
    figures = [name for name in _FIGURES if level == "buurten"]
    return rows[[*names, *figures, "geometry"]].rename(columns=names)


def _gemeente(division: Division, gemeenten: Sequence[str], called: str) -> str:
    rows = division.areas[division.areas["level"] == "gemeente"].set_index("code")
    names = [str(rows.loc[code, "name"]) for code in gemeenten]
    name = called or (names[0] if len(names) == 1 else text.REGION.format(name=names[0]))
    toml = f"[gemeente]\ncode = {_quoted(gemeenten[0])}\nname = {_quoted(name)}\n"
    if len(gemeenten) > 1:
        codes = ", ".join(_quoted(code) for code in gemeenten)
        toml += f"\n[open_data]\ngemeenten = [{codes}]\n"
    return toml


def _declaration(division: Division, level: str, parent: str, rows: int, sha256: str) -> str:
    service = division.service
    lines = [
        f"id = {_quoted(level)}",
        'kind = "areas"',
        f"label = {_quoted(text.LABEL.format(level=level.capitalize(), year=division.year))}",
        f"level = {_quoted(level)}",
        f"note = {_quoted(_note(division))}",
        "",
        "[source]",
        f"file = {_quoted(f'{level}.geojson')}",
        f"rows = {rows}",
        f"sha256 = {_quoted(sha256)}",
        'crs = "EPSG:28992"',
        f"year = {division.year}",
        f"attribution = {_quoted(service.source)}",
        f"licence = {_quoted(service.licence)}",
        f"details = {_quoted(division.requests[-1])}",
        "",
        "[columns]",
        'code = "code"',
        'name = "naam"',
        'water = "water"',
    ]
    if parent:
        lines.append(f"parent = {_quoted(parent)}")
    if level == "buurten":
        for name in _FIGURES:
            if name in _ALWAYS or np.isfinite(division.areas[name]).any():
                lines += [
                    "",
                    f"[denominators.{name}]",
                    f"column = {_quoted(name)}",
                    f"label = {_quoted(name)}",
                    f"year = {division.year}",
                ]
    return "\n".join(lines) + "\n"


def _note(division: Division) -> str:
    """Return what a map says of the borders."""
    if division.service.id == OWN:
        return " ".join((own_words.NOTE.format(year=division.year), division.note)).strip()
    return text.NOTE_OF_HOME.format(year=division.year)


def _quoted(text: str) -> str:
    """Return a text as TOML writes it: JSON's way of quoting is TOML's too."""
    return json.dumps(text, ensure_ascii=False)
