"""The lists of a risk scenario: rows of the answer that the command line prints, under Dutch names.

Numbers are those of the answer, to its one decimal; only what is shown is rounded to people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from hotspots.text import veiligheid_page as text
from hotspots.text import veiligheid_sentences as says
from hotspots.text.numbers import number
from hotspots.text.risk import VULNERABILITY, ZONES
from hotspots.text.risk_columns import margin
from hotspots.text.risk_water import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.geography.areas import Geography

Row = dict[str, Any]
#: Columns that are a share between 0 and 1 in the answer and percents here.
_PERCENT: Final = 100.0
#: Numbers with a decimal on the page; all other numbers are whole there.
_DECIMALS: Final = {"depth_m": 1, "part": 1}
_PEOPLE: Final = ("night", "day", "households", "elderly", "dependent")
_IN_WATER: Final = ("leave", "stay", "dry_home", "need", "placed", "without", "dependent_without")
LOW: Final = "_low"
HIGH: Final = "_high"


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A table: rows by English names of columns; a margin is two columns, low and high."""

    id: str
    rows: pd.DataFrame
    columns: tuple[str, ...]

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
        return text.EMPTY_LISTS.get(self.id, text.NOTHING_IN_LIST)

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, *columns: str, most: int | None = None) -> Listing:
        """Return the same with fewer columns, or only its first rows."""
        rows = self.rows if most is None else self.rows.head(most)
        return Listing(self.id, rows, columns)

    def shown(self) -> pd.DataFrame:
        """Return the rows as they are read: whole people, and a margin in one column."""
        return pd.DataFrame({name: self._shown(name) for name in self.columns})

    def _shown(self, name: str) -> Any:  # noqa: ANN401 - a column of any kind
        if name not in self.rows:
            low, high = self.rows[name + LOW], self.rows[name + HIGH]
            as_hours = name.endswith("_h")
            return [_margin(*pair, as_hours=as_hours) for pair in zip(low, high, strict=True)]
        column = self.rows[name]
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


def listing(name: str, rows: Sequence[Row], columns: Sequence[str]) -> Listing:
    """Return a table of rows; columns that are margins may be there as ``[low, high]``."""
    spread = [_spread(row) for row in rows]
    needed = [
        part
        for column in columns
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
    return Listing(name, frame, tuple(columns))


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


def zones(answer: Mapping[str, Any]) -> Listing:
    """Return who lies in each zone along the track."""
    rows = [
        {
            "label": zone["label"],
            "origin": origin(zone),
            "source": zone["source"],
            **zone["within"],
        }
        for zone in answer["zones"]
    ]
    return listing("zones", rows, ("label", "origin", *_PEOPLE, "source"))


def zone_objects(answer: Mapping[str, Any]) -> Listing:
    """Return how many objects of each class, and event sites, lie in each zone."""
    rows = [
        {"label": zone["label"], **zone["objects"], "event_sites": zone["event_sites"]}
        for zone in answer["zones"]
    ]
    return listing("zone_objects", rows, ("label", *VULNERABILITY, "event_sites"))


def origin(zone: Mapping[str, Any]) -> str:
    """Return where the border of a zone comes from."""
    if not zone["calculated"]:
        return text.ORIGIN_REGISTER
    return text.ORIGIN_CALCULATED.format(metres=number(zone["distance_m"]))


def exposed_areas(name: str, rows: Iterable[Row], names: AreaNames | None = None) -> Listing:
    """Return the people per buurt or wijk; with ``names`` a buurt has its wijk beside it."""
    told = [
        {**row}
        if names is None
        else {**row, "wijk": names.wijk.get(row["code"], ""), "share": _PERCENT * row["share"]}
        for row in rows
    ]
    columns = ("name", *_PEOPLE) if names is None else ("name", *_PEOPLE, "share", "wijk")
    return listing(name, told, columns)


def shares(column: Mapping[str, Any], names: AreaNames) -> Listing:
    """Return the part that each buurt has in the group risk."""
    rows = [
        {
            "name": row["name"],
            "wijk": names.wijk.get(row["code"], ""),
            "part": _PERCENT * row["share"],
        }
        for row in column["numbers"].get("shares", ())
    ]
    return listing("shares", rows, ("name", "part", "wijk"))


def objects(rows: Iterable[Row], names: AreaNames) -> Listing:
    """Return the objects in a zone."""
    told = [_placed(row, names) for row in rows]
    return listing("objects", told, ("name", "sort", "class", "zone", "buurt", "persons"))


def events(rows: Iterable[Row], names: AreaNames) -> Listing:
    """Return the events of the day in a zone."""
    told = [_placed(row, names) | {"outdoors": text.YES_NO[bool(row["outdoors"])]} for row in rows]
    return listing("events", told, ("title", "location", "visitors", "outdoors", "zone", "buurt"))


def _placed(row: Row, names: AreaNames) -> Row:
    return {
        **row,
        "class": VULNERABILITY.get(row.get("vulnerability") or "", ""),
        "zone": ZONES.get(row["zone"], row["zone"]),
        "buurt": names.buurt.get(row["buurt"] or "", ""),
    }


def warned(name: str, rows: Iterable[Row]) -> Listing:
    """Return the places in the zone of an incident, in the order of warning."""
    told = [{**row, "class": VULNERABILITY.get(row.get("vulnerability") or "", "")} for row in rows]
    columns = ("order", "name", "sort", "class", "distance_m", "persons", "x_rd", "y_rd")
    return listing(name, told, columns if name == "warn" else ("order", "name", "distance_m"))


def depths(answer: Mapping[str, Any], names: AreaNames) -> Listing:
    """Return the water in each buurt, the deepest first."""
    rows = sorted(_wet(answer, names), key=lambda row: (-row["depth_m"], row["name"]))
    columns = ("name", "depth_m", "wet_share", "first_hour", "affected", "leave", "stay",
               "dry_home", "wijk")  # fmt: skip
    return listing("depths", rows, columns)


def balance(answer: Mapping[str, Any], names: AreaNames) -> Listing:
    """Return the shelter balance: most people who cannot help themselves without a place first."""
    rows = [{**row, "needy": row["dependent"]} for row in _wet(answer, names)]
    rows.sort(key=lambda row: _highest(row["dependent_without"]), reverse=True)
    columns = ("name", "without", "dependent_without", "need", "needy", "placed", "wijk")
    return listing("balance", rows, columns)


def _wet(answer: Mapping[str, Any], names: AreaNames) -> list[Row]:
    return [
        {
            **row,
            "wijk": names.wijk.get(row["code"], ""),
            "wet_share": _PERCENT * row["wet_share"],
        }
        for row in answer["buurten"]
    ]


def _highest(pair: Sequence[float | None]) -> float:
    return max((end for end in pair if end is not None), default=-1.0)


def shelters(answer: Mapping[str, Any]) -> Listing:
    """Return the dry shelters and how full they get."""
    return listing("shelters", answer["shelters"], ("name", "rooms", "used"))


def institutions(answer: Mapping[str, Any], *, wet_only: bool = False) -> Listing:
    """Return the two clocks of each institution, the ones in trouble first."""
    rows = [
        {
            **row,
            "order": at,
            "class": VULNERABILITY.get(row["vulnerability"] or "", ""),
            "up": VERDICTS[row["up"]],
            "out": VERDICTS[row["out"]],
        }
        for at, row in enumerate(answer["institutions"], start=1)
        if not wet_only or row["out"] != "droog"
    ]
    columns = ("order", "name", "water_h", "up_h", "up", "out_h", "out", "class", "depth_m")
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
