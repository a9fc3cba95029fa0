"""What the commands about events print."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from hotspots.dutch import day, number
from hotspots.evenementen import page_words as page
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen.page_words import CERTAINTY
from hotspots.evenementen.words import ADVICE, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hotspots.errors import Parts


EVENT: Final = "toets een evenement, ken een locatie, plan het jaar of kijk terug"
CHECK: Final = "toets een aanvraag; er verandert niets"
ADD: Final = "neem een aanvraag op als vooraankondiging, als nieuwe versie van de kalender"
EXPORT: Final = "schrijf de kalender als iCalendar (.ics)"
PLACE_PROFILE: Final = "alles over een locatie, op het scherm of als A4 (.pdf)"
PLAN: Final = "het bord van een jaar: aanvragen en conflicten, de zwaarste eerst"
MOVE: Final = "laat zien wat er verandert als een evenement verhuist; bewaar met --keep"
AFTERWARDS: Final = "leg vast hoeveel bezoekers er waren, of geef een lijst van wat voorbij is"
YEAR: Final = "jaar; anders het laatste jaar van de kalender"
EVENT_ID: Final = "id van een evenement uit de kalender"
NEW_DAY: Final = "nieuwe begindag"
NEW_PLACE: Final = "id van de nieuwe locatie"
KEEP: Final = "bewaar als nieuwe versie van de kalender, met wie en wanneer"
CAME: Final = "bezoekers op het drukste moment, werkelijk"
FINDINGS: Final = "wat opviel; zet er geen namen van mensen in"
OUT_PROFILE: Final = "bestand: .pdf"
NO_FILE: Final = "'{path}' kan niet worden weggeschreven."
UNKNOWN_SOORT: Final = "'soort' is '{value}'; verwacht: {known}."
UNKNOWN_QUESTION: Final = "'profile' heeft '{value}'; de puntentabel vraagt: {known}."
UNKNOWN_ANSWER: Final = "'{question}' is '{value}'; de puntentabel kent: {known}."
YEAR_WRONG: Final = "Van dit jaar is er geen kalender."
YEAR_REPAIR: Final = "Kies een jaar van vier cijfers, zoals 2018."
NOWHERE_TO: Final[Parts] = (
    "Er staat niet bij waar of wanneer het evenement heen gaat.",
    "Verwacht: --start DAG, --location LOCATIE, of allebei.",
    "Bijvoorbeeld: hotspots event move EV-12 --start 2018-06-09",
)
NO_VISITORS: Final[Parts] = (
    "Er staat niet bij hoeveel bezoekers er waren.",
    "Verwacht: --visitors N bij een evenement.",
    "Zonder evenement geeft de opdracht een lijst van wat voorbij is.",
)
FILE: Final = "JSON met location, start, end, visitors en verder soort, sound, profile, title"
LOCATION: Final = "id of naam van de locatie"
START: Final = "begin, zoals 2018-05-05T20:00"
END: Final = "einde, zoals 2018-05-06T01:00"
VISITORS: Final = "bezoekers op het drukste moment"
SOORT: Final = "soort evenement"
SOUND: Final = "met versterkt geluid"
NO_SOUND: Final = "zonder versterkt geluid"
TITLE: Final = "titel"
PROFILE: Final = "antwoord op een vraag van de puntentabel, zoals alcohol=geen"
OUT: Final = "bestand om te schrijven (.ics)"
FROM: Final = "vanaf deze dag"
TO: Final = "tot en met deze dag"

MADE_UP: Final = "Verzonnen voorbeeld: geen echte evenementen."
ELSEWHERE: Final = "Lichter op een andere locatie:"
NO_OTHER_PLACE: Final = "Geen andere locatie past op die datum en is lichter."
OTHER_DAYS: Final = "Lichter op een andere datum:"
NO_OTHER_DATE: Final = "Geen andere datum in de buurt past op deze locatie en is lichter."
_VERDICTS: Final = {
    "belemmering": "BELEMMERING",
    "let_op": "LET OP",
    "onbekend": "ONBEKEND",
    "lichter": "KAN LICHTER",
    "in_orde": "IN ORDE",
}


def heading(location: str, start: datetime, end: datetime) -> str:
    """Say what was checked."""
    return f"{location}, {day(start)} {start:%H:%M} tot {day(end)} {end:%H:%M}"


def finding(verdict: str, reason: str, certainty: str, source: str) -> str:
    """Write a finding on a line, and below it where it comes from."""
    return f"  {_VERDICTS[verdict]:<12} {reason}\n  {'':<12} ({CERTAINTY[certainty]}: {source})"


def pressure(name: str, before: float, after: float) -> str:
    """Write the pressure on a buurt."""
    return f"  druk in {name}: van {number(before)} naar {number(after)} gewogen bezoekers"


def alternative(name: str, start: datetime, saves: float) -> str:
    """Write an alternative on a line."""
    return f"  {name}, {day(start)}: {number(100 * saves)} % minder druk op bewoners"


def added(event: str, version: str | None) -> str:
    """Say that an event was added."""
    where = f"versie {version}" if version else "proef; er is niets veranderd"
    return f"Opgenomen als vooraankondiging {event} ({where})."


def looked_back(event: str, visitors: int, version: str | None) -> str:
    """Say that it was written down how many came."""
    where = f"versie {version}" if version else "proef; er is niets veranderd"
    return f"Bij {event} zijn {number(visitors)} bezoekers vastgelegd ({where})."


def written(count: int, name: str) -> str:
    """Say that a calendar was written."""
    return f"{counted(count)} geschreven naar {name}."


def no_json(name: str, told: str) -> Parts:
    """Say that a request cannot be read."""
    return (
        f"{name} is geen leesbare aanvraag.",
        f"Gevonden: {told[:200]}. Verwacht: een JSON-object.",
        "Herstel het bestand, of geef --location, --start, --end en --visitors.",
    )


Told = dict[str, Any]

NOT_KEPT: Final = "Er is niets veranderd. Met --keep wordt de verplaatsing bewaard."
KEPT: Final = "Bewaard in versie {version} van de kalender."


def profile_lines(told: Told) -> Iterator[str]:
    """Yield a location up close; what is not known is said."""
    yield f"{page.PROFILE}: {told['name'] or told['location']} ({told['year']})"
    capacity = told["capacity"]
    if capacity["people"] is None:
        yield page.CAPACITY_UNKNOWN
    else:
        yield page.fits(capacity["people"], capacity["limited_by"])
    for row in capacity["by_area"]:
        density = page.BY_DENSITY.format(density=number(row["per_m2"], 1).removesuffix(",0"))
        yield f"  {density}: {number(row['people'])}"
    if capacity["by_exits"] is not None:
        yield f"  {page.BY_EXITS}: {number(capacity['by_exits'])}"
    yield page.PLACE_DAYS.format(year=told["year"])
    for kind, rows in told["days"].items():
        for row in rows:
            yield f"  {_days(kind, row)}"
    yield page.strip_told(
        told["name"] or told["location"],
        told["year"],
        {risk: told["strip"].count(risk) for risk in ("A", "B", "C")},
    )
    yield from _around(told)
    yield page.INCIDENTS
    for one in told["incidents"]:
        yield f"  {_compared(one)}"
    if not told["incidents"]:
        yield f"  {page.NO_INCIDENTS}"
    yield ADVICE


def _days(kind: str, row: Told) -> str:
    left = page.NO_LIMIT if row["left"] is None else number(row["left"])
    counted = f"{number(row['granted'])} vergund, {number(row['asked'])} aangevraagd, over: {left}"
    return f"{page.DAY_KINDS[kind]} {row['class']}: {counted}"


def _around(told: Told) -> Iterator[str]:
    yield page.RINGS
    if not told["residents"]["label"]:
        yield f"  {page.NO_RESIDENTS}"
    else:
        for ring in told["rings"]:
            days = ring["event_days"]
            had = "" if days is None else f", gemiddeld {number(days, 1)} evenementdagen"
            yield f"  {number(ring['distance_m'])} m: {number(ring['residents'])}{had}"
    yield page.NEAR
    for near in (*told["near"], *told["access"]):
        away = near["distance_m"]
        if not near["loaded"]:
            yield f"  {near['label']}: {page.NOT_LOADED}"
        elif away is None:
            yield f"  {near['label']}: geen"
        else:
            zone = f" ({near['zone']})" if near["zone"] else ""
            yield f"  {near['label']}: {near['name'] or 'zonder naam'}, {number(away)} m{zone}"
    for flood in told["flood"]:
        depth = page.depth(flood["depth_m"], wet=flood["wet"])
        yield f"  {page.FLOOD}: {flood['scenario']}, {depth}"
    if not told["flood"]:
        yield f"  {page.FLOOD}: {page.NOT_LOADED}"


def _compared(one: Told) -> str:
    ratio, lower, upper = (
        float("nan") if one[name] is None else one[name] for name in ("ratio", "lower", "upper")
    )
    return page.incidents(one["label"], ratio, lower, upper, (one["on_days"], one["other_days"]))


def plan_lines(told: Told, names: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield how full a year is and what is in conflict, the heaviest first."""
    in_time = [event["in_time"] for event in told["events"]]
    counts = (in_time.count(True), in_time.count(False), in_time.count(None))
    yield plan_text.board_told(told["year"], counts, date.fromisoformat(told["before"]))
    yield plan_text.conflicts_told(len(told["conflicts"]), told["weight"])
    yield from _conflicts(told["conflicts"], names, titles)
    yield ADVICE


