"""A list of a risk scenario: rows of the answer that the command line prints, under Dutch names.

Numbers are those of the answer, to its one decimal; only what is shown is rounded to people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from hotspots.dutch import day, number
from hotspots.risico import page_words as text
from hotspots.risico import sentences as says
from hotspots.risico.words import VERDICTS, VULNERABILITY, ZONES, margin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.geography.areas import Geography


Row = dict[str, Any]
Where = str | tuple[float, float]
#: Numbers with a decimal on the page; all other numbers are whole there.
_DECIMALS: Final = {"depth_m": 1, "part": 1}
#: Numbers that are no amount: a year has no point in it.
_YEARS: Final = ("year",)
LOW: Final = "_low"
HIGH: Final = "_high"


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A table: rows by English names of columns; a margin is two columns, low and high.

    Attributes
    ----------
    looked
        False where it is not known whether there are rows: nothing was loaded or asked.
    unknown
        Why that is not known, or why there may be more rows; "" where there is nothing to say.
    where : same length as ``rows``, or empty
        The code of the buurt or wijk of each row, or x and y in metres RD.
    """

    id: str
    rows: pd.DataFrame
    columns: tuple[str, ...]
    looked: bool = True
    where: tuple[Where, ...] = ()
    unknown: str = ""

    @property
    def title(self) -> str:
        """What the table is."""
        return text.LISTS[self.id][0]

    @property
    def meaning(self) -> str:
        """What a row is."""
        return text.LISTS[self.id][1]

    @property
    def nothing(self) -> str:
        """What is said when there are no rows."""
        if self.unknown:
            return self.unknown
        if not self.looked:
            return text.NOT_LOOKED
        return text.EMPTY_LISTS.get(self.id, text.NOTHING_IN_LIST)

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, *columns: str, most: int | None = None) -> Listing:
        """Return the same with fewer columns, or only its first rows."""
        rows = self.rows if most is None else self.rows.head(most)
        where = self.where[: len(rows)]
        return Listing(self.id, rows, columns, self.looked, where, self.unknown)

    def shown(self) -> pd.DataFrame:
        """Return the rows as they are read: whole people, and a margin in one column."""
        return pd.DataFrame({name: self._shown(name) for name in self.columns})

    def _shown(self, name: str) -> Any:  # noqa: ANN401 - a column of any kind
        if name not in self.rows:
            low, high = self.rows[name + LOW], self.rows[name + HIGH]
            as_hours = name.endswith("_h")
            return [_margin(*pair, as_hours=as_hours) for pair in zip(low, high, strict=True)]
        column = self.rows[name]
        if name in _YEARS:
            return [None if pd.isna(year) else f"{year:.0f}" for year in column]
        if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
            return column.to_numpy()
        decimals = _DECIMALS.get(name, 0)
        if decimals:
            return column.round(decimals).to_numpy()
        return pd.array([None if pd.isna(one) else round(one) for one in column], dtype="Int64")

    def cells(self) -> list[list[str]]:
        """Return the rows as texts, for paper."""
        rows = self.shown()
        return [
            [_text(value, _DECIMALS.get(str(name), 0)) for name, value in row.items()]
            for row in rows.to_dict("records")
        ]

    def numeric(self) -> tuple[bool, ...]:
        """Return which columns hold numbers."""
        rows = self.shown()
        return tuple(bool(pd.api.types.is_numeric_dtype(rows[name])) for name in rows)


def listing(
    name: str,
    rows: Sequence[Row],
    columns: Sequence[str],
    *,
    beside: Sequence[str] = (),
    looked: bool = True,
    unknown: str = "",
) -> Listing:
    """Return a table of rows; columns that are margins may be there as ``[low, high]``.

    Parameters
    ----------
    beside
        Columns of a file that a page or a sheet has no room for.
    """
    spread = [_spread(row) for row in rows]
    needed = [
        part
        for column in (*columns, *beside)
        for part in (
            (column,) if not spread or column in spread[0] else (column + LOW, column + HIGH)
        )
    ]
    frame = pd.DataFrame({part: [row.get(part) for row in spread] for part in needed})
    for part in needed:
        values = [row.get(part) for row in spread]
        if any(isinstance(value, int | float) for value in values) and not any(
            isinstance(value, str | bool) for value in values
        ):
            frame[part] = pd.to_numeric(frame[part])
    where = [found for row in rows if (found := _where(row)) is not None]
    placed = tuple(where) if len(where) == len(rows) else ()
    return Listing(name, frame, tuple(columns), looked, placed, unknown)


def _where(row: Row) -> Where | None:
    if row.get("code"):
        return str(row["code"])
    if row.get("x_rd") is None or row.get("y_rd") is None:
        return None
    return float(row["x_rd"]), float(row["y_rd"])


def _spread(row: Row) -> Row:
    """Return a row with each margin as its two ends, the lowest first."""
    told: Row = {}
    for name, value in row.items():
        if isinstance(value, list):
            known = [end for end in value if end is not None]
            told[name + LOW] = min(known) if known else None
            told[name + HIGH] = max(known) if known else None
        else:
            told[name] = value
    return told


def _margin(low: float, high: float, *, as_hours: bool) -> str:
    if pd.isna(low) or pd.isna(high):
        return "–"
    return says.hours(low, high) if as_hours else margin((low, high))


def _text(value: object, decimals: int) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN alone differs
        return "–"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, decimals)
    return str(value)


@dataclass(frozen=True, slots=True, eq=False)
class AreaNames:
    """Names of buurten and of the wijk of each, by the code of the buurt."""

    buurt: Mapping[str, str]
    wijk: Mapping[str, str]

    @classmethod
    def of(cls, geography: Geography) -> AreaNames:
        """Return the names of a home."""
        buurten, wijken = geography.buurten, geography.wijken
        of_wijk = [wijken.names[at] for at in buurten.parent]
        return cls(
            dict(zip(buurten.codes, buurten.names, strict=True)),
            dict(zip(buurten.codes, of_wijk, strict=True)),
        )


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
