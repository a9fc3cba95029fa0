"""The areas that the local server answers with: embedded ones, and official files where they are.

Properties are in snake_case as PDOK gives them since 2022; `camel_case` makes those of the WFS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from compared_with import COMPARED_WITH
from hotspots.crs import RD_NEW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REPOSITORY: Final = Path(__file__).parents[2]
SHARED: Final = COMPARED_WITH / "real"
#: What CBS writes for a figure that it does not give.
NO_DATA, SECRET = -99995, -99997


@dataclass(frozen=True)
class Area:
    """A feature of the server: its properties in snake_case, and its shape in RD."""

    properties: Mapping[str, Any]
    shape: shapely.Geometry


#: Per collection, in the order of their fid.
Collections = dict[str, list[Area]]


def embedded(year: int) -> Collections:
    """Return Dordrecht as the repository brings it along."""
    wijken, buurten = (
        gpd.read_file(REPOSITORY / "geodata" / level / f"{level}.geojson")
        for level in ("wijken", "buurten")
    )
    rows = {
        "wijken": [(row.wijkcode, row.wijknaam, None, row) for row in wijken.itertuples()],
        "buurten": [
            (row.buurtcode, row.buurtnaam, row.wijkcode, row) for row in buurten.itertuples()
        ],
    }
    return _collections(rows, {"GM0505": "Dordrecht"}, year)


def official(year: int = 2023) -> Collections:
    """Return the official boundaries of Dordrecht, of its file of 2023 in camelCase."""
    frames = {
        level: gpd.read_file(SHARED / "dordrecht" / f"dordrecht_{level}_2023.gpkg")
        for level in ("wijken", "buurten")
    }
    found: Collections = {}
    for level, frame in frames.items():
        rows = frame.drop(columns="geometry").rename(columns=snake_case).to_dict("records")
        found[level] = [
            Area({**_plain(row), "jaar": year}, shape)
            for row, shape in zip(rows, frame.geometry, strict=True)
        ]
    found["gemeenten"] = [_gemeente("GM0505", "Dordrecht", year, found["buurten"])]
    return found


def squares(
    buurten: Sequence[tuple[str, str, str, int, int, int, int]],
    side_m: int,
    *,
    gemeente: tuple[str, str],
    year: int = 2023,
) -> Collections:
    """Return a town of squares, as `town.BUURTEN` describes one."""
    code, name = gemeente
    found: Collections = {"buurten": [], "wijken": []}
    for buurt, label, wijk, west, south, households, residents in buurten:
        properties = {
            "buurtcode": buurt, "buurtnaam": label, "wijkcode": wijk, "gemeentecode": code,
            "gemeentenaam": name, "jaar": year, "water": "NEE",
            "aantal_huishoudens": households, "aantal_inwoners": residents,
        }  # fmt: skip
        shape = shapely.box(west, south, west + side_m, south + side_m)
        found["buurten"].append(Area(properties, shape))
    for wijk in dict.fromkeys(area.properties["wijkcode"] for area in found["buurten"]):
        inside = [area for area in found["buurten"] if area.properties["wijkcode"] == wijk]
        properties = {
            "wijkcode": wijk, "wijknaam": f"Wijk {wijk[-2:]}", "gemeentecode": code,
            "gemeentenaam": name, "jaar": year, "water": "NEE",
        }  # fmt: skip
        shape = shapely.coverage_union_all([area.shape for area in inside])
        found["wijken"].append(Area(properties, shape))
    found["gemeenten"] = [_gemeente(code, name, year, found["buurten"])]
    return found


def _collections(rows: Mapping[str, Any], gemeenten: Mapping[str, str], year: int) -> Collections:
    found: Collections = {}
    for level, areas in rows.items():
        one = level.removesuffix("en")
        found[level] = []
        for code, name, parent, row in areas:
            gemeente = f"GM{code[2:6]}"
            properties = {
                f"{one}code": code, f"{one}naam": name, "gemeentecode": gemeente,
                "gemeentenaam": gemeenten[gemeente], "jaar": year, "water": "NEE",
                "jrstatcode": f"{year}{code}",
                "aantal_inwoners": _figure(row.inwoners), "mannen": NO_DATA,
                "aantal_huishoudens": _figure(row.huishoudens),
            }  # fmt: skip
            if parent:
                properties["wijkcode"] = parent
            found[level].append(Area(properties, row.geometry))
    found["gemeenten"] = [
        _gemeente(code, name, year, found["buurten"]) for code, name in gemeenten.items()
    ]
    return found


def _gemeente(code: str, name: str, year: int, buurten: list[Area]) -> Area:
    inside = [area.shape for area in buurten if area.properties["gemeentecode"] == code]
    properties = {"gemeentecode": code, "gemeentenaam": name, "jaar": year, "water": "NEE"}
    return Area(properties, shapely.union_all(inside))


def _figure(value: float) -> int:
    return SECRET if pd.isna(value) else int(value)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of Python; a hole in a table is null, as a service writes it."""
    return {
        name: None if pd.isna(value) else value.item() if hasattr(value, "item") else value
        for name, value in row.items()
    }


