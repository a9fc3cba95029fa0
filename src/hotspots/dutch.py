"""Numbers, dates, lists and texts from data, as they are written in Dutch."""

from __future__ import annotations

import errno
import math
import re
import string
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence


MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
#: From Monday on.
WEEKDAY_NAMES: Final = (
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
)
SHORT_DAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")
#: A count of which only two ends are known, and one that is below what may be told.
BETWEEN: Final = "{low} tot {high}"
BELOW: Final = "minder dan {minimum}"
_SWAP: Final = str.maketrans({",": ".", ".": ","})


#: From here on a decimal of a ratio says nothing more.
_LARGE_RATIO: Final = 100.0

#: As `number`, for a chart: Vega writes numbers in English, and this turns its commas and points
#: round.
NUMBER_IN_VEGA: Final = (
    "replace(replace(replace(format(datum.value, ','), ',', '_'), '.', ','), '_', '.')"
)


def number(value: float, decimals: int = 0) -> str:
    """Write a number with points between thousands and a comma before decimals.

    Examples
    --------
    >>> number(12345.67, 1), number(-3), number(float("nan"))
    ('12.345,7', '−3', '–')
    """
    if not math.isfinite(value):
        return "–"
    return f"{value:,.{decimals}f}".translate(_SWAP).replace("-", "−")


def times(value: float) -> str:
    """Write a ratio so that it never reads as 1 where it is not: one decimal, or two near 1.

    Examples
    --------
    >>> times(2.345), times(1.02), times(0.97), times(1.0), times(250.4), times(float("inf"))
    ('2,3', '1,02', '0,97', '1,0', '250', '∞')
    """
    if math.isinf(value):
        return "∞"
    if value >= _LARGE_RATIO:
        return number(value)
    near = value != 1.0 and round(value, 1) == 1.0
    return number(value, 2 if near else 1)


def number_in_short(value: float) -> str:
    """Return a number with a decimal comma and no more decimals than it has, two at most.

    Examples
    --------
    >>> number_in_short(2.0), number_in_short(1.25), number_in_short(7.5)
    ('2', '1,25', '7,5')
    """
    return number(value, next(at for at in (0, 1, 2) if at == 2 or round(value, at) == value))  # noqa: PLR2004 - two is the most


#: Below this a chance is only said to be small: it is never 0.
_TINY_P: Final = 0.001


def p_in_words(p: float) -> str:
    """Return a chance with three decimals; a small one is small, and one that is not there is not.

    The space before the smallest makes a column of them sort as numbers.

    Examples
    --------
    >>> p_in_words(0.0421), p_in_words(2e-9), p_in_words(float("nan"))
    ('0,042', ' < 0,001', '')
    """
    if not math.isfinite(p):
        return ""
    return f" < {number(_TINY_P, 3)}" if p < _TINY_P else number(p, 3)


def signed(value: float, decimals: int = 0) -> str:
    """Write a difference with its sign.

    Examples
    --------
    >>> signed(5), signed(-2.6), signed(0)
    ('+5', '−3', '0')
    """
    return ("+" if round(value, decimals) > 0 else "") + number(value, decimals)


def day(moment: date) -> str:
    """Write a date as 31-12-2017."""
    return f"{moment:%d-%m-%Y}"


def moment(when: datetime | str) -> str:
    """Write a moment or a time stamp (ISO 8601) as 31-12-2017 13:45, in its own time zone.

    Examples
    --------
    >>> moment("2017-12-31T13:45:06+00:00"), moment(datetime(2017, 12, 31, 9))
    ('31-12-2017 13:45', '31-12-2017 09:00')
    """
    return f"{datetime.fromisoformat(when) if isinstance(when, str) else when:%d-%m-%Y %H:%M}"


def day_of(written: str) -> str:
    """Write the day of a time stamp (ISO 8601) as 31-12-2017, in its own time zone.

    Examples
    --------
    >>> day_of("2017-12-31T13:45:06+00:00")
    '31-12-2017'
    """
    return day(datetime.fromisoformat(written))


