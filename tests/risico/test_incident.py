"""The zone of an incident, whom to warn, and what should not lie together."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.errors import SelectionError
from hotspots.risico.incident import Incident, incident_zone, to_warn, wind_from
from hotspots.risico.incident_words import incident_report
from hotspots.risico.objects import Event, Place, Places, vulnerable_places
from hotspots.risico.rail_inputs import rail_inputs
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.tally import large_events_in_zones, shelters_in_zones, vulnerable_in_pr
from hotspots.risico.zones import drawn, rail_zones

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.risico.report import ScenarioReport


def one(x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([x]), np.array([y])


@pytest.mark.parametrize(
    ("x", "y", "is_in"),
    [
        # A west wind drives the cloud east: 1.499 m downwind, and 20 degrees aside of that.
        (102_499, 421_500, True),
        (102_501, 421_500, False),
        (101_000 + 1_000 * np.cos(np.radians(19.9)), 421_500 + 1_000 * np.sin(np.radians(19.9)), 1),
        (101_000 + 1_000 * np.cos(np.radians(20.1)), 421_500 + 1_000 * np.sin(np.radians(20.1)), 0),
        # Against the wind only within 50 m.
        (100_951, 421_500, True),
        (100_949, 421_500, False),
    ],
)
def test_a_cloud_goes_where_the_wind_goes(
    workspace: Workspace, x: float, y: float, is_in: bool
) -> None:
    zone = incident_zone(
        Incident("gifwolk", 101_000, 421_500, 270), rail_inputs(workspace, "nacht")
    )
    assert zone.covers(*one(x, y))[0] == is_in


@given(st.floats(0, 360), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_the_outline_of_a_cloud_holds_the_points_that_are_in_it(
    workspace: Workspace, wind: float, seed: int
) -> None:
    zone = incident_zone(
        Incident("gifwolk", 101_000, 421_500, wind), rail_inputs(workspace, "nacht")
    )
    random = np.random.default_rng(seed)
    x, y = random.uniform(99_400, 102_600, 300), random.uniform(419_900, 423_100, 300)
    # The outline is drawn with straight pieces: it may miss a point by 0,1 m, nowhere more.
    inside = zone.covers(x, y)
    points = shapely.points(x, y)
    assert shapely.distance(zone.outline, points[inside]) == pytest.approx(0, abs=0.1)
    assert not shapely.contains(shapely.buffer(zone.outline, -0.1), points[~inside]).any()


def test_a_bleve_at_the_station_reaches_a_circle_of_people(workspace: Workspace) -> None:
    answer = spoor_answer(workspace, "nacht", incident=Incident("bleve", 101_000, 421_500))
    assert answer.incident is not None
    # Half of a circle of 200 m in each buurt: pi * 0,2^2 / 2 of a km2 each.
    half = np.pi * 0.04 / 2
    expected = [1_300 * half, 900 * half, 0, 0]
    assert answer.incident.exposure.per_buurt("night") == pytest.approx(expected, rel=2e-4)


def test_the_most_vulnerable_are_warned_first_and_the_nearest_among_them(
    workspace: Workspace,
) -> None:
    incident = Incident("gifwolk", 101_000, 421_500, 90)
    zone = drawn("alles", "", shapely.box(100_000, 420_000, 102_000, 422_000), "")
    warned = to_warn(incident, zone, vulnerable_places(workspace))
    # Ziekenhuis at 112 m and Verpleeghuis at 1.118 m go before the Loods at 50 m.
    assert [entry.place.name for entry in warned] == [
        "Ziekenhuis", "Verpleeghuis", "School", "Loods",
    ]  # fmt: skip
    assert [entry.order for entry in warned] == [1, 2, 3, 4]
    assert warned[0].distance_m == pytest.approx(np.hypot(100, 50))


@pytest.mark.parametrize(
    ("kind", "x", "wind", "said"),
    [
        ("brand", 101_000, None, "plasbrand, bleve, gifwolk"),
        ("bleve", 5.0, None, "x 5"),
        ("bleve", 999_999, None, "niet in Nederland"),
        ("gifwolk", 101_000, None, "windrichting nodig"),
        ("gifwolk", 101_000, 400, "0 tot en met 360"),
        ("bleve", float("nan"), None, "niet in Nederland"),
    ],
)
def test_an_incident_that_cannot_be_is_refused(
    kind: str, x: float, wind: float | None, said: str
) -> None:
    y = 5.0 if x == 5.0 else 421_500
    if x == 5.0:
        said = "niet in Nederland"
    with pytest.raises(SelectionError, match=said):
        Incident(kind, x, y, wind)  # type: ignore[arg-type]


def event(visitors: float | None, *, outdoors: bool = True, x: float = 101_000) -> Event:
    return Event("Feest", "plein", visitors, outdoors, x, 421_600)


def test_a_large_event_in_the_open_air_inside_a_zone_is_flagged_in_the_first_of_them(
    workspace: Workspace,
) -> None:
    zones = rail_zones(rail_inputs(workspace, "nacht"))
    # 100 m from the track: not in the 30 m of brand, in the 200 m of explosie.
    flags = large_events_in_zones([event(5_000)], zones, from_persons=5_000)
    assert [(flag.name, flag.zone, flag.severity) for flag in flags] == [
        ("Feest", "explosie", "oranje")
    ]
    assert "(berekend)" in flags[0].sentence
    for other in (event(4_999), event(None), event(9_000, outdoors=False)):
        assert large_events_in_zones([other], zones, from_persons=5_000) == ()


def test_a_shelter_in_a_zone_is_flagged() -> None:
    zone = drawn("water", "Onder water", shapely.box(0, 0, 10, 10), "")
    wet, dry = Place("Hal", "", 5, 5), Place("Zaal", "", 15, 5)
    assert [flag.name for flag in shelters_in_zones([wet, dry], [zone])] == ["Hal"]


def test_only_the_two_higher_classes_are_flagged_red_inside_the_limit_value() -> None:
    zone = drawn("pr10_6", "PR", shapely.box(0, 0, 10, 10), "")
    other = drawn("explosie", "Explosie", shapely.box(0, 0, 90, 90), "")
    places = [
        Place("School", "", 5, 5, "kwetsbaar"),
        Place("Zorg", "", 6, 6, "zeer_kwetsbaar"),
        Place("Loods", "", 5, 5, "beperkt_kwetsbaar"),
        Place("Verder", "", 50, 50, "kwetsbaar"),
    ]
    flags = vulnerable_in_pr(places, [zone, other])
    assert [(flag.name, flag.severity) for flag in flags] == [("School", "rood"), ("Zorg", "rood")]
    # Without its outline there is nothing to flag.
    assert vulnerable_in_pr(places, [other]) == ()


def test_no_places_are_no_flags() -> None:
    zone = drawn("pr10_6", "PR", shapely.box(0, 0, 10, 10), "")
    assert shelters_in_zones(Places(()).places, [zone]) == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"distance_m": 0.0}, "afstand van de zone"),
        ({"distance_m": 1e6}, "afstand van de zone"),
        ({"distance_m": float("nan")}, "afstand van de zone"),
        ({"half_deg": 0.0}, "halve breedte"),
        ({"half_deg": 181.0}, "halve breedte"),
    ],
)
def test_measures_that_cannot_be_are_refused(given: dict[str, float], said: str) -> None:
    with pytest.raises(SelectionError, match=said):
        Incident("gifwolk", 101_000, 421_500, 90, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["noordoosten", "no", "45", "45,0"])
def test_wind_is_degrees_letters_or_a_word(written: str) -> None:
    assert wind_from(written) == 45


@pytest.mark.parametrize("written", ["", "overal", "N-W-W"])
def test_a_wind_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(SelectionError, match="niet te lezen"):
        wind_from(written)


def test_who_is_open_at_the_time_of_the_incident_goes_first() -> None:
    zone = drawn("alles", "", shapely.box(0, 0, 1e6, 1e6), "")
    bad = Place("Bad", "zwemlocatie", 101_010, 421_500, "kwetsbaar", opens_h=7, closes_h=22)
    bar = Place("Bar", "gebouw", 101_900, 421_500, "kwetsbaar", opens_h=20, closes_h=4)
    order = {
        at: [
            (one.place.name, one.open)
            for one in to_warn(
                Incident("bleve", 101_000, 421_500, time=time(at, 30)),
                zone,
                Places((bad, bar)),
                "dag",
            )
        ]
        for at in (3, 10, 21)
    }
    # At 3.30 only the bar is open, after midnight; at 10.30 only the pool; at 21.30 both, the
    # nearest first. The scenario by day does not matter where the time is known.
    assert order == {
        3: [("Bar", True), ("Bad", False)],
        10: [("Bad", True), ("Bar", False)],
        21: [("Bad", True), ("Bar", True)],
    }


def test_a_time_that_is_not_that_of_the_scenario_is_said(workspace: Workspace) -> None:
    def report(at: time | None, scenario: str) -> ScenarioReport:
        incident = Incident("bleve", 101_000, 421_500, time=at)
        return incident_report(
            spoor_answer(workspace, scenario, incident=incident, day=date(2018, 6, 2))
        )

    assert report(time(14), "nacht").flags[0][1].startswith("Het ongeval is om 14:00")
    assert report(time(14), "dag").flags == ()
    assert report(time(20), "nacht").flags == ()
    assert "Tijdstip van het ongeval: 02-06-2018 om 03:05." in report(time(3, 5), "nacht").sentences
    assert (
        "Tijdstip van het ongeval: 02-06-2018, uur niet ingevuld."
        in report(None, "nacht").sentences
    )


def test_within_a_class_the_largest_need_goes_first_and_unknown_is_no_zero() -> None:
    zone = drawn("alles", "", shapely.box(0, 0, 1e6, 1e6), "")
    places = [
        Place("Leeg", "verpleeghuis", 101_010, 421_500, "zeer_kwetsbaar", dependent=0),
        Place("Ver weg groot", "verpleeghuis", 101_900, 421_500, "zeer_kwetsbaar", dependent=150),
        Place("Klein", "verpleeghuis", 101_100, 421_500, "zeer_kwetsbaar", dependent=20),
        Place("Onbekend", "verpleeghuis", 101_050, 421_500, "zeer_kwetsbaar"),
        Place("Nog onbekend", "verpleeghuis", 101_020, 421_500, "zeer_kwetsbaar"),
        Place("Flat", "gebouw", 101_001, 421_500, "kwetsbaar", dependent=900),
    ]
    told = to_warn(Incident("bleve", 101_000, 421_500), zone, Places(tuple(places)), "nacht")
    # 150 before 20; of who knows nobody the nearest (20 m, then 50 m); none to help comes last of
    # its class, and the class goes before all numbers.
    assert [one.place.name for one in told] == [
        "Ver weg groot", "Klein", "Nog onbekend", "Onbekend", "Leeg", "Flat",
    ]  # fmt: skip
    assert [one.order for one in told] == [1, 2, 3, 4, 5, 6]
