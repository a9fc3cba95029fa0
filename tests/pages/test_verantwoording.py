"""The page `Verantwoording`: the document itself, whole, for every role."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.access.permission import read_users
from hotspots.app import verantwoording_page as verantwoording
from hotspots.catalog.roles import DEFAULTS, default_roles
from hotspots.errors import SettingsError
from opened_page import PageOpener, sentences, shown_without_fault

if TYPE_CHECKING:
    from hotspots.settings import Home

DOCUMENT = Path(__file__).parents[2] / "docs" / "verantwoording.md"
#: What the document must speak of.
SUBJECTS = (
    "AVG", "Wpg", "BIO2", "DPIA", "algoritmeregister", "Meer toezicht geeft meer registraties",
    "Gebruik hotspots **niet**", "SyRI", "logboek", "gebruikers.toml", "rollen.toml",
)  # fmt: skip


@pytest.mark.parametrize("role", ["wijkagent", "vergunningen", "beheerder"])
def test_every_role_reads_the_whole_document(home: Home, open_page: PageOpener, role: str) -> None:
    page = open_page(home, page="verantwoording", role=role)
    assert shown_without_fault(page)
    told = sentences(page)
    written = DOCUMENT.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", written, flags=re.MULTILINE)
    assert len(headings) > 8
    for heading in headings:
        assert f"# {heading}" in told
    for subject in SUBJECTS:
        assert subject in told


def test_the_document_names_every_role_and_what_it_may() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\w+) \| .+ \| (\w+).* \| (?:ja|nee) \|$", written, re.MULTILINE))
    assert set(rows) == {role.id for role in default_roles()}
    loads = dict(re.findall(r"^\| (\w+) \| .+ \| (ja|nee) \|$", written, flags=re.MULTILINE))
    for role in default_roles():
        assert bool(role.rights.get("import")) == (loads[role.id] == "ja"), DEFAULTS
        assert bool(role.rights.get("export")) == (rows[role.id] == "ja")


def test_the_document_fetches_nothing_and_holds_no_html() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert "![" not in written
    assert "<" not in written
    assert not re.search(r"\]\(http", written)


def test_an_installation_without_the_document_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verantwoording, "FILE", "ontbreekt.md")
    with pytest.raises(SettingsError, match="ontbreekt"):
        verantwoording.show()


def test_a_home_without_people_has_nothing_wrong(home: Home) -> None:
    assert read_users(home, None) == ({}, [])  # type: ignore[arg-type]
