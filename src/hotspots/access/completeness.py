"""How complete layers of places are: how many rows each has in each wijk, or that none was loaded.

Whoever may not see a layer does not learn whether it is there. Numbers are of rows, and say nothing
of what nobody loaded: that a layer has none in a wijk is not that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from hotspots.access import completeness_words as text
from hotspots.access.cache import Itself, Latest
from hotspots.access.features import features_now, middle_of
from hotspots.catalog.specs import layer_showing
from hotspots.dutch import fold
from hotspots.errors import AccessError, HotspotsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from hotspots.access.library import Library
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import ContextSpec
    from hotspots.geography.areas import Geography

#: Words by which a kind is recognised in the sort of an object, or in its name where it has none.
#: The kinds are those that are zeer kwetsbaar by the Bkl (annex VI).
_KIND_WORDS: Final = {
    "hospital": ("ziekenhuis", "kliniek"),
    "nursing_home": ("verpleeg", "verzorgingshuis", "zorginstelling", "zorgcentrum", "hospice"),
    "school": ("school", "onderwijs"),
    "childcare": ("kinderopvang", "kinderdagverblijf", "creche"),
    "prison": ("gevangenis", "penitentiair", "justitiele"),
}
#: The layer whose rows are counted by kind as well.
_OF_KINDS: Final = "vulnerable"
#: Layers of places that a home should have: one that is not declared was not loaded either.
EXPECTED: Final = (_OF_KINDS, "shelter", "event_site", "station", "address", "road_works")


def object_kind(sort: str, name: str) -> str:
    """Return the kind of an object; "" where it is none of those that are zeer kwetsbaar.

    Examples
    --------
    >>> object_kind("basisschool", "De Vliegende Hollander"), object_kind("", "Zwembad")
    ('school', '')
    """
    words = fold(sort) or fold(name)
    return next(
        (kind for kind, known in _KIND_WORDS.items() if any(fold(one) in words for one in known)),
        "",
    )


@dataclass(frozen=True, slots=True)
class LoadedLayer:
    """How many rows of a layer, or of a kind in it, are loaded in each wijk.

    Attributes
    ----------
    id
        The purpose of the layer, its name in ``geodata/`` where it has none, or a kind.
    per_wijk
        In the order of the wijken; None where no row is loaded at all.
    outside
        Rows outside every wijk.
    readable
        Whether the layer could be read; where it could not, it is not known what it holds.
    synthetic
        Whether invented rows are among them.
    """

    id: str
    label: str
    per_wijk: tuple[int, ...] | None = None
    outside: int = 0
    readable: bool = True
    synthetic: bool = False

    @property
    def rows(self) -> int | None:
        """All rows; None where none is loaded."""
        return None if self.per_wijk is None else sum(self.per_wijk) + self.outside

    @property
    def status(self) -> str:
        """Whether it is "loaded", "not_loaded", or "unreadable"."""
        if not self.readable:
            return "unreadable"
        return "not_loaded" if self.per_wijk is None else "loaded"

    def to_dict(self, codes: Sequence[str]) -> dict[str, object]:
        """Return the layer as an object; its wijken by code."""
        per_wijk = None if self.per_wijk is None else dict(zip(codes, self.per_wijk, strict=True))
        return {
            "id": self.id,
            "label": self.label,
            "status": self.status,
            "synthetic": self.synthetic,
            "rows": self.rows,
            "outside": None if self.per_wijk is None else self.outside,
            "per_wijk": per_wijk,
        }


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is loaded of each layer of places, per wijk."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    layers: tuple[LoadedLayer, ...]

    def layer(self, name: str) -> LoadedLayer:
        """Return a layer, or a kind, by its id."""
        return next(layer for layer in self.layers if layer.id == name)

    def by_wijk(self, *names: str) -> dict[str, dict[str, int | None]]:
        """Return the rows of some layers or kinds per wijk by name; None where none is loaded."""
        layers = [self.layer(name) for name in names]
        return {
            wijk: {
                layer.id: None if layer.per_wijk is None else layer.per_wijk[at] for layer in layers
            }
            for at, wijk in enumerate(self.names)
        }

    def to_dict(self) -> dict[str, object]:
        """Return it as one object."""
        return {
            "wijken": [
                {"code": code, "name": name}
                for code, name in zip(self.codes, self.names, strict=True)
            ],
            "layers": [layer.to_dict(self.codes) for layer in self.layers],
        }


def completeness_of(workspace: Workspace, purposes: Sequence[str] | None = None) -> Completeness:
    """Return how many rows of each layer of places are loaded in each wijk.

    Parameters
    ----------
    purposes
        Of the layers that are asked for; None for every layer of places in sight.
    """
    wijken = workspace.geography.wijken
    layers: list[LoadedLayer] = []
    for spec in _specs(workspace, purposes):
        layers += _of_layer(workspace, spec)
    there = {spec.purpose for spec in workspace.library.catalog.contexts}
    for purpose in EXPECTED if purposes is None else purposes:
        if purpose not in there:
            layers += _not_loaded(purpose, text.LAYERS[purpose])
    return Completeness(wijken.codes, wijken.names, tuple(layers))


def _specs(workspace: Workspace, purposes: Sequence[str] | None) -> Iterator[ContextSpec]:
    """Yield the layers of places that this role sees; those of a purpose in the order asked."""
    catalog = workspace.library.catalog
    places = [
        spec for spec in catalog.contexts if spec.kind == "places" or spec.purpose in EXPECTED
    ]
    if purposes is None:
        wanted = sorted(places, key=lambda spec: _order(spec.purpose))
    else:
        wanted = [spec for purpose in purposes for spec in places if spec.purpose == purpose]
    for spec in wanted:
        layer = layer_showing(catalog, spec)
        try:
            if layer is not None:
                workspace.layer(layer.id)
        except AccessError:
            continue
        yield spec


def _order(purpose: str) -> int:
    return EXPECTED.index(purpose) if purpose in EXPECTED else len(EXPECTED)


def _of_layer(workspace: Workspace, spec: ContextSpec) -> Iterator[LoadedLayer]:
    """Yield what is loaded of a layer, and of each kind in it where it has kinds."""
    library, id_ = workspace.library, spec.purpose or spec.id
    label = text.LAYERS.get(spec.purpose, spec.label.partition(" (")[0])
    try:
        counted = _counted(library, spec)
    except HotspotsError:  # the map and ``hotspots check`` say what is wrong with it
        yield LoadedLayer(id_, label, readable=False)
        if spec.purpose == _OF_KINDS:
            for kind, called in text.OBJECT_KINDS.items():
                yield LoadedLayer(kind, text.kind_label(called), readable=False)
        return
    if counted is None:
        yield from _not_loaded(id_, label)
        return
    yield counted.of(id_, label)
    if spec.purpose == _OF_KINDS:
        for kind, called in text.OBJECT_KINDS.items():
            yield counted.of(kind, text.kind_label(called), kind)


def _not_loaded(id_: str, label: str) -> Iterator[LoadedLayer]:
    yield LoadedLayer(id_, label)
    if id_ == _OF_KINDS:
        for kind, called in text.OBJECT_KINDS.items():
            yield LoadedLayer(kind, text.kind_label(called))


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """The rows of a layer: in which wijk each lies, -1 outside all, and of which kind it is."""

    wijk: NDArray[np.int64]
    kind: NDArray[np.object_]
    wijken: int
    synthetic: bool

    def of(self, id_: str, label: str, kind: str | None = None) -> LoadedLayer:
        """Return the numbers of all rows, or of those of a kind."""
        wijk = self.wijk if kind is None else self.wijk[self.kind == kind]
        if not len(wijk):
            return LoadedLayer(id_, label, synthetic=False)
        inside = np.bincount(wijk[wijk >= 0], minlength=self.wijken)
        return LoadedLayer(
            id_,
            label,
            tuple(inside.tolist()),
            int(np.count_nonzero(wijk < 0)),
            synthetic=self.synthetic,
        )


_latest: WeakKeyDictionary[Library, Latest[_Counted]] = WeakKeyDictionary()


def _counted(library: Library, spec: ContextSpec) -> _Counted | None:
    """Return where the rows of a layer lie, worked out once per version; None without any row."""
    if spec.purpose:
        features = features_now(library, spec, layer_showing(library.catalog, spec))
        rows, synthetic = features.rows, features.synthetic
        mark = Itself(features)
    elif spec.source.rows == 0:
        return None
    else:
        rows, synthetic = library.contexts[spec.id], spec.source.synthetic
        mark = Itself(rows)
    if not len(rows):
        return None
    latest = _latest.setdefault(library, Latest())

    def count() -> _Counted:
        geography = library.geography
        kinds = np.full(len(rows), "", dtype=object)
        if spec.purpose == _OF_KINDS:
            sorts = rows["sort"] if "sort" in rows else [""] * len(rows)
            pairs = zip(sorts, rows["name"], strict=True)
            kinds[:] = [object_kind(str(sort or ""), str(name or "")) for sort, name in pairs]
        wijk = _wijk_of(rows.geometry.to_numpy(), geography)
        return _Counted(wijk, kinds, len(geography.wijken), synthetic)

    return latest.answer(spec.id, mark, count)


def _wijk_of(shapes: NDArray[np.object_], geography: Geography) -> NDArray[np.int64]:
    """Return in which wijk each place lies, a line or an area by its middle; -1 in none."""
    x_rd, y_rd = shapely.get_x(shapes), shapely.get_y(shapes)  # NaN of what is no point
    for at in np.flatnonzero(np.isnan(x_rd)):
        x_rd[at], y_rd[at] = middle_of(shapes[at])
    buurt = geography.index.locate(x_rd, y_rd)
    parent = geography.buurten.parent
    return np.where(buurt >= 0, parent[np.maximum(buurt, 0)], -1).astype(np.int64)
