"""The five columns of the framework of Dordrecht of 2004 (TNO R2004/105), as values.

After the group-risk map of RIVM and TNO: an area map (people around each place on the track) and
a contribution map (the part of each area). It is that idea and not their model: one radius stands
for all effects, and an accident is as likely on each metre of the track.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar

import numpy as np
import shapely
from scipy.spatial import cKDTree

from hotspots.access.features import features_for
from hotspots.dutch import fold
from hotspots.risico import words as text
from hotspots.risico.exposure import dependents_in
from hotspots.risico.people import QUAD_SEGS, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risico.exposure import Dependents, Exposure
    from hotspots.risico.objects import Places
    from hotspots.risico.people import Ground, Margin
    from hotspots.risico.rail_inputs import RailInputs
    from hotspots.risico.settings import RiskSettings


#: metres; between the places on the track where an accident is tried.
STEP_M: Final = 50.0
#: metres; group risk of transport is told per kilometre.
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
    lines: Sequence[Any],
    ground: Ground,
    people: NDArray[np.float64],
    outline: Any,  # noqa: ANN401 - shapely has no types
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
    found = np.zeros((len(x), len(people)))
    buurten = np.flatnonzero(ground.by_land & (people > 0))
    circles = shapely.buffer(shapely.points(x, y), radius_m, quad_segs=QUAD_SEGS)
    place, buurt = shapely.STRtree(ground.land[buurten]).query(circles, predicate="intersects")
    buurt = buurten[buurt]
    shared = shapely.area(shapely.intersection(circles[place], ground.land[buurt]))
    found[place, buurt] = shared / shapely.area(ground.land[buurt]) * people[buurt]
    return found


def _at_addresses(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    ground: Ground,
    people: NDArray[np.float64],
    radius_m: float,
) -> NDArray[np.float64]:
    """Return the people at addresses within the radius, each buurt spread over its dwellings."""
    found = np.zeros((len(x), len(people)))
    if not len(x) or not len(ground.x_rd):
        return found
    dwellings = np.bincount(ground.buurt, ground.dwellings, minlength=len(people))
    each = np.divide(people, dwellings, out=np.zeros(len(people)), where=dwellings > 0)
    weight = each[ground.buurt] * ground.dwellings
    tree = cKDTree(np.column_stack([ground.x_rd, ground.y_rd]))
    for at, near in enumerate(tree.query_ball_point(np.column_stack([x, y]), radius_m)):
        found[at] = np.bincount(ground.buurt[near], weight[near], minlength=len(people))
    return found


def _places_on(
    lines: Sequence[Any],
    near: Any,  # noqa: ANN401
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
    found: dict[int, float] = {}
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
        found[route] = round(highest, 12)
    return found


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

    def to_dict(self) -> dict[str, Any]:
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


ColumnId = Literal[
    "plaatsgebonden_risico", "groepsrisico", "zelfredzaamheid", "beheersbaarheid", "resteffect"
]
#: Settings that the columns use, beside those of the zones.
SETTINGS: Final = (
    "bleve_m", "orientatiewaarde_10", "groepsrisico_vanaf", "ongevallen_per_wagenkm",
    "overlijdenskans", "opkomsttijd_min", "bluswater_m3_per_uur", "toegang_zijden",
)  # fmt: skip
#: What is told of how well an incident can be fought.
_CONTROL: Final = ("opkomsttijd_min", "bluswater_m3_per_uur", "toegang_zijden")


@dataclass(frozen=True, slots=True)
class LocationRisk:
    """Residents and objects within plaatsgebonden risico 10^-6; None where it is not known."""

    residents: float | None = None
    objects: tuple[str, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by field."""
        objects = None if self.objects is None else list(self.objects)
        return {"residents": self.residents, "objects": objects}


@dataclass(frozen=True, slots=True)
class GroupRiskShare:
    """The part of a buurt in the group risk, between 0 and 1."""

    code: str
    name: str
    share: float

    def to_dict(self) -> dict[str, Any]:
        """Return the part by field."""
        return {"code": self.code, "name": self.name, "share": self.share}


