"""Write the tables of speed in the methods page, from what the benchmarks kept.

    python benchmarks/speed_table.py

`make bench` runs it last. What is measured is in `speed.json`; what is said of it is here, and
nothing in the tables is typed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

REPOSITORY: Final = Path(__file__).parents[1]
RESULTS: Final = REPOSITORY / "benchmarks" / "speed.json"
PAGE: Final = REPOSITORY / "docs" / "methoden.md"
BEGIN: Final = "<!-- Geschreven door benchmarks/speed_table.py: {}; niet met de hand wijzigen. -->"
END: Final = "<!-- Einde van wat benchmarks/speed_table.py schreef. -->"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a job, the peer it is held beside, and how many times at least."""

    script: str
    case: str
    job: str
    peer: str
    said: str
    at_least: float | None = None
    ours: str = "hotspots"


_GI: Final = "Gi\\* met BH, 78.000 cellen, straal 500 m, {} incidenten"
_GI_CASE: Final = "78_000 cells, {} incidents, window of 81 cells"
_FFT: Final = ("FFT by hand, normal p, marks", "FFT met de hand, normale p, alleen markeren")
_CONVOLVE: Final = ("fftconvolve, normal p and BH", "scipy fftconvolve, normale p en BH")
_KNOX: Final = "Knox, {} incidenten, 4 x 4 banden, 999 permutaties"
_TRACK: Final = "100.000 adressen, vier afstanden tot 1.000 stukken spoor"
_TRACK_CASE: Final = "100_000 points, 1_000 segments"
_KDE: Final = "dichtheid, {} punten, cellen van 50 m, straal 500 m"
_KDE_CASE: Final = "{} points, open grid"
_JOIN: Final = "1.000.000 punten in 132 buurten, index {}"
_JOIN_CASE: Final = "1_000_000 points, 132 areas"
_PARTS: Final = (
    "20.000.000 punten uit 120 bestanden: per maand in 14.000 gebieden (index {}), en per cel van "
    "100 m"
)
_PARTS_CASE: Final = "20_000_000 points, 14_000 areas"
_NEW: Final = "hotspots, index built"
_KEPT: Final = "hotspots, index kept"
_BUILT: Final = "hotspots, index built"

ROWS: Final = (
    *(
        Row("bench_gi_star", _GI_CASE.format(size), _GI.format(said), *peer, at_least=1.0)
        for size, said in (
            ("20_000", "20.000"),
            ("100_000", "100.000"),
            ("1_000_000", "1.000.000"),
        )
        for peer in (_FFT, _CONVOLVE)
    ),
    Row(
        "bench_gi_star",
        "19_500 cells, 5_000 incidents, window of 9 cells",
        "Gi\\* met BH, 19.500 cellen en hun buren, 5.000 incidenten",
        "esda and BH, weights kept",
        "esda, gewichten bewaard",
    ),
    *(
        Row("bench_knox", f"{size} points", _KNOX.format(said), peer, words, least)
        for size, said in (("5_000", "5.000"), ("20_000", "20.000"))
        for peer, words, least in (
            ("numpy, 16 bits", "k-d-boom en numpy, dagen van 16 bits, geschaald vanaf 29", None),
            ("numpy", "k-d-boom en numpy, geschaald vanaf 29", 20.0),
        )
    ),
    Row(
        "bench_knox",
        "5_000 points",
        _KNOX.format("5.000"),
        "pointpats",
        "pointpats, één band, geschaald vanaf 19",
    ),
    *(
        Row("bench_exposure", _TRACK_CASE, _TRACK, peer, words, least)
        for peer, words, least in (
            ("shapely dwithin, prepared", "shapely dwithin, voorbereid", None),
            ("STRtree of points, dwithin", "shapely STRtree van punten, dwithin", 20.0),
            ("STRtree of segments, dwithin", "shapely STRtree van stukken, dwithin", 20.0),
            ("geopandas buffer and sjoin", "geopandas buffer en sjoin", None),
        )
    ),
    *(
        Row(
            "bench_density",
            _KDE_CASE.format(size),
            _KDE.format(size),
            f"{count} {50 / steps:.0f} m, fftconvolve",
            f"{count} ({50 / steps:.0f} m) en fftconvolve, zonder rand en water",
            at_least,
        )
        for size, count, steps, at_least in (
            # The goal is held to the coarsest count that is off by about as much.
            ("100.000", "bincount", 2, None),
            ("100.000", "bincount", 3, 1.0),
            ("100.000", "histogram2d", 2, None),
            ("1.000.000", "bincount", 2, 1.0),
            ("1.000.000", "histogram2d", 2, None),
        )
    ),
    Row(
        "bench_density",
        _KDE_CASE.format("100.000"),
        _KDE.format("100.000"),
        "k-d tree, exact sum",
        "exacte som met een k-d-boom",
    ),
    *(
        Row("bench_join", _JOIN_CASE, _JOIN.format(said), peer, words, ours=ours)
        for ours, said in ((_KEPT, "bewaard"), (_BUILT, "nieuw"))
        for peer, words in (
            ("SedonaDB, tables kept", "SedonaDB, tabellen bewaard"),
            ("geopandas.sjoin, index built", "geopandas.sjoin"),
        )
    ),
    *(
        Row("bench_parts", _PARTS_CASE, _PARTS.format(said), peer, peer, least, ours)
        for ours, said, with_goal in (("hotspots", "bewaard", True), (_NEW, "nieuw", False))
        for peer, goal in (("SedonaDB", 2.0), ("DuckDB spatial", 8.0), ("dask-geopandas", 20.0))
        for least in (goal if with_goal else None,)
    ),
    Row(
        "bench_moran",
        "local Moran, 14_000 areas, 999 permutations",
        "lokale Moran, 14.000 gebieden, 999 permutaties",
        "esda, draws not kept",
        "esda",
    ),
    Row(
        "bench_scan",
        "scan, 1_000 areas, 5_000 incidents",
        "scan, 1.000 gebieden, 999 nabootsingen",
        "plain numpy",
        "numpy, alles in matrices",
    ),
    Row("bench_clusters", "DBSCAN, 50_000 points", "DBSCAN, 50.000 punten", *["scikit-learn"] * 2),
    Row(
        "bench_trend",
        "3_000 series of 36",
        "Mann-Kendall, 3.000 reeksen van 36",
        "scipy kendalltau",
        "scipy kendalltau, reeks voor reeks",
    ),
)
_METHODS: Final = {
    "gi_star": "Gi\\*",
    "emerging": "opkomend en blijvend",
    "scan": "scan",
    "clusters": "groepen",
}


