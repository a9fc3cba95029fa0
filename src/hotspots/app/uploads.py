"""Files on their way in: from whom, into which session, how many at once, how much in all.

Streamlit takes a file of whoever holds the number of a session, and keeps it in memory for as long
as that session lasts.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

from streamlit import config as streamlit_config
from streamlit.runtime import Runtime

from hotspots.app.listening import Refusal
from hotspots.app.session_owner import owner_of
from hotspots.maps.live.component import path_below_root
from hotspots.pages import words as text
from hotspots.pages.login import Person, asker, visit_of
from hotspots.pages.opened import opened_library, workspace_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Scope
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

_MB: Final = 1024 * 1024
#: bytes; what goes around a file in its request.
_AROUND: Final = 64 * 1024
#: bytes; two files of the largest size, so that one can take the place of another.
MOST_OF_ONE: Final = 101 * _MB
#: bytes; of the memory of the unit (`docs/uitrol`) the most is for answers and for reading files.
MOST_OF_ALL: Final = 256 * _MB

NOT_YOURS: Final = Refusal(403, text.UPLOAD_NOT_YOURS)
TOO_LARGE: Final = Refusal(413, text.UPLOAD_TOO_LARGE)
TOO_MUCH: Final = Refusal(413, text.UPLOAD_TOO_MUCH)
ONE_AT_A_TIME: Final = Refusal(429, text.UPLOAD_ONE_AT_A_TIME)
TOO_MANY_WAITING: Final = Refusal(503, text.UPLOAD_TOO_MANY_WAITING)


def sender_of(scope: Scope) -> Person | None:
    """Return who sends or takes back a file, if it is their session and they may load something.

    Raises
    ------
    HotspotsError
        If the home cannot be opened, or the table of roles is wrong.
    """
    library = opened_library()
    sender = asker(library, visit_of(scope))
    if not isinstance(sender, Person) or sender.name != owner_of(library, session_of(scope)):
        return None
    from hotspots.app.import_page import loadable_layers  # noqa: PLC0415 - as late as the home

    return sender if loadable_layers(workspace_of(library, sender.role, sender.name)) else None


def session_of(scope: Scope) -> str:
    """Return the session in the address of a file: ``/_stcore/upload_file/SESSION/FILE``."""
    path = path_below_root(scope["path"])
    return [*path.split("/"), "", "", ""][3]


def size_of(scope: Scope) -> int:
    """Return how many bytes a request may bring at most: what it says, or the largest file."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return _largest()


def _largest() -> int:
    return int(streamlit_config.get_option("server.maxUploadSize")) * _MB + _AROUND


class Uploads:
    """Which files are coming in, and what lies in memory already."""

    def __init__(self) -> None:
        self._coming: dict[str, int] = {}
        self._owners: dict[str, str] = {}

    def refusal_of(self, sender: Person, size: int) -> Refusal | None:
        """Return why a file of so many bytes is not taken in now; None if it is."""
        if size > _largest():
            return TOO_LARGE
        if sender.name in self._coming:
            return ONE_AT_A_TIME
        lying = self._lying()
        if lying.get(sender.name, 0) + size > MOST_OF_ONE:
            return TOO_MUCH
        if sum(lying.values()) + sum(self._coming.values()) + size > MOST_OF_ALL:
            return TOO_MANY_WAITING
        return None

    @contextmanager
    def coming(self, sender: Person, session: str, size: int) -> Iterator[None]:
        """Count a file as on its way while the block runs, and then as that of its sender."""
        self._coming[sender.name] = size
        self._owners[session] = sender.name
        try:
            yield
        finally:
            del self._coming[sender.name]

    def _lying(self) -> dict[str, int]:
        """Return the bytes that Streamlit keeps, by whose they are; a tiny file counts too."""
        manager = cast("MemoryUploadedFileManager", Runtime.instance().uploaded_file_mgr)
        # Copied at once: sessions end in other threads.
        stored = dict(manager.file_storage)
        self._owners = {key: name for key, name in self._owners.items() if key in stored}
        lying: dict[str, int] = {}
        for session, files in stored.items():
            name = self._owners.get(session, "")
            size = sum(len(file.data) + _AROUND for file in list(files.values()))
            lying[name] = lying.get(name, 0) + size
        return lying
