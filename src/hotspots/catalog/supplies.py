"""Where the rows of a layer come from by themselves: declared in ``bronnen.toml`` of a home.

A supply is a folder in which files arrive, or a service that gives open data, and how often it is
looked at. What became of it is in `hotspots.access.refreshing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hotspots.catalog.grammar import (
    TEXT,
    Key,
    Problems,
    Section,
    declarations_wrong,
    read_section,
    read_toml,
    suggestion,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hotspots.catalog.specs import Catalog
    from hotspots.settings import Home


FILE: Final = "bronnen.toml"
#: How often a supply is looked at, with the days after which new data are late unless it says so.
EVERY: Final[Mapping[str, int]] = {"day": 4, "week": 12, "month": 45}
#: What is fetched by itself. Boundaries are not: other areas are a decision.
SERVICES: Final = (
    "police", "keyfigures", "rail", "stations", "risk", "register", "companies", "pipelines",
    "flood", "dikes", "roads",
)  # fmt: skip
MODES: Final = ("add", "replace")
#: What may stand under the name of a supply; it has ``files``, ``fetch`` or ``database``.
KEYS: Final[Mapping[str, Key]] = {
    "every": Key(str, required=True, allowed=tuple(EVERY)),
    "layer": TEXT,
    "files": TEXT,
    "recipe": TEXT,
    "mode": Key(str, allowed=MODES),
    "fetch": Key(str, allowed=SERVICES),
    "database": TEXT,
    "table": TEXT,
    "newer_by": TEXT,
    "late_days": Key(int, above=0),
}
_ALWAYS: Final = ("every", "late_days")
#: What each kind of supply may have beside it.
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "files": ("layer", "recipe", "mode"),
    "fetch": (),
    "database": ("layer", "recipe", "mode", "table", "newer_by"),
}


@dataclass(frozen=True, slots=True)
class Supply:
    """Where rows come from, and how often that is looked at.

    Attributes
    ----------
    name
        How it is called in ``bronnen.toml``, on the command line and on the page.
    every
        One of `EVERY`.
    late_days
        Days without new data after which it is said to be late.
    layer, files, recipe, mode
        Of files: the layer, a pattern such as ``/srv/aanlevering/*.csv`` (from the home where it is
        no whole path), the recipe that they are read by ("" for none), and whether each is added
        or takes the place of what there is.
    fetch
        Of open data: what is fetched, as ``hotspots fetch`` calls it; "" for others.
    database, table, newer_by
        Of a database: its address, the table or view unless the recipe names it or a query, and a
        column by which new rows are told from those that were read, "" where all are read.
    """

    name: str
    every: str
    late_days: int
    layer: str = ""
    files: str = ""
    recipe: str = ""
    mode: str = "add"
    fetch: str = ""
    database: str = ""
    table: str = ""
    newer_by: str = ""

    def folder(self, home: Home) -> tuple[Path, str]:
        """Return the folder in which files arrive, and the pattern of their names."""
        path = home.root / self.files
        return path.parent, path.name


def read_supplies(home: Home, catalog: Catalog) -> tuple[Supply, ...]:
    """Return the supplies of a home, in the order of the file; none where there is no file.

    Raises
    ------
    DeclarationError
        If anything in the file is wrong; ``problems`` lists all of it.
    """
    supplies, problems = supplies_in(home, catalog)
    if problems:
        raise declarations_wrong(
            f"'{home.root / FILE}'", problems, "Herstel het bestand en controleer: hotspots check"
        )
    return supplies


def supplies_in(home: Home, catalog: Catalog) -> tuple[tuple[Supply, ...], list[str]]:
    """Return the supplies of a home that are right, and all problems of the others in words."""
    faults: list[str] = []
    table = read_toml(home.root / FILE, FILE, faults, missing_ok=True) or {}
    entries = [_supply(name, entry, catalog, faults) for name, entry in table.items()]
    return tuple(supply for supply in entries if supply is not None), faults


def _supply(name: str, entry: object, catalog: Catalog, faults: list[str]) -> Supply | None:
    problems = Problems(FILE)
    if not isinstance(entry, dict):
        problems.add("", f"'{name}' is geen tabel. Schrijf [{name}] boven wat van die bron is.")
        faults += problems.sentences
        return None
    values = read_section(entry, KEYS, name, problems)
    if not problems.sentences:
        _require_whole(name, values, catalog, problems)
    faults += problems.sentences
    if problems.sentences:
        return None
    late = values.pop("late_days", EVERY[values["every"]])
    return Supply(name=name, late_days=late, **values)


def _require_whole(name: str, values: Section, catalog: Catalog, problems: Problems) -> None:
    """Note what is missing, what cannot stand together, and a layer that takes no files."""
    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
        problems.add(name, "een naam heeft letters, cijfers, - en _.")
    kinds = [kind for kind in _KINDS if kind in values]
    if len(kinds) != 1:
        problems.add(name, "geef óf files (een map), óf fetch (open data), óf database.")
        return
    [kind] = kinds
    beside = [key for key in KEYS if key in values and key not in (*_ALWAYS, kind, *_KINDS[kind])]
    if beside:
        problems.add(name, f"bij {kind} hoort geen {', '.join(beside)}.")
        return
    if kind == "fetch":
        return
    if values.get("newer_by") and values.get("mode") == "replace":
        problems.add(name, 'newer_by voegt toe wat nieuw is; dat kan niet met mode = "replace".')
    layers = {layer.id: layer for layer in catalog.layers if not layer.of_service}
    if "layer" not in values:
        problems.add(name, "layer ontbreekt: in welke laag komen de rijen?")
    elif values["layer"] not in layers:
        problems.add(
            name,
            f"laag '{values['layer']}' bestaat niet, of neemt geen bestanden. "
            + suggestion(values["layer"], tuple(layers)),
        )
