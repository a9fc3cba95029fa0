"""What is said about fetched open data: the division, its changes and the registered crimes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.dutch import EVERY, number, plural
from hotspots.incoming.open_data import words as text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotspots.incoming.publishing.division import DivisionReport
    from hotspots.incoming.publishing.division_areas import Change
    from hotspots.incoming.publishing.police import PoliceReport


def division_lines(report: DivisionReport) -> tuple[str, ...]:
    """Return what a fetched division is, and what to know about it; not what changes."""
    what = text.FETCHED.format(
        year=report.year,
        wijken=number(report.wijken),
        buurten=number(report.buurten),
        gemeenten=", ".join(report.gemeenten),
        service=report.service,
    )
    return what, *report.notes


def changes_head(report: DivisionReport) -> tuple[str, ...]:
    """Return what stands above the table of changes."""
    if not report.changes:
        return (text.NO_CHANGES,)
    if report.approximate_before and any(change.kind == "moved" for change in report.changes):
        return text.CHANGES_HEAD, text.APPROXIMATE
    return (text.CHANGES_HEAD,)


def in_words(change: Change) -> str:
    """Return a change as a sentence."""
    if change.kind == "moved":
        return text.MOVED.format(
            ha=number(change.area_ha, 1),
            before=" ".join(change.before),
            now=" ".join(change.now),
        )
    sentence = {"renamed": text.RENAMED, "new": text.NEW, "gone": text.GONE}[change.kind]
    return sentence.format(
        code=change.now[0] or change.before[0], before=change.before[1], now=change.now[1]
    )


def placed_lines(rejoined: Iterable[str]) -> tuple[str, ...]:
    """Return which layers were placed again in the areas of now."""
    layers = ", ".join(rejoined)
    return (text.REJOINED.format(layers=layers),) if layers else ()


def unplaced_lines(faults: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return which layers could not be placed again, and why."""
    return tuple(
        text.NOT_REJOINED.format(layer=layer, reason=reason)
        for layer, reason in (faults or {}).items()
    )


def police_lines(report: PoliceReport) -> tuple[str, ...]:
    """Return what fetched crimes are, how they differ from those of before, what to know."""
    what = text.POLICE_SUMMARY.format(
        crimes=plural(report.read, text.POLICE_NOUN, text.POLICE_NOUN_PLURAL),
        soorten=plural(report.soorten, *text.SOORT),
        first=_period(report.first),
        last=_period(report.last),
        service=report.service,
    )
    if report.status == "unchanged":
        return what, *report.warnings
    return what, _difference(report), *report.warnings


def _difference(report: PoliceReport) -> str:
    counts = {name: number(getattr(report, name)) for name in ("added", "changed", "gone")}
    if report.before is None:
        added = plural(report.added, *text.FIGURE)
        return text.POLICE_NEW.format(added=added, per=EVERY[report.counts_per])
    if not (report.added or report.changed or report.gone):
        return text.POLICE_SAME.format(before=report.before)
    return text.POLICE_DIFFERS.format(before=report.before, **counts)


def _period(written: str) -> str:
    """Return a month or year as people write it.

    Examples
    --------
    >>> _period("2023-01"), _period("2023")
    ('01-2023', '2023')
    """
    return "-".join(reversed(written.split("-")))
