"""From a file to a published version: check, merge, join, write; or change nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from hotspots.errors import IntakeError
from hotspots.intake.counts import check_counts
from hotspots.intake.far_dates import counted_days_of, far_dates
from hotspots.intake.identity import content_of_kind
from hotspots.intake.report import IntakeReport
from hotspots.intake.rows import check_rows
from hotspots.publishing.absent_areas import absent_areas
from hotspots.publishing.drafts import draft_of
from hotspots.publishing.entered import by_hand_only, entered_counts
from hotspots.publishing.features import publish_features
from hotspots.publishing.joining import content_of, join_counts, join_incidents, tally_of_counts
from hotspots.publishing.rasters import publish_raster
from hotspots.publishing.venues import venues_of
from hotspots.sources.reading import read_table
from hotspots.store.incoming import incoming
from hotspots.store.versions import FORMAT, LayerStore, Version
from hotspots.text import door_calendar, door_shapes
from hotspots.text import publishing as text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.catalog.specs import ContextSpec, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.intake.addresses import Locator
    from hotspots.intake.placed import PlacedIntake
    from hotspots.intake.rows import Intake
    from hotspots.settings import Home

Mode = Literal["add", "replace"]


@dataclass(frozen=True, slots=True, eq=False)
class _Merged:
    """What a new version holds, and how the rows of the import compare with the last one.

    ``known`` rows of the import were there with the same content, ``updated`` with another.
    ``kept`` rows were entered by hand beside an example that goes.
    """

    content: pd.DataFrame
    known: int
    updated: int
    counts: dict[str, int]
    made_from: tuple[str, ...]
    kept: int = 0


def publish_file(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    path: Path,
    *,
    mode: Mode = "add",
    by_hand: Mapping[str, str] | None = None,
    crs: str | None = None,
    table_name: str | None = None,
    name: str | None = None,
    dry_run: bool = False,
    embedded: bool = False,
    context: ContextSpec | None = None,
    locator: Locator | None = None,
) -> IntakeReport:
    """Check a file and publish its rows as a new version of a layer.

    Parameters
    ----------
    mode
        "add" keeps the rows of the current version: a known id with the same content is a
        duplicate, with other content it replaces. "replace" starts anew. Synthetic rows are
        always replaced by the first real import.
    by_hand
        Field to column name, where the declared names do not fit.
    crs
        CRS of the coordinates, where the file does not say or says it wrongly.
    table_name
        Which table of a file with several.
    name
        What the file is called in the report; by default its own name.
    dry_run
        Check and report, publish nothing.
    embedded
        The file belongs to the home; only then may its rows be synthetic.
    context
        The layer of ``geodata/`` that a layer of kind "context" shows; one with a purpose can be
        loaded.
    locator
        Looks up addresses of incidents without coordinates; None where that may not be.

    Raises
    ------
    SourceError, IntakeError, CrsError
        If the file is refused; nothing was changed.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    if layer.kind == "context" and (context is None or not context.purpose):
        raise IntakeError(*door_shapes.not_loadable(layer.label, str(layer.context)))
    # Rows take room from before they are read until they are written.
    with incoming(home, waits=not embedded) as folder:
        if layer.kind == "context" and context is not None:
            if context.kind == "raster":
                return publish_raster(
                    home, geography, layer, context, path,
                    mode=mode, crs=crs, scenario=table_name, name=name, dry_run=dry_run,
                    folder=folder,
                )  # fmt: skip
            return publish_features(
                home, geography, layer, context, path,
                mode=mode, by_hand=by_hand, crs=crs, table_name=table_name, name=name,
                dry_run=dry_run, folder=folder,
            )  # fmt: skip
        table = read_table(path, layer_name=table_name, name=name, folder=folder)
        draft = draft_of(geography, path, name, layer.source if embedded else None)
        if layer.kind == "counts":
            counted = check_counts(table, layer, by_hand=by_hand or {})
            return _publish_counts(home, geography, layer, counted, draft, dry_run=dry_run)
        checked = check_rows(
            table, layer,
            by_hand=by_hand or {}, crs=crs, venues=venues_of(home, layer), locator=locator,
        )  # fmt: skip
        return publish_incidents(home, geography, layer, checked, draft, mode=mode, dry_run=dry_run)


def publish_incidents(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    checked: Intake,
    draft: Version,
    *,
    mode: Mode,
    dry_run: bool,
) -> IntakeReport:
    """Publish rows that came through the door as a new version of a layer, or only tell.

    Raises
    ------
    StoreError
        If the version cannot be written; nothing was changed.
    """
    store = LayerStore.of(home, layer.id)
    outside = _places(join_incidents(checked.accepted, geography))["outside"]

    def report(merged: _Merged, written: Version | None) -> IntakeReport:
        return IntakeReport.of(
            checked,
            status="published" if written else "would_publish",
            version=written.name if written else None,
            known=merged.known,
            updated=merged.updated,
            outside=outside,
            warnings=(
                *((text.OUTSIDE.format(count=outside),) if outside else ()),
                *((door_calendar.kept_by_hand(merged.kept),) if merged.kept else ()),
                *_far_dates(merged.content, layer),
            ),
        )

    if dry_run:
        return report(_merge(store, layer, checked, draft, mode), None)
    with store.writing():
        merged = _merge(store, layer, checked, draft, mode)
        rows = join_incidents(merged.content, geography)
        counts = merged.counts | _places(rows)
        written = store.add(
            rows,
            replace(draft, made_from=merged.made_from, counts=counts, warnings=checked.warnings),
            lambda version: report(merged, version).to_dict(),
        )
    return report(merged, written)


