"""What is said about a flood, in Dutch: people, shelters, institutions, and the report of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.words import DEPTH_UNKNOWN, WET_UNKNOWN
from hotspots.dutch import listed, number, plural
from hotspots.risico import shelter_words, words
from hotspots.risico.report import (
    CALCULATED,
    EXAMPLE,
    PARTLY_EXAMPLE,
    ScenarioReport,
    and_unknown,
    figure,
    flag_lines,
    note_lines,
    shelters_beside,
)
from hotspots.risico.tables import (
    NO_SHELTER_KNOWN,
    PERCENT,
    people_cells,
    people_columns,
    people_in_areas,
    places_in_areas,
    places_in_zones,
    settings_table,
    table,
    wijk_names,
)
from hotspots.risico.words import (
    NO_OBJECTS,
    VULNERABILITY,
    amount,
    amounts,
    capital,
    first_of,
    hours,
    kinds_unknown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.errors import Parts
    from hotspots.risico.people import Margin
    from hotspots.risico.report import Figure
    from hotspots.risico.tables import Row, Table
    from hotspots.risico.tally import Dependents
    from hotspots.risico.water import DepthCount, FloodedBuurt, WaterAnswer
    from hotspots.risico.water_people import Clock


def water_sentences(
    inside: float | None,
    city: float | None,
    leave: Sequence[float | None],
    stay: Sequence[float | None],
    unknown: tuple[float | None, float | None] = (0.0, 0.0),
) -> list[str]:
    """Say who is under water, who can leave before it comes, and who stays.

    Parameters
    ----------
    unknown
        Of how many it is not known whether they are under water, and of how many of those who are
        the depth is not known.

    Examples
    --------
    >>> water_sentences(10, 100, [1, 2], [8, 9], (30, 10))[0]  # doctest: +NORMALIZE_WHITESPACE
    'In dit scenario komt het huis van 10 van de 100 inwoners onder water te staan (hoe diep, is van
    10 niet bekend); van 30 inwoners is niet bekend of het daar nat wordt.'
    """
    wet, depth = unknown
    no_depth = f" (hoe diep, is van {amount(depth)} niet bekend)" if some(depth) else ""
    unclear = f"; van {amount(wet)} inwoners is niet bekend of het daar nat wordt"
    return [
        (
            f"In dit scenario komt het huis van {amount(inside)} van de {amount(city)} inwoners "
            f"onder water te staan{no_depth}{unclear if some(wet) else ''}."
        ),
        (
            f"Vóór het water komt, kunnen {amounts(leave)} mensen weg. Dus {amounts(stay)} mensen "
            "blijven."
        ),
    ]


def some(people: float | None) -> bool:
    """Whether a number of whole people is more than nobody, or is not known."""
    return people is None or round(people) > 0


#: hours; from here on days are plainer.
_IN_DAYS_FROM_H: Final = 48.0
_HOURS_PER_DAY: Final = 24


def duration_sentence(hours_: Sequence[float]) -> str:
    """Say how long the water stays: in whole hours, or in whole days where it is days.

    Examples
    --------
    >>> duration_sentence((6, 36.4)), duration_sentence((30.2, 415.875))
    ('Het water staat er daarna 6 tot 36 uur.', 'Het water staat er daarna 1 tot 17 dagen.')
    >>> duration_sentence((6, 240))
    'Het water staat er daarna minder dan een dag tot 10 dagen.'
    """
    low, high = min(hours_), max(hours_)
    if high < _IN_DAYS_FROM_H:
        return f"Het water staat er daarna {hours(round(low), round(high))} uur."
    first, last = round(low / _HOURS_PER_DAY), round(high / _HOURS_PER_DAY)
    stays = hours(first, last) if first else f"minder dan een dag tot {last}"
    return f"Het water staat er daarna {stays} dagen."


def shelter_sentences(
    dry: Sequence[float | None], need: Sequence[float | None],
    rooms: tuple[float | None, float | None],
    gap: Sequence[float | None], helpless: Sequence[float | None], *, unknown: int = 0,
) -> list[str]:  # fmt: skip
    """Say who finds a dry floor, who needs a place, and the gap.

    Parameters
    ----------
    rooms
        Places for the night and for some hours; None where no area is known.
    unknown
        Of how many shelters it is not known whether they stay dry.

    Examples
    --------
    >>> shelter_sentences([0, 0], [5, 9], (None, None), [5, 9], [1, 2])[1].partition(".")[0]
    'Hoeveel plaatsen er zijn om te overnachten, is niet bekend'
    """
    nights, hours_ = rooms
    places = "Hoeveel plaatsen er zijn om te overnachten, is niet bekend."
    if nights is not None and hours_ is not None:
        places = (
            f"Er zijn {plural(round(nights), 'plaats', 'plaatsen')} om te overnachten, en "
            f"{number(hours_)} voor enkele uren."
        )
    if unknown:
        which = plural(unknown, "plek voor opvang", "plekken voor opvang")
        places += f" Van {which} is niet bekend of het er droog blijft: die tellen niet mee."
    return [
        (
            f"{capital(amounts(dry))} van hen hebben thuis een droge verdieping. "
            f"{capital(amounts(need))} moeten ergens anders heen."
        ),
        (
            f"{places} Voor de nacht houden {amounts(gap)} mensen geen plaats over, onder wie "
            f"{amounts(helpless)} die zich niet zelf kunnen redden; die gaan bij het verdelen voor."
        ),
    ]


def target_sentence(hours: float, persons: float, low: float, high: float) -> str:
    """Say what a veiligheidsregio prepares for, beside what is needed here."""
    times = (
        f"{number(low)} tot {number(high)} keer" if round(low) != round(high)
        else f"{number(high)} keer"
    )  # fmt: skip
    return (
        f"Een veiligheidsregio bereidt opvang voor van hoogstens {number(persons)} mensen binnen "
        f"{number(hours)} uur. Hier is {times} zo veel nodig."
    )


def high_ground_sentence(names: Sequence[str]) -> str:
    """Say where it stays dry; without a known area nobody was given a place there."""
    return (
        f"Hoge grond: {', '.join(names)}. Waar niet bekend is hoeveel plaats er is, is er niemand "
        "ingedeeld."
    )


def helpless_objects_sentence(dependents: Dependents) -> str:
    """Say how many who cannot help themselves are in vulnerable objects under water.

    Examples
    --------
    >>> from hotspots.risico.tally import Dependents
    >>> helpless_objects_sentence(Dependents(150.0, objects=3, without=0))
    'In kwetsbare objecten onder water zijn 150 mensen die zich niet zelf kunnen redden.'
    """
    without = plural(dependents.without, "object", "objecten")
    if dependents.people is None:
        return (
            "Hoeveel mensen in kwetsbare objecten onder water zich niet zelf kunnen redden, is van "
            f"{without} niet bekend."
        )
    more = f"; van {without} is dat niet bekend" if dependents.without else ""
    return (
        f"In kwetsbare objecten onder water zijn {number(dependents.people)} mensen die zich niet "
        f"zelf kunnen redden{more}."
    )


def clocks_sentence(
    late: Sequence[str], unsure: Sequence[str], unknown: int, wet: int, unclear: int = 0
) -> str:
    """Say which vulnerable objects the water may overtake.

    Parameters
    ----------
    unknown
        How many of the ``wet`` do not know when it comes.
    unclear
        Of how many it is not known whether they come under water.

    Examples
    --------
    >>> clocks_sentence([], [], 1, 1)
    '1 bekend kwetsbaar object komt onder water. Van 1 is niet bekend wanneer.'
    >>> clocks_sentence([], [], 0, 0, 2)
    'Van 2 kwetsbare objecten is niet bekend of zij onder water komen.'
    """
    beyond = ""
    if unclear:
        objects = plural(unclear, "kwetsbaar object", "kwetsbare objecten")
        verb = "het onder water komt" if unclear == 1 else "zij onder water komen"
        beyond = f"Van {objects} is niet bekend of {verb}."
    if not wet:
        return beyond or "Geen enkel bekend kwetsbaar object komt onder water."
    count = plural(wet, "bekend kwetsbaar object komt", "bekende kwetsbare objecten komen")
    sentences = [f"{count} onder water.", *([beyond] if beyond else [])]
    if late:
        sentences.append(f"Te laat om weg te gaan: {first_of(late)}.")
    if unsure:
        sentences.append(f"Onzeker of weggaan op tijd lukt: {first_of(unsure)}.")
    if unknown:
        sentences.append(f"Van {number(unknown)} is niet bekend wanneer.")
    if not (late or unsure or unknown or unclear):
        sentences.append("Volgens deze gegevens lukt weggaan overal op tijd.")
    return " ".join(sentences)


STRAIGHT_LINE: Final = "Afstanden zijn hemelsbreed: er is geen wegennet geladen."

LOADED_FLOOD_NOTE: Final = (
    "Ingelezen en niet beschreven in risk.toml: wie vooraf vertrekt, is de algemene instelling."
)


def loaded_flood(name: str) -> str:
    """Name a flood that somebody loaded and nobody described."""
    return f"{name} (ingelezen)"


def no_depths(label: str, depths: str) -> Parts:
    """Say that no layer holds the depths of a scenario."""
    return (
        f"Van scenario '{label}' is geen waterdiepte geladen.",
        f"Gezocht: een raster met de naam '{depths}', of gebieden met scenario '{depths}'.",
        "Lees een GeoTIFF of gebieden van LIWO in, of kies een ander scenario.",
    )


#: The two ends of every margin.
ENDS: Final = ("gunstig", "ongunstig")

NO_HOURS: Final = "Wanneer het water komt, is in deze gegevens niet opgegeven."

NO_DURATION: Final = "Hoe lang het water blijft staan, is in deze gegevens niet opgegeven."


def hours_without_flood(names: Sequence[str]) -> str:
    """Say of rasters with hours that no flood has their name, so that nothing is done with them.

    Examples
    --------
    >>> hours_without_flood(["zuid_duur"])  # doctest: +NORMALIZE_WHITESPACE
    "Uren ingelezen onder de naam 'zuid_duur' horen bij geen overstroming en tellen niet mee: er
    zijn geen diepten met die naam. Lees ze opnieuw in onder de naam van de diepten."
    """
    if not names:
        return ""
    named = listed([f"'{name}'" for name in names])
    return (
        f"Uren ingelezen onder de naam {named} horen bij geen overstroming en tellen niet mee: er "
        "zijn geen diepten met die naam. Lees ze opnieuw in onder de naam van de diepten."
    )


VERDICTS: Final = {
    "droog": "blijft droog",
    "op_tijd": "op tijd",
    "onzeker": "onzeker",
    "te_laat": "te laat",
    "niet_bekend": "niet bekend",
}


def margins(*, dry_known: bool) -> str:
    """Say why numbers are margins; a dry floor at home may be known.

    Examples
    --------
    >>> margins(dry_known=True).partition(": ")[2]
    'hoeveel mensen vertrekken, is niet bekend.'
    """
    dry = "" if dry_known else " en wie thuis een droge verdieping heeft"
    return (
        f"Alle aantallen zijn marges, van gunstig tot ongunstig: hoeveel mensen vertrekken{dry}, "
        "is niet bekend."
    )


NO_DIKE: Final = (
    "Wat buiten de gebieden van deze waterkaart ligt, telt als droog. Welk land buiten de dijk "
    "ligt, is niet ingelezen."
)


def shelters_not_usable(
    flooded: Sequence[str], unknown: Sequence[str], outside_dike: Sequence[str]
) -> tuple[str, ...]:
    """Say which shelters cannot be used, and why.

    Examples
    --------
    >>> shelters_not_usable(["A"], [], [])
    ('1 opvangplaats staat zelf onder water en telt niet mee.',)
    """
    sentences = []
    if flooded:
        which = plural(len(flooded), "opvangplaats staat", "opvangplaatsen staan")
        counts = "telt" if len(flooded) == 1 else "tellen"
        sentences.append(f"{which} zelf onder water en {counts} niet mee.")
    if unknown:
        sentences.append(
            f"Niet bekend of het er droog blijft: {', '.join(unknown)}. Daar is niemand ingedeeld."
        )
    if outside_dike:
        sentences.append(
            f"Buiten de dijk, en niet bekend of het er droog blijft: {', '.join(outside_dike)}. "
            "Daar is niemand ingedeeld."
        )
    return tuple(sentences)


def shelters_without_area(count: int) -> str:
    """Say that nobody was given a place where it is not known how many there are.

    Examples
    --------
    >>> shelters_without_area(0), shelters_without_area(2)
    ('', 'Van 2 droge opvangplaatsen is het oppervlak niet bekend: daar is niemand ingedeeld.')
    """
    if not count:
        return ""
    return (
        f"Van {plural(count, 'droge opvangplaats', 'droge opvangplaatsen')} is het oppervlak niet "
        "bekend: daar is niemand ingedeeld."
    )


def depth_tip(metres: float | None, share: float, hour: float | None, unknown: float = 0.0) -> str:
    """Say how deep the water stands in a buurt, in how much of it, and when it comes.

    Parameters
    ----------
    unknown
        The part of the buurt of which it is not known whether it comes under water.

    Examples
    --------
    >>> depth_tip(1.32, 0.5, 11.6)
    '1,3 m diep, in 50 % van de buurt, na 12 uur'
    >>> depth_tip(None, 0.5, None, 0.25)
    'diepte niet bekend, in 50 % van de buurt; van 25 % niet bekend of het nat wordt'
    >>> depth_tip(None, 0.0, None, 1.0)
    'van 100 % niet bekend of het nat wordt'
    """
    depth = DEPTH_UNKNOWN if metres is None else f"{number(metres, 1)} m diep"
    parts = []
    if share > 0:
        when = "" if hour is None else f", na {number(hour)} uur"
        parts.append(f"{depth}, in {number(100 * share)} % van de buurt{when}")
    if unknown > 0:
        parts.append(f"van {number(100 * unknown)} % {WET_UNKNOWN}")
    return "; ".join(parts)


def water_report(answer: WaterAnswer) -> ScenarioReport:
    """Return the report about a flood."""
    return ScenarioReport(
        part="water",
        label=answer.scenario.label,
        badge=_badge(answer),
        sentences=_sentences(answer),
        figures=_figures(answer),
        tables=_tables(answer),
        settings=settings_table(answer.settings.values()),
        flags=flag_lines(answer.flags),
        notes=note_lines(answer.illustrations, answer.day, answer.notes),
    )


def _badge(answer: WaterAnswer) -> str:
    """Return what stands on everything: an example is all of it if the flood itself is one."""
    if "flood" in answer.invented:
        return EXAMPLE
    return PARTLY_EXAMPLE if answer.synthetic else CALCULATED


def _sentences(answer: WaterAnswer) -> tuple[str, ...]:
    people, balance, target = answer.totals, answer.balance, answer.target
    sentences = water_sentences(
        people.inside,
        people.city,
        people.leave,
        people.stay,
        (people.not_known, people.depth_not_known),
    )
    if answer.duration_h is not None:
        sentences.append(duration_sentence(answer.duration_h))
    sentences += shelter_sentences(
        people.dry_home,
        people.need,
        (balance.rooms_nights, balance.rooms_some_hours),
        balance.gap,
        balance.dependent_gap,
        unknown=answer.not_usable.uncertain,
    )
    if answer.places_ledger.shelters:
        sentences.append(shelter_words.ledger_sentence(answer.places_ledger, "water"))
    sentences.append(shelter_words.transport_sentence(answer.transport))
    low, high = target.times
    if target.persons is not None and low is not None and high is not None:
        sentences.append(target_sentence(target.hours, target.persons, low, high))
    sentences.append(_clocks_sentence(answer))
    if answer.dependents.objects:
        sentences.append(helpless_objects_sentence(answer.dependents))
    if answer.high_ground:
        sentences.append(high_ground_sentence(answer.high_ground))
    return tuple(sentences)


def _clocks_sentence(answer: WaterAnswer) -> str:
    if not answer.institutions:
        return NO_OBJECTS
    missing = kinds_unknown(answer.kinds_not_loaded)
    kinds = f" {words.capital(missing)}." if missing else ""
    known = [clock for clock in answer.institutions if clock.wet is not None]
    late = [clock.place.name for clock in known if clock.out == "te_laat"]
    unsure = [clock.place.name for clock in known if clock.out == "onzeker"]
    when_unknown = sum(clock.out == "niet_bekend" for clock in known)
    wet = sum(clock.out != "droog" for clock in known)
    unclear = len(answer.institutions) - len(known)
    return clocks_sentence(late, unsure, when_unknown, wet, unclear) + kinds


def _figures(answer: WaterAnswer) -> tuple[Figure, ...]:
    people, balance = answer.totals, answer.balance
    return (
        figure(
            "affected",
            words.shown(people.inside),
            "calculated",
            beside=and_unknown(people.not_known),
        ),
        figure("stay", words.shown_margin(people.stay), "setting"),
        figure("need", words.shown_margin(people.need), "setting"),
        figure(
            "rooms",
            words.shown(balance.rooms_nights),
            "example" if "shelters" in answer.invented else "calculated",
            beside=shelters_beside(answer.not_usable.uncertain),
        ),
        figure("gap", words.shown_margin(balance.gap), "setting"),
    )


def _tables(answer: WaterAnswer) -> tuple[Table, ...]:
    wijken, assumed = wijk_names(answer.geography), answer.day_assumed
    buurten, exposed = answer.buurten, answer.exposed_buurten
    depths, exposed_wijken = answer.depth_counts, answer.exposed_wijken
    return (
        _balance(buurten, wijken),
        _institutions(answer.institutions),
        _shelters(answer),
        shelter_words.ledger_table(answer.places_ledger, "water"),
        shelter_words.completeness_table(answer.completeness),
        _depths(buurten, wijken),
        _people_by_depth(depths, assumed=assumed),
        people_in_areas("water_buurten", exposed, wijken, assumed=assumed),
        people_in_areas("water_wijken", exposed_wijken, assumed=assumed),
        places_in_zones(
            "water_zone_objects", ((count.zone.label, count.places) for count in depths), "depth"
        ),
        places_in_areas("water_buurt_objects", exposed, wijken),
        places_in_areas("water_wijk_objects", exposed_wijken),
    )


def _balance(buurten: Iterable[FloodedBuurt], wijken: Mapping[str, str]) -> Table:
    """Return the shelter balance: most people without a place who may need help first."""
    wet = sorted((buurt for buurt in buurten if buurt.wet_share > 0), key=_worst, reverse=True)
    rows: list[Row] = [
        {
            "code": buurt.code,
            "name": buurt.name,
            "without": buurt.without,
            "dependent_without": buurt.dependent_without,
            "need": buurt.need,
            "needy": buurt.dependent,
            "placed": buurt.placed,
            "wijk": wijken.get(buurt.code, ""),
        }
        for buurt in wet
    ]
    columns = ("name", "without", "dependent_without", "need", "needy", "placed", "wijk")
    return table("balance", rows, columns)


def _worst(buurt: FloodedBuurt) -> float:
    """Return how many without a place may need help: all of them where it is not known."""
    margins: tuple[Margin, ...] = (buurt.dependent_without, buurt.without)
    for margin in margins:
        known = [end for end in margin if end is not None]
        if known:
            return max(known)
    return -1.0


def _depths(buurten: Iterable[FloodedBuurt], wijken: Mapping[str, str]) -> Table:
    """Return the water in each buurt, the deepest first."""
    # The deepest first, then where the depth is not known, then where nothing is known.
    ordered = sorted(
        buurten, key=lambda buurt: (buurt.wet_share == 0, -(buurt.depth_m or 0.0), buurt.name)
    )
    rows: list[Row] = [
        {
            "code": buurt.code,
            "name": buurt.name,
            "depth_m": buurt.depth_m,
            "wet_share": PERCENT * buurt.wet_share,
            "unknown_share": PERCENT * buurt.unknown_share,
            "first_hour": buurt.first_hour,
            "affected": buurt.affected,
            "leave": buurt.leave,
            "stay": buurt.stay,
            "dry_known": None if buurt.dry_known is None else PERCENT * buurt.dry_known,
            "dry_home": buurt.dry_home,
            "wijk": wijken.get(buurt.code, ""),
        }
        for buurt in ordered
    ]
    columns = ("name", "depth_m", "wet_share", "unknown_share", "first_hour", "affected", "leave",
               "stay", "dry_known", "dry_home", "wijk")  # fmt: skip
    return table("depths", rows, columns)


def _people_by_depth(counts: Iterable[DepthCount], *, assumed: bool) -> Table:
    """Return who stands how deep, the deepest first."""
    rows = [{"depth": count.zone.label, **people_cells(count.within)} for count in counts]
    return table("water_zones", rows, ("depth", *people_columns(assumed=assumed)))


def _shelters(answer: WaterAnswer) -> Table:
    """Return the dry shelters and how full they get."""
    rows = [
        {
            "name": shelter.name,
            "x_rd": shelter.x_rd,
            "y_rd": shelter.y_rd,
            "rooms": shelter.rooms,
            "used": shelter.used,
            "free": shelter.free,
            "walk_m": shelter.walk_m,
        }
        for shelter in answer.balance.shelter_uses
    ]
    unknown = NO_SHELTER_KNOWN if answer.not_usable.uncertain else ""
    columns = ("name", "rooms", "used", "free", "walk_m")
    return table("shelters", rows, columns, why_unknown=unknown)


def _institutions(clocks: Iterable[Clock]) -> Table:
    """Return the two clocks of each institution, the ones in trouble first."""
    rows = [
        {
            "order": at,
            "name": clock.place.name,
            "water_h": clock.water_h,
            "up_h": clock.up_h,
            "up": VERDICTS[clock.up],
            "out_h": clock.out_h,
            "out": VERDICTS[clock.out],
            "class": VULNERABILITY.get(clock.place.vulnerability, ""),
            "depth_m": clock.depth_m,
            "helpless": clock.place.dependent,
            "x_rd": round(clock.place.x_rd, 1),
            "y_rd": round(clock.place.y_rd, 1),
        }
        for at, clock in enumerate(clocks, start=1)
    ]
    columns = ("order", "name", "water_h", "up_h", "up", "out_h", "out", "class", "depth_m",
               "helpless")  # fmt: skip
    return table("institutions", rows, columns)
