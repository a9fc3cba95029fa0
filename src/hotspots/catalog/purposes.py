"""What the tool can do with a layer of ``geodata/``, and which fields that takes.

A layer is recognised by its purpose, never by its name: a home calls its layers what it likes.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hotspots.catalog.specs import ContextSpec


@dataclass(frozen=True, slots=True)
class Purpose:
    """Which kinds of layer serve it, the fields it needs, and those it understands besides.

    ``also`` names kinds whose shapes a layer of places may hold beside points: a place that
    somebody drew with its edges is still one place, and on a map it stands at its middle.
    """

    kinds: tuple[str, ...]
    needs: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


PURPOSES: Final[Mapping[str, Purpose]] = MappingProxyType({
    # Railways, and what is carried over them: wagons per year and substance class.
    "rail": Purpose(("lines",), ("name",)),
    "transport": Purpose(("table",), ("route", "substance"), ("wagons_per_year", "year")),
    "rail_zone": Purpose(("zones",), ("zone",), ("name", "origin", "code")),
    "station": Purpose(("places",), ("name",), ("code",)),
    "vulnerable": Purpose(
        ("places",),
        ("name", "vulnerability"),
        ("sort", "persons", "dependent", "hours_up", "hours_out", "opens_h", "closes_h", "code"),
    ),
    "flood_zone": Purpose(
        ("zones",),
        ("scenario", "depth_from_m", "depth_to_m"),
        ("name", "arrival_h", "duration_h", "code"),
    ),
    "dike_ring": Purpose(("zones",), ("name",), ("code",)),
    "flood_depth": Purpose(("raster",)),
    "flood_arrival": Purpose(("raster",)),
    "high_ground": Purpose(("zones",), ("name",), ("height_m_nap", "floor_area_m2", "code")),
    "shelter": Purpose(
        ("places",), ("name",),
        ("floor_area_m2", "floor_m", "sort", "dependent_first", "outside_dike", "code"),
    ),
    "dry_floor": Purpose(("table",), ("area",), ("dry_share",)),
    "people": Purpose(
        ("table",),
        ("area", "residents_night"),
        ("residents_day", "households", "dwellings", "pct_65plus", "pct_75plus_alone"),
    ),
    # What is built up of the land: where the people of a buurt are spread, and what they live on.
    "built_up": Purpose(("zones",), (), ("code",)),
    "address": Purpose(("places",), (), ("dwellings", "code")),
    # Where a road is closed or narrowed, and from which day to which.
    "road_works": Purpose(
        ("places", "lines", "zones"), ("name", "first_day"), ("last_day", "sort", "code"),
        also=("lines", "zones"),
    ),
    "event_site": Purpose(
        ("places",),
        ("name",),
        (
            "capacity", "outdoors", "sort", "code", "usable_m2", "exits_m", "surface", "indoor",
            "days", "sound_days", "quiet", "neighbours", "note",
        ),
        also=("zones",),
    ),
})  # fmt: skip
PURPOSE_IDS: Final = tuple(PURPOSES)


def purposes_are_unique(contexts: Sequence[ContextSpec]) -> Iterator[str]:
    """Report a purpose that two layers have: only the first of them would be used."""
    first: dict[str, str] = {}
    for context in contexts:
        if context.purpose and context.purpose in first:
            yield (
                f"geodata/{context.id}/layer.toml: purpose '{context.purpose}' heeft laag "
                f"'{first[context.purpose]}' ook; een doel heeft één laag."
            )
        first.setdefault(context.purpose, context.id)


def purpose_is_served(context: ContextSpec) -> Iterator[str]:
    """Report what a layer lacks for what it is meant for."""
    names = tuple(entry.id for entry in context.fields)
    if not context.purpose:
        if names:
            yield "[fields] hoort bij een laag met 'purpose'."
        return
    purpose = PURPOSES[context.purpose]
    if context.kind not in purpose.kinds:
        yield f"purpose '{context.purpose}' kan niet bij kind '{context.kind}'."
    for name in purpose.needs:
        if name not in names:
            yield f"[fields] '{name}' ontbreekt; nodig voor purpose '{context.purpose}'."
    known = (*purpose.needs, *purpose.knows)
    for name in names:
        if name not in known:
            yield f"[fields] onbekend veld '{name}'. Mogelijk: {', '.join(known)}."
