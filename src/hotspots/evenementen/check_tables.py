"""What an answer rests on: capacity, days, points, pressure, other places and dates, as tables."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots import dutch as numbers
from hotspots.dutch import as_text, number, plural
from hotspots.evenementen import page_words as text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.maps import SPOT_M, breaks_of, buurt_spec, circles
from hotspots.evenementen.showing import date_of, draw_map, place_names
from hotspots.pages.tables import fold, show_small, show_table

if TYPE_CHECKING:
    from hotspots.evenementen.alternatives import Alternative
    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.check import Check
    from hotspots.evenementen.days import DaysUsed
    from hotspots.evenementen.locations import Capacity
    from hotspots.evenementen.scoring import Points
    from hotspots.evenementen.settings import CapacitySettings
    from hotspots.evenementen.showing import EventDesk
    from hotspots.maps.spec import MapSpec

#: metres around the location that the map opens with.
_AROUND_M: Final = 1400.0
_MOST_ROWS: Final = 400


def show_capacity(found: Check, room: EventRoom) -> None:
    """Show how many people fit, each with its sum."""
    st.markdown(f"#### {text.CAPACITY}")
    capacity = found.facts.plan.capacity
    show_capacity_rows(capacity, room.settings.capacity)


def show_capacity_rows(capacity: Capacity, settings: CapacitySettings) -> None:
    """Show a capacity as a table, and what it is counted with."""
    rows = capacity_rows(capacity, settings)
    if not len(rows):
        st.caption(text.CAPACITY_UNKNOWN)
        return
    show_small(rows, text.COLUMNS, name=text.CAPACITY)
    if capacity.people is not None:
        people = number(capacity.people)
        st.caption(text.COUNTS_WITH.format(people=people, why=text.WHY[capacity.limited_by]))


def capacity_rows(capacity: Capacity, settings: CapacitySettings) -> pd.DataFrame:
    """Return how many people fit by each density and by the exits."""
    rows = [
        {
            "rule": text.BY_DENSITY.format(density=number(density, 1).removesuffix(",0")),
            "people": people,
            "formula": check_text.by_area(capacity.usable_m2 or 0.0, density),
        }
        for density, people in capacity.by_area
    ]
    if capacity.by_exits is not None:
        made = check_text.by_exits(
            capacity.exits_m or 0.0, settings.exit_flow, settings.exit_minutes
        )
        rows.append({"rule": text.BY_EXITS, "people": capacity.by_exits, "formula": made})
    return pd.DataFrame(rows)


def show_days(found: Check) -> None:
    """Show what is used and left of the days of the place."""
    st.markdown(f"#### {text.DAYS}")
    rows = pd.concat([days_rows(used) for used in found.facts.days], ignore_index=True)
    if len(found.facts.days) == 1:
        rows = rows.drop(columns="year")
    show_small(rows, text.COLUMNS, name=text.DAYS)


def days_rows(used: DaysUsed) -> pd.DataFrame:
    """Return the days of a year per class; without a limit nothing is left or too many."""
    return pd.DataFrame(
        [
            {
                "kind": text.DAY_KINDS[kind],
                "year": str(used.year),
                "risk": of_class.risk,
                "left": of_class.left,
                "allowed": of_class.allowed,
                "granted": of_class.granted,
                "asked": of_class.asked,
            }
            for kind, classes in (("events", used.events), ("sound", used.sound))
            for of_class in classes
        ]
    ).astype({"allowed": "Int64", "left": "Int64"})


def show_points(found: Check, room: EventRoom) -> None:
    """Show the class with the points that made it."""
    st.markdown(f"#### {text.POINTS}")
    measures = {question.id: question.measures for question in room.settings.scoring.questions}
    rows = pd.DataFrame(
        [
            {
                "question": part.label,
                "answer": answer_told(part, measures.get(part.question, "")),
                "points": part.points,
                "most": part.most,
            }
            for part in found.facts.plan.classified.made_of
        ]
    )
    show_small(rows, text.COLUMNS, name=text.POINTS)
    classified = found.facts.plan.classified
    points = plural(classified.points, *text.POINT_NOUNS)
    table = as_text(room.settings.scoring.label)
    st.caption(text.CLASSIFIED.format(table=table, points=points, risk=classified.risk))


def answer_told(part: Points, measures: str) -> str:
    """Return an answer in words."""
    if part.answer is None:
        return text.UNKNOWN
    if isinstance(part.answer, str):
        return part.answer
    if measures == "sound":
        return text.YES_NO[bool(part.answer)]
    decimals = 0 if float(part.answer).is_integer() or measures == "occupancy_pct" else 1
    if measures == "days":
        return plural(int(part.answer), *text.DAY_NOUNS)
    told = number(part.answer, decimals)
    return text.MEASURED.get(measures, "{value}").format(value=told)


def show_pressure_change(desk: EventDesk, room: EventRoom, found: Check) -> None:
    """Show what the request adds per buurt: in a sentence, on a map, in a table."""
    st.markdown(f"#### {text.PRESSURE}")
    if not found.pressure:
        st.info(text.NO_BUURTEN)
        return
    most = found.pressure[0]
    st.markdown(text.burdened(as_text(most.name), most.before, most.after, len(found.pressure)))
    plan = found.facts.plan
    mapped, listed = st.columns([5, 4], gap="medium")
    with mapped:
        spec = _added_spec(desk, room, found)
        around = (plan.location.x_rd, plan.location.y_rd, _AROUND_M)
        draw_map(desk, spec, text.MAP_OF_PRESSURE, key="toets_kaart", around=around, folded=True)
    with listed:
        rows = pd.DataFrame(
            [
                {
                    "buurt": entry.name,
                    "added": round(entry.after - entry.before),
                    "before": round(entry.before),
                    "after": round(entry.after),
                }
                for entry in found.pressure
            ]
        )
        show_table(rows, text.COLUMNS)


def _added_spec(desk: EventDesk, room: EventRoom, found: Check) -> MapSpec:
    plan = found.facts.plan
    at = {code: place for place, code in enumerate(room.buurt_codes)}
    # Nobody lives where the share of every place is unknown.
    values = np.where(np.isnan(room.buurt_share).all(axis=1), np.nan, 0.0)
    tips = [text.NOBODY if np.isnan(value) else text.NOT_REACHED for value in values]
    for entry in found.pressure:
        values[at[entry.code]] = entry.after - entry.before
        tips[at[entry.code]] = text.PRESSURE_TIP.format(
            before=number(entry.before), after=number(entry.after)
        )
    spec = buurt_spec(
        desk.workspace,
        room,
        values,
        breaks_of(values),
        title=text.PRESSURE_TITLE,
        subtitle=numbers.period(date_of(plan.first_day), date_of(plan.last_day)),
        notes=(text.PRESSURE_NOTE,),
        tips=tips,
        zero=text.NOT_REACHED,
    )
    return _marked(spec, plan.location.x_rd, plan.location.y_rd, plan.location.name)


def _marked(spec: MapSpec, x_rd: float, y_rd: float, name: str) -> MapSpec:
    return replace(spec, overlay=circles(text.LOCATION, x_rd, y_rd, [(SPOT_M, "✕", name)]))


def show_alternatives(found: Check) -> None:
    """Show where and when it would be lighter, with what that saves."""
    st.markdown(f"#### {text.LIGHTER_WHERE}")
    places, dates = st.columns(2, gap="large")
    for column, title, offers, none in (
        (places, text.PLACES, found.places, text.NO_PLACES_FOUND),
        (dates, text.DATES, found.dates, text.NO_DATES_FOUND),
    ):
        with column:
            st.markdown(f"**{title}**")
            if offers:
                show_small(_offers(offers), text.COLUMNS, name=title)
            else:
                st.caption(none)
    st.caption(text.ABOUT_SAVES)


def _offers(offers: tuple[Alternative, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "location": [offer.name for offer in offers],
            "start": pd.to_datetime([offer.start for offer in offers]),
            "saves": [round(100 * offer.saves) for offer in offers],
            "days_left": pd.array([offer.days_left for offer in offers], dtype="Int64"),
            "capacity": [offer.people for offer in offers],
        }
    )


def show_involved(found: Check, room: EventRoom) -> None:
    """Show the events that findings are about, folded."""
    events, names = room.events, place_names(room)
    topics: dict[str, list[str]] = {}
    for finding in found.findings:
        for event_id in finding.events:
            topics.setdefault(event_id, []).append(text.TOPICS.get(finding.id, finding.id))
    rows = [events.ids.index(event_id) for event_id in topics][:_MOST_ROWS]
    if not rows:
        return
    shown = pd.DataFrame(
        {
            "topic_of": [", ".join(dict.fromkeys(told)) for told in topics.values()][:_MOST_ROWS],
            "event": [events.titles[row] or events.ids[row] for row in rows],
            "location": [names.get(events.locations[row], events.locations[row]) for row in rows],
            "start": pd.to_datetime(events.begin[rows]),
            "end": pd.to_datetime(events.end[rows]),
            "risk": [room.risks[row] for row in rows],
            "visitors": pd.array(
                [None if np.isnan(count) else int(count) for count in events.visitors[rows]],
                dtype="Int64",
            ),
        }
    )
    label = f"{text.INVOLVED} ({number(len(rows))})"
    fold(label, partial(show_table, shown, text.COLUMNS), key="toets_evenementen")
