"""What visitors choose and download on more than one part of the page."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from hotspots.access import words as access_text
from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.dutch import MONTHS
from hotspots.evenementen import page_words as text
from hotspots.evenementen.calendar import EventFilter
from hotspots.evenementen.days import years_of
from hotspots.evenementen.icalendar import export_icalendar
from hotspots.evenementen.sheet import event_sheet
from hotspots.pages.controls import choose_one, choose_some
from hotspots.pages.download import offer_file, offer_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.page_view import EventView


def choose_year(view: EventView) -> int:
    """Let a user choose a year of the calendar; the last one first."""
    return choose_one(text.YEAR, years_of(view.calendar.events), key="jaar", name=str)


def choose_filter(view: EventView, *, months: bool = False) -> EventFilter:
    """Let a user choose which events count."""
    layer, wijken = view.calendar.layer, view.workspace.geography.wijken
    names = dict(zip(wijken.codes, wijken.names, strict=True))
    soorten: tuple[str, ...] = ()
    if layer.soorten:
        soorten = choose_some(
            text.SOORT, tuple(layer.soorten), key="soort", name=lambda name: layer.soorten[name]
        )
    known = set(view.calendar.events.statuses)
    statuses = tuple(name for name in text.STATUSES if name in known)
    return EventFilter(
        soorten=soorten,
        classes=choose_some(text.CLASS, EVENT_CLASSES, key="klasse", name=str),
        wijken=choose_some(text.WIJK, tuple(names), key="wijk", name=lambda code: names[code]),
        statuses=choose_some(
            text.STATUS, statuses, key="status", name=lambda name: text.STATUSES[name]
        ),
        months=choose_some(
            text.MONTH, tuple(range(1, 13)), key="maand", name=lambda at: MONTHS[at - 1]
        )
        if months
        else (),
    )


def offer_rows(
    view: EventView,
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    name: str,
    title: str,
    meaning: str,
    key: str,
    sentences: Sequence[str] = (),
    label: str | None = None,
    also: Sequence[str] = (),
) -> None:
    """Offer rows as files, to roles that may export the calendar.

    Parameters
    ----------
    also
        Ids of other layers that something in ``sentences`` is of.
    """
    make = partial(
        event_sheet,
        calendar=view.calendar,
        rows=rows,
        labels=labels,
        title=title,
        meaning=meaning,
        sentences=tuple(sentences),
        also=tuple(also),
    )
    more: dict[str, Any] = {} if label is None else {"label": label}
    offer_table(view.calendar.layer, make, name=name, key=key, shapes=False, **more)


def choose_event(
    view: EventView,
    rows: list[int],
    *,
    label: str,
    key: str,
    latest_first: bool = False,
    on_change: Callable[[], None] | None = None,
) -> str | None:
    """Let a user choose an event of the calendar by its title; None until one is chosen."""
    events = view.calendar.events
    places = view.calendar.locations.names
    rows = rows[::-1] if latest_first else rows
    labels = {
        events.ids[row]: text.event_label(
            events.name(row),
            events.begin[row].item(),
            places.get(events.locations[row], events.locations[row]),
        )
        for row in rows
    }
    # Two events with one label would be one in the list.
    times = Counter(labels.values())
    names = {
        event: f"{name} ({event})" if times[name] > 1 else name for event, name in labels.items()
    }
    chosen = choose_one(
        label,
        ("", *names),
        key=key,
        name=lambda name: names[name] if name else text.PICK_EVENT,
        on_change=on_change,
    )
    return chosen or None


def offer_icalendar(view: EventView, rows: NDArray[np.int64], *, name: str, key: str) -> None:
    """Offer events for an agenda, to roles that may export the calendar."""
    if not view.workspace.may_export(view.calendar.layer):
        st.caption(access_text.NO_EXPORT_HERE)
        return

    def made(workspace: Workspace) -> bytes:
        selection = {"events": len(rows)}
        return export_icalendar(workspace, view.calendar, rows, selection=selection)

    offer_file(text.AS_ICALENDAR, made, name=name, ending=".ics", key=key)
