"""From fetched boundaries and figures to the areas of a home: checked, versioned, restored.

A division is one version: gemeenten, wijken and buurten change together or not at all. It lies
in the state folder beside the versions of layers, because a home may be read-only:

    <state>/layers/indeling/        catalogue, versions and reports, as of a layer

What the home brings along becomes the first version. While that one is current the areas are
read from the home itself. Fetched key figures become a version with the same lines and other
denominators.

That shapes are valid, do not overlap and lie in a wijk that is there is asked by
`hotspots.geography.areas.read_geography`, as of every division.
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from hotspots.catalog.reading import read_catalog
from hotspots.dutch import number, with_capital
from hotspots.errors import DeclarationError, SourceError, StoreError
from hotspots.geography.areas import read_geography
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.client import checksum_of
from hotspots.incoming.publishing.division_areas import (
    DENOMINATORS,
    FIGURES_OF,
    OWN,
    Change,
    as_fetched,
    changes_between,
    noted,
    rows_before,
    rows_of,
    shows_lines,
    with_columns,
    written,
    years_of,
)
from hotspots.incoming.publishing.drafts import counts_of, fetched_from
from hotspots.incoming.publishing.home_files import ensure_published
from hotspots.store.catalogue import Version, unwritten
from hotspots.store.files import write_version_file
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog
    from hotspots.geography.areas import Geography
    from hotspots.incoming.open_data.boundaries import Division
    from hotspots.incoming.open_data.cbs import KeyFigures
    from hotspots.settings import Home


#: Part of a buurt that lies in its wijk; lines of generalised shapes differ a little.
_INSIDE_WIJK: Final = 0.99
#: Part by which the buurten together may differ from the gemeente.
_OF_GEMEENTE: Final = 0.01
#: A division that loses or wins more than this part of its buurten was not fetched whole.
_FEWER: Final = 0.5
_MORE: Final = 2.0
#: metres; half the width of what may lie between a buurt and the border of its wijk.
_SLIVER_M: Final = 5.0
#: CBS rounds the residents of each area to a multiple of this.
_ROUNDED_TO: Final = 5
_M2_PER_HA: Final = 10_000.0


def faults_in(
    areas: gpd.GeoDataFrame, gemeenten: Sequence[str], before: Sequence[str]
) -> list[str]:
    """List, in Dutch, why a fetched division is not whole.

    Parameters
    ----------
    areas
        As in `hotspots.incoming.open_data.boundaries.Division`; every shape is valid.
    gemeenten
        Codes that were asked for.
    before
        Codes of the buurten of the division that is there.
    """
    levels = {level: areas[areas["level"] == level] for level in ("gemeente", "wijken", "buurten")}
    return [
        *_buurten_in_wijken(levels["buurten"], levels["wijken"]),
        *_filled(levels["wijken"], levels["buurten"], by="parent"),
        *_filled(levels["gemeente"], levels["buurten"], by="gemeente"),
        *_people_missing(levels["wijken"], levels["buurten"]),
        *_whole_gemeenten(levels["buurten"], levels["gemeente"], gemeenten),
        *_about_as_many(levels["buurten"], gemeenten, before),
    ]


def _buurten_in_wijken(buurten: gpd.GeoDataFrame, wijken: gpd.GeoDataFrame) -> list[str]:
    shape_of = dict(zip(wijken["code"], wijken.geometry, strict=True))
    known = buurten[buurten["parent"].isin(shape_of)]
    shapes = known.geometry.to_numpy()
    around = np.array([shape_of[code] for code in known["parent"]], dtype=object)
    inside = shapely.area(shapely.intersection(shapes, around)) / shapely.area(shapes)
    outside = [
        text.OUTSIDE_WIJK.format(code=code, wijk=wijk)
        for code, wijk, share in zip(known["code"], known["parent"], inside, strict=True)
        if share < _INSIDE_WIJK
    ]
    empty = sorted(set(shape_of) - set(known["parent"]))
    return outside + [text.EMPTY_WIJK.format(code=code) for code in empty]


def _filled(areas: gpd.GeoDataFrame, buurten: gpd.GeoDataFrame, *, by: str) -> list[str]:
    """Name the wijken or gemeenten with a hole in them: land that no buurt of theirs covers."""
    problems = []
    for code, shape in zip(areas["code"], areas.geometry, strict=True):
        parts = buurten.loc[buurten[by] == code].geometry.to_numpy()
        if not len(parts):
            continue
        hole = shapely.difference(shape, shapely.union_all(parts))
        # Lines of generalised shapes leave slivers; a buurt is wider than that everywhere.
        if not shapely.is_empty(shapely.buffer(hole, -_SLIVER_M)):
            values = {"area": code, "ha": number(float(shapely.area(hole)) / _M2_PER_HA, 1)}
            problems.append(text.HOLE_IN_AREA.format(**values))
    return problems


def _people_missing(wijken: gpd.GeoDataFrame, buurten: gpd.GeoDataFrame) -> list[str]:
    """Name the wijken with more people than their buurten have; each number is rounded to 5."""
    if "inwoners" not in wijken or "inwoners" not in buurten:
        return []
    problems = []
    for code, people in zip(wijken["code"], wijken["inwoners"].astype(float), strict=True):
        parts = buurten.loc[buurten["parent"] == code, "inwoners"].astype(float)
        if np.isnan(people) or not len(parts) or parts.isna().any():
            continue
        if people - parts.sum() > _ROUNDED_TO * (len(parts) + 1):
            values = {"area": code, "people": number(people), "buurten": number(parts.sum())}
            problems.append(text.PEOPLE_MISSING.format(**values))
    return problems


def _whole_gemeenten(
    buurten: gpd.GeoDataFrame, gemeenten: gpd.GeoDataFrame, codes: Sequence[str]
) -> list[str]:
    problems = []
    whole_ha = dict(zip(gemeenten["code"], gemeenten.geometry.area / _M2_PER_HA, strict=True))
    for code in codes:
        if code not in whole_ha:
            problems.append(text.NO_GEMEENTE.format(code=code))
            continue
        parts_ha = float(buurten.loc[buurten["gemeente"] == code].geometry.area.sum()) / _M2_PER_HA
        if abs(parts_ha - whole_ha[code]) > _OF_GEMEENTE * whole_ha[code]:
            values = {"buurten": number(parts_ha), "whole": number(whole_ha[code])}
            problems.append(text.AREA_DIFFERS.format(gemeente=code, **values))
    return problems


def _about_as_many(
    buurten: gpd.GeoDataFrame, gemeenten: Sequence[str], before: Sequence[str]
) -> list[str]:
    problems = []
    for gemeente in gemeenten:
        then = sum(code[2:6] == gemeente[2:6] for code in before)
        now = int((buurten["gemeente"] == gemeente).sum())
        if then and not _FEWER * then <= now <= _MORE * then:
            fault = text.LOST_HALF.format(gemeente=gemeente, before=number(then), now=number(now))
            problems.append(fault)
    return problems


#: What the division is called where a layer has its id.
DIVISION: Final = "indeling"


@dataclass(frozen=True, slots=True)
class DivisionReport:
    """What a fetched division changed, or would.

    ``status`` is published, would_publish or unchanged. ``faults`` says per layer why it could
    not be placed in the new areas.
    """

    status: str
    version: str | None
    year: int
    service: str
    requests: tuple[str, ...]
    gemeenten: tuple[str, ...]
    wijken: int
    buurten: int
    dropped: tuple[str, ...]
    approximate_before: bool
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    rejoined: tuple[str, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """Return the report for JSON."""
        return asdict(self) | {"changes": [change.to_dict() for change in self.changes]}


def division_store(home: Home) -> LayerStore:
    """Return where the divisions of a home are kept; nothing is made on disk yet."""
    return LayerStore.of(home, DIVISION)


def with_division(home: Home, catalog: Catalog) -> Catalog:
    """Return the catalog of a home with the areas of the division that it shows now.

    A division that cannot be read gives way to the nearest that can, and at last to that of the
    home; the note of the areas says so.
    """
    store = division_store(home)
    try:
        version = store.holding().served(store.fault_of)
    except StoreError as error:
        return noted(catalog, str(error))
    if version is None:
        return catalog
    if version.embedded:
        return noted(catalog, " ".join(version.notes)) if version.notes else catalog
    return as_fetched(catalog, version, store.local(version).parent)


def publish_division(
    home: Home,
    catalog: Catalog,
    before: Geography,
    division: Division,
    gemeenten: Sequence[str],
    *,
    dry_run: bool = False,
    first: bool = False,
    progress: Callable[[float], None] = lambda _share: None,
) -> DivisionReport:
    """Check a fetched division, make it that of the home, and place all rows in it.

    Parameters
    ----------
    catalog
        As the home declares it.
    before
        The areas that the home shows now.
    first
        Whether the home was made of this division: there is none before it to keep.

    Raises
    ------
    SourceError
        If the division is not sound; nothing was changed.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    table, years = rows_of(division, before)
    draft = _draft(division, years, table.num_rows)
    now = _checked(catalog, draft, table, division, gemeenten, before=before)
    draft = replace(draft, fingerprint=now.fingerprint)
    report = _report(division, before, now, gemeenten, years)
    if dry_run:
        return report
    store = division_store(home)
    with store.writing():
        current = store.current()
        if current is None:
            if not first:
                keep_own(store, before)
        elif _is_there(store, current, draft, table):
            return replace(report, status="unchanged", version=current.name)
        made = store.add(table, draft, lambda version: _published_as(report, version).to_dict())
    placed = place_again(home, progress)
    return replace(_published_as(report, made), rejoined=placed.rejoined, faults=placed.faults)


