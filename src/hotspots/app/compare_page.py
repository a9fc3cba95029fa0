"""The page `Vergelijken`: what is compared, and then the answer: sentences, maps, table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from hotspots import dutch as numbers
from hotspots.access.cache import key_of
from hotspots.access.permission import levels_of
from hotspots.analysis.periods import covered_days
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.question_words import finding_words
from hotspots.analysis.registry import searches_of
from hotspots.analysis.searches.before_after import (
    BeforeAfterAnswer,
    Buurt,
    Comparison,
)
from hotspots.app import compare_words
from hotspots.app.compare_two import (
    choose_view,
    draw_one,
    show_areas,
    show_periods,
    synthetic_mark,
)
from hotspots.app.compare_words import measure_sentences, title_of
from hotspots.app.map_search import finding_of
from hotspots.dutch import as_text, number
from hotspots.exports import words as export_words
from hotspots.exports.finding_sheets import sheet_of_finding
from hotspots.maps import words as map_text
from hotspots.maps.compared import difference_spec
from hotspots.maps.spec import Overlay, Shape
from hotspots.pages import cached
from hotspots.pages.controls import choose_one, choose_some, choose_tile
from hotspots.pages.download import offer_table
from hotspots.pages.filter_choices import choose_since
from hotspots.pages.filters import choose_layer, choose_soorten
from hotspots.pages.opened import note_looking, opened_workspace
from hotspots.pages.panel import WIDE, panel

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Finding
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec
    from hotspots.maps.spec import MapSpec


#: Keys of the widgets, which are the names in the link; those of the buurten and the day are those
#: of the same search on the map page.
MEASURE: Final = "maatregel_soort"
WIJK: Final = "maatregel_wijk"
TREATED: Final = "maatregel"
CONTROL: Final = "vergelijking"
_NO_WIJK: Final = ""


def show_measure(workspace: Workspace, layer: LayerSpec, covered: Period) -> None:
    """Let a user say where and when a measure was taken, and show what it did."""
    if "before_after" not in {kind.id for kind in searches_of(layer)}:
        level = export_words.LEVELS[levels_of(layer)[0]].lower()
        if not layer.sensitive:
            st.info(compare_words.NOT_FOR_COUNTS)
            return
        st.info(compare_words.NOT_PER_BUURT.format(level=level, minimum=layer.privacy.minimum))
        return
    with panel():
        soorten = choose_soorten(layer)
    measure, search = _choose(workspace, covered)
    if not search.treated:
        st.info(compare_words.PICK_WHERE)
        return
    selection = Selection(layer=layer.id, level="buurten", soorten=soorten)
    note_looking(workspace, layer.id, selection.to_dict())
    key = key_of(workspace, layer.id)
    finding = finding_of(workspace, key, layer, selection, search)
    if finding is None:
        return
    answer = finding.summary.require(BeforeAfterAnswer)
    where = _where(workspace, search)
    mark = synthetic_mark(finding.version)
    st.markdown(f"#### {title_of(compare_words.MEASURES[measure], where, answer)}{mark}")
    buurten = workspace.geography.buurten
    comparison = finding.parameters.require(Comparison)
    control = [buurten.names[buurten.codes.index(code)] for code in comparison.control]
    st.caption(as_text(finding_words(workspace, finding)))
    for sentence in measure_sentences(answer, layer, where, control):
        st.markdown(sentence)
    spec = _spec(workspace, finding, answer, soorten)
    draw_one(workspace, spec, compare_words.OVERLAY_TITLE, key="maatregel_kaart")
    _show_tables(answer, finding)
    offer_table(
        layer,
        partial(sheet_of_finding, finding=finding),
        name=f"{layer.id}_maatregel_{answer.after.first}",
        key="maatregel_bestand",
    )
    with st.expander(compare_words.HOW):
        st.text(compare_words.HOW_MEASURE)


def _choose(workspace: Workspace, covered: Period) -> tuple[str, Search]:
    geography = workspace.geography
    wijken = dict(zip(geography.wijken.codes, geography.wijken.names, strict=True))
    buurten = dict(zip(geography.buurten.codes, geography.buurten.names, strict=True))
    left, right = st.columns(2, gap="medium")
    with left:
        measure = choose_one(
            compare_words.MEASURE_NAME,
            tuple(compare_words.MEASURES),
            key=MEASURE,
            name=lambda name: compare_words.MEASURES[name],
        )
        wijk = choose_one(
            compare_words.BY_WIJK,
            (_NO_WIJK, *wijken),
            key=WIJK,
            name=lambda code: wijken[code] if code else compare_words.BY_WIJK_NONE,
        )
        since = choose_since(covered, label=compare_words.SINCE)
    with right:
        named = choose_some(
            compare_words.BUURTEN,
            tuple(buurten),
            key=TREATED,
            name=lambda code: buurten[code],
            placeholder=compare_words.BUURTEN_PLACEHOLDER,
        )
        control = choose_some(
            compare_words.CONTROL,
            tuple(buurten),
            key=CONTROL,
            name=lambda code: buurten[code],
            help=compare_words.CONTROL_HELP,
            placeholder=compare_words.CONTROL_PLACEHOLDER,
        )
    whole = (
        code
        for code, parent in zip(
            geography.buurten.codes, geography.buurten.parent.tolist(), strict=True
        )
        if wijk and geography.wijken.codes[parent] == wijk
    )
    treated = tuple(sorted({*named, *whole}))
    return measure, Search("before_after", treated=treated, control=control, since=since)


def _where(workspace: Workspace, search: Search) -> str:
    """Return the treated buurten in a few words: their wijk, if they are all of it."""
    geography = workspace.geography
    positions = [geography.buurten.codes.index(code) for code in search.treated]
    parents = {int(geography.buurten.parent[at]) for at in positions}
    if len(parents) == 1:
        (wijk,) = parents
        if len(positions) == int((geography.buurten.parent == wijk).sum()):
            return geography.wijken.names[wijk]
    return ", ".join(geography.buurten.names[at] for at in positions)


def _spec(
    workspace: Workspace, finding: Finding, answer: BeforeAfterAnswer, soorten: tuple[str, ...]
) -> MapSpec:
    selection = Selection(
        layer=finding.layer.id,
        level="buurten",
        measure="change",
        period=answer.after,
        compare_period=answer.before,
        soorten=soorten,
    )
    change = cached.analysis_of(workspace, key_of(workspace, finding.layer.id), selection)
    shapes = tuple(
        Shape(
            ring=buurt.ring,
            label=compare_words.ROLE_LABELS[buurt.role],
            tip=f"{buurt.name}: {number(buurt.before)} → {number(buurt.after)}",
        )
        for buurt in finding.outlines_of(Buurt)
    )
    days = {
        name: numbers.period(period.first, period.last)
        for name, period in (("before", answer.before), ("after", answer.after))
    }
    overlay = Overlay(
        compare_words.OVERLAY_TITLE, (compare_words.OVERLAY_NOTE.format(**days),), shapes
    )
    return difference_spec(workspace, change, overlay=overlay)


def _show_tables(answer: BeforeAfterAnswer, finding: Finding) -> None:
    rows = []
    for role, effect in (("treated", answer.there), ("ring", answer.around)):
        control = "control" if role == "treated" else "ring_control"
        for name, pair, expected in (
            (role, effect.pair, number(effect.expected)),
            (control, effect.control, "–"),
        ):
            rows.append(
                {
                    compare_words.ROLE_COLUMN: compare_words.ROLES[name],
                    compare_words.BEFORE_COLUMN: pair.before,
                    compare_words.AFTER_COLUMN: pair.after,
                    compare_words.EXPECTED_COLUMN: expected,
                }
            )
    st.markdown(f"#### {compare_words.TABLE}")
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    areas = [
        {
            compare_words.AREA_COLUMN: buurt.name,
            compare_words.ROLE_COLUMN: compare_words.ROLES[buurt.role],
            compare_words.BEFORE_COLUMN: buurt.before,
            compare_words.AFTER_COLUMN: buurt.after,
        }
        for buurt in finding.outlines_of(Buurt)
    ]
    st.dataframe(
        pd.DataFrame(areas), hide_index=True, width="stretch", height=min(38 + 35 * len(areas), 320)
    )


#: Key of the widget, which is the name in the link.
KIND: Final = "vergelijking_van"
_CHOICES: Final = "vergelijking_keuzen"
#: What is chosen above the answer stands on one line, so that two maps fit in the first screen; on
#: a phone each choice takes the lines that it needs.
STYLE: Final = (
    WIDE
    + f"""<style>
.st-key-{_CHOICES} [data-testid="stElementContainer"] {{ max-width: 100%; }}
.st-key-{_CHOICES} [data-testid="stButtonGroup"] [role="radiogroup"] {{ flex-wrap: wrap; }}
</style>"""
)


def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    with panel():
        theme, layer = choose_layer(workspace)
    st.subheader(compare_words.PAGE)
    if layer is None:
        st.info(as_text(theme.no_layers))
        return
    if layer.kind == "context":
        st.info(compare_words.NO_COUNTS.format(layer=as_text(layer.label)))
        return
    kinds = dict(compare_words.KINDS)
    if workspace.geography.is_wide:
        kinds["wijken"] = compare_words.TWO_AREAS
    covered = covered_days(workspace, layer)
    with st.container(key=_CHOICES, horizontal=True, gap="medium"):
        kind = choose_tile(compare_words.WHAT, tuple(kinds), key=KIND, name=kinds.__getitem__)
        view = choose_view(layer) if kind == "perioden" else ""
    if kind == "perioden":
        show_periods(workspace, layer, covered, view=view)
    elif kind == "wijken":
        show_areas(workspace, layer, covered)
    else:
        show_measure(workspace, layer, covered)
    st.caption(map_text.REGISTERED_NOTE)