def groningen() -> Collections:
    """Return Groningen of 2017 in the old upper-case names, as its files have them."""
    found: Collections = {}
    for level, file in (("wijken", "wijk2017"), ("buurten", "buurt2017")):
        frame = gpd.read_file(SHARED / "groningen" / f"{file}.gpkg").to_crs(RD_NEW)
        rows = frame.drop(columns="geometry").to_dict("records")
        # The server filters by the name of now, whatever the areas call it.
        found[level] = [
            Area({**_plain(row), "gemeentecode": "GM0014"}, shape)
            for row, shape in zip(rows, frame.geometry, strict=True)
        ]
    found["gemeenten"] = [_gemeente("GM0014", "Groningen", 2017, found["buurten"])]
    return found


#: The gemeenten of the region of The Hague of which there are counts.
THE_HAGUE: Final = {
    "GM0484": "Alphen aan den Rijn",
    "GM0503": "Delft",
    "GM0513": "Gouda",
    "GM0518": "'s-Gravenhage",
    "GM0553": "Lisse",
    "GM0603": "Rijswijk",
    "GM0629": "Wassenaar",
    "GM0637": "Zoetermeer",
}


def the_hague(gemeenten: Sequence[str]) -> Collections:
    """Return the districts of a region as wijken of one buurt each: finer lines are not at hand."""
    districts = gpd.read_file(SHARED / "denhaag" / "districts.gpkg").to_crs(RD_NEW)
    found: Collections = {"wijken": [], "buurten": []}
    for row in districts.itertuples():
        digits = f"{int(row.district_code):06d}"
        # Some shapes hold a stray line or point beside their polygons, or nothing at all.
        polygons = [part for part in shapely.get_parts(row.geometry) if part.area]
        if f"GM{digits[:4]}" not in gemeenten or not polygons:
            continue
        shape = shapely.union_all(polygons)
        properties = {
            "wijkcode": f"WK{digits}", "wijknaam": row.name or f"District {digits}",
            "gemeentecode": f"GM{digits[:4]}", "gemeentenaam": THE_HAGUE[f"GM{digits[:4]}"],
            "water": "NEE",
        }  # fmt: skip
        found["wijken"].append(Area(properties, shape))
        named = {"buurtcode": f"BU{digits}00", "buurtnaam": properties["wijknaam"]}
        found["buurten"].append(Area({**properties, **named}, shape))
    found["gemeenten"] = [
        _gemeente(code, THE_HAGUE[code], 2017, found["buurten"]) for code in gemeenten
    ]
    return found


def together(*several: Collections) -> Collections:
    """Return areas of several gemeenten as one service has them."""
    return {
        level: [area for collections in several for area in collections[level]]
        for level in ("gemeenten", "wijken", "buurten")
    }


def camel_case(name: str) -> str:
    """Return a name as the WFS of 2023 writes it."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def snake_case(name: str) -> str:
    """Return a name as the OGC API writes it."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=[0-9])", "_", name).lower()


def upper_case(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return properties under the names of before 2022."""
    names = {
        "buurtcode": "BU_CODE", "buurtnaam": "BU_NAAM", "wijkcode": "WK_CODE",
        "wijknaam": "WK_NAAM", "gemeentecode": "GM_CODE", "gemeentenaam": "GM_NAAM",
        "aantal_inwoners": "AANT_INW", "aantal_huishoudens": "AANTAL_HH", "water": "WATER",
    }  # fmt: skip
    return {names.get(name, name.upper()): value for name, value in properties.items()}


def shapes_in(areas: Sequence[Area], crs: str) -> list[dict[str, Any]]:
    """Return the shapes of areas as GeoJSON in a CRS."""
    return shapes_of([area.shape for area in areas], crs)


def shapes_of(shapes: Sequence[shapely.Geometry], crs: str) -> list[dict[str, Any]]:
    """Return shapes in RD as GeoJSON in another CRS; degrees with the decimals that PDOK gives."""
    series = gpd.GeoSeries(list(shapes), crs=RD_NEW).to_crs(crs)
    decimals = 3 if crs == RD_NEW else 9
    return [
        {"type": shape["type"], "coordinates": _round(shape["coordinates"], decimals)}
        for shape in (shapely.geometry.mapping(one) for one in series)
    ]


def _round(coordinates: Any, decimals: int) -> Any:  # noqa: ANN401
    if isinstance(coordinates, float | int):
        return round(float(coordinates), decimals)
    return [_round(part, decimals) for part in coordinates]
