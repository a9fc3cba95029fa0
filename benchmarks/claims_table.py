"""The tables of false claims in the methods page, made from the results and never typed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scipy import stats

REPOSITORY: Final = Path(__file__).parents[1]
RESULTS: Final = REPOSITORY / "benchmarks" / "claims.json"
PAGE: Final = REPOSITORY / "docs" / "methoden.md"
BEGIN: Final = "<!-- Geschreven door benchmarks/bench_claims.py; niet met de hand wijzigen. -->"
END: Final = "<!-- Einde van wat benchmarks/bench_claims.py schreef. -->"
#: Share of the maps that may have a false claim: of one kind, and of any kind in a wijkbeeld.
ONE_CLAIM: Final = 0.05
WHOLE: Final = 0.10
ANYTHING: Final = "wijkbeeld, iets"
#: The chance that a claim which is false in just that share of the maps passes.
SURE: Final = 0.99
#: Where incidents follow each other or come in bursts, more is allowed of a single claim too.
MORE_SPREAD: Final = ("near_repeats", "bursts")
#: True in that world, and so not false when claimed.
TRUE_THERE: Final = {
    "near_repeats": ("near_repeat", "scan_recent", "wijkbeeld: herhaling"),
    "bursts": (),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page: of which worlds, what is said above it, and what its cells count."""

    worlds: tuple[str, ...]
    heading: str
    power: bool = False


TABLES: Final = (
    Table(("null",), "Er is niets aan de hand"),
    Table(
        ("near_repeats",),
        "Op een kwart van de incidenten volgt er een, 100 tot 200 m verder en 7 tot 14 dagen later",
    ),
    Table(
        ("bursts",),
        "Drukke en rustige dagen: de variantie van het aantal per dag is twee keer het gemiddelde",
    ),
    Table(("quieter",), "De hele stad is het laatste jaar 25 % rustiger"),
    Table(
        ("block_2", "block_3", "block_10"),
        "Wat gezien wordt: een blok van 300 bij 300 m is 2, 3 of 10 keer zo druk",
        power=True,
    ),
    Table(
        ("changed_2", "changed_3"),
        "Wat gezien wordt: een buurt is het laatste jaar 2 of 3 keer zo druk",
        power=True,
    ),
)
#: The names of worlds with something planted, in a table that has several.
_TIMES: Final = {
    "block_2": "2 keer",
    "block_3": "3 keer",
    "block_10": "10 keer",
    "changed_2": "2 keer",
    "changed_3": "3 keer",
}


def allowed(maps: int, share: float) -> int:
    """Return how many of the maps may have a false claim.

    Examples
    --------
    >>> [allowed(maps, share) for maps in (400, 2000) for share in (0.05, 0.10)]
    [31, 55, 123, 232]
    """
    return int(stats.binom.ppf(SURE, maps, share))


def share_allowed(world: str, claim: str) -> float:
    """Return the share of maps on which a claim may be false in a world."""
    return WHOLE if claim == ANYTHING or world in MORE_SPREAD else ONE_CLAIM


def passes(row: dict[str, Any]) -> bool:
    """Return whether a claim is made on no more maps than it may."""
    if row["claim"] in TRUE_THERE.get(row["world"], ()):
        return True
    limit = allowed(row["maps"], share_allowed(row["world"], row["claim"]))
    return bool(row["made"] <= limit)


def tables(rows: list[dict[str, Any]]) -> str:
    """Return all tables in Markdown."""
    return "\n\n".join(
        part for table in TABLES if (part := _table(table, _latest(rows, table.worlds)))
    )


def _latest(rows: list[dict[str, Any]], worlds: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the rows of some worlds; of a figure that was run anew, the largest run."""
    best: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in rows:
        key = (row["world"], row["claim"], row["size"])
        if row["world"] in worlds and (key not in best or best[key]["maps"] < row["maps"]):
            best[key] = row
    return list(best.values())


def _table(table: Table, rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    sizes = sorted({row["size"] for row in rows})
    together = _together(rows)
    heads = [*(_number(size) for size in sizes), "samen"] if len(sizes) > 1 else map(_number, sizes)
    lines = [
        f"**{table.heading}.**",
        "",
        "| uitspraak | " + " | ".join(heads) + " |",
        "| --- |" + " --- |" * (len(sizes) + (len(sizes) > 1)),
    ]
    at = {(row["world"], row["claim"], row["size"]): row for row in rows}
    for (world, claim), whole in together.items():
        found = [at.get((world, claim, size)) for size in sizes]
        if len(sizes) > 1:
            found.append(whole)
        cells = [_cell(row, power=table.power) for row in found]
        name = f"{claim}, {_TIMES[world]}" if world in _TIMES else claim
        lines.append(f"| {_code(name)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _together(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return a row per world and claim with the maps of all sizes."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        whole = found.setdefault((row["world"], row["claim"]), {**row, "maps": 0, "made": 0})
        whole["maps"] += row["maps"]
        whole["made"] += row["made"]
    return found


def _cell(row: dict[str, Any] | None, *, power: bool) -> str:
    """Return a share of maps with how many maps it rests on, bold where it is too many."""
    if row is None:
        return ""
    if not power and row["claim"] in TRUE_THERE.get(row["world"], ()):
        return f"waar: {_share(row)}"
    return _share(row) if power or passes(row) else f"**{_share(row)}**"


def _share(row: dict[str, Any]) -> str:
    percent = f"{100.0 * row['made'] / row['maps']:.1f}".replace(".", ",")
    return f"{percent} % van {_number(row['maps'])}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _code(name: str) -> str:
    """Return the name of a claim with the ids of measures as code."""
    return re.sub(r"\b([a-z]+_[a-z_]+|change|ratio|emerging|moran)\b", r"`\1`", name)


def write_tables() -> None:
    """Write the tables into the methods page, between their markers."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))
    PAGE.write_text(f"{before}{BEGIN}\n\n{tables(rows)}\n\n{END}{after}", encoding="utf-8")
