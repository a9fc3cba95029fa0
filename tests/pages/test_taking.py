"""The button that gives numbers as a file: nothing before it is opened, nothing for who may not."""

from __future__ import annotations

import ast
import io
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import hotspots
from hotspots.access import words as access_text
from hotspots.access.audit import lines
from hotspots.errors import AccessError
from hotspots.exports import words as text
from hotspots.pages import login
from hotspots.settings import (
    HOME_VARIABLE,
    LOGIN_VARIABLE,
    PROXY_SECRET_VARIABLE,
    ROLE_VARIABLE,
    STATE_VARIABLE,
)
from on_the_wire import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.settings import Home

#: A page with a table and its button, and figures that belong to no layer.
PAGE = """
from hotspots.analysis.analyse import analyse
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.exports.list_sheets import sheet_of_figures
from hotspots.analysis.question import Selection
from hotspots.pages.opened import opened_workspace
from hotspots.pages.download import offer_table

workspace = opened_workspace()
analysis = analyse(workspace, Selection("inbraak"))
offer_table(
    analysis.layer,
    lambda asked: sheet_of_analysis(asked, analysis),
    name="inbraak",
    key="tabel",
)
offer_table(
    analysis.layer,
    lambda asked: sheet_of_analysis(asked, analysis),
    name="inbraak",
    key="nog_een",
    label="Maanden bewaren",
    quiet=True,
)
theme = workspace.themes[0]
offer_table(
    None,
    lambda asked: sheet_of_figures(asked, theme),
    name="cijfers: vlak:1,2;3,4",
    key="cijfers",
    label="Cijfers bewaren",
    shapes=False,
)
"""
ROLES = """
[roles.analist]
label = "Analist"
see = true
finest = "cells"
export = true

[roles.kijker]
label = "Kijker"
see = true
finest = "cells"
export = false
"""


@dataclass
class Offered:
    """What a page offers to download: name of the file, and what makes it."""

    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    def note(self, label: str, *, data: Callable[[], bytes], file_name: str, **more: Any) -> bool:  # noqa: ANN401
        assert more["on_click"] == "ignore"
        assert label
        self.files[file_name] = data
        return False


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    found = Offered()
    monkeypatch.setattr("streamlit.download_button", found.note)
    return found


@pytest.fixture
def page(home: Home, monkeypatch: pytest.MonkeyPatch, offered: Offered) -> Callable[..., AppTest]:
    """Return how to open the page for a role, with one of its buttons open or none."""
    (home.root / "rollen.toml").write_text(ROLES, encoding="utf-8")
    monkeypatch.setenv(HOME_VARIABLE, str(home.root))
    monkeypatch.delenv(STATE_VARIABLE, raising=False)
    assert offered.files == {}

    def opened(role: str, key: str | None = None) -> AppTest:
        monkeypatch.setenv(ROLE_VARIABLE, role)
        shown = AppTest.from_string(PAGE, default_timeout=180)
        if key is not None:
            shown.session_state[key] = True
        return shown.run()

    return opened


def test_nothing_is_sent_or_made_before_the_button_is_opened(
    page: Callable[..., AppTest], offered: Offered
) -> None:
    shown = page("analist")
    assert not shown.exception
    assert offered.files == {}
    assert not shown.caption


def test_an_open_button_offers_every_kind_and_says_what_is_in_it(
    page: Callable[..., AppTest], offered: Offered
) -> None:
    shown = page("analist", "tabel")
    assert list(offered.files) == [
        "inbraak.xlsx", "inbraak.csv", "inbraak.verantwoording.csv", "inbraak.gpkg",
        "inbraak.parquet", "inbraak.geojson",
    ]  # fmt: skip
    assert [caption.value for caption in shown.caption] == [text.WHAT_IS_IN]


