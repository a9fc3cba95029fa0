"""Where the people of a buurt can be: on its land, or at its addresses once those are loaded."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from hotspots.access.features import features_for

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from hotspots.access.library import Library
    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography

#: metres; between the points that stand for the land of a buurt where a raster is asked.
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

    def of_addresses(self, inside: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the part of the dwellings of each buurt that is marked; 0 without addresses."""
        total = np.bincount(self.buurt, self.dwellings, minlength=len(self.land))
        part = np.bincount(self.buurt[inside], self.dwellings[inside], minlength=len(self.land))
        return np.divide(part, total, out=np.zeros(len(self.land)), where=total > 0)

    def of_land(self, zone: Any) -> NDArray[np.float64]:  # noqa: ANN401 - shapely has no types
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
        """Return points every 25 m on the land and the buurt of each, for what is a raster."""
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


_kept: WeakKeyDictionary[Library, NDArray[np.object_]] = WeakKeyDictionary()
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
        land = _kept.get(library)
    if land is None:
        land = land_of(workspace.geography, library.masks["land"].geometry)
        with _lock:
            _kept[library] = land
    features = features_for(workspace, "address")
    if features is None or not len(features):
        nothing = np.zeros(0)
        return Ground(land, nothing, nothing, nothing, np.zeros(0, dtype=np.int32))
    points = shapely.get_coordinates(features.rows.geometry.to_numpy())
    dwellings = np.ones(len(points))
    if "dwellings" in features.rows:
        told = features.rows["dwellings"].to_numpy(dtype=np.float64)
        dwellings = np.where(np.isnan(told), 1.0, told)
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


def land_of(geography: Geography, land: Any) -> NDArray[np.object_]:  # noqa: ANN401
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
