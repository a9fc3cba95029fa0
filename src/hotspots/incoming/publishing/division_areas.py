"""A fetched division as rows of a version, and as the areas that a home then has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from hotspots.catalog.specs import Denominator, Source, parts_of
from hotspots.dutch import day_of
from hotspots.geography.areas import row_level
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.boundaries import FIGURES
from hotspots.incoming.publishing.drafts import GEOMETRY, as_geoparquet, with_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hotspots.catalog.specs import Catalog, ContextSpec
    from hotspots.geography.areas import AreaSet, Geography
    from hotspots.incoming.open_data.boundaries import Division
    from hotspots.store.catalogue import Version
    from hotspots.store.versions import LayerStore


_TEXTS: Final = ("level", "code", "name", "parent", "gemeente", "water")
COLUMNS: Final = MappingProxyType({name: name for name in ("code", "name", "parent", "water")})
#: Types of the shapes, as GeoParquet names them.
_SHAPES: Final = ("Polygon", "MultiPolygon")
#: In ``fetched`` of a version: id and year of each denominator that its rows hold.
DENOMINATORS: Final = "denominators"
#: There too: that the lines are those of the home; where figures come from, and since when.
OWN: Final = "own"
FIGURES_OF: Final = "figures_of"
FIGURES_AT: Final = "figures_at"


def rows_of(division: Division, before: Geography) -> tuple[pa.Table, dict[str, int]]:
    """Return a division as GeoParquet, and the year of each denominator in it.

    A denominator that the service does not give for any buurt yet is taken from the division
    that is there, for the codes that stay, with its own year: CBS publishes figures later than
    boundaries.
    """
    areas = pd.DataFrame(division.areas.drop(columns="geometry"))
    buurten = areas["level"] == "buurten"
    years: dict[str, int] = {}
    chosen: dict[str, pd.Series] = {}
    known = {entry.id: entry for entry in before.denominators}
    for name in dict.fromkeys((*known, *FIGURES)):
        figures = areas[name].where(buurten) if name in areas else pd.Series(np.nan, areas.index)
        if figures.notna().any():
            chosen[name], years[name] = figures, division.year
        elif name in known:
            then = dict(zip(before.buurten.codes, before.buurten.denominators[name], strict=True))
            chosen[name] = areas["code"].map(then).where(buurten).astype("float64")
            years[name] = known[name].year
    columns = {name: pa.array(areas[name].astype(str), type=pa.string()) for name in _TEXTS}
    columns |= {name: pa.array(column, type=pa.float64()) for name, column in chosen.items()}
    shapes = shapely.to_wkb(division.areas.geometry.to_numpy())
    return with_shapes(columns, shapes.tolist(), *_SHAPES), years


def rows_before(geography: Geography) -> tuple[pa.Table, dict[str, int]]:
    """Return the division that a home brings along, so that it can be restored."""
    texts: dict[str, list[object]] = {name: [] for name in _TEXTS}
    shapes: list[bytes] = []
    figures: dict[str, list[float]] = {entry.id: [] for entry in geography.denominators}
    of_gemeente = geography.has("gemeenten")
    gemeenten = geography.level("gemeenten") if of_gemeente else geography.whole
    fetched = [areas for areas in geography.parts if areas.level != "regios"]
    for above, areas in pairwise([geography.whole, *fetched]):
        texts["level"] += [row_level(areas.level)] * len(areas)
        texts["code"] += areas.codes
        texts["name"] += areas.names
        texts["parent"] += [above.codes[at] for at in areas.parent]
        texts["gemeente"] += [
            gemeenten.codes[at] for at in geography.around(gemeenten.level, areas.level)
        ]
        texts["water"] += ["NEE"] * len(areas)
        shapes += shapely.to_wkb(areas.polygons).tolist()
        for name in figures:
            figures[name] += areas.denominators[name].tolist()
    columns = {name: pa.array(values, type=pa.string()) for name, values in texts.items()}
    columns |= {name: pa.array(values, type=pa.float64()) for name, values in figures.items()}
    return with_shapes(columns, shapes, *_SHAPES), {
        entry.id: entry.year for entry in geography.denominators
    }


def shows_lines(store: LayerStore, current: Version, draft: Version, rows: pa.Table) -> bool:
    """Whether a division shows these lines already, with figures that were fetched after them.

    What came with the lines is then no news: the figures are newer, and stay.

    Raises
    ------
    StoreError
        If the rows of the division cannot be read.
    """
    if FIGURES_OF not in current.fetched or current.fetched.get("year") != draft.fetched["year"]:
        return False
    lines = [*_TEXTS, GEOMETRY]
    same: bool = store.read(current).select(lines).equals(rows.select(lines))
    return same


def with_columns(table: pa.Table, columns: Mapping[str, pa.Array]) -> pa.Table:
    """Return the rows of a division with columns added, or in the place of those that were."""
    for name, column in columns.items():
        if name in table.column_names:
            table = table.set_column(table.column_names.index(name), name, column)
        else:
            table = table.append_column(name, column)
    return as_geoparquet(table, *_SHAPES)


def as_fetched(catalog: Catalog, version: Version, folder: Path) -> Catalog:
    """Return the catalog with the areas of a version in place of those of the home.

    Parameters
    ----------
    folder
        Where the file of the version lies.
    """
    contexts = tuple(
        _of_version(entry, version, folder) if _is_fetched(entry, catalog) else entry
        for entry in catalog.contexts
    )
    return replace(catalog, contexts=contexts)


def _is_fetched(context: ContextSpec, catalog: Catalog) -> bool:
    """Whether a layer of ``geodata/`` is a level of a division; that knows of no regio's."""
    if context.kind != "areas" or not context.level:
        return False
    own = ("regios", "gemeenten") if "regios" in parts_of(catalog.contexts) else ()
    return context.level not in own