def dutch(number: float, decimals: int) -> str:
    """Return a number as it is written in Dutch.

    Examples
    --------
    >>> dutch(1234.56, 1)
    '1.234,6'
    """
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def three(number: float) -> str:
    """Return a number in three digits, or whole where it has more.

    Examples
    --------
    >>> three(0.4567), three(12.345), three(4321.0)
    ('0,457', '12,3', '4.321')
    """
    decimals = 0 if number >= 100 else 1 if number >= 10 else 2 if number >= 1 else 3
    return dutch(number, decimals)


def ratio(row: Row, results: list[dict[str, Any]]) -> float:
    """Return how many times as long the peer takes."""
    ms = _of(results, row.script, row.case)["ms"]
    return float(ms[row.peer] / ms[row.ours])


def _of(results: list[dict[str, Any]], script: str, case: str) -> dict[str, Any]:
    (found,) = (one for one in results if (one["script"], one["case"]) == (script, case))
    return found


def strongest_first(results: list[dict[str, Any]]) -> list[Row]:
    """Return the rows, those of one job in order of what the peer takes."""
    jobs = list(dict.fromkeys(row.job for row in ROWS))
    return sorted(ROWS, key=lambda row: (jobs.index(row.job), ratio(row, results)))


def missed(results: list[dict[str, Any]]) -> list[Row]:
    """Return the rows that do not reach what they should."""
    return [row for row in ROWS if row.at_least and ratio(row, results) < row.at_least]


