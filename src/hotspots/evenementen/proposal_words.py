"""What the year as a plan says: how much fits, what moves and why, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import day, listed, moment, number, plural
from hotspots.evenementen import plan_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotspots.errors import Parts
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.proposal import Line, Proposal, Totals


TITLE: Final = "Het jaar als plan"
TITLE_OF: Final = "Het jaar als plan: {year}"
INTRO: Final = (
    "Alle aanvragen samen: wat past, wat botst, en wat de lichtste spreiding is. Een voorstel "
    "verandert niets; elke verplaatsing bewaart u zelf."
)
EVERY: Final = "Welke aanvragen mogen schuiven"
WHICH: Final = {False: "Aangevraagd vóór {before}", True: "Alle zonder besluit"}
SEARCHES: Final = "Zoekt de lichtste spreiding; dat kan een minuut duren …"
COMPARED: Final = "Drie plannen naast elkaar"
COMPARED_COLUMNS: Final = {
    "what": "Wat",
    "requested": "Zoals aangevraagd",
    "in_turn": "Om de beurt",
    "proposed": "Voorstel",
}
MEASURES: Final = {
    "fits": "Aanvragen die passen",
    "weight": "Gewicht van alle conflicten",
    "pressure": "Druk in de drukste week",
    "moves": "Verplaatst",
    "days": "Dagen verschoven, samen",
    "km": "Kilometers verplaatst, samen",
}
COMPARED_NOTE: Final = (
    "Om de beurt: wie het eerst kwam blijft staan, de rest krijgt de dichtstbijzijnde plek en dag "
    "die dan nog past. Druk: gewogen bezoekers per dag in de drukste week van een buurt, voor de "
    "gemiddelde bewoner. Zoals aangevraagd telt alle aanvragen mee, ook die niet passen."
)
MOVES: Final = "Verplaatsingen in het voorstel"
NONE_FIT: Final = "Wat niet past"
STAYS: Final = "Wat blijft staan"
REMAINING: Final = "Conflicten die blijven"
LINE_COLUMNS: Final = {
    "event": "Evenement",
    "from": "Van",
    "to": "Naar",
    "why": "Omdat",
}
FILE_COLUMNS: Final = {
    "outcome": "Uitkomst",
    "event": "Evenement",
    "id": "Nummer",
    "from": "Van",
    "to": "Naar",
    "days": "Dagen verschoven",
    "metres": "Meters verplaatst",
    "visitors": "Bezoekers",
    "risk": "Klasse",
    "why": "Omdat",
}
FILE_ROWS: Final = "Een rij is een aanvraag van het jaar."
OUTCOMES: Final = {"moves": "verplaatsen", "stays": "blijft", "none": "past niet"}
NO_MOVES: Final = "Er hoeft niets te worden verplaatst."
CHOOSE: Final = "Een verplaatsing bewaren"
CHOOSE_NONE: Final = "Kies een verplaatsing"
CHOOSE_HELP: Final = "Kies een verplaatsing uit het voorstel. Er verandert pas iets als u bewaart."
KEEP: Final = "Deze verplaatsing bewaren"
KEEP_SURE: Final = (
    "De kalender krijgt een nieuwe versie waarin deze aanvraag is verplaatst. Uw naam of rol en "
    "het moment staan erbij. De andere aanvragen blijven waar ze staan. Klopt dat?"
)
AS_PDF: Final = "Plan (PDF)"
AS_JSON: Final = "Plan (JSON)"
AS_FILE: Final = "Plan als bestand"
FILE: Final = "jaarplan_voorstel"
NOT_WITH_OUT: Final[Parts] = (
    "--out, --all en --seconds horen bij een voorstel.",
    "Gevonden: een van deze zonder --proposal.",
    "Zet --proposal erbij.",
)
ALSO_CHECKED: Final = (
    "Elke andere plek en dag komt door dezelfde toets als een aanvraag en als de alternatieven: "
    "capaciteit, dagen van de locatie, rustdagen, stille perioden, politiedienst, evenementen "
    "vlakbij, zones, werk aan de weg en bijzondere dagen."
)


def headline(plan: Proposal) -> str:
    """Say how many requests fit, as they were sent and in the proposal."""
    count = len(plan.lines)
    if not count:
        return f"Voor {plan.year} is er geen aanvraag die nog kan schuiven."
    requests = plural(count, "aanvraag", "aanvragen")
    verb = "past" if plan.requested.fits == 1 else "passen"
    start = (
        f"Van {requests} voor {plan.year} {verb} er zoals aangevraagd {number(plan.requested.fits)}"
    )
    moves = plural(plan.proposed.moves, "verplaatsing", "verplaatsingen")
    if plan.proposed.fits == plan.requested.fits and not plan.proposed.moves:
        return f"{start}, en een lichtere spreiding is er niet."
    return f"{start}; in het voorstel {number(plan.proposed.fits)}, met {moves}."


def standing(plan: Proposal) -> str:
    """Say what does not move, and why; "" where everything may."""
    movable = plan.movable
    parts = [
        f"{number(count)} {why}"
        for count, why in (
            (movable.decided, "met een besluit"),
            (movable.late, f"aangevraagd op of na {day(plan.before)}"),
            (movable.undated, "zonder datum van aanvraag"),
            (movable.unsized, "zonder aantal bezoekers"),
            (movable.placeless, "zonder locatie uit de lijst"),
        )
        if count
    ]
    if not parts:
        return ""
    return f"Wat vaststaat en meetelt: {listed(parts)}."


def certainty(plan: Proposal) -> str:
    """Say how sure it is that there is no better plan."""
    if not plan.lines:
        return ""
    looked = (
        f"Bekeken zijn {plural(plan.movable.weighed, 'plek en dag', 'plekken en dagen')}, "
        "per aanvraag de dichtstbijzijnde dagen en de lichtste plekken."
    )
    if plan.proved:
        return f"{looked} Daarvan is dit bewezen het beste plan."
    if not plan.searched:
        return (
            f"{looked} De tijd was te kort voor een plan: dit is wat er om de beurt uitkomt. Geef "
            "meer tijd met 'seconds' in toetsing.toml."
        )
    return f"{looked} De tijd was op voordat het bewijs er was. {_gaps(plan)}"


def _gaps(plan: Proposal) -> str:
    """Say by how much a better plan could still be better, per aim that is not proved."""
    names = (
        "aantal aanvragen dat past", "gewicht van de conflicten", "druk in de drukste week",
        "verplaatsingen",
    )  # fmt: skip
    open_ones = [
        f"{name} "
        f"{'(onbekend hoeveel)' if one.gap is None else f'hooguit {number(100 * one.gap, 1)} %'}"
        for name, one in zip(names, plan.reached, strict=True)
        if one.gap != 0
    ]
    return f"Nog te winnen: {listed(open_ones)}."


def within(plan: Proposal, percent: float) -> str:
    """Say that fewer moves go before the last bit of pressure."""
    if not plan.lines or not percent:
        return ""
    return (
        f"Binnen {number(percent, 0 if float(percent).is_integer() else 1)} % van de lichtste "
        "spreiding is zo weinig mogelijk verplaatst."
    )


def past(plan: Proposal) -> str:
    """Say that days of the plan are over; "" where none is."""
    if not plan.past:
        return ""
    requests = plural(plan.past, "aanvraag", "aanvragen")
    return (
        f"Van {requests} is de dag voorbij: dat deel is om van te leren en niet om uit te voeren."
    )


def notes(plan: Proposal, percent: float, *, residents: bool) -> Iterator[str]:
    """Yield what holds for the whole plan."""
    for note in (standing(plan), certainty(plan), within(plan, percent), past(plan)):
        if note:
            yield note
    if plan.lines:
        yield ALSO_CHECKED
    if not residents:
        yield "Er zijn geen inwoners geladen: op de druk voor bewoners is niet gestuurd."


def place_and_day(name: str, line: Line, *, there: bool) -> str:
    """Write where and when."""
    return f"{name}, {moment(line.start if there else line.from_start)}"


def sentence(line: Line, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Say in a sentence from where to where a request goes, and why; or why it has no place."""
    start = place_and_day(names[line.from_location], line, there=False)
    if line.outcome != "moves":
        return f"{start}. {why(line, titles)}".rstrip()
    goes = place_and_day(names[line.location], line, there=True)
    return f"van {start} naar {goes} ({moves(line)}), omdat: {why(line, titles)}"


