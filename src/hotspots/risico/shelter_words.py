"""What is said about shelters and about who cannot walk, in Dutch: for a flood and an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.completeness_words import labels_of, rows_of
from hotspots.dutch import number, plural
from hotspots.risico.tables import table
from hotspots.risico.words import amounts, capital, shown_margin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.access.completeness import Completeness
    from hotspots.risico.carried import Transport
    from hotspots.risico.people import Margin
    from hotspots.risico.shelter import PlaceLedger, ShelterUse
    from hotspots.risico.tables import Row, Table


NO_SHELTERS: Final = "Er zijn geen opvangplaatsen geladen: waar mensen heen kunnen, is niet bekend."
#: Where the places in the zone are, by the part of the page.
_INSIDE: Final = {"water": "onder water", "incident": "in de zone"}
CROW_FLIES: Final = (
    "Mensen gaan naar de dichtstbijzijnde opvang buiten de zone met plaats; wie zich niet zelf kan "
    "redden, gaat voor. Afstanden zijn hemelsbreed, vanaf het deel van de buurt in de zone."
)
NO_TRANSPORT: Final = (
    "Hoe lang het vervoer duurt, is niet bekend: vul het aantal voertuigen, de plaatsen per "
    "voertuig en de minuten per rit in risk.toml in"
)


def outside_sentence(
    ledger: PlaceLedger,
    gap: Margin,
    helpless: Margin,
    reach_m: float,
    *,
    only_within: str = "",
) -> str:
    """Say where the people of a zone can go, for some hours.

    Parameters
    ----------
    only_within
        Where they are of whom this is, "de gemeente", if the zone goes on outside it; else "".

    Examples
    --------
    >>> from hotspots.risico.shelter import PlaceLedger
    >>> nothing = (0.0, 0.0)
    >>> ledger = PlaceLedger(900, 350, 0, (550.0, 550.0), nothing, nothing, nothing, 0, 2)
    >>> outside_sentence(
    ...     ledger, (750.0, 750.0), (10.0, 30.0), 2000
    ... )  # doctest: +NORMALIZE_WHITESPACE
    'Buiten de zone zijn 550 plaatsen voor enkele uren. 750 mensen vinden binnen 2.000 m geen
    plaats, onder wie 10 tot 30 die zich niet zelf kunnen redden.'
    >>> outside_sentence(
    ...     ledger, nothing, nothing, 2000, only_within="de gemeente"
    ... )  # doctest: +NORMALIZE_WHITESPACE
    'Buiten de zone zijn 550 plaatsen voor enkele uren. Wie in de zone en in de gemeente is, vindt
    plaats binnen 2.000 m. Wie in de zone buiten de gemeente is, telt niet mee bij opvang en
    vervoer.'
    """
    rest = (
        f" Wie in de zone buiten {only_within} is, telt niet mee bij opvang en vervoer."
        if only_within
        else ""
    )
    count = plural(round(ledger.usable), "plaats", "plaatsen")
    places = f"Buiten de zone zijn {count} voor enkele uren."
    if None in gap:
        return f"{places} Hoeveel mensen daarheen moeten, is niet bekend."
    if not any(round(end or 0.0) for end in gap):
        there = f" en in {only_within}" if only_within else ""
        return f"{places} Wie in de zone{there} is, vindt plaats binnen {number(reach_m)} m.{rest}"
    among = (
        f", onder wie {amounts(helpless)} die zich niet zelf kunnen redden"
        if any(round(end or 0.0) for end in helpless) or None in helpless
        else ""
    )
    return (
        f"{places} {capital(amounts(gap))} mensen vinden binnen {number(reach_m)} m geen "
        f"plaats{among}.{rest}"
    )


def ledger_sentence(ledger: PlaceLedger, part: str) -> str:
    """Say where all places are, so that what stays empty is explained.

    Examples
    --------
    >>> from hotspots.risico.shelter import PlaceLedger
    >>> nothing = (0.0, 0.0)
    >>> far = (10687.0, 10687.0)
    >>> ledger = PlaceLedger(11000, 0, 0, (313.0, 313.0), nothing, far, nothing, 1, 9)
    >>> ledger_sentence(ledger, "water")  # doctest: +NORMALIZE_WHITESPACE
    'Van alle 11.000 plaatsen zijn er 313 bezet en 10.687 te ver weg; van 1 plek voor opvang is
    het aantal niet bekend.'
    """
    parts = [
        f"{shown_margin(places)} {what}"
        for what, places in _parts(ledger, part)
        if any(round(end or 0.0) for end in places)
    ]
    without = plural(ledger.without_area, "plek voor opvang", "plekken voor opvang")
    unknown = f"; van {without} is het aantal niet bekend" if ledger.without_area else ""
    if not parts:
        return ""
    named = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}"
    return f"Van alle {number(ledger.total)} plaatsen zijn er {named}{unknown}."


def _parts(ledger: PlaceLedger, part: str) -> tuple[tuple[str, Margin], ...]:
    """Return what becomes of all places; together they are all."""
    return (
        (_INSIDE[part], (ledger.in_zone, ledger.in_zone)),
        ("misschien niet droog", (ledger.uncertain, ledger.uncertain)),
        ("bezet", ledger.used),
        ("vrij, maar voorbehouden aan wie zich niet zelf kan redden", ledger.reserved),
        ("te ver weg", ledger.too_far),
        ("vrij", ledger.left),
    )


def ledger_table(ledger: PlaceLedger, part: str) -> Table:
    """Return where all places are; the rows add up to the last."""
    columns = ("what", "places")
    if not ledger.shelters:
        return table("place_ledger", (), columns, why_unknown=NO_SHELTERS)
    whole = (ledger.total, ledger.total)
    parts = (*_parts(ledger, part), ("alle plaatsen samen", whole))
    rows: list[Row] = [{"what": capital(what), "places": places} for what, places in parts]
    return table("place_ledger", rows, columns)


def outside_table(shelters: Sequence[ShelterUse], away_m: Sequence[float], *, known: bool) -> Table:
    """Return the shelters outside a zone, the nearest to the incident first.

    Parameters
    ----------
    away_m
        From the incident to each.
    known
        Whether any shelters are loaded.
    """
    order = sorted(range(len(shelters)), key=lambda at: (away_m[at], shelters[at].name))
    rows = [
        {
            "name": shelters[at].name,
            "x_rd": shelters[at].x_rd,
            "y_rd": shelters[at].y_rd,
            "rooms_hours": shelters[at].rooms,
            "used": shelters[at].used,
            "free": shelters[at].free,
            "walk_m": shelters[at].walk_m,
            "away_m": round(away_m[at]),
        }
        for at in order
    ]
    columns = ("name", "rooms_hours", "used", "free", "walk_m", "away_m")
    return table("outside_shelters", rows, columns, why_unknown="" if known else NO_SHELTERS)


def transport_sentence(transport: Transport) -> str:
    """Say how many people must be carried, and how long that takes.

    Examples
    --------
    >>> from hotspots.risico.carried import Transport
    >>> transport_sentence(
    ...     Transport((70.0, 211.0), 48.0, (2, 5), (90.0, 225.0))
    ... )  # doctest: +NORMALIZE_WHITESPACE
    '70 tot 211 mensen moeten worden vervoerd. Met 48 plaatsen per ronde: 2 tot 5 rondes, 90 tot 225
    minuten.'
    """
    who = f"{capital(amounts(transport.people))} mensen moeten worden vervoerd"
    low, high = transport.minutes
    if low is None or high is None:
        return f"{who}. {NO_TRANSPORT}."
    # All vehicles drive at once: a round is as many rides as there are vehicles.
    rounds = shown_margin(transport.rounds)
    what = "ronde" if rounds == "1" else "rondes"
    return (
        f"{who}. Met {plural(round(transport.seats or 0), 'plaats', 'plaatsen')} per ronde: "
        f"{rounds} {what}, {shown_margin((low, high))} minuten."
    )


def completeness_table(completeness: Completeness) -> Table:
    """Return how many rows of each layer of places are loaded per wijk."""
    return table("completeness", rows_of(completeness), tuple(labels_of(completeness)))
