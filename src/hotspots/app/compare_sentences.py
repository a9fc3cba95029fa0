"""How two periods or two wijken differ, in sentences: for the page, and plain for a file."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from hotspots import dutch as numbers
from hotspots.analysis.answer import Verdict
from hotspots.analysis.periods import EQUAL, time_share
from hotspots.app import compare_words
from hotspots.dutch import as_text, number, plural, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.compare import Compared, ComparedAreas
    from hotspots.catalog.specs import LayerSpec


def spread(low: float, high: float, decimals: int) -> str:
    """Return an interval in words.

    Examples
    --------
    >>> spread(0.5, 1.25, 2), spread(1.0, float("inf"), 2), spread(float("nan"), 1.0, 0)
    ('0,50 tot 1,25', '1,00 tot ∞', '–')
    """
    if math.isnan(low) or math.isnan(high):
        return "–"
    return compare_words.RANGE.format(low=limit(low, decimals), high=limit(high, decimals))


def limit(value: float, decimals: int) -> str:
    """Return an end of an interval, which may be without end; never less than nothing of a zero.

    Examples
    --------
    >>> limit(-0.2, 0), limit(float("inf"), 2)
    ('0', '∞')
    """
    return (
        compare_words.NO_LIMIT
        if math.isinf(value)
        else number(round(value, decimals) + 0.0, decimals)
    )


#: Names in a sentence; the table has them all.
_MOST_NAMED: Final = 4

_PER: Final = 1000

_MARKS: Final = re.compile(r"\\(.)")


def period_sentences(
    now: Analysis, then: Analysis, whole: Compared, lines: Sequence[Compared], where: str
) -> list[str]:
    """Return what changed in all, and where."""
    layer = now.layer
    said = [
        compare_words.COUNTED.format(
            where=as_text(where),
            now=_counted(whole.one, layer),
            period=numbers.period(now.period.first, now.period.last),
            earlier=numbers.period(then.period.first, then.period.last),
            then=number(whole.other),
        )
    ]
    if time_share(now.period, then.period) != EQUAL:
        said.append(
            compare_words.UNEQUAL.format(now=number(now.period.days), then=number(then.period.days))
        )
    said.append(_change_sentence(whole))
    if len(lines) > 1:
        said += _area_sentences(lines, now.selection.level)
    return said


def _change_sentence(whole: Compared) -> str:
    sentence = {
        Verdict.MORE: compare_words.MORE_THAN,
        Verdict.FEWER: compare_words.FEWER_THAN,
        Verdict.NOT_SHOWN: compare_words.NO_CHANGE,
    }[whole.verdict or Verdict.NOT_SHOWN]
    size = number(abs(whole.difference)) if whole.verdict else signed(whole.difference)
    return sentence.format(size=size, **_ratio_words(whole))


def _ratio_words(line: Compared) -> dict[str, str]:
    return {
        "ratio": limit(line.ratio, 2),
        "low": limit(line.ratio_lower, 2),
        "high": limit(line.ratio_upper, 2),
    }


def _area_sentences(lines: Sequence[Compared], level: str) -> list[str]:
    said = []
    for verdict, sentence in (
        (Verdict.MORE, compare_words.AREAS_MORE),
        (Verdict.FEWER, compare_words.AREAS_FEWER),
    ):
        marked = [line for line in lines if line.verdict is verdict]
        if marked:
            said.append(sentence.format(names=_names(marked)))
    if not said:
        said.append(
            compare_words.AREAS_NONE.format(
                area=compare_words.AREA[level], count=number(len(lines))
            )
        )
    return said


def _names(lines: Sequence[Compared]) -> str:
    """Return the areas that changed most, and how many more there are."""
    ordered = sorted(lines, key=lambda line: -abs(line.difference))
    named = [
        compare_words.NAMED.format(name=as_text(line.name), difference=signed(line.difference))
        for line in ordered[:_MOST_NAMED]
    ]
    left = len(ordered) - len(named)
    if left:
        named.append(compare_words.AND_MORE.format(count=number(left)))
    return joined(named)


def joined(names: Sequence[str]) -> str:
    """Return names as they are said.

    Examples
    --------
    >>> joined(["A"]), joined(["A", "B"]), joined(["A", "B", "C"])
    ('A', 'A en B', 'A, B en C')
    """
    if len(names) < 2:  # noqa: PLR2004 - one name needs no "en"
        return "".join(names)
    return compare_words.AND_SOME.format(names=", ".join(names[:-1]), last=names[-1])


def wijk_sentences(compared: ComparedAreas, layer: LayerSpec, names: tuple[str, str]) -> list[str]:
    """Return how two wijken differ."""
    one, other = (as_text(name) for name in names)
    whole = compared.whole
    said = [
        compare_words.BOTH_COUNTED.format(
            one=one,
            other=other,
            one_count=_counted(whole.one, layer),
            other_count=number(whole.other),
            period=numbers.period(compared.period.first, compared.period.last),
        )
    ]
    if compared.exposures is not None:
        rates = [
            number(count * _PER / things, 1)
            for count, things in zip((whole.one, whole.other), compared.exposures, strict=True)
        ]
        said.append(
            compare_words.BOTH_RATES.format(
                label=as_text(compared.denominator_label),
                year=compared.denominator_year,
                one=one,
                other=other,
                one_rate=rates[0],
                other_rate=rates[1],
            )
        )
    else:
        said.append(compare_words.BY_COUNT)
    verdict = whole.verdict
    sentence = compare_words.WIJK_MORE if verdict else compare_words.WIJK_SAME
    said.append(sentence.format(one=one, other=other, **_ratio_words(whole)))
    for sign, name in ((Verdict.MORE, one), (Verdict.FEWER, other)):
        more = [as_text(line.name.lower()) for line in compared.soorten if line.verdict is sign]
        if more:
            said.append(compare_words.SOORT_MORE.format(name=name, soorten=joined(more)))
    return said


def plain(sentences: Sequence[str]) -> list[str]:
    r"""Return sentences of a page without the marks of Markdown, for a file.

    Examples
    --------
    >>> plain([r"In Crabbehof\/Zuidhoven **12** \(veel\)."])
    ['In Crabbehof/Zuidhoven 12 (veel).']
    """
    return [_MARKS.sub(r"\1", sentence.replace("**", "")) for sentence in sentences]


def _counted(count: int, layer: LayerSpec) -> str:
    counted = plural(count, as_text(layer.noun), as_text(layer.noun_plural))
    return f"**{counted}**"
