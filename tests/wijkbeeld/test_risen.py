"""A buurt that became busier is named where its wijk is told of, as the map of change has it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Verdict
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.wijkbeeld.hot_cells import risen_buurten
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace

YEAR = Period(date(2018, 1, 1), date(2018, 12, 31))


def spread(year: int, count: int, x: int, y: int) -> list[str]:
    """Return incidents on as many days of a year, one after the other, at one place."""
    first = np.datetime64(f"{year}-01-01")
    days = first + np.linspace(0, 364, count).astype(int)
    return [f"{day} 12:00,{x},{y}" for day in days]


@pytest.fixture
def risen(town_with: Callable[..., Workspace]) -> Workspace:
    """Noord goes from 20 to 90, Oost from 90 to 20: their wijk Boven stays at 110."""
    return town_with([
        *spread(2017, 20, 100_500, 421_500), *spread(2018, 90, 100_500, 421_500),
        *spread(2017, 90, 101_500, 421_500), *spread(2018, 20, 101_500, 421_500),
    ])  # fmt: skip


def test_a_buurt_that_became_busier_is_named_in_a_wijk_that_did_not(risen: Workspace) -> None:
    told = briefing(risen, place_named(risen, "Boven"), YEAR, zones=None)
    line = told.line("inbraak")
    assert (line.count, line.earlier, line.since_year.verdict) == (110, 110, "not_shown")
    (noord,) = told.details["inbraak"].risen
    assert (noord.name, noord.count, noord.earlier) == ("Noord", 90, 20)
    where = next(part.text for part in briefing_sentences(told) if part.id == "where")
    assert "meer dan een jaar eerder in Noord (90, was 20)" in where


def test_the_buurten_that_rose_are_those_of_the_map(risen: Workspace) -> None:
    layer = risen.layer("inbraak")
    asked = Selection(layer.id, level="buurten", measure="change", period=YEAR)
    answer = analyse(risen, asked)
    assert answer.verdict is not None
    more = set(np.array(answer.codes)[answer.verdict == Verdict.MORE].tolist())
    told = {
        buurt.code
        for name in risen.geography.wijken.codes
        for buurt in risen_buurten(risen, place_named(risen, name), layer, YEAR)
    }
    assert told == more == {"BU99990100"}


def test_a_buurt_names_no_buurten(risen: Workspace) -> None:
    noord = place_named(risen, "Noord")
    assert risen_buurten(risen, noord, risen.layer("inbraak"), YEAR) == ()
