"""The home this server has open, shared by all sessions; who asks is settled per question."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from hotspots.access.workspace import Workspace, local_role, open_library
from hotspots.cartography.soundness import require_sound
from hotspots.settings import Home, open_home

if TYPE_CHECKING:
    from hotspots.access.library import Library

_lock = threading.Lock()
_libraries: dict[Home, Library] = {}


def opened_workspace() -> Workspace:
    """Return the home of this server as the local role sees it, opened at the first call.

    Raises
    ------
    HotspotsError
        If the home cannot be opened; the next call tries again.
    """
    home = open_home()
    with _lock:
        if home not in _libraries:
            require_sound(home)
            _libraries[home] = open_library(home)
        library = _libraries[home]
    return Workspace(library, local_role(library.catalog))
