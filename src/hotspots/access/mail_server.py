"""One mail to one person, by the server that a home names; the password is in the environment."""

from __future__ import annotations

import os
import smtplib
import ssl
from typing import TYPE_CHECKING, Final

from hotspots.access import mail_words as words
from hotspots.dutch import reason
from hotspots.errors import SettingsError
from hotspots.settings import MAIL_PASSWORD_VARIABLE

if TYPE_CHECKING:
    from email.message import EmailMessage

    from hotspots.catalog.specs import MailSpec

#: seconds; a server that says nothing for so long is not there.
_LONGEST_S: Final = 30.0


class NotSentError(SettingsError):
    """A server did not take a mail: it may be offered again."""


class MaybeSentError(SettingsError):
    """The connection broke after a mail was handed over: nobody knows whether it goes on."""


def send(spec: MailSpec, message: EmailMessage) -> None:
    """Hand a mail to the server, over a connection that nobody can read unless the home says so.

    Raises
    ------
    NotSentError
        If the server is not there, is not who it says, or takes neither login nor mail.
    MaybeSentError
        If it was silent after the mail was handed over.
    """
    server = _connected(spec)
    try:
        server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        raise NotSentError(*words.refused(spec, _answer(error))) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSentError(*words.refused(spec, str(error))) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MaybeSentError(*words.broken_off(spec)) from error
    finally:
        # What it says at leaving changes nothing: it has the mail or it has not.
        server.close()


def _connected(spec: MailSpec) -> smtplib.SMTP:
    """Return a connection that is safe and logged in."""
    server: smtplib.SMTP | None = None
    password = _password() if spec.user else ""
    try:
        # Of a certificate that is not in order, an error of ssl comes: it is an OSError.
        if spec.security == "tls":
            server = smtplib.SMTP_SSL(
                spec.host, spec.port, timeout=_LONGEST_S, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(spec.host, spec.port, timeout=_LONGEST_S)
            if spec.security == "starttls":
                server.starttls(context=ssl.create_default_context())
        if spec.user:
            server.login(spec.user, password)
    except smtplib.SMTPResponseException as error:
        _close(server)
        raise NotSentError(*words.refused(spec, _answer(error))) from error
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        _close(server)
        raise NotSentError(*words.not_safe(spec)) from error
    except (OSError, smtplib.SMTPException) as error:
        _close(server)
        raise NotSentError(*words.not_there(spec, reason(error))) from error
    return server


def _close(server: smtplib.SMTP | None) -> None:
    if server is not None:
        server.close()


def _password() -> str:
    password = os.environ.get(MAIL_PASSWORD_VARIABLE, "")
    if not password:
        raise NotSentError(*words.NO_PASSWORD)
    return password


def _answer(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> str:
    """Return the number that a server answered with: its sentences may hold the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return ", ".join(sorted({str(code) for code, _ in error.recipients.values()}))
    return str(error.smtp_code)
