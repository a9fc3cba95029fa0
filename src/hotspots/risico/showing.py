"""How this page shows sentences, figures, lists and warnings."""

from __future__ import annotations

from functools import partial
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
import streamlit as st

from hotspots.analysis import words as selection_words
from hotspots.dutch import as_text
from hotspots.exports import about
from hotspots.exports import words as taking
from hotspots.exports.sheet import Column, Line, Permit, Sheet, metadata_of, today
from hotspots.pages.controls import choose_tile
from hotspots.pages.download import offer_table
from hotspots.pages.tables import fold, show_small, show_table
from hotspots.risico import page_words as lists
from hotspots.risico import sentences as says
from hotspots.risico.lists import HIGH, LOW
from hotspots.risico.scene import calendars, layers_by_purpose
from hotspots.risico.words import EVENT_SORT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risico.answers import RiskDesk
    from hotspots.risico.lists import Listing
    from hotspots.risico.story import Criterion, Figure, ScenarioTold


#: Lists with places of another layer in them, by the purpose of that layer.
_HOLDS: Final = {
    "objects": "vulnerable",
    "warn": "vulnerable",
    "institutions": "vulnerable",
    "shelters": "shelter",
    "sites": "event_site",
    "transport": "transport",
}
#: Lists with events of a calendar in them.
_OF_CALENDARS: Final = ("events", "large_events", "incident_events")


def risk_sheet(
    workspace: Workspace,
    *,
    layer_id: str,
    told: ScenarioTold,
    listing: Listing,
    made_on: date | None = None,
) -> Sheet:
    """Return a list as a sheet.

    Parameters
    ----------
    layer_id
        Of the layer that the part of the page is about.
    """
    made_on = made_on or today()
    badge = told.badge or selection_words.NO
    rows = listing.rows
    columns = [Column(str(name), _label(str(name))) for name in rows]
    columns.append(Column("kind_of_number", lists.EXAMPLE_COLUMN))
    title = f"{lists.PARTS[told.part]}, {told.label}: {listing.title}"
    return Sheet(
        name=listing.id,
        rows=rows,
        for_people=rows.assign(kind_of_number=badge),
        columns=tuple(columns),
        metadata=metadata_of(
            made_on,
            about.about_file(title, made_on, listing.meaning),
            about.about_where(workspace),
            about.sentences(told.sentences),
            _assumed(told),
            _noted(told),
        ),
        described=MappingProxyType(
            {"layer": layer_id, "scenario": told.label, "kind_of_number": badge}
        ),
        permits=_permits(workspace, layer_id, told, listing),
        shapes=_shapes(workspace, listing) if listing.where else None,
    )


def _shapes(workspace: Workspace, listing: Listing) -> NDArray[np.object_]:
    """Return the buurt, the wijk or the point of each row."""
    geography = workspace.geography
    known: dict[str, Any] = {
        code: shape
        for areas in (geography.wijken, geography.buurten)
        for code, shape in zip(areas.codes, areas.polygons, strict=True)
    }
    shapes: NDArray[np.object_] = np.empty(len(listing.where), dtype=object)
    shapes[:] = [
        known[where] if isinstance(where, str) else shapely.Point(where) for where in listing.where
    ]
    return shapes


def _permits(
    workspace: Workspace, layer_id: str, told: ScenarioTold, listing: Listing
) -> tuple[Permit, ...]:
    selection = {"scenario": told.label, "list": listing.id}
    layers = layers_by_purpose(workspace)
    ids = [layer_id]
    if listing.id in _HOLDS and _HOLDS[listing.id] in layers:
        ids.append(layers[_HOLDS[listing.id]])
    if listing.id in _OF_CALENDARS or _has_event(listing):
        ids += calendars(workspace)
    return tuple(Permit(found, selection) for found in dict.fromkeys(ids))


