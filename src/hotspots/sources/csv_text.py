"""The text of a CSV file: its encoding, its line ends and its separator."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from hotspots.errors import SourceError
from hotspots.text import door_files

#: In order of preference where two divide the lines equally well.
SEPARATORS: Final = (";", ",", "\t", "|")
#: Bytes that are looked at to find the separator.
_SAMPLE_BYTES: Final = 65_536
_SAMPLE_LINES: Final = 50
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_QUOTED: Final = re.compile(r'"[^"]*"')
_SEP_LINE: Final = re.compile(r'^"?sep=(.)"?$', re.IGNORECASE)


def to_utf8(raw: bytes, *, name: str) -> tuple[bytes, tuple[str, ...]]:
    r"""Return the text as UTF-8 with ``\n`` as its only line end, and what to warn about.

    Without a mark of its own (BOM) a file is UTF-8 if it can be, else Windows-1252. A file
    that is both, which happens when two exports are pasted together, is read line by line.

    Raises
    ------
    SourceError
        If it is no text, or in none of these encodings.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            text = _decoded(raw, encoding, name)
            if "\x00" in text:
                raise SourceError(*door_files.not_text(name))
            return _unix_lines(text), ()
    raw = raw if b"\x00" not in raw else _without_bom_utf16(raw, name)
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _line_by_line(raw, name)
    lost = (door_files.characters_were_lost(),) if "\ufffd" in text else ()
    return raw, lost


def _decoded(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(*door_files.undecodable(name, encoding, error.start)) from error


def _without_bom_utf16(raw: bytes, name: str) -> bytes:
    """Decode UTF-16 that lacks its mark: every other byte of Western text is then zero."""
    even, odd = raw[0:_SAMPLE_BYTES:2].count(0), raw[1:_SAMPLE_BYTES:2].count(0)
    sample = min(len(raw), _SAMPLE_BYTES) // 2
    if max(even, odd) < 0.8 * sample or min(even, odd) > 0:
        raise SourceError(*door_files.not_text(name))
    return _decoded(raw, "utf-16-le" if odd > even else "utf-16-be", name).encode()


def _unix_lines(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()


def _line_by_line(raw: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    lines: list[bytes] = []
    rows: dict[str, list[int]] = {"utf-8": [], "cp1252": []}
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.isascii():
            lines.append(line)
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            rows["cp1252"].append(number)
            lines.append(_cp1252(line, number, name))
        else:
            rows["utf-8"].append(number)
            lines.append(line)
    text = b"\n".join(lines)
    if rows["utf-8"] and rows["cp1252"]:
        return text, (door_files.mixed_encodings(rows["cp1252"]),)
    return text, ()


def _cp1252(line: bytes, number: int, name: str) -> bytes:
    try:
        return line.decode("cp1252").encode()
    except UnicodeDecodeError as error:
        raise SourceError(*door_files.undecodable_line(name, number)) from error


def find_separator(text: bytes) -> tuple[str, int]:
    r"""Return the separator and how many lines at the top only announce it (``sep=;``).

    The separator is the sign that divides most lines into the same number of fields, at least
    two; commas inside quotes do not count. A file of one column gets the first of `SEPARATORS`.

    Examples
    --------
    >>> find_separator(b"id;x;y\n1;105123,50;425321,25\n")
    (';', 0)
    """
    sample = text[:_SAMPLE_BYTES].decode("utf-8", errors="ignore")
    lines = sample.split("\n")
    announced = _SEP_LINE.match(lines[0].strip(" "))
    if announced and announced[1] in SEPARATORS:
        return announced[1], 1
    if len(text) > _SAMPLE_BYTES and len(lines) > 1:
        lines.pop()
    bare = [line for line in _QUOTED.sub("", "\n".join(lines)).split("\n") if line.strip()]
    bare = bare[:_SAMPLE_LINES]
    best, best_score = SEPARATORS[0], (0, 0)
    for separator in SEPARATORS:
        fields, agreeing = (
            Counter(line.count(separator) for line in bare).most_common(1)[0] if bare else (0, 0)
        )
        score = (agreeing, fields)
        if fields and score > best_score:
            best, best_score = separator, score
    return best, 0
