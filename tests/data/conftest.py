"""The embedded incidents as the door should see them, read here without the door."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from numpy.typing import NDArray

    Reader = Callable[[str], tuple[dict[str, str], ...]]
    PointReader = Callable[[str], "Points"]

HOME = Path(__file__).resolve().parents[2]
#: layer: its theme.
THEMES = {
    "overlast": "overlast",
    "verward_gedrag": "kwetsbare_personen",
    "woninginbraak": "vermogen_en_geweld",
    "vermogensmisdrijven": "vermogen_en_geweld",
    "geweld": "vermogen_en_geweld",
    "uitrukken": "fysieke_veiligheid",
    "evenementen": "evenementen",
    "ondermijning_signalen": "ondermijning",
    "digitale_aangiften": "digitale_criminaliteit",
}


class Points(NamedTuple):
    """Rows with a date and a place, as columns; ``timed`` where the time is known."""

    soort: NDArray[np.str_]
    begin: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    timed: NDArray[np.bool_]
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def where(self, rows: NDArray[np.bool_]) -> Points:
        """Return some rows."""
        return Points(*(column[rows] for column in self))

    def in_year(self, year: int) -> Points:
        """Return the rows that begin in one year."""
        return self.where(self.begin.astype("datetime64[Y]") == np.datetime64(str(year)))

    def within(self, x: float, y: float, radius_m: float) -> Points:
        """Return the rows in a circle."""
        return self.where(np.hypot(self.x - x, self.y - y) <= radius_m)


def moment(text: str) -> datetime | None:
    """Return the moment that a text names, or None."""
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 (wall time has no zone)
        except ValueError:
            continue
    return None


@lru_cache
def read_rows(layer: str) -> tuple[dict[str, str], ...]:
    """Return all rows of a file."""
    path = HOME / "data" / THEMES[layer] / f"{layer}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def in_the_netherlands(row: dict[str, str]) -> bool:
    """Return whether a row has no place, or one in the country (rough bounds, RD metres)."""
    if not row["x"]:
        return True
    return 10_000 < float(row["x"]) < 280_000 and 300_000 < float(row["y"]) < 625_000


@lru_cache
def read_accepted(layer: str) -> tuple[dict[str, str], ...]:
    """Return the rows that are neither a double nor to be refused."""
    different = {tuple(row.items()): row for row in read_rows(layer)}.values()
    return tuple(
        row
        for row in different
        if moment(row["begin"]) and in_the_netherlands(row) and row.get("soort") != "code 99"
    )


@lru_cache
def read_points(layer: str) -> Points:
    """Return the accepted rows with a place."""
    rows = [row for row in read_accepted(layer) if row["x"]]
    return Points(
        np.array([row.get("soort", "") for row in rows]),
        np.array([moment(row["begin"]) for row in rows], dtype="datetime64[m]"),
        np.array([moment(row.get("eind", "")) for row in rows], dtype="datetime64[m]"),
        np.array([len(row["begin"]) > len("2017-12-31") for row in rows]),
        np.array([float(row["x"]) for row in rows]),
        np.array([float(row["y"]) for row in rows]),
    )


@pytest.fixture(scope="session")
def home() -> Path:
    return HOME


@pytest.fixture(scope="session")
def all_rows() -> Reader:
    return read_rows


@pytest.fixture(scope="session")
def accepted() -> Reader:
    return read_accepted


@pytest.fixture(scope="session")
def points() -> PointReader:
    return read_points


@pytest.fixture(scope="session")
def truth() -> list[dict[str, Any]]:
    return json.loads((HOME / "tests" / "truth" / "planted_hotspots.json").read_text("utf-8"))
