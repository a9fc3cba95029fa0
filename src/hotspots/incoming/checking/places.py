"""Where rows are, in RD metres; a wrong coordinate system stops, it is never guessed in silence.

Nothing of an address goes further than this: not into a row, a problem or a version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyproj
from pyproj.exceptions import ProjError

from hotspots.crs import NETHERLANDS_RD, NETHERLANDS_WGS84, RD_NEW, WGS84, reproject, transformer
from hotspots.dutch import fold
from hotspots.errors import CrsError, IntakeError
from hotspots.incoming.checking import column_words, place_words
from hotspots.incoming.open_data.geocoder import Address
from hotspots.incoming.reading import words as reading_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.report import RowProblems
    from hotspots.incoming.reading.table import Table


FINE, EMPTY, UNREADABLE, ROUNDED, INFINITE = range(5)
#: What each code says; "" where there is nothing to say.
NUMBER_REASONS: Final = (
    "",
    place_words.HALF_EMPTY,
    place_words.NUMBER_UNREADABLE,
    place_words.NUMBER_ROUNDED,
    place_words.NUMBER_INFINITE,
)
#: A number without thousands, with a point or a comma before the decimals. The length keeps a
#: number within a float.
_PLAIN: Final = r"^[+-]?[0-9]{1,15}(?:[.,][0-9]{0,20})?$"
_GROUPED: Final = re.compile(
    r"^[+-]?[0-9]{1,3}(?:"
    r"(?:\.[0-9]{3})+,[0-9]+|(?:,[0-9]{3})+\.[0-9]+"  # 105.123,50 and 105,123.50
    r"|(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,}"  # 1.105.123: two points cannot be decimal
    r"|(?:[ \u00a0\u202f'][0-9]{3})+(?:[.,][0-9]+)?)$"  # 105 123,5
)
#: A coordinate in RD with a point or comma between its thousands, and no decimals.
_GROUPED_RD: Final = r"[0-9]{1,3}[.,][0-9]{3}"
_SCIENTIFIC: Final = re.compile(r"^[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+$")
_INFINITE: Final = re.compile(r"^[+-]?inf(?:inity)?$", re.IGNORECASE)


def read_numbers(texts: pd.Series[str]) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Read numbers with a decimal point or comma, and say what is wrong where it is not one.

    One separator followed by digits is a decimal one: 105.123 is a hundred and five and a bit.
    Separators of thousands are accepted only where nothing else can be meant (105.123,50).
    The notation 1,05E+05 is refused: a spreadsheet has thrown digits away.

    Returns
    -------
    tuple of arrays, both shape (n,)
        Numbers, NaN where there is none; and codes, 0 where fine, else the place of the reason
        in `NUMBER_REASONS`.

    Examples
    --------
    >>> import pandas as pd
    >>> values, codes = read_numbers(pd.Series(["105123,5", "105.123,50", "4.67", "", "1e309"]))
    >>> values.tolist(), codes.tolist()
    ([105123.5, 105123.5, 4.67, nan, nan], [0, 0, 0, 1, 4])
    """
    trimmed = pc.utf8_trim_whitespace(pa.array(texts, type=pa.string()))
    if isinstance(trimmed, pa.ChunkedArray):
        trimmed = trimmed.combine_chunks()
    plain = np.asarray(
        pc.match_substring_regex(trimmed, _PLAIN).to_numpy(zero_copy_only=False), dtype=np.bool_
    )
    values = np.full(len(plain), np.nan)
    codes = np.zeros(len(plain), dtype=np.int8)
    chosen = trimmed.filter(pa.array(plain))
    pointed = pc.replace_substring(pc.utf8_ltrim(chosen, "+"), ",", ".")
    values[plain] = pc.cast(pointed, pa.float64()).to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(~plain):
        values[row], codes[row] = _read_other(trimmed[row].as_py())
    return values, codes


def _read_other(text: str) -> tuple[float, int]:
    if not text:
        return np.nan, EMPTY
    if _SCIENTIFIC.match(text):
        infinite = not np.isfinite(float(text.replace(",", ".")))
        return np.nan, INFINITE if infinite else ROUNDED
    if _INFINITE.match(text):
        return np.nan, INFINITE
    if _GROUPED.match(text):
        value = float(_without_thousands(text))
        return (value, FINE) if np.isfinite(value) else (np.nan, INFINITE)
    return np.nan, UNREADABLE


