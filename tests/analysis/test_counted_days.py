"""One old or late date sets no period: of presets, histories, months and reports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.library import Library
from hotspots.access.workspace import Workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period, covered_period, preset
from hotspots.analysis.question import Selection
from hotspots.analysis.when import timeline
from hotspots.app.data_page import data_quality
from hotspots.catalog.reading import read_catalog
from hotspots.errors import SelectionError
from hotspots.statistics.emerging import EmergingClass
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

#: A hundred a month in 2015 to 2017, of which sixty in one cell.
MONTHS = [(year, month) for year in (2015, 2016, 2017) for month in range(1, 13)]
ROWS = [
    f"{year}-{month}-{at},woning,{year}-{month:02d}-{at % 28 + 1:02d} 14:30,,"
    f"{100_500 if at < 60 else 100_050 + 9 * at + 100 * (month % 9)},421500"
    for year, month in MONTHS
    for at in range(100)
]
OLD = "oud,woning,1995-06-01 14:30,,100500,421500"
LATE = "laat,woning,2023-06-01 14:30,,100500,421500"
COVERED = Period(date(2015, 1, 1), date(2017, 12, 28))


def opened(home: Home) -> Workspace:
    return Workspace(Library(home, read_catalog(home)), "analist")


@pytest.fixture
def dirty(home: Home, tmp_path: Path) -> Workspace:
    """The town with a date of 1995 and one of 2023 among those of three years."""
    Door(home, "inbraak", tmp_path).load(OLD, *ROWS, LATE)
    return opened(home)


@pytest.fixture
def clean(home: Home, tmp_path: Path) -> Workspace:
    """The same town without those."""
    Door(home, "inbraak", tmp_path).load(*ROWS)
    return opened(home)


def test_the_import_names_the_dates(home: Home, tmp_path: Path) -> None:
    report = Door(home, "inbraak", tmp_path).load(OLD, *ROWS, LATE, dry_run=True)
    before, after = report.to_dict()["warnings"][-2:]
    assert before.startswith("1 rij van 01-06-1995 ligt ver voor de rest.")
    assert after.startswith("1 rij van 01-06-2023 ligt ver na de rest.")


def test_the_data_of_a_layer_names_them_and_keeps_them(dirty: Workspace) -> None:
    found = data_quality(dirty, dirty.layer("inbraak"))
    assert (found.rows, found.covered) == (3602, COVERED)
    assert [sentence[:20] for sentence in found.far_dates] == [
        "1 rij van 01-06-1995",
        "1 rij van 01-06-2023",
    ]
    # Eighteen silent years are no gaps of the layer.
    assert found.gaps == ()


def test_presets_are_those_of_the_layer_without_them(dirty: Workspace) -> None:
    covered = covered_period(dirty.incidents(dirty.layer("inbraak"))[1])
    assert covered == COVERED
    assert preset("last_12_months", covered) == Period(date(2016, 12, 1), date(2017, 11, 30))


def test_everything_is_what_the_layer_counts_and_the_ledger_has_the_rest(dirty: Workspace) -> None:
    analysis = analyse(dirty, Selection("inbraak", level="gemeente"))
    assert (analysis.period, int(analysis.counts.sum())) == (COVERED, 3600)
    assert (analysis.ledger.inside, analysis.ledger.filtered_out) == (3602, 2)
    assert not analysis.ledger.faults()


def test_1995_can_still_be_asked(dirty: Workspace) -> None:
    year = Period(date(1995, 1, 1), date(1995, 12, 31))
    assert int(analyse(dirty, Selection("inbraak", period=year)).counts.sum()) == 1
    # Nothing was counted in 2002: zeros would say that nothing happened.
    silent = Period(date(2002, 1, 1), date(2002, 12, 31))
    with pytest.raises(SelectionError, match="geen gegevens"):
        analyse(dirty, Selection("inbraak", period=silent))


def test_months_are_those_of_the_layer(dirty: Workspace) -> None:
    months = timeline(dirty, Selection("inbraak", level="gemeente"))
    assert months.counts.tolist() == [100] * 36


def test_a_lasting_hotspot_lasts(dirty: Workspace, home: Home, tmp_path: Path) -> None:
    asked = Selection("inbraak", level="cells", measure="emerging", cell_m=200)
    with_typos = analyse(dirty, asked)
    Door(home, "inbraak", tmp_path).load(*ROWS, mode="replace")
    without = analyse(opened(home), asked)
    assert with_typos.verdict is not None
    assert without.verdict is not None
    np.testing.assert_array_equal(with_typos.verdict, without.verdict)
    assert (with_typos.verdict == EmergingClass.PERSISTENT_HOT).any()
    assert with_typos.parameters.to_dict()["history_from"] == "2015-01-01"


def test_a_history_begins_where_it_is_asked_to(clean: Workspace) -> None:
    asked = Selection("inbraak", measure="emerging", history_from=date(2016, 2, 1))
    found = analyse(clean, asked).parameters.to_dict()
    # The first whole quarter from February 2016; the last, of which 28 December is the last day,
    # is not whole: April 2016 up to and including September 2017.
    assert (found["history_from"], found["history_to"]) == ("2016-04-01", "2017-09-30")
    assert found["steps"] == 6


def test_a_layer_declares_its_first_day(home: Home, tmp_path: Path) -> None:
    toml = home.themes / "proef" / "theme.toml"
    text = toml.read_text(encoding="utf-8")
    line = '[layers.inbraak]\nkind = "incidents"\n'
    assert line in text
    toml.write_text(text.replace(line, line + "first_day = 2016-01-01\n"), encoding="utf-8")
    report = Door(home, "inbraak", tmp_path).load(*ROWS)
    assert any(
        warning.startswith("1.200 rijen van 2015 liggen voor 01-01-2016")
        for warning in report.warnings
    )
    workspace = opened(home)
    covered = covered_period(workspace.incidents(workspace.layer("inbraak"))[1])
    assert covered == Period(date(2016, 1, 1), COVERED.last)
