"""What the parts of the page are made of: choices, a map, a report, and files to take along."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access import words as access_text
from hotspots.dutch import as_text
from hotspots.exports.sheet import now, today
from hotspots.maps.degrees import around as view_around
from hotspots.maps.live.component import live_map
from hotspots.maps.words import legend_notes
from hotspots.pages.controls import choose_one, choose_tile, say_old_link, values_in_link
from hotspots.pages.download import may_export_all, offer_file, offer_map, offer_table
from hotspots.pages.page_map import PlaceClick, clicked_on, legend_html, map_data
from hotspots.pages.tables import fold, show_small, show_table
from hotspots.risico import page_words as text
from hotspots.risico.all_scenarios import all_scenarios_file
from hotspots.risico.layers import calendars
from hotspots.risico.maps import DOTS
from hotspots.risico.paper import layers_of, scenario_page, scenario_pdf
from hotspots.risico.sheets import risk_sheet
from hotspots.risico.tables import COLUMNS
from hotspots.risico.words import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import shapely
    from streamlit.delta_generator import DeltaGenerator

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec
    from hotspots.risico.cached_answers import RiskAnswers
    from hotspots.risico.report import Criterion, Figure, ScenarioReport
    from hotspots.risico.tables import Table


#: Key of the widget, which is the name in the link.
LEVEL: Final = "tel_per"
#: Rows that a table of HTML shows; longer ones scroll in a frame of their own.
_MOST_SMALL: Final = 30
#: Colours of the page itself, so that the light and the dark one both do.
_STYLE: Final = """<style>
.risico-cijfers, .risico-kolommen { display: grid; gap: .6rem; margin: .2rem 0 .4rem !important;
  padding: 0 !important; }
