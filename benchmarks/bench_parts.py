"""Compare counting millions of points from parts with SedonaDB, DuckDB and dask-geopandas.

    python benchmarks/bench_parts.py [--points N] [--areas N] [--rounds N] [--write]

So many points of ten years lie in a Parquet file per month, half of them around two thousand
places, over the areas of a country that does not exist (`country.py`). Each library reads the
files and gives two tables: how many points there are per area and month, and per cell of 100 m.
Prints the median seconds of the processor, the ratio to ours, and how many points are counted
elsewhere than by ours. A peer that is not installed takes no part, which is said.

Exits with 1 where a peer disagrees on more than one point in a million.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from country import Size, country_of
from timing import OURS, alternate, keep

from hotspots.geography.grid import cell_of
from hotspots.geography.join import AreaIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

SEED: Final = 20
CELL_M: Final = 100
#: Columns and rows of cells in which the country lies.
WIDTH, HEIGHT = 3_000, 6_400
YEARS: Final = 10
MONTHS: Final = 12 * YEARS
PLACES: Final = 2_000
SPREAD_M: Final = 400.0
#: Points that lie on a border of two areas may be counted in either: one in so many.
MOST_OFF: Final = 1e-6
_FIRST: Final = np.datetime64("2015-01", "M")


@dataclass(frozen=True)
class Counts:
    """Points per area and month, shape (areas, months), and per cell, shape (columns, rows)."""

    by_month: NDArray[np.int64]
    by_cell: NDArray[np.int32]

    @classmethod
    def none(cls, areas: int) -> Counts:
        """Return that there are no points yet."""
        return cls(np.zeros((areas, MONTHS), np.int64), np.zeros((WIDTH, HEIGHT), np.int32))

    def off(self, other: Counts) -> int:
        """Return how many points the other counts elsewhere."""
        months = np.abs(self.by_month - other.by_month).sum()
        return int(max(months, np.abs(self.by_cell - other.by_cell).sum()))


def write_parts(folder: Path, points: int, areas: gpd.GeoDataFrame) -> list[Path]:
    """Write the points of each month to a file, the same for the same sizes."""
    rng = np.random.default_rng(SEED)
    west, south, east, north = areas.total_bounds
    middles = rng.uniform((west, south), (east, north), (PLACES, 2))
    files = []
    for month in range(MONTHS):
        count = points // MONTHS + (month < points % MONTHS)
        anywhere = rng.uniform((west, south), (east, north), (count, 2))
        near = middles[rng.integers(0, PLACES, count)] + rng.normal(0.0, SPREAD_M, (count, 2))
        x, y = np.where((np.arange(count) % 2 == 0)[:, None], near, anywhere).T
        first = (_FIRST + month).astype("datetime64[m]")
        minutes = int(((_FIRST + month + 1).astype("datetime64[m]") - first).astype(int))
        begin = first + rng.integers(0, minutes, count).astype("timedelta64[m]")
        table = pa.table({"x_rd": x, "y_rd": y, "begin": begin.astype("datetime64[us]")})
        files.append(folder / f"{_FIRST + month}.parquet")
        pq.write_table(table, files[-1], compression="zstd")
    return files


def by_hotspots(files: Sequence[Path], index: AreaIndex) -> Counts:
    """Count part by part with our own index."""
    counts = Counts.none(len(index.polygons))
    for file in files:
        rows = pq.read_table(file, memory_map=True)
        x, y = rows["x_rd"].to_numpy(), rows["y_rd"].to_numpy()
        month = _month_of(rows["begin"].to_numpy())
        area = index.locate(x, y)
        inside = area >= 0
        np.add.at(counts.by_month.reshape(-1), area[inside] * MONTHS + month[inside], 1)
        cell = cell_of(x, CELL_M).astype(np.int64) * HEIGHT + cell_of(y, CELL_M)
        np.add.at(counts.by_cell.reshape(-1), cell, np.int32(1))
    return counts


def in_sql(rows: pa.Table, cells: pa.Table, n_areas: int) -> Counts:
    """Return what a database answered: area, month and count, and col, row and count."""
    counts = Counts.none(n_areas)
    area, month, many = (rows.column(at).to_numpy() for at in range(3))
    counts.by_month[area.astype(np.int64), _month_of(month)] = many
    col, row, many = (cells.column(at).to_numpy() for at in range(3))
    counts.by_cell[col.astype(np.int64), row.astype(np.int64)] = many
    return counts


def _month_of(moments: NDArray[np.datetime64]) -> NDArray[np.int64]:
    return (moments.astype("datetime64[M]") - _FIRST).astype(np.int64)


_BY_MONTH: Final = (
    "SELECT areas.number, date_trunc('month', points.begin) AS month, count(*) AS many "
    "FROM {points} JOIN areas ON ST_Intersects(areas.geometry, points.place) GROUP BY 1, 2"
)
_PLACES: Final = "(SELECT begin, ST_Point(x_rd, y_rd) AS place FROM {parts}) AS points"
_BY_CELL: Final = (
    "SELECT floor(x_rd / {metres}) AS col, floor(y_rd / {metres}) AS row, count(*) AS many "
    "FROM {points} GROUP BY 1, 2"
)


def by_sedona(files: Sequence[Path], areas: gpd.GeoDataFrame) -> Counts:
    """Count with SedonaDB, told for which of the two tables to prepare the polygons."""
    import sedonadb  # noqa: PLC0415 - not everyone has it

    database = sedonadb.connect()
    database.sql("SET sedona.spatial_join.execution_mode = 'prepare_build'").execute()
    numbered = areas[["geometry"]].set_crs(None, allow_override=True)
    numbered = numbered.assign(number=np.arange(len(areas), dtype=np.int32))
    database.create_data_frame(numbered).to_memtable().to_view("areas")
    database.read_parquet([str(file) for file in files]).to_view("parts")
    points = _PLACES.format(parts="parts")
    rows = pa.table(database.sql(_BY_MONTH.format(points=points)))
    return in_sql(
        rows, pa.table(database.sql(_BY_CELL.format(metres=CELL_M, points="parts"))), len(areas)
    )


def by_duckdb(files: Sequence[Path], areas: gpd.GeoDataFrame) -> Counts:
    """Count with the spatial extension of DuckDB, in one thread."""
    import duckdb  # noqa: PLC0415 - not everyone has it
    from duckdb_extensions import import_extension  # noqa: PLC0415

    with duckdb.connect(config={"threads": 1}) as database:
        import_extension("spatial", con=database)
        database.load_extension("spatial")
        numbered = pa.table(
            {"number": np.arange(len(areas), dtype=np.int32), "wkb": areas.geometry.to_wkb()}
        )
        database.register("numbered", numbered)
        database.sql(
            "CREATE TABLE areas AS SELECT number, ST_GeomFromWKB(wkb) AS geometry FROM numbered"
        )
        parts = f"read_parquet({[str(file) for file in files]})"
        points = _PLACES.format(parts=parts)
        rows = database.sql(_BY_MONTH.format(points=points)).to_arrow_table()
        cells = database.sql(_BY_CELL.format(metres=CELL_M, points=parts)).to_arrow_table()
    return in_sql(rows, cells, len(areas))


def by_dask(files: Sequence[Path], areas: gpd.GeoDataFrame) -> Counts:
    """Count with dask-geopandas, a file at a time in this thread."""
    import dask  # noqa: PLC0415 - not everyone has it
    import dask.dataframe as dd  # noqa: PLC0415
    import dask_geopandas  # noqa: PLC0415

    numbered = areas[["geometry"]].set_crs(None, allow_override=True)
    numbered = numbered.assign(number=np.arange(len(areas)))
    rows = dd.read_parquet([str(file) for file in files])
    places = dask_geopandas.points_from_xy(rows, "x_rd", "y_rd")
    frame = dask_geopandas.from_dask_dataframe(rows, geometry=places)
    joined = frame.sjoin(numbered, how="inner", predicate="intersects")
    month = joined["begin"].dt.to_period("M").astype(str)
    by_month = joined.assign(month=month).groupby(["number", "month"]).size()
    cells = rows.assign(col=rows["x_rd"] // CELL_M, row=rows["y_rd"] // CELL_M)
    by_cell = cells.groupby(["col", "row"]).size()
    with dask.config.set(scheduler="synchronous"):
        months, many = dask.compute(by_month, by_cell)
    return in_sql(_as_table(months), _as_table(many), len(areas))


def _as_table(counts: pd.Series) -> pa.Table:
    frame = counts.rename("many").reset_index()
    if "month" in frame:
        frame["month"] = frame["month"].astype("datetime64[s]")
    return pa.Table.from_pandas(frame, preserve_index=False)


#: With the index of the areas built anew, as the peers do; it is kept as long as the areas are.
BUILT: Final = "hotspots, index built"
#: By name: what has to be installed, and what counts.
PEERS: Final[dict[str, tuple[tuple[str, ...], Callable[..., Counts]]]] = {
    "SedonaDB": (("sedonadb",), by_sedona),
    "DuckDB spatial": (("duckdb", "duckdb_extensions"), by_duckdb),
    "dask-geopandas": (("dask_geopandas",), by_dask),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and say whether all agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20_000_000)
    parser.add_argument("--areas", type=int, default=14_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    args = parser.parse_args(arguments)
    wijken = max(1, args.areas // 4)
    size = Size(gemeenten=max(1, wijken // 10), wijken=wijken, buurten=args.areas)
    areas = country_of(size).buurten[["geometry"]]
    with tempfile.TemporaryDirectory() as temporary:
        files = write_parts(Path(temporary), args.points, areas)
        polygons = areas.geometry.to_numpy()
        kept = AreaIndex.build(polygons)
        jobs: dict[str, Callable[[], Counts]] = {
            OURS: lambda: by_hotspots(files, kept),
            BUILT: lambda: by_hotspots(files, AreaIndex.build(polygons)),
        }
        for name, (needed, count) in PEERS.items():
            if all(find_spec(module) for module in needed):
                jobs[name] = lambda count=count: count(files, areas)
            else:
                print(f"{name} is not installed")
        ours = jobs[OURS]()
        off = {name: ours.off(job()) for name, job in jobs.items()}
        seconds = alternate(jobs, rounds=args.rounds)
    print(f"{args.points:_} points, {args.areas:_} areas, median of {args.rounds} rounds")
    print(f"{'':24}{'s':>10}{'x':>8}{'elsewhere':>11}")
    for name, taken in seconds.items():
        print(f"{name:24}{taken:10.2f}{taken / seconds[OURS]:8.1f}{off[name]:11}")
    if args.write:
        keep(f"{args.points:_} points, {args.areas:_} areas", seconds, rounds=args.rounds)
    return int(max(off.values()) > MOST_OFF * args.points)


if __name__ == "__main__":
    sys.exit(main())
