"""The divisions of a home that were kept: which there are, which is shown, what each changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.catalog.reading import read_catalog
from hotspots.publishing.fetched import division_store
from hotspots.publishing.fetched_changes import Change

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.store.versions import Version


def divisions_of(workspace: Workspace) -> tuple[Version, ...]:
    """Return the divisions that were kept, newest first; empty if none was fetched."""
    return tuple(reversed(division_store(workspace.home).versions()))


def current_division(workspace: Workspace) -> Version | None:
    """Return the division that is current; None if none was fetched."""
    return division_store(workspace.home).current()


def lines_of(workspace: Workspace, version: Version) -> Version:
    """Return the division that brought the lines of a version: figures may have come after it."""
    at = version.fetched.get("at")
    same = (
        one for one in divisions_of(workspace) if at is not None and one.fetched.get("at") == at
    )
    return min((version, *same), key=lambda one: one.number)


def changes_of(workspace: Workspace, version: Version) -> tuple[Change, ...]:
    """Return what a division changed in the one before it; empty where it was not fetched.

    Raises
    ------
    StoreError
        If its report is gone or damaged.
    """
    report = division_store(workspace.home).report(version) or {}
    return tuple(Change.from_dict(told) for told in report.get("changes", ()))


def own_year(workspace: Workspace) -> int | None:
    """Return of which year the division is that the home brings along; None if it does not say."""
    contexts = read_catalog(workspace.home).contexts
    return next((entry.source.year for entry in contexts if entry.level == "buurten"), None)
