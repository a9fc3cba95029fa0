"""The client against a server that misbehaves; no test waits for real."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hotspots.catalog.specs import OPEN_DATA_SERVICES
from hotspots.errors import SettingsError, SourceError
from hotspots.incoming.open_data.client import (
    Limits,
    PoliteClient,
    RefusedError,
    SavedAnswers,
    UnreachableError,
    json_of,
    one_fetch,
)
from hotspots.incoming.open_data.feature_pages import ogc_features, wfs_features
from hotspots.incoming.open_data.services import SERVICES, service_at
from open_data_server.answer import Reply, as_json
from open_data_server.kept_areas import squares
from open_data_server.pdok import areas_by_ogc
from open_data_server.server import Fault, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hotspots.incoming.open_data.services import Service

#: 25 buurten of 100 m in one wijk: two pages of ten and one of five, at ten to a page.
BUURTEN = tuple(
    (f"BU9999{at:04d}", f"Buurt {at}", "WK999900", 100_000 + 100 * at, 420_000, 10, 20)
    for at in range(25)
)
PATH = "/collections/buurten/items"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    collections = squares(BUURTEN, 100, gemeente=("GM9999", "Proefdam"))
    with serving({}) as server:
        server.parts["/cbs"] = areas_by_ogc(collections, lambda: server.url)
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.asked.clear()
    running.faults.clear()
    return running


@pytest.fixture
def service(server: Server) -> Service:
    return service_at("boundaries", base_url=server.url).of_year(2023)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(waits: list[float], tmp_path: Path) -> PoliteClient:
    limits = Limits(answer_b=1_000_000, answer_s=0.2, silence_s=5.0)
    return PoliteClient(SavedAnswers(tmp_path / "answers"), limits, waits.append)


def ask(client: PoliteClient, service: Service) -> object:
    answer = client.get(service, f"{service.base_url}{PATH}?f=json")
    return json_of(service, answer)


def test_a_question_says_who_asks_and_takes_no_cookies_or_passwords_along(
    client: PoliteClient, service: Service, server: Server, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / ".netrc").write_text("machine localhost login me password geheim\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    ask(client, service)
    headers = server.asked[0][2]
    assert headers["User-Agent"].startswith("hotspots/")
    assert "Authorization" not in headers
    assert "Cookie" not in headers


def test_a_busy_service_is_asked_again_after_the_time_it_names(
    client: PoliteClient, service: Service, server: Server, waits: list[float]
) -> None:
    server.fails("busy", times=2)
    assert len(ask(client, service)["features"]) == 10  # type: ignore[index]
    assert waits == [2.0, 2.0]  # Retry-After: 2


def test_without_a_time_the_wait_doubles_and_then_the_answer_that_broke_off_is_given_up(
    client: PoliteClient, service: Service, server: Server, waits: list[float]
) -> None:
    server.fails("broken_off", times=4)
    # There was a connection: that is not what is told.
    with pytest.raises(SourceError, match=r"PDOK .* brak halverwege af") as refused:
        ask(client, service)
    assert not isinstance(refused.value, UnreachableError)
    assert refused.value.do.startswith("Probeer het later opnieuw")
    assert waits == [1.0, 2.0, 4.0]  # four tries have three waits between them
    assert len(server.asked) == 4


def test_who_asks_to_wait_an_hour_is_left_alone(
    client: PoliteClient, service: Service, server: Server, waits: list[float]
) -> None:
    server.fails("wait_long")
    with pytest.raises(SourceError, match=r"te druk.*3\.600 seconden"):
        ask(client, service)
    assert waits == []


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("html", "een webpagina"),
        ("half_json", "geen JSON"),
        ("nan", r"geen JSON \(NaN\)"),
        ("deep", "geen JSON"),
        ("elsewhere", "verwijst door naar een andere computer"),
        ("downgrade", "verwijst door naar een andere computer"),
        ("bomb", r"te groot.*1 MB"),
        ("drip", "te traag"),
    ],
)
def test_an_answer_that_was_not_promised_names_service_address_and_what_came(
    client: PoliteClient, service: Service, server: Server, fault: Fault, told: str
) -> None:
    server.fails(fault)
    with pytest.raises(SourceError, match=f"(?s){told}") as error:
        ask(client, service)
    assert "PDOK (CBS wijken en buurten)" in str(error.value)
    assert PATH in str(error.value)


def test_a_redirect_within_the_service_is_followed_a_few_times(
    client: PoliteClient, service: Service, server: Server
) -> None:
    server.fails("moved", times=2)
    assert ask(client, service)
    server.fails("moved", times=9)
    with pytest.raises(SourceError, match="verwijst door"):
        ask(client, service)


def test_an_error_of_the_service_is_told_with_its_own_words(
    client: PoliteClient, service: Service
) -> None:
    with pytest.raises(RefusedError, match=r"unknown query parameter.*found: soort") as error:
        client.get(service, f"{service.base_url}{PATH}?soort=x")
    assert error.value.status == 400


def test_an_answer_that_is_still_the_same_is_not_sent_again(
    client: PoliteClient, service: Service, server: Server
) -> None:
    url = service.base_url + PATH
    first, second = client.get(service, url), client.get(service, url)
    assert "If-None-Match" not in server.asked[0][2]
    assert "If-None-Match" in server.asked[1][2]
    assert (first.unchanged, second.unchanged) == (False, True)
    assert second.body == first.body


def test_a_kept_answer_that_was_damaged_is_fetched_whole(
    client: PoliteClient, service: Service, server: Server
) -> None:
    url = service.base_url + PATH
    before = client.get(service, url)
    assert client.saved is not None
    for body in client.saved.folder.glob("*.body"):
        body.write_bytes(b"{}")
    assert client.get(service, url).body == before.body
    assert "If-None-Match" not in server.asked[1][2]


def test_all_pages_are_read_by_the_links_of_the_service(
    client: PoliteClient, service: Service, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.incoming.open_data.feature_pages.PAGE_SIZE", 10)
    counts: list[int] = []
    found = ogc_features(
        client, service, "buurten", {"gemeentecode": "GM9999"}, progress=counts.append
    )
    codes = [feature["properties"]["buurtcode"] for feature in found.features]
    assert codes == [row[0] for row in BUURTEN]
    assert counts == [10, 20, 25]
    assert len(found.checksums) == 3
    assert "cursor" in server.asked[1][1]


def test_a_fetch_that_broke_off_goes_on_with_its_last_page(
    client: PoliteClient, service: Service, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.incoming.open_data.feature_pages.PAGE_SIZE", 10)
    # The last page begins at the 21st feature: base64url of byte 21 is FQ.
    server.fails("html", at="cursor=FQ")
    assert client.saved is not None
    with pytest.raises(SourceError, match="webpagina"), one_fetch(client.saved):
        ogc_features(client, service, "buurten", {})
    server.asked.clear()
    with one_fetch(client.saved):
        found = ogc_features(client, service, "buurten", {})
    assert len(found.features) == 25
    assert len(server.asked) == 1
    assert not (client.saved.folder / "unfinished").exists()


def test_questions_that_were_answered_are_not_asked_again_when_a_later_one_breaks_off(
    client: PoliteClient, service: Service, server: Server
) -> None:
    assert client.saved is not None
    server.fails("half_json", at="/buurten/")

    def fetch() -> None:
        assert client.saved is not None
        with one_fetch(client.saved):
            ogc_features(client, service, "wijken", {})
            ogc_features(client, service, "buurten", {})

    with pytest.raises(SourceError):
        fetch()
    server.asked.clear()
    fetch()
    assert [path.split("/")[-2] for path, _, _ in server.asked] == ["buurten"]


def test_an_answer_that_is_at_fault_is_asked_for_anew(
    client: PoliteClient, service: Service, server: Server
) -> None:
    def fetch(*, sound: bool) -> None:
        assert client.saved is not None
        with one_fetch(client.saved):
            ogc_features(client, service, "buurten", {})
            if not sound:
                raise SourceError("klopt niet", "", "")

    with pytest.raises(SourceError, match="klopt niet"):
        fetch(sound=False)
    server.asked.clear()
    fetch(sound=True)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("no_features", "zonder een lijst"),
        ("wrong_count", "Gevonden: 0 gebieden. Verwacht: 3 gebieden"),
        ("loop", "naar een eerdere verwijst"),
    ],
)
def test_a_page_that_is_none_stops_the_fetch(
    client: PoliteClient, service: Service, server: Server, fault: Fault, told: str
) -> None:
    server.fails(fault)
    with pytest.raises(SourceError, match=told):
        ogc_features(client, service, "buurten", {})


def _page_of(names: list[str], **members: object) -> Reply:
    features = [
        {"type": "Feature", "properties": {"naam": name}, "geometry": None} for name in names
    ]
    return as_json({"type": "FeatureCollection", "features": features, **members})


def test_a_list_that_ends_before_the_number_it_names_is_not_taken_for_whole(
    client: PoliteClient, server: Server
) -> None:
    def two_of_three(_path: str, query: Mapping[str, str]) -> Reply:
        return _page_of(["A", "B"][int(query["startIndex"]) :], numberMatched=3)

    server.parts["/geoserver/wfs"] = two_of_three
    with pytest.raises(SourceError, match=r"Gevonden: 2 gebieden\. Verwacht: 3 gebieden"):
        wfs_features(client, service_at("risk", base_url=server.url), {"typeNames": "x"})


def test_a_service_that_gives_its_first_page_again_is_not_counted_twice(
    client: PoliteClient, server: Server
) -> None:
    def always_first(_path: str, _query: Mapping[str, str]) -> Reply:
        return _page_of(["A", "B"], numberMatched=4)

    server.parts["/geoserver/wfs"] = always_first
    with pytest.raises(SourceError, match="dezelfde gebieden als de vorige"):
        wfs_features(client, service_at("risk", base_url=server.url), {"typeNames": "x"})


def test_what_is_json_is_read_whatever_the_service_calls_it(
    client: PoliteClient, service: Service, server: Server
) -> None:
    server.parts["/anders"] = lambda _path, _query: Reply(200, b'{"features": []}', "text/html")
    answer = client.get(service, f"{server.url}/anders")
    assert json_of(service, answer) == {"features": []}


def test_a_page_that_points_at_itself_is_asked_for_anew_by_the_next_fetch(
    client: PoliteClient, service: Service, server: Server
) -> None:
    server.fails("loop")
    assert client.saved is not None
    with pytest.raises(SourceError, match="naar een eerdere verwijst"), one_fetch(client.saved):
        ogc_features(client, service, "buurten", {})
    assert len(server.asked) == 1
    with one_fetch(client.saved):
        found = ogc_features(client, service, "buurten", {})
    assert len(found.features) == 25


def test_a_last_page_that_points_at_the_first_is_asked_for_anew_and_no_other(
    client: PoliteClient, service: Service, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.incoming.open_data.feature_pages.PAGE_SIZE", 10)
    assert client.saved is not None
    # The last page begins at the 21st feature: base64url of byte 21 is FQ.
    server.fails("loop", at="cursor=FQ")
    with pytest.raises(SourceError, match="naar een eerdere verwijst"), one_fetch(client.saved):
        ogc_features(client, service, "buurten", {})
    server.asked.clear()
    with one_fetch(client.saved):
        found = ogc_features(client, service, "buurten", {})
    assert (len(found.features), len(server.asked)) == (25, 1)


def test_without_a_network_one_sentence_is_told_and_nobody_waits(waits: list[float]) -> None:
    service = service_at("rail", base_url="http://localhost:9")
    with pytest.raises(UnreachableError) as error:
        PoliteClient(wait=waits.append).get(service, service.base_url)
    assert error.value.what == (
        "Geen verbinding met PDOK (ProRail spoorwegen); er is niets opgehaald en alles werkt door "
        "met wat er is."
    )
    assert waits == []


def test_a_state_folder_that_cannot_be_written_only_costs_the_next_fetch_its_kept_answers(
    service: Service, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    client = PoliteClient(SavedAnswers(tmp_path / "file" / "answers"))
    assert ask(client, service)


@pytest.mark.parametrize(
    "address",
    ["http://api.pdok.nl", "ftp://localhost", "https://", "https://naam@api.pdok.nl", "localhost"],
)
def test_an_address_without_tls_is_for_this_machine_only(address: str) -> None:
    with pytest.raises(SettingsError, match="https"):
        service_at("rail", base_url=address)


def test_a_setting_gives_the_whole_address_and_the_command_line_goes_before_it() -> None:
    assert service_at("rail", setting="https://spiegel.nl/x").base_url == "https://spiegel.nl/x"
    told = service_at("rail", setting="https://spiegel.nl/x", base_url="http://localhost:1")
    assert told.base_url == "http://localhost:1/prorail/spoorwegen/ogc/v1"


def test_every_service_has_tls_an_attribution_and_a_licence_and_can_be_set() -> None:
    assert set(SERVICES) == set(OPEN_DATA_SERVICES)
    for service in SERVICES.values():
        assert service.base_url.startswith("https://")
        assert service.attribution
        assert service.licence


def test_the_local_server_keeps_to_the_recorded_envelope(
    server: Server, shared_formats: Path
) -> None:
    """Its members are those that the fixtures of PDOK's own server hold."""
    file = shared_formats / "ogc_api" / "expected_foo_collection_with_cursor.json"
    recorded = json.loads(file.read_text())
    ours = json.loads(server.reply(f"/cbs{PATH}", {"limit": "2", "f": "json"}).body)
    assert set(recorded) == set(ours)
    assert set(recorded["features"][0]) == set(ours["features"][0])
    assert {link["rel"] for link in ours["links"]} <= {link["rel"] for link in recorded["links"]}
