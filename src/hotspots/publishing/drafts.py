"""What is known of a version before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.catalog.checks import sha256_of
from hotspots.sources.file_name import shown_name
from hotspots.store.version import unwritten
from hotspots.text import publishing as text

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import Source
    from hotspots.geography.areas import Geography
    from hotspots.store.versions import Version


def draft_of(
    geography: Geography, path: Path, name: str | None, embedded: Source | None = None
) -> Version:
    """Return a version of a file, to be filled in by the store.

    Parameters
    ----------
    embedded
        What the home declares of the file; None if someone loads it.
    """
    return unwritten(
        made_from=(provenance(path, name),),
        synthetic=embedded is not None and embedded.synthetic,
        attribution=embedded.attribution if embedded else text.LOADED,
        fingerprint=geography.fingerprint,
        embedded=embedded is not None,
    )


def provenance(path: Path, name: str | None = None) -> str:
    """Return what a version remembers of a file: its name and the SHA-256 of its bytes."""
    return f"{shown_name(name or path.name)} {sha256_of(path)}"
