"""Build the layers for fysieke veiligheid from the figures in `facts/` and the areas built before.

    python geodata/_build/build_risk.py [--out FOLDER]

`build.py` runs it too, after the buurten and rivers that it reads. The same files give the same
bytes.
Where a figure is not known it stays empty; what is made up says so in its declaration.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import facts
import flood_example as flood
import pandas as pd
import shapely
from flood_layers import dike_ring, flood_duration, flood_raster, flood_zones, outside_dike
from risk_declarations import SUBSTANCES, RiskLayer, write_risk_layer

GEODATA = Path(__file__).parents[1]
OURS = "EUPL-1.2"
CBS = "CBS Kerncijfers wijken en buurten 2023 (CC BY 4.0)"
MONITOR = "Voorzieningenmonitor gemeente Dordrecht 2025"
#: metres from the axis of the track: brand, explosie and gifwolk along the Basisnet
#: (Atlas Leefomgeving; gifwolk: RIVM, article 5.12 Bkl)
DISTANCES_M = {"brand": 30.0, "explosie": 200.0, "gifwolk": 1500.0}
#: lines that carry dangerous goods, through the centre to the south; nothing is known of Baanhoek
ROUTES = ("Rotterdam - Dordrecht (Oude Lijn)", "Dordrecht - Lage Zwaluwe")
#: Class of the Bkl (annex VI) per kind of place. Hospitals stand in it by name; for the others it
#: is our reading: a building where many people stay, or anything else.
VULNERABILITY = {
    "ziekenhuis": "zeer_kwetsbaar",
    "theater": "kwetsbaar",
    "bioscoop": "kwetsbaar",
    "bibliotheek": "kwetsbaar",
    "zwemlocatie": "kwetsbaar",
    "ijsbaan": "kwetsbaar",
    "sportaccommodatie": "beperkt_kwetsbaar",
}
#: m2; assumed floor area of a place that can give shelter, per kind: no figure is known
SHELTER_M2 = {"sportaccommodatie": 1_200, "theater": 1_500, "bioscoop": 2_000, "bibliotheek": 600}
#: halls are not told from fields in the list; these words tell a field
FIELDS = ("Sportpark", "Sportterreinen", "Krommedijk", "Zeehavenlaan")


def build(out: Path, areas: Path = GEODATA) -> None:
    """Write all layers into a folder, from the buurten and rivers in ``areas``."""
    buurten = _read(areas, "buurten")
    water = shapely.union_all([shape for _, shape in _read(areas, "water")])
    ring = dike_ring(buurten, water)
    for layer in (
        _rail(), _transport(), _zones(), _stations(), _vulnerable(), flood_zones(ring),
        flood_raster(ring, "flood_depth", buurten), flood_raster(ring, "flood_arrival", buurten),
        flood_duration(ring),
        _high_ground(buurten, water), _shelters(outside_dike(buurten)), _dry_floors(buurten),
        _people(), _addresses(), _road_works(), *_register(),
        _dike_rings(), _streets(), _neighbours(),
    ):  # fmt: skip
        write_risk_layer(layer, out)
        print(f"{layer.id}: {layer.content[2]} rows")


def _read(areas: Path, layer: str) -> list[tuple[dict[str, object], shapely.Geometry]]:
    path = areas / layer / f"{layer}.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [
        (feature["properties"], shapely.from_geojson(json.dumps(feature["geometry"])))
        for feature in features
    ]


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.normalize(shapely.set_precision(shape, 0.1))


def _rail() -> RiskLayer:
    lines = facts.read_spoorlijnen()
    return RiskLayer(
        id="spoorlijnen",
        kind="lines",
        purpose="rail",
        label="Spoorlijnen (benaderd)",
        note=(
            "Benaderde spoorlijnen, afgerond op 10 meter. Goederensporen (Kijfhoek, Zeehaven) "
            "staan er niet op."
        ),
        attribution="Eigen benadering van de spoorlijnen bij Dordrecht",
        licence=OURS,
        details="Drie spoorlijnen als grove lijnen, hoekpunten afgerond op 10 m.",
        year=2023,
        columns={"name": "lijn"},
        features=tuple(({"lijn": name}, line) for name, line in lines.items()),
    )


def _transport() -> RiskLayer:
    rows = [
        [name, substance, None, None]
        for name in facts.read_spoorlijnen()
        for substance in SUBSTANCES
    ]
    return RiskLayer(
        id="vervoer_over_spoor",
        kind="table",
        purpose="transport",
        label="Vervoer van gevaarlijke stoffen over het spoor",
        note=(
            "Wagens per jaar, per lijn en stofcategorie. De aantallen zijn niet bekend en dus "
            "leeg: lees de tabel van de Regeling basisnet of de realisatiecijfers in."
        ),
        attribution="Eigen lijst, zonder aantallen",
        licence=OURS,
        details="De stofcategorieën zijn die van het Basisnet spoor. Er is niets ingevuld.",
        year=2023,
        columns={"name": "lijn", "category": "stofcategorie"},
        table=[["lijn", "stofcategorie", "wagens_per_jaar", "jaar"], *rows],
        approximate=False,
    )


def _zones() -> RiskLayer:
    lines = facts.read_spoorlijnen()
    tracks = shapely.union_all([lines[name] for name in ROUTES])
    features: list[tuple[dict[str, object], shapely.Geometry]] = []
    inner: shapely.Geometry = shapely.Polygon()
    named = ("Tot 30 m", "Van 30 tot 200 m", "Van 200 tot 1.500 m")
    # Each strip without the one within it: on a map two shapes over each other are hard to read.
    for (zone, distance_m), name in zip(DISTANCES_M.items(), named, strict=True):
        strip = _rounded(shapely.buffer(tracks, distance_m, quad_segs=16))
        row = {"gebied": zone, "naam": f"{name} van het spoor", "herkomst": "berekend"}
        features.append((row | {"code": zone}, shapely.difference(strip, inner)))
        inner = strip
    return RiskLayer(
        id="spoorzones",
        kind="zones",
        purpose="rail_zone",
        label="Aandachtsgebieden langs het spoor (berekend)",
        note=(
            "Berekend: stroken langs de benaderde routes, met vaste afstanden tot het hart "
            "van het spoor. Dit zijn niet de gebieden uit het Register externe veiligheid. Het "
            "gebied voor plaatsgebonden risico 10⁻⁶ is niet bekend en staat er niet op."
        ),
        attribution="Berekend uit afstanden van Atlas Leefomgeving en RIVM",
        licence=OURS,
        details="Brand 30 m, explosie 200 m, gifwolk 1.500 m. Alleen om te tekenen.",
        year=2023,
        columns={"name": "naam", "category": "gebied"},
        features=tuple(features),
    )


def _stations() -> RiskLayer:
    stations = facts.read_stations()
    return RiskLayer(
        id="stations",
        kind="places",
        purpose="station",
        label="Stations",
        note="Stations in en om Dordrecht. Lage Zwaluwe, Zwijndrecht en Baanhoek liggen erbuiten.",
        attribution="Rijden de Treinen (CC0)",
        licence="CC0 1.0",
        details="Ligging afgerond op 10 m.",
        year=2023,
        columns={"name": "naam", "code": "code"},
        features=tuple(
            ({"code": row.code, "naam": row.naam}, shapely.Point(row.x_rd, row.y_rd))
            for row in stations.itertuples()
        ),
        approximate=False,
    )


def _vulnerable() -> RiskLayer:
    places = facts.read_voorzieningen()
    known = places[places.categorie.isin(VULNERABILITY)]
    return RiskLayer(
        id="kwetsbare_objecten",
        kind="places",
        purpose="vulnerable",
        label="Kwetsbare objecten (onvolledig)",
        note=(
            "Plaatsen waar veel mensen bijeen zijn, naar de drie klassen van het Bkl. Alleen van "
            "ziekenhuizen staat de klasse vast; de andere zijn een aanname per soort. Scholen, "
            "kinderopvang en verpleeghuizen ontbreken nog, en ook hoeveel mensen er zijn."
        ),
        attribution=MONITOR,
        licence=OURS,
        details="Overgenomen in een eigen lijst; ligging afgerond op 10 m.",
        year=2025,
        columns={"name": "naam", "category": "soort"},
        features=tuple(
            (
                {"naam": row.naam, "soort": row.categorie,
                 "kwetsbaarheid": VULNERABILITY[str(row.categorie)]},
                shapely.Point(row.x_rd, row.y_rd),
            )
            for row in known.itertuples()
        ),
    )  # fmt: skip


def _high_ground(
    buurten: list[tuple[dict[str, object], shapely.Geometry]], water: shapely.Geometry
) -> RiskLayer:
    staart = shapely.coverage_union_all(
        [shape for row, shape in buurten if row["wijkcode"] in flood.OUTSIDE_WIJKEN]
    )
    return RiskLayer(
        id="hoge_grond",
        kind="zones",
        purpose="high_ground",
        label="Hoge grond buiten de dijk",
        note=(
            "De Staart ligt buiten de dijk en tot 5 meter hoger; het is de wijk waar mensen heen "
            "kunnen. Hoeveel plaats er is, is niet bekend."
        ),
        attribution=CBS,
        licence="CC BY 4.0",
        details="Het land van wijk De Staart, met benaderde grenzen.",
        year=2023,
        columns={"name": "naam"},
        features=(
            (
                {"naam": "De Staart", "hoogte_m_nap": None, "opvang_m2": None, "code": "staart"},
                _rounded(shapely.difference(staart, water)),
            ),
        ),
    )


def _shelters(outside: shapely.Geometry) -> RiskLayer:
    places = facts.read_voorzieningen()
    halls = places[places.categorie.isin(SHELTER_M2) & ~places.naam.str.startswith(FIELDS)]
    return RiskLayer(
        id="opvang",
        kind="places",
        purpose="shelter",
        label="Opvangplaatsen (voorbeeld)",
        note=(
            "Bestaande gebouwen met een verzonnen vloeroppervlak per soort. Of een gebouw opvang "
            "mag zijn, is hier niet bekend. Het stadskantoor, de eerste hoogwateropvang van "
            "Nederland, ontbreekt: de plek en de grootte zijn niet bekend. Welke buiten de dijk "
            "liggen, volgt uit de benaderde buurten van de historische haven."
        ),
        attribution=MONITOR,
        licence=OURS,
        details="Vloeroppervlak: sporthal 1.200, theater 1.500, bioscoop 2.000, bibliotheek 600.",
        year=2025,
        columns={"name": "naam", "category": "soort"},
        features=tuple(
            (
                {"naam": row.naam, "soort": row.categorie,
                 "vloeroppervlak_m2": SHELTER_M2[str(row.categorie)],
                 "buitendijks": (
                     "ja" if shapely.contains_xy(outside, row.x_rd, row.y_rd) else "nee"
                 )},
                shapely.Point(row.x_rd, row.y_rd),
            )
            for row in halls.itertuples()
        ),
        synthetic=True,
    )  # fmt: skip


def _dry_floors(buurten: list[tuple[dict[str, object], shapely.Geometry]]) -> RiskLayer:
    rows = [[row["buurtcode"], None] for row, _ in buurten]
    return RiskLayer(
        id="droge_verdieping",
        kind="table",
        purpose="dry_floor",
        label="Droge verdieping per buurt",
        note=(
            "Welk deel van de mensen boven het water kan wonen. Niet bekend en dus leeg: lees de "
            "tabel van LIWO in. Tot dan geldt een ruime marge uit de instellingen."
        ),
        attribution="Eigen lijst, zonder aantallen",
        licence=OURS,
        details="Eén rij per buurt. Er is niets ingevuld.",
        year=2023,
        columns={"name": "buurtcode"},
        table=[["buurtcode", "droge_verdieping_deel"], *rows],
        approximate=False,
    )


def _people() -> RiskLayer:
    buurten = facts.read_buurten()
    columns = ["buurtcode", "inwoners", "huishoudens", "pct_65plus"]
    rows = [
        [None if pd.isna(cell) else cell for cell in row]
        for row in buurten[columns].itertuples(index=False)
    ]
    return RiskLayer(
        id="bevolking",
        kind="table",
        purpose="people",
        label="Bevolking per buurt",
        note=(
            "Inwoners, huishoudens en het deel van 65 jaar en ouder. Hoeveel mensen er overdag "
            "zijn en hoeveel ouderen alleen wonen, is per buurt niet bekend."
        ),
        attribution=CBS,
        licence="CC BY 4.0",
        details="CBS rondt af op vijftallen; leeg is niet gepubliceerd.",
        year=2023,
        columns={"name": "buurtcode"},
        table=[columns, *rows],
        approximate=False,
    )


def _addresses() -> RiskLayer:
    return RiskLayer(
        id="adressen",
        kind="places",
        purpose="address",
        label="Adressen (nog niet ingelezen)",
        note=(
            "Nog leeg. Met adrespunten (BAG) telt de blootstelling per woning in plaats van per "
            "hectare land."
        ),
        attribution="Nog geen bron",
        licence=OURS,
        details="Een lege laag om de adrespunten van de BAG in te lezen.",
        year=2023,
        features=(),
        approximate=False,
    )


def _dike_rings() -> RiskLayer:
    return RiskLayer(
        id="dijkringen",
        kind="zones",
        purpose="dike_ring",
        label="Dijkringen (nog niet opgehaald)",
        note="Nog leeg. Haal de dijkringen van LIWO op: hotspots fetch dikes.",
        attribution="Nog geen bron",
        licence=OURS,
        details="Een lege laag om de dijkringen van LIWO in op te halen.",
        year=2023,
        features=(),
        approximate=False,
    )


def _register() -> tuple[RiskLayer, ...]:
    """Return the layers for what the register has of companies and pipelines, empty."""
    layers = (
        ("gebieden_register", "zones", "risk_area", "Aandachtsgebieden van bedrijven en leidingen",
         "hotspots fetch register"),
        ("bedrijven_register", "places", "risk_company", "Bedrijven met gevaarlijke stoffen",
         "hotspots fetch companies"),
        ("buisleidingen", "lines", "pipeline", "Buisleidingen met gevaarlijke stoffen",
         "hotspots fetch pipelines"),
    )  # fmt: skip
    return tuple(
        RiskLayer(
            id=id_,
            kind=kind,
            purpose=purpose,
            label=f"{label} (nog niet opgehaald)",
            note=f"Nog leeg. Haal ze op uit het Register externe veiligheid: {command}.",
            attribution="Nog geen bron",
            licence=OURS,
            details="Een lege laag om het Register externe veiligheid in op te halen.",
            year=2023,
            features=(),
            approximate=False,
        )
        for id_, kind, purpose, label, command in layers
    )


def _neighbours() -> RiskLayer:
    return RiskLayer(
        id="buurten_eromheen",
        kind="zones",
        purpose="neighbour",
        label="Buurten van de buurgemeenten (nog niet ingelezen)",
        note=(
            "Nog leeg. Met de buurten eromheen en hun inwoners (CBS Wijk- en buurtkaart) zegt "
            "Risico ook hoeveel mensen er buiten de gemeente in een zone zijn."
        ),
        attribution="Nog geen bron",
        licence=OURS,
        details="Een lege laag om buurten van buurgemeenten met inwoners in te lezen.",
        year=2023,
        features=(),
        approximate=False,
    )


def _streets() -> RiskLayer:
    return RiskLayer(
        id="wegen",
        kind="lines",
        purpose="street",
        label="Straten (nog niet opgehaald)",
        note=(
            "Nog leeg. Haal de straten op (hotspots fetch roads) of lees een eigen wegenbestand "
            "in: dan heet elke plek naar haar straat."
        ),
        attribution="Nog geen bron",
        licence=OURS,
        details="Een lege laag om de wegen van het NWB in op te halen.",
        year=2023,
        features=(),
        approximate=False,
    )


def _road_works() -> RiskLayer:
    return RiskLayer(
        id="wegwerkzaamheden",
        kind="places",
        purpose="road_works",
        label="Wegwerkzaamheden (nog niet ingelezen)",
        note=(
            "Nog leeg. Met een lijst van werk aan de weg (plaats, van, tot en met) zegt de toets "
            "van een evenement wat er tegelijk in de buurt is."
        ),
        attribution="Nog geen bron",
        licence=OURS,
        details="Een lege laag om de planning van wegwerkzaamheden in te lezen.",
        year=2023,
        features=(),
        approximate=False,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=GEODATA, help="folder for one folder per layer")
    build(parser.parse_args().out)
