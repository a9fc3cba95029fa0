"""The town of four buurten, with names that try to be more than a name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

IMAGE: Final = "<img src=x onerror=window.PWN=1>"
TEMPLATE: Final = "{{77777*99991}}"
SCRIPT: Final = '"><script>window.PWN=1</script>'
PICTURE: Final = "![p](https://elders.example/p.png) www.elders.example jan@elders.example"
BUURTEN: Final = (IMAGE, TEMPLATE, SCRIPT, PICTURE)
WIJKEN: Final = (f"{SCRIPT} Boven", f"{IMAGE} Onder")


def hostile_home(folder: Path) -> Home:
    """Write the town with hostile names at every place where a name can stand."""
    home = tiny_home(folder)
    for level, names in (("buurten", BUURTEN), ("wijken", WIJKEN), ("haltes", (IMAGE,))):
        path = home.geodata / level / f"{level}.geojson"
        collection = json.loads(path.read_text(encoding="utf-8"))
        for feature, name in zip(collection["features"], names, strict=True):
            feature["properties"]["naam"] = name
        path.write_text(json.dumps(collection), encoding="utf-8")
    _rename(
        home.themes / "proef" / "theme.toml",
        {
            '"Proef"': f"{IMAGE} Proef", '"Inbraak"': f"{SCRIPT} Inbraak", '"Woning"': TEMPLATE,
            '"Schuur"': IMAGE, '"inbraak"\nnoun_plural': IMAGE, '"inbraken"': f"{SCRIPT} inbraken",
            '"Verzonnen"': f"{IMAGE} {PICTURE}", '"Een thema om mee te tellen."': PICTURE,
            '"Verzonnen voor de test"': PICTURE, '"inbraak"\nyear': IMAGE, '"Haltes"': IMAGE,
        },
    )  # fmt: skip
    _rename(home.gemeente, {'"Vierbuurten"': f"{IMAGE} Vierbuurten"})
    _rename(home.geodata / "buurten" / "layer.toml", {'"huishoudens"\nyear': f"{SCRIPT} h"})
    return home


#: What a spreadsheet takes for a formula.
FORMULAS: Final = ("=1+1", "@SUM(A1)", "+31 6", "-cmd|'/c calc'!A0")


def formula_home(folder: Path) -> Home:
    """Write the town with formulas for names, at every place that an export has a column for."""
    home = tiny_home(folder)
    for level, names in (("buurten", FORMULAS), ("wijken", FORMULAS[:2]), ("haltes", FORMULAS[:1])):
        path = home.geodata / level / f"{level}.geojson"
        collection = json.loads(path.read_text(encoding="utf-8"))
        for feature, name in zip(collection["features"], names, strict=True):
            feature["properties"]["naam"] = name
        path.write_text(json.dumps(collection), encoding="utf-8")
    _rename(
        home.themes / "proef" / "theme.toml",
        {
            '"Proef"': "=Proef", '"Inbraak"': "=Inbraak", '"Woning"': "@woning",
            '"inbraak"\nnoun_plural': "=inbraak", '"inbraken"': "=inbraken",
            '"Verzonnen"': '=HYPERLINK("https://elders.example")',
        },
    )  # fmt: skip
    _rename(home.geodata / "buurten" / "layer.toml", {'"huishoudens"\nyear': "=h"})
    return home


def _rename(declaration: Path, names: dict[str, str]) -> None:
    """Put other texts where a declaration has these; a key of TOML after one tells which."""
    written = declaration.read_text(encoding="utf-8")
    for before, hostile in names.items():
        _, after, key = before.partition("\n")
        assert before in written, before
        written = written.replace(before, json.dumps(hostile) + after + key)
    declaration.write_text(written, encoding="utf-8")