def _without_thousands(text: str) -> str:
    bare = re.sub(r"[ \u00a0\u202f']", "", text)
    last = max(bare.rfind(","), bare.rfind("."))
    repeated = last >= 0 and bare.count(bare[last]) > 1
    if last < 0 or repeated:
        return bare.replace(",", "").replace(".", "")
    return f"{re.sub('[.,]', '', bare[:last])}.{bare[last + 1 :]}"


_EPSG: Final = re.compile(r"^epsg:\d{4,6}$", re.IGNORECASE)
_BOUNDS: Final = {"rd": NETHERLANDS_RD, "degrees": NETHERLANDS_WGS84}
_SYSTEM: Final = {"rd": RD_NEW, "degrees": WGS84}
#: Share of the places that must agree before the tool believes what numbers look like.
_MAJORITY: Final = 0.5
_CLEARLY: Final = 0.95


@dataclass(frozen=True, slots=True)
class Places:
    """Places of rows.

    Attributes
    ----------
    x_rd, y_rd
        Shape (n,): RD metres; NaN without a usable place.
    without
        Shape (n,): whether nothing was filled in, which is no fault.
    crs
        The CRS that the numbers of the file were read in.
    warnings
        How the CRS was decided, where that was not plain.
    """

    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    without: NDArray[np.bool_]
    crs: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Raw coordinates with the names and texts of the columns they stood in."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    columns: tuple[str, ...]
    texts: tuple[pd.Series[str], ...]
    said: str | None
    in_thousands: bool = False

    @property
    def placed(self) -> NDArray[np.bool_]:
        return np.isfinite(self.x) & np.isfinite(self.y)

    @property
    def example(self) -> str:
        row = int(self.placed.argmax())
        return f"{self.x[row]:.10g}, {self.y[row]:.10g}"


def read_places(
    table: Table,
    columns: Mapping[str, str],
    problems: RowProblems,
    *,
    crs: str | None = None,
    prefer_columns: bool = False,
) -> Places:
    """Read where rows are, and convert to RD.

    The CRS is, in this order: ``crs``; what the columns mean (x_rd, y_rd or lon, lat); what the
    file states. If all are silent it is detected from the numbers, with a warning. If most
    numbers do not lie in the Netherlands in that CRS, everything stops.

    Parameters
    ----------
    columns
        Column per field, from `hotspots.incoming.checking.columns.map_columns`.
    problems
        Receives coordinates that are no number, half empty, or outside the Netherlands.
    prefer_columns
        Whether columns go before the geometry of the file; they do anyway where no row has a
        geometry.

    Raises
    ------
    CrsError
        If the CRS is unknown, or most coordinates are in another one: degrees in columns of
        metres, the reverse, or two columns swapped.
    """
    if crs is not None and not _EPSG.match(crs):
        raise CrsError(*place_words.crs_unreadable(crs))
    crs = _checked(crs)
    pairs = (("x_rd", "y_rd"), ("lon", "lat"))
    if table.x is None and not any(all(field in columns for field in pair) for pair in pairs):
        # A calendar may name its places only.
        nowhere = np.full(len(table), np.nan)
        return Places(nowhere, nowhere.copy(), np.isnan(nowhere), RD_NEW)
    named = any(all(field in columns for field in pair) for pair in pairs)
    drawn = table.x is not None and bool(np.isfinite(table.x).any())
    if table.x is not None and not (named and (prefer_columns or not drawn)):
        numbers = _from_geometry(table)
        without = ~numbers.placed
    else:
        numbers, without = _from_columns(table, columns, problems, crs)
    warnings: tuple[str, ...] = (
        (place_words.thousands(numbers.columns, numbers.example),) if numbers.in_thousands else ()
    )
    if crs and table.crs and _checked(table.crs) != crs:
        warnings = (place_words.crs_overruled(table.crs, crs),)
    used = crs or numbers.said
    if used is None:
        used, detected = _detected(numbers)
        warnings = (*warnings, *detected)
    x_rd, y_rd = reproject(numbers.x, numbers.y, source=used, target=RD_NEW)
    outside = numbers.placed & ~_within(x_rd, y_rd, NETHERLANDS_RD)
    _stop_if_most_are_outside(numbers, outside, used)
    _report_outside(numbers, outside, used, problems)
    lost = outside | ~numbers.placed
    return Places(
        np.where(lost, np.nan, x_rd), np.where(lost, np.nan, y_rd), without, used, warnings
    )


