"""What the parts of the page are made of: choices, maps, files, and a change of the calendar."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
import streamlit as st

from hotspots.access import words as access_text
from hotspots.access.calendar import date_of
from hotspots.access.export import allow_export
from hotspots.access.importing import add_event
from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.dutch import MONTHS, as_text
from hotspots.errors import HotspotsError
from hotspots.evenementen import page_words as text
from hotspots.evenementen.calendar import EventFilter
from hotspots.evenementen.days import usual_year, years_of
from hotspots.evenementen.icalendar import export_icalendar
from hotspots.evenementen.life import requests_of
from hotspots.evenementen.maps import places_spec, spotted, with_shapes
from hotspots.evenementen.tables import event_sheet
from hotspots.exports import words as export_text
from hotspots.maps.degrees import around as view_around
from hotspots.maps.live.component import live_map
from hotspots.pages.controls import choose_one, choose_some, put_in_link
from hotspots.pages.download import offer_file, offer_map, offer_table
from hotspots.pages.finishing import to_the_end
from hotspots.pages.page_map import DrawnClick, PlaceClick, clicked_on, legend_html, map_data
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.locations import Locations
    from hotspots.evenementen.page_view import EventView
    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.maps.spec import MapSpec

    #: Says what a row of the calendar is in a version.
    Said = Callable[[Mapping[str, str], str | None], str]


#: Keys of widgets, which are the names in the link: the part of the page, and the year.
PART: Final = "deel"
YEAR: Final = "jaar"
#: Of the check: where its request comes from, and which one of the calendar it is.
CHECK_FROM: Final = "aanvraag"
CHECK_EVENT: Final = "toets_evenement"
#: Of the requests: which are listed, and the one that is handled.
LISTED_STATUS: Final = "stand"
HANDLED: Final = "aanvraag_nr"


def offer_check_of(view: EventView, event: str) -> None:
    """Show a button that goes to the check of an event of the calendar."""
    st.button(text.CHECK_THIS, key="naar_toets", on_click=_go_to_check, args=(view, event))


def _go_to_check(view: EventView, event: str) -> None:
    placed = np.flatnonzero(view.calendar.events.place >= 0).tolist()
    st.session_state.update({PART: "check", CHECK_FROM: "calendar", CHECK_EVENT: event})
    put_in_link(CHECK_FROM, text.FROM_OPTIONS["calendar"])
    put_in_link(CHECK_EVENT, _event_labels(view, placed)[event])


def offer_handling_of(view: EventView, event: str) -> None:
    """Show a button that goes to a request in the list of its year."""
    st.button(text.HANDLE_THIS, key="naar_aanvraag", on_click=_go_to_request, args=(view, event))


def _go_to_request(view: EventView, event: str) -> None:
    events = view.calendar.events
    year = date_of(int(events.first_day[events.row(event)])).year
    rows, _ = requests_of(events, year)
    st.session_state.update({PART: "requests", YEAR: year, LISTED_STATUS: [], HANDLED: event})
    put_in_link(YEAR, str(year))
    put_in_link(HANDLED, _event_labels(view, rows.tolist())[event])


def choose_year(view: EventView) -> int:
    """Let a user choose a year of the calendar."""
    return choose_one(
        text.YEAR, years_of(view.calendar), key=YEAR, name=str, default=usual_year(view.calendar)
    )


def choose_filter(view: EventView, *, months: bool = False) -> EventFilter:
    """Let a user choose which events count."""
    layer, wijken = view.calendar.layer, view.workspace.geography.wijken
    names = dict(zip(wijken.codes, wijken.names, strict=True))
    soorten: tuple[str, ...] = ()
    if layer.soorten:
        soorten = choose_some(
            text.SOORT, tuple(layer.soorten), key="soort", name=lambda name: layer.soorten[name]
        )
    # What is not held counts for nothing here; the part Aanvragen has it.
    events = view.calendar.events
    known = {events.statuses[row] for row in np.flatnonzero(events.counts)}
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
    label: str = export_text.OFFER,
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
    offer_table(view.calendar.layer, make, name=name, key=key, label=label, shapes=False)


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
    names = _event_labels(view, rows[::-1] if latest_first else rows)
    chosen = choose_one(
        label,
        ("", *names),
        key=key,
        name=lambda name: names[name] if name else text.PICK_EVENT,
        on_change=on_change,
    )
    return chosen or None


def _event_labels(view: EventView, rows: list[int]) -> dict[str, str]:
    """Return how events are called in a list, by id."""
    events = view.calendar.events
    labels = {
        events.ids[row]: text.event_label(events.name(row), events.begin[row].item(), place)
        for row, place in zip(rows, view.calendar.places_of(rows), strict=True)
    }
    # Two events with one label would be one in the list.
    times = Counter(labels.values())
    return {
        event: f"{name} ({event})" if times[name] > 1 else name for event, name in labels.items()
    }


def offer_json(
    view: EventView,
    label: str,
    made: Callable[[], Mapping[str, object]],
    selection: Mapping[str, object],
    *,
    name: str,
    key: str,
) -> None:
    """Offer an answer as the object that its command prints, to roles that may export."""

    def written(workspace: Workspace) -> bytes:
        allow_export(workspace, view.layer_id, kind="json", selection=selection)
        return json.dumps(made(), ensure_ascii=False, indent=2).encode()

    if view.workspace.may_export(view.calendar.layer):
        offer_file(label, written, name=name, ending=".json", key=key)


def offer_icalendar(view: EventView, rows: NDArray[np.int64], *, name: str, key: str) -> None:
    """Offer events for an agenda, to roles that may export the calendar."""
    if not view.workspace.may_export(view.calendar.layer):
        st.caption(access_text.NO_EXPORT_HERE)
        return

    def made(workspace: Workspace) -> bytes:
        selection = {"events": len(rows)}
        return export_icalendar(workspace, view.calendar, rows, selection=selection)

    offer_file(text.AS_ICALENDAR, made, name=name, ending=".ics", key=key)


#: metres; whoever clicks this near to a location means it. Squares lie about 100 m apart.
NEAR_M: Final = 75.0
#: The same where only a location can be meant.
NEAREST_M: Final = 500.0


def offer_to_point(view: EventView, *, listed: str, point: str, keys: tuple[str, str]) -> None:
    """Fold a map out on which the place of a request is clicked.

    Parameters
    ----------
    listed
        Id of the location that is chosen now, "" for none.
    point
        What is written as a point now.
    keys
        Of the widgets with the location and with the point: a click fills one, empties the other.
    """
    fold(text.POINT_AT, partial(_show_map, view, listed, point, keys), key="toets_aanwijzen")


def _show_map(view: EventView, listed: str, point: str, keys: tuple[str, str]) -> None:
    st.caption(text.POINT_AT_HINT)
    marked = _marked(view, listed, point)
    overlay = None
    if marked is not None:
        x_rd, y_rd, name = marked
        overlay = spotted(text.PLACE, x_rd, y_rd, name)
    shown = with_shapes(view.calendar, overlay)
    spec = places_spec(view.workspace, view.calendar, shown)
    picked = partial(_take, view.calendar.locations, *keys)
    draw_map(view, spec, text.POINT_AT_MAP, key="toets_plek", picked=picked, exported=False)


def _marked(view: EventView, listed: str, point: str) -> tuple[float, float, str] | None:
    """Return the place of the request as it stands; a point goes before a location."""
    written = point.replace(",", " ").split()
    if len(written) == 2 and all(part.isdigit() for part in written):  # noqa: PLR2004 - x and y
        return float(written[0]), float(written[1]), point
    at = view.calendar.locations.position(listed)
    if at < 0 or point:
        return None
    place = view.calendar.locations.items[at]
    return place.x_rd, place.y_rd, place.name


def _take(locations: Locations, listed: str, point: str, click: PlaceClick) -> None:
    """Fill in what was clicked, as a visitor would have chosen or written it."""
    written = click.place
    at = nearest_to(locations, written, NEAR_M)
    st.session_state[listed] = "" if at is None else locations.items[at].id
    st.session_state[point] = written.replace(",", " ") if at is None else ""


def choose_on_map(locations: Locations, key: str) -> Callable[[PlaceClick], None]:
    """Return what makes the location nearest to a click the chosen one; far from all, nothing."""

    def take(click: PlaceClick) -> None:
        at = nearest_to(locations, click.place, NEAREST_M)
        if at is not None:
            st.session_state[key] = locations.items[at].id

    return take


def nearest_to(locations: Locations, written: str, within_m: float) -> int | None:
    """Return the position of the location nearest to a point, None where all lie too far.

    An area is as near as its border, and lies at what is in it; a route is as near as its line.

    Examples
    --------
    >>> from hotspots.evenementen.locations import Location, Locations
    >>> two = Locations.of((Location("a", "A", "", 0.0, 0.0), Location("b", "B", "", 100.0, 0.0)))
    >>> nearest_to(two, "60,0", 75.0), nearest_to(two, "300,0", 75.0)
    (1, None)
    """
    if not len(locations):
        return None
    x_rd, y_rd = (float(part) for part in written.split(","))
    shapes = np.array([item.shape for item in locations.items], dtype=object)
    away = shapely.distance(shapes, shapely.Point(x_rd, y_rd))
    # Within two areas the nearest middle is meant.
    from_middle = np.hypot(locations.x_rd - x_rd, locations.y_rd - y_rd)
    at = int(np.lexsort((from_middle, away))[0])
    return at if away[at] <= within_m else None


_MAP_PX: Final = 460


def draw_map(
    view: EventView,
    spec: MapSpec,
    what: str,
    *,
    key: str,
    around: tuple[float, float, float] | None = None,
    folded: bool = False,
    picked: Callable[[Any], None] | None = None,
    exported: bool = True,
    draws: bool | str = False,
) -> None:
    """Draw a map.

    Parameters
    ----------
    what
        What it shows, for visitors who cannot see it.
    around
        x and y in metres RD and the metres around it that the map opens with.
    folded
        Whether the map is too small for a legend on it: then its colours stand below.
    picked
        Takes a click on a place; without it a click means nothing: the tables have the numbers.
    exported
        Whether the map can be downloaded.
    draws
        Whether an area can be drawn, and with ``"also lines"`` a route; ``picked`` takes that too.
    """
    spot = "" if around is None else f"{around[0]:.0f},{around[1]:.0f}"
    data = map_data(
        spec,
        name=f"{key}:{spot}",
        what=what,
        height=_MAP_PX,
        offers_tiles=False,
        legend_folded=folded,
        picks=picked is not None,
        focus=None if around is None else view_around(*around),
    )
    if draws:
        data["draw"] = draws
    live_map(data, key=key, clicked=partial(_clicked, key, picked, bool(draws)))
    if folded:
        st.html(legend_html(spec))
    if exported:
        offer_map(view.workspace, spec, f"{spec.layer}_{key}", key=f"{key}_bewaren")


def _clicked(key: str, picked: Callable[[object], None] | None, draws: bool) -> None:
    """Pass a click on a place on, or what was drawn, before the page runs again."""
    click = clicked_on(key)
    wanted = isinstance(click, PlaceClick) or (draws and isinstance(click, DrawnClick))
    if picked is not None and wanted:
        picked(click)


#: In the session: what was made by the last change, to be said once after the page ran again.
_MADE: Final = "evenementen_gemaakt"
#: In the session: what widgets hold after the last change; set before they are drawn again.
_FILLS: Final = "evenementen_daarna"


def offer_change(
    view: EventView,
    label: str,
    sure: str,
    make: Callable[[], Mapping[str, str]],
    *,
    key: str,
    about: str,
    fills: Mapping[str, object] = MappingProxyType({}),
    yes: str = text.SURE_KEEP,
    done: str | Said = text.SAVED,
    save: Callable[[EventView, Mapping[str, str]], IntakeReport] | None = None,
) -> None:
    """Show a button that asks ``sure`` once more, and then makes a new version of the calendar.

    Parameters
    ----------
    make
        Returns the row for the calendar.
    about
        What the row is of: for something else the first click does not count.
    fills
        What widgets hold once it is made, by key: what was made is not to be made again.
    yes, done
        The second button, and what is said afterwards, or what says it of the row and the version.
    save
        Makes the version; by default a row of the calendar.
    """
    if not view.may_change:
        st.caption(text.MAY_NOT_ADD)
        return
    flag = f"{key}_eerste_klik"
    if st.session_state.get(flag) != about:
        st.button(label, key=key, on_click=_set, args=(flag, about))
        return
    with st.container(border=True):
        st.markdown(sure)
        agrees, declines = st.columns(2)
        agreed = agrees.button(yes, key=f"{key}_ja", type="primary", width="stretch")
        declines.button(
            text.NOT_SURE, key=f"{key}_nee", on_click=_set, args=(flag, None), width="stretch"
        )
        if agreed:
            st.session_state[flag] = None
            _change(view, make, done, fills, save or _as_event)


def _set(flag: str, about: str | None) -> None:
    st.session_state[flag] = about


def _as_event(view: EventView, row: Mapping[str, str]) -> IntakeReport:
    return add_event(view.workspace, view.calendar.layer, row)


def _change(
    view: EventView,
    make: Callable[[], Mapping[str, str]],
    done: str | Said,
    fills: Mapping[str, object],
    save: Callable[[EventView, Mapping[str, str]], IntakeReport],
) -> None:
    try:
        row = make()
        with to_the_end():
            report = save(view, row)
    except HotspotsError as error:
        show_problem(error)
        return
    st.session_state[_MADE] = (
        done.format(version=report.version, event=row["id"])
        if isinstance(done, str)
        else done(row, report.version)
    )
    st.session_state[_FILLS] = fills
    st.rerun()


def show_made() -> None:
    """Say what the last change made, once; to be called before any widget of a part."""
    for key, value in st.session_state.pop(_FILLS, {}).items():
        st.session_state[key] = value
    made = st.session_state.pop(_MADE, None)
    if made:
        st.success(as_text(made))
