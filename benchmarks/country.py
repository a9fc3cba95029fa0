"""Write the home of a made-up country: 342 gemeenten, 3.400 wijken, 14.000 buurten, incidents.

    python benchmarks/country.py FOLDER [--gemeenten N] [--wijken N] [--buurten N]
                                 [--incidents N] [--layers 1|2|3] [--seed N]

No place in it exists. Towns lie apart from each other and differ in size; buurten are small in
towns and large between them, each the Voronoi cell of a place; wijken and gemeenten are made of
whole buurten. Then the plane is bent, so that borders wind as real ones do and neighbours keep
sharing theirs. The same seed and sizes give the same files, byte for byte, with the same versions
of the libraries. A smaller country has a smaller extent, and areas as large.

The files of ``geodata/`` hold the codes and names of all levels as columns: GM, WK and BU as CBS
writes them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import Voronoi, cKDTree

from hotspots.geography.areas import row_level

if TYPE_CHECKING:
    from numpy.typing import NDArray

RD_NEW: Final = "EPSG:28992"
SEED: Final = 20171231
#: Middle of the country, and half of its width and height in metres RD at full size.
MIDDLE: Final = (146_000.0, 459_000.0)
HALF: Final = (125_000.0, 150_000.0)
FULL_SIZE: Final = 14_000
#: Share of the buurten that lie in or around a town.
_IN_TOWN: Final = 0.7
#: metres; two places of buurten lie on other squares of this side.
_APART_M: Final = 180.0
#: metres between corners of a border before it is bent, at most.
_STEP_M: Final = 120.0
#: Waves that bend the plane: length and height in metres. Their slopes add up to less than 1, so
#: that no two places land on one and no border crosses itself.
_WAVES: Final = ((23_000.0, 600.0), (5_100.0, 120.0), (1_300.0, 25.0), (420.0, 6.0))
_YEARS: Final = (2015, 2017)
_STARTS: Final = (
    "Ooster", "Wester", "Noorder", "Zuider", "Oud", "Nieuw", "Hoog", "Laag", "Kerk", "Berg",
    "Dijk", "Meer", "Veen", "Zand", "Klei", "Heide", "Bos", "Duin", "Burg",
)  # fmt: skip
_ENDS: Final = (
    "beek", "hout", "dam", "veld", "dorp", "horst", "wijk", "broek", "drecht", "burg",
    "kerk", "haven", "loo", "schans", "sluis", "voort", "woude", "zijl",
)  # fmt: skip
_PARTS: Final = ("Centrum", "Noord", "Oost", "Zuid", "West", "Station", "Haven", "Park")

#: Id, label, what one and several are called, and where it can happen.
LAYERS: Final = (
    ("woninginbraak", "Woninginbraak", "woninginbraak", "woninginbraken", "misdrijf", "households"),
    ("overlast", "Overlast", "melding van overlast", "meldingen van overlast", "melding", "land"),
    ("geweld", "Geweld", "geweldsmisdrijf", "geweldsmisdrijven", "misdrijf", "land"),
)
_SOORTEN: Final = ("eerste", "tweede", "derde")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a country is."""

    gemeenten: int = 342
    wijken: int = 3_400
    buurten: int = FULL_SIZE
    incidents: int = 200_000
    layers: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """The areas of a country, in RD metres, in order of code.

    Attributes
    ----------
    buurten
        ``buurtcode, buurtnaam, wijkcode, gemeentecode, gemeentenaam, huishoudens, inwoners``.
    wijken, gemeenten
        The same for their level; their borders are those of their buurten.
    """

    buurten: gpd.GeoDataFrame
    wijken: gpd.GeoDataFrame
    gemeenten: gpd.GeoDataFrame


