"""What is new in a wijk since the last mail: beyond chance, once, and as a role may see it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.access.mailing import LastMail
from hotspots.access.near_repeats import NearRepeatQuestion, near_repeats_in
from hotspots.access.refreshing import refresh
from hotspots.access.workspace import open_workspace
from hotspots.statistics.conditional import ALPHA
from hotspots.wijkbeeld import digest as digests
from hotspots.wijkbeeld.digest import CityAnswers, claim_level, digest_of
from hotspots.wijkbeeld.digest_mail import as_html, as_text
from hotspots.wijkbeeld.digest_words import FRESH_SILENT, mail_text
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import place_named
from wijkbeeld.conftest import BIKES, INBRAAK, NOORD, OOST, ZUID, dated

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.wijkbeeld.digest import Digest

ON = date(2019, 1, 7)
NOBODY = LastMail()
#: Of 100 burglaries 90 in the second year, where half were to be expected: p is 3e-17.
TEN_TIMES = [
    f"2017-01-01 12:00,{ZUID[0]},{ZUID[1]}",
    *dated(2017, NOORD, 10),
    *dated(2018, NOORD, 90),
    f"2018-12-31 12:00,{ZUID[0]},{ZUID[1]}",
]
CALENDAR = """
[layers.kalender]
kind = "calendar"
label = "Evenementen"
observes = "evenement"
noun = "evenement"
noun_plural = "evenementen"

[layers.kalender.source]
file = "kalender.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"

