"""On the page `Gegevens`: which division is shown, and fetching open data.

A page that is left or clicked on ends its script wherever it is; what began goes on and the page
finds it again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import pandas as pd
import streamlit as st

from hotspots.access.fetching import (
    changes_of,
    current_division,
    divisions_of,
    fetch_boundaries,
    fetch_keyfigures,
    fetch_police,
    fetch_surroundings,
    lines_of,
    may_fetch,
    own_year,
    restore_boundaries,
    service_of,
)
from hotspots.app import data_words as text
from hotspots.dutch import as_text, moment, number
from hotspots.errors import HotspotsError, StoreError
from hotspots.incoming.open_data import words as open_data
from hotspots.incoming.open_data.client import UnreachableError
from hotspots.incoming.open_data.surroundings import SERVICE_OF
from hotspots.incoming.open_data.words import PROVENANCE
from hotspots.incoming.publishing.division import DivisionReport, FiguresReport
from hotspots.incoming.publishing.division_areas import years_of
from hotspots.incoming.publishing.features import PURPOSES
from hotspots.incoming.publishing.police import PoliceReport
from hotspots.incoming.publishing.words import (
    changes_head,
    division_lines,
    in_words,
    placed_lines,
    police_lines,
    unplaced_lines,
)
from hotspots.pages import words as page_text
from hotspots.pages.controls import choose_one
from hotspots.pages.finishing import to_the_end
from hotspots.pages.opened import let_go
from hotspots.pages.paging import show_leafed
from hotspots.pages.problems import noted_fault, show_problem
from hotspots.pages.tables import show_small

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.access.workspace import Version, Workspace
    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.incoming.open_data.surroundings import Subject
    from hotspots.incoming.publishing.division_areas import Change
    from hotspots.settings import Home

    #: What a job returns: a report of what was fetched, the name of a version that was put back.
    Report = DivisionReport | PoliceReport | FiguresReport | IntakeReport | str

#: seconds between two looks at how far it is.
LOOK_S: Final = 0.1
_lock = threading.Lock()
_running: dict[Home, Job] = {}


@dataclass(slots=True, eq=False)
class Job:
    """What is being fetched, how far it is, and how it ended.

    Attributes
    ----------
    changes
        Whether the home is another one afterwards; a dry run changes nothing.
    share
        How far it is, 0 to 1.
    report
        What the work returned; None while it runs, or if it failed.
    code
        Under which an error that is nobody's fault stands in the log; "" for none.
    noticed
        Whether a page was drawn anew since it ended.
    """

    what: str
    changes: bool
    share: float = 0.0
    sentence: str = ""
    report: Report | None = None
    error: HotspotsError | None = None
    code: str = ""
    noticed: bool = False
    finished: threading.Event = field(default_factory=threading.Event)

    def tell(self, share: float, sentence: str = "") -> None:
        """Say how far it is."""
        self.share, self.sentence = min(max(share, 0.0), 1.0), sentence


def running(home: Home) -> Job | None:
    """Return what is being done to a home now."""
    with _lock:
        return _running.get(home)


def start(home: Home, what: str, work: Callable[[Job], Report], *, changes: bool) -> Job | None:
    """Begin to do something; None if something is being done already.

    ``work`` may not call Streamlit.
    """
    job = Job(what, changes)
    with _lock:
        if home in _running:
            return None
        _running[home] = job
    threading.Thread(target=_do, args=(home, job, work), daemon=True).start()
    return job


def _do(home: Home, job: Job, work: Callable[[Job], Report]) -> None:
    try:
        with to_the_end():
            job.report = work(job)
    except HotspotsError as error:
        job.error = error
    except Exception as error:  # noqa: BLE001 - the outermost frame of this thread
        job.code = noted_fault(error)
    finally:
        if job.changes:
            # Also after a failure: rows may have been placed in areas that changed.
            let_go(home)
        with _lock:
            del _running[home]
        job.finished.set()


_WHAT: Final = "ophalen"
#: The service that is asked, where what is fetched has another name.
_SERVICES: Final = {"police_yearly": "police", **SERVICE_OF}
#: In the session: what this visitor began last.
_JOB: Final = "ophalen_bezig"
#: How many questions about boundaries there are: gemeente, wijken, buurten.
_LEVELS: Final = tuple(open_data.LEVELS)


def show_fetching(workspace: Workspace) -> None:
    """Show what can be fetched, how far it is and what came of it, to whoever may load data."""
    if not may_fetch(workspace):
        return
    st.markdown(f"#### {text.FETCH_HEAD}")
    st.caption(text.FETCH_INTRO)
    kinds = _kinds(workspace)
    kind = choose_one(text.FETCH_WHAT, kinds, key=_WHAT, name=lambda name: text.FETCH_KINDS[name])
    service = service_of(workspace, _SERVICES.get(kind, kind))
    st.caption(as_text(text.FETCH_FROM.format(service=service.title, licence=service.licence)))
    if service.trial:
        st.warning(text.FETCH_TRIAL)
    busy = running(workspace.home)
    job: Job | None = st.session_state.get(_JOB)
    mine = job if job is not None and job.what == kind else None
    # What was just fetched is looked at again before it is fetched again.
    tried = mine is not None and mine.report is not None and not mine.changes
    look, take = st.columns(2)
    looks = look.button(text.FETCH_TRY, width="stretch", disabled=busy is not None)
    takes = take.button(
        text.FETCH_DO,
        type="primary",
        width="stretch",
        disabled=busy is not None or not tried,
        help=None if tried else text.FETCH_TRY_FIRST,
    )
    if looks or takes:
        do_beside(workspace, kind, partial(_fetch, workspace, kind, dry_run=looks), changes=takes)
    if busy is not None:
        if busy is not job:
            st.info(text.FETCH_BUSY)
        watch(busy)
    if job is not None and job.finished.is_set() and not job.noticed:
        # It may have ended while this page was drawn: what stands above is of before.
        job.noticed = True
        st.rerun()
    if mine is not None and mine.finished.is_set():
        _show_end(mine)


def do_beside(
    workspace: Workspace, what: str, work: Callable[[Job], Report], *, changes: bool
) -> None:
    """Begin something beside the page, and draw the page again with how far it is."""
    job = start(workspace.home, what, work, changes=changes)
    if job is not None:
        st.session_state[_JOB] = job
    st.rerun()


def ended(what: str) -> Job | None:
    """Return the job that this visitor began last, if it is of this kind and has ended."""
    job: Job | None = st.session_state.get(_JOB)
    return job if job is not None and job.what == what and job.finished.is_set() else None


def watch(job: Job) -> None:
    """Show how far something is until it has ended; then draw the page with what there is now."""
    bar = st.progress(0.0, text=text.FETCH_WORKING)
    while not job.finished.wait(LOOK_S):
        bar.progress(job.share, text=job.sentence or text.FETCH_WORKING)
    st.rerun()


def _kinds(workspace: Workspace) -> tuple[str, ...]:
    """Return what can be fetched: of what lies around only that which a layer shows."""
    purposes = {context.purpose for context in workspace.library.catalog.contexts}
    return tuple(
        kind for kind in text.FETCH_KINDS if kind not in PURPOSES or PURPOSES[kind] in purposes
    )


def _fetch(workspace: Workspace, kind: str, job: Job, *, dry_run: bool) -> Report:
    def placed(share: float) -> None:
        job.tell(0.5 + share / 2, open_data.PROGRESS_JOIN)

    def pages(level: str, features: int) -> None:
        sentence = open_data.PROGRESS_PAGES.format(
            what=open_data.LEVELS[level], features=number(features)
        )
        job.tell(_LEVELS.index(level) / len(_LEVELS) / 2, sentence)

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
    _, report = fetch_surroundings(workspace, cast("Subject", kind), dry_run=dry_run)
    return report


def show_failure(job: Job) -> bool:
    """Show why something failed, if it did; no connection is one sentence."""
    if isinstance(job.error, UnreachableError):
        st.warning(as_text(job.error.what))
    elif job.error is not None:
        show_problem(job.error)
    elif job.code:
        st.error(text.FETCH_FAULT.format(code=job.code))
    return job.error is not None or bool(job.code)


def _show_end(job: Job) -> None:
    if show_failure(job):
        return
    report = job.report
    if report is None or isinstance(report, str):
        return
    if report.status == "unchanged":
        st.info(text.FETCHED_SAME)
    elif job.changes:
        st.success(text.FETCHED)
    else:
        st.info(text.FETCH_TRIED)
    if isinstance(report, DivisionReport):
        _show_division(report)
    elif isinstance(report, PoliceReport):
        _show_lines(police_lines(report))
    elif isinstance(report, FiguresReport):
        _show_lines((*report.lines, *placed_lines(report.rejoined), *unplaced_lines(report.faults)))
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
        label = text.CHANGES.format(count=number(len(report.changes)))
        show_changes(report.changes, label, key="nieuwe_verschillen")
    _show_lines((*placed_lines(report.rejoined), *unplaced_lines(report.faults)))


def show_changes(changes: Sequence[Change], label: str, *, key: str) -> None:
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
        show_leafed(
            pd.DataFrame(rows, columns=list(text.CHANGE_COLUMNS)),
            [" ".join(row) for row in rows],
            name=label,
            key=key,
        )


_PICK: Final = "indeling_terugzetten"
_SURE: Final = "indeling_zeker"
_RESTORE: Final = "indeling"


def show_division(workspace: Workspace) -> None:
    """Show which division the boundaries are of, the others, and the way back to one."""
    st.markdown(f"#### {text.DIVISION_HEAD}")
    current = current_division(workspace)
    st.markdown(as_text(_shown(workspace, current)))
    versions = divisions_of(workspace)
    if versions:
        year = own_year(workspace)
        of_home = text.OWN if year is None else text.OWN_OF_YEAR.format(year=year)
        rows = [
            (
                entry.name,
                page_text.VERSION_CURRENT if current and entry.number == current.number else "",
                entry.fetched.get("year", of_home),
                _figures(workspace, entry),
                moment(entry.made_at),
                number(entry.rows),
                entry.attribution,
            )
            for entry in versions
        ]
        show_small(
            pd.DataFrame(rows, columns=list(text.DIVISION_COLUMNS)),
            {},
            name=text.DIVISION_HEAD,
            stacked=True,
        )
    if current is not None:
        _show_changes(workspace, current)
    _offer_restore(workspace, current, versions)


def _show_changes(workspace: Workspace, current: Version) -> None:
    """Show what the lines that are shown changed in those before them."""
    brought = lines_of(workspace, current)
    try:
        changes = changes_of(workspace, brought)
    except StoreError:
        return  # the report is gone; the division itself is there
    if changes:
        count = number(len(changes))
        label = text.CHANGED_WITH.format(version=brought.name, count=count)
        show_changes(changes, label, key="verschillen")


def _shown(workspace: Workspace, current: Version | None) -> str:
    if current is None or current.embedded or "year" not in current.fetched:
        year = own_year(workspace)
        return text.SHOWS_OWN.format(year=text.OF_YEAR.format(year=year) if year else "")
    return text.SHOWS.format(
        year=current.fetched["year"],
        version=current.name,
        day=moment(current.fetched["at"])[:10],
    )


def _figures(workspace: Workspace, version: Version) -> str:
    """Return of which year each denominator of a division is."""
    labels = {
        entry.id: entry.label
        for context in workspace.catalog.contexts
        for entry in context.denominators
    }
    years = years_of(version).items()
    return ", ".join(f"{labels.get(name, name)} {year}" for name, year in years)


def _offer_restore(
    workspace: Workspace, current: Version | None, versions: tuple[Version, ...]
) -> None:
    job = ended(_RESTORE)
    if job is not None and not show_failure(job) and isinstance(job.report, str):
        st.success(open_data.DIVISION_RESTORED.format(version=job.report))
    earlier = [
        entry.name for entry in versions if current is None or entry.number != current.number
    ]
    if not earlier or not may_fetch(workspace):
        return
    with st.expander(text.RESTORE_DIVISION):
        name = st.selectbox(text.RESTORE_WHICH_DIVISION, earlier, key=_PICK)
        sure = st.checkbox(text.RESTORE_DIVISION_SURE.format(version=name), key=f"{_SURE}_{name}")
        busy = running(workspace.home) is not None
        if st.button(text.RESTORE_DIVISION_DO.format(version=name), disabled=not sure or busy):
            number_of = int(name.removeprefix("v"))

            def work(job: Job) -> str:
                def placed(share: float) -> None:
                    job.tell(share, open_data.PROGRESS_JOIN)

                restored, _ = restore_boundaries(workspace, number_of, joining=placed)
                return restored.name

            do_beside(workspace, _RESTORE, work, changes=True)


def show_provenance(workspace: Workspace) -> None:
    """Show of everything that was fetched where it came from; nothing if nothing was."""
    division = current_division(workspace)
    fetched = {text.DIVISION: division}
    for layer in workspace.catalog.layers:
        if layer.sensitive:
            continue  # not even how many rows an answer had
        try:
            fetched[layer.label] = workspace.version(layer)
        except StoreError:
            continue
    rows = [
        {text.LAYER: label} | provenance(version)
        for label, version in fetched.items()
        if version is not None and "service" in version.fetched
    ]
    if division is not None and "figures_service" in division.fetched:
        rows.insert(0, {text.LAYER: text.FIGURES} | provenance(division, "figures_"))
    if not rows:
        return
    st.markdown(f"#### {text.PROVENANCE_HEADING}")
    show_small(pd.DataFrame(rows), {}, name=text.PROVENANCE_HEADING, stacked=True)


def provenance(version: Version, start: str = "") -> dict[str, str]:
    """Return what is kept of a fetch, under the words that are shown; empty for a file.

    Parameters
    ----------
    start
        Of the names under which it is kept: key figures stand beside the lines.
    """
    shown = {
        label: version.fetched[start + name]
        for name, label in PROVENANCE.items()
        if start + name in version.fetched
    }
    at = PROVENANCE["at"]
    if at in shown:
        shown[at] = moment(shown[at])
    rows = PROVENANCE["rows"]
    if rows in shown:
        shown[rows] = number(int(shown[rows]))
    return shown
