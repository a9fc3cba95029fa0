"""A page as Streamlit's own test runner shows it, and what a test asks of it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from hotspots.app.server import SCRIPT
from hotspots.settings import HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE, Home
from published import lend_published

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True)
class PageOpener:
    """Opens the map page through a link, in the environment of one test."""

    environment: pytest.MonkeyPatch

    def __call__(
        self, home: Home, *, role: str | None = None, page: str = "", **link: str | list[str]
    ) -> AppTest:
        """Return a page of a home after its first run; the map without ``page``."""
        self.environment.setenv(HOME_VARIABLE, str(home.root))
        if role is not None:
            self.environment.setenv(ROLE_VARIABLE, role)
        if STATE_VARIABLE in os.environ:
            lend_published(Home(home.root, Path(os.environ[STATE_VARIABLE])))
        # Seconds; a machine may be busy.
        opened = AppTest.from_file(SCRIPT, default_timeout=180)
        for name, value in link.items():
            opened.query_params[name] = value
        if page:
            # `switch_page` takes files only; our pages are functions.
            opened._page_hash = calc_hash(page)
        return opened.run()


def unfold(page: AppTest, key: str) -> AppTest:
    """Unfold one line of the page, as a click on it does."""
    page.session_state[key] = True
    return page.run()


def sent_to_map(page: AppTest) -> dict[str, Any]:
    """Return what the page sends to the map in the browser."""
    (component,) = page.get("bidi_component")
    sent: dict[str, Any] = json.loads(component.proto.json)
    return sent


def tips_on(areas: dict[str, Any]) -> list[str]:
    """Return what each area on a map says, put together as the browser does."""
    tips = []
    for packed in areas["tip"]:
        form, *numbers = packed.split("|")
        parts = areas["forms"][int(form)].split("¤")
        tips.append("".join(a + b for a, b in zip(parts, [*numbers, ""], strict=True)))
    return tips


def sentences(page: AppTest) -> str:
    """Return what a visitor reads on the page, one element per line."""
    kinds = (page.subheader, page.markdown, page.caption, page.text, page.info, page.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def toasts(page: AppTest) -> list[str]:
    """Return the words that came up in the corner."""
    return [toast.value for toast in page.toast]


def widget_keys(page: AppTest) -> set[str]:
    """Return the keys of the filters, which are their names in a link."""
    kinds = (page.selectbox, page.multiselect, page.toggle, page.segmented_control, page.pills)
    return {element.key for kind in kinds for element in kind if element.key}


def shown_without_fault(page: AppTest) -> bool:
    """Whether nothing on the page says that something went wrong."""
    return not page.exception and not page.error


def tables_on(page: AppTest) -> list[pd.DataFrame]:
    """Return every table of a page, those of our own HTML as text."""
    written = "\n".join(element.proto.body for element in page.get("html"))
    own = []
    for table in re.findall(r"<table>(.*?)</table>", written, re.DOTALL):
        heads = re.findall(r"<th [^>]*>(.*?)</th>", table, re.DOTALL)
        cells = [
            [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
            for row in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)
        ]
        own.append(pd.DataFrame(cells, columns=[unescape(head) for head in heads]))
    return [*own, *(element.value for element in page.dataframe)]