def _merge(
    store: LayerStore, layer: LayerSpec, checked: Intake, draft: Version, mode: Mode
) -> _Merged:
    """Put the rows of an import beside those of the current version, id by id."""
    current = store.current()
    fields = content_of_kind(layer.kind)
    new = checked.accepted[["id", *fields]]
    counts = {
        "read": checked.read,
        "accepted": len(new),
        "quarantined": len(checked.quarantined),
        "duplicate": len(checked.duplicates),
    }
    if current is None or mode == "replace" or _is_example_alone(current, draft):
        return _Merged(new, 0, 0, counts, draft.made_from)
    old = content_of(store.read(current))
    before, made_from = current.counts, current.made_from
    if current.synthetic and not draft.synthetic:
        old = by_hand_only(old)
        before, made_from = entered_counts(len(old)), ()
    known, same = _compared(new, old, fields)
    fresh = new[~same]
    kept = old[~old["id"].isin(fresh["id"])]
    content = pd.concat([kept, fresh], ignore_index=True) if len(kept) else fresh
    merged = {name: before[name] + counts[name] for name in counts}
    # A row that is known, and one that was replaced, were both read and are held once.
    merged["duplicate"] += int(known.sum())
    merged["accepted"] = len(content)
    return _Merged(
        content=content,
        known=int(same.sum()),
        updated=int((known & ~same).sum()),
        counts=merged,
        made_from=(*made_from, *draft.made_from),
        kept=0 if made_from else len(kept),
    )


def _is_example_alone(current: Version, draft: Version) -> bool:
    """Whether real rows come in place of an example to which nobody added anything."""
    return current.synthetic and current.embedded and not draft.synthetic


def _compared(
    new: pd.DataFrame, old: pd.DataFrame, fields: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark the new rows whose id is known, and those among them with the same content."""
    both = new.merge(old, on="id", how="left", suffixes=("", "_old"), indicator=True)
    known = (both["_merge"] == "both").to_numpy()
    same = known & np.logical_and.reduce(
        [_equal(both[field], both[f"{field}_old"]) for field in fields if f"{field}_old" in both]
    )
    return known, same


def _equal(left: pd.Series, right: pd.Series) -> NDArray[np.bool_]:
    equal = (left == right) | (left.isna() & right.isna())
    return equal.to_numpy(dtype=bool)


def _far_dates(content: pd.DataFrame, layer: LayerSpec) -> tuple[str, ...]:
    """Return what to say about dates of a layer that lie far from the others."""
    days = content["begin"].to_numpy().astype("datetime64[D]").astype(np.int64)
    return far_dates(counted_days_of(days, layer), layer)


def _places(rows: pa.Table) -> dict[str, int]:
    without = int(np.isnan(rows["x_rd"].to_numpy()).sum())
    inside = rows.num_rows - rows["buurt"].null_count
    return {"without_place": without, "outside": rows.num_rows - inside - without}


def _publish_counts(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    counted: PlacedIntake,
    draft: Version,
    *,
    dry_run: bool,
) -> IntakeReport:
    """Publish counts: they always replace what was there, since a count cannot be added to."""
    rows, outside = join_counts(counted.accepted, geography, layer)
    warnings = (
        *((text.UNKNOWN_AREAS.format(count=outside),) if outside else ()),
        *absent_areas(rows, geography, layer),
    )

    def report(written: Version | None) -> IntakeReport:
        return IntakeReport.of(
            counted,
            status="published" if written else "would_publish",
            version=written.name if written else None,
            outside=outside,
            warnings=warnings,
        )

    if dry_run:
        return report(None)
    store = LayerStore.of(home, layer.id)
    tally = tally_of_counts(rows, counted, layer, outside)
    with store.writing():
        written = store.add(
            rows,
            replace(draft, counts=tally, warnings=counted.warnings),
            lambda version: report(version).to_dict(),
        )
    return report(written)


def rejoin(home: Home, geography: Geography, layer: LayerSpec) -> Version | None:
    """Place the rows of the current version in the areas as they are now, as a new version.

    Returns
    -------
    Version
        What was made; None if the layer has no version.

    Raises
    ------
    StoreError
        If the version cannot be read, or none can be written.
    """
    store = LayerStore.of(home, layer.id)
    with store.writing():
        current = store.current()
        if current is None:
            return None
        rows = join_incidents(content_of(store.read(current)), geography)
        return store.add(
            rows,
            replace(
                current,
                fingerprint=geography.fingerprint,
                format=FORMAT,
                counts=current.counts | _places(rows),
            ),
        )
