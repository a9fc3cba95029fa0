"""A layer with a purpose has the fields that its purpose needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.catalog.checks import check_catalog
from hotspots.catalog.reading import read_what_is_right
from hotspots.cli import main
from risky_town import declarations, layer, risky_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home


@pytest.fixture
def risky(tmp_path: Path) -> Home:
    return risky_home(tmp_path)


def problems(home: Home) -> str:
    catalog, found = read_what_is_right(home)
    if catalog is not None and not found:
        found = check_catalog(catalog, measures=(), palettes=("rood",))
    return "\n".join(found)


def change(home: Home, old: str, new: str, context: str = "rail_zone") -> None:
    path = home.geodata / context / "layer.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_town_is_declared_as_it_should(risky: Home) -> None:
    assert problems(risky) == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('purpose = "rail_zone"', 'purpose = "rail_zones"', "Bedoelde u 'rail_zone'?"),
        ('kind = "zones"', 'kind = "places"', "purpose 'rail_zone' kan niet bij kind 'places'"),
        ("[fields.zone]", "[fields.zonde]", "[fields] 'zone' ontbreekt"),
        ("[fields.name]", "[fields.nom]", "onbekend veld 'nom'"),
        ('purpose = "rail_zone"', "", "[fields] hoort bij een laag met 'purpose'"),
        ('kind = "choice"', 'kind = "text"', "'choices' hoort bij kind"),
    ],
)
def test_what_a_purpose_lacks_is_told(risky: Home, old: str, new: str, said: str) -> None:
    if new == "[fields.zonde]":
        change(risky, "[fields.zone.choices]", "[fields.zonde.choices]")
    change(risky, old, new)
    assert said in problems(risky)


def test_a_purpose_has_one_layer(risky: Home) -> None:
    other = declarations().RiskLayer(
        id="tweede", kind="places", purpose="station", label="T", note="", attribution="V",
        licence="CC0-1.0", details="", year=2023, features=layer("station", "places").features,
    )  # fmt: skip
    declarations().write_risk_layer(other, risky.geodata)
    assert "purpose 'station' heeft laag 'station' ook" in problems(risky)


def test_the_check_of_a_home_reads_its_risks_too(
    risky: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (risky.themes / "proef" / "risk.toml").write_text("[settingz]\n", encoding="utf-8")
    assert main(["--home", str(risky.root), "check"]) == 2
    assert "onbekende sleutel 'settingz'" in capsys.readouterr().err
