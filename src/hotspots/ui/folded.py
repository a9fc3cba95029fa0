"""What is folded on a page is made, sent and drawn only for who unfolds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable


def fold(label: str, show: Callable[[], object], *, key: str, unfolded: bool = False) -> None:
    """Show a line that unfolds.

    A browser redraws all that a page holds at every filter, also what nobody sees: half of the page
    was folded, and took half of the time until the new map was on the screen.

    Parameters
    ----------
    label
        What stands on the line, as Markdown. It may change: the line stays as it is, open or not.
    show
        Shows what is under it; called only while it is unfolded.
    key
        A name for the line, once on a page.
    unfolded
        Whether the page opens with it unfolded.
    """
    if key in st.session_state:
        # To Streamlit a line with other words is another line, which would fold at every filter.
        st.session_state[key] = st.session_state[key]
    box = st.expander(label, expanded=unfolded, key=key, on_change="rerun")
    if box.open:
        with box:
            show()