def write_home(folder: Path, size: Size = Size(), seed: int = SEED) -> None:
    """Write the home of a country."""
    country = country_of(size, seed)
    for level, areas in (
        ("buurten", country.buurten),
        ("wijken", country.wijken),
        ("gemeenten", country.gemeenten),
    ):
        home_of_level = folder / "geodata" / level
        home_of_level.mkdir(parents=True, exist_ok=True)
        areas.assign(level=row_level(level)).to_parquet(home_of_level / f"{level}.parquet")
        (home_of_level / "layer.toml").write_text(_declared(level), encoding="utf-8")
    (folder / "gemeente.toml").write_text(_HOME, encoding="utf-8")
    theme = folder / "data" / "veiligheid"
    theme.mkdir(parents=True)
    layers = LAYERS[: size.layers]
    written = _THEME + "".join(map(_layer, layers))
    (theme / "theme.toml").write_text(written, encoding="utf-8")
    for at, layer in enumerate(layers):
        incidents = incidents_of(country, size.incidents, seed + 1 + at)
        incidents.to_csv(theme / f"{layer[0]}.csv", index=False)


def country_of(size: Size, seed: int = SEED) -> Country:
    """Return the areas of a country of a size."""
    rng = np.random.default_rng(seed)
    scale = min(1.0, float(np.sqrt(size.buurten / FULL_SIZE)))
    towns = _towns(size.gemeenten, scale, rng)
    people = rng.lognormal(0.0, 1.0, size.gemeenten)
    seeds = _seeds(size.buurten, towns, people, scale, rng)
    gemeente = cKDTree(towns).query(seeds)[1]
    wijk = _wijken(seeds, gemeente, size)
    polygons = _cells(seeds, scale, rng)
    buurten = _named(polygons, gemeente, wijk, size)
    distance_m = np.hypot(*(seeds - towns[gemeente]).T)
    households = _households(distance_m, people[gemeente], polygons, rng)
    buurten["huishoudens"] = households
    buurten["inwoners"] = (
        (households * rng.uniform(1.8, 2.6, len(households))).round(-1).astype(int)
    )
    buurten = buurten.sort_values("buurtcode", ignore_index=True)
    return Country(
        buurten,
        _joined(buurten, "wijkcode", ["wijknaam", "gemeentecode", "gemeentenaam"]),
        _joined(buurten, "gemeentecode", ["gemeentenaam"]),
    )


def incidents_of(country: Country, n_incidents: int, seed: int) -> pd.DataFrame:
    """Return incidents of a layer: more where more people live, over three years."""
    rng = np.random.default_rng(seed)
    households = country.buurten["huishoudens"].to_numpy(np.float64)
    weight = (households + 5.0) * rng.lognormal(0.0, 0.6, len(households))
    at = rng.choice(len(households), n_incidents, p=weight / weight.sum())
    middle = shapely.get_coordinates(shapely.point_on_surface(country.buurten.geometry.to_numpy()))
    spread_m = np.sqrt(shapely.area(country.buurten.geometry.to_numpy())) / 5
    place = middle[at] + rng.normal(0.0, 1.0, (n_incidents, 2)) * spread_m[at, np.newaxis]
    minutes = rng.integers(0, 24 * 60 * _days(), n_incidents)
    begin = np.datetime64(f"{_YEARS[0]}-01-01T00:00") + minutes.astype("timedelta64[m]")
    end = begin + rng.integers(10, 480, n_incidents).astype("timedelta64[m]")
    return pd.DataFrame(
        {
            "id": np.arange(n_incidents),
            "soort": np.array(_SOORTEN)[rng.integers(0, len(_SOORTEN), n_incidents)],
            "begin": pd.Series(begin).dt.strftime("%Y-%m-%d %H:%M"),
            "eind": pd.Series(end).dt.strftime("%Y-%m-%d %H:%M"),
            "x": place[:, 0].round().astype(int),
            "y": place[:, 1].round().astype(int),
        }
    )


