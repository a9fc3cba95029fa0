"""Publish a layer of ``geodata/``: places, lines, zones or a table, with the same report.

What is fetched of railways, their zones, floods, dike rings and streets fills such layers too
(`publish_surroundings`).
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from hotspots.catalog.specs import context_of
from hotspots.dutch import fold, plural
from hotspots.errors import IntakeError, SelectionError
from hotspots.incoming.checking.features import SHAPE, check_features
from hotspots.incoming.checking.intake import compared_with_version
from hotspots.incoming.checking.recipe import PLAIN
from hotspots.incoming.checking.report import IntakeReport
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.client import checksum_of
from hotspots.incoming.publishing import words
from hotspots.incoming.publishing.drafts import (
    GEOMETRY,
    counts_of,
    draft_of,
    fetched_from,
    with_shapes,
)
from hotspots.incoming.reading.csv_file import read_csv
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.geojson_file import read_geojson
from hotspots.incoming.reading.table import Limits
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hotspots.catalog.specs import Catalog, ContextSpec, LayerSpec
    from hotspots.catalog.whole import WholeWords
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.intake import Intake
    from hotspots.incoming.checking.recipe import Recipe
    from hotspots.incoming.open_data.surroundings import Subject, Surroundings
    from hotspots.settings import Home
    from hotspots.store.catalogue import Version


#: The field of a table by which it belongs to a buurt or wijk.
AREA: Final = "area"
#: A file of the home itself may be larger than an upload.
_OWN: Final = Limits(file_bytes=500_000_000)
_GEOJSON: Final = (".geojson", ".json")


def embedded_features(spec: ContextSpec) -> Intake:
    """Return the rows of the file that a home declares, checked as those of any import.

    Raises
    ------
    SourceError, IntakeError, CrsError
        If the file cannot be read or its rows do not fit.
    """
    if spec.path.suffix == ".csv":
        return check_features(read_csv(spec.path, limits=_OWN), spec)
    if spec.path.suffix in _GEOJSON:
        return check_features(read_geojson(spec.path, limits=_OWN, shapes=True), spec)
    return check_features(read_table(spec.path, shapes=True), spec)


def publish_features(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    spec: ContextSpec,
    path: Path,
    *,
    mode: str = "add",
    recipe: Recipe = PLAIN,
    name: str | None = None,
    dry_run: bool = False,
    attribution: str = "",
    fetched: Mapping[str, str] | None = None,
    folder: Path | None = None,
    always: bool = False,
) -> IntakeReport:
    """Check a file and publish its rows as a new version of a layer with a purpose.

    A file that adds nothing to the rows that there are makes no version.

    What the home brings along becomes the first version, so that it can be restored. Places are
    added to those, also where they are an example: the version then stays one of examples, and
    says so. Lines, zones and tables that are synthetic or approximate give way to the first import.

    Parameters
    ----------
    attribution, fetched
        Of open data: whose they are, and what a version keeps of the fetch.
    folder
        In which rows may lie while they are read.
    always
        Make a version also of a file that brings nothing new.

    Raises
    ------
    SourceError, IntakeError, CrsError
        If the file is refused; nothing was changed.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    whole = geography.words
    table = read_table(path, layer_name=recipe.table or None, name=name, shapes=True, folder=folder)
    recipe.require_fit(table.columns)
    checked = check_features(table, spec, by_hand=recipe.columns, crs=recipe.crs or None)
    draft = draft_of(geography, path, name)
    if fetched:
        draft = replace(draft, attribution=attribution, fetched=dict(fetched))
    store = LayerStore.of(home, layer.id)
    if dry_run:
        current = store.current()
        merged = _merged(current, store, spec, checked, mode)
        if current is None and mode == "add" and spec.source.rows != 0:
            # What the home brings along becomes a version first.
            merged = _beside_embedded(merged, spec, checked)
        said = _report(merged, checked, whole)
        return said if always or not merged.is_what_there_was else said.unchanged(current)
    with store.writing():
        if store.current() is None:
            _publish_embedded(store, spec, geography)
        merged = _merged(store.current(), store, spec, checked, mode)
        if merged.is_what_there_was and not always:
            return _report(merged, checked, whole).unchanged(store.current())
        counts = _counts(merged, checked, spec, geography)
        if merged.stay:
            attribution = words.together(spec.source.attribution, draft.attribution)
            draft = replace(draft, synthetic=spec.source.synthetic, attribution=attribution)
        written = store.add(
            as_table(merged.rows, spec),
            replace(draft, counts=counts, warnings=checked.warnings),
            lambda version: _report(merged, checked, whole, version).to_dict(),
        )
    return _report(merged, checked, whole, written)


