"""Commands that fetch open data, and tell what changes."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

from hotspots.access.fetching import (
    current_division,
    divisions_of,
    fetch_boundaries,
    fetch_keyfigures,
    fetch_police,
    fetch_surroundings,
    restore_boundaries,
)
from hotspots.access.new_home import make_new_home
from hotspots.access.workspace import open_workspace
from hotspots.cli.progress import bar
from hotspots.errors import StoreError
from hotspots.text import open_data as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from argparse import Namespace

    from hotspots.access.workspace import Workspace
    from hotspots.publishing.fetched import DivisionReport
    from hotspots.publishing.fetched_changes import Change

#: Changes that are listed on a screen; --json has all.
_MOST_CHANGES = 40


def boundaries(asked: Namespace) -> int:
    """Fetch boundaries, list the divisions that are there, or restore one."""
    workspace = open_workspace(asked.home)
    if asked.list:
        return _list(workspace)
    if asked.restore is not None:
        return _restore(workspace, asked.restore)
    report = fetch_boundaries(
        workspace,
        year=asked.year,
        gemeenten=tuple(asked.gemeente),
        base_url=asked.base_url,
        dry_run=asked.dry_run,
        fetching=_counted,
        joining=bar(text.PROGRESS_JOIN),
    )
    if asked.json:
        print(json.dumps(report.to_dict(), ensure_ascii=False))
    else:
        _tell(report)
    return 0


def police(asked: Namespace) -> int:
    """Fetch registered crimes, and tell what they are."""
    report = fetch_police(
        open_workspace(asked.home),
        gemeenten=tuple(asked.gemeente),
        base_url=asked.base_url,
        dry_run=asked.dry_run,
        fetching=bar(text.PROGRESS_POLICE),
    )
    if asked.json:
        print(json.dumps(report.to_dict(), ensure_ascii=False))
        return 0
    print(
        text.POLICE_TOLD.format(
            count=number(report.crimes),
            soorten=number(report.soorten),
            first=report.first,
            last=report.last,
            service=report.service,
        )
    )
    for warning in report.warnings:
        print(warning)
    if report.status == "unchanged":
        print(text.SAME_FIGURES.format(version=report.version))
    elif report.version is None:
        print(text.WOULD_PUBLISH)
    else:
        print(text.POLICE_PUBLISHED.format(version=report.version, theme=text.POLICE_THEME))
    return 0


def keyfigures(asked: Namespace) -> int:
    """Fetch figures per buurt to divide by, and tell what they are."""
    report = fetch_keyfigures(
        open_workspace(asked.home),
        year=asked.year,
        gemeenten=tuple(asked.gemeente),
        base_url=asked.base_url,
        dry_run=asked.dry_run,
        fetching=bar(text.KEYFIGURES),
        joining=bar(text.PROGRESS_JOIN),
    )
    if asked.json:
        print(json.dumps(report.to_dict(), ensure_ascii=False))
        return 0
    for line in report.told:
        print(line)
    if report.status == "unchanged":
        print(text.SAME_FIGURES.format(version=report.version))
    elif report.version is None:
        print(text.WOULD_PUBLISH)
    else:
        print(text.FIGURES_PUBLISHED.format(version=report.version))
        _tell_placed(report.rejoined, dict(report.faults or {}))
    return 0


def surroundings(asked: Namespace) -> int:
    """Fetch what lies in and around the municipality, and tell what came."""
    layer, report = fetch_surroundings(
        open_workspace(asked.home),
        asked.subject,
        base_url=asked.base_url,
        dry_run=asked.dry_run,
    )
    if asked.json:
        print(json.dumps({"layer": layer.id, **report.to_dict()}, ensure_ascii=False))
        return 0
    print(text.SURROUNDINGS_LAYER.format(layer=layer.label))
    print(report.to_text())
    return 0


def new_home(asked: Namespace) -> int:
    """Make a home for another municipality, and tell what it has and lacks."""
    made = make_new_home(
        asked.root,
        tuple(asked.gemeente),
        year=asked.year,
        base_url=asked.base_url,
        fetching=_counted,
    )
    print(
        text.HOME_MADE.format(
            root=asked.root,
            gemeenten=", ".join(asked.gemeente),
            wijken=number(made.wijken),
            buurten=number(made.buurten),
            year=made.year,
        )
    )
    if made.dropped:
        print(text.HOME_WATER.format(areas=", ".join(made.dropped)))
    for what, why in made.without:
        print(text.HOME_WITHOUT.format(what=what, why=why), file=sys.stderr)
    print(text.HOME_NEXT.format(root=asked.root))
    return 0


def _counted(level: str, features: int) -> None:
    if sys.stderr.isatty():
        told = text.PROGRESS_PAGES.format(what=text.LEVELS[level], features=number(features))
        print(f"\r{told:<60}", end="", file=sys.stderr, flush=True)


def _tell(report: DivisionReport) -> None:
    print(
        text.FETCHED.format(
            year=report.year,
            wijken=number(report.wijken),
            buurten=number(report.buurten),
            gemeenten=", ".join(report.gemeenten),
            service=report.service,
        )
    )
    for told in report.notes:
        print(told)
    if report.status == "unchanged":
        print(text.SAME.format(version=report.version))
        return
    _tell_changes(report)
    if report.status == "would_publish":
        print(text.WOULD_PUBLISH)
        return
    print(text.PUBLISHED.format(version=report.version))
    _tell_placed(report.rejoined, dict(report.faults or {}))


def _tell_changes(report: DivisionReport) -> None:
    if not report.changes:
        print(text.NO_CHANGES)
        return
    print(text.CHANGES_HEAD)
    if report.approximate_before and any(change.kind == "moved" for change in report.changes):
        print(text.APPROXIMATE)
    for change in report.changes[:_MOST_CHANGES]:
        print(f"- {in_words(change)}")
    if len(report.changes) > _MOST_CHANGES:
        print(text.MORE_CHANGES.format(count=number(len(report.changes) - _MOST_CHANGES)))


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


def _tell_placed(rejoined: tuple[str, ...], faults: dict[str, str]) -> None:
    if rejoined:
        print(text.REJOINED.format(layers=", ".join(rejoined)))
    for layer, reason in faults.items():
        print(text.NOT_REJOINED.format(layer=layer, reason=reason), file=sys.stderr)
    print(text.OPEN_APP)


def _list(workspace: Workspace) -> int:
    listed = divisions_of(workspace)
    current = current_division(workspace)
    for entry in listed:
        mark = "*" if current is not None and entry.number == current.number else " "
        rows = text.ROWS.format(count=number(entry.rows))
        print(f"{mark} {entry.name:<6}{entry.made_at}  {rows}  {entry.attribution}")
    if not listed:
        print(text.NO_DIVISIONS)
    return 0


def _restore(workspace: Workspace, asked: str) -> int:
    written = re.fullmatch(r"v?(\d+)", asked)
    if written is None:
        known = ", ".join(entry.name for entry in divisions_of(workspace))
        raise StoreError(
            text.NO_VERSION.format(written=asked),
            text.NO_VERSION_FOUND.format(known=known or "-"),
            text.NO_VERSION_DO,
        )
    version, placed = restore_boundaries(
        workspace, int(written.group(1)), joining=bar(text.PROGRESS_JOIN)
    )
    print(text.DIVISION_RESTORED.format(version=version.name))
    _tell_placed(placed["rejoined"], placed["faults"])
    return 0
