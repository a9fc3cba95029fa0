"""All that is assumed about rail and water, with its source: for the page `Verantwoording`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from hotspots.pages.tables import fold, show_small
from hotspots.risico import page_words as text
from hotspots.risico import table_words
from hotspots.risico.page import may_see_risk
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.tables import settings_table

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

#: Key of the line that unfolds.
KEY: Final = "risico_aannames"


def show_assumptions(workspace: Workspace) -> None:
    """Show every setting of a home, used or not, folded, to a role that sees the page about risk.

    Raises
    ------
    DeclarationError
        If a settings file is wrong.
    """
    if not may_see_risk(workspace):
        return
    settings = read_risk_settings(workspace.home).settings
    title = text.ALL_ASSUMPTIONS
    rows = settings_table(settings.values()).shown()
    fold(title, partial(show_small, rows, table_words.COLUMNS, name=title), key=KEY)
