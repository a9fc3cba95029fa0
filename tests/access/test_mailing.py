"""Who gets mail, by a real server; and that nobody gets it twice, whatever happens in between."""

from __future__ import annotations

import json
import smtplib
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from hotspots.access import audit
from hotspots.access import mailing as remembered
from hotspots.access.mail_server import MaybeSentError, NotSentError, send
from hotspots.access.mailing import LastMail, last_mail, mailing, post, recipients_of
from hotspots.access.workspace import open_workspace
from hotspots.catalog.reading import read_catalog
from hotspots.catalog.specs import MailSpec
from hotspots.errors import DeclarationError, SettingsError, StoreError
from hotspots.settings import MAIL_PASSWORD_VARIABLE
from mail_server import PASSWORD, USER, certificate_for, mail_server
from ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

JAN = "jan@voorbeeld.nl"
NEXT = LastMail("2019-W02", "2019-01-07", ("hot inbraak Noord",), {"inbraak": "v1"})


def mail_to(address: str = JAN) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "hotspots@voorbeeld.nl", address
    message["Subject"] = "Wijkbeeld Boven, week 2"
    message.set_content("Niets aan de hand: één plein.")
    return message


def spec_of(port: int, security: str = "none", user: str = "") -> MailSpec:
    host = "127.0.0.1" if security == "none" else "localhost"
    return MailSpec(host, "hotspots@voorbeeld.nl", "https://h.example", port, security, user)


def opened(home: Home, port: int, users: str = "") -> Workspace:
    with (home.root / "gemeente.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[mail]\nhost = "127.0.0.1"\nsender = "hotspots@voorbeeld.nl"\n'
            f'page = "https://h.example"\nsecurity = "none"\nport = {port}\n'
        )
    home.users.parent.mkdir(parents=True, exist_ok=True)
    home.users.write_text(
        users
        or '[users]\n"Jan" = "wijkagent"\n"els" = "analist"\n[wijken]\n"jan" = "Boven"\n'
        f'[mail]\n"JAN" = "{JAN}"\n',
        encoding="utf-8",
    )
    return open_workspace(home)


def test_only_who_is_in_the_list_of_mail_gets_it(home: Home) -> None:
    [jan] = recipients_of(opened(home, 25))
    assert (jan.name, jan.role, jan.wijk, jan.address) == ("jan", "wijkagent", "Boven", JAN)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('[mail]\n"els" = "els@voorbeeld.nl"\n', "staat niet bij 'users', of niet bij 'wijken'"),
        ('[wijken]\n"els" = "Boven"\n[mail]\n"els" = "Els <els@voorbeeld.nl>"\n', "mailadres"),
        ('[wijken]\n"els" = "Boven"\n[mail]\n"els" = "a@b.nl\\nBcc: c@d.nl"\n', "mailadres"),
    ],
)
def test_an_address_that_is_none_or_stands_by_itself_is_a_problem(
    home: Home, table: str, problem: str
) -> None:
    workspace = opened(home, 25, f'[users]\n"els" = "analist"\n{table}')
    with pytest.raises(SettingsError, match=problem):
        recipients_of(workspace)


def test_a_mail_arrives_as_it_was_and_is_remembered_and_in_the_audit(home: Home) -> None:
    with mail_server() as inbox:
        workspace = replace(opened(home, inbox.port), role="wijkagent", who="jan")
        [jan] = recipients_of(workspace)
        assert last_mail(home, "jan") == LastMail()
        post(workspace, jan, mail_to(), NEXT)
        [mail] = inbox.mails
    assert (inbox.to, mail["Subject"]) == ([JAN], "Wijkbeeld Boven, week 2")
    assert mail.get_content().strip() == "Niets aan de hand: één plein."
    assert last_mail(home, "jan") == NEXT
    lines = [line for line in audit.lines(home) if line["action"] == "mailed"]
    assert [(line["who"], line["role"], line["outcome"]) for line in lines] == [
        ("jan", "wijkagent", "asked"),
        ("jan", "wijkagent", "done"),
    ]
    assert lines[1]["details"] == {"wijk": "Boven", "week": "2019-W02", "layers": ["inbraak"]}
    assert JAN not in json.dumps(lines)


def test_a_mail_that_is_not_taken_may_be_offered_again(home: Home) -> None:
    with mail_server() as inbox:
        workspace = opened(home, inbox.port)
        [jan] = recipients_of(workspace)
        inbox.unknown.add(JAN)
        with pytest.raises(NotSentError, match="Hij antwoordde: 550") as refused:
            post(workspace, jan, mail_to(), NEXT)
        assert JAN not in str(refused.value)
        assert last_mail(home, "jan") == LastMail()
        inbox.unknown.clear()
        post(workspace, jan, mail_to(), NEXT)
        assert len(inbox.mails) == 1
    assert last_mail(home, "jan") == NEXT


