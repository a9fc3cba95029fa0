"""Commands that write the wijkbeeld on paper, or say it as numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError, SettingsError
from hotspots.exports import terminal as text
from hotspots.exports import words as export_words
from hotspots.exports.sheet import today
from hotspots.exports.terminal import bar, period_of
from hotspots.wijkbeeld import paper_words as report_text
from hotspots.wijkbeeld.as_json import briefing_json
from hotspots.wijkbeeld.make import briefing as briefing_of
from hotspots.wijkbeeld.make import note_briefing
from hotspots.wijkbeeld.paper import atlas_bytes, report_bytes
from hotspots.wijkbeeld.phone_page import phone_page
from hotspots.wijkbeeld.place import place_named

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path


_PDF, _HTML = ".pdf", ".html"


def report_(args: Namespace) -> int:
    """Write the wijkbeeld of a place or the atlas of all wijken, or print what is in it."""
    _require_answerable(args)
    workspace = open_workspace(args.home)
    period = period_of(args.first, args.last, "--from", "--to")
    made_on = args.made_on or today()
    if args.every:
        document = atlas_bytes(workspace, period, made_on=made_on, progress=bar(text.REPORT))
        return _written(args.out, document)
    briefing = briefing_of(workspace, place_named(workspace, args.place), period, bar(text.REPORT))
    if args.json:
        note_briefing(workspace, briefing)
        print(json.dumps(briefing_json(briefing), ensure_ascii=False))
    if args.out is not None:
        make = phone_page if args.out.suffix.lower() == _HTML else report_bytes
        document = make(workspace, briefing, layer=args.layer, made_on=made_on)
        return _written(args.out, document, quietly=args.json)
    return 0


def _require_answerable(args: Namespace) -> None:
    """Stop before the work is done for nothing."""
    if (args.place is None) != args.every or (args.out is None and not args.json):
        raise SelectionError(
            report_text.REPORT_UNCLEAR,
            report_text.REPORT_UNCLEAR_FOUND,
            report_text.REPORT_UNCLEAR_DO,
        )
    expected = (_PDF,) if args.every else (_PDF, _HTML)
    if args.out is not None and args.out.suffix.lower() not in expected:
        raise SelectionError(
            report_text.WRONG_ENDING.format(name=args.out.name),
            export_words.WRONG_ENDING_FOUND.format(
                found=args.out.suffix or export_words.NO_ENDING, expected=", ".join(expected)
            ),
            export_words.WRONG_ENDING_DO,
        )


def _written(path: Path, document: bytes, *, quietly: bool = False) -> int:
    try:
        path.write_bytes(document)
    except OSError as error:
        raise SettingsError(
            report_text.NO_FILE.format(path=path),
            export_words.NO_FILE_FOUND.format(error=error.strerror or error),
            export_words.NO_FILE_DO,
        ) from error
    if not quietly:
        print(text.WRITTEN.format(path=path))
    return 0
