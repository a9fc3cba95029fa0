"""A comparison as a sheet: a row per area or soort, with both numbers and how sure they differ."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots import dutch
from hotspots.access.cube import SUPPRESSED
from hotspots.analysis.question_words import compared_words
from hotspots.dutch import BETWEEN, number, signed, two_ends
from hotspots.exports import about
from hotspots.exports import words as export_words
from hotspots.exports.analysis_sheet import P_FORMAT, permit_of, written
from hotspots.exports.sheet import Column, Line, Sheet, marked
from hotspots.vergelijken import words as text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.vergelijken.compared import Compared

_NUMBERS: Final = {
    "difference": (text.DIFFERENCE, "#,##0.0"),
    "lower": (text.LOWER, "#,##0.0"),
    "upper": (text.UPPER, "#,##0.0"),
    "ratio": (text.RATIO, "#,##0.00"),
    "ratio_lower": (text.RATIO_LOWER, "#,##0.00"),
    "ratio_upper": (text.RATIO_UPPER, "#,##0.00"),
    "p": (text.P, P_FORMAT),
}


def sheet_of_compared(
    workspace: Workspace,
    lines: Sequence[Compared],
    answers: Sequence[Analysis],
    *,
    heads: tuple[str, str, str],
    sentences: Sequence[str],
) -> Sheet:
    """Return lines of a comparison as a sheet.

    Parameters
    ----------
    answers
        Both answers that are compared: what someone has to be allowed to take away.
    heads
        Labels of the name and of both numbers.
    sentences
        What the page says of it, as plain sentences.
    """
    answer = answers[0]
    layer, version = answer.layer, answer.version
    title = text.SHEET_TITLE.format(one=heads[1], other=heads[2])
    rows = _rows(lines, layer.privacy.minimum)
    return Sheet(
        name="vergelijking",
        rows=rows,
        for_people=_for_people(rows, lines, layer.privacy.minimum),
        columns=_columns(heads, made_up=version.synthetic, sensitive=layer.sensitive),
        metadata=about.metadata_of(
            about.title_of(workspace, layer, title),
            text.SHEET_ROWS,
            about.about_layer(workspace, layer, version, answer.covered),
            about.about_where(workspace),
            (
                about.about_choice(compared_words(workspace, answers[0], answers[-1])),
                Line("one", export_words.QUESTION, text.FIRST_NUMBER, heads[1]),
                Line("other", export_words.QUESTION, text.SECOND_NUMBER, heads[2]),
            ),
            about.about_filters(workspace, layer, answer.selection),
            about.sentences(sentences),
            about.about_reading(made_up=version.synthetic, minimum=layer.privacy.minimum),
        ),
        described=MappingProxyType(
            {
                "layer": layer.id,
                "one_is": heads[1],
                "other_is": heads[2],
                "version": version.name,
                "synthetic": version.synthetic,
                "source": version.attribution,
                "selection": compared_words(workspace, answers[0], answers[-1]),
                "selections": written(
                    {
                        f"{at}": one_answer.selection.to_dict()
                        for at, one_answer in enumerate(answers, 1)
                    }
                ),
            }
        ),
        permits=tuple(permit_of(one_answer) for one_answer in answers),
    )


def _rows(lines: Sequence[Compared], minimum: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": [line.code for line in lines],
            "name": [line.name for line in lines],
            "one": [_count(line.one) for line in lines],
            "other": [_count(line.other) for line in lines],
            **_ends_columns(lines),
            "one_status": [_status(line.one, line.one_ends, minimum) for line in lines],
            "other_status": [_status(line.other, line.other_ends, minimum) for line in lines],
            **{name: [getattr(line, name) for line in lines] for name in _NUMBERS},
            "verdict": [
                line.verdict.name.lower() if line.verdict is not None else "not_tested"
                for line in lines
            ],
        }
    )


def _count(count: int) -> float:
    return np.nan if count == SUPPRESSED else float(count)


def _ends_columns(lines: Sequence[Compared]) -> dict[str, list[int]]:
    """Return both ends of both counts, where those are all that is known."""
    return {
        f"{side}_{end}": [getattr(line, f"{side}_ends")[at] for line in lines]
        for side in ("one", "other")
        for at, end in enumerate(("lower", "upper"))
        if all(line.one_ends and line.other_ends for line in lines)
    }


def _status(count: int, ends: tuple[int, int] | None, minimum: int) -> str:
    if ends is not None:
        return "suppressed" if ends[1] < minimum else "between"
    return "suppressed" if count == SUPPRESSED else "value"


def _for_people(rows: pd.DataFrame, lines: Sequence[Compared], minimum: int) -> pd.DataFrame:
    shown = rows.astype(object)
    for side in ("one", "other"):
        shown[side] = [
            in_words(getattr(line, side), getattr(line, f"{side}_ends"), minimum)
            if rows[f"{side}_status"][at] != "value"
            else getattr(line, side)
            for at, line in enumerate(lines)
        ]
    if any(line.difference_ends for line in lines):
        shown["difference"] = [difference_in_words(line) for line in lines]
    shown["verdict"] = [
        text.VERDICTS[int(line.verdict)] if line.verdict is not None else export_words.UNTESTED
        for line in lines
    ]
    return shown.assign(synthetic=dutch.YES)


def in_words(count: int, ends: tuple[int, int] | None, minimum: int) -> str:
    """Return a count in words, with both ends if that is all: what is not given is not nothing.

    Examples
    --------
    >>> in_words(1200, None, 0), in_words(-1, None, 0), in_words(-1, (10, 39), 10)
    ('1.200', 'door de bron niet gegeven', '10 tot 39')
    """
    if ends is not None:
        return two_ends(*ends, minimum=minimum)
    return export_words.WITHHELD if count == SUPPRESSED else number(count)


def difference_in_words(line: Compared) -> str:
    """Return the difference of a line in words; both its ends where only those are known.

    Examples
    --------
    >>> from hotspots.vergelijken.compared import between, untested
    >>> difference_in_words(between(("a", "A"), (10, 12), (0, 36)))
    '−26 tot +12'
    >>> difference_in_words(untested(("a", "A"), 25, 10))
    '+15'
    """
    if line.difference_ends is not None:
        low, high = line.difference_ends
        return BETWEEN.format(low=signed(low), high=signed(high))
    return signed(line.difference) if np.isfinite(line.difference) else "–"


def _columns(heads: tuple[str, str, str], *, made_up: bool, sensitive: bool) -> tuple[Column, ...]:
    names: dict[str, str] = {"name": heads[0], "one": heads[1], "other": heads[2]}
    columns = [Column(name, label, "#,##0") for name, label in names.items()]
    tested = ("difference",) if sensitive else tuple(_NUMBERS)
    columns += [Column(name, *_NUMBERS[name]) for name in tested]
    if not sensitive:
        columns.append(Column("verdict", text.VERDICT))
    return marked(columns, synthetic=made_up)