def _is_there(store: LayerStore, current: Version, draft: Version, table: pa.Table) -> bool:
    """Whether a division is that of the current version already, and can be read there."""
    if current.embedded or not store.intact(current):
        return False
    same = current.fingerprint == draft.fingerprint
    return same or shows_lines(store, current, draft, table)


def _published_as(report: DivisionReport, version: Version) -> DivisionReport:
    return replace(report, status="published", version=version.name)


def restore_division(
    home: Home, number: int, *, progress: Callable[[float], None] = lambda _share: None
) -> tuple[Version, Placed]:
    """Make an earlier division that of the home again, and place all rows in it.

    Raises
    ------
    StoreError
        If there is no such version, or it cannot be read.
    """
    store = division_store(home)
    with store.writing():
        version = store.restore(number)
    return version, place_again(home, progress)


def _draft(division: Division, years: Mapping[str, int], rows: int) -> Version:
    service = division.service
    return unwritten(
        rows=rows,
        made_from=division.requests,
        attribution=service.source,
        fingerprint="",
        counts=counts_of(rows),
        fetched=fetched_from(
            service,
            division.requests[-1],
            division.checksums,
            rows,
            year=str(division.year),
            **{DENOMINATORS: written(years)},
        ),
    )


def _checked(
    catalog: Catalog,
    draft: Version,
    table: pa.Table,
    division: Division,
    gemeenten: Sequence[str],
    *,
    before: Geography,
) -> Geography:
    """Return the areas of a division, read as they will be, if nothing is wrong with them."""
    with tempfile.TemporaryDirectory(prefix="hotspots-") as folder:
        path = Path(folder) / "indeling.parquet"
        sha256 = write_version_file(table, path)
        tried = as_fetched(catalog, replace(draft, file=path.name, sha256=sha256), Path(folder))
        return sound_areas(lambda: tried, division, gemeenten, before.buurten.codes)


