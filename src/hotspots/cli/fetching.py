"""Commands that fetch open data, and tell what changes."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from hotspots.access.fetching import (
    current_division,
    divisions_of,
    fetch_boundaries,
    fetch_keyfigures,
    fetch_police,
    fetch_surroundings,
    make_new_home,
    make_own_home,
    restore_boundaries,
)
from hotspots.access.workspace import open_workspace
from hotspots.dutch import moment, number, plural
from hotspots.errors import SettingsError, StoreError
from hotspots.exports.sheet import today
from hotspots.exports.terminal import bar, say, say_json
from hotspots.exports.terminal_table import Heading, table_lines
from hotspots.incoming.open_data import words as text
from hotspots.incoming.publishing.division import DIVISION
from hotspots.incoming.publishing.words import (
    changes_head,
    division_lines,
    in_words,
    placed_lines,
    police_lines,
    unplaced_lines,
)
from hotspots.pages import words as page_text

if TYPE_CHECKING:
    from argparse import Namespace

    from hotspots.access.workspace import Workspace
    from hotspots.incoming.publishing.division import DivisionReport


#: Changes that are listed on a screen; --json has all.
_MOST_CHANGES: Final = 40
#: Of the list of divisions.
_COLUMNS: Final = (
    Heading(page_text.VERSION_NAME),
    Heading(page_text.VERSION_NOW),
    Heading(page_text.VERSION_DATE),
    Heading(text.ROWS, number=True),
    Heading(page_text.VERSION_SOURCE),
)


def boundaries(args: Namespace) -> int:
    """Fetch boundaries, list the divisions that are there, or restore one."""
    workspace = open_workspace(args.home)
    if args.list:
        return list_divisions(workspace, as_json=args.json)
    if args.restore is not None:
        return restore_division(workspace, args.restore)
    report = fetch_boundaries(
        workspace,
        year=args.year,
        gemeenten=tuple(args.gemeente),
        base_url=args.base_url,
        dry_run=args.dry_run,
        fetching=_counted,
        joining=bar(text.PROGRESS_JOIN),
    )
    if args.json:
        say_json(report.to_dict())
    else:
        _tell(report)
    return 0


def police(args: Namespace) -> int:
    """Fetch registered crimes, and tell what they are."""
    report = fetch_police(
        open_workspace(args.home),
        counts_per="year" if args.yearly else "month",
        gemeenten=tuple(args.gemeente),
        base_url=args.base_url,
        dry_run=args.dry_run,
        fetching=bar(text.PROGRESS_POLICE),
    )
    if args.json:
        say_json(report.to_dict())
        return 0
    say(police_lines(report))
    if report.status == "unchanged":
        print(text.SAME_FIGURES.format(version=report.version))
    elif report.version is None:
        print(text.WOULD_PUBLISH)
    else:
        print(text.POLICE_PUBLISHED.format(version=report.version, theme=text.POLICE_THEME))
    return 0


def keyfigures(args: Namespace) -> int:
    """Fetch figures per buurt to divide by, and tell what they are."""
    report = fetch_keyfigures(
        open_workspace(args.home),
        year=args.year,
        gemeenten=tuple(args.gemeente),
        base_url=args.base_url,
        dry_run=args.dry_run,
        fetching=bar(text.PROGRESS_KEYFIGURES),
        joining=bar(text.PROGRESS_JOIN),
    )
    if args.json:
        say_json(report.to_dict())
        return 0
    say(report.lines)
    if report.status == "unchanged":
        print(text.SAME_FIGURES.format(version=report.version))
    elif report.version is None:
        print(text.WOULD_PUBLISH)
    else:
        print(text.FIGURES_PUBLISHED.format(version=report.version))
        _tell_placed(report.rejoined, report.faults)
    return 0


def surroundings(args: Namespace) -> int:
    """Fetch what lies in and around the municipality, and tell what came."""
    layer, report = fetch_surroundings(
        open_workspace(args.home),
        args.subject,
        base_url=args.base_url,
        dry_run=args.dry_run,
    )
    if args.json:
        say_json({"layer": layer.id, **report.to_dict()})
        return 0
    print(text.SURROUNDINGS_LAYER.format(layer=layer.label))
    print(report.to_text())
    return 0


def new_home(args: Namespace) -> int:
    """Make a home for another municipality, and tell what it has and lacks."""
    if args.areas is not None and not args.region:
        return _own_home(args)
    if args.areas is not None or not (args.gemeente or args.region):
        raise SettingsError(*text.AREAS_OR_GEMEENTE)
    made = make_new_home(
        args.root,
        tuple(args.gemeente),
        region=args.region,
        year=args.year,
        base_url=args.base_url,
        name=args.name,
        fetching=_counted,
    )
    print(
        text.HOME_MADE.format(
            root=args.root,
            name=made.name,
            gemeenten=", ".join(made.gemeenten),
            wijken=number(made.wijken),
            buurten=number(made.buurten),
            year=made.year,
        )
    )
    if made.dropped:
        print(text.HOME_WATER.format(areas=", ".join(made.dropped)))
    for what, why in made.without:
        say((text.HOME_WITHOUT.format(what=what, why=why),), aside=True)
    print(text.HOME_NEXT.format(root=args.root))
    return 0


def _own_home(args: Namespace) -> int:
    """Make a home from a file with areas, and tell what it has."""
    gemeente = args.gemeente[0] if args.gemeente else text.OWN_CODE
    made = make_own_home(
        args.root,
        args.areas,
        gemeente,
        name=args.name,
        year=args.year or today().year,
        layer=args.table,
        columns=dict(args.column),
    )
    wijken = plural(made.wijken, "wijk", "wijken")
    buurten = plural(made.buurten, "buurt", "buurten")
    say(
        (text.OWN_HOME_MADE.format(root=args.root, name=made.name, wijken=wijken, buurten=buurten),)
    )
    if made.note:
        say((made.note,))
    print(text.HOME_NEXT.format(root=args.root))
    return 0


def _counted(level: str, features: int) -> None:
    if sys.stderr.isatty():
        line = text.PROGRESS_PAGES.format(what=text.LEVELS[level], features=number(features))
        print(f"\r{line:<60}", end="", file=sys.stderr, flush=True)


def _tell(report: DivisionReport) -> None:
    say(division_lines(report))
    if report.status == "unchanged":
        print(text.SAME.format(version=report.version))
        return
    _tell_changes(report)
    if report.status == "would_publish":
        print(text.WOULD_PUBLISH)
        return
    print(text.PUBLISHED.format(version=report.version))
    _tell_placed(report.rejoined, report.faults)


def _tell_changes(report: DivisionReport) -> None:
    say(changes_head(report))
    say(f"- {in_words(change)}" for change in report.changes[:_MOST_CHANGES])
    if len(report.changes) > _MOST_CHANGES:
        print(text.MORE_CHANGES.format(count=number(len(report.changes) - _MOST_CHANGES)))


def _tell_placed(rejoined: tuple[str, ...], faults: dict[str, str]) -> None:
    say(placed_lines(rejoined))
    say(unplaced_lines(faults), aside=True)
    print(text.OPEN_APP)


def list_divisions(workspace: Workspace, *, as_json: bool = False) -> int:
    """List the divisions that were kept, newest first."""
    listed = divisions_of(workspace)
    current = current_division(workspace)
    now = current.number if current is not None else None
    if as_json:
        entries = [
            {
                "version": entry.name,
                "current": entry.number == now,
                "made_at": entry.made_at,
                "year": entry.fetched.get("year"),
                "source": entry.attribution,
                "rows": entry.rows,
            }
            for entry in listed
        ]
        say_json({"layer": DIVISION, "versions": entries})
        return 0
    rows = [
        (
            entry.name,
            page_text.VERSION_CURRENT if entry.number == now else "",
            moment(entry.made_at),
            number(entry.rows),
            entry.attribution,
        )
        for entry in listed
    ]
    say(table_lines(_COLUMNS, rows))
    if not listed:
        print(text.NO_DIVISIONS)
    return 0


def restore_division(workspace: Workspace, args: str) -> int:
    """Make an earlier division that of the home again, and tell what was placed in it."""
    written = re.fullmatch(r"v?(\d+)", args)
    if written is None:
        known = ", ".join(entry.name for entry in divisions_of(workspace))
        raise StoreError(
            text.NO_VERSION.format(written=args),
            text.NO_VERSION_FOUND.format(known=known or "-"),
            text.NO_VERSION_DO,
        )
    version, placed = restore_boundaries(
        workspace, int(written.group(1)), joining=bar(text.PROGRESS_JOIN)
    )
    print(text.DIVISION_RESTORED.format(version=version.name))
    _tell_placed(placed.rejoined, placed.faults)
    return 0
