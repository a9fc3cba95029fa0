from __future__ import annotations

import pytest

from hotspots.settings import ROLE_VARIABLE, STATE_VARIABLE
from opened_page import PageOpener


@pytest.fixture
def open_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> PageOpener:
    """Return how to open the map page; what a page publishes stays in a folder of the test."""
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path_factory.mktemp("state")))
    monkeypatch.delenv(ROLE_VARIABLE, raising=False)
    return PageOpener(monkeypatch)
