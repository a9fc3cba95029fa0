"""How `make docs` makes a site of the same files: no page is written twice.

The source folder is the repository, so that a link between two files is a link between two pages.
Where a page has to say something to the site alone, it is added when the page is read.
"""

from __future__ import annotations

from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Final

import hotspots

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "hotspots"
release = version = version_of("hotspots")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "README"
include_patterns = [
    "*.md",
    "docs/*.md",
    "docs/decisions/*.md",
    "docs/uitrol/*.md",
    "data/README.md",
    "geodata/README.md",
]
exclude_patterns = [".*", "src", "tests", "build", "benchmarks", "**/_build"]
html_theme = "alabaster"
html_title = f"hotspots {release}"
html_theme_options = {"description": "Hotspot maps for Dutch municipalities", "page_width": "1100px"}
html_copy_source = False
templates_path: list[str] = []
myst_heading_anchors = 4
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
napoleon_google_docstring = False

#: The pages of the site, under their headings.
CONTENTS: Final = {
    "Voor gebruikers": (
        "docs/handleiding", "docs/methoden", "docs/verantwoording", "docs/eigen-gemeente",
        "docs/beheer", "docs/opschalen", "docs/uitrol/README", "docs/veiligheid", "SECURITY",
    ),
    "For developers": (
        "docs/architecture", "CONTRIBUTING", "docs/python", "docs/reference", "docs/glossary",
        "data/README", "geodata/README", "docs/decisions/README", "CHANGELOG",
    ),
}  # fmt: skip


def setup(app: Sphinx) -> None:
    """Add what the site alone needs, when a page is read."""
    app.connect("source-read", _add)


def _add(app: Sphinx, page: str, source: list[str]) -> None:
    """Add the contents to the first page, and to others what is made from the code or a folder."""
    if page == root_doc:
        source[0] += "".join(_tree(caption, pages) for caption, pages in CONTENTS.items())
    elif page == "docs/decisions/README":
        folder = Path(app.srcdir) / "docs/decisions"
        pages = tuple(path.stem for path in sorted(folder.glob("0*.md")))
        source[0] += _tree("", pages)
    elif page == "docs/python":
        source[0] += "".join(map(_entry, hotspots.__all__))


def _tree(caption: str, pages: tuple[str, ...]) -> str:
    head = f":caption: {caption}\n:hidden:\n" if caption else ""
    return "\n```{toctree}\n:maxdepth: 1\n" + head + "\n" + "\n".join(pages) + "\n```\n"


def _entry(name: str) -> str:
    """Return what draws the docstring of a name of the package."""
    kind = "class" if isinstance(getattr(hotspots, name), type) else "function"
    return f"\n```{{eval-rst}}\n.. auto{kind}:: hotspots.{name}\n```\n"
