"""An opened home, as a role sees it: the only way out of the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hotspots.access import words as text
from hotspots.access.audit import local_user
from hotspots.access.cache import Cache, Itself
from hotspots.access.calendar import require_calendar, without_remarks
from hotspots.access.cube import SUPPRESSED
from hotspots.access.features import drawn_mark, drawn_now, streets_now
from hotspots.access.incidents import some_incidents
from hotspots.access.library import Library
from hotspots.access.near_repeats import alpha_among, near_repeats_in
from hotspots.access.permission import local_role, may_see_points, not_for_role, role_named, wijk_of
from hotspots.catalog.grammar import known_names, suggestion
from hotspots.catalog.reading import read_catalog
from hotspots.catalog.specs import CELL_SIZES_M, FINEST, nesting_sizes
from hotspots.errors import AccessError, SelectionError
from hotspots.geography.names import Naming, wijken_called
from hotspots.incoming.publishing.division import with_division
from hotspots.incoming.publishing.home_files import ensure_published
from hotspots.incoming.publishing.police import with_police
from hotspots.settings import Home, open_home

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from pathlib import Path

    import geopandas as gpd
    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.access.cube import Cube
    from hotspots.access.incidents import Incidents
    from hotspots.access.near_repeats import NearRepeatQuestion, NearRepeats
    from hotspots.access.tally import Tally
    from hotspots.catalog.specs import Catalog, ContextSpec, LayerSpec, RoleSpec, ThemeSpec
    from hotspots.geography.areas import Geography
    from hotspots.geography.masks import Mask
    from hotspots.store.catalogue import Version as Version  # noqa: PLC0414 - for other rooms
    from hotspots.store.cubes import CubeName


#: What work on a part gives.
Made = TypeVar("Made")

#: What a role sees of a catalog, and a digest of what it may.
_views: Final = Cache[tuple["Catalog", str]]()


def seen_by(catalog: Catalog, role: str) -> Catalog:
    """Return a catalog with the themes and layers that a role may see, as fine as it may see them.

    A role that the home does not know sees no themes. The same catalog gives the same answer, so
    that it is made once.
    """
    return _looked_up(catalog, role)[0]


def rights_of(catalog: Catalog, role: str) -> str:
    """Return what a role may, as a short text that is another one when that changes."""
    return _looked_up(catalog, role)[1]


def _looked_up(catalog: Catalog, role: str) -> tuple[Catalog, str]:
    return _views.answer((Itself(catalog), role), lambda: _view(catalog, role))


def _view(catalog: Catalog, role: str) -> tuple[Catalog, str]:
    seen = _seen_by(catalog, role)
    return seen, _digest(catalog, role, seen)


def _digest(catalog: Catalog, role: str, seen: Catalog) -> str:
    spec = next((entry for entry in catalog.roles if entry.id == role), None)
    return hashlib.blake2b(
        repr((spec, replace(seen, roles=()))).encode(), digest_size=8
    ).hexdigest()


def finest_cells_of(catalog: Catalog, layer_id: str) -> tuple[int, ...]:
    """Return the smallest cells of a layer for the roles that see it, metres, each once.

    Parameters
    ----------
    catalog
        What the home declares, not as one role sees it.
    """
    return tuple(
        sorted(
            {
                layer.privacy.finest_cell_m
                for role in catalog.roles
                for layer in seen_by(catalog, role.id).layers
                if layer.id == layer_id
            }
        )
    )


@dataclass(frozen=True, slots=True)
class OfferedCells:
    """In which cells some roles may see a layer, metres.

    ``cut`` are the larger sizes that are not offered, as they cut the ``finest_m`` ones. ``first``
    is the size for whoever chooses none, ``declared`` the one that the layer asks for.
    """

    layer_id: str
    roles: tuple[str, ...]
    finest_m: int
    sizes: tuple[int, ...]
    cut: tuple[int, ...]
    first: int
    declared: int


def offered_cells(catalog: Catalog) -> Iterator[OfferedCells]:
    """Yield in which cells each layer of a home is offered, per group of roles that see the same.

    Parameters
    ----------
    catalog
        What the home declares, not as one role sees it.
    """
    groups: dict[tuple[str, int], list[str]] = {}
    first: dict[tuple[str, int], int] = {}
    for role in catalog.roles:
        for layer in seen_by(catalog, role.id).layers:
            if layer.sensitive or FINEST.index(layer.privacy.finest) < FINEST.index("cells"):
                continue
            if layer.kind != "context":
                key = (layer.id, layer.privacy.finest_cell_m)
                groups.setdefault(key, []).append(role.id)
                first[key] = layer.style.cell_m
    declared = {layer.id: layer.style.cell_m for layer in catalog.layers}
    for (layer_id, finest_m), roles in groups.items():
        sizes = nesting_sizes(finest_m)
        cut = tuple(size for size in CELL_SIZES_M if size > finest_m and size not in sizes)
        key = (layer_id, finest_m)
        yield OfferedCells(
            layer_id, tuple(roles), finest_m, sizes, cut, first[key], declared[layer_id]
        )


def _seen_by(catalog: Catalog, role: str) -> Catalog:
    spec = next((entry for entry in catalog.roles if entry.id == role), None)
    if spec is None:
        return replace(catalog, themes=())
    themes = [_theme(theme, spec) for theme in catalog.themes]
    return replace(catalog, themes=tuple(theme for theme in themes if theme is not None))


def _theme(theme: ThemeSpec, role: RoleSpec) -> ThemeSpec | None:
    """Return a theme with its layers; one that lost them all says so, or goes if it may."""
    layers = tuple(_narrowed(layer, role) for layer in theme.layers if _may_see(layer, role))
    if layers:
        return replace(theme, layers=layers)
    if not role.on_theme(theme).see:
        return None
    return replace(theme, layers=(), no_layers=theme.no_layers or text.NO_LAYERS)


def _may_see(layer: LayerSpec, role: RoleSpec) -> bool:
    rights = role.on_layer(layer)
    if not rights.see or (layer.privacy.roles and role.id not in layer.privacy.roles):
        return False
    # A sensitive layer has one level. Its sum beside its parts would tell the part that is kept.
    finest = FINEST.index(layer.privacy.finest)
    return not layer.sensitive or FINEST.index(rights.finest) >= finest


def _narrowed(layer: LayerSpec, role: RoleSpec) -> LayerSpec:
    """Return a layer whose [privacy] is the narrower of its own and what the role may.

    The size that it likes its cells in becomes one that is offered.
    """
    if layer.sensitive or layer.kind == "context":
        # Nothing to narrow: one level, the same numbers for all; or open data without numbers.
        return layer
    rights, privacy = role.on_layer(layer), layer.privacy
    points = role.id in privacy.points_roles and rights.finest == "places"
    finest_cell_m = max(privacy.finest_cell_m, rights.finest_cell_m)
    sizes = nesting_sizes(finest_cell_m)
    cell_m = next((size for size in sizes if size >= layer.style.cell_m), sizes[-1])
    return replace(
        layer,
        style=replace(layer.style, cell_m=cell_m),
        privacy=replace(
            privacy,
            finest=min(privacy.finest, rights.finest, key=FINEST.index),
            finest_cell_m=finest_cell_m,
            points_roles=privacy.points_roles if points else (),
        ),
    )


@dataclass(frozen=True, slots=True)
class Workspace:
    """A home that is open for a role; every question about it starts here.

    ``who`` is the person behind the role, for the audit. Rights are looked up at every question,
    by the id of the layer: a declaration that was changed on the way gives nothing more.
    """

    library: Library
    role: str
    who: str = ""

    @property
    def home(self) -> Home:
        """The folder that is open."""
        return self.library.home

    @property
    def catalog(self) -> Catalog:
        """What the home declares, as far and as fine as this role may see it."""
        return seen_by(self.library.catalog, self.role)

    @property
    def seen_as(self) -> str:
        """The role and what it may now: what an answer that is kept depends on."""
        return f"{self.role}:{rights_of(self.library.catalog, self.role)}"

    @property
    def own_wijk(self) -> str:
        """Code of the wijk of who asks; empty for whoever has none here, or one of several."""
        written = wijk_of(self.home, self.library.catalog, self.who)
        codes = wijken_called(self.geography, written) if written else ()
        return codes[0] if len(codes) == 1 else ""

    @property
    def geography(self) -> Geography:
        """The areas of the home."""
        return self.library.geography

    @property
    def naming(self) -> Naming:
        """What places are named by: areas, and streets where the home has them now.

        The same for every role: it names middles of cells, by what every map shows.
        """
        return Naming(self.geography, streets_now(self.library))

    @property
    def themes(self) -> tuple[ThemeSpec, ...]:
        """The themes that this role may see, in order."""
        return self.catalog.themes

    def layer(self, layer_id: str) -> LayerSpec:
        """Return the declaration of a layer, no finer than this role may see it.

        Raises
        ------
        SelectionError
            If there is none of that name.
        AccessError
            If this role may not see it, or does not exist.
        """
        for layer in self.catalog.layers:
            if layer.id == layer_id:
                return layer
        role_named(self.library.catalog, self.role)
        all_layers = {layer.id: layer for layer in self.library.catalog.layers}
        if layer_id in all_layers:
            raise not_for_role(all_layers[layer_id], self.role, self._roles_of(layer_id))
        # Names of layers that are not for this role are not given either.
        known = tuple(layer.id for layer in self.catalog.layers)
        raise SelectionError(
            f"Laag '{layer_id}' bestaat niet.",
            f"Bekende lagen: {known_names(layer_id, known)}.",
            suggestion(layer_id, known, text.LAYERS_ARE_THERE),
        )

    def _roles_of(self, layer_id: str) -> tuple[str, ...]:
        """Return the roles that may see a layer."""
        catalog = self.library.catalog
        return tuple(
            role.id
            for role in catalog.roles
            if any(layer.id == layer_id for layer in seen_by(catalog, role.id).layers)
        )

    def mask(self, layer: LayerSpec) -> Mask:
        """Return where incidents of a layer can happen."""
        return self.library.masks[layer.mask]

    def context(self, context_id: str) -> tuple[ContextSpec, gpd.GeoDataFrame]:
        """Return a context layer that is no areas: its declaration and its features in RD.

        A raster and a table come as the zones or places that a map draws of them; a layer that
        someone loaded comes as it was loaded.
        """
        spec = next(entry for entry in self.catalog.contexts if entry.id == context_id)
        return drawn_now(self.library, spec)

    def context_mark(self, context_id: str) -> str:
        """Return a mark of a context layer as it is drawn now; other rows have another one."""
        spec = next(entry for entry in self.catalog.contexts if entry.id == context_id)
        return drawn_mark(self.library, spec)

    def version(self, layer: LayerSpec) -> Version:
        """Return what is known of the version that is served; nothing exact if it is sensitive."""
        own = self.layer(layer.id)
        return without_counts(self.library.version(own), own)

    def incidents(self, layer: LayerSpec) -> tuple[Version, Incidents]:
        """Return the rows of a layer that is not sensitive.

        For a role that may not see places each row lies at the middle of its cell, or of the
        smallest cell there is if the layer is not shown in cells.

        Raises
        ------
        AccessError
            If the layer is sensitive, or not for this role.
        """
        own = self._not_sensitive(layer)
        version, incidents = self.library.incidents(own)
        if may_see_points(own, self.role):
            return version, incidents
        return version, self.library.snapped(own, incidents)

    def countable(
        self, layer: LayerSpec, cube: CubeName = "areas"
    ) -> tuple[Version, Tally | Incidents]:
        """Return the rows of a layer for whoever only counts them, alike ones together.

        Of a layer with few rows, and of counts, they are the `incidents`.

        Parameters
        ----------
        cube
            Whether they are counted in areas, or in cells.

        Raises
        ------
        AccessError
            If the layer is sensitive, or not for this role.
        """
        own = self._not_sensitive(layer)
        version, tally = self.library.tally(own, cube)
        if tally is None:
            return self.incidents(layer)
        if cube == "areas" or may_see_points(own, self.role):
            return version, tally
        return version, self.library.snapped_tally(own, tally)

    def fits(self, layer: LayerSpec) -> bool:
        """Whether the rows of a layer are kept in memory all together."""
        return self.library.fits(self._not_sensitive(layer))

    def by_part(
        self,
        layer: LayerSpec,
        version: Version,
        days: tuple[int, int] | None,
        work: Callable[..., Made],
        *shared: object,
        add: Callable[[Made, Made], Made] | None = None,
    ) -> Iterator[Made]:
        """Give ``work(incidents, *shared)`` of every part of a layer, as `incidents` gives them.

        Parameters
        ----------
        days
            First and last day that are asked; None for all.
        work, add
            Functions of a module: it may be done on a worker. With ``add`` what comes of parts
            beside each other is added up.

        Raises
        ------
        AccessError
            If the layer is sensitive, or not for this role.
        StoreError
            If a part is gone or damaged.
        """
        own = self._not_sensitive(layer)
        cell_m = self._cells_instead_of_places(own)
        yield from self.library.by_part(own, version, days, cell_m, work, *shared, add=add)

    def some_incidents(
        self,
        layer: LayerSpec,
        where: Hashable,
        pick: Callable[..., dict[str, NDArray[Any]]],
        *shared: object,
    ) -> tuple[Version, Incidents]:
        """Return some rows of a layer that does not fit in memory, as `incidents` gives them.

        The last ones are kept, for whoever sees them as this role does.

        Parameters
        ----------
        where
            What they are picked by.
        pick
            A function of a module: ``pick(incidents, where, *shared)`` gives `those` of a part.

        Raises
        ------
        AccessError
            If the layer is sensitive, or not for this role.
        StoreError
            If a part is gone or damaged.
        """
        version, all_of = self.countable(layer)
        own = self._not_sensitive(layer)
        mark = (version.sha256, self._cells_instead_of_places(own), where)

        def picked() -> Incidents:
            parts = self.by_part(layer, version, None, pick, where, *shared)
            return some_incidents(parts, all_of, days=all_of.days, totals=all_of.totals)

        return version, self.library.some(own, mark, picked)

    def _cells_instead_of_places(self, own: LayerSpec) -> int:
        """Return in which cells a role sees places, metres; 0 where it sees the places."""
        return 0 if may_see_points(own, self.role) else own.privacy.finest_cell_m

    def timed(self, layer: LayerSpec, version: Version) -> int:
        """Return of how many incidents of a version the time of day is known.

        Raises
        ------
        AccessError
            If the layer is sensitive, or not for this role.
        """
        return self.library.timed(self._not_sensitive(layer), version)

    def _not_sensitive(self, layer: LayerSpec) -> LayerSpec:
        own = self.layer(layer.id)
        if own.sensitive:
            raise AccessError(
                f"Laag '{own.label}' geeft geen losse incidenten.",
                f"Wel: aantallen per {own.privacy.finest} en kwartaal, vanaf "
                f"{own.privacy.minimum}.",
                "Vraag om die aantallen.",
            )
        return own

    def near_repeats(
        self, layer: LayerSpec, question: NearRepeatQuestion, progress: Callable[[float], None]
    ) -> NearRepeats:
        """Return whether incidents follow each other nearby: the same answer for every role.

        Raises
        ------
        AccessError
            If the layer is sensitive or not for this role, or the question is not.
        """
        own = self.layer(layer.id)
        _, incidents = self.library.incidents(own)
        alpha = alpha_among(self.library.catalog.layers, own.id, question.alpha)
        return near_repeats_in(incidents, own, self.role, question, progress, alpha=alpha)

    def calendar(self, layer: LayerSpec) -> tuple[Version, pa.Table]:
        """Return the events of a calendar, what was written about them only for its keeper.

        Raises
        ------
        AccessError
            If the layer is no calendar, or this role may not see where its events are.
        """
        own = self.layer(layer.id)
        require_calendar(own, self.role)
        version, events = self.library.calendar(own)
        return version, events if self.may_import(own) else without_remarks(events)

    def cube(self, layer: LayerSpec) -> tuple[Version, Cube]:
        """Return the only answer of a sensitive layer: rounded counts per area and quarter."""
        own = self.layer(layer.id)
        version, cube = self.library.cube(own)
        return without_counts(version, own), cube

    def may_see_points(self, layer: LayerSpec) -> bool:
        """Whether this role may see single places of the layer."""
        return may_see_points(self.layer(layer.id), self.role)

    def may_export(self, layer: LayerSpec) -> bool:
        """Whether this role may take the layer away as a file."""
        own = self.layer(layer.id)
        return role_named(self.library.catalog, self.role).on_layer(own).export

    def may_import(self, layer: LayerSpec) -> bool:
        """Whether this role may load and restore the layer."""
        own = self.layer(layer.id)
        return role_named(self.library.catalog, self.role).on_layer(own).imports


@dataclass(frozen=True, slots=True)
class Synthetic:
    """That data are made up: of the layers with these labels, of all where there are none."""

    layers: tuple[str, ...] = ()

    @classmethod
    def among(cls, served: Iterable[tuple[str, Version | None]]) -> Synthetic | None:
        """Return which of an answer are made up; None if nothing is.

        Parameters
        ----------
        served
            Label and version of each layer; a layer without a version has no data.
        """
        versions = [(label, version) for label, version in served if version is not None]
        labels = tuple(label for label, version in versions if version.synthetic)
        if not labels:
            return None
        return cls(() if len(labels) == len(versions) else labels)


def without_counts(version: Version, layer: LayerSpec) -> Version:
    """Return a version without any number of a sensitive layer; -1 is not shown.

    Not even rounded ones. A total beside the counts of its wijken narrows the one that is kept,
    and the totals of two versions tell how many rows came in between. Warnings of an import count
    rows as well; what is wrong with serving a version does not.
    """
    if not layer.sensitive:
        return version
    untold = dict.fromkeys(version.counts, SUPPRESSED)
    return replace(version, counts=untold, rows=0, warnings=version.notes)


def open_library(home: Home, *, declared: Catalog | None = None) -> Library:
    """Return the shared part of a home, with its embedded layers published and its masks made.

    A layer that cannot be published keeps what it had, and says so when it is asked for: a disk
    that is full or read-only does not close the home.

    Parameters
    ----------
    declared
        What the home declares, where that was just read; some eighty files take a while.

    Raises
    ------
    DeclarationError
        If a declaration is wrong; all problems are listed.
    """
    catalog = with_police(home, with_division(home, declared or read_catalog(home)))
    library = Library(home, catalog)
    library.opened_with(ensure_published(home, library.catalog, library.geography))
    library.keep_masks()
    return library


def open_workspace(home: str | Path | Home | None = None, *, role: str | None = None) -> Workspace:
    """Open a home and publish its embedded layers if that was not done yet.

    Parameters
    ----------
    home
        Folder of the home; by default HOTSPOTS_HOME, this folder, or the repository.
    role
        Who asks; by default HOTSPOTS_ROLE, or ``local_role`` of gemeente.toml.

    Raises
    ------
    SettingsError
        If there is no home there.
    DeclarationError
        If a declaration is wrong.
    AccessError
        If the home knows no such role.
    """
    opened = home if isinstance(home, Home) else open_home(home)
    library = open_library(opened)
    spec = role_named(library.catalog, role or local_role(library.catalog))
    return Workspace(library, spec.id, local_user())