def _checked(crs: str | None) -> str | None:
    """Return a CRS that exists and that PROJ can convert to RD, its EPSG number in capitals."""
    if crs is None:
        return None
    known = crs.upper() if _EPSG.match(crs) else crs
    try:
        system = pyproj.CRS.from_user_input(known)
        transformer(known, RD_NEW)
    except ProjError as error:
        raise CrsError(*place_words.crs_unreadable(crs)) from error
    if not (system.is_geographic or system.is_projected):
        raise CrsError(*place_words.crs_unreadable(crs))
    return known


def _from_geometry(table: Table) -> _Numbers:
    nowhere = np.zeros(0)
    x = nowhere if table.x is None else table.x
    y = nowhere if table.y is None else table.y
    return _Numbers(x, y, (reading_words.GEOMETRY,), (), _checked(table.crs))


def _from_columns(
    table: Table, columns: Mapping[str, str], problems: RowProblems, crs: str | None
) -> tuple[_Numbers, NDArray[np.bool_]]:
    metres = "x_rd" in columns and "y_rd" in columns
    degrees = "lon" in columns and "lat" in columns
    if degrees and (not metres or (crs is not None and pyproj.CRS(crs).is_geographic)):
        fields, said = ("lon", "lat"), WGS84
    else:
        fields, said = ("x_rd", "y_rd"), RD_NEW
    names = tuple(columns[field] for field in fields)
    texts = tuple(table.rows[name] for name in names)
    (x, x_code), (y, y_code) = (read_numbers(text) for text in texts)
    grouped = said == RD_NEW == (crs or RD_NEW) and _in_thousands(texts, x, y)
    if grouped:
        x, y = x * 1000, y * 1000
    without = (x_code == EMPTY) & (y_code == EMPTY)
    for name, text, code in zip(names, texts, (x_code, y_code), strict=True):
        for kind, reason in enumerate(NUMBER_REASONS):
            if reason:
                problems.add((code == kind) & ~without, name, text, reason)
    return _Numbers(x, y, names, texts, said, in_thousands=grouped), without


def _in_thousands(
    texts: tuple[pd.Series[str], ...], x: NDArray[np.float64], y: NDArray[np.float64]
) -> bool:
    """Whether the point in every number divides thousands: 103.000 is 103 km, and not 103 metres.

    One number cannot tell. All of them have three digits behind one point, and none lies in the
    Netherlands unless it is a thousand times as much.
    """
    for column in texts:
        trimmed = column.str.strip()
        if not trimmed[trimmed != ""].str.fullmatch(_GROUPED_RD).all():
            return False
    placed = np.isfinite(x) & np.isfinite(y)
    return bool(placed.any() and _within(1000 * x, 1000 * y, NETHERLANDS_RD)[placed].all())


def _within(
    x: NDArray[np.float64], y: NDArray[np.float64], bounds: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)


def _fits(numbers: _Numbers) -> dict[str, NDArray[np.bool_]]:
    """Mark the places that lie in the Netherlands, per way of reading the raw numbers."""
    fits = {kind: _within(numbers.x, numbers.y, bounds) for kind, bounds in _BOUNDS.items()}
    fits |= {
        f"{kind}_swapped": _within(numbers.y, numbers.x, bounds) for kind, bounds in _BOUNDS.items()
    }
    return fits


def _detected(numbers: _Numbers) -> tuple[str, tuple[str, ...]]:
    """Choose the CRS that nearly all numbers fit, and say so."""
    placed = int(np.count_nonzero(numbers.placed))
    if not placed:
        return RD_NEW, ()
    fits = _fits(numbers)
    for kind, system in _SYSTEM.items():
        if np.count_nonzero(fits[kind]) >= _CLEARLY * placed:
            return system, (place_words.crs_detected(place_words.CRS_NAMES[system]),)
    raise CrsError(*place_words.crs_unknown(numbers.example))


