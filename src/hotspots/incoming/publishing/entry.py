"""Publish one event that a person enters, as a new version of the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import IntakeError
from hotspots.incoming.checking.moments import amsterdam_now
from hotspots.incoming.checking.rows import check_rows
from hotspots.incoming.publishing import words
from hotspots.incoming.publishing.publish import entry_name, publish_incidents, signed_by, venues_of
from hotspots.incoming.reading.table import Table, text_frame
from hotspots.store.catalogue import unwritten
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.report import IntakeReport
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

    An event with a known id replaces that event: so is written down, afterwards, how many came.
    Beside an example the new version says that it is an example still.

    Parameters
    ----------
    event
        Text per field of the door, as in a file.
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
    checked = signed_by(
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
        made_from=(entry_name(checked),),
        synthetic=current is not None and current.synthetic,
        attribution=words.ENTERED.format(attribution=own or layer.label),
        fingerprint=geography.fingerprint,
    )
    return publish_incidents(home, geography, layer, checked, draft, mode="add", dry_run=dry_run)
