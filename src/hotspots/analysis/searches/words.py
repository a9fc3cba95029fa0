"""What a finding comes to, in sentences that can be read aloud, and a line per outline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hotspots.access.near_repeats import FEWEST_PAIRS
from hotspots.analysis import search_words as text
from hotspots.analysis.compare_before_after import FEW, before_after_answer
from hotspots.analysis.searches.clusters import CHOSEN, Groups
from hotspots.analysis.searches.registry import search_named
from hotspots.dutch import day, number, period, plural, signed
from hotspots.statistics.near_repeat import SAME_ADDRESS_M

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hotspots.analysis.compare_before_after import Effect
    from hotspots.analysis.searches.registry import Finding

    Row = Mapping[str, Any]


#: Bands that a sentence names; the table has all.
_MOST_BANDS: Final = 4


def near_repeat_sentences(finding: Finding) -> tuple[str, ...]:
    """Return whether incidents follow each other nearby, and about what that was asked."""
    nouns = {"plural": finding.layer.noun_plural}
    if not finding.silent:
        said = [*_shown(finding), _zones(finding)]
    else:
        said = [text.SILENT[finding.silent].format(**nouns, **finding.summary)]
        could_see = finding.summary.get("could_see")
        if finding.silent == "not_significant" and could_see:
            said.append(_could_see(could_see))
    return (*said, *_scope(finding))


def _shown(finding: Finding) -> tuple[str, str]:
    summary, noun_plural = finding.summary, finding.layer.noun_plural
    where = text.WITHIN_M.format(reach=number(summary["radius_m"]))
    if summary["radius_m"] <= SAME_ADDRESS_M:
        where = text.AT_ADDRESS
    reach = {"where": where, "days": number(summary["days"]), "plural": noun_plural}
    if "ratio" in summary:
        first = text.REPEATS.format(
            **reach,
            ratio=number(summary["ratio"], 1),
            observed=number(summary["observed"]),
            expected=number(summary["expected"], 1),
            p=text.p_in_words(summary["p"]),
        )
    else:
        first = text.REPEATS_FEW.format(**reach, limit=number(FEWEST_PAIRS))
    table = finding.tables["knox"].sort_values(["from_days", "from_m"])
    rows = table[table["stands_out"]].to_dict(orient="records")
    bands = "; ".join(_band(row) for row in rows[:_MOST_BANDS])
    if len(rows) > _MOST_BANDS:
        bands = text.MORE_BANDS.format(bands=bands, count=number(len(rows) - _MOST_BANDS))
    return first, text.BANDS.format(bands=bands)


def _band(row: Mapping[Any, Any]) -> str:
    """Return one band with its pairs; not how many where they are few."""
    if isinstance(row["observed"], str):
        return text.BAND_FEW.format(**_where_and_when(row), limit=number(FEWEST_PAIRS))
    return text.BAND.format(
        **_where_and_when(row),
        observed=number(row["observed"]),
        expected=number(row["expected"], 1),
    )


def _where_and_when(row: Mapping[Any, Any]) -> dict[str, str]:
    if row["to_m"] <= SAME_ADDRESS_M:
        distance = text.SAME_ADDRESS
    elif row["from_m"] <= SAME_ADDRESS_M:
        distance = text.UP_TO_M.format(to=number(row["to_m"]))
    else:
        distance = text.FROM_TO_M.format(since=number(row["from_m"]), to=number(row["to_m"]))
    template = text.FROM_TO_DAYS if row["from_days"] else text.WITHIN_DAYS
    days = template.format(since=number(row["from_days"]), to=number(row["to_days"]))
    return {"distance": distance, "days": days}


def _could_see(band: Mapping[str, Any]) -> str:
    return text.COULD_SEE.format(
        **_where_and_when(band),
        pairs=number(band["pairs"]),
        expected=number(band["expected"], 1),
    )


def _zones(finding: Finding) -> str:
    return text.OPEN_ZONES.format(
        day=day(date.fromisoformat(finding.parameters.to_dict()["on"])),
        zones=plural(len(finding), *text.ZONE_NOUNS),
    )


def _scope(finding: Finding) -> list[str]:
    """Return about what was asked: area, period, and all that was left out."""
    summary = finding.summary
    if finding.silent == "too_short":
        return []
    told = [text.NEAR_REPEAT_SCOPE.format(period=period(finding.period.first, finding.period.last))]
    if summary["filters_dropped"]:
        names = (text.FILTER_NAMES[name] for name in summary["filters_dropped"])
        told.append(text.NO_PART.format(filters=", ".join(names)))
    if summary["without_day"]:
        nouns = (finding.layer.noun, finding.layer.noun_plural)
        told.append(text.WITHOUT_DAY.format(count=plural(summary["without_day"], *nouns)))
    return told


#: Names of buurten in a sentence; a file has the codes of all.
_MOST_NAMED: Final = 4


def before_after_sentences(finding: Finding) -> tuple[str, ...]:
    """Return what happened with the measure and elsewhere, and whether that is beyond chance."""
    answer = before_after_answer(finding)
    there, around = answer.there, answer.around
    said = [
        text.TREATED.format(
            before=number(there.pair.before),
            after=number(there.pair.after),
            control_before=number(there.control.before),
            control_after=number(there.control.after),
            plural=finding.layer.noun_plural,
        ),
        verdict_of(there),
    ]
    if answer.has_ring:
        pair = {"before": number(around.pair.before), "after": number(around.pair.after)}
        said += [
            text.DISPLACED.format(**pair, verdict=verdict_of(around)),
            text.TOGETHER.format(verdict=verdict_of(answer.both)),
        ]
    said.append(_compared_with(finding.summary["control_names"]))
    if answer.few:
        said.append(text.FEW_COUNTS.format(few=FEW))
    return tuple(said)


def _compared_with(names: Sequence[str]) -> str:
    told = ", ".join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        told = text.AND_MORE.format(names=told, count=number(len(names) - _MOST_NAMED))
    return text.COMPARED_WITH.format(names=told)


def verdict_of(effect: Effect) -> str:
    """Return whether a change goes beyond chance, with its interval; or why nobody can say."""
    if effect.why_not:
        return text.NO_VERDICT[effect.why_not]
    template = {-1: text.FEWER, 1: text.MORE, 0: text.NO_EFFECT}[effect.shown]
    told = template.format(
        size=number(abs(effect.difference)),
        change=_percent(effect.ratio),
        low=_percent(effect.lower),
        high=_percent(effect.upper),
    )
    return f"{told} {text.BY_ITSELF}" if effect.by_itself else told


def _percent(ratio: float) -> str:
    """Return a ratio as percent more or fewer; near 0 with a decimal, for its side counts."""
    percent = 100.0 * (ratio - 1.0)
    return signed(percent, 1 if abs(percent) < 1.0 else 0)


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
    told = {name: _plain(value) for name, value in finding.parameters.to_dict().items()}
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
    groups = finding.parameters.get(Groups)
    assert groups is not None  # noqa: S101 - a finding of clusters
    days, all_of = groups.reach_days, finding.summary["all"]
    chosen = groups.min_points_chosen == CHOSEN
    return text.GROUP_IS.format(
        least=number(groups.min_points),
        radius=number(groups.radius_m),
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
