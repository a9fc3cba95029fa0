"""Addresses are looked up at the door where that may be, and never kept or told."""

from __future__ import annotations

import json
import logging
import os
import time
from typing import TYPE_CHECKING

import pytest

from hotspots.access.importing import import_file, report_of
from hotspots.access.workspace import open_workspace
from hotspots.errors import IntakeError, SourceError
from hotspots.incoming.open_data import words
from hotspots.incoming.open_data.client import Limits, PoliteClient
from hotspots.incoming.open_data.geocoder import Address, Geocoder
from hotspots.incoming.open_data.services import service_at
from open_data_server.geocoder import Door, addresses_by_free
from open_data_server.server import Fault, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.settings import Home

DOORS = (
    Door("Kade", "12", "3311AB", "9999", (100_500.0, 421_500.0)),
    # Two doors of one house, 5 m apart.
    Door("Kade", "14a", "3311AB", "9999", (100_520.0, 421_500.0)),
    Door("Kade", "14b", "3311AB", "9999", (100_525.0, 421_500.0)),
    # One name in two villages, a kilometre apart.
    Door("Dorpsstraat", "1", "3312AA", "9999", (100_500.0, 420_500.0)),
    Door("Dorpsstraat", "1", "3313AA", "9999", (100_500.0, 421_500.0)),
    # A street that ends in a number.
    Door("Plein 1940", "7-2", "3314AA", "9999", (100_600.0, 421_600.0)),
    # The same number in another gemeente is never an answer.
    Door("Markt", "3", "3400AA", "8888", (120_000.0, 430_000.0)),
)
PATH = "/bzk/locatieserver/search/v3_1"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({PATH: addresses_by_free(DOORS)}) as running:
        yield running


@pytest.fixture
def geocoder(server: Server, tmp_path: Path) -> Geocoder:
    service = service_at("geocoder", base_url=server.url)
    client = PoliteClient(limits=Limits(tries=1))
    return Geocoder(client, service, ("GM9999",), tmp_path / "kept")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (Address(text="Kade 12"), (100_500.0, 421_500.0)),
        (Address(text="Kade 12, 3311 AB Vierbuurten"), (100_500.0, 421_500.0)),
        (Address(text="Kade 12 3311ab"), (100_500.0, 421_500.0)),
        (Address(text="Kade 14-B, Vierbuurten"), (100_525.0, 421_500.0)),
        (Address(text="KADE", house_number="12"), (100_500.0, 421_500.0)),
        (Address(postcode="3311 ab", house_number="12"), (100_500.0, 421_500.0)),
        (Address(text="Kade 14-B"), (100_525.0, 421_500.0)),
        # Two doors of one house are one place: the first.
        (Address(text="Kade 14"), (100_520.0, 421_500.0)),
        # The postcode tells the villages apart.
        (Address("Dorpsstraat 1", "3313AA"), (100_500.0, 421_500.0)),
        (Address(text="Dorpsstraat 1"), words.AMBIGUOUS),
        # The service answers with number 12; that is not what was asked.
        (Address(text="Kade 13"), words.NOT_FOUND),
        (Address(text="Plein 1940 7 - 2"), (100_600.0, 421_600.0)),
        (Address(text="Kade 12c"), words.NOT_FOUND),
        (Address(text="Markt 3"), words.NOT_FOUND),
        (Address(text="Kade"), words.NO_HOUSE_NUMBER),
        # The middle of three doors: (100.500 + 100.520 + 100.525) / 3.
        (Address(postcode="3311AB"), (100_515.0, 421_500.0)),
        (Address(postcode="3311AZ"), words.NOT_FOUND),
        (Address(postcode="3400AA"), words.NOT_FOUND),
    ],
)
def test_an_address_is_one_place_or_there_is_a_reason(
    geocoder: Geocoder, address: Address, place: tuple[float, float] | str
) -> None:
    assert geocoder.place(address) == place
    # The second time from what was kept.
    assert geocoder.place(address) == place


