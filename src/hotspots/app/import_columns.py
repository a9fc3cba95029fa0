"""How an uploaded file is read: its first rows, and beside them which column is which field.

What is recognised is filled in, by a recipe or by the names that a layer declares; how the file was
read can be saved as a recipe, which recognises the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.recipes import recipes_of, remove_recipe, save_recipe
from hotspots.catalog.specs import context_of, fields_of
from hotspots.dutch import as_text, number, plural, with_capital
from hotspots.errors import HotspotsError
from hotspots.incoming.checking import recipe_words
from hotspots.incoming.checking.column_words import FIELD_NAMES
from hotspots.incoming.checking.recipe import PLAIN, best_of, nearest_of
from hotspots.pages import words as text
from hotspots.pages.problems import show_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.preview import Preview
    from hotspots.incoming.checking.recipe import Recipe


#: Of each field with a date the field with its time, "" where there is none.
_DATES: Final[Mapping[str, str]] = {
    "begin": "time", "end": "end_time", "build_up": "", "dismantled": "", "requested": "",
}  # fmt: skip
#: Without these a layer of such a kind takes no file.
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "incidents": ("begin",), "calendar": ("begin",), "counts": ("area", "period", "count"),
}  # fmt: skip
#: Fields that together say where an incident was.
_PLACES: Final = (
    {"x_rd", "y_rd"}, {"lon", "lat"}, {"buurt"}, {"wijk"}, {"address"}, {"postcode"},
)  # fmt: skip
#: Values shown beside a field.
_EXAMPLES: Final = 3
#: Of a label of which nothing was said; no soort is called so.
_UNKNOWN: Final = "?"
_SAID: Final = "recept_gezegd"


@dataclass(frozen=True, slots=True)
class Offer:
    """The recipes that a layer has, and the one to use; None where the file itself decides."""

    recipes: tuple[Recipe, ...]
    recipe: Recipe | None


def choose_recipe(workspace: Workspace, layer: LayerSpec) -> Offer:
    """Let a user choose a recipe, where the layer has any, and say which cannot be used."""
    recipes, problems = recipes_of(workspace, layer)
    for problem in problems:
        st.warning(as_text(problem))
    if said := st.session_state.pop(_SAID, ""):
        st.success(as_text(said))
    if not recipes:
        return Offer((), None)
    by_name: dict[str, Recipe | None] = {
        text.RECIPE_AUTO: None,
        **{recipe.name: recipe for recipe in recipes},
        text.RECIPE_NONE: PLAIN,
    }
    chosen = st.selectbox(
        text.RECIPE, list(by_name), help=text.RECIPE_HELP, key=f"recept_{layer.id}"
    )
    return Offer(recipes, by_name[chosen])


def choose_columns(
    workspace: Workspace,
    layer: LayerSpec,
    preview: Preview,
    offer: Offer,
    file_id: str,
    *,
    crs: str,
    table: str,
) -> Recipe:
    """Show what a file holds, and return how it is to be read.

    Parameters
    ----------
    crs, table
        What was chosen before; it goes before what a recipe says.
    """
    recipe = offer.recipe
    if recipe is None:
        recipe = best_of(offer.recipes, preview.columns) or PLAIN
        near = nearest_of(offer.recipes, preview.columns)
        if recipe.name:
            st.info(as_text(recipe_words.recognised(recipe.name)))
        elif near is not None:
            lacks = dict.fromkeys(near.missing(preview.columns).values())
            st.warning(as_text(recipe_words.nearly(near.name, lacks)))
    for column in dict.fromkeys(recipe.missing(preview.columns).values()):
        st.warning(as_text(text.RECIPE_LACKS.format(recipe=recipe.name, column=column)))
    rows = number(preview.rows)
    columns = plural(len(preview.columns), "kolom", "kolommen")
    st.caption(text.FIRST_ROWS.format(shown=len(preview.shown), rows=rows, columns=columns))
    st.dataframe(preview.shown, hide_index=True, width="stretch")
    if preview.personal:
        st.caption(as_text(text.COLUMNS_PERSONAL.format(columns=", ".join(preview.personal))))
    recipe = recipe.but(crs=crs, table_name=table)
    by_field = {**preview.recognised, **preview.there(recipe.columns)}
    needed = _needed(workspace, layer, recipe)
    missing = [field for field in needed if not by_field.get(field)]
    unknown = preview.unknown_labels(by_field.get("soort", ""), layer)
    labels = [label for label in unknown if label not in recipe.soorten]
    start = _Start(recipe, by_field, f"{file_id}_{recipe.name}")
    # What a user chose below is known before it is drawn.
    still = [name for name in missing if not st.session_state.get(f"kolom_{name}_{start.key}")]
    labels_of = dict(_fields(workspace, layer))
    named = [labels_of[field].lower() for field in still]
    nowhere = layer.kind == "incidents" and not preview.has_places and not _says_where(by_field)
    if nowhere and not _says_where(_chosen_now(labels_of, start)):
        named.append(text.COLUMNS_PLACE)
    if named:
        st.warning(as_text(text.COLUMNS_MISSING.format(fields=", ".join(named))))
    with st.expander(text.IMPORT_COLUMNS, expanded=bool(missing or nowhere or labels)):
        return _choices(workspace, layer, preview, start)


@dataclass(frozen=True, slots=True)
class _Start:
    """What is filled in at first: the recipe, the columns, and what their widgets are kept by."""

    recipe: Recipe
    by_field: Mapping[str, str]
    key: str


def _chosen_now(fields: Iterable[str], start: _Start) -> dict[str, str]:
    """Return the column per field as a user left the choices; they are drawn further down."""
    return {
        name: st.session_state.get(f"kolom_{name}_{start.key}", start.by_field.get(name, ""))
        for name in fields
    }


def _says_where(by_field: Mapping[str, str]) -> bool:
    """Whether these columns say of a row where it was."""
    filled = {field for field, column in by_field.items() if column}
    return any(where <= filled for where in _PLACES)


def _choices(workspace: Workspace, layer: LayerSpec, preview: Preview, start: _Start) -> Recipe:
    """Let a user choose the column of each field and the soort of each label."""
    recipe = start.recipe
    chosen = {
        field: _choose_column(field, label, preview, start)
        for field, label in _fields(workspace, layer)
    }
    soorten = _choose_soorten(layer, preview, chosen.get("soort", ""), start)
    others = _choose_soort_of_others(layer, start)
    each_row = _choose_each_row(layer, start)
    unused = [
        column
        for column in preview.columns
        if column not in chosen.values() and column not in preview.personal
    ]
    if unused:
        st.caption(as_text(text.COLUMNS_UNUSED.format(columns=", ".join(unused))))
    before = {**preview.recognised, **recipe.columns}
    by_hand = {field: name for field, name in chosen.items() if name != before.get(field, "")}
    reading = replace(recipe.but(by_hand, soorten=soorten), soort=others, each_row=each_row)
    filled = {field: column for field, column in chosen.items() if column}
    _offer_to_save(workspace, layer, reading, filled, unused)
    return reading


def _needed(workspace: Workspace, layer: LayerSpec, recipe: Recipe) -> tuple[str, ...]:
    context = context_of(workspace.catalog, layer)
    if context is not None:
        return tuple(field.id for field in context.fields if field.required)
    several = len(layer.soorten) > 1 and layer.kind != "calendar" and not recipe.soort
    return (*_NEEDED[layer.kind], *(("soort",) if several else ()))


def _fields(workspace: Workspace, layer: LayerSpec) -> list[tuple[str, str]]:
    """Return the fields that an import reads: id and label."""
    context = context_of(workspace.catalog, layer)
    if context is not None:
        return [(field.id, field.label) for field in context.fields]
    return [
        (field, with_capital(FIELD_NAMES[field]))
        for field in fields_of(layer.kind)
        if field != "soort" or layer.soorten
    ]


def _choose_column(field: str, label: str, preview: Preview, start: _Start) -> str:
    """Let a user choose the column of a field, beside what stands in it."""
    first = start.by_field.get(field, "")
    options = ["", *(name for name in preview.columns if name not in preview.personal)]
    if first not in options:
        options.append(first)  # a column that the layer declares may look personal
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    chosen: str = left.selectbox(
        label,
        options,
        index=options.index(first),
        format_func=lambda name: name or text.NO_COLUMN,
        key=f"kolom_{field}_{start.key}",
    )
    values = [value or text.EMPTY_VALUE for value in preview.values(chosen)[:_EXAMPLES]]
    if values:
        right.caption(as_text(text.IN_COLUMN.format(values=" · ".join(values))))
    if values and field in _DATES:
        of_day = _DATES[field]
        now = start.by_field.get(of_day, "")
        clock = st.session_state.get(f"kolom_{of_day}_{start.key}", now)
        moments = preview.moments(chosen, clock)[:_EXAMPLES]
        right.caption(as_text(text.READ_AS.format(values=" · ".join(moments))))
    return chosen


def _choose_soorten(
    layer: LayerSpec, preview: Preview, column: str, start: _Start
) -> dict[str, str]:
    """Let a user say which soort a label of the file is; only those that the layer does not know.

    A label that nothing is said of is not in the answer: its rows are put aside as unknown.
    """
    if not layer.soorten or not column:
        return {}
    if column not in preview.labels:
        st.caption(text.TOO_MANY_LABELS)
        return {}
    unknown = preview.unknown_labels(column, layer)
    if not unknown:
        return {}
    st.markdown(f"**{text.LABELS}**")
    st.caption(text.LABELS_HELP)
    names = {_UNKNOWN: text.LABEL_UNKNOWN, "": text.LABEL_OF_NO_SOORT}
    names.update(layer.soorten)
    options = list(names)
    chosen: dict[str, str] = {}
    for label, rows in unknown.items():
        before = start.recipe.soorten.get(label)
        soort = st.selectbox(
            as_text(text.LABEL.format(label=label, rows=plural(rows, "rij", "rijen"))),
            options,
            index=options.index(before) if before in options else 0,
            format_func=lambda soort: names[soort],
            key=f"label_{label}_{start.key}",
        )
        if soort != _UNKNOWN:
            chosen[label] = soort
    return chosen


def _choose_soort_of_others(layer: LayerSpec, start: _Start) -> str:
    """Let a user say which soort rows have that name none."""
    if len(layer.soorten) <= 1:
        return ""
    options = ["", *layer.soorten]
    before = start.recipe.soort
    chosen: str = st.selectbox(
        text.SOORT_OF_OTHERS,
        options,
        index=options.index(before) if before in options else 0,
        format_func=lambda soort: layer.soorten.get(soort, text.SOORT_NONE),
        key=f"overig_{start.key}",
    )
    return chosen


def _choose_each_row(layer: LayerSpec, start: _Start) -> bool:
    """Let a user say that each row is an event, or of counts that rows add up."""
    if layer.kind not in ("incidents", "counts"):
        return False
    return st.checkbox(
        text.EACH_ROW if layer.kind == "incidents" else text.EACH_ROW_ADDS,
        value=start.recipe.each_row,
        help=text.EACH_ROW_HELP if layer.kind == "incidents" else None,
        key=f"elke_rij_{start.key}",
    )


def _offer_to_save(
    workspace: Workspace,
    layer: LayerSpec,
    reading: Recipe,
    by_field: Mapping[str, str],
    unused: list[str],
) -> None:
    """Offer to save how a file is read, or to remove the recipe that says so."""
    st.markdown(f"**{text.RECIPE_SAVE_HEAD}**")
    st.caption(text.RECIPE_SAVE_HELP)
    name = st.text_input(
        text.RECIPE_NAME, value=reading.name, key=f"recept_naam_{reading.name}", max_chars=60
    ).strip()
    save, remove = st.columns(2)
    try:
        if save.button(text.RECIPE_SAVE, width="stretch"):
            save_recipe(workspace, layer, reading.of_file(name, by_field, unused))
            _say_after(layer, recipe_words.saved(name, layer.label))
        if reading.name and remove.button(text.RECIPE_REMOVE, width="stretch"):
            remove_recipe(workspace, layer, reading.name)
            _say_after(layer, recipe_words.removed(reading.name, layer.label))
    except HotspotsError as error:
        show_problem(error)


def _say_after(layer: LayerSpec, sentence: str) -> None:
    """Draw the page anew, with a sentence, and let the file decide again which recipe it is."""
    st.session_state[_SAID] = sentence
    st.session_state.pop(f"recept_{layer.id}", None)
    st.rerun()
