"""Two towns that differ in every count that is not published give the same answers, everywhere.

If an outlet printed anything that depends on a count behind a published cell, be it a total, a
rank, a verdict, an interval, a class, a hatch or a sentence, the answers of both towns would
differ. As they are the same, no solver can work a cell back to less than what was published of it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hotspots.access.cube import build_cube
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.judgement import judged_in_place, judged_in_time
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.analysis.when import timeline
from hotspots.cli import main
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.exports.time_sheets import sheet_of_months
from hotspots.maps.choropleth import MapStyle, map_spec
from hotspots.maps.live.payload import payload
from hotspots.maps.page_html import standalone_html
from hotspots.vergelijken.compared import compared_areas, compared_periods
from hotspots.vergelijken.maps import compared_specs
from hotspots.vergelijken.sheet import sheet_of_compared
from hotspots.wijkbeeld.command import briefing_json
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.overview import at_a_glance
from hotspots.wijkbeeld.overview_page import table_html as overview_html
from hotspots.wijkbeeld.overview_sheet import sheet_of_overview
from hotspots.wijkbeeld.page import MapLinks
from hotspots.wijkbeeld.page import table_html as figures_html
from hotspots.wijkbeeld.paper import report_bytes
from hotspots.wijkbeeld.paper_pages import figures
from hotspots.wijkbeeld.phone_page import phone_page
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import briefing_sentences
from hotspots.wijkbeeld.sheets import sheet_of_wijkbeeld
from printed import Printed
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.exports.sheet import Sheet
    from hotspots.maps.spec import MapSpec

WIJKEN = ("WK999901", "WK999902")
#: Middle of each wijk, RD metres.
Y_OF = (421_500, 420_500)
STARTS = tuple(date(year, month, 1) for year in (2016, 2017) for month in (1, 4, 7, 10))
MADE_ON = date(2026, 11, 25)


def published(counts: NDArray[np.int64]) -> list[list[int]]:
    area, quarter = (at.ravel() for at in np.indices(counts.shape))
    months = np.array(STARTS, dtype="datetime64[M]")[quarter]
    cube = build_cube(
        area.astype(np.int16), months, counts.ravel(), level="wijken", areas=2, minimum=10
    )
    return cube.counts.tolist()


def pair_of(seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the lowest and the highest counts that are published the same."""
    random = np.random.default_rng(seed)
    shown = random.choice([-1, -1, 10, 15, 25, 60], (2, len(STARTS)))
    # Rounding: 10 is 10 to 12, 15 is 13 to 17; what is not published is 0 to 9.
    lowest = np.where(shown < 0, 0, np.maximum(shown - 2, 10))
    highest = np.where(shown < 0, 9, shown + 2)
    assert published(lowest) == published(highest) == shown.tolist()
    return lowest, highest


def town_of(folder: Path, counts: NDArray[np.int64]) -> Workspace:
    home = tiny_home(folder)
    # Enough households in both wijken, so that they are judged.
    for name in ("wijken", "buurten"):
        path = folder / "geodata" / name / f"{name}.geojson"
        layer = json.loads(path.read_text(encoding="utf-8"))
        for feature in layer["features"]:
            feature["properties"]["huishoudens"] = 4_000
        path.write_text(json.dumps(layer), encoding="utf-8")
    rows = [
        f",{STARTS[quarter]} 10:00,100500,{Y_OF[wijk]}"
        for (wijk, quarter), count in np.ndenumerate(counts)
        for _ in range(int(count))
    ]
    # The first and the last day are in both towns, outside every wijk: a row sets the period.
    ends = [",2016-01-01 10:00,103000,421500", ",2017-12-31 10:00,103000,421500"]
    numbered = [f"{at}{row}" for at, row in enumerate([*ends, *rows])]
    (folder / "data/proef/zorg.csv").write_text("\n".join(["id,begin,x,y", *numbered]) + "\n")
    return open_workspace(home, role="analist")


def periods() -> list[Period]:
    """Return every run of quarters."""
    begins = [*STARTS, date(2018, 1, 1)]
    return [Period(one, other - timedelta(days=1)) for one, other in combinations(begins, 2)]


def said_by_sheet(sheet: Sheet) -> list[str]:
    return [
        sheet.rows.to_csv(),
        sheet.for_people.to_csv(),
        *(f"{line.id}: {line.value}" for line in sheet.metadata.lines),
        json.dumps(dict(sheet.described), default=str),
    ]


def drawn(spec: MapSpec) -> list[Any]:
    return [
        spec.title, spec.subtitle, spec.tips, spec.bounds, asdict(spec.legend),
        [asdict(entry) for entry in spec.classes],
        None if spec.fill is None else spec.fill.tolist(),
    ]  # fmt: skip


