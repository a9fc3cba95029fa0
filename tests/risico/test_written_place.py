"""Where an incident is: coordinates, a kilometre, a name, an address; and what is refused."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from hotspots.errors import SelectionError
from hotspots.incoming.checking.places import Locator
from hotspots.risico.incident_words import point_name, where_sentence
from hotspots.risico.objects import Place, Places
from hotspots.risico.written_place import KnownPlaces, NumberedLine, place_of

STATIONS = Places((Place("Proef Centraal", "", 101_000.0, 421_500.0),))
#: A line of 4 km to the east with kilometre 30 in the west and 26 in the east, and one north.
EAST = NumberedLine("Proef - Oost", shapely.LineString([(0, 0), (1000, 0), (4000, 0)]), 30.0, 26.0)
NORTH = NumberedLine("Proef - Noord", shapely.LineString([(0, 0), (0, 2000)]), 28.0, 30.0)
ADDRESSES = gpd.GeoDataFrame(
    {
        "street": ["Grote Markt", "Grote Markt", "Plein 1940", "Dubbelstraat", "Dubbelstraat"],
        "house_number": ["4", "4", "7", "1", "1"],
        "house_letter": ["", "A", "", "", ""],
        "house_addition": ["", "", "2", "", ""],
        "postcode": ["3311PX", "3311PX", "3312AB", "3313AA", "3314BB"],
    },
    geometry=shapely.points(
        [[101_000, 421_000], [101_100, 421_000], [101_200, 421_000], [101_300, 421_000],
         [109_000, 421_000]]
    ),
    crs="EPSG:28992",
)  # fmt: skip
KNOWN = KnownPlaces(
    STATIONS,
    (Places((Place("Ziekenhuis Noord", "", 1.0, 2.0), Place("Zwembad", "", 3.0, 4.0),
             Place("Zwembad Oost", "", 5.0, 6.0))),),
    (EAST, NORTH),
    ADDRESSES,
)  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["101000,421500", "101000, 421500", "101000 421500", "101000;421500", "101000,0; 421500,0"],
)
def test_two_numbers_are_metres_in_rd(written: str) -> None:
    place = place_of(written, KNOWN)
    assert (place.x_rd, place.y_rd, place.sort) == (101_000, 421_500, "rd")


@pytest.mark.parametrize(
    "written", ["5.38720621,52.15517440", "52.1551744, 5.38720621", "52,1551744 5,38720621"]
)
def test_degrees_are_read_in_either_order(written: str) -> None:
    # The tower of Amersfoort is the origin of RD: x 155.000, y 463.000.
    place = place_of(written, KNOWN)
    assert place.sort == "degrees"
    assert (place.x_rd, place.y_rd) == pytest.approx((155_000, 463_000), abs=1.0)


@pytest.mark.parametrize(
    "written",
    [
        # As the sheet says where an incident is, as it names one without a name, and the worst spot
        # of the track.
        "x 101.000, y 421.500 (RD)", "punt 101.000 – 421.500 (RD)", "x 101.000, y 421.500",
        "101.000 421.500", "101.000, 421.500", "x 101000 y 421500", "X=101000; Y=421500",
    ],
)  # fmt: skip
def test_metres_are_read_as_a_sheet_prints_them(written: str) -> None:
    place = place_of(written, KNOWN)
    assert (place.x_rd, place.y_rd, place.sort) == (101_000, 421_500, "rd")


@pytest.mark.parametrize(
    "written",
    [
        "52,15517 N, 5,38721 O", "5,38721 O, 52,15517 N", "52.15517° N 5.38721° E",
        "52.15517N 5.38721E", "52,15517 NB; 5,38721 OL",
    ],
)  # fmt: skip
def test_degrees_are_read_as_a_sheet_prints_them(written: str) -> None:
    # The tower of Amersfoort, to 5 decimals of a degree: 1 m.
    place = place_of(written, KNOWN)
    assert place.sort == "degrees"
    assert (place.x_rd, place.y_rd) == pytest.approx((155_000, 463_000), abs=1.5)


def test_the_place_of_an_incident_can_be_typed_again_from_what_is_said_of_it() -> None:
    said = where_sentence(101_000, 421_500, (4.60469, 51.77955), "Noord")
    metres, degrees, _ = said.removeprefix("Ligging: ").split("; ")
    assert place_of(metres, KNOWN).x_rd == 101_000
    assert place_of(degrees, KNOWN).x_rd == pytest.approx(101_000, abs=2)
    assert place_of(point_name(101_000, 421_500), KNOWN).y_rd == 421_500


@pytest.mark.parametrize(
    ("written", "x", "y"),
    [
        # From 30 down to 26 over 4.000 m: kilometre 29 lies 1.000 m from the begin.
        ("Proef - Oost, km 29", 1_000, 0),
        ("Proef - Oost km 26,5", 3_500, 0),
        # 29 on the line to the north: half of 2.000 m.
        ("km 29 Noord", None, None),
        ("29 km Noord", 0, 1_000),
        # 27 is on one line only.
        ("km 27", 3_000, 0),
    ],
)
def test_a_kilometre_lies_along_its_line(written: str, x: float | None, y: float | None) -> None:
    if x is None:
        # A name behind "km 29" is no way of writing that is known.
        with pytest.raises(SelectionError):
            place_of(written, KNOWN)
        return
    place = place_of(written, KNOWN)
    assert (place.x_rd, place.y_rd, place.sort) == (x, y, "kilometre")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("km 29", "ligt op 2 spoorlijnen"),
        ("km 99", "ligt op geen enkele spoorlijn"),
        ("Zwembad O", "niet gevonden"),
        ("zwem", "past bij meer dan één plaats"),
        ("Nergens", "niet gevonden"),
        ("Nergens 12", "niet gevonden"),
        ("Dubbelstraat 1", "meer dan één keer"),
        ("0,0", "niet in Nederland"),
        ("51,81", "niet in Nederland"),
        ("999.999 424.530", "niet in Nederland"),
        # Frankfurt: nobody takes these for thousands.
        ("50.110, 18.682", "niet in Nederland"),
    ],
)
def test_what_is_nowhere_or_in_two_places_is_refused(written: str, said: str) -> None:
    if written == "Zwembad O":
        assert place_of(written, KNOWN).name == "Zwembad Oost"
        return
    with pytest.raises(SelectionError, match=said):
        place_of(written, KNOWN)


@pytest.mark.parametrize(
    ("written", "name", "sort"),
    [
        ("proef centraal", "Proef Centraal", "station"),
        ("station Proef Centraal", "Proef Centraal", "station"),
        ("ziekenhuis", "Ziekenhuis Noord", "place"),
        # The whole name goes before a part of another.
        ("Zwembad", "Zwembad", "place"),
    ],
)
def test_a_name_is_enough(written: str, name: str, sort: str) -> None:
    place = place_of(written, KNOWN)
    assert (place.name, place.sort) == (name, sort)


@pytest.mark.parametrize(
    ("written", "x"),
    [
        ("Grote Markt 4", 101_000),
        ("grote markt 4a", 101_100),
        ("Grote Markt 4, 3311PX Dordrecht", 101_000),
        ("3311 px 4-A", 101_100),
        ("3311PX 4 Dordrecht", 101_000),
        ("Grote Markt 4 Dordrecht", 101_000),
        # The street ends in a number, and only 7-2 is there.
        ("Plein 1940 7", 101_200),
        ("Plein 1940 7-2", 101_200),
        ("Dubbelstraat 1, 3314BB", 109_000),
    ],
)
def test_an_address_is_looked_up_in_the_register(written: str, x: float) -> None:
    place = place_of(written, KNOWN)
    assert (place.x_rd, place.sort) == (x, "address")


def test_without_a_register_and_a_service_an_address_is_refused_with_what_to_do() -> None:
    with pytest.raises(SelectionError, match="geen adressen met straat en huisnummer") as refused:
        place_of("Grote Markt 4", KnownPlaces(STATIONS))
    assert "geocode = true" in refused.value.do


def test_an_address_leaves_the_building_only_where_a_service_is_allowed() -> None:
    asked: list[str] = []

    def service(address: object) -> tuple[float, float] | str:
        asked.append(str(address))
        return (102_000.0, 421_000.0) if "Markt" in str(address) else "staat er niet"

    allowed = KnownPlaces(STATIONS, locator=Locator(service, "PDOK"))
    assert place_of("Grote Markt 4", allowed).x_rd == 102_000
    with pytest.raises(SelectionError, match="PDOK: staat er niet"):
        place_of("Elders 4", allowed)
    assert len(asked) == 2
    # What the register has, or what is no address at all, is asked nobody.
    place_of("Grote Markt 4", KnownPlaces(STATIONS, addresses=ADDRESSES, locator=allowed.locator))
    with pytest.raises(SelectionError):
        place_of("zomaar iets", allowed)
    assert len(asked) == 2


def test_the_kilometres_are_not_made_up() -> None:
    bare = NumberedLine("Proef", shapely.LineString([(0, 0), (0, 2000)]))
    with pytest.raises(SelectionError, match="kilometers van het spoor zijn hier niet bekend"):
        place_of("km 1", KnownPlaces(STATIONS, lines=(bare,)))