def _days() -> int:
    first, last = (np.datetime64(f"{year}-01-01") for year in (_YEARS[0], _YEARS[1] + 1))
    return int((last - first).astype(int))


def _inside(places: NDArray[np.float64], scale: float) -> NDArray[np.bool_]:
    """Whether places lie in the country: an ellipse with bays and capes."""
    east, north = ((places[:, axis] - MIDDLE[axis]) / (HALF[axis] * scale) for axis in (0, 1))
    angle = np.arctan2(north, east)
    reach = 0.86 + 0.09 * np.sin(3 * angle + 0.6) + 0.05 * np.sin(7 * angle + 2.1)
    inside: NDArray[np.bool_] = np.hypot(east, north) < reach
    return inside


def _box(count: int, scale: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return places in the box around the country, with a margin."""
    half = np.array(HALF) * scale * 1.08
    return np.array(MIDDLE) + rng.uniform(-1.0, 1.0, (count, 2)) * half


def _towns(count: int, scale: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return places of towns that lie apart: each the farthest of many from those before."""
    places = _box(60 * count, scale, rng)
    places = places[_inside(places, scale)][: 12 * count]
    chosen = [0]
    nearest = np.full(len(places), np.inf)
    for _ in range(count - 1):
        nearest = np.minimum(nearest, np.hypot(*(places - places[chosen[-1]]).T))
        chosen.append(int(nearest.argmax()))
    return places[chosen]


def _seeds(
    count: int,
    towns: NDArray[np.float64],
    people: NDArray[np.float64],
    scale: float,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return a place per buurt: first every town itself, then in, around and between them."""
    drawn = 4 * count
    near = rng.choice(len(towns), drawn, p=people / people.sum())
    around_m = 900.0 * np.sqrt(people[near]) * rng.exponential(1.0, drawn)
    in_town = towns[near] + rng.normal(0.0, 1.0, (drawn, 2)) * around_m[:, np.newaxis]
    between = _box(drawn, scale, rng)
    places = np.where(rng.random((drawn, 1)) < _IN_TOWN, in_town, between)
    places = np.concatenate([towns, places[_inside(places, scale)]])
    square = np.floor(places / _APART_M).astype(np.int64)
    _, first = np.unique(square, axis=0, return_index=True)
    places = places[np.sort(first)][:count]
    if len(places) < count:
        raise ValueError(f"room for {len(places)} buurten, asked: {count}")
    return places


def _wijken(seeds: NDArray[np.float64], gemeente: NDArray[np.intp], size: Size) -> NDArray[np.intp]:
    """Return the number of the wijk of each buurt within its gemeente, as many as asked in all."""
    buurten = np.bincount(gemeente, minlength=size.gemeenten)
    share = buurten / buurten.sum() * (size.wijken - size.gemeenten)
    count = 1 + np.minimum(np.floor(share).astype(int), buurten - 1)
    for one in np.argsort(-(share - np.floor(share)), kind="stable").tolist() * 2:
        if count.sum() < size.wijken and count[one] < buurten[one]:
            count[one] += 1
    wijk = np.zeros(len(seeds), dtype=np.intp)
    for number in range(size.gemeenten):
        own = np.flatnonzero(gemeente == number)
        chosen, nearest = [0], np.full(len(own), np.inf)
        for _ in range(count[number] - 1):
            nearest = np.minimum(nearest, np.hypot(*(seeds[own] - seeds[own[chosen[-1]]]).T))
            chosen.append(int(nearest.argmax()))
        wijk[own] = cKDTree(seeds[own[chosen]]).query(seeds[own])[1]
    return wijk


def _cells(
    seeds: NDArray[np.float64], scale: float, rng: np.random.Generator
) -> NDArray[np.object_]:
    """Return the Voronoi cell of each place, bent; neighbours share every corner."""
    sea = _box(max(400, len(seeds)), scale, rng)
    sea = sea[~_inside(sea, scale)]
    far = np.array(MIDDLE) + np.array([[-3, -3], [3, -3], [3, 3], [-3, 3]]) * np.array(HALF)
    diagram = Voronoi(np.concatenate([seeds, sea, far]))
    rings = [diagram.regions[diagram.point_region[at]] for at in range(len(seeds))]
    sizes = np.array([len(ring) for ring in rings])
    start = np.concatenate([np.array(ring) for ring in rings])
    end = np.concatenate([np.roll(ring, -1) for ring in rings])
    owner = np.repeat(np.arange(len(seeds)), sizes)
    # The corners of an edge are counted from the same end by both of its neighbours.
    low, high = np.minimum(start, end), np.maximum(start, end)
    along = diagram.vertices[high] - diagram.vertices[low]
    parts = np.maximum(1, np.ceil(np.hypot(*along.T) / _STEP_M)).astype(int)
    edge = np.repeat(np.arange(len(start)), parts)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(parts) - parts, parts)
    nth = np.where(start[edge] == low[edge], nth, parts[edge] - nth)
    corners = diagram.vertices[low[edge]] + along[edge] * (nth / parts[edge])[:, np.newaxis]
    corners = _bent(corners).round(1)
    ring_of = owner[edge]
    same = np.append(False, (ring_of[1:] == ring_of[:-1]) & (corners[1:] == corners[:-1]).all(1))
    corners, ring_of = corners[~same], ring_of[~same]
    polygons: NDArray[np.object_] = shapely.polygons(shapely.linearrings(corners, indices=ring_of))
    return shapely.normalize(polygons)


def _bent(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places in the bent plane."""
    moved = places.copy()
    for number, (length_m, height_m) in enumerate(_WAVES):
        turn = 2 * np.pi / length_m
        x, y = places[:, 0] * turn, places[:, 1] * turn
        moved[:, 0] += height_m * 0.7 * np.sin(0.8 * y + 0.6 * x + number)
        moved[:, 1] += height_m * 0.7 * np.sin(0.8 * x - 0.6 * y + 2 * number + 1)
    return moved


def _named(
    polygons: NDArray[np.object_], gemeente: NDArray[np.intp], wijk: NDArray[np.intp], size: Size
) -> gpd.GeoDataFrame:
    """Return the buurten with the codes and names of what they lie in."""
    names = [_name(number) for number in range(size.gemeenten)]
    own = pd.Series(wijk).groupby([gemeente, wijk]).cumcount().to_numpy()
    return gpd.GeoDataFrame(
        {
            "buurtcode": [
                f"BU{one + 1:04}{two:02}{three:02}"
                for one, two, three in zip(gemeente, wijk, own, strict=True)
            ],
            "buurtnaam": [
                f"{names[one]} {_PARTS[two % len(_PARTS)]} {three + 1}"
                for one, two, three in zip(gemeente, wijk, own, strict=True)
            ],
            "wijkcode": [
                f"WK{one + 1:04}{two:02}" for one, two in zip(gemeente, wijk, strict=True)
            ],
            "wijknaam": [
                f"Wijk {two:02} {names[one]} {_PARTS[two % len(_PARTS)]}"
                for one, two in zip(gemeente, wijk, strict=True)
            ],
            "gemeentecode": [f"GM{one + 1:04}" for one in gemeente],
            "gemeentenaam": [names[one] for one in gemeente],
        },
        geometry=polygons,
        crs=RD_NEW,
    )


def _name(number: int) -> str:
    """Return the name of a gemeente; each once."""
    pairs = len(_STARTS) * len(_ENDS)
    # A step that shares no factor with the number of pairs visits each of them once.
    at = number * 101 % pairs
    return _STARTS[at // len(_ENDS)] + _ENDS[at % len(_ENDS)]


def _households(
    distance_m: NDArray[np.float64],
    people: NDArray[np.float64],
    polygons: NDArray[np.object_],
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Return households per buurt, in tens: dense in towns; one in thirty buurten has none.

    Parameters
    ----------
    distance_m, people
        Of each buurt: to the middle of its town, and how large that is; 1 is the usual size.
    """
    dense = np.exp(-distance_m / (1_200.0 * np.sqrt(people) + 1.0))
    per_km2 = 8.0 + 1_400.0 * dense
    area_km2 = shapely.area(polygons) / 1e6
    expected = np.minimum(per_km2 * area_km2, 4_000.0) * rng.lognormal(0.0, 0.4, len(polygons))
    households: NDArray[np.int64] = expected.round(-1).astype(np.int64)
    households[rng.random(len(polygons)) < 1 / 30] = 0
    return households


def _joined(buurten: gpd.GeoDataFrame, code: str, also: list[str]) -> gpd.GeoDataFrame:
    """Return the areas of a coarser level, as the sum of their buurten."""
    grouped = buurten.groupby(code)
    joined = grouped[[*also, "huishoudens", "inwoners"]].agg(
        dict.fromkeys(also, "first") | {"huishoudens": "sum", "inwoners": "sum"}
    )
    shapes = [
        shapely.coverage_union_all(buurten.geometry.to_numpy()[grouped.indices[one]])
        for one in joined.index
    ]
    return gpd.GeoDataFrame(
        joined.reset_index(), geometry=shapely.normalize(np.array(shapes)), crs=RD_NEW
    )


_HOME: Final = """\
[gemeente]
code = "LAND"
name = "Verzonnen land"
start = "woninginbraak"

[access]
local_role = "analist"

[land]
compartments = []
"""
_THEME: Final = """\
id = "veiligheid"
label = "Veiligheid"
order = 1
description = "Verzonnen incidenten in een verzonnen land."
"""


def _declared(level: str) -> str:
    one = {"gemeenten": "gemeente", "wijken": "wijk", "buurten": "buurt"}[level]
    around = {"buurten": "wijk", "wijken": "gemeente"}.get(level, "")
    parent = f'\nparent = "{around}code"' if around else ""
    figures = "".join(
        f'\n[denominators.{name}]\ncolumn = "{name}"\nlabel = "{name}"\nyear = 2017\n'
        for name in ("huishoudens", "inwoners")
    )
    return f"""\
id = "{level}"
kind = "areas"
label = "{level.capitalize()}"
level = "{level}"
note = "Verzonnen grenzen van een verzonnen land."

[source]
file = "{level}.parquet"
crs = "{RD_NEW}"
year = 2017
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[columns]
code = "{one}code"
name = "{one}naam"{parent}
{figures}"""


def _layer(layer: tuple[str, str, str, str, str, str]) -> str:
    name, label, noun, plural, observes, mask = layer
    soorten = "".join(f'{soort} = "{soort.capitalize()}"\n' for soort in _SOORTEN)
    return f"""
[layers.{name}]
kind = "incidents"
label = "{label}"
observes = "{observes}"
noun = "{noun}"
noun_plural = "{plural}"
mask = "{mask}"

[layers.{name}.source]
file = "{name}.csv"
crs = "{RD_NEW}"
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[layers.{name}.columns]
id = "id"
soort = "soort"
begin = "begin"
end = "eind"
x_rd = "x"
y_rd = "y"

[layers.{name}.soorten]
{soorten}
[layers.{name}.denominators]
use = ["huishoudens", "inwoners"]

[layers.{name}.privacy]
finest = "cells"
finest_cell_m = 100
points_roles = ["analist"]
"""


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for name in ("gemeenten", "wijken", "buurten", "incidents", "layers"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Size(), name))
    parser.add_argument("--seed", type=int, default=SEED)
    asked = vars(parser.parse_args())
    folder, seed = asked.pop("folder"), asked.pop("seed")
    write_home(folder, Size(**asked), seed)


if __name__ == "__main__":
    main()
