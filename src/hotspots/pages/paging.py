"""A long table a page at a time: searched and sorted over all of it, while one page is sent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.dutch import number
from hotspots.pages.tables import show_small

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


SEARCH: Final = "Zoek op naam"
SEARCH_PLACEHOLDER: Final = "Deel van een naam"
SORT: Final = "Sorteer op"
AS_IT_IS: Final = "Volgorde van de tabel"
PAGE: Final = "Blad"
SHOWN: Final = "Rij {first} tot en met {last} van {matching}; blad {page} van {pages}."
NONE_FOUND: Final = "Geen naam waar dit in staat. Maak de zoektekst korter."


#: Rows of a page.
PAGE_ROWS: Final = 100


def matching_rows(
    names: Sequence[str], searched: str, column: Sequence[object] | None
) -> NDArray[np.intp]:
    """Return the positions of the rows with a part of a name, over all pages.

    Parameters
    ----------
    searched
        In capitals or not; empty for all.
    column
        What is sorted by: numbers from high to low, words from a to z, what is not known last, and
        equal rows in the order that they had. None leaves the order as it is.

    Examples
    --------
    >>> matching_rows(["wijk a", "stad", "Wijk b"], "WIJK", [1, 9, 3]).tolist()
    [2, 0]
    """
    wanted = searched.strip().casefold()
    matching = np.flatnonzero([wanted in name.casefold() for name in names])
    if column is None:
        return matching
    values = pd.Series(list(column)).iloc[matching]
    words = not pd.api.types.is_numeric_dtype(values)
    if words:
        values = values.map(lambda word: word.casefold() if isinstance(word, str) else word)
    ordered = values.sort_values(ascending=words, kind="stable", na_position="last")
    return ordered.index.to_numpy(dtype=np.intp)


def page_of(matching: NDArray[np.intp], page: int) -> NDArray[np.intp]:
    """Return the rows of one page, counted from 1; the last page for one past the end."""
    first = (min(max(page, 1), pages_of(len(matching))) - 1) * PAGE_ROWS
    return matching[first : first + PAGE_ROWS]


def pages_of(rows: int) -> int:
    """Return how many pages so many rows take: at least one."""
    return max(1, math.ceil(rows / PAGE_ROWS))


def choose_rows(
    names: Sequence[str],
    labels: Sequence[str],
    column: Callable[[str], Sequence[object]],
    *,
    key: str,
    most_whole: int,
) -> NDArray[np.intp]:
    """Let a user search, sort and leaf through a long table; return the rows of the page.

    Parameters
    ----------
    names
        What each row is called: what is searched in.
    labels, column
        What can be sorted by, and the function that returns it by its label.
    key
        A name for the table, once on a page.
    most_whole
        A table with no more rows is shown whole.
    """
    if len(names) <= most_whole:
        return np.arange(len(names))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        searched = st.text_input(
            SEARCH, key=f"{key}_zoek", placeholder=SEARCH_PLACEHOLDER, max_chars=80
        )
        sorted_by = st.selectbox(
            SORT, labels, index=None, key=f"{key}_volgorde", placeholder=AS_IT_IS
        )
        by = None if sorted_by is None else column(sorted_by)
        matching = matching_rows(names, searched, by)
        pages = pages_of(len(matching))
        page_key = f"{key}_blad"
        # Other rows may have fewer pages than the one that somebody was at.
        st.session_state[page_key] = min(st.session_state.get(page_key, 1), pages)
        page = st.number_input(PAGE, min_value=1, max_value=pages, step=1, key=page_key)
    shown = page_of(matching, int(page))
    if not len(shown):
        st.caption(NONE_FOUND)
        return shown
    first = (int(page) - 1) * PAGE_ROWS + 1
    st.caption(
        SHOWN.format(
            first=number(first),
            last=number(first + len(shown) - 1),
            matching=number(len(matching)),
            page=number(int(page)),
            pages=number(pages),
        )
    )
    return shown


def show_leafed(
    rows: pd.DataFrame, names: Sequence[str], *, name: str, key: str, most_whole: int = PAGE_ROWS
) -> None:
    """Show rows as cards on a phone and as a table elsewhere, a page at a time where they are many.

    Parameters
    ----------
    names
        What is searched in of each row.
    name
        What the table is, for whoever does not see what stands above it.
    key
        A name for the table, once on a page.
    """
    at = choose_rows(
        names,
        list(map(str, rows)),
        lambda label: rows[label].tolist(),
        key=key,
        most_whole=most_whole,
    )
    show_small(rows.iloc[at], {}, name=name, stacked=True)
