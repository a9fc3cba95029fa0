"""Widgets that live in the link, and a word when a link asks for what is not on offer.

A page whose answer matters more than its filters can ask them ahead (`ahead`): they say what they
hold and are not drawn. Drawn later in the same run, they have the last word.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import streamlit as st

from hotspots.dutch import as_text
from hotspots.pages import words as text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from hotspots.analysis.periods import Period

T = TypeVar("T")

#: Names of the widgets that took what the link held for them; in the session.
_READ: Final = "uit_de_link_gelezen"
_MOST_OF_A_VALUE: Final = 60
_AHEAD: Final = ContextVar("ahead", default=False)


@contextmanager
def ahead() -> Iterator[None]:
    """Let the widgets of this module say what they hold, without being drawn."""
    token = _AHEAD.set(True)
    try:
        yield
    finally:
        _AHEAD.reset(token)


def is_ahead() -> bool:
    """Whether the widgets are not drawn now."""
    return _AHEAD.get()


def say(sentence: str) -> None:
    """Say something small between the widgets, where they are drawn."""
    if not is_ahead():
        st.caption(sentence)


def container() -> AbstractContextManager[Any]:
    """Return a place to put widgets in later."""
    return nullcontext() if is_ahead() else st.container()


@contextmanager
def folded(label: str, *, key: str, starts: Mapping[str, object]) -> Iterator[None]:
    """Return a place for widgets that a user unfolds.

    As long as it is folded and all in it stands as it started, nothing of it is drawn: a browser
    redraws all that a page holds at every filter, also what nobody sees.

    Parameters
    ----------
    key
        A name for the line, once on a page.
    starts
        What the widgets in it start with, by their keys.
    """
    if is_ahead():
        yield
        return
    box = st.expander(label, key=key, on_change="rerun")
    changed = any(
        name in st.query_params or st.session_state.get(name, start) != start
        for name, start in starts.items()
    )
    with box if box.open or changed else ahead():
        yield


def _chosen(key: str, otherwise: T, options: Sequence[T] | None = None) -> T:
    """Return what a widget holds, as far as it is on offer."""
    value: T = st.session_state.get(key, otherwise)
    return value if options is None or value in options else otherwise


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
    if is_ahead():
        return _chosen(key, options[index], options)
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
    if is_ahead():
        return _chosen(key, first, options)
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
    if is_ahead():
        chosen_before: Sequence[T] = _chosen(key, ())
        return tuple(option for option in chosen_before if option in options)
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
    if is_ahead():
        chosen: Sequence[T] = _chosen(key, ())
    else:
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


def choose_yes(label: str, *, key: str, **more: Any) -> bool:  # noqa: ANN401 - passed on
    """Return whether something is switched on; it is off at first."""
    if is_ahead():
        return _chosen(key, otherwise=False)
    note_old_link(key, label, ("true", "false"))
    return st.toggle(label, key=key, bind="query-params", **more)


def choose_days(
    label: str, default: date | tuple[date, date], covered: Period, *, key: str
) -> date | tuple[date, ...]:
    """Return a day, or the first and last of a period, within what a layer covers."""
    if is_ahead():
        return cast("date | tuple[date, ...]", _chosen(key, default))
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
    if is_ahead():
        return _chosen(key, "")
    written: str = st.text_input(label, key=key, bind="query-params", **more)
    return written
