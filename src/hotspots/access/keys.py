"""Keys by which another program, such as QGIS, asks in the name of a user.

    <state>/keys/keys.json

A key is shown once, to whoever makes it; of it a checksum is kept. It is long and drawn by chance,
so that a plain checksum is enough: nobody tries all of them. What its user may is looked up at
every use, in the same table as at a login; a key gives no right of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from hotspots.access import words as text
from hotspots.access.audit import Event, local_user, record
from hotspots.access.permission import role_of
from hotspots.dutch import reason
from hotspots.errors import AccessError, SelectionError, StoreError
from hotspots.settings import private_folder
from hotspots.store.durable import StillLockedError, exclusive, replace_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.access.audit import Action
    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

FILE: Final = "keys.json"
_LOCK: Final = "lock"
#: Before every key: whoever finds one in a file knows what it is of.
PREFIX: Final = "hotspots"
#: bytes of chance in the number of a key, and in its secret.
_NUMBER_B: Final = 4
_SECRET_B: Final = 32
#: days; how long a key is good unless something else is asked, and at most.
USUAL_DAYS: Final = 365
MOST_DAYS: Final = 730
#: characters; a longer text is no key of ours.
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class ProgramKey:
    """A key as it is kept, without its secret.

    Attributes
    ----------
    number
        By which it is listed, revoked and named in the audit.
    who
        The user it is of, as in the table of roles.
    made, until
        The day it was made, and the last day it is good.
    revoked
        The day it was taken back; None while it was not.
    digest
        Checksum of the whole key.
    """

    number: str
    who: str
    made: date
    until: date
    revoked: date | None
    digest: str

    def refusal(self, today: date) -> str:
        """Return why it is no longer good, empty while it is."""
        if self.revoked is not None:
            return text.KEY_REVOKED
        return text.KEY_EXPIRED if today > self.until else ""


def new_key(workspace: Workspace, who: str, days: int = USUAL_DAYS) -> tuple[ProgramKey, str]:
    """Make a key for a user; returns it as it is kept, and the key itself, which is shown once.

    Raises
    ------
    AccessError
        If nobody of that name has a role.
    SelectionError
        If it would be good for no day, or too long.
    StoreError
        If it, or the line about it, cannot be written.
    """
    home = workspace.home
    if not 1 <= days <= MOST_DAYS:
        raise SelectionError(
            text.KEY_DAYS.format(days=days),
            text.KEY_DAYS_FOUND.format(most=MOST_DAYS),
            text.KEY_DAYS_DO,
        )
    if role_of(home, workspace.library.catalog, who) is None:
        raise AccessError(
            text.KEY_NOBODY.format(who=who),
            text.KEY_NOBODY_FOUND.format(path=home.users),
            text.KEY_NOBODY_DO,
        )
    number = secrets.token_hex(_NUMBER_B)
    secret = f"{PREFIX}_{number}_{secrets.token_urlsafe(_SECRET_B)}"
    made = _today()
    key = ProgramKey(number, who, made, made + timedelta(days=days), None, _digest(secret))
    record(home, _event(key, "key_made"))
    _change(home, lambda keys: (*keys, key))
    return key, secret


def keys_of(home: Home) -> tuple[ProgramKey, ...]:
    """Return every key there is, oldest first, also those that are no longer good.

    Raises
    ------
    StoreError
        If the file cannot be read: then no key is good.
    """
    path = home.keys / FILE
    try:
        written: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["keys"]
        return tuple(_read(entry) for entry in written)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            text.KEYS_NOT_READ.format(path=path),
            text.KEYS_NOT_READ_FOUND.format(error=_why(error)),
            text.KEYS_NOT_READ_DO,
        ) from error


def revoke_key(workspace: Workspace, number: str) -> ProgramKey:
    """Take a key back: it is good for nothing from now on. Returns it.

    Raises
    ------
    SelectionError
        If there is none of that number.
    StoreError
        If that cannot be written.
    """
    home = workspace.home
    key = next((one for one in keys_of(home) if one.number == number), None)
    if key is None:
        raise SelectionError(text.NO_KEY.format(number=number), text.NO_KEY_FOUND, text.NO_KEY_DO)
    if key.revoked is not None:
        return key
    gone = replace(key, revoked=_today())
    record(home, _event(gone, "key_revoked"))
    _change(home, lambda keys: tuple(gone if one.number == number else one for one in keys))
    return gone


def key_shown(home: Home, shown: str) -> ProgramKey | None:
    """Return the key that somebody shows, good or not; None if it is none.

    Raises
    ------
    StoreError
        If the keys cannot be read.
    """
    if len(shown) > _LONGEST:
        return None
    digest = _digest(shown)
    match: ProgramKey | None = None
    for key in keys_of(home):
        if hmac.compare_digest(key.digest, digest):
            match = key
    return match


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _today() -> date:
    return datetime.now(UTC).date()


def _event(key: ProgramKey, action: Action) -> Event:
    details = {"key": key.number, "user": key.who, "until": key.until.isoformat()}
    return Event(local_user(), "", action, "done", details=details)


def _read(entry: dict[str, Any]) -> ProgramKey:
    revoked = entry["revoked"]
    return ProgramKey(
        number=str(entry["number"]),
        who=str(entry["who"]),
        made=date.fromisoformat(entry["made"]),
        until=date.fromisoformat(entry["until"]),
        revoked=None if revoked is None else date.fromisoformat(revoked),
        digest=str(entry["digest"]),
    )


def _change(
    home: Home, changed: Callable[[tuple[ProgramKey, ...]], tuple[ProgramKey, ...]]
) -> None:
    path: Path = home.keys / FILE
    try:
        private_folder(home.keys)
        with exclusive(home.keys / _LOCK):
            keys = [asdict(key) for key in changed(keys_of(home))]
            content = json.dumps({"keys": keys}, default=date.isoformat, indent=1)
            replace_whole(path, content.encode())
    except (OSError, StillLockedError) as error:
        raise StoreError(
            text.KEYS_NOT_WRITTEN.format(path=path),
            text.KEYS_NOT_READ_FOUND.format(error=_why(error)),
            text.KEYS_NOT_WRITTEN_DO,
        ) from error


def _why(error: Exception) -> str:
    return reason(error) if isinstance(error, OSError) else type(error).__name__
