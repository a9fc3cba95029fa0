"""How many incidents each layer has per year, and which of these numbers were published.

Published (Veiligheidsbeeld Dordrecht 2017, September 2018) are only: 301 and 246
woninginbraken; the changes from 2015 to 2017 of jeugd (-33 %), verkeer (-50 %), verwarde
personen (+13 %) and all misdrijven (-16 %); a slight rise of openlijke geweldpleging over both
earlier years; 400 to 500 uitrukken, about 250 events of which about 70 of several days, and more
than 20 digital aangiften a year. Every other level is invented.
"""

from __future__ import annotations

YEARS = (2015, 2016, 2017)

#: per layer and soort: accepted rows in 2015, 2016 and 2017. A layer without soorten has "".
TOTALS: dict[str, dict[str, tuple[int, int, int]]] = {
    "overlast": {
        "jeugd": (900, 742, 603),  # published: 603 / 900 = 0,67, that is -33 %
        "verkeer": (640, 470, 320),  # published: 320 / 640 = 0,50, that is -50 %
        "woonoverlast": (410, 436, 455),
        "drank_en_drugs": (520, 500, 484),
        "geluid": (780, 755, 742),
        "vernieling": (430, 405, 372),
    },
    "verward_gedrag": {"": (800, 851, 904)},  # published: 904 / 800 = 1,13, that is +13 %
    "woninginbraak": {"": (301, 270, 246)},  # published: 301 and 246
    # Published for all misdrijven: woninginbraak, vermogensmisdrijven and geweld together are
    # 301 + 2220 + 764 = 3285 in 2015 and 246 + 1798 + 715 = 2759 in 2017; 2759 / 3285 = 0,84.
    "vermogensmisdrijven": {
        "auto_inbraak": (620, 548, 470),
        "fietsendiefstal": (980, 915, 842),
        "kelderboxinbraak": (260, 231, 196),
        "zakkenrollerij": (210, 188, 165),
        "motorvoertuigen": (150, 138, 125),
    },
    "geweld": {
        "straatroof": (62, 55, 49),
        "overval": (14, 12, 9),
        "openlijke_geweldpleging": (48, 49, 52),  # published: slightly above 2015 and 2016
        "mishandeling": (640, 622, 605),
    },
    "uitrukken": {  # published: 400 to 500 a year; here 462, 441 and 450
        "brand": (255, 241, 244),
        "gevaarlijke_stoffen": (22, 19, 21),
        "hulpverlening": (185, 181, 185),
    },
}

#: accepted rows per year of the layers that are counts per wijk and quarter.
COUNT_TOTALS = {
    "ondermijning_signalen": (243, 251, 258),  # nothing published
    "digitale_aangiften": (21, 22, 24),  # published: more than 20 a year
}

#: the calendar of events looks a year ahead of the incidents.
EVENT_YEARS = (*YEARS, 2018)
#: events per year and how many of them last more than one day (published: 250 and 70).
EVENTS = (246, 250, 253, 251)
EVENTS_OF_SEVERAL_DAYS = (68, 70, 71, 70)


def total(layer: str, soort: str, year: int) -> int:
    """Return the accepted rows of one soort in one year.

    Examples
    --------
    >>> total("woninginbraak", "", 2015)
    301
    """
    return TOTALS[layer][soort][YEARS.index(year)]