def noted(catalog: Catalog, note: str) -> Catalog:
    """Return the catalog with a sentence before the notes of its areas."""
    contexts = tuple(
        replace(entry, note=f"{note} {entry.note}".strip()) if entry.kind == "areas" else entry
        for entry in catalog.contexts
    )
    return replace(catalog, contexts=contexts)


def _of_version(own: ContextSpec, version: Version, folder: Path) -> ContextSpec:
    shown = own if version.fetched.get(OWN) else _as_fetched(own, version)
    denominators = _denominators(own, version)
    note, attribution = shown.note, shown.source.attribution
    if FIGURES_OF in version.fetched and denominators:
        source = version.fetched[FIGURES_OF]
        labels = ", ".join(f"{entry.label} ({entry.year})" for entry in denominators)
        day = day_of(version.fetched[FIGURES_AT])
        note += " " + text.FIGURES_FROM.format(labels=labels, source=source, day=day)
        attribution += text.FIGURES_SOURCE.format(source=source)
    return replace(
        shown,
        folder=folder,
        source=replace(
            shown.source,
            file=version.file,
            sha256=version.sha256,
            rows=None,
            attribution=attribution,
        ),
        columns=COLUMNS,
        note=" ".join((*version.notes, note.strip())),
        denominators=denominators,
    )


def _as_fetched(own: ContextSpec, version: Version) -> ContextSpec:
    """Return the declaration of lines that were fetched: their year, source and licence."""
    fetched = version.fetched
    year, level = int(fetched["year"]), text.LEVELS[row_level(str(own.level))]
    note = text.NOTE.format(year=year, day=day_of(fetched["at"])) + "".join(
        text.NOTE_OLDER.format(label=entry.label.capitalize(), year=entry.year)
        for entry in _denominators(own, version)
        if entry.year != year and FIGURES_OF not in fetched
    )
    return replace(
        own,
        label=text.LABEL.format(level=level.capitalize(), year=year),
        source=Source(
            file=version.file,
            attribution=version.attribution,
            licence=fetched["licence"],
            year=year,
            details=fetched["request"],
        ),
        note=note,
    )


