from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from event_town import ask, event_calendar
from hotspots.errors import DeclarationError
from hotspots.evenementen.alternatives import alternatives_of
from hotspots.evenementen.request import planned
from hotspots.evenementen.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = 'source = "x"\ncertainty = "bron"\n'
PRESSURE = f"""\
[pressure]
half_m = 0
reach_m = 1
half_days = 1
reach_days = 1
build_share = 0.1
class_weights = {{ A = 1, B = 2 }}
{ORIGIN}"""
SCORING = f"""\
[scoring]
example = true
label = "x"
class_b = 1
class_c = 2
{ORIGIN}
[[scoring.questions]]
id = "q"
profile = "p"
label = "l"
"""
ALTERNATIVES = "[alternatives]\nsame_weekday = true\ndays_around = {days}\nmost = {most}\n"
WEIGHTS = "weights = { place = 1, capacity = 1, days = 1, quiet = 1, shift = 1, around = 1 }\n"
OVERLAP = f"""\
[overlap]
catchment_m = 500
shifts = [7]
heavy_per_shift = 1.5
{ORIGIN}"""
NEAR = f"""\
[[near]]
id = "n"
label = "l"
context = "c"
distances_m = [1, 2]
names = ["a"]
{ORIGIN}"""


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[overlap", "geen leesbare TOML"),
        ("[overlapp]\n", "Bedoelde u 'overlap'?"),
        ('[days]\ncertainty = "aanname"\n', "'source' ontbreekt"),
        (OVERLAP, "een geheel getal"),
        (PRESSURE, "'half_m' is 0"),
        (PRESSURE, "class_weights"),
        ('[[quiet]]\nfrom = "4 mei"\nto = "05-04"\nreason = "x"\n', "geen maand en dag"),
        ('[[quiet]]\nfrom = "02-30"\nto = "03-01"\nreason = "x"\n', "geen maand en dag"),
        (f'[plan]\nbefore = "02-29"\n{WEIGHTS}{ORIGIN}', "'02-29' komt niet elk jaar voor"),
        (ALTERNATIVES.format(days=7, most=0), "'most' is 0; verwacht een heel getal van 1 of meer"),
        (
            ALTERNATIVES.format(days=-3, most=1),
            "'days_around' is -3; verwacht een heel getal van 0",
        ),
        (SCORING, "vraag 'q'"),
        (NEAR, "'n' heeft niet evenveel"),
        (f'[plan]\nbefore = "11-01"\nweights = {{ place = 1 }}\n{ORIGIN}', "'weights'"),
    ],
)
def test_settings_that_cannot_be_used_are_all_named(
    tmp_path: Path, written: str, told: str
) -> None:
    (tmp_path / "toetsing.toml").write_text(written, encoding="utf-8")
    with pytest.raises(DeclarationError) as refused:
        read_settings(tmp_path)
    assert told in str(refused.value)
    assert refused.value.problems


def test_one_other_place_and_no_other_day_is_a_choice(tmp_path: Path) -> None:
    written = ALTERNATIVES.format(days=0, most=1) + "same_indoors = false\n"
    (tmp_path / "toetsing.toml").write_text(written, encoding="utf-8")
    calendar = event_calendar(settings=read_settings(tmp_path))
    _, places, dates = alternatives_of(planned(ask(sound=False), calendar), calendar)
    # Of the hal and the park the hal is the lighter: nobody lives near it.
    assert ([one.location for one in places], dates) == (["hal"], ())
