"""Columns are found by alias or by hand, and personal ones go nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import IntakeError
from hotspots.incoming.checking.columns import looks_personal, map_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.reading.table import Table


def test_case_spaces_and_underscores_make_no_difference(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    found = map_columns(make_table("ID;DATUM;So_ort; X ;Y"), proef)
    assert dict(found.columns) == {
        "id": "ID",
        "soort": "So_ort",
        "begin": "DATUM",
        "x_rd": " X ",
        "y_rd": "Y",
    }


def test_columns_of_which_nothing_is_read_are_named_and_personal_ones_apart(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table("id;datum;soort;x;y;lon;wijkteam;naam melder")
    found = map_columns(table, proef)
    assert found.unused == ("lon", "wijkteam")  # half a pair of degrees is used by nobody
    [warning] = found.warnings
    assert "naam melder" in warning


def test_a_column_that_is_left_out_by_hand_is_named_as_unused(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table("nummer;id;datum;soort;x;y")
    assert "id" in map_columns(table, proef, {"id": ""}).unused


def test_by_hand_goes_before_an_alias(proef: LayerSpec, make_table: Callable[..., Table]) -> None:
    table = make_table("id;datum;gepleegd;soort;x;y")
    assert map_columns(table, proef, {"begin": "gepleegd"}).columns["begin"] == "gepleegd"


def test_a_field_can_be_left_out_by_hand(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table("id;datum;tijd;soort;x;y")
    assert "time" not in map_columns(table, proef, {"time": ""}).columns


def test_the_first_alias_wins_and_the_choice_is_told(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    found = map_columns(make_table("begindatum;datum;soort;x;y"), proef)
    assert found.columns["begin"] == "datum"
    assert "'begindatum' had ook gekund" in found.warnings[0]


def test_a_missing_column_is_named_with_what_was_found(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    with pytest.raises(IntakeError, match=r"ontbreekt een kolom voor: y .*Gevonden.*datum"):
        map_columns(make_table("id;datum;soort;x"), proef)


@pytest.mark.parametrize(("mark", "named"), [(",", "','"), ("\t", "'tab'"), ("|", "'|'")])
def test_a_table_in_one_column_is_named_for_what_it_is(
    proef: LayerSpec, make_table: Callable[..., Table], mark: str, named: str
) -> None:
    # As an .ods of a CSV that was opened with another delimiter; the table here is split at ;.
    with pytest.raises(IntakeError) as refused:
        map_columns(make_table(mark.join(("id", "datum", "soort", "x", "y"))), proef)
    assert f"Alles staat in één kolom, met {named} ertussen" in refused.value.detail
    assert "Tekst naar kolommen" in refused.value.do


def test_a_layer_of_one_soort_needs_no_column_for_it(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    one = replace(proef, soorten={"woninginbraak": "Woninginbraak"})
    assert "soort" not in map_columns(make_table("datum;x;y"), one).columns


def test_two_columns_of_one_name_are_asked_about(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table("datum;datum (2);soort;x;y")
    with pytest.raises(IntakeError, match="twee kolommen met dezelfde naam"):
        map_columns(table, proef)
    assert map_columns(table, proef, {"begin": "datum (2)"}).columns["begin"] == "datum (2)"


@pytest.mark.parametrize(
    ("by_hand", "message"),
    [
        ({"begn": "datum"}, "Bedoelde u 'begin'"),
        ({"begin": "datm"}, "Bedoelde u 'datum'"),
        ({"begin": "datum", "end": "datum"}, "aan twee velden"),
        ({"soort": "naam"}, "persoonsgegevens"),
    ],
)
def test_a_wrong_choice_by_hand_is_refused_with_a_suggestion(
    by_hand: dict[str, str],
    message: str,
    proef: LayerSpec,
    make_table: Callable[..., Table],
) -> None:
    with pytest.raises(IntakeError, match=message):
        map_columns(make_table("id;datum;soort;x;y;naam"), proef, by_hand)


def test_personal_columns_are_named_and_not_mapped(
    proef: LayerSpec, make_table: Callable[..., Table]
) -> None:
    table = make_table("id;datum;soort;x;y;BSN;Naam aangever;e-mail;buurtnaam")
    found = map_columns(table, proef)
    assert "BSN, Naam aangever, e-mail." in found.warnings[0]
    assert "buurtnaam" not in found.warnings[0]


@pytest.mark.parametrize("name", ["bsn", "slachtoffer_naam", "E-mail", "geboorteDatum", "TelNr"])
def test_a_personal_name_is_recognised_in_any_spelling(name: str) -> None:
    assert looks_personal(name)


@pytest.mark.parametrize("name", ["buurtnaam", "datum", "wijk", "soort", "straatroof"])
def test_an_ordinary_name_is_not_personal(name: str) -> None:
    assert not looks_personal(name)


@pytest.mark.parametrize("code", ["BU05050101", "WK050501", "GM0505"])
def test_a_file_with_only_a_code_of_an_area_is_named_for_what_it_is(
    proef: LayerSpec, make_table: Callable[..., Table], code: str
) -> None:
    table = make_table("id;datum;soort;gebied", f"1;31-12-2017;x;{code}", "2;31-12-2017;x;")
    with pytest.raises(IntakeError, match="alleen in welk gebied iets was") as refused:
        map_columns(table, proef)
    assert "kolom 'gebied'" in refused.value.what
    # With a place beside it the code is a column like any other.
    beside = make_table("id;datum;soort;gebied;x;y", f"1;31-12-2017;x;{code};105123;425321")
    assert map_columns(beside, proef).unused == ("gebied",)
    other = make_table("id;datum;soort;gebied", "1;31-12-2017;x;Centrum")
    with pytest.raises(IntakeError, match="ontbreekt een kolom"):
        map_columns(other, proef)
