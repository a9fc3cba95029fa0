"""Charts that sessions share: built and checked once, then sent as they are.

Altair holds every part of a chart to the schema of Vega-Lite, each time that it is made: four
charts took two thirds of the processor time of a filter change. The answers they show are shared
already, and so are the charts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import pyarrow as pa
import streamlit as st

from hotspots.ui.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

#: About 10 kB each.
_MOST_CHARTS: Final = 1024

# Altair's own theme sets widths that are not the page's. Streamlit turns it off as well, but each
# time and behind a lock.
alt.theme.enable("none")


@dataclass(frozen=True, slots=True)
class _Ready:
    """A chart as Vega-Lite, and its rows by name as Arrow."""

    spec: str
    rows: dict[str, bytes]


_charts = Kept[_Ready](most=_MOST_CHARTS)


def show_chart(asked: tuple[Hashable, ...], build: Callable[[], Any]) -> None:
    """Show a chart, and build it only if it was not shown before.

    Parameters
    ----------
    asked
        All that the chart depends on: which chart, role and version, selection, theme. What is
        left out here is shown to who asked something else.
    build
        Returns the chart of Altair.
    """
    ready = _charts.answer(asked, lambda: _made_ready(build()))
    spec: Any = {**json.loads(ready.spec), "datasets": dict(ready.rows)}
    st.vega_lite_chart(spec, width="stretch")


def _made_ready(chart: Any) -> _Ready:  # noqa: ANN401 - any chart of Altair
    spec = chart.to_dict()
    rows = spec.pop("datasets", {})
    return _Ready(json.dumps(spec), {name: _arrow(values) for name, values in rows.items()})


def _arrow(values: list[dict[str, Any]]) -> bytes:
    table = pa.Table.from_pylist(values)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def theme_of_page() -> str:
    """Return whether this page is light or dark; a chart for one cannot be read on the other."""
    return st.context.theme.type or "light"