def test_an_address_is_asked_once_and_stands_in_no_file(
    geocoder: Geocoder, server: Server, tmp_path: Path
) -> None:
    for written in ("Kade 12", "kade  12", "KADE 12"):
        geocoder.place(Address(text=written))
    assert len(server.asked) == 1
    (kept,) = (tmp_path / "kept").iterdir()
    assert json.loads(kept.read_text(encoding="utf-8")) == [100_500.0, 421_500.0]
    assert "kade" not in kept.name


@pytest.mark.parametrize("fault", ["html", "gone", "half_json", "busy"])
def test_no_message_of_a_failure_tells_the_address(
    geocoder: Geocoder, server: Server, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.fails(fault)
    with pytest.raises(SourceError) as raised:
        geocoder.place(Address(text="Geheimelaan 7"))
    told = f"{raised.value} {raised.value.detail} {raised.value.do} {caplog.text}"
    assert "Geheimelaan" not in told
    assert "gaf geen bruikbaar antwoord" in told


@pytest.fixture
def addressed(tmp_path: Path) -> Path:
    """Return a file with an address per row: found, not found, two places, and coordinates."""
    path = tmp_path / "adressen.csv"
    path.write_text(
        "id,soort,begin,adres,x,y\n"
        "21,woning,2018-01-02 10:00,Kade 12,,\n"
        "22,woning,2018-01-03 10:00,Kade 99,,\n"
        "23,woning,2018-01-04 10:00,Dorpsstraat 1,,\n"
        "24,woning,2018-01-05 10:00,Nergenslaan 5,100500,420500\n"
        "25,woning,2018-01-06 10:00,Kade 14a,,\n"
        "26,woning,2018-01-07 10:00,,,\n",
        encoding="utf-8",
    )
    return path


def test_an_answer_is_kept_for_a_year_and_that_there_is_none_for_a_month(
    geocoder: Geocoder, server: Server, tmp_path: Path
) -> None:
    def aged(days: int) -> int:
        """Return how many questions are asked about an address there is and one there is not."""
        before = time.time() - days * 86_400
        for path in (tmp_path / "kept").iterdir():
            os.utime(path, (before, before))
        server.asked.clear()
        geocoder.place(Address(text="Kade 12"))
        geocoder.place(Address(text="Kade 13"))
        return len(server.asked)

    geocoder.place(Address(text="Kade 12"))
    geocoder.place(Address(text="Kade 13"))
    assert [aged(30), aged(32), aged(365), aged(367)] == [0, 1, 1, 2]
    aged(367)
    for path in (tmp_path / "kept").iterdir():
        os.utime(path, (0, 0))
    geocoder.tidy()
    assert list((tmp_path / "kept").iterdir()) == []


def test_letter_addition_and_a_postcode_alone_have_columns(
    home: Home, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "adressen.csv"
    path.write_text(
        "id,soort,begin,straatnaam,huisnummer,huisletter,toevoeging,postcode\n"
        "31,woning,2018-01-02 10:00,Kade,14,b,,\n"
        "32,woning,2018-01-03 10:00,Plein 1940,7,,2,\n"
        "33,woning,2018-01-04 10:00,,,,,3311AB\n"
        "34,woning,2018-01-05 10:00,Kade,14,c,,\n",
        encoding="utf-8",
    )
    allow(home, server)
    workspace = open_workspace(home, role="analist")
    report = import_file(workspace, workspace.layer("inbraak"), path, mode="replace")
    assert (report.accepted, report.quarantined) == (3, 1)
    assert [(one.row, one.reason) for one in report.problems] == [(5, words.NOT_FOUND)]
    assert "Van 1 rij is alleen de postcode bekend" in report.to_text()
    _, incidents = open_workspace(home, role="analist").incidents(workspace.layer("inbraak"))
    assert sorted(incidents.x_rd.tolist()) == [100_515.0, 100_525.0, 100_600.0]


def allow(home: Home, server: Server) -> None:
    """Let addresses of a home leave the building."""
    declared = home.root / "gemeente.toml"
    declared.write_text(
        f"{declared.read_text(encoding='utf-8')}\n[open_data]\ngeocode = true\n"
        f'geocoder = "{server.url}{PATH}"\n',
        encoding="utf-8",
    )


def test_rows_get_their_place_at_the_door_and_the_rest_is_put_aside(
    home: Home, server: Server, addressed: Path
) -> None:
    allow(home, server)
    workspace = open_workspace(home, role="analist")
    layer = workspace.layer("inbraak")
    report = import_file(workspace, layer, addressed, mode="replace")
    # 21 and 25 are found, 24 has coordinates, 26 has nothing and stays without a place.
    assert (report.accepted, report.quarantined, report.without_place) == (4, 2, 1)
    assert [(one.row, one.value, one.reason) for one in report.problems] == [
        (3, "", words.NOT_FOUND),
        (4, "", words.AMBIGUOUS),
    ]
    assert "Van 2 rijen is de plaats opgezocht" in report.to_text()
    # The column was asked for: nobody is told to leave it out.
    assert "persoonsgegevens" not in report.to_text()
    _, incidents = open_workspace(home, role="analist").incidents(layer)
    assert sorted(incidents.x_rd[~(incidents.x_rd != incidents.x_rd)].tolist()) == [
        100_500.0, 100_500.0, 100_520.0,
    ]  # fmt: skip
    asked = {question["q"] for _, question, _ in server.asked}
    # The row with coordinates is not asked about.
    assert asked == {"Kade 12", "Kade 99", "Dorpsstraat 1", "Kade 14 a"}


def test_nothing_on_disk_holds_an_address(home: Home, server: Server, addressed: Path) -> None:
    allow(home, server)
    workspace = open_workspace(home, role="analist")
    import_file(workspace, workspace.layer("inbraak"), addressed, mode="replace")
    (audit, *_) = sorted(home.audit.iterdir())
    assert '"geocoder": "PDOK (Locatieserver)"' in audit.read_text(encoding="utf-8").replace(
        '":"', '": "'
    )
    told = str(report_of(workspace, workspace.layer("inbraak")))
    assert "Kade" not in told
    assert "Dorpsstraat" not in told
    for path in home.state.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Kade" not in content, path
            assert b"Dorpsstraat" not in content, path


def test_where_addresses_may_not_leave_a_file_of_addresses_says_what_to_do(
    home: Home, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "adressen.csv"
    path.write_text(
        "id,soort,begin,postcode,huisnummer\n1,woning,2018-01-02 10:00,3311AB,12\n",
        encoding="utf-8",
    )
    workspace = open_workspace(home, role="analist")
    with pytest.raises(IntakeError) as refused:
        import_file(workspace, workspace.layer("inbraak"), path)
    assert "adressen worden hier niet opgezocht" in refused.value.what
    assert "geocode = true" in refused.value.do
    assert not server.asked


def test_an_address_of_a_sensitive_layer_never_leaves(
    home: Home, server: Server, tmp_path: Path
) -> None:
    allow(home, server)
    path = tmp_path / "adressen.csv"
    path.write_text("id,begin,adres\n1,2018-01-02 10:00,Kade 12\n", encoding="utf-8")
    workspace = open_workspace(home, role="analist")
    with pytest.raises(IntakeError) as refused:
        import_file(workspace, workspace.layer("zorg"), path)
    assert "gevoelig" in refused.value.what
    assert not server.asked


def test_a_broken_connection_changes_nothing(home: Home, server: Server, addressed: Path) -> None:
    allow(home, server)
    server.port = 0
    declared = home.root / "gemeente.toml"
    text = declared.read_text(encoding="utf-8")
    declared.write_text(
        text.replace(text.split("localhost:")[1].split("/")[0], "9"), encoding="utf-8"
    )
    workspace = open_workspace(home, role="analist")
    before = workspace.version(workspace.layer("inbraak")).name
    with pytest.raises(SourceError) as failed:
        import_file(workspace, workspace.layer("inbraak"), addressed)
    assert "de adressen zijn niet opgezocht en er is niets ingelezen" in failed.value.what
    assert "Kade" not in f"{failed.value.what}{failed.value.detail}{failed.value.do}"
    assert workspace.version(workspace.layer("inbraak")).name == before
