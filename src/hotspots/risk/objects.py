"""Places with people in them: kwetsbare objecten, stations, event sites, events on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.features import features_for
from hotspots.errors import AccessError
from hotspots.intake.columns import fold

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.features import Features
    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography

#: Classes of the Bkl (annex VI), from the one that is warned first.
VULNERABILITIES: Final = ("zeer_kwetsbaar", "kwetsbaar", "beperkt_kwetsbaar")
#: The status of an event that is not held.
_REFUSED: Final = "afgewezen"
#: What a declaration may write for indoors.
_INDOORS: Final = ("ja", "true", "1", "binnen")


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A place with its point in RD metres; numbers are None where they are not known."""

    name: str
    sort: str
    x_rd: float
    y_rd: float
    vulnerability: str = ""
    persons: float | None = None
    dependent: float | None = None
    hours_up: float | None = None
    hours_out: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are known of it."""
        return {
            "name": self.name,
            "sort": self.sort,
            "x_rd": round(self.x_rd, 1),
            "y_rd": round(self.y_rd, 1),
            "vulnerability": self.vulnerability or None,
            "persons": self.persons,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Places of one layer, and what must be said with them."""

    places: tuple[Place, ...]
    synthetic: bool = False
    attribution: str = ""
    note: str = ""

    @property
    def x_rd(self) -> NDArray[np.float64]:
        """RD x of each, metres."""
        return np.array([place.x_rd for place in self.places], dtype=np.float64)

    @property
    def y_rd(self) -> NDArray[np.float64]:
        """RD y of each, metres."""
        return np.array([place.y_rd for place in self.places], dtype=np.float64)

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """An event of a calendar on a day; ``outdoors`` is taken to hold where nobody says."""

    title: str
    location: str
    visitors: float | None
    outdoors: bool
    x_rd: float
    y_rd: float

    def to_dict(self) -> dict[str, Any]:
        """Return the event by field."""
        return {
            "title": self.title,
            "location": self.location,
            "visitors": self.visitors,
            "outdoors": self.outdoors,
        }


def vulnerable_places(workspace: Workspace) -> Places:
    """Return the kwetsbare objecten of a home, by class and name; none if it has no layer."""
    features = features_for(workspace, "vulnerable")
    found = _places(features)
    order = {name: at for at, name in enumerate(VULNERABILITIES)}
    ordered = sorted(found, key=lambda place: (order[place.vulnerability], place.name))
    return _told(tuple(ordered), features)


def stations(workspace: Workspace) -> Places:
    """Return the stations of a home; none if it has no layer."""
    features = features_for(workspace, "station")
    return _told(tuple(_places(features)), features)


def shelter_places(workspace: Workspace) -> Places:
    """Return the shelters of a home as places; none if it has no layer."""
    features = features_for(workspace, "shelter")
    return _told(tuple(_places(features)), features)


def event_sites(workspace: Workspace) -> Places:
    """Return the places of the calendars of a home, without the ones this role may not see."""
    found: list[Place] = []
    synthetic, attribution = False, []
    for context_id in dict.fromkeys(
        layer.places for layer in workspace.catalog.layers if layer.places is not None
    ):
        spec, features = workspace.context(context_id)
        name = spec.columns.get("name")
        for at, shape in enumerate(shapely.centroid(features.geometry.to_numpy())):
            label = str(features[name].iloc[at]) if name else context_id
            found.append(Place(label, "", float(shape.x), float(shape.y)))
        synthetic |= spec.source.synthetic
        attribution.append(spec.source.attribution)
    return Places(tuple(found), synthetic, " · ".join(attribution))


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """The events of a day, the largest first."""

    events: tuple[Event, ...]
    synthetic: bool = False


def events_on(workspace: Workspace, day: date) -> Events:
    """Return the events of a day, the largest first; none for a role that sees no calendar."""
    indoors = _indoors(workspace)
    found: list[Event] = []
    synthetic = False
    for layer in workspace.catalog.layers:
        if layer.kind != "calendar":
            continue
        try:
            version, table = workspace.calendar(layer)
        except AccessError:
            continue
        synthetic |= version.synthetic
        events = table.to_pandas()
        begin = events["begin"].to_numpy(dtype="datetime64[D]")
        end = events["end"].to_numpy(dtype="datetime64[D]")
        end = np.where(np.isnat(end), begin, end)
        today = (begin <= np.datetime64(day)) & (end >= np.datetime64(day))
        held = events["x_rd"].notna().to_numpy() & (events["status"] != _REFUSED).to_numpy()
        for _, row in events[today & held].iterrows():
            visitors = float(row["visitors"]) if row["visitors"] is not None else np.nan
            location = str(row["location"] or "")
            found.append(
                Event(
                    title=str(row["title"] or row["soort"] or ""),
                    location=location,
                    visitors=None if np.isnan(visitors) else visitors,
                    outdoors=not indoors.get(fold(location), False),
                    x_rd=float(row["x_rd"]),
                    y_rd=float(row["y_rd"]),
                )
            )
    found.sort(key=lambda event: -(event.visitors or 0.0))
    return Events(tuple(found), synthetic)


def _indoors(workspace: Workspace) -> dict[str, bool]:
    """Return which places of the calendars are indoors, by code and by name."""
    found: dict[str, bool] = {}
    for layer in workspace.catalog.layers:
        if layer.places is None:
            continue
        spec, features = workspace.context(layer.places)
        column = spec.columns.get("indoor")
        if column is None:
            continue
        indoor = features[column].astype(str).str.casefold().isin(_INDOORS)
        for key in ("name", "code"):
            if key in spec.columns:
                names = features[spec.columns[key]].astype(str)
                found |= dict(zip(map(fold, names), indoor.tolist(), strict=True))
    return found


def _places(features: Features | None) -> list[Place]:
    if features is None:
        return []
    rows = features.rows
    corners = shapely.get_coordinates(rows.geometry.to_numpy())
    return [
        Place(
            name=str(row.get("name", "")),
            sort=str(row.get("sort", "")),
            x_rd=float(x),
            y_rd=float(y),
            vulnerability=str(row.get("vulnerability", "")),
            persons=_known(row.get("persons")),
            dependent=_known(row.get("dependent")),
            hours_up=_known(row.get("hours_up")),
            hours_out=_known(row.get("hours_out")),
        )
        for (_, row), (x, y) in zip(rows.iterrows(), corners, strict=True)
    ]


def _known(value: Any) -> float | None:  # noqa: ANN401 - a cell of a table
    return None if value is None or np.isnan(value) else float(value)


def _told(places: tuple[Place, ...], features: Features | None) -> Places:
    if features is None:
        return Places(())
    note = "" if features.loaded else features.spec.note
    return Places(places, features.synthetic, features.attribution, note)


def buurt_of(
    x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], geography: Geography
) -> list[str | None]:
    """Return the code of the buurt of each place, None outside the municipality."""
    at = geography.index.locate(x_rd, y_rd).tolist()
    return [geography.buurten.codes[place] if place >= 0 else None for place in at]
