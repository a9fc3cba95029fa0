"""How many sockets may be open: in all, of one person, and of those whom nobody knows."""

from __future__ import annotations

import ipaddress
from collections import Counter
from typing import Final

from hotspots.text import serving as text
from hotspots.ui.login import Person, Stranger
from hotspots.ui.refusal import Refusal

#: Tabs of one person.
MOST_OF_ONE: Final = 20
#: Strangers of one address: a whole municipality may log in from one.
MOST_OF_ADDRESS: Final = 50
#: Of all places, strangers together take at most one in so many.
_PART_OF_STRANGERS: Final = 4
#: seconds; the place of a stranger is free no sooner after it was taken. Each session costs the run
#: of a page and stays in memory for a while.
STRANGER_S: Final = 20
#: bits; who has one IPv6 address has this network of them.
_OF_ONE_HOME: Final = 64

TOO_MANY_OF_YOU: Final = Refusal(429, text.TOO_MANY_OF_YOU)
TOO_MANY: Final = Refusal(503, text.TOO_MANY)
_Key = tuple[str, str]
_ALL: Final = ("all", "")
_STRANGERS: Final = ("strangers", "")


class Places:
    """The sockets that are open now.

    Examples
    --------
    >>> places = Places(400)
    >>> taken = [places.take(Person("jan", "analist"), "10.0.0.7") for _ in range(21)]
    >>> taken.count(TOO_MANY_OF_YOU)
    1
    """

    def __init__(self, in_all: int) -> None:
        self._most = in_all
        self._open: Counter[_Key] = Counter()

    def take(self, who: Person | Stranger, address: str) -> tuple[_Key, ...] | Refusal:
        """Return the places that a new socket takes, to be given back; or why it gets none."""
        limits = self._limits(who, address)
        for key, most in limits.items():
            if self._open[key] >= most:
                return TOO_MANY if key in (_ALL, _STRANGERS) else TOO_MANY_OF_YOU
        self._open.update(limits.keys())
        return tuple(limits)

    def give_back(self, places: tuple[_Key, ...]) -> None:
        """Free what was taken."""
        self._open.subtract(places)
        self._open += Counter()

    def _limits(self, who: Person | Stranger, address: str) -> dict[_Key, int]:
        if isinstance(who, Person):
            # Without a login everybody is who sits at this machine.
            own = {("person", who.name.casefold()): MOST_OF_ONE} if who.name else {}
        else:
            strangers = max(self._most // _PART_OF_STRANGERS, 1)
            own = {("address", neighbourhood(address)): MOST_OF_ADDRESS, _STRANGERS: strangers}
        return {**own, _ALL: self._most}


def neighbourhood(address: str) -> str:
    """Return what counts as one address.

    Examples
    --------
    >>> neighbourhood("192.0.2.7"), neighbourhood("2001:db8:0:1:2:3:4:5")
    ('192.0.2.7', '2001:db8:0:1::/64')
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if known.version == 4:  # noqa: PLR2004 - of the protocol
        return address
    return str(ipaddress.ip_network((int(known), _OF_ONE_HOME), strict=False))
