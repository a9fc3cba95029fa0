"""Briefings are kept, and made anew when someone has looked for zones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hotspots.access.cache import Cache, Memory, key_of, key_of_all, lenient_key_of, size_of
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.pages import cached
from hotspots.wijkbeeld import answers
from hotspots.wijkbeeld.latest import CityZones
from hotspots.wijkbeeld.layer_page import _hotspots_of
from hotspots.wijkbeeld.place import place_named

if TYPE_CHECKING:
    import pytest

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.question import Selection

NONE_OPEN = CityZones((), "none_open")


def test_a_search_is_seen_however_many_searches_there_were_before(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    # Room for the zones of two searches, which are small, and not for three.
    memory = Memory(2 * size_of(((0, (key_of(town, "inbraak"), "inbraak", year)), NONE_OPEN)) + 200)
    monkeypatch.setattr(answers, "_city_zones", Cache(memory))
    monkeypatch.setattr(answers, "zones_of", lambda *_: NONE_OPEN)
    key, place = key_of_all(town), place_named(town, "Onder")

    def silent() -> str | None:
        return answers.briefing_of(town, key, place, year).zones_silent.get("inbraak")

    asked = answers.briefing_of(town, key, place, year).line("inbraak").period
    assert asked is not None

    # Two searches about other months fill the room that there is.
    for month in (1, 2):
        answers.search_zones(
            town, "inbraak", Period(date(2016, month, 1), date(2016, month, 28)), lambda _: None
        )
    assert silent() == "not_searched"
    answers.search_zones(town, "inbraak", asked, lambda _: None)
    first = Period(date(2016, 1, 1), date(2016, 1, 28))
    assert answers._city_zones.known((lenient_key_of(town, "inbraak"), "inbraak", first)) is None
    assert silent() == "none_open"


def test_the_hotspots_of_the_city_are_worked_out_once_for_the_sentences_and_the_map(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    measures = []

    def counted(workspace: Workspace, selection: Selection) -> Analysis:
        measures.append(selection.measure)
        return analyse(workspace, selection)

    for kept in ("_briefings", "_city_cells"):
        monkeypatch.setattr(answers, kept, Cache(Memory(10**8)))
    monkeypatch.setattr(cached, "_analyses", Cache(Memory(10**8)))
    monkeypatch.setattr(cached, "analyse", counted)
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    briefing = answers.briefing_of(town, key_of_all(town), place_named(town, "Onder"), year)
    line = briefing.line("inbraak")
    assert measures == ["gi_star"]
    _hotspots_of(town, line, in_cells=briefing.details["inbraak"].in_cells)
    assert measures == ["gi_star"]
