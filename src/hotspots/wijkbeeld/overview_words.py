"""The words of the page with all wijken and layers at once."""

from __future__ import annotations

from typing import Final

from hotspots.analysis.chance_words import share_of

#: {one} and {many} are what the areas are called, {rest} what they are compared with.
TITLE: Final = "Alle {many} in één oogopslag"
#: Of the wijken, or other areas, in what was chosen.
TITLE_IN: Final = "Alle {many} in {where}"
INTRO: Final = (
    "Elke wijk tegenover de rest van {whole.the}. Een gekleurd vak wijkt meer af dan toeval "
    "verklaart; een bleek vak kan toeval zijn. Klik op een getal voor de kaart, en op een wijk "
    "voor haar wijkbeeld."
)
#: What areas are compared with.
REST: Final = "de rest van {whole.the_town}"
#: Of areas wider than wijken, in which one goes down.
WIDE_INTRO: Final = (
    "Elke {one} tegenover {rest}. Een gekleurd vak wijkt meer af dan toeval verklaart; een "
    "bleek vak kan toeval zijn. Klik op een getal voor de kaart, en op een {one} voor wat erin "
    "ligt."
)
#: Of the choice of a wider area whose parts are shown.
INSIDE: Final = "In welke {one}"
PERIOD: Final = "Periode"
CAPTION: Final = "Aantal per {one} en laag, en hoe vaak dat het aantal in {rest} is"
BETWEEN_TITLE: Final = "{count} {noun}; meer wordt van deze laag niet verteld"
WITHHELD: Final = "–"
WITHHELD_TITLE: Final = "door de bron niet helemaal gegeven: dat is geen nul"
RATIO: Final = "{ratio}×"
TIMES_TITLE: Final = (
    "{count} {noun}, {ratio} keer {rest} ({low} tot {high}, gecorrigeerd); {verdict}"
)
MARKS: Final = {"more": "▲", "fewer": "▼", "not_shown": ""}
LEGEND: Final = "Keer {rest}"
LEGEND_SURE: Final = "gekleurd en ▲ of ▼: meer of minder dan toeval verklaart"
LEGEND_UNSURE: Final = "bleek: kan toeval zijn"
LEGEND_PLAIN: Final = "zonder kleur: wordt niet met {rest} vergeleken"
SHADES: Final = {
    "far_below": "minder dan 0,5",
    "below": "0,5 tot 0,8",
    "like": "0,8 tot 1,25",
    "above": "1,25 tot 2",
    "far_above": "2 of meer",
}
HOW: Final = "Hoe leest u deze tabel?"
#: How to read the table, with what the areas are called and compared with, the names of the
#: denominators and the fewest that is told.
HOW_TEXT: Final = (
    """\
- 'Keer {rest}' is het aantal in de {one}, gedeeld door wat het zou zijn als het er even vaak
  gebeurde als in {rest}, naar {denominators}.
- Gekleurd is wat toeval niet verklaart. Elke {one} is exact getoetst tegen {rest}, met
  de spreiding die de laag heeft, en gecorrigeerd voor alle {many} en lagen samen: """
    + share_of("gekleurd")
    + """.
  Kaart en Wijkbeeld zeggen hetzelfde.
- Vergelijk een {one} met {rest}, niet de ene laag met de andere: een melding is iets anders dan een
  misdrijf.
- In een {one} met veel winkels of uitgaan gebeurt veel per huishouden. Dat zegt iets over de
  bezoekers, niet over wie er woont.
- Van lagen met kleine aantallen staan er twee grenzen: '10 tot 39' wil zeggen dat het er ten
  minste 10 en ten hoogste 39 waren. Alleen waar het er zeker minder dan {minimum} zijn, staat dat
  er.
"""
)
ELSEWHERE: Final = "Thema's zonder aantallen per {one}"
SILENT: Final = "Niet in de tabel, want er zijn geen aantallen per {one}: {layers}."
NOTHING_STANDS_OUT: Final = (
    "Bij geen enkele {one} is in deze periode een verschil met {rest} aan te tonen."
)
MOST: Final = "**{layer}**: het meest boven {rest} in {wijken}."
MOST_MORE: Final = " en nog {count}"
MOST_ONE: Final = "{wijk} ({ratio} keer)"
ALL_LIKE: Final = "Geen aantoonbaar verschil tussen de {many}: {layers}."
EMPTY: Final = "Er is geen laag met aantallen per {one} die u mag zien."
SYNTHETIC: Final = "synthetische gegevens"

# The sheet
SHEET_TITLE: Final = "{gemeente}: alle {many} en lagen"
SHEET_ROWS: Final = (
    "Een laag in een {one}. Vergelijk een {one} met {whole.the_town}, niet de ene laag met de "
    "andere."
)
OFFER: Final = "Overzicht bewaren"
VERDICTS: Final = {
    "more": "meer dan toeval verklaart",
    "fewer": "minder dan toeval verklaart",
    "not_shown": "geen aantoonbaar verschil met de rest",
}

# The atlas
ATLAS: Final = "Atlas: alle wijken op papier"
ATLAS_HELP: Final = (
    "Het wijkbeeld van alle {wijken} wijken in één PDF, twee bladzijden per wijk, over de laatste "
    "twaalf maanden. Het maken duurt een halve minuut."
)
#: Of a region: more wijken make a book that nobody opens.
ATLAS_CHOOSE: Final = (
    "Er zijn {wijken} wijken, en in een atlas passen er {most}. Kies bij **Niveau** de wijk, en "
    "dan een gemeente."
)
ATLAS_MAKE: Final = "Maak de atlas"
ATLAS_BUSY: Final = "De atlas wordt gemaakt…"
ATLAS_TAKE: Final = "Bewaar de atlas (PDF)"
ATLAS_IS_OLD: Final = "Deze atlas is niet meer van nu: de gegevens of uw rechten zijn veranderd."
ATLAS_MAKE_AGAIN: Final = "Laad de pagina opnieuw en maak de atlas nog een keer."