def moves(line: Line) -> str:
    """Say how far a request goes.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> moves(SimpleNamespace(away_days=-7, away_m=1240.0))
    '7 dagen eerder, 1,2 km verderop'
    """
    parts = []
    if line.away_days:
        count = plural(abs(line.away_days), "dag", "dagen")
        parts.append(f"{count} {'later' if line.away_days > 0 else 'eerder'}")
    if line.away_m:
        kilometres = line.away_m >= 1000  # noqa: PLR2004 - metres in a kilometre
        away = f"{number(line.away_m / 1000, 1)} km" if kilometres else f"{number(line.away_m)} m"
        parts.append(f"{away} verderop")
    return ", ".join(parts)


#: Conflicts of the board that a finding says as well.
_SAID_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "days": ("days_events", "days_sound"),
    "place": ("place",),
    "capacity": ("capacity",),
    "quiet": ("quiet",),
    "rest": ("rest",),
}


def why(line: Line, titles: Mapping[str, str]) -> str:
    """Say why a request moves, or why there is no place for it; "" for one that stays."""
    if line.outcome == "stays":
        return ""
    ids = {one.id for one in line.in_the_way}
    parts = [one.reason.rstrip(".") for one in line.in_the_way]
    parts += [
        _clash(one, line.id, titles)
        for one in line.clashes
        if not ids & set(_SAID_BY.get(one.kind, ()))
    ]
    if line.outcome == "moves" and line.heavier:
        parts.append(_heavier(line.heavier))
    reasons = ". ".join(part[:1].upper() + part[1:] for part in parts)
    if line.outcome == "none":
        return f"{reasons}. {_nowhere(line)}"
    return f"{reasons}." if reasons else "Anders past een andere aanvraag niet."


