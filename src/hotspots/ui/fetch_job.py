"""Fetching takes minutes: it is done beside the page, one at a time per home, to its end.

A page that is left or clicked on ends its script wherever it is; what began goes on and the page
finds it again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hotspots.errors import HotspotsError
from hotspots.ui.finishing import to_the_end
from hotspots.ui.opened import let_go
from hotspots.ui.problems import noted_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.settings import Home


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
    told: str = ""
    report: Any = None
    error: HotspotsError | None = None
    code: str = ""
    noticed: bool = False
    finished: threading.Event = field(default_factory=threading.Event)

    def tell(self, share: float, told: str = "") -> None:
        """Say how far it is."""
        self.share, self.told = min(max(share, 0.0), 1.0), told


def running(home: Home) -> Job | None:
    """Return what is being done to a home now."""
    with _lock:
        return _running.get(home)


def start(home: Home, what: str, work: Callable[[Job], Any], *, changes: bool) -> Job | None:
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


def _do(home: Home, job: Job, work: Callable[[Job], Any]) -> None:
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
