"""Commands that look a home over: its declarations, and what is loaded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from hotspots.access import completeness_words as loaded_words
from hotspots.access.completeness import completeness_of
from hotspots.access.features import unreadable
from hotspots.access.permission import read_users
from hotspots.access.refreshing import supply_problems
from hotspots.access.workspace import offered_cells, open_workspace
from hotspots.analysis.registry import MEASURES, lacks_denominator
from hotspots.catalog.grammar import suggestion
from hotspots.dutch import listed
from hotspots.errors import HotspotsError
from hotspots.exports import terminal as text
from hotspots.exports.terminal import say
from hotspots.exports.terminal_table import Heading, table_lines
from hotspots.geography.areas import read_geography
from hotspots.geography.names import wijken_called
from hotspots.incoming.checking.recipe import recipe_problems
from hotspots.incoming.publishing.home_files import judged_files
from hotspots.incoming.publishing.own_areas_words import repaired
from hotspots.maps.background import background_problems
from hotspots.pages.home_check import problems_of
from hotspots.settings import open_home

if TYPE_CHECKING:
    from argparse import Namespace

    from hotspots.catalog.specs import Catalog
    from hotspots.geography.areas import Geography
    from hotspots.settings import Home

#: Wijken of one name that a problem names.
_MOST_NAMED: Final = 5


def check(args: Namespace) -> int:
    """List every problem of the declarations and files of a home; 2 if there is any."""
    home = open_home(args.home)
    catalog, problems = problems_of(home)
    if catalog is not None and not problems:
        users, problems_of_users = read_users(home, catalog)
        wijken = sorted({user.wijk for user in users.values() if user.wijk})
        problems = [
            *_geography_problems(home, catalog, wijken),
            *problems_of_users,
            *recipe_problems(home, catalog),
            *supply_problems(home, catalog),
        ]
    say(problems, aside=True)
    if problems:
        say((text.PROBLEMS_FOUND.format(count=len(problems)),), aside=True)
        return 2
    if catalog is not None:
        _say_which_cells(catalog)
        _say_what_has_no_denominator(catalog)
    print(text.ALL_WELL.format(home=home.root))
    return 0


def completeness(args: Namespace) -> int:
    """Say per wijk what is loaded of each layer of places."""
    loaded = completeness_of(open_workspace(args.home))
    if args.json:
        print(json.dumps(loaded.to_dict(), ensure_ascii=False))
        return 0
    headings = (
        Heading(loaded_words.LAYER),
        Heading(loaded_words.ROWS, number=True),
        Heading(loaded_words.WHERE),
    )
    say(table_lines(headings, loaded_words.lines_of(loaded)))
    say((loaded_words.INTRO,))
    return 0


def _say_which_cells(catalog: Catalog) -> None:
    """Say of which layers some sizes of cells cannot be chosen, and why; alike layers at once."""
    layers: dict[str, list[str]] = {}
    for offered in offered_cells(catalog):
        if not offered.cut:
            continue
        sentence = text.CELLS_OFFERED.format(
            layers="{layers}",
            sizes=listed([str(size) for size in offered.sizes]),
            roles=listed(offered.roles),
            finest=offered.finest_m,
            cut=listed([str(size) for size in offered.cut]),
        )
        if offered.first != offered.declared:
            sentence += text.CELLS_AT_FIRST.format(size=offered.first)
        layers.setdefault(sentence, []).append(f"'{offered.layer_id}'")
    for sentence, names in layers.items():
        form = text.LAYER_ID if len(names) == 1 else text.LAYER_IDS
        say((sentence.replace("{layers}", form.format(layers=listed(names))),))


def _say_what_has_no_denominator(catalog: Catalog) -> None:
    """Say of which layers some measures are missing for want of something to divide by."""
    known = dict.fromkeys(one.id for context in catalog.contexts for one in context.denominators)
    for layer in catalog.layers:
        of_numbers = layer.kind in ("incidents", "counts") and not layer.measures
        if of_numbers and any(lacks_denominator(measure, layer) for measure in MEASURES):
            names = listed(list(known)) or text.NO_DENOMINATOR_HERE
            say((text.WITHOUT_DENOMINATOR.format(layer=layer.id, known=names),))


def _geography_problems(home: Home, catalog: Catalog, wijken: list[str]) -> list[str]:
    """Return what is wrong with the areas, the map below them and the wijken of users."""
    try:
        geography = read_geography(catalog)
    except HotspotsError as error:
        return [str(error)]
    for area in geography.dropped:
        print(text.DROPPED.format(area=area))
    if geography.repaired:
        say((repaired(geography.repaired),))
    unknown = [problem for wijk in wijken if (problem := _problem_of_wijk(geography, wijk))]
    background, notes = background_problems(home.root, catalog.gemeente, geography)
    say(notes)
    files = list(judged_files(home, catalog, geography))
    say(one.note for one in files if one.note)
    refused = [one.problem for one in files if one.problem]
    return [*unreadable(catalog, geography), *refused, *background, *unknown]


def _problem_of_wijk(geography: Geography, written: str) -> str:
    """Return what is wrong with the wijk of a user as it was written; "" where it is one."""
    codes, wijken = wijken_called(geography, written), geography.wijken
    if len(codes) == 1:
        return ""
    if not codes:
        names = (*wijken.names, *wijken.codes)
        return text.NO_SUCH_WIJK.format(
            wijk=written, whole=geography.words, suggestion=suggestion(written, names)
        ).rstrip()
    alike = [f"{wijken.names[wijken.codes.index(code)]} ({code})" for code in codes]
    return text.WIJK_UNCLEAR.format(wijk=written, wijken="; ".join(alike[:_MOST_NAMED]))
