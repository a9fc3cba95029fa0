"""The usual dirt of an export, so that the ledger has something to tell.

All of it lies in 2016, because totals of 2015 and 2017 were published, and outside the planted
hotspots, because tests count those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from planted import PLANTED
from rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIRTY_YEAR = "2016"
#: share of the rows of that year without a place.
PLACELESS = 0.015
#: RD metres just over the border: in Zwijndrecht, Papendrecht and 's-Gravendeel.
OVER_THE_BORDER = ((103_700, 426_100), (107_650, 427_250), (101_300, 421_600))
#: in no place of the Netherlands: an empty form, and UTM typed into RD columns.
NOWHERE = ((0, 0), (615_240, 5_741_310))


@dataclass(frozen=True, slots=True)
class Dirt:
    """How many rows of each kind of dirt a layer gets."""

    doubles: int
    over_the_border: int


def soil(rows: Rows, dirt: Dirt, rng: np.random.Generator, prefix: str) -> Rows:
    """Return the rows with places lost and moved, exact doubles, and rows for the quarantine.

    Lost and moved places change rows that are there; doubles and quarantine add rows.
    """
    table = [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
    spots = spread(rng, np.array(in_the_open(table)))
    placeless = round(PLACELESS * sum(row["begin"].startswith(DIRTY_YEAR) for row in table))
    lost, moved, doubled, copied = np.split(
        spots, np.cumsum([placeless, dirt.over_the_border, dirt.doubles])
    )
    for number in lost.tolist():
        table[number]["x"] = table[number]["y"] = ""
    for number, (x, y) in zip(moved.tolist(), OVER_THE_BORDER, strict=False):
        table[number]["x"], table[number]["y"] = str(x), str(y)
    models = [dict(table[number]) for number in copied.tolist()]
    extra = [dict(table[number]) for number in doubled.tolist()]
    for number, row in enumerate(spoiled(models), start=len(table) + 1):
        row["id"] = f"{prefix}{number:05d}"
        extra.append(row)
    table = sorted([*table, *extra], key=lambda row: (row["begin"], row["id"]))
    return Rows(rows.columns, tuple(tuple(row.values()) for row in table))


def in_the_open(table: list[dict[str, str]]) -> list[int]:
    """Return the numbers of rows of the dirty year outside every planted hotspot."""

    def planted(x: float, y: float) -> bool:
        return any(np.hypot(x - s.x_rd, y - s.y_rd) <= s.radius_m for s in PLANTED)

    return [
        number
        for number, row in enumerate(table)
        if row["begin"].startswith(DIRTY_YEAR) and not planted(float(row["x"]), float(row["y"]))
    ]


def spread(rng: np.random.Generator, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return numbers in random order."""
    return numbers[np.argsort(rng.random(numbers.size), kind="stable")]


def spoiled(models: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return rows that the door must refuse, made from good ones."""
    no_such_day, *nowhere = models[: 1 + len(NOWHERE)]
    no_such_day["begin"] = "31-02-2016"
    if "eind" in no_such_day:
        no_such_day["eind"] = ""
    for row, (x, y) in zip(nowhere, NOWHERE, strict=True):
        row["x"], row["y"] = str(x), str(y)
    refused = [no_such_day, *nowhere]
    if "soort" in no_such_day:
        unknown = models[len(refused)]
        unknown["soort"] = "code 99"
        refused.append(unknown)
    return refused
