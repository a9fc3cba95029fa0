"""What a search for near repeats comes to, in sentences, and what was left out of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hotspots.access.near_repeats import FEWEST_PAIRS
from hotspots.statistics.near_repeat import SAME_ADDRESS_M
from hotspots.text import findings as text
from hotspots.text.maps import period
from hotspots.text.numbers import day, number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.analysis.finding import Finding

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
        day=day(date.fromisoformat(finding.parameters["on"])),
        zones=plural(len(finding), *text.ZONE_NOUNS),
    )


def _scope(finding: Finding) -> list[str]:
    """Return about what was asked: area, period, and all that was left out."""
    summary = finding.summary
    if finding.silent == "too_short":
        return []
    told = [text.NEAR_REPEAT_SCOPE.format(period=period(finding.period.first, finding.period.last))]
    if summary["filters_dropped"]:
        names = (text.FILTERS[name] for name in summary["filters_dropped"])
        told.append(text.NO_PART.format(filters=", ".join(names)))
    if summary["without_day"]:
        nouns = (finding.layer.noun, finding.layer.noun_plural)
        told.append(text.WITHOUT_DAY.format(count=plural(summary["without_day"], *nouns)))
    return told
