"""The year as a plan: against trying every combination, and against a year worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import scipy

from event_town import HAL, MARKT, PARK, RESIDENTS, event, event_calendar, moment
from hotspots.evenementen import options
from hotspots.evenementen import proposal_words as text
from hotspots.evenementen.conflicts import conflicts_of
from hotspots.evenementen.findings import facts_of, findings_of
from hotspots.evenementen.options import movable_of
from hotspots.evenementen.plan import with_event
from hotspots.evenementen.pressure import burdens
from hotspots.evenementen.proposal import SOFT, Proposal, proposal_of
from hotspots.evenementen.proposal_sheet import proposal_as_json
from hotspots.evenementen.request import Planned, moved, planned, request_of
from hotspots.evenementen.settings import read_settings

if TYPE_CHECKING:
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.locations import Location
    from hotspots.evenementen.settings import EventSettings

ORDER = ("belemmering", "let_op", "onbekend", "lichter", "in_orde")


def with_settings(*, around: int = 7, within: float = 0.0, **overlap: float) -> EventSettings:
    """The settings of the tool without special days, with few dates and no slack."""
    standard = read_settings()
    return replace(
        standard,
        special=(),
        alternatives=replace(standard.alternatives, days_around=around),
        plan=replace(standard.plan, options=100, within_pct=within),
        overlap=replace(standard.overlap, **overlap),
    )


def asked(
    event_id: str,
    location: str,
    begin: str,
    end: str,
    visitors: int = 100,
    **more: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """A request of before 1 November, without a decision and without a class."""
    about = {"status": "aangevraagd", "class": "", "requested": "2017-10-01T00:00"} | more
    return event(event_id, location, begin, end, visitors, **about)


def outcomes(plan: Proposal) -> dict[str, tuple[str, str, str]]:
    """What becomes of each request: the outcome, the place and the day."""
    return {line.id: (line.outcome, line.location, f"{line.start:%m-%d}") for line in plan.lines}


# -- A year worked out by hand.
#
# On Saturday 5 May two requests want the markt at once, and the park has an event with a licence.
# Places: markt and park, on 28 April, 5 May and 12 May. 150 residents live at and near the markt,
# 10 at the park: of the markt 0,5^0 = 1 arrives at 100 of them and 0,5^1 at 50; of the park 0,5^4
# at 100, 0,5^(1030,8/250) at 50, and 1 at its own 10. So the park is far lighter; both go there,
# on the two Saturdays that it is free. Both ways are one event a Saturday; which goes first?
#   A day of 1 weighs in its own week (Saturday and the day after) 1 + 0,5^(1/3) = 1,7937, in the
#   next one the sum of 0,5^(k/3) for k = 2..8: 2,4473, and in the third for k = 9..14: 0,4545.
#   200 first:  week of 30 April 200 x 2,4473 + 1 x 1,7937 = 491,3 is the busiest.
#   100 first:  week of 14 May   200 x 2,4473 + 1 x 0,4545 = 489,9 is the busiest.
# So the small one goes on 28 April and the large one on 12 May.
BY_HAND = (
    asked("groot", "markt", "2018-05-05T10:00", "2018-05-05T18:00", 200),
    asked("klein", "markt", "2018-05-05T17:00", "2018-05-05T22:00", 100),
    event("vast", "park", "2018-05-05T10:00", "2018-05-05T22:00", 1),
)


def test_a_year_worked_out_by_hand() -> None:
    calendar = event_calendar(*BY_HAND, places=(MARKT, PARK), settings=with_settings())
    plan = proposal_of(calendar, 2018)
    assert outcomes(plan) == {
        "klein": ("moves", "park", "04-28"), "groot": ("moves", "park", "05-12"),
    }  # fmt: skip
    # As requested neither can be with the other there: one conflict of 100.
    assert (plan.requested.fits, plan.requested.weight) == (0, 100)
    assert (plan.proposed.fits, plan.proposed.weight, plan.proposed.moves) == (2, 0, 2)
    assert (plan.proposed.days, plan.proposed.km) == (14, pytest.approx(2.0))
    aftermath = sum(0.5 ** (k / 3) for k in range(2, 9))
    busiest = (200 * aftermath + sum(0.5 ** (k / 3) for k in range(9, 15))) / 7
    arrives = (100 / 16 + 50 * 0.5 ** (np.hypot(250, 1000) / 250) + 10) / 160
    assert plan.proposed.pressure == pytest.approx(arrives * busiest)
    assert plan.proved
    assert plan.searched
    # In turn: "groot" stays, both came on one day; "klein" takes the nearest that is left, which is
    # a week earlier or later on the markt: 7 days against 1 km and 7 days.
    assert (plan.in_turn.fits, plan.in_turn.moves, plan.in_turn.km) == (2, 1, 0)
    why = {line.id: text.why(line, calendar.events.names) for line in plan.lines}
    # Were it to stay, the markt would be its own: no conflict, and 125/160 of the residents' week.
    assert "drukste week van bewoners" in why["groot"]


def test_within_the_slack_as_few_as_can_be_move() -> None:
    calendar = event_calendar(*BY_HAND, places=(MARKT, PARK), settings=with_settings(within=10_000))
    plan = proposal_of(calendar, 2018)
    assert plan.proposed.moves == 1
    assert sorted(line.outcome for line in plan.lines) == ["moves", "stays"]
    moved_line = plan.lines[0]
    # The nearest is a week away at the same place.
    assert (moved_line.location, abs(moved_line.away_days)) == ("markt", 7)
    (clash,) = moved_line.clashes
    assert (clash.kind, clash.events) == ("place", ("groot", "klein"))
    other = "groot" if moved_line.id == "klein" else "klein"
    assert other in text.why(moved_line, calendar.events.names)


# -- Against trying every combination.


def verdicts(request: Any, calendar: EventCalendar) -> dict[str, str]:  # noqa: ANN401
    told: dict[str, str] = {}
    for one in findings_of(facts_of(request, calendar), calendar):
        told[one.id] = min(told.get(one.id, one.verdict), one.verdict, key=ORDER.index)
    return told


def every_option(calendar: EventCalendar, standing: EventCalendar, event_id: str) -> list[Planned]:
    """Every place and Saturday where a request passes the check, word for word."""
    request = request_of(calendar, event_id)
    own = verdicts(request, standing)
    options = []
    for place, days in product(calendar.locations.items, (-7, 0, 7)):
        there = moved(request, days=days, location=place.id)
        told = verdicts(there, standing)
        if there == request:
            fits = "belemmering" not in told.values() and told["place"] == "in_orde"
        else:
            fits = place.indoor == planned(request, calendar).location.indoor
            fits &= all(told[name] == "in_orde" for name in ("capacity", "place", "quiet"))
            fits &= all(told.get(name, "in_orde") in ("in_orde", "onbekend")
                        for name in ("days_events", "days_sound"))  # fmt: skip
            fits &= all(
                verdict in ("in_orde", "lichter")
                or (verdict == own.get(name) and verdict != "belemmering")
                for name, verdict in told.items()
                if not name.startswith("days_")
            )
        if fits:
            options.append(planned(there, calendar))
    return options


def pressure_word_for_word(calendar: EventCalendar) -> float:
    """The busiest week of each buurt, per resident: cell by cell, day by day, event by event."""
    total, people = 0.0, float(RESIDENTS.number.sum())
    first = int(np.datetime64("2018-01-01", "D").astype(int))
    for buurt in sorted(set(RESIDENTS.buurt.tolist())):
        cells = [at for at in range(3) if RESIDENTS.buurt[at] == buurt]
        living = sum(RESIDENTS.number[at] for at in cells)
        daily = np.zeros(364)
        for row, event_id in enumerate(calendar.events.ids):
            plan = planned(request_of(calendar, event_id), calendar)
            weight = plan.request.visitors * {"A": 1, "B": 2, "C": 4}[calendar.risks[row]]
            share = 0.0
            for at in cells:
                away = float(np.hypot(RESIDENTS.x_rd[at] - plan.location.x_rd,
                                      RESIDENTS.y_rd[at] - plan.location.y_rd))  # fmt: skip
                if away <= 1500:
                    share += RESIDENTS.number[at] / living * 0.5 ** (away / 250)
            for day in range(364):
                since = first + day - plan.first_day
                if 0 <= since <= 14:
                    daily[day] += weight * share * 0.5 ** (since / 3)
        # 1 January 2018 was a Monday.
        total += living / people * daily.reshape(52, 7).mean(axis=1).max()
    return total


def cost(own: Planned, plan: Planned) -> float:
    if (own.place, own.first_day) == (plan.place, plan.first_day):
        return 0.0
    away = np.hypot(own.location.x_rd - plan.location.x_rd, own.location.y_rd - plan.location.y_rd)
    return 10_000 + abs(own.first_day - plan.first_day) + 10 * float(away) / 1000


def chosen_calendar(
    calendar: EventCalendar, rows: list[int], chosen: tuple[Planned | None, ...]
) -> EventCalendar:
    events, risks = calendar.events, list(calendar.risks)
    for row, plan in zip(rows, chosen, strict=True):
        if plan is not None:
            events = with_event(events, row, plan)
            risks[row] = calendar.events.risk[row] or plan.risk
    gone = [row for row, plan in zip(rows, chosen, strict=True) if plan is None]
    left = np.setdiff1d(np.arange(len(events)), gone)
    return replace(
        calendar, events=events.where(left), risks=tuple(risks[row] for row in left.tolist())
    )


def best_of_all(calendar: EventCalendar, ids: list[str]) -> tuple[int, int, float, float]:
    """How many fit, the weight that stays, the least pressure, and the least moving with it."""
    rows = [calendar.events.row(name) for name in ids]
    standing = calendar.only(np.setdiff1d(np.arange(len(calendar.events)), rows))
    before = {
        (one.place, one.detail): one.excess
        for one in conflicts_of(standing, standing.events, 2018)
        if one.kind == "days"
    }
    own = [planned(request_of(calendar, name), calendar) for name in ids]
    results = []
    choices = [[None, *every_option(calendar, standing, name)] for name in ids]
    for chosen in product(*choices):
        there = chosen_calendar(calendar, rows, chosen)
        conflicts = conflicts_of(there, there.events, 2018)
        if any(
            (one.kind in ("place", "rest", "capacity") and set(one.events) & set(ids))
            or (one.kind == "days" and one.excess > before.get((one.place, one.detail), 0))
            for one in conflicts
        ):
            continue
        results.append(
            (
                -sum(plan is not None for plan in chosen),
                sum(one.weight for one in conflicts if one.kind in SOFT),
                pressure_word_for_word(there),
                sum(cost(a, b) for a, b in zip(own, chosen, strict=True) if b is not None),
            )
        )
    least = min(results)
    alike = [one for one in results if one[:2] == least[:2] and one[2] <= least[2] + 1e-6]
    return -least[0], least[1], least[2], min(one[3] for one in alike)


@pytest.mark.parametrize("seed", range(8))
def test_the_plan_is_the_best_of_every_combination(seed: int) -> None:
    rng = np.random.default_rng(seed)
    places: tuple[Location, ...] = (
        replace(MARKT, usable_m2=900.0, days={"A": 2, "B": 1}, sound_days={"A": 1}),
        replace(PARK, rest_days=int(rng.integers(0, 4)), days={"A": 2}),
        replace(HAL, indoor=bool(rng.integers(0, 2))),
    )[: 2 + seed % 2]
    days = ("2018-05-05", "2018-05-05", "2018-05-06", "2018-05-12")
    rows = []
    for n in range(5):
        day, hour = rng.choice(days), int(rng.integers(8, 20))
        visitors = int(rng.integers(50, 1500))
        risk = str(rng.choice(["", "B"]))
        place = places[int(rng.integers(0, len(places)))].id
        span = (f"{day}T{hour:02}:00", f"{day}T{hour + int(rng.integers(1, 4)):02}:00")
        sound = str(rng.choice(["ja", "nee"]))
        make = asked if n < 3 else event
        rows.append(make(f"e{n}", place, *span, visitors, **{"class": risk}, sound=sound))
    settings = with_settings(heavy_per_shift=1, catchment_m=1200)
    calendar = event_calendar(*rows, places=places, settings=settings)
    plan = proposal_of(calendar, 2018)
    fits, weight, pressure, moving = best_of_all(calendar, ["e0", "e1", "e2"])
    assert plan.proved
    assert plan.reached[0].value == -fits
    assert plan.proposed.fits == fits
    assert plan.proposed.pressure == pytest.approx(pressure)
    assert plan.reached[3].value == pytest.approx(moving)
    soft = sum(one.weight for one in plan.remaining if one.kind in SOFT)
    assert soft == weight
    # In turn is never better, and as many as fit are those that have a line.
    assert plan.in_turn.fits <= fits
    assert sum(line.outcome != "none" for line in plan.lines) == fits
    # The same again is the same.
    assert outcomes(proposal_of(calendar, 2018)) == outcomes(plan)


# -- Every kind of answer.


def test_a_year_without_requests_is_an_answer() -> None:
    for rows in ((), (event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00"),)):
        plan = proposal_of(event_calendar(*rows), 2018)
        assert (plan.lines, plan.proved, plan.movable.decided) == ((), True, len(rows))
        assert text.headline(plan) == "Voor 2018 is er geen aanvraag die nog kan schuiven."


def test_one_request_that_has_its_place_stays() -> None:
    calendar = event_calendar(
        asked("1", "park", "2018-05-05T10:00", "2018-05-05T18:00"),
        places=(MARKT, PARK), settings=with_settings(),
    )  # fmt: skip
    plan = proposal_of(calendar, 2018)
    assert outcomes(plan) == {"1": ("stays", "park", "05-05")}
    assert text.headline(plan) == (
        "Van 1 aanvraag voor 2018 past er zoals aangevraagd 1, en een lichtere spreiding is er "
        "niet."
    )


def test_what_cannot_be_is_said_with_what_it_clashes_with() -> None:
    # One place, one date, two requests: the lighter one has the place.
    calendar = event_calendar(
        asked("groot", "markt", "2018-05-05T10:00", "2018-05-05T18:00", 900),
        asked("klein", "markt", "2018-05-05T17:00", "2018-05-05T22:00", 100),
        places=(MARKT,), settings=with_settings(around=0),
    )  # fmt: skip
    plan = proposal_of(calendar, 2018)
    assert outcomes(plan) == {
        "groot": ("none", "markt", "05-05"), "klein": ("stays", "markt", "05-05"),
    }  # fmt: skip
    assert text.why(plan.lines[0], calendar.events.names) == (
        "Tegelijk op deze locatie: klein. Geen andere plek of dag die is bekeken, komt door de "
        "toets."
    )
    # Nothing at all fits: 2.500 people where 2.000 may be.
    calendar = event_calendar(
        asked("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00", 2500),
        places=(MARKT,), settings=with_settings(),
    )  # fmt: skip
    plan = proposal_of(calendar, 2018)
    assert outcomes(plan)["1"][0] == "none"
    assert [one.id for one in plan.lines[0].in_the_way] == ["capacity"]
    assert text.why(plan.lines[0], {}).startswith("2.500 bezoekers passen niet")


def test_only_requests_of_before_november_without_a_decision_move() -> None:
    rows = (
        asked("op tijd", "markt", "2018-05-05T10:00", "2018-05-05T18:00"),
        asked("laat", "markt", "2018-06-05T10:00", "2018-06-05T18:00") | {
            "requested": moment("2017-11-01T00:00"),
        },
        asked("wanneer", "markt", "2018-07-05T10:00", "2018-07-05T18:00") | {"requested": None},
        asked("hoeveel", "markt", "2018-08-05T10:00", "2018-08-05T18:00", None),
        asked("waar", "", "2018-09-05T10:00", "2018-09-05T18:00"),
        asked("besluit", "markt", "2018-10-05T10:00", "2018-10-05T18:00", status="vergund"),
        asked("weg", "markt", "2018-10-06T10:00", "2018-10-06T18:00", status="ingetrokken"),
    )  # fmt: skip
    calendar = event_calendar(*rows, settings=with_settings())
    plan = proposal_of(calendar, 2018)
    assert [line.id for line in plan.lines] == ["op tijd"]
    there = plan.movable
    assert (there.decided, there.late, there.undated, there.unsized, there.placeless) == (
        1, 1, 1, 1, 1,
    )  # fmt: skip
    assert text.standing(plan) == (
        "Wat vaststaat en meetelt: 1 met een besluit, 1 aangevraagd op of na 01-11-2017, 1 zonder "
        "datum van aanvraag, 1 zonder aantal bezoekers en 1 zonder locatie uit de lijst."
    )
    every = proposal_of(calendar, 2018, every=True)
    assert {line.id for line in every.lines} == {"op tijd", "laat", "wanneer"}


def test_nothing_moves_to_a_day_that_is_over() -> None:
    rows = (*BY_HAND, event("vol", "park", "2018-05-12T10:00", "2018-05-12T22:00", 1))
    calendar = event_calendar(*rows, places=(MARKT, PARK), settings=with_settings())
    # On 1 May the Saturday of 28 April is over: one goes to 12 May, the other stays.
    plan = proposal_of(calendar, 2018, now=date(2018, 5, 1))
    assert "04-28" not in {day for _, _, day in outcomes(plan).values()}
    assert plan.proposed.fits == 2
    assert (plan.past, proposal_of(calendar, 2018, now=date(2018, 6, 1)).past) == (0, 2)


def test_where_the_time_is_up_the_plan_in_turn_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SimpleNamespace(status=1, x=None, mip_dual_bound=None)
    monkeypatch.setattr(scipy.optimize, "milp", lambda *_, **__: nothing)
    calendar = event_calendar(*BY_HAND, places=(MARKT, PARK), settings=with_settings())
    plan = proposal_of(calendar, 2018)
    assert (plan.searched, plan.proved, plan.proposed) == (False, False, plan.in_turn)
    assert "De tijd was te kort voor een plan" in text.certainty(plan)


def test_a_gap_is_said_per_aim(monkeypatch: pytest.MonkeyPatch) -> None:
    real = scipy.optimize.milp

    def short(*args: Any, **more: Any) -> Any:  # noqa: ANN401
        found = real(*args, **more)
        # As if the solver had stopped at what it had, two below it.
        found.status, found.mip_dual_bound = 1, found.fun - 2
        return found

    monkeypatch.setattr(scipy.optimize, "milp", short)
    calendar = event_calendar(*BY_HAND, places=(MARKT, PARK), settings=with_settings())
    plan = proposal_of(calendar, 2018)
    assert not plan.proved
    # 2 of 2 requests: 100 %; of a weight of 0 nobody knows a share.
    assert (
        text.certainty(plan)
        .split("Nog te winnen: ")[1]
        .startswith(
            "aantal aanvragen dat past hooguit 100,0 %, gewicht van de conflicten (onbekend "
            "hoeveel), "
        )
    )


def test_the_json_holds_the_whole_plan() -> None:
    calendar = event_calendar(*BY_HAND, places=(MARKT, PARK), settings=with_settings())
    answer = json.loads(json.dumps(proposal_as_json(proposal_of(calendar, 2018), calendar),
                                   allow_nan=False))  # fmt: skip
    assert answer["plans"]["proposed"]["fits"] == 2
    assert [aim["aim"] for aim in answer["aims"]] == ["placed", "conflicts", "pressure", "moves"]
    assert {line["id"]: line["to"]["start"] for line in answer["lines"]} == {
        "klein": "2018-04-28T17:00:00", "groot": "2018-05-12T10:00:00",
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_last_digits_of_a_processor_decide_nothing(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Processors add up a product in another order, which shows in the fourteenth digit; far from
    # other events every day weighs the same.
    rng = np.random.default_rng(seed)

    def elsewhere(*asked: Any) -> Any:  # noqa: ANN401
        burden = burdens(*asked)
        return burden * (1 + rng.uniform(-1e-14, 1e-14, burden.shape))

    calendar = event_calendar(*BY_HAND, settings=with_settings(around=60))
    here = movable_of(calendar, 2018).options
    monkeypatch.setattr(options, "burdens", elsewhere)
    there = movable_of(calendar, 2018).options
    assert len(here[0]) > 20
    for one, other in zip(here, there, strict=True):
        assert [at.plan.request for at in one] == [at.plan.request for at in other]