.risico-cijfers { grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); }
.st-key-risico_antwoord .risico-cijfers { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.st-key-risico_antwoord .risico-cijfers > :first-child { grid-column: 1 / -1; }
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
.st-key-risico_antwoord { gap: .6rem; }
.st-key-risico_antwoord [data-testid="stMarkdownContainer"] p { font-size: .95rem; }
.st-key-risico_antwoord [data-testid="stAlertContainer"] { padding: .45rem .7rem; }
@media (min-width: 801px) { .st-key-risico_beeld .hotspots-map { --hs-foot: 5.5rem; } }
@media (max-width: 800px) {
  .st-key-risico_beeld .hotspots-map { --hs-lowest: 18rem; }
  .st-key-risico_keuzes .stElementContainer:has(.stSelectbox) { flex-basis: 100%; }
  .st-key-risico_keuzes .stElementContainer:has(.stButtonGroup) { max-width: 100%; }
  .st-key-risico_keuzes .stButtonGroup [role="radiogroup"] { flex-wrap: wrap; }
}
.risico-badge { display: inline-block; padding: .15rem .6rem; border-left: 4px solid #c77700;
  background: #fff4e0; color: #22262e; font-weight: 650; font-size: .9rem; }
</style>"""


def choices_row() -> DeltaGenerator:
    """Return the row above the answer for what is chosen; what does not fit goes below."""
    return st.container(horizontal=True, vertical_alignment="bottom", key="risico_keuzes")


def beside_map() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the place of the map, and that of the answer beside it; on a phone it comes below."""
    left, right = st.columns([3, 2], gap="medium")
    return left.container(key="risico_beeld"), right.container(key="risico_antwoord")


def show_answer(report: ScenarioReport) -> None:
    """Show what kind of numbers these are, the figures, what to look out for, then sentences."""
    badge = f'<span class="risico-badge">{escape(report.badge)}</span>' if report.badge else ""
    st.html(_STYLE + badge + figures_html(report.figures))
    show_flags(report)
    st.markdown("  \n".join(as_text(sentence) for sentence in report.sentences))


def figures_html(figures: Sequence[Figure]) -> str:
    """Return the figures as a list for a screen reader too; all words in it are made safe.

    Examples
    --------
    >>> from hotspots.risico.report import Figure
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
    unknown = f' <span class="risico-merk">{NOT_KNOWN}</span>'
    items = "".join(
        f"<li><strong>{escape(one.label)}{'' if one.known else unknown}</strong>"
        + "".join(f"<p>{escape(sentence)}</p>" for sentence in one.sentences)
        + (f'<p class="risico-merk">{escape(one.about)}</p>' if one.about else "")
        + "</li>"
        for one in criteria
    )
    st.markdown(f"#### {text.FIVE_COLUMNS}")
    st.caption(text.FIVE_COLUMNS_ABOUT)
    st.html(f'<ul class="risico-kolommen">{items}</ul>')


def show_flags(report: ScenarioReport) -> None:
    """Show the flags, those about the limit value in red."""
    if not report.flags:
        st.caption(text.NO_FLAGS)
    for severity, sentence in report.flags:
        if severity == "rood":
            st.error(as_text(sentence), icon="⛔")
        else:
            st.warning(as_text(sentence), icon="⚠️")


def show_other_flags(report: ScenarioReport, *, key: str) -> None:
    """Show the flags of another part about the same places, folded."""
    if report.flags:
        label = text.OTHER_FLAGS[report.part].format(
            scenario=as_text(report.label), count=len(report.flags)
        )
        fold(label, partial(_list_of, [sentence for _, sentence in report.flags]), key=key)


def _list_of(sentences: Sequence[str]) -> None:
    st.markdown("\n".join(f"- {as_text(sentence)}" for sentence in sentences))


def show_report_table(
    answers: RiskAnswers, report: ScenarioReport, table: Table, *, title: bool = True
) -> None:
    """Show a list with its title and a button that gives it as a file."""
    if title:
        st.markdown(f"#### {table.title}")
    if not len(table):
        st.caption(table.nothing)
        return
    rows, labels = table.shown(), COLUMNS
    st.caption(as_text(text.under_title(report.badge, len(table), table.meaning)))
    if len(table) <= _MOST_SMALL:
        show_small(rows, labels, name=table.title)
    else:
        show_table(rows, labels, key=f"risico_rijen_{table.id}")
    layer_id = answers.subjects[report.part]
    offer_table(
        answers.workspace.layer(layer_id),
        partial(risk_sheet, layer_id=layer_id, report=report, table=table),
        name=f"{report.part}_{table.id}",
        key=f"risico_bestand_{table.id}",
        label=text.OFFER.format(title=table.title.lower()),
        shapes=bool(table.where),
    )


def show_per_level(
    answers: RiskAnswers,
    report: ScenarioReport,
    title: str,
    per_level: Mapping[str, tuple[str, str]],
    *,
    first: str = text.LEVELS["zones"],
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
        text.EXPOSED_BY,
        tuple(per_level),
        key=LEVEL,
        name=lambda name: first if name == "zones" else text.LEVELS[name],
    )
    people, places = per_level[level]
    show_report_table(answers, report, report.table(people), title=False)
    show_report_table(answers, report, report.table(places))


def show_folded_table(answers: RiskAnswers, report: ScenarioReport, table: Table) -> None:
    """Show a list folded, with how long it is on the line."""
    label = f"{table.title} ({len(table)})"
    fold(
        label,
        partial(show_report_table, answers, report, table, title=False),
        key=f"risico_{table.id}",
    )


def show_foot(answers: RiskAnswers, report: ScenarioReport) -> None:
    """Show what was assumed, with its sources, and how it was calculated."""
    show_folded_table(answers, report, report.settings)
    fold(text.NOTES, partial(_list_of, report.notes), key="risico_uitleg")


def offer_scenario(
    answers: RiskAnswers,
    report: ScenarioReport,
    spec: MapSpec,
    place: shapely.Geometry | None = None,
    *,
    day: date | None = None,
) -> None:
    """Offer the scenario as files, made at the click, to a role that may export them.

    Parameters
    ----------
    place
        What the map in them must show; None is where people live.
    day
        Whose events are looked at, in all scenarios as in this one.
    """
    if not may_export_all(answers.workspace, layers_of(answers.workspace, report, spec)):
        st.caption(access_text.NO_EXPORT_HERE)
        return
    with st.popover(text.TAKE_ALONG):
        st.caption(text.TAKE_ALONG_HELP)
        for ending, label, make in (
            (".pdf", text.AS_PDF, scenario_pdf),
            (".html", text.AS_PAGE, scenario_page),
        ):
            offer_file(
                label,
                partial(_made, make, report, spec, place),
                name=f"scenario_{report.part}_{report.label}",
                ending=ending,
                key=f"scenario_mee{ending}",
                width="stretch",
            )
        if report.part in _TOGETHER:
            for ending, label in ((".pdf", text.AS_ALL), (".html", text.AS_ALL_PAGE)):
                offer_file(
                    label, partial(_all, day, ending), name=text.ALL_FILE, ending=ending,
                    key=f"scenarios_alle{ending}", width="stretch",
                )  # fmt: skip


#: Parts whose scenarios go on paper together; an incident is one of a moment.
_TOGETHER: Final = ("spoor", "register", "water")


def _all(day: date | None, ending: str, workspace: Workspace) -> bytes:
    """Return every scenario, with the moment of the click on it."""
    return all_scenarios_file(workspace, _TOGETHER, day, made_at=now(), ending=ending)


def _made(
    make: Callable[..., bytes],
    report: ScenarioReport,
    spec: MapSpec,
    place: shapely.Geometry | None,
    workspace: Workspace,
) -> bytes:
    """Return a file, with the moment of the click on it."""
    return make(workspace, report, spec, place, made_at=now())


#: Key of the widget, which is the name in the link.
SCENARIO: Final = "scenario"


def choose_scenario(answers: RiskAnswers) -> str:
    """Let a user choose when it happens, and with which distances."""
    scenarios = answers.settings.rail
    return choose_one(
        text.SCENARIO, tuple(scenarios), key=SCENARIO, name=lambda name: scenarios[name].label
    )


#: Keys of the widgets, which are the names in the link. An incident has a day of its own: somebody
#: who looks along the track at the day of the largest event has no incident on that day.
DAY: Final = "evenementendag"
INCIDENT_DAY: Final = "ongevaldag"
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


def choose_day(answers: RiskAnswers) -> date | None:
    """Let a user choose the day whose events count; it opens at the day of the largest."""
    if not _has_calendar(answers):
        return None
    busiest = answers.busiest_day
    if busiest is None:
        return _choose_date(today(), key=DAY, label=text.DAY, help_=text.DAY_HELP)
    help_ = f"{text.DAY_HELP} {as_text(text.busiest_day(busiest.visitors, busiest.title))}"
    return _choose_date(busiest.day, key=DAY, label=text.DAY, help_=help_)


def choose_incident_day(answers: RiskAnswers) -> date | None:
    """Let a user choose the day of an incident; it opens today."""
    if not _has_calendar(answers):
        return None
    return _choose_date(
        today(), key=INCIDENT_DAY, label=text.INCIDENT_DAY, help_=text.INCIDENT_DAY_HELP
    )


def _has_calendar(answers: RiskAnswers) -> bool:
    return bool(calendars(answers.workspace))


def _choose_date(first: date, *, key: str, label: str, help_: str) -> date | None:
    for written in values_in_link(key):
        if not _is_day(written):
            say_old_link(written, label)
    chosen: date | None = st.date_input(
        label,
        value=first,
        min_value=_FIRST,
        max_value=_LAST,
        format="DD-MM-YYYY",
        key=key,
        help=help_,
        bind="query-params",
    )
    return chosen


def _is_day(written: str) -> bool:
    try:
        return _FIRST <= date.fromisoformat(written) <= _LAST
    except ValueError:
        return False


#: Key of the field with the place of the incident, which is the name in the link.
PLACE: Final = "plaats_ongeval"
_MAP_PX: Final = 520
#: metres around an incident that its map opens with.
_AROUND_M: Final = 400.0


def draw(
    answers: RiskAnswers,
    spec: MapSpec,
    *,
    key: str,
    picks: bool = False,
    around: tuple[float, float, float] | None = None,
) -> None:
    """Draw a map.

    Parameters
    ----------
    picks
        Whether a click means a place: then it becomes the place of the incident.
    around
        x, y and the reach in metres RD that the map opens with.
    """
    spot = "" if around is None else f"{around[0]:.0f},{around[1]:.0f},{around[2]:.0f}"
    data = map_data(
        spec,
        name=f"{key}:{spot}",
        what=spec.title.lower(),
        height=_MAP_PX,
        offers_tiles=False,
        picks=picks,
        legend_folded=True,
        focus=None if around is None else view_around(*around),
    )
    # The rest of the window, but for the colours right below it.
    data["fills"] = True
    live_map(data, key=key, clicked=partial(_fill_in_place, key))
    _explain(spec)
    offer_map(answers.workspace, spec, key, key=f"{key}_bewaren")


def _explain(spec: MapSpec) -> None:
    """Show the colours, and what outlines and dots are: the legend on the map is folded."""
    if spec.classes:
        st.html(legend_html(spec))
    notes = " ".join(f"{note}." for note in legend_notes(spec))
    if spec.base.subject is not None:
        notes = f"{notes} {DOTS}"
    if notes:
        st.caption(as_text(notes))


def _fill_in_place(key: str) -> None:
    """Fill in the place that was clicked as somebody would write it, before the page runs again."""
    click = clicked_on(key)
    if isinstance(click, PlaceClick):
        st.session_state[PLACE] = click.place


def around_incident(x_rd: float, y_rd: float, reach_m: float | None) -> tuple[float, float, float]:
    """Return what the map of an incident opens with: its whole zone, and more if that is small."""
    return x_rd, y_rd, max(reach_m or 0.0, _AROUND_M) * 1.1
