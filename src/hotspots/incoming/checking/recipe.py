"""How the files of one supplier are read: saved under a name, recognised by its headers.

A recipe is a TOML file in the state, since whoever loads files may write there and not in the home:

    <state>/recipes/<layer>/<name>.toml

It says which column means which field, which label is which soort, and what the file does not say
itself. There is nothing in it that an import could not be given by hand.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hotspots.catalog.grammar import (
    REQUIRED_TEXT,
    TEXT,
    Key,
    Problems,
    declarations_wrong,
    read_section,
    read_toml,
    suggestion,
)
from hotspots.catalog.specs import ADDRESS_FIELDS, context_of, fields_of
from hotspots.dutch import fold, reason
from hotspots.errors import IntakeError, StoreError
from hotspots.incoming.checking import recipe_words as words
from hotspots.incoming.checking.features import PLACE_COLUMNS
from hotspots.incoming.reading.words import listed
from hotspots.settings import private_folder
from hotspots.store.durable import replace_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from hotspots.catalog.specs import Catalog, LayerSpec
    from hotspots.settings import Home


#: Part of the columns of a recipe that a file has which is taken for another of its kind.
_MORE_THAN: Final = 0.5
#: What the file of a recipe may hold.
KEYS: Final[Mapping[str, Key]] = {
    "name": REQUIRED_TEXT,
    "layer": REQUIRED_TEXT,
    "headers": Key(list, required=True, holds=(str,)),
    "table": TEXT,
    "query": TEXT,
    "crs": TEXT,
    "soort": TEXT,
    "each_row": Key(bool),
    "columns": Key(dict, holds=(str,)),
    "soorten": Key(dict, holds=(str,)),
}
_FOLDER: Final = "recipes"
_SUFFIX: Final = ".toml"
_LONGEST_NAME: Final = 60
_EPSG: Final = re.compile(r"EPSG:\d{4,6}", re.IGNORECASE)
#: What JSON leaves as it is and TOML does not allow.
_DELETE: Final = "\x7f"
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a file is read into a layer; without a name it is for one file.

    Attributes
    ----------
    headers
        The columns of the file that it was made with: by those a next one is recognised.
    table
        Which table of a file with several, or of a database; "" where there is one.
    query
        What is asked of a database in the place of a table; "" for a table or a file.
    crs
        CRS of the coordinates, where the file does not say or says it wrongly; "" otherwise.
    soort
        Soort of rows that name none; "" where each names its own.
    each_row
        Whether each row is an event, also one with the id or the content of another.
    columns
        Column per field; "" leaves a field out though a column has its name.
    soorten
        Soort per label in the file, beside the ids and labels that the layer has itself; "" is of
        no soort of this layer, and its rows are put aside.
    """

    name: str = ""
    layer: str = ""
    headers: tuple[str, ...] = ()
    table: str = ""
    query: str = ""
    crs: str = ""
    soort: str = ""
    each_row: bool = False
    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    soorten: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def but(
        self,
        by_hand: Mapping[str, str] | None = None,
        *,
        crs: str | None = None,
        table_name: str | None = None,
        query: str | None = None,
        soorten: Mapping[str, str] | None = None,
        soort: str | None = None,
        each_row: bool = False,
    ) -> Recipe:
        """Return this recipe with what was given by hand before it.

        Examples
        --------
        >>> recipe = Recipe("Politie", columns={"begin": "Pleegdatum", "id": "Nr"})
        >>> dict(recipe.but({"begin": "Datum"}).columns)
        {'begin': 'Datum', 'id': 'Nr'}
        """
        return replace(
            self,
            columns=MappingProxyType({**self.columns, **(by_hand or {})}),
            soorten=MappingProxyType({**self.soorten, **(soorten or {})}),
            crs=crs or self.crs,
            table="" if query else table_name or self.table,
            query="" if table_name else query or self.query,
            soort=soort or self.soort,
            each_row=each_row or self.each_row,
        )

    def missing(self, columns: Iterable[str]) -> dict[str, str]:
        """Return which fields have a column that is not among these, and which column that is."""
        there = {fold(column) for column in columns}
        return {name: one for name, one in self.columns.items() if one and fold(one) not in there}

    def require_fit(self, columns: Sequence[str]) -> None:
        """Stop if a file lacks a column of a recipe that was saved.

        Raises
        ------
        IntakeError
            With the columns that are missing.
        """
        missing = self.missing(columns) if self.name else {}
        if missing:
            known = {fold(header) for header in self.headers}
            new = [column for column in columns if fold(column) not in known]
            raise IntakeError(*words.does_not_fit(self.name, missing, columns, new))

    def recognises(self, columns: Iterable[str]) -> bool:
        """Whether a file has all columns of the one that the recipe was made with.

        Examples
        --------
        >>> Recipe("Politie", headers=("Nr", "Datum")).recognises(["datum", "NR", "Wijk"])
        True
        """
        there = {fold(column) for column in columns}
        return bool(self.headers) and {fold(header) for header in self.headers} <= there

    def of_file(self, name: str, by_field: Mapping[str, str], unused: Sequence[str]) -> Recipe:
        """Return how a file is read, under a name: also by the columns that have a known name.

        Coordinates that a file has by itself go before columns that are not named; so those are
        only in the recipe if somebody named them.

        Parameters
        ----------
        by_field
            Column per field, as the file was read.
        unused
            Its other columns, by which a next one is recognised too.
        """
        by_name = {one: column for one, column in by_field.items() if one not in PLACE_COLUMNS}
        named = tuple(column for column in self.columns.values() if column)
        return replace(
            self,
            name=name,
            headers=tuple(dict.fromkeys((*by_field.values(), *named, *unused))),
            columns=MappingProxyType({**by_name, **self.columns}),
        )

    def lines(self, layer: LayerSpec) -> list[str]:
        """Return what the recipe says, in sentences."""
        return [
            words.of_layer(self.name, layer.label),
            *(words.column_of(name, column) for name, column in self.columns.items()),
            *(
                words.soort_of(label, layer.soorten.get(soort, soort))
                for label, soort in self.soorten.items()
            ),
            *((words.soort_of_others(layer.soorten[self.soort]),) if self.soort else ()),
            *((words.EACH_ROW,) if self.each_row else ()),
            *((words.TABLE.format(table=self.table),) if self.table else ()),
            *((words.QUERY.format(query=self.query),) if self.query else ()),
            *((words.CRS.format(crs=self.crs),) if self.crs else ()),
            words.HEADERS.format(headers=listed(self.headers, 30)),
        ]

    def to_toml(self) -> str:
        """Return what the file of this recipe holds."""
        lines = [
            f"{name} = {_written(value)}"
            for name in ("name", "layer", "headers", "table", "query", "crs", "soort")
            if (value := getattr(self, name)) or name == "headers"
        ]
        lines += ["each_row = true"] if self.each_row else []
        for name in ("columns", "soorten"):
            pairs = getattr(self, name)
            if pairs:
                lines += ["", f"[{name}]"]
                lines += [f"{_written(key)} = {_written(value)}" for key, value in pairs.items()]
        return "\n".join(lines) + "\n"