def as_table(rows: pd.DataFrame, spec: ContextSpec) -> pa.Table:
    """Return rows as GeoParquet: id, the fields, and the shape where there is one."""
    columns: dict[str, pa.Array] = {"id": pa.array(rows["id"], type=pa.string())}
    for field in spec.fields:
        kind = pa.float64() if field.kind == "number" else pa.string()
        columns[field.id] = pa.array(rows[field.id].to_numpy(), type=kind)
    if spec.kind == "table":
        return pa.table(columns)
    return with_shapes(columns, rows[SHAPE].tolist())


def _publish_embedded(store: LayerStore, spec: ContextSpec, geography: Geography) -> None:
    """Make the file of the home the first version; a home may bring an empty layer along."""
    if not spec.source.rows and spec.source.rows is not None:
        return
    try:
        rows = embedded_features(spec)
    except IntakeError:
        return
    counts = counts_of(
        rows.read,
        len(rows.accepted),
        quarantined=len(rows.quarantined),
        duplicate=len(rows.duplicates),
        outside=_outside(rows.accepted, spec, geography),
    )
    draft = draft_of(geography, spec.path, None, spec.source)
    store.add(as_table(rows.accepted, spec), replace(draft, counts=counts))


@dataclass(frozen=True, slots=True, eq=False)
class _Merged:
    """Rows of the new version; how many of the import were known, and how many replaced one.

    ``examples`` are the rows that the home brought along and that went, since they are no facts;
    ``stay`` are those that are there beside the rows of somebody. ``is_what_there_was``: every row
    was known, and none went.
    """

    rows: pd.DataFrame
    known: int = 0
    updated: int = 0
    examples: int = 0
    stay: int = 0
    is_what_there_was: bool = False


def _beside_embedded(merged: _Merged, spec: ContextSpec, checked: Intake) -> _Merged:
    """Return what a trial says where nothing was published yet."""
    if not _is_example(spec):
        return merged
    embedded = embedded_features(spec).accepted
    if spec.kind != "places":
        return replace(merged, examples=len(embedded))
    return replace(merged, stay=int((~embedded["id"].isin(checked.accepted["id"])).sum()))


def _merged(
    current: Version | None, store: LayerStore, spec: ContextSpec, checked: Intake, mode: str
) -> _Merged:
    new = checked.accepted
    example = current is not None and current.embedded and _is_example(spec)
    example = example and spec.kind != "places"
    if current is None or mode == "replace" or example:
        gone = current.rows if current is not None and example and mode == "add" else 0
        return _Merged(new, examples=gone)
    old = store.read(current).to_pandas()
    old = old.rename(columns={GEOMETRY: SHAPE}) if GEOMETRY in old else old.assign(**{SHAPE: None})
    content = (*(field.id for field in spec.fields), SHAPE)
    known, same = compared_with_version(new, old, content)
    unchanged = old[~old["id"].isin(new["id"])]
    both = pd.concat([unchanged, new[unchanged.columns]], ignore_index=True)
    stay = _examples_in(unchanged, spec) if _is_example(spec) and spec.kind == "places" else 0
    return _Merged(
        both,
        int(same.sum()),
        int((known & ~same).sum()),
        stay=stay,
        is_what_there_was=bool(same.all()) and not current.embedded,
    )


def _examples_in(rows: pd.DataFrame, spec: ContextSpec) -> int:
    """Count the rows that are still those that the home brought along."""
    if spec.source.rows == 0:
        return 0
    try:
        embedded = embedded_features(spec).accepted
    except IntakeError:
        return 0
    content = (*(field.id for field in spec.fields), SHAPE)
    _, same = compared_with_version(rows, embedded, content)
    return int(same.sum())


def _is_example(spec: ContextSpec) -> bool:
    """Whether the rows that a home brings along are no facts."""
    return spec.source.synthetic or spec.source.approximate


def _counts(
    merged: _Merged, checked: Intake, spec: ContextSpec, geography: Geography
) -> dict[str, int]:
    """Return the ledger of a version; rows it kept of the one before were read then."""
    return counts_of(
        checked.read + len(merged.rows) - len(checked.accepted),
        len(merged.rows) - merged.known,
        quarantined=len(checked.quarantined),
        duplicate=len(checked.duplicates) + merged.known,
        outside=_outside(merged.rows, spec, geography),
    )


