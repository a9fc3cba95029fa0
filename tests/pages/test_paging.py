"""A long table a page at a time: searched and sorted over all of it, and one page on the screen."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from hotspots.pages import paging as text
from hotspots.pages.paging import PAGE_ROWS, matching_rows, page_of, pages_of


def test_words_go_from_a_to_z_and_numbers_from_high_to_low() -> None:
    names = ["Beek", "aarde", "Cel", "Dam"]
    assert matching_rows(names, "", names).tolist() == [1, 0, 2, 3]
    assert matching_rows(names, "", [2, 9, 2, 5]).tolist() == [1, 3, 0, 2]
    assert matching_rows(names, "", None).tolist() == [0, 1, 2, 3]


def test_what_is_not_known_comes_last_both_ways() -> None:
    names = ["a", "b", "c"]
    assert matching_rows(names, "", [None, 3.0, 8.0]).tolist() == [2, 1, 0]
    assert matching_rows(names, "", [math.nan, 0.0, 8.0]).tolist() == [2, 1, 0]
    assert matching_rows(names, "", [None, "z", "k"]).tolist() == [2, 1, 0]


def test_a_search_looks_at_all_rows_and_keeps_the_order() -> None:
    names = [f"Wijk {at:03}" for at in range(500)]
    matching = matching_rows(names, " wIJK 49", list(range(500)))
    # 490 to 499, from high to low.
    assert matching.tolist() == list(range(499, 489, -1))
    assert not len(matching_rows(names, "straat", None))


@given(st.integers(0, 1_000))
def test_the_pages_hold_every_row_once(rows: int) -> None:
    matching = np.arange(rows)
    pages = [page_of(matching, page) for page in range(1, pages_of(rows) + 1)]
    assert np.concatenate(pages).tolist() == matching.tolist()
    assert max(map(len, pages)) <= PAGE_ROWS
    # A page that is not there is the last one, and none before the first.
    assert page_of(matching, 99).tolist() == pages[-1].tolist()
    assert page_of(matching, 0).tolist() == pages[0].tolist()


def _page(rows: int) -> None:
    import streamlit as st  # noqa: PLC0415 - it runs as a script of its own

    from hotspots.pages.paging import choose_rows  # noqa: PLC0415

    names = [f"Wijk {at:03}" for at in range(rows)]
    columns = {"Naam": names, "n": range(rows)}
    shown = choose_rows(names, list(columns), columns.__getitem__, key="proef", most_whole=200)
    st.text(",".join(map(str, shown.tolist())))


def _shown(at: AppTest) -> list[int]:
    assert not at.exception
    return [int(one) for one in at.text[0].value.split(",") if one]


def test_a_short_table_has_nothing_to_leaf_through() -> None:
    at = AppTest.from_function(_page, kwargs={"rows": 200}).run()
    assert _shown(at) == list(range(200))
    assert not at.text_input
    assert not at.number_input


def test_a_long_table_is_leafed_sorted_and_searched() -> None:
    at = AppTest.from_function(_page, kwargs={"rows": 250}).run()
    assert _shown(at) == list(range(100))
    at.number_input[0].set_value(3).run()
    assert _shown(at) == list(range(200, 250))
    assert at.caption[0].value == "Rij 201 tot en met 250 van 250; blad 3 van 3."
    at.selectbox[0].set_value("n").run()
    assert _shown(at) == list(range(49, -1, -1))
    # Ten rows are one page, so the third is no more.
    at.text_input[0].set_value("wijk 12").run()
    assert _shown(at) == list(range(129, 119, -1))
    at.text_input[0].set_value("niets").run()
    assert _shown(at) == []
    assert at.caption[0].value == text.NONE_FOUND


@pytest.mark.parametrize("page", [1, 2])
def test_a_page_says_which_rows_it_has(page: int) -> None:
    at = AppTest.from_function(_page, kwargs={"rows": 1_200}).run()
    at.number_input[0].set_value(page).run()
    first = 100 * (page - 1) + 1
    assert at.caption[0].value == (
        f"Rij {first} tot en met {first + 99} van 1.200; blad {page} van 12."
    )
