"""A table of a scenario, and the tables that more than one part has.

Numbers are those of the answer, to its one decimal; only what is shown is rounded to people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from hotspots.access import completeness_words
from hotspots.dutch import number
from hotspots.risico import words
from hotspots.risico.words import VULNERABILITY, margin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

    from hotspots.geography.areas import Geography
    from hotspots.risico.exposure import ExposedArea
    from hotspots.risico.people import Margin, PeopleCount
    from hotspots.risico.settings import Setting
    from hotspots.risico.tally import PlaceCounts

    Row = Mapping[str, str | float | Margin | None]
    Where = str | tuple[float, float]


ORIGIN_CALCULATED: Final = "berekend: {metres} m"

ORIGIN_REGISTER: Final = "uit het register"

#: Tables: title and what a row is.
LISTS: Final = {
    "zones": (
        "Wie ligt in welke zone",
        ("Een zone langs het spoor. Wie in een smalle zone woont, telt ook in de bredere."),
    ),
    "spoor_buurten": ("Per buurt", "Een buurt, met wie van haar in een zone is, één keer geteld."),
    "spoor_wijken": ("Per wijk", "Een wijk, met wie van haar in een zone is, één keer geteld."),
    "shares": (
        "Aandeel per buurt in het groepsrisico",
        ("Een buurt en haar deel in alle mensen die een BLEVE ergens op het spoor kan raken."),
    ),
    "zone_objects": (
        "Wat er in welke zone ligt",
        "Een zone. Wat in een smalle zone ligt, telt ook in de bredere.",
    ),
    "buurt_objects": (
        "Wat er per buurt in een zone ligt",
        "Een buurt, met wat er van haar in een zone ligt, elk één keer geteld.",
    ),
    "wijk_objects": (
        "Wat er per wijk in een zone ligt",
        "Een wijk, met wat er van haar in een zone ligt, elk één keer geteld.",
    ),
    "water_zones": (
        "Wie er onder water komt, per diepte",
        "Een diepte. Wie vooraf weg kan gaan, telt hier mee.",
    ),
    "water_buurten": ("Per buurt", "Een buurt met mensen onder water, ook wie weg kan gaan."),
    "water_wijken": ("Per wijk", "Een wijk met mensen onder water, ook wie weg kan gaan."),
    "water_zone_objects": ("Wat er onder water komt, per diepte", "Een diepte."),
    "water_buurt_objects": (
        "Wat er per buurt onder water komt",
        "Een buurt, met wat er van haar onder water komt.",
    ),
    "water_wijk_objects": (
        "Wat er per wijk onder water komt",
        "Een wijk, met wat er van haar onder water komt.",
    ),
    "large_events": (
        "Grote evenementen in een zone, hele kalender",
        "Een evenement buiten dat door zijn omvang zelf een kwetsbare locatie is.",
    ),
    "transport": (
        "Vervoer van gevaarlijke stoffen",
        "Een spoorlijn en een stofcategorie, met de wagens per jaar die zijn ingelezen.",
    ),
    "objects": ("Kwetsbare objecten in een zone", "Een object en de smalste zone eromheen."),
    "register_areas": (
        "Gebieden van het register, per bedrijf of leiding",
        "Een gebied met wie erin is. Wie in twee gebieden is, telt in beide mee.",
    ),
    "register_sources": (
        "De bedrijven en buisleidingen zelf",
        "Een bedrijf of buisleiding in de gemeente. Wat het register niet zegt, is niet bekend.",
    ),
    "register_zones": ("Wie er in de gebieden zijn, per soort", "Een soort gebied."),
    "register_buurten": ("Per buurt", "Een buurt met mensen in een gebied."),
    "register_wijken": ("Per wijk", "Een wijk met mensen in een gebied."),
    "register_zone_objects": ("Wat er in de gebieden ligt, per soort", "Een soort gebied."),
    "register_buurt_objects": (
        "Wat er per buurt in de gebieden ligt",
        "Een buurt, met wat er van haar in een gebied ligt.",
    ),
    "register_wijk_objects": (
        "Wat er per wijk in de gebieden ligt",
        "Een wijk, met wat er van haar in een gebied ligt.",
    ),
    "register_objects": (
        "Kwetsbare objecten in een gebied",
        "Een object en het zwaarste gebied eromheen.",
    ),
    "register_stations": (
        "Stations in een gebied",
        "Een station en het zwaarste gebied eromheen. Hoeveel mensen er zijn, is niet bekend.",
    ),
    "stations": (
        "Stations in een zone",
        "Een station en de smalste zone eromheen. Hoeveel mensen er zijn, is niet bekend.",
    ),
    "events": ("Evenementen in een zone", "Een evenement op de gekozen dag, in een zone."),
    "balance": (
        "Opvangbalans per buurt",
        (
            "Een buurt onder water. Aantallen zijn marges van gunstig tot ongunstig. Plaatsen zijn "
            "verdeeld naar afstand hemelsbreed; wie zich niet zelf kan redden, gaat voor."
        ),
    ),
    "depths": ("Water per buurt", "Een buurt die onder water komt."),
    "shelters": (
        "Droge opvangplaatsen",
        ("Een opvangplaats die droog blijft, met hoeveel plaatsen bezet raken."),
    ),
    "outside_shelters": (
        "Opvang buiten de zone",
        ("Een opvangplaats buiten de zone, de dichtstbijzijnde eerst; hemelsbreed gemeten."),
    ),
    "place_ledger": (
        "Waar alle plaatsen zijn",
        "Wat er met de plaatsen is; de regels tellen op tot de laatste.",
    ),
    "completeness": (completeness_words.TITLE, completeness_words.MEANING),
    "institutions": (
        "Twee klokken per kwetsbaar object",
        "Een kwetsbaar object: uren tot het water, en uren om omhoog of weg te gaan.",
    ),
    "warn": (
        "Wie u waarschuwt, op volgorde",
        "Een kwetsbaar object in de zone, of een groot evenement van die dag.",
    ),
    "incident_events": (
        "Evenementen van die dag in de zone",
        "Een evenement in de zone, de grote buiten eerst en dan het dichtstbijzijnde.",
    ),
    "incident_stations": (
        "Stations in de zone",
        "Een station in de zone, het dichtstbijzijnde eerst; hoeveel mensen er zijn: niet bekend.",
    ),
    "sites": ("Evenementlocaties in de zone", "Een locatie in de zone, de dichtstbijzijnde eerst."),
    "incident_buurten": ("Mensen in de zone, per buurt", "Een buurt met mensen in de zone."),
    "incident_objects": (
        "Wat er per buurt in de zone ligt",
        "Een buurt, met wat er van haar in de zone ligt.",
    ),
    "settings": ("Instellingen en aannames", "Een instelling met haar bron."),
}

#: Columns by their English names. What is no count but follows from a setting says so.
COLUMNS: Final = {
    "order": "Nr.",
    "name": "Naam",
    "label": "Zone",
    "sort": "Soort",
    "class": "Klasse (Bkl)",
    "zone": "Zone",
    "buurt": "Buurt",
    "wijk": "Wijk",
    "origin": "Herkomst",
    "night": "'s Nachts",
    "night_bounds": "'s Nachts, ergens tussen",
    "helpless_unknown": "Objecten zonder dat aantal",
    "day": "Overdag (instelling)",
    "day_counted": "Overdag",
    "households": "Huishoudens",
    "elderly": "65-plus",
    "dependent": "Niet zelfredzaam (instelling)",
    "zeer_kwetsbaar": "Zeer kwetsbare objecten",
    "kwetsbaar": "Kwetsbare objecten",
    "beperkt_kwetsbaar": "Beperkt kwetsbare objecten",
    "stations": "Stations",
    "event_sites": "Evenementlocaties",
    "events": "Evenementen die dag",
    "date": "Dag",
    "register_code": "Code",
    "register_source": "Bron van het risico",
    "substance_of": "Stof",
    "activity": "Activiteit",
    "objects_in": "Kwetsbare objecten erin",
    "length_m": "Lengte in de gemeente (m)",
    "route": "Spoorlijn",
    "substance": "Stofcategorie",
    "wagons_per_year": "Wagens per jaar",
    "year": "Jaar",
    "depth": "Diepte",
    "dry_known": "Droge verdieping bekend (%)",
    "share": "Deel van de buurt (%)",
    "part": "Deel van het groepsrisico (%)",
    "distance_m": "Afstand (m)",
    "persons": "Personen",
    "helpless": "Niet zelfredzaam (opgegeven)",
    "open": "Iemand aanwezig",
    "title": "Evenement",
    "location": "Plaats",
    "visitors": "Bezoekers",
    "outdoors": "Buiten",
    "wet_share": "Onder water (%)",
    "unknown_share": "Niet bekend of het nat wordt (%)",
    "depth_m": "Diepte (m)",
    "first_hour": "Water na (uur)",
    "affected": "Inwoners onder water",
    "leave": "Gaan vooraf weg",
    "stay": "Blijven",
    "dry_home": "Thuis droog boven",
    "need": "Zoeken opvang",
    "needy": "Van wie niet zelfredzaam",
    "placed": "Met plaats",
    "without": "Zonder plaats",
    "dependent_without": "Niet zelfredzaam zonder plaats",
    "rooms": "Plaatsen voor de nacht",
    "used": "Bezet",
    "rooms_hours": "Plaatsen voor enkele uren",
    "free": "Vrij",
    "walk_m": "Lopen, gemiddeld (m)",
    "away_m": "Vanaf het ongeval (m)",
    "what": "Wat",
    "places": "Plaatsen",
    "opening": "Open",
    "phone": "Telefoon",
    **completeness_words.LAYERS,
    **{
        kind: completeness_words.kind_label(called)
        for kind, called in completeness_words.OBJECT_KINDS.items()
    },
    "water_h": "Water na (uur)",
    "up_h": "Nodig: omhoog (uur)",
    "up": "Omhoog",
    "out_h": "Nodig: weg (uur)",
    "out": "Weg",
    "x_rd": "x (RD)",
    "y_rd": "y (RD)",
    "setting": "Instelling",
    "value": "Waarde",
    "certainty": "Hoe zeker",
    "source": "Bron",
}

#: Beside a number that is a margin, in a file with a column for each end.
LOWEST: Final = "{label}, laagste"

HIGHEST: Final = "{label}, hoogste"

EXAMPLE_COLUMN: Final = "Voorbeeld of berekend"

CERTAINTY: Final = {"bron": "bron", "algemeen": "algemeen, niet nagekeken", "aanname": "aanname"}

#: Whether there are people in a place at the moment of a scenario.
OPEN: Final = {True: "ja", False: "gesloten", None: "niet bekend"}

YES_NO: Final = {True: "ja", False: "nee"}

EMPTY_LISTS: Final = {
    "objects": "Er ligt geen kwetsbaar object in een zone.",
    "events": "Er is die dag geen evenement in een zone.",
    "large_events": "Er staat geen groot evenement in de kalender dat in een zone ligt.",
    "incident_events": "Er is die dag geen evenement in de zone.",
    "transport": "Niet bekend: er is geen tabel met wagens per jaar ingelezen.",
    "water_buurten": "Er woont niemand onder water, voor zover bekend.",
    "shelters": "Geen enkele opvangplaats blijft droog.",
    "outside_shelters": "Er ligt geen opvangplaats buiten de zone.",
    "buurt_objects": "In geen enkele buurt ligt er iets in een zone, voor zover bekend.",
    "wijk_objects": "In geen enkele wijk ligt er iets in een zone, voor zover bekend.",
    "warn": "Er ligt geen bekend kwetsbaar object in de zone.",
    "register_areas": "Geen geladen gebied raakt de gemeente.",
    "register_objects": "Er ligt geen kwetsbaar object in een gebied.",
    "register_stations": "Er ligt geen geladen station in een gebied.",
    "register_sources": "Er ligt geen geladen bedrijf of buisleiding in de gemeente.",
    "stations": "Er ligt geen geladen station in een zone.",
    "incident_stations": "Er ligt geen geladen station in de zone.",
    "sites": "Er ligt geen evenementlocatie in de zone.",
    "incident_buurten": "Er woont niemand in de zone, voor zover bekend.",
}

NO_SHELTER_KNOWN: Final = "Van geen enkele opvangplaats is bekend dat zij droog blijft."

NOT_LOOKED: Final = "Niet bekend: hiervoor is niets ingelezen, of er is geen dag gekozen."

NOTHING_IN_LIST: Final = "Er is niets om te tonen."


#: Numbers with a decimal on the page; all other numbers are whole there.
_DECIMALS: Final = {"depth_m": 1, "part": 1}
#: Numbers that are no amount: a year has no point in it.
_YEARS: Final = ("year",)
LOW: Final = "_low"
HIGH: Final = "_high"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table: rows by English names of columns; a margin is two columns, low and high.

    Attributes
    ----------
    known
        False where it is not known whether there are rows: nothing was loaded or chosen.
    why_unknown
        Why that is not known, or why there may be more rows; "" where there is nothing to say.
    where : same length as ``rows``, or empty
        The code of the buurt or wijk of each row, or x and y in metres RD.
    """

    id: str
    rows: pd.DataFrame
    columns: tuple[str, ...]
    known: bool = True
    where: tuple[Where, ...] = ()
    why_unknown: str = ""

    @property
    def title(self) -> str:
        """What the table is."""
        return LISTS[self.id][0]

    @property
    def meaning(self) -> str:
        """What a row is."""
        return LISTS[self.id][1]

    @property
    def nothing(self) -> str:
        """What is said when there are no rows."""
        if self.why_unknown:
            return self.why_unknown
        if not self.known:
            return NOT_LOOKED
        return EMPTY_LISTS.get(self.id, NOTHING_IN_LIST)

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, *columns: str) -> Table:
        """Return the same with fewer columns."""
        return replace(self, columns=columns)

    def shown(self) -> pd.DataFrame:
        """Return the rows as they are read: whole people, and a margin in one column."""
        return pd.DataFrame({name: self._shown(name) for name in self.columns})

    def _shown(self, name: str) -> Sequence[object] | NDArray[np.generic] | ExtensionArray:
        if name not in self.rows:
            low, high = self.rows[name + LOW], self.rows[name + HIGH]
            as_hours = name.endswith("_h")
            return [_margin(*pair, as_hours=as_hours) for pair in zip(low, high, strict=True)]
        column = self.rows[name]
        if name in _YEARS:
            return [None if pd.isna(year) else f"{year:.0f}" for year in column]
        if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
            return column.to_numpy()
        decimals = _DECIMALS.get(name, 0)
        if decimals:
            return column.round(decimals).to_numpy()
        return pd.array([None if pd.isna(one) else round(one) for one in column], dtype="Int64")

    def cells(self) -> list[list[str]]:
        """Return the rows as texts, for paper."""
        rows = self.shown()
        return [
            [_text(value, _DECIMALS.get(str(name), 0)) for name, value in row.items()]
            for row in rows.to_dict("records")
        ]

    def numeric(self) -> tuple[bool, ...]:
        """Return which columns hold numbers, margins or nothing that is known."""
        rows = self.shown()
        return tuple(
            # A margin is no column of the rows: it stands in two of them.
            bool(pd.api.types.is_numeric_dtype(rows[name]))
            or name not in self.rows
            or bool(self.rows[name].isna().all())
            for name in map(str, rows)
        )


