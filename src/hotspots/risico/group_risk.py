"""The group risk of the track: the people around each place on it, and the wagons that pass.

After the group-risk map of RIVM and TNO: an area map (people around each place on the track) and
a contribution map (the part of each area). It is that idea and not their model: one radius stands
for all effects, and an accident is as likely on each metre of the track.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy
import shapely

from hotspots.access.features import features_for
from hotspots.dutch import fold
from hotspots.risico.people import QUAD_SEGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risico.people import Ground

#: metres; between the places on the track where an accident is tried.
STEP_M: Final = 50.0

#: metres; group risk of transport is given per kilometre.
KILOMETRE_M: Final = 1000.0

#: Deaths at which the oriëntatiewaarde is given.
_ANCHOR_DEATHS: Final = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class TrackPlaces:
    """Places on the track, every 50 m, with the people around each.

    Attributes
    ----------
    x_rd, y_rd, along_m, route : shape (places,)
        Where on which route.
    people : shape (places,)
        Within the radius.
    by_buurt : shape (places, buurten)
        The same, by where they live.
    """

    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    along_m: NDArray[np.float64]
    route: NDArray[np.int64]
    people: NDArray[np.float64]
    by_buurt: NDArray[np.float64]

    @property
    def worst(self) -> int | None:
        """The place with most people around it; None where there is nobody anywhere."""
        return int(self.people.argmax()) if len(self.people) and self.people.max() > 0 else None


def people_along(
    lines: Sequence[shapely.Geometry],
    ground: Ground,
    people: NDArray[np.float64],
    outline: shapely.Geometry,
    *,
    radius_m: float,
) -> TrackPlaces:
    """Return the people around each place on the track in and near the municipality.

    Parameters
    ----------
    people : shape (buurten,)
        Residents; an unknown number counts as nobody.
    outline
        The municipality: places farther from it than the radius reach nobody that is known.
    """
    x, y, along, route = _places_on(lines, shapely.buffer(outline, radius_m))
    known = np.nan_to_num(people)
    by_buurt = _on_land(x, y, ground, known, radius_m) + _at_addresses(
        x, y, ground, known, radius_m
    )
    return TrackPlaces(x, y, along, route, by_buurt.sum(axis=1), by_buurt)


def _on_land(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    ground: Ground,
    people: NDArray[np.float64],
    radius_m: float,
) -> NDArray[np.float64]:
    """Return the people of buurten without addresses, by the land that each circle holds."""
    reached = np.zeros((len(x), len(people)))
    buurten = np.flatnonzero(ground.by_land & (people > 0))
    circles = shapely.buffer(shapely.points(x, y), radius_m, quad_segs=QUAD_SEGS)
    place, buurt = shapely.STRtree(ground.land[buurten]).query(circles, predicate="intersects")
    buurt = buurten[buurt]
    shared = shapely.area(shapely.intersection(circles[place], ground.land[buurt]))
    reached[place, buurt] = shared / shapely.area(ground.land[buurt]) * people[buurt]
    return reached


def _at_addresses(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    ground: Ground,
    people: NDArray[np.float64],
    radius_m: float,
) -> NDArray[np.float64]:
    """Return the people at addresses within the radius, each buurt spread over its dwellings."""
    reached = np.zeros((len(x), len(people)))
    if not len(x) or not len(ground.x_rd):
        return reached
    dwellings = np.bincount(ground.buurt, ground.dwellings, minlength=len(people))
    each = np.divide(people, dwellings, out=np.zeros(len(people)), where=dwellings > 0)
    weight = each[ground.buurt] * ground.dwellings
    tree = scipy.spatial.cKDTree(np.column_stack([ground.x_rd, ground.y_rd]))
    for at, near in enumerate(tree.query_ball_point(np.column_stack([x, y]), radius_m)):
        reached[at] = np.bincount(ground.buurt[near], weight[near], minlength=len(people))
    return reached


def _places_on(
    lines: Sequence[shapely.Geometry],
    near: shapely.Geometry,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    along, route, points = [], [], []
    for number, line in enumerate(lines):
        start = 0.0
        for part in shapely.get_parts(line):
            steps = np.arange(STEP_M / 2, part.length, STEP_M)
            points.append(shapely.line_interpolate_point(part, steps))
            along.append(start + steps)
            route.append(np.full(len(steps), number, dtype=np.int64))
            start += part.length
    if not points:
        nothing = np.zeros(0)
        return nothing, nothing, nothing, np.zeros(0, dtype=np.int64)
    shapely.prepare(near)
    places = np.concatenate(points)
    inside = shapely.intersects(near, places)
    corners = shapely.get_coordinates(places[inside])
    return (
        corners[:, 0],
        corners[:, 1],
        np.concatenate(along)[inside],
        np.concatenate(route)[inside],
    )


def contributions(places: TrackPlaces, *, at_least: float) -> NDArray[np.float64]:
    """Return the part that each buurt has in the people reached, over all places that count.

    Parameters
    ----------
    at_least
        A place counts if an accident there reaches so many people.

    Returns
    -------
    shape (buurten,)
        Together 1, or all 0 where no place counts.
    """
    counted = places.people >= at_least
    reached = places.by_buurt[counted].sum(axis=0)
    total = reached.sum()
    return np.asarray(reached / total if total > 0 else np.zeros_like(reached))


def times_orientation(
    places: TrackPlaces,
    wagons: Mapping[int, float],
    *,
    accidents_per_wagon_km: float,
    lethality: float,
    orientation_at_10: float,
    from_deaths: float,
) -> dict[int, float]:
    """Return per route the highest group risk of any kilometre, in oriëntatiewaarden.

    F(N) is the yearly chance, per kilometre, of N deaths or more; the oriëntatiewaarde falls with
    the square of N. It is a duty to justify, no limit.

    Parameters
    ----------
    wagons
        Wagons with flammable gas per year, by route; routes that are not known are left out.
    accidents_per_wagon_km, lethality
        Chance of an accident with release per wagon and kilometre; chance to die in the radius.
    orientation_at_10
        Per kilometre per year, at 10 deaths.

    Examples
    --------
    Twenty places on one kilometre, 100 people around each, lethality 0,5: 50 deaths anywhere on
    it. 1.000 wagons times 1e-8 is 1e-5 a year; the value at 50 is 1e-4 * 100 / 2.500 = 4e-6.

    >>> at = np.arange(25.0, 1000.0, 50.0)
    >>> everywhere = TrackPlaces(at, at, at, np.zeros(20, dtype=np.int64), np.full(20, 100.0),
    ...                          np.full((20, 1), 100.0))
    >>> times_orientation(everywhere, {0: 1000.0}, accidents_per_wagon_km=1e-8, lethality=0.5,
    ...                   orientation_at_10=1e-4, from_deaths=10)
    {0: 2.5}
    """
    highest_of: dict[int, float] = {}
    for route, count in wagons.items():
        mine = places.route == route
        along, deaths = places.along_m[mine], places.people[mine] * lethality
        chance = accidents_per_wagon_km * count * STEP_M / KILOMETRE_M
        highest = 0.0
        for start in along:
            here = (along >= start) & (along < start + KILOMETRE_M)
            falling = np.sort(deaths[here & (deaths >= from_deaths)])[::-1]
            frequency = chance * np.arange(1, len(falling) + 1)
            norm = orientation_at_10 * (_ANCHOR_DEATHS / np.maximum(falling, 1e-300)) ** 2
            if len(falling):
                highest = max(highest, float((frequency / norm).max()))
        highest_of[route] = round(highest, 12)
    return highest_of


#: The substance of which a wagon can explode.
_FLAMMABLE_GAS: Final = "A"


@dataclass(frozen=True, slots=True)
class TransportRow:
    """Wagons per year of a substance on a railway; None where the number is not known."""

    route: str
    substance: str
    wagons_per_year: float | None
    year: float | None

    @property
    def subject(self) -> tuple[str, str]:
        """The railway, folded, and the substance."""
        return fold(self.route), self.substance

    def to_dict(self) -> dict[str, str | float | None]:
        """Return the row by field."""
        return {
            "route": self.route,
            "substance": self.substance,
            "wagons_per_year": self.wagons_per_year,
            "year": self.year,
        }


def transport_rows(workspace: Workspace) -> tuple[TransportRow, ...]:
    """Return the wagons per year by railway and substance; None where nobody gave a number.

    The table that a home brings along names railways and substances without numbers; a row of it
    is left out once there is a number of any year.
    """
    transport = features_for(workspace, "transport")
    if transport is None:
        return ()
    rows = [
        TransportRow(
            str(row["route"]),
            str(row["substance"]),
            _known(row.get("wagons_per_year")),
            _known(row.get("year")),
        )
        for _, row in transport.rows.iterrows()
    ]
    known = {row.subject for row in rows if row.wagons_per_year is not None}
    return tuple(row for row in rows if row.wagons_per_year is not None or row.subject not in known)


def _known(value: float | None) -> int | float | None:
    """Return a cell of a table, a whole number as an integer; None where it is empty."""
    if value is None or np.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def gas_wagons(workspace: Workspace) -> dict[str, float]:
    """Return the wagons with flammable gas by the folded name of a railway, in its last year."""
    latest: dict[str, tuple[float, float]] = {}
    for row in transport_rows(workspace):
        if row.substance != _FLAMMABLE_GAS or row.wagons_per_year is None:
            continue
        route, year = fold(row.route), row.year or 0
        if route not in latest or year >= latest[route][0]:
            latest[route] = year, float(row.wagons_per_year)
    return {route: wagons for route, (_, wagons) in latest.items()}
