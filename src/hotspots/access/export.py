"""Whether a role may export numbers or a map, checked where the bytes are made; and who looked.

Also what every command refuses that writes them to a file: another ending, a folder that is not
there.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from hotspots.access import words as text
from hotspots.access.audit import event_of, note, noting_refusal, record
from hotspots.access.permission import require_export, require_level, role_named
from hotspots.dutch import reason
from hotspots.errors import AccessError, SelectionError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from hotspots.access.audit import Outcome
    from hotspots.access.workspace import Workspace


def allow_export(
    workspace: Workspace,
    layer_id: str,
    *,
    kind: str,
    selection: Mapping[str, object],
    level: tuple[str, int] | None = None,
    points: bool = False,
    key: str = "",
) -> None:
    """Stop unless this role may export this; the export is in the audit from here on.

    Parameters
    ----------
    layer_id
        Which layer the numbers are of; what belongs to no layer cannot be exported.
    kind
        Kind of file, for the audit: "csv", "pdf".
    level
        Level and cell size in metres of the numbers: those of another role may be finer.
    points
        Whether single places are in it.
    key
        Number of the key by which another program asks; empty for a person at a page.

    Raises
    ------
    AccessError
        If it may not.
    StoreError
        If the audit cannot be written: then nothing is exported.
    """
    details = {"kind": kind} | ({"key": key} if key else {})
    with noting_refusal(workspace, "exported", layer_id, selection=selection, details=details):
        _require(workspace, layer_id, level=level, points=points)
    done = event_of(workspace, "exported", "done", layer_id, selection=selection, details=details)
    record(workspace.home, done)


def _require(
    workspace: Workspace, layer_id: str, *, level: tuple[str, int] | None, points: bool
) -> None:
    if not layer_id:
        raise AccessError(text.NO_LAYER_NAMED, "", text.NO_LAYER_NAMED_DO)
    layer = workspace.layer(layer_id)
    catalog = workspace.library.catalog
    require_export(layer, role_named(catalog, workspace.role), catalog)
    if level is not None:
        require_level(layer, *level)
    if points and not workspace.may_see_points(layer):
        raise AccessError(
            text.POINTS_NOT_FOR_ROLE.format(layer=layer.label),
            text.POINTS_NOT_FOR_ROLE_FOUND.format(role=workspace.role),
            text.POINTS_NOT_FOR_ROLE_DO,
        )


def require_ending(path: Path, endings: Collection[str], problem: str) -> None:
    """Stop before the work is done for nothing: the end of a name says what a file is.

    Parameters
    ----------
    endings
        In small letters; the name may have them in capitals.
    problem
        What is wrong, as a sentence of what was to be written.

    Raises
    ------
    SelectionError
        If the file has another ending.
    """
    if path.suffix.lower() not in endings:
        given = path.suffix or text.NO_ENDING
        expected = (" of " if len(endings) == 2 else ", ").join(endings)  # noqa: PLR2004 - one or the other
        raise SelectionError(
            problem,
            text.WRONG_ENDING_FOUND.format(found=given, expected=expected),
            text.WRONG_ENDING_DO,
        )


@contextmanager
def writing_file(problem: str) -> Iterator[None]:
    """Write a file inside this; ``problem`` says in a sentence that it cannot be written.

    Raises
    ------
    SettingsError
        If it cannot be written there.
    """
    try:
        yield
    except OSError as error:
        raise SettingsError(
            problem, text.NO_FILE_FOUND.format(error=reason(error)), text.NO_FILE_DO
        ) from error


def note_seen(
    workspace: Workspace, layer_id: str, selection: Mapping[str, object], *, refused: bool = False
) -> None:
    """Write down that this was looked at, or that someone tried to.

    Parameters
    ----------
    layer_id
        Empty for a page that is of no layer; the selection says which.
    """
    outcome: Outcome = "refused" if refused else "done"
    note(workspace.home, event_of(workspace, "saw", outcome, layer_id, selection=selection))


@contextmanager
def noting_look(
    workspace: Workspace, layer_ids: Sequence[str], selection: Mapping[str, object]
) -> Iterator[None]:
    """Put in the audit that a role saw what is asked inside, or that it was refused that.

    A question that cannot be asked shows nothing, and is not noted.

    Parameters
    ----------
    layer_ids
        The layers of the answer, the one that it is about first; that one is refused.
    """
    with noting_refusal(workspace, "saw", layer_ids[0], selection=selection):
        yield
    for layer_id in layer_ids:
        note_seen(workspace, layer_id, selection)
