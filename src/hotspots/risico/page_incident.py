"""The part `Incident` of the page `Risico`: what happens where and when, and what it comes to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.importing import turn_to_import
from hotspots.dutch import as_text, number
from hotspots.errors import HotspotsError
from hotspots.pages.controls import choose_tile, say_old_link, values_in_link
from hotspots.pages.problems import show_problem
from hotspots.risico import incident_words
from hotspots.risico import page_words as text
from hotspots.risico.contour import ENDINGS, Contour, read_contour
from hotspots.risico.incident import LEAST_M, MOST_HALF_DEG, MOST_M, SETTINGS_OF, Incident
from hotspots.risico.incident_words import KINDS, incident_report
from hotspots.risico.maps import incident_map, picking_map
from hotspots.risico.objects import moment_at
from hotspots.risico.page_blocks import (
    INCIDENT_DAY,
    PLACE,
    SCENARIO,
    around_incident,
    beside_map,
    choose_incident_day,
    choose_scenario,
    draw,
    offer_scenario,
    show_answer,
    show_folded_table,
    show_foot,
    show_report_table,
)
from hotspots.risico.settings import INCIDENT_KINDS
from hotspots.risico.written_place import KnownPlaces, WrittenPlace, place_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import time

    from streamlit.delta_generator import DeltaGenerator

    from hotspots.access.workspace import Workspace
    from hotspots.risico.cached_answers import RiskAnswers
    from hotspots.risico.settings import IncidentKind


#: Keys of the widgets, which are the names in the link.
KIND: Final = "ongeval"
WIND: Final = "wind"
TIME: Final = "ongevaltijd"
DISTANCE: Final = "afstand"
HALF_ANGLE: Final = "hoek"
CONTOUR: Final = "contour"
#: What a user chose, as it stands in the session under its name in the link.
CHOICES: Final = (KIND, PLACE, WIND, INCIDENT_DAY, TIME, DISTANCE, HALF_ANGLE)
#: What was read of the file with a contour, by the id of the upload.
_READ: Final = "contour_gelezen"
_MAP: Final = "ongeval_kaart"
_TURN: Final = 360
#: The compass as it lies on the page: degrees by row, the middle is the incident.
_COMPASS: Final = ((315, 0, 45), (270, None, 90), (225, 180, 135))
_MINUTES: Final = 300


def show_incident(answers: RiskAnswers, row: DeltaGenerator) -> None:
    """Show the part `Incident`."""
    with row:
        kind, written, wind = _choose_what()
        distance_m, half_deg, contour = _choose_measures(answers, kind)
        day = choose_incident_day(answers)
        at = _choose_time(answers)
        scenario = choose_scenario(answers)
    incident = _incident_of(answers, kind, written, wind, (distance_m, half_deg, contour, at))
    if incident is None:
        _show_empty(answers, scenario)
        return
    answer = answers.spoor(scenario, day, incident)
    assert answer.incident is not None  # noqa: S101 - it was chosen
    zone = answer.incident.zone
    report = incident_report(answer)
    geography = answers.workspace.geography
    spec = incident_map(answers, answer, report)
    beside, said = beside_map()
    with said:
        if geography.index.locate([incident.x_rd], [incident.y_rd])[0] < 0:
            beyond = answer.incident.beyond
            known = beyond is not None and beyond.people is not None
            rest = "" if known else text.NOBODY_KNOWN_OUTSIDE
            st.warning(text.OUTSIDE.format(whole=geography.words) + rest)
        show_answer(report)
        offer_scenario(answers, report, spec, zone.outline)
    with beside:
        st.markdown(f"#### {as_text(spec.title)}")
        st.caption(text.PICK_HINT)
        draw(answers, spec, key=_MAP, picks=True, around=_around(incident, zone.distance_m))
    show_report_table(answers, report, report.table("warn"))
    show_report_table(answers, report, report.table("outside_shelters"))
    show_folded_table(answers, report, report.table("place_ledger"))
    show_report_table(answers, report, report.table("incident_buurten"))
    show_folded_table(answers, report, report.table("incident_objects"))
    if day is not None:
        show_folded_table(answers, report, report.table("incident_events"))
    show_folded_table(answers, report, report.table("incident_stations"))
    show_folded_table(answers, report, report.table("sites"))
    show_folded_table(answers, report, report.table("completeness"))
    show_foot(answers, report)


def _around(incident: Incident, reach_m: float | None) -> tuple[float, float, float]:
    """Return what the map opens with: the whole zone, around its place or around a contour."""
    if incident.contour is None:
        return around_incident(incident.x_rd, incident.y_rd, reach_m)
    return around_incident(*incident.contour.middle, incident.contour.reach_m)


def _show_empty(answers: RiskAnswers, scenario: str) -> None:
    """Show the map to click on."""
    if not str(st.session_state.get(PLACE) or "").strip():
        st.info(text.ASK_PLACE)
    answer = answers.spoor(scenario, None, None)
    report = answers.spoor_report(scenario, None)
    draw(answers, picking_map(answers, answer, report), key=_MAP, picks=True)


def _choose_what() -> tuple[IncidentKind, str, float | None]:
    """Let a user say what happens where: the kind, the place as written, and the wind it needs."""
    kind = choose_tile(text.KIND, tuple(INCIDENT_KINDS), key=KIND, name=lambda name: KINDS[name])
    written = st.text_input(
        text.PLACE,
        key=PLACE,
        max_chars=120,
        placeholder=text.PLACE_PLACEHOLDER,
        help=text.PLACE_HELP,
        bind="query-params",
        width=300,
    ).strip()
    degrees = _choose_wind() if kind == "gifwolk" else None
    return kind, written, None if degrees is None else float(degrees)


def _incident_of(
    answers: RiskAnswers,
    kind: IncidentKind,
    written: str,
    wind: float | None,
    more: tuple[float | None, float | None, Contour | None, time | None],
) -> Incident | None:
    """Return the incident that was filled in; None, in words, until its place can be read."""
    distance_m, half_deg, contour, at = more
    known = KnownPlaces.of(answers.workspace)
    if known.station_names and not written:
        st.caption(incident_words.stations_line([as_text(name) for name in known.station_names]))
    if not written and contour is None:
        return None
    if kind == "gifwolk" and wind is None and contour is None:
        st.info(text.ASK_WIND)
        return None
    try:
        place = place_of(written, known) if written else _middle_of(contour)
        return Incident(
            kind, place.x_rd, place.y_rd, wind, place.name, place.sort,
            distance_m, half_deg, contour, at,
        )  # fmt: skip
    except HotspotsError as error:
        st.warning(text.PLACE_WRONG)
        for part in (error.what, error.detail, error.do):
            st.text(part)
        return None


def _middle_of(contour: Contour | None) -> WrittenPlace:
    assert contour is not None  # noqa: S101 - without a place there is one
    return WrittenPlace(*contour.middle, text.MIDDLE_OF_CONTOUR, "contour")


def _choose_wind() -> int | None:
    """Let a user say where the wind comes from; nothing is filled in for them."""
    for written in values_in_link(WIND):
        if not (written.isdigit() and int(written) <= _TURN):
            say_old_link(written, text.WIND)
    chosen: int | None = st.number_input(
        text.WIND,
        min_value=0,
        max_value=_TURN,
        value=None,
        placeholder=text.WIND_PLACEHOLDER,
        step=10,
        key=WIND,
        help=text.WIND_HELP,
        bind="query-params",
        width=190,
    )
    _show_compass(chosen)
    return chosen


def _show_compass(chosen: int | None) -> None:
    """Show a compass of eight directions to click; what is chosen stands in the field beside it."""
    label = (
        text.COMPASS if chosen is None else text.compass_at(incident_words.short_compass(chosen))
    )
    with st.popover(label):
        st.caption(text.COMPASS_HELP)
        for at, degrees_of_row in enumerate(_COMPASS):
            with st.container(horizontal=True, key=f"kompasrij_{at}"):
                for degrees in degrees_of_row:
                    if degrees is None:
                        st.button("✕", disabled=True, width=64, key="kompas_midden")
                        continue
                    st.button(
                        incident_words.short_compass(degrees),
                        key=f"kompas_{degrees}",
                        width=64,
                        type="primary" if degrees == chosen else "secondary",
                        help=text.wind_from(incident_words.compass(degrees)),
                        on_click=_fill_in,
                        args=(WIND, degrees),
                    )


def _fill_in(key: str, value: object) -> None:
    st.session_state[key] = value


def _choose_time(answers: RiskAnswers) -> time | None:
    """Let a user say at what time it is; with it comes the scenario of that time of the day."""
    at: time | None = st.time_input(
        text.TIME,
        value=None,
        step=_MINUTES,
        key=TIME,
        help=text.TIME_HELP,
        on_change=_follow_time,
        args=(answers,),
        bind="query-params",
        width=130,
    )
    return at


def _follow_time(answers: RiskAnswers) -> None:
    """Choose the first scenario of the moment of the day that was filled in."""
    at: time | None = st.session_state.get(TIME)
    moment = None if at is None else moment_at(at)
    rail = answers.settings.rail
    now = rail.get(str(st.session_state.get(SCENARIO)))
    if moment is None or (now is not None and now.moment == moment):
        return
    fitting = next((name for name, one in rail.items() if one.moment == moment), None)
    if fitting is not None:
        st.session_state[SCENARIO] = fitting


def _choose_measures(
    answers: RiskAnswers, kind: IncidentKind
) -> tuple[float | None, float | None, Contour | None]:
    """Let a user give the measures of this incident, or the contour that somebody else reckoned."""
    settings = answers.settings
    with st.popover(text.OWN_MEASURES):
        st.caption(text.OWN_MEASURES_HELP)
        usual = settings.value(SETTINGS_OF[kind][0])
        distance = _own_number(
            text.DISTANCE, DISTANCE, text.from_setting(f"{number(usual)} m"),
            least=LEAST_M, most=MOST_M, step=50.0,
        )  # fmt: skip
        half = None
        if kind == "gifwolk":
            usual = settings.value("gifwolk_hoek_graden")
            half = _own_number(
                text.HALF_ANGLE, HALF_ANGLE, text.from_setting(f"{number(usual)} graden"),
                least=1.0, most=MOST_HALF_DEG, step=5.0,
            )  # fmt: skip
        contour = _load_contour(answers.workspace)
    if contour is not None:
        st.caption(as_text(text.contour_in_use(contour.name)))
    elif isinstance(read := st.session_state.get(_READ), tuple) and read[1] is not None:
        # What is wrong stands where it was loaded, which may be folded by now.
        st.warning(text.CONTOUR_NOT_USED)
    return distance, half, contour


def _own_number(
    label: str, key: str, usual: str, *, least: float, most: float, step: float
) -> float | None:
    for written in values_in_link(key):
        if not _is_between(written, least, most):
            say_old_link(written, label)
    chosen: float | None = st.number_input(
        label,
        min_value=least,
        max_value=most,
        value=None,
        placeholder=usual,
        step=step,
        format="%g",
        key=key,
        bind="query-params",
    )
    return chosen


def _is_between(written: str, least: float, most: float) -> bool:
    try:
        return least <= float(written) <= most
    except ValueError:
        return False


def _load_contour(workspace: Workspace) -> Contour | None:
    """Let a user load a contour; it stays in this session, and is in no link and no layer."""
    uploaded = st.file_uploader(
        text.CONTOUR,
        type=[ending.lstrip(".") for ending in ENDINGS],
        key=CONTOUR,
        help=text.CONTOUR_HELP,
    )
    if uploaded is None:
        st.session_state.pop(_READ, None)
        return None
    read = st.session_state.get(_READ)
    if read is None or read[0] != uploaded.file_id:
        read = (uploaded.file_id, _read(workspace, uploaded.name, uploaded.getvalue))
        st.session_state[_READ] = read
    if isinstance(read[1], HotspotsError):
        show_problem(read[1])
        return None
    contour: Contour = read[1]
    return contour


def _read(workspace: Workspace, name: str, content: Callable[[], bytes]) -> Contour | HotspotsError:
    """Return the contour in a file that was brought, or why there is none."""
    try:
        with turn_to_import(workspace) as folder:
            # The name a visitor gave is a name, never a path.
            path = folder / ("contour" + Path(name).suffix.lower()[:12])
            path.write_bytes(content())
            return read_contour(path, name=name)
    except HotspotsError as error:
        return error
