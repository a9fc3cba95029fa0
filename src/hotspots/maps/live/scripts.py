"""The scripts of the live map as one script, and its styles as one sheet.

A page that is opened from a disk can import no module: to a browser each file is another origin.
A page from a server can, but would fetch forty files, the one only when the other has come. So a
module and what it imports are joined here, each in a function of its own, which hands out what the
module exports. Nothing else in them changes.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

#: The browser half of the live map, served as it stands.
ASSETS: Final = Path(__file__).parent / "assets"
LEAFLET: Final = "vendor/leaflet/leaflet.js"
_STYLE_SHEETS: Final = ("live_map.css", "pointed.css")
#: Of what a map asks by itself, which one in a file does not.
_ASKING: Final = "asking.css"

#: What an import takes: the default, or some names, or nothing; and the module that it takes from.
_IMPORT: Final = re.compile(
    r'^import (?:(?P<default>\w+) from |(?P<names>\{[^}]*\}) from )?"\./(?P<module>[\w./]+)";\n',
    re.MULTILINE,
)
_EXPORT: Final = re.compile(
    r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE
)
_DEFAULT: Final = re.compile(r"^export default (\w+);\n", re.MULTILINE)
_LEFT_OVER: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
#: Developer tools would fetch it.
_SOURCE_MAP: Final = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_ADDRESS: Final = re.compile(r"url\([^)]*\)")


@cache
def joined_script(entry: str) -> str:
    """Return a module and all that it imports as one script that any page can hold.

    Parameters
    ----------
    entry
        Its file name, below `ASSETS`.

    Raises
    ------
    ValueError
        If a module imports or exports in a way that is not known here.
    """
    return '"use strict";\n' + "".join(map(_in_a_scope, _in_order(entry)))


@cache
def joined_files() -> dict[str, str]:
    """Return by name what a page of the application fetches: two modules and a style sheet."""
    modules = {
        f"{Path(entry).stem}.all.js": f"{joined_script(entry)}export default {default};\n"
        for entry, default in (
            ("live_map.js", "$live_map.default"),
            ("where_am_i.js", "$where_am_i.default"),
        )
    }
    asking = (ASSETS / _ASKING).read_text(encoding="utf-8")
    return {**modules, "live_map.all.css": style_sheet() + asking}


def _in_order(entry: str) -> list[str]:
    """Return a module and those that it imports, each after the ones that it needs itself."""
    ordered: list[str] = []
    for match in _IMPORT.finditer(script(entry)):
        ordered += [name for name in _in_order(match["module"]) if name not in ordered]
    return [*ordered, entry]


def _in_a_scope(name: str) -> str:
    code = script(name)
    exported = _EXPORT.findall(code) + [f"default: {given}" for given in _DEFAULT.findall(code)]
    code = _DEFAULT.sub("", _EXPORT.sub("", _IMPORT.sub(_taken, code)))
    if left_over := _LEFT_OVER.search(code):
        problem = f"{name}: cannot be joined: {left_over[0]}"
        raise ValueError(problem)
    handed_out = ", ".join(exported)
    return f"const {_variable(name)} = (() => {{\n{code}\nreturn {{ {handed_out} }};\n}})();\n"


def _taken(match: re.Match[str]) -> str:
    """Return an import as what the function of that module handed out."""
    module = _variable(match["module"])
    if match["default"]:
        return f"const {match['default']} = {module}.default;\n"
    return f"const {match['names']} = {module};\n" if match["names"] else ""


def _variable(name: str) -> str:
    return "$" + Path(name).stem if name != LEAFLET else "$vendored_leaflet"


def script(name: str) -> str:
    """Return a script as it stands, without the address of its source map."""
    return _SOURCE_MAP.sub("", (ASSETS / name).read_text(encoding="utf-8")).strip() + "\n"


@cache
def style_sheet() -> str:
    """Return the styles of the live map, those of Leaflet first: ours overrule them."""
    own = ((ASSETS / name).read_text(encoding="utf-8") for name in _STYLE_SHEETS)
    return leaflet_style_sheet() + "".join(own)


@cache
def leaflet_style_sheet() -> str:
    """Return the styles of Leaflet, without the images of controls that are not here."""
    return _ADDRESS.sub("none", (ASSETS / "vendor/leaflet/leaflet.css").read_text(encoding="utf-8"))
