"""The command that mails each week what is new, for a timer; and shows it of any place."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hotspots.access import mail_words
from hotspots.access.export import note_seen
from hotspots.access.mail_server import MaybeSentError
from hotspots.access.mailing import (
    LastMail,
    last_mail,
    mailing,
    note_quiet,
    post,
    recipients_of,
    week_of,
)
from hotspots.access.permission import role_named
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.catalog.specs import MailSpec
from hotspots.dutch import reason
from hotspots.errors import HotspotsError, SelectionError, SettingsError
from hotspots.exports import terminal as text
from hotspots.exports.sheet import today
from hotspots.exports.terminal import say
from hotspots.exports.terminal_table import Heading, table_lines
from hotspots.wijkbeeld import words
from hotspots.wijkbeeld.digest import CityAnswers, digest_of
from hotspots.wijkbeeld.digest_mail import as_html, as_text, message_of
from hotspots.wijkbeeld.digest_words import mail_text
from hotspots.wijkbeeld.place import place_named

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date
    from pathlib import Path

    from hotspots.access.mailing import Recipient
    from hotspots.wijkbeeld.digest import Digest
    from hotspots.wijkbeeld.digest_words import MailText

_COLUMNS: Final = tuple(map(Heading, words.MAIL_COLUMNS))
#: Where a home names no server: what is only looked at has a link all the same.
_NO_SERVER: Final = MailSpec("localhost", "hotspots@localhost", "http://localhost:8501", 25, "none")


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of the mail of someone; ``outcome`` is one of `mail_words.OUTCOMES`."""

    name: str
    wijk: str
    outcome: str
    line: str = ""
    mail: MailText | None = None

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look."""
        return self.outcome not in ("failed", "maybe")

    def to_dict(self) -> dict[str, object]:
        """Return it for a script; never an address."""
        return {"name": self.name, "wijk": self.wijk, "outcome": self.outcome, "line": self.line}


def digest_(args: Namespace) -> int:
    """Mail everyone what is new about their wijk, or show it of some places; 1 where one failed."""
    _require_folder(args.out, dry_run=args.dry_run or bool(args.places))
    workspace = open_workspace(args.home)
    on = args.made_on or today()
    city = CityAnswers()
    # That nobody can tell what runs behind is said once, and not of everyone's mail.
    city.supplies(workspace, on)
    if args.places:
        return _shown(workspace, args.places, on, city, args.out)
    if workspace.library.catalog.gemeente.mail is None and not args.dry_run:
        raise SettingsError(*mail_words.NO_SERVER)
    if args.dry_run:
        mailed = [_mail(workspace, one, on, city, dry_run=True) for one in recipients_of(workspace)]
    else:
        with mailing(workspace.home):
            # Read within the turn: who was taken out of the table meanwhile gets nothing.
            mailed = [
                _mail(workspace, one, on, city, dry_run=False) for one in recipients_of(workspace)
            ]
    _say(mailed, args.out, as_json=args.json)
    return int(not all(one.is_well for one in mailed))


def _mail(
    workspace: Workspace, recipient: Recipient, on: date, city: CityAnswers, *, dry_run: bool
) -> Mailed:
    """Mail someone what is new, unless they had mail this week or there is nothing."""
    last, week = last_mail(workspace.home, recipient.name), week_of(on)
    row = Mailed(recipient.name, recipient.wijk, "had_it")
    if last.week >= week:
        return row
    if last.on_its_way == week:
        return replace(row, outcome="maybe", line=mail_words.MAYBE)
    try:
        return _offered(workspace, recipient, row, city, on=on, last=last, dry_run=dry_run)
    except MaybeSentError as error:
        return replace(row, outcome="maybe", line=str(error))
    except HotspotsError as error:
        # The next one may be in order; this one is tried again.
        return replace(row, outcome="failed", line=str(error))


def _offered(
    workspace: Workspace,
    recipient: Recipient,
    row: Mailed,
    city: CityAnswers,
    *,
    on: date,
    last: LastMail,
    dry_run: bool,
) -> Mailed:
    """Make a mail and send it, unless there is nothing in it."""
    seen = _as_seen_by(workspace, recipient)
    place = place_named(seen, seen.own_wijk or recipient.wijk)
    digest = digest_of(seen, place, on, last, city)
    _note(replace(seen, who=workspace.who) if dry_run else seen, digest)
    if digest.empty:
        if not dry_run:
            note_quiet(seen.home, recipient.name, digest.mail)
        return replace(row, outcome="nothing")
    spec = workspace.library.catalog.gemeente.mail or _NO_SERVER
    mail = _text_of(workspace, digest, spec)
    if dry_run:
        return replace(row, outcome="would_send", mail=mail)
    post(seen, recipient, message_of(mail, spec, recipient.address), digest.mail)
    return replace(row, outcome="sent")


def _as_seen_by(workspace: Workspace, recipient: Recipient) -> Workspace:
    """Return the home as someone sees it.

    Raises
    ------
    AccessError
        If there is no such role any more.
    """
    role_named(workspace.library.catalog, recipient.role)
    return Workspace(workspace.library, recipient.role, recipient.name)


def _text_of(workspace: Workspace, digest: Digest, spec: MailSpec) -> MailText:
    ask = workspace.library.catalog.gemeente.ask
    return mail_text(digest, page=spec.page, ask=ask)


def _note(workspace: Workspace, digest: Digest) -> None:
    """Write down which layers were looked at for a mail."""
    for layer in digest.mail.versions:
        note_seen(workspace, layer, {"wijkbeeld": digest.place.code, "week": digest.mail.week})


def _shown(
    workspace: Workspace, places: list[str], on: date, city: CityAnswers, out: Path | None
) -> int:
    """Print what a first mail about places would say to whoever asks; nothing is remembered."""
    nobody = LastMail()
    spec = workspace.library.catalog.gemeente.mail or _NO_SERVER
    for written in places:
        place = place_named(workspace, written)
        digest = digest_of(workspace, place, on, nobody, city)
        _note(workspace, digest)
        if digest.empty:
            say((words.NOTHING_NEW.format(place=place.name),))
            continue
        mail = _text_of(workspace, digest, spec)
        print_mail(mail, out, place.code)
    return 0


def _say(mailed: list[Mailed], out: Path | None, *, as_json: bool) -> None:
    if as_json:
        say((json.dumps({"mails": [one.to_dict() for one in mailed]}, ensure_ascii=False),))
        return
    if not mailed:
        say((words.NO_RECIPIENTS,), aside=True)
        return
    say(table_lines(_COLUMNS, [(one.name, one.wijk, _outcome(one)) for one in mailed]))
    for at, one in enumerate(mailed, start=1):
        if one.line:
            say((f"{one.name}: {one.line}",), aside=True)
        if one.mail is not None:
            print_mail(one.mail, out, f"mail{at}")


def _outcome(one: Mailed) -> str:
    return mail_words.OUTCOMES[one.outcome]


def print_mail(mail: MailText, out: Path | None, name: str) -> None:
    """Print a mail as text, and write it as both bodies where a folder is given."""
    if out is None:
        say(("", *as_text(mail).splitlines()))
        return
    for ending, body in ((".txt", as_text(mail)), (".html", as_html(mail))):
        path = out / f"{name}{ending}"
        try:
            out.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        except OSError as error:
            raise SettingsError(
                words.NO_MAIL_FILE.format(path=path),
                words.NO_MAIL_FILE_FOUND.format(error=reason(error)),
                words.NO_MAIL_FILE_DO,
            ) from error
        say((text.WRITTEN.format(path=path),))


def _require_folder(out: Path | None, *, dry_run: bool) -> None:
    if out is not None and not dry_run:
        raise SelectionError(words.OUT_UNCLEAR, words.OUT_UNCLEAR_FOUND, words.OUT_UNCLEAR_DO)