def listed(words: Sequence[str]) -> str:
    """Write words as a list in a sentence.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a en b', 'a, b en c')
    """
    if len(words) < 2:  # noqa: PLR2004 - one name needs no "en"
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def plural(count: int, one: str, many: str) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> plural(1, "melding", "meldingen"), plural(1200, "melding", "meldingen")
    ('1 melding', '1.200 meldingen')
    """
    return f"{number(count)} {one if count == 1 else many}"


def two_ends(low: float, high: float, *, minimum: int = 0, decimals: int = 0) -> str:
    """Write how few and how many there can have been: the only way in which bounds are written.

    "Minder dan 10" is said only where that holds for the whole of it.

    Parameters
    ----------
    minimum
        Below this a count is never told.

    Examples
    --------
    >>> two_ends(10, 39, minimum=10), two_ends(0, 36, minimum=10), two_ends(0, 9, minimum=10)
    ('10 tot 39', '0 tot 36', 'minder dan 10')
    >>> two_ends(1.25, 3.5, decimals=1), two_ends(12, 12)
    ('1,2 tot 3,5', '12')
    """
    if high < minimum:
        return BELOW.format(minimum=number(minimum))
    if low == high:
        return number(low, decimals)
    return BETWEEN.format(low=number(low, decimals), high=number(high, decimals))


def period(first: date, last: date) -> str:
    """Write a period in days."""
    return f"{day(first)} t/m {day(last)}"


_MARKS: Final = str.maketrans({mark: f"\\{mark}" for mark in string.punctuation})
#: What Markdown of GitHub makes a link of without being asked: an address and a mail address.
_LINKED: Final = re.compile(
    r"(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE
)
#: Keeps what stands on both sides together, and is not seen.
_WORD_JOINER: Final = "\u2060"


def as_text(value: str) -> str:
    r"""Return a text as Markdown that shows exactly that text.

    A name is data: without this, a name with two stars would turn bold, and one that reads as a
    picture would fetch it from elsewhere. A line break becomes a space. An address is no link: a
    sign that nobody sees stands in it, since escaping does not stop Markdown there.

    Examples
    --------
    >>> print(as_text("De *Staart*"))
    De \*Staart\*
    >>> print(as_text("![x](elders)"))
    \!\[x\]\(elders\)
    >>> as_text("www.elders.nl").replace(chr(0x2060), "|")
    'www|\\.elders\\.nl'
    """
    apart = _LINKED.sub(_WORD_JOINER, " ".join(value.split()))
    return apart.translate(_MARKS)


#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> harmless_cell("=1+1"), harmless_cell("overlast")
    ("'=1+1", 'overlast')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def with_capital(words: str) -> str:
    """Return words with a capital, as a label or at the beginning of a sentence.

    Examples
    --------
    >>> with_capital("x (RD)"), with_capital("einde afbouw"), with_capital("")
    ('X (RD)', 'Einde afbouw', '')
    """
    return words[:1].upper() + words[1:]


def with_kind(kind: str, name: str) -> str:
    """Return what an area is and how it is called; once, where its name says what it is.

    Examples
    --------
    >>> with_kind("wijk", "Binnenstad"), with_kind("wijk", "Wijk 01 West")
    ('wijk Binnenstad', 'wijk 01 West')
    >>> with_kind("Wijk", "Wijk 01 West"), with_kind("buurt", "Buurtpark")
    ('Wijk 01 West', 'buurt Buurtpark')
    """
    begins, _, rest = name.partition(" ")
    return f"{kind} {rest if rest and begins.casefold() == kind.casefold() else name}"


def fold(name: str) -> str:
    """Fold a name so that only its letters and digits count.

    Case, spaces, underscores, hyphens, accents written in two ways and characters that cannot
    be seen make no difference.

    Examples
    --------
    >>> fold(" Datum_Begin") == fold("datum begin")
    True
    """
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    return "".join(_WORD.findall(visible)).casefold()


AMSTERDAM: Final = "Europe/Amsterdam"

_WORD: Final = re.compile(r"[^\W_]+")

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def as_declared(value: object) -> str:
    """Write a value as it stands in a file of TOML or JSON, and not as Python calls it.

    Examples
    --------
    >>> as_declared(True), as_declared(None), as_declared("ja"), as_declared([1, False])
    ('true', 'null', "'ja'", '[1, false]')
    >>> as_declared(date(2017, 12, 31))
    '2017-12-31'
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(as_declared, value))}]"
    return f"'{value}'" if isinstance(value, str) else str(value)


