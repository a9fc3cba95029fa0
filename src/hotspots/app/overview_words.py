"""The words of the page with all wijken and layers at once."""

from __future__ import annotations

from typing import Final

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
