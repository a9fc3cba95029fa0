"""The wijkbeeld as one HTML file: complete, small, and closed."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from attacks import FILLED_IN, words_of
from hostile_town import hostile_home
from hotspots.access import audit
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError
from hotspots.maps.choropleth import map_spec
from hotspots.maps.live.payload import payload
from hotspots.maps.page_html import standalone_html
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.phone_page import phone_page
from hotspots.wijkbeeld.place import place_named
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

MADE_ON = date(2026, 11, 25)


@pytest.fixture(scope="module")
def page(town: Workspace) -> str:
    found = briefing(town, place_named(town, "Boven"))
    return phone_page(town, found, made_on=MADE_ON).decode()


def words(page: str) -> str:
    """Return what a reader reads, without code: of the page, and of the data that it draws."""
    return " ".join(words_of(page).split())


def test_the_page_says_what_the_paper_says(page: str) -> None:
    said = words(page)
    for part in (
        "Wijkbeeld Boven", "Wijk in Vierbuurten", "Synthetische gegevens", "In één minuut",
        "Inbraak", "Per 1.000", "geen jaar eerder in de laag", "Gemaakt op 25-11-2026",
        "Inbraak v1, Zorg v1: Verzonnen", "Geregistreerd is niet hetzelfde als gebeurd",
        "Gekozen gebied", "Er staat geen zone open.",
    ):  # fmt: skip
        assert part in said, part


def test_a_page_asks_nothing_of_another_host_and_the_browser_would_refuse_it(page: str) -> None:
    assert "default-src 'none'" in page
    # Leaflet names its makers in a control that this map does not have; the page itself nothing.
    own = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert "//" not in re.sub(r"/\*.*?\*/", "", own, flags=re.DOTALL)
    assert "<link" not in own


def test_the_same_briefing_gives_the_same_bytes(town: Workspace, page: str) -> None:
    again = briefing(town, place_named(town, "Boven"))
    assert phone_page(town, again, made_on=MADE_ON).decode() == page


def test_no_place_of_an_incident_is_in_the_page(page: str) -> None:
    # The town's incidents lie at whole tens of metres such as x 100.050 y 421.050; what the page
    # holds of a place are corners of cells of 100 m.
    assert "100050" not in page
    assert "421050" not in page
    assert '"points":null,"clusters":null' in page


def test_hostile_names_are_shown_and_do_nothing(tmp_path: Path) -> None:
    workspace = open_workspace(hostile_home(tmp_path), role="analist")
    found = briefing(workspace, place_named(workspace, "WK999901"))
    page = phone_page(workspace, found, made_on=MADE_ON).decode()
    assert "<script>window.PWN" not in page
    assert "<img src=x" not in page
    # In the data of the page it stands as it is: nobody fills in a template there.
    assert "{{77777*99991}}" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert FILLED_IN not in page
    assert '"><script>window.PWN=1</script> Boven' in words(page)


def test_a_layer_that_may_not_be_taken_away_is_not_in_it(tmp_path: Path) -> None:
    home = tiny_home(tmp_path)
    (tmp_path / "rollen.toml").write_text(
        '[roles.wijkagent]\nlabel = "W"\nsee = true\nfinest = "cells"\nexport = true\n'
        "[roles.wijkagent.sensitive]\nexport = false\n",
        encoding="utf-8",
    )
    workspace = open_workspace(home, role="wijkagent")
    found = briefing(workspace, place_named(workspace, "Boven"))
    said = words(phone_page(workspace, found, made_on=MADE_ON).decode())
    assert "mag meenemen: Zorg." in said
    assert said.count("Zorg") == 1
    with pytest.raises(SelectionError):
        phone_page(workspace, found, layer="zorg", made_on=MADE_ON)
    exported = [line for line in audit.lines(home) if line["action"] == "exported"]
    assert {(line["subject"], line["details"]["kind"]) for line in exported} == {
        ("inbraak", "html")
    }


def test_the_largest_map_there_can_be_stays_under_a_megabyte_and_a_half(town: Workspace) -> None:
    spec = map_spec(town, analyse(town, Selection("inbraak", level="cells", cell_m=100)))
    # Dordrecht is 99,5 km2: 39.800 cells of 50 m, the smallest there are, each with its own count.
    number = 39_800
    cells = dataclasses.replace(
        spec.cells, size_m=50,
        col=np.arange(number, dtype=np.int32) % 200 + 2_000,
        row=np.arange(number, dtype=np.int32) // 200 + 8_400,
        fill=np.ones(number, dtype=np.int16), count=np.arange(number, dtype=np.int64) % 2_000,
    )  # fmt: skip
    outline = place_named(town, "Boven").shape(town.geography)
    told = dataclasses.replace(spec, cells=cells, place=outline)
    page = standalone_html(told, '<section class="hs-story"></section>')
    # Three or four bytes a cell, a third more in base64: some 0,2 MB of cells beside the scripts.
    assert 450_000 < len(page.encode()) < 1_500_000


def test_a_map_of_a_place_opens_there_and_lines_it(town: Workspace) -> None:
    spec = map_spec(town, analyse(town, Selection("inbraak")))
    place = place_named(town, "Noord").shape(town.geography)
    sent = payload(dataclasses.replace(spec, place=place), root="", name="kaart")
    (south, west), (north, east) = sent["focus"]
    # 1.000 m are 0,00899 degrees of latitude and, at 51,8 degrees north, 0,0145 of longitude;
    # RD is turned a little, and 0,001 is added on every side.
    assert north - south == pytest.approx(0.00899 + 0.002, abs=0.0003)
    assert east - west == pytest.approx(0.0145 + 0.002, abs=0.0004)
    [ring] = sent["place"]["rings"]
    assert len(ring) == 5
