"""Every defence that docs/veiligheid.md names has its test, and the recipe is where it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs/veiligheid.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| -")]


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/.]*)`", PAGE))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (REPOSITORY / name).exists()] == []


def test_every_threat_has_a_defence_and_a_test() -> None:
    threats = [row for row in ROWS if not row.startswith("| Bedreiging")]
    assert len(threats) > 20
    for row in threats:
        threat, defence, test = (cell.strip() for cell in row.strip("|").split(" | "))
        assert threat
        assert defence
        assert "tests/" in test or "browsertest" in test or "hieronder" in test, row


@pytest.mark.parametrize("page", ["docs/veiligheid.md", "docs/uitrol/README.md"])
def test_every_link_leads_to_a_file(page: str) -> None:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    folder = (REPOSITORY / page).parent
    assert [link for link in links if not (folder / link).exists()] == []
