"""What a test looks over on any page in a browser: faults of access, and whether it fits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from visitor import Visitor

VENDOR: Final = Path(__file__).parent / "browser" / "vendor" / "axe-core"
PHONE: Final = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: Faults of Streamlit itself, by rule and a piece of what it complains of, with the reason.
STREAMLITS_OWN: Final = (
    # The area to drop a file on is named, for which its role of presentation gives way.
    ("presentation-role-conflict", 'data-testid="stFileUploaderDropzone"'),
    # On a phone the pages are a list, and a group of them is a heading between its lines.
    ("list", 'data-testid="stSidebarNavItems"'),
    ("listitem", '<li class="st-emotion-cache-'),
)


def width_that_scrolls(visitor: Visitor) -> int:
    """Return how many pixels the page can be moved sideways."""
    overflow: int = visitor.page.evaluate(
        "Math.max(...[document.documentElement,"
        " document.querySelector('[data-testid=stMain]')].map("
        " (element) => element.scrollWidth - element.clientWidth))"
    )
    return overflow


def faults_of_ours(visitor: Visitor, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds on the page, but for what Streamlit itself does wrong.

    With ``rules`` only those are looked at, which is much faster.
    """
    if not visitor.page.evaluate("Boolean(window.axe)"):
        visitor.page.evaluate((VENDOR / "axe.min.js").read_text(encoding="utf-8"))
    asked: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        asked["runOnly"] = list(rules)
    found: dict[str, Any] = visitor.page.evaluate("(asked) => axe.run(document, asked)", asked)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
        if not any(
            violation["id"] == rule and piece in node["html"] for rule, piece in STREAMLITS_OWN
        )
    ]
