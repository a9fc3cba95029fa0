"""What must hold between declarations, and between a declaration and its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.catalog.checks import check_catalog, sha256_of
from hotspots.catalog.reading import read_catalog

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

THEME = "data/proef/theme.toml"
BUURTEN = "geodata/buurten/layer.toml"
INBRAAK = f"{THEME} [layers.inbraak]"


def problems_of(home: Home) -> list[str]:
    return check_catalog(
        read_catalog(home), measures=("count", "rate", "density"), palettes=("rood", "groen")
    )


def edit(home: Home, file: str, old: str, new: str) -> None:
    path = home.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_town_is_sound(home: Home) -> None:
    assert problems_of(home) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (THEME, "inbraak.csv", "inbraken.csv", "bestand 'inbraken.csv' ontbreekt"),
        (THEME, '"huishoudens", "inwoners"', '"huishoudes"', "Bedoelde u 'huishoudens'?"),
        (THEME, 'finest = "wijken"', 'finest = "cells"', "minimum 10 bij finest 'cells'"),
        (THEME, "minimum = 10", "minimum = -1", "minimum is negatief"),
        (THEME, "bandwidth_m = 200", 'palette = "rod"', "'rod' bestaat niet. Bedoelde u 'rood'"),
        (THEME, 'show = ["period", "wijk"]', 'measures = ["cuont"]', "maat 'cuont' bestaat niet"),
        (THEME, "finest_cell_m = 100", "finest_cell_m = 75", "mogelijk: 50, 100, 200, 250, 500"),
        (THEME, "bandwidth_m = 200", "bandwidth_m = 0", "bandwidth_m is 0"),
        (THEME, 'context = "haltes"', 'context = "halte"', "Bedoelde u 'haltes'?"),
        (THEME, 'begin = "begin"', 'start = "begin"', "onbekend veld 'start'"),
        (THEME, 'begin = "begin"', "", "'begin' ontbreekt"),
        (THEME, "[layers.zorg]", "[layers.zorg]\nfirst_day = 2016-01-01", "'first_day' hoort bij"),
        (THEME, "[layers.zorg]", "[layers.zorg]\ncomplete_years = [2016]", "'complete_years' hoor"),
        (
            THEME,
            "[layers.zorg]",
            "[layers.zorg]\ncomplete_years = [16]",
            "'complete_years' heeft 16; verwacht een jaar van 1900 tot en met 2100.",
        ),
        (
            THEME,
            "[layers.zorg.privacy]",
            "[layers.zorg.privacy]\nkeep_months = -1",
            "keep_months is -1; verwacht een aantal maanden",
        ),
        (
            THEME,
            "[layers.inbraak]",
            "[layers.inbraak]\nfirst_day = 2016-01-01T08:00:00",
            "zonder tijd",
        ),
        (THEME, 'x_rd = "x"', 'lon = "x"', "geen plaats"),
        (BUURTEN, 'parent = "wijk"', 'ouder = "wijk"', "onbekend veld 'ouder'"),
        (BUURTEN, 'code = "code"', "", "'code' ontbreekt"),
        (BUURTEN, 'level = "buurten"', 'level = "wijken"', 'level = "wijken" staat in 2 lagen'),
        (BUURTEN, 'level = "buurten"', 'level = "wijken"', 'geen laag met level = "buurten"'),
        ("gemeente.toml", 'start = "inbraak"', 'start = "inbrak"', "Bedoelde u 'inbraak'?"),
        ("gemeente.toml", "[land]", '[land]\nwater = "watr"', "[land] water: 'watr' bestaat niet"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_a_way_out(
    home: Home, file: str, old: str, new: str, expected: str
) -> None:
    edit(home, file, old, new)
    folder = file.split("/", maxsplit=1)[0]
    assert any(expected in problem and problem.startswith(folder) for problem in problems_of(home))


def test_a_file_that_is_not_what_was_declared_is_told_by_its_sha256(home: Home) -> None:
    path = home.themes / "proef" / "inbraak.csv"
    edit(home, THEME, 'file = "inbraak.csv"', f'file = "inbraak.csv"\nsha256 = "{sha256_of(path)}"')
    assert problems_of(home) == []
    path.write_bytes(path.read_bytes() + b"11,woning,2017-03-01,,100050,421050\n")
    found = problems_of(home)
    assert len(found) == 1
    assert found[0].startswith(f"{INBRAAK} [source]: sha256 van 'inbraak.csv' klopt niet.")


def test_the_sha256_is_that_of_the_standard(tmp_path: Path) -> None:
    # The example of FIPS 180-4: SHA-256("abc") = ba7816bf ... f20015ad.
    (tmp_path / "abc").write_bytes(b"abc")
    digest = sha256_of(tmp_path / "abc")
    assert (digest[:8], digest[-8:]) == ("ba7816bf", "f20015ad")


def test_a_layer_id_exists_once_in_a_home(home: Home) -> None:
    folder = home.themes / "nog_een"
    folder.mkdir()
    text = (home.root / THEME).read_text(encoding="utf-8").replace('id = "proef"', 'id = "nog_een"')
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    for name in ("inbraak.csv", "zorg.csv"):
        (folder / name).write_bytes((home.themes / "proef" / name).read_bytes())
    assert len(problems_of(home)) == 3  # inbraak, zorg and haltes
    assert all("een id is er maar één keer" in problem for problem in problems_of(home))


def test_all_problems_are_listed_at_once(home: Home) -> None:
    edit(home, THEME, "inbraak.csv", "weg.csv")
    edit(home, THEME, "minimum = 10", "minimum = -1")
    edit(home, BUURTEN, 'name = "naam"', 'naam = "naam"')
    # The file, the minimum, the unknown field and the name that is now missing.
    assert len(problems_of(home)) == 4
