from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import pyarrow as pa

from hotspots.pages import charts

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


def test_a_form_is_built_once_and_stays_the_same_under_other_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The browser only draws anew what differs: of these two the rows.
    sent, built = shown(monkeypatch), []

    def build(data: alt.NamedData) -> alt.Chart:
        built.append(1)
        return alt.Chart(data).mark_bar().encode(x="begin:T", y="count:Q")

    def rows(count: int) -> list[dict[str, Any]]:
        return [{"begin": "2017-01-01T00:00:00", "count": count}]

    for count in (3, 5):
        charts.show_rows(("rows", count), lambda count=count: rows(count), ("form",), build)
    assert len(built) == 1
    one, other = ({name: part for name, part in each.items() if name != "rows"} for each in sent)
    assert one == other
    told = []
    for each in sent:
        with pa.ipc.open_stream(each["rows"][each["data"]["name"]]) as stream:
            told += stream.read_all().to_pylist()
    assert told == rows(3) + rows(5)


def test_a_chart_is_called_the_same_whatever_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = shown(monkeypatch)
    for label in ("one", "other"):
        charts.show_chart(("test_names", label), lambda label=label: bars(label))
    assert [list(each["rows"]) for each in sent] == [["rows"], ["rows"]]


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
