"""What every part of `Vergelijken` shows: maps, a table, and sentences before both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.app import compare_words
from hotspots.app.compare_sentences import limit, spread
from hotspots.exports import words
from hotspots.exports.compare_sheet import difference_in_words, in_words
from hotspots.maps import words as map_text
from hotspots.maps.degrees import in_sight
from hotspots.maps.live.component import live_map
from hotspots.pages.download import offer_map
from hotspots.pages.filters import AREA
from hotspots.pages.page_map import AreaClick, clicked_on, legend_html, map_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.compare import Compared
    from hotspots.maps.spec import MapSpec


_BESIDE_PX: Final = 480
_ALONE_PX: Final = 560
#: metres; what is at least in sight.
_LEAST_M: Final = 800.0
#: Of the extent of a wijk, how much is in sight around it.
_MARGIN: Final = 0.06


def draw_two(
    workspace: Workspace,
    specs: tuple[MapSpec, MapSpec],
    names: tuple[str, str],
    *,
    key: str,
    focus: tuple[str, str] | None = None,
) -> None:
    """Draw two maps beside each other that move together; on a phone below each other.

    Parameters
    ----------
    names
        What each is of, as Markdown.
    focus
        Codes of the wijken that each looks at; without them both look at the same place.
    """
    columns = st.columns(2, gap="small")
    for at, (column, spec, name) in enumerate(zip(columns, specs, names, strict=True)):
        with column:
            st.markdown(f"#### {name}")
            draw_one(
                workspace,
                spec,
                name,
                key=f"{key}_{at + 1}",
                linked=key,
                wijk=focus[at] if focus is not None else None,
            )
    st.html(legend_html(specs[0]))


def draw_one(
    workspace: Workspace,
    spec: MapSpec,
    name: str,
    *,
    key: str,
    linked: str | None = None,
    wijk: str | None = None,
) -> None:
    """Draw a map; a click on an area chooses it."""
    what = name.replace("\\", "")
    # On half a page a legend lies on what it explains: it is folded, and its colours stand below.
    data = map_data(
        spec,
        name=f"{key}:{wijk or ''}",
        what=what,
        height=_BESIDE_PX if linked else _ALONE_PX,
        linked=linked,
        legend_folded=linked is not None,
        tiles=None,
    )
    if wijk is not None:
        wijken = workspace.geography.wijken
        shape = wijken.polygons[wijken.codes.index(wijk)]
        data["focus"] = in_sight(shape, least_m=_LEAST_M)
        data["anchor"] = np.mean(data["focus"], axis=0).round(5).tolist()
    if data["areas"] is not None:
        data["areas"]["selected"] = st.session_state.get(AREA)
    live_map(data, key=key, clicked=_Picked(key))
    offer_map(workspace, spec, f"{spec.layer}_{what}", key=f"{key}_bewaren")


class _Picked:
    """Chooses the area that was clicked on a map, before the page runs again."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self) -> None:
        click = clicked_on(self.key)
        if isinstance(click, AreaClick):
            st.session_state[AREA] = click.code


def show_compared(
    lines: Sequence[Compared],
    *,
    head: tuple[str, str, str],
    minimum: int = 0,
    tested: bool = True,
    other_first: bool = False,
    difference: str = words.COMPARED_DIFFERENCE,
) -> None:
    """Show lines as a table.

    Parameters
    ----------
    head
        Labels of the name and of both numbers.
    minimum
        Below which a number of this layer is not told.
    tested
        Whether the lines have a ratio and a verdict.
    other_first
        Whether the second number comes first: what was, before what is.
    difference
        Label of what the first number is more than the second would be there.
    """
    rows: list[dict[str, str | float | None]] = []
    for line in lines:
        row: dict[str, str | float | None] = {
            head[0]: line.name,
            head[1]: in_words(line.one, line.one_ends, minimum),
            head[2]: in_words(line.other, line.other_ends, minimum),
        }
        if other_first:
            row = {name: row[name] for name in (head[0], head[2], head[1])}
        row[difference] = difference_in_words(line)
        if tested:
            row |= {
                words.COMPARED_RATIO: "–" if math.isnan(line.ratio) else limit(line.ratio, 2),
                words.COMPARED_VERDICT: (
                    words.COMPARED_VERDICTS[int(line.verdict)]
                    if line.verdict is not None
                    else words.COMPARED_UNTESTED
                ),
                compare_words.DIFFERENCE_RANGE: spread(line.lower, line.upper, 0),
                compare_words.RATIO_RANGE: spread(line.ratio_lower, line.ratio_upper, 2),
            }
        rows.append(row)
    st.markdown(f"#### {compare_words.TABLE}")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(rows), 420),
    )


def synthetic_mark(answer: Analysis) -> str:
    """Return what follows the sentences of made-up numbers, as Markdown; nothing of real ones."""
    return f" :orange-badge[{map_text.SYNTHETIC_BADGE}]" if answer.synthetic else ""
