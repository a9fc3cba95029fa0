"""Write the embedded synthetic incidents of Dordrecht, bit for bit the same each time.

Run ``python data/_build/build.py`` after a change of ``geodata/`` or of a module here. It
writes the CSV files under ``data/``, their ``rows`` and ``sha256`` in each ``theme.toml``,
``geodata/evenementlocaties/`` and ``tests/truth/planted_hotspots.json``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from callouts import uitrukken
from crimes import geweld, vermogensmisdrijven
from declarations import declare
from dirt import Dirt, soil
from draws import layer_stream
from dwellings import place_dwellings
from evenementen import of_calendar
from evenementlocaties import event_places, write_places
from events_calendar import EventNights, plan_events
from nuisance import overlast, verward_gedrag
from planted import PLANTED
from rows import of_counts, of_incidents
from signals import aangiften, signalen
from strands import layer_incidents
from surroundings import survey
from town import read_town
from woninginbraak import burglaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dwellings import Dwellings
    from rows import Rows
    from strands import Soort
    from surroundings import Surroundings
    from town import Town

HOME = Path(__file__).resolve().parents[2]
#: numbers of the random streams; a number is never used for something else.
STREAMS = {
    "dwellings": 0,
    "overlast": 1,
    "verward_gedrag": 2,
    "woninginbraak": 3,
    "vermogensmisdrijven": 4,
    "geweld": 5,
    "ondermijning_signalen": 6,
    "uitrukken": 7,
    "digitale_aangiften": 8,
    "evenementen": 9,
    "evenementen_aanvragen": 10,
}
POINT = ("id", "soort", "begin", "x", "y")
POINT_WITHOUT_SOORT = ("id", "begin", "x", "y")
INTERVAL = ("id", "begin", "eind", "x", "y")


@dataclass(frozen=True, slots=True)
class PointLayer:
    """How a layer of points becomes a file."""

    id: str
    theme: str
    prefix: str
    columns: tuple[str, ...]
    soorten: Callable[[Surroundings], dict[str, Soort]]
    dirt: Dirt
    #: share of rows that are known to the day only.
    dated_only: float = 0.01


POINT_LAYERS = (
    PointLayer("overlast", "overlast", "OV", POINT, overlast, Dirt(3, 3)),
    PointLayer(
        "verward_gedrag", "kwetsbare_personen", "VG", POINT_WITHOUT_SOORT, verward_gedrag,
        Dirt(2, 2),
    ),
    PointLayer(
        "vermogensmisdrijven", "vermogen_en_geweld", "VM", POINT, vermogensmisdrijven,
        Dirt(3, 3), dated_only=0.03,
    ),
    PointLayer("geweld", "vermogen_en_geweld", "GW", POINT, geweld, Dirt(2, 2)),
    PointLayer(
        "uitrukken", "fysieke_veiligheid", "UR", POINT, uitrukken, Dirt(2, 2), dated_only=0.0
    ),
)  # fmt: skip


def written_layers(town: Town, dwellings: Dwellings) -> Iterator[tuple[str, str, Rows]]:
    """Yield theme, layer and rows of every file."""
    rng = layer_stream(STREAMS["woninginbraak"])
    homes = of_incidents(burglaries(rng, dwellings), INTERVAL, "WI")
    yield "vermogen_en_geweld", "woninginbraak", soil(homes, Dirt(2, 2), rng, "WI")
    events = plan_events(layer_stream(STREAMS["evenementen"]), town)
    asked = layer_stream(STREAMS["evenementen_aanvragen"])
    yield "evenementen", "evenementen", of_calendar(asked, events, event_places(town))
    nights = EventNights.of(events)
    for layer in POINT_LAYERS:
        rng = layer_stream(STREAMS[layer.id])
        soorten = layer.soorten(survey(rng, town, dwellings))
        points = layer_incidents(rng, town, layer.id, soorten, nights)
        rows = of_incidents(
            points.with_dates_only(rng, layer.dated_only), layer.columns, layer.prefix
        )
        yield layer.theme, layer.id, soil(rows, layer.dirt, rng, layer.prefix)
    rng = layer_stream(STREAMS["ondermijning_signalen"])
    yield "ondermijning", "ondermijning_signalen", of_counts(signalen(rng, town))
    rng = layer_stream(STREAMS["digitale_aangiften"])
    yield "digitale_criminaliteit", "digitale_aangiften", of_counts(aangiften(rng, town))


def build(home: Path, target: Path) -> None:
    """Write all files of the home ``target`` from the geography of ``home``."""
    town = read_town(home / "geodata")
    write_places(event_places(town), target / "geodata")
    dwellings = place_dwellings(town, layer_stream(STREAMS["dwellings"]))
    for theme, layer, rows in written_layers(town, dwellings):
        folder = target / "data" / theme
        sha256 = rows.write(folder / f"{layer}.csv")
        declared = declare(folder / "theme.toml", f"{layer}.csv", len(rows.rows), sha256)
        note = "" if declared else " (not declared)"
        print(f"{layer:24} {len(rows.rows):6} rows{note}")
    truth = target / "tests" / "truth" / "planted_hotspots.json"
    truth.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([spot.truth() for spot in PLANTED], indent=2, ensure_ascii=False)
    truth.write_text(text + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=HOME, help="write below this folder instead")
    build(HOME, parser.parse_args().to)


if __name__ == "__main__":
    main()
