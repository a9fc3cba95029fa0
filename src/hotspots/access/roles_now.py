"""The roles of a home as its file says now: a right that was withdrawn holds at the next question.

Everything else that a home declares is read when it is opened. A changed file with a fault in it
gives nobody anything, as after a restart: what its writer wanted to take away is not known.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hotspots.catalog.roles import FILE, read_roles, roles_name_what_exists
from hotspots.errors import SettingsError
from hotspots.text import access as text

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.library import Library

#: When a file was written, its bytes, and which file it is; None where there is none.
Stamp = tuple[int, int, int] | None
#: seconds; a file that was written longer ago is complete.
_AT_REST_S: Final = 1.0
#: seconds between two looks at a file that may still be written, and how many looks.
_LOOK_AGAIN_S: Final = 0.05
_MOST_LOOKS: Final = 20


def stamp_of(path: Path) -> Stamp:
    """Return what changes when a file does."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return (seen.st_mtime_ns, seen.st_size, seen.st_ino)


def with_roles_now(library: Library) -> tuple[Library, Stamp]:
    """Return a library with the roles that its home declares now, and the file they are from.

    Raises
    ------
    SettingsError
        If the file is gone, or has a fault. Without one the roles of the tool would count, which
        may give more than those of the home.
    """
    path = library.home.roles
    found: list[str] = []
    for _ in range(_MOST_LOOKS):
        stamp = _stamp_at_rest(path)
        found.clear()
        roles = read_roles(path, found)
        if stamp is not None and stamp_of(path) == stamp:
            break
    else:
        raise SettingsError(
            text.ROLES_GONE.format(file=FILE), text.ROLES_GONE_FOUND, text.ROLES_GONE_DO
        )
    catalog = replace(library.catalog, roles=roles)
    found.extend(roles_name_what_exists(catalog))
    if found:
        raise SettingsError(
            text.ROLES_NOT_READ.format(problems=" ".join(found)),
            text.ROLES_NOT_READ_FOUND,
            text.ROLES_NOT_READ_DO,
        )
    return library.with_catalog(catalog), stamp


def _stamp_at_rest(path: Path) -> Stamp:
    """Return the stamp of a file that nobody writes at this moment, as far as can be seen.

    An editor may empty a file before it fills it again. A half of it could be read without a fault,
    and be the half that gives.
    """
    stamp = stamp_of(path)
    if stamp is None or time.time() - stamp[0] / 1e9 < _AT_REST_S:
        time.sleep(_LOOK_AGAIN_S)
    return stamp
