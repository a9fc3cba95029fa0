"""Time the page `Evenementen` whole, on a home with 10.000 events and 500 locations.

    python benchmarks/bench_events_page.py [--events N] [--places N] [--rounds N]

The home of Dordrecht is copied with its own events over and over, most of them at few places. Of
each part of the page two numbers are printed: the median of a question that nobody asked before,
and of the same question again. It is server time: the script of the page from its first line to
its last, without a browser.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from hotspots.app.server import SCRIPT
from hotspots.settings import HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

SEED: Final = 20171231
REPOSITORY: Final = Path(__file__).parents[1]
PLACES: Final = "geodata/evenementlocaties/evenementlocaties.geojson"
EVENTS: Final = "data/evenementen/evenementen.csv"
REQUEST: Final = {
    "toets_locatie": "Statenplein", "bezoekers": "4000", "geluid": "Ja", "opbouw": "6",
    "afbouw": "4",
}  # fmt: skip


def make_home(root: Path, events: int, places: int) -> None:
    """Write the home."""
    rng = np.random.default_rng(SEED)
    shutil.copy(REPOSITORY / "gemeente.toml", root / "gemeente.toml")
    for name in ("geodata", "data"):
        left_out = shutil.ignore_patterns("_build", "__pycache__")
        shutil.copytree(REPOSITORY / name, root / name, ignore=left_out)
    ids = _write_places(root, places, rng)
    with (root / EVENTS).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    at = {name: column for column, name in enumerate(head)}
    where = np.minimum(rng.exponential(places / 8, events), places - 1).astype(int)
    made = []
    for number in range(events):
        row = list(rows[number % len(rows)])
        row[at["id"]], row[at["locatie"]] = f"EV{number:06}", ids[where[number]]
        # The list of locations says where that is.
        row[at["x"]] = row[at["y"]] = ""
        made.append(row)
    with (root / EVENTS).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *made])
    _declare(root, "data/evenementen/theme.toml", EVENTS, events)


def _write_places(root: Path, places: int, rng: np.random.Generator) -> list[str]:
    """Write the list of places: those of Dordrecht, and as many around the middle of buurten."""
    path = root / PLACES
    collection = json.loads(path.read_text(encoding="utf-8"))
    own = collection["features"]
    buurten = gpd.read_file(root / "geodata/buurten/buurten.geojson").representative_point()
    features = own[:places]
    while len(features) < places:
        number = len(features)
        middle = buurten.iloc[number % len(buurten)]
        spot = [round(float(axis + rng.normal(0, 80)), 1) for axis in (middle.x, middle.y)]
        told = own[number % len(own)]["properties"]
        told = told | {"locatie": f"plek_{number}", "naam": f"Plek {number}"}
        geometry = {"type": "Point", "coordinates": spot}
        features.append({"type": "Feature", "properties": told, "geometry": geometry})
    path.write_text(json.dumps(collection | {"features": features}), encoding="utf-8")
    _declare(root, "geodata/evenementlocaties/layer.toml", PLACES, places)
    return [feature["properties"]["locatie"] for feature in features]


def _declare(root: Path, declaration: str, file: str, rows: int) -> None:
    """Keep the first number of rows and the first checksum of a declaration true."""
    path = root / declaration
    told = path.read_text(encoding="utf-8")
    sha256 = hashlib.sha256((root / file).read_bytes()).hexdigest()
    told = re.sub(r"^rows = \d+", f"rows = {rows}", told, count=1, flags=re.MULTILINE)
    told = re.sub(r'^sha256 = "\w+"', f'sha256 = "{sha256}"', told, count=1, flags=re.MULTILINE)
    path.write_text(told, encoding="utf-8")


def questions() -> dict[str, Callable[[int], dict[str, str]]]:
    """Return the links of each part; another number is a question that nobody asked before."""
    return {
        "check at a location": lambda n: REQUEST | {"begindag": f"2018-06-{1 + n:02}"},
        "check at a new point": lambda n: (
            REQUEST | {"begindag": "2018-06-09", "punt": f"{105_400 + n} 425300"}
        ),
        "profile of a location": lambda n: {"deel": "Locaties", "plaats": f"Plek {60 + n}"},
        "pressure, map of a season": lambda n: {
            "deel": "Druk", "jaar": str(2015 + n % 4), "druk_per": "Seizoen",
            "druk_op": ("Cellen", "Buurten")[n // 4 % 2],
        },
        "pressure, filtered": lambda n: {
            "deel": "Druk", "druk_per": "Seizoen",
            "soort": ("Muziek", "Markt", "Sport", "Cultuur", "Overig")[n % 5],
            "klasse": ("A", "B")[n // 5 % 2],
        },
        "pressure, calendar of places": lambda n: {
            "deel": "Druk", "kalender_van": "Locaties", "jaar": str(2015 + n % 4),
        },
        "year plan": lambda n: {"deel": "Jaarplan", "jaar": str(2015 + n % 4), "bord": "Alles"},
    }  # fmt: skip


def ask(link: dict[str, str]) -> float:
    """Return the milliseconds of server time of a page."""
    page = AppTest.from_file(SCRIPT, default_timeout=300)
    page._page_hash = calc_hash("evenementen")  # noqa: SLF001 - `switch_page` takes files only
    for name, value in link.items():
        page.query_params[name] = value
    start = perf_counter()
    page.run()
    taken = 1000 * (perf_counter() - start)
    if page.exception or page.error:
        raise RuntimeError(link)
    return taken


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=4)
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        make_home(root, asked.events, asked.places)
        os.environ[HOME_VARIABLE], os.environ[ROLE_VARIABLE] = str(root), "analist"
        os.environ[STATE_VARIABLE] = str(root / "state")
        print(f"{asked.events} events, {asked.places} places; ms of server time")
        print(f"  {'opened for the first time':30} {ask({}):7.0f}")
        for label, link in questions().items():
            new, again = [], []
            for number in range(asked.rounds):
                new.append(ask(link(number)))
                again.append(ask(link(number)))
            print(f"  {label:30} new {median(new):6.0f}   again {median(again):6.0f}")


if __name__ == "__main__":
    main()
