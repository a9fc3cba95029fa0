"""Compare which addresses lie within four distances of a railway with geopandas.buffer and sjoin.

    python benchmarks/bench_exposure.py [--points N] [--rails FILE] [--rounds N]

Prints the median time of each, the ratio to ours, and how many addresses each places otherwise
than the exact distance does: a polygon around a line falls short of a round end. Ours includes
preparing the lines, the other making its polygons. Then the same for one whole answer about the
track of this home.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from timing import alternate

from hotspots.access.workspace import open_workspace
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.zones import Track
from hotspots.settings import Home

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
RAILS = ROOT / "geodata" / "spoorlijnen" / "spoorlijnen.geojson"
#: metres; brand, explosie, gifwolk of some rail plans, gifwolk
DISTANCES_M = (30.0, 200.0, 300.0, 1500.0)
SEED = 6


def addresses(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scatter points over the municipality, as many in each part of it as its area asks."""
    outline = gpd.read_file(ROOT / "geodata" / "gemeente" / "gemeente.geojson").geometry[0]
    random = np.random.default_rng(SEED)
    west, south, east, north = outline.bounds
    x, y = np.zeros(0), np.zeros(0)
    shapely.prepare(outline)
    while len(x) < count:
        more_x, more_y = random.uniform(west, east, count), random.uniform(south, north, count)
        inside = shapely.contains_xy(outline, more_x, more_y)
        x, y = np.concatenate([x, more_x[inside]]), np.concatenate([y, more_y[inside]])
    return x[:count], y[:count]


def ours(lines: NDArray[np.object_], x: NDArray[np.float64], y: NDArray[np.float64]) -> list[int]:
    """Count by the exact distance."""
    away = Track.of(lines).distance_m(x, y)
    return [int(np.count_nonzero(away <= distance)) for distance in DISTANCES_M]


def peer(rails: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> list[int]:
    """Count with a polygon per distance and a join, as a notebook would."""
    found = []
    for distance in DISTANCES_M:
        zone = gpd.GeoDataFrame(geometry=[rails.buffer(distance).union_all()], crs=rails.crs)
        found.append(len(gpd.sjoin(points, zone, predicate="intersects")))
    return found


def run(count: int, file: Path, rounds: int) -> None:
    """Print the comparison."""
    rails = gpd.read_file(file).to_crs("EPSG:28992")
    lines = rails.geometry.to_numpy()
    x, y = addresses(count)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y, crs="EPSG:28992"))
    seconds = alternate(
        {"ours": lambda: ours(lines, x, y), "geopandas": lambda: peer(rails, points)},
        rounds=rounds,
    )
    exact, drawn = ours(lines, x, y), peer(rails, points)
    segments = len(Track.of(lines).segments)
    print(f"{count} addresses, {segments} segments of track, distances {DISTANCES_M} m")
    for name, told in (("ours", exact), ("geopandas", drawn)):
        off = [counted - right for counted, right in zip(told, exact, strict=True)]
        ratio = seconds[name] / seconds["ours"]
        print(f"{name:10} {1000 * seconds[name]:9.1f} ms {ratio:7.1f}x  {told}  off by {off}")
    with TemporaryDirectory() as folder:
        workspace = open_workspace(Home(ROOT, Path(folder)), role="analist")
        answer = alternate({"answer": lambda: spoor_answer(workspace, "nacht")}, rounds=rounds)
    print(f"whole answer about the track: {1000 * answer['answer']:.0f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--rails", type=Path, default=RAILS)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    run(asked.points, asked.rails, asked.rounds)
