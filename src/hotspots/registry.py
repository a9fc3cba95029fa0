"""Which pages, commands and checks there are: everything that hangs in the frame, by name.

A new page or command is its file and one line here. Nothing is imported before it is asked for, so
the rooms below can read the list of those above, and a listing of commands waits for no map.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the application.

    Attributes
    ----------
    title
        Its name in the menu; in small letters its name in a link.
    show
        What draws it.
    group
        Under which heading it is folded away; empty beside the map.
    visible_to
        What tells whether a workspace has it; empty for a page of everyone who is let in.
    without
        What a link to it says to others; empty where the page is not there for them.
    style
        A style sheet of its own; empty for none.
    has_map
        Whether it opens with a live map, of which a browser may fetch the parts beforehand.
    """

    title: str
    show: str
    group: str = ""
    visible_to: str = ""
    without: str = ""
    style: str = ""
    has_map: bool = False

    @property
    def key(self) -> str:
        """Its name in a link: ``/overzicht``."""
        return self.title.lower()


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Attributes
    ----------
    name
        One or two words.
    help
        The name of the sentence that lists it.
    run
        What runs it.
    options
        What adds its options; empty for none.
    example
        What stands behind its name in the example of its help.
    """

    name: str
    help: str
    run: str
    options: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Commands of two words: the sentence that lists the first, and what the second is called."""

    help: str
    metavar: str


def load(name: str) -> Any:  # noqa: ANN401 - whatever the name is of
    """Return what ``module:name`` is, without the package in front.

    Examples
    --------
    >>> load("errors:HotspotsError").__name__
    'HotspotsError'
    """
    module, _, attribute = name.partition(":")
    return getattr(import_module(f"hotspots.{module}"), attribute)


def page_title(show: str) -> str:
    """Return the title of the page that a function draws.

    Examples
    --------
    >>> page_title("app.import_page:show")
    'Inlezen'
    """
    return next(page.title for page in PAGES if page.show == show)


#: Headings of the menu.
DATA_PAGES: Final = "Beheer"
HELP_PAGES: Final = "Uitleg"

#: In the order of the menu; the first opens where a link names none.
PAGES: Final = (
    Page("Kaart", "app.map_page:show", style="app.map_page:STYLE", has_map=True),
    Page("Wijkbeeld", "wijkbeeld.page:show", has_map=True),
    Page("Overzicht", "wijkbeeld.overview_page:show"),
    Page("Vergelijken", "vergelijken.page:show", style="vergelijken.page:STYLE", has_map=True),
    Page(
        "Evenementen",
        "evenementen.page:show",
        visible_to="evenementen.page_view:may_see_calendar",
        without="evenementen.page_words:NOT_HERE",
        has_map=True,
    ),
    Page(
        "Risico",
        "risico.page:show",
        style="pages.panel:WIDE",
        visible_to="risico.layers:may_see_risk",
        without="risico.page_words:NOT_HERE",
        has_map=True,
    ),
    Page("Gegevens", "app.data_page:show", group=DATA_PAGES),
    Page(
        "Inlezen",
        "app.import_page:show",
        group=DATA_PAGES,
        visible_to="app.import_page:loadable_layers",
        without="app.data_words:NO_IMPORT",
    ),
    Page("Handleiding", "app.handleiding_page:show", group=HELP_PAGES),
    Page("Verantwoording", "app.verantwoording_page:show", group=HELP_PAGES),
)

GROUPS: Final = {
    "key": Group("gis.arguments:KEY", "OPDRACHT"),
    "recipe": Group("exports.terminal:RECIPES", "OPDRACHT"),
    "event": Group("evenementen.arguments:EVENT", "OPDRACHT"),
    "fetch": Group("incoming.open_data.words:FETCH", "WAT"),
}

