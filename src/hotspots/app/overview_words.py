"""The words of the page with all wijken and layers at once."""

from __future__ import annotations

from typing import Final

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
