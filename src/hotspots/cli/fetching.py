"""Commands that fetch open data, and tell what changes."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotspots.access.fetching import (
    current_division,
    divisions_of,
    fetch_boundaries,
    fetch_keyfigures,
    fetch_police,
    fetch_surroundings,
    make_new_home,
    restore_boundaries,
)
from hotspots.access.workspace import open_workspace
from hotspots.dutch import number
from hotspots.errors import StoreError
from hotspots.exports import terminal as command_line
from hotspots.exports.terminal import bar
from hotspots.incoming.open_data import words as text
from hotspots.incoming.publishing.division import DIVISION
from hotspots.incoming.publishing.fetched_sentences import (
    changes_head,
    division_lines,
    in_words,
    placed_lines,
    police_lines,
    unplaced_lines,
)

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.incoming.publishing.division import DivisionReport


#: Changes that are listed on a screen; --json has all.
_MOST_CHANGES = 40


def boundaries(asked: Namespace) -> int:
    """Fetch boundaries, list the divisions that are there, or restore one."""
    workspace = open_workspace(asked.home)
    if asked.list:
        return list_divisions(workspace, as_json=asked.json)
    if asked.restore is not None:
        return restore_division(workspace, asked.restore)
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
        counts_per="year" if asked.yearly else "month",
        gemeenten=tuple(asked.gemeente),
        base_url=asked.base_url,
        dry_run=asked.dry_run,
        fetching=bar(text.PROGRESS_POLICE),
    )
    if asked.json:
        print(json.dumps(report.to_dict(), ensure_ascii=False))
        return 0
    for told in police_lines(report):
        print(told)
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
        _tell_placed(report.rejoined, report.faults)
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
            name=made.name,
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
    for told in division_lines(report):
        print(told)
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
    for told in changes_head(report):
        print(told)
    for change in report.changes[:_MOST_CHANGES]:
        print(f"- {in_words(change)}")
    if len(report.changes) > _MOST_CHANGES:
        print(text.MORE_CHANGES.format(count=number(len(report.changes) - _MOST_CHANGES)))


def _tell_placed(rejoined: tuple[str, ...], faults: dict[str, str]) -> None:
    for told in placed_lines(rejoined):
        print(told)
    for told in unplaced_lines(faults):
        print(told, file=sys.stderr)
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
        print(json.dumps({"layer": DIVISION, "versions": entries}, ensure_ascii=False))
        return 0
    for entry in listed:
        mark = "*" if entry.number == now else " "
        rows = text.ROWS.format(count=number(entry.rows))
        print(f"{mark} {entry.name:<6}{entry.made_at}  {rows}  {entry.attribution}")
    if not listed:
        print(text.NO_DIVISIONS)
    return 0


def restore_division(workspace: Workspace, asked: str) -> int:
    """Make an earlier division that of the home again, and tell what was placed in it."""
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


def add_fetch_commands(
    commands: Any,  # noqa: ANN401 - argparse keeps its name to itself
    command: Callable[[str, str], Callable[[argparse.Namespace], int]],
    *,
    home: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add ``fetch`` with what can be fetched.

    Parameters
    ----------
    command
        Gives a command by module and function.
    home
        Adds the option that every command has.
    """
    fetch = commands.add_parser("fetch", help=text.FETCH)
    kinds = fetch.add_subparsers(required=True, metavar="WAT")
    boundaries = kinds.add_parser("boundaries", help=text.BOUNDARIES)
    boundaries.add_argument("--year", type=int, metavar="JAAR", help=text.YEAR)
    one = boundaries.add_mutually_exclusive_group()
    one.add_argument("--list", action="store_true", help=text.LIST)
    one.add_argument("--restore", metavar="VERSIE", help=text.RESTORE)
    _add_common(boundaries, home)
    boundaries.set_defaults(command=command("cli.fetching", "boundaries"))
    figures = kinds.add_parser("keyfigures", help=text.KEYFIGURES)
    figures.add_argument("--year", type=int, metavar="JAAR", help=text.KEYFIGURES_YEAR)
    _add_common(figures, home)
    figures.set_defaults(command=command("cli.fetching", "keyfigures"))
    police = kinds.add_parser("police", help=text.POLICE)
    police.add_argument("--yearly", action="store_true", help=text.YEARLY)
    _add_common(police, home)
    police.set_defaults(command=command("cli.fetching", "police"))
    for subject, told in text.SURROUNDINGS.items():
        around = kinds.add_parser(subject, help=told)
        _add_common(around, home, of_gemeenten=False)
        around.set_defaults(command=command("cli.fetching", "surroundings"), subject=subject)

    new = commands.add_parser("new-home", help=text.NEW_HOME)
    new.add_argument("root", type=Path, metavar="MAP", help=text.NEW_HOME_DIR)
    new.add_argument("--year", type=int, metavar="JAAR", help=text.YEAR)
    new.add_argument(
        "--gemeente",
        nargs="+",
        type=gemeente,
        required=True,
        metavar="GM0000",
        help=text.GEMEENTE,
    )
    new.add_argument("--base-url", default="", metavar="URL", help=text.BASE_URL)
    new.set_defaults(command=command("cli.fetching", "new_home"))


def _add_common(
    parser: argparse.ArgumentParser,
    home: Callable[[argparse.ArgumentParser], None],
    *,
    of_gemeenten: bool = True,
) -> None:
    if of_gemeenten:
        parser.add_argument(
            "--gemeente", nargs="+", type=gemeente, default=[], metavar="GM0000", help=text.GEMEENTE
        )
    parser.add_argument("--base-url", default="", metavar="URL", help=text.BASE_URL)
    parser.add_argument("--dry-run", action="store_true", help=text.DRY_RUN)
    parser.add_argument("--json", action="store_true", help=command_line.JSON)
    home(parser)


def gemeente(written: str) -> str:
    """Return the code of a gemeente as CBS writes it.

    Examples
    --------
    >>> gemeente("0505"), gemeente("gm0518")
    ('GM0505', 'GM0518')
    """
    found = re.fullmatch(r"(?:GM)?([0-9]{4})", written.strip(), re.IGNORECASE)
    if found is None:
        raise argparse.ArgumentTypeError(text.NO_GEMEENTE_CODE.format(written=written))
    return f"GM{found.group(1)}"
