"""Old versions go by number and by age; never the one that is served, nor the last real one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.catalog.reading import read_catalog
from hotspots.errors import DeclarationError
from hotspots.store import versions
from hotspots.store.catalogue import KEEP, KEEP_DAYS, Retention, Version, retained, retention_in
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from hotspots.settings import Home

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DRAFT = Version(
    number=0, file="", sha256="", rows=0, made_at="", made_from=(), synthetic=False,
    attribution="", fingerprint="", counts={},
)  # fmt: skip


def made(*days_ago: float, synthetic: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    """Return versions 1, 2, ... that were made so many days ago."""
    return [
        {
            "number": number,
            "made_at": (NOW - timedelta(days=days)).isoformat(timespec="seconds"),
            "synthetic": number in synthetic,
        }
        for number, days in enumerate(days_ago, 1)
    ]


def numbers(entries: list[dict[str, Any]], current: int, **settings: int) -> list[int]:
    return [entry["number"] for entry in retained(entries, current, Retention(**settings), NOW)]


def test_the_last_so_many_stay() -> None:
    assert numbers(made(5, 4, 3, 2, 1), 5, keep=3) == [3, 4, 5]


def test_a_version_goes_so_many_days_after_another_took_its_place() -> None:
    # v1 was replaced 30 days ago, v2 10 days ago: it is older than 20 days and still stays.
    assert numbers(made(40, 30, 10, 5), 4, days=20) == [2, 3, 4]


def test_what_is_served_stays_however_old() -> None:
    assert numbers(made(900, 800, 700, 1), 1, keep=1, days=1) == [1, 4]


def test_the_last_real_one_before_it_stays_and_a_synthetic_one_does_not() -> None:
    entries = made(900, 800, 700, 0, synthetic=(1, 3))
    assert numbers(entries, 4, keep=1, days=1) == [2, 4]


@pytest.mark.parametrize("settings", [{"keep": 0}, {"days": 0}, {"keep": -3}, {"days": -3}])
def test_no_setting_takes_those_two(settings: dict[str, int]) -> None:
    assert numbers(made(3, 2, 1), 3, **settings) == [2, 3]


def test_a_version_made_while_the_clock_was_wrong_is_no_older_than_the_one_before_it() -> None:
    # v3 thinks it is 1970; v2, made five days ago, says better. All are within ten days.
    entries = made(6, 5, 20_000, 1)
    assert numbers(entries, 4, days=10) == [1, 2, 3, 4]


def test_a_version_of_tomorrow_stays() -> None:
    assert numbers(made(5, -3_000, -2), 3, days=10) == [1, 2, 3]


@given(
    days=st.lists(st.floats(-5_000, 5_000), min_size=1, max_size=30),
    current=st.integers(1, 30),
    keep=st.integers(-1, 40),
    age=st.integers(-1, 5_000),
)
def test_what_stays_keeps_its_order_and_holds_the_one_that_is_served(
    days: list[float], current: int, keep: int, age: int
) -> None:
    entries = made(*days)
    current = min(current, len(entries))
    stays = numbers(entries, current, keep=keep, days=age)
    assert stays == sorted(stays)
    assert current in stays
    assert current == 1 or any(number < current for number in stays)
    assert len(stays) <= max(keep, 0) + 2


def test_defaults_are_two_years_of_monthly_imports() -> None:
    assert (KEEP, KEEP_DAYS) == (24, 730)


def test_settings_come_from_gemeente_toml(home: Home) -> None:
    assert retention_in(home.gemeente) == Retention()
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write("\n[versions]\nkeep = 3\n")
    assert read_catalog(home).gemeente.name == "Vierbuurten"
    assert retention_in(home.gemeente) == Retention(keep=3)
    store = LayerStore.of(home, "proef")
    for number in range(5):
        with store.writing():
            store.add(pa.table({"n": [number]}), DRAFT)
    assert [version.number for version in store.versions()] == [3, 4, 5]
    assert len(list((store.folder / "versions").iterdir())) == 3


def test_a_setting_that_is_none_is_told_when_the_home_opens(home: Home) -> None:
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write('\n[versions]\nkeeep = 3\ndays = "veel"\n')
    with pytest.raises(DeclarationError) as caught:
        read_catalog(home)
    assert "Bedoelde u 'keep'?" in str(caught.value.problems)
    assert "'days' is 'veel'" in str(caught.value.problems)
    assert retention_in(home.gemeente) == Retention()


def test_versions_are_in_order_of_their_number_when_the_clock_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        moments = iter([NOW, NOW - timedelta(days=20_000), NOW + timedelta(days=1)])

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # noqa: ARG003 - as datetime.now
            return next(cls.moments)

    monkeypatch.setattr(versions, "datetime", Clock)
    store = LayerStore(tmp_path / "proef")
    for number in (1, 2, 3):
        with store.writing():
            store.add(pa.table({"n": [number]}), replace(DRAFT, synthetic=False))
        current = store.current()
        assert current is not None
        assert store.read(current)["n"].to_pylist() == [number]
    assert [version.number for version in store.versions()] == [1, 2, 3]
    assert [version.made_at[:4] for version in store.versions()] == ["2026", "1972", "2026"]


def test_the_guide_for_keepers_names_the_defaults() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "beheer.md").read_text(encoding="utf-8")
    assert re.search(rf"^keep = {KEEP} ", guide, flags=re.MULTILINE)
    assert re.search(rf"^days = {KEEP_DAYS} ", guide, flags=re.MULTILINE)