def test_a_server_that_hangs_up_after_the_mail_leaves_it_on_its_way(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang_up(self: smtplib.SMTP, message: EmailMessage) -> None:
        del message
        self.close()
        raise smtplib.SMTPServerDisconnected

    with mail_server() as inbox:
        workspace = opened(home, inbox.port)
        [jan] = recipients_of(workspace)
        monkeypatch.setattr(smtplib.SMTP, "send_message", hang_up)
        with pytest.raises(MaybeSentError, match="komt volgende week opnieuw"):
            post(workspace, jan, mail_to(), NEXT)
    assert last_mail(home, "jan") == LastMail(on_its_way="2019-W02")


def test_nothing_is_sent_that_cannot_be_written_down(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with mail_server() as inbox:
        workspace = opened(home, inbox.port)
        [jan] = recipients_of(workspace)
        monkeypatch.setattr(remembered, "replace_whole", full)
        with pytest.raises(StoreError, match="er is niets verstuurd"):
            post(workspace, jan, mail_to(), NEXT)
        assert inbox.mails == []


def test_two_rounds_of_mail_do_not_go_at_once(home: Home) -> None:
    with mailing(home), pytest.raises(StoreError, match="al een ronde"), mailing(home):
        pass
    with mailing(home):
        pass


def test_a_memory_that_cannot_be_read_is_none(home: Home) -> None:
    with mail_server() as inbox:
        workspace = opened(home, inbox.port)
        [jan] = recipients_of(workspace)
        post(workspace, jan, mail_to(), NEXT)
    [path] = (home.state / "mail").glob("*.json")
    assert "jan" not in path.name
    path.write_text('{"week": "2019-W02"', encoding="utf-8")
    assert last_mail(home, "jan") == LastMail()


@pytest.mark.parametrize("from_the_start", [False, True])
def test_a_login_and_a_mail_go_over_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, from_the_start: bool
) -> None:
    certificate = certificate_for(tmp_path)
    security = "tls" if from_the_start else "starttls"
    with mail_server(certificate=certificate, tls_from_the_start=from_the_start) as inbox:
        spec = spec_of(inbox.port, security, USER)
        # Nobody vouches for this certificate, so the server may be anyone: no password goes there.
        monkeypatch.setenv(MAIL_PASSWORD_VARIABLE, PASSWORD)
        with pytest.raises(NotSentError, match="geen veilige verbinding"):
            send(spec, mail_to())
        assert inbox.logins == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        send(spec, mail_to())
        assert (inbox.to, inbox.over_tls, inbox.logins) == ([JAN], [True], [USER])
        monkeypatch.setenv(MAIL_PASSWORD_VARIABLE, "verkeerd")
        with pytest.raises(NotSentError, match="neemt de mail niet aan") as refused:
            send(spec, mail_to())
        assert "verkeerd" not in str(refused.value)
        monkeypatch.delenv(MAIL_PASSWORD_VARIABLE)
        with pytest.raises(NotSentError, match="geen wachtwoord"):
            send(spec, mail_to())
        assert len(inbox.mails) == 1


def test_a_server_that_offers_no_tls_gets_nothing() -> None:
    with mail_server() as inbox:
        with pytest.raises(NotSentError, match="geen veilige verbinding"):
            send(spec_of(inbox.port, "starttls"), mail_to())
        assert inbox.mails == []


def test_a_server_that_is_not_there_is_said_to_be() -> None:
    with pytest.raises(NotSentError, match="antwoordt niet op poort"):
        send(spec_of(free_port()), mail_to())


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ('host = "h"\npage = "https://h.example"\n', "'sender' ontbreekt"),
        ('host = "h"\nsender = "a@b.nl"\npage = "https://h.example"\nsecurity = "ssl"\n', "'ssl'"),
    ],
)
def test_the_server_is_read_by_the_grammar_of_settings(
    home: Home, lines: str, problem: str
) -> None:
    with (home.root / "gemeente.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[mail]\n{lines}")
    with pytest.raises(DeclarationError, match=problem):
        read_catalog(home)


def test_the_port_follows_from_how_the_server_is_spoken_to(home: Home) -> None:
    with (home.root / "gemeente.toml").open("a", encoding="utf-8") as file:
        file.write('\n[mail]\nhost = "h"\nsender = "a@b.nl"\npage = "https://h.example"\n')
    mail = read_catalog(home).gemeente.mail
    assert mail == MailSpec("h", "a@b.nl", "https://h.example", 587, "starttls")
