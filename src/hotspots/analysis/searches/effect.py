"""Before and after a measure in three answers: there, around it, and both together."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from hotspots.analysis.parameters import Part
from hotspots.dutch import number, signed
from hotspots.statistics.change import BeforeAfter, relative_change, widest

if TYPE_CHECKING:
    from datetime import date

    from hotspots.analysis.periods import Period

#: Incidents below which the limits of an interval, which are normal ones, are coarse.
FEW: Final = 5
#: Why there is no verdict: the layer begins too late to tell what went before; no buurten were
#: about as busy; those that were went another way before the measure.
NO_EARLIER: Final = "no_earlier"
NOT_ALIKE: Final = "not_alike"
OTHER_WAY: Final = "other_way"


@dataclass(frozen=True, slots=True)
class Course:
    """Incidents in some buurten, in three periods after each other; ``earlier`` may be unknown."""

    earlier: int | None
    before: int
    after: int

    @property
    def pair(self) -> BeforeAfter:
        """Before and after."""
        return BeforeAfter(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Effect:
    """A change beyond that of the areas it is compared with.

    Attributes
    ----------
    course, control_course
        Incidents in each period, there and where nothing was done.
    expected
        Incidents after, had they changed in proportion to the control.
    ratio
        Incidents after over expected.
    lower, upper
        Interval of 95 % around it, the widest of two: from the period before, and from the one
        before that.
    why_not
        Why there is no verdict: `NO_EARLIER`, `NOT_ALIKE` or `OTHER_WAY`; empty where there is.
    by_itself
        Whether the period before alone would have shown a difference, and the one before that
        does not: the areas may have been at a peak by chance.
    """

    course: Course
    control_course: Course
    expected: float
    ratio: float
    lower: float
    upper: float
    why_not: str = ""
    by_itself: bool = False

    @property
    def pair(self) -> BeforeAfter:
        """Before and after, there."""
        return self.course.pair

    @property
    def control(self) -> BeforeAfter:
        """Before and after, where nothing was done."""
        return self.control_course.pair

    @property
    def difference(self) -> float:
        """Incidents more (below 0: fewer) than expected."""
        return self.pair.after - self.expected

    @property
    def shown(self) -> int:
        """Return -1 where there are fewer than chance explains, 1 where there are more, else 0."""
        return 0 if self.why_not else int(self.lower > 1) - int(self.upper < 1)


@dataclass(frozen=True)
class BeforeAfterAnswer(Part):
    """What a measure did where it was taken, what happened around it, and both together.

    Attributes
    ----------
    few
        Whether some counts are so small that the intervals are coarse.
    has_ring
        Whether there are buurten around it at all.
    control_names
        The buurten it is compared with.
    """

    there: Effect
    around: Effect
    both: Effect
    before: Period
    after: Period
    few: bool
    has_ring: bool
    control_names: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the incidents of each part in each period, and what came of them, for JSON."""
        courses = {
            "treated": self.there.course,
            "control": self.there.control_course,
            "ring": self.around.course,
            "ring_control": self.around.control_course,
            "both": self.both.course,
            "both_control": self.both.control_course,
        }
        effects = {"there": self.there, "around": self.around, "both": self.both}
        return {
            **{
                f"{name}_{window}": count
                for name, course in courses.items()
                for window, count in asdict(course).items()
            },
            **{
                f"{name}_{figure}": value
                for name, effect in effects.items()
                for figure, value in (
                    ("expected", round(effect.expected, 1)),
                    ("ratio", effect.ratio),
                    ("lower", effect.lower),
                    ("upper", effect.upper),
                    ("no_verdict", effect.why_not or None),
                )
            },
            "control_names": list(self.control_names),
        }


@dataclass(frozen=True)
class Comparison(Part):
    """What was compared with what; buurten by their codes.

    Attributes
    ----------
    since, days
        When the measure began, and how many days before and after it are compared.
    earlier_from
        Where the days before those begin; None where the layer does not reach so far.
    control_alike, ring_control_alike
        Whether the buurten that are compared with were about as busy.
    """

    since: date
    days: int
    before_from: date
    after_to: date
    earlier_from: date | None
    treated: tuple[str, ...]
    control: tuple[str, ...]
    control_chosen: str
    control_alike: bool
    ring: tuple[str, ...]
    ring_control: tuple[str, ...]
    ring_control_alike: bool
    dispersion: float
    confidence: float


