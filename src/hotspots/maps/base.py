"""What lies under every map: the municipality, its wijken, water, railways and stations."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from hotspots.access.features import STREET, as_drawn, middle_of
from hotspots.errors import HotspotsError
from hotspots.geography.names import Naming
from hotspots.maps import words as text
from hotspots.maps.background import background_or_none
from hotspots.maps.degrees import projection

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import ContextSpec, Gemeente
    from hotspots.geography.areas import AreaSet, Geography
    from hotspots.geography.streets import Streets
    from hotspots.maps.background import Background
    from hotspots.maps.degrees import Projection

_log = logging.getLogger(__name__)

#: metres; the largest area a simplified corner cuts off is a triangle of this order.
TOLERANCE_M: Final = 5.0
#: metres; a name need not stand more exactly in the middle than this.
_MIDDLE_M: Final = 20.0
#: Share of the households that the first view holds.
_NEARLY_ALL: Final = 0.97

Kind = Literal["polygon", "line", "point"]
_KINDS: Final[dict[str, Kind]] = {"places": "point", "lines": "line", "zones": "polygon"}
#: How a layer looks, by name; "subject" and "site" are what a map is about.
BaseStyle = Literal["gemeente", "water", "wijk", "regio", "spoor", "station", "subject", "site"]
#: Styles of areas that share their borders.
COVERAGES: Final = ("wijk", "regio")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One surface, line or place of a layer, as fine as it is drawn; in RD metres.

    ``name`` is "" for all pieces of a feature but the largest, so that it is written once.
    ``category`` is None where the layer has none.
    """

    name: str
    category: str | None
    shape: shapely.Geometry


@dataclass(frozen=True, slots=True, eq=False)
class BaseLayer:
    """A layer under the map.

    Attributes
    ----------
    plain
        Its style on a map that it is not the subject of; None if it is not on such a map.
    shapes : shape (n,)
        A shapely geometry per feature in RD metres, as it was loaded.
    names, categories : length n
        Of each feature; categories may be None.
    """

    id: str
    kind: Kind
    style: BaseStyle
    plain: BaseStyle | None
    label: str
    shapes: NDArray[np.object_]
    names: tuple[str, ...]
    categories: tuple[str, ...] | None = None

    def pieces(self) -> tuple[Piece, ...]:
        """Return what is drawn of it: simplified, each surface, line or place on its own."""
        shapes = self.shapes
        if self.style in COVERAGES:
            # As one coverage, for else there would be gaps between neighbours.
            shapes = shapely.coverage_simplify(shapes, TOLERANCE_M)
        elif self.kind == "polygon":
            shapes = shapely.simplify(shapes, TOLERANCE_M)
        elif self.kind == "point":
            # As `access` says where a place lies: the name of a route stands on it.
            shapes = shapely.points(np.array([middle_of(shape) for shape in shapes]).reshape(-1, 2))
        categories = self.categories or (None,) * len(self.names)
        return tuple(
            Piece(name if first or self.kind == "line" else "", category, part)
            for name, category, shape in zip(self.names, categories, shapes, strict=True)
            for first, part in _parts(shape, self.kind)
        )


def _parts(shape: shapely.Geometry, kind: Kind) -> Iterable[tuple[bool, shapely.Geometry]]:
    """Yield the parts of a shape, and whether each is the first: of surfaces, the largest."""
    parts = list(shapely.get_parts(shape))
    if kind == "polygon":
        parts = [part for part in parts if part.geom_type == "Polygon"]
        parts.sort(key=lambda part: -shapely.get_num_points(part.exterior))
    return ((at == 0, part) for at, part in enumerate(parts))


