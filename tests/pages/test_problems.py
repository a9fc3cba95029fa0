"""What a fault of ours leaves: a code for the visitor, and for the log a place without contents."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from hotspots.app import map_page as kaart
from hotspots.pages import login, words
from opened_page import PageOpener, sentences

if TYPE_CHECKING:
    from hotspots.settings import Home


def test_a_fault_is_found_by_its_code_and_quotes_nothing(
    home: Home,
    open_page: PageOpener,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(*_: object) -> None:
        try:
            int("BSN 123456782")
        except ValueError as error:
            raise KeyError("J. de Vries, Voorstraat 12") from error

    monkeypatch.setattr(kaart, "_show_counts", fails)
    with caplog.at_level(logging.WARNING):
        page = open_page(home)
    assert not page.exception
    (told,) = [error.value for error in page.error]
    code = told.split("code ")[1].split()[0]
    assert f"fault {code}: KeyError because of ValueError" in caplog.text
    assert "test_problems.py" in caplog.text
    for secret in ("123456782", "Vries", "Voorstraat"):
        assert secret not in caplog.text
        assert secret not in sentences(page)


@pytest.mark.parametrize("at_the_machine", [True, False])
def test_what_is_wrong_with_a_home_is_told_to_who_sits_at_the_machine_alone(
    at_the_machine: bool, home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write("\n[kaart]\nx = 1\n")
    monkeypatch.setattr(login, "is_this_machine", lambda _: at_the_machine)
    page = open_page(home)
    assert not page.exception
    assert page.subheader[0].value == words.NOT_OPENED
    told = sentences(page)
    assert ("1 fout in de declaraties" in told) is at_the_machine
    assert (str(home.root) in told) is at_the_machine
    assert (words.NOT_OPENED_WHY in told) is not at_the_machine
