"""What a map says was clicked is read once, and a browser can send anything."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
import streamlit as st

from hotspots.analysis.periods import Period
from hotspots.pages.page_map import (
    AreaClick,
    CellClick,
    Click,
    DrawnClick,
    PlaceClick,
    QueryClick,
    clicked_on,
)


@pytest.mark.parametrize(
    ("sent", "click"),
    [
        ({"kind": "area", "code": "BU05050101"}, AreaClick("BU05050101")),
        ({"kind": "cell", "col": 1, "row": 2, "size_m": 100}, CellClick(1, 2, 100)),
        ({"kind": "drawn", "shape": None}, DrawnClick({"kind": "drawn", "shape": None})),
        (
            {"kind": "asked", "level": "cells", "period": None, "turn": 3},
            QueryClick("cells", None, 3),
        ),
        (
            {"kind": "asked", "level": None, "period": ["2017-01-01", "2017-03-31"], "turn": 4},
            QueryClick(None, Period(date(2017, 1, 1), date(2017, 3, 31)), 4),
        ),
        # What cannot be read did not change.
        *(
            ({"kind": "asked", "level": None, "period": sent, "turn": 5}, QueryClick(None, None, 5))
            for sent in (
                ["2017-02-31", "2017-03-31"],
                ["2017-03-31", "2017-01-01"],
                ["2017-01-01"],
                [1, 2],
                "2017",
                {"x": 1},
            )
        ),
        # The middle of the RD system lies in Amersfoort.
        ({"kind": "place", "at": [5.387206, 52.155174]}, PlaceClick("155000,463000")),
    ],
)
def test_a_click_becomes_what_was_clicked(
    monkeypatch: pytest.MonkeyPatch, sent: object, click: Click
) -> None:
    monkeypatch.setattr(st, "session_state", {"kaart": SimpleNamespace(click=sent)})
    assert clicked_on("kaart") == click


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "area",
        {"code": "BU05050101"},
        {"kind": "area", "code": 5},
        {"kind": "cell", "col": "1", "row": 2, "size_m": 100},
        {"kind": "cell", "col": True, "row": 2, "size_m": 100},
        {"kind": "cell", "col": 1, "row": 2},
        {"kind": "place"},
        {"kind": "asked", "level": 3, "period": None, "turn": 1},
        {"kind": "asked", "level": "cells", "period": None},
        {"kind": "asked", "level": "cells", "period": None, "turn": "1"},
        {"kind": "place", "at": ["x", None]},
        {"kind": "place", "at": [10**400, 52.0]},
        {"kind": ["area"], "code": "BU05050101"},
    ],
)
def test_what_no_map_of_ours_sends_is_no_click(
    monkeypatch: pytest.MonkeyPatch, sent: object
) -> None:
    monkeypatch.setattr(st, "session_state", {"kaart": SimpleNamespace(click=sent)})
    assert clicked_on("kaart") is None
