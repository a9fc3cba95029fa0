"""Workbooks that are no .xlsx, and pages of HTML that are called one, give the same rows."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from hotspots.errors import SourceError
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import UPLOAD_LIMITS

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.incoming.reading.table import Table

#: Saved with xlwt 1.3.0: a title, a header, two dates of which one with a time, an empty place; and
#: an empty second sheet.
XLS = zlib.decompress(
    base64.b85decode(
        r"""c-rk)O-NKx6#m}Nj5Gd>GyX(lAcK&V>B8DXp<{u$DY2j*BB-%>=%h0v&q=hPG@E4+v?>D;OlV`Z>4!3E"""
        r"""6D<Ox7C{hb(W+ID&_aEkd*;nJ+6WGqq`Ysq=iYPfx!=3@-E)8Dy`S_<jXWxw#uC&+!Mx#wJ<TRjawZiw"""
        r"""sNOI{F_}9k85Y(RoDP~uyA96^-sOln6!Sd|84uOhB!RD#PNNIW(TL_-Lmc2f1SHXiI!UG2lW~`l3tsM5"""
        r"""5zBKdi&;Kk-xn+!*m9j^9r;d4r!eVnuG(Y9@kzOY>s%xyJmEH<*;0#AycKbL<))PIwPC*=3UqFiigGm{"""
        r"""qoBEN(juBJ^g`T2E)WdXgu^v`gmSeMV`70Xn0)Q+d&A)=lu&?-V#e?Rzmhw_E1zXwTe}3Z|6Xj*S;p?5"""
        r"""+0A5k(iAVX-;!0JAI4cpEQ>fTk0CX&DKz$WMfF%5`Pj$Xgo;C&);5dd$TJTGFK{dr3+jPD$k!8y_}aCY"""
        r"""PuJQ)-7!t4g%t|gfbJ-fP#z4#E`%v8dnxr%WuTUhj%bgjcLus+Lf@4uSb1x5FWQ<4c){kA45E<B9$vO?"""
        r"""8t3f&pC1mlw)oGmrJs+Z#G$oSj0*+^L<?%{;u>2@R&k4+EUz-_7A}{uEFmAtD_cs<!oflIxyH4X^qk#{"""
        r"""kN$0G<?U3C|2XorJpRqUgUaJg(-%v|Klw*cLGLR_?Zs~p)l#)|=eEEze=?WM?d=Oo?_XP;Lw1{EGt85@"""
        r"""5OZP;6Fe-1hs2{>>>;s-kO?jM{t}u@nv&8K($tiul4diR<qXU+Guuu7#LS3ko4{t$WEzn^BKU8dx04*3"""
        r"""@e-rpQZjHU%;hk-loXdjGp7(&F*^_EeQ%f`UWI#lX?Q?R=T(>RUY2v&=7G!PRa3l)I?=~BLo!}+o!}JX"""
        r"""ua}GPSPYI1l?AL`d}7)7T)=vZPkv{}^v*0;uwcQ01q=TH#8prn*$Q9k6W3vJk;yT?>&#J_w?30>SR6%^"""
        r"""elhwZ*oX+_I{LDTpG~kyNiJ!HZIa&$1y0b@b#$PW`_Ykg{L)2KN*~XP8@g9-31$2I`E2_6kDvbsb3HRn"""
    )
)
ROWS = [
    ["a1", "overlast", "2017-12-31", "105123", "425321"],
    ["a2", "overlast", "2017-12-31 23:15:00", "105123.5", "425321"],
    ["3", "overlast", "2017-01-02", "", ""],
]
COLUMNS = ("id", "soort", "datum", "x", "y")
_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def text(value: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    )


def typed(kind: str, value: str, attribute: str = "value") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}"/>'


EMPTY = "<table:table-cell/>"
SHEET = (
    [text("Uitdraai van het register")],
    [text(name) for name in COLUMNS],
    [
        text("a1"), text("overlast"), typed("date", "2017-12-31", "date-value"),
        typed("float", "105123"), typed("float", "425321"),
    ],
    [
        text("a2"), text("overlast"), typed("date", "2017-12-31T23:15:00", "date-value"),
        typed("float", "105123.5"), typed("float", "425321"),
    ],
    [typed("float", "3"), text("overlast"), typed("date", "2017-01-02", "date-value")],
)  # fmt: skip


def ods(*sheets: str, kind: str = "spreadsheet", above: str = "") -> bytes:
    """An OpenDocument, with what stands above its root."""
    names = " ".join(f'xmlns:{short}="{long}"' for short, long in _NAMES.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{above}<office:document-content {names}>'
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def sheet(name: str = "Export", rows: tuple[list[str], ...] = SHEET) -> str:
    lines = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}">{lines}</table:table>'