def _written(value: str | tuple[str, ...]) -> str:
    """Return a text, or a list of texts, as TOML writes it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False).replace(_DELETE, r"\u007f")


#: Reads a file as its columns are declared.
PLAIN: Final = Recipe()


def soort_called(layer: LayerSpec, called: str) -> str:
    """Return the id of a soort that is written by its id or by its label; else what was written."""
    known = {fold(label): soort for soort, label in layer.soorten.items()}
    return called if called in layer.soorten else known.get(fold(called), called)


def require_soorten(layer: LayerSpec, soorten: Mapping[str, str]) -> None:
    """Stop at a label of a soort that a layer does not have.

    Raises
    ------
    IntakeError
        With the soorten that it has.
    """
    for label, soort in soorten.items():
        if soort and soort not in layer.soorten:
            hint = suggestion(soort, tuple(layer.soorten))
            raise IntakeError(*words.label_of_unknown_soort(label, soort, layer.label, hint))


def name_in_files(name: str) -> str:
    """Return what the file of a recipe is called, without its ending.

    Raises
    ------
    IntakeError
        If there is nothing in the name to call a file after.

    Examples
    --------
    >>> name_in_files("Politie, weekexport (Zuid-Holland)")
    'politie-weekexport-zuid-holland'
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    called = "-".join(re.findall("[a-z0-9]+", letters))
    if not called or len(name) > _LONGEST_NAME or not name.isprintable():
        raise IntakeError(*words.no_name(name))
    return called