def sound_areas(
    declared: Callable[[], Catalog],
    division: Division,
    gemeenten: Sequence[str],
    before: Sequence[str],
) -> Geography:
    """Return the areas of a division as a home declares them, if nothing is wrong with them.

    ``before`` are as of `faults_in`.

    Raises
    ------
    SourceError
        If the areas cannot be read, or are not whole.
    """
    try:
        areas = read_geography(declared())
    except (SourceError, DeclarationError) as error:
        fault = error.detail.removeprefix("Gevonden: ").rstrip(".") or error.what
        raise SourceError(*text.not_sound(division.year, (fault,))) from error
    problems = tuple(faults_in(division.areas, gemeenten, before))
    if problems:
        raise SourceError(*text.not_sound(division.year, problems))
    return areas


def _report(
    division: Division,
    before: Geography,
    now: Geography,
    gemeenten: Sequence[str],
    years: Mapping[str, int],
) -> DivisionReport:
    labels = {entry.id: entry.label for entry in before.denominators}
    notes = [division.note] if division.note else []
    for name, year in years.items():
        label = labels.get(name, name)
        if not np.isfinite(now.buurten.denominators[name]).any():
            notes.append(text.NO_DENOMINATOR.format(label=label).capitalize() + ".")
        elif year != division.year:
            notes.append(text.NOTE_OLDER.format(label=label.capitalize(), year=year).strip())
    return DivisionReport(
        status="would_publish",
        version=None,
        year=division.year,
        service=division.service.title,
        requests=division.requests,
        gemeenten=tuple(gemeenten),
        wijken=len(now.wijken),
        buurten=len(now.buurten),
        dropped=now.dropped,
        approximate_before=before.approximate,
        changes=(
            *changes_between(before.wijken, now.wijken),
            *changes_between(before.buurten, now.buurten),
        ),
        notes=tuple(notes),
    )