HTML = (
    "<html><head><style>td {mso-number-format: x}</style></head><body><p>Uitdraai</p><table>"
    "<tr><td colspan=5>Uitdraai van het register</td></tr>"
    f"<tr>{''.join(f'<th>{name}</th>' for name in COLUMNS)}</tr>"
    + "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}</tr>" for row in ROWS)
    + "</table><table><tr><td>voettekst</td></tr></table><script>alert(1)</script></body></html>"
)


def indented(plain: bytes) -> bytes:
    """The same sheet as GDAL and QGIS write one: each tag on a line of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as before, zipfile.ZipFile(out, "w") as after:
        for member in before.namelist():
            content = before.read(member)
            after.writestr(member, content.replace(b"><", b">\n  <"))
    return out.getvalue()


def macros() -> bytes:
    book = openpyxl.Workbook()
    for row in (["Uitdraai van het register"], COLUMNS, *ROWS):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return out.getvalue()


def read(folder: Path, name: str, content: bytes, layer_name: str | None = None) -> Table:
    path = folder / name
    path.write_bytes(content)
    return read_table(path, layer_name=layer_name)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("export.xls", XLS, "XLS"),
        ("export.ods", ods(sheet()), "ODS"),
        ("uit QGIS.ods", indented(ods(sheet())), "ODS"),
        ("export.xls", HTML.encode(), "HTML"),
        ("export.html", HTML.encode("utf-8-sig"), "HTML"),
        ("export.xlsm", macros(), "XLSX"),
    ],
    ids=["xls", "ods", "ods of QGIS", "xls that is html", "html", "xlsm"],
)
def test_every_workbook_gives_the_same_rows(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    table = read(tmp_path, name, content)
    assert table.format == kind
    assert table.columns == COLUMNS
    assert table.rows.to_numpy().tolist() == ROWS
    # The title is row 1 and the header row 2.
    assert table.row_numbers.tolist() == [3, 4, 5]


def test_a_sheet_of_several_can_be_chosen(tmp_path: Path) -> None:
    several = ods(sheet("Oud"), sheet("Nieuw", SHEET[1:]), sheet("Leeg", ()))
    with pytest.raises(SourceError, match="Oud, Nieuw"):
        read(tmp_path, "export.ods", several)
    assert read(tmp_path, "export.ods", several, "Nieuw").row_numbers.tolist() == [2, 3, 4]
    with pytest.raises(SourceError, match="Nergens"):
        read(tmp_path, "export.ods", several, "Nergens")


BOMB = [typed("float", "1")[:-2] + ' table:number-columns-repeated="1000"/>']


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("export.xls", XLS[:3_000], "beschadigd"),
        ("export.xls", XLS[:512] + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
        ("export.ods", ods(sheet())[:-60], "beschadigd"),
        ("export.ods", ods(sheet(), kind="text"), "LibreOffice-bestand dat geen tabel is"),
        ("export.ods", ods(sheet("Leeg", ())), "leeg"),
        (
            "export.ods",
            ods(sheet(), above='<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            "DOCTYPE",
        ),
        ("export.xlsx", macros(), "macro"),
        ("export.xlsx", XLS, ".xls"),
        ("export.csv", HTML.encode(), "HTML"),
        ("export.xls", b"<html><p>Geen toegang</p></html>", "HTML"),
        ("export.xls", b"id;datum\n1;2017-01-01\n", "CSV"),
    ],
    ids=[
        "cut off", "encrypted", "a cut zip", "a letter", "empty", "entities", "macros hidden",
        "another name", "html as csv", "no table", "csv as xls",
    ],
)  # fmt: skip
def test_what_is_not_what_it_says_is_refused_in_three_parts(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    with pytest.raises(SourceError, match=told) as refused:
        read(tmp_path, name, content)
    assert all((refused.value.what, refused.value.detail, refused.value.do))


def test_a_sheet_that_grows_stops_at_the_limits(tmp_path: Path) -> None:
    rows = "".join(
        f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
        for cell in BOMB
    )
    bomb = ods(f'<table:table table:name="B">{rows}</table:table>')
    assert len(bomb) < 2_000
    path = tmp_path / "export.ods"
    path.write_bytes(bomb)
    with pytest.raises(SourceError) as refused:
        read_table(path, limits=replace(UPLOAD_LIMITS, seconds=4))
    assert all((refused.value.what, refused.value.detail, refused.value.do))
