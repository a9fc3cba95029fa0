"""The lines that account for a file: the layer, the query, the borders, what to bear in mind."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from hotspots import dutch
from hotspots.access.fetching import current_division
from hotspots.analysis import question_words
from hotspots.analysis.cube import ROUNDED_NOTE
from hotspots.analysis.exposure import Expected
from hotspots.analysis.parameters import DividedBy
from hotspots.analysis.question import FILTERS, WHERE
from hotspots.catalog.specs import WHOLE
from hotspots.dutch import day
from hotspots.errors import StoreError
from hotspots.exports import words as text
from hotspots.exports.sheet import Line, Metadata, today
from hotspots.geography import names as names_words
from hotspots.incoming.open_data import words as provenance
from hotspots.incoming.open_data.words import PROVENANCE
from hotspots.maps import words as map_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotspots.access.workspace import Synthetic, Version, Workspace
    from hotspots.analysis.parameters import Parameters
    from hotspots.analysis.periods import Period
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.catalog.whole import WholeWords
    from hotspots.exports.sheet import Value

#: Told by lines of their own, or with a number per area, which is no choice.
_ON_OTHER_LINES: Final = (
    "compare_from", "compare_to", "denominator", "denominator_label", "denominator_year",
    "expectation_label", "expectation_year",
    "hidden_quarters", "smallest_denominator",
)  # fmt: skip


@cache
def own_version() -> str:
    """Return the version of this tool; looked up on disk once."""
    return version("hotspots")


def metadata_of(title: str, rows_mean: str, *parts: Iterable[Line]) -> Metadata:
    """Return what a file of today is, what one of its rows means, and then the lines of parts."""
    made_on = today()
    about_file = (
        Line("title", text.FILE, text.TITLE, title),
        Line("rows", text.FILE, text.ROWS_MEAN, rows_mean),
        Line("made_on", text.FILE, text.MADE_ON, made_on),
        Line("made_with", text.FILE, text.MADE_WITH, f"hotspots {own_version()}"),
    )
    return Metadata((*about_file, *(line for part in parts for line in part)), made_on)


def title_of(workspace: Workspace, layer: LayerSpec, what: str) -> str:
    """Return what a file about a layer is called."""
    gemeente = workspace.catalog.gemeente.name
    return text.TITLE_OF.format(layer=layer.label, gemeente=gemeente, what=what)


def about_where(workspace: Workspace) -> tuple[Line, ...]:
    """Return which gemeente it is about, or what a home of more of them is called."""
    gemeente = workspace.catalog.gemeente
    named = text.GEMEENTE_OF.format(name=gemeente.name, code=gemeente.code)
    label = text.LEVELS[WHOLE] if workspace.geography.is_wide else text.GEMEENTE
    return (Line("gemeente", text.QUESTION, label, named),)


def about_layer(
    workspace: Workspace, layer: LayerSpec, version: Version, covered: Period | None
) -> tuple[Line, ...]:
    """Return what a layer of counts is, where its rows come from, and what is wrong with them."""
    themes = {theme.id: theme.label for theme in workspace.catalog.themes}
    lines = [
        Line("layer", text.DATA, text.LAYER, layer.label),
        Line("layer_id", text.DATA, text.LAYER_ID, layer.id),
        Line("theme", text.DATA, text.THEME, themes.get(layer.theme, layer.theme)),
        Line("description", text.DATA, text.DESCRIPTION, layer.description or text.NONE),
        Line("observes", text.DATA, text.OBSERVES, text.OBSERVES_MEANS[layer.observes]),
        Line("source", text.DATA, text.SOURCE, version.attribution),
        Line("licence", text.DATA, text.LICENCE, _licence(layer, version)),
        Line("version", text.DATA, text.VERSION, version.name),
        Line("version_made_on", text.DATA, text.VERSION_MADE, _day_of(version.made_at)),
        Line("synthetic", text.DATA, text.SYNTHETIC, synthetic(yes=version.synthetic)),
    ]
    lines += about_fetch(version)
    if layer.counted_months > 1:
        periods = question_words.WHOLE_PERIODS[layer.counts_per]
        lines.append(Line("counts_per", text.DATA, text.COUNTS_PER, periods))
    if covered is not None:
        lines.append(Line("covered", text.DATA, text.COVERED, in_days(covered)))
    lines += [
        Line(f"warning_{at}", text.DATA, text.WARNING.format(number=at), warning)
        for at, warning in enumerate(version.warnings, start=1)
    ]
    return tuple(lines)


def about_fetch(version: Version) -> list[Line]:
    """Return where fetched rows come from; nothing of what was not fetched."""
    return [
        Line(f"fetched_{name}", text.DATA, label, version.fetched[name])
        for name, label in PROVENANCE.items()
        if name in version.fetched
    ]


def layer_line(layer: LayerSpec, version: Version, period: Period) -> str:
    """Return where the numbers of one of several layers come from, in one line."""
    return text.LAYER_LINE.format(
        source=f"{version.attribution}.",
        version=version.name,
        period=in_days(period),
        synthetic=dutch.YES if version.synthetic else dutch.NO,
        licence=f"{text.LICENCE}: {_licence(layer, version)}.",
    )


def _licence(layer: LayerSpec, version: Version) -> str:
    """Return the licence of the file that came with the home; a loaded one has terms of its own."""
    if version.embedded and layer.source is not None:
        return layer.source.licence
    if version.fetched:
        return version.fetched.get("licence", provenance.LICENCE_OF_SUPPLIER)
    return provenance.LICENCE_OF_SUPPLIER


def _day_of(moment: str) -> Value:
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:
        return moment


def synthetic(*, yes: bool) -> str:
    """Return whether numbers are made up, in words."""
    return text.YES_SYNTHETIC if yes else text.NO_SYNTHETIC


def in_days(period: Period) -> str:
    """Return a period in words."""
    return text.FROM_TO.format(first=day(period.first), last=day(period.last))


def about_choice(chosen: str) -> Line:
    """Return all that was chosen in one sentence, as it stands on the page and on the map."""
    return Line("selection", text.QUESTION, question_words.LABEL, chosen)


#: In the order of where, and then of when.
_FILTER_LABELS: Final = {
    **{one.field: one.label for one in FILTERS if one.of != "when"},
    "drawn": text.DRAWN,
    **{one.field: one.label for one in FILTERS if one.of == "when"},
}


def about_filters(workspace: Workspace, layer: LayerSpec, selection: Selection) -> tuple[Line, ...]:
    """Return every filter in words, also those that leave nothing out."""
    chosen = filters_in_words(workspace, layer, selection)
    return tuple(
        Line(f"filter_{name}", text.FILTERS, label, chosen[name])
        for name, label in _FILTER_LABELS.items()
        if name in chosen
    )


def filters_in_words(
    workspace: Workspace, layer: LayerSpec, selection: Selection
) -> dict[str, str]:
    """Return, by the name of each filter of the home, what it lets through in words."""
    geography = workspace.geography
    chosen = {
        one.field: _named(one.chosen(selection), one.names(layer, geography))
        for one in FILTERS
        if one not in WHERE or geography.has(one.field)
    }
    drawn = selection.drawn
    return {**chosen, "drawn": text.NOT_DRAWN if drawn is None else drawn.to_text()}


def _named(chosen: Iterable[object] | None, names: Mapping[object, str]) -> str:
    if not chosen:
        return text.ALL
    names_of_chosen = [
        # A name can stand twice on the map; a code cannot.
        names_words.SOME_OF.format(name=names.get(code, code), code=code)
        if isinstance(code, str) and code[:2] in ("GM", "WK", "BU")
        else str(names.get(code, code))
        for code in chosen
    ]
    return ", ".join(names_of_chosen)


def about_parameters(parameters: Mapping[str, object], whole: WholeWords) -> tuple[Line, ...]:
    """Return what was chosen, by the user or for them; nothing is left out for want of a word."""
    return tuple(
        Line(
            f"parameter_{name}",
            text.CHOSEN,
            question_words.PARAMETERS.get(name, name),
            _value(value, whole),
        )
        for name, value in parameters.items()
        if name not in _ON_OTHER_LINES
    )


def _value(value: object, whole: WholeWords) -> Value:
    if value is None:
        return text.NONE
    if isinstance(value, list | tuple):
        # A comma stands before decimals.
        return (
            "; ".join(Line("", "", "", _value(part, whole)).in_dutch() for part in value)
            or text.NONE
        )
    if isinstance(value, str):
        phrase = question_words.CHOICES.get(value)
        return written_day(value) if phrase is None else phrase.format(whole=whole)
    if isinstance(value, bool | int | float):
        return value
    return json.dumps(value, ensure_ascii=False, default=float)


def written_day(value: str) -> str:
    """Return a day that is written as 2017-12-31 in Dutch; any other text as it is."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def about_denominator(workspace: Workspace, parameters: Parameters) -> tuple[Line, ...]:
    """Return what numbers were divided by or compared with, of which year and from whom."""
    expected, divided = parameters.get(Expected), parameters.get(DividedBy)
    if expected is not None:
        return _about_expectation(workspace, expected)
    part = text.DENOMINATOR
    if divided is None:
        return (Line("denominator", part, text.DENOMINATOR_LABEL, text.NO_DENOMINATOR),)
    source, _ = area_source(workspace, "buurten")
    year, smallest = str(divided.denominator_year), divided.smallest_denominator
    lines = [
        Line("denominator", part, text.DENOMINATOR_LABEL, divided.denominator_label),
        Line("denominator_year", part, text.DENOMINATOR_YEAR, year),
        Line("denominator_source", part, text.DENOMINATOR_SOURCE, source),
    ]
    if smallest is not None:
        lines.append(Line("denominator_smallest", part, text.DENOMINATOR_SMALLEST, smallest))
    return tuple(lines)


