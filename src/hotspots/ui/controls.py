"""Widgets that live in the link, and a word when a link asks for what is not on offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import streamlit as st

from hotspots.text import pages as text
from hotspots.text.markdown import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

#: Names of the widgets that took what the link held for them; in the session.
_READ: Final = "uit_de_link_gelezen"
_MOST_OF_A_VALUE: Final = 60


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
    told = as_text(value[:_MOST_OF_A_VALUE])
    st.toast(text.OLD_LINK.format(value=told, label=label.lower()))


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
    note_old_link(key, label, [name(option) for option in options])
    index = options.index(default) if default in options else 0
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
    note_old_link(key, label, [name(option) for option in options])
    first: T = options[0] if default is None or default not in options else default
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
