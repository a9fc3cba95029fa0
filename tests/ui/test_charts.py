from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import pyarrow as pa

from hotspots.ui import charts

if TYPE_CHECKING:
    import pytest

HOSTILE = '</script><img src=x onerror="window.PWN=1">{{7*7}}'


def bars(label: str) -> alt.Chart:
    rows = pd.DataFrame({"begin": pd.to_datetime(["2017-01-01"]), "count": [3], "label": [label]})
    return alt.Chart(rows).mark_bar().encode(x="begin:T", y="count:Q", tooltip=["label:N"])


def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(
        charts.st,
        "vega_lite_chart",
        lambda spec, **_: sent.append(
            json.loads(json.dumps(spec, default=len)) | {"rows": spec["datasets"]}
        ),
    )
    return sent


def test_a_chart_is_built_once_per_question(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, built = shown(monkeypatch), []

    def build() -> alt.Chart:
        built.append(1)
        return bars("a")

    for theme in ("light", "light", "dark"):
        charts.show_chart(("test_once", theme), build)
    assert len(sent) == 3
    assert len(built) == 2


def test_rows_go_as_arrow_and_names_in_them_stay_text(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = shown(monkeypatch)
    charts.show_chart(("test_rows",), lambda: bars(HOSTILE))
    (name,) = sent[0]["rows"]
    assert sent[0]["data"] == {"name": name}
    with pa.ipc.open_stream(sent[0]["rows"][name]) as stream:
        rows = stream.read_all().to_pylist()
    assert rows == [{"begin": "2017-01-01T00:00:00", "count": 3, "label": HOSTILE}]
    assert "PWN" not in json.dumps({key: value for key, value in sent[0].items() if key != "rows"})
    # Widths are the page's, not those of Altair's theme.
    assert "config" not in sent[0]