def _outside(rows: pd.DataFrame, spec: ContextSpec, geography: Geography) -> int:
    """Count rows that touch nothing of the municipality, or name an area that is not here."""
    if spec.kind != "table":
        shapes = shapely.from_wkb(rows[SHAPE].to_numpy())
        shapely.prepare(geography.outline)
        return int((~shapely.intersects(geography.outline, shapes)).sum())
    if AREA not in rows:
        return 0
    return int((~areas_known(rows[AREA].tolist(), geography)).sum())


def areas_known(codes: list[str], geography: Geography) -> NDArray[np.bool_]:
    """Return which codes or names are those of a buurt or wijk."""
    known = {
        fold(text)
        for level in ("wijken", "buurten")
        for text in (*geography.level(level).codes, *geography.level(level).names)
    }
    return np.array([fold(code) in known for code in codes], dtype=np.bool_)


def _report(
    merged: _Merged, checked: Intake, whole: WholeWords, written: Version | None = None
) -> IntakeReport:
    outside = 0 if written is None else written.counts["outside"]
    return IntakeReport.of(
        checked.outcome,
        written,
        known=merged.known,
        updated=merged.updated,
        outside=outside,
        warnings=(
            *((words.OUTSIDE.format(count=outside, whole=whole),) if outside else ()),
            *((words.examples_gone(merged.examples),) if merged.examples else ()),
            *((words.examples_stay(merged.stay),) if merged.stay else ()),
        ),
    )


#: The purpose of the layer that each subject is for.
PURPOSES: Final = {
    "rail": "rail",
    "stations": "station",
    "risk": "rail_zone",
    "register": "risk_area",
    "companies": "risk_company",
    "pipelines": "pipeline",
    "flood": "flood_zone",
    "dikes": "dike_ring",
    "roads": "street",
}


def layer_for(catalog: Catalog, subject: Subject) -> tuple[LayerSpec, ContextSpec]:
    """Return the layer of a theme that shows what a subject is about, and its declaration.

    Raises
    ------
    SelectionError
        If the home has none.
    """
    purpose = PURPOSES[subject]
    for layer in catalog.layers:
        spec = context_of(catalog, layer)
        if spec is not None and spec.purpose == purpose:
            return layer, spec
    raise SelectionError(
        text.NO_LAYER.format(what=text.SURROUNDINGS[subject]),
        text.NO_LAYER_FOUND.format(purpose=purpose),
        text.NO_LAYER_DO,
    )


def publish_surroundings(
    home: Home,
    catalog: Catalog,
    geography: Geography,
    fetched: Surroundings,
    *,
    dry_run: bool = False,
) -> IntakeReport:
    """Check what was fetched as a file of its layer, and publish it in the place of what was there.

    Parameters
    ----------
    catalog
        As the home declares it.

    Raises
    ------
    SelectionError
        If the home has no layer for it.
    SourceError, IntakeError
        If it does not fit the layer; nothing was changed.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    layer, spec = layer_for(catalog, fetched.subject)
    store = LayerStore.of(home, layer.id)
    current = store.current()
    # What cannot be read any more is not there, however it was fetched.
    same = (
        current is not None
        and current.fetched.get("checksum") == checksum_of(fetched.checksums)
        and store.intact(current)
    )
    columns = {field.id: field.columns[0] for field in spec.fields}
    named = fetched.shapes.rename(
        columns={name: columns[name] for name in columns if name in fetched.shapes}
    )
    service = fetched.service
    with tempfile.TemporaryDirectory(prefix="hotspots-") as folder:
        path = Path(folder) / f"{fetched.subject}.geojson"
        named.to_file(path, driver="GeoJSON", engine="pyogrio")
        report = publish_features(
            home,
            geography,
            layer,
            spec,
            path,
            mode="replace",
            name=f"{service.title}.geojson",
            dry_run=dry_run or same,
            attribution=service.source,
            fetched=fetched_from(
                service, fetched.requests[0], fetched.checksums, len(fetched.shapes)
            ),
        )
    if current is not None and same:
        return replace(report, status="unchanged", version=current.name, warnings=fetched.notes)
    rows = spec.source.rows or 0 if current is None else current.rows
    source = spec.source.attribution if current is None else current.attribution
    warning = text.INSTEAD.format(rows=plural(rows, "rij", "rijen"), source=source)
    instead = warning if rows else text.INSTEAD_OF_NOTHING
    return replace(report, warnings=(instead, *fetched.notes, *report.warnings))
