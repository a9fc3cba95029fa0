"""report: the wijkbeeld of a place or the atlas of all, as a PDF or as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hotspots.access import audit
from printed import Printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.settings import Home

    Run = Callable[..., Any]


def test_a_report_of_a_place_is_written_by_name_or_code(run: Run, tmp_path: Path) -> None:
    ran = run("report", "boven", "--date", "2026-11-25", "--out", tmp_path / "boven.pdf")
    assert (ran.code, ran.out.strip()) == (0, f"Geschreven: {tmp_path / 'boven.pdf'}")
    assert run(
        "report", "WK999901", "--date", "25-11-2026", "--out", tmp_path / "code.PDF"
    ).code == 0  # fmt: skip
    written = (tmp_path / "boven.pdf").read_bytes()
    assert written == (tmp_path / "code.PDF").read_bytes()
    assert "Gemaakt op 25-11-2026" in Printed(written).text


def test_period_and_layer_of_the_map_can_be_chosen(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "noord.pdf"
    ran = run(
        "report", "Noord", "--from", "2017-01-01", "--to", "2017-02-28", "--layer", "inbraak",
        "--out", path,
    )  # fmt: skip
    assert ran.code == 0
    # Of Noord's four, begun on 31-12, 05-01, 06-01 and 03-02, three are in these months.
    paper = Printed(path.read_bytes())
    assert "01-01-2017 t/m 28-02-2017" in paper.text
    assert "Kaart: Inbraak" in paper.text
    assert "Inbraak per 1.000 huishoudens (2023) 3" in paper.text.replace("Per", "per")


def test_a_page_for_a_phone_is_written_where_the_name_ends_in_html(
    run: Run, tmp_path: Path
) -> None:
    assert run("report", "Boven", "--out", tmp_path / "boven.html").code == 0
    page = (tmp_path / "boven.html").read_text(encoding="utf-8")
    assert "<title>Wijkbeeld Boven</title>" in page


def test_an_atlas_holds_every_wijk(run: Run, tmp_path: Path) -> None:
    ran = run("report", "--all", "--out", tmp_path / "atlas.pdf")
    assert ran.code == 0
    paper = Printed((tmp_path / "atlas.pdf").read_bytes())
    assert [name for name, _ in paper.bookmarks()][1:] == ["Boven", "Onder"]


def test_json_is_one_object_with_the_numbers_of_the_briefing(run: Run, home: Home) -> None:
    ran = run("report", "Onder", "--json")
    assert ran.code == 0
    told = ran.json
    assert told["place"] == {"level": "wijken", "code": "WK999902", "name": "Onder", "wijk": ""}
    assert told["synthetic"] is True
    inbraak, zorg = told["lines"]
    assert (inbraak["layer"], inbraak["count"], inbraak["earlier"]) == ("inbraak", 1, None)
    # 9 in one quarter and 0 in the other: neither is published, so 0 to 9 twice.
    assert (zorg["count"], zorg["count_ends"], zorg["why_not"]) == (None, [0, 18], "")
    assert zorg["per_1000"] is None
    assert {told["id"] for told in told["sentences"]} >= {"headline", "registered"}
    seen = {line["subject"] for line in audit.lines(home) if line["action"] == "saw"}
    assert seen == {"inbraak", "zorg"}


def test_the_printed_object_is_the_one_that_says_why_a_number_is_not_there(run: Run) -> None:
    told = run("report", "Onder", "--json").json
    assert set(told) == {
        "place", "area_km2", "period", "compared_with", "last_month", "synthetic", "sentences",
        "population", "lines", "details", "zones", "no_zones", "events_known", "events_status",
        "events", "figures",
        "notes", "parameters",
    }  # fmt: skip
    inbraak, zorg = told["lines"]
    # Below ten nothing is told of care, and the object says which number that is.
    assert (inbraak["minimum"], zorg["minimum"]) == (None, 10)
    # A town without a calendar has events that are not known, which are not no events.
    assert (told["events_known"], told["events"]) == (False, None)
    # Nobody looked for zones here, which the object says instead of a bare empty list.
    assert told["zones"] == []
    assert set(told["no_zones"]) == {"inbraak"}
    assert set(told["details"]["inbraak"]) == {
        "hot_places", "hot_cells", "busy_windows", "news", "risen_buurten",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "welk verslag"),
        (("Boven",), "welk verslag"),
        (("Boven", "--all", "--out", "x.pdf"), "welk verslag"),
        (("Boven", "--out", "x.doc"), "verwacht: .pdf, .html"),
        (("--all", "--out", "x.html"), "verwacht: .pdf."),
        (("Bovn", "--json"), "Bedoelde u 'Boven'?"),
        (("Boven", "--layer", "spook", "--out", "x.pdf"), "'spook'"),
        (("Boven", "--from", "2017-01-01", "--json"), "--to"),
        (("Boven", "--out", "/bestaat/niet/x.pdf"), "niet worden weggeschreven"),
    ],
)
def test_what_cannot_be_answered_is_refused_and_says_what_to_do(
    arguments: tuple[str, ...],
    said: str,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("report", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert list(tmp_path.glob("x.*")) == []
