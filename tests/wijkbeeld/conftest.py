"""The town with two years of incidents that are counted by hand, in two layers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from town import THEME, tiny_home

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.access.workspace import Workspace

#: A second layer, as the first one but on all land and without soorten.
FIETS = """
[layers.fiets]
kind = "incidents"
label = "Fietsendiefstal"
observes = "aangifte"
noun = "fietsendiefstal"
noun_plural = "fietsendiefstallen"

[layers.fiets.source]
file = "fiets.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"

[layers.fiets.columns]
id = "id"
begin = "begin"
x_rd = "x"
y_rd = "y"

[layers.fiets.denominators]
use = ["huishoudens"]

[layers.fiets.privacy]
finest = "cells"
finest_cell_m = 100
points_roles = ["analist"]

[layers.fiets.style]
cell_m = 100
bandwidth_m = 200
"""
#: year, month, buurt by a place in it, incidents of each layer.
#:
#: inbraak  2017: Noord 10, Oost 2, Zuid 2   2018: Noord 30, Oost 4, Zuid 2
#: fiets    2017: Noord 9, Oost 3            2018: Noord 16, Oost 3
NOORD, OOST, ZUID = (100_050, 421_050), (101_950, 421_950), (100_500, 420_500)


def dated(year: int, place: tuple[int, int], count: int, *, month: int | None = None) -> list[str]:
    """Return rows at noon: on different days of a month, or spread evenly over the year."""
    x, y = place
    if month is not None:
        return [f"{year}-{month:02d}-{day % 28 + 1:02d} 12:00,{x},{y}" for day in range(count)]
    days = [date(year, 1, 1) + timedelta(days=int(365 * (at + 0.5) / count)) for at in range(count)]
    return [f"{day:%Y-%m-%d} 12:00,{x},{y}" for day in days]


#: One at either end, so that both years are covered to the day.
INBRAAK = [
    *(f"2017-01-01 12:00,{x},{y}" for x, y in (ZUID,)),
    *dated(2017, NOORD, 10),
    *dated(2017, OOST, 2),
    *dated(2017, ZUID, 1),
    *dated(2018, NOORD, 30),
    *dated(2018, OOST, 4),
    *dated(2018, ZUID, 1),
    *(f"2018-12-31 12:00,{x},{y}" for x, y in (ZUID,)),
]
BIKES = [
    *(f"2017-01-01 12:00,{x},{y}" for x, y in (OOST,)),
    *dated(2017, NOORD, 9),
    *dated(2017, OOST, 2),
    *dated(2018, NOORD, 16),
    *dated(2018, OOST, 2),
    *(f"2018-12-31 12:00,{x},{y}" for x, y in (OOST,)),
]


def csv_of(rows: Sequence[str], *, soort: str = "") -> str:
    """Return a file of incidents; those of a layer with soorten have the same one."""
    if soort:
        lines = (f"{at},{soort},{row}" for at, row in enumerate(rows))
        return "\n".join(["id,soort,begin,x,y", *lines]) + "\n"
    return "\n".join(["id,begin,x,y", *(f"{at},{row}" for at, row in enumerate(rows))]) + "\n"


@pytest.fixture(scope="session")
def town_with(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Workspace]:
    """Return how to open a town with these incidents, and more of a theme."""

    def opened(
        inbraak: Sequence[str] = INBRAAK,
        bikes: Sequence[str] = BIKES,
        *,
        more: str = "",
        files: dict[str, str] | None = None,
        role: str = "analist",
    ) -> Workspace:
        home = tiny_home(tmp_path_factory.mktemp("wijkbeeld") / "town")
        folder = home.themes / "proef"
        theme = THEME.replace('end = "eind"\n', "") + FIETS + more
        (folder / "theme.toml").write_text(theme, encoding="utf-8")
        named = {"inbraak.csv": csv_of(inbraak, soort="woning"), "fiets.csv": csv_of(bikes)}
        for name, text in (named | (files or {})).items():
            (folder / name).write_text(text, encoding="utf-8")
        return open_workspace(home, role=role)

    return opened


@pytest.fixture(scope="session")
def two_years(town_with: Callable[..., Workspace]) -> Workspace:
    """Return the town of the plan above."""
    return town_with()
