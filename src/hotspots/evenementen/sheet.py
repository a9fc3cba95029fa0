"""The tables of this subject as files, with what a reader has to know of them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from hotspots.analysis import words as selection
from hotspots.evenementen import page_words as text
from hotspots.evenementen import words as check_text
from hotspots.exports import about
from hotspots.exports import words as export_words
from hotspots.exports.sheet import Column, Line, Permit, Sheet, metadata_of, today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.exports.sheet import Metadata


def event_sheet(
    workspace: Workspace,
    *,
    calendar: EventCalendar,
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    title: str,
    meaning: str,
    sentences: Sequence[str] = (),
    also: Sequence[str] = (),
    made_on: date | None = None,
) -> Sheet:
    """Return rows of this page as a sheet.

    Parameters
    ----------
    labels
        Dutch names of the columns, by their English ones.
    title
        What the table is.
    meaning
        What a row is.
    sentences
        What the page says of it, as plain sentences.
    also
        Ids of other layers that a sentence is of.
    """
    layer, version = calendar.layer, calendar.version
    plain = rows.assign(**{str(name): _days(rows[name]) for name in rows})
    names = (str(name) for name in rows)
    columns = [Column(name, labels[name]) for name in names if name in labels]
    if calendar.synthetic:
        columns.append(Column("synthetic", export_words.SYNTHETIC_COLUMN))
    described: dict[str, Any] = {"layer": layer.id, "synthetic": calendar.synthetic}
    if version is not None:
        described |= {"version": version.name, "source": version.attribution}
    return Sheet(
        name=layer.id,
        rows=plain,
        for_people=plain.assign(synthetic=selection.YES),
        columns=tuple(columns),
        metadata=_metadata(workspace, calendar, (title, meaning), sentences, made_on or today()),
        described=MappingProxyType(described),
        permits=tuple(Permit(name, {"table": title}) for name in (layer.id, *also)),
    )


def _metadata(
    workspace: Workspace,
    calendar: EventCalendar,
    what: tuple[str, str],
    sentences: Sequence[str],
    made_on: date,
) -> Metadata:
    layer, version = calendar.layer, calendar.version
    title, meaning = what
    return metadata_of(
        made_on,
        about.about_file(about.title_of(workspace, layer, title), made_on, meaning),
        () if version is None else about.about_layer(workspace, layer, version, None),
        about.about_where(workspace),
        about.sentences(sentences),
        (Line("advice", export_words.MIND, text.ADVICE_LABEL, check_text.ADVICE),),
        about.about_reading(made_up=calendar.synthetic),
    )


def _days(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return moments as text: what has no time has no midnight."""
    if not pd.api.types.is_datetime64_any_dtype(column):
        return column
    timed = bool((column.dt.normalize() != column).any())
    form = "%Y-%m-%d %H:%M" if timed else "%Y-%m-%d"
    written: pd.Series[Any] = column.dt.strftime(form)
    return written
