"""Incidents that lie elsewhere within their cells, as if another file had been loaded."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access import library, workspace
from hotspots.geography.grid import cell_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    import pyarrow as pa

    from hotspots.access.incidents import Incidents
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography


@contextmanager
def moved_within(cell_of_layer: Callable[[LayerSpec], int], seed: int) -> Iterator[None]:
    """Read every layer with its incidents at new places in the same cell and the same buurt.

    Near repeats alone are still counted on the places of the file: the one exception that
    docs/veiligheid.md makes. Whoever opens a home in the block gets its own copy of the rows.
    """
    read, pairs = library.incidents_from, workspace.near_repeats_in
    on_file: dict[int, Incidents] = {}
    held: list[Incidents] = []

    def elsewhere(
        files: Iterable[pa.Table], rows: int, layer: LayerSpec, geography: Geography
    ) -> Incidents:
        incidents = read(files, rows, layer, geography)
        moved = _moved(incidents, geography, cell_of_layer(layer), seed)
        on_file[id(moved)] = incidents
        held.append(moved)  # so that its id stays its own
        return moved

    def as_on_file(incidents: Incidents, *asked: Any, **how: Any) -> Any:  # noqa: ANN401
        return pairs(on_file[id(incidents)], *asked, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "incidents_from", elsewhere)
        patch.setattr(workspace, "near_repeats_in", as_on_file)
        yield


def _moved(incidents: Incidents, geography: Geography, cell_m: int, seed: int) -> Incidents:
    random = np.random.default_rng(seed)
    x_rd, y_rd = incidents.x_rd.copy(), incidents.y_rd.copy()
    inside = incidents.buurt >= 0
    left = np.flatnonzero(np.isfinite(x_rd))
    for _ in range(20):
        x, y = (
            (np.floor(at[left] / cell_m) + random.uniform(0.001, 0.999, len(left))) * cell_m
            for at in (incidents.x_rd, incidents.y_rd)
        )
        buurt = geography.index.locate(x, y)
        same = np.where(inside[left], buurt == incidents.buurt[left], buurt < 0)
        x_rd[left[same]], y_rd[left[same]] = x[same], y[same]
        left = left[~same]
    moved = replace(incidents, x_rd=x_rd, y_rd=y_rd, cell_col=cell_of(x_rd), cell_row=cell_of(y_rd))
    for name in ("x_rd", "y_rd", "cell_col", "cell_row"):
        getattr(moved, name).setflags(write=False)
    return moved
