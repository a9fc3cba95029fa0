"""Publish fetched railways, zones, floods and dike rings as their own layers."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.catalog.specs import context_of
from hotspots.dutch import plural
from hotspots.errors import SelectionError
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.client import checksum_of
from hotspots.incoming.publishing.features import publish_features
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from hotspots.catalog.specs import Catalog, ContextSpec, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.incoming.open_data.surroundings import Subject, Surroundings
    from hotspots.settings import Home

#: The purpose of the layer that each subject is for.
PURPOSES: Final = {
    "rail": "rail",
    "risk": "rail_zone",
    "flood": "flood_zone",
    "dikes": "dike_ring",
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
    checksum = checksum_of(fetched.checksums)
    # What cannot be read any more is not there, however it was fetched.
    same = (
        current is not None
        and current.fetched.get("checksum") == checksum
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
            fetched={
                "service": service.title,
                "request": fetched.requests[0],
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "licence": service.licence,
                "checksum": checksum,
                "rows": str(len(fetched.shapes)),
            },
        )
    if current is not None and same:
        return replace(report, status="unchanged", version=current.name, warnings=fetched.notes)
    rows = spec.source.rows or 0 if current is None else current.rows
    source = spec.source.attribution if current is None else current.attribution
    warning = text.INSTEAD.format(rows=plural(rows, "rij", "rijen"), source=source)
    instead = warning if rows else text.INSTEAD_OF_NOTHING
    return replace(report, warnings=(instead, *fetched.notes, *report.warnings))
