"""When an incident began and ended, as analyses read it from a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.incidents import COLUMNS, incidents_from
from hotspots.access.library import Library
from hotspots.access.workspace import Workspace
from hotspots.catalog.reading import read_catalog
from hotspots.incoming.publishing.publish import rejoin
from hotspots.store.versions import LayerStore
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.incidents import Incidents
    from hotspots.settings import Home


def loaded(home: Home, folder: Path, *rows: str) -> Incidents:
    """Return rows of the town as a role gets them."""
    Door(home, "inbraak", folder).load(*rows)
    workspace = Workspace(Library(home, read_catalog(home)), "analist")
    return workspace.incidents(workspace.layer("inbraak"))[1]


def test_a_begin_without_a_time_is_unknown_and_never_midnight(home: Home, tmp_path: Path) -> None:
    found = loaded(
        home,
        tmp_path,
        "1,woning,2018-01-05,,100060,421060",
        "2,woning,2018-01-05 00:00,,100060,421060",
    )
    assert found.begin.astype(str).tolist() == ["NaT", "2018-01-05T00:00:00"]
    # The day is known of both.
    assert found.day[0] == found.day[1]


def test_an_end_is_where_it_stands_or_nowhere(home: Home, tmp_path: Path) -> None:
    found = loaded(
        home,
        tmp_path,
        "1,woning,2018-01-05 19:00,2018-01-06 01:30,100060,421060",
        "2,woning,2018-01-05 19:00,,100060,421060",
    )
    assert found.end.astype(str).tolist() == ["2018-01-06T01:30:00", "NaT"]


def test_an_end_on_a_date_lasts_until_midnight_after_it(home: Home, tmp_path: Path) -> None:
    found = loaded(home, tmp_path, "1,woning,2018-01-05 19:00,2018-01-05,100060,421060")
    assert found.end.astype(str).tolist() == ["2018-01-06T00:00:00"]


def test_begin_and_end_cannot_be_written_to(town: Workspace) -> None:
    _, incidents = town.incidents(town.layer("inbraak"))
    for name in ("begin", "end"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(incidents, name)[0] = np.datetime64("NaT", "s")


def test_a_layer_without_rows_has_no_begin_and_no_end(town: Workspace) -> None:
    layer = town.layer("inbraak")
    store = LayerStore.of(town.home, "inbraak")
    version = store.current()
    assert version is not None
    nothing = store.read(version, list(COLUMNS)).slice(0, 0)
    found = incidents_from([nothing], 0, layer, town.geography)
    assert (len(found.begin), len(found.end), found.end.dtype) == (0, 0, np.dtype("M8[s]"))


def test_every_column_that_is_read_was_in_the_first_format() -> None:
    # The columns that commit 56b2c39 wrote, when the format was 1: a version of then can be read.
    first_format = {
        "id", "soort", "begin", "begin_has_time", "end", "end_has_time", "x_rd", "y_rd",
        "x_mercator", "y_mercator", "buurt", "wijk", "cell_col", "cell_row", "day", "weekday",
        "hour", "day_part",
    }  # fmt: skip
    assert set(COLUMNS) <= first_format


def of_months(months: range, rows: int = 5) -> list[str]:
    """Return rows of which only the month is known, written as its first day."""
    return [
        f"{month}-{at},woning,2018-{month:02d}-01,,1000{at}0,421060"
        for month in months
        for at in range(rows)
    ]


def test_of_a_month_the_day_and_the_weekday_are_not_known(home: Home, tmp_path: Path) -> None:
    found = loaded(home, tmp_path, *of_months(range(2, 8)))
    assert not found.day_known.any()
    assert set(found.weekday.tolist()) == {-1}
    # The month is: 1 February is day 17563 since 1 January 1970.
    assert int(found.day.min()) == 17563
    assert (found.hour < 0).all()


def test_a_version_of_before_precisions_were_kept_can_be_read(town: Workspace) -> None:
    layer = town.layer("inbraak")
    version, _ = town.incidents(layer)
    older = LayerStore.of(town.home, layer.id).read(version, list(COLUMNS))
    assert "date_precision" not in older.column_names
    assert incidents_from([older], older.num_rows, layer, town.geography).day_known.all()


def test_precision_outlives_a_second_import_and_a_new_division(home: Home, tmp_path: Path) -> None:
    door = Door(home, "inbraak", tmp_path)
    door.load(*of_months(range(2, 8)))
    door.load("exact,woning,2018-09-05 19:00,,100060,421060")
    kept = door.rows()["date_precision"].value_counts().to_dict()
    assert kept == {"month": 30, "day": 1}
    rejoin(home, door.geography, door.layer)
    assert door.rows()["date_precision"].value_counts().to_dict() == kept