def table(
    name: str,
    rows: Sequence[Row],
    columns: Sequence[str],
    *,
    beside: Sequence[str] = (),
    known: bool = True,
    why_unknown: str = "",
) -> Table:
    """Return a table of rows; a margin is a tuple of its low and high end.

    Parameters
    ----------
    beside
        Columns of a file that a page or a sheet has no room for.
    """
    spread = [_spread(row) for row in rows]
    needed = [
        part
        for column in (*columns, *beside)
        for part in (
            (column,) if not spread or column in spread[0] else (column + LOW, column + HIGH)
        )
    ]
    frame = pd.DataFrame({part: [row.get(part) for row in spread] for part in needed})
    for part in needed:
        values = [row.get(part) for row in spread]
        if any(isinstance(value, int | float) for value in values) and not any(
            isinstance(value, str | bool) for value in values
        ):
            frame[part] = pd.to_numeric(frame[part])
    where = [place for row in rows if (place := _where(row)) is not None]
    placed = tuple(where) if len(where) == len(rows) else ()
    return Table(name, frame, tuple(columns), known, placed, why_unknown)


def _where(row: Row) -> Where | None:
    if row.get("code"):
        return str(row["code"])
    x_rd, y_rd = row.get("x_rd"), row.get("y_rd")
    return (x_rd, y_rd) if isinstance(x_rd, float) and isinstance(y_rd, float) else None


