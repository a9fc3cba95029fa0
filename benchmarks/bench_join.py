"""Compare the join point -> area with geopandas.sjoin, with shapely alone and with SedonaDB.

    python benchmarks/bench_join.py [--points N] [--areas FILE] [--code COLUMN] [--rounds N]

Prints the median time of each, the ratio to ours, and the number of points that get another
area than by shapely's own `covers`, lowest code first. SedonaDB takes part where it is installed;
it builds its index anew in each query, so that what it can keep are its tables.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from timing import alternate, keep

from hotspots.geography.join import AreaIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

RD_NEW = "EPSG:28992"
SEED = 20171231
BUURTEN = Path(__file__).parents[1] / "geodata" / "buurten" / "buurten.geojson"


@dataclass(frozen=True)
class Case:
    """The areas in order of code, and seeded points over their bounding box."""

    polygons: NDArray[np.object_]
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    areas: gpd.GeoDataFrame
    points: gpd.GeoDataFrame

    @classmethod
    def load(cls, file: Path, code: str, n_points: int) -> Case:
        """Read the areas and scatter the points."""
        areas = gpd.read_file(file).to_crs(RD_NEW).sort_values(code, ignore_index=True)
        west, south, east, north = areas.total_bounds
        rng = np.random.default_rng(SEED)
        x_rd = rng.uniform(west, east, n_points)
        y_rd = rng.uniform(south, north, n_points)
        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x_rd, y_rd, crs=RD_NEW))
        return cls(np.asarray(areas.geometry), x_rd, y_rd, areas[["geometry"]], points)


def lowest(points: NDArray[np.intp], areas: NDArray[np.intp], n_points: int) -> NDArray[np.int32]:
    """Keep the lowest area of each point, -1 where it has none."""
    found = np.full(n_points, np.iinfo(np.int32).max, np.int32)
    np.minimum.at(found, points, areas.astype(np.int32))
    found[found == np.iinfo(np.int32).max] = -1
    return found


def by_sjoin(case: Case) -> NDArray[np.int32]:
    """Join the frames as most people do; geopandas builds its index anew each time."""
    # A frame keeps its index once built; a copy of the geometry does not have one yet.
    areas = gpd.GeoDataFrame(geometry=case.areas.geometry.copy())
    joined = gpd.sjoin(case.points, areas, how="left", predicate="covered_by")
    position = joined["index_right"]
    return position.groupby(level=0).min().fillna(-1).to_numpy(np.int32)


def by_sjoin_kept(case: Case) -> NDArray[np.int32]:
    """Join the frames with the index of the areas kept."""
    joined = gpd.sjoin(case.points, case.areas, how="left", predicate="covered_by")
    return joined["index_right"].groupby(level=0).min().fillna(-1).to_numpy(np.int32)


def by_tree(case: Case) -> NDArray[np.int32]:
    """Ask shapely's tree for all points at once, making the points from their coordinates."""
    points = shapely.points(case.x_rd, case.y_rd)
    pairs = shapely.STRtree(case.polygons).query(points, predicate="covered_by")
    return lowest(pairs[0], pairs[1], len(points))


def by_contains_xy(case: Case) -> NDArray[np.int32]:
    """Ask each prepared polygon for the points in its bounding box; the last one wins.

    Points on a border are inside nowhere, or by chance of rounding: `contains` excludes them.
    """
    found = np.full(len(case.x_rd), -1, np.int32)
    for position in range(len(case.polygons) - 1, -1, -1):
        polygon = case.polygons[position]
        west, south, east, north = polygon.bounds
        near = np.flatnonzero(
            (case.x_rd >= west) & (case.x_rd <= east) & (case.y_rd >= south) & (case.y_rd <= north)
        )
        shapely.prepare(polygon)
        found[near[shapely.contains_xy(polygon, case.x_rd[near], case.y_rd[near])]] = position
    return found


class Sedona:
    """The points and areas as tables of SedonaDB."""

    def __init__(self, case: Case) -> None:
        import sedonadb  # noqa: PLC0415 - not everyone has it

        self.n_points = len(case.points)
        self.database = sedonadb.connect()
        # Its fastest: told not to guess for which of the two to prepare the polygons.
        self.database.sql("SET sedona.spatial_join.execution_mode = 'prepare_build'").execute()
        for name, frame in (("areas", case.areas), ("points", case.points)):
            numbered = frame.assign(number=np.arange(len(frame), dtype=np.int32))
            self.database.create_data_frame(numbered).to_memtable().to_view(name)

    def join(self) -> NDArray[np.int32]:
        """Join the tables."""
        pairs = pa.table(
            self.database.sql(
                "SELECT points.number AS point, areas.number AS area FROM points "
                "JOIN areas ON ST_Covers(areas.geometry, points.geometry)"
            )
        )
        return lowest(pairs["point"].to_numpy(), pairs["area"].to_numpy(), self.n_points)


def compare(case: Case, rounds: int, *, write: bool) -> None:
    """Time all ways, print a table, and count the points they place differently."""
    kept = AreaIndex.build(case.polygons)
    jobs: dict[str, Callable[[], NDArray[np.int32]]] = {
        "hotspots, index kept": lambda: kept.locate(case.x_rd, case.y_rd),
        "hotspots, index built": lambda: AreaIndex.build(case.polygons).locate(
            case.x_rd, case.y_rd
        ),
        "geopandas.sjoin, index kept": lambda: by_sjoin_kept(case),
        "geopandas.sjoin, index built": lambda: by_sjoin(case),
        "shapely.STRtree": lambda: by_tree(case),
        "shapely.contains_xy": lambda: by_contains_xy(case),
    }
    if find_spec("sedonadb") is not None:
        jobs["SedonaDB, tables kept"] = Sedona(case).join
        jobs["SedonaDB, tables made"] = lambda: Sedona(case).join()
    reference = by_tree(case)
    different = {name: int((job() != reference).sum()) for name, job in jobs.items()}
    seconds = alternate(jobs, rounds=rounds)
    ours_kept, ours_built = list(seconds.values())[:2]
    print(f"{len(case.x_rd):_} points, {len(case.polygons)} areas, median of {rounds} rounds")
    print(f"{'':30}{'ms':>10}{'x kept':>10}{'x built':>10}{'differ':>8}")
    for name, taken in seconds.items():
        ratios = f"{taken / ours_kept:10.1f}{taken / ours_built:10.1f}"
        print(f"{name:30}{taken * 1000:10.1f}{ratios}{different[name]:8}")
    print("differ: points placed otherwise than by shapely covers, lowest code first")
    if write:
        keep(f"{len(case.x_rd):_} points, {len(case.polygons)} areas", seconds, rounds=rounds)


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--areas", type=Path, default=BUURTEN)
    parser.add_argument("--code", default="buurtcode", help="column with the code of the area")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    arguments = parser.parse_args()
    case = Case.load(arguments.areas, arguments.code, arguments.points)
    compare(case, arguments.rounds, write=arguments.write)


if __name__ == "__main__":
    main()
