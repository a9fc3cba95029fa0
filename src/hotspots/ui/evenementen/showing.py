"""How this page shows rows, filters and maps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.drawing.live_map.component import live_map, root_path
from hotspots.drawing.live_map.payload import payload
from hotspots.events.settings import CLASSES
from hotspots.text import events_page as text
from hotspots.text import vergelijken as map_words
from hotspots.text.numbers import MONTHS
from hotspots.ui import cached
from hotspots.ui.controls import choose_one, choose_some
from hotspots.ui.evenementen.events_sheets import event_sheet
from hotspots.ui.evenementen.rooms import EventFilter, years_of
from hotspots.ui.taking import offer_table
from hotspots.ui.vergelijken.maps import legend_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.cartography.map_spec import MapSpec
    from hotspots.ui.evenementen.rooms import EventDesk

_ROW_PX: Final = 35
_MOST_PX: Final = 420
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


def show_table(
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    key: str | None = None,
    wide: Sequence[str] = (),
) -> None:
    """Show rows under Dutch labels: numbers as they are written here, days as Dutch days.

    Parameters
    ----------
    wide
        Columns with sentences.
    """
    shown = rows.rename(columns=dict(labels))
    config: dict[str, Any] = {}
    for name, label in zip(rows, map(str, shown), strict=True):
        if name in wide:
            config[label] = st.column_config.TextColumn(width="large")
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
    """
    workspace = desk.workspace
    spot = "" if around is None else f"{around[0]:.0f},{around[1]:.0f}"
    data: dict[str, Any] = payload(
        spec,
        workspace,
        projection=cached.projection_of(workspace, workspace.geography.fingerprint),
        root=root_path(),
        name=f"{key}:{spot}",
    )
    data |= {"height": _MAP_PX, "tiles": None, "legend_folded": folded}
    words = {
        "label": map_words.MAP_OF.format(what=what),
        "legend_label": map_words.LEGEND_OF.format(what=what),
    }
    data["text"] = {**data["text"], **words}
    if around is not None:
        data["focus"] = _corners(*around)
    live_map(data, key=key, clicked=_nothing)
    if folded:
        st.html(legend_html(spec))


def _nothing() -> None:
    """Leave a click on these maps without a meaning: the tables have the same numbers."""


def _corners(x_rd: float, y_rd: float, metres: float) -> list[list[float]]:
    x = np.array([x_rd - metres, x_rd + metres])
    y = np.array([y_rd - metres, y_rd + metres])
    lon, lat = reproject(x, y, source=RD_NEW, target=WGS84)
    corners: list[list[float]] = np.column_stack([lat, lon]).round(5).tolist()
    return corners
