"""The commands about recipes: which there are, what one says, and away with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.recipes import recipe_named, recipes_of, remove_recipe
from hotspots.access.workspace import open_workspace
from hotspots.exports import terminal as text
from hotspots.exports.terminal import say, say_json
from hotspots.exports.terminal_table import Heading, table_lines
from hotspots.incoming.checking import recipe_words as words

if TYPE_CHECKING:
    from argparse import Namespace

    from hotspots.incoming.checking.recipe import Recipe

_COLUMNS: Final = tuple(map(Heading, text.RECIPE_COLUMNS))


def list_(args: Namespace) -> int:
    """List the recipes of a layer, or of all that may be loaded; 2 if one cannot be read."""
    workspace = open_workspace(args.home)
    layers = (
        [workspace.layer(args.layer)]
        if args.layer
        else [layer for layer in workspace.catalog.layers if workspace.may_import(layer)]
    )
    listed: list[Recipe] = []
    problems: list[str] = []
    for layer in layers:
        right, wrong = recipes_of(workspace, layer)
        listed += right
        problems += wrong
    if args.json:
        say_json({"recipes": [_as_json(recipe) for recipe in listed]})
    elif listed:
        rows = [
            (recipe.name, recipe.layer, ", ".join(filter(None, recipe.columns.values())))
            for recipe in listed
        ]
        say(table_lines(_COLUMNS, rows))
    else:
        say((text.NO_RECIPES,), aside=True)
    say(problems, aside=True)
    return 2 if problems else 0


def show(args: Namespace) -> int:
    """Print what a recipe says, in sentences or as JSON."""
    workspace = open_workspace(args.home)
    layer = workspace.layer(args.layer)
    recipe = recipe_named(workspace, layer, args.name)
    if args.json:
        say_json(_as_json(recipe))
    else:
        say(recipe.lines(layer))
    return 0


def remove(args: Namespace) -> int:
    """Remove a recipe."""
    workspace = open_workspace(args.home)
    layer = workspace.layer(args.layer)
    remove_recipe(workspace, layer, args.name)
    print(words.removed(args.name, layer.label))
    return 0


def _as_json(recipe: Recipe) -> dict[str, object]:
    return {
        "name": recipe.name,
        "layer": recipe.layer,
        "headers": list(recipe.headers),
        "table": recipe.table,
        "query": recipe.query,
        "crs": recipe.crs,
        "soort": recipe.soort,
        "each_row": recipe.each_row,
        "columns": dict(recipe.columns),
        "soorten": dict(recipe.soorten),
    }
