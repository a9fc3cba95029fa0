"""Where an incident is: from what somebody wrote to a point.

A place is written as coordinates in RD or in degrees, as a kilometre of the track, as the name of a
station or of another place of the home, or as an address. An address is looked up in the register
of the home; it leaves the building only where the home allows that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.features import features_for, visible_features
from hotspots.access.importing import locator_of
from hotspots.crs import NETHERLANDS_RD, NETHERLANDS_WGS84, RD_NEW, WGS84, reproject
from hotspots.dutch import fold
from hotspots.errors import SelectionError
from hotspots.incoming.open_data.geocoder import Address, question_of
from hotspots.risico import place_words as text
from hotspots.risico.objects import event_sites, shelter_places, stations, vulnerable_places

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.incoming.checking.places import Locator
    from hotspots.incoming.open_data.geocoder import Question
    from hotspots.risico.objects import Places


#: Two numbers: x and y with ";" or a space between them may have decimal commas.
_NUMBER: Final = r"[+-]?\d{1,7}(?:[.,]\d{1,12})?"
_POINTED: Final = r"[+-]?\d{1,7}(?:\.\d{1,12})?"
_APART: Final = re.compile(rf"\s*({_NUMBER})(?:\s*;\s*|,?\s+)({_NUMBER})\s*")
_TOGETHER: Final = re.compile(rf"\s*({_POINTED})\s*,\s*({_POINTED})\s*")
#: Metres as a sheet prints them, "x 105.420, y 424.530 (RD)", or in part. A y has six figures, so
#: that degrees are never taken for it.
_PRINTED_RD: Final = re.compile(
    r"(?:punt )?(?:x ?=? ?)?(\d{2,3}\.?\d{3})(?: ?[,;–-] ?| )(?:y ?=? ?)?(\d{3}\.?\d{3})"
    r"(?: ?\(?RD\)?)?",
    re.IGNORECASE,
)
#: Degrees with the side of the world behind them, "51,80720 N, 4,66830 O", in either order.
_DEGREES_OF: Final = rf"({_NUMBER}) ?°? ?(?:NB|OL|N|O|E)"
_PRINTED_DEGREES: Final = re.compile(rf"{_DEGREES_OF}(?: ?[,;] ?| ){_DEGREES_OF}", re.IGNORECASE)
#: A kilometre, with the name of the line before or behind it.
_KM: Final = r"(?P<km>\d{1,3}(?:[.,]\d{1,3})?)"
_KILOMETRE: Final = (
    re.compile(rf"(?:(?P<line>.*\S)[\s,]+)?km\.?\s*{_KM}", re.IGNORECASE),
    re.compile(rf"{_KM}\s*km(?:[\s,]+(?P<line>\S.*))?", re.IGNORECASE),
)
_POSTCODE: Final = re.compile(r"\b([1-9]\d{3})\s?([A-Za-z]{2})\b")
#: A house number, and what may stand behind it; then the name of a town.
_HOUSE: Final = re.compile(r"\d{1,5}(?:\s?[A-Za-z]{1,2}\b)?(?:\s?[-/]\s?\w{1,5})?")
_TOWN_BEHIND: Final = re.compile(r"(.*\D\s\d{1,5}\s?[A-Za-z]?)\s+[A-Za-z' -]{3,}")
#: Letters from which a part of a name is looked for.
_LEAST_LETTERS: Final = 4
#: Names in a message.
_MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """A point in RD metres; ``name`` is how it is called, "" where it has no name.

    ``sort`` says how it was read: "rd", "degrees", "kilometre", "station", "place" or "address".
    """

    x_rd: float
    y_rd: float
    name: str = ""
    sort: str = "rd"


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A railway with its kilometres at both ends; None where they are not known."""

    name: str
    line: shapely.Geometry
    km_begin: float | None = None
    km_end: float | None = None

    @property
    def numbered(self) -> bool:
        """Whether it is known which kilometres it has."""
        return self.km_begin is not None and self.km_end is not None

    def at(self, km: float) -> tuple[float, float] | None:
        """Return where a kilometre is; None where the line does not have it.

        Between its ends kilometres go along the line evenly: jumps in them are not known.

        Examples
        --------
        >>> line = NumberedLine("A", shapely.LineString([(0, 0), (0, 4000)]), 30.0, 26.0)
        >>> line.at(29.0), line.at(25.0)
        ((0.0, 1000.0), None)
        """
        if self.km_begin is None or self.km_end is None or self.km_begin == self.km_end:
            return None
        part = (km - self.km_begin) / (self.km_end - self.km_begin)
        merged = self.line if self.line.geom_type == "LineString" else shapely.line_merge(self.line)
        if not 0 <= part <= 1 or merged.geom_type != "LineString":
            return None
        point = shapely.line_interpolate_point(merged, part, normalized=True)
        return float(point.x), float(point.y)


