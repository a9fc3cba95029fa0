"""Where visitors go: each page, and what stands on it only after a choice in its link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from golden.shown import folded

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

Link = dict[str, "str | list[str]"]
#: A second of a machine that others use too is a long one.
_PATIENCE_S: Final = 180
#: What is unfolded may have something folded in it.
_DEEP: Final = 3


@dataclass(frozen=True)
class Visit:
    """A page and its link; ``unfolded`` opens all that is folded on it."""

    page: str = ""
    link: Link = field(default_factory=dict)
    unfolded: bool = False


#: What stands below the map is shown one part at a time.
_TABLE: Final[Link] = {"onder": "Tabel"}


def _map(thema: str, laag: str = "", **link: str | list[str]) -> Visit:
    of_layer = {"laag": laag} if laag else {}
    return Visit("", {"thema": thema, **of_layer, "meer_filters": "true", **_TABLE, **link})


_CRIME: Final = "Vermogens- en geweldscriminaliteit"
_NUISANCE: Final = "Overlast in de woonomgeving"
_SAFETY: Final = "Fysieke veiligheid"
_CIRCLE: Final = "cirkel:105400,425000,600"
_REQUEST: Final[Link] = {
    "toets_locatie": "Grote Markt", "bezoekers": "1800", "begindag": "2018-06-02",
    "einddag": "2018-06-02", "begintijd": "14:00", "eindtijd": "20:00", "toets_soort": "Muziek",
    "geluid": "Ja", "toets_naam": "Voorbeeld",
}  # fmt: skip

#: Each measure once, with layers, levels, filters and searches spread over them.
VISITS: Final[dict[str, Visit]] = {
    "kaart": Visit("", _TABLE, unfolded=True),
    "kaart_zoals_zij_opent": Visit(),
    "kaart_in_de_tijd": Visit("", {"onder": "In de tijd"}, unfolded=True),
    "kaart_goed": Visit("", {"onder": "Was de kaart goed?", "niveau": "Cel"}),
    "kaart_bewaren": Visit("", {"onder": "Bewaren"}, unfolded=True),
    "kaart_over": Visit("", {"onder": "Over deze laag"}, unfolded=True),
    "kaart_aantal": _map(_CRIME, "Geweld", niveau="Wijk", maat="Aantal", weekdag=["za", "zo"],
                         soort="Mishandeling", tijdbeeld="Uren van de week", onder="In de tijd"),
    "kaart_afgevlakt": _map(_CRIME, "Geweld", maat="Per 1.000, afgevlakt", noemer="inwoners"),
    "kaart_buren": _map(_CRIME, "Woninginbraak", maat="Per 1.000, afgevlakt naar de buren",
                        periode="Alles"),
    "kaart_ratio": _map(_NUISANCE, "Overlast", niveau="Wijk", maat="Vergeleken met de rest"),
    "kaart_aandeel": _map(_NUISANCE, "Overlast", niveau="Wijk", maat="Aandeel van de soort",
                          soort="Vernieling"),
    "kaart_verandering": _map(_SAFETY, "Uitrukken", niveau="Wijk", maat="Verandering",
                              periode="Laatste kwartaal"),
    "kaart_hotspots": _map(_NUISANCE, "Overlast", niveau="Cel", maat="Hotspots", wijk="Sterrenburg",
                           tijdbeeld="Maanden van het jaar", onder="In de tijd"),
    "kaart_opkomend": _map(_CRIME, "Vermogensmisdrijven", maat="Opkomend en blijvend"),
    "kaart_moran": _map(_CRIME, "Woninginbraak", maat="Buren die op elkaar lijken"),
    "kaart_dichtheid": _map(_CRIME, "Geweld", niveau="Cel", maat="Dichtheid", punten="true"),
    "kaart_bewoning": _map(_CRIME, "Woninginbraak", niveau="Cel", maat="Dichtheid naar bewoning"),
    "kaart_klein": Visit("", {"thema": "Kwetsbare personen", **_TABLE}, unfolded=True),
    "kaart_per_kwartaal": _map("Georganiseerde ondermijnende criminaliteit"),
    "kaart_zonder_lagen": _map("Sociale stabiliteit"),
    "kaart_spoor": _map(_SAFETY, "Spoor"),
    "kaart_evenementen": _map("Evenementen", "Evenementen"),
    "kaart_getekend": _map(_CRIME, "Woninginbraak", vlak=_CIRCLE, zoek="Groepen bij elkaar"),
    "kaart_scan": _map(_CRIME, "Woninginbraak", zoek="Ophopingen (scan)"),
    "kaart_herhaling": _map(_CRIME, "Woninginbraak", zoek="Herhaling in de buurt"),
    "kaart_voor_en_na": _map(_CRIME, "Woninginbraak", zoek="Voor en na een maatregel"),
    "kaart_oude_link": _map("Onzin", "Nog meer onzin", maat="Mooiste", niveau="Straat", vlak="x",
                            dagen="gisteren"),
    "wijkbeeld": Visit("wijkbeeld", unfolded=True),
    "wijkbeeld_wijk": Visit("wijkbeeld", {"plek": "WK050501"}, unfolded=True),
    "wijkbeeld_buurt": Visit("wijkbeeld", {"plek": "BU05050108"}),
    "wijkbeeld_vlak": Visit("wijkbeeld", {"vlak": _CIRCLE}),
    "wijkbeeld_onbekend": Visit("wijkbeeld", {"plek": "WK000000"}),
    "overzicht": Visit("overzicht", unfolded=True),
    "vergelijken": Visit("vergelijken", unfolded=True),
    "vergelijken_verschil": Visit("vergelijken", {"beeld": "Het verschil op één kaart"}),
    "vergelijken_wijken": Visit("vergelijken", {"vergelijking_van": "Twee wijken"}, unfolded=True),
    "vergelijken_maatregel": Visit(
        "vergelijken",
        {"vergelijking_van": "Voor en na een maatregel", "maatregel_wijk": "Wielwijk"},
        unfolded=True,
    ),
    "evenementen": Visit("evenementen"),
    "evenementen_getoetst": Visit("evenementen", _REQUEST, unfolded=True),
    "evenementen_uit_de_kalender": Visit(
        "evenementen",
        {
            "aanvraag": "Uit de kalender",
            "toets_evenement": "23-12-2018 · Lichtroute Energiehuis Dordrecht (voorbeeld)"
            " · Energiehuis Dordrecht",
        },
    ),
    "evenementen_locaties": Visit("evenementen", {"deel": "Locaties"}),
    "evenementen_locatie": Visit(
        "evenementen", {"deel": "Locaties", "plaats": "Grote Markt"}, unfolded=True
    ),
    "evenementen_druk": Visit("evenementen", {"deel": "Druk"}, unfolded=True),
    "evenementen_jaarplan": Visit("evenementen", {"deel": "Jaarplan"}, unfolded=True),
    "evenementen_na_afloop": Visit("evenementen", {"deel": "Na afloop"}, unfolded=True),
    "risico": Visit("risico", unfolded=True),
    "risico_water": Visit("risico", {"deel": "Water"}, unfolded=True),
    "risico_incident": Visit("risico", {"deel": "Incident"}),
    "risico_gifwolk": Visit(
        "risico",
        {"deel": "Incident", "ongeval": "Gifwolk", "plaats_ongeval": "105420,424530",
         "wind": "225", "ongevaldag": "2017-06-17"},
        unfolded=True,
    ),
    "gegevens": Visit("gegevens", unfolded=True),
    "gegevens_politie": Visit("gegevens", {"ophalen": "Politiecijfers per buurt en maand",
                                           "bekijk": "Overlast"}),
    "inlezen": Visit("inlezen", unfolded=True),
    "handleiding": Visit("handleiding"),
    "handleiding_wijkagent": Visit("handleiding", {"hoofdstuk": "Voor de wijkagent"}),
    "verantwoording": Visit("verantwoording", unfolded=True),
}  # fmt: skip


@dataclass(frozen=True)
class Visiting:
    """Opens pages of one home, in the environment of one test."""

    script: Path
    home: Path
    environment: pytest.MonkeyPatch

    def __call__(self, visit: Visit, role: str = "") -> AppTest:
        """Return a page as it opens by its link, folded as it comes."""
        self.environment.setenv("HOTSPOTS_HOME", str(self.home))
        if role:
            self.environment.setenv("HOTSPOTS_ROLE", role)
        shown = AppTest.from_file(self.script, default_timeout=_PATIENCE_S)
        for name, value in visit.link.items():
            shown.query_params[name] = value
        if visit.page:
            # `switch_page` takes files only; these pages are functions.
            shown._page_hash = calc_hash(visit.page)
        shown.run()
        assert not shown.exception
        return shown


def unfold(shown: AppTest) -> AppTest:
    """Return the page with all unfolded that can be."""
    known: set[str] = set()
    for _ in range(_DEEP):
        new = set(folded(shown)) - known
        if not new:
            break
        for key in sorted(new):
            shown.session_state[key] = True
        known |= new
        shown.run()
    assert not shown.exception
    return shown
