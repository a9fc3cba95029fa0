"""What is said of layers of places that are complete, or are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural

if TYPE_CHECKING:
    from hotspots.access.completeness import Completeness, LoadedLayer

TITLE: Final = "Wat er geladen is, per wijk"
MEANING: Final = (
    "Een wijk met hoeveel rijen van elke laag met plaatsen er geladen zijn. 'Niet geladen': van "
    "die laag of soort is nergens iets geladen. 'Geladen, 0 hier': elders wel, in deze wijk niet; "
    "dat zegt niet dat er daar niets is."
)
#: The same for a page, which has little room.
INTRO: Final = (
    "'Geladen, 0 hier' zegt dat er elders wel iets is geladen en in deze wijk niet. Dat zegt niet "
    "dat er niets is."
)
NOWHERE: Final = "Nog nergens geladen: {layers}. Ook dat zegt niet dat er niets is."
COMMAND: Final = "zeg per wijk wat er van elke laag met plaatsen geladen is"
NOT_LOADED: Final = "niet geladen"
NONE_HERE: Final = "geladen, 0 hier"
#: Wijken that a line on a terminal names; a home of a country has thousands.
_MOST_NAMED: Final = 15
OTHERS: Final = ("andere wijk", "andere wijken")
WIJKEN: Final = ("wijk", "wijken")
NONE_IN: Final = "geladen, 0 in {wijken}"
UNREADABLE: Final = "niet te lezen"
WIJK: Final = "Wijk"
LAYER: Final = "Laag"
ROWS: Final = "Rijen"
WHERE: Final = "Waar"
OUTSIDE: Final = "Buiten alle wijken"
TOGETHER: Final = "Samen"
INVENTED: Final = "{label} (met verzonnen voorbeelden)"
#: What layers of a purpose are called.
LAYERS: Final = {
    "vulnerable": "Kwetsbare objecten",
    "shelter": "Opvangplaatsen",
    "event_site": "Evenementlocaties",
    "station": "Stations",
    "address": "Adressen",
    "road_works": "Wegwerkzaamheden",
}
#: Objects that are zeer kwetsbaar by the Bkl (annex VI), as they are named in a sentence.
OBJECT_KINDS: Final = {
    "hospital": "ziekenhuizen",
    "nursing_home": "verpleeghuizen",
    "school": "scholen",
    "childcare": "kinderopvang",
    "prison": "gevangenissen",
}


def kind_label(kind: str) -> str:
    """Return what a kind is called above its numbers.

    Examples
    --------
    >>> kind_label("scholen")
    'waarvan scholen'
    """
    return f"waarvan {kind}"


def labels_of(completeness: Completeness) -> dict[str, str]:
    """Return what each column is called: the wijk, then each layer."""
    layers = {
        layer.id: INVENTED.format(label=layer.label) if layer.synthetic else layer.label
        for layer in completeness.layers
    }
    return {"name": WIJK, **layers}


def nowhere_loaded(completeness: Completeness) -> str:
    """Return in a sentence which layers and soorten have no rows at all; empty if there are none.

    A page says so once; in a table it would be a column of the same words for each of them.
    """
    layers = [
        one.label.removeprefix(kind_label(""))
        for one in completeness.layers
        if one.status == "not_loaded"
    ]
    return NOWHERE.format(layers=listed(layers)) if layers else ""


def rows_of(completeness: Completeness) -> list[dict[str, str]]:
    """Return a row per wijk, then what lies outside all of them, and all of it together."""
    layers = completeness.layers
    rows = [
        {"name": name, **{layer.id: _cell(layer, _here(layer, at)) for layer in layers}}
        for at, name in enumerate(completeness.names)
    ]
    outside = {layer.id: _cell(layer, layer.outside, none="0") for layer in layers}
    together = {layer.id: _cell(layer, layer.rows or 0) for layer in layers}
    return [*rows, {"name": OUTSIDE, **outside}, {"name": TOGETHER, **together}]


def lines_of(completeness: Completeness) -> list[tuple[str, str, str]]:
    """Return a line per layer: what it is called, its rows, and in which wijken they are."""
    labels = labels_of(completeness)
    return [
        (
            labels[layer.id],
            "" if layer.rows is None else number(layer.rows),
            _where(layer, completeness.names),
        )
        for layer in completeness.layers
    ]


def _where(layer: LoadedLayer, names: tuple[str, ...]) -> str:
    if layer.per_wijk is None:
        return _cell(layer, 0)
    counted = zip(names, layer.per_wijk, strict=True)
    most = sorted(((name, rows) for name, rows in counted if rows), key=lambda one: -one[1])
    some = [f"{name} {number(rows)}" for name, rows in most[:_MOST_NAMED]]
    if len(most) > _MOST_NAMED:
        others = plural(len(most) - _MOST_NAMED, *OTHERS)
        some.append(f"{others} {number(sum(rows for _, rows in most[_MOST_NAMED:]))}")
    if layer.outside:
        some.append(f"{OUTSIDE.lower()} {number(layer.outside)}")
    none = [name for name, rows in zip(names, layer.per_wijk, strict=True) if not rows]
    parts = [listed(some)] if some else []
    if none:
        wijken = listed(none) if len(none) <= _MOST_NAMED else plural(len(none), *WIJKEN)
        parts.append(NONE_IN.format(wijken=wijken))
    return "; ".join(parts)


def _here(layer: LoadedLayer, at: int) -> int:
    return 0 if layer.per_wijk is None else layer.per_wijk[at]


def _cell(layer: LoadedLayer, rows: int, *, none: str = NONE_HERE) -> str:
    """Say how many rows there are; none, not loaded, and not to be read are three things."""
    if layer.status == "unreadable":
        return UNREADABLE
    if layer.status == "not_loaded":
        return NOT_LOADED
    return number(rows) if rows else none
