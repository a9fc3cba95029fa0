"""What the command line tells of exposure, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hotspots.text.numbers import number
from hotspots.text.risk import VULNERABILITY
from hotspots.text.risk_columns import margin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EXPOSURE: Final = "vertel wie en wat langs het spoor of onder water ligt"
SUBJECT: Final = "spoor of water"
SCENARIO: Final = "naam van het scenario, uit risk.toml"
AT: Final = "plaats van een ongeval: X,Y in RD-meters of de naam van een station"
KIND: Final = "soort ongeval"
WIND: Final = "waar de wind vandaan komt, in graden: 270 is westenwind"
DAY: Final = "dag waarvan de evenementen worden nagekeken"
OUT: Final = "schrijf het antwoord (.json) of de buurten (.csv)"
NOTHING_INVENTED: Final = "nee"
NO_INCIDENT_IN_WATER: Final = (
    "Een ongeval hoort bij spoor, niet bij water.",
    "Gevonden: --at, --kind of --wind.",
    "Laat ze weg, of vraag om spoor.",
)
NO_LAYER: Final = (
    "Deze gemeente heeft hier geen laag voor.",
    "Gezocht in geodata/.",
    "Voeg een laag met het goede doel ('purpose') toe.",
)


def half_an_incident(kinds: Sequence[str]) -> tuple[str, str, str]:
    """Say that an incident has a place and a kind."""
    return (
        "Een ongeval heeft een plaats en een soort.",
        "Gevonden: een van beide.",
        f"Geef --at X,Y en --kind {'|'.join(kinds)}.",
    )


def wrong_end(suffix: str) -> tuple[str, str, str]:
    """Say which files can be written."""
    return (
        f"Een bestand dat eindigt op '{suffix}' kan hier niet.",
        "Mogelijk: .json (alles) of .csv (de buurten).",
        "Kies een van beide.",
    )


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without rows in it: a margin becomes two columns, a zone one.

    Examples
    --------
    >>> flat({"name": "A", "need": [1.0, 2.5], "zones": {"brand": 3.0}})
    {'name': 'A', 'need_gunstig': 1.0, 'need_ongunstig': 2.5, 'zones_brand': 3.0}
    """
    told: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, list):
            told[f"{name}_gunstig"], told[f"{name}_ongunstig"] = value
        elif isinstance(value, dict):
            told |= {f"{name}_{key}": part for key, part in value.items()}
        else:
            told[name] = value
    return told


def cell(value: object) -> str:
    """Write a cell for a Dutch spreadsheet; what is not known is empty."""
    if value is None:
        return ""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """Tell an answer in lines for a terminal."""
    yield answer["label"]
    yield from _spoor(answer) if answer["subject"] == "spoor" else _water(answer)
    for flag in answer["flags"]:
        yield f"! {flag['sentence']}"
    yield from answer["notes"]


def _spoor(answer: Mapping[str, Any]) -> Iterator[str]:
    who = "night" if answer["moment"] == "nacht" else "day"
    for zone in answer["zones"]:
        called = " (berekend)" if zone["calculated"] else ""
        objects = sum(zone["objects"].values())
        yield (
            f"{zone['label']}{called}: {number(zone['within'][who])} mensen, "
            f"{number(zone['within']['elderly'])} van 65 jaar en ouder, {number(objects)} objecten"
        )
    for column in answer["columns"]:
        yield f"{column['label']}: {' '.join(column['sentences'])}"
    if answer["incident"] is not None:
        yield from _incident(answer["incident"], who)


def _incident(incident: Mapping[str, Any], who: str) -> Iterator[str]:
    yield f"{incident['zone']['label']}: {number(incident['people'][who]['inside'])} mensen"
    for row in incident["buurten"]:
        people = "onbekend" if row[who] is None else number(row[who])
        yield f"  {row['name']}: {people}"
    for place in incident["warn"]:
        kind = VULNERABILITY.get(place["vulnerability"], "")
        yield f"{place['order']:>3}. {place['name']} ({kind}, {number(place['distance_m'])} m)"


def _water(answer: Mapping[str, Any]) -> Iterator[str]:
    people, balance = answer["people"], answer["balance"]
    yield f"Onder water wonen {number(people['inside'])} van {number(people['city'])} inwoners"
    for name, told in (
        ("leave", "Vertrekken ervoor"),
        ("stay", "Blijven"),
        ("dry_home", "Hebben thuis een droge verdieping"),
        ("need", "Hebben een opvangplaats nodig"),
        ("dependent", "van wie niet zelfredzaam"),
    ):
        yield f"{told}: {_sorted(people[name])}"
    yield (
        f"Plaatsen om te overnachten: {number(balance['rooms_nights'])}; "
        f"zonder plaats: {_sorted(balance['gap'])}"
    )
    for clock in answer["institutions"]:
        if clock["out"] != "droog":
            hours = "niet bekend" if clock["water_h"] is None else number(clock["water_h"], 1)
            yield (
                f"{clock['name']}: water na {hours} uur, omhoog {_hours(clock['up_h'])} uur, weg "
                f"{_hours(clock['out_h'])} uur"
            )


def _sorted(pair: Sequence[float]) -> str:
    return margin((min(pair), max(pair)))


def _hours(pair: Sequence[float]) -> str:
    return f"{number(pair[0], 1)} tot {number(pair[1], 1)}"
