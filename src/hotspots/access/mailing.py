"""Who gets mail, and what they had last: nobody gets it twice, also where a run is killed.

    <state>/mail/<checksum of a name>.json    what someone had last, and what is on its way
    <state>/mail/lock                         held while a run is busy

That a mail is on its way is written down before the server gets it, and that it was sent after
that. A run that is killed in between leaves the first note: in that week nothing goes to that
person any more, and what it said is new again the next.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hotspots.access import mail_words as words
from hotspots.access.audit import audited
from hotspots.access.mail_server import NotSentError, send
from hotspots.access.permission import read_users, users_wrong
from hotspots.dutch import reason
from hotspots.errors import SettingsError, StoreError
from hotspots.settings import private_folder
from hotspots.store.durable import only_run, replace_whole

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from email.message import EmailMessage
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

_FOLDER: Final = "mail"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who gets mail about their wijk, as it is written in the table of users."""

    name: str
    role: str
    wijk: str
    address: str


@dataclass(frozen=True, slots=True)
class LastMail:
    """What someone had last.

    Attributes
    ----------
    week
        Of the last mail, as "2026-W49"; "" for whoever never had one.
    on
        The day of it, ISO 8601.
    said
        What it told, or what was told before and holds still, by the key of each.
    versions
        The version of each layer that it was made of.
    on_its_way
        The week of a mail that was offered to the server, of which it is not known that it went.
    """

    week: str = ""
    on: str = ""
    said: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    on_its_way: str = ""

    @property
    def day(self) -> date | None:
        """The day of the last mail; None without one."""
        return date.fromisoformat(self.on) if self.on else None


def week_of(day: date) -> str:
    """Return the week of a day, as it is kept.

    Examples
    --------
    >>> week_of(date(2027, 1, 3)), week_of(date(2027, 1, 4))
    ('2026-W53', '2027-W01')
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def recipients_of(workspace: Workspace) -> tuple[Recipient, ...]:
    """Return who gets mail, by name.

    Raises
    ------
    SettingsError
        If the table of users has a fault: then it is not known who may see what.
    """
    users, problems = read_users(workspace.home, workspace.library.catalog)
    if problems:
        raise users_wrong(workspace.home, problems)
    return tuple(
        Recipient(name, user.role, user.wijk, user.mail)
        for name, user in sorted(users.items())
        if user.mail
    )


def mailing(home: Home) -> AbstractContextManager[None]:
    """Return what holds the only run that mails.

    Raises
    ------
    StoreError
        If another holds it, or the state cannot be written.
    """
    return only_run(home.state / _FOLDER, words.busy(), words.not_written)


def last_mail(home: Home, name: str) -> LastMail:
    """Return what someone had last; of whom that cannot be read, nothing."""
    try:
        body: dict[str, Any] = json.loads(_path_of(home, name).read_bytes())
        mail = LastMail(
            week=str(body["week"]),
            on=str(body["on"]),
            said=tuple(map(str, body["said"])),
            versions={str(layer): str(version) for layer, version in body["versions"].items()},
            on_its_way=str(body["on_its_way"]),
        )
        return mail if mail.day is None or mail.week else LastMail()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return LastMail()


def post(workspace: Workspace, recipient: Recipient, message: EmailMessage, mail: LastMail) -> None:
    """Send a mail, and remember that it was sent; a line in the audit says so.

    Parameters
    ----------
    workspace
        The home as the recipient sees it, who is the one in the audit.
    mail
        What is remembered once it is sent.

    Raises
    ------
    SettingsError
        If there is no server, or it does not take the mail.
    StoreError
        If it cannot be written down: then nothing is sent.
    """
    home, spec = workspace.home, workspace.library.catalog.gemeente.mail
    if spec is None:
        raise SettingsError(*words.NO_SERVER)
    before = last_mail(home, recipient.name)
    with audited(workspace, "mailed", "", wijk=recipient.wijk, week=mail.week) as after:
        after["layers"] = sorted(mail.versions)
        _remember(home, recipient.name, replace(before, on_its_way=mail.week))
        try:
            send(spec, message)
        except NotSentError:
            _remember(home, recipient.name, before)
            raise
        _remember(home, recipient.name, mail)


def note_quiet(home: Home, name: str, mail: LastMail) -> None:
    """Remember of a week without mail what holds no more: when it comes back it is news.

    Raises
    ------
    StoreError
        If it cannot be written down.
    """
    before = last_mail(home, name)
    still = tuple(key for key in before.said if key in mail.said)
    if still != before.said:
        _remember(home, name, replace(before, said=still))


def _remember(home: Home, name: str, mail: LastMail) -> None:
    path = _path_of(home, name)
    body = json.dumps(asdict(mail), ensure_ascii=False, indent=1).encode() + b"\n"
    try:
        private_folder(path.parent)
        replace_whole(path, body)
    except OSError as error:
        raise StoreError(*words.not_written(path.parent, reason(error))) from error


def _path_of(home: Home, name: str) -> Path:
    """Return the file of someone: a name may hold what no file may be called."""
    return home.state / _FOLDER / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"
