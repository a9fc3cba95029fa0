"""Every scenario of a home, each with its report and its map, to be laid out together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.errors import HotspotsError, SelectionError
from hotspots.risico import page_words as text
from hotspots.risico.cached_answers import RiskAnswers
from hotspots.risico.maps import spoor_map, water_map
from hotspots.risico.paper import scenarios_page, scenarios_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec
    from hotspots.risico.report import ScenarioReport


def all_scenarios(
    workspace: Workspace, subjects: Sequence[str], day: date | None, *, only: str = ""
) -> Iterator[tuple[ScenarioReport, MapSpec, None]]:
    """Yield the scenarios of the track and of the water, in the order of the settings.

    One that cannot be answered, such as a flood without depths, is left out.

    Parameters
    ----------
    subjects
        Of "spoor" and "water", those that are wanted; what this role may not see is left out.
    only
        Id of the one that is wanted; "" is all of them.
    """
    answers = RiskAnswers.of(workspace)
    if "spoor" in subjects and "spoor" in answers.subjects:
        for scenario in _wanted(answers.settings.rail, only):
            try:
                answer, report = answers.spoor(scenario, day), answers.spoor_report(scenario, day)
            except HotspotsError:
                continue
            yield report, spoor_map(answers, answer, report), None
    if "water" in subjects and "water" in answers.subjects:
        for scenario in _wanted(answers.floods, only):
            try:
                flood, report = answers.water(scenario, day), answers.water_report(scenario, day)
            except HotspotsError:
                continue
            yield report, water_map(answers, flood, report), None


def _wanted(scenarios: Iterable[str], only: str) -> tuple[str, ...]:
    return tuple(scenario for scenario in scenarios if only in ("", scenario))


def all_scenarios_file(
    workspace: Workspace,
    subjects: Sequence[str],
    day: date | None,
    *,
    made_at: datetime,
    only: str = "",
    ending: str = ".pdf",
) -> bytes:
    """Return every scenario as one file.

    Parameters
    ----------
    ending
        ".pdf", each on a page of its own, or ".html", to be read without the internet.

    Raises
    ------
    SelectionError
        If there is none.
    AccessError
        If this role may not take a layer of one of them away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    scenarios = list(all_scenarios(workspace, subjects, day, only=only))
    if not scenarios:
        raise SelectionError(*text.NO_SCENARIOS)
    make = scenarios_page if ending == ".html" else scenarios_pdf
    return make(workspace, scenarios, made_at=made_at)