def _spread(row: Row) -> dict[str, str | float | None]:
    """Return a row with each margin as its two ends, the lowest first."""
    spread: dict[str, str | float | None] = {}
    for name, value in row.items():
        if isinstance(value, tuple):
            ends = [end for end in value if end is not None]
            spread[name + LOW] = min(ends) if ends else None
            spread[name + HIGH] = max(ends) if ends else None
        else:
            spread[name] = value
    return spread


def _margin(low: float, high: float, *, as_hours: bool) -> str:
    if pd.isna(low) or pd.isna(high):
        return "–"
    return words.hours(low, high) if as_hours else margin((low, high))


def _text(value: object, decimals: int) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN alone differs
        return "–"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, decimals)
    return str(value)


#: Shares between 0 and 1 in an answer are percents in a table.
PERCENT: Final = 100.0
#: What is counted of places and events.
PLACE_COLUMNS: Final = (*VULNERABILITY, "stations", "event_sites", "events")


def wijk_names(geography: Geography) -> dict[str, str]:
    """Return the name of the wijk of each buurt, by the code of the buurt."""
    buurten, wijken = geography.buurten, geography.wijken
    return {code: wijken.names[at] for code, at in zip(buurten.codes, buurten.parent, strict=True)}


def buurt_names(geography: Geography) -> dict[str, str]:
    """Return the name of each buurt by its code."""
    return dict(zip(geography.buurten.codes, geography.buurten.names, strict=True))


