"""The command that looks a home over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.access.features import unreadable
from hotspots.access.permission import read_users
from hotspots.access.workspace import offered_cells
from hotspots.catalog.grammar import suggestion
from hotspots.dutch import listed
from hotspots.errors import HotspotsError
from hotspots.exports import terminal as text
from hotspots.exports.terminal import say
from hotspots.geography.areas import read_geography
from hotspots.maps.background import background_problems
from hotspots.pages.home_check import problems_of
from hotspots.settings import open_home

if TYPE_CHECKING:
    from argparse import Namespace

    from hotspots.catalog.specs import Catalog
    from hotspots.settings import Home


def check(args: Namespace) -> int:
    """List every problem of the declarations and files of a home; 2 if there is any."""
    home = open_home(args.home)
    catalog, problems = problems_of(home)
    if catalog is not None and not problems:
        users, problems_of_users = read_users(home, catalog)
        wijken = sorted({user.wijk for user in users.values() if user.wijk})
        problems = [*_geography_problems(home, catalog, wijken), *problems_of_users]
    say(problems, aside=True)
    if problems:
        say((text.PROBLEMS_FOUND.format(count=len(problems)),), aside=True)
        return 2
    if catalog is not None:
        _say_which_cells(catalog)
    print(text.ALL_WELL.format(home=home.root))
    return 0


def _say_which_cells(catalog: Catalog) -> None:
    """Say of which layers some sizes of cells cannot be chosen, and why."""
    for offered in offered_cells(catalog):
        if not offered.cut:
            continue
        sentence = text.CELLS_OFFERED.format(
            layer=offered.layer_id,
            sizes=listed([str(size) for size in offered.sizes]),
            roles=listed(offered.roles),
            finest=offered.finest_m,
            cut=listed([str(size) for size in offered.cut]),
        )
        if offered.first != offered.declared:
            sentence += text.CELLS_AT_FIRST.format(size=offered.first)
        say((sentence,))


def _geography_problems(home: Home, catalog: Catalog, wijken: list[str]) -> list[str]:
    """Return what is wrong with the areas, the map below them and the wijken of users."""
    try:
        geography = read_geography(catalog)
    except HotspotsError as error:
        return [str(error)]
    for area in geography.dropped:
        print(text.DROPPED.format(area=area))
    names = (*geography.wijken.names, *geography.wijken.codes)
    unknown = [
        text.NO_SUCH_WIJK.format(wijk=wijk, suggestion=suggestion(wijk, names)).rstrip()
        for wijk in wijken
        if wijk not in names
    ]
    background, notes = background_problems(home.root, catalog.gemeente, geography)
    say(notes)
    return [*unreadable(catalog, geography), *background, *unknown]
