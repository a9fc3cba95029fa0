"""What the command line tells of exposure, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hotspots.text.numbers import number, plural
from hotspots.text.risk import VULNERABILITY, kinds_unknown
from hotspots.text.risk_columns import in_objects, margin
from hotspots.text.risk_water import WET_UNKNOWN
from hotspots.text.veiligheid_incident import incident_sentence, point_name
from hotspots.text.veiligheid_sentences import between, capital, spoor_sentences
from hotspots.text.veiligheid_water import water_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EXPOSURE: Final = "vertel wie en wat langs het spoor of onder water ligt"
SUBJECT: Final = "spoor of water"
SCENARIO: Final = "naam van het scenario, uit risk.toml"
AT: Final = "plaats van een ongeval: X,Y in RD-meters of de naam van een station"
KIND: Final = "soort ongeval"
WIND: Final = "waar de wind vandaan komt, in graden: 270 is westenwind"
DAY: Final = "dag waarvan de evenementen worden nagekeken"
OUT: Final = "schrijf het antwoord (.json) of de buurten (.csv), bij een ongeval die erin"
NOTHING_INVENTED: Final = "nee"
UNKNOWN: Final = "niet bekend"
NO_HOUR: Final = "onder water, niet bekend wanneer"
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


def half_an_incident(given: Sequence[str], kinds: Sequence[str]) -> tuple[str, str, str]:
    """Say that an incident has a place and a kind."""
    return (
        "Een ongeval heeft een plaats en een soort.",
        f"Gevonden: alleen {' en '.join(given)}.",
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


def calculated_zones(answer: Mapping[str, Any]) -> str:
    """Name the zones that are a distance from the settings; none for a flood."""
    incident = answer.get("incident")
    zones = answer.get("zones", ()) if incident is None else [incident["zone"]]
    return ", ".join(zone["label"] for zone in zones if zone["calculated"]) or NOTHING_INVENTED


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
    people = answer["people"][who]
    yield spoor_sentences(
        (people["inside"], people["city"]),
        answer["moment"],
        answer["zones"][-1]["label"],
        (None, "", 0.0),
        bounds=(people["inside_bounds"], ()),
        status=answer["people_status"],
    )[0]
    unknown = kinds_unknown(answer["objects_not_loaded"])
    if unknown:
        yield f"{capital(unknown)}."
    for zone in answer["zones"]:
        called = " (berekend)" if zone["calculated"] else ""
        sure = between(zone["within_bounds"][who])
        yield f"{zone['label']}{called}: {_who(zone['within'], who)}{sure}; {_what(zone)}"
    for column in answer["columns"]:
        yield f"{column['label']}: {' '.join((*column['sentences'], column['about']))}".rstrip()
    if answer["incident"] is not None:
        yield from _incident(answer["incident"], who, answer["moment"])


def _incident(incident: Mapping[str, Any], who: str, moment: str) -> Iterator[str]:
    people = {name: told["inside"] for name, told in incident["people"].items()}
    people["dependent"] = incident["people"]["dependent"]["with_objects"]
    place = incident["place"] or point_name(incident["x_rd"], incident["y_rd"])
    yield incident_sentence(
        (incident["zone"]["label"], place, incident["zone"]["distance_m"] or 0.0),
        people[who],
        moment,
        bounds=incident["people"][who]["inside_bounds"],
        status=incident["people_status"],
        not_loaded=incident["objects_not_loaded"],
    )
    within = f"{_who(people, who)}{in_objects(incident['dependents_in_objects'])}"
    yield f"{incident['zone']['label']}: {within}; {_what(incident['places']['inside'])}"
    yield from incident["notes"]
    for row in incident["buurten"]:
        yield f"  {row['name']}: {_number(row[who])}"
    for place in incident["warn"]:
        kind = VULNERABILITY.get(place["vulnerability"], "")
        closed = "" if place["open"] is not False else ", gesloten"
        away = f"{number(place['distance_m'])} m"
        yield f"{place['order']:>3}. {place['name']} ({kind}, {away}{closed})"


def _who(people: Mapping[str, Any], who: str) -> str:
    """Tell how many people there are, how many are old and how many need help."""
    return (
        f"{_number(people[who])} mensen, {_number(people['elderly'])} van 65 jaar en ouder, "
        f"{_sorted(people['dependent'])} niet zelfredzaam"
    )


def _what(places: Mapping[str, Any]) -> str:
    """Tell how many places and events there are; what was not loaded or asked is not known."""
    objects = list(places["objects"].values())
    sites = _counted(places["event_sites"], "locatie voor evenementen", "locaties voor evenementen")
    return (
        f"{_counted(None if None in objects else sum(objects), 'object', 'objecten')}, {sites}, "
        f"{_counted(places['events'], 'evenement die dag', 'evenementen die dag')}"
    )


def _counted(count: int | None, one: str, many: str) -> str:
    return f"{many} {UNKNOWN}" if count is None else plural(count, one, many)


def _number(count: float | None) -> str:
    return UNKNOWN if count is None else number(count)


def _water(answer: Mapping[str, Any]) -> Iterator[str]:
    people, balance = answer["people"], answer["balance"]
    yield water_sentences(
        people["inside"], people["city"], people["leave"], people["stay"],
        (people["not_known"], people["depth_not_known"]),
    )[0]  # fmt: skip
    for zone in answer["exposed"]["zones"]:
        yield f"{zone['label']} diep: {_who(zone['within'], 'night')}; {_what(zone)}"
    for name, told in (
        ("leave", "Vertrekken ervoor"),
        ("stay", "Blijven"),
        ("dry_home", "Hebben thuis een droge verdieping"),
        ("need", "Hebben een opvangplaats nodig"),
        ("dependent", "van wie niet zelfredzaam"),
    ):
        yield f"{told}: {_sorted(people[name])}"
    yield (
        f"Plaatsen om te overnachten: {_number(balance['rooms_nights'])}; "
        f"zonder plaats: {_sorted(balance['gap'])}"
    )
    for clock in answer["institutions"]:
        if clock["out"] != "droog":
            water_h = clock["water_h"]
            comes = NO_HOUR if water_h is None else f"water na {number(water_h, 1)} uur"
            if clock["wet"] is None:
                comes = WET_UNKNOWN
            yield (
                f"{clock['name']}: {comes}, omhoog {_hours(clock['up_h'])} uur, weg "
                f"{_hours(clock['out_h'])} uur"
            )


def _sorted(pair: Sequence[float | None]) -> str:
    ends = [end for end in pair if end is not None]
    return margin((min(ends), max(ends))) if len(ends) == len(pair) else UNKNOWN


def _hours(pair: Sequence[float]) -> str:
    return f"{number(pair[0], 1)} tot {number(pair[1], 1)}"