@dataclass(frozen=True, slots=True, eq=False)
class KnownPlaces:
    """What a place can be recognised by.

    Attributes
    ----------
    named
        Other places with a name: objects, shelters, event sites.
    addresses
        Rows of the register; None where there is none, or this role may not see it.
    locator
        Looks an address up elsewhere; None unless the home allows that.
    """

    stations: Places
    named: tuple[Places, ...] = ()
    lines: tuple[NumberedLine, ...] = ()
    addresses: pd.DataFrame | None = None
    locator: Locator | None = None

    @classmethod
    def of(cls, workspace: Workspace) -> KnownPlaces:
        """Return what this home knows, as far as the role may see it."""
        return cls(
            stations=stations(workspace),
            named=(
                vulnerable_places(workspace), shelter_places(workspace), event_sites(workspace),
            ),
            lines=_lines(workspace),
            addresses=_addresses(workspace),
            locator=locator_of(workspace),
        )  # fmt: skip

    @property
    def station_names(self) -> tuple[str, ...]:
        """The names of the stations."""
        return tuple(place.name for place in self.stations.places)


def _lines(workspace: Workspace) -> tuple[NumberedLine, ...]:
    features = features_for(workspace, "rail")
    if features is None:
        return ()
    return tuple(
        NumberedLine(
            str(row.get("name", "")),
            row["geometry"],
            _known(row, "km_begin"),
            _known(row, "km_end"),
        )
        for _, row in features.rows.iterrows()
    )


def _known(row: pd.Series, name: str) -> float | None:
    value = float(row.get(name, np.nan))
    return None if np.isnan(value) else value


def _addresses(workspace: Workspace) -> pd.DataFrame | None:
    features = visible_features(workspace, "address")
    if features is None or not len(features) or "house_number" not in features.rows:
        return None
    return features.rows if (features.rows["house_number"] != "").any() else None


def place_of(written: str, known: KnownPlaces) -> WrittenPlace:
    """Return the place that somebody wrote.

    Raises
    ------
    SelectionError
        If it is nowhere, or may be in more than one place.
    SourceError
        If the service that looks an address up does not answer.

    Examples
    --------
    >>> from hotspots.risico.objects import Places
    >>> nothing = KnownPlaces(Places(()))
    >>> place_of("105420,424530", nothing)
    WrittenPlace(x_rd=105420.0, y_rd=424530.0, name='', sort='rd')
    >>> place_of("105420,5 424530,5", nothing).x_rd
    105420.5
    """
    written = " ".join(written.split())
    return (
        _coordinates(written)
        or _kilometre(written, known)
        or _named(written, known)
        or _address(written, known)
    )


def _coordinates(written: str) -> WrittenPlace | None:
    """Return the point of two numbers: RD, or degrees in either order; also as a sheet has them."""
    metres = _PRINTED_RD.fullmatch(written)
    if metres is not None:
        # The dots of "105.420" part its thousands.
        first, second = (float(number.replace(".", "")) for number in metres.groups())
    else:
        read = next(
            (
                match
                for one in (_APART, _TOGETHER, _PRINTED_DEGREES)
                if (match := one.fullmatch(written))
            ),
            None,
        )
        if read is None:
            return None
        first, second = (float(number.replace(",", ".")) for number in read.groups())
    west, south, east, north = NETHERLANDS_WGS84
    for lon, lat in ((first, second), (second, first)):
        if west <= lon <= east and south <= lat <= north:
            x, y = reproject(np.array([lon]), np.array([lat]), source=WGS84, target=RD_NEW)
            return WrittenPlace(round(float(x[0]), 1), round(float(y[0]), 1), "", "degrees")
    west, south, east, north = NETHERLANDS_RD
    if not (west <= first <= east and south <= second <= north):
        raise SelectionError(*text.not_in_country(first, second))
    return WrittenPlace(first, second)


def _kilometre(written: str, known: KnownPlaces) -> WrittenPlace | None:
    """Return the point of a kilometre of the track."""
    read = next((match for one in _KILOMETRE if (match := one.fullmatch(written))), None)
    if read is None:
        return None
    km, name = float(read["km"].replace(",", ".")), fold(read["line"] or "")
    numbered = [line for line in known.lines if line.numbered]
    if not numbered:
        raise SelectionError(*text.NO_KILOMETRES)
    fitting = [line for line in numbered if name in fold(line.name)]
    at = [(line, place) for line in fitting if (place := line.at(km)) is not None]
    if len(at) != 1:
        ranges = [(line.name, line.km_begin or 0.0, line.km_end or 0.0) for line in numbered]
        raise SelectionError(*text.no_kilometre(km, [line.name for line, _ in at], ranges))
    line, (x, y) = at[0]
    return WrittenPlace(round(x, 1), round(y, 1), text.kilometre(line.name, km), "kilometre")