def effect(treated: Course, control: Course, *, alike: bool, dispersion: float = 1.0) -> Effect:
    """Return how one area changed beyond another.

    Parameters
    ----------
    treated, control
        Where something was done, and where not.
    alike
        Whether the control was about as busy.
    dispersion
        Of the layer.

    Examples
    --------
    From 200 to 80, where it went from 200 to 160 elsewhere; in the year before, 190 and 210.

    >>> found = effect(Course(190, 200, 80), Course(210, 200, 160), alike=True)
    >>> found.expected, found.ratio, found.shown
    (160.0, 0.5, -1)
    """
    change = relative_change(treated.pair, control.pair, dispersion=dispersion)
    why_not, by_itself = "" if alike else NOT_ALIKE, False
    if treated.earlier is None or control.earlier is None:
        why_not = NO_EARLIER
    else:
        earlier = treated.earlier, control.earlier
        course = relative_change(
            BeforeAfter(earlier[0], treated.before),
            BeforeAfter(earlier[1], control.before),
            dispersion=dispersion,
        )
        long_ago = relative_change(
            BeforeAfter(earlier[0], treated.after),
            BeforeAfter(earlier[1], control.after),
            dispersion=dispersion,
        )
        if not why_not and not course.lower <= 1.0 <= course.upper:
            why_not = OTHER_WAY
        alone, change = change, widest(change, long_ago)
        by_itself = not alone.lower <= 1.0 <= alone.upper and change.lower <= 1.0 <= change.upper
    return Effect(
        course=treated,
        control_course=control,
        expected=change.expected,
        ratio=change.ratio,
        lower=change.lower,
        upper=change.upper,
        why_not=why_not,
        by_itself=by_itself and not why_not,
    )


FEWER: Final = (
    "Het zijn er {size} minder dan verwacht: {change} % (95 %: {low} tot {high} %). Dat is meer "
    "dan toeval verklaart."
)
MORE: Final = (
    "Het zijn er {size} meer dan verwacht: {change} % (95 %: {low} tot {high} %). Dat is meer dan "
    "toeval verklaart."
)
NO_EFFECT: Final = (
    "Geen aantoonbaar effect: het verschil met de verwachting is {change} % (95 %: {low} tot "
    "{high} %)."
)
BY_ITSELF: Final = (
    "Vergeleken met alleen de periode ervoor lijkt er een verschil, maar niet met de periode daar "
    "weer voor: het kan er toevallig net druk of rustig zijn geweest."
)
TOGETHER: Final = "Alles bij elkaar, met de buurten eromheen. {verdict}"
FEW_COUNTS: Final = (
    "Sommige aantallen zijn kleiner dan {few}. Lees het interval dan als een grove schatting."
)
#: Why there is no verdict.
NO_VERDICT: Final = {
    "no_earlier": (
        "Geen oordeel: de laag begint te laat om te zien of de buurten ervoor gelijk op gingen, en "
        "of het er niet toevallig net druk was."
    ),
    "not_alike": (
        "Geen oordeel: er zijn geen buurten om mee te vergelijken die ervoor ongeveer even druk "
        "waren (de helft tot het dubbele)."
    ),
    "other_way": (
        "Geen oordeel: vóór de maatregel ging het in de buurten om mee te vergelijken al een "
        "andere kant op."
    ),
}


def verdict_of(effect: Effect) -> str:
    """Return whether a change goes beyond chance, with its interval; or why nobody can say."""
    if effect.why_not:
        return NO_VERDICT[effect.why_not]
    template = {-1: FEWER, 1: MORE, 0: NO_EFFECT}[effect.shown]
    text = template.format(
        size=number(abs(effect.difference)),
        change=_percent(effect.ratio),
        low=_percent(effect.lower),
        high=_percent(effect.upper),
    )
    return f"{text} {BY_ITSELF}" if effect.by_itself else text


def _percent(ratio: float) -> str:
    """Return a ratio as percent more or fewer; near 0 with a decimal, for its side counts."""
    percent = 100.0 * (ratio - 1.0)
    return signed(percent, 1 if abs(percent) < 1.0 else 0)
