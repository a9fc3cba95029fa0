"""Publish one event that a person enters, as a new version of the calendar."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import IntakeError
from hotspots.incoming.checking.moments import amsterdam_now
from hotspots.incoming.checking.rows import check_rows
from hotspots.incoming.publishing import words
from hotspots.incoming.publishing.publish import publish_incidents, venues_of
from hotspots.incoming.reading.table import Table, text_frame
from hotspots.store.catalogue import unwritten
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.incoming.checking.rows import Intake
    from hotspots.settings import Home


def publish_event(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    event: Mapping[str, str],
    *,
    who: str,
    dry_run: bool = False,
) -> IntakeReport:
    """Check one event as a row of a file and add it to the calendar as a new version.

    An event with a known id replaces that event; that is how the number of visitors who came is
    entered afterwards.
    Beside invented examples the new version is still called synthetic.

    Parameters
    ----------
    event
        Text per field of a calendar, as in a file.
    who
        Who enters it; kept in the row and never shown beside a number.

    Raises
    ------
    IntakeError
        If a field is wrong, or the layer is no calendar.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    if layer.kind != "calendar":
        raise IntakeError(*words.no_calendar(layer.label))
    columns = tuple(event)
    table = Table(
        columns, text_frame(columns, [tuple(event.values())]), np.array([1], dtype=np.int64)
    )
    checked = _signed_by(
        check_rows(
            table, layer, by_hand={name: name for name in columns}, venues=venues_of(home, layer)
        ),
        who,
        amsterdam_now(),
    )
    current = LayerStore.of(home, layer.id).current()
    attribution = "" if current is None else current.attribution
    # Said once, however many events were added.
    own = attribution.removesuffix(words.ENTERED.format(attribution=""))
    draft = unwritten(
        made_from=(_entry_name(checked),),
        synthetic=current is not None and current.synthetic,
        attribution=words.ENTERED.format(attribution=own or layer.label),
        fingerprint=geography.fingerprint,
    )
    return publish_incidents(home, geography, layer, checked, draft, mode="add", dry_run=dry_run)


def _signed_by(checked: Intake, who: str, when: np.datetime64) -> Intake:
    """Return checked rows with who entered them and when.

    Raises
    ------
    IntakeError
        If a row is wrong: one event is entered whole or not at all.
    """
    if checked.problems:
        first = checked.problems[0]
        raise IntakeError(*words.entry_refused(first.column, first.value, first.reason))
    accepted = checked.accepted.assign(entered_by=who or words.UNKNOWN_PERSON)
    accepted["entered_at"] = np.full(len(accepted), when, dtype="datetime64[s]")
    return replace(checked, accepted=accepted)


def _entry_name(checked: Intake) -> str:
    """Return what a version remembers of rows that came from no file."""
    content = checked.accepted.drop(columns=["row", "entered_at"]).to_csv(index=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return f"{words.BY_HAND} {digest}"
