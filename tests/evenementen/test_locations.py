from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from hotspots.catalog.specs import ContextSpec, Source
from hotspots.errors import SourceError
from hotspots.evenementen.locations import locations_from

COLUMNS = {
    "name": "naam", "code": "plek", "category": "soort", "usable_m2": "m2", "exits_m": "uit",
    "days": "dagen", "sound_days": "geluid", "quiet": "stil", "indoor": "binnen",
}  # fmt: skip
SPEC = ContextSpec("plekken", "places", "P", Path(), Source("f", "bron", "l"), COLUMNS)
WHOLE = {
    "naam": "Markt", "plek": "markt", "soort": "plein", "m2": 1200, "uit": "4; 3,5",
    "dagen": "A=12;B=2", "geluid": "", "stil": "12-30/01-02 jaarwisseling", "binnen": "nee",
}  # fmt: skip


def read(geometry: Any = None, **told: Any) -> Any:  # noqa: ANN401
    geometry = shapely.Point(100, 200) if geometry is None else geometry
    features = gpd.GeoDataFrame([WHOLE | told], geometry=[geometry], crs="EPSG:28992")
    return locations_from(SPEC, features).items[0]


def test_every_figure_of_a_place_is_read() -> None:
    place = read()
    assert (place.id, place.usable_m2, place.exits_m) == ("markt", 1200.0, (4.0, 3.5))
    assert (dict(place.days), dict(place.sound_days)) == ({"A": 12, "B": 2}, {})
    assert place.indoor is False
    assert [(p.first, p.last, p.reason) for p in place.quiet] == [
        ((12, 30), (1, 2), "jaarwisseling")
    ]
    assert (place.x_rd, place.y_rd) == (100.0, 200.0)


def test_a_shape_lies_at_its_middle_and_lends_its_area_where_none_is_told() -> None:
    square = shapely.box(0, 0, 40, 50)
    told = read(square)
    assert (told.x_rd, told.y_rd, told.usable_m2, told.area_from_shape) == (20, 25, 1200, False)
    unknown_size = read(square, m2=None)
    # All 40 x 50 m2 of it, also where nobody can stand: that is said.
    assert (unknown_size.usable_m2, unknown_size.area_from_shape) == (2000.0, True)


def test_what_is_not_filled_in_is_not_known() -> None:
    place = read(m2=None, uit="", dagen="", stil="", binnen="", plek="")
    assert (place.usable_m2, place.exits_m, place.indoor) == (None, (), None)
    # Without an id of its own its name is its id.
    assert place.id == "Markt"


@pytest.mark.parametrize(
    ("column", "value"),
    [("m2", "groot"), ("uit", "4 en 3"), ("dagen", "D=3"), ("dagen", "12"), ("stil", "4 mei"),
     ("binnen", "soms")],
)  # fmt: skip
def test_a_figure_that_cannot_be_read_stops_with_the_name_of_the_place(
    column: str, value: str
) -> None:
    with pytest.raises(SourceError, match="locatie 'Markt'") as refused:
        read(**{column: value})
    # What stands there, and not what Python says of it.
    assert refused.value.detail.startswith(f"Gevonden: {value}. Verwacht")


def test_two_places_with_one_id_are_refused() -> None:
    features = gpd.GeoDataFrame(
        [WHOLE, WHOLE], geometry=shapely.points([[0, 0], [1, 1]]), crs="EPSG:28992"
    )
    with pytest.raises(SourceError, match="twee keer"):
        locations_from(SPEC, features)