[layers.kalender.columns]
id = "id"
title = "titel"
begin = "begin"
end = "eind"
x_rd = "x"
y_rd = "y"
"""


@pytest.fixture(scope="module")
def busier(town_with: Callable[..., Workspace]) -> Workspace:
    return town_with(inbraak=TEN_TIMES)


def of(workspace: Workspace, place: str = "Boven", last: LastMail = NOBODY) -> Digest:
    return digest_of(workspace, place_named(workspace, place), ON, last)


def written(digest: Digest) -> str:
    return as_text(mail_text(digest, page="https://hotspots.example/", ask="Els"))


def test_the_chance_of_a_false_claim_is_spent_over_weeks_kinds_and_families() -> None:
    # 52 mails, 5 kinds of claims, and 3 families of each: 780 times so small a chance is 5 %.
    assert 52 * len(digests.KINDS) * 3 * claim_level(3) == pytest.approx(ALPHA)
    assert claim_level(0) == claim_level(1) == pytest.approx(0.05 / 260)


def test_a_first_mail_says_what_holds_now_and_a_second_nothing(busier: Workspace) -> None:
    first = of(busier)
    assert [(one.layer.id, one.count, one.earlier, one.more) for one in first.years] == [
        ("inbraak", 90, 10, True)
    ]
    assert [(one.buurt.name, one.buurt.count) for one in first.risen] == [("Noord", 90)]
    assert first.since is None
    assert first.fresh == ()
    assert not first.empty
    second = of(busier, last=first.mail)
    assert (second.claims, second.empty, second.since) == (0, True, ON)
    assert second.mail.said == first.mail.said


def test_what_the_page_says_is_too_weak_for_a_mail_where_a_year_of_them_would_be_false(
    two_years: Workspace,
) -> None:
    place = place_named(two_years, "Boven")
    line = briefing(two_years, place).line("inbraak")
    # 34 against 12: beyond chance for who looks once, p some 0,002; not for who looks 52 times.
    assert line.since_year.shown
    assert line.since_year.p_adjusted > claim_level(1)
    assert of(two_years).years == ()


def test_what_was_said_is_no_news_while_the_page_still_says_it(two_years: Workspace) -> None:
    digest = of(two_years)
    key = "year inbraak more"
    assert key not in digest.mail.said
    again = of(two_years, last=replace(NOBODY, week="2018-W52", on="2018-12-31", said=(key,)))
    assert key in again.mail.said
    quiet = of(two_years, "Onder", replace(NOBODY, week="2018-W52", on="2018-12-31", said=(key,)))
    assert key not in quiet.mail.said  # it no longer holds: when it comes back it is news


def test_other_rows_of_a_known_layer_are_no_reason_for_a_mail(two_years: Workspace) -> None:
    first = of(two_years)
    last = replace(first.mail, versions=first.mail.versions | {"fiets": "v0"})
    digest = of(two_years, last=last)
    assert [(one.layer.id, one.until, one.is_new) for one in digest.fresh] == [
        ("fiets", date(2018, 12, 31), False)
    ]
    assert digest.claims == 0
    assert digest.empty
    # Where there is something else to tell, they stand beside it.
    assert FRESH_SILENT in " ".join(written(digest).split())


def test_a_layer_that_the_last_mail_did_not_have_is(two_years: Workspace) -> None:
    first = of(two_years)
    last = replace(first.mail, versions={"inbraak": first.mail.versions["inbraak"]})
    digest = of(two_years, last=last)
    assert [(one.layer.id, one.is_new) for one in digest.fresh] == [("fiets", True)]
    assert not digest.empty
    said = " ".join(written(digest).split())
    assert "Nieuwe laag: Fietsendiefstal, geteld tot en met 31-12-2018." in said
    # To whoever never had a mail no layer is new.
    assert first.fresh == ()


def test_a_layer_that_runs_behind_is_told_once_and_again_when_it_comes_back(
    town_with: Callable[..., Workspace],
) -> None:
    opened = town_with()
    folder = opened.home.root / "aanlevering"
    folder.mkdir()
    (opened.home.root / "bronnen.toml").write_text(
        '[fietsen]\nlayer = "fiets"\nfiles = "aanlevering/*.csv"\nevery = "day"\n'
        '[zorg]\nlayer = "zorg"\nfiles = "aanlevering/*.csv"\nevery = "day"\n',
        encoding="utf-8",
    )
    before = of(opened)
    assert before.behind == ()
    night = datetime(2018, 12, 28, 3, tzinfo=UTC)
    list(refresh(opened, now=night))
    # Four days is in time for what comes every day; on the evening of 7 January it is ten.
    late = of(opened, last=before.mail)
    assert [(one.layer.id, one.late_days) for one in late.behind] == [("fiets", 10)]
    assert not late.empty
    said = " ".join(written(late).split())
    assert "GEGEVENS DIE ACHTERLOPEN" in said
    assert (
        "Fietsendiefstal: er kwam al 10 dagen niets nieuws binnen. Geteld is tot en met 31-12-2018."
    ) in said
    assert "Zorg" not in said  # sensitive, and as late
    again = of(opened, last=late.mail)
    assert (again.behind, again.empty) == ((), True)
    # A file that is no table: that is something else, and news.
    (folder / "1.csv").write_text("geen,tabel\n1,2\n", encoding="utf-8")
    os.utime(folder / "1.csv", (night.timestamp(), night.timestamp()))
    opened_again = open_workspace(opened.home, role="analist")
    list(refresh(opened_again, now=night + timedelta(days=1)))
    list(refresh(opened_again, now=datetime(2019, 1, 6, 3, tzinfo=UTC)))
    state = opened.home.state / "supplies" / "fietsen.json"
    looked = json.loads(state.read_text(encoding="utf-8"))
    arrived = looked | {"arrived_at": "2019-01-05T03:00:00+00:00"}
    state.write_text(json.dumps(arrived), encoding="utf-8")
    refused = of(opened, last=again.mail)
    assert [(one.layer.id, one.late_days) for one in refused.behind] == [("fiets", None)]
    assert "de laatste aanlevering kon niet worden gebruikt" in " ".join(written(refused).split())
    # Late a second time is news a second time: in between it was not.
    state.unlink()
    list(refresh(opened_again, now=night))
    assert [one.late_days for one in of(opened, last=refused.mail).behind] == [10]


def test_a_layer_that_is_sensitive_or_not_to_be_taken_away_is_in_no_mail(
    busier: Workspace, town_with: Callable[..., Workspace]
) -> None:
    assert set(of(busier).mail.versions) == {"inbraak", "fiets"}  # and zorg is there
    assert "zorg" in {
        line.layer.id for line in briefing(busier, place_named(busier, "Boven")).lines
    }
    roles = (
        '[roles.wijkagent]\nlabel = "W"\nsee = true\nfinest = "cells"\nexport = true\n'
        "[roles.wijkagent.layers.inbraak]\nexport = false\n"
        '[roles.analist]\nlabel = "A"\nsee = true\nfinest = "places"\nexport = true\n'
    )
    opened = town_with(inbraak=TEN_TIMES)
    (opened.home.root / "rollen.toml").write_text(roles, encoding="utf-8")
    agent = open_workspace(opened.home, role="wijkagent")
    digest = of(agent)
    assert set(digest.mail.versions) == {"fiets"}
    # Bikes lie at one address, so that place is hot; of burglaries, three times as hot, nothing.
    assert {one.layer.id for one in digest.hot} == {"fiets"}
    assert digest.claims == 1


def test_events_of_the_coming_week_in_or_near_the_wijk_are_told(
    town_with: Callable[..., Workspace],
) -> None:
    rows = (
        "id,titel,begin,eind,x,y\n"
        "a,Markt,2019-01-13,2019-01-13,100500,421500\n"  # the seventh day
        "b,Fair,2019-01-14,2019-01-14,100500,421500\n"  # the eighth
        "c,Kermis,2019-01-08,2019-01-09,100500,420800\n"  # 200 m below Boven
        "d,Loop,2019-01-08,2019-01-08,100500,420100\n"  # 900 m
    )
    opened = town_with(more=CALENDAR, files={"kalender.csv": rows})
    digest = of(opened)
    assert [(event.name, event.distance_m) for event in digest.events] == [
        ("Kermis", 200.0),
        ("Markt", 0.0),
    ]
    said = " ".join(written(digest).split())
    assert "08-01-2019 t/m 09-01-2019: Kermis, op 200 m afstand (Zuid)." in said
    assert "13-01-2019: Markt, Noord." in said
    assert digest.events_known
    assert "er kan meer zijn" not in said


def test_a_week_that_the_calendar_does_not_cover_is_not_said_to_be_empty(
    town_with: Callable[..., Workspace],
) -> None:
    rows = "id,titel,begin,eind,x,y\na,Markt,2019-01-31,2019-01-31,100500,421500\n"
    opened = town_with(more=CALENDAR, files={"kalender.csv": rows})
    # From 29 January up to 4 February: of February the calendar says nothing.
    digest = digest_of(opened, place_named(opened, "Boven"), date(2019, 1, 29), NOBODY)
    assert len(digest.events) == 1
    assert not digest.events_known
    assert "er kan meer zijn" in " ".join(written(digest).split())


def test_a_mail_asks_nothing_of_another_host_and_runs_no_name(busier: Workspace) -> None:
    digest = of(busier)
    place = replace(digest.place, name='<img src="https://elders.example/x">')
    risen = tuple(
        replace(one, buurt=replace(one.buurt, name="<script>alert(1)</script>"))
        for one in digest.risen
    )
    html = as_html(
        mail_text(replace(digest, place=place, risen=risen), page="https://h.example", ask="")
    )
    assert set(re.findall(r"<(\w+)", html)) == {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "ul", "li", "a",
        "div",
    }  # fmt: skip
    assert re.findall(r'(?:src|href)="[^"]*"', html) == [
        'href="https://h.example/wijkbeeld?plek=WK999901"'
    ]
    assert "url(" not in html


def test_both_bodies_say_the_same(busier: Workspace) -> None:
    mail = mail_text(of(busier), page="https://hotspots.example/", ask="Els")
    # A day is not broken off at its hyphens.
    html = re.sub(r'<span class="day">([0-9-]{10})</span>', r"\1", as_html(mail))
    plain = " ".join(as_text(mail).split())
    assert mail.link == "https://hotspots.example/wijkbeeld?plek=WK999901"
    sentences = [mail.lead, *(one for part in mail.parts for one in part.sentences), *mail.mind]
    assert len(sentences) >= 5
    for sentence in sentences:
        assert sentence in plain
        assert sentence in html
    assert "2018: meer inbraken (90) dan een jaar eerder (10)." in sentences


def test_zones_of_a_layer_are_told_where_its_repeats_are_proven_more_strictly_than_on_the_page(
    town_with: Callable[..., Workspace],
) -> None:
    # 40 pairs, each two days and 30 m apart, all elsewhere in the town and the year.
    rows = []
    for at in range(40):
        x, y = 100_060 + 190 * (at % 10), 421_060 + 220 * (at // 10)
        day = date(2018, 1, 1) + timedelta(days=9 * at)
        rows += [f"{day} 12:00,{x},{y}", f"{day + timedelta(days=2)} 12:00,{x + 30},{y}"]
    opened = town_with(inbraak=[f"2017-01-01 12:00,{ZUID[0]},{ZUID[1]}", *rows, rows[-1]])
    layer = opened.layer("inbraak")
    _, incidents = opened.library.incidents(layer)

    def proven(alpha: float, permutations: int) -> bool:
        question = NearRepeatQuestion(
            date(2018, 1, 1), date(2018, 12, 31), permutations=permutations
        )
        answer = near_repeats_in(incidents, layer, "analist", question, lambda _: None, alpha=alpha)
        assert answer.reach is not None
        return answer.reach.reason is None

    # No draw comes near it. Of 20 bands each has a draw that does as well as can be, so that p is
    # some 20 in so many draws: of 999 it can never be 1 in 10.000, of 200.000 it is.
    assert proven(0.05, 999)
    assert not proven(claim_level(2), 999)
    assert proven(claim_level(2), 218_400)
    place = place_named(opened, "Boven")
    [page] = briefing(opened, place).zones
    # The page stops with November, the last month that is complete; the last pair came on the 18th
    # and the 20th of December. A zone holds for a week, its first day among it.
    assert page.until == date(2018, 12, 6)

    city = CityAnswers()

    def open_on(day: int) -> list[tuple[str, date]]:
        digest = digest_of(opened, place, date(2018, 12, day), NOBODY, city)
        return [(layer.id, zone.until) for layer, zone in digest.zones]

    both = [("inbraak", date(2018, 12, 26)), ("inbraak", date(2018, 12, 24))]
    assert [open_on(day) for day in (23, 25, 27)] == [both, both[:1], []]
    digest = digest_of(opened, place, date(2018, 12, 23), NOBODY, city)
    assert "LET OP HERHALING" in written(digest)


def test_the_city_is_looked_over_once_for_all_wijken(
    busier: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[str] = []
    real = digests.hot_cells_of

    def counted(*arguments: object) -> object:
        times.append(str(arguments[1]))
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(digests, "hot_cells_of", counted)
    city = CityAnswers()
    for name in ("Boven", "Onder"):
        digest_of(busier, place_named(busier, name), ON, NOBODY, city)
    assert sorted(times) == ["fiets", "inbraak"]


def test_the_rows_of_the_town_are_those_that_are_counted_above() -> None:
    assert len([row for row in INBRAAK if row.startswith("2018") and f",{NOORD[0]}," in row]) == 30
    assert len([row for row in BIKES if f",{OOST[0]}," in row]) == 6
