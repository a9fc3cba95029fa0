"""Simulated incidents in the real town: dealt by what is truly exposed, never over our own cells.

Places are drawn uniformly over triangles that fill the published polygons exactly. Nothing of
`hotspots` says where an incident may lie: neither its cells, nor its masks, nor what it takes for
exposed. Dates are the real thing too: a day of three years and a time of day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from hotspots.access.library import Library
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.incoming.publishing.joining import join_incidents
from hotspots.settings import Home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.access.cube import Cube
    from hotspots.access.incidents import Incidents
    from hotspots.access.tally import Tally
    from hotspots.catalog.specs import LayerSpec
    from hotspots.store.catalogue import Version
    from hotspots.store.cubes import CubeName

FIRST: Final = np.datetime64("2015-01-01")
DAYS: Final = 1096
YEAR: Final = 365
SECONDS: Final = 86_400
#: What a simulated incident can follow.
HOUSEHOLDS: Final = "households"
LAND: Final = "land"
#: Nothing going on; near repeats; days that are busy together; one place or one buurt that stands
#: out; a city that becomes quieter.
NULL: Final = "null"
NEAR_REPEATS: Final = "near_repeats"
BURSTS: Final = "bursts"
QUIETER: Final = "quieter"
BLOCK: Final = "block"
CHANGED: Final = "changed"
#: Share of the incidents that another one follows, at 100 to 200 m and after 7 to 14 days.
FOLLOWED: Final = 0.25
FOLLOW_M: Final = (100.0, 200.0)
FOLLOW_DAYS: Final = (7, 14)
NEXT_DOOR_M: Final = 10.0
#: Variance of the number of incidents on a day over its mean.
BURSTINESS: Final = 2.0
#: How busy the second half of the three years is where the city becomes quieter.
QUIETER_BY: Final = 0.75
BLOCK_M: Final = 300.0


@dataclass(frozen=True, slots=True)
class World:
    """What goes on in a simulated town.

    ``times`` is how much busier the planted block is, or the planted buurt in the last year.
    """

    name: str
    times: float = 1.0

    @property
    def id(self) -> str:
        """The name, with how many times where something is planted."""
        return self.name if self.times == 1.0 else f"{self.name}_{self.times:g}"


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """Where something was planted: the buurt, and the block where it was one."""

    buurt: int
    block: shapely.Polygon | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Land in triangles, each within one buurt, and how many households each holds.

    Attributes
    ----------
    corners : shape (t, 3, 2)
        RD metres.
    buurt : shape (t,)
        Position in the areas of the home.
    land, households : shape (t,)
        Share of all land, and of all households, in each; each adds up to 1.
    """

    corners: NDArray[np.float64]
    buurt: NDArray[np.int64]
    land: NDArray[np.float64]
    households: NDArray[np.float64]

    def share(self, follows: str) -> NDArray[np.float64]:
        """Return which share of the incidents each triangle is due."""
        return self.households if follows == HOUSEHOLDS else self.land

    def per_buurt(self, follows: str, buurten: int) -> NDArray[np.float64]:
        """Return which share of the incidents each buurt is due."""
        due: NDArray[np.float64] = np.bincount(
            self.buurt, weights=self.share(follows), minlength=buurten
        )
        return due

    def within(self, shape: shapely.Polygon) -> Ground:
        """Return the part of it that lies in a convex shape, with the shares of that part."""
        triangles = shapely.polygons(self.corners)
        near = np.flatnonzero(shapely.intersects(triangles, shape))
        corners, of = [], []
        for at, piece in zip(near, shapely.intersection(triangles[near], shape), strict=True):
            # Of two convex shapes the overlap is convex: it falls into a fan of triangles.
            ring = shapely.get_coordinates(piece)[:-1]
            corners += [ring[[0, turn, turn + 1]] for turn in range(1, len(ring) - 1)]
            of += [at] * max(0, len(ring) - 2)
        fan = np.array(corners)
        part = shapely.area(shapely.polygons(fan)) / shapely.area(triangles[of])
        return Ground(fan, self.buurt[of], self.land[of] * part, self.households[of] * part)

    def density(
        self, points: NDArray[np.float64], share: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return how much of a share there is per square metre at points; 0 outside the land."""
        triangles = shapely.polygons(self.corners)
        at, triangle = shapely.STRtree(triangles).query(shapely.points(points), "within")
        per_m2 = np.zeros(len(points))
        per_m2[at] = share[triangle] / shapely.area(triangles[triangle])
        return per_m2

    def points(
        self, rng: np.random.Generator, count: int, share: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return points dealt over the triangles by a share, uniform within each: shape (n, 2)."""
        at = rng.choice(len(share), size=count, p=share)
        one, other = rng.random((2, count, 1))
        beyond = one + other > 1.0
        one, other = np.where(beyond, 1.0 - one, one), np.where(beyond, 1.0 - other, other)
        a, b, c = self.corners[at].transpose(1, 0, 2)
        points: NDArray[np.float64] = a + one * (b - a) + other * (c - a)
        return points


def read_ground(repository: Path, codes: Iterable[str]) -> Ground:
    """Return the land of the embedded town, read from the published shapes themselves."""
    buurten = gpd.read_file(repository / "geodata/buurten/buurten.geojson").to_crs(28992)
    water = gpd.read_file(repository / "geodata/water/water.geojson").to_crs(28992)
    wet = shapely.union_all(shapely.make_valid(water.geometry.to_numpy()))
    code_column, households_column = _columns(repository)
    shapes = dict(zip(buurten[code_column], buurten.geometry, strict=True))
    living = dict(zip(buurten[code_column], buurten[households_column], strict=True))
    corners, buurt, area, households = [], [], [], []
    for at, code in enumerate(codes):
        dry = shapely.difference(shapes[code], wet)
        triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(dry))
        if not len(triangles):
            continue
        size = shapely.area(triangles)
        corners.append(np.array([shapely.get_coordinates(one)[:3] for one in triangles]))
        buurt.append(np.full(len(triangles), at))
        area.append(size)
        households.append(float(np.nan_to_num(living[code])) * size / size.sum())
    sizes, lived_in = np.concatenate(area), np.concatenate(households)
    return Ground(
        np.concatenate(corners),
        np.concatenate(buurt),
        sizes / sizes.sum(),
        lived_in / lived_in.sum(),
    )


