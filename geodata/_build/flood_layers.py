"""The layers of the example of a flood: one as zones, the other as two rasters."""

from __future__ import annotations

import flood_example as flood
import numpy as np
import shapely
from risk_declarations import RiskLayer

EXAMPLE = "Voorbeeld, gemaakt uit opgeschreven aannames"
LICENCE = "EUPL-1.2"
FLOOD_DETAILS = (
    "Aangenomen: waar de dijk breekt, dat het water daar 2,4 m diep staat en per km 0,17 m "
    "minder, nooit minder dan 0,3 m, en dat het een halve km per uur vordert. Binnen de dijkring; "
    "De Staart en de historische haven liggen erbuiten; van de haven zegt het raster niets."
)


def dike_ring(
    buurten: list[tuple[dict[str, object], shapely.Geometry]], water: shapely.Geometry
) -> shapely.Geometry:
    """Return the land inside the dike ring, as far as the buurten tell."""
    inside = [
        shape
        for row, shape in buurten
        if row["wijkcode"] not in flood.OUTSIDE_WIJKEN
        and row["buurtcode"] not in flood.OUTSIDE_BUURTEN
    ]
    ring = shapely.difference(shapely.coverage_union_all(inside), water)
    return max(shapely.get_parts(ring), key=shapely.area)


def flood_zones(ring: shapely.Geometry) -> RiskLayer:
    """Return the flood from the west as zones of depth and hour."""
    features = []
    for depth_from, depth_to, hour, area in flood.zones(flood.flooded_cells(ring, "west", 200)):
        row = {
            "scenario": "west",
            "diepte": f"{depth_from:g} tot {depth_to:g} m".replace(".", ","),
            "diepte_van_m": depth_from,
            "diepte_tot_m": depth_to,
            "aankomst_uur": hour,
            "duur_uur": None,
        }
        features.append((row, area))
    return RiskLayer(
        id="overstroming",
        kind="zones",
        purpose="flood_zone",
        label="Overstroming (voorbeeld)",
        note=(
            "Voorbeeld, geen berekening van water: de diepte neemt af met de afstand tot een "
            "gekozen plek in de dijk. Neem er geen besluit op. Lees een kaart van LIWO in."
        ),
        attribution=EXAMPLE,
        licence=LICENCE,
        details=FLOOD_DETAILS,
        year=2023,
        columns={"name": "diepte", "category": "scenario"},
        features=tuple(features),
        synthetic=True,
    )


def outside_dike(buurten: list[tuple[dict[str, object], shapely.Geometry]]) -> shapely.Geometry:
    """Return the buurten outside the dike that are not the high ground of De Staart."""
    return shapely.union_all(
        [shape for row, shape in buurten if row["buurtcode"] in flood.OUTSIDE_BUURTEN]
    )


def flood_duration(ring: shapely.Geometry) -> RiskLayer:
    """Return the raster of how long water stays: the example says nothing of that."""
    cells = flood.flooded_cells(ring, "zuid", 100)
    one = flood.Cells(cells.x_rd[:1], cells.y_rd[:1], cells.depth_m[:1], cells.arrival_h[:1], 100.0)
    return RiskLayer(
        id="overstroming_duur",
        kind="raster",
        purpose="flood_duration",
        label="Uren dat het water blijft staan",
        note=(
            "Nog niet ingelezen: het voorbeeld zegt niet hoe lang het water blijft staan. Lees een "
            "raster in met uren, onder de naam van de overstroming."
        ),
        attribution="Nog geen bron",
        licence=LICENCE,
        details="Leeg tot iemand een raster inleest.",
        year=2023,
        raster=flood.geotiff(one, np.array([flood.NO_DATA])),
        no_cells=True,
        file="leeg.tif",
        approximate=False,
    )


def flood_raster(
    ring: shapely.Geometry,
    purpose: str,
    buurten: list[tuple[dict[str, object], shapely.Geometry]],
) -> RiskLayer:
    """Return the depth or the hour of the other example, per 100 m."""
    cells = flood.flooded_cells(ring, "zuid", 100)
    depth = purpose == "flood_depth"
    if depth:
        bounds = shapely.total_bounds([shape for _, shape in buurten])
        cells = flood.with_dry_land(cells, tuple(bounds.tolist()), outside_dike(buurten))
    return RiskLayer(
        id="overstroming_diepte" if depth else "overstroming_aankomst",
        kind="raster",
        purpose=purpose,
        label="Waterdiepte (voorbeeld)" if depth else "Uren tot het water komt (voorbeeld)",
        note="Voorbeeld, geen berekening van water. Neem er geen besluit op.",
        attribution=EXAMPLE,
        licence=LICENCE,
        details=FLOOD_DETAILS,
        year=2023,
        raster=flood.geotiff(cells, cells.depth_m if depth else cells.arrival_h),
        file="zuid.tif",
        synthetic=True,
    )
