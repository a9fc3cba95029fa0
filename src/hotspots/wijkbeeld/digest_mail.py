"""A mail about a place: the same sentences as HTML, for a telephone, and as text.

Every text from data is escaped here. Nothing in it is fetched from elsewhere: a picture that is
would tell who read the mail, and when.
"""

from __future__ import annotations

import re
import textwrap
from email.message import EmailMessage
from email.utils import format_datetime, localtime, make_msgid
from typing import TYPE_CHECKING, Final

from hotspots.maps.visible import escaped, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.catalog.specs import MailSpec
    from hotspots.wijkbeeld.digest_words import MailText

#: Characters of a line of text; as wide as a telephone shows without breaking it off.
_WIDTH: Final = 72
#: What a line of HTML would break off at its hyphens.
_DAY: Final = re.compile(r"\b\d{2}-\d{2}-\d{4}\b")
#: A telephone is as wide as it is; a screen need not be filled. Dark where the reader has it dark.
_STYLE: Final = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; background: #ffffff; color: #1b1f24; -webkit-text-size-adjust: 100%; }
main { max-width: 36rem; margin: 0 auto; padding: 1.25rem 1rem 2rem;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.05rem; line-height: 1.3; margin: 1.5rem 0 .4rem; }
p { margin: 0 0 .6rem; overflow-wrap: anywhere; }
ul { margin: 0; padding: 0; list-style: none; }
li { margin: 0 0 .5rem; padding: 0 0 0 .75rem; border-left: 3px solid #0b5cad;
  overflow-wrap: anywhere; }
.day { white-space: nowrap; }
.open { margin: 1.5rem 0; }
.open a { display: block; padding: .8rem 1rem; border-radius: .4rem; background: #0b5cad;
  color: #ffffff; text-align: center; text-decoration: none; font-weight: 600; }
.mind { margin-top: 1.5rem; padding-top: .8rem; border-top: 1px solid #c9ced6; font-size: .875rem;
  color: #4a525c; }
@media (prefers-color-scheme: dark) {
  body { background: #14171a; color: #e8eaed; }
  li { border-left-color: #7db7ee; }
  .open a { background: #7db7ee; color: #0d1a26; }
  .mind { color: #b3bac3; border-top-color: #3d444d; }
}
"""


def message_of(mail: MailText, spec: MailSpec, address: str) -> EmailMessage:
    """Return a mail with both its bodies, to one address."""
    message = EmailMessage()
    message["From"] = spec.sender
    message["To"] = address
    message["Subject"] = visible(mail.subject)
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = make_msgid(domain=spec.sender.rpartition("@")[2])
    # Nobody's holiday message has to come back.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(as_text(mail))
    message.add_alternative(as_html(mail), subtype="html")
    return message


def as_text(mail: MailText) -> str:
    """Return a mail as plain text."""
    return "\n".join(_lines(mail)) + "\n"


def _lines(mail: MailText) -> Iterator[str]:
    yield from _wrapped(mail.title)
    yield ""
    yield from _wrapped(mail.lead)
    for part in mail.parts:
        yield ""
        yield from _wrapped(part.title.upper())
        for sentence in part.sentences:
            yield from _wrapped(sentence, "- ", "  ")
    yield ""
    yield f"{mail.open}:"
    yield mail.link
    yield ""
    yield "--"
    for sentence in mail.mind:
        yield from _wrapped(sentence)


def _wrapped(sentence: str, first: str = "", further: str = "") -> list[str]:
    return textwrap.wrap(
        visible(sentence),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _marked_up(sentence: str) -> str:
    return _DAY.sub(r'<span class="day">\g<0></span>', escaped(sentence))


def as_html(mail: MailText) -> str:
    """Return a mail as one page of HTML that asks nothing of another host."""
    parts = "".join(
        f"<h2>{escaped(part.title)}</h2><ul>"
        + "".join(f"<li>{_marked_up(sentence)}</li>" for sentence in part.sentences)
        + "</ul>"
        for part in mail.parts
    )
    mind = "".join(f"<p>{escaped(sentence)}</p>" for sentence in mail.mind)
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escaped(mail.title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escaped(mail.title)}</h1><p>{_marked_up(mail.lead)}</p>{parts}"
        f'<p class="open"><a href="{escaped(mail.link)}">{escaped(mail.open)}</a></p>'
        f'<div class="mind">{mind}</div></main></body></html>\n'
    )
