"""The town of four squares with a railway, people, places and water: counted by hand.

y 422.000 +---------------+---------------+
          | Noord (1.300) | Oost  (900)   |
y 421.500 =====|==========rail=============   from x 98.000 to 104.000
          |               |               |
y 421.000 +---------------+---------------+
          | Zuid  (45)    | Haven (0)     |
y 420.000 +---------------+---------------+
        x 100.000       101.000         102.000     (inwoners)

Of Noord 20 % is 65 or older, of Oost 10 %, of Zuid it is not published. Water covers the south
half of Noord (1 m) and all of Zuid (3 m, after 2 hours); the rest stays dry.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shapely

from event_town import calendar_home
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.settings import Home

BUILD: Final = Path(__file__).parents[1] / "geodata" / "_build"

RISK_TOML: Final = """\
[settings.niet_zelfredzaam_65plus]
label = "Deel"
value = 0.5
unit = ""
source = "Verzonnen voor de test"
certainty = "aanname"

[settings.vertrek_proef]
label = "Vertrek"
low = 0.2
high = 0.4
unit = ""
source = "Verzonnen voor de test"
certainty = "aanname"

[spoor.ver]
label = "Nacht, ver"
moment = "nacht"
note = "Verzonnen voor de test"

[spoor.ver.distances]
gifwolk_m = 700

[water.proef]
label = "Proefwater"
leave = "vertrek_proef"
"""
#: What an accident costs, for who wants to tell group risk.
RATES: Final = """
[settings.ongevallen_per_wagenkm]
label = "Ongevallen"
value = 1e-8
unit = "per wagen per km"
source = "Verzonnen voor de test"
certainty = "aanname"

[settings.overlijdenskans]
label = "Overlijden"
value = 0.5
unit = ""
source = "Verzonnen voor de test"
certainty = "aanname"
"""
#: Layers of `geodata/` that the theme shows, by purpose; the id of the layer is "laag_" and this.
SHOWN: Final = (
    "rail", "rail_zone", "vulnerable", "flood_zone", "flood_depth", "shelter", "people", "station",
    "address", "transport", "dry_floor", "flood_duration", "neighbour",
    "risk_area", "risk_company", "pipeline",
)  # fmt: skip


def declarations() -> Any:  # noqa: ANN401 - a module
    """Return the module of the build scripts that knows how such a layer is declared."""
    if str(BUILD) not in sys.path:
        sys.path.insert(0, str(BUILD))
    import risk_declarations  # noqa: PLC0415 - a script, no package

    return risk_declarations


def risky_home(folder: Path) -> Home:
    """Write the town with everything that risks need, and return it as a home."""
    home = tiny_home(folder)
    (folder / "data" / "proef" / "risk.toml").write_text(RISK_TOML, encoding="utf-8")
    theme = folder / "data" / "proef" / "theme.toml"
    layers = "".join(_theme_layer(purpose) for purpose in SHOWN)
    theme.write_text(theme.read_text(encoding="utf-8") + layers, encoding="utf-8")
    for layer in _layers():
        declarations().write_risk_layer(layer, folder / "geodata")
    return home


#: Events at the three places of `event_town`: on 2 June 2018 a large one on the markt, a larger one
#: indoors, a small one in the park and one that is not held; and a large one in the park later.
CALENDAR: Final = """\
id,soort,begin,eind,titel,locatie,bezoekers,status
1,muziek,2018-06-02 20:00,2018-06-03 01:00,Groot,markt,6000,vergund
2,muziek,2018-06-02 20:00,2018-06-02 23:00,Binnen,hal,9000,vergund
3,markt,2018-06-01,2018-06-02,Klein,park,500,aangevraagd
4,muziek,2018-06-02,2018-06-02,Afgelast,markt,8000,afgewezen
5,muziek,2018-07-01,2018-07-01,Later,park,5000,vergund
"""


def festive_home(folder: Path) -> Home:
    """Write the town with everything that risks need, three places for events and a calendar."""
    calendar_home(folder)
    (folder / "data" / "feest" / "kalender.csv").write_text(CALENDAR, encoding="utf-8")
    return risky_home(folder)


def _theme_layer(purpose: str) -> str:
    return f"""
