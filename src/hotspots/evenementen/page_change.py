"""A change of the calendar from the page: two clicks, and a line that says what it made."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.importing import add_event
from hotspots.dutch import as_text
from hotspots.errors import HotspotsError
from hotspots.evenementen import page_words as text
from hotspots.pages.finishing import to_the_end
from hotspots.pages.problems import show_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.evenementen.page_view import EventView

#: In the session: what was made by the last change, to be said once after the page ran again.
_MADE: Final = "evenementen_gemaakt"
#: In the session: what widgets hold after the last change; set before they are drawn again.
_FILLS: Final = "evenementen_daarna"


def offer_change(
    view: EventView,
    label: str,
    sure: str,
    make: Callable[[], Mapping[str, str]],
    *,
    key: str,
    about: str,
    fills: Mapping[str, object] = MappingProxyType({}),
    yes: str = text.SURE_KEEP,
    done: str = text.SAVED,
) -> None:
    """Show a button that asks ``sure`` once more, and then makes a new version of the calendar.

    Parameters
    ----------
    make
        Returns the row for the calendar.
    about
        What the row is of: for something else the first click does not count.
    fills
        What widgets hold once it is made, by key: what was made is not to be made again.
    yes, done
        The second button, and what is said afterwards.
    """
    if not view.may_change:
        st.caption(text.MAY_NOT_ADD)
        return
    flag = f"{key}_eerste_klik"
    if st.session_state.get(flag) != about:
        st.button(label, key=key, on_click=_set, args=(flag, about))
        return
    with st.container(border=True):
        st.markdown(sure)
        agrees, declines = st.columns(2)
        agreed = agrees.button(yes, key=f"{key}_ja", type="primary", width="stretch")
        declines.button(
            text.NOT_SURE, key=f"{key}_nee", on_click=_set, args=(flag, None), width="stretch"
        )
        if agreed:
            st.session_state[flag] = None
            _change(view, make, done, fills)


def _set(flag: str, about: str | None) -> None:
    st.session_state[flag] = about


def _change(
    view: EventView,
    make: Callable[[], Mapping[str, str]],
    done: str,
    fills: Mapping[str, object],
) -> None:
    try:
        row = make()
        with to_the_end():
            report = add_event(view.workspace, view.calendar.layer, row)
    except HotspotsError as error:
        show_problem(error)
        return
    st.session_state[_MADE] = done.format(version=report.version, event=row["id"])
    st.session_state[_FILLS] = fills
    st.rerun()


def show_made() -> None:
    """Say what the last change made, once; to be called before any widget of a part."""
    for key, value in st.session_state.pop(_FILLS, {}).items():
        st.session_state[key] = value
    made = st.session_state.pop(_MADE, None)
    if made:
        st.success(as_text(made))