def _has_event(listing: Listing) -> bool:
    """Whether an event of a calendar is among the places."""
    return "sort" in listing.rows and bool(listing.rows["sort"].eq(EVENT_SORT).any())


def _assumed(told: ScenarioTold) -> Iterator[Line]:
    """Return a line per setting: its value, how sure it is, and its source."""
    for at, (label, value, certainty, source) in enumerate(told.settings.cells(), start=1):
        yield Line(f"setting_{at}", lists.ASSUMPTIONS, label, f"{value} ({certainty}: {source})")


def _noted(told: ScenarioTold) -> Iterator[Line]:
    for at, note in enumerate(told.notes, start=1):
        yield Line(f"note_{at}", taking.MIND, lists.NOTES, note)


def _label(name: str) -> str:
    """Return the Dutch name of a column; one end of a margin says which."""
    for end, words in ((LOW, lists.LOWEST), (HIGH, lists.HIGHEST)):
        if name.endswith(end):
            return words.format(label=lists.COLUMNS[name.removesuffix(end)])
    return lists.COLUMNS[name]


#: Key of the widget, which is the name in the link.
LEVEL: Final = "tel_per"
#: Rows that a table of HTML shows; longer ones scroll in a frame of their own.
_MOST_SMALL: Final = 30
#: Colours of the page itself, so that the light and the dark one both do.
_STYLE: Final = """<style>
.risico-cijfers, .risico-kolommen { display: grid; gap: .6rem; margin: .2rem 0 .4rem !important;
  padding: 0 !important; }
.risico-cijfers { grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); }
.risico-kolommen { list-style: none;
  grid-template-columns: repeat(auto-fit, minmax(min(11.2rem, 100%), 1fr)); }
.risico-cijfers > div, .risico-kolommen > li { margin: 0 !important; padding: .55rem .7rem;
  border-radius: 4px; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.risico-cijfers dd { margin: 0; font-size: 1.45rem; font-weight: 650; line-height: 1.25;
  font-variant-numeric: tabular-nums; }
.risico-cijfers dt { font-size: .88rem; line-height: 1.3; }
.risico-cijfers > div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.risico-merk { font-size: .78rem; font-style: italic; opacity: .85; display: block; }
.risico-kolommen strong { display: block; margin-bottom: .25rem; }
.risico-kolommen p { margin: 0 0 .35rem; font-size: .88rem; line-height: 1.4; }
.risico-badge { display: inline-block; padding: .15rem .6rem; border-left: 4px solid #c77700;
  background: #fff4e0; color: #22262e; font-weight: 650; font-size: .9rem; }
</style>"""


def show_head(told: ScenarioTold) -> None:
    """Show what kind of numbers these are, then sentences, then figures."""
    badge = f'<span class="risico-badge">{escape(told.badge)}</span>' if told.badge else ""
    st.html(_STYLE + badge)
    st.markdown("  \n".join(as_text(sentence) for sentence in told.sentences))
    st.html(figures_html(told.figures))


def figures_html(figures: Sequence[Figure]) -> str:
    """Return the figures as a list for a screen reader too; all words in it are made safe.

    Examples
    --------
    >>> from hotspots.risico.story import Figure
    >>> figures_html([Figure("1.200", "mensen", "berekend")])  # doctest: +ELLIPSIS
    '<dl class="risico-cijfers"><div><dt>mensen <span...>berekend</span></dt><dd>1.200</dd>...'
    """
    items = "".join(
        f'<div><dt>{escape(figure.label)} <span class="risico-merk">{escape(figure.mark)}</span>'
        f"</dt><dd>{escape(figure.value)}</dd></div>"
        for figure in figures
    )
    return f'<dl class="risico-cijfers">{items}</dl>'