def people_columns(*, assumed: bool) -> tuple[str, ...]:
    """Return the columns of people; whether those by day follow from a setting is in the name."""
    return "night", "day" if assumed else "day_counted", "households", "elderly", "dependent"


def people_cells(people: PeopleCount) -> Row:
    """Return the cells of those columns."""
    return {
        "night": people.night,
        "day": people.day,
        "day_counted": people.day,
        "households": people.households,
        "elderly": people.elderly,
        "dependent": people.dependent,
    }


def places_in_zones(name: str, zones: Iterable[tuple[str, PlaceCounts]], label: str) -> Table:
    """Return how many objects, event sites and events lie in each zone; ``label`` is its column."""
    rows = [{label: zone, **places.by_kind} for zone, places in zones]
    return table(name, rows, (label, *PLACE_COLUMNS))


def places_in_areas(
    name: str, areas: Iterable[ExposedArea], wijken: Mapping[str, str] | None = None
) -> Table:
    """Return the same per buurt or wijk, those with anything in them, most first.

    Parameters
    ----------
    wijken
        The name of the wijk of each buurt, by code; None where the areas are wijken.
    """
    touched = [area for area in areas if area.places.total]
    touched.sort(key=lambda area: area.places.total, reverse=True)
    rows = [
        {
            "code": area.code,
            "name": area.name,
            "wijk": "" if wijken is None else wijken.get(area.code, ""),
            **area.places.by_kind,
        }
        for area in touched
    ]
    return table(name, rows, ("name", *PLACE_COLUMNS, *(() if wijken is None else ("wijk",))))


