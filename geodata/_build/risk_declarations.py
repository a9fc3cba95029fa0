"""Which fields each layer for fysieke veiligheid has, and how its declaration is written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from writing import CRS, Feature, as_geojson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Field = dict[str, Any]


def text(label: str, *columns: str, **more: Any) -> Field:  # noqa: ANN401 - keys of the grammar
    """Return a field that holds words."""
    return {"kind": "text", "label": label, "columns": list(columns), **more}


def number(label: str, *columns: str, least: float | None = 0, **more: Any) -> Field:  # noqa: ANN401
    """Return a field that holds a number."""
    bound = {} if least is None else {"least": least}
    return {"kind": "number", "label": label, "columns": list(columns), **bound, **more}


def day(label: str, *columns: str, **more: Any) -> Field:  # noqa: ANN401 - keys of the grammar
    """Return a field that holds a day."""
    return {"kind": "day", "label": label, "columns": list(columns), **more}


def choice(label: str, choices: Mapping[str, str], *columns: str, **more: Any) -> Field:  # noqa: ANN401
    """Return a field that holds one of some words; its choices become a table of their own."""
    told = {"kind": "choice", "label": label, "columns": list(columns), **more}
    return told | {"choices": dict(choices)}


NAME = text("naam", "naam", "name", "omschrijving")
REQUIRED_NAME = NAME | {"required": True}
CODE = text("code", "code", "identificatie", "id", key=True)
SORT = text("soort", "categorie", "soort", "type")
BUURT = text("buurt", "buurtcode", "buurt", "bu_code", required=True, key=True)
SCENARIO = text("scenario", "scenario", "scenarionaam")

#: Substance classes of the Basisnet for rail (the columns of its attribute table).
SUBSTANCES = {
    "A": "A: brandbaar gas",
    "B2": "B2: giftig gas",
    "B3": "B3: zeer giftig gas",
    "C3": "C3: zeer brandbare vloeistof",
    "D3": "D3: giftige vloeistof",
    "D4": "D4: zeer giftige vloeistof",
}
ZONES = {
    "pr10_6": "Plaatsgebonden risico 10⁻⁶",
    "brand": "Brandaandachtsgebied",
    "explosie": "Explosieaandachtsgebied",
    "gifwolk": "Gifwolkaandachtsgebied",
}
SOURCES = {"bedrijf": "Bedrijf", "buisleiding": "Buisleiding"}
ACTIVITY = text("activiteit", "activiteit", "evactiviteit")
SUBSTANCE = text("stof", "stof", "maatgevende_stof")
ORIGINS = {"bron": "uit de bron", "berekend": "berekend uit de instellingen"}
VULNERABILITIES = {
    "zeer_kwetsbaar": "Zeer kwetsbaar",
    "kwetsbaar": "Kwetsbaar",
    "beperkt_kwetsbaar": "Beperkt kwetsbaar",
}
YES_NO = {"ja": "ja", "nee": "nee"}

FIELDS: dict[str, dict[str, Field]] = {
    "rail": {
        "name": text("lijn", "lijn", "naam", "name", "omschrijving", required=True),
        "km_begin": number("kilometer aan het begin", "km_begin", unit="km", least=None),
        "km_end": number("kilometer aan het eind", "km_eind", unit="km", least=None),
    },
    "transport": {
        "route": text("lijn", "lijn", "route", "baanvak", required=True, key=True),
        "substance": choice(
            "stofcategorie", SUBSTANCES, "stofcategorie", "stof", required=True, key=True
        ),
        "wagons_per_year": number(
            "wagens per jaar", "wagens_per_jaar", "wagens", "aantal", unit="wagens"
        ),
        "year": number("jaar", "jaar", least=1990, most=2100, key=True),
    },
    "rail_zone": {
        "zone": choice("gebied", ZONES, "gebied", "zone", "featuretype", required=True),
        "name": NAME,
        "origin": choice("herkomst", ORIGINS, "herkomst"),
        "code": CODE,
    },
    "risk_area": {
        "zone": choice("gebied", ZONES, "gebied", "zone", "featuretype", required=True),
        "source": choice("bron", SOURCES, "bron", "van"),
        "name": text("naam", "naam", "bedrijfsnaam", "naamexploitant", "name"),
        "activity": ACTIVITY,
        "substance": SUBSTANCE,
        "code": CODE,
    },
    "risk_company": {
        "name": text("naam", "naam", "bedrijfsnaam", "name", required=True),
        "activity": ACTIVITY,
        "substance": SUBSTANCE,
        "code": CODE,
    },
    "pipeline": {
        "name": text("naam", "naam", "naamexploitant", "name", required=True),
        "substance": SUBSTANCE,
        "code": CODE,
    },
    "station": {"name": REQUIRED_NAME, "code": CODE},
    "vulnerable": {
        "name": REQUIRED_NAME,
        "vulnerability": choice(
            "kwetsbaarheid", VULNERABILITIES, "kwetsbaarheid", "klasse", required=True
        ),
        "sort": SORT,
        "persons": number("personen", "personen", "aantal_personen", unit="personen"),
        "dependent": number(
            "niet zelfredzaam", "niet_zelfredzaam", "niet_zelfredzamen", unit="personen"
        ),
        "hours_up": number("uren om naar boven te gaan", "uren_omhoog", unit="uur"),
        "hours_out": number("uren om weg te gaan", "uren_weg", unit="uur"),
        "opens_h": number("open vanaf", "open_vanaf_uur", unit="uur", most=24),
        "closes_h": number("open tot", "open_tot_uur", unit="uur", most=24),
        "phone": text("telefoon", "telefoon", "telefoonnummer", "tel"),
        "code": CODE,
    },
    "flood_zone": {
        "scenario": SCENARIO | {"required": True},
        "depth_from_m": number("diepte van", "diepte_van_m", "diepte_min", unit="m"),
        "depth_to_m": number("diepte tot", "diepte_tot_m", "diepte_max", unit="m"),
        "name": NAME,
        "arrival_h": number("aankomst na", "aankomst_uur", "aankomsttijd", unit="uur"),
        "duration_h": number("duur", "duur_uur", "overstromingsduur", unit="uur"),
        "code": CODE,
    },
    "neighbour": {
        "name": text("buurt", "buurtnaam", "buurt", "naam", "name"),
        "residents_night": number(
            "inwoners", "inwoners", "aantal_inwoners", "aantalinwoners", unit="personen"
        ),
        "residents_day": number("mensen overdag", "mensen_overdag", unit="personen"),
        "gemeente": text("gemeente", "gemeentenaam", "gemeente"),
        "code": text("code", "buurtcode", "code", "identificatie", key=True),
    },
    "dike_ring": {"name": REQUIRED_NAME, "code": CODE},
    "street": {
        "name": text("straatnaam", "straatnaam", "stt_naam", "straat", "naam", "name"),
        "code": text("code", "wvk_id", "code", "identificatie", "id", key=True),
    },
    "flood_depth": {},
    "flood_arrival": {},
    "flood_duration": {},
    "high_ground": {
        "name": REQUIRED_NAME,
        "height_m_nap": number("hoogte", "hoogte_m_nap", "hoogte", unit="m NAP", least=None),
        "floor_area_m2": number("oppervlak voor opvang", "opvang_m2", unit="m2"),
        "code": CODE,
    },
    "shelter": {
        "name": REQUIRED_NAME,
        "floor_area_m2": number("vloeroppervlak", "vloeroppervlak_m2", "oppervlakte", unit="m2"),
        "floor_m": number("hoogte van de vloer", "vloerhoogte_m", unit="m", least=None),
        "sort": SORT,
        "dependent_first": choice("eerst voor niet-zelfredzamen", YES_NO, "niet_zelfredzaam_eerst"),
        "outside_dike": choice("buiten de dijk", YES_NO, "buitendijks"),
        "code": CODE,
    },
    "dry_floor": {
        "area": BUURT,
        "dry_share": number(
            "deel met droge verdieping", "droge_verdieping_deel", "deel_droog", most=1
        ),
    },
    "people": {
        "area": BUURT,
        "residents_night": number(
            "inwoners", "inwoners", "aantal_inwoners", unit="personen", required=False
        ),
        "residents_day": number("mensen overdag", "mensen_overdag", unit="personen"),
        "households": number("huishoudens", "huishoudens", unit="huishoudens"),
        "pct_65plus": number("65 jaar en ouder", "pct_65plus", unit="%", most=100),
        "pct_75plus_alone": number(
            "75 jaar en ouder en alleen", "pct_75plus_alleen", unit="%", most=100
        ),
    },
    "address": {
        "dwellings": number("woningen", "woningen"),
        "street": text("straat", "straat", "straatnaam", "openbare_ruimte", "openbareruimtenaam"),
        "house_number": text("huisnummer", "huisnummer"),
        "house_letter": text("huisletter", "huisletter"),
        "house_addition": text("toevoeging", "huisnummertoevoeging", "toevoeging"),
        "postcode": text("postcode", "postcode"),
        "code": CODE,
    },
    "road_works": {
        "name": text("omschrijving", "omschrijving", "naam", "weg", "straat", required=True),
        "first_day": day("van", "van", "begin", "startdatum", "datum_van", required=True),
        "last_day": day("tot en met", "tot_en_met", "tot", "eind", "einddatum", "datum_tot"),
        "sort": SORT,
        "code": CODE,
    },
}


@dataclass(frozen=True)
class RiskLayer:
    """A layer as it will stand in its folder; ``rows`` are features, a table or a raster."""

    id: str
    kind: str
    purpose: str
    label: str
    note: str
    attribution: str
    licence: str
    details: str
    year: int
    columns: Mapping[str, str] = field(default_factory=dict)
    features: tuple[Feature, ...] = ()
    table: Sequence[Sequence[object]] = ()
    raster: bytes = b""
    no_cells: bool = False
    file: str = ""
    synthetic: bool = False
    approximate: bool = True

    @property
    def content(self) -> tuple[str, bytes, int]:
        """Name, bytes and rows of the file."""
        if self.raster:
            return self.file, self.raster, 0 if self.no_cells else 1
        if self.table:
            lines = [",".join("" if cell is None else str(cell) for cell in row) + "\n"
                     for row in self.table]  # fmt: skip
            return f"{self.id}.csv", "".join(lines).encode(), len(self.table) - 1
        return f"{self.id}.geojson", as_geojson(self.features).encode(), len(self.features)


def write_risk_layer(layer: RiskLayer, folder: Path) -> None:
    """Write the file of a layer and its ``layer.toml``, always as the same bytes."""
    home = folder / layer.id
    home.mkdir(parents=True, exist_ok=True)
    name, content, rows = layer.content
    (home / name).write_bytes(content)
    source: dict[str, object] = {"file": name}
    source |= {} if layer.raster and not layer.no_cells else {"rows": rows}
    source |= {
        "sha256": hashlib.sha256(content).hexdigest(),
        "crs": CRS,
        "year": layer.year,
        "attribution": layer.attribution,
        "licence": layer.licence,
        "details": layer.details,
        "synthetic": layer.synthetic,
        "approximate": layer.approximate,
    }
    top = {
        "id": layer.id, "kind": layer.kind, "label": layer.label, "purpose": layer.purpose,
        "note": layer.note,
    }  # fmt: skip
    tables = [_table("", top), _table("source", source), _table("columns", layer.columns)]
    for name, entry in FIELDS[layer.purpose].items():
        plain = {key: value for key, value in entry.items() if key != "choices"}
        tables.append(_table(f"fields.{name}", plain))
        if "choices" in entry:
            tables.append(_table(f"fields.{name}.choices", entry["choices"]))
    made = "# Written by geodata/_build/build_risk.py; change it there.\n"
    (home / "layer.toml").write_bytes((made + "\n".join(tables)).encode())


def _table(name: str, entries: Mapping[str, object]) -> str:
    head = f"[{name}]\n" if name else ""
    return head + "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in entries.items()
    )
