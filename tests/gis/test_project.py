"""The project for QGIS: its document as QGIS reads it, the classes of the map, and no key."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from defusedxml import ElementTree

from gis.conftest import URL, open_to_programs
from hotspots.access.audit import lines
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.errors import AccessError, SelectionError, SettingsError
from hotspots.gis.features import legend_of
from hotspots.gis.project import project_bytes, project_of, require_url, rules_of, write_project
from hotspots.maps.choropleth import map_spec

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from hotspots.access.workspace import Workspace


#: In two parts: no file of ours holds an address with a password.
WITH_PASSWORD = "jan:geheim" + "@host/ogc"


def document_of(path: Path) -> Element:
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        assert name == f"{path.stem}.qgs"
        document: Element = ElementTree.fromstring(archive.read(name))
    return document


def colour_of(symbol: Element) -> str:
    """Return the colour of the lowest layer of a symbol as a map writes it."""
    option = symbol.find("layer/Option/Option[@name='color']")
    assert option is not None
    parts = [int(part) for part in option.attrib["value"].split(",")]
    return "#{:02x}{:02x}{:02x}".format(*parts[:3])


@pytest.fixture
def document(open_town: Workspace, tmp_path: Path) -> Element:
    path = tmp_path / "wijk.qgz"
    write_project(project_of(open_town, url=f"{URL}/", authcfg="abc1234"), path)
    return document_of(path)


def test_a_project_has_the_layers_of_the_role_by_theme(document: Element) -> None:
    (group,) = document.findall("layer-tree-group/layer-tree-group")
    assert group.attrib["name"] == "Proef"
    in_tree = [(one.attrib["id"], one.attrib["checked"]) for one in group]
    assert in_tree == [
        ("hotspots_inbraak_buurten", "Qt::Checked"),
        ("hotspots_inbraak_hotspots", "Qt::Unchecked"),
        ("hotspots_zorg_wijken", "Qt::Unchecked"),
        ("hotspots_haltes", "Qt::Unchecked"),
    ]
    layers = document.findall("projectlayers/maplayer")
    assert [layer.findtext("id") for layer in layers] == [name for name, _ in in_tree]
    # QGIS gives an id of ten signs or less another one.
    assert all(len(name) > 10 for name, _ in in_tree)
    assert [layer.attrib["geometry"] for layer in layers] == [*["Polygon"] * 3, "Point"]
    assert layers[0].findtext("layername") == "Inbraak per buurt (synthetisch)"
    assert layers[3].findtext("layername") == "Haltes"
    assert layers[0].findtext("datasource") == (
        "authcfg=abc1234 pagingEnabled='default' restrictToRequestBBOX='1' "
        "srsname='EPSG:28992' typename='inbraak-buurten' url='http://localhost:8501/ogc'"
    )
    assert layers[0].findtext("provider") == "OAPIF"


def test_it_opens_on_the_municipality_in_rd(document: Element) -> None:
    # The town lies in 100.000 to 102.000 and 420.000 to 422.000; half a kilometre around it.
    sides = [document.findtext(f"mapcanvas/extent/{side}") for side in ("xmin", "ymin", "xmax")]
    assert sides == ["99500.0", "419500.0", "102500.0"]
    for place in ("projectCrs", "mapcanvas/destinationsrs"):
        assert document.findtext(f"{place}/spatialrefsys/authid") == "EPSG:28992"


def test_the_classes_are_those_of_the_map(document: Element, open_town: Workspace) -> None:
    for number, selection in enumerate(
        (
            Selection("inbraak", level="buurten"),
            Selection("inbraak", level="cells", measure="gi_star"),
            Selection("zorg", level="wijken"),
        )
    ):
        spec = map_spec(open_town, analyse(open_town, selection))
        drawn = [one for one in spec.classes if one.kind != "outside"]
        renderer = document.findall("projectlayers/maplayer/renderer-v2")[number]
        rules = renderer.findall("rules/rule")
        assert [rule.attrib["label"] for rule in rules] == [one.label for one in drawn]
        symbols = {symbol.attrib["name"]: symbol for symbol in renderer.findall("symbols/symbol")}
        shown = [symbols[rule.attrib["symbol"]] for rule in rules]
        assert [colour_of(symbol) for symbol in shown] == [one.colour.lower() for one in drawn]
        # A second channel where a colour is no value.
        assert [len(symbol.findall("layer")) == 2 for symbol in shown] == [
            one.pattern is not None for one in drawn
        ]


def test_each_feature_is_in_the_class_that_the_map_gives_it(open_town: Workspace) -> None:
    analysis = analyse(open_town, Selection("inbraak", level="buurten", measure="rate"))
    spec = map_spec(open_town, analysis)
    table = analysis.table().assign(legend=legend_of(analysis, spec))
    for rule in rules_of(analysis, spec):
        # The little of the language of QGIS that a rule has, as pandas reads it.
        expression = rule.expression.replace('"', "").replace("<=", "≤").replace(" = ", " == ")
        words = expression.replace("≤", "<=").replace("round(value, 2)", "rounded")
        for old, new in (("NOT IN", "not in"), ("AND", "and"), ("round(value, 1)", "rounded")):
            words = words.replace(old, new)
        words = words.replace("(", "[").replace(")", "]") if "not in" in words else words
        chosen = table.assign(rounded=np.round(table["value"], 1)).query(words)
        assert list(chosen["code"]) == list(table["code"][table["legend"] == rule.entry.label])


def test_a_period_is_asked_at_every_request_and_gives_its_classes(open_town: Workspace) -> None:
    period = Period(date(2017, 1, 1), date(2017, 2, 28))
    project = project_of(open_town, url=URL, layers=("inbraak",), period=period)
    ((_, layers),) = project.themes
    assert [layer.collection.id for layer in layers] == ["inbraak-buurten", "inbraak-hotspots"]
    assert layers[0].source.endswith(
        "url='http://localhost:8501/ogc?datetime=2017-01-01/2017-02-28'"
    )
    assert "authcfg" not in layers[0].source
    assert any("01-01-2017 t/m 28-02-2017" in note for note in layers[0].notes)


def test_a_project_holds_what_a_role_may_take_away(tmp_path: Path) -> None:
    home = open_to_programs(tmp_path / "town")
    planner = open_workspace(home, role="crisisplanner")
    project = project_of(planner, url=URL)
    assert project.layer_ids == ("inbraak", "haltes")
    viewer = open_workspace(home, role="kijker")
    # A project without layers would open as nothing, and say nothing of why.
    with pytest.raises(SelectionError, match="De rol Kijker mag niets meenemen"):
        project_of(viewer, url=URL)
    with pytest.raises(AccessError):
        project_of(planner, url=URL, layers=("zorg",))


def test_the_same_answer_gives_the_same_file(open_town: Workspace) -> None:
    once, again = (project_bytes(project_of(open_town, url=URL), "wijk") for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    "url",
    [
        "ftp://localhost/ogc", "localhost/ogc", "https://", "https://" + WITH_PASSWORD,
        "https://host/ogc' key='x", "https://host/o gc", "https://host/ogc?key=geheim", "",
        "https://host/ogc#deel", "https://host/ogc?", "https://[host/ogc", "https://host:acht/ogc",
    ],
)  # fmt: skip
def test_an_address_that_breaks_a_project_or_holds_a_password_is_refused(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        require_url(url, "")
    assert "jan:geheim" not in str(refused.value)


def test_a_name_with_a_sign_that_xml_does_not_know_leaves_a_file_that_opens(
    open_town: Workspace, tmp_path: Path
) -> None:
    project = project_of(open_town, url=URL, layers=("inbraak",))
    (theme, layers), *_ = project.themes
    rule = replace(layers[0].rules[0], expression="\x01\ufffe")
    spoilt = replace(layers[0], name="In\x0bbraak\ud800", rules=(rule,), notes=("\x00",))
    write_project(replace(project, themes=((f"{theme}\x08", (spoilt,)),)), tmp_path / "wijk.qgz")
    document = document_of(tmp_path / "wijk.qgz")
    [group] = document.findall("layer-tree-group/layer-tree-group")
    assert group.get("name") == f"{theme} "
    assert document.findtext("projectlayers/maplayer/layername") == "In braak "
    [rule_written] = document.iter("rule")
    assert rule_written.get("filter") == "  "


def test_a_key_is_no_number_of_an_authentication() -> None:
    key = "hotspots_1f0c9a3e_abcdefghijklmnopqrstuvwxyz"
    with pytest.raises(SettingsError, match="Zet hier nooit de sleutel") as refused:
        require_url(URL, key)
    assert key not in str(refused.value)
    require_url(URL, "abc1234")


def test_a_project_ends_in_qgz(open_town: Workspace, tmp_path: Path) -> None:
    project = project_of(open_town, url=URL, layers=("haltes",))
    with pytest.raises(SelectionError, match=r"\.qgz"):
        write_project(project, tmp_path / "wijk.qgs")
    with pytest.raises(SettingsError, match="niet te schrijven"):
        write_project(project, tmp_path / "weg" / "wijk.qgz")
    before = len(lines(open_town.home))
    write_project(project, tmp_path / "wijk.qgz")
    assert len(lines(open_town.home)) == before
