"""A town where it happens everywhere as often: no search takes longer than the one for groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

#: As the page calls them.
GROUPS: Final = "Groepen bij elkaar"
WEEKDAY: Final = "Dag van de week"


def spread_town(folder: Path, rows: int, layers: tuple[str, ...]) -> Home:
    """Write the town with layers that hold the same rows, of which the first is Inbraak.

    What is known of the one layer says nothing of the other. Nowhere is enough for a group, so
    that every pair that is near is looked at.
    """
    home = tiny_home(folder)
    theme = home.themes / "proef" / "theme.toml"
    declared = theme.read_text(encoding="utf-8")
    begin, end = declared.index("[layers.inbraak]"), declared.index("[layers.zorg]")
    for label in layers[1:]:
        own = declared[begin:end].replace("layers.inbraak", f"layers.{label.lower()}")
        declared += "\n" + own.replace('label = "Inbraak"', f'label = "{label}"')
    theme.write_text(declared, encoding="utf-8")
    random = np.random.default_rng(3)
    x, y = (start + random.uniform(1, 1999, rows) for start in (100_000, 420_000))
    days = np.datetime64("2016-01-01") + random.integers(0, 730, rows)
    lines = [f"{at},woning,{days[at]},,{x[at]:.1f},{y[at]:.1f}" for at in range(rows)]
    told = "\n".join(["id,soort,begin,eind,x,y", *lines]) + "\n"
    (home.themes / "proef" / "inbraak.csv").write_text(told, encoding="utf-8")
    return home


def link_of(layer: str) -> str:
    """Return the link to the map of a layer with all of its rows."""
    folds = "meer_filters=true&verder_zoeken=true"
    return f"thema=Proef&laag={layer}&niveau=Buurt&periode=Alles&{folds}"