[layers.laag_{purpose}]
kind = "context"
label = "Laag {purpose}"
observes = "plaats"
noun = "ding"
noun_plural = "dingen"
context = "{purpose}"

[layers.laag_{purpose}.privacy]
finest = "places"
"""


def _layers() -> Sequence[Any]:
    box = shapely.box
    raster = _raster()
    return (
        layer("rail", "lines", features=[
            ({"lijn": "Proeflijn"}, shapely.LineString([(98_000, 421_500), (104_000, 421_500)])),
        ]),
        layer("rail_zone", "zones"),
        layer("station", "places", features=[
            ({"naam": "Proef Centraal", "code": "PC"}, shapely.Point(101_000, 421_500)),
        ]),
        layer("vulnerable", "places", features=[
            (_place("Ziekenhuis", "zeer_kwetsbaar"), shapely.Point(100_900, 421_550)),
            (_place("School", "kwetsbaar"), shapely.Point(100_500, 421_200)),
            (_place("Loods", "beperkt_kwetsbaar"), shapely.Point(100_950, 421_500)),
            (_place("Verpleeghuis", "zeer_kwetsbaar"), shapely.Point(100_500, 420_500)),
        ]),
        layer("shelter", "places", features=[
            ({"naam": "Sporthal Oost", "vloeroppervlak_m2": 350}, shapely.Point(101_500, 421_500)),
            ({"naam": "Sporthal Zuid", "vloeroppervlak_m2": 700}, shapely.Point(100_500, 420_500)),
        ], synthetic=True),
        layer("flood_zone", "zones", features=[
            (_water(1.0, 1.0, 6), box(100_000, 421_000, 101_000, 421_500)),
            (_water(3.0, 3.0, 2), box(100_000, 420_000, 101_000, 421_000)),
        ], synthetic=True),
        layer("flood_depth", "raster", raster=raster, file="raster.tif", synthetic=True),
        layer("flood_duration", "raster", raster=raster, file="leeg.tif", no_cells=True),
        layer("people", "table", table=[
            ["buurtcode", "inwoners", "huishoudens", "pct_65plus"],
            ["BU99990100", 1300, 600, 20],
            ["BU99990101", 900, 400, 10],
            ["BU99990200", 45, 20, None],
            ["BU99990201", 0, 0, None],
        ]),
        layer("address", "places"),
        layer("neighbour", "zones"),
        layer("risk_area", "zones"),
        layer("risk_company", "places"),
        layer("pipeline", "lines"),
        layer("transport", "table", table=[
            ["lijn", "stofcategorie", "wagens_per_jaar", "jaar"],
            ["Proeflijn", "A", None, None],
        ]),
        layer("dry_floor", "table", table=[
            ["buurtcode", "droge_verdieping_deel"], ["BU99990100", 0.75], ["BU99990200", None],
        ]),
    )  # fmt: skip


def layer(purpose: str, kind: str, **more: Any) -> Any:  # noqa: ANN401 - a RiskLayer
    """Return a layer of a purpose, with that as its id."""
    features = tuple(more.pop("features", ()))
    return declarations().RiskLayer(
        id=purpose, kind=kind, purpose=purpose, label=purpose, note="", attribution="Verzonnen",
        licence="CC0-1.0", details="", year=2023, features=features, approximate=False, **more,
    )  # fmt: skip


def _place(name: str, vulnerability: str) -> dict[str, object]:
    return {"naam": name, "kwetsbaarheid": vulnerability, "soort": "gebouw"}


def _water(low: float, high: float, hour: int) -> dict[str, object]:
    return {
        "scenario": "proef", "diepte_van_m": low, "diepte_tot_m": high, "aankomst_uur": hour,
        "duur_uur": None,
    }  # fmt: skip


def _raster() -> bytes:
    """Return a raster of 100 m: 2 m in the south half of Zuid, dry elsewhere; no data outside."""
    declarations()
    import flood_example  # noqa: PLC0415 - a script, no package
    import numpy as np  # noqa: PLC0415 - idem

    x, y = (
        axis.ravel() for axis in np.meshgrid(np.arange(100_050, 101_000, 100.0),
                                             np.arange(420_050, 420_500, 100.0))
    )  # fmt: skip
    depth = np.full(len(x), 2.0)
    return bytes(flood_example.geotiff(flood_example.Cells(x, y, depth, depth, 100.0), depth))
