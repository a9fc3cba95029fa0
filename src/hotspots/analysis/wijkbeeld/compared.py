"""What was judged of a place, as it stands in the lines of a briefing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from hotspots.analysis.judgement import (
    Judged,
    Question,
    Sides,
    is_compared_in_place,
    judged_in_place,
    judged_in_time,
    judged_together,
    time_share,
)
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.verdicts import Verdict
from hotspots.analysis.wijkbeeld.briefing import FEWER, MORE, NOT_SHOWN, UNTESTED, Compared
from hotspots.statistics.rates import SMALLEST_DENOMINATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.denominators import InPlace
    from hotspots.analysis.wijkbeeld.place import Place
    from hotspots.catalog.specs import LayerSpec

#: What a comparison is known by.
Name = TypeVar("Name")

#: Why there is no number: the source keeps a part of it to itself.
WITHHELD: Final = "withheld"
#: Whose dispersion the counts of a drawn area are given: it is about as large as one.
_LIKE_DRAWN: Final = "buurten"
_VERDICTS: Final = {Verdict.MORE: MORE, Verdict.FEWER: FEWER, Verdict.NOT_SHOWN: NOT_SHOWN}


@dataclass(frozen=True, slots=True)
class InTime:
    """A count beside that of an earlier period; None where there is none, and ``why_not``."""

    count: int
    period: Period
    earlier: int | None
    before: Period | None
    why_not: str = ""
    dispersion: float = 1.0


@dataclass(frozen=True, slots=True)
class InCity:
    """A count beside that of the rest of the city; ``over`` is what both are divided by.

    ``elsewhere`` is None where the source does not give all of it.
    """

    count: int
    elsewhere: int | None
    over: InPlace | None
    period: Period
    dispersion: float = 1.0


def untested(why_not: str) -> Compared:
    """Return a comparison that was not made, and why."""
    nothing = float("nan")
    return Compared(nothing, nothing, nothing, UNTESTED, nothing, why_not)


def compared_at(judged: Judged, at: int) -> Compared:
    """Return what was judged of one area."""
    if judged.why_not[at]:
        return untested(str(judged.why_not[at]))
    return Compared(
        value=float(judged.ratio[at]),
        lower=float(judged.lower[at]),
        upper=float(judged.upper[at]),
        verdict=_VERDICTS[Verdict(int(judged.verdict[at]))],
        p_adjusted=float(judged.p_adjusted[at]),
        confidence=1.0 - judged.family.level,
        small=bool(judged.small[at]),
    )


def of_place(
    workspace: Workspace, place: Place, layer: LayerSpec, period: Period
) -> tuple[Compared, Compared]:
    """Return how a wijk or a buurt compares with a year earlier, and with the rest of the city."""
    at = workspace.geography.level(place.level).codes.index(place.code)
    in_time = compared_at(judged_in_time(workspace, layer, place.level, period), at)
    if not is_compared_in_place(layer, place.level):
        return in_time, untested("no_denominator")
    return in_time, compared_at(judged_in_place(workspace, layer, place.level, period), at)


def drawn_dispersion(workspace: Workspace, layer: LayerSpec) -> tuple[float, float]:
    """Return the dispersion in place and in time of a layer in a drawn area."""
    found = layer_dispersion(workspace.library, layer, _LIKE_DRAWN)
    return found.place, found.time


def compared_in_time(pairs: Mapping[Name, InTime]) -> dict[Name, Compared]:
    """Compare counts with earlier ones, as a family of their own."""
    questions = {}
    for name, pair in pairs.items():
        why = _no_time(pair)
        share = time_share(pair.period, pair.before) if pair.before is not None else float("nan")
        questions[name] = _question(pair.count, pair.earlier, share, why, pair)
    return {
        name: compared_at(judged, 0)
        for name, judged in judged_together(questions, own=True).items()
    }


def compared_in_city(pairs: Mapping[Name, InCity]) -> dict[Name, Compared]:
    """Compare rates with those of the rest of the city, as a family of their own."""
    questions = {}
    for name, pair in pairs.items():
        why, share = _no_city(pair), float("nan")
        if pair.over is not None:
            share = pair.over.here / (pair.over.here + pair.over.elsewhere)
        questions[name] = _question(pair.count, pair.elsewhere, share, why, pair)
    return {
        name: compared_at(judged, 0)
        for name, judged in judged_together(questions, own=True).items()
    }


def _question(
    here: int, there: int | None, share: float, why_not: str, pair: InTime | InCity
) -> Question:
    """Return one place as a question of one area."""
    sides = Sides(
        here=np.array([here]),
        there=np.array([-1 if there is None else there]),
        shares=np.array([share]),
        dispersion=pair.dispersion,
        why_not=np.array([why_not], dtype=object),
    )
    before = pair.before if isinstance(pair, InTime) else None
    return Question(sides, pair.period, before)


def _no_time(pair: InTime) -> str:
    if pair.earlier is None or pair.before is None:
        return pair.why_not or "no_year_before"
    return "" if pair.count + pair.earlier else "nothing"


def _no_city(pair: InCity) -> str:
    if pair.over is None or not np.isfinite(pair.over.here):
        return "no_denominator"
    if pair.over.here < SMALLEST_DENOMINATOR:
        return "small_denominator"
    if pair.over.elsewhere < SMALLEST_DENOMINATOR:
        return "whole_city"
    if pair.elsewhere is None:
        return WITHHELD
    return "" if pair.count + pair.elsewhere else "nothing"
