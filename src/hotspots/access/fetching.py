"""Open data, for who may load data: fetched, published and restored, with a line in the audit."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import shapely

from hotspots.access.audit import Event, note, record
from hotspots.access.seen import role_named
from hotspots.catalog.reading import read_catalog
from hotspots.errors import AccessError, HotspotsError
from hotspots.publishing.fetched import (
    DIVISION,
    publish_division,
    restore_division,
)
from hotspots.publishing.fetched_figures import publish_figures
from hotspots.publishing.fetched_police import POLICE_LAYERS, publish_police
from hotspots.publishing.fetched_surroundings import layer_for, publish_surroundings
from hotspots.sources.open_data.boundaries import fetch_division
from hotspots.sources.open_data.kept import KeptAnswers, one_fetch
from hotspots.sources.open_data.keyfigures import fetch_keyfigures as ask_keyfigures
from hotspots.sources.open_data.police import fetch_police as ask_police
from hotspots.sources.open_data.polite import PoliteClient
from hotspots.sources.open_data.services import service_at
from hotspots.sources.open_data.surroundings import SERVICE_OF
from hotspots.sources.open_data.surroundings import fetch_surroundings as ask_surroundings
from hotspots.text import access as access_text
from hotspots.text import open_data as text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hotspots.access.audit import Action, Outcome
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.intake.report import IntakeReport
    from hotspots.publishing.fetched import DivisionReport
    from hotspots.publishing.fetched_figures import FiguresReport
    from hotspots.publishing.fetched_police import PoliceReport
    from hotspots.settings import Home
    from hotspots.sources.open_data.services import Service
    from hotspots.sources.open_data.surroundings import Subject
    from hotspots.store.versions import Version


@contextmanager
def asking_for(home: Home) -> Iterator[PoliteClient]:
    """Give who asks services for a home, for one fetch; it goes on where one before it was cut off.

    Answers are kept in the state folder of the home.
    """
    kept = KeptAnswers(home.state / "open_data" / "answers")
    kept.tidy()
    with one_fetch(kept):
        yield PoliteClient(kept)


def service_of(workspace: Workspace, service_id: str, base_url: str = "") -> Service:
    """Return a service at the address that the home or the command line gives it."""
    setting = workspace.library.catalog.gemeente.open_data.get(service_id, "")
    return service_at(service_id, setting=setting, base_url=base_url)


def gemeenten_of(workspace: Workspace) -> tuple[str, ...]:
    """Return the codes of the gemeenten whose open data belong to a home."""
    gemeente = workspace.library.catalog.gemeente
    return gemeente.gemeenten or (gemeente.code,)


def fetch_boundaries(
    workspace: Workspace,
    *,
    year: int | None = None,
    gemeenten: Sequence[str] = (),
    base_url: str = "",
    dry_run: bool = False,
    fetching: Callable[[str, int], None] = lambda _level, _features: None,
    joining: Callable[[float], None] = lambda _share: None,
) -> DivisionReport:
    """Fetch the boundaries of a year and make them those of the home, or only tell.

    The workspace keeps the areas it was opened with; open the home again to see the new ones.

    Parameters
    ----------
    year
        The newest there is, unless one is given.
    fetching, joining
        Called with the level and how many areas there are so far, and with the share of the layers
        that is placed again.

    Raises
    ------
    AccessError
        If this role may not load data.
    SourceError
        If there is no connection, or what came is not sound; nothing was changed.
    StoreError
        If nothing can be written, the audit included; nothing was changed.
    """
    action: Action = "checked" if dry_run else "imported"
    _require(workspace, action)
    first = service_of(workspace, "boundaries", base_url)
    fallback = service_of(workspace, "boundaries_wfs", base_url)
    asked = tuple(gemeenten) or gemeenten_of(workspace)
    details: dict[str, Any] = {"service": first.base_url, "year": year, "gemeenten": asked}
    _record(workspace, action, "asked", **details)
    try:
        with asking_for(workspace.home) as client:
            division = fetch_division(client, first, fallback, asked, year=year, progress=fetching)
            report = publish_division(
                workspace.home,
                read_catalog(workspace.home),
                workspace.geography,
                division,
                asked,
                dry_run=dry_run,
                progress=joining,
            )
    except HotspotsError as error:
        _note(workspace, action, "refused", **details, error=type(error).__name__)
        raise
    details |= {"version": report.version, "year": report.year}
    _note(workspace, action, "done", **details)
    return report


def restore_boundaries(
    workspace: Workspace, number: int, *, joining: Callable[[float], None] = lambda _share: None
) -> tuple[Version, dict[str, Any]]:
    """Make an earlier division that of the home again; return it and what was placed in it.

    Raises
    ------
    AccessError
        If this role may not load data.
    StoreError
        If there is no such version, or nothing can be written.
    """
    _require(workspace, "restored")
    _record(workspace, "restored", "asked", version=number)
    try:
        version, placed = restore_division(workspace.home, number, progress=joining)
    except HotspotsError as error:
        _note(workspace, "restored", "refused", version=number, error=type(error).__name__)
        raise
    _note(workspace, "restored", "done", version=number)
    return version, placed


def fetch_police(
    workspace: Workspace,
    *,
    counts_per: str = "month",
    gemeenten: Sequence[str] = (),
    base_url: str = "",
    dry_run: bool = False,
    fetching: Callable[[float], None] = lambda _share: None,
) -> PoliceReport:
    """Fetch the registered crimes per buurt, and show them as a theme of their own.

    Open the home again to see it.

    Parameters
    ----------
    counts_per
        "month" or "year": what is counted per year is a layer of its own.

    Raises
    ------
    AccessError, SourceError, StoreError
        As `fetch_boundaries`; nothing was changed.
    """
    action: Action = "checked" if dry_run else "imported"
    layer = POLICE_LAYERS[counts_per]
    _require(workspace, action, layer)
    service = service_of(workspace, "police", base_url)
    asked = tuple(gemeenten) or gemeenten_of(workspace)
    details: dict[str, Any] = {"service": service.base_url, "gemeenten": asked}
    _record(workspace, action, "asked", layer, **details)
    try:
        with asking_for(workspace.home) as client:
            figures = ask_police(client, service, asked, counts_per=counts_per, progress=fetching)
            report = publish_police(workspace.home, workspace.geography, figures, dry_run=dry_run)
    except HotspotsError as error:
        _note(workspace, action, "refused", layer, **details, error=type(error).__name__)
        raise
    _note(workspace, action, "done", layer, **details, version=report.version)
    return report


def fetch_keyfigures(
    workspace: Workspace,
    *,
    year: int | None = None,
    gemeenten: Sequence[str] = (),
    base_url: str = "",
    dry_run: bool = False,
    fetching: Callable[[float], None] = lambda _share: None,
    joining: Callable[[float], None] = lambda _share: None,
) -> FiguresReport:
    """Fetch households, residents and dwellings per buurt, and divide by those from then on.

    Open the home again to see them.

    Raises
    ------
    AccessError, SourceError, SelectionError, StoreError
        As `fetch_boundaries`; nothing was changed.
    """
    action: Action = "checked" if dry_run else "imported"
    _require(workspace, action)
    service = service_of(workspace, "keyfigures", base_url)
    asked = tuple(gemeenten) or gemeenten_of(workspace)
    details: dict[str, Any] = {"service": service.base_url, "year": year, "gemeenten": asked}
    _record(workspace, action, "asked", **details)
    try:
        with asking_for(workspace.home) as client:
            figures = ask_keyfigures(client, service, asked, year=year, progress=fetching)
            report = publish_figures(
                workspace.home, workspace.geography, figures, dry_run=dry_run, progress=joining
            )
    except HotspotsError as error:
        _note(workspace, action, "refused", **details, error=type(error).__name__)
        raise
    _note(workspace, action, "done", **details, version=report.version)
    return report


def fetch_surroundings(
    workspace: Workspace,
    subject: Subject,
    *,
    base_url: str = "",
    dry_run: bool = False,
    fetching: Callable[[int], None] = lambda _features: None,
) -> tuple[LayerSpec, IntakeReport]:
    """Fetch railways, zones along them, floods or dike rings, in the place of what the layer has.

    Returns
    -------
    tuple
        The layer, and the report of its door. Open the home again to see it on the map.

    Raises
    ------
    AccessError, SelectionError, SourceError, IntakeError, StoreError
        As `fetch_boundaries`; nothing was changed.
    """
    action: Action = "checked" if dry_run else "imported"
    catalog = read_catalog(workspace.home)
    layer, _ = layer_for(catalog, subject)
    _require(workspace, action, layer.id)
    service = service_of(workspace, SERVICE_OF[subject], base_url)
    details: dict[str, Any] = {"service": service.base_url}
    _record(workspace, action, "asked", layer.id, **details)
    try:
        west, south, east, north = map(float, shapely.bounds(workspace.geography.outline))
        bounds = (west, south, east, north)
        with asking_for(workspace.home) as client:
            found = ask_surroundings(client, service, subject, bounds, progress=fetching)
            report = publish_surroundings(
                workspace.home, catalog, workspace.geography, found, dry_run=dry_run
            )
    except HotspotsError as error:
        _note(workspace, action, "refused", layer.id, **details, error=type(error).__name__)
        raise
    _note(workspace, action, "done", layer.id, **details, version=report.version)
    return layer, report


def may_fetch(workspace: Workspace) -> bool:
    """Whether this role may fetch open data: it may load data in general."""
    return bool(role_named(workspace.library.catalog, workspace.role).rights.get("import"))


def _require(workspace: Workspace, action: Action, subject: str = DIVISION) -> None:
    if may_fetch(workspace):
        return
    _note(workspace, action, "refused", subject)
    roles = workspace.library.catalog.roles
    may = ", ".join(role.id for role in roles if role.rights.get("import"))
    raise AccessError(
        text.NOT_ALLOWED.format(role=workspace.role),
        text.NOT_ALLOWED_FOUND.format(roles=may or access_text.NOBODY),
        access_text.ASK,
    )


def _event(
    workspace: Workspace,
    action: Action,
    outcome: Outcome,
    subject: str = DIVISION,
    **details: Any,  # noqa: ANN401
) -> Event:
    return Event(workspace.who, workspace.role, action, outcome, subject, details=details)


def _record(workspace: Workspace, *told: Any, **details: Any) -> None:  # noqa: ANN401
    record(workspace.home, _event(workspace, *told, **details))


def _note(workspace: Workspace, *told: Any, **details: Any) -> None:  # noqa: ANN401
    note(workspace.home, _event(workspace, *told, **details))
