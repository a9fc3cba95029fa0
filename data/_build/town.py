"""The town in which incidents are placed: land per buurt, rail, roads, stations, venues."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Places = tuple[NDArray[np.float64], NDArray[np.float64]]
    Propose = Callable[[np.random.Generator, int], Places]

#: metres that places keep from a border or a bank, so that no later rounding of the borders
#: moves a place into another buurt or into the water.
MARGIN_M = 3.0
#: attempts of `Town.settle`; a sampler that needs more proposes the wrong places.
ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Venue:
    """A place that can hold an event."""

    name: str
    category: str
    x_rd: float
    y_rd: float


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """What the simulation knows of the municipality, in RD metres.

    The four arrays per buurt have the order of ``codes``, which are sorted. ``land`` is a buurt
    without the rivers, shrunk by `MARGIN_M`; it is empty where a buurt is too thin for that.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    wijk_codes: tuple[str, ...]
    households: NDArray[np.int64]
    land: NDArray[np.object_]
    index: shapely.STRtree
    rails: BaseGeometry
    roads: BaseGeometry
    stations: dict[str, tuple[float, float]]
    venues: tuple[Venue, ...]

    @property
    def wijken(self) -> tuple[str, ...]:
        """Codes of the wijken, sorted."""
        return tuple(sorted(set(self.wijk_codes)))

    def buurt_at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the position of the buurt at each place, -1 for water, borders and outside."""
        found = np.full(x.size, -1, dtype=np.int64)
        place, buurt = self.index.query(shapely.points(x, y), predicate="within")
        found[place] = buurt
        return found

    def position(self, code: str) -> int:
        """Return the position of one buurt in the arrays."""
        return self.codes.index(code)

    def midpoint(self, code: str) -> tuple[float, float]:
        """Return a place on the land of one buurt, as central as its shape allows."""
        land = self.land[self.position(code)]
        middle = land.centroid
        return point_of(middle if land.contains(middle) else land.representative_point())

    def settle(self, rng: np.random.Generator, size: int, propose: Propose) -> Places:
        """Return ``size`` proposed places that lie on land, rounded to 1 metre.

        What falls into the water or over the border is proposed again.
        """
        x, y = np.empty(size), np.empty(size)
        missing = np.arange(size)
        for _ in range(ROUNDS):
            if not missing.size:
                return x, y
            new_x, new_y = propose(rng, missing.size)
            x[missing], y[missing] = np.rint(new_x), np.rint(new_y)
            missing = missing[self.buurt_at(x[missing], y[missing]) < 0]
        msg = f"{missing.size} of {size} places found no land in {ROUNDS} rounds"
        raise RuntimeError(msg)


def point_of(geometry: BaseGeometry) -> tuple[float, float]:
    """Return x and y of a point."""
    return float(geometry.x), float(geometry.y)


def read_features(path: Path) -> tuple[list[dict[str, Any]], NDArray[np.object_]]:
    """Return properties and geometries of a GeoJSON file, in the order of the file."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    return [feature["properties"] for feature in features], np.array(shapes, dtype=object)


def main_roads(
    wijken: NDArray[np.object_], centres: list[tuple[float, float]], land: BaseGeometry
) -> BaseGeometry:
    """Return straight lines between the centres of neighbouring wijken, as far as on land.

    A stand-in: no road network is embedded, so "traffic along main roads" is placed along
    these lines and says nothing about a real street.
    """
    roads = [
        shapely.LineString([centres[i], centres[j]])
        for i in range(len(centres))
        for j in range(i + 1, len(centres))
        if shapely.intersects(wijken[i], wijken[j])
    ]
    return shapely.intersection(shapely.union_all(roads), land)


def households_centre(
    land: NDArray[np.object_], households: NDArray[np.int64]
) -> tuple[float, float]:
    """Return the mean of the midpoints of buurten, weighted by households."""
    middles = shapely.get_coordinates(shapely.centroid(land))
    # The one household more keeps a wijk without households from having no centre.
    weights = households + 1.0
    x, y = (middles * weights[:, None]).sum(axis=0) / weights.sum()
    return float(x), float(y)


def read_town(geodata: Path) -> Town:
    """Read the town from the folder ``geodata`` of a home."""
    buurten, shapes = read_features(geodata / "buurten" / "buurten.geojson")
    order = sorted(range(len(buurten)), key=lambda i: str(buurten[i]["buurtcode"]))
    buurten, shapes = [buurten[i] for i in order], shapes[order]
    _, water = read_features(geodata / "water" / "water.geojson")
    dry = shapely.difference(shapes, shapely.union_all(water))
    land = shapely.buffer(dry, -MARGIN_M, quad_segs=4)
    households = np.array([row["huishoudens"] or 0 for row in buurten], dtype=np.int64)
    wijk_codes = tuple(str(row["wijkcode"]) for row in buurten)
    members = [np.flatnonzero(np.array(wijk_codes) == code) for code in sorted(set(wijk_codes))]
    all_land = shapely.union_all(dry)
    _, lines = read_features(geodata / "spoorlijnen" / "spoorlijnen.geojson")
    stations, station_shapes = read_features(geodata / "stations" / "stations.geojson")
    return Town(
        codes=tuple(str(row["buurtcode"]) for row in buurten),
        names=tuple(str(row["buurtnaam"]) for row in buurten),
        wijk_codes=wijk_codes,
        households=households,
        land=land,
        index=shapely.STRtree(land),
        rails=shapely.intersection(shapely.union_all(lines), all_land),
        roads=main_roads(
            np.array([shapely.union_all(shapes[m]) for m in members], dtype=object),
            [households_centre(land[m], households[m]) for m in members],
            all_land,
        ),
        stations={
            str(row["code"]): point_of(shape)
            for row, shape in zip(stations, station_shapes, strict=True)
        },
        venues=read_venues(geodata / "voorzieningen" / "voorzieningen.geojson"),
    )


def read_venues(path: Path) -> tuple[Venue, ...]:
    """Read the places that can hold an event."""
    rows, shapes = read_features(path)
    return tuple(
        Venue(str(row["naam"]), str(row["categorie"]), *point_of(shape))
        for row, shape in zip(rows, shapes, strict=True)
    )
