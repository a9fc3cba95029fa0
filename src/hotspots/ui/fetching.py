"""On the page `Gegevens`: fetch open data, after seeing what would change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import pandas as pd
import streamlit as st

from hotspots.access.fetched_told import (
    changes_head,
    division_lines,
    in_words,
    placed_lines,
    police_lines,
    unplaced_lines,
)
from hotspots.access.fetching import (
    fetch_boundaries,
    fetch_keyfigures,
    fetch_police,
    fetch_surroundings,
    may_fetch,
    service_of,
)
from hotspots.publishing.fetched import DivisionReport
from hotspots.publishing.fetched_figures import FiguresReport
from hotspots.publishing.fetched_police import PoliceReport
from hotspots.publishing.fetched_surroundings import PURPOSES
from hotspots.sources.open_data.failing import UnreachableError
from hotspots.sources.open_data.surroundings import SERVICE_OF
from hotspots.text import fetching_page as text
from hotspots.text import open_data
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number
from hotspots.ui.controls import choose_one
from hotspots.ui.fetch_job import LOOK_S, Job, running, start
from hotspots.ui.problems import show_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.publishing.fetched_changes import Change
    from hotspots.sources.open_data.surroundings import Subject

_WHAT: Final = "ophalen"
#: The service that is asked, where what is fetched has another name.
_SERVICES: Final = {"police_yearly": "police", **SERVICE_OF}
#: In the session: what this visitor began last.
_JOB: Final = "ophalen_bezig"
#: How many questions about boundaries there are: gemeente, wijken, buurten.
_LEVELS: Final = tuple(open_data.LEVELS)


def show_fetching(workspace: Workspace) -> None:
    """Show what can be fetched, how far it is and what came of it, to who may load data."""
    if not may_fetch(workspace):
        return
    st.markdown(f"#### {text.HEAD}")
    st.caption(text.INTRO)
    kinds = _kinds(workspace)
    kind = choose_one(text.WHAT, kinds, key=_WHAT, name=lambda name: text.KINDS[name])
    service = service_of(workspace, _SERVICES.get(kind, kind))
    st.caption(as_text(text.FROM.format(service=service.title, licence=service.licence)))
    if service.trial:
        st.warning(text.TRIAL)
    busy = running(workspace.home)
    job: Job | None = st.session_state.get(_JOB)
    mine = job if job is not None and job.what == kind else None
    # What was just fetched is looked at again before it is fetched again.
    tried = mine is not None and mine.report is not None and not mine.changes
    look, take = st.columns(2)
    looks = look.button(text.TRY, width="stretch", disabled=busy is not None)
    takes = take.button(
        text.FETCH,
        type="primary",
        width="stretch",
        disabled=busy is not None or not tried,
        help=None if tried else text.TRY_FIRST,
    )
    if looks or takes:
        do_beside(workspace, kind, partial(_fetch, workspace, kind, dry_run=looks), changes=takes)
    if busy is not None:
        if busy is not job:
            st.info(text.BUSY)
        watch(busy)
    if job is not None and job.finished.is_set() and not job.noticed:
        # It may have ended while this page was drawn: what stands above is of before.
        job.noticed = True
        st.rerun()
    if mine is not None and mine.finished.is_set():
        _show_end(mine)


def do_beside(
    workspace: Workspace, what: str, work: Callable[[Job], Any], *, changes: bool
) -> None:
    """Begin something beside the page, and draw the page again with how far it is."""
    job = start(workspace.home, what, work, changes=changes)
    if job is not None:
        st.session_state[_JOB] = job
    st.rerun()


def ended(what: str) -> Job | None:
    """Return what this visitor began last, if it is this and has ended."""
    job: Job | None = st.session_state.get(_JOB)
    return job if job is not None and job.what == what and job.finished.is_set() else None


def watch(job: Job) -> None:
    """Show how far something is until it has ended; then draw the page with what there is now."""
    bar = st.progress(0.0, text=text.WORKING)
    while not job.finished.wait(LOOK_S):
        bar.progress(job.share, text=job.told or text.WORKING)
    st.rerun()


def _kinds(workspace: Workspace) -> tuple[str, ...]:
    """Return what can be fetched: of what lies around only that which a layer shows."""
    purposes = {context.purpose for context in workspace.library.catalog.contexts}
    return tuple(kind for kind in text.KINDS if kind not in PURPOSES or PURPOSES[kind] in purposes)


def _fetch(workspace: Workspace, kind: str, job: Job, *, dry_run: bool) -> Any:  # noqa: ANN401 - one of four reports
    def placed(share: float) -> None:
        job.tell(0.5 + share / 2, open_data.PROGRESS_JOIN)

    def pages(level: str, features: int) -> None:
        told = open_data.PROGRESS_PAGES.format(
            what=open_data.LEVELS[level], features=number(features)
        )
        job.tell(_LEVELS.index(level) / len(_LEVELS) / 2, told)

    if kind == "boundaries":
        return fetch_boundaries(workspace, dry_run=dry_run, fetching=pages, joining=placed)
    if kind in ("police", "police_yearly"):
        counts_per = "month" if kind == "police" else "year"
        return fetch_police(workspace, counts_per=counts_per, dry_run=dry_run, fetching=job.tell)
    if kind == "keyfigures":
        return fetch_keyfigures(
            workspace,
            dry_run=dry_run,
            fetching=lambda share: job.tell(share / 2),
            joining=placed,
        )
    return fetch_surroundings(workspace, cast("Subject", kind), dry_run=dry_run)


def show_failure(job: Job) -> bool:
    """Show why something failed, if it did; no connection is one sentence."""
    if isinstance(job.error, UnreachableError):
        st.warning(as_text(job.error.what))
    elif job.error is not None:
        show_problem(job.error)
    elif job.code:
        st.error(text.FAULT.format(code=job.code))
    return job.error is not None or bool(job.code)


def _show_end(job: Job) -> None:
    if show_failure(job):
        return
    report = job.report[1] if isinstance(job.report, tuple) else job.report
    if report.status == "unchanged":
        st.info(text.SAME)
    elif job.changes:
        st.success(text.DONE)
    else:
        st.info(text.TRIED)
    if isinstance(report, DivisionReport):
        _show_division(report)
    elif isinstance(report, PoliceReport):
        _show_lines(police_lines(report))
    elif isinstance(report, FiguresReport):
        _show_lines((*report.told, *placed_lines(report.rejoined), *unplaced_lines(report.faults)))
    else:
        st.text(report.to_text())


def _show_lines(lines: tuple[str, ...]) -> None:
    for line in lines:
        st.markdown(as_text(line))


def _show_division(report: DivisionReport) -> None:
    _show_lines(division_lines(report))
    if report.status == "unchanged":
        return
    _show_lines(changes_head(report))
    if report.changes:
        show_changes(report.changes, text.CHANGES.format(count=number(len(report.changes))))
    _show_lines((*placed_lines(report.rejoined), *unplaced_lines(report.faults)))


def show_changes(changes: Sequence[Change], label: str) -> None:
    """Show, folded, which names, codes and lines differ between two divisions."""
    rows = [
        (
            open_data.KINDS[change.kind],
            text.CHANGE_LEVELS.get(change.level, change.level),
            in_words(change),
        )
        for change in changes
    ]
    with st.expander(label):
        st.dataframe(
            pd.DataFrame(rows, columns=list(text.CHANGE_COLUMNS)), hide_index=True, width="stretch"
        )
