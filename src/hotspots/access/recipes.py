"""Recipes of suppliers, for whoever may load the layer; saving and removing one is in the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.access.audit import audited, noting_refusal
from hotspots.access.importing import require_loader
from hotspots.incoming.checking import recipe as recipes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.recipe import Recipe


def recipes_of(
    workspace: Workspace, layer: LayerSpec
) -> tuple[tuple[Recipe, ...], tuple[str, ...]]:
    """Return the recipes of a layer by name, and what is wrong with those that cannot be used.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    """
    own = require_loader(workspace, layer)
    return recipes.recipes_of(workspace.home, workspace.library.catalog, own)


def recipe_named(workspace: Workspace, layer: LayerSpec, name: str) -> Recipe:
    """Return a recipe of a layer.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    IntakeError, DeclarationError
        If there is none of that name, or something is wrong with it.
    """
    own = require_loader(workspace, layer)
    return recipes.recipe_named(workspace.home, workspace.library.catalog, own, name)


def recipe_for(
    workspace: Workspace, layer: LayerSpec, columns: Sequence[str]
) -> tuple[Recipe | None, LayerSpec]:
    """Return the recipe that recognises a file by its columns, and the layer that it is of.

    Recipes of other layers that this role may load are looked at where this layer has none that
    fits: it may be the file of one of those.
    """
    layers = workspace.catalog.layers
    others = (one for one in layers if one.id != layer.id and workspace.may_import(one))
    for one in (layer, *others):
        fitting = recipes.best_of(recipes_of(workspace, one)[0], columns)
        if fitting is not None:
            return fitting, one
    return None, layer


def save_recipe(workspace: Workspace, layer: LayerSpec, recipe: Recipe) -> Recipe:
    """Save a recipe of a layer, in the place of one of the same name, and return it.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    HotspotsError
        If it is wrong or cannot be written, the audit included; nothing was changed.
    """
    with noting_refusal(workspace, "recipe_saved", layer.id):
        own = require_loader(workspace, layer)
    named = replace(recipe, layer=own.id)
    called = recipes.name_in_files(named.name)
    with audited(workspace, "recipe_saved", own.id, recipe=called):
        recipes.save_recipe(workspace.home, workspace.library.catalog, named)
    return named


def remove_recipe(workspace: Workspace, layer: LayerSpec, name: str) -> None:
    """Remove a recipe of a layer.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    HotspotsError
        If there is none of that name or it cannot be removed; nothing was changed.
    """
    with noting_refusal(workspace, "recipe_removed", layer.id):
        own = require_loader(workspace, layer)
    called = recipes.name_in_files(name)
    with audited(workspace, "recipe_removed", own.id, recipe=called):
        recipes.remove_recipe(workspace.home, workspace.library.catalog, own, name)
