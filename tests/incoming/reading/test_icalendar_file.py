"""An agenda that is spoilt gives rows or our own error; the good one gives what it says."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import SourceError
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.icalendar_file import read_icalendar
from hotspots.incoming.reading.table import Limits
from mutating import spoilt

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//NL\r
BEGIN:VTIMEZONE\r
TZID:Europe/Amsterdam\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:a\r
SUMMARY:Avond\r
DTSTART;TZID=Europe/Amsterdam:20180325T010000\r
DTEND;TZID=Europe/Amsterdam:20180325T040000\r
GEO:51.8;4.65\r
CATEGORIES:muziek\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:b\r
DTSTART;VALUE=DATE:20160229\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:c\r
DTSTART:20181231T230000Z\r
DURATION:PT1H30M\r
END:VEVENT\r
END:VCALENDAR\r
"""


def read(tmp_path: Path, text: str = GOOD) -> list[dict[str, str]]:
    path = tmp_path / "agenda.ics"
    path.write_bytes(text.encode())
    return read_icalendar(path).rows.to_dict("records")


def test_moments_are_wall_time_here_also_where_the_clock_changes(tmp_path: Path) -> None:
    evening, leap, turn = read(tmp_path)
    # The hour from two to three does not exist that night; both ends are as they were written.
    assert (evening["begin"], evening["end"]) == ("2018-03-25 01:00:00", "2018-03-25 04:00:00")
    # One whole day: 29 February, from itself to itself.
    assert (leap["begin"], leap["end"]) == ("2016-02-29", "2016-02-29")
    # 23:00 UTC on New Year's Eve is midnight here, in the new year.
    assert (turn["begin"], turn["end"]) == ("2019-01-01 00:00:00", "2019-01-01 01:30:00")


def test_places_are_degrees_and_missing_ones_are_no_place(tmp_path: Path) -> None:
    path = tmp_path / "agenda.ics"
    path.write_bytes(GOOD.encode())
    table = read_table(path)
    assert (table.format, table.crs) == ("iCalendar", "EPSG:4326")
    assert table.x is not None
    assert (table.x[0], table.y[0]) == (4.65, 51.8)  # type: ignore[index]
    assert table.x[1] != table.x[1]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("DTSTART;VALUE=DATE:20160229\r\n", "", "zonder leesbaar begin"),
        ("DTSTART;VALUE=DATE:20160229", "DTSTART:morgen", "zonder leesbaar begin"),
        ("DTSTART;VALUE=DATE:20160229", "DTSTART;TZID=Mars/Stad:20160229T100000", "tijdzone"),
        ("DURATION:PT1H30M", "DTEND;VALUE=DATE:20190101", "een dag en het einde een tijd"),
        ("UID:c", "UID:c\r\nRRULE:FREQ=YEARLY", "herhaalt"),
        ("UID:c", "UID:c\r\nRDATE:20191231T230000Z", "herhaalt"),
    ],
)
def test_an_event_that_is_no_single_row_has_a_fault(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in GOOD
    path = tmp_path / "agenda.ics"
    path.write_bytes(GOOD.replace(old, new).encode())
    table = read_icalendar(path)
    assert len(table) == 3
    assert [reason in fault.reason for fault in table.faults] == [True]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("hallo", "een regel die geen iCalendar is, 'hallo'"),
        ("x" * 500, f"een regel die geen iCalendar is, '{'x' * 60}'"),
        ("END:VEVENT", "een inhoud die niet te volgen is"),
    ],
)
def test_what_is_no_agenda_is_refused_in_dutch(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "agenda.ics"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        read_icalendar(path)
    assert refused.value.detail == f"Gevonden: {reason}. Verwacht: een agenda volgens RFC 5545."


def test_too_many_events_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "agenda.ics"
    path.write_bytes(GOOD.encode())
    with pytest.raises(SourceError):
        read_icalendar(path, limits=Limits(rows=2))


def test_a_spoilt_agenda_gives_rows_or_our_own_error(tmp_path: Path) -> None:
    path, refused = tmp_path / "agenda.ics", 0
    for seed in range(60):
        path.write_bytes(spoilt(GOOD.encode(), random.Random(seed)))  # noqa: S311 - no secret
        try:
            read_icalendar(path)
        except SourceError:
            refused += 1
    assert 0 < refused < 60
