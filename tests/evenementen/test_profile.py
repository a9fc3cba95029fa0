from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from event_town import MARKT, PARK, PLACES, ask, calendar_home, event, event_calendar
from hotspots.access.importing import add_event, import_file
from hotspots.access.workspace import open_workspace
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.periods import days_of_wijken, pressure_on_buurten, pressure_on_cells
from hotspots.evenementen.pressure import spread_residents
from hotspots.evenementen.profile import days_to_compare, profile_of
from hotspots.evenementen.request import announcement_of
from hotspots.evenementen.settings import read_settings
from hotspots.risico.at_place import floods_at
from risky_town import festive_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = calendar_home(tmp_path_factory.mktemp("town"))
    # Event days at the markt: 5, 6 and 12 January 2017. In the town's incidents, near the markt
    # (100.550, 421.550) lies one on 6 January 2017, with a date alone.
    rows = [
        "id,soort,begin,eind,titel,locatie,bezoekers,status",
        "1,muziek,2017-01-05 20:00,2017-01-06 18:00,Twee dagen,markt,200,vergund",
        "2,muziek,2017-01-12 20:00,2017-01-12 23:00,Avond,markt,200,vergund",
    ]
    (home.root / "data/feest/kalender.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return open_workspace(home, role="analist")


def test_the_residents_of_a_buurt_are_spread_over_its_cells(shared: Workspace) -> None:
    mask = shared.library.masks["households"]
    found = spread_residents(shared.geography, mask, 100)
    # Noord 1.300, Oost 900, Zuid 45; Haven has no homes. Each buurt is 100 cells of 100 m.
    assert found.number.sum() == pytest.approx(2245)
    per_buurt = np.bincount(found.buurt, weights=found.number, minlength=4)
    assert per_buurt.tolist() == pytest.approx([1300, 900, 45, 0])
    assert found.number[found.buurt == 0].tolist() == pytest.approx([13.0] * 100)
    assert found.label == "inwoners"


def test_a_profile_holds_the_year_of_a_location(shared: Workspace) -> None:
    calendar = open_calendar(shared)
    profile = profile_of(shared, calendar, "markt", 2017)
    assert profile.capacity.people == 2000
    assert len(profile.strip) == 365
    # Days 5, 6 and 12 of January.
    assert [at + 1 for at, risk in enumerate(profile.strip) if risk] == [5, 6, 12]
    assert profile.used.events[0].granted == 3
    assert len(profile.events) == 2
    # 100-m cells with their middle within 100 m of (100.500, 421.500), a corner of four cells:
    # those four at 71 m, no others (the next are at 158 m): 4 x 13 = 52.
    first = profile.rings[0]
    assert (first.distance_m, first.residents) == (100.0, 52)
    # Each of them has all three event days within 250 m.
    assert first.event_days == 3.0
    assert profile.synthetic
    # What is not loaded is said to be not loaded.
    assert {near.loaded for near in profile.near} == {False}


def test_incidents_on_event_days_stand_beside_comparable_days(shared: Workspace) -> None:
    calendar = open_calendar(shared)
    profile = profile_of(shared, calendar, "markt", 2017)
    compared = {entry.layer: entry for entry in profile.incidents}
    # A sensitive layer and the calendar itself are not in it.
    assert set(compared) == {"inbraak"}
    found = compared["inbraak"]
    # Incidents run from 31 December 2016 to 31 March 2017, so all three event days are covered.
    assert (found.on_days, found.on_count) == (3, 1)
    # Same weekdays: Thursdays 19 and 26 January, 2 and 9 February (four weeks after 12 January);
    # Fridays 13, 20, 27 January and 3 February. Thursdays before lie before the incidents begin.
    assert (found.other_days, found.other_count) == (8, 0)
    assert not found.shown
    assert found.lower < 1


def test_comparable_days_leave_out_days_with_an_event_near() -> None:
    near = replace(PARK, id="naast", x_rd=MARKT.x_rd + 250.0, y_rd=MARKT.y_rd)
    row = event("2", "naast", "2018-05-12T10:00", "2018-05-12T12:00")
    row |= {"x_rd": near.x_rd, "y_rd": near.y_rd}
    calendar = event_calendar(
        event("1", "markt", "2018-05-05T10:00", "2018-05-05T12:00"), row, places=(MARKT, near)
    )
    covered = np.arange(np.datetime64("2018-01-01"), np.datetime64("2018-12-31")).astype(np.int64)
    on, other = days_to_compare(calendar, 0, covered)
    assert on.size == 1
    # Four Saturdays before and four after, without 12 May.
    assert other.size == 7
    assert np.datetime64("2018-05-12").astype(int) not in other


def test_without_incidents_there_is_nothing_to_compare() -> None:
    calendar = event_calendar(event("1", "markt", "2018-05-05T10:00", "2018-05-05T12:00"))
    on, other = days_to_compare(calendar, 0, np.zeros(0, dtype=np.int64))
    assert (on.size, other.size) == (0, 0)


def test_a_place_far_from_everyone_has_no_mean(shared: Workspace) -> None:
    calendar = open_calendar(shared)
    profile = profile_of(shared, calendar, "park", 2017)
    # Zuid has 45 people in 100 cells: 4 x 0,45 = 1,8 within 100 m, and no event day.
    assert (profile.rings[0].residents, profile.rings[0].event_days) == (2, 0.0)
    lonely = replace(
        calendar.field.residents, number=np.zeros(len(calendar.field.residents.number))
    )
    empty = replace(calendar, field=replace(calendar.field, residents=lonely))
    assert math.isnan(profile_of(shared, empty, "park", 2017).rings[0].event_days)


def test_a_municipality_says_otherwise_section_by_section(tmp_path: Path) -> None:
    (tmp_path / "toetsing.toml").write_text(
        "[overlap]\ncatchment_m = 100\nshifts = [8]\nheavy_per_shift = 5\n"
        'source = "Politie"\ncertainty = "bron"\n',
        encoding="utf-8",
    )
    settings = read_settings(tmp_path)
    assert settings.overlap.catchment_m == 100
    assert settings.pressure == read_settings().pressure


def test_the_map_in_cells_is_the_pressure_at_the_middle_of_each(shared: Workspace) -> None:
    calendar = open_calendar(shared)
    day = int(np.datetime64("2017-01-05", "D").astype(int))
    mask = shared.library.masks["land"]
    found = pressure_on_cells(calendar, mask, 500, day, day)
    # The town is 2 x 2 km: 16 cells of 500 m. The markt lies on a corner of four of them, whose
    # middles are hypot(250, 250) m away: 200 x 0,5 ^ 1,41.
    assert len(found.values) == 16
    assert sorted(found.values)[-4:] == pytest.approx([200 * 0.5 ** np.sqrt(2)] * 4)


def test_the_calendar_of_wijken_is_that_of_their_residents(shared: Workspace) -> None:
    calendar = open_calendar(shared)
    day = int(np.datetime64("2017-01-05", "D").astype(int))
    days = days_of_wijken(calendar, shared.geography, day - 1, day)
    assert days.shape == (2, 2)
    assert days[:, 0].tolist() == [0.0, 0.0]
    # Boven: 1.300 residents of Noord and 900 of Oost, each by the mean of its buurt.
    noord, oost = pressure_on_buurten(calendar, day, day).values[:2]
    assert days[0, 1] == pytest.approx((1300 * noord + 900 * oost) / 2200)


def test_a_version_of_before_there_were_calendars_is_read_and_added_to(tmp_path: Path) -> None:
    home = calendar_home(tmp_path / "town")
    theme = home.root / "data/feest/theme.toml"
    whole = theme.read_text(encoding="utf-8")
    before = whole.replace('kind = "calendar"\nplaces = "plekken"', 'kind = "incidents"')
    for column in ("location", "title", "visitors", "status", "sound", "class", "profile",
                   "build_up", "dismantled"):  # fmt: skip
        before = re.sub(rf"^{column} = .*\n", "", before, flags=re.MULTILINE)
    theme.write_text(before, encoding="utf-8")
    rows = home.root / "eigen.csv"
    one = "id,soort,begin,eind,x,y\n7,muziek,2018-05-05 20:00,,100500,421500\n"
    rows.write_text(one, encoding="utf-8")
    (home.root / "data/feest/kalender.csv").write_text(one.replace("7", "1", 1), encoding="utf-8")
    old = open_workspace(home, role="analist")
    import_file(old, old.layer("kalender"), rows)
    theme.write_text(whole, encoding="utf-8")
    now = open_workspace(home, role="analist")
    calendar = open_calendar(now)
    assert (calendar.events.ids, calendar.events.titles) == (("7",), ("",))
    assert np.isnan(calendar.events.visitors[0])
    add_event(now, calendar.layer, announcement_of(ask(title="Nieuw"), calendar))
    events = open_calendar(now).events
    assert len(events) == 2
    assert set(events.statuses) == {"", "vooraankondiging"}


def test_a_depth_says_whether_its_scenario_is_an_illustration(tmp_path: Path) -> None:
    home = festive_home(tmp_path / "town")
    # The zone around the markt was drawn 1 m deep, that of the park 3 m; the hal stays dry.
    depths = {"markt": 1.0, "park": 3.0, "hal": 0.0}

    def floods() -> dict[str, list[tuple[float, bool]]]:
        workspace = open_workspace(home.root, role="analist")
        return {
            place.id: [
                (one.depth_m, one.synthetic)
                for one in floods_at(workspace, place.x_rd, place.y_rd - 50)
            ]
            for place in PLACES
        }

    assert floods() == {name: [(depth, True)] for name, depth in depths.items()}
    layer = home.root / "geodata/flood_zone/layer.toml"
    told = layer.read_text(encoding="utf-8")
    layer.write_text(told.replace("synthetic = true", "synthetic = false"), encoding="utf-8")
    assert floods() == {name: [(depth, False)] for name, depth in depths.items()}