def keep_own(store: LayerStore, geography: Geography) -> None:
    """Make the division of the home the first version, so that it can be restored."""
    table, years = rows_before(geography)
    store.add(
        table,
        unwritten(
            rows=table.num_rows,
            attribution=geography.attribution,
            fingerprint=geography.fingerprint,
            embedded=True,
            fetched={DENOMINATORS: written(years)},
        ),
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """The layers of which the rows were placed in the areas of now, and why others were not."""

    rejoined: tuple[str, ...]
    faults: dict[str, str]


def place_again(home: Home, progress: Callable[[float], None]) -> Placed:
    """Place the rows of all layers in the areas of now."""
    catalog = with_division(home, read_catalog(home))
    geography = read_geography(catalog)
    layers = [layer for layer in catalog.layers if layer.holds_incidents]
    done: list[str] = []

    def joined(label: str) -> None:
        done.append(label)
        progress(len(done) / (len(layers) + 1))

    faults = ensure_published(home, catalog, geography, progress=joined)
    progress(1.0)
    labels = {layer.id: layer.label for layer in catalog.layers}
    failed = {labels[layer]: error.detail or error.what for layer, error in faults.items()}
    return Placed(tuple(label for label in done if label not in failed), failed)


@dataclass(frozen=True, slots=True)
class FiguresReport:
    """What fetched figures are: published, would_publish or unchanged; ``lines`` says it."""

    status: str
    version: str | None
    year: int
    service: str
    lines: tuple[str, ...]
    rejoined: tuple[str, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """Return the report for JSON, where scripts know its lines as ``told``."""
        return {"told" if name == "lines" else name: value for name, value in asdict(self).items()}


def publish_figures(
    home: Home,
    geography: Geography,
    figures: KeyFigures,
    *,
    dry_run: bool = False,
    progress: Callable[[float], None] = lambda _share: None,
) -> FiguresReport:
    """Make fetched figures the denominators of the division that is shown, as a version of it.

    A denominator that the service gives for no buurt stays what it was.

    Raises
    ------
    SourceError
        If no buurt of the figures is one of the division; nothing was changed.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    codes = geography.buurten.codes
    columns = {
        name: np.array([per_buurt.get(code, np.nan) for code in codes])
        for name, per_buurt in figures.figures.items()
        if np.isfinite(list(per_buurt.values())).any()
    }
    if not columns or not any(np.isfinite(column).any() for column in columns.values()):
        fault = text.NO_KNOWN_BUURT.format(year=figures.year)
        raise SourceError(fault, "", text.NO_KNOWN_BUURT_DO)
    report = FiguresReport(
        status="would_publish",
        version=None,
        year=figures.year,
        service=figures.service.title,
        lines=tuple(
            _figures_line(geography, figures.year, name, column) for name, column in columns.items()
        ),
    )
    if dry_run:
        return report
    store = division_store(home)
    with store.writing():
        current = store.current()
        if current is None or current.embedded:
            table, years = rows_before(geography)
            if current is None:
                keep_own(store, geography)
            # The year of the lines is that of the home itself, which says so.
            before = _own_lines(geography, years)
        else:
            table, before = store.read(current), current
        checksum = checksum_of(figures.checksums)
        if before.fetched.get("figures_checksum") == checksum:
            return replace(report, status="unchanged", version=before.name)
        made = store.add(
            _filled_with_figures(table, codes, columns),
            _draft_of_figures(before, figures, columns),
            None,
        )
    placed = place_again(home, progress)
    return replace(
        report,
        status="published",
        version=made.name,
        rejoined=placed.rejoined,
        faults=placed.faults,
    )


def _figures_line(geography: Geography, year: int, name: str, column: NDArray[np.float64]) -> str:
    before = next((entry for entry in geography.denominators if entry.id == name), None)
    line = text.FIGURES_SUMMARY.format(
        label=with_capital(before.label if before else text.FIGURE_LABELS.get(name, name)),
        known=number(int(np.isfinite(column).sum())),
        buurten=number(len(column)),
        total=number(float(np.nansum(column))),
        year=year,
    )
    if before is None:
        return line + text.FIGURES_NEW
    total = float(np.nansum(geography.buurten.denominators[name]))
    return line + text.FIGURES_BEFORE.format(total=number(total), year=before.year)


def _own_lines(geography: Geography, years: Mapping[str, int]) -> Version:
    return unwritten(
        attribution=geography.attribution,
        fingerprint="",
        fetched={OWN: "yes", DENOMINATORS: written(years)},
    )


def _draft_of_figures(
    before: Version, figures: KeyFigures, columns: Mapping[str, NDArray[np.float64]]
) -> Version:
    years = years_of(before) | dict.fromkeys(columns, figures.year)
    rows = max(len(column) for column in figures.figures.values())
    fetched = fetched_from(figures.service, figures.requests[-1], figures.checksums, rows)
    return replace(
        before,
        embedded=False,
        made_from=(*before.made_from, *figures.requests),
        # Placed again below, where the fingerprint of these figures is known.
        fingerprint="",
        fetched={
            **before.fetched,
            # Beside the provenance of the borders, which may come from another service.
            **{f"figures_{name}": value for name, value in fetched.items()},
            FIGURES_OF: figures.service.source,
            DENOMINATORS: written(years),
        },
    )


def _filled_with_figures(
    table: pa.Table, codes: tuple[str, ...], columns: Mapping[str, NDArray[np.float64]]
) -> pa.Table:
    """Return the rows of a division with other figures; those of wijken are summed when read."""
    code, level = table["code"].to_pylist(), table["level"].to_pylist()
    new = {}
    for name, column in columns.items():
        per_buurt = dict(zip(codes, column.tolist(), strict=True))
        values = [
            per_buurt.get(one) if at == "buurten" else None
            for one, at in zip(code, level, strict=True)
        ]
        new[name] = pa.array(pd.Series(values, dtype="float64"), type=pa.float64())
    return with_columns(table, new)
