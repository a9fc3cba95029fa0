"""The areas of homes, read once for all homes that declare the same of the same files.

A test opens a home of its own, and most of those are alike: a fifth of what opening a page takes
is reading the same shapes again. A geography is never changed, so tests can share one.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.access import library
from hotspots.geography.areas import read_geography

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.catalog.specs import Catalog
    from hotspots.geography.areas import Geography

#: How the tool itself reads areas.
_READ: Final = library.read_geography
_READ_BEFORE: Final[dict[str, Geography]] = {}
#: Homes of which the areas stay in memory; one of the whole country is large.
_MOST: Final = 16


@contextmanager
def reading_areas_once() -> Iterator[None]:
    """Have libraries of homes with the same areas share them while the block runs."""
    library.read_geography = areas_of
    try:
        yield
    finally:
        library.read_geography = _READ


def areas_of(catalog: Catalog) -> Geography:
    """Return the areas of a home; what is wrong with them is found anew each time."""
    try:
        said = _said_of(catalog)
    except OSError:
        return read_geography(catalog)
    # The one that was used last is the last to go.
    areas = _READ_BEFORE.pop(said, None) or read_geography(catalog)
    _READ_BEFORE[said] = areas
    if len(_READ_BEFORE) > _MOST:
        _READ_BEFORE.pop(next(iter(_READ_BEFORE)))
    return areas


def _said_of(catalog: Catalog) -> str:
    """Return a digest of what a home declares of its areas and of their files, wherever it lies."""
    digest = hashlib.sha256(f"{catalog.gemeente.code}\0{catalog.gemeente.name}".encode())
    for spec in catalog.contexts:
        if spec.kind == "areas":
            digest.update(repr(replace(spec, folder=Path())).encode())
            digest.update(spec.path.read_bytes())
    return digest.hexdigest()
