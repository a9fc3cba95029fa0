"""Areas from a file of one's own, as a division: a home without any service.

A GeoPackage, GeoJSON or other file of polygons: one row per buurt, with a code, and what there is
of a name, the wijk around it and figures. The wijken and the whole are the buurten together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from hotspots.catalog.grammar import suggestion
from hotspots.crs import RD_NEW
from hotspots.dutch import reason
from hotspots.errors import SourceError
from hotspots.geography.areas import polygons_alone, require_netherlands
from hotspots.incoming.open_data.boundaries import FIGURES, Division
from hotspots.incoming.open_data.services import Service
from hotspots.incoming.publishing import own_areas_words as words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: What a file may have of an area, with the names of columns that are known without being told;
#: they are compared in small letters.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("code", "buurtcode", "bu_code", "statcode", "gebiedscode", "id"),
    "name": ("naam", "buurtnaam", "bu_naam", "statnaam", "gebiedsnaam", "name"),
    "wijk": ("wijkcode", "wk_code", "wijk"),
    "wijk_name": ("wijknaam", "wk_naam"),
    "huishoudens": ("huishoudens", "aantal_huishoudens", "aantalhuishoudens"),
    "inwoners": ("inwoners", "aantal_inwoners", "aantalinwoners"),
    "woningen": ("woningen", "aantal_woningen", "woningvoorraad"),
}
#: What a service is called of which there is none.
OWN: Final = "own"


def own_division(
    path: Path,
    gemeente: str,
    name: str,
    year: int,
    *,
    layer: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Division:
    """Return the areas of a file as a division of one gemeente.

    Parameters
    ----------
    gemeente, name
        The code and the name of the whole.
    year
        Of what year the areas and their figures are.
    layer
        Which layer of a file with more of them.
    columns
        Per field of `FIELDS` the column that has it, where that does not go by a known name.

    Raises
    ------
    SourceError
        If the file cannot be read, says of no CRS, has no column of codes, or lies elsewhere.
    """
    rows = _read(path, layer)
    chosen = _chosen(path, rows, columns or {})
    shapes, repaired = polygons_alone(rows.geometry.to_numpy())
    code = rows[chosen["code"]].astype(str).str.strip()
    buurten = pd.DataFrame(
        {
            "level": "buurten",
            "code": code,
            "name": rows[chosen.get("name", chosen["code"])].astype(str).str.strip(),
            "parent": _wijk_codes(rows, chosen, gemeente),
            "_wijk_name": _wijk_names(rows, chosen, name),
        }
    )
    for figure in FIGURES:
        numbers = rows[chosen[figure]] if figure in chosen else pd.Series(np.nan, rows.index)
        buurten[figure] = pd.to_numeric(numbers, errors="coerce")
    areas = gpd.GeoDataFrame(buurten, geometry=shapes, crs=RD_NEW)
    require_netherlands(areas, f"'{path.name}'", words.OWN_CRS)
    whole = [*_wijken(areas, gemeente), _gemeente(areas, gemeente, name)]
    wide = gpd.GeoDataFrame(whole, geometry="geometry", crs=RD_NEW)
    together = gpd.GeoDataFrame(
        pd.concat([wide, areas.drop(columns="_wijk_name")], ignore_index=True), crs=RD_NEW
    )
    together["gemeente"], together["water"] = gemeente, "NEE"
    note = words.repaired([str(code.iloc[at]) for at in repaired]) if len(repaired) else ""
    service = Service(OWN, path.name, "", words.LICENCE, words.SOURCE.format(file=path.name))
    return Division(year, together, service, (path.name,), (), note)


def _read(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    """Return the rows of a file, in RD."""
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if layer is None and len(layers) > 1:
            raise SourceError(*words.which_layer(path.name, layers))
        if layer is not None and layer not in layers:
            raise SourceError(*words.no_layer(path.name, layer, layers))
        rows = gpd.read_file(path, layer=layer)
    except (OSError, ValueError, RuntimeError) as error:  # pyogrio's own are of the last
        raise SourceError(*words.unreadable(path.name, reason(error))) from error
    if not isinstance(rows, gpd.GeoDataFrame) or rows.empty:
        raise SourceError(*words.no_areas(path.name))
    if rows.crs is None:
        raise SourceError(*words.no_crs(path.name))
    return rows.to_crs(RD_NEW)


def _chosen(path: Path, rows: gpd.GeoDataFrame, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each field: the one that was named, or one with a known name."""
    there = [str(name) for name in rows.columns if name != rows.geometry.name]
    for field, column in columns.items():
        if field not in FIELDS:
            raise SourceError(*words.no_field(field, suggestion(field, tuple(FIELDS))))
        if column not in there:
            raise SourceError(*words.no_column(path.name, column, there))
    small = {name.lower(): name for name in reversed(there)}
    known = {
        field: small[name]
        for field, names in FIELDS.items()
        if (name := next((one for one in names if one in small), None)) is not None
    }
    chosen = known | dict(columns)
    if "code" not in chosen and "name" in chosen:
        # One column may be both.
        chosen["code"] = chosen["name"]
    if "code" not in chosen:
        raise SourceError(*words.no_code(path.name, there))
    return chosen


def _wijk_codes(rows: gpd.GeoDataFrame, chosen: Mapping[str, str], gemeente: str) -> pd.Series:
    column = chosen.get("wijk", chosen.get("wijk_name"))
    if column is None:
        return pd.Series(_only_wijk(gemeente), rows.index)
    codes: pd.Series = rows[column].astype(str).str.strip()
    return codes


def _wijk_names(rows: gpd.GeoDataFrame, chosen: Mapping[str, str], name: str) -> pd.Series:
    column = chosen.get("wijk_name", chosen.get("wijk"))
    if column is None:
        return pd.Series(name, rows.index)
    names: pd.Series = rows[column].astype(str).str.strip()
    return names


def _only_wijk(gemeente: str) -> str:
    """Return the code of the wijk that is all there is, where a file knows of none."""
    return f"WK{gemeente.removeprefix('GM')}00"


def _wijken(areas: gpd.GeoDataFrame, gemeente: str) -> list[dict[str, object]]:
    """Return each wijk: the buurten in it together, by the name that the first of them gives."""
    return [
        {
            "level": "wijken",
            "code": str(code),
            "name": str(inside["_wijk_name"].iloc[0]),
            "parent": gemeente,
            "geometry": _together(inside),
        }
        for code, inside in areas.groupby("parent", sort=True)
    ]


def _gemeente(areas: gpd.GeoDataFrame, gemeente: str, name: str) -> dict[str, object]:
    return {
        "level": "gemeente",
        "code": gemeente,
        "name": name,
        "parent": "",
        "geometry": _together(areas),
    }


def _together(areas: gpd.GeoDataFrame) -> shapely.Geometry:
    """Return areas as one; of a shape that is not valid the check of the home says so."""
    return shapely.union_all(shapely.make_valid(areas.geometry.to_numpy()))
