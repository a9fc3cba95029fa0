"""What a comparison says, in sentences; they come before the maps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hotspots.analysis.judgement import EQUAL, time_share
from hotspots.analysis.verdicts import Verdict
from hotspots.text import maps as map_text
from hotspots.text import vergelijken as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number, plural, signed
from hotspots.ui.vergelijken.table import limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.compare import Compared
    from hotspots.analysis.compare_areas import ComparedAreas
    from hotspots.catalog.specs import LayerSpec

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
        text.COUNTED.format(
            where=as_text(where),
            now=_counted(whole.one, layer),
            period=map_text.period(now.period.first, now.period.last),
            earlier=map_text.period(then.period.first, then.period.last),
            then=number(whole.other),
        )
    ]
    if time_share(now.period, then.period) != EQUAL:
        said.append(text.UNEQUAL.format(now=number(now.period.days), then=number(then.period.days)))
    said.append(_change_sentence(whole))
    if len(lines) > 1:
        said += _area_sentences(lines, now.selection.level)
    return said


def _change_sentence(whole: Compared) -> str:
    sentence = {
        Verdict.MORE: text.MORE_THAN,
        Verdict.FEWER: text.FEWER_THAN,
        Verdict.NOT_SHOWN: text.NO_CHANGE,
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
    for verdict, sentence in ((Verdict.MORE, text.AREAS_MORE), (Verdict.FEWER, text.AREAS_FEWER)):
        marked = [line for line in lines if line.verdict is verdict]
        if marked:
            said.append(sentence.format(names=_names(marked)))
    if not said:
        said.append(text.AREAS_NONE.format(area=text.AREA[level], count=number(len(lines))))
    return said


def _names(lines: Sequence[Compared]) -> str:
    """Return the areas that changed most, and how many more there are."""
    ordered = sorted(lines, key=lambda line: -abs(line.difference))
    named = [
        text.NAMED.format(name=as_text(line.name), difference=signed(line.difference))
        for line in ordered[:_MOST_NAMED]
    ]
    left = len(ordered) - len(named)
    if left:
        named.append(text.AND_MORE.format(count=number(left)))
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
    return text.AND_SOME.format(names=", ".join(names[:-1]), last=names[-1])


def wijk_sentences(found: ComparedAreas, layer: LayerSpec, names: tuple[str, str]) -> list[str]:
    """Return how two wijken differ."""
    one, other = (as_text(name) for name in names)
    whole = found.whole
    said = [
        text.BOTH_COUNTED.format(
            one=one,
            other=other,
            one_count=_counted(whole.one, layer),
            other_count=number(whole.other),
            period=map_text.period(found.period.first, found.period.last),
        )
    ]
    if found.exposures is not None:
        rates = [
            number(count * _PER / things, 1)
            for count, things in zip((whole.one, whole.other), found.exposures, strict=True)
        ]
        said.append(
            text.BOTH_RATES.format(
                label=as_text(found.denominator_label),
                year=found.denominator_year,
                one=one,
                other=other,
                one_rate=rates[0],
                other_rate=rates[1],
            )
        )
    else:
        said.append(text.BY_COUNT)
    verdict = whole.verdict
    sentence = text.WIJK_MORE if verdict else text.WIJK_SAME
    said.append(sentence.format(one=one, other=other, **_ratio_words(whole)))
    for sign, name in ((Verdict.MORE, one), (Verdict.FEWER, other)):
        more = [as_text(line.name.lower()) for line in found.soorten if line.verdict is sign]
        if more:
            said.append(text.SOORT_MORE.format(name=name, soorten=joined(more)))
    return said


def synthetic_mark(answer: Analysis) -> str:
    """Return what follows the sentences of made-up numbers, as Markdown; nothing of real ones."""
    return f" :orange-badge[{map_text.SYNTHETIC_BADGE}]" if answer.synthetic else ""


def plain(sentences: Sequence[str]) -> list[str]:
    r"""Return sentences of a page without the marks of Markdown, for a file.

    Examples
    --------
    >>> plain([r"In Crabbehof\/Zuidhoven **12** \(veel\)."])
    ['In Crabbehof/Zuidhoven 12 (veel).']
    """
    return [_MARKS.sub(r"\1", sentence.replace("**", "")) for sentence in sentences]


def _counted(count: int, layer: LayerSpec) -> str:
    told = plural(count, as_text(layer.noun), as_text(layer.noun_plural))
    return f"**{told}**"
