"""Another municipality from open data: its folder, and the figures that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from hotspots.access.fetching import fetch_keyfigures, fetch_police
from hotspots.access.workspace import open_workspace
from hotspots.catalog.reading import read_catalog
from hotspots.errors import HotspotsError
from hotspots.publishing.fetched import publish_division
from hotspots.publishing.new_home import make_home
from hotspots.sources.open_data.boundaries import fetch_division
from hotspots.sources.open_data.keyfigures import TABLES
from hotspots.sources.open_data.polite import PoliteClient
from hotspots.sources.open_data.services import service_at
from hotspots.text import open_data as text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hotspots.settings import Home


@dataclass(frozen=True, slots=True)
class NewHome:
    """What was made; ``without`` says in words what could not be fetched, and why."""

    home: Home
    name: str
    year: int
    wijken: int
    buurten: int
    dropped: tuple[str, ...]
    without: tuple[tuple[str, str], ...]


def make_new_home(
    root: Path,
    gemeenten: Sequence[str],
    *,
    year: int | None = None,
    base_url: str = "",
    fetching: Callable[[str, int], None] = lambda _level, _features: None,
) -> NewHome:
    """Make the folder of a municipality, or of several together, and fill it from the services.

    Without boundaries there is no home; without figures of CBS there is one that says what it
    lacks.

    Raises
    ------
    SettingsError
        If the folder cannot be made.
    SourceError
        If the boundaries cannot be had or are not sound; nothing was written.
    """
    services = [service_at(name, base_url=base_url) for name in ("boundaries", "boundaries_wfs")]
    division = fetch_division(
        PoliteClient(),  # there is no state folder yet to keep answers in
        services[0],
        services[1],
        gemeenten,
        year=year,
        progress=fetching,
    )
    home = make_home(root, division, gemeenten)
    # A version of it too, which keeps where the lines come from as any fetch does.
    bare = open_workspace(home, role="analist").geography
    publish_division(home, read_catalog(home), bare, division, gemeenten, first=True)
    without = []
    # Figures of the year of the boundaries, where CBS has a table of it: codes differ by year.
    figures = partial(fetch_keyfigures, year=division.year if division.year in TABLES else None)
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
        year=division.year,
        wijken=len(geography.wijken),
        buurten=len(geography.buurten),
        dropped=geography.dropped,
        without=tuple(without),
    )
