"""The charts of the page: the days of a location, the weeks of a year, its burden, its board."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd

from hotspots.access.calendar import date_of
from hotspots.dutch import NUMBER_IN_VEGA, SHORT_MONTHS, day, number, period
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen import pressure_words, profile_words
from hotspots.evenementen.days import year_bounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.periods import Burden, WeeklyPressure


#: Light to heavy, per theme of the page; and what a day without events and its letter look like.
CLASS_FILLS: Final = {
    "light": {"": "#eceff2", "A": "#b9dcc0", "B": "#5aa774", "C": "#0b4f2c"},
    "dark": {"": "#262c33", "A": "#2f5f45", "B": "#63b387", "C": "#c9f2d8"},
}

CLASS_INKS: Final = {
    "light": {"A": "#10301d", "B": "#08150d", "C": "#ffffff"},
    "dark": {"A": "#ffffff", "B": "#06120b", "C": "#06120b"},
}

_HEIGHT_PX: Final = 270


def strip_chart(
    strip: tuple[str, ...], year: int, sentence: str, theme: str
) -> alt.LayerChart | alt.FacetChart:
    """Return the squares.

    Parameters
    ----------
    strip
        The heaviest class of each day from 1 January on.
    sentence
        The same in words.
    """
    base = alt.Chart(_days(strip, year, theme), height=_HEIGHT_PX, description=sentence).encode(
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
            alt.Tooltip("when:N", title=pressure_words.STEPS["day"]),
            alt.Tooltip("risk:N", title=profile_words.STRIP_LEGEND),
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
            "fill": [CLASS_FILLS[theme][risk] for risk in strip],
            "ink": [CLASS_INKS[theme].get(risk, "transparent") for risk in strip],
        }
    )


#: The curve and the line of an even spread, per theme.
_LINES: Final = {"light": ("#1d7145", "#6b7480"), "dark": ("#8fd6ae", "#aab2bb")}

_CURVE_PX: Final = 280


def lorenz_chart(burden: Burden, sentence: str, theme: str) -> alt.LayerChart | alt.FacetChart:
    """Return the curve, and the line it would be if all buurten had as much."""
    line, even = _LINES[theme]
    shown = pd.DataFrame({"buurten": burden.people, "days": burden.days})
    straight = pd.DataFrame({"buurten": [0.0, 1.0], "days": [0.0, 1.0]})
    percent = alt.Axis(format="%", tickCount=5)
    base = alt.Chart(
        shown,
        height=_CURVE_PX,
        description=pressure_words.LORENZ_ALTERNATIVE.format(sentence=sentence),
    )
    curve = base.mark_line(color=line, strokeWidth=2.5).encode(
        x=alt.X("buurten:Q", title=pressure_words.LORENZ_X, axis=percent),
        y=alt.Y("days:Q", title=pressure_words.LORENZ, axis=percent),
    )
    diagonal = (
        alt.Chart(straight)
        .mark_line(color=even, strokeDash=[4, 4], aria=False)
        .encode(x="buurten:Q", y="days:Q")
    )
    return alt.layer(curve, diagonal)


_RAMPS: Final = {
    "light": ("#f1f4f1", "#b9dcc0", "#5aa774", "#1d7145", "#083a20"),
    "dark": ("#22282d", "#2f5f45", "#4d9a70", "#8fd6ae", "#dcfbe8"),
}
_ROW_PX: Final = 19
_AROUND_PX: Final = 96


def heat_chart(weekly: WeeklyPressure, sentence: str, theme: str) -> alt.Chart:
    """Return a square per name and week, darker (in the dark: lighter) for more."""
    squares = alt.Chart(
        _squares(weekly),
        height=_ROW_PX * len(weekly.names) + _AROUND_PX,
        description=sentence,
    ).mark_rect()
    chart: alt.Chart = squares.encode(
        x=alt.X(
            "week:O",
            title=None,
            axis=_month_axis(weekly.weeks),
            scale=alt.Scale(paddingInner=0.05),
        ),
        y=alt.Y(
            "name:N",
            title=None,
            sort=list(weekly.names),
            axis=alt.Axis(
                ticks=False, domain=False, labelLimit=150, labelOverlap=False, labelFlush=False
            ),
            scale=alt.Scale(paddingInner=0.08),
        ),
        color=alt.Color(
            "pressure:Q",
            title=pressure_words.HEAT_TITLE,
            scale=alt.Scale(type="sqrt", range=list(_RAMPS[theme])),
            legend=alt.Legend(
                orient="top",
                labelExpr=NUMBER_IN_VEGA,
                tickCount=4,
                gradientThickness=10,
                titleLimit=320,
            ),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=pressure_words.PLACE_OR_WIJK),
            alt.Tooltip("when:N", title=pressure_words.STEPS["week"]),
            alt.Tooltip("told:N", title=pressure_words.HEAT_TITLE),
        ],
    )
    return chart


def _squares(weekly: WeeklyPressure) -> pd.DataFrame:
    when = [pressure_words.week_label(date_of(begin), date_of(end)) for begin, end in weekly.weeks]
    row, column = np.indices(weekly.mean.shape).reshape(2, -1)
    flat = weekly.mean.ravel()
    return pd.DataFrame(
        {
            "name": np.array(weekly.names, dtype=object)[row],
            "week": column,
            "pressure": np.nan_to_num(flat).round(1),
            "when": np.array(when, dtype=object)[column],
            "told": [number(float(value)) for value in flat],
        }
    )


def _month_axis(weeks: Sequence[tuple[int, int]]) -> alt.Axis:
    """Return an axis that names each month once, at its first week."""
    months = [SHORT_MONTHS[date_of(begin).month - 1] for begin, _ in weeks]
    starts = [at for at, month in enumerate(months) if at == 0 or months[at - 1] != month]
    label = " : ".join(f"datum.value == {at} ? '{months[at]}'" for at in starts) + " : ''"
    return alt.Axis(
        labelAngle=0, values=starts, labelExpr=label, ticks=False, domain=False, labelOverlap=True
    )


#: Name of what is clicked, in the chart and in the session.
CLICKED: Final = "gekozen"

#: The edge of what is in conflict, and of what is not.
_EDGES: Final = {"light": ("#b3261e", "#5d6b62"), "dark": ("#ff8a80", "#7e8c83")}

#: Weight of the conflicts of an event from which its edge is wider, and how wide in pixels.
_WIDTHS: Final = ((0, 0.6), (1, 1.6), (40, 2.4), (100, 3.2))

#: More than these cannot be told apart, and a browser draws them slowly.
_MOST_PLACES: Final = 60

_MOST_EVENTS: Final = 1500

_LINE_PX: Final = 21

_AROUND_BOARD_PX: Final = 60

#: Width of a bar from which its edge is drawn whole, and from which a letter fits on it.
_ROOMY_PX: Final = 12

_LETTER_PX: Final = 7

#: What is shown of a bar that a pointer is on, in this order.
_TIPS: Final = {
    "event": text.EVENT,
    "location": text.PLACE,
    "when": plan_text.WHEN,
    "risk": text.CLASS,
    "status": text.STATUS,
    "visitors": text.VISITORS,
    "conflicts": plan_text.CONFLICTS_OF,
}

#: Part of what is shown that a bar takes at least: a day of a year would be too thin to hit.
_LEAST: Final = 0.022


@dataclass(frozen=True, slots=True)
class Shown:
    """Which days are on the board, as days since 1 January 1970, both included."""

    first: int
    last: int


def shown_days(year: int, months: Sequence[int]) -> Shown:
    """Return the whole year, or from the first to the last month that was chosen.

    Examples
    --------
    >>> february = shown_days(2016, [2])
    >>> february.last - february.first + 1
    29
    """
    first, last = year_bounds(year)
    if not months:
        return Shown(first, last)
    month = np.datetime64(str(year), "M")
    begin = (month + (min(months) - 1)).astype("M8[D]").astype(np.int64)
    end = (month + max(months)).astype("M8[D]").astype(np.int64) - 1
    return Shown(int(begin), int(end))


def lanes_of(begin: Sequence[int], stop: Sequence[int]) -> list[int]:
    """Return a lane per event, in their order by begin, so that none lies on another.

    Examples
    --------
    >>> lanes_of([0, 5, 10], [8, 9, 12])
    [0, 1, 0]
    """
    free: list[int] = []
    lanes = []
    for start, end in zip(begin, stop, strict=True):
        lane = next((at for at, until in enumerate(free) if until <= start), len(free))
        if lane == len(free):
            free.append(end)
        else:
            free[lane] = end
        lanes.append(lane)
    return lanes


def per_location(calendar: EventCalendar, rows: NDArray[np.int64]) -> dict[str, list[int]]:
    """Return the rows of each location by its name, the fullest first, as many as can be drawn.

    That is where there is something to plan.
    """
    rows_of = defaultdict(list)
    for row, name in zip(rows.tolist(), calendar.places_of(rows), strict=True):
        rows_of[name or text.UNKNOWN].append(row)
    drawn: dict[str, list[int]] = {}
    left = _MOST_EVENTS
    for name in sorted(rows_of, key=lambda name: (-len(rows_of[name]), name)):
        if len(drawn) == _MOST_PLACES or len(rows_of[name]) > left:
            break
        drawn[name] = rows_of[name]
        left -= len(rows_of[name])
    return drawn


def board_chart(
    calendar: EventCalendar,
    drawn: Mapping[str, list[int]],
    conflicts: Sequence[Conflict],
    shown: Shown,
    *,
    sentence: str,
    theme: str,
) -> alt.LayerChart | alt.FacetChart:
    """Return the board; a click on a bar means that event.

    Parameters
    ----------
    drawn
        Of each location the rows of its events, by begin; see `per_location`.
    sentence
        The board in a sentence.
    """
    bars, names = _bars(calendar, drawn, conflicts, shown, theme)
    days = shown.last - shown.first + 1
    # Pixels of a bar: on a phone a year is so narrow that edges and letters would hide it.
    pixels = f"((datum.stop - datum.begin) * width / {days})"
    base = _lines(bars, names, sentence).transform_calculate(
        edge_px=f"datum.width * min(1, {pixels} / {_ROOMY_PX})",
        letter=f"{pixels} < {_LETTER_PX} ? '' : datum.risk",
    )
    span = alt.Scale(domain=[0, days], nice=False, clamp=True)
    boxes = base.mark_bar(cornerRadius=2, cursor="pointer").encode(
        x=alt.X("begin:Q", title=None, scale=span, axis=_day_axis(shown)),
        x2="stop:Q",
        description="said:N",
        color=alt.Color("fill:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        strokeWidth=alt.StrokeWidth("edge_px:Q", scale=None),
    )
    letters = base.mark_text(fontSize=10, fontWeight="bold", aria=False, cursor="pointer").encode(
        x=alt.X("middle:Q", scale=span), text="letter:N", color=alt.Color("ink:N", scale=None)
    )
    clicked = alt.selection_point(name=CLICKED, fields=["id"], on="click", empty=False)
    return alt.layer(boxes, letters).add_params(clicked)


def _lines(bars: pd.DataFrame, names: Sequence[str], sentence: str) -> alt.Chart:
    """Return a chart with a line per name, on which bars and letters come."""
    lines = list(range(len(names)))
    chart: alt.Chart = alt.Chart(
        bars, height=_LINE_PX * len(names) + _AROUND_BOARD_PX, description=sentence
    ).encode(
        y=alt.Y(
            "row:O",
            title=None,
            sort=lines,
            scale=alt.Scale(domain=lines, paddingInner=0.12),
            axis=_place_axis(names),
        ),
        tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in _TIPS.items()],
    )
    return chart


def _bars(
    calendar: EventCalendar,
    drawn: Mapping[str, list[int]],
    conflicts: Sequence[Conflict],
    shown: Shown,
    theme: str,
) -> tuple[pd.DataFrame, list[str]]:
    """Return a row per event, and the name in front of each line of the board, "" for none."""
    events = calendar.events
    of_event: dict[str, list[Conflict]] = defaultdict(list)
    for conflict in conflicts:
        for event in conflict.events:
            of_event[event].append(conflict)
    least = max(1, round(_LEAST * (shown.last - shown.first + 1)))
    bars: list[dict[str, object]] = []
    lines: list[str] = []
    for name, here in drawn.items():
        begin = [int(events.first_day[row]) - shown.first for row in here]
        stop = [
            max(int(events.last_day[row]) - shown.first + 1, start + least)
            for row, start in zip(here, begin, strict=True)
        ]
        lanes = lanes_of(begin, stop)
        for row, start, end, lane in zip(here, begin, stop, lanes, strict=True):
            bar = _bar(calendar, row, of_event[events.ids[row]], theme)
            bar |= {"row": len(lines) + lane, "begin": start, "stop": end, "location": name}
            in_sight = min(end, shown.last - shown.first + 1)
            bars.append(bar | {"middle": (max(start, 0) + in_sight) / 2})
        lines += [name] + [""] * max(lanes)
    return pd.DataFrame(bars), lines


def _bar(
    calendar: EventCalendar,
    row: int,
    conflicts: Sequence[Conflict],
    theme: str,
) -> dict[str, object]:
    events, event = calendar.events, calendar.events.ids[row]
    weight, risk = sum(one.weight for one in conflicts), calendar.risks[row]
    kinds = list(dict.fromkeys(plan_text.CONFLICT_KINDS[one.kind] for one in conflicts))
    first, last = date_of(int(events.first_day[row])), date_of(int(events.last_day[row]))
    visitors = float(events.visitors[row])
    in_conflict, without = _EDGES[theme]
    title = events.name(row)
    when = day(first) if first == last else period(first, last)
    sentence = plan_text.conflicts_of(kinds, weight)
    return {
        "id": event,
        "event": title,
        "when": when,
        "risk": risk,
        "status": text.STATUSES.get(events.statuses[row], events.statuses[row]),
        "visitors": number(visitors) if np.isfinite(visitors) else text.UNKNOWN,
        "conflicts": sentence,
        "said": f"{title}, {when}, {text.CLASS} {risk}, {plan_text.CONFLICTS_OF}: {sentence}",
        "fill": CLASS_FILLS[theme][risk],
        "ink": CLASS_INKS[theme][risk],
        "edge": in_conflict if weight else without,
        "width": next(wide for least, wide in reversed(_WIDTHS) if weight >= least),
    }


def _place_axis(names: Sequence[str]) -> alt.Axis:
    """Return an axis that names each location once, at its first line."""
    at = [line for line, name in enumerate(names) if name]
    # A list in JSON is one in an expression of Vega too, whatever stands in a name.
    named = f"{json.dumps(list(names))}[datum.value]"
    return alt.Axis(
        values=at, labelExpr=named, labelLimit=125, ticks=False, domain=False, labelOverlap=False,
        labelFlush=False, grid=True,
    )  # fmt: skip


def _day_axis(shown: Shown) -> alt.Axis:
    """Return an axis with the months; of one month with its days."""
    dates = [date_of(at) for at in range(shown.first, shown.last + 1)]
    months = {at: SHORT_MONTHS[moment.month - 1] for at, moment in enumerate(dates)
              if moment.day == 1}  # fmt: skip
    marks = months if len(months) > 1 else {at: str(at + 1) for at in range(len(dates))}
    label = " : ".join(f"datum.value == {at} ? '{name}'" for at, name in marks.items())
    return alt.Axis(
        orient="top", values=list(marks), labelExpr=f"{label} : ''", labelAlign="left",
        labelAngle=0, tickSize=0, domain=False, grid=True, labelFlush=False,
    )  # fmt: skip
