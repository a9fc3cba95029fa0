"""How this page shows rows, filters and maps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from hotspots.drawing.live_map import sight
from hotspots.drawing.live_map.component import live_map
from hotspots.events.settings import CLASSES
from hotspots.text import events_page as text
from hotspots.text.numbers import MONTHS
from hotspots.ui.controls import choose_one, choose_some
from hotspots.ui.evenementen.events_sheets import event_sheet
from hotspots.ui.evenementen.rooms import EventFilter, years_of
from hotspots.ui.page_map import clicked_on, legend_html, map_data
from hotspots.ui.taking import offer_map, offer_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from hotspots.cartography.map_spec import MapSpec
    from hotspots.ui.evenementen.rooms import EventDesk

_MAP_PX: Final = 460


def choose_year(desk: EventDesk) -> int:
    """Let a user choose a year of the calendar; the last one first."""
    return choose_one(text.YEAR, years_of(desk.room.events), key="jaar", name=str)


def choose_filter(desk: EventDesk, *, months: bool = False) -> EventFilter:
    """Let a user choose which events count."""
    layer, wijken = desk.room.layer, desk.workspace.geography.wijken
    names = dict(zip(wijken.codes, wijken.names, strict=True))
    soorten: tuple[str, ...] = ()
    if layer.soorten:
        soorten = choose_some(
            text.SOORT, tuple(layer.soorten), key="soort", name=lambda name: layer.soorten[name]
        )
    told = set(desk.room.events.statuses)
    statuses = tuple(name for name in text.STATUSES if name in told)
    return EventFilter(
        soorten=soorten,
        classes=choose_some(text.CLASS, CLASSES, key="klasse", name=str),
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
    desk: EventDesk,
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    name: str,
    title: str,
    meaning: str,
    key: str,
    told: Sequence[str] = (),
    label: str | None = None,
    also: Sequence[str] = (),
) -> None:
    """Offer rows as files, for who may take the calendar away.

    Parameters
    ----------
    also
        Ids of other layers that something in ``told`` is of.
    """
    make = partial(
        event_sheet,
        room=desk.room,
        rows=rows,
        labels=labels,
        title=title,
        meaning=meaning,
        told=tuple(told),
        also=tuple(also),
    )
    more: dict[str, Any] = {} if label is None else {"label": label}
    offer_table(desk.room.layer, make, name=name, key=key, shapes=False, **more)


def draw_map(
    desk: EventDesk,
    spec: MapSpec,
    what: str,
    *,
    key: str,
    around: tuple[float, float, float] | None = None,
    folded: bool = False,
    picked: Callable[[dict[str, Any]], None] | None = None,
    taking: bool = True,
) -> None:
    """Draw a map.

    Parameters
    ----------
    what
        What it is of, for who does not see it.
    around
        x and y in metres RD and the metres around it that the map opens with.
    folded
        Whether the map is too small for a legend on it: then its colours stand below.
    picked
        Takes a click on a place; without it a click means nothing: the tables have the numbers.
    taking
        Whether the map can be taken along as a file.
    """
    spot = "" if around is None else f"{around[0]:.0f},{around[1]:.0f}"
    data = map_data(
        desk.workspace,
        spec,
        name=f"{key}:{spot}",
        what=what,
        height=_MAP_PX,
        tiles=None,
        legend_folded=folded,
        picks=picked is not None,
        focus=None if around is None else sight.around(*around),
    )
    live_map(data, key=key, clicked=partial(_clicked, key, picked))
    if folded:
        st.html(legend_html(spec))
    if taking:
        offer_map(desk.workspace, spec, f"{spec.layer}_{key}", key=f"{key}_bewaren")


def _clicked(key: str, picked: Callable[[dict[str, Any]], None] | None) -> None:
    """Hand a place that was clicked on to who asked for it, before the page runs again."""
    click = clicked_on(key)
    if picked is not None and click and click["kind"] == "place":
        picked(click)