#: What a system says of a file, by the number that it gives.
_OF_SYSTEM: Final = {
    errno.ENOENT: "het bestand of de map bestaat niet",
    errno.EACCES: "geen toestemming",
    errno.EPERM: "dat is hier niet toegestaan",
    errno.EISDIR: "het is een map, geen bestand",
    errno.ENOTDIR: "een deel van de naam is geen map",
    errno.EEXIST: "het bestaat al",
    errno.ENOTEMPTY: "de map is niet leeg",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de ruimte die u heeft, is vol",
    errno.EFBIG: "het bestand is te groot",
    errno.EROFS: "de schijf is alleen te lezen",
    errno.EIO: "de schijf kan niet lezen of schrijven",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ELOOP: "de verwijzing loopt rond",
    errno.EBUSY: "het is in gebruik",
    errno.EMFILE: "er staan te veel bestanden open",
    errno.ENFILE: "er staan te veel bestanden open",
}
#: What a reader of JSON, GeoJSON or TOML says of the place.
_PLACE: Final = re.compile(r"line (\d+),? (?:column|character) (\d+)")
_AT_PLACE: Final = "fout in regel {line}, teken {column}"
_AT_END: Final = "het bestand houdt te vroeg op"
#: What readers of files with shapes or tables say.
_OF_READERS: Final = {
    "No such file": _OF_SYSTEM[errno.ENOENT],
    "end of document": _AT_END,
    "not recognized as being in a supported": "het formaat wordt niet herkend",
    "Parquet magic bytes": "dit is geen heel Parquet-bestand",
    "Parquet file size": "dit is geen heel Parquet-bestand",
}
_NO_UTF_8: Final = "teken {at} is geen UTF-8"


def reason(error: Exception) -> str:
    """Say in Dutch why a file cannot be read or written, as far as it is known here.

    Examples
    --------
    >>> reason(FileNotFoundError(2, "No such file or directory"))
    'het bestand of de map bestaat niet'
    >>> reason(ValueError("Expecting value: line 3 column 7 (char 40)"))
    'fout in regel 3, teken 7'
    >>> reason(RuntimeError("'a' not recognized as being in a supported file format."))
    'het formaat wordt niet herkend'
    >>> reason(ValueError("het controlegetal klopt niet"))
    'het controlegetal klopt niet'
    """
    if isinstance(error, UnicodeDecodeError):
        return _NO_UTF_8.format(at=number(error.start + 1))
    said = str(error)
    if isinstance(error, OSError):
        if error.errno in _OF_SYSTEM:
            return _OF_SYSTEM[error.errno]
        said = error.strerror or said
    for english, dutch in _OF_READERS.items():
        if english in said:
            return dutch
    place = _PLACE.search(said)
    return said if place is None else _AT_PLACE.format(line=place[1], column=place[2])


#: Behind "per", and with an article.
EVERY: Final = {"month": "maand", "quarter": "kwartaal", "year": "jaar"}

YES: Final = "ja"
NO: Final = "nee"

SHORT_MONTHS: Final = (
    "jan",
    "feb",
    "mrt",
    "apr",
    "mei",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
)