@dataclass(frozen=True, slots=True)
class Tiles:
    """The background maps that a home offers.

    Attributes
    ----------
    url
        Of the internet, that a user may turn on; empty for none.
    attribution
        Whose they are, as far as a file does not say that itself.
    own
        A file of the home, shown at once; None where it has none, or none that can be read.
    broken
        Whether the home names a file that cannot be read.
    """

    url: str
    attribution: str
    own: Background | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Everything about the municipality that a map needs beside its numbers.

    Attributes
    ----------
    layers
        In the order in which they are drawn.
    subject
        Id of the context layer that the map is about, or None.
    mark
        Changes when other rows are loaded into the subject; "" without one.
    tiles
        None where the home offers no background map.
    streets
        None where the home has none. Only a map that can be looked at from close by draws them.
    """

    geography: Geography
    layers: tuple[BaseLayer, ...]
    subject: str | None = None
    mark: str = ""
    tiles: Tiles | None = None
    streets: Streets | None = None

    @property
    def projection(self) -> Projection:
        """RD to degrees over the municipality."""
        return projection(*shapely.bounds(self.geography.outline).tolist())

    @property
    def name(self) -> str:
        """Name under which the server hands the geometry out."""
        return "basis" if self.subject is None else f"basis-{self.subject}~{self.mark}"

    @property
    def naming(self) -> Naming:
        """What the places on it are named by."""
        return Naming(self.geography, self.streets)

    def without_subject(self) -> Base:
        """Return the base as it is under a map of something else.

        For paper with a list of its own: the places of a subject would be numbered as well.
        """
        plain = tuple(
            replace(layer, style=layer.plain) for layer in self.layers if layer.plain is not None
        )
        return replace(self, layers=plain, subject=None, mark="")


def base_of(workspace: Workspace, subject: str | None = None) -> Base:
    """Return what lies under a map of a home.

    A layer that cannot be read is left out, for a map goes on without a line of railway; the log
    says why, and so does ``hotspots check``.

    Parameters
    ----------
    subject
        Id of the context layer that the map is about: its features are drawn as such.

    Raises
    ------
    SourceError, IntakeError, StoreError
        If the subject cannot be read.
    """
    geography, gemeente = workspace.geography, workspace.catalog.gemeente
    layers = [_of_areas(geography.whole, "gemeente"), _of_areas(geography.named, "wijk")]
    if geography.has("regios"):
        layers.append(_of_areas(geography.level("regios"), "regio"))
    for declared in workspace.catalog.contexts:
        if declared.kind == "areas" or declared.purpose == STREET:
            continue
        plain = _plain_style(as_drawn(declared), gemeente.water)
        if plain is None and declared.id != subject:
            continue
        try:
            spec, features = workspace.context(declared.id)
        except HotspotsError as error:
            if declared.id == subject:
                raise
            _log.warning("%s", error)
            continue
        layers.append(_of_context(spec, features, plain, subject))
    return Base(
        geography,
        tuple(layers),
        subject,
        "" if subject is None else workspace.context_mark(subject),
        _tiles(workspace.home.root, gemeente),
        workspace.naming.streets,
    )


def _plain_style(spec: ContextSpec, water: str) -> BaseStyle | None:
    """Return how a context layer is drawn under other maps; None if it is not."""
    if spec.id == water:
        return "water"
    if spec.kind == "lines":
        return "spoor"
    return "station" if spec.id == "stations" else None


def _of_areas(areas: AreaSet, style: Literal["gemeente", "wijk", "regio"]) -> BaseLayer:
    label = areas.names[0] if style == "gemeente" else text.BORDERS[areas.level]
    return BaseLayer(areas.level, "polygon", style, style, label, areas.polygons, areas.names)


def _of_context(
    spec: ContextSpec, features: gpd.GeoDataFrame, plain: BaseStyle | None, subject: str | None
) -> BaseLayer:
    name, category = spec.columns.get("name"), spec.columns.get("category")
    style: BaseStyle | None = plain
    if spec.id == subject:
        style = "site" if spec.kind == "places" else "subject"
    assert style is not None  # noqa: S101 - what has none and is no subject was left out
    return BaseLayer(
        spec.id,
        _KINDS[spec.kind],
        style,
        plain,
        spec.label,
        features.geometry.to_numpy(),
        tuple(map(str, features[name])) if name else ("",) * len(features),
        tuple(map(str, features[category])) if category else None,
    )


def _tiles(root: Path, gemeente: Gemeente) -> Tiles | None:
    if not gemeente.tiles_url and not gemeente.tiles_file:
        return None
    own = background_or_none(root, gemeente)
    broken = bool(gemeente.tiles_file) and own is None
    return Tiles(gemeente.tiles_url, gemeente.tiles_attribution, own, broken)


def lived_in(geography: Geography) -> NDArray[np.float64]:
    """Return where nearly all households are: west, south, east, north in RD metres.

    A municipality may be mostly water and meadow; a map opens where its people live. Without
    households it is the whole municipality, and so it is in a home of more: whoever goes down from
    its areas has to see them.
    """
    if geography.is_wide:
        whole: NDArray[np.float64] = shapely.total_bounds(geography.whole.polygons)
        return whole
    households = np.nan_to_num(
        geography.buurten.denominators.get("huishoudens", np.zeros(len(geography.buurten)))
    )
    by_size = np.argsort(-households)
    enough = np.searchsorted(np.cumsum(households[by_size]), _NEARLY_ALL * households.sum()) + 1
    lived_in = geography.buurten.polygons[by_size[:enough]]
    if not households.any():
        lived_in = geography.whole.polygons
    bounds: NDArray[np.float64] = shapely.total_bounds(lived_in)
    return bounds


def label_places(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the centre of the largest circle that fits in each area.

    Unlike a centroid it always lies inside, and on land that is wide enough for a name.

    Parameters
    ----------
    polygons : shape (n,)
        Shapely (multi)polygons in RD metres.

    Returns
    -------
    shape (n, 2)
        x_rd and y_rd in metres.

    Examples
    --------
    A square of 100 m with a tail: its centroid lies towards the tail, the name does not.

    >>> square = shapely.union(shapely.box(0, 0, 100, 100), shapely.box(100, 45, 400, 55))
    >>> place = label_places(np.array([square], dtype=object))
    >>> bool(np.hypot(*(place[0] - 50.0)) < 20.0)
    True
    """
    largest = [max(shapely.get_parts(shape), key=shapely.area) for shape in polygons]
    # Without a tolerance of our own, shapely's default grows with the extent of the shape.
    radii = shapely.maximum_inscribed_circle(np.array(largest, dtype=object), _MIDDLE_M)
    return np.array([shapely.get_coordinates(radius)[0] for radius in radii])
