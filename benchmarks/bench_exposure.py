"""Compare which addresses lie within four distances of a railway with shapely and geopandas.

    python benchmarks/bench_exposure.py [--points N] [--segments N] [--rails FILE] [--rounds N]
        [--write]

Once along track of so many segments, seeded, and once along that of a file. Prints the median
processor time of each, the strongest peer first, the ratio to ours, and how many addresses each
places otherwise than the exact distance does: a polygon around a line falls short of a round end.
Ours includes preparing the lines, the others making their tree or polygons. Then the time of one
whole answer about the track of this home.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from timing import OURS, alternate, keep

from hotspots.access.workspace import open_workspace
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.zones import Track
from hotspots.settings import Home

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
RAILS = ROOT / "geodata" / "spoorlijnen" / "spoorlijnen.geojson"
#: metres; brand, explosie, gifwolk of some rail plans, gifwolk
DISTANCES_M = (30.0, 200.0, 300.0, 1500.0)
SEED = 6
#: metres; of each line of the seeded track
LINE_M = 16_700.0


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


def track(segments: int, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return four lines that bend through the town, of so many segments together."""
    random, each = np.random.default_rng(SEED), segments // 4
    lines = []
    for _ in range(4):
        start = random.uniform([x.min(), y.min()], [x.max(), y.max()])
        heading = random.uniform(0.0, 2.0 * np.pi) + random.normal(0.0, 0.06, each).cumsum()
        steps = np.column_stack([np.cos(heading), np.sin(heading)]) * LINE_M / each
        lines.append(shapely.LineString(np.vstack([start, start + steps.cumsum(axis=0)])))
    return np.array(lines, dtype=object)


def by_prepared(lines: NDArray[np.object_], points: NDArray[np.object_]) -> list[int]:
    """Ask of every point whether it lies within a distance of the track, prepared."""
    whole = shapely.union_all(lines)
    shapely.prepare(whole)
    return [int(shapely.dwithin(whole, points, distance).sum()) for distance in DISTANCES_M]


def by_tree(lines: NDArray[np.object_], points: NDArray[np.object_]) -> list[int]:
    """Put the points in a tree, and ask it for those within a distance of the track."""
    tree, whole = shapely.STRtree(points), shapely.union_all(lines)
    return [len(tree.query(whole, "dwithin", distance)) for distance in DISTANCES_M]


def by_tree_of_segments(lines: NDArray[np.object_], points: NDArray[np.object_]) -> list[int]:
    """Put the segments in a tree, and ask it for the points within a distance of any."""
    segments = shapely.linestrings(Track.of(lines).segments.reshape(-1, 2, 2))
    tree = shapely.STRtree(segments)
    return [len(np.unique(tree.query(points, "dwithin", far)[0])) for far in DISTANCES_M]


def by_polygons(lines: NDArray[np.object_], points: NDArray[np.object_]) -> list[int]:
    """Count with a polygon per distance and a join, as a notebook would."""
    rails, places = (gpd.GeoDataFrame(geometry=part, crs="EPSG:28992") for part in (lines, points))
    found = []
    for distance in DISTANCES_M:
        zone = gpd.GeoDataFrame(geometry=[rails.buffer(distance).union_all()], crs=rails.crs)
        found.append(len(gpd.sjoin(places, zone, predicate="intersects")))
    return found


PEERS: dict[str, Callable[[NDArray[np.object_], NDArray[np.object_]], list[int]]] = {
    "shapely dwithin, prepared": by_prepared,
    "STRtree of points, dwithin": by_tree,
    "STRtree of segments, dwithin": by_tree_of_segments,
    "geopandas buffer and sjoin": by_polygons,
}


def compare(
    lines: NDArray[np.object_],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    rounds: int,
    *,
    write: bool,
) -> None:
    """Time all ways and print a table."""
    points = shapely.points(x, y)
    jobs = {OURS: lambda: ours(lines, x, y)}
    for name, peer in PEERS.items():
        jobs[name] = lambda peer=peer: peer(lines, points)
    counted = {name: job() for name, job in jobs.items()}
    seconds = alternate(jobs, rounds=rounds)
    segments = len(Track.of(lines).segments)
    print(f"{len(x)} addresses, {segments} segments of track, distances {DISTANCES_M} m")
    for name, taken in seconds.items():
        off = [one - right for one, right in zip(counted[name], counted[OURS], strict=True)]
        ratio = taken / seconds[OURS]
        print(f"{name:30}{1e3 * taken:9.1f} ms {ratio:7.1f}x  {counted[name]}  off by {off}")
    if write:
        keep(f"{len(x):_} points, {segments:_} segments", seconds, rounds=rounds)


def run(arguments: argparse.Namespace) -> None:
    """Print the comparisons, and the time of a whole answer."""
    x, y = addresses(arguments.points)
    rails = gpd.read_file(arguments.rails).to_crs("EPSG:28992").geometry.to_numpy()
    for lines in (track(arguments.segments, x, y), rails):
        compare(lines, x, y, arguments.rounds, write=arguments.write)
    with TemporaryDirectory() as folder:
        workspace = open_workspace(Home(ROOT, Path(folder)), role="analist")
        taken = alternate(
            {"answer": lambda: spoor_answer(workspace, "nacht")}, rounds=arguments.rounds
        )
    print(f"whole answer about the track: {1000 * taken['answer']:.0f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--segments", type=int, default=1_000)
    parser.add_argument("--rails", type=Path, default=RAILS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    run(parser.parse_args())