def show_criteria(criteria: Sequence[Criterion]) -> None:
    """Show the five columns of the framework beside each other; on a phone below each other."""
    items = "".join(
        f"<li><strong>{escape(one.label)}{_unknown(known=one.known)}</strong>"
        + "".join(f"<p>{escape(sentence)}</p>" for sentence in one.sentences)
        + (f'<p class="risico-merk">{escape(one.about)}</p>' if one.about else "")
        + "</li>"
        for one in criteria
    )
    st.markdown(f"#### {lists.FIVE_COLUMNS}")
    st.caption(lists.FIVE_COLUMNS_ABOUT)
    st.html(f'<ul class="risico-kolommen">{items}</ul>')


def _unknown(*, known: bool) -> str:
    return "" if known else f' <span class="risico-merk">{escape(lists.KNOWN[known])}</span>'


def show_flags(told: ScenarioTold) -> None:
    """Show what should not lie together: a kwetsbaar object within the limit value in red."""
    if not told.flags:
        st.caption(lists.NO_FLAGS)
    for severity, sentence in told.flags:
        if severity == "rood":
            st.error(as_text(sentence), icon="⛔")
        else:
            st.warning(as_text(sentence), icon="⚠️")


def show_other_flags(told: ScenarioTold, *, key: str) -> None:
    """Show folded what was found in another part, about the same places."""
    if told.flags:
        label = lists.OTHER_FLAGS[told.part].format(
            scenario=as_text(told.label), count=len(told.flags)
        )
        fold(label, partial(_list_of, [sentence for _, sentence in told.flags]), key=key)


def _list_of(sentences: Sequence[str]) -> None:
    st.markdown("\n".join(f"- {as_text(sentence)}" for sentence in sentences))


def show_list(desk: RiskDesk, told: ScenarioTold, listing: Listing, *, title: bool = True) -> None:
    """Show a list with its title and a button that gives it as a file."""
    if title:
        st.markdown(f"#### {listing.title}")
    if not len(listing):
        st.caption(listing.nothing)
        return
    rows, labels = listing.shown(), lists.COLUMNS
    st.caption(as_text(says.under_title(told.badge, len(listing), listing.meaning)))
    if len(listing) <= _MOST_SMALL:
        show_small(rows, labels, name=listing.title)
    else:
        show_table(rows, labels, key=f"risico_rijen_{listing.id}")
    layer_id = desk.subjects[told.part]
    offer_table(
        desk.workspace.layer(layer_id),
        partial(risk_sheet, layer_id=layer_id, told=told, listing=listing),
        name=f"{told.part}_{listing.id}",
        key=f"risico_bestand_{listing.id}",
        label=lists.OFFER.format(title=listing.title.lower()),
        shapes=bool(listing.where),
    )


def show_per_level(
    desk: RiskDesk,
    told: ScenarioTold,
    title: str,
    per_level: Mapping[str, tuple[str, str]],
    *,
    first: str = lists.LEVELS["zones"],
) -> None:
    """Show the people and then the places per zone, buurt or wijk, as a user chooses.

    Parameters
    ----------
    per_level
        The ids of the two lists, by level.
    first
        What a zone is called here.
    """
    st.markdown(f"#### {title}")
    level = choose_tile(
        lists.EXPOSED_BY,
        tuple(per_level),
        key=LEVEL,
        name=lambda name: first if name == "zones" else lists.LEVELS[name],
    )
    people, places = per_level[level]
    show_list(desk, told, told.listing(people), title=False)
    show_list(desk, told, told.listing(places))


def show_folded_list(desk: RiskDesk, told: ScenarioTold, listing: Listing) -> None:
    """Show a list folded, with how long it is on the line."""
    label = f"{listing.title} ({len(listing)})"
    fold(label, partial(show_list, desk, told, listing, title=False), key=f"risico_{listing.id}")


def show_foot(desk: RiskDesk, told: ScenarioTold) -> None:
    """Show what was assumed, with its sources, and how it was calculated."""
    show_folded_list(desk, told, told.settings)
    fold(lists.NOTES, partial(_list_of, told.notes), key="risico_uitleg")
