"""The page `Vergelijken`: what is compared, what is said of it, and what a link brings back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.access.workspace import Workspace
from hotspots.vergelijken import words as compare_words
from opened_page import sentences, shown_without_fault, toasts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home
    from opened_page import PageOpener

#: February beside January.
MONTHS = {
    "periode": "Zelf kiezen",
    "dagen": ["2017-02-01", "2017-02-28"],
    "vergelijk": "De periode ervoor",
}


@dataclass(frozen=True)
class Comparer:
    """Opens the page in one town."""

    home: Home
    opener: PageOpener

    def __call__(self, *, role: str | None = None, **link: str | list[str]) -> AppTest:
        link = {"laag": "Inbraak", **link}
        return self.opener(self.home, role=role, page="vergelijken", **link)


@pytest.fixture
def compare(home: Home, open_page: PageOpener) -> Comparer:
    return Comparer(home, open_page)


def maps_of(page: AppTest) -> list[dict[str, Any]]:
    """Return what each map of the page is sent."""
    return [json.loads(map_.proto.json) for map_ in page.get("bidi_component")]


def test_two_periods_say_in_sentences_what_they_differ_by(compare: Comparer) -> None:
    page = compare(**MONTHS)

    assert shown_without_fault(page)
    assert not toasts(page)
    # Rows 4 and 5 in February, 2 and 3 in January.
    said = sentences(page)
    assert (
        "In Vierbuurten: **2 inbraken** van 01-02-2017 t/m 28-02-2017. In de periode waarmee u "
        "vergelijkt, 01-01-2017 t/m 31-01-2017: 2."
    ) in said
    # A month is a month, as on the map: 2 and 2 are compared as they are.
    assert "niet even lang" not in said
    assert "Synthetische gegevens" in said
    assert "geen aantoonbare verandering" in said
    assert "In geen enkele buurt is de verandering aantoonbaar. Er zijn er 4 getoetst" in said


def test_periods_of_other_lengths_are_said_to_be_compared_by_the_day(compare: Comparer) -> None:
    page = compare(
        **{
            **MONTHS,
            "dagen": ["2017-02-01", "2017-02-20"],
            "vergelijk": "Zelf kiezen",
            "vergelijk_dagen": ["2017-01-01", "2017-01-31"],
        }
    )

    assert shown_without_fault(page)
    said = sentences(page)
    assert "niet even lang (20 en 31 dagen). Daarom is gerekend met aantallen per dag" in said


def test_a_comparison_says_which_soort_and_which_days(compare: Comparer) -> None:
    said = sentences(compare(soort=["Woning"], **MONTHS)).replace("\\", "")
    assert (
        "Inbraak · soort Woning · aantal · per buurt · 01-02-2017 t/m 28-02-2017 · "
        "heel Vierbuurten · vergeleken met 01-01-2017 t/m 31-01-2017"
    ) in said


def test_two_periods_stand_on_maps_that_move_together_in_the_same_classes(
    compare: Comparer,
) -> None:
    earlier, later = maps_of(compare(**MONTHS))

    assert earlier["linked"] == later["linked"] == "perioden"
    assert " · 01-01-2017 t/m 31-01-2017 · " in earlier["legend"]["subtitle"]
    assert " · 01-02-2017 t/m 28-02-2017 · " in later["legend"]["subtitle"]
    assert [entry["label"] for entry in earlier["classes"]] == ["0", "1", "2"]
    assert [entry["label"] for entry in later["classes"]] == ["0", "1", "2"]
    # January: Noord 2. February: Noord 1, Oost 1.
    assert earlier["areas"]["fill"] == [2, 0, 0, 0]
    assert later["areas"]["fill"] == [1, 1, 0, 0]
    # Nothing to draw an area with, for it would be no filter here.
    assert not earlier.get("draw")


def test_the_table_has_what_was_before_what_is(compare: Comparer) -> None:
    table = compare(**MONTHS).dataframe[0].value

    assert list(table.columns[:4]) == [
        "Gebied", "01-01-2017 t/m 31-01-2017", "01-02-2017 t/m 28-02-2017", "Verschil",
    ]  # fmt: skip
    assert table.iloc[0].tolist()[:3] == ["Samen", "2", "2"]
    rows = {row[0]: row[1:] for row in table.itertuples(index=False)}
    # By the day, 2 in January are 1,8 in February.
    assert rows["Noord"][:3] == ("2", "1", "−1")
    assert rows["Oost"][0:3] == ("0", "1", "+1")
    assert rows["Oost"][3] == "∞"
    assert rows["Noord"][4] == "geen aantoonbaar verschil"


def test_the_difference_stands_on_one_map_with_classes_that_a_link_keeps(
    compare: Comparer,
) -> None:
    page = compare(beeld=compare_words.VIEWS["verschil"], **MONTHS)
    (one,) = maps_of(page)
    assert [entry["label"] for entry in one["classes"]] == ["geen verschil", "1 minder", "1 meer"]
    next(button for button in page.button if button.label == compare_words.LOCK).click().run()
    assert page.text_input(key="verschilgrenzen").value == "1"
    (locked,) = maps_of(
        compare(beeld=compare_words.VIEWS["verschil"], verschilgrenzen="2; 4", **MONTHS)
    )
    assert [entry["label"] for entry in locked["classes"]][2] == "1 – 2 minder"


def test_classes_that_are_no_numbers_are_said_and_the_map_stays(compare: Comparer) -> None:
    page = compare(beeld=compare_words.VIEWS["verschil"], verschilgrenzen="veel", **MONTHS)
    assert "geen getallen" in sentences(page)
    assert len(maps_of(page)) == 1


def test_periods_that_overlap_are_refused_in_words(compare: Comparer) -> None:
    page = compare(
        **MONTHS | {"vergelijk": "Zelf kiezen", "vergelijk_dagen": ["2017-01-15", "2017-02-10"]}
    )
    assert compare_words.OVERLAP in sentences(page)
    assert maps_of(page) == []


def test_days_of_ones_own_are_compared(compare: Comparer) -> None:
    page = compare(
        **MONTHS | {"vergelijk": "Zelf kiezen", "vergelijk_dagen": ["2017-01-06", "2017-01-20"]}
    )
    # Row 3 alone.
    assert "06-01-2017 t/m 20-01-2017: 1." in sentences(page)


def test_nothing_in_both_is_no_comparison(compare: Comparer) -> None:
    page = compare(wijk="Onder", **MONTHS)
    assert "In geen van beide zijn er inbraken" in sentences(page)
    assert maps_of(page) == []


def test_a_sensitive_layer_compares_without_a_test_and_says_why(compare: Comparer) -> None:
    page = compare(
        laag="Zorg", periode="Zelf kiezen", dagen=["2017-04-01", "2017-06-30"],
        vergelijk="De periode ervoor",
    )  # fmt: skip
    assert shown_without_fault(page)
    assert "niet te toetsen" in sentences(page)
    table = page.dataframe[0].value
    assert "Oordeel" not in table.columns
    rows = {row[0]: row[1:] for row in table.itertuples(index=False)}
    # 10 (10 to 12) and 25 (23 to 27) in Boven; in Onder 9, and then none: 0 to 9 each.
    assert rows["Boven"] == ("10 tot 12", "23 tot 27", "+11 tot +17")
    assert rows["Onder"] == ("minder dan 10", "minder dan 10", "−9 tot +9")
    assert "beeld" not in {one.key for one in page.segmented_control}


def test_two_wijken_are_compared_each_on_its_own_map(compare: Comparer) -> None:
    page = compare(vergelijking_van="Twee wijken", periode="Alles")

    assert shown_without_fault(page)
    said = sentences(page)
    assert ("In Boven: **6 inbraken** van 31-12-2016 t/m 31-03-2017. In Onder: 1.") in said
    # Onder has 20 households.
    assert compare_words.BY_COUNT.format(many="wijken") in said
    one, other = maps_of(page)
    assert one["linked"] == other["linked"]
    assert one["anchor"] != other["anchor"]
    # Noord 4, Oost 2; Zuid 1, Haven 0: in the classes 1, 2 and up to 4 of both maps.
    assert one["areas"]["fill"][2:] == [-1, -1]
    assert other["areas"]["fill"][:2] == [-1, -1]
    assert one["classes"][1]["label"] == other["classes"][1]["label"]
    table = page.dataframe[0].value
    assert table["Soort"].tolist() == ["Alle", "Woning", "Schuur"]
    assert table["Boven"].tolist() == ["6", "4", "2"]
    assert table["Onder"].tolist() == ["1", "1", "0"]


def test_who_has_a_wijk_compares_it_with_another(
    compare: Comparer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workspace, "own_wijk", "WK999902")
    page = compare(vergelijking_van="Twee wijken", periode="Alles")
    assert [page.selectbox(key=f"wijk_{which}").value for which in ("een", "twee")] == [
        "WK999902", "WK999901",
    ]  # fmt: skip
    assert "In Onder: **1 inbraak**" in sentences(page)


def test_a_wijk_is_not_compared_with_itself(compare: Comparer) -> None:
    page = compare(vergelijking_van="Twee wijken", wijk_een="Boven", wijk_twee="Boven")
    assert compare_words.PICK_TWO.format(many="wijken") in sentences(page)
    assert maps_of(page) == []


def test_two_wijken_of_a_sensitive_layer_are_told_as_far_as_they_may(compare: Comparer) -> None:
    page = compare(
        laag="Zorg", vergelijking_van="Twee wijken", periode="Zelf kiezen",
        dagen=["2017-01-01", "2017-03-31"],
    )  # fmt: skip
    assert shown_without_fault(page)
    told = "Zorgmeldingen, 01-01-2017 t/m 31-03-2017: 10 tot 12 in Boven, minder dan 10 in Onder"
    assert told in sentences(page)
    assert "9" not in "".join(page.dataframe[0].value["Onder"])


def test_a_link_to_what_is_not_there_says_so(compare: Comparer) -> None:
    page = compare(vergelijking_van="Drie wijken", **MONTHS)
    assert any("Drie wijken" in toast for toast in toasts(page))
    assert len(maps_of(page)) == 2


def test_a_measure_waits_for_a_place(compare: Comparer) -> None:
    page = compare(vergelijking_van="Voor en na een maatregel")
    assert shown_without_fault(page)
    assert compare_words.PICK_WHERE in sentences(page)
    assert maps_of(page) == []


def test_too_few_buurten_to_compare_a_measure_with_are_explained(compare: Comparer) -> None:
    page = compare(
        vergelijking_van="Voor en na een maatregel", maatregel="Noord", sinds="2017-02-10"
    )
    assert not page.exception
    assert "te weinig buurten over" in sentences(page)


def test_a_sensitive_layer_has_no_before_and_after_and_says_why(compare: Comparer) -> None:
    page = compare(laag="Zorg", vergelijking_van="Voor en na een maatregel")
    assert "Voor en na vergelijken kan niet met deze laag" in sentences(page)


def test_a_layer_without_counts_has_nothing_to_compare(compare: Comparer) -> None:
    page = compare(laag="Haltes")
    assert "niets te vergelijken" in sentences(page)
    assert maps_of(page) == []


def test_a_click_on_one_map_chooses_the_area_on_both(compare: Comparer) -> None:
    page = compare(**MONTHS)
    page.session_state["gebied"] = "BU99990101"
    page.run()
    assert [sent["areas"]["selected"] for sent in maps_of(page)] == ["BU99990101"] * 2
