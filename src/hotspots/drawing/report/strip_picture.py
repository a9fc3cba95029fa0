"""A year of a place as a small picture: a row per month, a square per day, the class in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hotspots.text.hours import SHORT_MONTHS

#: Of a day: width and height in units of the picture; the column with months, the row with days.
_DAY: Final = (15.0, 11.0)
_MONTHS_WIDTH: Final = 24.0
_DAYS_HEIGHT: Final = 11.0
#: Fill and ink per class: told apart on any printer, and the letter says it too.
_FILLS: Final = {"": "#eef0f2", "A": "#cfd6dc", "B": "#7d8993", "C": "#22262e"}
_INKS: Final = {"A": "#22262e", "B": "#ffffff", "C": "#ffffff"}
_LONGEST_MONTH: Final = 31


def strip_svg(strip: tuple[str, ...], year: int) -> bytes:
    """Return the year as SVG; it holds letters and numbers of ours and no text from data.

    Parameters
    ----------
    strip
        The heaviest class of each day from 1 January on, "" for none.

    Examples
    --------
    >>> picture = strip_svg(("", "A") + ("",) * 363, 2018)
    >>> picture.count(b"<rect"), picture.count(b">A<")
    (365, 1)
    """
    width = _MONTHS_WIDTH + _LONGEST_MONTH * _DAY[0]
    height = _DAYS_HEIGHT + len(SHORT_MONTHS) * _DAY[1]
    style = "font-family: 'DejaVu Sans'; font-size: 7px"
    pieces = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">']
    for number in range(1, _LONGEST_MONTH + 1):
        x = _MONTHS_WIDTH + (number - 0.5) * _DAY[0]
        pieces.append(f'<text x="{x}" y="8" text-anchor="middle" style="{style}">{number}</text>')
    for at, month in enumerate(SHORT_MONTHS):
        y = _DAYS_HEIGHT + at * _DAY[1] + 8
        pieces.append(f'<text x="0" y="{y}" style="{style}">{month}</text>')
    for at, risk in enumerate(strip):
        moment = date(year, 1, 1) + timedelta(days=at)
        x = _MONTHS_WIDTH + (moment.day - 1) * _DAY[0]
        y = _DAYS_HEIGHT + (moment.month - 1) * _DAY[1]
        pieces.append(
            f'<rect x="{x}" y="{y}" width="{_DAY[0] - 0.8}" height="{_DAY[1] - 0.8}" '
            f'fill="{_FILLS[risk]}"/>'
        )
        if risk:
            pieces.append(
                f'<text x="{x + _DAY[0] / 2}" y="{y + 8}" text-anchor="middle" '
                f'style="{style}; fill: {_INKS[risk]}">{risk}</text>'
            )
    return "".join([*pieces, "</svg>"]).encode()
