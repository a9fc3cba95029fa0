"""The kinds of places that several soorten share: homes, nightlife, stations, shops, roads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from draws import smooth_field
from places import along_lines, around_places, at_dwellings, over_buurten

if TYPE_CHECKING:
    from dwellings import Dwellings
    from town import Propose, Town

#: buurten where people go out: Grote Markt, Groenmarkt, Wijnstraat, Nieuwe Haven, Centrum.
NIGHTLIFE = {
    "BU05050102": 3.0,
    "BU05050101": 2.5,
    "BU05050103": 1.0,
    "BU05050100": 1.0,
    "BU05050108": 2.0,
}
#: buurten with most shops: Centrum, Augustijnenkamp, Lombard, Grote Markt.
SHOPPING = {"BU05050108": 4.0, "BU05050109": 1.5, "BU05050107": 1.5, "BU05050102": 1.5}
#: stations inside the municipality and how busy they are; invented weights.
STATION_BUSTLE = {"DDR": 8.0, "DDZD": 1.5, "DDRS": 1.0}
INDUSTRY = "WK050519"


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """Samplers of places, each to be settled on land."""

    homes: Propose
    streets: Propose
    flats: Propose
    nightlife: Propose
    shopping: Propose
    local_shops: Propose
    stations: Propose
    sports: Propose
    hospital: Propose
    roads: Propose
    rails: Propose
    industry: Propose
    countryside: Propose


def survey(rng: np.random.Generator, town: Town, dwellings: Dwellings) -> Surroundings:
    """Return the samplers of one layer; its landscape of risk is its own."""
    field = smooth_field(rng, dwellings.x, dwellings.y, shortest_m=1200.0, longest_m=5000.0)
    risk = np.exp(0.45 * field)
    of_wijk = np.array(town.wijk_codes)
    return Surroundings(
        homes=at_dwellings(dwellings, risk),
        streets=at_dwellings(dwellings, risk, spread_m=35.0),
        flats=at_dwellings(dwellings, risk * np.minimum(dwellings.density, 90.0) ** 2),
        nightlife=around_buurten(town, NIGHTLIFE, 85.0),
        shopping=around_buurten(town, SHOPPING, 110.0),
        local_shops=around_venues(town, ("bibliotheek",), 120.0),
        stations=around_places(
            [town.stations[code] for code in STATION_BUSTLE],
            list(STATION_BUSTLE.values()),
            110.0,
        ),
        sports=around_venues(town, ("sportaccommodatie", "zwemlocatie"), 160.0),
        hospital=around_venues(town, ("ziekenhuis",), 90.0),
        roads=along_lines(town.roads, spread_m=12.0, towards=dwellings),
        rails=along_lines(town.rails, spread_m=30.0, towards=dwellings),
        industry=over_buurten(town, np.flatnonzero(of_wijk == INDUSTRY).tolist()),
        countryside=over_buurten(town, range(len(town.codes))),
    )


def around_buurten(town: Town, weights: dict[str, float], spread_m: float) -> Propose:
    """Return places around the middle of some buurten."""
    middles = [town.midpoint(code) for code in weights]
    return around_places(middles, list(weights.values()), spread_m)


def around_venues(town: Town, categories: tuple[str, ...], spread_m: float) -> Propose:
    """Return places around the venues of some categories, all alike."""
    places = [(v.x_rd, v.y_rd) for v in town.venues if v.category in categories]
    return around_places(places, [1.0] * len(places), spread_m)
