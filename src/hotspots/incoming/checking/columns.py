"""Which column of a file means which field, and which columns are about persons."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots.catalog.specs import AREA_FIELDS, COUNT_FIELDS, PRECISION, fields_of
from hotspots.dutch import fold
from hotspots.errors import IntakeError
from hotspots.incoming.checking import column_words
from hotspots.incoming.checking import words as text
from hotspots.incoming.checking.recipe_words import NOT_OF_THIS_LAYER

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.report import RowProblems
    from hotspots.incoming.reading.table import Table


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
        return column_words.BSN
    if sum(_EMAIL.fullmatch(text) is not None for text in sample) >= needed:
        return column_words.EMAIL
    for pattern, kind in ((_PHONE, column_words.PHONE), (_IBAN, column_words.IBAN)):
        if sum(pattern.fullmatch(text) is not None for text in bare) >= needed:
            return kind
    return ""


def points_at_persons(kind: str) -> bool:
    """Whether values of a kind may not even serve as ids; a telephone number can be just an id."""
    return kind in {column_words.BSN, column_words.EMAIL}


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


_REPEAT: Final = re.compile(r" \(\d+\)$")
#: A unit or a notation behind the name of a column: "(uu:mm)", "[m]".
_REMARK: Final = re.compile(r"\s*[\[(][^\])]*[\])]\s*$")

#: The code of a buurt, a wijk or a gemeente, as CBS writes it.
_AREA_CODE: Final = r"(?:BU[0-9]{8}|WK[0-9]{6}|GM[0-9]{4})"
#: What columns of a field are called everywhere, beside what a layer declares.
_ALSO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        PRECISION: ("datumprecisie", "precisie_datum", "nauwkeurigheid_datum"),
        "begin": ("datum_begin", "begin_datum", "datum_van"),
        "end": ("datum_eind", "datum_einde", "eind_datum", "datum_tot"),
        "time": ("tijd_begin", "begin_tijd", "begintijd", "tijd_van"),
        "end_time": ("tijd_eind", "tijd_einde", "eind_tijd", "eindtijd", "tijd_tot"),
        "buurt": (
            "buurtcode",
            "bu_code",
            "cbs_buurtcode",
            "cbs_buurt",
            "buurtnaam",
            "bu_naam",
        ),
        "wijk": ("wijkcode", "wk_code", "cbs_wijkcode", "cbs_wijk", "wijknaam", "wk_naam"),
    }
)
_PLACE_PAIRS: Final = (("x_rd", "y_rd"), ("lon", "lat"))


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column means which field, and what a user should know about the choice.

    Columns that are in no field are not read any further, and kept nowhere: ``unused`` names them,
    save those that look personal, of which a warning tells.
    """

    columns: Mapping[str, str]
    warnings: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def map_columns(
    table: Table,
    layer: LayerSpec,
    by_hand: Mapping[str, str] | None = None,
    *,
    placeless: bool = False,
    looked_up: Collection[str] = (),
    soort: str = "",
    each_row: bool = False,
    in_areas: bool = False,
) -> ColumnMap:
    """Find the column of each field: by hand first, then by the aliases of the layer.

    A field is always an alias of itself. Names are compared without case, spaces, underscores
    or hyphens; where none fits so, without accents and what stands between brackets behind. The
    first alias that a file has wins, in the order of the declaration. Columns that look personal,
    by their name or by their values, are left out unless the layer declares them; a column of ids
    that are burgerservicenummers or e-mailadressen is left out always.

    Parameters
    ----------
    by_hand
        Column per field; "" leaves a field out though an alias fits.
    placeless
        Whether the file may do without coordinates, as it has addresses.
    looked_up
        Columns of addresses that places come from: asked for, though personal.
    soort
        Of rows that name none; then the file need not have a column of it.
    each_row
        Whether a row without a count counts for one.
    in_areas
        Whether a row may say in which buurt or wijk it is, and no more.

    Raises
    ------
    IntakeError
        If a field or column does not exist, one column is two fields, a name fits twice, a
        column by hand looks personal, or a field that the layer needs has no column.
    """
    fields = fields_of(layer.kind)
    chosen = _by_hand(by_hand or {}, fields, table.columns, layer)
    left_out = {field for field, column in (by_hand or {}).items() if not column}
    warnings: list[str] = []
    for field in fields:
        if field in chosen or field in left_out:
            continue
        fitting = _fitting(field, layer, table.columns, set(chosen.values()))
        if fitting:
            chosen[field] = fitting[0]
        if len(fitting) > 1 and field not in AREA_FIELDS:
            warnings.append(column_words.column_chosen(field, fitting[0], fitting[1:]))
    if each_row and layer.kind == "counts":
        needed = tuple(field for field in COUNT_FIELDS if field != "count")
    else:
        needed = COUNT_FIELDS
    if in_areas:
        area = _only_area(chosen, layer, table)
        chosen |= {
            field: column
            for field, column in area.items()
            if field not in left_out and not table.rows[column].str.startswith("GM").any()
        }
    placeless = placeless or (in_areas and not chosen.keys().isdisjoint(AREA_FIELDS))
    _require_fields(chosen, layer, table, placeless=placeless, soort=soort, counted=needed)
    warnings += _without_personal_id(chosen, table, by_hand or {})
    left = [
        column
        for column in table.columns
        if column not in chosen.values() and column not in looked_up
    ]
    personal = [
        column for column in left if looks_personal(column) or personal_kind(table.rows[column])
    ]
    unused = tuple(column for column in left if column not in personal)
    if personal:
        warnings.append(column_words.personal_columns(personal))
    ordered = {field: chosen[field] for field in fields if field in chosen}
    return ColumnMap(MappingProxyType(ordered), tuple(warnings), unused)


