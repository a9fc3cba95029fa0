"""Rows as a table: one that sorts and scrolls, or a short one whose words wrap on a phone."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from hotspots.dutch import day, moment, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


#: Colours of the page itself, so that the light and the dark one both do.
_STYLE: Final = """<style>
.korte-tabel { overflow-x: auto; max-width: 100%; }
.korte-tabel table { border-collapse: collapse; width: 100%; font-size: .9rem; }
.korte-tabel th, .korte-tabel td { text-align: left; vertical-align: top; padding: .3rem .5rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); hyphens: auto; }
.korte-tabel th { font-weight: 600; }
@media (max-width: 640px) {
  .gestapeld thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .gestapeld table, .gestapeld tbody, .gestapeld tr, .gestapeld td { display: block; }
  .gestapeld tr { border-bottom: 1px solid color-mix(in srgb, currentColor 30%, transparent);
    padding: .35rem 0; }
  .korte-tabel.gestapeld td, .korte-tabel.gestapeld td.getal { border: 0; padding: .1rem 0;
    text-align: left; }
  .gestapeld td:empty { display: none; }
  .gestapeld td::before { content: attr(data-kop) ": "; font-weight: 600; }
}
.korte-tabel .getal { text-align: right; font-variant-numeric: tabular-nums; }
.korte-tabel td.getal, .korte-tabel td.moment { white-space: nowrap; }
@media (max-width: 640px) { .korte-tabel td.marge { white-space: normal; } }
@media (max-width: 640px) { .korte-tabel th, .korte-tabel td { padding: .3rem .25rem; }
  .korte-tabel table { font-size: .85rem; } }
</style>"""
_NOTHING: Final = "–"
_NUMBER: Final = r"(?:0|[1-9]\d{0,2}(?:\.\d{3})*)(?:,\d+)?"
#: A number as it is written here, or from one to another; no house number or telephone with a 0.
_MARGIN: Final = re.compile(f"{_NUMBER}(?: tot {_NUMBER})?")
#: Pixels; "Vooraankondiging" on one line.
_MIDDLING_PX: Final = 150
_ROW_PX: Final = 35
_MOST_PX: Final = 420


def show_table(
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    key: str | None = None,
    wide: Sequence[str] = (),
    middling: Sequence[str] = (),
) -> None:
    """Show rows under Dutch labels: numbers as they are written here, days as Dutch days.

    Parameters
    ----------
    wide
        Columns with sentences.
    middling
        Columns with a long word that has to be whole.
    """
    shown = rows.rename(columns=dict(labels))
    config: dict[str, Any] = {}
    for name, label in zip(rows, map(str, shown), strict=True):
        if name in wide:
            config[label] = st.column_config.TextColumn(width="large")
        elif name in middling:
            config[label] = st.column_config.TextColumn(width=_MIDDLING_PX)
        elif pd.api.types.is_datetime64_any_dtype(rows[name]):
            timed = bool((rows[name].dt.normalize() != rows[name]).any())
            form = "DD-MM-YYYY HH:mm" if timed else "DD-MM-YYYY"
            config[label] = st.column_config.DatetimeColumn(format=form)
        elif pd.api.types.is_numeric_dtype(rows[name]):
            config[label] = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=min(_ROW_PX + 3 + _ROW_PX * max(len(rows), 1), _MOST_PX),
        column_config=config,
        placeholder="–",
        key=key,
    )


def show_small(
    rows: pd.DataFrame, labels: Mapping[str, str], *, name: str, stacked: bool = False
) -> None:
    """Show a short table; every text in it is made safe.

    Parameters
    ----------
    name
        What the table is, for whoever does not see what stands above it.
    stacked
        Whether a row of it becomes lines below each other on a telephone, where a table with many
        columns would have to be pushed aside.
    """
    st.html(_STYLE + small_html(rows, labels, name=name, stacked=stacked))


def small_html(
    rows: pd.DataFrame, labels: Mapping[str, str], *, name: str, stacked: bool = False
) -> str:
    """Return the table as HTML.

    Examples
    --------
    >>> small_html(pd.DataFrame({"a": ["<b>"], "n": [1200]}), {"a": "A", "n": "N"}, name="proef")
    ... # doctest: +ELLIPSIS
    '...<td>&lt;b&gt;</td><td class="getal">1.200</td>...'
    """
    css = {column: _css(rows[column]) for column in rows}
    names = {column: _named(column, labels) if stacked else "" for column in rows}
    heads = "".join(
        f'<th scope="col"{css[column]}>{escape(labels.get(str(column), str(column)))}</th>'
        for column in rows
    )
    lines = "".join(
        "<tr>"
        + "".join(
            f"<td{css[column]}{names[column]}>{escape(shown(row[column]))}</td>" for column in rows
        )
        + "</tr>"
        for row in rows.to_dict("records")
    )
    kind = "korte-tabel gestapeld" if stacked else "korte-tabel"
    return (
        f'<div class="{kind}" tabindex="0" role="region" aria-label="{escape(name)}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _named(column: object, labels: Mapping[str, str]) -> str:
    """Return what a cell says it is of, where it stands without its head."""
    return f' data-kop="{escape(labels.get(str(column), str(column)))}"'


def _css(column: pd.Series) -> str:
    """Return how a column is set: numbers and margins to the right, moments on one line.

    Examples
    --------
    >>> _css(pd.Series(["1.004 tot 1.032", "0", "–"])), _css(pd.Series(["078 123", "–"]))
    (' class="getal marge"', '')
    >>> _css(pd.Series(["1.004", "niet getoond", "817"]))
    ' class="getal marge"'
    >>> _css(pd.Series([12, "geen grens"]))
    ' class="getal"'
    >>> _css(pd.Series(["–", "–"])), _css(pd.Series(["2 wijken", "3"]))
    ('', '')
    """
    if pd.api.types.is_numeric_dtype(column) or _are_counts_or_words(column):
        return ' class="getal"'
    if _are_margins(column):
        return ' class="getal marge"'
    return ' class="moment"' if pd.api.types.is_datetime64_any_dtype(column) else ""


def _are_counts_or_words(column: pd.Series) -> bool:
    """Whether a column has numbers, and words where there is none, such as "geen grens"."""
    return column.dtype == object and any(type(value) is int for value in column)


def _are_margins(column: pd.Series) -> bool:
    """Whether a column of text holds numbers as they are written here, each one or a margin.

    Where there is none, it says so in the same words, without a digit.
    """
    texts = {value for value in column if isinstance(value, str) and value != _NOTHING}
    others = {value for value in texts if not _MARGIN.fullmatch(value)}
    in_words = len(others) <= 1 and not any(map(str.isdigit, "".join(others)))
    return len(others) < len(texts) and in_words


def shown(value: object) -> str:
    """Return a value as it is written in Dutch.

    Examples
    --------
    >>> shown(pd.Timestamp("2018-05-05 20:00")), shown(39.5), shown(pd.NA), shown(70.0)
    ('05-05-2018 20:00', '39,5', '–', '70')
    """
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN alone differs
        return _NOTHING
    if isinstance(value, pd.Timestamp):
        midnight = value == value.normalize()
        return day(value) if midnight else moment(value)
    if isinstance(value, int | float):
        return number(value, 0 if float(value).is_integer() else 1)
    return str(value)


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
