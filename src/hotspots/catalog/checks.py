"""What must hold between declarations, and between a declaration and its file."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from hotspots.catalog.grammar import is_address, suggestion
from hotspots.catalog.roles import roles_name_what_exists
from hotspots.catalog.specs import (
    ADDRESS_FIELDS,
    AREA_LEVELS,
    CELL_SIZES_M,
    COUNT_FIELDS,
    EVENT_YEARS,
    EXPECTABLE,
    LAND,
    OWN_PAST,
    PARTS,
    VENUE_FIELDS,
    WHOLE,
    fields_of,
    parts_of,
    purpose_is_served,
    purposes_are_unique,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from hotspots.catalog.specs import Catalog, ContextSpec, LayerSpec, Source

_ID: Final = re.compile(r"^[a-z][a-z0-9_]*$")
_BLOCK: Final = 1 << 20


def check_catalog(
    catalog: Catalog, *, measures: Sequence[str], palettes: Sequence[str]
) -> list[str]:
    """Return every problem in words; an empty list means that all is well.

    Parameters
    ----------
    measures, palettes
        The names that exist; they live in rooms above this one and are handed in.
    """
    problems = [
        *_ids_are_unique(catalog),
        *_levels_are_there(catalog),
        *purposes_are_unique(catalog.contexts),
        *_gemeente_names_what_exists(catalog),
        *_mail_can_go(catalog),
        *roles_name_what_exists(catalog),
    ]
    for layer in catalog.layers:
        where = f"data/{layer.theme}/theme.toml [layers.{layer.id}]"
        for check in _LAYER_CHECKS:
            problems += [f"{where}: {sentence}" for sentence in check(layer, catalog)]
        problems += [
            f"{where}: maat '{name}' bestaat niet. {suggestion(name, tuple(measures))}"
            for name in layer.measures
            if name not in measures
        ]
        if layer.style.palette not in palettes:
            problems.append(
                f"{where}: palette '{layer.style.palette}' bestaat niet. "
                f"{suggestion(layer.style.palette, tuple(palettes))}"
            )
        if layer.source is not None and layer.path is not None:
            problems += _file_is_as_declared(layer.path, layer.source, where)
    for context in catalog.contexts:
        where = f"geodata/{context.id}/layer.toml"
        problems += _file_is_as_declared(context.path, context.source, where)
        problems += _context_columns(context, where)
        problems += [f"{where}: {sentence}" for sentence in purpose_is_served(context)]
    return problems


#: The last port there is.
_LAST_PORT: Final = 65_535


def _mail_can_go(catalog: Catalog) -> Iterator[str]:
    """Yield what is wrong with the server of mail, as far as it can be seen from here."""
    where, mail = "gemeente.toml [mail]", catalog.gemeente.mail
    if mail is None:
        return
    if not is_address(mail.sender):
        yield f"{where}: sender is geen mailadres zoals hotspots@gemeente.nl."
    if not mail.page.startswith(("https://", "http://")) or any(map(str.isspace, mail.page)):
        yield f"{where}: page is geen adres zoals https://hotspots.gemeente.nl."
    if mail.port > _LAST_PORT:
        yield f"{where}: port is {mail.port}; de hoogste poort is {_LAST_PORT}."
    if mail.user and mail.security == "none":
        yield f'{where}: met security = "none" gaat het wachtwoord van user open over de lijn.'


def _ids_are_unique(catalog: Catalog) -> Iterator[str]:
    seen: dict[str, str] = {}
    for layer in catalog.layers:
        if layer.id in seen:
            yield (
                f"data/{layer.theme}/theme.toml: laag '{layer.id}' bestaat ook in thema "
                f"'{seen[layer.id]}'; een id is er maar één keer."
            )
        seen[layer.id] = layer.theme
    for name in [theme.id for theme in catalog.themes] + list(seen):
        if not _ID.match(name):
            yield f"id '{name}': alleen kleine letters, cijfers en _, te beginnen met een letter."


def _levels_are_there(catalog: Catalog) -> Iterator[str]:
    levels = [context.level for context in catalog.contexts if context.kind == "areas"]
    for level in AREA_LEVELS:
        count = levels.count(level)
        if count == 0 and level in ("wijken", "buurten"):
            yield f'geodata/: er is geen laag met level = "{level}".'
        if count > 1:
            yield f'geodata/: level = "{level}" staat in {count} lagen; verwacht 1.'


def _gemeente_names_what_exists(catalog: Catalog) -> Iterator[str]:
    """Report names that would be passed over in silence: then water counts as land."""
    for key, name, known in (
        ("[gemeente] start", catalog.gemeente.start, [layer.id for layer in catalog.layers]),
        ("[land] water", catalog.gemeente.water, [context.id for context in catalog.contexts]),
    ):
        if name and name not in known:
            yield f"gemeente.toml {key}: '{name}' bestaat niet. {suggestion(name, tuple(known))}"


def _fields_are_known(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    del catalog
    addresses = ADDRESS_FIELDS if layer.kind == "incidents" else ()
    fields = (*fields_of(layer.kind), *addresses)
    for name in layer.columns:
        if name not in fields:
            yield f"[columns] onbekend veld '{name}'. {suggestion(name, fields)}"


def _required_fields(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    del catalog
    if layer.holds_incidents:
        if "begin" not in layer.columns:
            yield "[columns] 'begin' ontbreekt: wanneer gebeurde het?"
        if not {"x_rd", "y_rd"} <= set(layer.columns) and not {"lon", "lat"} <= set(layer.columns):
            yield "[columns] geen plaats: verwacht x_rd en y_rd, of lon en lat."
    if layer.kind == "counts":
        for name in COUNT_FIELDS:
            if name not in layer.columns:
                yield f"[columns] '{name}' ontbreekt."


def _counts_have_a_length(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    del catalog
    if layer.counted_months > 1 and (layer.kind != "counts" or layer.sensitive):
        yield (
            "'counts_per' hoort bij kind = \"counts\" zonder minimum; een laag met een minimum "
            "wordt altijd per kwartaal getoond."
        )


def _first_day_is_sound(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    del catalog
    if layer.first_day is not None and (layer.kind != "incidents" or layer.sensitive):
        yield (
            "'first_day' hoort bij kind = \"incidents\" zonder minimum: van andere lagen zegt het "
            "bestand zelf over welke tijd het gaat."
        )
    if isinstance(layer.first_day, datetime):
        yield f"'first_day' is {layer.first_day}; verwacht een datum zonder tijd, zoals 2015-01-01."


def _complete_years_are_sound(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    del catalog
    if layer.complete_years and layer.kind != "calendar":
        yield "'complete_years' hoort bij kind = \"calendar\"."
    for year in layer.complete_years:
        if not EVENT_YEARS[0] <= year <= EVENT_YEARS[1]:
            yield (
                f"'complete_years' heeft {year}; verwacht een jaar van {EVENT_YEARS[0]} tot en met "
                f"{EVENT_YEARS[1]}."
            )


def _sensitive_counts_have_no_soort(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    """Report a soort that would be passed over: small counts are shown of the whole layer only."""
    del catalog
    if layer.kind == "counts" and layer.sensitive and (layer.soorten or "soort" in layer.columns):
        yield "een laag met aantallen en een minimum heeft geen soorten: laat 'soort' weg."


def _denominators_exist(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    known = tuple(
        denominator.id for context in catalog.contexts for denominator in context.denominators
    )
    for name in layer.denominators:
        if name not in known:
            hint = suggestion(name, known)
            yield f"[denominators] '{name}' staat in geen laag van geodata/. {hint}"


def _expectation_exists(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    known = (
        LAND,
        OWN_PAST,
        *(denominator.id for context in catalog.contexts for denominator in context.denominators),
        *(context.id for context in catalog.contexts if context.kind in EXPECTABLE),
    )
    for name in layer.expectation:
        if name not in known:
            hint = suggestion(name, known)
            yield f"[expectation] '{name}' is geen noemer, plaatsen of vlakken. {hint}"


def _context_exists(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    known = tuple(context.id for context in catalog.contexts)
    if layer.kind == "context" and layer.context not in known:
        yield f"context '{layer.context}' bestaat niet. {suggestion(str(layer.context), known)}"
    if layer.kind != "context" and layer.context is not None:
        yield "'context' hoort bij kind = \"context\"."
    if layer.kind == "calendar" and layer.places not in known:
        yield f"places '{layer.places}' bestaat niet. {suggestion(str(layer.places), known)}"
    if layer.kind != "calendar" and layer.places is not None:
        yield "'places' hoort bij kind = \"calendar\"."


def _privacy_is_sound(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    parts = parts_of(catalog.contexts)
    if layer.privacy.minimum < 0:
        yield "[privacy] minimum is negatief."
    if layer.privacy.finest in PARTS and layer.privacy.finest not in parts:
        yield (
            f"[privacy] finest is '{layer.privacy.finest}', en geen laag in geodata/ heeft dat "
            f"niveau; mogelijk: {', '.join((WHOLE, *parts, 'cells', 'places'))}."
        )
    if layer.sensitive and layer.privacy.finest in ("cells", "places"):
        yield (
            f"[privacy] minimum {layer.privacy.minimum} bij finest '{layer.privacy.finest}': "
            "een laag met een minimum gaat niet fijner dan buurten."
        )
    for name, size in (
        ("[privacy] finest_cell_m", layer.privacy.finest_cell_m),
        ("[style] cell_m", layer.style.cell_m),
    ):
        if size not in CELL_SIZES_M:
            yield f"{name} is {size}; mogelijk: {', '.join(map(str, CELL_SIZES_M))}."
    if layer.style.bandwidth_m <= 0:
        yield f"[style] bandwidth_m is {layer.style.bandwidth_m}; verwacht een afstand in meters."


def _term_is_sound(layer: LayerSpec, catalog: Catalog) -> Iterator[str]:
    del catalog
    if layer.privacy.keep_months < 0:
        yield f"[privacy] keep_months is {layer.privacy.keep_months}; verwacht een aantal maanden."
    if layer.privacy.keep_months and layer.kind not in ("incidents", "calendar"):
        yield (
            '[privacy] \'keep_months\' hoort bij kind = "incidents" of "calendar": andere lagen '
            "hebben geen rijen met een dag."
        )


_LAYER_CHECKS: Final[tuple[Callable[[LayerSpec, Catalog], Iterator[str]], ...]] = (
    _fields_are_known,
    _required_fields,
    _counts_have_a_length,
    _first_day_is_sound,
    _complete_years_are_sound,
    _sensitive_counts_have_no_soort,
    _denominators_exist,
    _expectation_exists,
    _context_exists,
    _privacy_is_sound,
    _term_is_sound,
)


def _file_is_as_declared(path: Path, source: Source, where: str) -> Iterator[str]:
    if not path.is_file():
        yield f"{where} [source]: bestand '{source.file}' ontbreekt."
        return
    if source.sha256 is not None:
        actual = sha256_of(path)
        if actual != source.sha256:
            yield (
                f"{where} [source]: sha256 van '{source.file}' klopt niet. "
                f"Gevonden {actual[:12]}…, verwacht {source.sha256[:12]}…."
            )


def _context_columns(context: ContextSpec, where: str) -> Iterator[str]:
    allowed = {
        "areas": ("code", "name", "parent", "water"),
        "places": ("name", "category", "code", *VENUE_FIELDS),
        "lines": ("name", "category", "code"),
        "zones": ("name", "category", "code"),
        "raster": (),
        "table": ("name", "category"),
    }[context.kind]
    for name in context.columns:
        if name not in allowed:
            yield f"{where} [columns]: onbekend veld '{name}'. {suggestion(name, allowed)}"
    if context.kind == "areas":
        for name in ("code", "name"):
            if name not in context.columns:
                yield f"{where} [columns]: '{name}' ontbreekt."


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
