"""The reference is written from the code, and is what would be written now."""

from __future__ import annotations

import runpy
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_the_reference_is_what_the_code_knows() -> None:
    script = runpy.run_path(str(REPOSITORY / "docs/_build/reference.py"))
    written = (REPOSITORY / "docs/reference.md").read_text(encoding="utf-8")
    assert written == script["reference"](), "run: make reference"
