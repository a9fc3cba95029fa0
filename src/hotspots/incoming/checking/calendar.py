"""What a calendar says of an event beside its moment and place; each part checked on its own."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.dutch import fold
from hotspots.incoming.checking import words
from hotspots.incoming.checking.moments import DATE_EMPTY, FINE, read_moments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hotspots.incoming.checking.report import RowProblems
    from hotspots.incoming.reading.table import Table

#: How far a request has come. What was turned down, withdrawn or cancelled puts no pressure on a
#: place.
STATUSES: Final = (
    "vooraankondiging", "aangevraagd", "in_behandeling", "vergund", "afgewezen", "ingetrokken",
    "afgelast",
)  # fmt: skip
CALLED_OFF: Final = ("afgewezen", "ingetrokken", "afgelast")
#: A status as a file may write it.
_STATUSES: Final = MappingProxyType(
    {name: name for name in STATUSES}
    | {"in behandeling": "in_behandeling", "geweigerd": "afgewezen", "aanvraag": "aangevraagd"}
)
_CLASSES: Final = MappingProxyType({name.lower(): name for name in EVENT_CLASSES})
_YES_OR_NO: Final = MappingProxyType(
    {"ja": "ja", "j": "ja", "true": "ja", "1": "ja", "nee": "nee", "n": "nee", "false": "nee",
     "0": "nee"}
)  # fmt: skip
#: A number of visitors: up to seven digits, with or without points between thousands.
_VISITORS: Final = r"^(?:[0-9]{1,7}|[0-9]{1,3}(?:\.[0-9]{3}){1,2})$"
_PROFILE: Final = r"^[a-z0-9_]+=[a-z0-9_]+(?:; ?[a-z0-9_]+=[a-z0-9_]+)*;?$"
_LONGEST_TEXT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Venues:
    """The places that an event can name: their ids by folded id and name, and where they are.

    ``places`` holds x and y in RD metres per id.
    """

    ids: Mapping[str, str]
    places: Mapping[str, tuple[float, float]]


NO_VENUES: Final = Venues(MappingProxyType({}), MappingProxyType({}))


def add_event_fields(
    incidents: pd.DataFrame,
    table: Table,
    columns: Mapping[str, str],
    problems: RowProblems,
    *,
    venues: Venues,
    latest: np.datetime64,
    now: np.datetime64,
) -> list[str]:
    """Add what a calendar knows of each event to ``incidents``; return what to warn about.

    An event without coordinates of its own lies where its location lies.

    Parameters
    ----------
    incidents
        With begin, end, x_rd and y_rd; one row per row of ``table``.
    latest
        What lies after it is a fault.
    now
        The present: nobody knows how many came to what is not over.
    """
    cells = _Cells(table, columns, problems)
    warnings = _add_location(incidents, cells, venues)
    for field in ("title", "findings", "decision"):
        incidents[field] = texts = cells.texts(field)
        cells.blame(texts.str.len() > _LONGEST_TEXT, field, words.TEXT_TOO_LONG)
    for field in ("visitors", "actual_visitors"):
        incidents[field] = _visitors(cells, field)
    for field, known, reason in (
        ("status", _STATUSES, words.STATUS_UNKNOWN),
        ("sound", _YES_OR_NO, words.SOUND_UNKNOWN),
        ("class", _CLASSES, words.CLASS_UNKNOWN),
    ):
        incidents[field] = _one_of(cells, field, known, reason)
    incidents["profile"] = profile = cells.texts("profile").str.lower()
    wrong = (profile != "") & ~profile.str.match(_PROFILE)
    cells.blame(wrong, "profile", words.PROFILE_UNREADABLE)
    _add_moments(incidents, cells, latest)
    incidents["entered_by"] = ""
    incidents["entered_at"] = np.datetime64("NaT", "s")
    warnings += _drop_early_results(incidents, now)
    unknown = int((incidents["status"] == "").sum())
    return warnings + ([words.without_status(unknown)] if unknown else [])


@dataclass(frozen=True, slots=True)
class _Cells:
    """The texts of a file by field, and where to put what is wrong with them."""

    table: Table
    columns: Mapping[str, str]
    problems: RowProblems

    def texts(self, field: str) -> pd.Series[str]:
        """Return the texts of a field; empty ones where the file has no such column."""
        if field not in self.columns:
            return pd.Series([""] * len(self.table), dtype="str")
        return self.table.rows[self.columns[field]].str.strip()

    def blame(self, where: NDArray[np.bool_] | pd.Series[bool], field: str, reason: str) -> None:
        """Note what is wrong with a field in some rows."""
        mask = np.asarray(where, dtype=np.bool_)
        if mask.any():
            self.problems.add(mask, self.columns.get(field, ""), self.texts(field), reason)


def _drop_early_results(incidents: pd.DataFrame, now: np.datetime64) -> list[str]:
    """Forget how many came to what was not held, or is not over; return that it was so."""
    known = np.isfinite(incidents["actual_visitors"].to_numpy())
    early = last_moments(incidents) > now.astype("M8[s]")
    called_off = np.isin(incidents["status"].astype(str), CALLED_OFF)
    wrong = known & (early | called_off)
    incidents["actual_visitors"] = np.where(wrong, np.nan, incidents["actual_visitors"])
    count = int(np.count_nonzero(wrong))
    return [words.results_too_early(count)] if count else []


def _add_location(incidents: pd.DataFrame, cells: _Cells, venues: Venues) -> list[str]:
    texts = cells.texts("location")
    places = [venues.ids.get(fold(text), "") for text in texts]
    incidents["location"] = pd.Series(
        [known or text for known, text in zip(places, texts, strict=True)], dtype="str"
    )
    placed = incidents["x_rd"].notna().to_numpy()
    for axis, field in enumerate(("x_rd", "y_rd")):
        named = np.array(
            [venues.places[name][axis] if name else np.nan for name in places], dtype=np.float64
        )
        incidents[field] = np.where(placed, incidents[field].to_numpy(), named)
    unlisted = np.array([not name for name in places], dtype=np.bool_) & np.asarray(texts != "")
    cells.blame(unlisted & ~placed, "location", words.NO_PLACE)
    elsewhere = int(np.count_nonzero(unlisted & placed))
    return [words.without_location(elsewhere)] if elsewhere else []


def _visitors(cells: _Cells, field: str) -> NDArray[np.float64]:
    """Return numbers of visitors; NaN where none was filled in, which is not zero."""
    texts = cells.texts(field)
    readable = np.asarray(texts.str.match(_VISITORS), dtype=np.bool_)
    cells.blame(~readable & np.asarray(texts != ""), field, words.VISITORS_UNREADABLE)
    return np.array(
        [
            float(text.replace(".", "")) if fits else np.nan
            for text, fits in zip(texts, readable, strict=True)
        ],
        dtype=np.float64,
    )


def _one_of(cells: _Cells, field: str, known: Mapping[str, str], reason: str) -> pd.Series[str]:
    texts = cells.texts(field)
    values = texts.str.lower().map(known).fillna("").astype("str")
    cells.blame((values == "") & (texts != ""), field, reason)
    return values


def _add_moments(incidents: pd.DataFrame, cells: _Cells, latest: np.datetime64) -> None:
    for field in ("build_up", "dismantled", "requested"):
        moments = read_moments(cells.texts(field), time_required=False, now=latest)
        empty = moments.date_fault == DATE_EMPTY
        for code, reason in enumerate(words.MOMENT_REASONS):
            if code != FINE:
                fault = (moments.date_fault == code) | (moments.time_fault == code)
                cells.blame(fault & ~empty, field, reason)
        wall = moments.wall.copy()
        if field == "dismantled":
            # A day without a time ends at its midnight.
            wall[~moments.has_time & ~empty] += np.timedelta64(1, "D")
        incidents[field] = wall
    late = incidents["build_up"].to_numpy() > incidents["begin"].to_numpy()
    cells.blame(late, "build_up", words.BUILD_UP_AFTER_BEGIN)
    early = incidents["dismantled"].to_numpy() < last_moments(incidents)
    cells.blame(early, "dismantled", words.DISMANTLED_BEFORE_END)


def last_moments(incidents: pd.DataFrame) -> NDArray[np.datetime64]:
    """Return when each event is over: midnight after a date without a time; its begin if unknown.

    Examples
    --------
    A fair of two whole days, and an evening.

    >>> last_moments(pd.DataFrame({
    ...     "begin": pd.to_datetime(["2018-05-01 00:00", "2018-05-01 20:00"]),
    ...     "begin_has_time": [False, True],
    ...     "end": pd.to_datetime(["2018-05-02 00:00", "2018-05-01 23:30"]),
    ...     "end_has_time": [False, True],
    ... })).astype("M8[m]").tolist()
    [datetime.datetime(2018, 5, 3, 0, 0), datetime.datetime(2018, 5, 1, 23, 30)]
    """
    return ends_of(
        incidents["begin"].to_numpy().astype("M8[s]"),
        incidents["begin_has_time"].to_numpy().astype(bool),
        incidents["end"].to_numpy().astype("M8[s]"),
        incidents["end_has_time"].to_numpy().astype(bool),
    )


def ends_of(
    begin: NDArray[np.datetime64],
    begin_timed: NDArray[np.bool_],
    end: NDArray[np.datetime64],
    end_timed: NDArray[np.bool_],
) -> NDArray[np.datetime64]:
    """Return the first moment after each event; arrays of shape (n,), NaT for an unknown end."""
    unknown = np.isnat(end)
    timed = np.where(unknown, begin_timed, end_timed)
    last = np.where(unknown, begin, end)
    midnight = (last.astype("M8[D]") + np.timedelta64(1, "D")).astype("M8[s]")
    return np.where(timed, last, midnight)
