"""What a method leaves out where only the month of an incident is known, and that it says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.access.library import Library
from hotspots.access.workspace import Workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import MEASURES, sentences_of
from hotspots.analysis.when import hours_and_days
from hotspots.app.data_page import data_quality
from hotspots.catalog.reading import read_catalog
from hotspots.maps.choropleth import map_spec
from hotspots.store import versions
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.analysis.measures.computed import ComputedMeasure
    from hotspots.settings import Home

#: Ten a month of which the month is known, and two a month of which the moment is, in 2017.
MONTHS = [
    f"m{month}-{at},woning,2017-{month:02d}-01,,1000{at}0,421050"
    for month in range(1, 13)
    for at in range(10)
]
DAYS = [
    f"d{month}-{day},woning,2017-{month:02d}-{day} 14:30,,101950,421950"
    for month in range(1, 13)
    for day in (11, 22)
]


@pytest.fixture(params=[10_000, 1], ids=["rows", "counted beforehand"])
def mixed(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Workspace:
    monkeypatch.setattr(versions, "ROWS_FOR_CUBES", request.param)
    Door(home, "inbraak", tmp_path).load(*MONTHS, *DAYS)
    return Workspace(Library(home, read_catalog(home)), "analist")


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_every_measure_says_how_many_have_no_day_of_the_week(
    measure: ComputedMeasure, mixed: Workspace
) -> None:
    # A rate of 24 incidents is no rate of 144: whoever reads the map has to know.
    analysis = analyse(
        mixed,
        Selection(
            "inbraak",
            level="buurten" if "buurten" in measure.levels else "cells",
            measure=measure.id,
            weekdays=tuple(range(7)),
            period=Period(date(2017, 7, 1), date(2017, 12, 31)),
            compare_period=Period(date(2017, 1, 1), date(2017, 6, 30))
            if measure.compares
            else None,
            soorten=("woning",) if measure.of_soort else (),
            step="month",
        ),
    )
    assert analysis.parameters.to_dict()["without_weekday"] == 60
    notes = map_spec(mixed, analysis).legend.notes
    assert sum("daarvan is alleen de maand" in note for note in notes) == 1


def test_no_day_of_the_week_gets_what_has_no_day(mixed: Workspace) -> None:
    asked = Selection("inbraak", level="buurten", weekdays=tuple(range(7)))
    analysis = analyse(mixed, asked)
    assert int(analysis.counts.sum()) == 24
    assert analysis.parameters.to_dict()["without_weekday"] == 120
    assert any(
        note.startswith("120 inbraken tellen niet mee: daarvan is alleen de maand")
        for note in map_spec(mixed, analysis).legend.notes
    )
    # Without the filter all of them count.
    assert int(analyse(mixed, Selection("inbraak", level="buurten")).counts.sum()) == 144


def test_a_group_in_time_takes_days_alone_and_says_so(mixed: Workspace) -> None:
    in_time = find(mixed, Selection("inbraak"), Search("clusters", reach_days=7, min_points=5))
    assert in_time.summary.to_dict().items() >= {"all": 24, "without_day": 120}.items()
    assert not in_time.outlines
    assert any(said.startswith("120 inbraken doen niet mee") for said in sentences_of(in_time))
    # In space alone a day is not needed.
    in_space = find(mixed, Selection("inbraak"), Search("clusters", min_points=5))
    assert in_space.summary.to_dict().items() >= {"all": 144, "without_day": 0}.items()


def test_hours_are_of_the_incidents_with_a_time(mixed: Workspace) -> None:
    hours = hours_and_days(mixed, Selection("inbraak"))
    assert (hours.known, hours.unknown) == (24, 120)


def test_the_data_of_a_layer_says_how_many_have_no_day(mixed: Workspace) -> None:
    assert data_quality(mixed, mixed.layer("inbraak")).without_day == 120