def speed(results: list[dict[str, Any]]) -> str:
    """Return the table of ratios."""
    lines = [
        "| werk | tegenover | verhouding | doel | hier, ms | daar, ms |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    before = ""
    for row in strongest_first(results):
        kept = _of(results, row.script, row.case)
        off = kept.get("off", {})
        said = f" (fout {dutch(100 * off[row.peer], 2)} %)" if off.get(row.peer) else ""
        job = f"{row.job} (fout {dutch(100 * off[row.ours], 2)} %)" if off else row.job
        cells = (
            "hetzelfde" if job == before else job,
            f"{row.said}{said}",
            dutch(ratio(row, results), 1),
            "" if row.at_least is None else dutch(row.at_least, 0),
            three(kept["ms"][row.ours]),
            three(kept["ms"][row.peer]),
        )
        before = job
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def curve(results: list[dict[str, Any]]) -> str:
    """Return the table of what an answer costs, from few incidents to many."""
    lines = [
        "| incidenten | plaatsen in buurten | aantal, buurten | dichtheid, straal 400 m | Gi\\* |",
        "| --- | --- | --- | --- | --- |",
    ]
    kept = [one for one in results if one["script"] == "bench_curve"]
    for size, one in sorted((int(one["case"]), one) for one in kept):
        cells = (
            f"{dutch(ms, 2)} ({dutch(1e6 * ms / size, 1)})"
            for ms in (
                one["ms"][name]
                for name in ("join, buurten", "count, buurten", "density, cells", "gi_star, cells")
            )
        )
        lines.append(f"| {dutch(size, 0)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def planted(results: list[dict[str, Any]]) -> str:
    """Return the table of what is found of what was planted."""
    lines = [
        "| laag | methode | gevonden | kaarten van toeval met iets gemarkeerd |",
        "| --- | --- | --- | --- |",
    ]
    for one in results:
        if one["script"] == "bench_planted":
            layer = f"{one['case']} ({dutch(one['incidents'], 0)})"
            for told in one["methods"]:
                cells = (
                    layer,
                    _METHODS[told["method"]],
                    f"{told['found']} van {told['of']}",
                    f"{dutch(100 * told['false'] / one['rounds'], 1)} %",
                )
                layer = ""
                lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


_IMPORTS: Final = {
    "import": "alle rijen inlezen",
    "1.000 more": "1.000 rijen van één week erbij",
    "verify": "alles controleren",
    "purge": "een jaar vergeten (`purge`)",
}


def imports(results: list[dict[str, Any]]) -> str:
    """Return the table of what it costs to bring rows in, and to look after them."""
    lines = [
        "| rijen | opdracht | processor, s | geheugen, MB | delen geschreven |",
        "| --- | --- | --- | --- | --- |",
    ]
    kept = [one for one in results if one["script"] == "bench_import"]
    for size, one in sorted((int(one["case"]), one) for one in kept):
        rows = dutch(size, 0)
        for name, said in _IMPORTS.items():
            seconds, files = one["ms"][name] / 1e3, one["files"][name]
            cells = (rows, said, dutch(seconds, 1), dutch(one["mb"][name], 0), dutch(files, 0))
            rows = ""
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


_QUESTIONS: Final = {
    "first answer": "het eerste antwoord: aantal per wijk, met alles wat daarvoor wordt gelezen",
    "count, wijken": "aantal per wijk",
    "count, buurten": "aantal per buurt",
    "rate, buurten": "per 1.000, per buurt",
    "gi_star, buurten": "Gi\\*, buurten",
    "count, cells": "aantal per cel van 100 m",
    "gi_star, cells": "Gi\\*, cellen van 100 m",
}


def questions(results: list[dict[str, Any]]) -> str:
    """Return the table of what an answer costs that was counted beforehand, and by reading rows."""
    lines = [
        "| rijen | vraag | vooraf geteld, ms | rij voor rij, ms |",
        "| --- | --- | --- | --- |",
    ]
    kept = {one["case"]: one for one in results if one["script"] == "bench_questions"}
    for size in sorted({int(case.partition(",")[0]) for case in kept}):
        rows = dutch(size, 0)
        for name, said in _QUESTIONS.items():
            one = kept[f"{size}, {name}"]
            taken = (dutch(one["ms"][who], 0) for who in ("hotspots", "row by row"))
            lines.append("| " + " | ".join((rows, said, *taken)) + " |")
            rows = ""
        most = (dutch(one["mb"][who], 0) for who in ("hotspots", "row by row"))
        lines.append("| " + " | ".join(("", "geheugen van het proces, MB", *most)) + " |")
    return "\n".join(lines)


_ROW_QUESTIONS: Final = {
    "density": "dichtheid, cellen van 100 m, twee jaar van de tien",
    "hours": "uren van de week, twee jaar",
    "circle": "aantal in een cirkel van 800 m, telkens een andere",
}
_WAYS: Final = ("in memory", "part by part", "two workers")


def row_questions(results: list[dict[str, Any]]) -> str:
    """Return the table of what needs the rows: all in memory, and read part by part."""
    lines = [
        "| rijen | vraag: eerst · daarna (s) | in het geheugen | deel voor deel | twee werkers |",
        "| --- | --- | --- | --- | --- |",
    ]
    found = {one["case"]: one for one in results if one["script"] == "bench_rows"}
    for size in sorted({int(case.partition(",")[0]) for case in found}):
        rows = dutch(size, 0)
        for name, said in _ROW_QUESTIONS.items():
            first, later = (found[f"{size}, {name}, {when}"] for when in ("first", "later"))
            taken = (
                f"{dutch(first['ms'][way] / 1e3, 1)} · {dutch(later['ms'][way] / 1e3, 2)}"
                for way in _WAYS
            )
            lines.append("| " + " | ".join((rows, said, *taken)) + " |")
            rows = ""
        most = (dutch(first["mb"][way], 0) for way in _WAYS)
        lines.append("| " + " | ".join(("", "geheugen van het proces, MB", *most)) + " |")
    return "\n".join(lines)


TABLES: Final = {
    "rijen": row_questions,
    "snelheid": speed,
    "kosten": curve,
    "vragen": questions,
    "inlezen": imports,
    "ingelegd": planted,
}


def page(text: str, results: list[dict[str, Any]]) -> str:
    """Return the page with its tables made anew."""
    for name, table in TABLES.items():
        begin = BEGIN.format(name)
        pattern = re.compile(f"{re.escape(begin)}\n.*?{re.escape(END)}", re.DOTALL)
        if not pattern.search(text):
            raise SystemExit(f"{PAGE} has no place for the table '{name}'.")
        made = f"{begin}\n\n{table(results)}\n\n{END}"
        text = pattern.sub(lambda _, made=made: made, text)
    return text


def main() -> None:
    """Write the page, and say which goals were missed."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")
    for row in missed(results):
        print(f"missed: {row.job}, {row.said}: {ratio(row, results):.1f} of {row.at_least:.0f}")


if __name__ == "__main__":
    main()
