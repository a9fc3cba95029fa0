"""Who may see what, and how fine; asked where data is read, not where a button is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.catalog.specs import AREA_LEVELS, FINEST, nesting_sizes
from hotspots.errors import AccessError
from hotspots.text import access as text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.catalog.roles import RoleSpec
    from hotspots.catalog.specs import Catalog, LayerSpec


def not_for_role(layer: LayerSpec, role: str, roles: tuple[str, ...]) -> AccessError:
    """Return the refusal of a layer to a role, with the roles that it is for."""
    return AccessError(
        text.NOT_FOR_ROLE.format(layer=layer.label, role=role),
        text.FOR_ROLES.format(roles=", ".join(roles) or text.NOBODY),
        text.ASK,
    )


def require_export(layer: LayerSpec, role: RoleSpec, catalog: Catalog) -> None:
    """Stop unless this role may take a layer that it sees away as a file.

    Raises
    ------
    AccessError
    """
    if not role.on_layer(layer).export:
        raise AccessError(
            text.NO_EXPORT.format(role=role.id, layer=layer.label),
            text.NO_EXPORT_FOUND.format(roles=_who(catalog, lambda r: r.on_layer(layer).export)),
            text.NO_EXPORT_DO,
        )


def require_import(layer: LayerSpec, role: RoleSpec, catalog: Catalog) -> None:
    """Stop unless this role may load and restore a layer that it sees.

    Raises
    ------
    AccessError
    """
    if not role.on_layer(layer).imports:
        raise AccessError(
            text.NO_IMPORT.format(role=role.id, layer=layer.label),
            text.NO_IMPORT_FOUND.format(roles=_who(catalog, lambda r: r.on_layer(layer).imports)),
            text.ASK,
        )


def _who(catalog: Catalog, may: Callable[[RoleSpec], bool]) -> str:
    return ", ".join(role.id for role in catalog.roles if may(role)) or text.NOBODY


def may_see_points(layer: LayerSpec, role: str) -> bool:
    """Whether this role may see single places of the layer."""
    return not layer.sensitive and role in layer.privacy.points_roles


def levels_of(layer: LayerSpec) -> tuple[str, ...]:
    """Return the levels a layer may be shown at, coarse to fine."""
    if layer.kind == "context":
        return ()
    if layer.sensitive:
        return (layer.privacy.finest,)
    finest = FINEST.index(layer.privacy.finest)
    return tuple(level for level in (*AREA_LEVELS, "cells") if FINEST.index(level) <= finest)


def cell_sizes_of(layer: LayerSpec) -> tuple[int, ...]:
    """Return the cell sizes a layer may be shown in, metres: multiples of the finest.

    Other sizes would cut the finest cells: what lies alone in a cell of 100 m and in one of 250 m
    lies in the part that they share, which can be 50 m wide.

    Examples
    --------
    >>> from hotspots.catalog.specs import LayerSpec, Privacy
    >>> privacy = Privacy(finest="cells", finest_cell_m=100)
    >>> layer = LayerSpec("a", "t", "incidents", "A", "melding", "m", "m", privacy=privacy)
    >>> cell_sizes_of(layer)
    (100, 200, 500)
    """
    return nesting_sizes(layer.privacy.finest_cell_m) if "cells" in levels_of(layer) else ()


def require_level(layer: LayerSpec, level: str, cell_m: int) -> None:
    """Stop if the layer may not be shown this fine.

    Raises
    ------
    AccessError
    """
    if level not in levels_of(layer):
        raise AccessError(
            f"Laag '{layer.label}' kan niet op niveau '{level}'.",
            f"Mogelijk: {', '.join(levels_of(layer)) or 'alleen de plaatsen zelf'}.",
            "Kies een ander niveau.",
        )
    if level == "cells" and cell_m not in cell_sizes_of(layer):
        raise AccessError(
            f"Laag '{layer.label}' kan niet in cellen van {cell_m} m.",
            f"Mogelijk: {', '.join(f'{size} m' for size in cell_sizes_of(layer))}.",
            "Kies een grotere cel.",
        )
