"""The home this server has open, shared by all sessions; who asks is settled per question."""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hotspots.access import words as text
from hotspots.access.permission import Stamp, role_named, stamp_of, with_roles_now
from hotspots.errors import AccessError
from hotspots.pages.login import DeniedLogin, asker, visit_here
from hotspots.settings import HOME_VARIABLE, STATE_VARIABLE, Home, open_home

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from hotspots.access.library import Library
    from hotspots.access.workspace import Workspace
    from hotspots.pages.login import Visit

_lock = threading.Lock()
#: What is open, and the file of roles that it was opened with.
_libraries: dict[Home, tuple[Library, Stamp]] = {}
#: A role that nobody has: it sees no layer at all, and still has the areas of the home.
NOBODY: Final = ""
_NOTED: Final = "laatst_vastgelegd"


class LastNoted:
    """What was written down last of one session: what it saw, and what it was refused.

    The page and the map on it ask in threads of their own, and often the same: that is one line.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[bool, Hashable] = {}

    def changes(self, now: Hashable, *, refused: bool = False) -> bool:
        """Whether this is another than the last, which from here on it is itself."""
        with self._lock:
            if self._last.get(refused) == now:
                return False
            self._last[refused] = now
            return True


#: Of the sessions that are open, by their number; with the session it goes.
_noted: Final[WeakValueDictionary[str, LastNoted]] = WeakValueDictionary()


def opened_library() -> Library:
    """Return the home of this server, with the roles that it declares at this moment.

    Raises
    ------
    HotspotsError
        If the home cannot be opened, or its roles cannot be read; the next call tries again.
    """
    home = _home_here()
    with _lock:
        library, stamp = _opened(home)
        if stamp_of(home.roles) != stamp:
            _libraries[home] = with_roles_now(library)
        return _libraries[home][0]


def _home_here() -> Home:
    return _home_named(
        os.environ.get(HOME_VARIABLE), os.environ.get(STATE_VARIABLE), str(Path.cwd())
    )


def _opened(home: Home) -> tuple[Library, Stamp]:
    """Return a home, opened at the first call; the lock is held."""
    if home not in _libraries:
        # Takes seconds to import: the server answers before, and this is what it then waits for.
        from hotspots.access.workspace import open_library  # noqa: PLC0415
        from hotspots.pages.home_check import require_sound  # noqa: PLC0415

        # Before it is read: what changes meanwhile is read again.
        stamp = stamp_of(home.roles)
        _libraries[home] = (open_library(home, declared=require_sound(home)), stamp)
    return _libraries[home]


def workspace_of(library: Library, role: str, name: str = "") -> Workspace:
    """Return an opened home as a role may see it; imported as late as the home is opened."""
    from hotspots.access.workspace import Workspace  # noqa: PLC0415

    return Workspace(library, role, name)


@lru_cache(maxsize=16)
def _home_named(root: str | None, state: str | None, here: str) -> Home:
    """Return the home of these settings in this folder, looked up once; a page asks four times."""
    del here
    return open_home(root or None, state or None)


def let_go(home: Home) -> None:
    """Open a home anew at the next question: its areas or themes changed.

    Who holds the library of before goes on with it until the page runs again.
    """
    with _lock:
        _libraries.pop(home, None)


def opened_workspace(visit: Visit | None = None) -> Workspace:
    """Return the home of this server as whoever looks at this page may see it now.

    Parameters
    ----------
    visit
        Who asks, where that was taken along from a page to a thread that has no request; by
        default whoever asks for the page that runs.

    Raises
    ------
    AccessError
        If whoever looks is not let in.
    HotspotsError
        If the home cannot be opened.
    """
    library = opened_library()
    person = asker(library, visit or visit_here())
    if isinstance(person, DeniedLogin):
        raise AccessError(person.why, "", text.ASK)
    role = role_named(library.catalog, person.role)
    return workspace_of(library, role.id, person.name)


def opened_geography() -> Workspace:
    """Return the home of this server for whoever only needs its areas: no layer is in it."""
    home = _home_here()
    with _lock:
        return workspace_of(_opened(home)[0], NOBODY)


def _noted_here() -> LastNoted:
    """Return what the session of this page wrote in the audit last."""
    noted: LastNoted = st.session_state.setdefault(_NOTED, LastNoted())
    context = get_script_run_ctx()
    if context is not None:
        _noted[context.session_id] = noted
    return noted


def noted_of(session: str) -> LastNoted:
    """Return what was noted last of an open session; of one that has no page yet nothing was."""
    return _noted.get(session) or LastNoted()


def note_refused(layer_id: str, selection: Mapping[str, object]) -> None:
    """Note in the audit that someone asked for what their role may not see, once per change of it.

    Who has no role at all was not let in, which is written down there.
    """
    library = opened_library()
    person = asker(library, visit_here())
    if isinstance(person, DeniedLogin):
        return
    workspace = workspace_of(library, person.role, person.name)
    note_change(_noted_here(), workspace, (layer_id,), selection, refused=True)


def note_looking(workspace: Workspace, layer_id: str, selection: Mapping[str, object]) -> None:
    """Write down what someone looks at, once for every change of it."""
    note_looking_at_all(workspace, (layer_id,), selection)


def note_looking_at_all(
    workspace: Workspace, layer_ids: Iterable[str], selection: Mapping[str, object]
) -> None:
    """Write down which layers someone looks at together, once for every change of it."""
    note_change(_noted_here(), workspace, tuple(layer_ids), selection)


def note_change(
    noted: LastNoted,
    workspace: Workspace,
    layer_ids: tuple[str, ...],
    selection: Mapping[str, object],
    *,
    refused: bool = False,
) -> None:
    """Write down which layers a session sees, or was refused, unless it was the last it did."""
    from hotspots.access.export import note_seen  # noqa: PLC0415 - as late as the home

    now = (workspace.who, workspace.role, layer_ids, repr(selection))
    if noted.changes(now, refused=refused):
        for layer_id in layer_ids:
            note_seen(workspace, layer_id, selection, refused=refused)