def recognised_columns(columns: Sequence[str], layer: LayerSpec) -> dict[str, str]:
    """Return the column of each field that has the name of one, of those that have only one."""
    chosen: dict[str, str] = {}
    for field in fields_of(layer.kind):
        try:
            fitting = _fitting(field, layer, columns, set(chosen.values()))
        except IntakeError:
            continue  # two of one name: whoever looks at them says which
        if fitting:
            chosen[field] = fitting[0]
    return chosen


def _without_personal_id(
    chosen: dict[str, str], table: Table, by_hand: Mapping[str, str]
) -> list[str]:
    """Drop a column of ids that are numbers of persons, and say so."""
    column = chosen.get("id")
    kind = "" if column is None else personal_kind(table.rows[column])
    if column is None or not points_at_persons(kind):
        return []
    if by_hand.get("id"):
        raise IntakeError(*column_words.personal_by_hand(column))
    del chosen["id"]
    return [column_words.id_is_personal(column, kind)]


def _by_hand(
    by_hand: Mapping[str, str], fields: Sequence[str], columns: Sequence[str], layer: LayerSpec
) -> dict[str, str]:
    names = {fold(column): column for column in reversed(columns)}
    names |= {column: column for column in columns}
    chosen: dict[str, str] = {}
    for field, wanted in by_hand.items():
        if field not in fields:
            near = difflib.get_close_matches(field, fields, n=1)
            raise IntakeError(*column_words.unknown_field(field, fields, near[0] if near else None))
        if not wanted:
            continue
        column = names.get(wanted) or names.get(fold(wanted))
        if column is None:
            near = difflib.get_close_matches(wanted, columns, n=1)
            raise IntakeError(
                *column_words.unknown_column(wanted, columns, near[0] if near else None)
            )
        declared = {fold(alias) for alias in layer.columns.get(field, ())}
        if looks_personal(column) and fold(column) not in declared:
            raise IntakeError(*column_words.personal_by_hand(column))
        if column in chosen.values():
            twice = [other for other in chosen if chosen[other] == column]
            raise IntakeError(*column_words.column_twice(column, [*twice, field]))
        chosen[field] = column
    return chosen


def _fitting(
    field: str, layer: LayerSpec, columns: Sequence[str], taken: set[str]
) -> tuple[str, ...]:
    fitting: list[str] = []
    for alias in (*layer.columns.get(field, ()), field, *_ALSO.get(field, ())):
        free = [column for column in columns if column not in taken]
        same = [column for column in free if fold(_REPEAT.sub("", column)) == fold(alias)]
        same = same or [column for column in free if _bare(column) == _bare(alias)]
        if len(same) > 1:
            raise IntakeError(*column_words.ambiguous_column(field, same))
        fitting.extend(column for column in same if column not in fitting)
    return tuple(fitting)


def _bare(column: str) -> str:
    """Return a name without what is written behind it between brackets, and without accents.

    Examples
    --------
    >>> _bare("X-coördinaat") == _bare("x_coordinaat"), _bare("Tijd (uu:mm)")
    (True, 'tijd')
    """
    letters = unicodedata.normalize("NFD", _REMARK.sub("", column) or column)
    return fold("".join(letter for letter in letters if not unicodedata.combining(letter)))


