"""What is new in a place since the last mail about it, and beyond chance, as one frozen value.

Everything in it is a judgement of the wijkbeeld, looked at more strictly: of 52 mails a year one in
twenty would make a false claim by chance alone. So the chance of a false claim is
spent over the weeks of a year, over the kinds of claims, and over the families in which those are
judged. What is in a mail is on the page too; not the other way round. One thing is looked at up to
a later day: a zone of near repeats is a warning for these days, so that it is asked for up to the
last day of its layer, where the page stops at the last complete month.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from hotspots.access.mailing import LastMail, week_of
from hotspots.access.near_repeats import NearRepeatQuestion
from hotspots.access.refreshing import supplies_now
from hotspots.access.workspace import Synthetic
from hotspots.analysis.periods import Period, covered_days
from hotspots.analysis.searches.near_repeats import tested_months
from hotspots.errors import StatisticError
from hotspots.statistics.conditional import ALPHA
from hotspots.statistics.near_repeat import DAY_BANDS, DISTANCE_BANDS_M
from hotspots.wijkbeeld.briefing import MORE
from hotspots.wijkbeeld.hot_cells import hot_cells_of, together
from hotspots.wijkbeeld.latest import event_days, has_zones, zones_of
from hotspots.wijkbeeld.make import briefing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hotspots.access.calendar import Covered
    from hotspots.access.refreshing import Refreshed
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.wijkbeeld.briefing import (
        Briefing,
        EventDay,
        HotPlace,
        LayerLine,
        MonthNews,
        OpenZone,
        RisenBuurt,
    )
    from hotspots.wijkbeeld.hot_cells import CityCells
    from hotspots.wijkbeeld.latest import CityZones
    from hotspots.wijkbeeld.place import Place

#: Mails in a year, over which the chance of a false claim is spent.
WEEKS: Final = 52
#: What a mail can claim: a month or a year that differs, a buurt with more, a hot place, a zone.
KINDS: Final = ("month", "year", "buurt", "hot", "zone")
#: Days of events that a mail looks ahead, its own day among them.
AHEAD_DAYS: Final = 7


def claim_level(families: int) -> float:
    """Return the largest corrected p of a claim of one kind, which is judged in so many families.

    Every family is corrected for all that is in it, over the whole of the home, so that chance
    alone gives any claim in it at most this often. By Bonferroni's inequality a year of mails about
    a wijk holds a false claim at most `ALPHA` of the times.

    Examples
    --------
    >>> round(claim_level(1) * 52 * 5, 3), round(claim_level(4) * 52 * 5 * 4, 3)
    (0.05, 0.05)
    """
    return ALPHA / WEEKS / len(KINDS) / max(families, 1)


def ahead_of(on: date) -> Period:
    """Return the days of which a mail of some day tells the events."""
    return Period(on, on + timedelta(days=AHEAD_DAYS - 1))


@dataclass(frozen=True, slots=True)
class Change:
    """A count that differs from a year earlier: of a month, or of the period of the wijkbeeld."""

    layer: LayerSpec
    period: Period
    count: int
    earlier: int
    more: bool


@dataclass(frozen=True, slots=True)
class Risen:
    """A buurt of the place that has more than a year earlier."""

    layer: LayerSpec
    period: Period
    buurt: RisenBuurt


@dataclass(frozen=True, slots=True)
class Hot:
    """A place that is hot in the city."""

    layer: LayerSpec
    period: Period
    place: HotPlace


@dataclass(frozen=True, slots=True)
class Fresh:
    """A layer of which there are other data than at the last mail; ``until`` is what counts.

    ``is_new`` says whether the last mail did not have the layer at all.
    """

    layer: LayerSpec
    until: date | None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """A layer that nothing new came in of for too many days, or whose last supply was not taken.

    ``late_days`` is None where it is in time, and ``until`` what counts.
    """

    layer: LayerSpec
    until: date | None
    late_days: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Digest:
    """What there is to tell about a place in a week.

    Attributes
    ----------
    on, since
        The day it is made, and that of the last mail; None where this is the first.
    months, years, risen, hot, zones
        Claims that chance does not explain, and that the last mail did not have.
    events, events_covered
        Events of the days from ``on``, and the days that calendars cover; None without a calendar.
    fresh
        Layers with other data than at the last mail; none at the first.
    behind
        Layers that run behind, and that the last mail did not say so of.
    mail
        What is to be remembered once it is sent.
    """

    place: Place
    on: date
    since: date | None
    months: tuple[Change, ...]
    years: tuple[Change, ...]
    risen: tuple[Risen, ...]
    hot: tuple[Hot, ...]
    zones: tuple[tuple[LayerSpec, OpenZone], ...]
    events: tuple[EventDay, ...]
    events_covered: Covered | None
    fresh: tuple[Fresh, ...]
    behind: tuple[Behind, ...]
    synthetic: Synthetic | None
    mail: LastMail

    @property
    def ahead(self) -> Period:
        """The days of which it tells the events."""
        return ahead_of(self.on)

    @property
    def events_known(self) -> bool:
        """Whether calendars cover all of those days, so that no event is none."""
        covered = self.events_covered
        return covered is not None and covered.whole(self.ahead.first, self.ahead.last)

    @property
    def claims(self) -> int:
        """How many things it says that chance could have made up."""
        return sum(map(len, (self.months, self.years, self.risen, self.hot, self.zones)))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send.

        That known layers have other rows is no news by itself: some have every week.
        """
        has_new_layer = any(one.is_new for one in self.fresh)
        return not (self.claims or self.events or self.behind or has_new_layer)


