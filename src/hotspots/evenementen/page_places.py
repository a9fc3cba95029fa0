"""The part `Locaties`: all places in a table and on a map, and one of them up close."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.answer_key import key_of_all
from hotspots.access.cache import Cache
from hotspots.analysis.clock_words import SHORT_MONTHS
from hotspots.dutch import as_text, day, number
from hotspots.evenementen import page_words as text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.changing import offer_icalendar
from hotspots.evenementen.check_tables import capacity_rows, days_rows
from hotspots.evenementen.days import year_board, year_bounds
from hotspots.evenementen.locations import capacity_of
from hotspots.evenementen.maps import SPOT_M, circles, places_spec
from hotspots.evenementen.paper import location_bytes
from hotspots.evenementen.picking import choose_on_map
from hotspots.evenementen.profile import RINGS_M, LocationProfile, profile_of
from hotspots.evenementen.settings import CLASSES
from hotspots.evenementen.showing import (
    choose_year,
    date_of,
    draw_map,
    event_rows,
    offer_rows,
    place_names,
    today,
)
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.controls import choose_one, choose_some
from hotspots.pages.download import offer_file
from hotspots.pages.tables import fold, show_small, show_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.locations import Location
    from hotspots.evenementen.profile import DaysCompared
    from hotspots.evenementen.showing import EventDesk


#: Light to heavy, per theme of the page; and what a day without events and its letter look like.
_FILLS: Final = {
    "light": {"": "#eceff2", "A": "#b9dcc0", "B": "#5aa774", "C": "#0b4f2c"},
    "dark": {"": "#262c33", "A": "#2f5f45", "B": "#63b387", "C": "#c9f2d8"},
}
_INKS: Final = {
    "light": {"A": "#10301d", "B": "#08150d", "C": "#ffffff"},
    "dark": {"A": "#ffffff", "B": "#06120b", "C": "#06120b"},
}
_HEIGHT_PX: Final = 270


def days_per_class(strip: tuple[str, ...]) -> dict[str, int]:
    """Return how many days of a year have each class as their heaviest.

    Examples
    --------
    >>> days_per_class(("", "A", "A", "C"))
    {'A': 2, 'B': 0, 'C': 1}
    """
    return {risk: strip.count(risk) for risk in CLASSES}


def strip_chart(
    strip: tuple[str, ...], year: int, told: str, theme: str
) -> alt.LayerChart | alt.FacetChart:
    """Return the squares.

    Parameters
    ----------
    strip
        The heaviest class of each day from 1 January on.
    told
        The same in a sentence.
    """
    base = alt.Chart(_days(strip, year, theme), height=_HEIGHT_PX, description=told).encode(
        x=alt.X(
            "day:O",
            title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False, domain=False),
            scale=alt.Scale(paddingInner=0.08),
        ),
        y=alt.Y(
            "month:O",
            title=None,
            sort=list(SHORT_MONTHS),
            axis=alt.Axis(ticks=False, domain=False, labelOverlap=False, labelFlush=False),
            scale=alt.Scale(paddingInner=0.08),
        ),
        tooltip=[
            alt.Tooltip("when:N", title=text.STEPS["day"]),
            alt.Tooltip("risk:N", title=text.STRIP_LEGEND),
        ],
    )
    squares = base.mark_rect().encode(color=alt.Color("fill:N", scale=None))
    letters = base.mark_text(fontSize=10, aria=False).encode(
        text="risk:N", color=alt.Color("ink:N", scale=None)
    )
    return alt.layer(squares, letters)


def _days(strip: tuple[str, ...], year: int, theme: str) -> pd.DataFrame:
    first, _ = year_bounds(year)
    dates = [date_of(first + at) for at in range(len(strip))]
    return pd.DataFrame(
        {
            "month": [SHORT_MONTHS[moment.month - 1] for moment in dates],
            "day": [moment.day for moment in dates],
            "when": [day(moment) for moment in dates],
            "risk": list(strip),
            "fill": [_FILLS[theme][risk] for risk in strip],
            "ink": [_INKS[theme].get(risk, "transparent") for risk in strip],
        }
    )


_profiles = Cache[LocationProfile]()


def show_profile(desk: EventDesk, place: Location, year: int) -> None:
    """Show a location, from what is asked most to what is asked least."""
    found = _profile(desk, place, year)
    st.markdown(f"#### {as_text(place.name or place.id)}")
    _show_kind(found)
    near = _near_rows(found)
    # What most come for is one click away, and not below all that it holds.
    _offer(desk, found, near)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{text.PLACE_CAPACITY}**")
        rows = capacity_rows(found.capacity, desk.room.settings.capacity)
        if len(rows):
            show_small(rows, text.COLUMNS, name=text.PLACE_CAPACITY)
        st.markdown(f"**{text.RINGS}**")
        _show_rings(found)
    with right:
        st.markdown(f"**{text.PLACE_DAYS.format(year=year)}**")
        days = days_rows(found.used).drop(columns="year")
        show_small(days, text.COLUMNS, name=text.PLACE_DAYS.format(year=year))
    _show_strip(desk, found)
    _show_incidents(found)
    st.markdown(f"**{text.NEAR}**")
    show_small(near, text.NEAR_COLUMNS, name=text.NEAR)


def _profile(desk: EventDesk, place: Location, year: int) -> LocationProfile:
    """Return the profile of this role: it also rests on the layers of incidents that it sees."""
    return _profiles.answer(
        (desk.key, key_of_all(desk.workspace), place.id, year),
        lambda: profile_of(desk.workspace, desk.room, place.id, year),
    )


def _show_kind(found: LocationProfile) -> None:
    place, capacity = found.location, found.capacity
    area = "" if place.usable_m2 is None else f"{number(place.usable_m2)} m²"
    told = (place.kind, text.INDOOR[place.indoor], place.surface, area, place.neighbours)
    st.text(" · ".join(part for part in told if part))
    if capacity.people is None:
        st.markdown(text.CAPACITY_UNKNOWN)
    else:
        st.markdown(text.fits(capacity.people, capacity.limited_by))
    if place.area_from_shape:
        st.caption(f"{area}. {check_text.WHOLE_SHAPE}")
    if place.note:
        st.caption(as_text(place.note))


def _show_rings(found: LocationProfile) -> None:
    if not found.residents_label:
        st.caption(text.NO_RESIDENTS)
        return
    show_small(_ring_rows(found), text.RING_COLUMNS, name=text.RINGS)
    st.caption(
        text.RESIDENTS_NOTE.format(label=as_text(found.residents_label), year=found.residents_year)
    )


def _ring_rows(found: LocationProfile) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "distance": [round(ring.distance_m) for ring in found.rings],
            "residents": [ring.residents for ring in found.rings],
            "event_days": [round(ring.event_days, 1) for ring in found.rings],
        }
    )


def _show_strip(desk: EventDesk, found: LocationProfile) -> None:
    st.markdown(f"**{text.STRIP.format(year=found.year)}**")
    name = found.location.name or found.location.id
    told = text.strip_told(name, found.year, days_per_class(found.strip))
    st.markdown(as_text(told))
    if not found.events:
        return
    theme = theme_of_page()
    show_chart(
        ("event strip", desk.key, found.location.id, found.year, theme),
        lambda: strip_chart(found.strip, found.year, told, theme),
    )
    rows = event_rows(desk.room, np.array(found.events)).drop(columns="location")
    fold(
        text.STRIP_TABLE,
        partial(show_table, rows, text.EVENTS_COLUMNS),
        key="locatie_evenementen",
    )


def _show_incidents(found: LocationProfile) -> None:
    st.markdown(f"**{text.INCIDENTS}**")
    told = [_incident_told(one) for one in found.incidents]
    if not told:
        st.caption(text.NO_INCIDENTS)
        return
    st.markdown("\n".join(f"- {as_text(line)}" for line in told))
    st.caption(text.INCIDENTS_NOTE)


def _incident_told(one: DaysCompared) -> str:
    return text.incidents(one.label, one.ratio, one.lower, one.upper, (one.on_days, one.other_days))


def _pdf(room: EventRoom, found: LocationProfile, workspace: Workspace) -> bytes:
    """Return the page of A4, with the day of the click on it."""
    return location_bytes(workspace, room, found, made_on=today())


def _near_rows(found: LocationProfile) -> pd.DataFrame:
    rows = [
        {
            "what": near.label,
            "name": near.name if near.loaded else text.NOT_LOADED,
            "distance_m": None if near.distance_m is None else round(near.distance_m),
            "zone": near.zone,
        }
        for near in (*found.near, *found.access)
    ]
    rows += [
        {
            "what": text.FLOOD,
            "name": one.scenario,
            "distance_m": None,
            "zone": text.depth(one.depth_m, wet=one.wet),
        }
        for one in found.flood
    ]
    if not found.flood:
        rows.append({"what": text.FLOOD, "name": text.NOT_LOADED, "distance_m": None, "zone": ""})
    return pd.DataFrame(rows).astype({"distance_m": "Int64"})


def _offer(desk: EventDesk, found: LocationProfile, near: pd.DataFrame) -> None:
    """Offer the profile on one page and as a table, and its events for an agenda."""
    workspace = desk.workspace
    taken = [one for one in found.incidents if workspace.may_export(workspace.layer(one.layer))]
    told = [_incident_told(one) for one in taken]
    rows = pd.DataFrame(_features(desk, found, near), columns=["feature", "value"])
    labels = {"feature": text.FEATURE, "value": text.VALUE}
    name = f"locatie_{found.location.id}_{found.year}"
    with st.container(horizontal=True):
        if workspace.may_export(desk.room.layer):
            made = partial(_pdf, desk.room, found)
            offer_file(text.AS_PDF, made, name=name, ending=".pdf", key="locatie_pdf")
        offer_rows(
            desk, rows, labels, name=name, title=f"{text.PROFILE}: {found.location.name}",
            meaning=text.PROFILE_ROWS, key="locatie_bestand", told=told,
            also=tuple(one.layer for one in taken),
        )  # fmt: skip
        offer_icalendar(desk, np.array(found.events, dtype=np.int64), name=name, key="locatie_ics")


def _features(desk: EventDesk, found: LocationProfile, near: pd.DataFrame) -> list[tuple[str, str]]:
    place = found.location
    features = [(text.PLACE, place.name), (text.KIND, place.kind)]
    capacity = capacity_rows(found.capacity, desk.room.settings.capacity)
    features += [
        (f"{row['rule']} ({row['formula']})", number(row["people"]))
        for row in capacity.to_dict("records")
    ]
    for row in days_rows(found.used).to_dict("records"):
        left = text.NO_LIMIT if pd.isna(row["left"]) else number(row["left"])
        counted = {"granted": number(row["granted"]), "asked": number(row["asked"]), "left": left}
        features.append(
            (
                f"{row['kind']} {row['risk']} {found.year}",
                ", ".join(f"{text.COLUMNS[name]}: {value}" for name, value in counted.items()),
            )
        )
    for ring in found.rings:
        what = f"{text.RING_COLUMNS['residents']} {ring.distance_m:.0f} m"
        features.append((what, number(ring.residents)))
    for row in near.to_dict("records"):
        metres = "" if pd.isna(row["distance_m"]) else f"{number(row['distance_m'])} m"
        told = (row["name"], metres, row["zone"])
        features.append((row["what"], " · ".join(part for part in told if part)))
    return features


#: Key of the widget, which is the name in the link.
PLACE: Final = "plaats"
#: metres around a place that its map opens with.
_AROUND_M: Final = 750.0


def show_places(desk: EventDesk) -> None:
    """Show the part."""
    items = desk.room.locations.items
    names = place_names(desk.room)
    chosen_column, year_column = st.columns([3, 1])
    with chosen_column:
        chosen = choose_one(
            text.PLACE,
            ("", *names),
            key=PLACE,
            name=lambda name: names[name] if name else text.ALL_PLACES,
        )
    with year_column:
        year = choose_year(desk)
    place = next((item for item in items if item.id == chosen), None)
    if place is None:
        _show_all(desk, year)
    else:
        _show_map(desk, place)
        show_profile(desk, place, year)


def _show_map(desk: EventDesk, place: Location | None) -> None:
    """Draw all places; around the chosen one the distances that its residents are counted in."""
    overlay, around = None, None
    if place is not None:
        rings = [(SPOT_M, "✕", place.name)]
        rings += [(metres, f"{metres:.0f} m", f"{metres:.0f} m") for metres in RINGS_M]
        overlay = circles(text.PLACE, place.x_rd, place.y_rd, rings)
        around = (place.x_rd, place.y_rd, _AROUND_M)
    spec = places_spec(desk.workspace, desk.room, overlay)
    st.caption(text.PICK_A_PLACE)
    picked = choose_on_map(desk.room.locations, PLACE)
    draw_map(desk, spec, text.PLACES_MAP, key="locaties_kaart", around=around, picked=picked)


def _show_all(desk: EventDesk, year: int) -> None:
    rows = place_rows(desk, year)
    kinds = tuple(sorted({kind for kind in rows["kind"] if kind}))
    with st.sidebar:
        wanted = choose_some(text.KIND, kinds, key="soort_locatie", name=str)
        wijken = choose_some(
            text.WIJK, tuple(desk.workspace.geography.wijken.names), key="wijk_locatie", name=str
        )
    if wanted:
        rows = rows[rows["kind"].isin(wanted)]
    if wijken:
        rows = rows[rows["wijk"].isin(wijken)]
    _show_map(desk, None)
    st.markdown(f"#### {text.PLACES_TABLE.format(year=year)}")
    if not len(rows):
        st.info(text.NOTHING_FITS)
        return
    show_table(rows, text.PLACES_COLUMNS)
    offer_rows(
        desk, rows, text.PLACES_COLUMNS, name=f"locaties_{year}",
        title=text.PLACES_TABLE.format(year=year), meaning=text.PLACES_ROWS,
        key="locaties_bestand",
    )  # fmt: skip


def place_rows(desk: EventDesk, year: int) -> pd.DataFrame:
    """Return a row per place: what it can hold, and what is left of its year."""
    room, geography = desk.room, desk.workspace.geography
    items = room.locations.items
    buurt = geography.index.locate(room.locations.x_rd, room.locations.y_rd)
    wijk = [geography.wijken.names[geography.buurten.parent[at]] if at >= 0 else "" for at in buurt]
    first, last = year_bounds(year)
    events = room.events
    held = events.counts & (events.place >= 0)
    held &= (events.first_day <= last) & (events.last_day >= first)
    board = year_board(events, room.risks, room.locations, year)
    left = {
        f"{name}_{risk.lower()}": _whole(board.left(room.locations, risk, sound=sound))
        for name, sound in (("left", False), ("sound_left", True))
        for risk in CLASSES
    }
    return pd.DataFrame(
        {
            "location": [item.name or item.id for item in items],
            "kind": [item.kind for item in items],
            "wijk": wijk,
            "usable_m2": pd.array(
                [None if item.usable_m2 is None else round(item.usable_m2) for item in items],
                dtype="Int64",
            ),
            "capacity": pd.array(
                [capacity_of(item, room.settings.capacity).people for item in items],
                dtype="Int64",
            ),
            "events": np.bincount(events.place[held], minlength=len(items))[: len(items)],
            **left,
        }
    )


def _whole(days: NDArray[np.float64]) -> object:
    """Return days that are left; missing where there is no limit."""
    return pd.array([int(left) if np.isfinite(left) else None for left in days], dtype="Int64")
