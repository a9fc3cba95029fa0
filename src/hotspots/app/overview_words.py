"""The words of the page with all wijken and layers at once."""

from __future__ import annotations

from typing import Final

from hotspots.analysis.chance_words import share_of

TITLE: Final = "Alle wijken in één oogopslag"
INTRO: Final = (
    "Elke wijk tegenover de rest van de gemeente. Een gekleurd vak wijkt meer af dan toeval "
    "verklaart; een bleek vak kan toeval zijn. Klik op een getal voor de kaart, en op een wijk "
    "voor haar wijkbeeld."
)
PERIOD: Final = "Periode"
WIJK: Final = "Wijk"
CAPTION: Final = "Aantal per wijk en laag, en hoe vaak dat het aantal in de rest van de stad is"
BETWEEN_TITLE: Final = "{count} {noun}; meer wordt van deze laag niet verteld"
WITHHELD: Final = "–"
WITHHELD_TITLE: Final = "door de bron niet helemaal gegeven: dat is geen nul"
RATIO: Final = "{ratio}×"
TIMES_TITLE: Final = (
    "{count} {noun}, {ratio} keer de rest van de stad ({low} tot {high}, gecorrigeerd); {verdict}"
)
MARKS: Final = {"more": "▲", "fewer": "▼", "not_shown": ""}
LEGEND: Final = "Keer de rest van de stad"
LEGEND_SURE: Final = "gekleurd en ▲ of ▼: meer of minder dan toeval verklaart"
LEGEND_UNSURE: Final = "bleek: kan toeval zijn"
LEGEND_PLAIN: Final = "zonder kleur: wordt niet met de stad vergeleken"
SHADES: Final = {
    "far_below": "minder dan 0,5",
    "below": "0,5 tot 0,8",
    "like": "0,8 tot 1,25",
    "above": "1,25 tot 2",
    "far_above": "2 of meer",
}
HOW: Final = "Hoe leest u deze tabel?"
HOW_TEXT: Final = (
    """\
- 'Keer de rest van de stad' is het aantal in de wijk, gedeeld door wat het zou zijn als het er even
  vaak gebeurde als in de rest van de stad, naar {denominators}.
- Gekleurd is wat toeval niet verklaart. Elke wijk is exact getoetst tegen de rest van de stad, met
  de spreiding die de laag heeft, en gecorrigeerd voor alle wijken en lagen samen: """
    + share_of("gekleurd")
    + """.
  Kaart en Wijkbeeld zeggen hetzelfde.
- Vergelijk een wijk met de stad, niet de ene laag met de andere: een melding is iets anders dan een
  misdrijf.
- In een wijk met veel winkels of uitgaan gebeurt veel per huishouden. Dat zegt iets over de
  bezoekers, niet over wie er woont.
- Van lagen met kleine aantallen staan er twee grenzen: '10 tot 39' wil zeggen dat het er ten
  minste 10 en ten hoogste 39 waren. Alleen waar het er zeker minder dan {minimum} zijn, staat dat
  er.
"""
)
ELSEWHERE: Final = "Thema's zonder aantallen per wijk"
SILENT: Final = "Niet in de tabel, want er zijn geen aantallen per wijk: {layers}."
NOTHING_STANDS_OUT: Final = (
    "Bij geen enkele wijk is in deze periode een verschil met de rest van de stad aan te tonen."
)
MOST: Final = "**{layer}**: het meest boven de rest van de stad in {wijken}."
MOST_MORE: Final = " en nog {count}"
MOST_ONE: Final = "{wijk} ({ratio} keer)"
ALL_LIKE: Final = "Geen aantoonbaar verschil tussen de wijken: {layers}."
EMPTY: Final = "Er is geen laag met aantallen per wijk die u mag zien."
SYNTHETIC: Final = "synthetische gegevens"
