"""Companies and pipelines of the register: fetched as others saw it answer, and who is in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from event_town import ask
from hotspots.access.features import features_for
from hotspots.access.fetching import fetch_surroundings
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.errors import SourceError
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.check import check
from hotspots.risico.layers import visible_parts
from hotspots.risico.register import register_answer
from hotspots.risico.register_words import register_report
from open_data_server.answer import as_json
from open_data_server.kept_areas import Area
from open_data_server.pdok import features_by_wfs
from open_data_server.server import Server, serving
from risky_town import festive_home, risky_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.check import Check
    from hotspots.incoming.open_data.surroundings import Subject
    from hotspots.settings import Home

WHERE = "/geoserver/wfs"
PROPANE = {"categorieNaam": "klasse 2.1: Brandbaar gas", "chemischeNaam": "propaan"}
#: One outline crosses itself, as most around pipelines do: two triangles of 100 by 100 m.
BOW_TIE = shapely.Polygon(
    [(100_000, 420_400), (100_200, 420_600), (100_200, 420_400), (100_000, 420_600)]
)
REGISTER: dict[str, list[Area]] = {
    "rev_public:ev_pr10_6": [
        Area({"identificatie": "p", "bedrijfsnaam": "Gasdepot"},
             shapely.box(100_800, 421_500, 101_000, 421_600)),
    ],
    "rev_public:ev_brandaandachtsgebieden": [],
    "rev_public:ev_explosieaandachtsgebieden": [
        Area({"identificatie": "x", "bedrijfsnaam": "Tankstation", "evactiviteit": "propaanopslag",
              "maatgevende_stof": json.dumps(PROPANE)},
             shapely.box(100_000, 421_500, 100_500, 422_000)),
        Area({"identificatie": "oud", "bedrijfsnaam": "Gesloten", "eind_geldigheid": "2020-01-01"},
             shapely.box(101_000, 421_000, 102_000, 422_000)),
        Area({"identificatie": "ver", "bedrijfsnaam": "Elders"},
             shapely.box(190_000, 421_000, 191_000, 422_000)),
    ],
    "rev_public:ev_gifwolkaandachtsgebieden": [
        Area({"identificatie": "g", "maatgevende_stof": {"geenWaardeReden": "onbekend"}},
             shapely.box(99_000, 421_000, 100_100, 422_000)),
    ],
    "rev_public:bl_pr10_6": [
        Area({"identificatie": "b", "naamexploitant": "Leidingbedrijf",
              "maatgevende_stof": "aardgas"},
             BOW_TIE),
    ],
    "rev_public:bl_brandaandachtsgebieden": [],
    "rev_public:bl_explosieaandachtsgebieden": [],
    "rev_public:ev_activiteiten": [
        Area({"identificatie": "a", "bedrijfsnaam": "Tankstation", "evactiviteit": "propaanopslag",
              "maatgevende_stof": PROPANE}, shapely.box(100_200, 421_700, 100_300, 421_800)),
        Area({"identificatie": "n"}, shapely.Point(101_500, 421_500)),
    ],
    "rev_public:bl_buisleidingreferentie": [
        Area({"identificatie": "l", "naamexploitant": "Leidingbedrijf"},
             shapely.LineString([(99_000, 420_500), (103_000, 420_500)])),
        Area({"identificatie": "put", "naamexploitant": "Leidingbedrijf"},
             shapely.Point(100_500, 420_500)),
    ],
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({WHERE: features_by_wfs(REGISTER)}) as running:
        yield running


@pytest.fixture
def risky(tmp_path: Path) -> Home:
    return risky_home(tmp_path / "risky")


def opened(home: Home) -> Workspace:
    return open_workspace(home, role="analist")


def fetched(home: Home, server: Server) -> Workspace:
    for subject in ("register", "companies", "pipelines"):
        fetch_surroundings(opened(home), subject, base_url=server.url)
    return opened(home)


def test_areas_come_with_of_whom_they_are_and_what_the_register_does_not_say_is_said(
    risky: Home, server: Server
) -> None:
    _, report = fetch_surroundings(opened(risky), "register", base_url=server.url)
    # Five are sent near here; one of them has ended.
    assert (report.status, report.accepted) == ("published", 4)
    found = features_for(opened(risky), "risk_area")
    assert found is not None
    rows = found.rows.set_index("code")
    said = ["name", "source", "zone", "activity", "substance"]
    assert rows.loc["bedrijf explosie x", said].tolist() == [
        "Tankstation", "bedrijf", "explosie", "propaanopslag", "propaan",
    ]  # fmt: skip
    # 'geenWaardeReden' is no substance.
    assert not rows.loc["bedrijf gifwolk g", "substance"]
    # The two triangles are half of 200 by 200 m.
    assert rows.geometry["buisleiding pr10_6 b"].area == pytest.approx(20_000)
    warned = " ".join(report.warnings)
    # The service does not know one type, and has none of three.
    assert "geen antwoord over gifwolkaandachtsgebied van een buisleiding." in warned
    assert (
        "geeft het register geen brandaandachtsgebied van een bedrijf, brandaandachtsgebied van "
        "een buisleiding en explosieaandachtsgebied van een buisleiding."
    ) in warned
    assert "weggelaten: 1 van 6." in warned


def test_who_and_what_lies_in_them_is_counted(risky: Home, server: Server) -> None:
    workspace = fetched(risky, server)
    answer = register_answer(workspace, "nacht")
    told = answer.to_dict()
    areas = {area["code"]: area for area in told["areas"]}
    # Noord is 1.000 by 1.000 m with 1.300 people. Explosion: 500 by 500 m of it, a quarter. PR: 200
    # by 100 m, 2 %. Cloud: 100 by 1.000 m of Noord, a tenth; its other part lies outside.
    # The pipeline: 0,02 km2 of Zuid with its 45 people.
    assert {code: area["people"] for code, area in areas.items()} == pytest.approx(
        {"bedrijf explosie x": 325, "bedrijf pr10_6 p": 26, "bedrijf gifwolk g": 130,
         "buisleiding pr10_6 b": 0.9}, abs=0.06,
    )  # fmt: skip
    assert areas["bedrijf gifwolk g"]["people_status"] == "counted_in_part"
    assert areas["bedrijf gifwolk g"]["substance"] is None
    assert areas["bedrijf gifwolk g"]["name"] is None
    # In both the explosion and the cloud: 100 by 500 m of Noord, 65 people, counted once.
    assert told["people"]["night"]["inside"] == pytest.approx(325 + 26 + 130 + 0.9 - 65, abs=0.1)
    # Ziekenhuis (100.900, 421.550) and Loods (100.950, 421.500, on the edge) lie in the PR area.
    assert areas["bedrijf pr10_6 p"]["objects"] == 2
    assert [flag["name"] for flag in told["flags"] if flag["severity"] == "rood"] == ["Ziekenhuis"]
    assert told["areas_not_loaded"] == ["Brandaandachtsgebied"]
    assert told["beyond"]["people"] is None


def test_the_companies_and_pipelines_themselves_are_listed(risky: Home, server: Server) -> None:
    answer = register_answer(fetched(risky, server), "nacht")
    assert answer.sources is not None
    listed = [(one.name, one.source, one.activity, one.length_m) for one in answer.sources]
    # Of the pipeline 2.000 m lies in the town; what is a point and no line is no pipeline.
    assert listed == [
        ("Bedrijf zonder naam", "bedrijf", None, None),
        ("Tankstation", "bedrijf", "propaanopslag", None),
        ("Leidingbedrijf", "buisleiding", None, 2_000.0),
    ]
    cells = register_report(answer).table("register_sources").cells()
    assert cells[0][:4] == ["Bedrijf zonder naam", "bedrijf", "niet bekend", "niet bekend"]


def test_without_the_sources_it_is_not_known_which_there_are(risky: Home, server: Server) -> None:
    fetch_surroundings(opened(risky), "register", base_url=server.url)
    answer = register_answer(opened(risky), "nacht")
    assert answer.to_dict()["sources"] is None
    assert "zelf zijn niet geladen: niet bekend" in " ".join(register_report(answer).sentences)


def test_without_areas_the_part_is_not_there(risky: Home, server: Server) -> None:
    assert "register" not in visible_parts(opened(risky))
    with pytest.raises(SourceError):
        register_answer(opened(risky), "nacht")
    fetch_surroundings(opened(risky), "register", base_url=server.url)
    assert visible_parts(opened(risky))["register"] == "laag_risk_area"


def test_the_command_prints_and_writes_it(
    risky: Home, server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("HOTSPOTS_ROLE", "analist")
    fetched(risky, server)
    asked = ["--home", str(risky.root), "exposure", "register", "--scenario", "nacht"]
    assert main([*asked, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told == json.loads(json.dumps(register_answer(opened(risky), "nacht").to_dict()))
    assert main(asked) == 0
    assert "Tankstation" in capsys.readouterr().out
    for ending in ("csv", "pdf", "html"):
        file = tmp_path / f"register.{ending}"
        assert main([*asked, "--out", str(file)]) == 0
        assert file.stat().st_size > 100
    capsys.readouterr()
    assert main([*asked, "--at", "100500,421500", "--kind", "bleve"]) == 2
    assert "Een ongeval hoort bij spoor" in capsys.readouterr().err


def test_the_event_check_knows_the_areas_once_they_are_loaded(
    tmp_path: Path, server: Server
) -> None:
    home = festive_home(tmp_path / "festive")

    def checked() -> Check:
        # The markt lies at 100.500, 421.500: on the corner of the area of the Tankstation.
        request = ask(visitors=6_000)
        return check(request, open_calendar(opened(home)))

    before = checked()
    assert "register" not in {finding.id for finding in before.findings}
    label = "gebied van het Register externe veiligheid"
    assert f"Niet geladen en dus niet meegewogen: {label}." in before.notes
    fetch_surroundings(opened(home), "register", base_url=server.url)
    after = checked()
    (found,) = [finding for finding in after.findings if finding.id == "register"]
    assert found.verdict == "let_op"
    assert "Tankstation" in found.reason
    assert "explosie-gebied" in found.reason
    assert not any(label in note for note in after.notes)


@pytest.mark.parametrize("subject", ["register", "companies", "pipelines"])
def test_odd_answers_leave_what_was_there(risky: Home, server: Server, subject: Subject) -> None:
    def refused() -> SourceError:
        with pytest.raises(SourceError) as caught:
            fetch_surroundings(opened(risky), subject, base_url=server.url)
        return caught.value

    server.parts[WHERE] = features_by_wfs({})
    assert "400" in refused().detail
    server.parts[WHERE] = features_by_wfs({name: [] for name in REGISTER})
    assert "in of bij deze gemeente" in refused().what
    bare = {"type": "Feature", "properties": {"identificatie": "x"}}
    page = {"type": "FeatureCollection", "features": [bare]}
    server.parts[WHERE] = lambda _path, _query: as_json(page)
    assert "zonder eigenschappen of vorm" in refused().detail
    page = {"type": "FeatureCollection", "features": [{**bare, "geometry": None}]}
    assert "zonder vorm" in refused().detail
    server.parts[WHERE] = features_by_wfs(REGISTER)
    server.fails("broken_off", times=9)
    refused()
    server.faults.clear()
    del server.parts[WHERE]
    assert "404" in refused().detail
    assert all(
        not len(found)
        for purpose in ("risk_area", "risk_company", "pipeline")
        if (found := features_for(opened(risky), purpose)) is not None
    )
