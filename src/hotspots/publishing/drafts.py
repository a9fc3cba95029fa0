"""What is known of a version before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.catalog.checks import sha256_of
from hotspots.sources.file_name import shown_name
from hotspots.store.versions import Version
from hotspots.text import publishing as text

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import Source
    from hotspots.geography.areas import Geography


def draft_of(
    geography: Geography, path: Path, name: str | None, embedded: Source | None = None
) -> Version:
    """Return a version of a file, to be filled in by the store.

    Parameters
    ----------
    embedded
        What the home declares of the file; None if someone loads it.
    """
    shown = shown_name(name or path.name)
    return Version(
        number=0,
        file="",
        sha256="",
        rows=0,
        made_at="",
        made_from=(f"{shown} {sha256_of(path)}",),
        synthetic=embedded is not None and embedded.synthetic,
        attribution=embedded.attribution if embedded else text.LOADED_FROM.format(file=shown),
        fingerprint=geography.fingerprint,
        counts={},
        embedded=embedded is not None,
    )