def people_in_areas(
    name: str,
    areas: Iterable[ExposedArea],
    wijken: Mapping[str, str] | None = None,
    *,
    assumed: bool,
    parts: Mapping[str, float] | None = None,
    why_unknown: str = "",
) -> Table:
    """Return the people per buurt or wijk.

    Parameters
    ----------
    wijken
        The name of the wijk of each buurt, by code; None where the areas are wijken.
    assumed
        Whether the people by day follow from a setting.
    parts
        What each buurt adds to the group risk, in percents; one that is not there adds nothing.
    """
    rows = [
        {
            "code": area.code,
            "name": area.name,
            **people_cells(area.people),
            "wijk": "" if wijken is None else wijken.get(area.code, ""),
            "share": None if area.share is None else PERCENT * area.share,
            "part": None if parts is None else parts.get(area.code, 0.0),
        }
        for area in areas
    ]
    added = () if parts is None else ("part",)
    beside = () if wijken is None else ("share", "wijk")
    columns = ("name", *people_columns(assumed=assumed), *added, *beside)
    return table(name, rows, columns, why_unknown=why_unknown)


def settings_table(settings: Iterable[Setting]) -> Table:
    """Return what was assumed, with the source beside each value."""
    rows = [
        {
            "setting": setting.label,
            "value": words.setting_value(setting.value, setting.low, setting.high, setting.unit),
            "certainty": CERTAINTY[setting.certainty],
            "source": setting.source,
        }
        for setting in settings
    ]
    return table("settings", rows, ("setting", "value", "certainty", "source"))