def _about_expectation(workspace: Workspace, expected: Expected) -> tuple[Line, ...]:
    """Return what places were compared with, of which year and from whom."""
    part, smallest = text.DENOMINATOR, expected.smallest_denominator
    lines = [Line("denominator", part, text.DENOMINATOR_LABEL, expected.expectation_label)]
    if expected.expectation_year is not None:
        year = str(expected.expectation_year)
        lines.append(Line("denominator_year", part, text.DENOMINATOR_YEAR, year))
    if smallest is not None:
        source, _ = area_source(workspace, "buurten")
        lines += [
            Line("denominator_source", part, text.DENOMINATOR_SOURCE, source),
            Line("denominator_smallest", part, text.DENOMINATOR_SMALLEST, smallest),
        ]
    return tuple(lines)


def area_source(workspace: Workspace, level: str) -> tuple[str, str]:
    """Return attribution and licence of the areas of a level; cells lie in buurten.

    Where a level is declared nowhere it was made of the buurten.
    """
    sources = {spec.level: spec.source for spec in workspace.catalog.contexts if spec.level}
    source = sources.get(level, sources["buurten"])
    return source.attribution, source.licence


def about_borders(workspace: Workspace, level: str) -> tuple[Line, ...]:
    """Return where the borders come from and how good they are."""
    geography = workspace.geography
    source, licence = area_source(workspace, level)
    lines = [
        Line("borders_source", text.BORDERS, text.BORDERS_SOURCE, source),
        Line("borders_licence", text.BORDERS, text.BORDERS_LICENCE, licence),
        Line("borders_note", text.BORDERS, text.BORDERS_NOTE, geography.note or text.NONE),
    ]
    if geography.dropped:
        dropped = ", ".join(geography.dropped)
        lines.append(Line("borders_dropped", text.BORDERS, text.DROPPED, dropped))
    return (*lines, *_about_division(workspace))