_SAID: Final = "exports.terminal"
_FETCHED: Final = "incoming.open_data.words"
#: In the order in which ``hotspots --help`` lists them.
COMMANDS: Final = (
    Command("app", f"{_SAID}:APP", "cli.running:app", "cli.data_options:of_app", "--port 8502"),
    Command("check", f"{_SAID}:CHECK", "cli.checking:check", example="--home ./denhaag"),
    Command(
        "import",
        f"{_SAID}:IMPORT",
        "cli.storing:import_",
        "cli.data_options:of_import",
        "export.csv --layer woninginbraak --dry-run",
    ),
    Command(
        "starter",
        "incoming.publishing.starter_words:COMMAND",
        "cli.storing:starter",
        "cli.data_options:of_starter",
        "--out startbestanden",
    ),
    Command(
        "completeness",
        "access.completeness_words:COMMAND",
        "cli.checking:completeness",
        "cli.data_options:of_completeness",
        "--json",
    ),
    *(
        Command(
            f"recipe {name}",
            f"{_SAID}:RECIPE_{name.upper()}",
            f"cli.recipes:{function}",
            f"cli.data_options:of_recipe_{name}",
            example,
        )
        for name, function, example in (
            ("list", "list_", "--json"),
            ("show", "show", "woninginbraak Politie"),
            ("remove", "remove", "woninginbraak Politie"),
        )
    ),
    Command(
        "refresh",
        f"{_SAID}:REFRESH",
        "cli.storing:refresh_",
        "cli.data_options:of_refresh",
        "--dry-run",
    ),
    Command(
        "versions",
        f"{_SAID}:VERSIONS",
        "cli.storing:versions",
        "cli.data_options:of_versions",
        "woninginbraak --json",
    ),
    Command(
        "restore",
        f"{_SAID}:RESTORE",
        "cli.storing:restore",
        "cli.data_options:of_restore",
        "woninginbraak v1",
    ),
    Command(
        "purge",
        f"{_SAID}:PURGE",
        "cli.storing:purge",
        "cli.data_options:of_purge",
        "--dry-run",
    ),
    Command("verify", f"{_SAID}:VERIFY", "cli.storing:verify"),
    Command(
        "analyse",
        f"{_SAID}:ANALYSE",
        "cli.answering:analyse_",
        "cli.options:of_analyse",
        "overlast --level wijken --measure rate --soort jeugd",
    ),
    Command(
        "find",
        f"{_SAID}:FIND",
        "cli.answering:find_",
        "cli.options:of_find",
        "woninginbraak --method scan --from 2016-12-01 --to 2017-02-28",
    ),
    Command(
        "map",
        f"{_SAID}:MAP",
        "cli.answering:map_",
        "cli.options:of_map",
        "woninginbraak --measure density --out dichtheid.pdf",
    ),
    Command(
        "report",
        f"{_SAID}:REPORT",
        "wijkbeeld.command:report_",
        "wijkbeeld.arguments:of_report",
        "Sterrenburg --out sterrenburg.pdf",
    ),
    Command(
        "digest",
        f"{_SAID}:DIGEST",
        "wijkbeeld.digest_command:digest_",
        "wijkbeeld.arguments:of_digest",
        "--dry-run",
    ),
    Command(
        "exposure",
        "risico.arguments:EXPOSURE",
        "risico.command:exposure_",
        "risico.arguments:of_exposure",
        "spoor --scenario nacht --at Dordrecht --kind bleve",
    ),
    Command(
        "qgis", "gis.arguments:QGIS", "gis.command:qgis", "gis.arguments:of_qgis", "--out wijk.qgz"
    ),
    *(
        Command(
            f"key {name}",
            f"gis.arguments:KEY_{name.upper()}",
            f"gis.command:key_{name}",
            f"gis.arguments:of_key_{name}",
            example,
        )
        for name, example in (
            ("new", "j.jansen@dordrecht.nl --days 90"),
            ("list", "--json"),
            ("revoke", "1f0c9a3e"),
        )
    ),
    Command("measures", f"{_SAID}:MEASURES", "cli.answering:measures"),
    *(
        Command(
            f"event {name}",
            f"evenementen.arguments:{words}",
            f"evenementen.command:{function}",
            f"evenementen.arguments:of_{name}",
            example,
        )
        for name, words, function, example in (
            ("check", "CHECK", "check_", "aanvraag.json"),
            ("add", "ADD", "add", "aanvraag.json --dry-run"),
            ("export", "EXPORT", "export", "--from 2018-06-01 --to 2018-08-31 --out zomer.ics"),
            ("profile", "PLACE_PROFILE", "profile", "Statenplein --out statenplein.pdf"),
            ("plan", "PLAN", "plan", "--year 2018"),
            ("move", "MOVE", "move", "EV00861 --location wantijpark"),
            ("list", "LIST", "list_", "--year 2018 --status aangevraagd"),
            ("decide", "DECIDE", "decide", 'EV00861 --status vergund --text "Om 23 uur stil"'),
            ("change", "CHANGE", "change", "EV00861 --visitors 1200"),
            ("copy", "COPY", "copy", "EV00861 --start 2027-06-05"),
            ("site", "SITE", "site", '"Nieuw plein" --at "105000 425000" --kind plein'),
            ("afterwards", "AFTERWARDS", "afterwards", "EV00861 --visitors 900"),
        )
    ),
    *(
        Command(
            f"fetch {name}",
            f"{_FETCHED}:{name.upper()}",
            f"cli.fetching:{function}",
            f"cli.data_options:of_{function}",
            example,
        )
        for name, function, example in (
            ("boundaries", "boundaries", "--dry-run"),
            ("keyfigures", "keyfigures", "--year 2023"),
            ("police", "police", "--yearly"),
            ("rail", "surroundings", "--dry-run"),
            ("stations", "surroundings", "--dry-run"),
            ("risk", "surroundings", "--dry-run"),
            ("register", "surroundings", "--dry-run"),
            ("companies", "surroundings", "--dry-run"),
            ("pipelines", "surroundings", "--dry-run"),
            ("flood", "surroundings", "--dry-run"),
            ("dikes", "surroundings", "--dry-run"),
            ("roads", "surroundings", "--dry-run"),
        )
    ),
    Command(
        "new-home",
        f"{_FETCHED}:NEW_HOME",
        "cli.fetching:new_home",
        "cli.data_options:of_new_home",
        "./denhaag --gemeente GM0518",
    ),
)

#: What looks over the settings that a wing keeps in a home: each gets the home and its catalog, and
#: returns every problem.
SETTINGS_CHECKS: Final = (
    "risico.settings:settings_problems",
    "evenementen.settings:settings_problems",
)
