"""What is said of companies and pipelines of the register, in Dutch, and the report with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural
from hotspots.risico import words
from hotspots.risico.report import (
    SOME_EXAMPLE,
    ScenarioReport,
    figure,
    flag_lines,
    note_lines,
)
from hotspots.risico.shelter_words import completeness_table
from hotspots.risico.spoor_words import (
    objects_figure,
    objects_table,
    people_figure,
    stations_table,
    zones_table,
)
from hotspots.risico.tables import (
    buurt_names,
    people_columns,
    people_in_areas,
    places_in_areas,
    places_in_zones,
    settings_table,
    table,
    wijk_names,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.risico.register import RegisterAnswer
    from hotspots.risico.report import Figure
    from hotspots.risico.tables import Table


AREAS: Final = "aandachtsgebieden van bedrijven en buisleidingen"
SOURCES: Final = {"bedrijf": "bedrijf", "buisleiding": "buisleiding"}
HOW: Final = (
    "De gebieden komen zoals zij zijn uit het Register externe veiligheid; er is niets berekend of "
    "bijgetekend. Het register is zo volledig als wie het vult."
)
OUTSIDE: Final = (
    "Een deel van de gebieden ligt buiten {whole.the}. Hoeveel mensen daar zijn, is niet bekend."
)
NO_SOURCES: Final = "De bedrijven en buisleidingen zelf zijn niet geladen: niet bekend."
#: Names that a sentence lists.
_NAMED: Final = 4


def not_loaded(kinds: Sequence[str]) -> str:
    """Say of which kinds no area is loaded.

    Examples
    --------
    >>> not_loaded(["Brandaandachtsgebied"])
    'Niet geladen, dus niet bekend: brandaandachtsgebied.'
    """
    if not kinds:
        return ""
    return (
        f"Niet geladen, dus niet bekend: {listed([kind[:1].lower() + kind[1:] for kind in kinds])}."
    )


def register_report(answer: RegisterAnswer) -> ScenarioReport:
    """Return the report about companies and pipelines."""
    return ScenarioReport(
        part="register",
        label=answer.scenario.label,
        badge=SOME_EXAMPLE if answer.invented else "",
        sentences=_sentences(answer),
        figures=_figures(answer),
        tables=_tables(answer),
        settings=settings_table(answer.settings.values()),
        flags=flag_lines(answer.flags, answer.zones),
        notes=note_lines(answer.illustrations, answer.day, answer.notes),
    )


def _sentences(answer: RegisterAnswer) -> tuple[str, ...]:
    people = answer.exposure.totals(answer.measure)
    names = list(dict.fromkeys(area.name for area in answer.areas if area.name))
    more = len(names) - _NAMED
    named = names[:_NAMED] + ([f"nog {number(more)}"] if more > 0 else [])
    when = words.at_moment(answer.scenario.moment)
    who = words.capital(words.amount(people.inside))
    touching = plural(len(answer.areas), "gebied raakt", "gebieden raken")
    of_whom = f": van {listed(named)}." if named else "."
    sentences = (
        f"{who} mensen zijn {when} in een gebied van het register, om een bedrijf of leiding.",
        f"{touching} {answer.geography.words.the}{of_whom}",
        not_loaded(answer.without),
        NO_SOURCES if answer.sources is None else "",
        answer.events_unknown,
    )
    return tuple(sentence for sentence in sentences if sentence)


def _figures(answer: RegisterAnswer) -> tuple[Figure, ...]:
    return (
        people_figure(answer),
        figure("elderly", words.shown(answer.exposure.totals("elderly").inside), "calculated"),
        objects_figure(answer),
        figure("areas", words.shown(len(answer.areas)), "counted"),
        figure(
            "sources",
            words.shown(None if answer.sources is None else len(answer.sources)),
            "counted",
        ),
    )


def _tables(answer: RegisterAnswer) -> tuple[Table, ...]:
    wijken, buurten = wijk_names(answer.geography), buurt_names(answer.geography)
    counts, assumed = answer.zone_counts, answer.day_assumed
    inside = answer.tally.inside
    return (
        _areas(answer),
        _sources(answer),
        zones_table("register_zones", counts, assumed=assumed),
        people_in_areas("register_buurten", answer.buurten, wijken, assumed=assumed),
        people_in_areas("register_wijken", answer.wijken, assumed=assumed),
        places_in_zones(
            "register_zone_objects", ((one.zone.label, one.places) for one in counts), "label"
        ),
        places_in_areas("register_buurt_objects", answer.buurten, wijken),
        places_in_areas("register_wijk_objects", answer.wijken),
        objects_table(
            "register_objects", answer.objects_in_zones, buurten, known=inside.objects_known
        ),
        stations_table(
            "register_stations",
            answer.stations_in_zones,
            buurten,
            known=inside.stations is not None,
        ),
        completeness_table(answer.completeness),
    )


def _areas(answer: RegisterAnswer) -> Table:
    """Return each area with of whom it is and who is in it."""
    night, by_day, *_ = people_columns(assumed=answer.day_assumed)
    present = night if answer.measure == "night" else by_day
    rows = [
        {
            "register_code": area.code,
            "name": area.name or words.NOT_KNOWN,
            "register_source": SOURCES.get(area.source or "", words.NOT_KNOWN),
            "zone": area.zone.label,
            "substance_of": area.substance or words.NOT_KNOWN,
            "activity": area.activity or words.NOT_KNOWN,
            present: area.people,
            "objects_in": area.objects,
        }
        for area in answer.areas
    ]
    columns = ("name", "register_source", "zone", "substance_of", "activity", present, "objects_in")
    return table("register_areas", rows, columns, beside=("register_code",))


def _sources(answer: RegisterAnswer) -> Table:
    """Return the companies and pipelines themselves."""
    buurten = buurt_names(answer.geography)
    rows = [
        {
            "name": one.name,
            "register_source": SOURCES[one.source],
            "activity": one.activity or words.NOT_KNOWN,
            "substance_of": one.substance or words.NOT_KNOWN,
            "buurt": buurten.get(one.buurt or "", ""),
            "length_m": one.length_m,
            "x_rd": round(one.x_rd, 1),
            "y_rd": round(one.y_rd, 1),
        }
        for one in answer.sources or ()
    ]
    columns = ("name", "register_source", "activity", "substance_of", "buurt", "length_m")
    return table(
        "register_sources",
        rows,
        columns,
        known=answer.sources is not None,
        why_unknown=NO_SOURCES if answer.sources is None else "",
    )
