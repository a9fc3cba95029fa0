"""What leaves the tool, kept as text beside the tests: a change is seen, and renewed on purpose.

``HOTSPOTS_GOLDEN=write`` writes what is seen instead of comparing it::

    HOTSPOTS_GOLDEN=write python -m pytest tests/golden && git diff tests/golden/kept

What differs at every run or release stands as a word between angle brackets, and fractions have
six significant digits: the last ones differ between machines.
"""

from __future__ import annotations

import difflib
import json
import math
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

KEPT: Final = Path(__file__).parent / "kept"
_WRITE: Final = os.environ.get("HOTSPOTS_GOLDEN") == "write"
#: Lines of a difference that are shown; the first ones tell most.
_SHOWN: Final = 80
#: Rows of a list of rows that are kept one by one; the rest is kept as sums and numbers of each.
_ROWS: Final = 4
_FEW: Final = 16
_WIDE: Final = 110
#: Below this a number is what is left of adding and taking away.
_NOTHING: Final = 1e-9
_DIFFERS: Final = (
    (re.compile(r"\bhotspots \d+\.\d+\.\d+\b"), "hotspots <release>"),
    (re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{10,64}\b"), "<fingerprint>"),
    (re.compile(r"'sha256-[\w+/=]+'"), "'<hash>'"),
    (re.compile(r"\blocalhost:\d+"), "<server>"),
)
#: Also as it is written in Dutch; a place in whole metres, x,y, has six digits behind the comma.
_FRACTION: Final = re.compile(
    r"(?<![\w.,-])-?\d+(?:\.\d{5,}(?:e[-+]?\d+)?(?![\w.])|,\d{7,}(?![\w.,]))"
)


def frozen(name: str, seen: str) -> None:
    """Compare what is seen with what is kept under a name; fail with the lines that differ."""
    path = KEPT / name
    lines = _without_what_differs(seen).rstrip("\n") + "\n"
    if _WRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lines, encoding="utf-8")
        return
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if lines != kept:
        told = difflib.unified_diff(
            kept.splitlines(), lines.splitlines(), "kept", "seen", lineterm="", n=1
        )
        shown = "\n".join(line[:300] for line in list(told)[:_SHOWN])
        pytest.fail(f"{name} differs; renew with HOTSPOTS_GOLDEN=write\n{shown}", pytrace=False)


def frozen_json(name: str, seen: Any) -> None:  # noqa: ANN401
    """Compare values as JSON knows them, with every key; of a long list of rows the first ones."""
    frozen(name, as_lines(seen))


def as_lines(seen: Any) -> str:  # noqa: ANN401
    """Return values as JSON, a row of a list on one line."""
    return _written(_short(seen), "")


def rounded(value: float) -> float:
    """Return a fraction with six significant digits.

    Examples
    --------
    >>> rounded(1234.56789), rounded(-1e-14), rounded(2.0)
    (1234.57, 0.0, 2.0)
    """
    if not math.isfinite(value):
        return value
    return 0.0 if abs(value) < _NOTHING else float(f"{value:.6g}")


def _without_what_differs(seen: str) -> str:
    for pattern, word in _DIFFERS:
        seen = pattern.sub(word, seen)
    return _FRACTION.sub(_rounded_as_written, seen)


def _rounded_as_written(found: re.Match[str]) -> str:
    number = f"{rounded(float(found.group().replace(',', '.'))):.6g}"
    return number.replace(".", ",") if "," in found.group() else number


def _short(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, float):
        return rounded(value)
    if isinstance(value, dict):
        return {str(name): _short(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        rows = list(value)
        if len(rows) <= _FEW:
            return [_short(row) for row in rows]
        first = [_short(row) for row in rows[:_ROWS]]
        if all(isinstance(row, dict) for row in rows):
            names = list(dict.fromkeys(name for row in rows for name in row))
            rest = {name: summary([row.get(name) for row in rows]) for name in names}
        else:
            rest = {"": summary(rows)}
        return {"<rows>": len(rows), "<first>": first, "<all>": rest}
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def summary(values: list[Any]) -> Any:  # noqa: ANN401
    """Return a column in a few words: its sum, or how often each value occurs, or its ends."""
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) == len(values) and numbers:
        return {"sum": rounded(float(sum(numbers))), "most": rounded(float(max(numbers)))}
    told = Counter(json.dumps(_short(value), ensure_ascii=False) for value in values)
    if len(told) <= _FEW:
        return dict(sorted(told.items()))
    known = sorted(str(value) for value in values if value is not None and value not in numbers)
    ends = [text[:200] for text in (known[:1] + known[-1:])]
    return {"different": len(told), "ends": ends, "sum": rounded(float(sum(numbers)))}


def _written(value: Any, indent: str) -> str:  # noqa: ANN401
    on_one_line = json.dumps(value, ensure_ascii=False)
    if len(on_one_line) + len(indent) <= _WIDE or not isinstance(value, dict | list):
        return on_one_line
    deeper = indent + " "
    if isinstance(value, dict):
        inside = [
            f"{deeper}{json.dumps(name, ensure_ascii=False)}: {_written(inner, deeper)}"
            for name, inner in value.items()
        ]
        return "{\n" + ",\n".join(inside) + f"\n{indent}}}"
    inside = [deeper + _written(inner, deeper) for inner in value]
    return "[\n" + ",\n".join(inside) + f"\n{indent}]"
