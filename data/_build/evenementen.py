"""The layer evenementen as a calendar: what an application says beside moment and place.

`events_calendar` decides when and where an event is, because the nights of events drive other
layers; everything here comes from a stream of its own and changes nothing there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from draws import between, pick
from events_calendar import SOORTEN
from rhythm import beside_clock_changes
from rows import Rows, texts, whole

if TYPE_CHECKING:
    from events_calendar import Events
    from evenementlocaties import Place
    from numpy.typing import NDArray

COLUMNS = (
    "id", "soort", "begin", "eind", "titel", "x", "y", "locatie", "opbouw", "afbouw", "bezoekers",
    "status", "geluid", "klasse", "profiel", "aangevraagd", "bezoekers_werkelijk", "bevindingen",
)  # fmt: skip
#: share of what fits at 2 persons per m2 that comes at the peak, per soort: lowest and highest.
CROWD = np.array([(0.05, 0.80), (0.06, 0.50), (0.02, 0.30), (0.03, 0.40), (0.03, 0.45)])
#: no place of the example draws more than this at once.
MOST = 12_000
#: chance that sound is amplified, per soort.
SOUND = np.array([1.0, 0.1, 0.2, 0.4, 0.5])
#: visitors from which an event is class B, and C: of this example alone.
CLASS_B, CLASS_C = 1_500, 5_000
#: visitors from which building up takes a day before and a day after.
LARGE = 2_500
#: chances of an answer, per soort, in the order of `ANSWERS`.
ANSWERS = {
    "alcohol": (
        ("geen", "beperkt", "ruim"),
        ((0.1, 0.4, 0.5), (0.4, 0.5, 0.1), (0.6, 0.4, 0.0), (0.3, 0.6, 0.1), (0.3, 0.5, 0.2)),
    ),
    "publiek": (
        ("gezinnen", "gemengd", "jongeren"),
        ((0.1, 0.5, 0.4), (0.5, 0.5, 0.0), (0.5, 0.4, 0.1), (0.3, 0.6, 0.1), (0.6, 0.4, 0.0)),
    ),
    "ervaring": (
        ("goed", "nieuw", "slecht"),
        ((0.6, 0.3, 0.1), (0.8, 0.2, 0.0), (0.8, 0.2, 0.0), (0.7, 0.3, 0.0), (0.7, 0.25, 0.05)),
    ),
    "bereikbaarheid": (
        ("goed", "matig"),
        ((0.7, 0.3), (0.8, 0.2), (0.6, 0.4), (0.8, 0.2), (0.7, 0.3)),
    ),
}
#: how far the requests of the last year have come; those of earlier years were all granted.
STATUSES = ("vergund", "aangevraagd", "vooraankondiging", "afgewezen")
STATUS_SHARES = np.array([0.82, 0.09, 0.06, 0.03])
FINDINGS = (
    "Verliep rustig.",
    "Drukker dan verwacht bij de ingang.",
    "Enkele klachten over geluid na 23 uur.",
    "Fietsen versperden een uitgang.",
)
FINDING_SHARES = np.array([0.7, 0.12, 0.12, 0.06])


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What an application says of each event, in the order of the calendar."""

    visitors: NDArray[np.int64]
    sound: NDArray[np.bool_]
    status: NDArray[np.int64]
    profile: tuple[str, ...]
    requested: NDArray[np.datetime64]
    actual: NDArray[np.int64]
    finding: NDArray[np.int64]


