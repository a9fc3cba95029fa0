"""What a home declares, as a role sees it: layers that are not for it are not there."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Final

from hotspots.catalog.grammar import suggestion
from hotspots.catalog.specs import CELL_SIZES_M, FINEST, nesting_sizes
from hotspots.errors import AccessError
from hotspots.text import access as text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.catalog.roles import RoleSpec
    from hotspots.catalog.specs import Catalog, LayerSpec, ThemeSpec

#: Catalogs kept; a server has one home and a handful of roles.
_MOST: Final = 64
_lock = Lock()
_kept: OrderedDict[tuple[int, str], tuple[Catalog, Catalog, str]] = OrderedDict()


def role_named(catalog: Catalog, role: str) -> RoleSpec:
    """Return a role of a home.

    Raises
    ------
    AccessError
        If the home knows no such role.
    """
    for spec in catalog.roles:
        if spec.id == role:
            return spec
    known = tuple(spec.id for spec in catalog.roles)
    raise AccessError(
        text.NO_ROLE.format(role=role),
        text.KNOWN_ROLES.format(roles=", ".join(known) or text.NOBODY),
        suggestion(role, known) if known else text.ASK,
    )


def seen_by(catalog: Catalog, role: str) -> Catalog:
    """Return a catalog with the themes and layers that a role may see, as fine as it may see them.

    A role that the home does not know sees no themes. The same catalog gives the same answer, so
    that it is made once.
    """
    return _looked_up(catalog, role)[1]


def rights_of(catalog: Catalog, role: str) -> str:
    """Return what a role may, as a short text that is another one when that changes."""
    return _looked_up(catalog, role)[2]


def _looked_up(catalog: Catalog, role: str) -> tuple[Catalog, Catalog, str]:
    key = (id(catalog), role)
    with _lock:
        held = _kept.get(key)
        # An id may come back after its catalog is gone.
        if held is None or held[0] is not catalog:
            seen = _seen_by(catalog, role)
            held = (catalog, seen, _digest(catalog, role, seen))
            _kept[key] = held
        _kept.move_to_end(key)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return held


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
    is the size for who chooses none, ``declared`` the one that the layer asks for.
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