class CityAnswers:
    """What is the same for every place of a home, looked up once for all mails of a run."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str, Period], CityCells] = {}
        self._zones: dict[tuple[str, str, Period], CityZones] = {}
        self._proven: dict[tuple[str, Period], bool] = {}
        self._supplies: dict[date, list[Refreshed]] = {}

    def cells(self, workspace: Workspace, layer_id: str, period: Period) -> CityCells:
        """Return the hot cells of the city."""
        key = (workspace.seen_as, layer_id, period)
        if key not in self._cells:
            self._cells[key] = hot_cells_of(workspace, layer_id, period)
        return self._cells[key]

    def zones(
        self,
        workspace: Workspace,
        layer_id: str,
        period: Period,
        progress: Callable[[float], None],
    ) -> CityZones:
        """Return the zones of the city that are open on the last day of a layer."""
        key = (workspace.seen_as, layer_id, period)
        if key not in self._zones:
            latest = _up_to_the_last_day(workspace, workspace.layer(layer_id), period)
            self._zones[key] = zones_of(workspace, layer_id, latest, progress)
        return self._zones[key]

    def supplies(self, workspace: Workspace, on: date) -> list[Refreshed]:
        """Return what became of each supply of the home, as it is on a day."""
        if on not in self._supplies:
            moment = min(datetime.combine(on, time.max).astimezone(), datetime.now(UTC))
            home, catalog = workspace.home, workspace.library.catalog
            self._supplies[on] = supplies_now(home, catalog, moment)
        return self._supplies[on]

    def repeats(self, workspace: Workspace, layer: LayerSpec, period: Period) -> bool:
        """Whether incidents follow each other, as strictly as a mail asks, for any role."""
        key = (layer.id, period)
        if key not in self._proven:
            self._proven[key] = _repeats(workspace, layer, period)
        return self._proven[key]


def _repeats(workspace: Workspace, layer: LayerSpec, period: Period) -> bool:
    """Ask the question of the page, with as many draws as so small a p needs.

    The families of this kind are the layers with near repeats, which share what it is given.
    """
    alpha = claim_level(1)
    layers = sum(has_zones(one) for one in workspace.library.catalog.layers)
    bands = (len(DISTANCE_BANDS_M) - 1) * (len(DAY_BANDS) - 1)
    # In each band one of the draws has the smallest p there is: so many of them go with any band.
    draws = math.ceil((bands + 1) * layers / alpha)
    latest = _up_to_the_last_day(workspace, layer, period)
    months = tested_months(latest, covered_days(workspace, layer))
    if months is None:
        return False
    question = NearRepeatQuestion(months.first, months.last, permutations=draws, alpha=alpha)
    try:
        answer = workspace.near_repeats(layer, question, _silent)
    except StatisticError:
        return False
    return answer.reach is not None and answer.reach.reason is None


def _up_to_the_last_day(workspace: Workspace, layer: LayerSpec, period: Period) -> Period:
    """Return as long a period that ends with the layer, where that goes on behind it."""
    later = max(covered_days(workspace, layer).last - period.last, timedelta())
    return Period(period.first + later, period.last + later)


def _silent(share: float) -> None:
    """Say nothing of progress."""
    del share


def digest_of(
    workspace: Workspace,
    place: Place,
    on: date,
    last: LastMail,
    city: CityAnswers | None = None,
) -> Digest:
    """Return what is new in a place since the last mail, for the role of a workspace.

    Of layers that may leave the tool in the hands of this role; never of a sensitive one.

    Parameters
    ----------
    on
        The day of the mail.
    last
        What the reader had last.

    Raises
    ------
    SelectionError
        If no layer has anything, or none may be seen in a place as small as this.
    DeclarationError
        If ``bronnen.toml`` is wrong, so that nobody knows which layers run behind.
    """
    city = city or CityAnswers()
    made = briefing(workspace, place, hot_cells=city.cells, zones=city.zones, clock=False)
    lines = [line for line in made.lines if _may_be_mailed(workspace, line)]
    claims = _Claims(workspace, made, lines, city)
    events, covered = event_days(workspace, place, ahead_of(on))
    mailable = {layer.id for layer in workspace.catalog.layers if workspace.may_export(layer)}
    versions = {line.layer.id: line.version.name for line in lines if line.version is not None}
    said = set(last.said)
    return Digest(
        place=place,
        on=on,
        since=last.day,
        months=claims.months(said),
        years=claims.years(said),
        risen=claims.risen(said),
        hot=claims.hot(said),
        zones=claims.zones(said, on),
        events=tuple(event for event in events if event.layer in mailable),
        events_covered=covered,
        fresh=_fresh(lines, last),
        behind=claims.behind(said, city.supplies(workspace, on)),
        synthetic=Synthetic.among((line.layer.label, line.version) for line in lines),
        mail=LastMail(
            week=week_of(on),
            on=on.isoformat(),
            said=tuple(sorted(claims.new | (said & claims.on_the_page))),
            versions=versions,
        ),
    )


def _fresh(lines: list[LayerLine], last: LastMail) -> tuple[Fresh, ...]:
    """Return the layers with other data than at the last mail; without one nothing is other."""
    return tuple(
        Fresh(line.layer, _until(line), is_new=line.layer.id not in last.versions)
        for line in lines
        if line.version is not None
        and last.day is not None
        and last.versions.get(line.layer.id) != line.version.name
    )


def _until(line: LayerLine) -> date | None:
    return None if line.period is None else line.period.last


def _may_be_mailed(workspace: Workspace, line: LayerLine) -> bool:
    return not line.layer.sensitive and workspace.may_export(line.layer)


class _Claims:
    """What a briefing claims of the layers of a mail, by how sure it is of it.

    ``new`` are the keys of all that is sure enough for a mail, ``on_the_page`` those of all that
    the briefing says. What was said once and is still on the page is no news: of a p that comes and
    goes around a limit nobody wants to hear twice.
    """

    def __init__(
        self,
        workspace: Workspace,
        made: Briefing,
        lines: list[LayerLine],
        city: CityAnswers,
    ) -> None:
        self._workspace, self._city = workspace, city
        self._all = lines
        self._lines = [line for line in lines if line.layer.id in made.details]
        self._details = made.details
        self._zones = made.zones
        self.new: set[str] = set()
        self.on_the_page: set[str] = set()

    def _is_news(self, key: str, said: set[str], *, sure: bool) -> bool:
        self.on_the_page.add(key)
        if sure:
            self.new.add(key)
        return sure and key not in said

    def months(self, said: set[str]) -> tuple[Change, ...]:
        """Return the last months that differ from the same month a year earlier."""
        news = {
            line.layer.id: news
            for line in self._lines
            if (news := self._details[line.layer.id].news) is not None
        }
        level = claim_level(len({one.month for one in news.values()}))
        return tuple(
            _of_month(line.layer, one)
            for line in self._lines
            if (one := news.get(line.layer.id)) is not None
            and one.since_year.shown
            and one.year_ago is not None
            and self._is_news(
                f"month {line.layer.id} {one.month.last} {one.since_year.verdict}",
                said,
                sure=one.since_year.p_adjusted <= level,
            )
        )

    def years(self, said: set[str]) -> tuple[Change, ...]:
        """Return the layers that differ from a year earlier over the whole of their period."""
        level = claim_level(self._periods())
        return tuple(
            Change(
                line.layer,
                line.period,
                line.count,
                line.earlier,
                line.since_year.verdict == MORE,
            )
            for line in self._lines
            if line.since_year.shown
            and line.period is not None
            and line.count is not None
            and line.earlier is not None
            and self._is_news(
                f"year {line.layer.id} {line.since_year.verdict}",
                said,
                sure=line.since_year.p_adjusted <= level,
            )
        )

    def _periods(self) -> int:
        """Return in how many families the years of these layers are judged: one per period."""
        return len({line.period for line in self._lines})

    def risen(self, said: set[str]) -> tuple[Risen, ...]:
        """Return the buurten that have more than a year earlier."""
        level = claim_level(self._periods())
        return tuple(
            Risen(line.layer, line.period, buurt)
            for line in self._lines
            if line.period is not None
            for buurt in self._details[line.layer.id].risen
            if self._is_news(
                f"buurt {line.layer.id} {buurt.code}", said, sure=buurt.p_adjusted <= level
            )
        )

    def hot(self, said: set[str]) -> tuple[Hot, ...]:
        """Return the hot places, of the cells that are sure enough."""
        in_cells = [line for line in self._lines if self._details[line.layer.id].in_cells]
        level = claim_level(len(in_cells))
        news: list[Hot] = []
        for line in in_cells:
            detail = self._details[line.layer.id]
            sure = {
                place.handle: place
                for place in together(
                    tuple(cell for cell in detail.cells if cell.p_adjusted <= level)
                )
            }
            for place in detail.places:
                key = f"hot {line.layer.id} {place.handle}"
                if self._is_news(key, said, sure=place.handle in sure) and line.period is not None:
                    news.append(Hot(line.layer, line.period, sure[place.handle]))
        return tuple(news)

    def zones(self, said: set[str], on: date) -> tuple[tuple[LayerSpec, OpenZone], ...]:
        """Return the zones that are open on a day, of layers of which it is sure that they repeat.

        The last day of a layer may be long ago: a zone that is over by now is no warning.
        """
        lines = {line.layer.id: line for line in self._lines}
        news: list[tuple[LayerSpec, OpenZone]] = []
        for zone in self._zones:
            line = lines.get(zone.layer)
            if line is None or line.period is None or zone.until < on:
                continue
            sure = self._city.repeats(self._workspace, line.layer, line.period)
            if self._is_news(f"zone {zone.layer} {zone.name} {zone.since}", said, sure=sure):
                news.append((line.layer, zone))
        return tuple(news)

    def behind(self, said: set[str], supplies: list[Refreshed]) -> tuple[Behind, ...]:
        """Return the layers that run behind; chance has no part in that."""
        news: list[Behind] = []
        for line in self._all:
            of = [one for one in supplies if line.layer.id in one.layers and not one.is_well]
            if not of:
                continue
            late = max((one.late_days for one in of if one.late_days is not None), default=None)
            key = f"behind {line.layer.id} {'refused' if late is None else 'late'}"
            if self._is_news(key, said, sure=True):
                news.append(Behind(line.layer, _until(line), late))
        return tuple(news)


def _of_month(layer: LayerSpec, news: MonthNews) -> Change:
    return Change(
        layer,
        news.month,
        news.count,
        news.year_ago or 0,
        news.since_year.verdict == MORE,
    )
