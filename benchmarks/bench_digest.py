"""Count how many wijken get a false claim by mail in a year in which nothing goes on.

    python benchmarks/bench_digest.py --out FILE [--years N] [--first N] [--size N]
    python benchmarks/bench_digest.py --out FILE --planted [--years N]

Incidents are dealt over the real town by what is truly exposed, on any day of three years
(`claims_worlds`): nothing of the program says where or when. Then a year of mails is made, one a
week about each of its wijken, each of what had come in by then and with the memory of the last
one. A wijk counts where any of its 52 mails claims anything. At most 5 % of the wijken may; a line
of FILE is a year. With ``--planted`` the last year of one buurt is three times as busy, and it is
counted whether its wijk hears of it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

import numpy as np
from claims_worlds import CHANGED, HOUSEHOLDS, NULL, Planted, Town, World, rows_of

from hotspots.access.mailing import LastMail
from hotspots.wijkbeeld.digest import CityAnswers, digest_of
from hotspots.wijkbeeld.place import WIJKEN, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from hotspots.wijkbeeld.digest import Digest

REPOSITORY: Final = Path(__file__).parents[1]
SEED: Final = 20171231
#: Incidents of each layer in a year.
SIZE: Final = 246
WEEKS: Final = 52
#: The first mail comes when two years are in, and so every kind of claim can be made.
FIRST_MAIL: Final = date(2017, 1, 2)
MOST: Final = 0.05


def dealt(
    town: Town, world: World, number: int, size: int
) -> tuple[dict[str, pd.DataFrame], Planted | None]:
    """Return the incidents of three years, per layer, and what was planted."""
    key = (SEED, number, size)
    planted = town._planted(np.random.default_rng(key), world)  # noqa: SLF001
    rows = {}
    for at, layer in enumerate(town.layers):
        rng = np.random.default_rng((*key, at))
        where, days = town._dealt(rng, world, 3 * size, HOUSEHOLDS, planted)  # noqa: SLF001
        rows[layer.id] = rows_of(rng, layer, where, days)
    return rows, planted


def year_of_mails(
    town: Town, world: World, number: int, *, size: int = SIZE, weeks: Sequence[int] = range(WEEKS)
) -> dict[str, list[str]]:
    """Return per wijk the claims of its mails, each with its day; of some weeks alone, from 0."""
    rows, _ = dealt(town, world, number, size)
    wijken = [place for place in places(town.library.geography) if place.level == WIJKEN]
    last = {place.code: LastMail() for place in wijken}
    claims: dict[str, list[str]] = {place.code: [] for place in wijken}
    for week in weeks:
        on = FIRST_MAIL + timedelta(weeks=week)
        town.library.start(f"digest-{world.id}-{number}-{size}-{week}")
        for layer in town.layers:
            known = rows[layer.id][rows[layer.id]["begin"] < np.datetime64(on)]
            town.library.put(layer, known.reset_index(drop=True))
        city = CityAnswers()
        for place in wijken:
            digest = digest_of(town.workspace, place, on, last[place.code], city)
            last[place.code] = digest.mail
            claims[place.code] += [f"{on} {key}" for key in new_keys(digest)]
    return claims


def new_keys(digest: Digest) -> list[str]:
    """Return what a mail claims, a word for each."""
    return [
        kind for kind in ("months", "years", "risen", "hot", "zones") for _ in getattr(digest, kind)
    ]


def wijk_of(town: Town, buurt: int) -> str:
    """Return the code of the wijk around a buurt."""
    geography = town.library.geography
    return geography.wijken.codes[int(geography.buurten.parent[buurt])]


def main() -> int:
    """Deal years that were not dealt yet, and say how many wijken heard something."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--years", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--minutes", type=float, default=600.0)
    chosen = parser.parse_args()
    world = World(CHANGED, 3.0) if chosen.planted else World(NULL)
    stop = monotonic() + 60 * chosen.minutes
    with tempfile.TemporaryDirectory() as state:
        town = Town(REPOSITORY, Path(state))
        for number in range(chosen.first, chosen.first + chosen.years):
            begun = monotonic()
            claims = year_of_mails(town, world, number, size=chosen.size)
            planted = dealt(town, world, number, chosen.size)[1] if chosen.planted else None
            line = {
                "world": world.id,
                "size": chosen.size,
                "year": number,
                "wijken": len(claims),
                "with_claims": sum(bool(made) for made in claims.values()),
                "claims": {code: made for code, made in claims.items() if made},
                "planted": wijk_of(town, planted.buurt) if planted else "",
                "seconds": round(monotonic() - begun),
            }
            with chosen.out.open("a", encoding="utf-8") as out:
                out.write(json.dumps(line) + "\n")
            print(json.dumps(line), flush=True)
            if monotonic() > stop:
                break
    return tell(chosen.out, planted=chosen.planted)


def tell(path: Path, *, planted: bool) -> int:
    """Print the share, and return 1 where it is more than is allowed."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if planted:
        heard = sum(line["planted"] in line["claims"] for line in lines)
        print(f"{heard} of {len(lines)} wijken heard of the buurt that became busier")
        return 0
    wijken = sum(line["wijken"] for line in lines)
    share = sum(line["with_claims"] for line in lines) / wijken
    print(f"{share:.2%} of {wijken} wijken heard something in {WEEKS} weeks of chance")
    return int(share > MOST)


if __name__ == "__main__":
    sys.exit(main())
