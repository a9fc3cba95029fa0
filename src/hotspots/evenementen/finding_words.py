"""What the findings of a check say, each in a sentence or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import day as written_day
from hotspots.dutch import number, number_in_short, plural
from hotspots.dutch import period as written_period
from hotspots.evenementen.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import numpy as np

    from hotspots.evenementen.nearness import RoadWork
    from hotspots.evenementen.routes import Closure
    from hotspots.evenementen.scoring import Classified
    from hotspots.evenementen.settings import QuietPeriod, ScoringTable, SpecialDays


WHOLE_SHAPE: Final = "Dat is de hele getekende vlakte, ook waar niemand kan staan."
OVERLAP_SOURCE: Final = "De kalender; wat eindigt als het andere begint, overlapt niet."
QUIET_SOURCE: Final = "Stille perioden uit de instellingen en de lijst van locaties."
HISTORY_SOURCE: Final = "De kalender: wat na eerdere evenementen is ingevuld."
LIGHTER_SOURCE: Final = "Instelling van de gemeente: waar het lichter kan, blijft een afweging."
NO_CAPACITY: Final = (
    "Hoeveel mensen hier passen is niet bekend: de lijst noemt geen oppervlakte en geen uitgangen."
)
PLACE_FREE: Final = "De locatie is vrij, ook tijdens op- en afbouw."
SOUND_UNKNOWN: Final = (
    "Of er versterkt geluid is, staat niet in de aanvraag; geluidsdagen zijn niet bekeken."
)
NOT_QUIET: Final = "Het evenement valt in geen stille periode."
NO_HISTORY: Final = "Van een eerdere keer is niet ingevuld hoeveel bezoekers er kwamen."
#: Events or works that a sentence names.
_MOST_LISTED: Final = 3
_KINDS: Final = {"events": "evenementdagen", "sound": "geluidsdagen"}


def _some(names: Sequence[str]) -> str:
    """Name the first few, and say that there are more."""
    more = "; …" if len(names) > _MOST_LISTED else ""
    return f"{'; '.join(names[:_MOST_LISTED])}{more}"


def capacity(visitors: int, people: int, made: str) -> str:
    """Say whether the visitors fit, with the sum that says so."""
    fits = "past" if visitors == 1 else "passen"
    fits += "" if visitors <= people else " niet"
    people_come = plural(visitors, "bezoeker", "bezoekers")
    return f"{people_come} {fits}: er is plaats voor {number(people)} ({made})."


def by_area(usable_m2: float, density: float) -> str:
    """Write the sum of a capacity by square metres."""
    return f"{number(usable_m2)} m² × {number(density, 1)} personen per m²"


def by_exits(exits_m: float, flow: float, minutes: float) -> str:
    """Write the sum of a capacity by exits."""
    return (
        f"{number(exits_m, 1)} m uitgang × {number(flow)} personen per minuut per meter × "
        f"{number(minutes)} minuten"
    )


def no_limit(kind: str, year: int, risk: str) -> str:
    """Say that a place has no limit for a class."""
    return f"De lijst noemt geen grens aan {_KINDS[kind]} van klasse {risk} in {year}."


def days(
    kind: str, year: int, risk: str, *, allowed: int, granted: int, requested: int, new: int
) -> str:
    """Say how many days are left, and how many this request takes."""
    after = allowed - granted - requested - new
    after_words = f"nog {after} over" if after >= 0 else f"{-after} te veel"
    return (
        f"{_KINDS[kind].capitalize()} van klasse {risk} in {year}: {allowed} toegestaan, {granted} "
        f"vergund en {requested} aangevraagd. Dit evenement neemt er {new}; daarna {after_words}."
    )


def at_place(titles: Sequence[str], *, granted: bool) -> str:
    """Say what else is at the place, and whether any of it has a licence."""
    shown = _some(titles)
    others = f"Op de locatie is dan al {counted(len(titles))}, op- en afbouw meegeteld: {shown}."
    return others if granted else f"{others} Nog niets daarvan is vergund."


def around(count: int, visitors: int, metres: float, own: int, *, unknown: int) -> str:
    """Say what is on around the place, and for how many events the size is not known.

    Examples
    --------
    >>> around(1, 0, 500, 200, unknown=1)
    'Binnen 500 m is tegelijk 1 ander evenement; van 1 is het aantal bezoekers niet bekend.'
    """
    others = plural(count, "ander evenement", "andere evenementen")
    verb = "is" if count == 1 else "zijn"
    sentence = f"Binnen {number(metres)} m {verb} tegelijk {others}"
    missing = f"van {number(unknown)} is het aantal bezoekers niet bekend" if unknown else ""
    if unknown == count:
        return f"{sentence}; {missing}."
    sentence += f" met {number(visitors)} bezoekers"
    total = number(visitors + own)
    if missing:
        return f"{sentence}, en {missing}; samen met dit minstens {total}."
    return f"{sentence}; samen met dit {total}."


def nothing_around(metres: float) -> str:
    """Say that nothing else is on around the place."""
    return f"Binnen {number(metres)} m is tegelijk geen ander evenement."


def place_unknown(reach: str) -> str:
    """Say that it is not known whether the place is free."""
    return f"Of de locatie vrij is, is niet bekend. {reach}"


def around_unknown(metres: float, reach: str) -> str:
    """Say that it is not known what else is on around the place."""
    return f"Of er binnen {number(metres)} m een ander evenement is, is niet bekend. {reach}"


def shift_unknown(reach: str) -> str:
    """Say that it is not known what else the police have in their shift."""
    return (
        "Of er in dezelfde politiedienst een evenement van klasse B of C is, is niet bekend. "
        f"{reach}"
    )


def days_unknown(
    kind: str, year: int, risk: str, *, allowed: int, entered: int, new: int, reach: str
) -> str:
    """Say that it is not known how many days of a year are used already; some may be."""
    here = f"Hier ingevoerd: {entered}. " if entered else ""
    more = "er nog meer" if entered else "er al"
    return (
        f"{_KINDS[kind].capitalize()} van klasse {risk} in {year}: {allowed} toegestaan. {here}"
        f"Hoeveel {more} vergund of aangevraagd zijn, is niet bekend; dit evenement neemt er "
        f"{new}. {reach}"
    )


def shift(heavy: int, most: int, start: datetime | None) -> str:
    """Say how many heavy events share a shift of the police."""
    if not heavy:
        return "In de politiediensten van dit evenement is geen evenement van klasse B of C."
    when = "" if start is None else f" die op {written_day(start)} om {start:%H} uur begint"
    verb = "is" if heavy == 1 else "zijn"
    return (
        f"In de politiedienst{when} {verb} er {counted(heavy)} van "
        f"klasse B of C, dit meegeteld; de instelling is hooguit {most}."
    )


def quiet(period: QuietPeriod) -> str:
    """Say in which quiet period a request falls."""
    what = "zonder versterkt geluid" if period.only_sound else "zonder evenementen"
    return f"Stille periode {what}: {period.reason} ({_days_of_year(period)})."


def _days_of_year(period: QuietPeriod | SpecialDays) -> str:
    (first_month, first_day), (last_month, last_day) = period.first, period.last
    until = f" tot en met {last_day}-{last_month}" if period.last != period.first else ""
    return f"{first_day}-{first_month}{until}"


REST_SOURCE: Final = "De rustdagen in de lijst van locaties en de kalender."


def rest(days: int, titles: Sequence[str], unknown: str) -> str:
    """Say whether a place gets its days of rest before and after a request.

    Examples
    --------
    >>> rest(7, ["Kermis"], "")
    'De locatie heeft 7 dagen rust nodig tussen twee evenementen; te dicht op dit zit: Kermis.'
    >>> rest(1, [], "")
    'De locatie heeft 1 dag rust nodig tussen twee evenementen, en die is er.'
    """
    needs = f"De locatie heeft {plural(days, 'dag', 'dagen')} rust nodig tussen twee evenementen"
    if titles:
        return f"{needs}; te dicht op dit zit: {_some(titles)}."
    if unknown:
        return f"{needs}. Of die er is, is niet bekend. {unknown}"
    return f"{needs}, en die {'is' if days == 1 else 'zijn'} er."


SPECIAL_SOURCE: Final = "De bijzondere dagen van de gemeente, in toetsing.toml."
NOT_SPECIAL: Final = "Het valt niet op een bijzondere dag."


def special(days: SpecialDays) -> str:
    """Say on which special days a request falls.

    Examples
    --------
    >>> from hotspots.evenementen.settings import Origin, SpecialDays
    >>> special(SpecialDays((4, 27), (4, 27), "Koningsdag", Origin("", "aanname")))
    'Het valt op: Koningsdag (27-4).'
    """
    return f"Het valt op: {days.reason} ({_days_of_year(days)})."


def road_works(metres: float, works: Sequence[RoadWork]) -> str:
    """Say which work on roads is near at the same time."""
    if not works:
        return f"Binnen {number(metres)} m is dan geen werk aan de weg."
    listed = _some([_road_work(work) for work in works])
    count = plural(len(works), "werk", "werken")
    return f"Binnen {number(metres)} m is tegelijk werk aan de weg ({count}): {listed}."


def _road_work(work: RoadWork) -> str:
    where = f"{work.name or 'zonder naam'}, {number(work.distance_m)} m"
    if work.first_day is None:
        return where if work.last_day is None else f"{where}, t/m {written_day(work.last_day)}"
    if work.last_day is None:
        return f"{where}, vanaf {written_day(work.first_day)}"
    return f"{where}, {written_period(work.first_day, work.last_day)}"


NO_STREETS: Final = (
    "Welke straten de route afsluit, is niet bekeken: er zijn geen straten geladen (hotspots fetch "
    "roads)."
)


def paces(pace_kmh: tuple[float, float]) -> str:
    """Say how fast the first and the last of a route go.

    Examples
    --------
    >>> paces((18.0, 4.5))
    '18 km per uur voorop en 4,5 km per uur achteraan'
    >>> paces((4.0, 4.0))
    '4 km per uur'
    """
    first, last = (f"{number_in_short(one)} km per uur" for one in pace_kmh)
    return first if first == last else f"{first} voorop en {last} achteraan"


def route(
    closures: Sequence[Closure], last: np.datetime64, pace_kmh: tuple[float, float], *, late: bool
) -> str:
    """Say how many streets a route closes, which are closed longest, and when the last is in."""
    end = f"De laatste deelnemer is om {clock(last)} uur binnen"
    end += ", na het einde van het evenement" if late else ""
    end += f", bij {paces(pace_kmh)}."
    if not closures:
        return f"De route kruist geen straat uit de geladen laag. {end}"
    longest = sorted(closures, key=lambda one: one.closed - one.open)
    listed = _some(
        [f"{one.street or 'zonder naam'} {clock(one.closed)}–{clock(one.open)}" for one in longest]
    )
    count = plural(len(closures), "keer een straat", "keer een straat")
    return f"De route sluit {count} af, het langst: {listed}. {end}"


def clock(moment: np.datetime64) -> str:
    """Write the time of day.

    Examples
    --------
    >>> import numpy as np
    >>> clock(np.datetime64("2018-05-05T09:05:59"))
    '09:05'
    """
    return str(moment.astype("M8[m]"))[-5:]


def unclear_works(count: int) -> str:
    """Say that some work could not be weighed."""
    works = plural(count, "werk", "werken")
    return f" Van {works} in de buurt ligt het einde vóór het begin; dat is niet meegewogen."


def classified(result: Classified, table: ScoringTable) -> str:
    """Say which class the table gives, with the points that made it and what is not known."""
    given = ", ".join(
        f"{part.label.lower()} {part.points}" for part in result.made_of if part.points
    )
    total = plural(result.points, "punt", "punten")
    sentence = (
        f"{table.label}: klasse {result.risk} met {total} (B vanaf {table.class_b}, C vanaf "
        f"{table.class_c}). Punten: {given or 'geen'}."
    )
    unknown = ", ".join(part.label for part in result.made_of if part.answer is None).lower()
    if unknown:
        sentence += f" Niet ingevuld: {unknown}; de klasse kan dan {result.heaviest} zijn."
    return sentence


def in_calendar(risk: str) -> str:
    """Say which class the calendar has, which goes before what the table would give."""
    return f"In de kalender staat klasse {risk}; daarmee is gerekend."


def not_loaded(label: str) -> str:
    """Say that a layer is not there."""
    return f"De afstand tot {label} is niet bekeken: die laag is niet geladen."


def none_of_kind(label: str) -> str:
    """Say that a layer has none of a kind."""
    return f"In de geladen laag staat geen {label}."


def near(label: str, name: str, metres: float, *, about: bool) -> str:
    """Say how far the nearest of a kind is."""
    roughly = "ongeveer " if about else ""
    return f"Het dichtst bij: {label} {name or 'zonder naam'}, {roughly}{number(metres)} m."


def in_zone(zone: str) -> str:
    """Say in which zone a place lies."""
    return f" De plek ligt in het {zone}." if zone.endswith("gebied") else f" Dat is {zone}."


def vulnerable(crowd: int, *, counts: bool) -> str:
    """Say from how many people on a place in the open is itself to be protected."""
    if counts:
        return f" Buiten met {number(crowd)} personen of meer is dit zelf een kwetsbare locatie."
    return f" Dit telt pas buiten en vanaf {number(crowd)} personen."


def history(
    turnout: float, compared: int, expected: int, *, same_event: bool, too_many: bool
) -> str:
    """Say how many people came before, and what that would mean now."""
    what = "Dit evenement" if same_event else "Dit soort evenement op deze plek"
    sentence = (
        f"{what} trok eerder {number(100 * turnout)} % van wat was verwacht "
        f"({plural(compared, 'keer', 'keer')} ingevuld). Nu zou dat {number(expected)} zijn."
    )
    return sentence + (" Dat past niet op de locatie." if too_many else "")


def last_finding(written: str) -> str:
    """Say what was written down last time."""
    return f" Laatste bevinding: {written}"
