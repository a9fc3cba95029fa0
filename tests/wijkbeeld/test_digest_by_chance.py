"""A year of mails in which only chance is at work claims next to nothing; what is planted is told.

Incidents are drawn by the rule of `chance_town`, which knows addresses and weeks and nothing of
cells, masks, families or tests. Each Monday the rows that had come in by then are asked for a mail
about each wijk, with the memory of the last one.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pytest

from chance_town import (
    CRIMES,
    FIRST,
    REPORTS,
    SIDE_M,
    WEEKS,
    WIJKEN,
    addresses_of,
    chance_home,
    corner_of,
    drawn,
    rows_of,
)
from hotspots.access.mailing import LastMail
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.statistics.conditional import ALPHA
from hotspots.wijkbeeld import digest as digests
from hotspots.wijkbeeld.digest import CityAnswers, digest_of
from hotspots.wijkbeeld.digest_mail import as_text
from hotspots.wijkbeeld.digest_words import HOT, ZONES, mail_text
from hotspots.wijkbeeld.place import WIJKEN as LEVEL
from hotspots.wijkbeeld.place import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from hotspots.wijkbeeld.digest import Digest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
#: Two years are in by the first Monday, so that every kind of claim can be made.
FIRST_MAIL: Final = date(2017, 1, 2)
YEAR: Final = tuple(FIRST_MAIL + timedelta(weeks=week) for week in range(52))
#: The Monday after the last incident.
LAST_MAIL: Final = FIRST_MAIL + timedelta(weeks=52)
#: Seeds of two years in which the page, which is looked at once, does say something by chance; and
#: of one in which it says so of zones, of which the mail then asks for very many draws.
FALSE_ON_THE_PAGE: Final = (5, 7)
FALSE_ZONES: Final = 3
KINDS: Final = ("months", "years", "risen", "hot", "zones")
#: Minutes before midnight of the last day, when the last of a planted series is.
SOON: Final = np.timedelta64(30, "m")


class ByChance:
    """The town, with rows that are put in and read as those of a file."""

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(BENCHMARKS))
        try:
            from claims_worlds import SimulatedLibrary  # noqa: PLC0415 - a script
        finally:
            sys.path.remove(str(BENCHMARKS))
        opened = open_workspace(chance_home(folder), role="analist")
        self.library = SimulatedLibrary(opened.home, opened.library.catalog)
        self.library.start("nothing")
        self.workspace = Workspace(self.library, "analist")
        self.wijken = [one for one in places(self.library.geography) if one.level == LEVEL]
        assert len(self.wijken) == WIJKEN

    def mails(
        self, rows: Mapping[str, pd.DataFrame], mark: object, days: Iterable[date]
    ) -> dict[str, list[Digest]]:
        """Return the mails about each wijk on some days, in their order."""
        last = {place.code: LastMail() for place in self.wijken}
        mails: dict[str, list[Digest]] = {place.code: [] for place in self.wijken}
        for on in days:
            self.library.start(f"{mark}-{on}")
            for layer in self.workspace.catalog.layers:
                had = rows[layer.id]["begin"] < np.datetime64(on)
                self.library.put(layer, rows[layer.id][had].reset_index(drop=True))
            city = CityAnswers()
            for place in self.wijken:
                mail = digest_of(self.workspace, place, on, last[place.code], city)
                last[place.code] = mail.mail
                mails[place.code].append(mail)
        return mails


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> ByChance:
    return ByChance(tmp_path_factory.mktemp("chance") / "town")


def three_years(seed: int) -> dict[str, pd.DataFrame]:
    """Return both layers: some 8 crimes a week by Poisson, 16 reports with twice his variance."""
    rng = np.random.default_rng(seed)
    return {CRIMES: drawn(rng, 8.0), REPORTS: drawn(rng, 16.0, uneven=True)}


def claiming(mails: dict[str, list[Digest]]) -> dict[str, set[str]]:
    """Return the wijken of which any mail claims something, with the kinds of claims."""
    kinds = {
        code: {kind for mail in of for kind in KINDS if getattr(mail, kind)}
        for code, of in mails.items()
    }
    return {code: of for code, of in kinds.items() if of}


def test_the_drawn_counts_are_as_the_rule_has_them() -> None:
    rows = three_years(1)
    # 8 and 16 a week for 156 weeks, of which the standard deviations are 35 and 71.
    assert len(rows[CRIMES]) == pytest.approx(8 * WEEKS, abs=3 * 35)
    assert len(rows[REPORTS]) == pytest.approx(16 * WEEKS, abs=3 * 71)
    for layer, times in ((CRIMES, 1.0), (REPORTS, 2.0)):
        week = (rows[layer]["begin"].to_numpy() - FIRST) // np.timedelta64(7, "D")
        counts = np.bincount(week.astype(int), minlength=WEEKS)
        # Of a ratio of variance to mean over 156 weeks the error is some sqrt(2 / 155) = 0,11.
        assert counts.var(ddof=1) / counts.mean() == pytest.approx(times, rel=0.35)
    # 20 by 20 addresses in the west, 30 by 30 in the east: 6 * 400 and 6 * 900.
    assert sum(len(addresses_of(at)) for at in range(WIJKEN)) == 6 * 400 + 6 * 900


def test_in_a_year_of_chance_at_most_one_wijk_in_twenty_gets_a_false_claim(
    town: ByChance,
) -> None:
    false = {
        seed: claiming(town.mails(three_years(seed), seed, YEAR)) for seed in FALSE_ON_THE_PAGE
    }
    assert sum(map(len, false.values())) <= ALPHA * WIJKEN * len(FALSE_ON_THE_PAGE), false


def test_a_mail_that_did_not_spend_its_chance_would_claim_more(
    town: ByChance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "claim_level", lambda _families: ALPHA)
    # Once in four weeks is enough: of 36 wijken at most one may.
    years = (*FALSE_ON_THE_PAGE, FALSE_ZONES)
    false = {
        seed: claiming(town.mails(three_years(seed), f"page-{seed}", YEAR[::4])) for seed in years
    }
    assert all(false.values())
    assert {kind for kinds in false[FALSE_ZONES].values() for kind in kinds} == {"zones"}
    assert sum(map(len, false.values())) > 2 * ALPHA * WIJKEN * len(years)
    # Three of those mails, of which the page has zones, claim nothing as they are.
    monkeypatch.undo()
    assert claiming(town.mails(three_years(FALSE_ZONES), "strict", YEAR[8:20:4])) == {}


def planted(rows: pd.DataFrame, where: NDArray[np.float64], begin: NDArray[np.datetime64]) -> (
    pd.DataFrame
):  # fmt: skip
    """Return rows with more of them, each with an id of its own."""
    both = pd.concat([rows, rows_of(where, begin)], ignore_index=True)
    return both.assign(id=[str(at) for at in range(len(both))])


def said_in(mail: Digest, title: str) -> str:
    text = mail_text(mail, page="https://hotspots.example", ask="")
    assert title.upper() in as_text(mail_text(mail, page="https://hotspots.example", ask=""))
    [part] = [part for part in text.parts if part.title == title]
    return " ".join(part.sentences)


def test_a_planted_hot_place_is_told_in_its_wijk_and_nowhere_else(town: ByChance) -> None:
    rows, rng = three_years(4), np.random.default_rng(40)
    # Of 8 a week, or 417 in a year, some 3 lie in 100 by 100 m with 25 of 7.800 addresses, of which
    # a hot place has 1,3. Thirty more in the middle of wijk 10 are some twenty times as many.
    west, south = corner_of(10)
    there = addresses_of(10)
    there = there[(np.abs(there - (west + 250, south + 250)) < 50).all(axis=1)]
    assert len(there) == 25
    days = np.datetime64("2017-01-02", "s") + rng.integers(0, 364 * 86_400, 30)
    rows[CRIMES] = planted(rows[CRIMES], rng.choice(there, size=30), days)
    mails = town.mails(rows, "hot", [LAST_MAIL])
    hot = {code: mail.hot for code, [mail] in mails.items() if mail.hot}
    assert set(hot) == {"WK999910"}
    assert {one.layer.id for one in hot["WK999910"]} == {CRIMES}
    assert sum(one.place.count for one in hot["WK999910"]) >= 30
    assert said_in(mails["WK999910"][0], HOT).startswith("Inbraken, ")
    # What holds for the year was told; a week later it is no news.
    [_, again] = town.mails(rows, "hot", [LAST_MAIL, LAST_MAIL + timedelta(weeks=1)])["WK999910"]
    assert again.hot == ()


def test_a_planted_series_of_near_repeats_is_told_where_it_goes_on(town: ByChance) -> None:
    rows, rng = three_years(4), np.random.default_rng(41)
    firsts = rows[CRIMES][rows[CRIMES]["begin"] >= np.datetime64("2017-01-02")]
    chosen = firsts.sample(120, random_state=41)
    # Another address 60 m further, one or two days later, for some three in ten.
    steps = rng.choice([(60.0, 0.0), (0.0, 60.0), (-60.0, 0.0), (0.0, -60.0)], size=120)
    where = chosen[["x_rd", "y_rd"]].to_numpy() + steps
    begin = chosen["begin"].to_numpy() + rng.integers(86_400, 2 * 86_400, 120)
    # The last one lies in the middle of wijk 4, on the last day.
    end = np.datetime64(LAST_MAIL, "s") - SOON
    middle = np.array(corner_of(4)) + SIDE_M / 2 + 10.0
    where = np.vstack([where, middle, (middle[0] + 60.0, middle[1])])
    begin = np.concatenate([begin, [end - np.timedelta64(1, "D"), end]])
    within = begin < np.datetime64(LAST_MAIL)
    rows[CRIMES] = planted(rows[CRIMES], where[within], begin[within])
    mails = town.mails(rows, "series", [LAST_MAIL])
    [mail] = mails["WK999904"]
    assert mail.zones
    assert {layer.id for layer, _ in mail.zones} == {CRIMES}
    # A zone is drawn around the middle of a cell of 100 m.
    nearest = min(np.hypot(*(np.array((zone.x_rd, zone.y_rd)) - middle)) for _, zone in mail.zones)
    assert nearest <= 100
    assert "verhoogde kans tot en met" in said_in(mail, ZONES)
