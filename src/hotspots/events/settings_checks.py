"""Figures of the right type that events still cannot be weighed with, and days of every year."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hotspots.events.settings import CLASSES, CONFLICTS
from hotspots.text import events as text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.catalog.grammar import Problems

_MONTH_DAY: Final = re.compile(r"[0-9]{2}-[0-9]{2}")
_LEAP_YEAR: Final = 2000
#: The one day that not every year has.
_LEAP_DAY: Final = "02-29"


def month_day(written: str) -> tuple[int, int]:
    """Return month and day of a text such as "05-04".

    Examples
    --------
    >>> month_day("05-04")
    (5, 4)
    """
    month, day = written.split("-")
    return int(month), int(day)


def is_month_day(written: str) -> bool:
    """Whether a text is a month and a day of some year, such as "05-04" or "02-29".

    Examples
    --------
    >>> [is_month_day(written) for written in ("02-29", "02-30", "2-3")]
    [True, False, False]
    """
    if not _MONTH_DAY.fullmatch(written):
        return False
    try:
        date(_LEAP_YEAR, *month_day(written))
    except ValueError:
        return False
    return True


def check_values(
    one: Mapping[str, dict[str, Any]],
    many: Mapping[str, list[dict[str, Any]]],
    questions: list[dict[str, Any]],
    problems: Problems,
) -> None:
    """Report values of the right type that cannot be counted with."""
    for section, key in (
        ("capacity", "density"), ("capacity", "exit_flow"), ("capacity", "exit_minutes"),
        ("pressure", "half_m"), ("pressure", "reach_m"), ("pressure", "half_days"),
        ("road_works", "distance_m"),
    ):  # fmt: skip
        if one[section].get(key, 1) <= 0:
            problems.add(section, text.NOT_POSITIVE.format(key=key, value=one[section][key]))
    for key, least in (("most", 1), ("days_around", 0)):
        value = one["alternatives"].get(key, least)
        if value < least:
            told = text.TOO_LITTLE.format(key=key, value=value, least=least)
            problems.add("alternatives", told)
    weights = one["pressure"].get("class_weights", dict.fromkeys(CLASSES, 1.0))
    if set(weights) != set(CLASSES) or min(weights.values()) < 0:
        problems.add("pressure", text.WEIGHTS_WRONG)
    dates = [entry.get(key, "") for entry in many["quiet"] for key in ("from", "to")]
    before = one["plan"].get("before", "")
    for written in [*dates, before]:
        if not is_month_day(written):
            problems.add("", text.NO_MONTH_DAY.format(written=written))
    if before == _LEAP_DAY:
        problems.add("plan", text.NOT_EVERY_YEAR.format(written=before))
    _check_tables(one, many, questions, problems)


def _check_tables(
    one: Mapping[str, dict[str, Any]],
    many: Mapping[str, list[dict[str, Any]]],
    questions: list[dict[str, Any]],
    problems: Problems,
) -> None:
    """Report tables whose parts do not belong together."""
    if set(one["plan"].get("weights", CONFLICTS)) != set(CONFLICTS):
        problems.add("plan", text.PLAN_WEIGHTS_WRONG.format(kinds=", ".join(CONFLICTS)))
    for entry in many["near"]:
        if len(entry.get("distances_m", ())) != len(entry.get("names", ())):
            problems.add("near", text.NEAR_WRONG.format(id=entry.get("id", "?")))
    for entry in questions:
        steps = entry.get("from", [])
        paired = all(_is_step(step) for step in steps)
        if (
            not paired
            or ("measures" in entry) != bool(steps)
            or bool(steps) == ("answers" in entry)
        ):
            problems.add("scoring", text.QUESTION_WRONG.format(id=entry.get("id", "?")))


def _is_step(step: object) -> bool:
    """Whether an item is a value and the points from there on."""
    numbers = isinstance(step, list) and all(isinstance(part, int | float) for part in step)
    return numbers and isinstance(step, list) and len(step) == 2  # noqa: PLR2004 - a pair
