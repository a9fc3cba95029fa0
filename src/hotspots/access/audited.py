"""An action with its lines in the audit: one before it, one after it, and one if it is refused."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hotspots.access.audit import Event, note, record
from hotspots.errors import AccessError, HotspotsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotspots.access.audit import Action, Outcome
    from hotspots.access.workspace import Workspace


def event_of(
    workspace: Workspace,
    action: Action,
    outcome: Outcome,
    subject: str,
    *,
    selection: Mapping[str, Any] | None = None,
    details: Mapping[str, object] | None = None,
) -> Event:
    """Return the line that says what the person behind a workspace did."""
    return Event(
        workspace.who,
        workspace.role,
        action,
        outcome,
        subject,
        selection=selection or {},
        details=dict(details or {}),
    )


@contextmanager
def audited(
    workspace: Workspace, action: Action, subject: str, **details: object
) -> Iterator[dict[str, object]]:
    """Record that something is asked, let it be done, and note how it ended.

    What is put in the mapping that is yielded, such as a version, stands in the line after it.

    Raises
    ------
    StoreError
        If the audit cannot be written: then nothing is done.

    Examples
    --------
    >>> with audited(workspace, "restored", "woninginbraak", version=2):  # doctest: +SKIP
    ...     store.restore(2)
    """
    record(workspace.home, event_of(workspace, action, "asked", subject, details=details))
    after = dict(details)
    try:
        yield after
    except HotspotsError as error:
        after["error"] = type(error).__name__
        note(workspace.home, event_of(workspace, action, "refused", subject, details=after))
        raise
    note(workspace.home, event_of(workspace, action, "done", subject, details=after))


@contextmanager
def noting_refusal(
    workspace: Workspace,
    action: Action,
    subject: str,
    *,
    selection: Mapping[str, Any] | None = None,
    details: Mapping[str, object] | None = None,
) -> Iterator[None]:
    """Note that a role was refused what is asked inside."""
    try:
        yield
    except AccessError:
        refused = event_of(
            workspace, action, "refused", subject, selection=selection, details=details
        )
        note(workspace.home, refused)
        raise