def _about_division(workspace: Workspace) -> list[Line]:
    """Return where fetched borders come from, and the figures that were fetched for them."""
    try:
        division = current_division(workspace)
    except StoreError:
        return []  # a division that cannot be read is not shown either, and the note says so
    fetched = {} if division is None else division.fetched
    return [
        Line(f"{part}_fetched_{name}", text.BORDERS, label.format(what=what), fetched[start + name])
        for part, start, label in (
            ("borders", "", text.OF_BORDERS),
            ("figures", "figures_", text.OF_FIGURES),
        )
        for name, what in PROVENANCE.items()
        if start + name in fetched
    ]


def about_ledger(counts: Mapping[str, int | None], whole: WholeWords) -> tuple[Line, ...]:
    """Return the ledger line by line; a number that may not be shown says so."""
    lines = []
    for name, label in text.ledger_rows(counts):
        count = counts[name]
        # A label that starts with = is a sum on the page, and a formula in a spreadsheet.
        bare = label.format(whole=whole).removeprefix("= ").removeprefix("− ")
        value = text.NOT_SHOWN if count is None else count
        lines.append(Line(f"ledger_{name}", text.LEDGER, bare, value))
    return tuple(lines)


def about_reading(*, made_up: bool | Synthetic | None, minimum: int = 0) -> tuple[Line, ...]:
    """Return what anyone who reads the numbers has to bear in mind.

    Parameters
    ----------
    made_up
        Whether the data are made up; of several layers, which of them.
    """
    lines = [
        Line("registered", text.MIND, text.REGISTERED, map_text.REGISTERED_NOTE),
        Line("describes", text.MIND, text.DESCRIBES, text.DESCRIBES_NOTE),
    ]
    if made_up:
        layers = () if made_up is True else made_up.layers
        note = map_text.synthetic_note(layers)
        lines.insert(0, Line("made_up", text.MIND, text.MADE_UP, note))
    if minimum:
        note = ROUNDED_NOTE.format(minimum=minimum, most=minimum - 1)
        lines.append(Line("rounded", text.MIND, text.ROUNDED, note))
    lines.append(Line("formula", text.MIND, text.FORMULA, text.FORMULA_NOTE))
    return tuple(lines)


def sentences(outcomes: Iterable[str]) -> tuple[Line, ...]:
    """Return what was found, sentence by sentence."""
    return tuple(
        Line(f"outcome_{at}", text.OUTCOME, text.SENTENCE.format(number=at), sentence)
        for at, sentence in enumerate(outcomes, start=1)
    )
