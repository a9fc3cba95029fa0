"""An opened home, as a role sees it: the only way out of the store."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.access.cube import SUPPRESSED, rounded_count
from hotspots.access.library import Library
from hotspots.access.permission import may_see_points, require_layer
from hotspots.catalog.grammar import suggestion
from hotspots.catalog.reading import read_catalog
from hotspots.errors import AccessError, SelectionError
from hotspots.publishing.embedded import ensure_published
from hotspots.settings import ROLE_VARIABLE, Home, open_home

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from hotspots.access.cube import Cube
    from hotspots.access.incidents import Incidents
    from hotspots.catalog.specs import Catalog, ContextSpec, LayerSpec, ThemeSpec
    from hotspots.geography.areas import Geography
    from hotspots.geography.masks import Mask
    from hotspots.store.versions import Version as Version  # noqa: PLC0414 - for other rooms


@dataclass(frozen=True, slots=True)
class Workspace:
    """A home that is open for a role; every question about it starts here."""

    library: Library
    role: str

    @property
    def home(self) -> Home:
        """The folder that is open."""
        return self.library.home

    @property
    def catalog(self) -> Catalog:
        """What the home declares."""
        return self.library.catalog

    @property
    def geography(self) -> Geography:
        """The areas of the home."""
        return self.library.geography

    @property
    def themes(self) -> tuple[ThemeSpec, ...]:
        """The themes of the home, in order."""
        return self.catalog.themes

    def layer(self, layer_id: str) -> LayerSpec:
        """Return the declaration of a layer.

        Raises
        ------
        SelectionError
            If there is none of that name.
        AccessError
            If this role may not see it.
        """
        known = {layer.id: layer for layer in self.catalog.layers}
        if layer_id not in known:
            raise SelectionError(
                f"Laag '{layer_id}' bestaat niet.",
                f"Bekende lagen: {', '.join(known)}.",
                suggestion(layer_id, tuple(known)),
            )
        require_layer(known[layer_id], self.role)
        return known[layer_id]

    def mask(self, layer: LayerSpec) -> Mask:
        """Return where incidents of a layer can happen."""
        return self.library.masks[layer.mask]

    def context(self, context_id: str) -> tuple[ContextSpec, gpd.GeoDataFrame]:
        """Return a context layer that is no areas: its declaration and its features in RD."""
        spec = next(entry for entry in self.catalog.contexts if entry.id == context_id)
        return spec, self.library.contexts[context_id]

    def version(self, layer: LayerSpec) -> Version:
        """Return what is known of the version that is served; rounded if it is sensitive."""
        require_layer(layer, self.role)
        return as_told(self.library.version(layer), layer)

    def incidents(self, layer: LayerSpec) -> tuple[Version, Incidents]:
        """Return the rows of a layer that is not sensitive.

        Raises
        ------
        AccessError
            If the layer is sensitive, or not for this role.
        """
        require_layer(layer, self.role)
        if layer.sensitive:
            raise AccessError(
                f"Laag '{layer.label}' geeft geen losse incidenten.",
                f"Wel: aantallen per {layer.privacy.finest} en kwartaal, vanaf "
                f"{layer.privacy.minimum}.",
                "Vraag om die aantallen.",
            )
        return self.library.incidents(layer)

    def cube(self, layer: LayerSpec) -> tuple[Version, Cube]:
        """Return the only answer of a sensitive layer: rounded counts per area and quarter."""
        require_layer(layer, self.role)
        version, cube = self.library.cube(layer)
        return as_told(version, layer), cube

    def may_see_points(self, layer: LayerSpec) -> bool:
        """Whether this role may see single places of the layer."""
        return may_see_points(layer, self.role)


def as_told(version: Version, layer: LayerSpec) -> Version:
    """Return a version without the exact numbers of a sensitive layer; -1 is not told."""
    if not layer.sensitive:
        return version
    counts = {
        name: SUPPRESSED if (told := rounded_count(number, layer.privacy.minimum)) is None else told
        for name, number in version.counts.items()
    }
    return replace(version, counts=counts, rows=0)


def open_library(home: Home) -> Library:
    """Return the shared part of a home, with its embedded layers published.

    Raises
    ------
    DeclarationError
        If a declaration is wrong; all problems are listed.
    StoreError
        If nothing can be published in the state folder.
    """
    library = Library(home, read_catalog(home))
    ensure_published(home, library.catalog, library.geography)
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
    """
    opened = home if isinstance(home, Home) else open_home(home)
    library = open_library(opened)
    return Workspace(library, role or local_role(library.catalog))


def local_role(catalog: Catalog) -> str:
    """Return who someone is on a machine without a login."""
    return os.environ.get(ROLE_VARIABLE) or catalog.gemeente.local_role
