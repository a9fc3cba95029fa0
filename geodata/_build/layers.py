"""What each layer says: its properties, label, note and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import facts
import shapely
from rivers import draw_rivers
from writing import Feature, Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

CC_BY = "CC BY 4.0"
OURS = "EUPL-1.2"
CBS_2023 = "CBS Kerncijfers wijken en buurten 2023 (CC BY 4.0)"
BOUNDARY_DETAILS = (
    "Grenzen nagerekend uit zes vormcijfers per buurt (oppervlakte, zwaartepunt en spreiding) "
    "van de CBS/Kadaster-indeling 2023, afgerond, binnen een op 25 m afgeronde gemeentegrens. "
    "Geen officiële grenzen."
)
#: the same two at every level, of the same year; dwellings are of 2022 and per wijk only
DENOMINATORS: dict[str, dict[str, str | int]] = {
    "huishoudens": {"column": "huishoudens", "label": "huishoudens", "year": 2023},
    "inwoners": {"column": "inwoners", "label": "inwoners", "year": 2023},
}


def buurten_layer(buurten: pd.DataFrame, areas: Sequence[shapely.Polygon]) -> Layer:
    """Return the layer of the buurten; areas in the order of the rows."""
    columns = ["buurtcode", "buurtnaam", "wijkcode", *facts.BUURT_COUNTS]
    return Layer(
        id="buurten",
        kind="areas",
        label="Buurten (benaderde grenzen)",
        level="buurten",
        note=(
            "Benaderde grenzen: nagerekend uit oppervlakte, ligging en vorm van elke buurt in "
            "2023. Ongeveer 96 procent van het land ligt in de goede buurt. Vlak bij een grens "
            "kan een punt in de buurt ernaast vallen."
        ),
        attribution=CBS_2023,
        licence=CC_BY,
        details=BOUNDARY_DETAILS,
        year=2023,
        columns={"code": "buurtcode", "name": "buurtnaam", "parent": "wijkcode"},
        features=_features(buurten[columns], areas),
        denominators=DENOMINATORS,
    )


def wijken_layer(
    wijken: pd.DataFrame, buurten: pd.DataFrame, areas: Sequence[shapely.Polygon]
) -> Layer:
    """Return the layer of the wijken; areas in the order of the rows."""
    sums = buurten.groupby("wijkcode")[["inwoners", "huishoudens"]].sum()
    columns = ["wijkcode", "wijknaam", "inwoners_2022", "woningen_2022"]
    rows = wijken[columns].join(sums, on="wijkcode")
    return Layer(
        id="wijken",
        kind="areas",
        label="Wijken (benaderde grenzen)",
        level="wijken",
        note=(
            "Benaderde grenzen: elke wijk is precies de som van haar benaderde buurten. Ongeveer "
            "98 procent van het land ligt in de goede wijk. Inwoners en huishoudens zijn van "
            "2023, opgeteld uit afgeronde cijfers per buurt; woningen zijn van 2022."
        ),
        attribution="CBS Kerncijfers wijken en buurten 2022 en 2023 (CC BY 4.0)",
        licence=CC_BY,
        details=BOUNDARY_DETAILS,
        year=2023,
        columns={"code": "wijkcode", "name": "wijknaam"},
        features=_features(rows, areas),
        denominators=DENOMINATORS,
    )


def gemeente_layer(buurten: pd.DataFrame, area: shapely.Polygon) -> Layer:
    """Return the layer with the municipality as its one area."""
    row = {
        "gemeentecode": facts.GEMEENTE_CODE,
        "gemeentenaam": facts.GEMEENTE_NAME,
        "inwoners": int(buurten.inwoners.sum()),
        "huishoudens": int(buurten.huishoudens.sum()),
    }
    return Layer(
        id="gemeente",
        kind="areas",
        label="Gemeente Dordrecht (benaderde grenzen)",
        level="gemeente",
        note=(
            "Benaderde grens, afgerond op 25 meter. De gemeentegrens loopt door het midden van "
            "de rivieren."
        ),
        attribution=CBS_2023,
        licence=CC_BY,
        details=BOUNDARY_DETAILS,
        year=2023,
        columns={"code": "gemeentecode", "name": "gemeentenaam"},
        features=((row, area),),
        denominators=DENOMINATORS,
    )


def water_layer(border: shapely.Polygon, wijken: dict[str, shapely.Polygon]) -> Layer:
    """Return the layer of the rivers, as bands of one width each."""
    rivers = draw_rivers(border, wijken)
    return Layer(
        id="water",
        kind="zones",
        label="Rivieren (benaderd)",
        note=(
            "Benaderd water: een strook van vaste breedte langs de gemeentegrens, en voor het "
            "Wantij langs de rand van De Staart. Havens, kreken en echte oevers staan er niet op."
        ),
        attribution="Eigen benadering op basis van CBS Kerncijfers wijken en buurten 2023",
        licence=OURS,
        details=(
            "Breedtes zo gekozen dat de stroken samen passen bij de hectares water van de buurten "
            "langs de grens. Niet geschikt als oeverlijn of voor berekeningen van waterstanden."
        ),
        year=2023,
        columns={"name": "name", "category": "kind"},
        features=tuple(
            (
                {"name": name, "kind": "rivier", "half_width_m": half_width_m, "approximate": True},
                band,
            )
            for name, half_width_m, band in rivers
        ),
    )


def voorzieningen_layer() -> Layer:
    """Return the layer of the places that can hold an event or give shelter."""
    places = facts.read_voorzieningen()
    return Layer(
        id="voorzieningen",
        kind="places",
        label="Voorzieningen",
        note=(
            "Plekken waar een evenement of opvang kan zijn: sporthallen, theaters, bibliotheken, "
            "zwemplekken, ziekenhuizen en waterbushaltes (2025). Geen volledige lijst."
        ),
        attribution="Voorzieningenmonitor gemeente Dordrecht 2025",
        licence=OURS,
        details="Overgenomen in een eigen lijst; ligging afgerond op 10 m.",
        year=2025,
        columns={"name": "naam", "category": "categorie"},
        features=_features(places[["naam", "categorie", "wijkcode"]], _points(places)),
        approximate=False,
    )


def _points(rows: pd.DataFrame) -> list[shapely.Point]:
    return list(shapely.points(rows[["x_rd", "y_rd"]].to_numpy(float)))


def _features(rows: pd.DataFrame, geometries: Sequence[shapely.Geometry]) -> tuple[Feature, ...]:
    """Pair rows with geometries; an empty cell becomes null."""
    records = rows.astype(object).where(rows.notna(), None).to_dict("records")
    named = ({str(column): value for column, value in row.items()} for row in records)
    return tuple(zip(named, geometries, strict=True))
