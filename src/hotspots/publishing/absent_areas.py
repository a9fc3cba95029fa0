"""Areas that a file of counts does not mention: unknown, and no zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.text import open_data as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    import pyarrow as pa

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography


def absent_areas(rows: pa.Table, geography: Geography, layer: LayerSpec) -> tuple[str, ...]:
    """Return a warning with how many areas of the level are in no row; none of a sensitive layer.

    A sensitive layer keeps small numbers back, and which areas it is silent about with them.
    """
    if layer.sensitive:
        return ()
    codes = geography.level(layer.privacy.finest).codes
    absent = len(set(codes) - set(rows["area"].to_pylist()))
    return (text.ABSENT_AREAS.format(count=number(absent)),) if absent else ()