def _require_fields(
    chosen: dict[str, str], layer: LayerSpec, table: Table, *, placeless: bool, soort: str,
    counted: Sequence[str],
) -> None:  # fmt: skip
    several = len(layer.soorten) > 1 and not soort
    if layer.kind == "counts":
        needed = (*counted, "soort") if several else counted
        missing = [field for field in needed if field not in chosen]
    else:
        missing = [] if "begin" in chosen else ["begin"]
        # An agenda seldom has categories; an event is as much an event without.
        if several and "soort" not in chosen and layer.kind != "calendar":
            missing.append("soort")
        missing_place = _missing_place(chosen, table)
        started = any(field in chosen for pair in _PLACE_PAIRS for field in pair)
        if "location" in chosen or (placeless and not started):
            # The name of a place in the list is a place, and so is an address; half a pair of
            # coordinates is none.
            for field in (*_PLACE_PAIRS[0], *_PLACE_PAIRS[1]) if missing_place else ():
                chosen.pop(field, None)
            missing_place = []
        missing += missing_place
    if set(missing) == set(_PLACE_PAIRS[0]):
        for area in _only_area(chosen, layer, table).values():
            raise IntakeError(*column_words.only_an_area(area, layer.label))
    if missing:
        expected = [layer.columns.get(field, (field,))[0] for field in missing]
        raise IntakeError(
            *column_words.missing_columns(missing, layer.label, table.columns, expected)
        )


def _only_area(chosen: Mapping[str, str], layer: LayerSpec, table: Table) -> dict[str, str]:
    """Return which column says in which buurt or wijk rows are, where nothing says it finer.

    It is known by its values: the codes of CBS.
    """
    said = {*AREA_FIELDS, *(field for pair in _PLACE_PAIRS for field in pair)}
    if layer.kind != "incidents" or table.x is not None or said & chosen.keys():
        return {}
    for column in table.columns:
        filled = table.rows[column].str.strip()
        filled = filled[filled != ""]
        if len(filled) and filled.str.fullmatch(_AREA_CODE).all():
            field = "wijk" if filled.str.startswith("WK").all() else "buurt"
            return {} if column in chosen.values() else {field: column}
    return {}


def _missing_place(chosen: dict[str, str], table: Table) -> list[str]:
    """Name what lacks of a pair of coordinates, and drop half a pair beside a whole one."""
    whole = [pair for pair in _PLACE_PAIRS if all(field in chosen for field in pair)]
    if whole or table.x is not None:
        for pair in _PLACE_PAIRS:
            if pair not in whole:
                for field in pair:
                    chosen.pop(field, None)
        return []
    started = [pair for pair in _PLACE_PAIRS if any(field in chosen for field in pair)]
    pair = started[0] if started else _PLACE_PAIRS[0]
    return [field for field in pair if field not in chosen]


def read_soorten(
    table: Table,
    columns: Mapping[str, str],
    layer: LayerSpec,
    problems: RowProblems,
    *,
    labels: Mapping[str, str],
    soort: str,
) -> pd.Series[str]:
    """Return the id of the soort of each row; "" where it has none, or one that is not known.

    A soort goes by its id or its label. Where a layer has one only, each row is of that.

    Parameters
    ----------
    labels
        What else a soort is called in the file; "" is of no soort of the layer, on purpose.
    soort
        Of rows that name none.
    """
    if "soort" not in columns or not layer.soorten:
        only = next(iter(layer.soorten)) if len(layer.soorten) == 1 else soort
        return pd.Series([only] * len(table), dtype="str")
    known = {fold(label): soort for soort, label in layer.soorten.items()}
    known |= {fold(soort): soort for soort in layer.soorten}
    known |= {_label(label): meant for label, meant in labels.items()}
    name = columns["soort"]
    texts = table.rows[name]
    codes, distinct = pd.factorize(texts)
    folded = [_label(text) for text in distinct]
    soorten = np.array([known.get(text, "") for text in folded], dtype=object)[codes]
    empty = np.array([not text.strip() for text in distinct], dtype=np.bool_)[codes]
    if soort:
        soorten[empty] = soort
        empty = np.zeros_like(empty)
    if layer.kind != "calendar":
        problems.add(empty, name, texts, text.SOORT_EMPTY)
    of_none = {_label(label) for label, meant in labels.items() if not meant}
    left_out = np.array([one in of_none for one in folded], dtype=np.bool_)[codes] & (soorten == "")
    problems.add(left_out, name, texts, NOT_OF_THIS_LAYER)
    unknown = (soorten == "") & ~empty & ~left_out
    problems.add(unknown, name, texts, text.unknown_soort(tuple(layer.soorten.values())))
    return pd.Series(soorten, dtype="str")


def _label(text: str) -> str:
    """Fold a label; one without a letter or digit, such as "?", stays as it is."""
    return fold(text) or text.strip()