def _conflicts(
    conflicts: Sequence[Told], names: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[str]:
    for one in conflicts:
        where = names.get(one["place"], one["place"])
        told = _conflict(one)
        events = "; ".join(f"{titles[event]} [{event}]" for event in one["events"])
        label = plan_text.CONFLICT_KINDS[one["kind"]]
        yield f"  {one['weight']:>5}  {label}{f', {where}' if where else ''}: {told}. {events}"


def _conflict(one: Told) -> str:
    moment = datetime.fromisoformat(one["detail"]) if one["kind"] == "shift" else None
    return plan_text.conflict(one["kind"], one["detail"], one["excess"], moment)


def move_lines(told: Told, names: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield what changes if an event moves, and whether it was kept."""
    start = datetime.fromisoformat(told["start"])
    place = names.get(told["location"], told["location"])
    yield f"{titles[told['id']]}: {place}, {day(start)} {start:%H:%M}"
    yield plan_text.moved(
        (told["weight_before"], told["weight_after"]), (told["burden_before"], told["burden_after"])
    )
    for title, conflicts in (
        (plan_text.SOLVED_TABLE, told["solved"]),
        (plan_text.NEW_TABLE, told["new"]),
    ):
        yield f"{title}: {number(len(conflicts))}"
        yield from _conflicts(conflicts, names, titles)
    yield f"{plan_text.CHANGED_TABLE}: {number(len(told['changed']))}"
    for one in told["changed"]:
        before, after = one["before"], one["after"]
        where = names.get(before["place"], before["place"])
        added = f"{after['weight'] - before['weight']:+d}"
        told_twice = f"{_conflict(before)}; wordt: {_conflict(after)}"
        yield f"  {added:>5}  {f'{where}: ' if where else ''}{told_twice}"
    yield NOT_KEPT if told["version"] is None else KEPT.format(version=told["version"])


def past_lines(told: Sequence[Told], names: Mapping[str, str]) -> Iterator[str]:
    """Yield events that are over, each with what was expected and what came."""
    filled = sum(event["actual_visitors"] is not None for event in told)
    yield plan_text.turnout(filled, len(told), float("nan"))
    for event in told:
        start = datetime.fromisoformat(event["start"])
        expected, came = (
            "?" if event[name] is None else number(event[name])
            for name in ("visitors", "actual_visitors")
        )
        yield (
            f"  {event['id']}  {day(start)}  {event['title'] or event['id']}, "
            f"{names.get(event['location'], event['location'])}: {came} van {expected} bezoekers"
            f"{'. ' + event['findings'] if event['findings'] else ''}"
        )
