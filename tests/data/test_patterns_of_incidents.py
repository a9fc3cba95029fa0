"""What a researcher would expect of the incidents is in them: in space, in time, in both."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    Truth = list[dict[str, Any]]
    Day = str | np.datetime64
    #: `Points` of conftest.py; test folders are not packages, so it cannot be imported.
    Points = Any
    PointReader = Callable[[str], Points]

CENTRE = (105_350, 425_500)  # Grote Markt, RD metres
DAY = np.timedelta64(1, "D")


def hour_of(moments: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Return the hour of the day."""
    return (moments - moments.astype("datetime64[D]")).astype("timedelta64[h]").astype(int)


def weekday_of(moments: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Return the day of the week, 0 for Monday: 1 January 1970 was a Thursday."""
    return (moments.astype("datetime64[D]").astype(int) + 3) % 7


def during(points: Points, first: Day, last: Day) -> Points:
    """Return the points that begin between two days, both included."""
    day = points.begin.astype("datetime64[D]")
    return points.where((day >= np.datetime64(first)) & (day <= np.datetime64(last)))


def outside_planted(points: Points, truth: Truth, layer: str, factor: float = 1.0) -> Points:
    """Return the points that lie in no planted circle of a layer."""
    keep = np.ones(points.x.size, dtype=bool)
    for spot in truth:
        if spot["layer"] == layer:
            away_m = np.hypot(points.x - spot["x_rd"], points.y - spot["y_rd"])
            keep &= away_m > factor * spot["radius_m"]
    return points.where(keep)


def close_pairs(x: NDArray[np.float64], y: NDArray[np.float64], day: NDArray[np.int64]) -> int:
    """Return the number of pairs within 200 m and 14 days."""
    near = np.hypot(x[:, None] - x, y[:, None] - y) <= 200
    soon = np.abs(day[:, None] - day) <= 14
    # Each pair is counted twice, each incident with itself once.
    return (np.count_nonzero(near & soon) - x.size) // 2


def test_burglaries_repeat_nearby_more_often_than_chance(points: PointReader, truth: Truth) -> None:
    # Without the planted hotspots, which come and go and so are close in time by themselves.
    homes = outside_planted(points("woninginbraak"), truth, "woninginbraak", factor=2.0)
    day = homes.begin.astype("datetime64[D]").astype(int)
    rng = np.random.default_rng(1)
    chance = [close_pairs(homes.x, homes.y, rng.permutation(day)) for _ in range(99)]
    observed = close_pairs(homes.x, homes.y, day)
    # Above all 99 permutations: p = 0,01 at most; and twice what chance would give.
    assert observed > max(chance)
    assert observed > 2 * np.mean(chance)


def test_burglaries_prefer_the_dark_months(points: PointReader) -> None:
    month = points("woninginbraak").begin.astype("datetime64[M]").astype(int) % 12 + 1
    # November to January and May to July have 92 days each.
    winter = np.isin(month, (11, 12, 1)).sum()
    summer = np.isin(month, (5, 6, 7)).sum()
    assert winter > 1.5 * summer


def test_winter_burglaries_come_in_the_evening(points: PointReader) -> None:
    homes = points("woninginbraak")
    short = homes.where(homes.timed & (homes.end - homes.begin <= np.timedelta64(6, "h")))
    month = short.begin.astype("datetime64[M]").astype(int) % 12 + 1
    evening = (hour_of(short.begin) >= 16) & (hour_of(short.begin) < 23)
    # 7 of 24 hours would be 29 % by chance.
    assert evening[np.isin(month, (11, 12, 1))].mean() > 0.5


def test_absences_are_moments_evenings_and_holidays_and_never_end_before_they_begin(
    points: PointReader,
) -> None:
    homes = points("woninginbraak")
    length_h = (homes.end - homes.begin)[~np.isnat(homes.end) & homes.timed].astype(int) / 60
    assert length_h.min() == 0
    assert 0.02 < np.mean(length_h == 0) < 0.15
    assert np.mean((length_h > 0) & (length_h <= 12)) > 0.6
    assert 0.02 < np.mean(length_h > 72) < 0.15
    assert 0 < np.isnat(homes.end).mean() < 0.15
    assert 0 < np.mean(~homes.timed) < 0.05


@pytest.mark.parametrize("number", range(9))
def test_planted_hotspots_are_denser_than_elsewhere(
    points: PointReader, truth: Truth, number: int
) -> None:
    assert len(truth) == 9
    spot = truth[number]
    layer = points(spot["layer"])
    soort = layer.where(layer.soort == (spot["soort"] or ""))
    place = spot["x_rd"], spot["y_rd"], spot["radius_m"]
    at_its_time = during(soort, spot["from"], spot["to"])
    found = at_its_time.within(*place).x.size
    assert found >= spot["events"]
    # The same circle around every incident elsewhere, at the same time. Bicycles are stolen in
    # the shopping streets as well, so a planted hotspot need not be the very densest.
    elsewhere = outside_planted(at_its_time, truth, spot["layer"], factor=3.0)
    others = [
        at_its_time.within(x, y, spot["radius_m"]).x.size
        for x, y in zip(elsewhere.x, elsewhere.y, strict=True)
    ]
    assert found > np.quantile(others, 0.97)


@pytest.mark.parametrize("number", range(9))
def test_planted_hotspots_come_and_go_when_the_truth_says(
    points: PointReader, truth: Truth, number: int
) -> None:
    spot = truth[number]
    layer = points(spot["layer"])
    soort = layer.where(layer.soort == (spot["soort"] or ""))
    circle = soort.within(spot["x_rd"], spot["y_rd"], spot["radius_m"])
    first, last = np.datetime64(spot["from"]), np.datetime64(spot["to"])
    at_its_time = during(circle, first, last).x.size / ((last - first) / DAY + 1)
    before = (first - np.datetime64("2015-01-01")) / DAY
    after = (np.datetime64("2017-12-31") - last) / DAY
    assert (before == 0) == (spot["kind"] in {"stable", "vanishing"})
    assert (after == 0) == (spot["kind"] in {"stable", "emerging"})
    if before:
        quiet = during(circle, "2015-01-01", first - DAY).x.size / before
        assert at_its_time > 3 * quiet
    if after:
        quiet = during(circle, last + DAY, "2017-12-31").x.size / after
        assert at_its_time > 3 * quiet


def test_no_planted_hotspots_of_one_layer_touch(truth: Truth) -> None:
    for i, spot in enumerate(truth):
        for other in truth[:i]:
            if (spot["layer"], spot["soort"]) == (other["layer"], other["soort"]):
                away_m = np.hypot(spot["x_rd"] - other["x_rd"], spot["y_rd"] - other["y_rd"])
                assert away_m > 3 * (spot["radius_m"] + other["radius_m"]) / 2


def test_violence_in_the_inner_city_belongs_to_weekend_nights(points: PointReader) -> None:
    inner = points("geweld").within(*CENTRE, 400)
    inner = inner.where(inner.timed)
    hour = hour_of(inner.begin)
    night = (hour >= 21) | (hour < 5)
    # Nights from Friday to Saturday and from Saturday to Sunday, cut at noon: 2 of 7 is 29 %.
    shifted = weekday_of(inner.begin - np.timedelta64(12, "h"))
    weekend_night = night & np.isin(shifted, (4, 5))
    assert weekend_night.mean() > 0.36


def test_bicycles_are_stolen_at_the_station_by_day(points: PointReader) -> None:
    layer = points("vermogensmisdrijven")
    bikes = layer.where((layer.soort == "fietsendiefstal") & layer.timed)
    station = bikes.within(105_420, 424_530, 200)
    assert station.x.size > 0.12 * bikes.x.size
    hour = hour_of(station.begin)
    assert np.mean((hour >= 8) & (hour < 20)) > 0.75


def test_noise_is_reported_near_events_on_their_nights(points: PointReader) -> None:
    layer = points("overlast")
    noise = layer.where((layer.soort == "geluid") & layer.timed)
    events = points("evenementen")
    music = events.where(events.soort == "muziek")

    def reports(shift: np.timedelta64) -> int:
        start = music.begin.astype("datetime64[D]").astype("datetime64[m]") + shift
        first, last = start + np.timedelta64(20, "h"), start + np.timedelta64(26, "h")
        near = np.hypot(noise.x[:, None] - music.x, noise.y[:, None] - music.y) <= 300
        soon = (noise.begin[:, None] >= first) & (noise.begin[:, None] < last)
        return np.count_nonzero((near & soon).any(axis=1))

    # The same weekday a week earlier and later is what these places give without the event.
    week = np.timedelta64(7, "D")
    assert reports(np.timedelta64(0, "D")) > 1.5 * max(reports(week), reports(-week))


def test_a_declaration_is_changed_in_two_lines_only(home: Path, tmp_path: Path) -> None:
    path = home / "data" / "_build" / "declarations.py"
    spec = importlib.util.spec_from_file_location("declarations", path)
    declarations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(declarations)
    theme = tmp_path / "theme.toml"
    before = (
        '[layers.a.source]\nfile = "a.csv"\nrows = 1\nsha256 = "old"\ncrs = "x"\n\n'
        '[layers.b.source]\nfile = "b.csv" # made\ncrs = "x"\n\n[layers.b.style]\nrows = 9\n'
    )
    theme.write_text(before, encoding="utf-8")
    assert declarations.declare(theme, "b.csv", 7, "new")
    assert theme.read_text("utf-8") == before.replace(
        '"b.csv" # made\n', '"b.csv" # made\nrows = 7\nsha256 = "new"\n'
    )
    assert declarations.declare(theme, "a.csv", 2, "new")
    assert 'file = "a.csv"\nrows = 2\nsha256 = "new"\ncrs' in theme.read_text("utf-8")
    assert not declarations.declare(theme, "c.csv", 1, "new")