def _heavier(share: float) -> str:
    percent = 100 * share
    if percent < 0.1:  # noqa: PLR2004 - what is written with one decimal
        return "blijft het staan, dan wordt de drukste week van bewoners iets drukker"
    return (
        f"blijft het staan, dan wordt de drukste week van bewoners {number(percent, 1)} % drukker"
    )


def _nowhere(line: Line) -> str:
    if not line.fits_at:
        return "Geen andere plek of dag die is bekeken, komt door de toets."
    there = plural(line.fits_at, "andere plek of dag", "andere plekken en dagen")
    verb = "komt" if line.fits_at == 1 else "komen"
    return (
        f"Door de toets {verb} {there}, maar die {'is' if line.fits_at == 1 else 'zijn'} voor "
        "andere aanvragen nodig."
    )


def _clash(one: Conflict, own: str, titles: Mapping[str, str]) -> str:
    """Say what a request would be in conflict about, and with which others."""
    others = [titles.get(event, event) for event in one.events if event != own]
    said = plan_words.conflict(one)
    if one.kind in ("place", "around", "rest") and others:
        return f"{said}: {'; '.join(others)}"
    return said


def measured(name: str, totals: Totals) -> str:
    """Write a figure of a plan; a dash where it is not known."""
    value = getattr(totals, name)
    return "–" if value is None else number(value, 1 if name == "km" else 0)
