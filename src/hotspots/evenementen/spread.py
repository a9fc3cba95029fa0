"""Where the requests of a year go together: the lightest spread, and one request after another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import scipy
import shapely

from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.evenementen.conflicts import overlaps_of, quiet_periods_of, shifts_of
from hotspots.evenementen.days import year_board, year_bounds
from hotspots.evenementen.periods import mean_per_week, weeks_of_year
from hotspots.statistics.choosing import Aim, Reached, Rows, best_in_turn
from hotspots.statistics.event_pressure import Spans, daily_load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.options import Movable, Option


#: What is aimed at, in turn.
AIMS: Final = ("placed", "conflicts", "pressure", "moves")
#: Of the last aim: an event that moves at all counts more than how far all of them move.
_PER_MOVE: Final = 10_000.0
_PER_DAY: Final = 1.0
_PER_KM: Final = 10.0
#: An option per request, None where it has no place.
Choice: TypeAlias = "tuple[Option | None, ...]"


def _distance(option: Option) -> float:
    """Return how far an option is, on one scale for days and metres; 0 as it was requested."""
    if not option.moves:
        return 0.0
    return _PER_MOVE + _PER_DAY * abs(option.away_days) + _PER_KM * option.away_m / 1000


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """The mean pressure per day on each buurt in each week of a year.

    Attributes
    ----------
    standing : shape (buurten, weeks)
        Of what does not move.
    share : shape (buurten, k)
        What arrives of each place at the mean resident; 0 where nobody lives.
    residents : shape (buurten,)
        The part of all residents that live there; adds up to 1, or to 0 where no figure is loaded.
    weeks
        First and last day of each.
    """

    standing: NDArray[np.float64]
    share: NDArray[np.float64]
    residents: NDArray[np.float64]
    weeks: tuple[tuple[int, int], ...]
    first: int
    last: int

    @classmethod
    def of(cls, standing: EventCalendar, year: int) -> Weeks:
        """Return the weeks of a year with what does not move."""
        first, last = year_bounds(year)
        weeks = weeks_of_year(year)
        share = np.nan_to_num(standing.buurt_share)
        people = standing.field.residents
        living = np.bincount(people.buurt, weights=people.number, minlength=len(share))
        total = living.sum()
        load = mean_per_week(standing.field.days(first, last), weeks)
        residents = living / total if total else living.astype(np.float64)
        return cls(share @ load, share, residents, weeks, first, last)

    def loads(self, options: Sequence[Option], calendar: EventCalendar) -> NDArray[np.float64]:
        """Return what each option weighs at its place in each week, shape (options, weeks)."""
        days = {
            name: np.array([getattr(option.plan, f"{name}_day") for option in options])
            for name in ("build", "first", "last", "clear")
        }
        daily = daily_load(
            np.arange(len(options)),
            np.array([option.weight for option in options]),
            Spans(days["build"], days["first"], days["last"], days["clear"]),
            calendar.field.fading,
            places=len(options),
            first_day=self.first,
            days=self.last - self.first + 1,
        )
        return mean_per_week(daily, self.weeks)

    def pressure(self, chosen: Iterable[Option | None], calendar: EventCalendar) -> float:
        """Return the pressure in the busiest week of each buurt, for the mean resident."""
        options = [option for option in chosen if option is not None]
        total = self.standing
        if options:
            places = [option.plan.place for option in options]
            total = total + self.share[:, places] @ self.loads(options, calendar)
        return float(self.residents @ total.max(axis=1))


class Spread:
    """The requests of a year and where each can go, as numbers: 0 or 1 per option, and more.

    What follows is whether a class has a day of a place, whether two meet nearby, by how many a
    shift is too full, and how heavy the busiest week of a buurt is.
    """

    def __init__(self, movable: Movable, calendar: EventCalendar, year: int) -> None:
        """Write down every limit."""
        self.movable, self.calendar, self.year = movable, calendar, year
        self.options = options = [option for own in movable.options for option in own]
        self.standing = movable.standing
        self.weeks = Weeks.of(movable.standing, year)
        self.upper = [1.0] * len(options)
        self.costs: dict[str, dict[int, float]] = {name: defaultdict(float) for name in AIMS}
        self._entries: tuple[list[int], list[int], list[float]] = ([], [], [])
        self._high: list[float] = []
        #: Options of which at most one may be chosen.
        self._either: list[list[int]] = []
        self._board = cache(
            partial(year_board, self.standing.events, self.standing.risks, self.standing.locations)
        )
        per_request: dict[int, list[int]] = defaultdict(list)
        self._at_place: dict[int, list[int]] = defaultdict(list)
        for at, option in enumerate(options):
            self.costs["placed"][at] = -1.0
            self.costs["moves"][at] = _distance(option)
            per_request[option.at].append(at)
            self._at_place[option.plan.place].append(at)
        for own in per_request.values():
            self._one_of(own)
        for place, members in self._at_place.items():
            self._take_turns(place, members)
            for year_of, sound in product(self._years(members), (False, True)):
                self._keep_days(place, year_of, sound=sound)
        if options:
            self._quiet()
            self._around()
            self._shifts()
            self._busiest_weeks()

    def lightest(self) -> tuple[Choice | None, tuple[Reached, ...]]:
        """Return the lightest spread, and how sure it is of each aim; None if time was too short.

        In turn: as many requests as can be together have a place; the conflicts that may stay weigh
        as little as they can, by the weights of the board; the busiest week of the residents is as
        light as it can be; and, within what the settings allow of that, as
        few as can be move, and not far.
        """
        chosen: list[Option | None] = [None] * len(self.movable.rows)
        if not self.options:
            return tuple(chosen), tuple(Reached(0.0, 0.0) for _ in AIMS)
        settings = self.calendar.settings.plan
        weeks = self.weeks
        aims = [Aim(self.cost(name)) for name in AIMS]
        known = float(weeks.residents @ weeks.standing.max(axis=1))
        aims[2] = Aim(aims[2].cost, known, settings.within_pct / 100)
        best, reached = best_in_turn(
            aims,
            self.rows(),
            upper=np.array(self.upper),
            whole=np.arange(len(self.upper)) < len(self.options),
            seconds=settings.seconds,
        )
        if best is None:
            return None, reached
        for at in np.flatnonzero(best[: len(self.options)]).tolist():
            chosen[self.options[at].at] = self.options[at]
        return tuple(chosen), reached

    def in_turn(self) -> Choice:
        """Return what comes of it when each request gets its place in the order in which they came.

        It stays where it was requested if it fits with those before it; else it gets the nearest
        place and date that does, or none.
        """
        chosen: list[Option | None] = [None] * len(self.movable.rows)
        events = self.calendar.events
        came = [(events.requested[row], events.ids[row]) for row in self.movable.rows]
        order = sorted(
            range(len(came)), key=lambda at: (np.isnat(came[at][0]), str(came[at][0]), came[at][1])
        )
        taken = np.zeros(len(self.options))
        own = [option.at for option in self.options]
        for request in order:
            mine = [at for at, one in enumerate(own) if one == request]
            for at in sorted(mine, key=lambda at: _distance(self.options[at])):
                taken[at] = 1.0
                if self.fits(taken, at):
                    chosen[request] = self.options[at]
                    break
                taken[at] = 0.0
        return tuple(chosen)

    def rows(self) -> Rows:
        """Return all limits."""
        row, column, value = self._entries
        matrix = scipy.sparse.csr_array(
            (value, (row, column)), shape=(len(self._high), len(self.upper))
        )
        high = np.array(self._high)
        return Rows(matrix, np.full(len(high), -np.inf), high)

    def cost(self, aim: str) -> NDArray[np.float64]:
        """Return what each number adds to an aim."""
        cost = np.zeros(len(self.upper))
        for at, value in self.costs[aim].items():
            cost[at] = value
        return cost

    def fits(self, taken: NDArray[np.float64], at: int) -> bool:
        """Whether an option fits with what is taken, itself with it."""
        if any(taken[members].sum() > 1 for members in self._either):
            return False
        place = self.options[at].plan.place
        chosen = [one for one in self._at_place[place] if taken[one]]
        return all(
            self._days_fit(place, year, chosen, sound=sound)
            for year, sound in product(self.options[at].plan.years, (False, True))
        )

    def _add(self, terms: Iterable[tuple[int, float]], high: float) -> None:
        row = len(self._high)
        for at, value in terms:
            self._entries[0].append(row)
            self._entries[1].append(at)
            self._entries[2].append(value)
        self._high.append(high)

    def _new(self, upper: float) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def _one_of(self, members: Sequence[int]) -> None:
        self._either.append(list(members))
        self._add(((at, 1.0) for at in members), 1.0)

    def _years(self, members: Sequence[int]) -> list[int]:
        return sorted({year for at in members for year in self.options[at].plan.years})

    def _take_turns(self, place: int, members: Sequence[int]) -> None:
        """Have one event at a place at a time, with its days of rest between two."""
        plans = [self.options[at].plan for at in members]
        # What overlaps two by two has a moment in common: the begin of one of them.
        cliques = {
            tuple(
                at
                for at, plan in zip(members, plans, strict=True)
                if plan.build_up <= one.build_up < plan.dismantled
            )
            for one in plans
        }
        rest = self.calendar.locations.items[place].rest_days
        if rest:
            cliques |= {
                tuple(
                    at
                    for at, plan in zip(members, plans, strict=True)
                    if plan.build_day <= one.build_day <= plan.clear_day + rest
                )
                for one in plans
            }
        for clique in sorted(cliques):
            if len({self.options[at].at for at in clique}) > 1:
                self._one_of(clique)

    def _levels(self, place: int, year: int, *, sound: bool) -> NDArray[np.int8]:
        """Return the heaviest class of each day of a place among what stands, 0 for none."""
        board = self._board(year)
        levels: NDArray[np.int8] = (board.sound if sound else board.events)[place]
        return levels

    def _most_days(self, place: int, year: int, *, sound: bool) -> dict[int, int]:
        """Return the most days per class, 1 and up, of those that have a limit.

        What stands may be over it already: then nothing may be added.
        """
        item = self.calendar.locations.items[place]
        limits = item.sound_days if sound else item.days
        levels = self._levels(place, year, sound=sound)
        return {
            level: max(limits[risk], int((levels == level).sum()))
            for level, risk in enumerate(EVENT_CLASSES, start=1)
            if risk in limits
        }

    def _columns(self, at: int, year: int) -> range:
        """Return the days of a year that an option takes, counted from its first."""
        first, last = year_bounds(year)
        plan = self.options[at].plan
        return range(max(plan.first_day, first) - first, min(plan.last_day, last) - first + 1)

    def _days_fit(self, place: int, year: int, chosen: Sequence[int], *, sound: bool) -> bool:
        most = self._most_days(place, year, sound=sound)
        levels = self._levels(place, year, sound=sound).copy()
        for at in chosen:
            if not sound or self.options[at].plan.request.sound:
                days = self._columns(at, year)
                np.maximum.at(levels, np.array(days, dtype=np.int64), self._level(at))
        return all((levels == level).sum() <= high for level, high in most.items())

    def _level(self, at: int) -> int:
        return 1 + EVENT_CLASSES.index(self.options[at].risk)

    def _keep_days(self, place: int, year: int, *, sound: bool) -> None:
        """Keep a place within the days that it may have of a class, each for its heaviest."""
        most = self._most_days(place, year, sound=sound)
        if not most:
            return
        standing = self._levels(place, year, sound=sound)
        per_day: dict[int, list[int]] = defaultdict(list)
        for at in self._at_place[place]:
            if not sound or self.options[at].plan.request.sound:
                for day in self._columns(at, year):
                    per_day[day].append(at)
        terms: dict[int, list[tuple[int, float]]] = {level: [] for level in most}
        high = {level: float(count - (standing == level).sum()) for level, count in most.items()}
        for day, members in per_day.items():
            # From which class on a day is taken, as a constant where that stands, and as numbers.
            reached: list[tuple[float, list[tuple[int, float]]]] = [
                self._reached(level, members, int(standing[day]))
                for level in range(1, len(EVENT_CLASSES) + 2)
            ]
            for level in most:
                (known, here), (above, heavier) = reached[level - 1], reached[level]
                was = float(standing[day] == level)
                high[level] -= known - above - was
                terms[level] += here
                terms[level] += [(at, -value) for at, value in heavier]
        for level, those in terms.items():
            if those:
                self._add(those, high[level])

    def _reached(
        self, level: int, members: Sequence[int], standing: int
    ) -> tuple[float, list[tuple[int, float]]]:
        """Return whether a day has this class or a heavier one: what is known, and numbers."""
        if standing >= level:
            return 1.0, []
        heavy = [at for at in members if self._level(at) >= level]
        plans = [self.options[at].plan for at in heavy]
        if not heavy:
            return 0.0, []
        shared = max(plan.build_up for plan in plans) < min(plan.dismantled for plan in plans)
        if shared or len({self.options[at].at for at in heavy}) == 1:
            return 0.0, [(at, 1.0) for at in heavy]
        any_of = self._new(1.0)
        for at in heavy:
            self._add([(at, 1.0), (any_of, -1.0)], 0.0)
        self._add([(any_of, 1.0), *((at, -1.0) for at in heavy)], 0.0)
        return 0.0, [(any_of, 1.0)]

    def _weight(self, kind: str) -> float:
        return float(self.calendar.settings.plan.weights[kind])

    def _quiet(self) -> None:
        for at, option in enumerate(self.options):
            periods = len(quiet_periods_of(option.plan, self.standing))
            self.costs["conflicts"][at] += self._weight("quiet") * periods

    def _around(self) -> None:
        """Weigh what meets nearby: with what stands, and two by two."""
        weight, options = self._weight("around"), self.options
        for at, option in enumerate(options):
            near = len(overlaps_of(option.plan, self.standing).around)
            self.costs["conflicts"][at] += weight * near
        plans = [option.plan for option in options]
        spots = np.array([plan.location.shape for plan in plans])
        begin, end = np.array([(plan.begin, plan.end) for plan in plans]).T
        place = np.array([plan.place for plan in plans])
        own = np.array([option.at for option in options])
        for at in range(len(options)):
            apart = shapely.distance(spots, spots[at])
            near = apart <= self.calendar.settings.overlap.catchment_m
            near &= (begin < end[at]) & (begin[at] < end) & (place != place[at]) & (own > own[at])
            for other in np.unique(own[near]).tolist():
                meets = self._new(1.0)
                self.costs["conflicts"][meets] = weight
                those = np.flatnonzero(near & (own == other)).tolist()
                self._add([(at, 1.0), *((one, 1.0) for one in those), (meets, -1.0)], 1.0)

    def _shifts(self) -> None:
        """Weigh by how many events of class B or C a shift of the police is too full."""
        settings, events = self.calendar.settings.overlap, self.standing.events
        per_shift: dict[np.datetime64, list[int]] = defaultdict(list)
        for at, option in enumerate(self.options):
            if option.risk != "A":
                for start, _ in shifts_of(option.plan.begin, option.plan.end, settings.shifts):
                    per_shift[start].append(at)
        rows = np.flatnonzero(events.during(*year_bounds(self.year))).tolist()
        there: dict[np.datetime64, int] = defaultdict(int)
        for row in rows:
            if self.standing.risks[row] != "A":
                for start, _ in shifts_of(events.begin[row], events.end[row], settings.shifts):
                    there[start] += 1
        for start, members in sorted(per_shift.items()):
            over = self._new(np.inf)
            self.costs["conflicts"][over] = self._weight("shift")
            left = float(settings.heavy_per_shift - there[start])
            self._add([*((at, 1.0) for at in members), (over, -1.0)], left)

    def _busiest_weeks(self) -> None:
        """Weigh the busiest week of each buurt by its residents."""
        weeks = self.weeks
        loads = weeks.loads(self.options, self.calendar)
        share = weeks.share[:, [option.plan.place for option in self.options]]
        own = np.array([option.at for option in self.options])
        for buurt in np.flatnonzero(weeks.residents > 0).tolist():
            adds = share[buurt][:, None] * loads
            base = weeks.standing[buurt]
            peak = base.max()
            # No week counts that cannot become the busiest, whatever is chosen.
            most = base + sum(adds[own == at].max(axis=0) for at in np.unique(own).tolist())
            higher = self._new(np.inf)
            self.costs["pressure"][higher] = float(weeks.residents[buurt])
            for week in np.flatnonzero(most > peak).tolist():
                terms = [(at, adds[at, week]) for at in np.flatnonzero(adds[:, week]).tolist()]
                self._add([*terms, (higher, -1.0)], float(peak - base[week]))
