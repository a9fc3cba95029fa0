"""Which version of a layer is shown: the current one, or the nearest that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.text import storing as text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.errors import StoreError
    from hotspots.store.version import Holding, Version


def serve(holding: Holding, fault_of: Callable[[Version], StoreError | None]) -> Version | None:
    """Return the version to show, with a note if it stands in for another.

    An older version is never shown in silence: its ``stands_in_for`` names the one that could not
    be used, and its first note says why.

    Parameters
    ----------
    fault_of
        Says why a version cannot be used, or None. It is asked about no more versions than needed:
        back from the current one, then those that were made after it.

    Raises
    ------
    StoreError
        What is wrong with the current version, if no other can be used either.
    """
    wanted = holding.current
    if wanted is None:
        return None
    notes = (text.CATALOGUE.format(fault=holding.fault),) if holding.fault else ()
    fault = fault_of(wanted)
    if fault is None:
        return wanted.noted(*notes)
    newest_first = holding.versions[::-1]
    others = [entry for entry in newest_first if entry.number < wanted.number]
    others += [entry for entry in newest_first if entry.number > wanted.number]
    served = next((entry for entry in others if fault_of(entry) is None), None)
    if served is None:
        raise fault
    return served.noted(_warning(served, wanted, fault), *notes, stands_in_for=wanted.name)


def _warning(served: Version, wanted: Version, fault: StoreError) -> str:
    told = text.STANDS_IN.format(
        served=served.name,
        made_at="-".join(reversed(served.made_at[:10].split("-"))),
        wanted=wanted.name,
        reason=fault.found.removeprefix("Melding bij het lezen: "),
    )
    if served.synthetic and not wanted.synthetic:
        told = f"{told} {text.STANDS_IN_SYNTHETIC}"
    return told
