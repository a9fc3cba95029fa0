"""Sentences about the columns of a file and the fields that they are read as.

A function that returns `Parts` gives the three parts of an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.incoming.reading.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.errors import Parts


#: What the fields of a row are called in a message.
FIELD_NAMES: Final = {
    "id": "id",
    "soort": "soort",
    "begin": "datum",
    "time": "tijd",
    "end": "einddatum",
    "end_time": "eindtijd",
    "x_rd": "x (RD)",
    "y_rd": "y (RD)",
    "lon": "lengtegraad (lon)",
    "lat": "breedtegraad (lat)",
    "buurt": "buurt",
    "wijk": "wijk",
    "precision": "precisie van de datum",
    "title": "titel",
    "location": "locatie",
    "build_up": "begin opbouw",
    "dismantled": "einde afbouw",
    "visitors": "verwachte bezoekers",
    "status": "status",
    "sound": "geluid",
    "class": "klasse",
    "profile": "profiel",
    "requested": "datum aanvraag",
    "actual_visitors": "werkelijke bezoekers",
    "findings": "bevindingen",
    "decision": "besluit",
    "area": "gebied",
    "period": "periode",
    "count": "aantal",
}


def unknown_field(field: str, fields: Sequence[str], suggestion: str | None) -> Parts:
    """Say that a column is assigned to a field that does not exist."""
    hint = f" Bedoelde u '{suggestion}'?" if suggestion else ""
    return (
        f"Het veld '{field}' bestaat niet.",
        f"Mogelijke velden: {', '.join(fields)}.",
        f"Wijs de kolom aan een van deze velden toe.{hint}",
    )


#: What stands between the values of a row of text, and what it is called.
_MARKS: Final = {";": ";", "\t": "tab", "|": "|", ",": ","}


def _by_hand(field: str) -> str:
    return f"bij Kolommen aanwijzen, of met --column {field}=kolomnaam"


def unknown_column(column: str, columns: Sequence[str], suggestion: str | None) -> Parts:
    """Say that a column that was assigned by hand is not in the file."""
    hint = f" Bedoelde u '{suggestion}'?" if suggestion else ""
    return (
        f"De kolom '{column}' staat niet in het bestand.",
        f"Gevonden kolommen: {listed(columns, 30)}.",
        f"Kies een van deze kolommen.{hint}",
    )


def ambiguous_column(field: str, columns: Sequence[str]) -> Parts:
    """Say that two columns of the same name fit one field."""
    return (
        f"Voor {FIELD_NAMES[field]} zijn er twee kolommen met dezelfde naam.",
        f"Gevonden: {', '.join(columns)}.",
        f"Kies er een: {_by_hand(field)}.",
    )


def column_chosen(field: str, chosen: str, others: Sequence[str]) -> str:
    """Say which of several fitting columns was taken."""
    return (
        f"Voor {FIELD_NAMES[field]} is kolom '{chosen}' gebruikt; "
        f"'{', '.join(others)}' had ook gekund."
    )


def column_twice(column: str, fields: Sequence[str]) -> Parts:
    """Say that one column is assigned to two fields."""
    return (
        f"De kolom '{column}' is aan twee velden toegewezen.",
        f"Velden: {', '.join(fields)}.",
        "Gebruik elke kolom ten hoogste één keer.",
    )


def missing_columns(
    fields: Sequence[str], layer: str, columns: Sequence[str], expected: Sequence[str]
) -> Parts:
    """Say that columns a layer cannot do without are missing."""
    names = ", ".join(FIELD_NAMES[field] for field in fields)
    mark = next((mark for mark in _MARKS if len(columns) == 1 and columns[0].count(mark) > 1), None)
    if mark is not None:
        return (
            f"In het bestand ontbreekt een kolom voor: {names}.",
            f"Alles staat in één kolom, met '{_MARKS[mark]}' ertussen: {listed(columns)}.",
            "Verdeel die in uw rekenprogramma met Tekst naar kolommen, of lees de CSV zelf in.",
        )
    return (
        f"In het bestand ontbreekt een kolom voor: {names}.",
        (
            f"Gevonden kolommen in de kop: {listed(columns, 30)}. "
            f"Laag '{layer}' verwacht bijvoorbeeld: {', '.join(expected)}."
        ),
        f"Voeg de kolom toe, of wijs hem aan: {_by_hand(fields[0])}.",
    )


def only_an_area(column: str, layer: str) -> Parts:
    """Say that a file tells in which area rows are, and not where in it."""
    return (
        f"Dit bestand zegt alleen in welk gebied iets was (kolom '{listed([column])}'), niet waar.",
        (
            f"Laag '{layer}' verwacht coördinaten: x en y (RD), of lon en lat. Zonder plaats kan "
            "een rij in geen vakje en bij geen toets."
        ),
        (
            "Vraag de leverancier om coördinaten of adressen, of tel de rijen per gebied en "
            "periode en lees ze in een laag met aantallen in."
        ),
    )


def places_not_recognised(columns: Sequence[str], layer: str) -> Parts:
    """Say that columns look like coordinates and are no field, beside a column of areas."""
    x, y = (listed([column]) for column in columns)
    return (
        f"De kolommen '{x}' en '{y}' lijken coördinaten, maar zijn niet herkend.",
        f"Zonder coördinaten zou elke rij van laag '{layer}' alleen een buurt of wijk hebben.",
        (
            f"Wijs ze toe (--column x_rd={x} --column y_rd={y}, of lon en lat). Zijn het geen "
            "coördinaten, zeg dat dan met --column x_rd= (niets achter het isteken)."
        ),
    )


def unused_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """Name the columns of which nothing was read; no line where there are none.

    Examples
    --------
    >>> unused_columns(["wijkteam", "opmerking"])
    ('Kolommen die niet zijn gebruikt: wijkteam, opmerking.',)
    """
    if not columns:
        return ()
    return (f"Kolommen die niet zijn gebruikt: {listed(columns, 30)}.",)


#: What values can turn out to be.
BSN: Final = "burgerservicenummers"
EMAIL: Final = "e-mailadressen"
PHONE: Final = "telefoonnummers"
IBAN: Final = "rekeningnummers (IBAN)"


def personal_columns(columns: Sequence[str]) -> str:
    """Say that columns look as if they are about persons, and are left out."""
    return (
        f"Kolommen die op persoonsgegevens lijken, zijn niet overgenomen: {listed(columns, 30)}. "
        "Lever ze de volgende keer niet aan."
    )


def personal_by_hand(column: str) -> Parts:
    """Say that a column with personal data cannot be assigned."""
    return (
        f"De kolom '{column}' lijkt persoonsgegevens te bevatten en wordt niet gelezen.",
        (
            "Namen, adressen, geboortedata, telefoonnummers en e-mailadressen komen niet in "
            "dit systeem."
        ),
        "Kies een andere kolom.",
    )


def id_is_personal(column: str, kind: str) -> str:
    """Say that the column of ids holds personal numbers, and is left out."""
    return (
        f"De kolom '{column}' bevat {kind} en is daarom niet als id overgenomen. "
        "Lever een nummer aan dat niet naar een persoon wijst."
    )
