"""Widgets that live in the link, and a word when a link asks for what is not on offer.

What is folded away is not made (`folded`): a browser redraws all that a page holds at every filter,
also what nobody sees.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import streamlit as st
from streamlit.runtime.state.session_state_proxy import get_session_state

from hotspots.dutch import as_text
from hotspots.pages import words as text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

    from hotspots.analysis.periods import Period

T = TypeVar("T")

#: Names of the widgets that took what the link held for them; in the session.
_READ: Final = "uit_de_link_gelezen"
_MOST_OF_A_VALUE: Final = 60
_CLOSED: Final = ContextVar("closed", default=False)


@contextmanager
def folded(label: str, *, key: str, opened: bool = False) -> Iterator[None]:
    """Return a place for widgets that a user unfolds; whether it is, stands in the link.

    As long as it is closed, a widget in it is made only if it holds another value than it starts
    with: Streamlit forgets what a widget holds that is not made. A fold in a fold is always made: a
    widget that moves from one box to another is not always in the link any more.

    Parameters
    ----------
    key
        A name for the line, once on a page.
    opened
        Whether it is unfolded at first.
    """
    with within(fold(label, key=key, opened=opened)):
        yield


def fold(label: str, *, key: str, opened: bool = False) -> ExpanderContainer:
    """Return the box of `folded`, to be filled a part at a time with `within`."""
    return st.expander(label, opened, key=key, on_change="rerun", bind="query-params")


@contextmanager
def within(box: ExpanderContainer) -> Iterator[None]:
    """Put widgets in a box that a user unfolds."""
    token = _CLOSED.set(is_closed() or not box.open)
    try:
        with box:
            yield
    finally:
        _CLOSED.reset(token)


def is_closed() -> bool:
    """Whether what is made now is folded away."""
    return _CLOSED.get()


def stands_at(key: str, start: object) -> bool:
    """Whether a widget need not be made: it is folded away, and holds what it starts with."""
    value = st.session_state.get(key, start)
    return is_closed() and key not in st.query_params and value == start


def say(sentence: str) -> None:
    """Say something small between the widgets, where somebody sees them."""
    if not is_closed():
        st.caption(sentence)


def note_old_link(key: str, label: str, labels: Sequence[str]) -> None:
    """Say so when the link holds a value that is not on offer.

    Called before the widget, which drops such a value in silence.
    """
    for value in values_in_link(key):
        if value not in labels:
            say_old_link(value, label)


def values_in_link(key: str) -> list[str]:
    """Return what the link that opened this session holds for a widget; later nothing.

    From then on the widgets write the link, and a choice that another level does not have is no
    old link.
    """
    read: set[str] = st.session_state.setdefault(_READ, set())
    if key in read:
        return []
    read.add(key)
    return [value for value in st.query_params.get_all(key) if value]


def put_in_link(key: str, value: str | list[str]) -> None:
    """Put what a widget is about to hold in the link, for one that is not made yet.

    To be called from a callback. Streamlit writes what a widget is given in the link only if the
    widget was there before; the link is one step in the browser with what else changes.
    """
    with get_session_state().query_params() as link:
        link.set_with_no_forward_msg(key, value)


def say_old_link(value: str, label: str) -> None:
    """Say that the link holds a value that is not on offer; anyone can write a link."""
    shown = as_text(value[:_MOST_OF_A_VALUE])
    st.toast(text.OLD_LINK.format(value=shown, label=label.lower()))


def choose_one(
    label: str,
    options: Sequence[T],
    *,
    key: str,
    name: Callable[[T], str],
    default: T | None = None,
    **more: Any,  # noqa: ANN401 - passed on
) -> T:
    """Return what is chosen from a list; it stands in the link under ``key``."""
    index = options.index(default) if default in options else 0
    if stands_at(key, options[index]):
        return options[index]
    note_old_link(key, label, [name(option) for option in options])
    chosen = st.selectbox(
        label, options, index=index, key=key, format_func=name, bind="query-params", **more
    )
    return options[index] if chosen is None else chosen


def choose_tile(
    label: str,
    options: Sequence[T],
    *,
    key: str,
    name: Callable[[T], str],
    default: T | None = None,
    **more: Any,  # noqa: ANN401 - passed on
) -> T:
    """Return what is chosen from a few options that are all in sight."""
    first: T = options[0] if default is None or default not in options else default
    if stands_at(key, first):
        return first
    note_old_link(key, label, [name(option) for option in options])
    chosen = st.segmented_control(
        label,
        options,
        default=first,
        key=key,
        format_func=name,
        required=True,
        bind="query-params",
        **more,
    )
    return first if chosen is None else cast("T", chosen)


def choose_some(
    label: str,
    options: Sequence[T],
    *,
    key: str,
    name: Callable[[T], str],
    placeholder: str = text.ALL,
    **more: Any,  # noqa: ANN401 - passed on
) -> tuple[T, ...]:
    """Return any number of options; none means what ``placeholder`` says, mostly all of them."""
    if stands_at(key, []):
        return ()
    note_old_link(key, label, [name(option) for option in options])
    chosen = st.multiselect(
        label,
        options,
        key=key,
        format_func=name,
        placeholder=placeholder,
        bind="query-params",
        **more,
    )
    return tuple(chosen)


def choose_tiles(
    label: str,
    options: Sequence[T],
    *,
    key: str,
    name: Callable[[T], str],
    **more: Any,  # noqa: ANN401 - passed on
) -> tuple[T, ...]:
    """Return any number of a few options that are all in sight, in their own order; none is all.

    A click is one click and not two, and a browser has answered it in half the time a list takes.
    """
    if stands_at(key, []):
        return ()
    note_old_link(key, label, [name(option) for option in options])
    chosen = st.pills(
        label,
        options,
        selection_mode="multi",
        key=key,
        format_func=name,
        bind="query-params",
        **more,
    )
    return tuple(option for option in options if option in chosen)


def choose_part(
    label: str, options: Sequence[str], *, key: str, opened: str | None = None
) -> str | None:
    """Return which part of a page is unfolded, if any; a second click folds it again."""
    note_old_link(key, label, options)
    return st.segmented_control(
        label,
        options,
        default=opened,
        key=key,
        label_visibility="collapsed",
        bind="query-params",
    )


def choose_yes(label: str, *, key: str, **more: Any) -> bool:  # noqa: ANN401 - passed on
    """Return whether something is switched on; it is off at first."""
    if stands_at(key, start=False):
        return False
    note_old_link(key, label, ("true", "false"))
    return st.toggle(label, key=key, bind="query-params", **more)


def choose_days(
    label: str, default: date | tuple[date, date], covered: Period, *, key: str
) -> date | tuple[date, ...]:
    """Return a day, or the first and last of a period, within what a layer covers."""
    if stands_at(key, default):
        return default
    return st.date_input(
        label,
        value=default,
        min_value=covered.first,
        max_value=covered.last,
        format="DD-MM-YYYY",
        key=key,
        bind="query-params",
    )


def write(label: str, *, key: str, **more: Any) -> str:  # noqa: ANN401 - passed on
    """Return what is written in a field; nothing at first."""
    if stands_at(key, ""):
        return ""
    written: str = st.text_input(label, key=key, bind="query-params", **more)
    return written