def _stop_if_most_are_outside(numbers: _Numbers, outside: NDArray[np.bool_], used: str) -> None:
    placed = int(np.count_nonzero(numbers.placed))
    if np.count_nonzero(outside) <= _MAJORITY * placed:
        return
    said = place_words.CRS_NAMES.get(used, used[:60])
    shares = {
        kind: np.count_nonzero(fit) / placed
        for kind, fit in _fits(numbers).items()
        if _SYSTEM.get(kind) != used
    }
    best = max(shares, key=lambda kind: shares[kind])
    if shares[best] > _MAJORITY:
        raise CrsError(
            *place_words.wrong_crs(numbers.columns, said, best, shares[best], numbers.example)
        )
    otherwise = _written_otherwise(numbers)
    raise CrsError(*place_words.nothing_fits(numbers.columns, said, numbers.example, otherwise))


#: How often metres are what is written.
_SCALES: Final = {"cm": 0.01, "mm": 0.001, "km": 1000.0}


def _written_otherwise(numbers: _Numbers) -> str:
    """Return how nearly all places would lie in the Netherlands; "" if in no way that is known.

    Degrees first: 4670000, 51810000 is also 47 and 518 km in centimetres, and that is in the North
    Sea, as all of the country would be that is read so.
    """
    x, y = numbers.x[numbers.placed], numbers.y[numbers.placed]
    scaled = [
        kind
        for kind, scale in _SCALES.items()
        if np.mean(_within(x * scale, y * scale, NETHERLANDS_RD)) >= _CLEARLY
    ]
    degrees = ["degrees"] if _lost_their_point(x, y) else []
    return next(iter([*degrees, *scaled]), "")


def _lost_their_point(x: NDArray[np.float64], y: NDArray[np.float64]) -> bool:
    """Whether nearly all are degrees in the Netherlands, once a point stands behind their digits.

    Of the longitude one digit stands before it, of the latitude two.
    """
    if (x < 1).any() or (y < 1).any():
        return False
    lon, lat = x / 10 ** np.floor(np.log10(x)), y / 10 ** (np.floor(np.log10(y)) - 1)
    return bool(np.mean(_within(lon, lat, NETHERLANDS_WGS84)) >= _CLEARLY)


def _report_outside(
    numbers: _Numbers, outside: NDArray[np.bool_], used: str, problems: RowProblems
) -> None:
    """Blame the coordinate that is out of range, and say what the place looks like instead."""
    if not outside.any():
        return
    west, south, east, north = NETHERLANDS_WGS84 if used == WGS84 else NETHERLANDS_RD
    bad_x = outside & ~((numbers.x >= west) & (numbers.x <= east))
    bad_y = outside & ~((numbers.y >= south) & (numbers.y <= north))
    bad_x |= outside & ~bad_y
    left = outside.copy()
    hints: list[tuple[NDArray[np.bool_], str]] = []
    for kind, fit in _fits(numbers).items():
        if _SYSTEM.get(kind) != used:
            hints.append((left & fit, place_words.outside_country(place_words.LOOKS_LIKE[kind])))
            left &= ~fit
    for where, reason in (*hints, (left, place_words.outside_country())):
        if not numbers.texts:
            pair = (
                [f"{x:.10g}, {y:.10g}" for x, y in zip(numbers.x, numbers.y, strict=True)]
                if where.any()
                else []
            )
            problems.add(where, reading_words.GEOMETRY, pair, reason)
            continue
        problems.add(where & bad_x, numbers.columns[0], numbers.texts[0], reason)
        problems.add(where & bad_y, numbers.columns[1], numbers.texts[1], reason)


#: What columns of addresses are called, beside what a layer declares.
_ALIASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "address": ("adres", "volledig_adres", "adresregel", "straat", "straatnaam"),
        "postcode": ("pc6",),
        "house_number": ("huisnummer", "huisnr"),
        "house_letter": ("huisletter", "huislt"),
        "house_addition": (
            "toevoeging",
            "huisnummertoevoeging",
            "huisnummer_toevoeging",
            "huisnr_toevoeging",
        ),
    }
)


