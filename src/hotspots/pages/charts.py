"""Charts that sessions share: built and checked once, then sent as they are.

Altair holds every part of a chart to the schema of Vega-Lite, each time that it is made: four
charts took two thirds of the processor time of a filter change. The answers they show are shared
already, and so are the charts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import streamlit as st

from hotspots.access.cache import Cache

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import altair as alt

#: About 10 kB each.
#: What the rows of a chart are called, whatever is in them.
_ROWS: Final = "rows"


@dataclass(frozen=True, slots=True)
class _Ready:
    """A chart as Vega-Lite, and its rows by name as Arrow."""

    spec: str
    rows: dict[str, bytes]


_charts = Cache[_Ready]()
_rows = Cache[bytes]()


def show_chart(
    question: tuple[Hashable, ...],
    build: Callable[[], alt.TopLevelMixin],
    **more: object,
) -> None:
    """Show a chart, and build it only if it was not shown before.

    Parameters
    ----------
    question
        All that the chart depends on: which chart, role and version, selection, theme. What is
        left out here is shown to whoever asked something else.
    build
        Returns the chart of Altair.
    more
        What Streamlit does with a click on the chart.
    """
    ready = _charts.answer(question, lambda: _made_ready(build()))
    _show(ready.spec, ready.rows, **more)


def show_rows(
    question: tuple[Hashable, ...],
    rows: Callable[[], list[dict[str, object]]],
    form: tuple[Hashable, ...],
    build: Callable[[alt.NamedData], alt.TopLevelMixin],
) -> None:
    """Show a chart that is the same at every question but for its rows.

    Parameters
    ----------
    question
        All that the rows depend on: which chart, role and version, selection.
    rows
        Returns the rows as plain values, days as ISO 8601; called once per question.
    form
        All that the chart depends on besides: which chart, theme, what is written on its axes.
    build
        Returns the chart of Altair over data that it is handed; called once per form.
    """
    import altair as alt  # noqa: PLC0415 - half a second, and most pages open without a chart

    ready = _charts.answer(form, lambda: _made_ready(build(alt.NamedData(_ROWS))))
    _show(ready.spec, {_ROWS: _rows.answer(question, lambda: _arrow(rows()))})


def _show(spec: str, rows: dict[str, bytes], **more: Any) -> None:  # noqa: ANN401 - passed on
    whole: Any = {**json.loads(spec), "datasets": dict(rows)}
    st.vega_lite_chart(whole, width="stretch", **more)


def _made_ready(chart: alt.TopLevelMixin) -> _Ready:
    import altair as alt  # noqa: PLC0415 - half a second, and most pages open without a chart

    # Altair's own theme sets widths that are not the page's.
    alt.theme.enable("none")
    spec = chart.to_dict()
    rows = spec.pop("datasets", {})
    written = json.dumps(spec)
    ready = {}
    for at, (name, values) in enumerate(rows.items()):
        # Altair names rows by what is in them. A browser that gets the same chart with other rows
        # draws these; any other chart it throws away and builds again.
        steady = f"{_ROWS}{at or ''}"
        written = written.replace(f'"{name}"', f'"{steady}"')
        ready[steady] = _arrow(values)
    return _Ready(written, ready)


def _arrow(values: list[dict[str, object]]) -> bytes:
    table = pa.Table.from_pylist(values)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def theme_of_page() -> str:
    """Return whether this page is light or dark; a chart for one cannot be read on the other."""
    return st.context.theme.type or "light"
