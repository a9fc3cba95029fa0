"""A town of which nothing is known but its addresses, and years in which only chance is at work.

Six wijken by two, each of one buurt of 600 by 600 m with its addresses on a lattice: 30 m apart in
the western half of the town, 20 m in the eastern. How many incidents a wijk has in a week is drawn,
by Poisson or with twice the variance that he gives (negative binomial), its mean following the
addresses; each lies at one of them, all as likely, at some moment of the week. Cells, masks and
expectations of the tool have no part in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

import town
from hotspots.settings import Home

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WIJKEN: Final = 12
SIDE_M: Final = 600
WEST, SOUTH = 100_000, 420_000
WEEK_S: Final = 7 * 86_400
#: The first Monday of the three years of which incidents are drawn.
FIRST: Final = np.datetime64("2015-01-05", "s")
WEEKS: Final = 156

THEME: Final = """\
id = "toeval"
label = "Toeval"
order = 1
description = "Een thema waarin niets aan de hand is."
"""
_LAYER: Final = """
[layers.{id}]
kind = "incidents"
label = "{label}"
observes = "{observes}"
noun = "{id}"
noun_plural = "{plural}"
mask = "households"

[layers.{id}.source]
file = "{id}.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"
synthetic = true

[layers.{id}.columns]
id = "id"
begin = "begin"
x_rd = "x"
y_rd = "y"

[layers.{id}.denominators]
use = ["huishoudens"]

[layers.{id}.privacy]
finest = "cells"
finest_cell_m = 100
points_roles = ["analist"]

[layers.{id}.style]
cell_m = 100
bandwidth_m = 200
"""
#: A layer against a target, in which repeats are looked for, and one of reports.
CRIMES, REPORTS = "inbraak", "melding"


def chance_home(folder: Path) -> Home:
    """Write the town to a folder and return it as a home; nothing is published yet."""
    layers = ((CRIMES, "inbraken", "misdrijf"), (REPORTS, "meldingen", "melding"))
    declared = "".join(
        _LAYER.format(id=name, label=plural.capitalize(), plural=plural, observes=observes)
        for name, plural, observes in layers
    )
    areas = [_area(at) for at in range(WIJKEN)]
    files = {
        "gemeente.toml": town.GEMEENTE.replace("Vierbuurten", "Toeval"),
        "data/toeval/theme.toml": THEME + declared,
        **{f"data/toeval/{name}.csv": f"id,begin,x,y\n1,2017-01-01 12:00,{WEST + 15},{SOUTH + 15}\n"
           for name, _, _ in layers},
        "geodata/buurten/layer.toml": town.areas_toml("buurten", parent="wijk", figures=True),
        "geodata/buurten/buurten.geojson": town.collection(areas),
        "geodata/wijken/layer.toml": town.areas_toml("wijken"),
        "geodata/wijken/wijken.geojson": town.collection(
            [{**area, "properties": _as_wijk(at)} for at, area in enumerate(areas)]
        ),
    }  # fmt: skip
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Home(folder, folder / ".hotspots")


def corner_of(wijk: int) -> tuple[int, int]:
    """Return the west and south of a wijk."""
    return WEST + SIDE_M * (wijk % 6), SOUTH + SIDE_M * (wijk // 6)


def _as_wijk(at: int) -> dict[str, object]:
    return {"code": f"WK9999{at:02d}", "naam": f"Wijk {at}"}


def _area(at: int) -> dict[str, object]:
    households = len(addresses_of(at))
    properties = {
        "code": f"BU9999{at:02d}00", "naam": f"Buurt {at}", "wijk": f"WK9999{at:02d}",
        "huishoudens": households, "inwoners": 2 * households,
    }  # fmt: skip
    west, south = corner_of(at)
    return town.feature(properties, "Polygon", town.square(west, south, SIDE_M, SIDE_M))


def addresses_of(wijk: int) -> NDArray[np.float64]:
    """Return the addresses of a wijk, RD: shape (n, 2)."""
    apart = 30 if wijk % 6 < 3 else 20
    along = np.arange(apart / 2, SIDE_M, apart)
    x, y = np.meshgrid(along, along)
    return np.column_stack([x.ravel(), y.ravel()]) + corner_of(wijk)


def drawn(rng: np.random.Generator, per_week: float, *, uneven: bool = False) -> pd.DataFrame:
    """Return the incidents of three years, as rows that came through the door.

    Parameters
    ----------
    per_week
        Mean of the whole town.
    uneven
        Whether counts have twice the variance of a Poisson count.
    """
    addresses = [addresses_of(at) for at in range(WIJKEN)]
    share = np.array([len(of) for of in addresses]) / sum(map(len, addresses))
    means = np.broadcast_to(per_week * share, (WEEKS, WIJKEN))
    # Of a negative binomial with n = mean and p = 1/2 the variance is twice the mean.
    counts = rng.negative_binomial(means, 0.5) if uneven else rng.poisson(means)
    where, when = [], []
    for week, wijk in np.argwhere(counts):
        count = counts[week, wijk]
        where.append(rng.choice(addresses[wijk], size=count))
        when.append(week * WEEK_S + rng.integers(0, WEEK_S, count))
    return rows_of(np.concatenate(where), FIRST + np.concatenate(when))


def rows_of(where: NDArray[np.float64], begin: NDArray[np.datetime64]) -> pd.DataFrame:
    """Return incidents at places and moments as rows that came through the door."""
    return pd.DataFrame(
        {
            "id": [str(at) for at in range(len(begin))],
            "soort": None,
            "begin": begin,
            "begin_has_time": True,
            "end": np.full(len(begin), np.datetime64("NaT", "s")),
            "end_has_time": False,
            "x_rd": where[:, 0],
            "y_rd": where[:, 1],
        }
    )
