"""What can be asked of the commands about incidents, option by option."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.analysis.periods import STEPS
from hotspots.analysis.question import BANDWIDTH_RULES, FILTERS, KERNELS, MINIMUM_RATIO, WHEN
from hotspots.analysis.registry import MEASURE_IDS, SEARCH_IDS, SEARCHES
from hotspots.catalog.specs import AREA_LEVELS, PARTS
from hotspots.dutch import listed
from hotspots.exports import terminal as text
from hotspots.exports.terminal import day_written
from hotspots.statistics.conditional import SIDES

if TYPE_CHECKING:
    from hotspots.analysis.question import Filter

_SIZE_SEPARATOR: Final = ":"


def of_analyse(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``analyse``."""
    parser.add_argument("layer", metavar="LAAG", help=text.WHICH_LAYER)
    _add_selection(parser)
    parser.add_argument("--out", type=Path, metavar="BESTAND", help=text.OUT_DATA)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def of_find(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``find``."""
    parser.add_argument("layer", metavar="LAAG", help=text.WHICH_LAYER)
    _add_method(parser, "--method", text.METHOD, required=True)
    parser.add_argument("--per", choices=PARTS, metavar="NIVEAU", help=text.PER)
    _add_selection(parser)
    _add_search(parser)
    parser.add_argument("--out", type=Path, metavar="BESTAND", help=text.OUT_DATA)
    parser.add_argument("--json", action="store_true", help=text.JSON)


def of_map(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``map``."""
    parser.add_argument("layer", metavar="LAAG", help=text.WHICH_LAYER)
    _add_selection(parser)
    _add_method(parser, "--find", text.WITH)
    _add_search(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="BESTAND", help=text.OUT_MAP)


def _level(written: str) -> tuple[str, int]:
    """Return a level and a cell size, 0 where none was given: ``buurten``, ``cells:100``."""
    level, _, size = written.partition(_SIZE_SEPARATOR)
    if level not in (*AREA_LEVELS, "cells") or (size and not size.isdigit()):
        raise argparse.ArgumentTypeError(text.NO_LEVEL.format(written=written))
    return level, int(size or 0)


def _add_filter(parser: argparse.ArgumentParser, one: Filter) -> None:
    """Add the option of a filter; what it counts from 0 is counted from 1 here."""
    if one.short:
        parser.add_argument(
            f"--{one.option}",
            dest=one.field,
            nargs="+",
            type=int,
            default=[],
            choices=range(1, len(one.short) + 1),
            metavar=one.metavar,
            help=one.option_help,
        )
        return
    parser.add_argument(
        f"--{one.option}",
        dest=one.field,
        nargs="+",
        default=[],
        metavar=one.metavar,
        help=one.option_help,
    )


def _add_selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--level", type=_level, default=None, metavar="NIVEAU", help=text.LEVEL)
    parser.add_argument(
        "--measure",
        choices=MEASURE_IDS,
        default="count",
        metavar="MAAT",
        help=text.MEASURE.format(known=listed(MEASURE_IDS)),
    )
    parser.add_argument("--from", dest="first", type=day_written, metavar="DAG", help=text.FROM)
    parser.add_argument("--to", dest="last", type=day_written, metavar="DAG", help=text.TO)
    parser.add_argument(
        "--compare-from",
        dest="compare_first",
        type=day_written,
        metavar="DAG",
        help=text.COMPARE_FROM,
    )
    parser.add_argument(
        "--compare-to", dest="compare_last", type=day_written, metavar="DAG", help=text.COMPARE_TO
    )
    for one in FILTERS:
        if one.of != "when":
            _add_filter(parser, one)
    parser.add_argument("--drawn", metavar="GEBIED", help=text.DRAWN)
    for one in WHEN:
        _add_filter(parser, one)
    parser.add_argument("--denominator", metavar="NOEMER", help=text.DENOMINATOR)
    parser.add_argument("--expectation", metavar="VERWACHTING", help=text.EXPECTATION)
    parser.add_argument(
        "--minimum-ratio",
        type=float,
        default=MINIMUM_RATIO,
        metavar="KEER",
        help=text.MINIMUM_RATIO,
    )
    parser.add_argument("--side", choices=SIDES, default=SIDES[0], metavar="KANT", help=text.SIDE)
    parser.add_argument("--bandwidth", type=int, default=0, metavar="METER", help=text.BANDWIDTH)
    parser.add_argument(
        "--bandwidth-rule",
        choices=BANDWIDTH_RULES,
        default=BANDWIDTH_RULES[0],
        metavar="REGEL",
        help=text.BANDWIDTH_RULE,
    )
    parser.add_argument(
        "--kernel", choices=KERNELS, default=KERNELS[0], metavar="KERN", help=text.KERNEL
    )
    parser.add_argument(
        "--step",
        choices=tuple(STEPS),
        default=next(iter(STEPS)),
        metavar="STAP",
        help=text.STEP,
    )


def _add_method(
    parser: argparse.ArgumentParser, option: str, sentence: str, *, required: bool = False
) -> None:
    """Add the option that says what is looked for, each method with its name on the page."""
    known = [text.METHOD_NAMED.format(id=kind.id, label=kind.label) for kind in SEARCHES]
    parser.add_argument(
        option,
        dest="method",
        choices=SEARCH_IDS,
        required=required,
        metavar="METHODE",
        help=sentence.format(known="; ".join(known)),
    )


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--radius", type=int, default=0, metavar="METER", help=text.RADIUS)
    parser.add_argument("--min-points", type=int, default=0, metavar="N", help=text.MIN_POINTS)
    parser.add_argument("--reach-days", type=int, default=0, metavar="DAGEN", help=text.REACH_DAYS)
    parser.add_argument("--manhattan", action="store_true", help=text.MANHATTAN)
    parser.add_argument(
        "--permutations", type=int, default=999, metavar="N", help=text.PERMUTATIONS
    )
    parser.add_argument(
        "--distance-bands",
        type=float,
        nargs="+",
        default=[],
        metavar="METER",
        help=text.DISTANCE_BANDS,
    )
    parser.add_argument(
        "--day-bands", type=float, nargs="+", default=[], metavar="DAGEN", help=text.DAY_BANDS
    )
    parser.add_argument("--treated", nargs="+", default=[], metavar="CODE", help=text.TREATED)
    parser.add_argument("--control", nargs="+", default=[], metavar="CODE", help=text.CONTROL)
    parser.add_argument("--since", type=day_written, default=None, metavar="DAG", help=text.SINCE)
