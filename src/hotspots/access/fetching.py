"""Open data, for whoever may load it: fetched, published and restored, with a line in the audit."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import shapely

from hotspots.access import words as access_text
from hotspots.access.audit import audited, noting_refusal
from hotspots.access.permission import role_named
from hotspots.access.workspace import open_workspace
from hotspots.catalog.reading import read_catalog
from hotspots.errors import AccessError, HotspotsError
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.boundaries import fetch_division
from hotspots.incoming.open_data.cbs import KEYFIGURE_TABLES
from hotspots.incoming.open_data.cbs import fetch_keyfigures as ask_keyfigures
from hotspots.incoming.open_data.cbs import fetch_police as ask_police
from hotspots.incoming.open_data.client import PoliteClient, SavedAnswers, one_fetch
from hotspots.incoming.open_data.regions import fetch_region
from hotspots.incoming.open_data.services import service_at
from hotspots.incoming.open_data.surroundings import SERVICE_OF
from hotspots.incoming.open_data.surroundings import fetch_surroundings as ask_surroundings
from hotspots.incoming.publishing.division import (
    DIVISION,
    division_store,
    publish_division,
    publish_figures,
    restore_division,
)
from hotspots.incoming.publishing.division_areas import Change
from hotspots.incoming.publishing.features import layer_for, publish_surroundings
from hotspots.incoming.publishing.new_home import make_home
from hotspots.incoming.publishing.own_areas import own_division
from hotspots.incoming.publishing.police import POLICE_LAYERS, publish_police

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from hotspots.access.audit import Action
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.incoming.open_data.services import Service
    from hotspots.incoming.open_data.surroundings import Subject
    from hotspots.incoming.publishing.division import DivisionReport, FiguresReport, Placed
    from hotspots.incoming.publishing.police import PoliceReport
    from hotspots.settings import Home
    from hotspots.store.catalogue import Version


@contextmanager
def asking_for(home: Home) -> Iterator[PoliteClient]:
    """Give a client for one fetch; it goes on where an earlier fetch was cut off.

    Answers are kept in the state folder of the home.
    """
    answers = SavedAnswers(home.state / "open_data" / "answers")
    answers.tidy()
    with one_fetch(answers):
        yield PoliteClient(answers)


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
    codes = tuple(gemeenten) or gemeenten_of(workspace)
    details: dict[str, object] = {"service": first.base_url, "year": year, "gemeenten": codes}
    with audited(workspace, action, DIVISION, **details) as line:
        with asking_for(workspace.home) as client:
            division = fetch_division(client, first, fallback, codes, year=year, progress=fetching)
            report = publish_division(
                workspace.home,
                read_catalog(workspace.home),
                workspace.geography,
                division,
                codes,
                dry_run=dry_run,
                progress=joining,
            )
        line |= {"version": report.version, "year": report.year}
    return report


def restore_boundaries(
    workspace: Workspace, number: int, *, joining: Callable[[float], None] = lambda _share: None
) -> tuple[Version, Placed]:
    """Make an earlier division that of the home again; return it and what was placed in it.

    Raises
    ------
    AccessError
        If this role may not load data.
    StoreError
        If there is no such version, or nothing can be written.
    """
    _require(workspace, "restored")
    with audited(workspace, "restored", DIVISION, version=number):
        version, placed = restore_division(workspace.home, number, progress=joining)
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
    codes = tuple(gemeenten) or gemeenten_of(workspace)
    details: dict[str, object] = {"service": service.base_url, "gemeenten": codes}
    with audited(workspace, action, layer, **details) as line:
        with asking_for(workspace.home) as client:
            figures = ask_police(client, service, codes, counts_per=counts_per, progress=fetching)
            report = publish_police(workspace.home, workspace.geography, figures, dry_run=dry_run)
        line["version"] = report.version
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
    codes = tuple(gemeenten) or gemeenten_of(workspace)
    details: dict[str, object] = {"service": service.base_url, "year": year, "gemeenten": codes}
    with audited(workspace, action, DIVISION, **details) as line:
        with asking_for(workspace.home) as client:
            figures = ask_keyfigures(client, service, codes, year=year, progress=fetching)
            report = publish_figures(
                workspace.home, workspace.geography, figures, dry_run=dry_run, progress=joining
            )
        line["version"] = report.version
    return report


def fetch_surroundings(
    workspace: Workspace,
    subject: Subject,
    *,
    base_url: str = "",
    dry_run: bool = False,
) -> tuple[LayerSpec, IntakeReport]:
    """Fetch railways, stations, zones, floods, dike rings or streets, in the place of those before.

    Returns
    -------
    tuple
        The layer, and the report of the import. Open the home again to see it on the map.

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
    details: dict[str, object] = {"service": service.base_url}
    with audited(workspace, action, layer.id, **details) as line:
        west, south, east, north = map(float, shapely.bounds(workspace.geography.outline))
        bounds = (west, south, east, north)
        with asking_for(workspace.home) as client:
            features = ask_surroundings(client, service, subject, bounds)
            report = publish_surroundings(
                workspace.home, catalog, workspace.geography, features, dry_run=dry_run
            )
        line["version"] = report.version
    return layer, report