def recipes_of(
    home: Home, catalog: Catalog, layer: LayerSpec
) -> tuple[tuple[Recipe, ...], tuple[str, ...]]:
    """Return the recipes of a layer by name, and what is wrong with those that cannot be used."""
    right: list[Recipe] = []
    problems: list[str] = []
    for path in _files(home, layer.id):
        recipe, faults = _read(path, catalog)
        problems += faults
        if recipe is not None:
            right.append(recipe)
    return tuple(sorted(right, key=lambda recipe: recipe.name.casefold())), tuple(problems)


def recipe_named(home: Home, catalog: Catalog, layer: LayerSpec, name: str) -> Recipe:
    """Return a recipe of a layer.

    Raises
    ------
    IntakeError
        If there is none of that name.
    DeclarationError
        If there is something wrong with it.
    """
    path = _path(home, layer.id, name)
    if not path.is_file():
        known = [recipe.name for recipe in recipes_of(home, catalog, layer)[0]]
        near = difflib.get_close_matches(name, known, n=1)
        raise IntakeError(*words.no_recipe(name, layer.label, known, near[0] if near else ""))
    recipe, problems = _read(path, catalog)
    if recipe is None:
        raise declarations_wrong(words.what_is_wrong(path.name), problems, words.DO)
    return recipe


def best_of(recipes: Iterable[Recipe], columns: Sequence[str]) -> Recipe | None:
    """Return the recipe that recognises a file; of several the one with most of its columns."""
    fitting = [
        recipe for recipe in recipes if recipe.recognises(columns) and not recipe.missing(columns)
    ]
    return max(fitting, key=lambda recipe: len(recipe.headers), default=None)


def nearest_of(recipes: Iterable[Recipe], columns: Sequence[str]) -> Recipe | None:
    """Return the recipe that a file is of but for a column that it lacks; None where none is near.

    More than half of the columns that it was made with are there; of several the one with most.
    """
    there = {fold(column) for column in columns}

    def share(recipe: Recipe) -> float:
        return sum(fold(header) in there for header in recipe.headers) / len(recipe.headers)

    lacking = (recipe for recipe in recipes if recipe.headers and recipe.missing(columns))
    near = max(lacking, key=share, default=None)
    return near if near is not None and share(near) > _MORE_THAN else None


def save_recipe(home: Home, catalog: Catalog, recipe: Recipe) -> None:
    """Save a recipe, in the place of one of the same name.

    Raises
    ------
    IntakeError
        If it cannot be called so.
    DeclarationError
        If there is something wrong with it.
    StoreError
        If it cannot be written.
    """
    path = _path(home, recipe.layer, recipe.name)
    problems = Problems(path.name)
    table: dict[str, Any] = {
        "name": recipe.name,
        "layer": recipe.layer,
        "headers": list(recipe.headers),
        "crs": recipe.crs,
        "soort": recipe.soort,
        "columns": dict(recipe.columns),
        "soorten": dict(recipe.soorten),
    }
    _judge(table, path, catalog, problems)
    if problems.sentences:
        raise declarations_wrong(words.what_is_wrong(path.name), problems.sentences, words.DO)
    try:
        private_folder(path.parent)
        replace_whole(path, recipe.to_toml().encode())
    except OSError as error:
        raise StoreError(*words.not_written(str(path), reason(error))) from error


