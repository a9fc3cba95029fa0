"""Figures for the local server: made up, always the same, in the shape of those of CBS."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from hotspots.incoming.open_data.cbs import CRIMES
from open_data_server.cbs import Table, dimension, figures_of, topics
from open_data_server.kept_areas import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from open_data_server.cbs import Row
    from open_data_server.kept_areas import Area

_YEARS: Final = range(2019, 2025)
#: The table of years reaches further back.
_FIRST_YEAR: Final = 2012
#: Households of an area of which nothing is known.
_ASSUMED: Final = 2_000
#: One in so many numbers is not given.
_WITHHELD: Final = 4_000


def police_table(buurten: Sequence[Area]) -> Table:
    """Return crimes per buurt and month: more where more households are, none where there are few.

    A soort is made when it is asked for: all together are half a million rows.
    """
    return Table({"SoortMisdrijf": dimension(_titles(), width=6), "TypedDataSet": _rows(buurten)})


def yearly_police_table(buurten: Sequence[Area]) -> Table:
    """Return the same crimes per year, which has no number that is not given."""
    return Table(
        {"SoortMisdrijf": dimension(_titles(), width=6), "TypedDataSet": _yearly_rows(buurten)}
    )


def keyfigures_table(buurten: Sequence[Area]) -> Table:
    """Return households and residents as the areas have them, and dwellings made up from those."""
    keys = {
        "AantalInwoners_5": "Aantal inwoners",
        "HuishoudensTotaal_28": "Huishoudens totaal",
        "Woningvoorraad_34": "Woningvoorraad",
        "k_65JaarOfOuder_12": "65 jaar of ouder",
    }
    rows: dict[str, dict[str, float | None]] = {}
    for area in buurten:
        residents = area.properties.get("aantal_inwoners", area.properties.get("AANT_INW"))
        households = _households(area) if _are_known(area) else None
        dwellings = None if households is None else round(households * 1.04)
        share = area.properties.get("percentage_personen_65_jaar_en_ouder")
        known = residents is not None and share is not None and share >= 0
        elderly = round(residents * share / 100) if known else None
        figures = (residents, households, dwellings, elderly)
        rows[_code(area)] = dict(zip(keys, figures, strict=True))
    return Table({"DataProperties": topics(keys), "TypedDataSet": figures_of(rows)})


def _titles() -> Mapping[str, str]:
    real = SHARED / "cbs" / "SoortMisdrijf.json"
    if not real.is_file():
        return {"0.0.0": "Totaal misdrijven"} | {code: f"{code} Soort {code}" for code in CRIMES}
    rows = json.loads(real.read_text(encoding="utf-8"))["value"]
    return {row["Key"].strip(): row["Title"] for row in rows}


def _rows(buurten: Sequence[Area]) -> Callable[[Mapping[str, str]], list[Row]]:
    def made(wanted: Mapping[str, str]) -> list[Row]:
        soort = wanted.get("SoortMisdrijf", "").strip()
        if soort not in CRIMES:
            return []
        return [
            _row(soort, area, f"{year}MM{month:02d}")
            for area in buurten
            for year in _YEARS
            for month in range(1, 13)
        ]

    return made


def _yearly_rows(buurten: Sequence[Area]) -> Callable[[Mapping[str, str]], list[Row]]:
    def made(wanted: Mapping[str, str]) -> list[Row]:
        soort = wanted.get("SoortMisdrijf", "").strip()
        if soort not in CRIMES:
            return []
        return [
            _row(soort, area, f"{year}JJ00")
            | {
                "GeregistreerdeMisdrijven_1": sum(
                    _row(soort, area, f"{year}MM{month:02d}")["GeregistreerdeMisdrijven_1"] or 0
                    for month in range(1, 13)
                )
            }
            for area in buurten
            for year in range(_FIRST_YEAR, _YEARS.stop)
        ]

    return made


def _row(soort: str, area: Area, period: str) -> dict[str, Any]:
    code = _code(area)
    draw = int.from_bytes(hashlib.sha256(f"{soort}{code}{period}".encode()).digest()[:4])
    households = _households(area) if _are_known(area) else _ASSUMED
    expected = households / 900 / (1 + CRIMES.index(soort) / 6)
    count: int | None = int(expected * 2 * (draw % 1_000) / 1_000 + 0.35)
    if draw % _WITHHELD == 0:
        count = None
    return {
        "ID": draw,
        "SoortMisdrijf": f"{soort:<6}",
        "WijkenEnBuurten": f"{code:<10}",
        "Perioden": period,
        "GeregistreerdeMisdrijven_1": count,
    }


def _code(area: Area) -> str:
    properties = area.properties
    return str(properties["buurtcode"] if "buurtcode" in properties else properties["BU_CODE"])


def _are_known(area: Area) -> bool:
    """Whether the households of an area are at hand; of the region of The Hague none are."""
    return "aantal_huishoudens" in area.properties or "AANTAL_HH" in area.properties


def _households(area: Area) -> int:
    found = area.properties.get("aantal_huishoudens", area.properties.get("AANTAL_HH"))
    return max(int(found), 0) if found is not None else 0
