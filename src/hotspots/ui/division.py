"""On the page `Gegevens`: which division is shown, which were kept, where fetches came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from hotspots.access.divisions import (
    changes_of,
    current_division,
    divisions_of,
    lines_of,
    own_year,
)
from hotspots.access.fetching import may_fetch, restore_boundaries
from hotspots.errors import StoreError
from hotspots.publishing.fetched_areas import DENOMINATORS
from hotspots.text import data_page, open_data
from hotspots.text import fetching_page as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import moment, number
from hotspots.text.provenance import PROVENANCE
from hotspots.ui.fetch_job import running
from hotspots.ui.fetching import do_beside, ended, show_changes, show_failure

if TYPE_CHECKING:
    from hotspots.access.workspace import Version, Workspace
    from hotspots.ui.fetch_job import Job

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
                data_page.CURRENT if current and entry.number == current.number else "",
                entry.fetched.get("year", of_home),
                _figures(workspace, entry),
                moment(entry.made_at),
                number(entry.rows),
                entry.attribution,
            )
            for entry in versions
        ]
        st.dataframe(
            pd.DataFrame(rows, columns=list(text.DIVISION_COLUMNS)),
            hide_index=True,
            width="stretch",
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
        return  # of a report that is gone nothing is told; the division itself is there
    if changes:
        count = number(len(changes))
        show_changes(changes, text.CHANGED_WITH.format(version=brought.name, count=count))


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
    pairs = (pair.split("=") for pair in version.fetched[DENOMINATORS].split(";") if pair)
    return ", ".join(f"{labels.get(name, name)} {year}" for name, year in pairs)


def _offer_restore(
    workspace: Workspace, current: Version | None, versions: tuple[Version, ...]
) -> None:
    job = ended(_RESTORE)
    if job is not None and not show_failure(job):
        st.success(open_data.DIVISION_RESTORED.format(version=job.report[0].name))
    earlier = [
        entry.name for entry in versions if current is None or entry.number != current.number
    ]
    if not earlier or not may_fetch(workspace):
        return
    with st.expander(text.RESTORE):
        name = st.selectbox(text.RESTORE_PICK, earlier, key=_PICK)
        sure = st.checkbox(text.RESTORE_SURE.format(version=name), key=f"{_SURE}_{name}")
        busy = running(workspace.home) is not None
        if st.button(text.RESTORE_DO.format(version=name), disabled=not sure or busy):
            number_of = int(name.removeprefix("v"))

            def work(job: Job) -> object:
                def placed(share: float) -> None:
                    job.tell(share, open_data.PROGRESS_JOIN)

                return restore_boundaries(workspace, number_of, joining=placed)

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
    st.markdown(f"#### {text.PROVENANCE}")
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def provenance(version: Version, start: str = "") -> dict[str, str]:
    """Return what is kept of a fetch, under the words that are shown; empty for a file.

    Parameters
    ----------
    start
        Of the names under which it is kept: key figures stand beside the lines.
    """
    told = {
        label: version.fetched[start + name]
        for name, label in PROVENANCE.items()
        if start + name in version.fetched
    }
    at = PROVENANCE["at"]
    if at in told:
        told[at] = moment(told[at])
    rows = PROVENANCE["rows"]
    if rows in told:
        told[rows] = number(int(told[rows]))
    return told
