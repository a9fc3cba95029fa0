"""All that is assumed about rail and water, with its source: for the page `Verantwoording`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from hotspots.pages.tables import fold, show_small
from hotspots.risico import page_words as lists
from hotspots.risico import page_words as text
from hotspots.risico.lists import settings as settings_table
from hotspots.risico.page import may_see_risk
from hotspots.risico.settings import read_risk_settings

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

#: Key of the line that unfolds.
KEY: Final = "risico_aannames"


def show_assumptions(workspace: Workspace) -> None:
    """Show folded every setting of a home, used or not, to who sees the page about risk.

    Raises
    ------
    DeclarationError
        If a settings file is wrong.
    """
    if not may_see_risk(workspace):
        return
    found = read_risk_settings(workspace.home)
    rows = settings_table(found.used(*found.settings)).shown()
    title = text.ALL_ASSUMPTIONS
    fold(title, partial(show_small, rows, lists.COLUMNS, name=title), key=KEY)