def may_fetch(workspace: Workspace) -> bool:
    """Whether this role may fetch open data: it may load data in general."""
    return bool(role_named(workspace.library.catalog, workspace.role).rights.get("import"))


def _require(workspace: Workspace, action: Action, subject: str = DIVISION) -> None:
    if may_fetch(workspace):
        return
    roles = workspace.library.catalog.roles
    may = ", ".join(role.id for role in roles if role.rights.get("import"))
    with noting_refusal(workspace, action, subject):
        raise AccessError(
            text.NOT_ALLOWED.format(role=workspace.role),
            text.NOT_ALLOWED_FOUND.format(roles=may or access_text.NOBODY),
            access_text.ASK,
        )


@dataclass(frozen=True, slots=True)
class NewHome:
    """What was made; ``without`` says what could not be fetched, ``note`` what was repaired."""

    home: Home
    name: str
    gemeenten: tuple[str, ...]
    year: int
    wijken: int
    buurten: int
    dropped: tuple[str, ...]
    without: tuple[tuple[str, str], ...]
    note: str = ""


def make_new_home(
    root: Path,
    gemeenten: Sequence[str] = (),
    *,
    region: str = "",
    year: int | None = None,
    base_url: str = "",
    name: str = "",
    fetching: Callable[[str, int], None] = lambda _level, _features: None,
) -> NewHome:
    """Make the folder of a municipality, or of several together, and fill it from the services.

    ``region`` is the name of a veiligheidsregio: then its gemeenten are those of the home, in the
    year in which they are, and the home is called after it unless ``name`` says otherwise.

    Without boundaries there is no home; without figures of CBS there is one that says what it
    lacks.

    Raises
    ------
    SettingsError
        If the folder cannot be made.
    SourceError
        If the boundaries cannot be had or are not sound, or no region has that name; nothing was
        written.
    """
    services = [service_at(one, base_url=base_url) for one in ("boundaries", "boundaries_wfs")]
    client = PoliteClient()  # there is no state folder yet to keep answers in
    if region:
        named = fetch_region(client, service_at("regions", base_url=base_url), region, year=year)
        gemeenten, year, name = named.gemeenten, named.year, name or named.name
    division = fetch_division(
        client,
        services[0],
        services[1],
        gemeenten,
        year=year,
        progress=fetching,
    )
    home = make_home(root, division, gemeenten, name=name)
    # A version of it too, which keeps where the lines come from as any fetch does.
    bare = open_workspace(home, role="analist").geography
    publish_division(home, read_catalog(home), bare, division, gemeenten, first=True)
    without = []
    # Figures of the year of the boundaries, where CBS has a table of it: codes differ by year.
    figures = partial(
        fetch_keyfigures, year=division.year if division.year in KEYFIGURE_TABLES else None
    )
    for what, fetch in ((text.KEYFIGURES, figures), (text.POLICE, fetch_police)):
        try:
            fetch(open_workspace(home, role="analist"), base_url=base_url)
        except HotspotsError as error:
            without.append((what, error.what))
    workspace = open_workspace(home, role="analist")
    geography = workspace.geography
    return NewHome(
        home=home,
        name=workspace.catalog.gemeente.name,
        gemeenten=tuple(gemeenten),
        year=division.year,
        wijken=len(geography.wijken),
        buurten=len(geography.buurten),
        dropped=geography.dropped,
        without=tuple(without),
    )


def make_own_home(
    root: Path,
    file: Path,
    gemeente: str,
    *,
    name: str = "",
    year: int,
    layer: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> NewHome:
    """Make the folder of a home from a file with areas; nothing is asked of any service.

    Raises
    ------
    SettingsError
        If the folder cannot be made.
    SourceError
        If the file cannot be read or its areas are not sound; nothing was written.
    """
    called = name or root.resolve().name
    division = own_division(file, gemeente, called, year, layer=layer, columns=columns)
    home = make_home(root, division, (gemeente,), name=called)
    geography = open_workspace(home, role="analist").geography
    return NewHome(
        home=home,
        name=called,
        gemeenten=(gemeente,),
        year=year,
        wijken=len(geography.wijken),
        buurten=len(geography.buurten),
        dropped=geography.dropped,
        without=(),
        note=division.note,
    )


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
    return tuple(Change.from_dict(change) for change in report.get("changes", ()))


def own_year(workspace: Workspace) -> int | None:
    """Return of which year the division is that the home brings along; None if it does not say."""
    contexts = read_catalog(workspace.home).contexts
    return next((entry.source.year for entry in contexts if entry.level == "buurten"), None)
