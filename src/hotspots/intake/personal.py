"""Which columns are about persons, by their names and by what stands in them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.text import door_people

if TYPE_CHECKING:
    import pandas as pd

#: Words in a column name that point at persons; each is a whole word of the name, so that
#: "buurtnaam" stays and "naam_aangever" goes.
PERSONAL_WORDS: Final = frozenset({
    "aangever", "achternaam", "adres", "adressen", "adresregel", "betrokkene", "birthdate", "bsn",
    "bsnnr", "bsnnummer", "burgerservicenr", "burgerservicenummer", "contact", "dader", "dob",
    "email", "emailadres", "emails", "firstname", "gebdat", "gebdatum", "geboortedatum",
    "geboorteplaats", "geboren", "geslacht", "getuige", "huisletter", "huisnr", "huisnummer",
    "iban", "initialen", "kenteken", "lastname", "leeftijd", "mail", "mailadres", "melder",
    "mobiel", "mobielnummer", "naam", "namen", "nationaliteit", "naw", "paspoort",
    "paspoortnummer", "patient", "phone", "postcode", "rekeningnummer", "roepnaam", "slachtoffer",
    "sofinummer", "ssn", "straat", "straatnaam", "surname", "telefoon", "telefoonnr",
    "telefoonnummer", "telnr", "tussenvoegsel", "verdachte", "voorletters", "voornaam",
    "voornamen", "woonadres",
})  # fmt: skip
_WORD: Final = re.compile(r"[^\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATORS: Final = re.compile(r"[ .()-]")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
#: Ten digits that begin with 0 and another digit, or the same after +31 or 0031.
_PHONE: Final = re.compile(r"(?:(?:\+|00)310?|0)[1-9][0-9]{8}")
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z]{4}[0-9]{10}")
_NINE_DIGITS: Final = re.compile(r"[0-9]{9}")
#: Weights of the 11-proef of a burgerservicenummer (Logisch ontwerp BSN, RvIG).
_WEIGHTS: Final = np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])
#: Filled values of a column that are looked at, and the fewest that say anything: of three
#: numbers made up at random, all pass the 11-proef once in 1.331 times.
_SAMPLE: Final = 1_000
_FEWEST: Final = 3
#: Share of the values that must be of one kind.
_MOST: Final = 0.8


def looks_personal(column: str) -> bool:
    """Whether a column name says that it is about a person.

    Examples
    --------
    >>> looks_personal("Naam melder"), looks_personal("buurtnaam")
    (True, False)
    """
    words = [word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", column))]
    joined = [first + second for first, second in pairwise(words)]
    return not PERSONAL_WORDS.isdisjoint([*words, *joined])


def personal_kind(values: pd.Series[str]) -> str:
    """Return what most values of a column are, if that points at persons; "" otherwise.

    Names and addresses cannot be told from other texts: for those only the column name speaks.

    Examples
    --------
    >>> import pandas as pd
    >>> personal_kind(pd.Series(["111222333", "123456782", "999999990", ""]))
    'burgerservicenummers'
    >>> personal_kind(pd.Series(["100000001", "100000002", "100000003"]))
    ''
    """
    sample = {text for text in values.head(_SAMPLE).str.strip() if text}
    if len(sample) < _FEWEST:
        return ""
    needed = _MOST * len(sample)
    bare = [_SEPARATORS.sub("", text) for text in sample]
    if sum(map(passes_11_proef, bare)) >= needed:
        return door_people.BSN
    if sum(_EMAIL.fullmatch(text) is not None for text in sample) >= needed:
        return door_people.EMAIL
    for pattern, kind in ((_PHONE, door_people.PHONE), (_IBAN, door_people.IBAN)):
        if sum(pattern.fullmatch(text) is not None for text in bare) >= needed:
            return kind
    return ""


def points_at_persons(kind: str) -> bool:
    """Whether values of a kind may not even serve as ids; a telephone number can be just an id."""
    return kind in {door_people.BSN, door_people.EMAIL}


def passes_11_proef(text: str) -> bool:
    """Whether nine digits can be a burgerservicenummer.

    Examples
    --------
    9·1 + 8·1 + 7·1 + 6·2 + 5·2 + 4·2 + 3·3 + 2·3 - 1·3 = 66 = 6·11.

    >>> passes_11_proef("111222333"), passes_11_proef("111222334")
    (True, False)
    """
    if not _NINE_DIGITS.fullmatch(text) or text == "000000000":
        return False
    digits = np.array([int(digit) for digit in text])
    return int(digits @ _WEIGHTS) % 11 == 0
