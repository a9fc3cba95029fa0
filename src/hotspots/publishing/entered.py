"""Events that a person enters in a calendar, one at a time, through the same door as a file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import IntakeError
from hotspots.text import door_calendar

if TYPE_CHECKING:
    import pandas as pd

    from hotspots.intake.rows import Intake


def by_hand_only(content: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a person entered; they outlive the example they were added to."""
    if "entered_by" not in content:
        return content.iloc[:0]
    by_hand: pd.DataFrame = content[content["entered_by"].to_numpy() != ""]
    return by_hand.reset_index(drop=True)


def entered_counts(rows: int) -> dict[str, int]:
    """Return the counts of rows that were each read once and accepted."""
    return {"read": rows, "accepted": rows, "quarantined": 0, "duplicate": 0}


def signed_by(checked: Intake, who: str, when: np.datetime64) -> Intake:
    """Return checked rows with who entered them and when.

    Raises
    ------
    IntakeError
        If a row is wrong: one event is entered whole or not at all.
    """
    if checked.problems:
        first = checked.problems[0]
        raise IntakeError(*door_calendar.entry_refused(first.column, first.value, first.reason))
    accepted = checked.accepted.assign(entered_by=who or door_calendar.UNKNOWN_PERSON)
    accepted["entered_at"] = np.full(len(accepted), when, dtype="datetime64[s]")
    return replace(checked, accepted=accepted)


def entry_name(checked: Intake) -> str:
    """Return what a version remembers of rows that came from no file."""
    told = checked.accepted.drop(columns=["row", "entered_at"]).to_csv(index=False)
    digest = hashlib.sha256(told.encode()).hexdigest()
    return f"{door_calendar.BY_HAND} {digest}"
