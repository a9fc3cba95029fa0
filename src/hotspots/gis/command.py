"""The commands about other map programs: keys, and a project for QGIS."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from hotspots.access.export import noting_look
from hotspots.access.keys import keys_of, new_key, revoke_key
from hotspots.access.workspace import open_workspace
from hotspots.dutch import day
from hotspots.exports import terminal as command_line
from hotspots.exports.terminal import period_of, say, say_json
from hotspots.exports.terminal_table import Heading, table_lines
from hotspots.gis import words as text
from hotspots.gis.project import project_of, require_url, write_project

if TYPE_CHECKING:
    from argparse import Namespace

    from hotspots.access.keys import ProgramKey

_COLUMNS: Final = tuple(map(Heading, text.KEY_COLUMNS))


def key_new(args: Namespace) -> int:
    """Make a key and show it, this once."""
    workspace = open_workspace(args.home)
    key, secret = new_key(workspace, args.who, args.days)
    said = text.KEY_MADE.format(number=key.number, who=key.who, until=day(key.until))
    say((said,), aside=True)
    print(secret)
    say((text.KEY_ONCE,), aside=True)
    if not workspace.library.catalog.gemeente.ogc_api:
        say((text.SERVICE_IS_OFF,), aside=True)
    return 0


def key_list(args: Namespace) -> int:
    """List the keys, also those that are no longer good."""
    keys = keys_of(open_workspace(args.home).home)
    if args.json:
        say_json({"keys": [_as_json(key) for key in keys]})
    elif keys:
        rows = [(key.number, key.who, day(key.made), day(key.until), _state(key)) for key in keys]
        say(table_lines(_COLUMNS, rows))
    else:
        say((text.NO_KEYS,), aside=True)
    return 0


def key_revoke(args: Namespace) -> int:
    """Take a key back."""
    key = revoke_key(open_workspace(args.home), args.number)
    print(text.KEY_GONE.format(number=key.number, who=key.who))
    return 0


def _state(key: ProgramKey) -> str:
    return key.refusal(datetime.now(UTC).date()) or text.KEY_GOOD


def _as_json(key: ProgramKey) -> dict[str, object]:
    return {
        "number": key.number,
        "who": key.who,
        "made": key.made.isoformat(),
        "until": key.until.isoformat(),
        "revoked": None if key.revoked is None else key.revoked.isoformat(),
        "good": not key.refusal(datetime.now(UTC).date()),
    }


def qgis(args: Namespace) -> int:
    """Write a project for QGIS."""
    require_url(args.url, args.authcfg)
    workspace = open_workspace(args.home)
    period = period_of(args.first, args.last, "--from", "--to")
    project = project_of(
        workspace, url=args.url, authcfg=args.authcfg, layers=tuple(args.layer), period=period
    )
    with noting_look(workspace, project.layer_ids, {"project": args.out.name}):
        write_project(project, args.out)
    print(command_line.WRITTEN.format(path=args.out))
    return 0
