"""What a finding comes to, in sentences that can be read aloud, and a line per outline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hotspots.analysis.before_after_sentences import before_after_sentences
from hotspots.analysis.near_repeat_sentences import near_repeat_sentences
from hotspots.analysis.search import search_named
from hotspots.text import findings as text
from hotspots.text.maps import period
from hotspots.text.numbers import day, number, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.analysis.finding import Finding

    Row = Mapping[str, Any]


def sentences_of(finding: Finding) -> tuple[str, ...]:
    """Return what a finding comes to, in sentences that can be read aloud."""
    if finding.search.method == "near_repeat":
        return near_repeat_sentences(finding)
    if finding.search.method == "before_after":
        return before_after_sentences(finding)
    if finding.silent:
        return (text.SILENT[finding.silent].format(**_words(finding), **finding.summary),)
    return _SENTENCES[finding.search.method](finding)


def explanation_of(finding: Finding) -> str:
    """Return what the search says and does not say, in words of the layer."""
    kind = search_named(finding.search.method)
    return kind.explanation.format(plural=finding.layer.noun_plural)


def tip_of(finding: Finding, row: Row) -> str:
    """Return the line of one outline, for who points at it."""
    return _TIPS[finding.search.method](finding, row)


def _words(finding: Finding) -> dict[str, str]:
    layer = finding.layer
    return {
        "plural": layer.noun_plural,
        "period": period(finding.period.first, finding.period.last),
    }


def chosen_of(finding: Finding) -> str:
    """Return the parameters of a finding in words: the line in a legend."""
    told = {name: _plain(value) for name, value in finding.parameters.items()}
    return text.CHOSEN[finding.search.method].format(**told, **_words(finding))


def _plain(value: Any) -> str:  # noqa: ANN401 - any parameter
    if isinstance(value, bool | str):
        return _as_day(value) if isinstance(value, str) else str(value)
    if isinstance(value, int):
        return number(value)
    return number(value, 2) if isinstance(value, float) else str(value)


def _as_day(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def _count(finding: Finding, count: int) -> str:
    return plural(int(count), finding.layer.noun, finding.layer.noun_plural)


def _cluster_tip(finding: Finding, row: Row) -> str:
    return text.CLUSTER_TIP.format(
        count=_count(finding, row["count"]), share=number(100 * row["share"], 1), place=row["place"]
    )


def _scan_tip(finding: Finding, row: Row) -> str:
    told = text.SCAN_TIP.format(
        count=_count(finding, row["observed"]),
        expected=number(row["expected"], 1),
        ratio=number(row["ratio"], 1),
        p=text.p_in_words(row["p"]),
        place=row["place"],
    )
    if "since" in row:
        told += text.SCAN_SINCE.format(day=_as_day(row["since"]))
    return told


def _zone_tip(finding: Finding, row: Row) -> str:
    return text.ZONE_TIP.format(
        count=_count(finding, row["count"]), end=_as_day(row["end"]), place=row["place"]
    )


def _role_tip(finding: Finding, row: Row) -> str:
    del finding
    return text.ROLE_TIP.format(
        name=row["name"],
        role=text.ROLES[row["role"]],
        before=number(row["before"]),
        after=number(row["after"]),
    )


def _cluster_sentences(finding: Finding) -> tuple[str, ...]:
    summary = finding.summary
    notes = [_group_is(finding)]
    if summary["without_day"]:
        without = _count(finding, summary["without_day"])
        notes.append(text.NO_DAY_IN_GROUP.format(count=without))
    if not len(finding):
        return (text.NO_CLUSTERS.format(**_words(finding)), *notes)
    clusters = plural(len(finding), *text.GROUP_NOUNS)
    if summary["groups"] > len(finding):
        clusters = text.GROUPS_SHOWN.format(
            found=number(summary["groups"]), shown=number(len(finding))
        )
    return (
        text.CLUSTERS.format(
            clusters=clusters,
            count=number(summary["clustered"]),
            all=number(summary["all"]),
            share=number(100 * summary["clustered"] / summary["all"]),
            **_words(finding),
        ),
        *notes,
    )


def _group_is(finding: Finding) -> str:
    """Return the fewest incidents that are called a group, within what reach."""
    parameters = finding.parameters
    days, all_of = parameters["reach_days"], finding.summary["all"]
    chosen = parameters["min_points_chosen"] == "asked"
    return text.GROUP_IS.format(
        least=number(parameters["min_points"]),
        radius=number(parameters["radius_m"]),
        days=text.GROUP_DAYS.format(days=number(days)) if days else "",
        share="" if chosen else text.GROUP_SHARE.format(all=number(all_of)),
        **_words(finding),
    )


def _scan_sentences(finding: Finding) -> tuple[str, ...]:
    without = finding.summary.get("without_day", 0)
    notes = [text.NO_DAY_IN_WEEKS.format(count=_count(finding, without))] if without else []
    if not len(finding):
        best = number(finding.summary["best_p"], 3)
        return (text.NO_EXCESS.format(p=best, **_words(finding)), *notes)
    circles = plural(len(finding), *text.CIRCLE_NOUNS)
    if (found := finding.summary["significant"]) > len(finding):
        circles = text.CIRCLES_SHOWN.format(found=number(found), shown=number(len(finding)))
    return (
        text.EXCESS.format(circles=circles, **_words(finding)),
        text.STRONGEST.format(tip=_scan_tip(finding, finding.rows()[0])),
        *notes,
    )


_TIPS: Final[Mapping[str, Callable[[Finding, Row], str]]] = {
    "clusters": _cluster_tip,
    "scan": _scan_tip,
    "scan_recent": _scan_tip,
    "near_repeat": _zone_tip,
    "before_after": _role_tip,
}
_SENTENCES: Final[Mapping[str, Callable[[Finding], tuple[str, ...]]]] = {
    "clusters": _cluster_sentences,
    "scan": _scan_sentences,
    "scan_recent": _scan_sentences,
}
