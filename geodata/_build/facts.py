"""What is known about Dordrecht: the figures in `facts/`, as typed rows and frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from power_diagram import Figures

FOLDER = Path(__file__).parent / "facts"

GEMEENTE_CODE, GEMEENTE_NAME = "GM0505", "Dordrecht"
#: the source writes "Nieuw-krispijn"; the wijk is named after Krispijn, a proper name
WIJK_NAMES_CORRECTED = {"WK050504": "Nieuw-Krispijn"}
#: whole numbers, and empty where CBS does not publish them
BUURT_COUNTS = [
    "inwoners",
    "huishoudens",
    "pct_0_15",
    "pct_65plus",
    "pct_eenpersoons",
    "land_ha",
    "water_ha",
]


def read_buurten() -> pd.DataFrame:
    """Return the buurten of 2023, sorted by code, with their figures and shape figures."""
    types = dict.fromkeys(BUURT_COUNTS, "Int64")
    buurten = pd.read_csv(FOLDER / "buurten_2023.csv", dtype=types)
    return buurten.sort_values("buurtcode", ignore_index=True)


def read_wijken() -> pd.DataFrame:
    """Return the wijken of 2022, sorted by code, with their names as used on screen."""
    wijken = pd.read_csv(FOLDER / "wijken_2022.csv")
    wijken["wijknaam"] = wijken.wijkcode.map(WIJK_NAMES_CORRECTED).fillna(wijken.wijknaam)
    return wijken.sort_values("wijkcode", ignore_index=True)


def read_border() -> shapely.Polygon:
    """Return the municipal border, RD metres; its corners in the order of the file."""
    return shapely.Polygon(pd.read_csv(FOLDER / "gemeentegrens.csv").to_numpy())


def read_stations() -> pd.DataFrame:
    """Return the stations, sorted by code."""
    return pd.read_csv(FOLDER / "stations.csv").sort_values("code", ignore_index=True)


def read_voorzieningen() -> pd.DataFrame:
    """Return the voorzieningen, sorted by category and name; a name may occur in two categories."""
    places = pd.read_csv(FOLDER / "voorzieningen.csv")
    return places.sort_values(["categorie", "naam", "x_rd", "y_rd"], ignore_index=True)


def read_spoorlijnen() -> dict[str, shapely.LineString]:
    """Return each railway line by its name, sorted by name."""
    corners = pd.read_csv(FOLDER / "spoorlijnen.csv").sort_values(["lijn", "volgorde"])
    return {
        str(name): shapely.LineString(line[["x_rd", "y_rd"]].to_numpy(float))
        for name, line in corners.groupby("lijn")
    }


def shape_figures(buurten: pd.DataFrame) -> Figures:
    """Return centroids and second moments of the buurten, in the order of the rows."""
    columns = ["x_rd", "y_rd", "var_x_m2", "var_y_m2", "cov_xy_m2"]
    return Figures(*(buurten[column].to_numpy(np.float64) for column in columns))


def area_shares(buurten: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the part of the municipality that is in each buurt; the parts sum to 1.

    The border encloses 99,47 km2 and the buurten are 98,62 km2: the difference is the part of
    the Hollands Diep that belongs to no buurt. The shares spread it over all.
    """
    area_m2 = buurten.area_m2.to_numpy(np.float64)
    return np.asarray(area_m2 / area_m2.sum())
