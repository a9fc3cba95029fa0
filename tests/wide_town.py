"""A region of four gemeenten in two regio's, each the town of four buurten, moved.

y 424.000 +-----------+-----------+
          | Berg      | Cattum    |   Berg, Dal: regio West   RG01
y 422.000 +-----------+-----------+   Cattum, Dijk: regio Oost RG02
          | Dal       | Dijk      |
y 420.000 +-----------+-----------+
        x 100.000   102.000     104.000

A buurt has as many huishoudens and inwoners as in the town. What happened happened in the town,
and is repeated in each gemeente: once in the first, twice in the second, and so on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import town
from hotspots.settings import Home

if TYPE_CHECKING:
    from pathlib import Path

#: code, name, regio, moved east and north in metres, how many times the incidents of the town
GEMEENTEN: Final = (
    ("GM9991", "Dal", "RG01", 0, 0, 1),
    ("GM9992", "Dijk", "RG02", 2_000, 0, 2),
    ("GM9993", "Berg", "RG01", 0, 2_000, 3),
    ("GM9994", "Cattum", "RG02", 2_000, 2_000, 4),
)
REGIOS: Final = (("RG01", "West", 100_000), ("RG02", "Oost", 102_000))
#: Of the town, what lies in one of its buurten: x, y of each, by the rows of its file.
TOLD: Final = (
    ("woning", "2016-12-31 23:30", 100_050, 421_050),
    ("woning", "2017-01-05 19:00", 100_060, 421_060),
    ("schuur", "2017-01-06", 100_550, 421_550),
    ("woning", "2017-02-03 02:00", 100_060, 421_055),
    ("woning", "2017-02-10 13:15", 101_250, 421_250),
    ("schuur", "2017-03-01 08:00", 101_999, 421_999),
    ("woning", "2017-03-31 12:00", 100_500, 420_500),
)


def wide_home(folder: Path, *, regios: bool = True, alike: bool = False) -> Home:
    """Write the region to a folder and return it as a home; nothing is published yet.

    ``alike`` gives wijken and buurten the same names in every gemeente: "Boven", "Noord".
    """
    home = town.tiny_home(folder)
    written = {
        "gemeente.toml": town.GEMEENTE.replace("GM9999", "VR99").replace(
            "Vierbuurten", "Vierlanden"
        ),
        "data/proef/inbraak.csv": _incidents(),
        **_level("buurten", _buurten(alike), parent="wijk"),
        **_level("wijken", _wijken(alike), parent="gemeente"),
        **_level("gemeenten", _gemeenten(), parent="regio" if regios else ""),
    }
    if regios:
        written |= _level("regios", _regios())
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Home(home.root, home.state)


def _level(level: str, features: list[dict[str, object]], *, parent: str = "") -> dict[str, str]:
    declared = town.areas_toml(level, parent=parent, figures=level == "buurten")
    return {
        f"geodata/{level}/layer.toml": declared,
        f"geodata/{level}/{level}.geojson": town.collection(features),
    }


def _called(name: str, gemeente: str, alike: bool) -> str:
    return name if alike else f"{name} van {gemeente}"


def _code(code: str, gemeente: str) -> str:
    return code.replace("9999", gemeente[2:])


def _buurten(alike: bool) -> list[dict[str, object]]:
    return [
        town.buurt(
            (
                _code(code, gm),
                _called(name, naam, alike),
                _code(wijk, gm),
                west + east,
                south + north,
                a,
                b,
            )
        )
        for gm, naam, _, east, north, _ in GEMEENTEN
        for code, name, wijk, west, south, a, b in town.BUURTEN
    ]


def _wijken(alike: bool) -> list[dict[str, object]]:
    return [
        town.feature(
            {"code": _code(code, gm), "naam": _called(name, naam, alike), "gemeente": gm},
            "Polygon",
            town.square(100_000 + east, south + north, 2 * town.SIDE_M),
        )
        for gm, naam, _, east, north, _ in GEMEENTEN
        for code, name, south in town.WIJKEN
    ]


def _gemeenten() -> list[dict[str, object]]:
    return [
        town.feature(
            {"code": code, "naam": name, "regio": regio},
            "Polygon",
            town.square(100_000 + east, 420_000 + north, 2 * town.SIDE_M, 2 * town.SIDE_M),
        )
        for code, name, regio, east, north, _ in GEMEENTEN
    ]


def _regios() -> list[dict[str, object]]:
    return [
        town.feature(
            {"code": code, "naam": name},
            "Polygon",
            town.square(west, 420_000, 2 * town.SIDE_M, 4 * town.SIDE_M),
        )
        for code, name, west in REGIOS
    ]


def _incidents() -> str:
    rows = ["id,soort,begin,eind,x,y"]
    for _, _, _, east, north, times in GEMEENTEN:
        for soort, begin, x, y in TOLD * times:
            # A metre east of the border of a buurt is still in that buurt.
            rows.append(f"{len(rows)},{soort},{begin},,{x + east},{y + north}")
    return "\n".join(rows) + "\n"
