"""What was chosen stands, in the same sentence, on every page and in every file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields, replace
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotspots.access.workspace import open_workspace
from hotspots.analysis import question_words
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.question_words import (
    PHRASED,
    analysis_words,
    file_name,
    finding_words,
    title_words,
    words_under_title,
)
from hotspots.cli import main
from hotspots.dutch import WEEKDAY_NAMES
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.geography.drawn import DrawnArea
from hotspots.maps.choropleth import map_spec
from hotspots.maps.paper_map import paper_figure
from hotspots.settings import HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE
from printed import Printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

QUARTER: Final = Period(date(2017, 1, 1), date(2017, 3, 31))
MONTH: Final = Period(date(2017, 2, 1), date(2017, 2, 28))
AREA: Final = DrawnArea(((100_055, 421_055),), 20)
DENSITY: Final = {"measure": "density", "level": "cells"}
#: Of each field: with which others, which value, and what is then said; all on the tiny town.
#: A field that is not here fails: whoever adds one says how it is told.
SAID: Final[dict[str, tuple[dict[str, Any], Any, str]]] = {
    "layer": ({}, "inbraak", "Inbraak · "),
    "level": ({}, "wijken", " · per wijk · "),
    "measure": ({}, "rate", " · per 1.000 · "),
    "period": ({}, QUARTER, " · 01-01-2017 t/m 31-03-2017 · "),
    "compare_period": (
        {
            "measure": "change",
            "period": MONTH,
            "compare_period": Period(date(2017, 1, 4), date(2017, 1, 31)),
        },
        Period(date(2017, 1, 1), date(2017, 1, 28)),
        "vergeleken met 01-01-2017 t/m 28-01-2017",
    ),
    "soorten": ({}, ("woning",), " · soort Woning · "),
    "wijken": ({}, ("WK999901",), " · wijk Boven"),
    "side": ({"measure": "ratio"}, "more", " · alleen wat er meer is · "),
    "buurten": ({}, ("BU99990101",), " · buurt Oost"),
    # pi times 20 m squared is 1.257 m2.
    "drawn": ({}, AREA, "getekend gebied: cirkel met straal 20 m, 0,0013 km², rond 100055, 421055"),
    "day_parts": ({}, ("nacht",), " · alleen nacht (0–6)"),
    "weekdays": ({}, (5,), " · alleen op zaterdag"),
    "denominator": ({"measure": "rate"}, "inwoners", " · noemer: inwoners (2023)"),
    "expectation": ({"measure": "gi_star"}, "inwoners", " · verwachting naar inwoners (2023)"),
    "minimum_ratio": ({"measure": "gi_star"}, 2.0, ", hotspots vanaf 2 keer"),
    "cell_m": ({"level": "cells"}, 200, " · per cel van 200 m"),
    "bandwidth_m": (DENSITY, 350, " · straal 350 m"),
    "bandwidth_rule": (DENSITY, "adaptive", " · straal wisselt rond 200 m"),
    "kernel": (DENSITY, "gaussian", " · gaussische kern"),
}
#: Answered by Dordrecht: a town with seven burglaries has no history to cut into steps.
IN_DORDRECHT: Final = ("step", "history_from")
#: Answered by a region: a town has neither.
IN_A_REGION: Final = {
    "regios": (("RG02",), " · regio Oost"),
    "gemeenten": (("GM9991", "GM9994"), " · gemeenten Dal en Cattum"),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Selection)])
def test_every_field_of_a_selection_is_said(name: str, town: Workspace) -> None:
    if name in IN_DORDRECHT or name in IN_A_REGION:
        return
    others, value, said = SAID[name]
    asked: dict[str, Any] = {"layer": "inbraak", **others}
    told = analysis_words(town, analyse(town, Selection(**{**asked, name: value})))
    assert said in told
    if name != "layer":
        assert said not in analysis_words(town, analyse(town, Selection(**asked)))


@pytest.mark.parametrize("name", IN_A_REGION)
def test_the_gemeenten_and_regios_of_a_selection_are_said(name: str, region: Workspace) -> None:
    value, said = IN_A_REGION[name]
    asked = replace(Selection("inbraak"), **{name: value})
    assert said in analysis_words(region, analyse(region, asked))


def test_a_history_says_its_own_days_and_how_it_is_cut(dordrecht: Workspace) -> None:
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    asked = Selection("woninginbraak", measure="emerging", period=year, step="month")
    analysis = analyse(dordrecht, asked)
    told = analysis_words(dordrecht, analysis)
    first, last = (
        date.fromisoformat(analysis.parameters.to_dict()[name])
        for name in ("history_from", "history_to")
    )
    history = f"geschiedenis van {first:%d-%m-%Y} t/m {last:%d-%m-%Y}, per maand"
    assert f"{history} · gekozen periode: 01-01-2017 t/m 31-12-2017" in told
    # Whole months, from the first whole one.
    later = replace(asked, history_from=date(2016, 2, 15))
    assert "geschiedenis van 01-03-2016 t/m " in analysis_words(
        dordrecht, analyse(dordrecht, later)
    )
    assert "per kwartaal" in analysis_words(
        dordrecht, analyse(dordrecht, replace(asked, step="quarter"))
    )


def test_a_new_choice_is_said_before_anyone_thinks_of_it(town: Workspace) -> None:
    @dataclass(frozen=True)
    class Richer(Selection):
        minimum: float = 1.5

    assert set(PHRASED) == {field.name for field in fields(Selection)}
    analysis = analyse(town, Selection("inbraak"))
    usual = replace(analysis, selection=Richer(**as_fields(analysis.selection)))
    other = replace(usual, selection=replace(usual.selection, minimum=2.25))
    assert "2,25" in analysis_words(town, other)
    assert analysis_words(town, usual) == analysis_words(town, analysis)


def as_fields(selection: Selection) -> dict[str, Any]:
    return {field.name: getattr(selection, field.name) for field in fields(Selection)}


@given(
    soorten=st.sets(st.sampled_from(("woning", "schuur"))),
    wijken=st.sets(st.sampled_from(("WK999901", "WK999902"))),
    day_parts=st.sets(st.sampled_from(("nacht", "avond", "onbekend"))),
    weekdays=st.sets(st.integers(0, 6)),
)
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_filtered_is_said_and_nothing_else(
    soorten: set[str], wijken: set[str], day_parts: set[str], weekdays: set[int], town: Workspace
) -> None:
    asked = Selection(
        "inbraak", soorten=tuple(soorten), wijken=tuple(wijken), day_parts=tuple(day_parts),
        weekdays=tuple(weekdays),
    )  # fmt: skip
    analysis = analyse(town, asked)
    told = analysis_words(town, analysis)
    every = {
        **{name.capitalize(): name in soorten for name in ("woning", "schuur")},
        "Boven": "WK999901" in wijken,
        "Onder": "WK999902" in wijken,
        "nacht (0–6)": "nacht" in day_parts,
        "avond (18–24)": "avond" in day_parts,
        "tijd onbekend": "onbekend" in day_parts,
        "heel Vierbuurten": not wijken,
        **{name: at in weekdays for at, name in enumerate(WEEKDAY_NAMES)},
    }
    assert {word: word in told for word in every} == every
    spec = map_spec(town, analysis)
    assert (spec.subtitle, spec.legend.subtitle) == (told, told)
    assert ("Vraag", question_words.LABEL, told) in sheet_of_analysis(
        town, analysis
    ).metadata.rows()


def test_files_of_other_choices_have_other_names(town: Workspace) -> None:
    noise = Selection("inbraak", soorten=("woning",), weekdays=(5,), day_parts=("nacht",))
    names = {
        file_name(analyse(town, asked))
        for asked in (noise, replace(noise, weekdays=(6,)), replace(noise, soorten=()))
    }
    assert "inbraak_woning_count_buurten_za_nacht_2016-12-31_2017-03-31" in names
    assert len(names) == 3


def test_a_search_says_what_was_chosen_of_it(town: Workspace) -> None:
    asked = Selection("inbraak", weekdays=(4,))
    told = finding_words(town, find(town, asked, Search("clusters", radius_m=75, reach_days=7)))
    assert told.startswith("Inbraak · groepen bij elkaar · ")
    for said in ("alleen op vrijdag", "straal 75 m", "hoogstens 7 dagen uit elkaar"):
        assert said in told


def test_a_role_without_places_reads_how_coarse_they_are(home: Home, town: Workspace) -> None:
    guest = open_workspace(home, role="wijkagent")
    asked = Selection("inbraak", drawn=AREA)
    assert "plaatsen afgerond op 100 m" in analysis_words(guest, analyse(guest, asked))
    assert "afgerond" not in analysis_words(town, analyse(town, asked))


#: As a script asks it: burglaries of homes on a Friday, in a wijk, in two months.
COMMAND: Final = (
    "inbraak", "--soort", "woning", "--weekday", "5", "--day-part", "onbekend", "--wijk",
    "WK999901", "--from", "2017-01-01", "--to", "2017-02-28", "--level", "buurten",
)  # fmt: skip
SENTENCE: Final = (
    "Inbraak · soort Woning · aantal · per buurt · 01-01-2017 t/m 28-02-2017 · "
    "alleen op vrijdag · alleen tijd onbekend · wijk Boven"
)


@pytest.fixture
def command(home: Home, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    for variable in (HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE):
        monkeypatch.delenv(variable, raising=False)

    def run(*arguments: object) -> None:
        assert main(["--home", str(home.root), *map(str, arguments)]) == 0

    return run


@pytest.mark.parametrize("ending", [".svg", ".pdf", ".html"])
def test_every_map_that_is_written_has_the_sentence(
    ending: str, command: Callable[..., None], tmp_path: Path
) -> None:
    path = tmp_path / f"kaart{ending}"
    command("map", *COMMAND, "--out", path)
    assert SENTENCE in plain(path)


def plain(path: Path) -> str:
    """Return what a reader reads in a file, on one line."""
    if path.suffix == ".pdf":
        return " ".join(Printed(path.read_bytes()).text.split())
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8"))).split())


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".gpkg", ".xlsx"])
def test_every_table_that_is_written_has_the_sentence(
    ending: str, command: Callable[..., None], tmp_path: Path
) -> None:
    path = tmp_path / f"cijfers{ending}"
    command("analyse", *COMMAND, "--out", path)
    if ending == ".xlsx":
        sheet = openpyxl.load_workbook(path)["Verantwoording"]
        assert SENTENCE in [cell.value for row in sheet.iter_rows() for cell in row]
        return
    assert SENTENCE.encode() in path.read_bytes()
    if ending == ".csv":
        assert SENTENCE in (tmp_path / "cijfers.verantwoording.csv").read_text(encoding="utf-8-sig")


def test_the_command_line_prints_the_sentence(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command("analyse", *COMMAND, "--json")
    assert json.loads(capsys.readouterr().out)["selection"]["words"] == SENTENCE
    command("analyse", *COMMAND)
    assert SENTENCE in capsys.readouterr().err.splitlines()


def test_a_title_and_the_line_under_it_say_once_what_the_sentence_says(
    dordrecht: Workspace,
) -> None:
    whole = analyse(dordrecht, Selection("overlast", soorten=("jeugd",), period=QUARTER))
    assert title_words(dordrecht, whole) == "Overlast in Dordrecht"
    under = words_under_title(dordrecht, whole)
    assert analysis_words(dordrecht, whole) == f"Overlast · {under} · heel Dordrecht"
    areas = dordrecht.geography.wijken
    for count, where in (
        (1, areas.names[0]),
        (3, f"{areas.names[0]}, {areas.names[1]} en {areas.names[2]}"),
        (4, "4 wijken"),
    ):
        asked = Selection("overlast", wijken=areas.codes[:count], period=QUARTER)
        some = analyse(dordrecht, asked)
        assert title_words(dordrecht, some) == f"Overlast in {where}"
        # Four are too many for a title, and none is left out of the line.
        assert all(name in words_under_title(dordrecht, some) for name in areas.names[:count])


def test_a_long_sentence_takes_lines_and_the_map_makes_room(dordrecht: Workspace) -> None:
    codes = dordrecht.geography.buurten.codes
    analysis = analyse(dordrecht, Selection("overlast", buurten=codes[:40], weekdays=(5, 6)))
    told = analysis_words(dordrecht, analysis)
    # Twenty by name; the others are in the file with the numbers.
    assert told.endswith(" en nog 20 andere")
    assert told.count(", ") == 19
    whole = Selection("overlast", buurten=codes[:21], weekdays=(5, 6))
    assert "andere" not in analysis_words(dordrecht, analyse(dordrecht, whole))
    sheet = paper_figure(map_spec(dordrecht, analysis))
    lines = [text for axes in sheet.axes for text in axes.texts if text.get_gid() == "subtitle"]
    assert " ".join(line.get_text() for line in lines) == told
    # The map is the first frame after the page: nothing of the sentence lies over it.
    top = sheet.axes[1].get_position().y1 * sheet.bbox.height
    assert all(line.get_window_extent().y0 > top for line in lines)