def _denominators(own: ContextSpec, version: Version) -> tuple[Denominator, ...]:
    labels = {entry.id: entry.label for entry in own.denominators}
    return tuple(
        Denominator(name, name, labels.get(name, text.FIGURE_LABELS.get(name, name)), year)
        for name, year in years_of(version).items()
    )


def written(years: Mapping[str, int]) -> str:
    """Return the years of denominators as `fetched` keeps them."""
    return ";".join(f"{name}={year}" for name, year in years.items())


def years_of(version: Version) -> dict[str, int]:
    """Return of which year each denominator of a division is; `written` wrote them."""
    pairs = (pair.split("=") for pair in version.fetched[DENOMINATORS].split(";") if pair)
    return {name: int(year) for name, year in pairs}


ChangeKind = Literal["renamed", "new", "gone", "moved"]
#: hectares; less that changes hands comes from rounding, not from a moved line
_LEAST_HA: Final = 0.5
_M2_PER_HA: Final = 10_000.0


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``before`` and ``now`` are code and name, "" where there is none.

    ``area_ha`` is how much land and water moves from the one to the other, or the size of an area
    that came or went.
    """

    level: str
    kind: ChangeKind
    before: tuple[str, str]
    now: tuple[str, str]
    area_ha: float

    def to_dict(self) -> dict[str, object]:
        """Return the change for JSON."""
        return {
            "level": self.level,
            "kind": self.kind,
            "before": self.before[0] or None,
            "before_name": self.before[1] or None,
            "now": self.now[0] or None,
            "now_name": self.now[1] or None,
            "area_ha": round(self.area_ha, 1),
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> Change:
        """Return a change from what `to_dict` made of it, as the report of a version keeps it."""
        before, now = (
            (written[end] or "", written[f"{end}_name"] or "") for end in ("before", "now")
        )
        return cls(written["level"], written["kind"], before, now, float(written["area_ha"]))


_NONE: Final = ("", "")


def changes_between(before: AreaSet, now: AreaSet) -> tuple[Change, ...]:
    """Return what changed: names, then codes that came and went, then moved lines, largest first.

    A line that moved is told by what lies on the other side of it now: a pair of areas with
    another code and the hectares that go from the one to the other.
    """
    old = {code: at for at, code in enumerate(before.codes)}
    new = {code: at for at, code in enumerate(now.codes)}
    level = now.level
    named = [
        Change(level, "renamed", (code, before.names[old[code]]), (code, now.names[at]), 0.0)
        for code, at in new.items()
        if code in old and before.names[old[code]] != now.names[at]
    ]
    came = [
        Change(level, "new", _NONE, (code, now.names[at]), _ha(now, at))
        for code, at in new.items()
        if code not in old
    ]
    went = [
        Change(level, "gone", (code, before.names[at]), _NONE, _ha(before, at))
        for code, at in old.items()
        if code not in new
    ]
    return (*named, *came, *went, *_moved(before, now))


def _ha(areas: AreaSet, at: int) -> float:
    return float(shapely.area(areas.polygons[at])) / _M2_PER_HA


def _moved(before: AreaSet, now: AreaSet) -> list[Change]:
    left, right = shapely.STRtree(now.polygons).query(before.polygons, predicate="intersects")
    other = np.array(before.codes)[left] != np.array(now.codes)[right]
    left, right = left[other], right[other]
    shared = shapely.intersection(before.polygons[left], now.polygons[right])
    area_ha = shapely.area(shared) / _M2_PER_HA
    return [
        Change(
            now.level,
            "moved",
            (before.codes[left[at]], before.names[left[at]]),
            (now.codes[right[at]], now.names[right[at]]),
            float(area_ha[at]),
        )
        for at in np.argsort(-area_ha, kind="stable")
        if area_ha[at] >= _LEAST_HA
    ]
