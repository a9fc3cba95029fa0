"""Every scenario of a home, or one incident, each with its report and its map, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.errors import HotspotsError, SelectionError
from hotspots.risico import page_words as text
from hotspots.risico.cached_answers import RiskAnswers
from hotspots.risico.incident_words import incident_report
from hotspots.risico.maps import incident_map, register_map, spoor_map, water_map
from hotspots.risico.paper import scenario_page, scenario_pdf, scenarios_page, scenarios_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec
    from hotspots.risico.incident import Incident
    from hotspots.risico.report import ScenarioReport


def all_scenarios(
    workspace: Workspace, subjects: Sequence[str], day: date | None, *, only: str = ""
) -> Iterator[tuple[ScenarioReport, MapSpec, None]]:
    """Yield the scenarios of the track, the register and the water, in the order of the settings.

    One that cannot be answered, such as a flood without depths, is left out.

    Parameters
    ----------
    subjects
        Of "spoor", "register" and "water", those that are wanted; what this role may not see
        is left out.
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
    if "register" in subjects and "register" in answers.subjects:
        for scenario in _wanted(answers.settings.rail, only):
            try:
                near = answers.register(scenario, day)
                report = answers.register_report(scenario, day)
            except HotspotsError:
                continue
            yield report, register_map(answers, near, report), None
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
    only
        Id of the one that is wanted; "" is all of them.
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
    if only:
        # One is the file that its own page gives: with a map that moves.
        ((report, spec, place),) = scenarios
        one = scenario_page if ending == ".html" else scenario_pdf
        return one(workspace, report, spec, place, made_at=made_at)
    make = scenarios_page if ending == ".html" else scenarios_pdf
    return make(workspace, scenarios, made_at=made_at)


def incident_file(
    workspace: Workspace,
    scenario: str,
    incident: Incident,
    day: date | None,
    *,
    made_at: datetime,
    ending: str = ".pdf",
) -> bytes:
    """Return an incident as the file that its page gives: ".pdf", one A4, or ".html".

    Raises
    ------
    SelectionError
        If the scenario is not one of the track, or the incident cannot be.
    AccessError
        If this role may not take a layer of it away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    answers = RiskAnswers.of(workspace)
    answer = answers.spoor(scenario, day, incident)
    assert answer.incident is not None  # noqa: S101 - it was given
    report = incident_report(answer)
    make = scenario_page if ending == ".html" else scenario_pdf
    spec, place = incident_map(answers, answer, report), answer.incident.zone.outline
    return make(workspace, report, spec, place, made_at=made_at)