def remove_recipe(home: Home, catalog: Catalog, layer: LayerSpec, name: str) -> None:
    """Remove a recipe, also one that cannot be read.

    Raises
    ------
    IntakeError
        If there is none of that name.
    StoreError
        If it cannot be removed.
    """
    path = _path(home, layer.id, name)
    if not path.is_file():
        recipe_named(home, catalog, layer, name)
    try:
        path.unlink()
    except OSError as error:
        raise StoreError(*words.not_written(str(path), reason(error))) from error


def recipe_problems(home: Home, catalog: Catalog) -> list[str]:
    """Return everything that is wrong with the recipes of a home."""
    folder = home.state / _FOLDER
    try:
        layers = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    except OSError:
        return []
    return [fault for layer in layers for path in _files(home, layer)
            for fault in _read(path, catalog)[1]]  # fmt: skip


def _files(home: Home, layer_id: str) -> Iterator[Path]:
    yield from sorted((home.state / _FOLDER / layer_id).glob(f"*{_SUFFIX}"))


def _path(home: Home, layer_id: str, name: str) -> Path:
    return home.state / _FOLDER / layer_id / f"{name_in_files(name)}{_SUFFIX}"


def _read(path: Path, catalog: Catalog) -> tuple[Recipe | None, list[str]]:
    """Return a recipe, or everything that is wrong with it."""
    where = f"{_FOLDER}/{path.parent.name}/{path.name}"
    faults: list[str] = []
    table = read_toml(path, where, faults)
    if table is None:
        return None, faults
    problems = Problems(where)
    top = read_section(table, KEYS, "", problems)
    if not problems.sentences:
        _judge(top, path, catalog, problems)
    if problems.sentences:
        return None, problems.sentences
    recipe = Recipe(
        name=top["name"],
        layer=top["layer"],
        headers=tuple(top["headers"]),
        table=top.get("table", ""),
        query=top.get("query", ""),
        crs=top.get("crs", ""),
        soort=top.get("soort", ""),
        each_row=top.get("each_row", False),
        columns=MappingProxyType(dict(top.get("columns", {}))),
        soorten=MappingProxyType(dict(top.get("soorten", {}))),
    )
    return recipe, []


def _judge(table: Mapping[str, Any], path: Path, catalog: Catalog, problems: Problems) -> None:
    """Note what a recipe says that its layer does not know."""
    layer = next((one for one in catalog.layers if one.id == table["layer"]), None)
    if layer is None:
        problems.add("", words.no_such_layer(table["layer"]))
        return
    _judge_place(table, path, problems)
    if table.get("crs") and not _EPSG.fullmatch(table["crs"]):
        problems.add("", words.wrong_crs(table["crs"]))
    fields = fields_known(catalog, layer)
    for name in table.get("columns", {}):
        if name not in fields:
            problems.add("columns", words.unknown_field(name, suggestion(name, fields)))
    if table.get("soort") and table["soort"] not in layer.soorten:
        hint = suggestion(table["soort"], tuple(layer.soorten))
        problems.add("", words.no_such_soort(table["soort"], hint))
    for label, soort in table.get("soorten", {}).items():
        if soort and soort not in layer.soorten:
            hint = suggestion(soort, tuple(layer.soorten))
            problems.add("soorten", words.unknown_soort(label, soort, hint))


def _judge_place(table: Mapping[str, Any], path: Path, problems: Problems) -> None:
    """Note where a recipe does not lie where it is looked for."""
    if path.parent.name != table["layer"]:
        problems.add("", words.other_layer(table["layer"], path.parent.name))
    try:
        called = name_in_files(table["name"])
    except IntakeError as error:
        problems.add("", str(error))
        return
    if called != path.stem:
        problems.add("", words.other_name(table["name"], called + _SUFFIX))


def fields_known(catalog: Catalog, layer: LayerSpec) -> tuple[str, ...]:
    """Return the fields of a layer that a column can be."""
    context = context_of(catalog, layer)
    if context is not None:
        places = tuple(PLACE_COLUMNS) if context.kind == "places" else ()
        return (*(entry.id for entry in context.fields), *places)
    fields = fields_of(layer.kind)
    return (*fields, *ADDRESS_FIELDS) if layer.kind == "incidents" else fields
