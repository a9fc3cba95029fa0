"""The command that brings supplies up to date, for a timer at night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access import refresh_words as words
from hotspots.access.refreshing import refresh
from hotspots.access.workspace import open_workspace
from hotspots.cli.storing import Waiting, limits_of
from hotspots.exports import terminal as text
from hotspots.exports.terminal import say, say_json
from hotspots.exports.terminal_table import Heading, table_lines

if TYPE_CHECKING:
    from argparse import Namespace

    from hotspots.access.refreshing import Refreshed

_COLUMNS: Final = tuple(map(Heading, text.SUPPLY_COLUMNS))


def refresh_(args: Namespace) -> int:
    """Look at the supplies whose turn it is; 1 where one failed, shrank or is late."""
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
        say(table_lines(_COLUMNS, [_row(one) for one in looked_at]))
        say(f"{one.supply.name}: {line}" for one in looked_at for line in one.lines)
    else:
        say((text.NO_SUPPLIES,), aside=True)
    return int(not all(one.is_well for one in looked_at))


def _row(one: Refreshed) -> tuple[str, str, str]:
    late = f", {words.LATE}" if one.late_days is not None else ""
    subject = one.supply.layer or f"{words.OF_SERVICE}: {one.supply.fetch}"
    outcome = words.OUTCOMES[one.look.outcome]
    if not one.due:
        # Nothing was looked at: what is known is from before.
        outcome = words.BEFORE.format(outcome=outcome)
    return one.supply.name, subject, f"{outcome}{late}"
