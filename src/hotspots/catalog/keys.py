"""Which keys the declarations of a home may have: layers, themes and gemeente.toml."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from hotspots.catalog.grammar import REQUIRED_TEXT, TEXT, TEXTS, Key
from hotspots.catalog.specs import (
    AREA_LEVELS,
    CONTEXT_KINDS,
    COUNTED_PER,
    FIELD_KINDS,
    FILTERS,
    FINEST,
    LAYER_KINDS,
    MAIL_PORTS,
    MASKS,
    OBSERVES,
    OPEN_DATA_SERVICES,
    PURPOSE_IDS,
)
from hotspots.catalog.storage import KEYS as STORAGE
from hotspots.catalog.storage import SECTION as STORAGE_SECTION

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE: Final[Mapping[str, Key]] = {
    "file": REQUIRED_TEXT,
    "rows": Key(int),
    "sha256": TEXT,
    "crs": TEXT,
    "year": Key(int),
    "attribution": REQUIRED_TEXT,
    "licence": REQUIRED_TEXT,
    "details": TEXT,
    "synthetic": Key(bool),
    "approximate": Key(bool),
}

CONTEXT: Final[Mapping[str, Key]] = {
    "id": REQUIRED_TEXT,
    "kind": Key(str, required=True, allowed=CONTEXT_KINDS),
    "label": REQUIRED_TEXT,
    "level": Key(str, allowed=AREA_LEVELS),
    "note": TEXT,
    "source": Key(dict, required=True),
    "columns": Key(dict, required=True, holds=(str,)),
    "denominators": Key(dict, holds=(dict,)),
    "purpose": Key(str, allowed=PURPOSE_IDS),
    "fields": Key(dict, holds=(dict,)),
}

CONTEXT_FIELD: Final[Mapping[str, Key]] = {
    "kind": Key(str, required=True, allowed=FIELD_KINDS),
    "label": REQUIRED_TEXT,
    "columns": Key(list, required=True, holds=(str,)),
    "unit": TEXT,
    "required": Key(bool),
    "key": Key(bool),
    "least": Key(float),
    "most": Key(float),
    "choices": Key(dict, holds=(str,)),
}

DENOMINATOR: Final[Mapping[str, Key]] = {
    "column": REQUIRED_TEXT,
    "label": REQUIRED_TEXT,
    "year": Key(int, required=True),
}

THEME: Final[Mapping[str, Key]] = {
    "id": REQUIRED_TEXT,
    "label": REQUIRED_TEXT,
    "order": Key(int, required=True),
    "description": REQUIRED_TEXT,
    "figures_source": TEXT,
    "no_layers": TEXT,
    "figures": Key(list, holds=(dict,)),
    "layers": Key(dict, holds=(dict,)),
}

FIGURE: Final[Mapping[str, Key]] = {
    "indicator": REQUIRED_TEXT,
    "year": Key(int, required=True),
    "value": Key(float),
    "unit": TEXT,
    "kind": Key(str, required=True, allowed=("niveau", "verandering", "geen cijfer")),
    "note": TEXT,
}

LAYER: Final[Mapping[str, Key]] = {
    "kind": Key(str, required=True, allowed=LAYER_KINDS),
    "label": REQUIRED_TEXT,
    "observes": Key(str, required=True, allowed=OBSERVES),
    "noun": REQUIRED_TEXT,
    "noun_plural": REQUIRED_TEXT,
    "description": TEXT,
    "context": TEXT,
    "places": TEXT,
    "mask": Key(str, allowed=MASKS),
    "counts_per": Key(str, allowed=tuple(COUNTED_PER)),
    "first_day": Key(date),
    "complete_years": Key(list, holds=(int,)),
    "source": Key(dict),
    "columns": Key(dict, holds=(str, list)),
    "soorten": Key(dict, holds=(str,)),
    "denominators": Key(dict),
    "expectation": Key(dict),
    "filters": Key(dict),
    "privacy": Key(dict),
    "style": Key(dict),
}

LAYER_DENOMINATORS: Final[Mapping[str, Key]] = {"use": Key(list, required=True, holds=(str,))}
LAYER_EXPECTATION: Final[Mapping[str, Key]] = {"use": Key(list, required=True, holds=(str,))}
LAYER_FILTERS: Final[Mapping[str, Key]] = {
    "show": Key(list, allowed=FILTERS, holds=(str,)),
    "measures": TEXTS,
}
PRIVACY: Final[Mapping[str, Key]] = {
    "finest": Key(str, allowed=FINEST),
    "finest_cell_m": Key(int),
    "minimum": Key(int),
    "keep_months": Key(int),
    "roles": TEXTS,
    "points_roles": TEXTS,
}
STYLE: Final[Mapping[str, Key]] = {
    "palette": TEXT,
    "cell_m": Key(int),
    "bandwidth_m": Key(int),
}

GEMEENTE: Final[Mapping[str, Key]] = {
    "gemeente": Key(dict, required=True),
    "access": Key(dict),
    "land": Key(dict),
    "tiles": Key(dict),
    "versions": Key(dict),
    STORAGE_SECTION: Key(dict),
    "open_data": Key(dict),
    "mail": Key(dict),
    "ogc_api": Key(dict),
}
GEMEENTE_SECTIONS: Final[Mapping[str, Mapping[str, Key]]] = {
    "gemeente": {"code": REQUIRED_TEXT, "name": REQUIRED_TEXT, "start": TEXT},
    "access": {"local_role": TEXT, "ask": TEXT},
    "land": {"water": TEXT, "compartments": Key(list, holds=(list,))},
    "tiles": {"url": TEXT, "file": TEXT, "attribution": TEXT},
    "versions": {"keep": Key(int), "days": Key(int)},
    STORAGE_SECTION: STORAGE,
    "open_data": {
        "gemeenten": TEXTS,
        "geocode": Key(bool),
        **dict.fromkeys(OPEN_DATA_SERVICES, TEXT),
    },
    "mail": {
        "host": REQUIRED_TEXT,
        "sender": REQUIRED_TEXT,
        "page": REQUIRED_TEXT,
        "port": Key(int, above=0),
        "security": Key(str, allowed=tuple(MAIL_PORTS)),
        "user": TEXT,
    },
    "ogc_api": {"on": Key(bool)},
}
