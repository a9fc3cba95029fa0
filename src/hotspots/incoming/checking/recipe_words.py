"""Sentences about recipes: which is missing, what no longer fits, and what was done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import with_capital
from hotspots.incoming.checking.column_words import FIELD_NAMES
from hotspots.incoming.reading.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.errors import Parts


DO: Final = (
    "Herstel het bestand, of gooi het weg met hotspots recipe remove LAAG NAAM en bewaar het "
    "recept opnieuw."
)


def what_is_wrong(path: str) -> str:
    """Name the file of a recipe, as in '2 fouten in het recept ...'."""
    return f"het recept '{path}'"


def no_name(name: str) -> Parts:
    """Say that a recipe cannot be called so."""
    return (
        f"Een recept kan niet '{listed([name])}' heten.",
        "Verwacht: een naam van 1 tot 60 tekens met ten minste één letter of cijfer.",
        "Kies een andere naam, bijvoorbeeld die van de leverancier.",
    )


def no_recipe(name: str, layer: str, known: Sequence[str], suggestion: str) -> Parts:
    """Say that a layer has no recipe of that name, and which it has."""
    there = f"Er zijn: {listed(known, 20)}." if known else "Deze laag heeft nog geen recepten."
    hint = f"Bedoelde u '{suggestion}'?" if suggestion else ""
    do = "Bewaar er een op de pagina Inlezen, of met hotspots import --save-recipe."
    return (f"Laag '{layer}' heeft geen recept '{listed([name])}'.", there, hint or do)


def does_not_fit(
    name: str, missing: Mapping[str, str], columns: Sequence[str], new: Sequence[str]
) -> Parts:
    """Say which columns of a recipe a file does not have, which are new in it, and what to do.

    Parameters
    ----------
    missing
        Column per field.
    new
        The columns that the file of the recipe did not have: one of them may be what is missing.
    """
    lost = tuple(dict.fromkeys(missing.values()))
    many = len(lost) > 1
    lacks = ", ".join(f"'{listed([column])}'" for column in lost)
    there = f"Nieuw in dit bestand: {listed(new, 30)}. " if new else ""
    field, column = next(iter(missing)), "KOLOM"
    if len(new) == 1 and not many and new[0].isidentifier():
        column = new[0]
    return (
        (
            f"Het recept '{name}' past niet bij dit bestand: "
            f"de kolom{'men' if many else ''} {lacks} {'ontbreken' if many else 'ontbreekt'}."
        ),
        f"{there}Gevonden kolommen: {listed(columns, 30)}.",
        (
            "Is dit het goede bestand? Heet de kolom nu anders, wijs haar dan opnieuw aan en "
            f"bewaar het recept onder dezelfde naam: op de pagina Inlezen, of met --column "
            f"{field}={column} --save-recipe '{name}'."
        ),
    )


def not_written(path: str, why: str) -> Parts:
    """Say that a recipe cannot be written or removed."""
    return (
        f"Het recept is niet te schrijven of te verwijderen ({path}).",
        f"Melding van het systeem: {why}.",
        "Maak ruimte of geef schrijfrechten op die map.",
    )


def other_layer(layer: str, folder: str) -> str:
    """Say that a recipe lies in the folder of another layer."""
    return f"'layer' is '{layer}', maar het recept ligt in de map van '{folder}'."


def no_such_layer(layer: str) -> str:
    """Say that a recipe is of a layer that the home does not have."""
    return f"de laag '{layer}' bestaat niet of neemt geen bestanden."


def other_name(name: str, expected: str) -> str:
    """Say that a recipe is called otherwise than its file."""
    return f"'name' is '{name}'; een recept met die naam heet {expected}."


def unknown_field(field: str, hint: str) -> str:
    """Say that a column is given to a field that the layer does not have."""
    return f"onbekend veld '{field}'. {hint}"


def unknown_soort(label: str, soort: str, hint: str) -> str:
    """Say that a label is given to a soort that the layer does not have."""
    return f"'{label}' is soort '{soort}'; die bestaat niet. {hint}"


def label_of_unknown_soort(label: str, soort: str, layer: str, hint: str) -> Parts:
    """Refuse a label that is given to a soort that the layer does not have."""
    return (
        f"De tekst '{listed([label])}' kan geen soort '{listed([soort])}' zijn.",
        f"Laag '{layer}' heeft die soort niet.",
        hint,
    )


def no_such_soort(soort: str, hint: str) -> str:
    """Say that rows without a soort are given one that the layer does not have."""
    return f"'soort' is '{soort}'; die bestaat niet. {hint}"


def wrong_crs(crs: str) -> str:
    """Say that a CRS is none."""
    return f"'crs' is '{crs}'; verwacht EPSG:nummer."


def removed(name: str, layer: str) -> str:
    """Say that a recipe is gone."""
    return f"Het recept '{name}' van laag '{layer}' is verwijderd."


def saved(name: str, layer: str) -> str:
    """Say that a recipe was saved."""
    return f"Het recept '{name}' van laag '{layer}' is bewaard."


def fits(name: str, layer: str = "") -> str:
    """Say that there is a recipe for a file, and how it is used on the command line.

    Parameters
    ----------
    layer
        The id of the layer that it is of, where that is another.

    Examples
    --------
    >>> fits("Politie")
    "Het recept 'Politie' past op dit bestand: voeg toe --recipe 'Politie'."
    """
    other = f"--layer {layer} en " if layer else ""
    where = f" van laag '{layer}'" if layer else ""
    do = "gebruik" if layer else "voeg toe"
    return f"Het recept '{name}'{where} past op dit bestand: {do} {other}--recipe '{name}'."


def recognised(name: str) -> str:
    """Say that a file has the columns of a recipe."""
    return f"Dit bestand heeft de kolommen van het recept '{name}'; het is zo ingevuld."


QUERY: Final = "Vraag aan de database: {query}."
TABLE: Final = "Tabel: {table}."
CRS: Final = "Coördinaten: {crs}."
HEADERS: Final = "Een bestand met deze kolommen wordt herkend: {headers}."


def nearly(name: str, lacks: Iterable[str]) -> str:
    """Say which recipe a file would be read by if it had all of its columns.

    Examples
    --------
    >>> nearly("Politie", ["Pleegdatum"])
    "Dit bestand lijkt op dat van het recept 'Politie', maar mist de kolom 'Pleegdatum'. Kies dat \
recept en wijs de kolom opnieuw aan."
    """
    names = [f"'{column}'" for column in lacks]
    which = f"de kolom{'men' if len(names) > 1 else ''} {listed(names)}"
    them = "de kolommen" if len(names) > 1 else "de kolom"
    return (
        f"Dit bestand lijkt op dat van het recept '{name}', maar mist {which}. Kies dat recept en "
        f"wijs {them} opnieuw aan."
    )


def of_layer(name: str, layer: str) -> str:
    """Name a recipe and its layer."""
    return f"Recept '{name}' van laag '{layer}'."


def column_of(field: str, column: str) -> str:
    """Say which column a field is.

    Examples
    --------
    >>> column_of("begin", "Pleegdatum"), column_of("end", "")
    ("Datum: kolom 'Pleegdatum'.", 'Einddatum: wordt niet gelezen.')
    """
    name = with_capital(FIELD_NAMES.get(field, field))
    return f"{name}: kolom '{listed([column])}'." if column else f"{name}: wordt niet gelezen."


def soort_of(label: str, soort: str) -> str:
    """Say which soort a label is."""
    what = f"soort '{soort}'" if soort else "hoort niet in deze laag"
    return f"'{listed([label])}': {what}."


def soort_of_others(soort: str) -> str:
    """Say which soort rows have that name none."""
    return f"Rijen zonder soort: soort '{soort}'."


EACH_ROW: Final = "Elke rij is een melding."
#: Why a row is put aside on purpose.
NOT_OF_THIS_LAYER: Final = "soort hoort volgens het recept niet in deze laag"
