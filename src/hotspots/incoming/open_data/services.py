"""Which services there are, where they live, and under which licence they give what they have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from hotspots.errors import SettingsError
from hotspots.incoming.open_data import words as text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Hosts that are this machine: only there may an address be without TLS.
_HERE: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Service:
    """A service as it is asked.

    ``base_url`` may hold ``{year}``. ``id`` is its name under [open_data] in gemeente.toml.
    """

    id: str
    title: str
    base_url: str
    licence: str
    attribution: str

    @property
    def host(self) -> str:
        """Host and port: answers may only send on to the same."""
        return urlsplit(self.base_url).netloc

    @property
    def trial(self) -> bool:
        """Whether it is a server on this machine, that stands in for the real one."""
        return urlsplit(self.base_url).hostname in _HERE

    @property
    def source(self) -> str:
        """The source to name for what it gives, with the licence."""
        line = f"{self.attribution} ({self.licence})"
        return f"{line}{text.TRIAL}" if self.trial else line

    def of_year(self, year: int) -> Service:
        """Return the service of one year.

        Examples
        --------
        >>> SERVICES["boundaries"].of_year(2023).base_url
        'https://api.pdok.nl/cbs/wijken-en-buurten-2023/ogc/v1'
        """
        return replace(
            self,
            base_url=self.base_url.replace("{year}", str(year)),
            attribution=self.attribution.replace("{year}", str(year)),
        )


_ALL: Final = (
    Service(
        "boundaries",
        "PDOK (CBS wijken en buurten)",
        "https://api.pdok.nl/cbs/wijken-en-buurten-{year}/ogc/v1",
        "CC BY 4.0",
        "CBS en Kadaster, Wijken en buurten {year}",
    ),
    Service(
        "boundaries_wfs",
        "PDOK (CBS wijken en buurten, WFS)",
        "https://service.pdok.nl/cbs/wijkenbuurten/{year}/wfs/v1_0",
        "CC BY 4.0",
        "CBS en Kadaster, Wijken en buurten {year}",
    ),
    Service(
        "regions",
        "PDOK (CBS gebiedsindelingen)",
        "https://service.pdok.nl/cbs/gebiedsindelingen/{year}/wfs/v1_0",
        "CC BY 4.0",
        "CBS, Gebiedsindelingen {year}",
    ),
    Service(
        "police",
        "CBS (politiecijfers)",
        "https://dataderden.cbs.nl",
        "CC BY 4.0",
        "Politie, via CBS StatLine",
    ),
    Service(
        "keyfigures",
        "CBS (kerncijfers wijken en buurten)",
        "https://opendata.cbs.nl",
        "CC BY 4.0",
        "CBS, Kerncijfers wijken en buurten",
    ),
    Service(
        "rail",
        "PDOK (ProRail spoorwegen)",
        "https://api.pdok.nl/prorail/spoorwegen/ogc/v1",
        "CC0 1.0",
        "ProRail, Spoorwegen",
    ),
    Service(
        "risk",
        "REV (Register externe veiligheid)",
        "https://rev-portaal.nl/geoserver/wfs",
        "zie de dienst",
        "Register externe veiligheid",
    ),
    Service(
        "flood",
        "PDOK (overstromingsrisicogebied)",
        "https://api.pdok.nl/rws/overstromingen-risicogebied/ogc/v1",
        "zie de dienst",
        "Rijkswaterstaat, Overstromingsrisicogebied",
    ),
    Service(
        "flood_dikes",
        "LIWO (dijkringen)",
        "https://basisinformatie-overstromingen.nl/geoserver/LIWO_Basis/wfs",
        "zie de dienst",
        "LIWO, Rijkswaterstaat",
    ),
    Service(
        "roads",
        "PDOK (NWB wegen)",
        "https://api.pdok.nl/rws/nationaal-wegenbestand-wegen/ogc/v1",
        "CC0 1.0",
        "Rijkswaterstaat, Nationaal Wegenbestand (NWB)",
    ),
    Service(
        "geocoder",
        "PDOK (Locatieserver)",
        "https://api.pdok.nl/bzk/locatieserver/search/v3_1",
        "zie de dienst",
        "Kadaster, Basisregistratie Adressen en Gebouwen",
    ),
)
SERVICES: Final[Mapping[str, Service]] = MappingProxyType({entry.id: entry for entry in _ALL})


def service_at(service_id: str, *, setting: str = "", base_url: str = "") -> Service:
    """Return a service at the address to ask: the command line, the setting, or its own.

    Parameters
    ----------
    setting
        Address under [open_data] in gemeente.toml, whole.
    base_url
        Address of the command line. Without a path, the path of the service comes behind it, so
        that one local server can stand in for all of them.

    Raises
    ------
    SettingsError
        If the address has no TLS and is not this machine.

    Examples
    --------
    >>> service_at("rail", base_url="http://localhost:8780").base_url
    'http://localhost:8780/prorail/spoorwegen/ogc/v1'
    """
    service = SERVICES[service_id]
    address = (base_url or setting or service.base_url).strip().rstrip("/")
    parts = urlsplit(address)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not safe or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise SettingsError(*text.not_safe(service.title, address))
    if base_url and not parts.path:
        own = urlsplit(service.base_url)
        address = urlunsplit((parts.scheme, parts.netloc, own.path, "", ""))
    return replace(service, base_url=address)
