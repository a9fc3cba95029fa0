"""Fetched crimes as layers of counts, in a theme that is there once they are.

What is counted per month and what is counted per year are two layers: the same crimes twice, of
which the second reaches further back and is whole where a month is too small to be given.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from hotspots.catalog.specs import LayerSpec, Privacy, Source, ThemeSpec, parts_of
from hotspots.dutch import EVERY, number
from hotspots.errors import StoreError
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.client import checksum_of
from hotspots.incoming.publishing.drafts import counts_of, fetched_from
from hotspots.store.catalogue import Version, unwritten
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from hotspots.catalog.specs import Catalog
    from hotspots.geography.areas import Geography
    from hotspots.incoming.open_data.cbs import PoliceFigures
    from hotspots.settings import Home

#: What the layers are called, by what each number in them is of. The theme is called as the first.
POLICE: Final = "politiecijfers"
POLICE_LAYERS: Final[Mapping[str, str]] = MappingProxyType(
    {"month": POLICE, "year": f"{POLICE}_jaar"}
)
#: Behind the themes that a home declares.
_ORDER: Final = 900
#: What rates divide by, as far as a home has them.
_DENOMINATORS: Final = ("huishoudens", "inwoners", "woningen")
#: Codes that are named in a warning.
_MOST_CODES: Final = 3
#: What a count is of.
_KEY: Final = ["area", "month", "soort"]


@dataclass(frozen=True, slots=True)
class PoliceReport:
    """What fetched crimes are: published, would_publish or unchanged.

    ``added``, ``changed`` and ``gone`` count numbers (of a buurt, period and soort) against the
    version ``before``; that is None where there was none.
    """

    status: str
    version: str | None
    service: str
    counts_per: str
    read: int
    soorten: int
    first: str
    last: str
    withheld: int
    elsewhere: int
    warnings: tuple[str, ...]
    before: str | None = None
    added: int = 0
    changed: int = 0
    gone: int = 0

    def to_dict(self) -> dict[str, object]:
        """Return the report for JSON."""
        return asdict(self)


def publish_police(
    home: Home, geography: Geography, figures: PoliceFigures, *, dry_run: bool = False
) -> PoliceReport:
    """Make fetched crimes a new version of their layer, or only tell.

    Counts replace what was there: a count cannot be added to.

    Raises
    ------
    StoreError
        If the version cannot be written; nothing was changed.
    """
    report = _report(figures, geography)
    store = LayerStore.of(home, POLICE_LAYERS[figures.counts_per])
    rows = _rows(figures.counts)
    if dry_run:
        return _against(report, store, store.current(), rows)
    with store.writing():
        current = store.current()
        checksum = checksum_of(figures.checksums)
        same = current is not None and current.fetched.get("checksum") == checksum
        placed = current is not None and current.fingerprint == geography.fingerprint
        if current is not None and same and placed and store.intact(current):
            return replace(report, status="unchanged", version=current.name)
        compared = _against(report, store, current, rows)
        made = store.add(rows, _draft(report, figures, geography), None)
    return replace(compared, status="published", version=made.name)


def _against(
    report: PoliceReport, store: LayerStore, current: Version | None, rows: pa.Table
) -> PoliceReport:
    """Return the report with how the numbers differ from those that are there and can be read."""
    there = _readable(store, current)
    if current is None or there is None:
        return replace(report, added=rows.num_rows)
    before = there.to_pandas().astype({"soort": str})
    now = rows.to_pandas().astype({"soort": str})
    both = before.merge(now, on=_KEY, how="outer", suffixes=("_before", ""), indicator=True)
    in_both = both[both["_merge"] == "both"]
    same = in_both["count_before"].eq(in_both["count"]) | (
        in_both["count_before"].isna() & in_both["count"].isna()
    )
    return replace(
        report,
        before=current.name,
        added=int((both["_merge"] == "right_only").sum()),
        changed=int((~same).sum()),
        gone=int((both["_merge"] == "left_only").sum()),
    )


def _readable(store: LayerStore, current: Version | None) -> pa.Table | None:
    """Return the rows of the current version; None without one, or where it is damaged."""
    if current is None:
        return None
    try:
        return store.read(current)
    except StoreError:
        return None


def _report(figures: PoliceFigures, geography: Geography) -> PoliceReport:
    counts = figures.counts
    known = counts["area"].isin(geography.buurten.codes)
    elsewhere = int(counts.loc[~known, "count"].sum())
    withheld = int((counts["count"].isna() & known).sum())
    absent = len(set(geography.buurten.codes) - set(counts["area"]))
    warnings = []
    if withheld:
        per = EVERY[figures.counts_per]
        warnings.append(text.POLICE_WITHHELD.format(count=number(withheld), per=per))
    if elsewhere:
        codes = sorted(set(counts.loc[~known & (counts["count"] > 0), "area"]))
        named = ", ".join(codes[:_MOST_CODES]) + ("…" if len(codes) > _MOST_CODES else "")
        warnings.append(text.POLICE_ELSEWHERE.format(count=number(elsewhere), codes=named))
    if absent:
        warnings.append(text.ABSENT_AREAS.format(count=number(absent)))
    periods = counts["month"].dt.strftime("%Y" if figures.counts_per == "year" else "%Y-%m")
    return PoliceReport(
        status="would_publish",
        version=None,
        service=figures.service.title,
        counts_per=figures.counts_per,
        read=int(counts["count"].sum()),
        soorten=len(figures.crimes),
        first=str(periods.min()),
        last=str(periods.max()),
        withheld=withheld,
        elsewhere=elsewhere,
        warnings=tuple(warnings),
    )


def _rows(counts: pd.DataFrame) -> pa.Table:
    """Return counts as rows of a version; a buurt that is not here now may be with other areas."""
    return pa.table(
        {
            "area": pa.array(counts["area"], type=pa.string()),
            "month": pa.array(counts["month"].to_numpy().astype("datetime64[s]")),
            "soort": pa.array(counts["soort"], type=pa.string()).dictionary_encode(),
            "count": pa.array(counts["count"], type=pa.int64(), from_pandas=True),
        }
    )


def _draft(report: PoliceReport, figures: PoliceFigures, geography: Geography) -> Version:
    service = figures.service
    return unwritten(
        made_from=figures.requests,
        synthetic=service.trial,
        attribution=service.source,
        fingerprint=geography.fingerprint,
        counts=counts_of(report.read, without_place=report.elsewhere),
        warnings=report.warnings,
        fetched=fetched_from(
            service,
            figures.requests[-1],
            figures.checksums,
            len(figures.counts),
            soorten="\n".join(f"{code}\t{label}" for code, label in figures.crimes.items()),
        ),
    )


def with_police(home: Home, catalog: Catalog) -> Catalog:
    """Return the catalog of a home with the theme of fetched crimes, once there are any."""
    known = {layer.id for layer in catalog.layers}
    layers = tuple(
        _layer(version, catalog, counts_per)
        for counts_per, layer_id in POLICE_LAYERS.items()
        if layer_id not in known and (version := _served(home, layer_id)) is not None
    )
    if not layers or any(theme.id == POLICE for theme in catalog.themes):
        return catalog
    theme = ThemeSpec(
        id=POLICE,
        label=text.POLICE_THEME,
        order=_ORDER,
        description=text.POLICE_DESCRIPTION,
        layers=layers,
    )
    # A home that says nothing of where to begin has nothing else to show at first.
    start = catalog.gemeente.start or layers[0].id
    gemeente = replace(catalog.gemeente, start=start)
    return replace(catalog, themes=(*catalog.themes, theme), gemeente=gemeente)


def _served(home: Home, layer_id: str) -> Version | None:
    store = LayerStore.of(home, layer_id)
    try:
        return store.holding().served(store.fault_of)
    except StoreError:
        return None


def _layer(version: Version, catalog: Catalog, counts_per: str) -> LayerSpec:
    fetched = version.fetched
    soorten = dict(line.split("\t", 1) for line in fetched.get("soorten", "").split("\n") if line)
    known = {entry.id for context in catalog.contexts for entry in context.denominators}
    return LayerSpec(
        id=POLICE_LAYERS[counts_per],
        theme=POLICE,
        kind="counts",
        counts_per=counts_per,
        label=text.POLICE_LAYERS[counts_per],
        observes="misdrijf",
        noun=text.POLICE_NOUN,
        noun_plural=text.POLICE_NOUN_PLURAL,
        description=text.POLICE_DESCRIPTION,
        source=Source(
            file="",
            attribution=version.attribution,
            licence=fetched.get("licence", ""),
            details=fetched.get("request", ""),
        ),
        soorten=MappingProxyType(soorten),
        denominators=tuple(name for name in _DENOMINATORS if name in known),
        filters=("soort", "period", "wijk"),
        privacy=Privacy(finest="buurten"),
        parts=parts_of(catalog.contexts),
    )
