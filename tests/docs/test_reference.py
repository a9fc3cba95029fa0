"""The reference is written from the code, and the site of the documents has every page."""

from __future__ import annotations

import runpy
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_the_reference_is_what_the_code_knows() -> None:
    script = runpy.run_path(str(REPOSITORY / "docs/_build/reference.py"))
    written = (REPOSITORY / "docs/reference.md").read_text(encoding="utf-8")
    assert written == script["reference"](), "run: make reference"


def test_every_page_stands_in_the_contents_of_the_site() -> None:
    script = runpy.run_path(str(REPOSITORY / "docs/_build/conf.py"))
    listed = {page for pages in script["CONTENTS"].values() for page in pages}
    there = {
        path.relative_to(REPOSITORY).with_suffix("").as_posix()
        for pattern in script["include_patterns"]
        for path in REPOSITORY.glob(pattern)
    }
    decisions = {page for page in there if page.startswith("docs/decisions/0")}
    assert there - decisions - {script["root_doc"]} == listed