def test_a_click_makes_the_file_and_is_written_down(
    page: Callable[..., AppTest], offered: Offered, home: Home
) -> None:
    page("analist", "tabel")
    before = len(lines(home))
    sheet = openpyxl.load_workbook(io.BytesIO(offered.files["inbraak.xlsx"]()))["Gegevens"]
    assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)] == [4, 2, 1, 0]
    # What Excel in Dutch opens by a double click.
    table = offered.files["inbraak.csv"]()
    assert pd.read_csv(io.BytesIO(table), sep=";", decimal=",")["count"].tolist() == [4, 2, 1, 0]
    assert "Onderdeel;Wat;Waarde" in offered.files["inbraak.verantwoording.csv"]().decode()
    taken = lines(home)[before:]
    assert [line["details"]["kind"] for line in taken] == ["xlsx", "csv", "csv"]
    assert {(line["action"], line["outcome"]) for line in taken} == {("exported", "done")}


def test_who_may_not_take_the_layer_away_reads_so_once_and_has_no_button(
    page: Callable[..., AppTest], offered: Offered
) -> None:
    shown = page("kijker", "tabel")
    assert [caption.value for caption in shown.caption] == [access_text.NO_EXPORT_HERE]
    assert offered.files == {}


def test_published_figures_are_for_everyone_and_have_no_shapes(
    page: Callable[..., AppTest], offered: Offered
) -> None:
    page("kijker", "cijfers")
    assert list(offered.files) == [
        "cijfers_vlak_1_2_3_4.xlsx",
        "cijfers_vlak_1_2_3_4.csv",
        "cijfers_vlak_1_2_3_4.verantwoording.csv",
    ]
    assert "inbraak" in offered.files["cijfers_vlak_1_2_3_4.csv"]().decode("utf-8-sig")


def test_a_role_that_changed_since_the_page_was_made_gets_nothing(
    page: Callable[..., AppTest], offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    page("analist", "tabel")
    # The file asks again, whatever the page thought when it showed the button.
    monkeypatch.setattr(
        "hotspots.access.export.role_named", lambda catalog, _: _role(catalog, "kijker")
    )
    with pytest.raises(AccessError, match="geen bestand meenemen"):
        offered.files["inbraak.xlsx"]()


def _role(catalog: Any, name: str) -> Any:  # noqa: ANN401 - a catalog and one of its roles
    return next(role for role in catalog.roles if role.id == name)


def test_no_page_gives_a_file_in_another_way() -> None:
    ways = [
        f"{path.name}:{node.lineno}"
        for path in sorted(Path(hotspots.__file__).parent.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("download_button", "media_file_mgr")
    ]
    # One button in `offer_file`, and one maker of the file behind it.
    assert [way.partition(":")[0] for way in ways] == ["download.py", "problems.py"]


def test_a_day_that_is_over_gives_no_file_and_neither_does_a_role_that_is_gone(
    page: Callable[..., AppTest], offered: Offered, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOGIN_VARIABLE, "proxy")
    monkeypatch.setenv(PROXY_SECRET_VARIABLE, SECRET)
    sent = {"X-Forwarded-User": "jan", "X-Hotspots-Proxy": SECRET}
    monkeypatch.setattr(login, "_headers", sent.items)
    home.users.parent.mkdir(parents=True, exist_ok=True)
    home.users.write_text('[users]\n"jan" = "analist"\n', encoding="utf-8")
    page("analist", "tabel")
    # In a thread in which no page runs, as the server does.
    monkeypatch.setattr(login, "_headers", dict[str, str]().items)
    take = offered.files["inbraak.csv"]
    assert take()
    now = time.time()
    monkeypatch.setattr(login.time, "time", lambda: now + login.LONGEST_S)
    with pytest.raises(AccessError, match="te lang open"):
        take()
    monkeypatch.setattr(login.time, "time", lambda: now)
    assert take()
    home.users.write_text("[users]\n", encoding="utf-8")
    with pytest.raises(AccessError, match="geen toegang"):
        take()
