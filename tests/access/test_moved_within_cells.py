"""Whoever asks and whatever for: where in its finest cell an incident lies changes nothing.

The incidents of a home are moved to other places within the finest cell of a role, in the same
buurt. All that the role gets is the same to the byte, or a place would be in it. The exception is
the search for near repeats, which `moved_within` answers from the file: see docs/veiligheid.md.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest

from hotspots.access.permission import cell_sizes_of, levels_of, may_see_points
from hotspots.access.workspace import Workspace, open_library, open_workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.map_quality import concentration, hold_out
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import MEASURES, searches_of
from hotspots.analysis.when import hours_and_days, season, timeline
from hotspots.app.data_page import data_quality
from hotspots.catalog.reading import read_catalog
from hotspots.cli import main
from hotspots.errors import HotspotsError
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.geography.drawn import DrawnArea
from hotspots.maps.choropleth import map_spec, overlay_of, points_of
from hotspots.maps.live.payload import payload
from hotspots.maps.page_html import standalone_html
from hotspots.settings import ROLE_VARIABLE, STATE_VARIABLE, Home
from hotspots.wijkbeeld.command import briefing_json
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.paper import report_bytes
from hotspots.wijkbeeld.phone_page import phone_page
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import briefing_sentences
from hotspots.wijkbeeld.sheets import sheet_of_wijkbeeld
from moved import moved_within
from opened_page import PageOpener, sent_to_map
from printed import Printed
from taken import csv_of
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotspots.catalog.specs import LayerSpec

REPOSITORY: Final = Path(__file__).parents[2]
MADE_ON: Final = date(2026, 11, 25)
YEAR: Final = Period(date(2017, 1, 1), date(2017, 12, 31))
HALF: Final = Period(date(2017, 7, 1), date(2017, 12, 31))
#: Roles of the town by their finest cell, metres.
SIZES: Final = (50, 100, 200, 250, 500)
ROLES: Final = (
    "\n".join(
        f'[roles.cel{size}]\nlabel = "Cellen van {size} m"\nsee = true\nexport = true\n'
        f'finest = "cells"\nfinest_cell_m = {size}\n'
        for size in SIZES
    )
    + '\n[roles.buurt]\nlabel = "Buurt"\nsee = true\nexport = true\nfinest = "buurten"\n'
    + ('[roles.analist]\nlabel = "Analist"\nsee = true\nexport = true\nfinest = "places"\n')
)


@pytest.fixture(scope="module")
def busy_town(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a town with burglaries that come in clumps, and a role for each size of cell."""
    home = tiny_home(tmp_path_factory.mktemp("stad") / "stad")
    theme = home.themes / "proef" / "theme.toml"
    told = theme.read_text(encoding="utf-8").replace("finest_cell_m = 100", "finest_cell_m = 50")
    theme.write_text(told, encoding="utf-8")
    (home.root / "rollen.toml").write_text(ROLES, encoding="utf-8")
    random = np.random.default_rng(11)
    rows = ["id,soort,begin,eind,x,y"]
    for number in range(400):
        # Half of them in one corner, in clumps of a few days.
        clump = number % 2
        x, y = random.uniform(200, 700, 2) if clump else random.uniform(0, 2000, 2)
        day = 40 * random.integers(0, 18) + random.integers(0, 5) if clump else 0
        moment = np.datetime64("2016-01-01") + (day or random.integers(0, 730))
        hour = random.integers(0, 24)
        soort = "woning" if number % 3 else "schuur"
        rows.append(f"{number},{soort},{moment} {hour:02}:00,,{100_000 + x:.2f},{420_000 + y:.2f}")
    (home.themes / "proef" / "inbraak.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    open_workspace(home, role="analist")
    return home


def same_wherever_they_lie(
    home: Home, role: str, size_m: int, told: Callable[[Workspace], list[Any]]
) -> bool:
    """Return whether a role gets the same of a home with its incidents elsewhere in their cells."""
    answers = []
    for seed in (1, 2):
        with moved_within(lambda layer: max(size_m, layer.privacy.finest_cell_m), seed):
            answers.append(told(Workspace(open_library(home), role)))
    assert answers[0]
    for one, other in zip(*answers, strict=True):
        assert type(one) is type(other)
        if one != other:
            return False
    return True


def size_of(role: str) -> int:
    """Return the finest cell of a role of the town; of one of buurten the finest there is."""
    return int(role[3:]) if role.startswith("cel") else 50


def by_measure(town: Workspace, layer: LayerSpec) -> Iterator[Any]:
    """Yield the answers of every measure at every level and in every size that is offered."""
    drawn = DrawnArea.from_text("cirkel:100520,420480,333")
    for measure, level in product(MEASURES, levels_of(layer)):
        sizes = cell_sizes_of(layer) if level == "cells" else (0,)
        if measure.id not in ("count", "gi_star"):
            sizes = sizes[:1]
        for size, area in [*((size, None) for size in sizes), (sizes[-1], drawn)]:
            asked = Selection(
                layer.id, level=level, measure=measure.id, cell_m=size, drawn=area,
                bandwidth_m=max(size, 60), period=HALF if measure.compares else None,
                soorten=("woning",) if measure.id == "location_quotient" else (),
            )  # fmt: skip
            try:
                answer = analyse(town, asked)
            except HotspotsError as refusal:
                yield str(refusal)
                continue
            yield answer.counts.tolist()
            yield csv_of(town, answer)
            yield answer.reference.tobytes()
            yield None if answer.raster is None else answer.raster.values.tobytes()
            yield sheet_of_analysis(town, answer).described_shapes().to_json()
            spec = map_spec(town, answer, points=points_of(town, answer))
            sent = payload(spec, root="/", name="kaart")
            yield json.dumps(sent, default=str)


def by_search(town: Workspace, layer: LayerSpec) -> Iterator[Any]:
    """Yield what every search finds, and how it is drawn."""
    for kind, soorten in product(searches_of(layer), ((), ("woning",))):
        level = "cells" if kind.in_cells else "buurten"
        asked = Selection(layer.id, level=level, soorten=soorten)
        search = Search(kind.id, permutations=99)
        if not kind.in_cells:
            search = replace(search, treated=("BU99990100",), since=date(2017, 1, 1))
        try:
            finding = find(town, asked, search)
        except HotspotsError as refusal:
            yield str(refusal)
            continue
        spec = map_spec(town, analyse(town, asked))
        yield repr(replace(spec, overlay=overlay_of(finding)).overlay)
        yield finding.table().to_csv()
        yield json.dumps(finding.to_dict(), default=str)
        yield {name: finding.table_behind(name).to_csv() for name in finding.tables}


def by_question(town: Workspace, layer: LayerSpec) -> Iterator[Any]:
    """Yield the answers beside the map: time, concentration, quality, and how a map did."""
    level = levels_of(layer)[-1]
    yield repr(data_quality(town, layer))
    for ask in (timeline, season, hours_and_days, concentration, hold_out):
        for period in (None, HALF):
            try:
                yield repr(ask(town, Selection(layer.id, level=level, period=period)))
            except HotspotsError as refusal:
                yield str(refusal)


def by_wijkbeeld(town: Workspace) -> Iterator[Any]:
    """Yield all that is made of a wijkbeeld, on the screen, on paper and on a phone."""
    for name in ("Onder", "Zuid"):
        found = briefing(town, place_named(town, name), YEAR)
        yield json.dumps(briefing_json(found), default=str)
        yield repr(briefing_sentences(found))
        sheet = sheet_of_wijkbeeld(town, found)
        yield sheet.rows.to_csv()
        yield Printed(report_bytes(town, found, layer="inbraak", made_on=MADE_ON)).text
        yield phone_page(town, found, layer="inbraak", made_on=MADE_ON)


OUTLETS: Final[dict[str, Callable[[Workspace], list[Any]]]] = {
    "measures": lambda town: list(by_measure(town, town.layer("inbraak"))),
    "searches": lambda town: list(by_search(town, town.layer("inbraak"))),
    "questions": lambda town: list(by_question(town, town.layer("inbraak"))),
    "wijkbeeld": lambda town: list(by_wijkbeeld(town)),
    "html": lambda town: [
        standalone_html(map_spec(town, analyse(town, Selection("inbraak", level=level))))
        for level in levels_of(town.layer("inbraak"))
    ],
}


@pytest.mark.parametrize("outlet", OUTLETS)
@pytest.mark.parametrize("role", ["cel100", "cel250", "buurt"])
def test_no_outlet_holds_where_in_its_finest_cell_an_incident_lies(
    busy_town: Home, role: str, outlet: str
) -> None:
    assert same_wherever_they_lie(busy_town, role, size_of(role), OUTLETS[outlet])


def test_who_may_see_places_does_get_others(busy_town: Home) -> None:
    # Else the same answers would say nothing. A map of areas and cells of 50 m has no places in it.
    assert not same_wherever_they_lie(busy_town, "analist", 50, OUTLETS["searches"])


@pytest.mark.parametrize("role", ["cel100", "cel250"])
def test_a_role_of_larger_cells_does_get_others_when_they_go_to_another_cell(
    busy_town: Home, role: str
) -> None:
    for outlet in ("searches", "questions", "html"):
        assert not same_wherever_they_lie(busy_town, role, 500, OUTLETS[outlet]), outlet


COMMANDS: Final = (
    "analyse inbraak --level cells --json",
    "analyse inbraak --level cells:250 --json",
    "analyse inbraak --measure density --json",
    "find inbraak --method scan --json",
    "find inbraak --method clusters --json",
    "report Onder --json",
)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("role", ["cel100", "cel200"])
def test_the_command_line_tells_no_place(
    busy_town: Home,
    role: str,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, role)
    told = []
    for seed in (1, 2):
        with moved_within(lambda _: size_of(role), seed):
            code = main(["--home", str(busy_town.root), *command.split()])
        told.append((code, capsys.readouterr()))
    assert told[0] == told[1]
    refused = "cells:250" in command
    assert (told[0][0] != 0) == refused
    assert ("cellen van 250 m" in told[0][1].err) == refused


LINKS: Final[tuple[dict[str, str], ...]] = (
    {"laag": "Inbraak", "niveau": "Cellen", "cel": "250 m"},
    {"laag": "Inbraak", "maat": "Dichtheid"},
    {"laag": "Inbraak", "niveau": "Cellen", "maat": "Hotspots", "zoek": "Groepen bij elkaar"},
)


@pytest.mark.parametrize("link", LINKS, ids=lambda link: "_".join(link.values()))
def test_the_page_sends_no_place(
    busy_town: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, link: dict[str, str]
) -> None:
    open_page, sent = PageOpener(monkeypatch), []
    for seed in (1, 2):
        # A state of its own: what is kept of one home is not given for the other.
        monkeypatch.setenv(STATE_VARIABLE, str(tmp_path / str(seed)))
        with moved_within(lambda _: 200, seed):
            page = open_page(busy_town, role="cel200", thema="Proef", **link)
        assert not page.exception
        sizes = [box.options for box in page.selectbox if box.key == "cel"]
        assert sizes in ([], [["200 m"]])
        sent.append([str(getattr(element, "proto", "")) for element in page.main])
    assert sent[0] == sent[1]
    assert sent_to_map(page)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


OURS: Final = [role.id for role in read_catalog(Home(REPOSITORY, REPOSITORY / ".hotspots")).roles]


@pytest.mark.parametrize("role", OURS)
def test_no_role_of_this_repository_gets_a_place_of_any_layer(state: Path, role: str) -> None:
    home = Home(REPOSITORY, state)
    seen = {layer.id: layer for layer in Workspace(open_library(home), role).catalog.layers}

    def finest(layer: LayerSpec) -> int:
        own = seen.get(layer.id, layer)
        return own.privacy.finest_cell_m

    told = []
    for seed in (1, 2):
        with moved_within(finest, seed):
            told.append(dict(of_every_layer(Workspace(open_library(home), role))))
    assert told[0].keys() == told[1].keys()
    differ = {
        layer for layer, outlet in told[0] if told[0][layer, outlet] != told[1][layer, outlet]
    }
    assert differ == {
        layer.id for layer in seen.values()
        if may_see_points(layer, role) and layer.kind == "incidents"
    }  # fmt: skip


def of_every_layer(town: Workspace) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield answers about each layer at its finest: numbers, map, groups."""
    for layer in town.catalog.layers:
        if layer.kind not in ("incidents", "counts"):
            continue
        level, sizes = levels_of(layer)[-1], cell_sizes_of(layer)
        asked = [Selection(layer.id, level=level, cell_m=size) for size in sizes or (0,)]
        if sizes:
            asked.append(Selection(layer.id, level=level, measure="density", bandwidth_m=150))
            found = find(town, asked[0], Search("clusters"))
            yield (layer.id, "clusters"), json.dumps(found.to_dict(), default=str)
        for selection in asked:
            answer = analyse(town, selection)
            spec = map_spec(town, answer, points=points_of(town, answer))
            sent = payload(spec, root="/", name="kaart")
            told = json.dumps(sent, default=str) + answer.in_order().to_csv()
            yield (layer.id, f"{selection.measure} {selection.cell_m}"), told
