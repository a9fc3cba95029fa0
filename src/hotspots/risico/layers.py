"""Which layers each part is about and reads, as far as a role sees them, and who looked at them."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from hotspots.access.calendar import require_calendar
from hotspots.access.export import noting_look
from hotspots.access.features import waits
from hotspots.catalog.specs import layer_showing
from hotspots.errors import AccessError, NothingYetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotspots.access.workspace import Workspace


#: The purposes whose layer a part is about, the first that a home has.
SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "spoor": ("rail",),
    "water": ("flood_depth", "flood_zone"),
    "register": ("risk_area",),
    "incident": ("rail",),
}
#: The purposes of the layers of places that numbers of a scenario rest on; per wijk is said what
#: is loaded of them.
COUNTED: Final = ("vulnerable", "shelter", "event_site", "station")
#: The purposes of the layers that a part reads and that say something by themselves.
_READ: Final[dict[str, tuple[str, ...]]] = {
    "spoor": ("rail", "people", "neighbour", *COUNTED, "transport"),
    "water": ("flood_depth", "flood_zone", "people", *COUNTED),
    "register": ("risk_area", "risk_company", "pipeline", "people", "neighbour", *COUNTED),
    "incident": ("rail", "people", "neighbour", *COUNTED),
}


def layers_of_part(workspace: Workspace, part: str, *, events: bool = True) -> tuple[str, ...]:
    """Return the ids of the layers that a part looks in, as far as this role sees them.

    Parameters
    ----------
    part
        "spoor", "water", "register" or "incident".
    events
        Whether it shows events too.
    """
    layers = layers_by_purpose(workspace)
    ids = [layers[purpose] for purpose in _READ[part] if purpose in layers]
    return tuple(dict.fromkeys([*ids, *(calendars(workspace) if events else ())]))


def layers_by_purpose(workspace: Workspace) -> dict[str, str]:
    """Return the id of the layer of each purpose, as far as this role sees them."""
    purposes = {spec.id: spec.purpose for spec in workspace.library.catalog.contexts}
    return {
        purposes[layer.context]: layer.id
        for layer in workspace.catalog.layers
        if layer.context is not None and purposes.get(layer.context)
    }


def calendars(workspace: Workspace) -> tuple[str, ...]:
    """Return the ids of the calendars whose events this role sees, each at its place.

    One that waits for its first event is none: it does not say that there are no events.
    """
    ids = []
    for layer in workspace.catalog.layers:
        if layer.kind == "calendar":
            with suppress(AccessError, NothingYetError):
                require_calendar(layer, workspace.role)
                workspace.library.version(layer)
                ids.append(layer.id)
    return tuple(ids)


def visible_parts(workspace: Workspace) -> dict[str, str]:
    """Return the parts that a role sees, with the layer that each is about.

    A part whose layer still waits for its first rows is left out.
    """
    layers = {
        purpose: layer
        for purpose, layer in layers_by_purpose(workspace).items()
        if not waits(workspace, purpose)
    }
    return {
        part: next(layers[purpose] for purpose in purposes if purpose in layers)
        for part, purposes in SUBJECTS.items()
        if any(purpose in layers for purpose in purposes)
    }


def may_see_risk(workspace: Workspace) -> bool:
    """Whether this role sees any part of the page about risks."""
    return bool(visible_parts(workspace))


def subject_of(workspace: Workspace, part: str) -> str | None:
    """Return the id of the layer that a part is about, also where this role does not see it.

    It is "" where no theme shows that layer, and None where the home has none.
    """
    catalog = workspace.library.catalog
    by_purpose = {spec.purpose: spec for spec in catalog.contexts}
    spec = next((by_purpose[name] for name in SUBJECTS[part] if name in by_purpose), None)
    if spec is None:
        return None
    layer = layer_showing(catalog, spec)
    return "" if layer is None else layer.id


def layers_of_answer(workspace: Workspace, part: str) -> tuple[str, ...]:
    """Return the ids of the layers in an answer, the one that it is about first."""
    subject = subject_of(workspace, part) or ""
    return tuple(dict.fromkeys((subject, *layers_of_part(workspace, part))))


@contextmanager
def noted_look(workspace: Workspace, part: str, selection: Mapping[str, object]) -> Iterator[None]:
    """Put in the audit that a role looked at a part, or that it was refused what it asked inside.

    Parameters
    ----------
    selection
        What was asked of it.
    """
    with noting_look(workspace, layers_of_answer(workspace, part), selection):
        yield
