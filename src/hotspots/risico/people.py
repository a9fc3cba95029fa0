"""The people of each buurt: by night and by day, how many are old, how many need help."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from hotspots.access.features import features_for
from hotspots.dutch import fold
from hotspots.risico import words as text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray
    from scipy import sparse

    from hotspots.access.library import Library
    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risico.settings import RiskSettings


#: Enough to add a ledger up again; a share of a buurt has endless decimals.
LEDGER_DECIMALS: Final = 6
#: A number with its lowest and highest; None where it is not known.
Margin = tuple[float | None, float | None]
#: What is counted of people, in the order in which it is shown.
MEASURES: Final = ("night", "day", "households", "elderly", "dependent_low", "dependent_high")
#: The same as they are shown: who cannot help themselves are a margin, with both its ends.
MEASURE_ENDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "night": ("night",),
        "day": ("day",),
        "households": ("households",),
        "elderly": ("elderly",),
        "dependent": ("dependent_low", "dependent_high"),
    }
)
#: Who is there at the moment of a scenario.
PresentMeasure = Literal["night", "day"]
_PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """How many people each buurt has, by measure; NaN where it is not known.

    Attributes
    ----------
    counts
        Per measure, shape (buurten,).
    day_assumed
        Whether the number by day is a setting times the residents.
    year, attribution
        Of the figures.
    """

    counts: Mapping[str, NDArray[np.float64]]
    day_assumed: bool
    year: int | None
    attribution: str

    @property
    def dependent(self) -> NDArray[np.float64]:
        """The lowest and highest number that cannot help themselves, shape (2, buurten)."""
        return np.stack([self.counts[end] for end in MEASURE_ENDS["dependent"]])

    def known_total(self, measure: str) -> float:
        """Return the total over the buurten whose number is known; NaN if none is."""
        return known_sum(self.counts[measure])

    def unknown(self, measure: str) -> int:
        """Return how many buurten have no number."""
        return int(np.count_nonzero(np.isnan(self.counts[measure])))

    @property
    def notes(self) -> tuple[str, ...]:
        """What is assumed of the numbers, and in how many buurten which of them is not known."""
        missing = {name: self.unknown(ends[0]) for name, ends in MEASURE_ENDS.items()}
        return (*((text.DAY_ASSUMED,) if self.day_assumed else ()), *text.unknown_people(missing))


def people_of(workspace: Workspace, settings: RiskSettings) -> People:
    """Return the people of each buurt, from the table of a home or else its denominators.

    Residents by day are a setting times the residents, until a table says otherwise. Who cannot
    help themselves are the people of 75 and older who live alone where that is known, else a
    setting times the people of 65 and older.
    """
    geography = workspace.geography
    features = features_for(workspace, "people")
    columns: dict[str, NDArray[np.float64]] = {}
    if features is not None and len(features):
        columns = _by_buurt(features.rows, geography)
        year, attribution = features.spec.source.year, features.attribution
    else:
        year, attribution = None, geography.attribution
    nothing = np.full(len(geography.buurten), np.nan)
    denominators = geography.buurten.denominators
    night = columns.get("residents_night", denominators.get("inwoners", nothing))
    households = columns.get("households", denominators.get("huishoudens", nothing))
    elderly = night * columns.get("pct_65plus", nothing) / _PERCENT
    if not columns:
        # Of the same service and year as the residents of this home.
        elderly = denominators.get("inwoners_65plus", nothing)
    # Nobody lives there, so nobody old does, though no percentage is published.
    elderly = np.where(night == 0, 0.0, elderly)
    by_day = columns.get("residents_day", nothing)
    assumed = bool(np.isnan(by_day).all())
    day = night * settings.value("overdag_aandeel") if assumed else by_day
    low, high = settings["niet_zelfredzaam_65plus"].margin
    alone = night * columns.get("pct_75plus_alone", nothing) / _PERCENT
    dependent = np.stack(
        [np.where(np.isnan(alone), elderly * share, alone) for share in (low, high)]
    )
    return People(
        counts={
            "night": night,
            "day": day,
            "households": households,
            "elderly": elderly,
            "dependent_low": dependent[0],
            "dependent_high": dependent[1],
        },
        day_assumed=assumed,
        year=year,
        attribution=attribution,
    )


def known_sum(counts: NDArray[np.float64]) -> float:
    """Return the sum of what is known; NaN where something is unknown and nothing is known.

    Nobody here and an unknown number there are an unknown number, not nobody.

    Examples
    --------
    >>> known_sum(np.array([3.0, np.nan])), known_sum(np.array([0.0, np.nan]))
    (3.0, nan)
    """
    total = float(np.nansum(counts))
    return float("nan") if total == 0 and np.isnan(counts).any() else total


def total_margin(ends: NDArray[np.float64]) -> Margin:
    """Return the totals of what is known at both ends, shape (2, buurten); None if nothing is."""
    return rounded(known_sum(ends[0])), rounded(known_sum(ends[1]))


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """Numbers of people as they are shown, to one decimal; None where a number is not known."""

    night: float | None
    day: float | None
    households: float | None
    elderly: float | None
    dependent: Margin

    @classmethod
    def of(cls, counts: Mapping[str, float]) -> PeopleCount:
        """Return the number of each of the `MEASURES` as it is shown.

        Examples
        --------
        >>> count = PeopleCount.of({name: float(at) for at, name in enumerate(MEASURES)})
        >>> count.elderly, count.dependent
        (3.0, (4.0, 5.0))
        """
        return cls(
            night=rounded(counts["night"]),
            day=rounded(counts["day"]),
            households=rounded(counts["households"]),
            elderly=rounded(counts["elderly"]),
            dependent=(rounded(counts["dependent_low"]), rounded(counts["dependent_high"])),
        )

    def present(self, measure: PresentMeasure) -> float | None:
        """Return how many people are there at night or by day."""
        return self.night if measure == "night" else self.day

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            "night": self.night,
            "day": self.day,
            "households": self.households,
            "elderly": self.elderly,
            "dependent": list(self.dependent),
        }


def rounded(number: float, decimals: int = 1) -> float | None:
    """Return a number to so many decimals; None where it is not known."""
    return None if np.isnan(number) else round(float(number), decimals)


def _by_buurt(rows: pd.DataFrame, geography: Geography) -> dict[str, NDArray[np.float64]]:
    """Return each numeric column in the order of the buurten, NaN where a buurt has no row."""
    position = area_positions(geography)
    at = np.array([position.get(fold(code), -1) for code in rows["area"]], dtype=np.int64)
    columns: dict[str, NDArray[np.float64]] = {}
    for name in rows.columns:
        if name in ("id", "area"):
            continue
        values = rows[name].to_numpy(dtype=np.float64)
        column = np.full(len(geography.buurten), np.nan)
        column[at[at >= 0]] = values[at >= 0]
        columns[name] = column
    return columns


def area_positions(geography: Geography) -> dict[str, int]:
    """Return the position of each buurt by its code and by its name, folded; codes win."""
    buurten = geography.buurten
    by_name = {fold(name): at for at, name in enumerate(buurten.names)}
    return by_name | {fold(code): at for at, code in enumerate(buurten.codes)}


def column_by_buurt(rows: pd.DataFrame, column: str, geography: Geography) -> NDArray[np.float64]:
    """Return one numeric column of a table in the order of the buurten."""
    return _by_buurt(rows[["area", column]], geography)[column]


#: metres; between the points that stand for the land of a buurt where a raster is read.
SAMPLE_M: Final = 25.0
#: Turns of a circle that an outline for areas gets per quarter: its area is then 0,01 % short.
QUAD_SEGS: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The land of each buurt, and its addresses if there are any.

    Attributes
    ----------
    land : shape (buurten,)
        Each buurt without the water; all of it where nothing else is left.
    x_rd, y_rd, dwellings, buurt : shape (addresses,)
        Addresses inside the municipality; empty until they are loaded.
    """

    land: NDArray[np.object_]
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    dwellings: NDArray[np.float64]
    buurt: NDArray[np.int32]

    @property
    def method(self) -> str:
        """How people are placed: "addresses" or "land"."""
        return "addresses" if len(self.x_rd) else "land"

    @property
    def by_land(self) -> NDArray[np.bool_]:
        """Which buurten have no address, so that their land is all there is to go by."""
        dwellings = np.bincount(self.buurt, self.dwellings, minlength=len(self.land))
        return np.asarray(dwellings <= 0)

    def notes(self, error_share: float) -> tuple[str, ...]:
        """Return how people are placed, and without addresses how far that may be off.

        Parameters
        ----------
        error_share
            Part of the people that areal weighting puts in the wrong half of two buurten, or NaN.
        """
        by_land = self.method == "land" and not np.isnan(error_share)
        return text.METHOD[self.method], *((text.error_sentence(error_share),) if by_land else ())

    def of_addresses(self, inside: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the part of the dwellings of each buurt that is marked; 0 without addresses."""
        total = np.bincount(self.buurt, self.dwellings, minlength=len(self.land))
        part = np.bincount(self.buurt[inside], self.dwellings[inside], minlength=len(self.land))
        return np.divide(part, total, out=np.zeros(len(self.land)), where=total > 0)

    def of_land(self, zone: shapely.Geometry) -> NDArray[np.float64]:
        """Return the part of the land of each buurt that lies in a zone.

        Parameters
        ----------
        zone
            A shapely (multi)polygon in RD metres.
        """
        shapely.prepare(zone)
        touched = np.flatnonzero(shapely.intersects(zone, self.land))
        share = np.zeros(len(self.land))
        parts = shapely.intersection(self.land[touched], zone)
        share[touched] = shapely.area(parts) / shapely.area(self.land[touched])
        return np.minimum(share, 1.0)

    def sample(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
        """Return points every 25 m on the land with their buurt, to read a raster at."""
        columns, rows, buurten = [], [], []
        for at, land in enumerate(self.land):
            west, south, east, north = land.bounds
            x = np.arange(west // SAMPLE_M, east // SAMPLE_M + 1) * SAMPLE_M + SAMPLE_M / 2
            y = np.arange(south // SAMPLE_M, north // SAMPLE_M + 1) * SAMPLE_M + SAMPLE_M / 2
            x_rd, y_rd = (axis.ravel() for axis in np.meshgrid(x, y))
            shapely.prepare(land)
            inside = shapely.contains_xy(land, x_rd, y_rd)
            if not inside.any():
                point = shapely.point_on_surface(land)
                x_rd, y_rd, inside = np.array([point.x]), np.array([point.y]), np.array([True])
            columns.append(x_rd[inside])
            rows.append(y_rd[inside])
            buurten.append(np.full(int(inside.sum()), at, dtype=np.int32))
        return np.concatenate(columns), np.concatenate(rows), np.concatenate(buurten)


_lands: WeakKeyDictionary[Library, NDArray[np.object_]] = WeakKeyDictionary()
_lock = Lock()


def ground_of(workspace: Workspace) -> Ground:
    """Return the land of the buurten and the addresses that were loaded.

    Raises
    ------
    AccessError
        If this role may not see the addresses.
    """
    library = workspace.library
    with _lock:
        land = _lands.get(library)
    if land is None:
        land = land_of(workspace.geography, library.masks["land"].geometry)
        with _lock:
            _lands[library] = land
    features = features_for(workspace, "address")
    if features is None or not len(features):
        nothing = np.zeros(0)
        return Ground(land, nothing, nothing, nothing, np.zeros(0, dtype=np.int32))
    points = shapely.get_coordinates(features.rows.geometry.to_numpy())
    dwellings = np.ones(len(points))
    if "dwellings" in features.rows:
        given = features.rows["dwellings"].to_numpy(dtype=np.float64)
        dwellings = np.where(np.isnan(given), 1.0, given)
    return ground_from(workspace.geography, land, points[:, 0], points[:, 1], dwellings)


def ground_from(
    geography: Geography,
    land: NDArray[np.object_],
    x_rd: NDArray[np.float64],
    y_rd: NDArray[np.float64],
    dwellings: NDArray[np.float64],
) -> Ground:
    """Return land and addresses, without the addresses outside the municipality."""
    buurt = geography.index.locate(x_rd, y_rd)
    inside = buurt >= 0
    return Ground(land, x_rd[inside], y_rd[inside], dwellings[inside], buurt[inside])


def land_of(geography: Geography, land: shapely.Geometry) -> NDArray[np.object_]:
    """Return each buurt without the water; the whole of it where it is water alone."""
    buurten = geography.buurten.polygons
    dry = shapely.intersection(buurten, land)
    alone = shapely.area(dry) <= 0
    parts: NDArray[np.object_] = np.where(alone, buurten, dry)
    return parts


def areal_error(
    people: NDArray[np.float64],
    land_m2: NDArray[np.float64],
    wijk: NDArray[np.int32],
    neighbours: sparse.csr_array,
) -> float:
    """Return the part of the people that areal weighting puts in the wrong half.

    Each two buurten of a wijk that touch are taken as one area and divided again by land area;
    what each half really has is known. It is the mean over all pairs, weighted by people: the
    error of a zone that cuts an area of two buurten in two. Within one buurt it is unknown.

    Parameters
    ----------
    people, land_m2 : shape (buurten,)
        NaN where it is not known.
    wijk : shape (buurten,)
        Position of the wijk of each.
    neighbours : shape (buurten, buurten)
        Which buurten touch.

    Examples
    --------
    90 and 10 people on equal land: areal weighting makes it 50 and 50, so 40 of 100 are wrong.

    >>> from scipy import sparse
    >>> touching = sparse.csr_array(np.array([[0, 1], [1, 0]]))
    >>> areal_error(np.array([90.0, 10.0]), np.ones(2), np.zeros(2, dtype=np.int32), touching)
    0.4
    """
    first, second = neighbours.nonzero()
    known = np.isfinite(people)
    pair = (first < second) & (wijk[first] == wijk[second]) & known[first] & known[second]
    first, second = first[pair], second[pair]
    together = people[first] + people[second]
    if not together.sum():
        return float("nan")
    estimate = together * land_m2[first] / (land_m2[first] + land_m2[second])
    return float(np.abs(estimate - people[first]).sum() / together.sum())


def error_of(workspace: Workspace, ground: Ground, people: NDArray[np.float64]) -> float:
    """Return the error of areal weighting, measured on the buurten of the home itself."""
    return areal_error(
        people,
        shapely.area(ground.land),
        workspace.geography.buurten.parent,
        workspace.library.neighbours,
    )
