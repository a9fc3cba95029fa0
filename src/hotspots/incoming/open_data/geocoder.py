"""Where an address or a postcode is, by the Locatieserver of PDOK.

Addresses leave the building here, so three things hold. A question holds an address and nothing
else of a row. No address is in a message, in a log or in a file: what was found is kept under a
hash of the question. And a service that answers with something near is not believed: the street
or the postcode must be the one that was asked, and the number as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from hotspots.crs import NETHERLANDS_RD
from hotspots.errors import SourceError
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.boundaries import fold
from hotspots.incoming.open_data.client import UnreachableError, json_of
from hotspots.settings import private, private_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hotspots.incoming.open_data.client import PoliteClient
    from hotspots.incoming.open_data.services import Service

#: Answers that are looked at; the service gives the best first.
_MOST: Final = 50
#: metres; addresses this near each other are one place (two doors of a house).
_NEAR_M: Final = 25.0
#: seconds; a place is asked again after a year, and whether an address is there after a month.
_PLACE_S: Final = 366 * 86400.0
_NO_PLACE_S: Final = 31 * 86400.0
#: Answers that are kept at most; the oldest go first.
_MOST_CACHED: Final = 200_000
_FIELDS: Final = "straatnaam,huis_nlt,huisnummer,postcode,gemeentecode,centroide_rd"
_POINT: Final = re.compile(r"POINT\((-?[0-9.]+) (-?[0-9.]+)\)")
#: An address in one column: what stands behind the number is a postcode, a place, or both.
_WITH_POSTCODE: Final = re.compile(
    r"(?P<street>.*\d.*?)[, ]+(?P<code>[1-9][0-9]{3} ?[A-Za-z]{2})(?:[, ][^0-9]*)?"
)
_WITH_PLACE: Final = re.compile(r"(?P<street>[^,]*\d[^,]*), *[^0-9,]+")
_POSTCODE: Final = re.compile(r"[1-9][0-9]{3}\s*[A-Za-z]{2}")
_NUMBER: Final = re.compile(r"(?P<number>[0-9]{1,5})[\s/-]*(?P<more>[\w\s/-]{0,12})")
#: The last number is that of the house: a street may end in one (Plein 1940).
_STREET: Final = re.compile(
    r"(?P<street>.*[^\s/-])\s+"
    r"(?P<house>[0-9]{1,5}(?:\s?[A-Za-z]{1,3})?(?:\s?[-/]\s?\w{1,5})?)"
)
#: Characters; a longer text is no address.
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Address:
    """An address as a file has it; ``text`` is street and number, where they are in one column.

    ``house_number`` is with the letter and the addition. A postcode alone is the middle of some
    twenty doors.
    """

    text: str = ""
    postcode: str = ""
    house_number: str = ""

    @property
    def filled(self) -> bool:
        """Whether there is anything to look up."""
        return bool(self.text or self.postcode)

    @property
    def only_postcode(self) -> bool:
        """Whether it has no house number."""
        query = question_of(self)
        return query is not None and not query.number


@dataclass(frozen=True, slots=True)
class Question:
    """A query, folded: a street or a postcode, a number, and what comes behind it.

    Without a number it is the postcode itself.
    """

    street: str
    postcode: str
    number: str
    more: str
    words: str


@dataclass(frozen=True, slots=True)
class Geocoder:
    """Looks addresses up, each once.

    Parameters
    ----------
    client
        May keep no answers: their addresses (of the web) hold those of people.
    gemeenten
        Codes with GM; elsewhere nothing is looked for.
    folder
        What was found is kept here.
    """

    client: PoliteClient
    service: Service
    gemeenten: tuple[str, ...]
    folder: Path

    def tidy(self) -> None:
        """Throw away what was found too long ago, and the oldest of what is too much."""
        with contextlib.suppress(OSError):
            ages = sorted((path.stat().st_mtime, path) for path in self.folder.iterdir())
            too_many = len(ages) - _MOST_CACHED
            for at, (made, path) in enumerate(ages):
                if at < too_many or made < time.time() - _PLACE_S:
                    path.unlink(missing_ok=True)

    def place(self, address: Address) -> tuple[float, float] | str:
        """Return where an address is, RD metres, or why it is nowhere, in Dutch.

        Raises
        ------
        SourceError
            If the service does not answer as it should; the address is not in the message.
        """
        query = question_of(address)
        if query is None:
            return text.NO_HOUSE_NUMBER
        saved_file = self._file_of(query)
        with contextlib.suppress(OSError, ValueError, TypeError, IndexError):
            saved = json.loads(saved_file.read_bytes())
            age_s = time.time() - saved_file.stat().st_mtime
            if isinstance(saved, str) and age_s < _NO_PLACE_S:
                return saved
            if not isinstance(saved, str) and age_s < _PLACE_S:
                return float(saved[0]), float(saved[1])
        place = self._ask(query)
        # Keeping is a kindness: what cannot be kept is asked again.
        with contextlib.suppress(OSError):
            private_folder(self.folder)
            partial = saved_file.with_suffix(".new")
            with open(partial, "w", encoding="utf-8", opener=private) as file:
                json.dump(place, file)
            partial.replace(saved_file)
        return place

    def _file_of(self, query: Question) -> Path:
        what = (query.street, query.postcode, query.number, query.more)
        key = repr((self.service.base_url, self.gemeenten, what))
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"

    def _ask(self, query: Question) -> tuple[float, float] | str:
        codes = " OR ".join(code.removeprefix("GM") for code in self.gemeenten)
        one = len(self.gemeenten) == 1
        parameters = (
            ("q", query.words),
            ("rows", _MOST),
            ("fq", "type:adres" if query.number else "type:postcode"),
            ("fq", f"gemeentecode:{codes}" if one else f"gemeentecode:({codes})"),
            ("fl", _FIELDS),
        )
        url = f"{self.service.base_url}/free?{urlencode(parameters)}"
        try:
            answer = json_of(self.service, self.client.get(self.service, url))
        except UnreachableError:
            # Not the cause either: it holds the address.
            raise UnreachableError(*text.no_connection(self.service.title)) from None
        except SourceError:
            raise self._no_answer() from None
        try:
            documents = answer["response"]["docs"]
            fitting = [one for one in documents if self._fits(one, query)]
            exact = (query.number, query.more)
            same = [one for one in fitting if query.number and _house_of(one) == exact]
            places = [self._point(one) for one in same or fitting]
        except (KeyError, TypeError, AttributeError):
            raise self._no_answer() from None
        return _one_place(places)

    def _no_answer(self) -> SourceError:
        return SourceError(*text.no_answer(self.service.title))

    def _fits(self, document: Mapping[str, object], query: Question) -> bool:
        """Whether what a service found answers the query, and is not only near it."""
        house = _house_of(document)
        if query.number and (house is None or house[0] != query.number):
            return False
        if query.more and house is not None and house[1] != query.more:
            return False
        if f"GM{document.get('gemeentecode', '')}" not in self.gemeenten:
            return False
        if query.postcode and fold(str(document.get("postcode", ""))) != query.postcode:
            return False
        return not query.street or fold(str(document.get("straatnaam", ""))) == query.street

    def _point(self, document: Mapping[str, object]) -> tuple[float, float]:
        written = _POINT.fullmatch(str(document["centroide_rd"]))
        west, south, east, north = NETHERLANDS_RD
        if written is None:
            raise self._no_answer()
        x, y = float(written.group(1)), float(written.group(2))
        if not (west <= x <= east and south <= y <= north):
            raise self._no_answer()
        return x, y


def question_of(address: Address) -> Question | None:
    """Return what to ask about an address; None without a house number or a postcode.

    Examples
    --------
    >>> question_of(Address(postcode="3311 kv", house_number="12 A")).words
    '3311KV 12 a'
    >>> question_of(Address(text="Plein 1940 7-2")).words
    'Plein 1940 7 2'
    >>> question_of(Address(postcode="3311KV")).words
    '3311KV'
    >>> question_of(Address(text="Grote Markt 4, 3311 PX Dordrecht")).words
    '3311PX 4'
    >>> question_of(Address(text="Grote Markt"))
    """
    postcode = address.postcode.strip()
    if postcode and not _POSTCODE.fullmatch(postcode):
        postcode = ""
    whole, of_text = _without_place(" ".join(address.text.split())[:_LONGEST])
    postcode = postcode or of_text
    written = _STREET.fullmatch(whole)
    house = _house(address.house_number)
    street = ""
    if house is not None:
        street = whole
    elif written is not None:
        street, house = written.group("street").strip(" ,"), _house(written.group("house"))
    if not (house and street) and not postcode:
        return None
    number, more = house or ("", "")
    code = postcode.replace(" ", "").upper()
    # With a postcode the street says nothing new, and people write it in many ways.
    words = " ".join(part for part in (code or street, number, more) if part)
    return Question("" if code else fold(street), fold(code), number, more, words)


def _without_place(written: str) -> tuple[str, str]:
    """Return street and number without the postcode and the place behind it, and the postcode.

    Examples
    --------
    >>> _without_place("Grote Markt 4, 3311PX Dordrecht"), _without_place("Kade 12, Dordrecht")
    (('Grote Markt 4', '3311PX'), ('Kade 12', ''))
    """
    match = _WITH_POSTCODE.fullmatch(written)
    if match is not None:
        return match.group("street"), match.group("code")
    match = _WITH_PLACE.fullmatch(written)
    return (written if match is None else match.group("street")), ""


def _house(written: str) -> tuple[str, str] | None:
    """Return a house number and what comes behind it, folded.

    Examples
    --------
    >>> _house("12 A"), _house("12-1"), _house("121"), _house("")
    (('12', 'a'), ('12', '1'), ('121', ''), None)
    """
    match = _NUMBER.fullmatch(written.strip())
    if match is None:
        return None
    return match.group("number").lstrip("0") or "0", fold(match.group("more"))


def _house_of(document: Mapping[str, object]) -> tuple[str, str] | None:
    return _house(str(document.get("huis_nlt") or document.get("huisnummer") or ""))


def _one_place(places: Sequence[tuple[float, float]]) -> tuple[float, float] | str:
    """Return the first of places that are together, or why there is none."""
    if not places:
        return text.NOT_FOUND
    first_x, first_y = places[0]
    if any((x - first_x) ** 2 + (y - first_y) ** 2 > _NEAR_M**2 for x, y in places):
        return text.AMBIGUOUS
    return places[0]
