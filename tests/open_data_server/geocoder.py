"""Addresses as the Locatieserver answers about them: always something, the best first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from open_data_server.answer import Reply, as_json, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_KNOWN = {"q", "rows", "fq", "fl"}


@dataclass(frozen=True)
class Door:
    """An address: ``house`` is the number with all that comes behind it."""

    street: str
    house: str
    postcode: str
    gemeente: str
    place_rd: tuple[float, float]


def addresses_by_free(doors: Iterable[Door]) -> Callable[[str, Mapping[str, str]], Reply]:
    """Return the part that answers at /free.

    As the real one it answers with what is near where nothing fits: whoever asks must look at
    what came. A postcode lies in the middle of its doors.
    """
    known = tuple(doors)

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        if not path.endswith("/free"):
            return problem(404, f"nothing at {path}")
        if not _KNOWN.issuperset(query) or "q" not in query:
            return problem(400, "unknown query parameter(s) found")
        codes = set(re.findall("[0-9]{4}", query.get("fq", "")))
        words = set(re.findall(r"\w+", query["q"].casefold()))
        scored = [(len(words & _words(door)), door) for door in known if door.gemeente in codes]
        best = sorted((one for one in scored if one[0]), key=lambda one: -one[0])
        docs = [_doc(door) for _, door in best]
        if "type:postcode" in query.get("fq", ""):
            docs = [_postcode(doc["postcode"], known) for doc in docs]
            docs = list({doc["postcode"]: doc for doc in docs}.values())
        docs = docs[: int(query.get("rows", "10"))]
        return as_json({"response": {"numFound": len(best), "start": 0, "docs": docs}})

    return answer


def _postcode(postcode: str, doors: Iterable[Door]) -> dict[str, Any]:
    held = [door for door in doors if door.postcode == postcode]
    x, y = (sum(door.place_rd[axis] for door in held) / len(held) for axis in (0, 1))
    return {
        "postcode": postcode,
        "straatnaam": held[0].street,
        "gemeentecode": held[0].gemeente,
        "centroide_rd": f"POINT({x} {y})",
    }


def _words(door: Door) -> set[str]:
    told = f"{door.street} {door.house} {door.postcode}"
    return set(re.findall(r"\w+", told.casefold()))


def _doc(door: Door) -> dict[str, Any]:
    x, y = door.place_rd
    return {
        "straatnaam": door.street,
        "huis_nlt": door.house,
        "huisnummer": int(re.findall("[0-9]+", door.house)[0]),
        "postcode": door.postcode,
        "gemeentecode": door.gemeente,
        "centroide_rd": f"POINT({x} {y})",
    }
