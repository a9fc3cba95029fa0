"""Briefings are kept, and made anew when someone has looked for zones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hotspots.analysis.periods import Period
from hotspots.pages.cached import key_of_all
from hotspots.wijkbeeld import answers
from hotspots.wijkbeeld.latest import CityZones
from hotspots.wijkbeeld.place import place_named

if TYPE_CHECKING:
    import pytest

    from hotspots.access.workspace import Workspace


def test_a_search_is_seen_however_many_searches_there_were_before(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    monkeypatch.setattr(answers, "_MOST_ZONES", 2)
    monkeypatch.setattr(answers, "_city_zones", {})
    monkeypatch.setattr(answers, "zones_of", lambda *_: CityZones((), "none_open"))
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
    assert len(answers._city_zones) == 2
    assert silent() == "none_open"
