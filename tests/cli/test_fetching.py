"""`hotspots fetch` on the town, against the local server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from hotspots.cli import main
from open_data_server.everything import town_parts
from open_data_server.kept_areas import Area, Collections, squares
from open_data_server.pdok import areas_by_ogc, features_by_ogc, features_by_wfs
from open_data_server.server import Server, serving
from town import BUURTEN, SIDE_M

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cli.conftest import Ran
    from open_data_server.server import Part


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    collections: Collections = squares(BUURTEN, SIDE_M, gemeente=("GM9999", "Vierbuurten"))
    with serving({}) as running:
        running.parts["/cbs/wijken-en-buurten-2023"] = areas_by_ogc(
            collections, lambda: running.url
        )
        yield running


def around(host: Callable[[], str]) -> dict[str, Part]:
    """Return the services about what lies around, with one shape each."""
    track = shapely.LineString([(100_100, 420_500), (101_900, 420_500)])
    zone = shapely.box(100_100, 420_300, 101_900, 420_700)
    return {
        "/prorail": features_by_ogc(
            {
                "spooras": [Area({"naam": "Lijn"}, track)],
                "station": [Area({"naam": "Halte"}, track.centroid)],
            },
            host,
        ),
        "/geoserver/wfs": features_by_wfs(
            {
                "rev_public:bn_explosieaandachtsgebieden": [Area({"identificatie": "x"}, zone)],
                "rev_public:bn_pr10_6": [],
                "rev_public:ev_pr10_6": [Area({"identificatie": "y"}, zone)],
                "rev_public:ev_activiteiten": [Area({"identificatie": "y"}, zone)],
                "rev_public:bl_buisleidingreferentie": [Area({"identificatie": "z"}, track)],
            }
        ),
        "/geoserver/LIWO_Basis/wfs": features_by_wfs(
            {"LIWO_Basis:infrastructuur_dijkringen": [Area({"DIJKRINGNR": 22}, zone)]}
        ),
        "/rws": features_by_ogc(
            {"risk_zone": [Area({"description": "Maas type D", "localId": "x"}, zone)]}, host
        ),
        "/rws/nationaal-wegenbestand-wegen": features_by_ogc(
            {"wegvakken": [Area({"stt_naam": "Kade", "wvk_id": 1}, track)]}, host
        ),
    }


def test_boundaries_are_tried_published_listed_and_restored(
    run: Callable[..., Ran], server: Server
) -> None:
    asked = ("fetch", "boundaries", "--base-url", server.url)
    tried = run(*asked, "--dry-run")
    assert tried.code == 0
    assert "Indeling 2023: 2 wijken en 4 buurten van GM9999" in tried.out
    assert "WK999901 heet nu Wijk 01 (was Boven)" in tried.out
    assert "Dit was een proef" in tried.out
    assert "nog geen indeling" in run("fetch", "boundaries", "--list").out

    published = run(*asked)
    assert published.code == 0
    assert "Gepubliceerd als v2" in published.out
    assert "Opnieuw in gebieden geplaatst: Inbraak" in published.out
    assert run("fetch", "boundaries", "--list").listed == [("v2", True), ("v1", False)]

    restored = run("fetch", "boundaries", "--restore", "v1")
    assert restored.code == 0
    assert "De indeling is weer die van v1" in restored.out
    assert run("fetch", "boundaries", "--list").listed == [("v2", False), ("v1", True)]

    # The division goes by the commands of a layer as well.
    assert run("restore", "indeling", "v2").code == 0
    assert run("versions", "indeling").listed == [("v2", True), ("v1", False)]
    told = run("versions", "indeling", "--json").json["versions"]
    assert [(one["version"], one["current"], one["year"]) for one in told] == [
        ("v2", True, "2023"), ("v1", False, None),
    ]  # fmt: skip
    assert "geen versie van de indeling" in run("restore", "indeling", "gisteren").err


def test_the_report_for_scripts_has_every_change(run: Callable[..., Ran], server: Server) -> None:
    told = run("fetch", "boundaries", "--base-url", server.url, "--dry-run", "--json").json
    assert (told["status"], told["year"], told["wijken"], told["buurten"]) == (
        "would_publish", 2023, 2, 4,
    )  # fmt: skip
    assert [change["kind"] for change in told["changes"]] == ["renamed", "renamed"]


def test_offline_says_so_in_one_sentence_and_the_home_goes_on(run: Callable[..., Ran]) -> None:
    # Port 9 of this machine answers nobody.
    offline = run("fetch", "boundaries", "--base-url", "http://localhost:9")
    assert offline.code == 2
    assert offline.err.splitlines()[0] == (
        "Geen verbinding met PDOK (CBS wijken en buurten); er is niets opgehaald en alles werkt "
        "door met wat er is."
    )
    assert run("analyse", "inbraak", "--level", "buurten", "--json").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--base-url", "http://example.org"), "https"),
        (("--gemeente", "Dordrecht"), "geen code van een gemeente"),
        (("--restore", "gisteren"), "geen versie van de indeling"),
        (("--restore", "v7"), "geen versie v7"),
    ],
)
def test_what_cannot_be_is_refused_in_dutch(
    run: Callable[..., Ran], arguments: tuple[str, ...], told: str
) -> None:
    refused = run("fetch", "boundaries", *arguments)
    assert refused.code == 2
    assert told in refused.err


@pytest.fixture
def services() -> Iterator[Server]:
    with serving({}) as running:
        running.parts.update(town_parts(lambda: running.url))
        yield running


def test_police_and_key_figures_are_fetched_and_told(
    run: Callable[..., Ran], services: Server
) -> None:
    tried = run("fetch", "police", "--base-url", services.url, "--dry-run", "--json").json
    # Four buurten with 0, 1, 2 and 3, and a month adds 1, 2 or 0: 12 x 6 + 4 x 12.
    assert (tried["status"], tried["read"], tried["soorten"]) == ("would_publish", 120, 1)
    fetched = run("fetch", "police", "--base-url", services.url)
    assert "120 misdrijven van 1 soort, 01-2023 tot en met 12-2023" in fetched.out
    answer = run("analyse", "politiecijfers", "--level", "buurten", "--json").json
    assert answer["ledger"]["selected"] == 120
    figures = run("fetch", "keyfigures", "--base-url", services.url, "--year", "2023")
    assert "Huishoudens: 4 van 4 buurten, samen 1.020 (2023); dit was" in figures.out
    assert run("verify").code == 0


def test_a_new_home_is_told_and_checked(
    run: Callable[..., Ran], services: Server, tmp_path: Path
) -> None:
    root = tmp_path / "nieuw"
    asked = ("new-home", root, "--gemeente", "gm9999", "--base-url", services.url)
    made = run(*asked)
    assert made.code == 0
    assert "Vierbuurten (GM9999), 2 wijken en 4 buurten (indeling 2023)" in made.out
    assert main(["--home", str(root), "check"]) == 0
    again = run(*asked)
    assert again.code == 2
    assert "is niet leeg" in again.err


@pytest.mark.parametrize(
    ("kind", "layer"),
    [
        ("rail", "spoor"),
        ("stations", "treinstations"),
        ("risk", "aandachtsgebieden"),
        ("register", "gebieden_register"),
        ("companies", "bedrijven_register"),
        ("pipelines", "buisleidingen"),
        ("flood", "overstroming"),
        ("dikes", "dijkringen"),
        ("roads", "wegen"),
    ],
)
def test_what_lies_around_is_tried_and_then_fetched_into_a_new_home(
    run: Callable[..., Ran], services: Server, tmp_path: Path, kind: str, layer: str
) -> None:
    root = tmp_path / "nieuw"
    run("new-home", root, "--gemeente", "GM9999", "--base-url", services.url)
    services.parts |= around(lambda: services.url)
    # A second --home counts: that of the town comes first.
    asked = ("--home", root, "fetch", kind, "--base-url", services.url)
    tried = run(*asked, "--dry-run")
    assert tried.code == 0
    assert "Proef: dit zou worden gepubliceerd" in tried.out
    assert "In deze laag stond nog niets" in tried.out
    assert run("--home", root, "versions", layer).out == ""
    assert "Gepubliceerd als versie v1" in run(*asked).out
    assert "Dit was er al" in run(*asked).out
