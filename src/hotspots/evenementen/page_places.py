"""The part `Locaties`: all places in a table and on a map, and one of them up close."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.cache import Cache, key_of_all
from hotspots.dutch import as_text, number
from hotspots.evenementen import page_words as text
from hotspots.evenementen import profile_words
from hotspots.evenementen.charts import strip_chart
from hotspots.evenementen.days import year_bounds
from hotspots.evenementen.maps import look_at, places_spec, surroundings
from hotspots.evenementen.page_blocks import (
    choose_on_map,
    choose_year,
    draw_map,
    offer_icalendar,
    offer_rows,
)
from hotspots.evenementen.page_sites import offer_new_site
from hotspots.evenementen.paper import location_bytes
from hotspots.evenementen.profile import RINGS_M, LocationProfile, incidents_to_take, profile_of
from hotspots.evenementen.tables import (
    capacity_rows,
    days_in_words,
    days_rows,
    event_rows,
    near_rows,
    place_rows,
    ring_rows,
    without_limit,
)
from hotspots.exports.sheet import today
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.controls import choose_one, choose_some
from hotspots.pages.download import offer_file
from hotspots.pages.panel import panel
from hotspots.pages.tables import fold, show_small, show_table, shown

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.locations import Location
    from hotspots.evenementen.page_view import EventView


_profiles = Cache[LocationProfile]()


def show_profile(view: EventView, place: Location, year: int) -> None:
    """Show a location, from what most visitors come for to what few ask."""
    profile = _profile(view, place, year)
    st.markdown(f"#### {as_text(profile.name)}")
    _show_kind(profile)
    near = near_rows(profile)
    # What most come for is one click away, and not below all that it holds.
    _offer(view, profile, near)
    left, right = st.columns(2, gap="large")
    with left:
        rows = capacity_rows(profile.capacity, view.calendar.settings.capacity)
        if len(rows):
            st.markdown(f"**{profile_words.PLACE_CAPACITY}**")
            show_small(rows, text.COLUMNS, name=profile_words.PLACE_CAPACITY)
        st.markdown(f"**{profile_words.RINGS}**")
        _show_rings(profile)
    with right:
        st.markdown(f"**{profile_words.PLACE_DAYS.format(year=year)}**")
        days = days_in_words(days_rows(profile.used)).drop(columns="year")
        show_small(days, text.COLUMNS, name=profile_words.PLACE_DAYS.format(year=year))
    _show_strip(view, profile)
    _show_incidents(profile)
    st.markdown(f"**{profile_words.NEAR}**")
    show_small(near, profile_words.NEAR_COLUMNS, name=profile_words.NEAR)


def _profile(view: EventView, place: Location, year: int) -> LocationProfile:
    """Return the profile of this role: it also rests on the layers of incidents that it sees."""
    return _profiles.answer(
        (view.key, key_of_all(view.workspace), place.id, year),
        lambda: profile_of(view.workspace, view.calendar, place.id, year),
    )


def _show_kind(profile: LocationProfile) -> None:
    place = profile.location
    st.text(" · ".join(profile_words.characteristics(place)))
    st.markdown(profile_words.capacity_line(profile.capacity))
    for note in (profile_words.whole_shape(place), place.note):
        if note:
            st.caption(as_text(note))


def _show_rings(profile: LocationProfile) -> None:
    rows = ring_rows(profile)
    if not len(rows):
        st.caption(profile_words.NO_RESIDENTS)
        return
    show_small(rows, profile_words.RING_COLUMNS, name=profile_words.RINGS)
    label = as_text(profile.residents_label)
    st.caption(profile_words.residents_note(label, profile.residents_year))


def _show_strip(view: EventView, profile: LocationProfile) -> None:
    st.markdown(f"**{profile_words.STRIP.format(year=profile.year)}**")
    sentence = profile_words.strip(profile)
    st.markdown(as_text(sentence))
    if not profile.events:
        return
    theme = theme_of_page()
    show_chart(
        ("event strip", view.key, profile.location.id, profile.year, theme),
        lambda: strip_chart(profile.strip, profile.year, sentence, theme),
    )
    rows = event_rows(view.calendar, np.array(profile.events)).drop(columns="location")
    fold(
        profile_words.STRIP_TABLE,
        partial(show_table, rows, text.EVENTS_COLUMNS),
        key="locatie_evenementen",
    )


def _show_incidents(profile: LocationProfile) -> None:
    st.markdown(f"**{profile_words.INCIDENTS}**")
    sentences = [profile_words.incidents(one) for one in profile.incidents]
    if not sentences:
        st.caption(profile_words.NO_INCIDENTS)
        return
    st.markdown("\n".join(f"- {as_text(line)}" for line in sentences))
    st.caption(profile_words.INCIDENTS_NOTE)


def _pdf(calendar: EventCalendar, profile: LocationProfile, workspace: Workspace) -> bytes:
    """Return the page of A4, with the day of the click on it."""
    return location_bytes(workspace, calendar, profile, made_on=today())


def _offer(view: EventView, profile: LocationProfile, near: pd.DataFrame) -> None:
    """Offer the profile on one page and as a table, and its events for an agenda."""
    workspace = view.workspace
    incidents = incidents_to_take(workspace, profile)
    rows = pd.DataFrame(_features(view, profile, near), columns=["feature", "value"])
    labels = {"feature": profile_words.FEATURE, "value": profile_words.VALUE}
    name = f"locatie_{profile.location.id}_{profile.year}"
    with st.container(horizontal=True):
        if workspace.may_export(view.calendar.layer):
            made = partial(_pdf, view.calendar, profile)
            offer_file(profile_words.AS_PDF, made, name=name, ending=".pdf", key="locatie_pdf")
        offer_rows(
            view,
            rows,
            labels,
            name=name,
            title=f"{profile_words.PROFILE}: {profile.location.name}",
            meaning=profile_words.PROFILE_ROWS,
            key="locatie_bestand",
            sentences=[profile_words.incidents(one) for one in incidents],
            also=tuple(one.layer for one in incidents),
        )
        offer_icalendar(
            view, np.array(profile.events, dtype=np.int64), name=name, key="locatie_ics"
        )


def _features(
    view: EventView, profile: LocationProfile, near: pd.DataFrame
) -> list[tuple[str, str]]:
    place = profile.location
    features = [(text.PLACE, place.name), (text.KIND, place.kind)]
    capacity = capacity_rows(profile.capacity, view.calendar.settings.capacity)
    features += [
        (f"{row['rule']} ({row['formula']})", number(row["people"]))
        for row in capacity.to_dict("records")
    ]
    for row in days_in_words(days_rows(profile.used)).to_dict("records"):
        counted = {name: shown(row[name]) for name in ("granted", "asked", "left")}
        features.append(
            (
                f"{row['kind']} {row['risk']} {profile.year}",
                ", ".join(f"{text.COLUMNS[name]}: {value}" for name, value in counted.items()),
            )
        )
    for ring in profile.rings:
        what = f"{profile_words.RING_COLUMNS['residents']} {ring.distance_m:.0f} m"
        features.append((what, number(ring.residents)))
    for row in near.to_dict("records"):
        metres = "" if pd.isna(row["distance_m"]) else f"{number(row['distance_m'])} m"
        parts = (row["name"], metres, row["zone"])
        features.append((row["what"], " · ".join(part for part in parts if part)))
    return features


#: Key of the widget, which is the name in the link.
PLACE: Final = "plaats"
#: metres around a place that its map opens with.
_AROUND_M: Final = 750.0


def show_places(view: EventView) -> None:
    """Show the part."""
    items = view.calendar.locations.items
    names = view.calendar.locations.names
    chosen_column, year_column = st.columns([3, 1])
    with chosen_column:
        chosen = choose_one(
            text.PLACE,
            ("", *names),
            key=PLACE,
            name=lambda name: names[name] if name else text.ALL_PLACES,
        )
    with year_column:
        year = choose_year(view)
    place = next((item for item in items if item.id == chosen), None)
    if place is None:
        _show_all(view, year)
    else:
        _show_map(view, place)
        show_profile(view, place, year)


def _show_map(view: EventView, place: Location | None) -> None:
    """Draw all places; around the chosen one the distances that its residents are counted in."""
    overlay, around = None, None
    if place is not None:
        overlay = surroundings(place, RINGS_M)
        around = look_at(place.shape, _AROUND_M)
    spec = places_spec(view.workspace, view.calendar, overlay)
    st.caption(text.PICK_A_PLACE)
    picked = choose_on_map(view.calendar.locations, PLACE)
    draw_map(view, spec, text.PLACES_MAP, key="locaties_kaart", around=around, picked=picked)


def _show_all(view: EventView, year: int) -> None:
    rows = place_rows(view.calendar, view.workspace.geography, year)
    kinds = tuple(sorted({kind for kind in rows["kind"] if kind}))
    with panel():
        wanted = choose_some(text.KIND, kinds, key="soort_locatie", name=str)
        wijken = choose_some(
            text.WIJK, tuple(view.workspace.geography.wijken.names), key="wijk_locatie", name=str
        )
    if wanted:
        rows = rows[rows["kind"].isin(wanted)]
    if wijken:
        rows = rows[rows["wijk"].isin(wijken)]
    _show_map(view, None)
    offer_new_site(view)
    st.markdown(f"#### {profile_words.PLACES_TABLE.format(year=year)}")
    unknown = view.calendar.not_known(*year_bounds(year))
    if unknown:
        st.caption(as_text(unknown))
    if not len(rows):
        st.info(text.NOTHING_FITS)
        return
    show_table(rows, profile_words.PLACES_COLUMNS)
    no_limit = () if unknown or not without_limit(rows) else (profile_words.NO_LIMIT_NOTE,)
    for note in no_limit:
        st.caption(note)
    offer_rows(
        view, rows, profile_words.PLACES_COLUMNS, name=f"locaties_{year}",
        title=profile_words.PLACES_TABLE.format(year=year), meaning=profile_words.PLACES_ROWS,
        key="locaties_bestand", sentences=(unknown,) if unknown else no_limit,
    )  # fmt: skip