@dataclass(frozen=True, slots=True)
class GroupRisk:
    """The group risk in oriëntatiewaarden, and the part of each buurt in it, largest first.

    Attributes
    ----------
    highest
        Of any route; None where it cannot be calculated.
    """

    highest: float | None
    per_route: Mapping[str, float]
    shares: tuple[GroupRiskShare, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by name."""
        return {
            "times_orientation": self.highest,
            "per_route": dict(self.per_route) or None,
            "shares": [share.to_dict() for share in self.shares],
        }


@dataclass(frozen=True, slots=True)
class SelfReliance:
    """Who cannot get away alone in any zone; None where it is not known.

    Attributes
    ----------
    dependent
        Residents, and those in objects as far as these give a number.
    cared_for
        The names of the objects that are zeer kwetsbaar.
    """

    elderly: float | None
    dependent: Margin
    in_objects: Dependents
    cared_for: tuple[str, ...] | None

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by name."""
        return {
            "elderly": self.elderly,
            "dependent": list(self.dependent),
            "dependent_in_objects": self.in_objects.to_dict(),
            "zeer_kwetsbaar": None if self.cared_for is None else list(self.cared_for),
        }


@dataclass(frozen=True, slots=True)
class Control:
    """The settings about fighting an incident, by name; None where nobody filled one in."""

    values: Mapping[str, float | None]

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by name."""
        return dict(self.values)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left when all measures have been taken: the worst place on the track.

    Attributes
    ----------
    most_people, place_rd
        People within the radius of a BLEVE there, and its x and y; None where there is nobody.
    """

    most_people: float | None
    place_rd: tuple[int, int] | None
    dependent: Margin

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by name."""
        return {
            "most_people": self.most_people,
            "worst_place_rd": None if self.place_rd is None else list(self.place_rd),
            "dependent": list(self.dependent),
        }


Numbers = TypeVar("Numbers", LocationRisk, GroupRisk, SelfReliance, Control, Rest)


@dataclass(frozen=True, slots=True)
class Column(Generic[Numbers]):
    """One criterion: sentences for people, numbers for programs, and whether it is known.

    ``about`` says how the numbers are to be read.
    """

    id: ColumnId
    known: bool
    sentences: tuple[str, ...]
    numbers: Numbers
    about: str = ""

    @property
    def label(self) -> str:
        """What the criterion is called."""
        return text.LABELS[self.id]

    def to_dict(self) -> dict[str, Any]:
        """Return the column by field."""
        return {
            "id": self.id,
            "label": self.label,
            "known": self.known,
            "sentences": list(self.sentences),
            "about": self.about,
            "numbers": self.numbers.to_dict(),
        }


AnyColumn = (
    Column[LocationRisk] | Column[GroupRisk] | Column[SelfReliance] | Column[Control] | Column[Rest]
)


@dataclass(frozen=True, slots=True)
class FiveColumns:
    """The five criteria of the framework."""

    location_risk: Column[LocationRisk]
    group_risk: Column[GroupRisk]
    self_reliance: Column[SelfReliance]
    control: Column[Control]
    rest: Column[Rest]

    @property
    def in_order(self) -> tuple[AnyColumn, ...]:
        """The columns in the order of the framework."""
        return self.location_risk, self.group_risk, self.self_reliance, self.control, self.rest


def five_columns(inputs: RailInputs, exposure: Exposure) -> FiveColumns:
    """Return the five criteria."""
    along = people_along(
        inputs.routes.lines,
        inputs.ground,
        inputs.people.counts[inputs.measure],
        inputs.geography.outline,
        radius_m=inputs.distance_m("bleve_m"),
    )
    helpless = dependents_in(exposure.zones, inputs.places)
    return FiveColumns(
        _location_risk(exposure, inputs.places, inputs.measure),
        _group_risk(inputs, along),
        _self_reliance(exposure, inputs.places, helpless),
        _control(inputs.settings),
        _rest(exposure, along, inputs.distance_m("bleve_m"), helpless),
    )


def _location_risk(exposure: Exposure, places: Places, measure: str) -> Column[LocationRisk]:
    at = next((at for at, zone in enumerate(exposure.zones) if zone.id == "pr10_6"), None)
    if at is None:
        return Column(
            "plaatsgebonden_risico", known=False, sentences=(text.NO_PR,), numbers=LocationRisk()
        )
    zone = exposure.zones[at]
    covered = zone.covers(places.x_rd, places.y_rd).tolist()
    limited = tuple(
        place.name
        for place, inside in zip(places.places, covered, strict=True)
        if inside and place.vulnerability in ("zeer_kwetsbaar", "kwetsbaar")
    )
    residents = exposure.total(measure, at)
    # Without a layer of objects it was not looked at whether one lies in it.
    objects = limited if len(places) else None
    return Column(
        "plaatsgebonden_risico",
        known=True,
        sentences=text.location_risk(residents, objects),
        numbers=LocationRisk(rounded(residents), objects),
    )


def _group_risk(inputs: RailInputs, along: TrackPlaces) -> Column[GroupRisk]:
    buurten = inputs.geography.buurten
    at_least = inputs.settings.value("groepsrisico_vanaf")
    share = contributions(along, at_least=at_least)
    ordered = [int(at) for at in np.argsort(-share, kind="stable") if share[at] > 0]
    ratio, why = _ratio(inputs, along)
    highest = max(ratio.values()) if ratio else None
    named = [(buurten.names[at], round(float(share[at]), 4)) for at in ordered]
    shares = tuple(
        GroupRiskShare(buurten.codes[at], name, part)
        for at, (name, part) in zip(ordered, named, strict=True)
    )
    return Column(
        "groepsrisico",
        known=highest is not None,
        sentences=text.group_risk(highest, why, named),
        numbers=GroupRisk(highest, ratio, shares),
        about=text.CONTRIBUTION if shares else "",
    )


def _ratio(inputs: RailInputs, along: TrackPlaces) -> tuple[dict[str, float], str]:
    """Return the group risk per route in oriëntatiewaarden, or why it cannot be told."""
    settings = inputs.settings
    accidents, lethality = settings["ongevallen_per_wagenkm"], settings["overlijdenskans"]
    names, carried = inputs.routes.names, gas_wagons(inputs.workspace)
    wagons = {at: carried[fold(name)] for at, name in enumerate(names) if fold(name) in carried}
    missing = [
        label
        for label, known in (
            (text.WAGONS, bool(wagons)),
            (text.ACCIDENTS, accidents.value is not None),
            (text.LETHALITY, lethality.value is not None),
        )
        if not known
    ]
    if missing:
        return {}, text.not_calculated(missing)
    found = times_orientation(
        along,
        wagons,
        accidents_per_wagon_km=settings.value("ongevallen_per_wagenkm"),
        lethality=settings.value("overlijdenskans"),
        orientation_at_10=settings.value("orientatiewaarde_10"),
        from_deaths=settings.value("groepsrisico_vanaf"),
    )
    return {names[at]: value for at, value in found.items()}, ""


def _self_reliance(
    exposure: Exposure, places: Places, helpless: Dependents
) -> Column[SelfReliance]:
    zone = exposure.zones[-1]
    margin = _margin(exposure, helpless)
    inside = zone.covers(places.x_rd, places.y_rd).tolist()
    names = tuple(
        place.name
        for place, is_in in zip(places.places, inside, strict=True)
        if is_in and place.vulnerability == "zeer_kwetsbaar"
    )
    cared_for = names if len(places) else None
    elderly = exposure.total("elderly")
    return Column(
        "zelfredzaamheid",
        known=bool(np.isfinite(margin[0])),
        sentences=text.self_reliance(zone.label, elderly, margin, cared_for, helpless),
        numbers=SelfReliance(rounded(elderly), _shown(margin), helpless, cared_for),
    )


def _margin(exposure: Exposure, helpless: Dependents) -> tuple[float, float]:
    """Return the least and the most who cannot help themselves in any zone; NaN if not known.

    Residents, and those in vulnerable objects as far as these give a number.
    """
    more = helpless.people or 0.0
    return exposure.total("dependent_low") + more, exposure.total("dependent_high") + more


def _shown(margin: tuple[float, float]) -> Margin:
    return rounded(margin[0]), rounded(margin[1])


def _control(settings: RiskSettings) -> Column[Control]:
    values = {name: settings[name] for name in _CONTROL}
    sentences = [
        text.setting_sentence(setting.label, setting.value, setting.unit, setting.source)
        for setting in values.values()
        if setting.value is not None
    ]
    missing = [setting for setting in values.values() if setting.value is None]
    if missing:
        labels = [setting.label for setting in missing]
        sources = list(dict.fromkeys(setting.source for setting in missing))
        sentences.append(text.not_given(labels, sources))
    return Column(
        "beheersbaarheid",
        known=any(setting.known for setting in values.values()),
        sentences=tuple(sentences),
        numbers=Control({name: setting.value for name, setting in values.items()}),
    )


def _rest(
    exposure: Exposure, along: TrackPlaces, radius_m: float, helpless: Dependents
) -> Column[Rest]:
    worst = along.worst
    margin = _margin(exposure, helpless)
    most = None if worst is None else float(along.people[worst])
    place = None
    if worst is not None:
        place = round(float(along.x_rd[worst])), round(float(along.y_rd[worst]))
    return Column(
        "resteffect",
        known=most is not None,
        sentences=text.rest(most, place, radius_m, margin),
        numbers=Rest(None if most is None else round(most, 1), place, _shown(margin)),
    )
