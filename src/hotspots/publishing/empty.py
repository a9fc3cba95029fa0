"""A layer that a home declares empty: a version without rows, that the first import fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hotspots.intake.identity import content_of_kind
from hotspots.publishing.joining import join_incidents
from hotspots.store.versions import LayerStore, Version

if TYPE_CHECKING:
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.settings import Home

_TRUTHS = ("begin_has_time", "end_has_time")
_MOMENTS = ("begin", "end", "build_up", "dismantled")
_NUMBERS = ("x_rd", "y_rd", "visitors", "actual_visitors")
_COUNTS = ("read", "accepted", "quarantined", "duplicate", "without_place", "outside")


def publish_empty(home: Home, geography: Geography, layer: LayerSpec, made_from: str) -> None:
    """Publish a layer of incidents without any.

    Raises
    ------
    StoreError
        If the version cannot be written.
    """
    source = layer.source
    assert source is not None  # noqa: S101 - only a layer with a file can say that it is empty
    columns = {
        name: pd.Series(dtype=_type_of(name)) for name in ("id", *content_of_kind(layer.kind))
    }
    store = LayerStore.of(home, layer.id)
    with store.writing():
        store.add(
            join_incidents(pd.DataFrame(columns), geography),
            Version(
                number=0,
                file="",
                sha256="",
                rows=0,
                made_at="",
                made_from=(made_from,),
                synthetic=False,
                attribution=source.attribution,
                fingerprint=geography.fingerprint,
                counts=dict.fromkeys(_COUNTS, 0),
                embedded=True,
            ),
        )


def _type_of(name: str) -> str:
    if name in _TRUTHS:
        return "bool"
    if name in _MOMENTS:
        return "datetime64[s]"
    return "float64" if name in _NUMBERS else "str"
