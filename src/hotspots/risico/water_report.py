"""The report about a flood: who is under water, who leaves or stays, shelters, institutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.risico import amounts, report_words, table_words
from hotspots.risico import water_words as water_says
from hotspots.risico.report import ScenarioReport, figure, flag_lines, note_lines
from hotspots.risico.tables import (
    PERCENT,
    people_cells,
    people_columns,
    people_in_areas,
    places_in_areas,
    places_in_zones,
    settings_table,
    table,
    wijk_names,
)
from hotspots.risico.water_words import VERDICTS
from hotspots.risico.words import NO_OBJECTS, VULNERABILITY, kinds_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotspots.risico.people import Margin
    from hotspots.risico.report import Figure
    from hotspots.risico.shelter import Clock
    from hotspots.risico.tables import Row, Table
    from hotspots.risico.water import DepthCount, FloodedBuurt, WaterAnswer


def water_report(answer: WaterAnswer) -> ScenarioReport:
    """Return the report about a flood."""
    return ScenarioReport(
        part="water",
        label=answer.scenario.label,
        badge=_badge(answer),
        sentences=_sentences(answer),
        figures=_figures(answer),
        tables=_tables(answer),
        settings=settings_table(answer.settings.values()),
        flags=flag_lines(answer.flags),
        notes=note_lines(answer.illustrations, answer.day, answer.notes),
    )


def _badge(answer: WaterAnswer) -> str:
    """Return what stands on everything: an example is all of it if the flood itself is one."""
    if "flood" in answer.invented:
        return report_words.EXAMPLE
    return report_words.PARTLY_EXAMPLE if answer.synthetic else report_words.CALCULATED


def _sentences(answer: WaterAnswer) -> tuple[str, ...]:
    people, balance, target = answer.totals, answer.balance, answer.target
    sentences = water_says.water_sentences(
        people.inside,
        people.city,
        people.leave,
        people.stay,
        (people.not_known, people.depth_not_known),
    )
    if answer.duration_h is not None:
        sentences.append(water_says.duration_sentence(answer.duration_h))
    sentences += water_says.shelter_sentences(
        people.dry_home,
        people.need,
        (balance.rooms_nights, balance.rooms_some_hours),
        balance.gap,
        balance.dependent_gap,
        unknown=answer.not_usable.uncertain,
    )
    low, high = target.times
    if target.persons is not None and low is not None and high is not None:
        sentences.append(water_says.target_sentence(target.hours, target.persons, low, high))
    sentences.append(_clocks_sentence(answer))
    if answer.dependents.objects:
        sentences.append(water_says.helpless_objects_sentence(answer.dependents))
    if answer.high_ground:
        sentences.append(water_says.high_ground_sentence(answer.high_ground))
    return tuple(sentences)


def _clocks_sentence(answer: WaterAnswer) -> str:
    if not answer.institutions:
        return NO_OBJECTS
    missing = kinds_unknown(answer.kinds_not_loaded)
    kinds = f" {amounts.capital(missing)}." if missing else ""
    known = [clock for clock in answer.institutions if clock.wet is not None]
    late = [clock.place.name for clock in known if clock.out == "te_laat"]
    unsure = [clock.place.name for clock in known if clock.out == "onzeker"]
    when_unknown = sum(clock.out == "niet_bekend" for clock in known)
    wet = sum(clock.out != "droog" for clock in known)
    unclear = len(answer.institutions) - len(known)
    return water_says.clocks_sentence(late, unsure, when_unknown, wet, unclear) + kinds


def _figures(answer: WaterAnswer) -> tuple[Figure, ...]:
    people, balance = answer.totals, answer.balance
    return (
        figure(
            "affected",
            amounts.shown(people.inside),
            "calculated",
            beside=report_words.and_unknown(people.not_known),
        ),
        figure("stay", amounts.shown_margin(people.stay), "setting"),
        figure("need", amounts.shown_margin(people.need), "setting"),
        figure(
            "rooms",
            amounts.shown(balance.rooms_nights),
            "example" if "shelters" in answer.invented else "calculated",
            beside=report_words.shelters_beside(answer.not_usable.uncertain),
        ),
        figure("gap", amounts.shown_margin(balance.gap), "setting"),
    )


def _tables(answer: WaterAnswer) -> tuple[Table, ...]:
    wijken, assumed = wijk_names(answer.geography), answer.day_assumed
    buurten, exposed = answer.buurten, answer.exposed_buurten
    depths, exposed_wijken = answer.depth_counts, answer.exposed_wijken
    return (
        _balance(buurten, wijken),
        _institutions(answer.institutions),
        _shelters(answer),
        _depths(buurten, wijken),
        _people_by_depth(depths, assumed=assumed),
        people_in_areas("water_buurten", exposed, wijken, assumed=assumed),
        people_in_areas("water_wijken", exposed_wijken, assumed=assumed),
        places_in_zones(
            "water_zone_objects", ((count.zone.label, count.places) for count in depths), "depth"
        ),
        places_in_areas("water_buurt_objects", exposed, wijken),
        places_in_areas("water_wijk_objects", exposed_wijken),
    )


def _balance(buurten: Iterable[FloodedBuurt], wijken: Mapping[str, str]) -> Table:
    """Return the shelter balance: most people without a place who may need help first."""
    wet = sorted((buurt for buurt in buurten if buurt.wet_share > 0), key=_worst, reverse=True)
    rows = [
        {
            "code": buurt.code,
            "name": buurt.name,
            "without": buurt.without,
            "dependent_without": buurt.dependent_without,
            "need": buurt.need,
            "needy": buurt.dependent,
            "placed": buurt.placed,
            "wijk": wijken.get(buurt.code, ""),
        }
        for buurt in wet
    ]
    columns = ("name", "without", "dependent_without", "need", "needy", "placed", "wijk")
    return table("balance", rows, columns)


def _worst(buurt: FloodedBuurt) -> float:
    """Return how many without a place may need help: all of them where it is not known."""
    margins: tuple[Margin, ...] = (buurt.dependent_without, buurt.without)
    for margin in margins:
        known = [end for end in margin if end is not None]
        if known:
            return max(known)
    return -1.0


def _depths(buurten: Iterable[FloodedBuurt], wijken: Mapping[str, str]) -> Table:
    """Return the water in each buurt, the deepest first."""
    # The deepest first, then where the depth is not known, then where nothing is known.
    ordered = sorted(
        buurten, key=lambda buurt: (buurt.wet_share == 0, -(buurt.depth_m or 0.0), buurt.name)
    )
    rows: list[Row] = [
        {
            "code": buurt.code,
            "name": buurt.name,
            "depth_m": buurt.depth_m,
            "wet_share": PERCENT * buurt.wet_share,
            "unknown_share": PERCENT * buurt.unknown_share,
            "first_hour": buurt.first_hour,
            "affected": buurt.affected,
            "leave": buurt.leave,
            "stay": buurt.stay,
            "dry_known": None if buurt.dry_known is None else PERCENT * buurt.dry_known,
            "dry_home": buurt.dry_home,
            "wijk": wijken.get(buurt.code, ""),
        }
        for buurt in ordered
    ]
    columns = ("name", "depth_m", "wet_share", "unknown_share", "first_hour", "affected", "leave",
               "stay", "dry_known", "dry_home", "wijk")  # fmt: skip
    return table("depths", rows, columns)


def _people_by_depth(counts: Iterable[DepthCount], *, assumed: bool) -> Table:
    """Return who stands how deep, the deepest first."""
    rows = [{"depth": count.zone.label, **people_cells(count.within)} for count in counts]
    return table("water_zones", rows, ("depth", *people_columns(assumed=assumed)))


def _shelters(answer: WaterAnswer) -> Table:
    """Return the dry shelters and how full they get."""
    rows = [shelter.to_dict() | {"used": shelter.used} for shelter in answer.balance.shelter_uses]
    unknown = table_words.NO_SHELTER_KNOWN if answer.not_usable.uncertain else ""
    return table("shelters", rows, ("name", "rooms", "used"), why_unknown=unknown)


def _institutions(clocks: Iterable[Clock]) -> Table:
    """Return the two clocks of each institution, the ones in trouble first."""
    rows = [
        {
            "order": at,
            "name": clock.place.name,
            "water_h": clock.water_h,
            "up_h": clock.up_h,
            "up": VERDICTS[clock.up],
            "out_h": clock.out_h,
            "out": VERDICTS[clock.out],
            "class": VULNERABILITY.get(clock.place.vulnerability, ""),
            "depth_m": clock.depth_m,
            "helpless": clock.place.dependent,
            "x_rd": round(clock.place.x_rd, 1),
            "y_rd": round(clock.place.y_rd, 1),
        }
        for at, clock in enumerate(clocks, start=1)
    ]
    columns = ("order", "name", "water_h", "up_h", "up", "out_h", "out", "class", "depth_m",
               "helpless")  # fmt: skip
    return table("institutions", rows, columns)
