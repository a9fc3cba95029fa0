"""The rows of every table about events, for page, paper and files, and the sheet of a file."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots import dutch
from hotspots.access.calendar import date_of
from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.dutch import SHORT_MONTHS, number, plural
from hotspots.evenementen import finding_words, life_words, pressure_words, profile_words
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.days import year_board, year_bounds
from hotspots.evenementen.locations import capacity_of
from hotspots.exports import about
from hotspots.exports import words as export_words
from hotspots.exports.sheet import Column, Line, Permit, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.event_steps import EventStep
    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.alternatives import Alternative
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.check import Check
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.days import DaysUsed
    from hotspots.evenementen.locations import Capacity
    from hotspots.evenementen.periods import Burden, WeeklyPressure
    from hotspots.evenementen.pressure import BuurtPressure
    from hotspots.evenementen.profile import LocationProfile
    from hotspots.evenementen.routes import Closure
    from hotspots.evenementen.scoring import Classified, Points
    from hotspots.evenementen.settings import CapacitySettings, ScoringTable
    from hotspots.exports.sheet import Metadata, Value
    from hotspots.geography.areas import Geography


#: Titles in a cell of the table of conflicts; the file has all of them.
_MOST_TITLES: Final = 4


def event_rows(
    calendar: EventCalendar,
    rows: NDArray[np.int64],
    *,
    afterwards: bool = False,
    remarks: bool = False,
) -> pd.DataFrame:
    """Return a row per event.

    Parameters
    ----------
    afterwards
        With how many came, and that as a part of what was expected.
    remarks
        With what was written down; for those who keep the calendar.
    """
    events = calendar.events
    chosen = [int(row) for row in rows]
    shown = pd.DataFrame(
        {
            "start": pd.to_datetime(events.begin[rows]),
            "end": pd.to_datetime(events.end[rows]),
            "event": [events.name(row) for row in chosen],
            "location": calendar.places_of(chosen),
            "soort": [
                calendar.layer.soorten.get(events.soorten[row], events.soorten[row])
                for row in chosen
            ],
            "risk": [calendar.risks[row] for row in chosen],
            "status": [
                text.STATUSES.get(events.statuses[row], events.statuses[row]) for row in chosen
            ],
            "visitors": people(events.visitors[rows]),
        }
    )
    if not afterwards:
        return shown.assign(requested=pd.to_datetime(events.requested[rows]))
    with np.errstate(invalid="ignore", divide="ignore"):
        turnout = 100 * events.actual_visitors[rows] / events.visitors[rows]
    shown = shown.assign(actual=people(events.actual_visitors[rows]), turnout=people(turnout))
    if remarks:
        shown = shown.assign(findings=[events.findings[row] for row in chosen])
    # What this is about stands in sight, and not behind the edge of the table.
    first = ["start", "event", "location", "visitors", "actual", "turnout"]
    first += ["findings"] if remarks else []
    return shown[first + [name for name in shown if name not in first]]


def request_rows(
    calendar: EventCalendar, rows: NDArray[np.int64], *, decisions: bool
) -> pd.DataFrame:
    """Return a row per request, by begin.

    Parameters
    ----------
    decisions
        With the conditions and grounds; for those who keep the calendar.
    """
    events = calendar.events
    shown = event_rows(calendar, rows)
    shown = shown.assign(id=[events.ids[row] for row in rows.tolist()])
    columns = ["start", "event", "location", "status", "visitors", "requested", "risk", "id"]
    if decisions:
        shown = shown.assign(decision=[events.decisions[row] for row in rows.tolist()])
        columns.insert(4, "decision")
    return shown[columns]


def step_rows(steps: Sequence[EventStep]) -> pd.DataFrame:
    """Return a row per thing that was done to a request, in words."""
    return pd.DataFrame(
        [
            {
                "at": dutch.moment(step.at),
                "who": step.who,
                "role": step.role,
                "status": text.STATUSES[step.status].lower() if step.status else life_words.BACK,
                "version": step.version,
            }
            for step in steps
        ]
    )


def people(counts: NDArray[np.float64]) -> pd.Series:
    """Return counts as whole numbers; missing where they are not known."""
    return pd.Series(
        [round(float(count)) if np.isfinite(count) else None for count in counts], dtype="Int64"
    )


def conflict_rows(
    calendar: EventCalendar,
    conflicts: Sequence[Conflict],
    *,
    most: int = _MOST_TITLES,
    with_id: bool = False,
) -> pd.DataFrame:
    """Return conflicts in words, in their order.

    Parameters
    ----------
    most
        How many events are named; how many more there are is said.
    with_id
        Whether the id of each event stands behind its title: a command asks for it.
    """
    titled, names = calendar.events.names, calendar.locations.names
    rows = []
    for one in conflicts:
        titles = [
            f"{titled[event]} [{event}]" if with_id else titled[event] for event in one.events
        ]
        left = len(titles) - most
        rows.append(
            {
                "weight": one.weight,
                "kind": plan_text.CONFLICT_KINDS[one.kind],
                "told": plan_text.conflict(one),
                "location": names.get(one.place, one.place),
                "events": "; ".join(titles[:most]) + (f"; + {left}" if left > 0 else ""),
            }
        )
    return pd.DataFrame(rows)


def changed_rows(
    calendar: EventCalendar, changed: Sequence[tuple[Conflict, Conflict]]
) -> pd.DataFrame:
    """Return conflicts that weigh more or less in words, as they were and as they would be."""
    names = calendar.locations.names
    return pd.DataFrame(
        [
            {
                "kind": plan_text.CONFLICT_KINDS[before.kind],
                "location": names.get(before.place, before.place),
                "before": plan_text.conflict(before),
                "after": plan_text.conflict(after),
                "weight": after.weight - before.weight,
            }
            for before, after in changed
        ]
    )


def capacity_rows(capacity: Capacity, settings: CapacitySettings) -> pd.DataFrame:
    """Return how many people fit by each density and by the exits."""
    rows = [
        {
            "rule": profile_words.density(density),
            "people": people,
            "formula": finding_words.by_area(capacity.usable_m2 or 0.0, density),
        }
        for density, people in capacity.by_area
    ]
    if capacity.by_exits is not None:
        made = finding_words.by_exits(
            capacity.exits_m or 0.0, settings.exit_flow, settings.exit_minutes
        )
        rows.append({"rule": profile_words.BY_EXITS, "people": capacity.by_exits, "formula": made})
    return pd.DataFrame(rows)


#: What is counted of the days of a class.
DAY_COUNTS: Final = ("left", "allowed", "granted", "asked")


def days_rows(used: DaysUsed) -> pd.DataFrame:
    """Return the days of a year per class; without a limit nothing is left or too many.

    Of a year that the calendar says nothing of no day is counted: those are missing.
    """
    return pd.DataFrame(
        [
            {
                "kind": profile_words.DAY_KINDS[kind],
                "year": str(used.year),
                "risk": of_class.risk,
                "left": of_class.left if used.known else None,
                "allowed": of_class.allowed,
                "granted": of_class.granted if used.known else None,
                "asked": of_class.requested if used.known else None,
            }
            for kind, classes in (("events", used.events), ("sound", used.sound))
            for of_class in classes
        ]
    ).astype(dict.fromkeys(DAY_COUNTS, "Int64"))


def days_in_words(days: pd.DataFrame) -> pd.DataFrame:
    """Return `days_rows` with words for what is no number: that there is no limit, or not known.

    One word for one thing: of a class without a limit there is none to what is allowed, and none to
    what is left.
    """
    words = days.astype(dict.fromkeys(DAY_COUNTS, object))
    for name in DAY_COUNTS:
        words.loc[days[name].isna(), name] = profile_words.NOT_KNOWN
    words.loc[days["allowed"].isna(), ["left", "allowed"]] = profile_words.NO_LIMIT
    return words.infer_objects()


def finding_rows(check: Check) -> pd.DataFrame:
    """Return the findings of a check in words, in their order."""
    return pd.DataFrame(
        {
            "verdict": [text.GROUPS[finding.verdict] for finding in check.findings],
            "topic": [text.topic(check, finding) for finding in check.findings],
            "reason": [finding.reason for finding in check.findings],
            "source": [finding.source for finding in check.findings],
            "certainty": [text.CERTAINTY[finding.certainty] for finding in check.findings],
        }
    )


def point_rows(classified: Classified, scoring: ScoringTable) -> pd.DataFrame:
    """Return what each question of the scoring table gave."""
    measures = {question.id: question.measures for question in scoring.questions}
    return pd.DataFrame(
        [
            {
                "question": part.label,
                "answer": _answer(part, measures.get(part.question, "")),
                "points": part.points,
                "most": part.most,
            }
            for part in classified.made_of
        ]
    )


def pressure_rows(pressure: Sequence[BuurtPressure]) -> pd.DataFrame:
    """Return what an event adds to each buurt that it reaches."""
    return pd.DataFrame(
        [
            {
                "buurt": entry.name,
                "added": round(entry.added),
                "before": None if entry.before is None else round(entry.before),
                "after": None if entry.after is None else round(entry.after),
            }
            for entry in pressure
        ],
        columns=["buurt", "added", "before", "after"],
    ).astype({"before": "Int64", "after": "Int64"})


def alternative_rows(offers: Sequence[Alternative]) -> pd.DataFrame:
    """Return other places or dates with what they save."""
    return pd.DataFrame(
        {
            "location": [offer.name for offer in offers],
            "start": pd.to_datetime([offer.start for offer in offers]),
            "saves": [round(100 * offer.saves) for offer in offers],
            "days_left": [_days_left(offer) for offer in offers],
            "capacity": [offer.people for offer in offers],
            "moves": [text.moves(offer) for offer in offers],
            "solves": [text.topics(offer.solves) for offer in offers],
            "remains": [text.topics(offer.remains) for offer in offers],
        }
    )


def _days_left(offer: Alternative) -> int | str:
    if offer.days_left is not None:
        return offer.days_left
    return profile_words.NO_LIMIT if offer.days_known else profile_words.NOT_KNOWN


def closure_rows(closures: Sequence[Closure]) -> pd.DataFrame:
    """Return the streets that a route closes, in its order."""
    return pd.DataFrame(
        {
            "number": [one.number for one in closures],
            "street": [one.street or text.NO_STREET_NAME for one in closures],
            "metres": [round(one.from_m) for one in closures],
            "closed": [finding_words.clock(one.closed) for one in closures],
            "open": [finding_words.clock(one.open) for one in closures],
        }
    )


def involved_rows(check: Check, calendar: EventCalendar) -> pd.DataFrame:
    """Return the events that findings are about, each with the topics it plays a part in."""
    events = calendar.events
    topics: dict[int, dict[str, None]] = {}
    for finding in check.findings:
        for event_id in finding.events:
            named = topics.setdefault(events.row(event_id), {})
            named[text.TOPICS.get(finding.id, finding.id)] = None
    rows = list(topics)
    return pd.DataFrame(
        {
            "topic_of": [", ".join(named) for named in topics.values()],
            "event": [events.name(row) for row in rows],
            "location": calendar.places_of(rows),
            "start": pd.to_datetime(events.begin[rows]),
            "end": pd.to_datetime(events.end[rows]),
            "risk": [calendar.risks[row] for row in rows],
            "visitors": people(events.visitors[rows]),
        }
    )


def _answer(part: Points, measures: str) -> str:
    """Return what was answered or measured for a question of the scoring table."""
    if part.answer is None:
        return text.UNKNOWN
    if isinstance(part.answer, str):
        return part.answer
    if measures == "sound":
        return text.YES_NO[bool(part.answer)]
    decimals = 0 if float(part.answer).is_integer() or measures == "occupancy_pct" else 1
    if measures == "days":
        return plural(int(part.answer), *text.DAY_NOUNS)
    value = number(part.answer, decimals)
    return text.MEASURED.get(measures, "{value}").format(value=value)


def ring_rows(profile: LocationProfile) -> pd.DataFrame:
    """Return who lives within each distance; none where no figure of residents is loaded."""
    if not profile.residents_label:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            "distance": [round(ring.distance_m) for ring in profile.rings],
            "residents": [ring.residents for ring in profile.rings],
            "event_days": [round(ring.event_days, 1) for ring in profile.rings],
        }
    )


def near_rows(profile: LocationProfile) -> pd.DataFrame:
    """Return what lies near a location, and how deep each flood stands there."""
    rows = [
        {
            "what": near.label,
            "name": near.name if near.loaded else profile_words.NOT_LOADED,
            "distance_m": None if near.distance_m is None else round(near.distance_m),
            "zone": near.zone,
        }
        for near in (*profile.near, *profile.access)
    ]
    rows += [
        {
            "what": profile_words.FLOOD,
            "name": one.scenario,
            "distance_m": None,
            "zone": profile_words.depth(one.depth_m, wet=one.wet),
        }
        for one in profile.flood
    ]
    if not profile.flood:
        rows.append(
            {
                "what": profile_words.FLOOD,
                "name": profile_words.NOT_LOADED,
                "distance_m": None,
                "zone": "",
            }
        )
    return pd.DataFrame(rows).astype({"distance_m": "Int64"})


def place_rows(calendar: EventCalendar, geography: Geography, year: int) -> pd.DataFrame:
    """Return a row per place: what it can hold, and what is left of its year.

    Of a year of which no calendar was loaded nobody knows what is left, nor where nothing was: that
    is missing, and the events that were entered here are counted.
    """
    items = calendar.locations.items
    buurt = geography.index.locate(calendar.locations.x_rd, calendar.locations.y_rd)
    wijk = [geography.wijken.names[geography.buurten.parent[at]] if at >= 0 else "" for at in buurt]
    first, last = year_bounds(year)
    events = calendar.events
    in_year = events.during(first, last) & (events.place >= 0)
    board = year_board(events, calendar.risks, calendar.locations, year)
    known = year in calendar.covered.years
    count = np.bincount(events.place[in_year], minlength=len(items))[: len(items)]
    left = {
        f"{name}_{risk.lower()}": _whole(
            np.where(known, board.left(calendar.locations, risk, sound=sound), np.nan)
        )
        for name, sound in (("left", False), ("sound_left", True))
        for risk in EVENT_CLASSES
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
                [capacity_of(item, calendar.settings.capacity).people for item in items],
                dtype="Int64",
            ),
            "events": pd.array([n if n or known else None for n in count.tolist()], dtype="Int64"),
            **left,
        }
    )


def without_limit(rows: pd.DataFrame) -> bool:
    """Whether some class of some place of `place_rows` has no limit, in a year that is known."""
    named = [name for name in rows if str(name).startswith(("left_", "sound_left_"))]
    return bool(rows[named].isna().to_numpy().any())


def _whole(days: NDArray[np.float64]) -> object:
    """Return days that are left; missing where there is no limit, or where it is not known."""
    return pd.array([int(left) if np.isfinite(left) else None for left in days], dtype="Int64")


def burden_rows(burden: Burden, geography: Geography) -> pd.DataFrame:
    """Return a row per buurt, the most burdened first."""
    ordered = sorted(enumerate(burden.buurten), key=lambda entry: -entry[1].resident_event_days)
    return pd.DataFrame(
        [
            {
                "buurt": entry.name,
                "share": round(100 * entry.share, 1),
                "days_each": round(entry.days_each, 1),
                "residents": round(entry.residents),
                "resident_event_days": round(entry.resident_event_days),
                "pressure": round(entry.pressure, 1),
                "wijk": geography.wijken.names[geography.buurten.parent[at]],
            }
            for at, entry in ordered
        ]
    )


def week_rows(weekly: WeeklyPressure) -> pd.DataFrame:
    """Return the mean pressure per day with a column per week, a row per wijk or location."""
    columns: dict[str, object] = {"name": weekly.names}
    for at, (begin, _) in enumerate(weekly.weeks):
        week = f"{pressure_words.WEEK} {date_of(begin):%d-%m}"
        columns[week] = weekly.mean[:, at].round(1)
    return pd.DataFrame(columns)


_MONTHS: Final = 12


def board_rows(calendar: EventCalendar, rows: NDArray[np.int64]) -> pd.DataFrame:
    """Return how many events begin per location and month; a location without any is left out."""
    months = calendar.events.begin[rows].astype("M8[M]").astype(np.int64) % _MONTHS
    where = [name or text.UNKNOWN for name in calendar.places_of(rows)]
    counted: dict[str, list[int]] = {name: [0] * _MONTHS for name in sorted(set(where))}
    for name, month in zip(where, months.tolist(), strict=True):
        counted[name][month] += 1
    return pd.DataFrame(
        [
            {"location": name}
            # An empty square reads as nothing; a 0 in each would hide what there is.
            | {SHORT_MONTHS[at]: count or None for at, count in enumerate(counts)}
            | {"total": sum(counts)}
            for name, counts in counted.items()
        ]
    ).astype(dict.fromkeys(SHORT_MONTHS, "Int64"))


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
    described: dict[str, Value | None] = {"layer": layer.id, "synthetic": calendar.synthetic}
    if version is not None:
        described |= {"version": version.name, "source": version.attribution}
    return Sheet(
        name=layer.id,
        rows=plain,
        for_people=plain.assign(synthetic=dutch.YES),
        columns=tuple(columns),
        metadata=_metadata(workspace, calendar, (title, meaning), sentences),
        described=MappingProxyType(described),
        permits=tuple(Permit(name, {"table": title}) for name in (layer.id, *also)),
    )


def _metadata(
    workspace: Workspace,
    calendar: EventCalendar,
    what: tuple[str, str],
    sentences: Sequence[str],
) -> Metadata:
    layer, version = calendar.layer, calendar.version
    title, meaning = what
    return about.metadata_of(
        about.title_of(workspace, layer, title),
        meaning,
        () if version is None else about.about_layer(workspace, layer, version, None),
        about.about_where(workspace),
        about.sentences(sentences),
        (Line("advice", export_words.MIND, text.ADVICE_LABEL, check_text.ADVICE),),
        about.about_reading(made_up=calendar.synthetic),
    )


def _days(column: pd.Series) -> pd.Series:
    """Return moments as text: what has no time has no midnight."""
    if not pd.api.types.is_datetime64_any_dtype(column):
        return column
    timed = bool((column.dt.normalize() != column).any())
    form = "%Y-%m-%d %H:%M" if timed else "%Y-%m-%d"
    written: pd.Series = column.dt.strftime(form)
    return written