def from_analyses(town: Workspace) -> list[Any]:
    told: list[Any] = []
    for period in periods():
        for measure in ("count", "rate"):
            asked = Selection("zorg", level="wijken", measure=measure, period=period)
            answer = analyse(town, asked)
            told += [
                answer.in_order().to_csv(),
                answer.parameters.to_dict(),
                answer.ledger.to_dict(),
            ]
            told += said_by_sheet(sheet_of_analysis(town, answer))
            for style in (MapStyle(), MapStyle(method="own", own_breaks=(15, 30, 90))):
                told += drawn(map_spec(town, answer, style))
    return told


def from_months(town: Workspace) -> list[Any]:
    told: list[Any] = []
    for wijken in ((), WIJKEN[:1], WIJKEN[1:]):
        asked = Selection("zorg", level="wijken", wijken=wijken)
        line = timeline(town, asked)
        assert line.bounds is not None
        told += [line.counts.tolist(), line.bounds.upper.tolist()]
        told += said_by_sheet(sheet_of_months(town, analyse(town, asked), line))
    return told


def from_overview(town: Workspace) -> list[Any]:
    told: list[Any] = []
    for period in ("all", "last_12_months", "quarter"):
        glance = at_a_glance(town, period)
        told += [repr([column.cells for column in glance.columns])]
        told += [overview_html(glance, period, "/")]
        told += said_by_sheet(sheet_of_overview(town, glance))
    return told


def from_wijkbeeld(town: Workspace) -> list[Any]:
    told: list[Any] = []
    for name in ("Boven", "Onder", "Noord"):
        place = place_named(town, name)
        for period in (None, Period(date(2017, 1, 1), date(2017, 12, 31))):
            found = briefing(town, place, period)
            links = MapLinks(town, place, as_days=False, root="/")
            told += [
                json.dumps(briefing_json(found), default=str),
                [asdict(paragraph) for paragraph in briefing_sentences(found)],
                figures_html(found, links),
                json.dumps(asdict(figures(found))),
                *said_by_sheet(sheet_of_wijkbeeld(town, found)),
            ]
    return told


def from_compared(town: Workspace) -> list[Any]:
    told: list[Any] = []
    for one, other in combinations(periods()[:12], 2):
        if one.intersection(other) is not None:
            continue
        asked = Selection("zorg", level="wijken")
        now, then = (analyse(town, replace(asked, period=period)) for period in (other, one))
        lines, whole = compared_periods(town, now, then)
        heads = ("Gebied", "nu", "toen")
        sheet = sheet_of_compared(town, lines, (now, then), heads=heads, sentences=())
        told += [repr(lines), repr(whole), *said_by_sheet(sheet)]
        for spec in compared_specs(town, (now, then), MapStyle()):
            told += drawn(spec)
        told += [repr(compared_areas(town, replace(asked, period=one), *WIJKEN))]
    return told


def from_files(town: Workspace) -> list[Any]:
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    found = briefing(town, place_named(town, "Boven"), year)
    spec = map_spec(town, analyse(town, Selection("zorg", level="wijken", period=year)))
    return [
        Printed(report_bytes(town, found, layer="zorg", made_on=MADE_ON)).text,
        phone_page(town, found, layer="zorg", made_on=MADE_ON).decode(),
        standalone_html(spec),
        repr(payload(spec, root="/", name="kaart")),
    ]


OUTLETS = (
    from_analyses, from_months, from_overview, from_wijkbeeld, from_compared, from_files,
)  # fmt: skip


@pytest.fixture(scope="module", params=[1, 2])
def towns(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Workspace, Workspace]:
    low, high = pair_of(request.param)
    # Folders of the same name: the home has it in its title.
    one, other = (tmp_path_factory.mktemp(name) / "stad" for name in ("laag", "hoog"))
    return town_of(one, low), town_of(other, high)


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.__name__)
def test_an_outlet_tells_nothing_that_was_not_published(
    towns: tuple[Workspace, Workspace],
    outlet: Any,  # noqa: ANN401 - a function of a town
) -> None:
    told = [outlet(town) for town in towns]
    assert told[0] == told[1]
    assert len(told[0]) > 0


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.__name__)
def test_what_was_published_does_show_in_every_outlet(
    towns: tuple[Workspace, Workspace],
    outlet: Any,  # noqa: ANN401 - a function of a town
    tmp_path: Path,
) -> None:
    # Else the same answers would say nothing.
    low, _ = pair_of(1)
    low[0, 5] = 98
    assert outlet(town_of(tmp_path / "stad", low)) != outlet(towns[0])


def test_a_verdict_and_its_interval_are_those_of_what_was_published(
    towns: tuple[Workspace, Workspace],
) -> None:
    period = Period(date(2017, 1, 1), date(2017, 12, 31))
    for judge in (judged_in_place, judged_in_time):
        one, other = (judge(town, town.layer("zorg"), "wijken", period) for town in towns)
        assert repr(one) == repr(other)


@pytest.mark.parametrize("command", ["analyse zorg --json", "analyse zorg", "report Boven --json"])
def test_the_command_line_tells_nothing_that_was_not_published(
    towns: tuple[Workspace, Workspace], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for town in towns:
        assert main(["--home", str(town.home.root), *command.split()]) == 0
        told.append(capsys.readouterr())
    assert told[0] == told[1]
