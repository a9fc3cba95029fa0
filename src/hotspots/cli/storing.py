"""Commands that bring rows in, and look after the versions that are there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.access import refresh_words, words
from hotspots.access.audit import check_chain
from hotspots.access.importing import (
    LayerPurge,
    columns_of_file,
    damaged_versions,
    import_file,
    purge_layer,
    restore_version,
    rows_of_database,
    source_line,
    starter_for,
    turn_to_import,
    versions_of,
)
from hotspots.access.recipes import recipe_for, recipe_named, save_recipe
from hotspots.access.refreshing import refresh
from hotspots.access.workspace import open_workspace
from hotspots.cli.fetching import list_divisions, restore_division
from hotspots.dutch import NO, YES, listed, moment, number
from hotspots.errors import CrsError, HotspotsError, IntakeError, StoreError
from hotspots.exports import terminal as text
from hotspots.exports import words as export_words
from hotspots.exports.terminal import say, say_json
from hotspots.exports.terminal_table import Heading, table_lines
from hotspots.incoming.checking import recipe_words
from hotspots.incoming.checking.recipe import PLAIN, name_in_files, require_soorten, soort_called
from hotspots.incoming.checking.report import IntakeReport
from hotspots.incoming.publishing import starter_words
from hotspots.incoming.publishing.division import DIVISION
from hotspots.incoming.publishing.large_files import is_large
from hotspots.incoming.reading.database import DatabaseTable
from hotspots.incoming.reading.table import UPLOAD_LIMITS, Limits
from hotspots.pages import words as page_text

if TYPE_CHECKING:
    from argparse import Namespace

    from hotspots.access.refreshing import Refreshed
    from hotspots.access.workspace import Version, Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.recipe import Recipe
    from hotspots.settings import Home

#: The exit code of a command that was stopped.
STOPPED: Final = 1

_COLUMNS: Final = (
    Heading(page_text.VERSION_NAME),
    Heading(page_text.VERSION_NOW),
    Heading(page_text.VERSION_DATE),
    Heading(text.VERSION_ROWS, number=True),
    Heading(page_text.VERSION_SYNTHETIC),
    Heading(page_text.VERSION_SOURCE),
)
_SUPPLY_COLUMNS: Final = tuple(map(Heading, text.SUPPLY_COLUMNS))


def import_(args: Namespace) -> int:
    """Check a file and publish it; a refused file changes nothing and gives 2."""
    workspace = open_workspace(args.home)
    layer = workspace.layer(args.layer)
    recipe = _recipe_of(workspace, layer, args)
    options = {
        "mode": args.mode,
        "dry_run": args.dry_run,
        "limits": limits_of(args.largest),
        "always": args.always,
        "progress": text.bar(text.READING),
    }
    try:
        if isinstance(args.file, Path):
            with turn_to_import(workspace, Waiting()):
                report = import_file(workspace, layer, args.file, recipe=recipe, **options)
        else:
            question = DatabaseTable(args.file, recipe.table, recipe.query)
            with rows_of_database(
                workspace, layer, question, recipe, dry_run=args.dry_run, waiting=Waiting()
            ) as (path, _, as_file):
                report = import_file(
                    workspace, layer, path, name=question.name, recipe=as_file, **options
                )
    except KeyboardInterrupt:
        if not (isinstance(args.file, Path) and is_large(args.file)):
            raise
        print(f"\n{text.STOPPED}", file=sys.stderr)
        return STOPPED
    except HotspotsError as error:
        _name_recipe(workspace, layer, args, error)
        if args.json:
            say_json(IntakeReport.of_refusal(error).to_dict())
        raise
    if args.json:
        say_json(report.to_dict())
    else:
        say(report.to_text().split("\n"))
        if report.status == "unchanged":
            say((text.INSIST,))
    if not (args.recipe or args.save_recipe):
        read = (*report.columns.values(), *report.unused)
        say(_lines_of(recipe_for(workspace, layer, read), layer), aside=True)
    if args.save_recipe:
        save_recipe(
            workspace, layer, recipe.of_file(args.save_recipe, report.columns, report.unused)
        )
        say((recipe_words.saved(args.save_recipe, layer.label),), aside=args.json)
    return 0


def _name_recipe(
    workspace: Workspace, layer: LayerSpec, args: Namespace, error: HotspotsError
) -> None:
    """Say first in the refusal of a file which recipe it could have been read by."""
    if not (isinstance(error, (IntakeError, CrsError)) and isinstance(args.file, Path)):
        return
    try:
        columns = columns_of_file(workspace, args.file, table_name=args.table)
        fitting, own = recipe_for(workspace, layer, columns)
    except HotspotsError:
        return  # what is wrong is said already
    by_it = args.recipe and own.id == layer.id and name_in_files(args.recipe)
    if fitting is not None and by_it == name_in_files(fitting.name):
        return
    for sentence in _lines_of((fitting, own), layer):
        error.do_first(sentence)


def _lines_of(recognised: tuple[Recipe | None, LayerSpec], layer: LayerSpec) -> tuple[str, ...]:
    """Return a sentence about the recipe that fits a file, if there is one."""
    fitting, own = recognised
    if fitting is None:
        return ()
    return (recipe_words.fits(fitting.name, "" if own.id == layer.id else own.id),)


def starter(args: Namespace) -> int:
    """Write files to be filled in, each with a page about its columns."""
    made = starter_for(open_workspace(args.home))
    made.write(args.out)
    files, folder = number(len(made.files)), str(args.out)
    say((starter_words.WRITTEN.format(files=files, folder=folder),))
    if made.lacking:
        say((starter_words.LACKING.format(subjects=listed(made.lacking)),))
    return 0


def _recipe_of(workspace: Workspace, layer: LayerSpec, args: Namespace) -> Recipe:
    """Return how a file is to be read: by a recipe if one is named, and by what is given beside it.

    Raises
    ------
    HotspotsError
        If there is no such recipe, something is wrong with it, or one cannot be saved so.
    """
    if args.save_recipe:
        name_in_files(args.save_recipe)  # before a file of half an hour is read
    base = recipe_named(workspace, layer, args.recipe) if args.recipe else PLAIN
    labels = {label: soort_called(layer, called) for label, called in args.label}
    soort = soort_called(layer, args.soort or "")
    require_soorten(layer, labels | ({args.soort: soort} if args.soort else {}))
    return base.but(
        dict(args.column),
        crs=args.crs,
        table_name=args.table,
        query=args.query,
        soorten=labels,
        soort=soort,
        each_row=args.each_row,
    )


def limits_of(largest_mb: int) -> Limits:
    """Return how large a file may be on the command line; an upload has its own limits."""
    return UPLOAD_LIMITS.times(largest_mb * 1_000_000 / UPLOAD_LIMITS.file_bytes)


class Waiting:
    """Says once for each number how many imports go first."""

    def __init__(self) -> None:
        self._said = 0

    def __call__(self, ahead: int) -> None:
        """Say it, if it is another number than was said last."""
        if ahead != self._said:
            print(words.WAITING.format(count=number(ahead)), file=sys.stderr, flush=True)
        self._said = ahead


def versions(args: Namespace) -> int:
    """List the versions of a layer, newest first; also where none of them can be served."""
    workspace = open_workspace(args.home)
    if args.layer == DIVISION:
        return list_divisions(workspace, as_json=args.json)
    layer = workspace.layer(args.layer)
    listed = versions_of(workspace, layer)
    names = workspace.may_import(layer)
    served: Version | None = None
    try:
        served = workspace.version(layer)
    except StoreError as error:
        say((str(error),), aside=True)
    if args.json:
        entries = [_version_json(entry, layer, served, names=names) for entry in listed]
        say_json({"layer": layer.id, "versions": entries})
        return 0
    if not listed:
        say((page_text.NO_VERSIONS,), aside=True)
    rows = [
        (
            entry.name,
            page_text.VERSION_CURRENT if served and entry.number == served.number else "",
            moment(entry.made_at),
            export_words.NOT_SHOWN if layer.sensitive else number(entry.rows),
            YES if entry.synthetic else NO,
            source_line(entry, names=names),
        )
        for entry in listed
    ]
    say(table_lines(_COLUMNS, rows))
    say(served.notes if served else (), aside=True)
    return 0


def _version_json(
    entry: Version, layer: LayerSpec, served: Version | None, *, names: bool
) -> dict[str, object]:
    """Return what a script gets of a version; ``notes`` only of the one that is served."""
    current = served is not None and entry.number == served.number
    return {
        "version": entry.name,
        "current": current,
        "made_at": entry.made_at,
        "synthetic": entry.synthetic,
        "source": source_line(entry, names=names),
        "rows": None if layer.sensitive else entry.rows,
        "notes": list(served.notes) if served is not None and current else [],
    }


def restore(args: Namespace) -> int:
    """Serve an earlier version again.

    Raises
    ------
    StoreError
        If the version is none, or not there.
    """
    workspace = open_workspace(args.home)
    if args.layer == DIVISION:
        return restore_division(workspace, args.version)
    layer = workspace.layer(args.layer)
    written = re.fullmatch(r"v?(\d+)", args.version)
    if written is None:
        raise StoreError(
            f"'{args.version}' is geen versie.",
            "Verwacht: v en een nummer, zoals v3.",
            f"Bekijk de lijst met: hotspots versions {layer.id}",
        )
    version = restore_version(workspace, layer, int(written.group(1)))
    wanted = f"v{int(written.group(1))}"
    print(text.RESTORED.format(layer=layer.label, version=wanted))
    if version.name != wanted:
        print(words.PLACED_AGAIN.format(version=version.name))
    return 0


def purge(args: Namespace) -> int:
    """Remove the rows that are past their term, of one layer or of all that have one."""
    workspace = open_workspace(args.home)
    layers = workspace.catalog.layers if args.layer is None else (workspace.layer(args.layer),)
    done = [
        purge_layer(workspace, layer, dry_run=args.dry_run)
        for layer in layers
        if args.layer is not None or (layer.privacy.keep_months and workspace.may_import(layer))
    ]
    if args.json:
        say_json({"layers": [_purge_json(one) for one in done]})
        return 0
    lines = [line for one in done for line in one.lines(dry_run=args.dry_run)]
    say(lines or (words.NO_TERM,))
    return 0


def _purge_json(one: LayerPurge) -> dict[str, object]:
    return {
        "layer": one.layer.id,
        "before": one.before and one.before.isoformat(),
        "versions": list(one.versions),
        "rows": one.rows,
        "removed_versions": list(one.purged.unreadable),
    }


def verify(args: Namespace) -> int:
    """Compare every file of the store, and the audit, with what was written; 2 if any differs."""
    workspace = open_workspace(args.home)
    damaged = damaged_versions(workspace)
    say((text.DAMAGED.format(version=entry) for entry in damaged), aside=True)
    if damaged:
        say((words.REPAIR,), aside=True)
    else:
        print(text.INTACT)
    return 2 if _audit_is_broken(workspace.home) or damaged else 0


def _audit_is_broken(home: Home) -> bool:
    """Print whether the audit is whole; return whether anything in it was changed afterwards."""
    check = check_chain(home)
    say(check.broken, aside=True)
    if check.broken:
        say((words.CHAIN_DO,), aside=True)
    elif check.last.number:
        print(words.CHAIN_WHOLE.format(number=check.last.number, checksum=check.last.checksum))
    if check.gone:
        print(words.CHAIN_GONE.format(gone=check.gone))
    if check.unlinked:
        print(words.CHAIN_OLD_LINES.format(count=check.unlinked))
    return bool(check.broken)


def refresh_(args: Namespace) -> int:
    """Bring supplies up to date whose turn it is, as for a timer; 1 where one is not well."""
    workspace = open_workspace(args.home)
    looked_at = list(
        refresh(
            workspace,
            args.names,
            whatever_the_day=args.all,
            dry_run=args.dry_run,
            limits=limits_of(args.largest),
            waiting=Waiting(),
        )
    )
    if args.json:
        body = {"supplies": [one.to_dict() for one in looked_at]}
        say_json(body)
    elif looked_at:
        say(table_lines(_SUPPLY_COLUMNS, [_supply_row(one) for one in looked_at]))
        say(f"{one.supply.name}: {line}" for one in looked_at for line in one.lines)
    else:
        say((text.NO_SUPPLIES,), aside=True)
    return int(not all(one.is_well for one in looked_at))


def _supply_row(one: Refreshed) -> tuple[str, str, str]:
    late = f", {refresh_words.LATE}" if one.late_days is not None else ""
    subject = one.supply.layer or f"{refresh_words.OF_SERVICE}: {one.supply.fetch}"
    outcome = refresh_words.OUTCOMES[one.look.outcome]
    if not one.due:
        # Nothing was looked at: what is known is from before.
        outcome = refresh_words.BEFORE.format(outcome=outcome)
    return one.supply.name, subject, f"{outcome}{late}"
