"""What a home declares, as a role sees it: layers that are not for it are not there."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Final

from hotspots.catalog.grammar import suggestion
from hotspots.catalog.specs import FINEST
from hotspots.errors import AccessError
from hotspots.text import access as text

if TYPE_CHECKING:
    from hotspots.catalog.roles import RoleSpec
    from hotspots.catalog.specs import Catalog, LayerSpec, ThemeSpec

#: Catalogs kept; a server has one home and a handful of roles.
_MOST: Final = 64
_lock = Lock()
_kept: OrderedDict[tuple[int, str], tuple[Catalog, Catalog]] = OrderedDict()


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
    key = (id(catalog), role)
    with _lock:
        held = _kept.get(key)
        # An id may come back after its catalog is gone.
        if held is None or held[0] is not catalog:
            held = (catalog, _seen_by(catalog, role))
            _kept[key] = held
        _kept.move_to_end(key)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return held[1]


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
    """Return a layer whose [privacy] is the narrower of its own and what the role may."""
    if layer.sensitive or layer.kind == "context":
        # Nothing to narrow: one level, the same numbers for all; or open data without numbers.
        return layer
    rights, privacy = role.on_layer(layer), layer.privacy
    points = role.id in privacy.points_roles and rights.finest == "places"
    return replace(
        layer,
        privacy=replace(
            privacy,
            finest=min(privacy.finest, rights.finest, key=FINEST.index),
            finest_cell_m=max(privacy.finest_cell_m, rights.finest_cell_m),
            points_roles=privacy.points_roles if points else (),
        ),
    )