def _named(written: str, known: KnownPlaces) -> WrittenPlace | None:
    """Return the place of a station, or of another place of that name, or the one that has it."""
    wanted = fold(written)
    for place in known.stations.places:
        if wanted in (fold(place.name), fold(text.station(place.name))):
            return WrittenPlace(place.x_rd, place.y_rd, place.name, "station")
    others = [place for places in known.named for place in places.places]
    same = [place for place in others if fold(place.name) == wanted]
    if not same and len(wanted) >= _LEAST_LETTERS:
        same = [place for place in others if wanted in fold(place.name)]
    points = {(round(place.x_rd), round(place.y_rd)) for place in same}
    if len(points) > 1:
        names = tuple(dict.fromkeys(place.name for place in same))
        raise SelectionError(*text.several_places(written, names[:_MOST_NAMED]))
    if not same:
        return None
    return WrittenPlace(same[0].x_rd, same[0].y_rd, same[0].name, "place")


def _address(written: str, known: KnownPlaces) -> WrittenPlace:
    """Return the place of an address: of the register, or else of the service that is allowed."""
    address = written_address(written)
    query = question_of(address)
    if query is None or not query.number:
        raise SelectionError(*text.no_place(written, known.station_names))
    if known.addresses is not None:
        points = _in_register(known.addresses, query)
        if len(points):
            if _extent_m(points) > _NEAR_M:
                raise SelectionError(*text.several_addresses(written))
            x, y = points[0].tolist()
            return WrittenPlace(round(x, 1), round(y, 1), written, "address")
    if known.locator is None:
        raise SelectionError(*text.no_address(written, has_register=known.addresses is not None))
    place = known.locator.place(address)
    if isinstance(place, str):
        raise SelectionError(*text.not_at_service(written, known.locator.service, place))
    return WrittenPlace(round(place[0], 1), round(place[1], 1), written, "address")


#: metres; addresses this near each other are one place.
_NEAR_M: Final = 25.0


def _extent_m(points: NDArray[np.float64]) -> float:
    return float(np.hypot(*(points - points[0]).T).max())


def written_address(written: str) -> Address:
    """Return an address as it is written in one line; the name of a town behind it is left out.

    Examples
    --------
    >>> written_address("Grote Markt 4, 3311PX Dordrecht")
    Address(text='Grote Markt 4', postcode='3311PX', house_number='')
    >>> written_address("3311 px 4-a")
    Address(text='', postcode='3311PX', house_number='4-a')
    >>> written_address("Grote Markt 4 Dordrecht").text
    'Grote Markt 4'
    """
    code = _POSTCODE.search(written)
    if code is None:
        text_part = written.partition(",")[0].strip()
        return Address(_TOWN_BEHIND.sub(r"\1", text_part))
    postcode = (code[1] + code[2]).upper()
    before, after = written[: code.start()].strip(" ,"), written[code.end() :].strip(" ,")
    if before:
        return Address(before, postcode)
    house = _HOUSE.match(after)
    return Address("", postcode, house[0] if house else "")


def _in_register(rows: pd.DataFrame, query: Question) -> NDArray[np.float64]:
    """Return the points of the addresses that fit, shape (n, 2): all of them where one is meant."""
    numbers = rows["house_number"].str.extract(r"^\s*0*(\d+)\s*(.*)$")
    same = rows[(numbers[0] == query.number).to_numpy()]
    more = numbers.loc[same.index, 1].fillna("")
    for column in ("house_letter", "house_addition"):
        if column in same:
            more = more + same[column]
    behind = np.array([fold(one) for one in more], dtype=object)
    fits = np.ones(len(same), dtype=np.bool_)
    for column, wanted in (("postcode", query.postcode), ("street", query.street)):
        if wanted:
            values = same[column] if column in same else [""] * len(same)
            fits &= np.array([fold(str(one)) == wanted for one in values], dtype=np.bool_)
    exact = fits & (behind == query.more)
    # Of "4" without a letter, where only 4a and 4b are there, the house is meant.
    chosen = exact if exact.any() or query.more else fits
    return np.asarray(shapely.get_coordinates(same.geometry.to_numpy()[chosen]), dtype=np.float64)
