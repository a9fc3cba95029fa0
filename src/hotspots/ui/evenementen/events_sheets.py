"""Any table of this page as a file, with what a reader of it has to know."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from hotspots.analysis.export import about
from hotspots.analysis.export.sheet import Column, Permit, Sheet
from hotspots.analysis.metadata import Line, metadata_of, today
from hotspots.text import events_check as check_text
from hotspots.text import events_page as text
from hotspots.text import taking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.metadata import Metadata
    from hotspots.events.room import EventRoom


def event_sheet(
    workspace: Workspace,
    *,
    room: EventRoom,
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    title: str,
    meaning: str,
    told: Sequence[str] = (),
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
    told
        What the page says of it, as plain sentences.
    also
        Ids of other layers that a sentence is of.
    """
    layer, version = room.layer, room.version
    made_up = version is not None and version.synthetic
    plain = rows.assign(**{str(name): _days(rows[name]) for name in rows})
    names = (str(name) for name in rows)
    columns = [Column(name, labels[name]) for name in names if name in labels]
    if made_up:
        columns.append(Column("synthetic", taking.SYNTHETIC_COLUMN))
    described: dict[str, Any] = {"layer": layer.id, "synthetic": made_up}
    if version is not None:
        described |= {"version": version.name, "source": version.attribution}
    return Sheet(
        name=layer.id,
        rows=plain,
        for_people=plain.assign(synthetic=taking.YES),
        columns=tuple(columns),
        metadata=_metadata(workspace, room, (title, meaning), told, made_on or today()),
        described=MappingProxyType(described),
        permits=tuple(Permit(name, {"table": title}) for name in (layer.id, *also)),
    )


def _metadata(
    workspace: Workspace,
    room: EventRoom,
    what: tuple[str, str],
    told: Sequence[str],
    made_on: date,
) -> Metadata:
    layer, version = room.layer, room.version
    title, meaning = what
    return metadata_of(
        made_on,
        about.about_file(about.title_of(workspace, layer, title), made_on, meaning),
        () if version is None else about.about_layer(workspace, layer, version, None),
        about.about_where(workspace),
        about.sentences(told),
        (Line("advice", taking.MIND, text.ADVICE_LABEL, check_text.ADVICE),),
        about.about_reading(made_up=version is not None and version.synthetic),
    )


def _days(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return moments as text: what has no time has no midnight."""
    if not pd.api.types.is_datetime64_any_dtype(column):
        return column
    timed = bool((column.dt.normalize() != column).any())
    form = "%Y-%m-%d %H:%M" if timed else "%Y-%m-%d"
    written: pd.Series[Any] = column.dt.strftime(form)
    return written
