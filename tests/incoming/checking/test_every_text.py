"""Every kind of odd CSV ends as refused, as rows put aside with a reason, or with a warning.

Each outcome was decided before the file was tried. None of these files is a copy of one that
others made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.incoming.checking.rows import check_rows
from hotspots.incoming.reading.files import read_table
from offered import (
    GOOD,
    HEADER,
    OK,
    QUARANTINE,
    REFUSED,
    Allowed,
    differences,
    imported,
    lines,
    with_sixth,
)

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import LayerSpec

PLAIN = lines(*GOOD)
ACCENTS = lines(*GOOD[:4], GOOD[4].replace("5,", "\u00e95,", 1))


def wide(columns: int) -> str:
    """Five good rows in a file of so many columns."""
    extra = columns - 6
    header = HEADER + "".join(f",veld{n}" for n in range(extra))
    return lines(*(row + "," * extra for row in GOOD), header=header)


def noted(length: int) -> str:
    """Five good rows, one with a note of so many characters."""
    notes = ("a" * length, "", "", "", "")
    rows = (f"{row},{note}" for row, note in zip(GOOD, notes, strict=True))
    return lines(*rows, header=HEADER + ",toelichting")


def degrees(*pairs: str) -> str:
    """Rows with these two coordinates in the columns lon and lat."""
    rows = (f"{n},31-12-2017,10:00,overlast,{pair}" for n, pair in enumerate(pairs, start=1))
    return lines(*rows, header="id,datum,tijd,soort,lon,lat")


def metres(*pairs: str) -> str:
    """Rows with these two coordinates in the columns x and y."""
    return degrees(*pairs).replace("lon,lat", "x,y")


def dated(*dates: str) -> str:
    """Rows with these dates, ten minutes apart."""
    return lines(
        *(f"{n},{date},10:{n:02d},overlast,105123,425321" for n, date in enumerate(dates, start=1))
    )


EMPTY: dict[str, tuple[str | bytes, Allowed]] = {
    "only spaces": ("  \n \n", REFUSED),
    "only a BOM": (b"\xef\xbb\xbf", REFUSED),
    "only line ends": ("\r\n\r\n\r\n", REFUSED),
    "only a header with a BOM": (b"\xef\xbb\xbf" + HEADER.encode(), REFUSED),
    "a header and empty rows": (lines(",,,,,", ",,,,,"), REFUSED),
    "only a separator line": ("sep=;\n", REFUSED),
}
ENCODINGS: dict[str, tuple[str | bytes, Allowed]] = {
    "UTF-8 with BOM": (ACCENTS.encode("utf-8-sig"), OK),
    "UTF-16 LE without BOM": (ACCENTS.encode("utf-16-le"), OK),
    "UTF-16 BE without BOM": (ACCENTS.encode("utf-16-be"), OK),
    "UTF-16 BE with BOM": (b"\xfe\xff" + ACCENTS.encode("utf-16-be"), OK),
    "UTF-16 cut in a character": (ACCENTS.encode("utf-16")[:-1], REFUSED),
    "UTF-32 with BOM": (ACCENTS.encode("utf-32"), OK),
    "UTF-32 BE with BOM": (b"\x00\x00\xfe\xff" + ACCENTS.encode("utf-32-be"), OK),
    "UTF-32 without BOM": (ACCENTS.encode("utf-32-le"), REFUSED),
    "Windows-1252": (ACCENTS.encode("cp1252"), OK),
    "Windows-1252 after UTF-8": (
        ACCENTS.encode() + "6\u00eb,17-05-2018,09:30,overlast,105800,424100\n".encode("cp1252"),
        Allowed("warning", 6, "codering"),
    ),
    "a byte of no encoding": (PLAIN.encode().replace(b"\n3,", b"\n\x813,"), REFUSED),
    "a NUL in a field": (PLAIN.replace("\n3,", "\n3\x00,"), REFUSED),
}
STRUCTURE: dict[str, tuple[str | bytes, Allowed]] = {
    "a bar as separator": (PLAIN.replace(",", "|"), OK),
    "a colon as separator": (PLAIN.replace(",", ":"), REFUSED),
    "spaces as separator": (PLAIN.replace(",", " "), REFUSED),
    "one row with another separator": (
        lines(*GOOD, with_sixth().splitlines()[-1].replace(",", ";")), QUARANTINE,
    ),
    "a quote left open in the last row": (
        lines(*GOOD, '6,"17-05-2018,09:30,overlast,105800,424100'),
        Allowed("quarantine", 5, "aanhalingsteken"),
    ),
    "a quote left open in the header": (PLAIN.replace("datum", '"datum'), REFUSED),
    "two fields too many": (
        lines(*GOOD, "6,17-05-2018,09:30,overlast,105800,424100,,"),
        Allowed("quarantine", 5, "te veel velden"),
    ),
    "only an id": (lines(*GOOD, "6"), Allowed("quarantine", 5, "te weinig velden")),
    "three title lines": (
        "Meldingen 2017\nBron: politie\n\n" + PLAIN, Allowed("warning", 5, "kop"),
    ),
    "a total as a whole row": (lines(*GOOD, "Totaal,,,,,5"), QUARANTINE),
    "a total in one field": (lines(*GOOD, "Totaal: 5 rijen"), QUARANTINE),
    "a column twice that is used": (
        lines(*(f"{row},1" for row in GOOD), header=HEADER + ",X"),
        Allowed("refused", 0, "twee kolommen"),
    ),
    "a column twice that is not used": (
        lines(*(f"{row},1,2" for row in GOOD), header=HEADER + ",wachtcode,wachtcode"),
        Allowed("warning", 5, "meer dan één keer"),
    ),
    "no column for the soort": (
        lines(*GOOD, header="id,datum,tijd,iets,x,y"), Allowed("refused", 0, "soort"),
    ),
    "300 columns": (wide(300), OK),
    "301 columns": (wide(301), Allowed("refused", 0, "te veel kolommen")),
    "a field of nearly 1 MB": (noted(990_000), OK),
    "a field of more than 1 MB": (noted(1_050_000), Allowed("refused", 0, "te lang")),
    "a column name of 5 kB": (
        PLAIN.replace("datum", "d" * 5000), Allowed("refused", 0, r"d{59}…"),
    ),
    "a column name that steers a terminal": (
        PLAIN.replace("datum", "\x1b[2Jdatum"), Allowed("refused", 0, "\ufffd"),
    ),
}  # fmt: skip
SIXTH_ROWS = {
    "31 February": ({"datum": "31-02-2018"}, "datum", "bestaat niet"),
    "29 February of a common year": ({"datum": "2018-02-29"}, "datum", "bestaat niet"),
    "month 13": ({"datum": "2018-13-01"}, "datum", "bestaat niet"),
    "two digits": ({"datum": "17/5/18"}, "datum", "twee cijfers"),
    "an apostrophe for the century": ({"datum": "17-05-'18"}, "datum", "geen datum"),
    "an Excel serial": ({"datum": "43237"}, "datum", "geen datum"),
    "an Excel serial with a time": ({"datum": "43237,5"}, "datum", "geen datum"),
    "a Dutch month that is none": ({"datum": "17 mai 2018"}, "datum", "geen datum"),
    "an English month name": ({"datum": "May 17, 2018"}, "datum", "geen datum"),
    "American order": ({"datum": "05/17/2018"}, "datum", "bestaat niet"),
    "a week": ({"datum": "2018-W20-4"}, "datum", "geen datum"),
    "all zeros": ({"datum": "00-00-0000"}, "datum", "bestaat niet"),
    "year 0": ({"datum": "0000-05-17"}, "datum", "vóór 1990"),
    "day 0 of Excel": ({"datum": "30-12-1899"}, "datum", "vóór 1990"),
    "year 9999 far west": ({"datum": "9999-12-31T23:59:59-05:00"}, "datum", "toekomst"),
    "next century": ({"datum": "01-01-2101"}, "datum", "toekomst"),
    "unix milliseconds": ({"datum": "1526542200000"}, "datum", "geen datum"),
    "unix seconds": ({"datum": "1526542200"}, "datum", "geen datum"),
    "five digits of a year": ({"datum": "17-05-20188"}, "datum", "geen datum"),
    "digits of another script": ({"datum": "\u0661\u0667-05-2018"}, "datum", "geen datum"),
    "the hour that does not exist": (
        {"datum": "2019-03-31", "tijd": "02:15"}, "tijd", "zomertijd",
    ),
    "a time of 99:99": ({"tijd": "99:99"}, "tijd", "tijd bestaat niet"),
    "a time in words": ({"tijd": "half tien"}, "tijd", "geen tijd"),
    "a soort with a formula": ({"soort": "=cmd|' /C calc'!A0"}, "soort", "onbekend"),
    "a mathematical minus": ({"x": "\u2212105800"}, "x", "geen getal"),
    "an ordinary minus": ({"x": "-105800"}, "x", "buiten Nederland"),
    "two points of thousands": ({"x": "1.105.800"}, "x", "buiten Nederland"),
    "infinity in words": ({"y": "-Infinity"}, "y", "oneindig"),
    "not a number": ({"y": "NaN"}, "y", "geen getal"),
    "a fault of Excel": ({"y": "#VERW!"}, "y", "geen getal"),
    "a number in words": ({"x": "honderdduizend"}, "x", "geen getal"),
    "a number with its unit": ({"x": "105800 m"}, "x", "geen getal"),
    "a hexadecimal number": ({"x": "0x19D48"}, "x", "geen getal"),
    "a number with underscores": ({"x": "105_800"}, "x", "geen getal"),
    "a number of 400 digits": ({"x": "9" * 400}, "x", "geen getal"),
    # RD begins at x = -7.000 and y = 289.000: of 0, 0 and of degrees only y lies outside.
    "zero, zero": ({"x": "0", "y": "0"}, "y", "buiten Nederland"),
    "one row in UTM": ({"x": "612345", "y": "5740123"}, "x", "buiten Nederland"),
    "one row in degrees": ({"x": "4.67", "y": "51.81"}, "y", "graden"),
    "one row swapped": ({"x": "424100", "y": "105800"}, "x", "verwisseld"),
    "half a place": ({"y": ""}, "y", "leeg"),
    "no id": ({"id": " "}, "id", "id is leeg"),
    "an id known with other content": ({"id": "3"}, "id", "dubbel id"),
    "an id in the notation of Excel": ({"id": "1,23E+19"}, "id", "afgerond"),
    "an id of 5 kB": ({"id": "6" * 5000}, "id", "langer dan 100"),
}  # fmt: skip
WHOLE: dict[str, tuple[str | bytes, Allowed]] = {
    "American order, seen from one date in six": (
        dated(
            "01/02/2018", "03/04/2018", "05/06/2018", "07/08/2017", "09/10/2017", "01/31/2018"
        ),
        Allowed("refused", 0, "Amerikaanse volgorde"),
    ),
    "dates that can be read both ways": (
        dated(*(f"{n:02d}/{13 - n:02d}/2017" for n in range(1, 13))),
        Allowed("warning", 12, "verwisseld"),
    ),
    "an end before the begin": (
        lines(
            *(f"{row},{row.split(',')[1]}" for row in GOOD),
            "6,17-05-2018,09:30,overlast,105800,424100,16-05-2018",
            header=HEADER + ",einddatum",
        ),
        Allowed("quarantine", 5, "einde vóór begin", "einddatum"),
    ),
    "the hour that occurs twice": (
        with_sixth(datum="28-10-2018", tijd="02:30"), Allowed("warning", 6, "twee keer"),
    ),
    "spaces between thousands": (with_sixth(x="105 800,5"), Allowed("ok", 6)),
    "RD said to be degrees": (
        degrees("105123,425321", "105987,424876"), Allowed("refused", 0, "RD-meters"),
    ),
    "lon and lat swapped": (
        degrees("51.81,4.67", "51.80,4.66"), Allowed("refused", 0, "verwisseld"),
    ),
    "x and y swapped": (
        metres("425321,105123", "424876,105987"), Allowed("refused", 0, "verwisseld"),
    ),
    "all in UTM": (
        metres("612345,5740123", "612399,5740555"), Allowed("refused", 0, "buiten Nederland"),
    ),
    "all at zero": (degrees("0,0", "0,0"), REFUSED),
    "all in Berlin": (degrees("13.4,52.5", "13.5,52.5"), REFUSED),
    "no place at all": (with_sixth(x="", y=""), Allowed("ok", 6)),
    "ids with leading zeros": (
        lines(*(f"00{row}" for row in GOOD), *GOOD[:1]), Allowed("ok", 6),
    ),
    "ids as floats": (
        lines(*(row.replace(",", ".0,", 1) for row in GOOD)), Allowed("warning", 5, "decimalen"),
    ),
    "a row twice": (lines(*GOOD, GOOD[2]), OK),
    "a Dutch month name": (with_sixth(datum="17 mei 2018"), Allowed("ok", 6)),
    "a time that is not known": (with_sixth(tijd="onbekend"), Allowed("warning", 6, "zonder tijd")),
}  # fmt: skip
CASES = EMPTY | ENCODINGS | STRUCTURE | WHOLE


@pytest.mark.parametrize("case", CASES)
def test_a_text_ends_as_was_decided(case: str, tmp_path: Path, proef: LayerSpec) -> None:
    content, allowed = CASES[case]
    path = tmp_path / "export.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert differences(imported(path, proef), allowed) == []


@pytest.mark.parametrize("case", SIXTH_ROWS)
def test_one_odd_value_costs_its_own_row_alone(case: str, tmp_path: Path, proef: LayerSpec) -> None:
    changes, column, reason = SIXTH_ROWS[case]
    path = tmp_path / "export.csv"
    path.write_text(with_sixth(**changes), encoding="utf-8")
    report = imported(path, proef)
    assert differences(report, Allowed("quarantine", 5, reason, column)) == []
    told = {problem.value for problem in report.problems if problem.column == column}
    expected = changes[column].strip() or changes[column]
    assert any(expected.startswith(value.rstrip("…").strip()) for value in told)


@pytest.mark.parametrize(("bad", "outcome"), [(5, "quarantine"), (6, "refused")])
def test_a_file_is_refused_from_one_row_over_the_half(
    bad: int, outcome: str, tmp_path: Path, proef: LayerSpec
) -> None:
    rows = [f"{10 + n},geen,10:00,overlast,105123,425321" for n in range(bad)]
    path = tmp_path / "export.csv"
    path.write_text(lines(*GOOD, *rows), encoding="utf-8")
    report = imported(path, proef)
    accepted = 5 if outcome == "quarantine" else 0
    allowed = Allowed(outcome, accepted, "geen datum" if accepted else "toewijzing van kolommen")
    assert differences(report, allowed) == []


#: 9·1 + 8·2 + 7·3 + 6·4 + 5·5 + 4·6 + 3·7 + 2·8 = 156 = 14·11 + 2, so the last digit is 2. Each
#: of the others was made in the same way: 22233344? gives 9·2+8·2+7·2+6·3+5·3+4·3+3·4+2·4 = 113
#: = 10·11 + 3; 11122233?: 66 + 3 - 0 = 69 = 6·11 + 3; 10000000?: 9; 20000000?: 18 = 11 + 7.
BSNS = ("123456782", "222333443", "111222333", "100000009", "200000007")
PERSONAL = {
    "a name that says so": ("Naam aangever", ("Jansen", "De Vries", "Bakker", "Visser", "Smit")),
    "an address": ("adres", ("Kade 1", "Kade 2", "Kade 3", "Kade 4", "Kade 5")),
    "a date of birth": ("geboorte_datum", ("01-01-1980",) * 5),
    "numbers that pass the 11-proef": ("kenmerk", BSNS),
    "e-mail under another name": ("bron", tuple(f"m{n}@voorbeeld.nl" for n in range(5))),
    "telephone numbers": ("terugbel", tuple(f"06-1234567{n}" for n in range(5))),
    "bank accounts": ("ref", tuple(f"NL91 ABNA 041716430{n}" for n in range(5))),
}


@pytest.mark.parametrize("case", PERSONAL)
def test_what_looks_personal_is_left_out_with_a_warning(
    case: str, tmp_path: Path, proef: LayerSpec
) -> None:
    column, values = PERSONAL[case]
    rows = (f"{row},{value}" for row, value in zip(GOOD, values, strict=True))
    path = tmp_path / "export.csv"
    path.write_text(lines(*rows, header=f"{HEADER},{column}"), encoding="utf-8")
    allowed = Allowed("warning", 5, f"persoonsgegevens lijken, zijn niet overgenomen: {column}")
    report = imported(path, proef)
    assert differences(report, allowed) == []
    kept = check_rows(read_table(path), proef).accepted.to_csv() + report.to_text()
    assert not any(value in kept for value in values)


def test_burgerservicenummers_do_not_come_in_as_ids(tmp_path: Path, proef: LayerSpec) -> None:
    rows = (f"{bsn},{row.split(',', 1)[1]}" for bsn, row in zip(BSNS, GOOD, strict=True))
    path = tmp_path / "export.csv"
    path.write_text(lines(*rows), encoding="utf-8")
    report = imported(path, proef)
    assert differences(report, Allowed("warning", 5, "'id' bevat burgerservicenummers")) == []
    assert not set(BSNS) & set(check_rows(read_table(path), proef).accepted["id"])


def test_a_column_that_the_layer_declares_is_taken(tmp_path: Path, proef: LayerSpec) -> None:
    layer = replace(proef, columns={**proef.columns, "soort": ("contact",)})
    path = tmp_path / "export.csv"
    path.write_text(lines(*GOOD).replace("soort", "contact"), encoding="utf-8")
    assert differences(imported(path, layer), OK) == []
