"""The page `Verantwoording` in a browser: readable on a phone, asks nothing of others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from visitor import Visitors

pytestmark = pytest.mark.browser

AXE: Final = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
PHONE: Final = (390, 844)
#: Of what axe looks at, what a page of text can do wrong.
RULES: Final = ("color-contrast", "heading-order", "page-has-heading-one", "td-headers-attr",
                "table-duplicate-name", "list", "listitem", "link-name")  # fmt: skip


def test_the_page_reads_well_on_a_phone_by_day(visitors: Visitors, vierbuurten: str) -> None:
    # By night, and on a laptop, it is looked over with all other pages.
    width, height = PHONE
    visitor = visitors.arrive(viewport={"width": width, "height": height}, color_scheme="light")
    visitor.page.goto(vierbuurten + "verantwoording")
    visitor.page.get_by_role("heading", name="Waar het niet voor is").wait_for()
    visitor.await_quiet()
    wide = visitor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= width
    visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = visitor.page.evaluate(
        "rules => axe.run('[data-testid=stMarkdown]', {runOnly: {type: 'rule', values: rules}})",
        list(RULES),
    )
    assert [violation["id"] for violation in found["violations"]] == []
    assert visitor.asked_elsewhere() == []
