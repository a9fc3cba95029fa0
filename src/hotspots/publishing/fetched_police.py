"""Fetched crimes as a layer of counts, in a theme that is there once they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from hotspots.catalog.specs import LayerSpec, Privacy, Source, ThemeSpec
from hotspots.errors import StoreError
from hotspots.sources.open_data.answers import checksum_of
from hotspots.store.serving import serve
from hotspots.store.version import unwritten
from hotspots.store.versions import LayerStore, Version
from hotspots.text import open_data as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    import pandas as pd

    from hotspots.catalog.specs import Catalog
    from hotspots.geography.areas import Geography
    from hotspots.settings import Home
    from hotspots.sources.open_data.police import PoliceFigures

#: What the layer is called, and the theme that holds it.
POLICE: Final = "politiecijfers"
#: Behind the themes that a home declares.
_ORDER: Final = 900
#: What rates divide by, as far as a home has them.
_DENOMINATORS: Final = ("huishoudens", "inwoners", "woningen")
#: Codes that are named in a warning.
_MOST_CODES: Final = 3


@dataclass(frozen=True, slots=True)
class PoliceReport:
    """What fetched crimes are: published, would_publish or unchanged."""

    status: str
    version: str | None
    service: str
    crimes: int
    soorten: int
    first: str
    last: str
    withheld: int
    elsewhere: int
    warnings: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return {
            "status": self.status,
            "version": self.version,
            "service": self.service,
            "read": self.crimes,
            "soorten": self.soorten,
            "first": self.first,
            "last": self.last,
            "withheld": self.withheld,
            "elsewhere": self.elsewhere,
            "warnings": list(self.warnings),
        }


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
    if dry_run:
        return report
    store = LayerStore.of(home, POLICE)
    with store.writing():
        current = store.current()
        checksum = checksum_of(figures.checksums)
        same = current is not None and current.fetched.get("checksum") == checksum
        if current is not None and same and current.fingerprint == geography.fingerprint:
            return replace(report, status="unchanged", version=current.name)
        made = store.add(_rows(figures.counts), _draft(report, figures, geography), None)
    return replace(report, status="published", version=made.name)


def _report(figures: PoliceFigures, geography: Geography) -> PoliceReport:
    counts = figures.counts
    known = counts["area"].isin(geography.buurten.codes)
    elsewhere = int(counts.loc[~known, "count"].sum())
    withheld = int((counts["count"].isna() & known).sum())
    absent = len(set(geography.buurten.codes) - set(counts["area"]))
    warnings = []
    if withheld:
        warnings.append(text.POLICE_WITHHELD.format(count=number(withheld)))
    if elsewhere:
        codes = sorted(set(counts.loc[~known & (counts["count"] > 0), "area"]))
        named = ", ".join(codes[:_MOST_CODES]) + ("…" if len(codes) > _MOST_CODES else "")
        warnings.append(text.POLICE_ELSEWHERE.format(count=number(elsewhere), codes=named))
    if absent:
        warnings.append(text.ABSENT_AREAS.format(count=number(absent)))
    months = counts["month"].dt.strftime("%Y-%m")
    return PoliceReport(
        status="would_publish",
        version=None,
        service=figures.service.title,
        crimes=int(counts["count"].sum()),
        soorten=len(figures.crimes),
        first=str(months.min()),
        last=str(months.max()),
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
        counts={
            "read": report.crimes,
            "accepted": report.crimes,
            "quarantined": 0,
            "duplicate": 0,
            "without_place": report.elsewhere,
            "outside": 0,
        },
        warnings=report.warnings,
        fetched={
            "service": service.title,
            "request": figures.requests[-1],
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "licence": service.licence,
            "checksum": checksum_of(figures.checksums),
            "rows": str(len(figures.counts)),
            "soorten": "\n".join(f"{code}\t{label}" for code, label in figures.crimes.items()),
        },
    )


def with_police(home: Home, catalog: Catalog) -> Catalog:
    """Return the catalog of a home with the theme of fetched crimes, once there are any."""
    store = LayerStore.of(home, POLICE)
    try:
        version = serve(store.holding(), store.fault_of)
    except StoreError:
        return catalog
    if version is None or any(layer.id == POLICE for layer in catalog.layers):
        return catalog
    theme = ThemeSpec(
        id=POLICE,
        label=text.POLICE_THEME,
        order=_ORDER,
        description=text.POLICE_DESCRIPTION,
        layers=(_layer(version, catalog),),
    )
    return replace(catalog, themes=(*catalog.themes, theme))


def _layer(version: Version, catalog: Catalog) -> LayerSpec:
    told = version.fetched
    soorten = dict(line.split("\t", 1) for line in told.get("soorten", "").split("\n") if line)
    known = {entry.id for context in catalog.contexts for entry in context.denominators}
    return LayerSpec(
        id=POLICE,
        theme=POLICE,
        kind="counts",
        label=text.POLICE_LAYER,
        observes="misdrijf",
        noun=text.POLICE_NOUN,
        noun_plural=text.POLICE_NOUN_PLURAL,
        description=text.POLICE_DESCRIPTION,
        source=Source(
            file="",
            attribution=version.attribution,
            licence=told.get("licence", ""),
            details=told.get("request", ""),
        ),
        soorten=MappingProxyType(soorten),
        denominators=tuple(name for name in _DENOMINATORS if name in known),
        filters=("soort", "period", "wijk"),
        privacy=Privacy(finest="buurten"),
    )
