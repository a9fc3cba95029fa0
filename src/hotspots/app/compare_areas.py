"""Two wijken: how much more often it happens in one, and where in each."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots import dutch as numbers
from hotspots.access.cache import key_of
from hotspots.access.permission import levels_of
from hotspots.analysis.compare import compared_wijken
from hotspots.analysis.question import Selection
from hotspots.analysis.question_words import compared_words
from hotspots.app import compare_words
from hotspots.app.compare_sentences import plain, wijk_sentences
from hotspots.app.compare_showing import draw_two, show_compared, synthetic_mark
from hotspots.dutch import as_text, with_capital
from hotspots.exports import words
from hotspots.exports.compare_sheet import in_words, sheet_of_compared
from hotspots.maps.compared import compared_specs
from hotspots.pages import cached
from hotspots.pages.controls import choose_one
from hotspots.pages.download import offer_table
from hotspots.pages.filters import choose_period, choose_soorten
from hotspots.pages.opened import note_looking
from hotspots.pages.page_map import choose_style

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.compare import ComparedAreas
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec

#: Keys of the widgets, which are the names in the link.
ONE: Final = "wijk_een"
OTHER: Final = "wijk_twee"


def show_wijken(workspace: Workspace, layer: LayerSpec, covered: Period) -> None:
    """Let a user choose two wijken, and show how they differ."""
    if "wijken" not in levels_of(layer):
        st.info(compare_words.ONLY_WHOLE)
        return
    with st.sidebar:
        period = choose_period(layer, covered)
        soorten = choose_soorten(layer)
        style = choose_style(workspace, layer)
    codes, names = _choose_two(workspace)
    if codes[0] == codes[1]:
        st.info(compare_words.PICK_TWO)
        return
    selection = Selection(layer=layer.id, level="wijken", period=period, soorten=soorten)
    note_looking(workspace, layer.id, replace(selection, wijken=codes).to_dict())
    compared = compared_wijken(workspace, selection, *codes)
    level = "buurten" if "buurten" in levels_of(layer) else "wijken"
    key = key_of(workspace, layer.id)
    maps = [
        cached.analysis_of(workspace, key, replace(selection, level=level, wijken=(code,)))
        for code in codes
    ]
    st.caption(as_text(compared_words(workspace, *maps)))
    _say(compared, layer, names, synthetic_mark(maps[0]))
    one, other = compared_specs(workspace, maps, style)
    draw_two(
        workspace,
        (one, other),
        (as_text(names[0]), as_text(names[1])),
        key="wijken",
        focus=codes,
    )
    st.caption(compare_words.EXPLAIN_WIJKEN)
    lines = (replace(compared.whole, name=compare_words.ALL_SOORTEN), *compared.soorten)
    show_compared(
        lines,
        head=(compare_words.SOORT_COLUMN, *names),
        minimum=layer.privacy.minimum,
        tested=not layer.sensitive,
        difference=words.COMPARED_DIFFERENCE
        if compared.exposures is None
        else compare_words.DIFFERENCE_IN_SIZE,
    )
    offer_table(
        layer,
        partial(
            sheet_of_compared,
            lines=lines,
            answers=maps,
            heads=(compare_words.SOORT_COLUMN, *names),
            sentences=() if _untold(compared) else plain(wijk_sentences(compared, layer, names)),
        ),
        name=f"{layer.id}_{names[0]}_{names[1]}",
        key="wijken_bestand",
        shapes=False,
    )
    if not layer.sensitive:
        with st.expander(compare_words.HOW):
            st.text(compare_words.HOW_WIJKEN)


def _choose_two(workspace: Workspace) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return codes and names of both wijken."""
    wijken = workspace.geography.wijken
    name_of = dict(zip(wijken.codes, wijken.names, strict=True))
    columns = st.columns(2, gap="small")
    chosen = []
    for at, (column, label, key) in enumerate(
        zip(columns, (compare_words.ONE, compare_words.OTHER), (ONE, OTHER), strict=True)
    ):
        with column:
            code = choose_one(
                label,
                wijken.codes,
                key=key,
                name=lambda code: name_of[code],
                default=wijken.codes[min(at, len(wijken.codes) - 1)],
            )
            chosen.append(code)
    return (chosen[0], chosen[1]), (name_of[chosen[0]], name_of[chosen[1]])


def _say(compared: ComparedAreas, layer: LayerSpec, names: tuple[str, str], mark: str) -> None:
    if not _untold(compared):
        st.markdown(" ".join(wijk_sentences(compared, layer, names)) + mark)
        return
    minimum, whole = layer.privacy.minimum, compared.whole
    counts = [
        in_words(whole.one, whole.one_ends, minimum),
        in_words(whole.other, whole.other_ends, minimum),
    ]
    st.markdown(
        compare_words.SENSITIVE_COUNTED.format(
            plural=as_text(with_capital(layer.noun_plural)),
            period=numbers.period(compared.period.first, compared.period.last),
            one=as_text(names[0]),
            other=as_text(names[1]),
            one_count=counts[0],
            other_count=counts[1],
        )
        + mark
    )
    sentence = compare_words.SENSITIVE_WIJKEN if layer.sensitive else compare_words.WITHHELD_WIJKEN
    st.info(sentence.format(minimum=minimum))


def _untold(compared: ComparedAreas) -> bool:
    """Whether the two are not compared: too little of one may be shown, or is given."""
    return compared.whole.verdict is None
