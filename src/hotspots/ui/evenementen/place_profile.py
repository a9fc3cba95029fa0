"""A location up close: what it holds, its year, who lives around it and what is near."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.kept import Kept
from hotspots.drawing.report.location_paper import location_bytes
from hotspots.events.profile import LocationProfile, profile_of
from hotspots.text import events_check as check_text
from hotspots.text import events_page as text
from hotspots.text import events_parts as parts
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number
from hotspots.ui.cached import key_of_all
from hotspots.ui.charts import show_chart, theme_of_page
from hotspots.ui.evenementen.changing import offer_icalendar
from hotspots.ui.evenementen.check_tables import capacity_rows, days_rows
from hotspots.ui.evenementen.event_rows import event_rows
from hotspots.ui.evenementen.rooms import today
from hotspots.ui.evenementen.showing import offer_rows
from hotspots.ui.evenementen.strip_chart import days_per_class, strip_chart
from hotspots.ui.folded import fold
from hotspots.ui.tables import show_small, show_table
from hotspots.ui.taking import offer_file

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.events.event_days import DaysCompared
    from hotspots.events.locations import Location
    from hotspots.events.room import EventRoom
    from hotspots.ui.evenementen.rooms import EventDesk

_profiles = Kept[LocationProfile](most=128)


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
        st.markdown(f"**{parts.CAPACITY}**")
        rows = capacity_rows(found.capacity, desk.room.settings.capacity)
        if len(rows):
            show_small(rows, text.COLUMNS, name=parts.CAPACITY)
        st.markdown(f"**{parts.RINGS}**")
        _show_rings(found)
    with right:
        st.markdown(f"**{parts.DAYS.format(year=year)}**")
        days = days_rows(found.used).drop(columns="year")
        show_small(days, text.COLUMNS, name=parts.DAYS.format(year=year))
    _show_strip(desk, found)
    _show_incidents(found)
    st.markdown(f"**{parts.NEAR}**")
    show_small(near, parts.NEAR_COLUMNS, name=parts.NEAR)


def _profile(desk: EventDesk, place: Location, year: int) -> LocationProfile:
    """Return the profile of this role: it also rests on the layers of incidents that it sees."""
    return _profiles.answer(
        (desk.key, key_of_all(desk.workspace), place.id, year),
        lambda: profile_of(desk.workspace, desk.room, place.id, year),
    )


def _show_kind(found: LocationProfile) -> None:
    place, capacity = found.location, found.capacity
    area = "" if place.usable_m2 is None else f"{number(place.usable_m2)} m²"
    told = (place.kind, parts.INDOOR[place.indoor], place.surface, area, place.neighbours)
    st.text(" · ".join(part for part in told if part))
    if capacity.people is None:
        st.markdown(text.CAPACITY_UNKNOWN)
    else:
        st.markdown(parts.fits(capacity.people, capacity.limited_by))
    if place.area_from_shape:
        st.caption(f"{area}. {check_text.WHOLE_SHAPE}")
    if place.note:
        st.caption(as_text(place.note))


def _show_rings(found: LocationProfile) -> None:
    if not found.residents_label:
        st.caption(parts.NO_RESIDENTS)
        return
    show_small(_ring_rows(found), parts.RING_COLUMNS, name=parts.RINGS)
    st.caption(
        parts.RESIDENTS_NOTE.format(label=as_text(found.residents_label), year=found.residents_year)
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
    st.markdown(f"**{parts.STRIP.format(year=found.year)}**")
    name = found.location.name or found.location.id
    told = parts.strip_told(name, found.year, days_per_class(found.strip))
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
        parts.STRIP_TABLE,
        partial(show_table, rows, parts.EVENTS_COLUMNS),
        key="locatie_evenementen",
    )


def _show_incidents(found: LocationProfile) -> None:
    st.markdown(f"**{parts.INCIDENTS}**")
    told = [_incident_told(one) for one in found.incidents]
    if not told:
        st.caption(parts.NO_INCIDENTS)
        return
    st.markdown("\n".join(f"- {as_text(line)}" for line in told))
    st.caption(parts.INCIDENTS_NOTE)


def _incident_told(one: DaysCompared) -> str:
    return parts.incidents(
        one.label, one.ratio, one.lower, one.upper, (one.on_days, one.other_days)
    )


def _pdf(room: EventRoom, found: LocationProfile, workspace: Workspace) -> bytes:
    """Return the page of A4, with the day of the click on it."""
    return location_bytes(workspace, room, found, made_on=today())


def _near_rows(found: LocationProfile) -> pd.DataFrame:
    rows = [
        {
            "what": near.label,
            "name": near.name if near.loaded else parts.NOT_LOADED,
            "distance_m": None if near.distance_m is None else round(near.distance_m),
            "zone": near.zone,
        }
        for near in (*found.near, *found.access)
    ]
    rows += [
        {
            "what": parts.FLOOD,
            "name": one.scenario,
            "distance_m": None,
            "zone": parts.depth(one.depth_m, wet=one.wet),
        }
        for one in found.flood
    ]
    if not found.flood:
        rows.append({"what": parts.FLOOD, "name": parts.NOT_LOADED, "distance_m": None, "zone": ""})
    return pd.DataFrame(rows).astype({"distance_m": "Int64"})


def _offer(desk: EventDesk, found: LocationProfile, near: pd.DataFrame) -> None:
    """Offer the profile on one page and as a table, and its events for an agenda."""
    workspace = desk.workspace
    taken = [one for one in found.incidents if workspace.may_export(workspace.layer(one.layer))]
    told = [_incident_told(one) for one in taken]
    rows = pd.DataFrame(_features(desk, found, near), columns=["feature", "value"])
    labels = {"feature": parts.FEATURE, "value": parts.VALUE}
    name = f"locatie_{found.location.id}_{found.year}"
    with st.container(horizontal=True):
        if workspace.may_export(desk.room.layer):
            made = partial(_pdf, desk.room, found)
            offer_file(parts.AS_PDF, made, name=name, ending=".pdf", key="locatie_pdf")
        offer_rows(
            desk, rows, labels, name=name, title=f"{parts.PROFILE}: {found.location.name}",
            meaning=parts.PROFILE_ROWS, key="locatie_bestand", told=told,
            also=tuple(one.layer for one in taken),
        )  # fmt: skip
        offer_icalendar(desk, np.array(found.events, dtype=np.int64), name=name, key="locatie_ics")


def _features(desk: EventDesk, found: LocationProfile, near: pd.DataFrame) -> list[tuple[str, str]]:
    place = found.location
    features = [(parts.PLACE, place.name), (parts.KIND, place.kind)]
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
        what = f"{parts.RING_COLUMNS['residents']} {ring.distance_m:.0f} m"
        features.append((what, number(ring.residents)))
    for row in near.to_dict("records"):
        metres = "" if pd.isna(row["distance_m"]) else f"{number(row['distance_m'])} m"
        told = (row["name"], metres, row["zone"])
        features.append((row["what"], " · ".join(part for part in told if part)))
    return features