def _columns(repository: Path) -> tuple[str, str]:
    """Return the columns of the published buurten that hold the code and the households."""
    import tomllib  # noqa: PLC0415 - only here

    declared = tomllib.loads((repository / "geodata/buurten/layer.toml").read_text("utf-8"))
    return declared["columns"]["code"], declared["denominators"]["huishoudens"]["column"]


class SimulatedLibrary(Library):
    """A home of which the rows of incidents are put in, map by map, and read as always."""

    def start(self, mark: str) -> None:
        """Begin another map: nothing of the last one remains."""
        self._mark = mark
        self._tables: dict[str, pa.Table] = {}
        self._rows: dict[str, Incidents] = {}
        self._sensitive: dict[str, Cube] = {}

    def put(self, layer: LayerSpec, rows: pd.DataFrame) -> None:
        """Put the incidents of a layer in, as the door does once they are checked."""
        table = join_incidents(rows, self.geography)
        self._tables[layer.id] = _counted(table, layer) if layer.kind == "counts" else table

    def version(self, layer: LayerSpec) -> Version:
        """Return the version of a layer; every map is a version of its own."""
        version = super().version(layer)
        if layer.id not in self._tables:
            return version
        rows = self._tables[layer.id].num_rows
        counts = {**version.counts, "read": rows, "accepted": rows}
        return replace(version, sha256=f"{self._mark}-{layer.id}", counts=counts, rows=rows)

    def incidents(self, layer: LayerSpec) -> tuple[Version, Incidents]:
        """Return the incidents that were put in, or those of the home."""
        if layer.id not in self._tables:
            return super().incidents(layer)
        if layer.id not in self._rows:
            self._rows[layer.id] = self._read_incidents(layer, _Table(self._tables[layer.id]))
        return self.version(layer), self._rows[layer.id]

    def tally(self, layer: LayerSpec, name: CubeName) -> tuple[Version, Tally | None]:
        """Return that what was put in is counted row by row."""
        if layer.id not in self._tables:
            return super().tally(layer, name)
        return self.version(layer), None

    def cube(self, layer: LayerSpec) -> tuple[Version, Cube]:
        """Return what a sensitive layer tells of the incidents that were put in."""
        if layer.id not in self._tables:
            return super().cube(layer)
        if layer.id not in self._sensitive:
            self._sensitive[layer.id] = self._build_cube(layer, _Table(self._tables[layer.id]))
        return self.version(layer), self._sensitive[layer.id]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that is read as the file of a version is."""

    table: pa.Table

    @property
    def column_names(self) -> list[str]:
        """The columns there are."""
        return list(self.table.column_names)

    def __len__(self) -> int:
        return self.table.num_rows

    def each(self, columns: Iterable[str] | None = None) -> Iterator[pa.Table]:
        """Give some columns, or all, of the only part."""
        yield self.read(columns)

    def read(self, columns: Iterable[str] | None = None) -> pa.Table:
        """Return some columns, or all."""
        return self.table if columns is None else self.table.select(list(columns))


def _counted(table: pa.Table, layer: LayerSpec) -> pa.Table:
    """Return incidents as counts per area and month."""
    level = "wijk" if layer.privacy.finest == "wijken" else "buurt"
    frame = pd.DataFrame(
        {
            "area": table[level].to_pandas().astype(object),
            "month": table["begin"].to_numpy().astype("datetime64[M]").astype("datetime64[s]"),
        }
    )
    counts = frame.dropna().groupby(["area", "month"]).size().reset_index(name="count")
    return pa.table(
        {
            "area": pa.array(counts["area"], type=pa.string()),
            "month": pa.array(counts["month"].to_numpy().astype("datetime64[s]")),
            "count": pa.array(counts["count"], type=pa.int64()),
        }
    )


class Town:
    """The embedded home with incidents that were dealt."""

    def __init__(self, repository: Path, state: Path) -> None:
        opened = open_workspace(Home(repository, state), role="analist")
        self.library = SimulatedLibrary(opened.home, opened.library.catalog)
        self.library.start("none")
        self.workspace = Workspace(self.library, "analist")
        self.ground = read_ground(repository, self.library.geography.buurten.codes)

    @property
    def layers(self) -> list[LayerSpec]:
        """The layers that incidents are dealt to: all but calendars and context."""
        return [
            layer
            for layer in self.workspace.catalog.layers
            if layer.kind in ("incidents", "counts")
        ]

    def deal(
        self, key: tuple[int, ...], world: World, count: int, follows: dict[str, str]
    ) -> Planted | None:
        """Put so many incidents in each of some layers; return what was planted.

        A key gives each layer the same incidents, whichever layers are asked for beside it.
        """
        self.library.start(f"{world.id}-{key}-{count}-{follows}")
        planted = self._planted(np.random.default_rng(key), world)
        for at, layer in enumerate(self.layers):
            if layer.id in follows:
                rng = np.random.default_rng((*key, at))
                places, days = self._dealt(rng, world, count, follows[layer.id], planted)
                self.library.put(layer, rows_of(rng, layer, places, days))
        return planted

    def _planted(self, rng: np.random.Generator, world: World) -> Planted | None:
        if world.name not in (BLOCK, CHANGED):
            return None
        (middle,) = self.ground.points(rng, 1, self.ground.households)
        buurt = int(self.library.geography.index.locate(*middle[:, np.newaxis])[0])
        west, south = np.floor(middle / 100.0) * 100.0 - 100.0
        return Planted(buurt, shapely.box(west, south, west + BLOCK_M, south + BLOCK_M))

    def _dealt(
        self,
        rng: np.random.Generator,
        world: World,
        count: int,
        follows: str,
        planted: Planted | None,
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return a place and a day for each incident."""
        share = self.ground.share(follows)
        if world.name == NEAR_REPEATS:
            return self._followed(rng, count, share)
        places, days = self.ground.points(rng, count, share), dealt_days(rng, world, count)
        if planted is not None:
            return self._busier(rng, world, planted, follows, (places, days))
        return places, days

    def _followed(
        self, rng: np.random.Generator, count: int, share: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return places and days of which some follow another one, always at another address.

        Those that follow lie by exposure too: one that would come where less is exposed than at
        the first, comes next door as often as is needed for that. Else a quiet place beside a
        busy one would have more than its share, and who said so would be right.
        """
        followers = round(count * FOLLOWED / (1.0 + FOLLOWED))
        places = self.ground.points(rng, count - followers, share)
        days = rng.integers(0, DAYS, len(places))
        early = np.flatnonzero(days < DAYS - FOLLOW_DAYS[1])
        first = rng.choice(early, size=followers, replace=False)
        turn, away = rng.random(followers) * 2.0 * np.pi, rng.uniform(*FOLLOW_M, followers)
        step = np.column_stack([np.cos(turn), np.sin(turn)]) * away[:, np.newaxis]
        later = rng.integers(FOLLOW_DAYS[0], FOLLOW_DAYS[1] + 1, followers)
        before, after = (
            self.ground.density(at, share) for at in (places[first], places[first] + step)
        )
        next_door = rng.random(followers) * before > after
        step[next_door] *= NEXT_DOOR_M / away[next_door, np.newaxis]
        return (
            np.concatenate([places, places[first] + step]),
            np.concatenate([days, days[first] + later]),
        )

    def _busier(
        self,
        rng: np.random.Generator,
        world: World,
        planted: Planted,
        follows: str,
        dealt: tuple[NDArray[np.float64], NDArray[np.int64]],
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return places and days with a block, or the last year of a buurt, that is busier.

        Incidents are moved there from the whole town, so that their number stays the same.
        """
        places, days = dealt
        times, count = world.times, len(days)
        if world.name == BLOCK:
            block = self.ground.within(planted.block)
            inside = block.share(follows)
            due = float(inside.sum())
            moved = rng.random(count) < (times - 1.0) * due / (1.0 + (times - 1.0) * due)
            places[moved] = block.points(rng, int(moved.sum()), inside / due)
            return places, days
        share = self.ground.share(follows)
        there = np.where(self.ground.buurt == planted.buurt, share, 0.0)
        due = float(there.sum()) * YEAR / DAYS
        moved = rng.random(count) < (times - 1.0) * due / (1.0 + (times - 1.0) * due)
        places[moved] = self.ground.points(rng, int(moved.sum()), there / there.sum())
        days[moved] = rng.integers(DAYS - YEAR, DAYS, int(moved.sum()))
        return places, days


def rows_of(
    rng: np.random.Generator,
    layer: LayerSpec,
    places: NDArray[np.float64],
    days: NDArray[np.int64],
) -> pd.DataFrame:
    """Return incidents as rows that came through the door, each with a time of day."""
    count = len(days)
    begin = FIRST.astype("datetime64[s]") + days * SECONDS + rng.integers(0, SECONDS, count)
    end = np.full(count, np.datetime64("NaT", "s"))
    if "end" in layer.columns:
        # As with burglaries: of half of them only the hours between are known.
        long = rng.random(count) < 0.5
        end[long] = (begin + rng.integers(1, 8 * 3600, count))[long]
    soorten = tuple(layer.soorten)
    soort = [soorten[at] for at in rng.integers(0, len(soorten), count)] if soorten else None
    return pd.DataFrame(
        {
            "id": [str(at) for at in range(count)],
            "soort": soort,
            "begin": begin,
            "begin_has_time": True,
            "end": end,
            "end_has_time": ~np.isnat(end),
            "x_rd": places[:, 0].round(1),
            "y_rd": places[:, 1].round(1),
        }
    )


def dealt_days(rng: np.random.Generator, world: World, count: int) -> NDArray[np.int64]:
    """Return a day for each incident, counted from the first of the three years."""
    if world.name == BURSTS:
        # A negative binomial number a day: a Poisson number of which the mean is gamma.
        busy = rng.gamma(count / DAYS / (BURSTINESS - 1.0), size=DAYS)
        return rng.choice(DAYS, size=count, p=busy / busy.sum())
    if world.name == QUIETER:
        busy = np.where(np.arange(DAYS) < DAYS - YEAR, 1.0, QUIETER_BY)
        return rng.choice(DAYS, size=count, p=busy / busy.sum())
    return rng.integers(0, DAYS, count)