def asked_for(
    rng: np.random.Generator, events: Events, usable_m2: NDArray[np.int64], last_year: int
) -> Asked:
    """Draw the rest of each application."""
    size = events.begin.size
    low, high = CROWD[events.soort].T
    # To the third power, so that most events are small.
    share = low + (high - low) * rng.random(size) ** 3
    fits = np.minimum(2 * usable_m2, MOST)
    visitors = np.maximum(np.rint(fits * share / 10) * 10, 30)
    year = events.begin.astype("datetime64[Y]").astype(np.int64) + 1970
    ahead = between(rng, 70, 200, size)
    before = events.begin.astype("datetime64[D]") - np.floor(ahead).astype("timedelta64[D]")
    # Four in five are in the yearly calendar: asked for before 1 November.
    autumn = np.array([np.datetime64(f"{y - 1}-08-15") for y in year.tolist()])
    autumn += np.floor(between(rng, 0, 77, size)).astype("timedelta64[D]")
    in_calendar = rng.random(size) < 0.8
    status = np.where(year == last_year, pick(rng, STATUS_SHARES, size), 0)
    sound = rng.random(size) < SOUND[events.soort]
    profile = answers(rng, events.soort)
    turnout = 0.75 + 0.5 * rng.random(size)
    return Asked(
        visitors=visitors.astype(np.int64),
        sound=sound,
        status=status,
        profile=profile,
        requested=np.where(in_calendar, np.minimum(autumn, before), before),
        actual=(np.rint(visitors * turnout / 10) * 10).astype(np.int64),
        finding=pick(rng, FINDING_SHARES, size),
    )


def answers(rng: np.random.Generator, soort: NDArray[np.int64]) -> tuple[str, ...]:
    """Draw the answers to the questions of the profiles, as ``vraag=antwoord;...``."""
    drawn = []
    for question, (names, chances) in ANSWERS.items():
        heights = np.cumsum(np.array(chances)[soort], axis=1)
        at = (rng.random(soort.size)[:, None] * heights[:, -1:] >= heights).sum(axis=1)
        drawn.append([f"{question}={names[position]}" for position in at.tolist()])
    return tuple(";".join(row) for row in zip(*drawn, strict=True))


def of_calendar(rng: np.random.Generator, events: Events, places: tuple[Place, ...]) -> Rows:
    """Return the calendar as rows, sorted by begin.

    Every event lies at one of ``places``.
    """
    at = {(place.x_rd, place.y_rd): place for place in places}
    held = [at[x, y] for x, y in zip(events.x.tolist(), events.y.tolist(), strict=True)]
    last_year = int(events.begin[-1].astype("datetime64[Y]").astype(np.int64)) + 1970
    asked = asked_for(rng, events, np.array([place.usable_m2 for place in held]), last_year)
    large = asked.visitors >= LARGE
    hour = np.timedelta64(60, "m")
    morning = events.begin.astype("datetime64[D]").astype("datetime64[m]") - 16 * hour
    building = beside_clock_changes(np.where(large, morning, events.begin - 3 * hour))
    next_day = events.end.astype("datetime64[D]").astype("datetime64[m]") + 40 * hour
    clearing = beside_clock_changes(np.where(large, next_day, events.end + 2 * hour))
    # What was held can be looked back on; the last year still has to be.
    over = events.begin < np.datetime64(f"{last_year}-01-01")
    known = over & (asked.finding + asked.visitors > LARGE // 5)
    day_only = np.ones(events.begin.size, dtype=bool)
    fields = (
        [f"EV{number:05d}" for number in range(1, events.begin.size + 1)],
        [SOORTEN[soort] for soort in events.soort.tolist()],
        texts(events.begin, ~day_only).tolist(),
        texts(events.end, ~day_only).tolist(),
        events.title,
        whole(events.x).tolist(),
        whole(events.y).tolist(),
        [place.id for place in held],
        texts(building, ~day_only).tolist(),
        texts(clearing, ~day_only).tolist(),
        asked.visitors.astype(str).tolist(),
        [STATUSES[status] for status in asked.status.tolist()],
        np.where(asked.sound, "ja", "nee").tolist(),
        [class_of(visitors) for visitors in asked.visitors.tolist()],
        asked.profile,
        texts(asked.requested.astype("datetime64[m]"), day_only).tolist(),
        np.where(known, asked.actual.astype(str), "").tolist(),
        [
            FINDINGS[finding] if held_before else ""
            for finding, held_before in zip(asked.finding.tolist(), known.tolist(), strict=True)
        ],
    )
    return Rows(COLUMNS, tuple(zip(*fields, strict=True)))


def class_of(visitors: int) -> str:
    """Return the class of the example.

    Examples
    --------
    >>> class_of(1_499), class_of(1_500), class_of(5_000)
    ('A', 'B', 'C')
    """
    return "C" if visitors >= CLASS_C else "B" if visitors >= CLASS_B else "A"
