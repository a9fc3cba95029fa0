"""What a fault of ours leaves: a code for the visitor, and for the log a place without contents."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hotspots.app import map_page as kaart
from opened_page import PageOpener, sentences

if TYPE_CHECKING:
    import pytest

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
