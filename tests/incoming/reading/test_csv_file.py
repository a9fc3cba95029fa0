"""A CSV is read whatever program wrote it, and no line is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotspots.errors import HotspotsError, SourceError
from hotspots.incoming.reading.csv_file import read_csv
from hotspots.incoming.reading.table import Limits, Table

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (("1", "overlast", "105123,5"), ("2", "caf\u00e9", ""))


def read(tmp_path: Path, content: bytes | str, **options: object) -> Table:
    path = tmp_path / "export.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_csv(path, **options)  # type: ignore[arg-type]


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(row) for row in table.rows.itertuples(index=False, name=None)]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_separator_line_end_and_encoding_are_found(
    separator: str, line_end: str, encoding: str, tmp_path: Path
) -> None:
    lines = [separator.join(row) for row in (("id", "soort", "x"), *ROWS)]
    table = read(tmp_path, (line_end.join(lines) + line_end).encode(encoding))
    assert table.columns == ("id", "soort", "x")
    assert cells(table) == list(ROWS)
    assert table.row_numbers.tolist() == [2, 3]
    assert table.warnings == ()


def test_a_comma_is_found_as_separator_too(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "id,x,y\n1,105123,425321")) == [("1", "105123", "425321")]


def test_decimal_commas_are_no_separators(tmp_path: Path) -> None:
    table = read(tmp_path, "id;x;y\n1;105123,5;425321,2\n2;105123,5;425321,2\n")
    assert table.columns == ("id", "x", "y")


def test_the_line_that_excel_adds_is_no_row(tmp_path: Path) -> None:
    table = read(tmp_path, "sep=,\nid,x\n1,5\n")
    assert table.columns == ("id", "x")
    assert table.row_numbers.tolist() == [3]


def test_titles_above_the_header_are_told(tmp_path: Path) -> None:
    table = read(tmp_path, "Overzicht\nGemaakt, op 1-1-2018\n\nid,datum,x,y\n1,a,5,6\n2,b,5,6\n")
    assert table.columns == ("id", "datum", "x", "y")
    assert table.row_numbers.tolist() == [5, 6]
    assert "2 regel(s) overgeslagen; als kop is rij 4" in table.warnings[0]


def test_blank_rows_are_told_and_keep_the_numbers_right(tmp_path: Path) -> None:
    table = read(tmp_path, "id;x\n1;5\n;\n\n2;6\n\n\n")
    assert table.row_numbers.tolist() == [2, 5]
    assert "2 lege rij(en)" in table.warnings[0]


def test_a_line_end_inside_quotes_belongs_to_the_value(tmp_path: Path) -> None:
    table = read(tmp_path, 'id;tekst\n1;"eerste\nregel; ""nog"" een"\n2;b\n')
    assert cells(table) == [("1", 'eerste\nregel; "nog" een'), ("2", "b")]
    assert table.row_numbers.tolist() == [2, 4]


def test_a_row_of_the_wrong_length_is_a_fault_and_its_neighbours_stay(tmp_path: Path) -> None:
    table = read(tmp_path, "id;x;y\n1;5;6\n2;5;6;7\n3;5\n4;5;6\n")
    assert [(fault.row, fault.value) for fault in table.faults] == [
        (3, "4 velden"),
        (4, "2 velden"),
    ]
    assert table.row_numbers.tolist() == [2, 3, 4, 5]
    assert cells(table)[3] == ("4", "5", "6")


def test_a_quote_that_is_not_closed_costs_one_row(tmp_path: Path) -> None:
    table = read(tmp_path, 'id;tekst;x\n1;"open;5\n2;"goed; echt";6\n3;c;7\n')
    assert [fault.row for fault in table.faults] == [2]
    assert cells(table)[1:] == [("2", "goed; echt", "6"), ("3", "c", "7")]


def test_two_open_quotes_do_not_swallow_the_rows_between_them(tmp_path: Path) -> None:
    # As quotes go these are regular: one opens after a separator, the next closes before one.
    table = read(tmp_path, 'id;tekst;x\n1;"open;5\n2;b;6\n3;open";7\n4;d;8\n')
    assert [fault.row for fault in table.faults] == [2]
    assert cells(table)[1:] == [("2", "b", "6"), ("3", 'open"', "7"), ("4", "d", "8")]


def test_a_quote_inside_a_bare_value_is_a_sign_like_any_other(tmp_path: Path) -> None:
    assert cells(read(tmp_path, 'id;tekst\n1;pijp 5" lang\n')) == [("1", 'pijp 5" lang')]


def test_a_separator_at_the_end_of_every_row_is_no_fault(tmp_path: Path) -> None:
    table = read(tmp_path, "id;x\n1;5;\n2;6;\n")
    assert table.faults == ()
    assert table.columns == ("id", "x", "kolom 3")


def test_a_decimal_comma_between_commas_is_a_fault_and_not_a_shift(tmp_path: Path) -> None:
    table = read(tmp_path, "id,x,y\n1,105123,5,425321\n2,105123,5,425321\n")
    assert len(table.faults) == 2


def test_two_encodings_in_one_file_are_told_with_their_rows(tmp_path: Path) -> None:
    table = read(tmp_path, "id;t\n1;caf\u00e9\n".encode() + "2;caf\u00e9\n".encode("cp1252"))
    assert [row[1] for row in cells(table)] == ["caf\u00e9", "caf\u00e9"]
    assert "rij 3" in table.warnings[0]


def test_an_id_of_twenty_digits_and_a_leading_zero_stay_text(tmp_path: Path) -> None:
    table = read(tmp_path, "id;code\n12345678901234567890;007\n")
    assert cells(table) == [("12345678901234567890", "007")]


def test_words_for_missing_values_stay_as_they_are(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "id;x\nNA;NaN\nnull;\n")) == [("NA", "NaN"), ("null", "")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b";;\n;;\n"])
def test_a_file_without_anything_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="leeg"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(rows=1), "te veel rijen.*2 rijen.*maximum is 1"),
        (Limits(columns=1), "te veel kolommen.*2 kolommen"),
        (Limits(cells=3), "4 cellen"),
        (Limits(field_chars=10), "Rij 2 .*te lang"),
    ],
)
def test_what_is_beyond_the_limits_is_refused(limits: Limits, message: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, "id;x\n1;" + "5" * 20 + "\n2;6\n", limits=limits)


GOOD = 'id;datum;soort;tekst\n1;31-12-2017;overlast;"a;b"\n2;01-01-2018;caf\u00e9;c\n'.encode()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=200,
)
@given(
    at=st.integers(0, len(GOOD)),
    cut=st.integers(0, 8),
    inserted=st.one_of(
        st.binary(max_size=4), st.sampled_from([b'"', b'""', b"\n", b"\r", b";", b"\x00", b"\xe9"])
    ),
)
def test_damaged_bytes_give_a_table_or_our_own_error(
    at: int, cut: int, inserted: bytes, tmp_path: Path
) -> None:
    try:
        table = read(tmp_path, GOOD[:at] + inserted + GOOD[at + cut :])
    except HotspotsError:
        return
    assert len(table.rows) == len(table.row_numbers)
    assert list(table.rows.columns) == list(table.columns)
    assert not table.rows.isna().any().any()
    assert {fault.row for fault in table.faults} <= set(table.row_numbers.tolist())
