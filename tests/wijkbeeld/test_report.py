"""The wijkbeeld on paper: two pages that say everything, to the eye, aloud and without colour."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.metadata import version
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from hostile_town import hostile_home
from hotspots.access import audit
from hotspots.access.calendar import Covered
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.analysis.periods import Period
from hotspots.errors import AccessError, SelectionError, StoreError
from hotspots.wijkbeeld.briefing import (
    Briefing,
    Compared,
    EventDay,
    HotCell,
    HotPlace,
    Note,
    OpenZone,
)
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.paper import atlas_bytes, report_bytes
from hotspots.wijkbeeld.paper_pages import event_list, figures, map_line
from hotspots.wijkbeeld.paper_values import ComparedCell
from hotspots.wijkbeeld.place import place_named
from printed import Printed
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

MADE_ON = date(2026, 11, 25)
#: What a name from a file may hold: nothing of it is typst, a path, or a command to the printer.
ATTACKS = (
    '#import "/etc/passwd"',
    '#read("values.json") $x^2$ *vet* _schuin_ `code` @ref <label> = kop',
    "\\u{41} \\ // weg /* weg */ ~ -- --- ... 'a' \"b\"",
    "<script>window.PWN=1</script>",
    "{{77777*99991}} {% raw %} ]} #[",
)
LONG = "Zeer lange naam van een buurt " * 7


@pytest.fixture(scope="module")
def boven(town: Workspace) -> Briefing:
    return briefing(town, place_named(town, "Boven"))


@pytest.fixture(scope="module")
def printed(town: Workspace, boven: Briefing) -> Printed:
    return Printed(report_bytes(town, boven, made_on=MADE_ON))


def hot_place(handle: str = "zuidwesten van Noord", col: int = 1000, row: int = 4210) -> HotPlace:
    cell = HotCell(
        code=f"E{col}N{row}", col=col, row=row, size_m=100, x_rd=col * 100 + 50.0,
        y_rd=row * 100 + 50.0, buurt="Noord", handle=handle, count=3, around=4, expected=0.5,
        p_adjusted=0.001, new=True,
    )  # fmt: skip
    return HotPlace(handle=handle, buurt="Noord", count=3, cells=(cell,), new=True)


def with_hot_places(found: Briefing, *hot: HotPlace) -> Briefing:
    detail = dataclasses.replace(
        found.details["inbraak"], places=hot, cells=tuple(one.cells[0] for one in hot),
        history=Period(date(2016, 1, 1), date(2017, 12, 31)),
    )  # fmt: skip
    return dataclasses.replace(found, details={**found.details, "inbraak": detail})


def test_a_report_is_two_pages_that_say_what_of_when_and_from_where(printed: Printed) -> None:
    assert len(printed.pages) == 2
    front, back = (" ".join(page.split()) for page in printed.pages)

    # The town: 600 + 400 huishoudens, 1.300 + 900 inwoners, 2 km by 1 km; inbraak in Boven are
    # Noord 4 and Oost 2 of the town's 7: 6 per 1.000 of 1.000 huishoudens.
    for said in (
        "Boven", "Wijk in Vierbuurten", "Gemaakt op 25-11-2026", "Huishoudens 1.000 (2023)",
        "Inwoners 2.200 (2023)", "2,0 km²", "SYNTHETISCHE GEGEVENS", "In één minuut", "Inbraak",
        "Waarvan woning 4, schuur 2.", "per 1.000 huishoudens (2023)", "6,0",
    ):  # fmt: skip
        assert said.casefold() in front.casefold(), said
    for said in (
        "Kaart: Inbraak", "31-12-2016 t/m 31-03-2017", "Legenda", "Schaal 1 : 20.000",
        "Het noorden is boven", "Bronnen en verantwoording", "Inbraak v1, Zorg v1: Verzonnen",
        "CC0-1.0", "Geregistreerd is niet hetzelfde als gebeurd", "Grenzen: Verzonnen",
        "huishoudens op peildatum 2023", "Synthetische gegevens", version("hotspots"),
    ):  # fmt: skip
        assert said in back, said


def test_a_screen_reader_gets_language_title_headings_tables_and_words_for_pictures(
    printed: Printed,
) -> None:
    assert printed.root["/MarkInfo"]["/Marked"]
    assert str(printed.root["/Lang"]).startswith("nl")
    assert printed.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert printed.title == "Wijkbeeld Boven"
    assert "pdfuaid" in printed.reader.xmp_metadata.stream.get_data().decode()
    tags = printed.tags()
    assert tags["/H1"] == 1
    assert tags["/H2"] == 4  # in one minute, figures, own notes, map
    assert tags["/H3"] == 6  # legend, where, when, repetition, events, sources
    assert tags["/TH"] == 7
    drawn, clock = printed.alternatives()
    assert drawn.startswith("Kaart van Boven en omgeving, schaal 1 op 20.000: Inbraken")
    assert "Er is geen plek die meer heeft dan toeval verklaart." in drawn
    assert "Legenda: 0; 1; 2 – 3." in drawn
    assert clock.startswith("Klok van de week")


def test_what_is_read_aloud_comes_in_the_order_of_the_page(printed: Printed) -> None:
    order = [
        "Wijk in Vierbuurten", "In één minuut", "Cijfers", "Kaart: Inbraak", "Legenda", "Waar",
        "Wanneer", "Herhaling in de buurt", "Evenementen in de periode",
        "Bronnen en verantwoording",
    ]  # fmt: skip
    lines = [line.strip() for page in printed.pages for line in page.splitlines()]
    at = [lines.index(said) for said in order]
    assert at == sorted(at)


def test_every_font_is_in_the_file_and_nothing_leads_outside(printed: Printed) -> None:
    fonts = printed.fonts()
    assert {name.partition("+")[2] for name, _ in fonts} == {"DejaVuSans", "DejaVuSans-Bold"}
    assert all(embedded for _, embedded in fonts)
    assert printed.addresses() == []


def test_a_date_is_copied_with_the_characters_it_is_written_in(printed: Printed) -> None:
    # DejaVu has one glyph for the hyphen and the soft hyphen, that nobody can search for.
    assert "\u00ad" not in printed.text
    assert "31-12-2016" in printed.text


def test_the_same_briefing_and_day_give_the_same_bytes_also_from_several_threads(
    town: Workspace, boven: Briefing
) -> None:
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: report_bytes(town, boven, made_on=MADE_ON), range(3)))
    assert len(set(made)) == 1
    other = report_bytes(town, boven, made_on=date(2026, 11, 26))
    assert other != made[0]
    assert "26-11-2026" in Printed(other).text


def test_a_verdict_has_a_symbol_and_words_and_a_reason_where_there_is_none(
    boven: Briefing,
) -> None:
    line = boven.line("inbraak")
    more = dataclasses.replace(
        line,
        earlier=2,
        since_year=Compared(3.0, 1.2, 7.5, "more", 0.01),
        against_city=Compared(1.0, 0.8, 1.3, "not_shown", 0.9),
    )
    untested = dataclasses.replace(boven.line("zorg"), count_ends=(0, 9), earlier_ends=(10, 39))
    [group] = figures(dataclasses.replace(boven, lines=(more, untested))).groups
    row, hidden = group.rows

    assert row.count == "6"
    assert row.earlier == "2"
    assert row.since_year == ComparedCell(
        symbol="▲", words="meer dan toeval", times="× 3,0 (1,2 – 7,5)"
    )
    assert row.against_city.symbol == "="
    assert row.against_city.words == "geen aantoonbaar verschil"
    assert hidden.count == "minder dan 10"
    assert hidden.earlier == "10 tot 39"
    # Boven has 10 and 25 in the file: 33 to 39, and not 35.
    [group] = figures(dataclasses.replace(boven, lines=(boven.line("zorg"),))).groups
    assert group.rows[0].count == "33 tot 39"


def test_hot_places_have_the_same_number_in_the_list_and_on_the_map(
    town: Workspace, boven: Briefing
) -> None:
    hot = (hot_place(), hot_place("noordoosten van Oost", col=1019, row=4219))
    paper = Printed(report_bytes(town, with_hot_places(boven, *hot), made_on=MADE_ON))

    assert "1 zuidwesten van Noord (nieuw) 3 4 / 0,5" in paper.text
    assert "2 noordoosten van Oost (nieuw) 3 4 / 0,5" in paper.text
    assert "Meer dan toeval (2 plekken)" in paper.text
    assert "1 zuidwesten van Noord; 2 noordoosten van Oost" in paper.alternatives()[0]


def test_the_map_is_of_what_stands_out_most_or_of_what_was_asked(boven: Briefing) -> None:
    inbraak, zorg = boven.lines
    # What is counted leads; what only has two ends has no place in an order.
    assert map_line(boven, None) is inbraak  # zorg has no places in it
    assert map_line(boven, "zorg") is zorg
    plain = dataclasses.replace(boven, details={}, lines=(inbraak, zorg))
    assert map_line(plain, None) is inbraak
    shown = dataclasses.replace(inbraak, against_city=Compared(2.0, 1.5, 2.7, "more", 0.001))
    assert map_line(dataclasses.replace(plain, lines=(shown, zorg)), None) is shown
    fewer = dataclasses.replace(inbraak, against_city=Compared(0.5, 0.4, 0.7, "fewer", 0.001))
    assert map_line(dataclasses.replace(plain, lines=(fewer, zorg)), None) is fewer
    with pytest.raises(SelectionError, match="'spook'"):
        map_line(boven, "spook")


def test_a_sensitive_layer_is_drawn_per_wijk_and_a_suppressed_wijk_has_its_pattern(
    town: Workspace, boven: Briefing
) -> None:
    paper = Printed(report_bytes(town, boven, layer="zorg", made_on=MADE_ON))
    assert "Kaart: Zorg" in paper.text
    assert "minder dan 10" in paper.text
    assert "Deze laag is hier niet in cellen te zien" in paper.text
    # Onder has 9 in 2017K1, which no one may know.
    assert " 9 " not in paper.alternatives()[0]


def test_names_are_printed_as_they_are_whatever_they_hold(town: Workspace, boven: Briefing) -> None:
    nul = "nul\x00teken \x1b[31m rood"
    zones = tuple(zone(name) for name in (*ATTACKS[:3], nul))
    events = tuple(event(name) for name in (*ATTACKS[3:], "שכונה", "pa\u202egina"))
    place = dataclasses.replace(boven.place, name=ATTACKS[0])
    hostile = dataclasses.replace(
        with_hot_places(boven, hot_place(ATTACKS[1])), place=place, zones=zones, events=events,
        notes=(Note(ATTACKS[2]),),
    )  # fmt: skip

    paper = Printed(report_bytes(town, hostile, made_on=MADE_ON))

    assert paper.title == "Wijkbeeld " + ATTACKS[0]
    # Where a line ends says nothing of what was printed.
    closed = "".join(paper.text.split())
    for attack in ATTACKS:
        assert "".join(attack.split()) in closed, attack
    assert "nulteken [31m rood" in paper.text
    assert "pagina" in paper.text
    assert "הנוכש" in paper.text or "שכונה" in paper.text
    assert "root:" not in paper.text
    assert len(paper.pages) == 2


def test_a_town_of_hostile_names_is_printed_too(tmp_path: Path) -> None:
    workspace = open_workspace(hostile_home(tmp_path), role="analist")
    wijk = place_named(workspace, "WK999901")
    paper = Printed(report_bytes(workspace, briefing(workspace, wijk), made_on=MADE_ON))
    assert '"><script>window.PWN=1</script> Boven' in paper.text
    assert "{{77777*99991}}" in paper.text
    assert paper.addresses() == []


def test_a_report_stays_two_pages_and_loses_no_line_however_much_there_is(
    town: Workspace, boven: Briefing
) -> None:
    line = boven.line("inbraak")
    lines = tuple(
        dataclasses.replace(line, layer=dataclasses.replace(line.layer, label=f"Laag {at} {LONG}"))
        for at in range(30)
    )
    crowded = dataclasses.replace(
        with_hot_places(boven, *(hot_place(f"{at} {LONG}", col=1000 + at) for at in range(20))),
        place=dataclasses.replace(boven.place, name=LONG),
        lines=lines,
        zones=tuple(zone(f"{at} {LONG}") for at in range(20)),
        events=tuple(event(f"{at} {LONG}") for at in range(20)),
        notes=tuple(Note(f"{at} {LONG}") for at in range(20)),
    )

    paper = Printed(report_bytes(town, crowded, made_on=MADE_ON))

    assert len(paper.pages) == 2
    assert all(f"Laag {at} " in paper.text for at in range(30))
    assert "gemeente is de gemeente zonder dit gebied." in paper.text
    # Ten hot places have a number on the map, so ten stand in the list, however tight.
    assert all(f"{at} {at - 1} Zeer lange" in paper.text for at in range(1, 11))
    assert "en nog 10" in paper.text
    assert "en nog 18" in paper.text  # of 20 zones, 2
    assert "Geregistreerd is niet hetzelfde als gebeurd" in paper.pages[1]
    assert "bladzijde 2 van 2" in paper.text


def test_of_many_events_the_largest_come_first() -> None:
    days = [date(2017, 1, day) for day in range(1, 9)]
    many = tuple(
        dataclasses.replace(event(f"feest {at}"), first=day, last=day, visitors=visitors)
        for at, (day, visitors) in enumerate(
            zip(days, (100, 900, None, 800, 50, 700, 600, 500), strict=True)
        )
    )
    year = Covered(date(2017, 1, 1), date(2017, 12, 31), frozenset({2017}))
    asked = {"period": Period(date(2017, 1, 1), date(2017, 12, 31)), "events_covered": year}
    told = event_list(SimpleNamespace(events=many, **asked))
    assert told.title == "Grootste evenementen in de periode"
    assert [row.partition(":")[0] for row in told.rows] == [
        "02-01-2017", "04-01-2017", "06-01-2017", "07-01-2017", "08-01-2017",
    ]  # fmt: skip
    assert told.more == 3
    few = event_list(SimpleNamespace(events=many[:2], **asked))
    assert (few.title, few.more) == ("Evenementen in de periode", 0)
    assert "100 bezoekers, op 120 m" in few.rows[0]
    nothing = event_list(SimpleNamespace(events=(), **asked))
    assert nothing.none == "Geen evenement in of bij dit gebied."
    without = event_list(SimpleNamespace(events=(), **(asked | {"events_covered": None})))
    assert without.none == "De evenementenkalender is niet geladen."
    # A list of a period that the calendar covers in part is not all there is.
    asked["events_covered"] = Covered(date(2016, 1, 1), date(2017, 6, 30), frozenset({2016, 2017}))
    half = event_list(SimpleNamespace(events=many[:2], **asked))
    assert half.title.endswith(
        "loopt van 01-01-2016 tot en met 30-06-2017: van andere dagen niet bekend"
    )
    late = event_list(SimpleNamespace(events=(), **asked))
    assert late.none.startswith("De kalender loopt van 01-01-2016")


def test_a_layer_that_a_role_may_not_take_away_is_left_out_and_named(tmp_path: Path) -> None:
    home = tiny_home(tmp_path)
    (tmp_path / "rollen.toml").write_text(ROLES, encoding="utf-8")
    workspace = open_workspace(home, role="wijkagent")
    found = briefing(workspace, place_named(workspace, "Boven"))
    assert [line.layer.id for line in found.lines] == ["inbraak", "zorg"]

    paper = Printed(report_bytes(workspace, found, made_on=MADE_ON))

    assert "uw rol er geen bestand van mag meenemen: Zorg." in paper.text
    assert "Zorg v1" not in paper.text
    assert "zorg" not in paper.pages[0].casefold()
    with pytest.raises(SelectionError):
        report_bytes(workspace, found, layer="zorg", made_on=MADE_ON)
    exported = [line for line in audit.lines(home) if line["action"] == "exported"]
    assert {(line["subject"], line["outcome"]) for line in exported} == {("inbraak", "done")}


def test_a_role_that_may_take_nothing_away_gets_two_pages_that_say_so(tmp_path: Path) -> None:
    home = tiny_home(tmp_path)
    nothing = ROLES.replace("export = true", "export = false")
    (tmp_path / "rollen.toml").write_text(nothing, encoding="utf-8")
    workspace = open_workspace(home, role="wijkagent")
    found = briefing(workspace, place_named(workspace, "Boven"))
    paper = Printed(report_bytes(workspace, found, made_on=MADE_ON))
    assert len(paper.pages) == 2
    assert "geen laag die uw rol mag meenemen" in paper.pages[0]
    assert "Er is geen kaart" in paper.pages[1]
    assert "mag meenemen: Inbraak, Zorg." in paper.text
    assert "exported" not in {line["action"] for line in audit.lines(home)}


def test_nothing_leaves_when_the_audit_cannot_be_written(tmp_path: Path) -> None:
    workspace = open_workspace(tiny_home(tmp_path), role="analist")
    found = briefing(workspace, place_named(workspace, "Boven"))
    workspace.home.audit.parent.mkdir(parents=True, exist_ok=True)
    workspace.home.audit.write_text("", encoding="utf-8")
    with pytest.raises((StoreError, AccessError)):
        report_bytes(workspace, found, made_on=MADE_ON)


def test_an_atlas_has_contents_bookmarks_and_two_pages_for_every_wijk(town: Workspace) -> None:
    shares: list[float] = []
    paper = Printed(atlas_bytes(town, None, made_on=MADE_ON, progress=shares.append))

    assert len(paper.pages) == 1 + 2 * 2
    assert paper.title == "Atlas van de wijken van Vierbuurten"
    assert paper.bookmarks() == [
        ("Atlas van de wijken van Vierbuurten", 1), ("Boven", 2), ("Onder", 4),
    ]  # fmt: skip
    contents = " ".join(paper.pages[0].split())
    assert "Boven geen aantoonbaar verschil 2" in contents
    assert "Onder geen aantoonbaar verschil 4" in contents
    assert "Synthetische gegevens".upper() in contents
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert "Kaart: Inbraak" in paper.pages[4]


def zone(name: str) -> OpenZone:
    return OpenZone(
        layer="inbraak", buurt="Noord", handle=name, since=date(2017, 3, 20),
        until=date(2017, 4, 3), count=2, radius_m=300.0, x_rd=100_500.0, y_rd=421_500.0,
    )  # fmt: skip


def event(name: str) -> EventDay:
    return EventDay(
        layer="inbraak", name=name, soort="muziek", first=date(2017, 3, 1), last=date(2017, 3, 2),
        where="Marktplein", visitors=2_500, distance_m=120.0, x_rd=100_900.0, y_rd=420_900.0,
    )  # fmt: skip


ROLES = """\
[roles.wijkagent]
label = "Wijkagent"
see = true
finest = "cells"
export = true
[roles.wijkagent.sensitive]
export = false
"""