#: Together the number of a house.
_HOUSE: Final = ("house_number", "house_letter", "house_addition")


@dataclass(frozen=True, slots=True)
class Locator:
    """How addresses are looked up.

    Parameters
    ----------
    place
        Gives RD metres, or in Dutch why there is no place.
    service
        Who is asked.
    """

    place: Callable[[Address], tuple[float, float] | str]
    service: str


def address_columns(table: Table, layer: LayerSpec, by_hand: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of addresses by field, if together they can be an address or a postcode.

    Only incidents have addresses; a calendar names places of its own list.

    Parameters
    ----------
    by_hand
        Column per field, before what the layer declares.

    Raises
    ------
    IntakeError
        If a column by hand does not exist.
    """
    if layer.kind != "incidents":
        return {}
    fields: dict[str, str] = {}
    for field, aliases in _ALIASES.items():
        named = by_hand.get(field)
        names = (named,) if named else (*layer.columns.get(field, ()), field, *aliases)
        wanted = [fold(name) for name in names]
        fitting = [column for column in table.columns if fold(column) in wanted]
        if named and not fitting:
            raise IntakeError(*column_words.unknown_column(named, table.columns, None))
        if fitting and named != "":
            fields[field] = min(fitting, key=lambda column: wanted.index(fold(column)))
    return fields if {"address", "postcode"} & set(fields) else {}


def without_addresses(layer: LayerSpec, by_hand: Mapping[str, str] | None) -> dict[str, str]:
    """Return what was chosen by hand for the fields that a row keeps."""
    apart = _ALIASES if layer.kind == "incidents" else ()
    return {field: column for field, column in (by_hand or {}).items() if field not in apart}


def require_allowed(layer: LayerSpec, columns: Mapping[str, str], locator: Locator | None) -> None:
    """Stop at a file with addresses only, where those are not looked up.

    Raises
    ------
    IntakeError
    """
    if layer.sensitive:
        raise IntakeError(*place_words.never_of_sensitive(layer.label))
    if locator is None:
        raise IntakeError(*place_words.switched_off(layer.label, tuple(columns.values())))


def with_addresses(
    table: Table,
    columns: Mapping[str, str],
    places: Places,
    problems: RowProblems,
    locator: Locator,
) -> tuple[NDArray[np.float64], NDArray[np.float64], tuple[str, ...]]:
    """Return the places of rows, those without coordinates by their address; and what to tell.

    A row that is refused already is not looked up. An address without a place is a problem of its
    row, told without the address.
    """
    x, y = places.x_rd.copy(), places.y_rd.copy()
    texts = {field: table.rows[column].str.strip().tolist() for field, column in columns.items()}
    rows = np.flatnonzero(places.without & ~problems.refused)
    addresses = {
        int(row): Address(
            text=texts["address"][row] if "address" in texts else "",
            postcode=texts["postcode"][row] if "postcode" in texts else "",
            house_number=" ".join(
                texts[field][row] for field in _HOUSE if field in texts and texts[field][row]
            ),
        )
        for row in rows
    }
    addresses = {row: address for row, address in addresses.items() if address.filled}
    answers = {address: locator.place(address) for address in dict.fromkeys(addresses.values())}
    reasons: dict[str, NDArray[np.bool_]] = {}
    placed = rough = 0
    for row, address in addresses.items():
        place = answers[address]
        if isinstance(place, str):
            reasons.setdefault(place, np.zeros(len(table), dtype=np.bool_))[row] = True
        else:
            x[row], y[row] = place
            placed += 1
            rough += address.only_postcode
    shown_column = columns.get("address") or columns["postcode"]
    for reason, where in reasons.items():
        problems.add(where, shown_column, [""] * len(table), reason)
    if not addresses:
        return x, y, ()
    notes = [place_words.looked_up(placed, len(answers), locator.service)]
    if rough:
        notes.append(place_words.by_postcode(rough))
    return x, y, tuple(notes)
