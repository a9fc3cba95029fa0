"""The lists of a risk scenario, made of the answer that the command line prints."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hotspots.drawing.report.scenario_lists import Listing, listing
from hotspots.text import veiligheid_lists as text
from hotspots.text import veiligheid_sentences as says
from hotspots.text.numbers import day, number
from hotspots.text.risk import VULNERABILITY, ZONES
from hotspots.text.risk_water import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.drawing.report.scenario_lists import AreaNames, Row

#: Columns that are a share between 0 and 1 in the answer and percents here.
_PERCENT: Final = 100.0
#: What is counted of places and events.
_PLACES: Final = (*VULNERABILITY, "event_sites", "events")


def _people(*, assumed: bool) -> tuple[str, ...]:
    """Return the columns of people; whether those by day follow from a setting is in the name."""
    return "night", "day" if assumed else "day_counted", "households", "elderly", "dependent"


def _with_day(row: Row, *, assumed: bool) -> Row:
    return row if assumed else {**row, "day_counted": row["day"]}


def zones(answer: Mapping[str, Any]) -> Listing:
    """Return who lies in each zone along the track."""
    assumed = answer["day_assumed"]
    rows = [
        {
            "label": zone["label"],
            "origin": origin(zone),
            "source": zone["source"],
            **_with_day(zone["within"], assumed=assumed),
            "night_bounds": zone["within_bounds"]["night"],
            "helpless": zone["dependents_in_objects"]["people"],
            "helpless_unknown": zone["dependents_in_objects"]["without"],
        }
        for zone in answer["zones"]
    ]
    columns = ("label", "origin", "night", "night_bounds", *_people(assumed=assumed)[1:],
               "helpless", "helpless_unknown")  # fmt: skip
    return listing("zones", rows, columns, beside=("source",))


def depth_people(answer: Mapping[str, Any]) -> Listing:
    """Return who stands how deep, the deepest first."""
    assumed = answer["day_assumed"]
    rows = [
        {"depth": zone["label"], **_with_day(zone["within"], assumed=assumed)}
        for zone in answer["exposed"]["zones"]
    ]
    return listing("water_zones", rows, ("depth", *_people(assumed=assumed)))


def places_in_zones(name: str, zones: Iterable[Row], label: str) -> Listing:
    """Return how many objects, event sites and events lie in each zone; ``label`` is its column."""
    rows = [{label: zone["label"], **_counts(zone)} for zone in zones]
    return listing(name, rows, (label, *_PLACES))


def places_in_areas(name: str, rows: Iterable[Row], names: AreaNames | None = None) -> Listing:
    """Return the same per buurt or wijk, those with anything in them, most first."""
    told = [
        {
            "code": row["code"],
            "name": row["name"],
            "wijk": names.wijk.get(row["code"], "") if names is not None else "",
            **_counts(row),
        }
        for row in rows
    ]
    told = [row for row in told if _how_many(row)]
    told.sort(key=_how_many, reverse=True)
    columns = ("name", *_PLACES) if names is None else ("name", *_PLACES, "wijk")
    return listing(name, told, columns)


def _counts(row: Row) -> Row:
    return {**row["objects"], "event_sites": row["event_sites"], "events": row["events"]}


def _how_many(row: Row) -> int:
    return sum(row[name] or 0 for name in _PLACES)


def origin(zone: Mapping[str, Any]) -> str:
    """Return where the border of a zone comes from."""
    if not zone["calculated"]:
        return text.ORIGIN_REGISTER
    return text.ORIGIN_CALCULATED.format(metres=number(zone["distance_m"]))


def parts_of(group_risk: Mapping[str, Any]) -> dict[str, float]:
    """Return the part of each buurt in the group risk, in percents, by its code."""
    return {row["code"]: _PERCENT * row["share"] for row in group_risk["numbers"]["shares"]}


def exposed_areas(
    name: str,
    rows: Iterable[Row],
    names: AreaNames | None = None,
    *,
    assumed: bool,
    parts: Mapping[str, float] | None = None,
    unknown: str = "",
) -> Listing:
    """Return the people per buurt or wijk.

    Parameters
    ----------
    names
        With these a buurt has its wijk beside it.
    assumed
        Whether the people by day follow from a setting.
    parts
        What each buurt adds to the group risk; a buurt that is not there adds nothing.
    """
    told = []
    for row in rows:
        entry = _with_day(row, assumed=assumed)
        if names is not None:
            share = _PERCENT * row["share"]
            entry = {**entry, "wijk": names.wijk.get(row["code"], ""), "share": share}
        if parts is not None:
            entry = {**entry, "part": parts.get(row["code"], 0.0)}
        told.append(entry)
    beside = () if names is None else ("share", "wijk")
    added = () if parts is None else ("part",)
    return listing(
        name, told, ("name", *_people(assumed=assumed), *added, *beside), unknown=unknown
    )


def shares(column: Mapping[str, Any], names: AreaNames) -> Listing:
    """Return the part that each buurt has in the group risk."""
    rows = [
        {
            "code": row["code"],
            "name": row["name"],
            "wijk": names.wijk.get(row["code"], ""),
            "part": _PERCENT * row["share"],
        }
        for row in column["numbers"].get("shares", ())
    ]
    return listing("shares", rows, ("name", "part", "wijk"))


def objects(answer: Mapping[str, Any], names: AreaNames) -> Listing:
    """Return the objects in a zone."""
    told = [_placed(row, names) for row in answer["objects"]]
    columns = ("name", "sort", "class", "zone", "buurt", "persons", "helpless")
    return listing("objects", told, columns, looked=objects_known(answer))


def objects_known(answer: Mapping[str, Any]) -> bool:
    """Whether kwetsbare objecten were loaded, so that none in a zone is none."""
    return answer["places"]["inside"]["objects"]["kwetsbaar"] is not None


def events(
    name: str, rows: Iterable[Row], names: AreaNames, *, looked: bool, unknown: str = ""
) -> Listing:
    """Return events in a zone, with the day of each."""
    told = [
        _placed(row, names)
        | {
            "outdoors": text.YES_NO[bool(row["outdoors"])],
            "date": day(date.fromisoformat(row["day"])) if row["day"] else None,
        }
        for row in rows
    ]
    columns = ("date", "title", "location", "visitors", "outdoors", "zone", "buurt")
    return listing(name, told, columns, looked=looked, unknown=unknown)


def transport(rows: Sequence[Row]) -> Listing:
    """Return the wagons per year; a table in which nobody filled in a number is not known."""
    known = any(row["wagons_per_year"] is not None for row in rows)
    columns = ("route", "substance", "wagons_per_year", "year")
    return listing("transport", rows if known else (), columns)


def _placed(row: Row, names: AreaNames) -> Row:
    return {
        **row,
        "class": VULNERABILITY.get(row.get("vulnerability") or "", ""),
        "zone": ZONES.get(row["zone"], row["zone"]),
        "buurt": names.buurt.get(row["buurt"] or "", ""),
        "helpless": row.get("dependent"),
    }


_WARNED: Final = {
    "warn": (
        "order",
        "name",
        "sort",
        "class",
        "distance_m",
        "open",
        "persons",
        "helpless",
        "x_rd",
        "y_rd",
    ),
    "sites": ("order", "name", "distance_m"),
    "incident_events": ("order", "name", "class", "distance_m", "persons"),
}


def warned(name: str, rows: Iterable[Row], *, looked: bool = True, unknown: str = "") -> Listing:
    """Return the places in the zone of an incident, in the order of warning."""
    told = [
        {
            **row,
            "class": VULNERABILITY.get(row.get("vulnerability") or "", ""),
            "open": text.OPEN[row["open"]],
            "helpless": row["dependent"],
        }
        for row in rows
    ]
    return listing(name, told, _WARNED[name], looked=looked, unknown=unknown)


def depths(answer: Mapping[str, Any], names: AreaNames) -> Listing:
    """Return the water in each buurt, the deepest first."""
    # The deepest first, then where nobody says how deep, then where it is not known at all.
    rows = sorted(
        _wet(answer, names),
        key=lambda row: (row["wet_share"] == 0, -(row["depth_m"] or 0.0), row["name"]),
    )
    columns = ("name", "depth_m", "wet_share", "unknown_share", "first_hour", "affected", "leave",
               "stay", "dry_known", "dry_home", "wijk")  # fmt: skip
    return listing("depths", rows, columns)


def balance(answer: Mapping[str, Any], names: AreaNames) -> Listing:
    """Return the shelter balance: most people without a place who may need help first."""
    rows = [
        {**row, "needy": row["dependent"]} for row in _wet(answer, names) if row["wet_share"] > 0
    ]
    rows.sort(key=_worst, reverse=True)
    columns = ("name", "without", "dependent_without", "need", "needy", "placed", "wijk")
    return listing("balance", rows, columns)


def _wet(answer: Mapping[str, Any], names: AreaNames) -> list[Row]:
    return [
        {
            **row,
            "wijk": names.wijk.get(row["code"], ""),
            "wet_share": _PERCENT * row["wet_share"],
            "unknown_share": _PERCENT * row["unknown_share"],
            "dry_known": None if row["dry_known"] is None else _PERCENT * row["dry_known"],
        }
        for row in answer["buurten"]
    ]


def _worst(row: Row) -> float:
    """Return how many without a place may need help: all of them where it is not known."""
    for name in ("dependent_without", "without"):
        known = [end for end in row[name] if end is not None]
        if known:
            return float(max(known))
    return -1.0


def shelters(answer: Mapping[str, Any]) -> Listing:
    """Return the dry shelters and how full they get."""
    left_out = answer["shelters_not_usable"]
    unknown = text.NO_SHELTER_KNOWN if left_out["not_known"] or left_out["outside_dike"] else ""
    return listing("shelters", answer["shelters"], ("name", "rooms", "used"), unknown=unknown)


def institutions(answer: Mapping[str, Any], *, wet_only: bool = False) -> Listing:
    """Return the two clocks of each institution, the ones in trouble first."""
    rows = [
        {
            **row,
            "order": at,
            "class": VULNERABILITY.get(row["vulnerability"] or "", ""),
            "up": VERDICTS[row["up"]],
            "out": VERDICTS[row["out"]],
            "helpless": row["dependent"],
        }
        for at, row in enumerate(answer["institutions"], start=1)
        if not wet_only or row["out"] != "droog"
    ]
    columns = ("order", "name", "water_h", "up_h", "up", "out_h", "out", "class", "depth_m",
               "helpless")  # fmt: skip
    return listing("institutions", rows, columns)


def settings(found: Mapping[str, Mapping[str, Any]]) -> Listing:
    """Return what was assumed, with the source beside each value."""
    rows = [
        {
            "setting": entry["label"],
            "value": says.setting_value(entry["value"], entry["low"], entry["high"], entry["unit"]),
            "certainty": text.CERTAINTY[entry["certainty"]],
            "source": entry["source"],
        }
        for entry in found.values()
    ]
    return listing("settings", rows, ("setting", "value", "certainty", "source"))
