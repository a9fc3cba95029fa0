"""Fetched key figures as the denominators of the division that a home shows, lines unchanged."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from hotspots.dutch import number
from hotspots.errors import SourceError
from hotspots.incoming.open_data import words as text
from hotspots.incoming.open_data.client import checksum_of
from hotspots.incoming.publishing.division import division_store, keep_own, place_again
from hotspots.incoming.publishing.division_areas import (
    DENOMINATORS,
    FIGURES_AT,
    FIGURES_OF,
    OWN,
    rows_before,
    with_columns,
    written,
)
from hotspots.store.catalogue import unwritten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography
    from hotspots.incoming.open_data.cbs import KeyFigures
    from hotspots.settings import Home
    from hotspots.store.catalogue import Version


@dataclass(frozen=True, slots=True)
class FiguresReport:
    """What fetched figures are: published, would_publish or unchanged; ``lines`` says it."""

    status: str
    version: str | None
    year: int
    service: str
    lines: tuple[str, ...]
    rejoined: tuple[str, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON, where scripts know its lines as ``told``."""
        return {"told" if name == "lines" else name: value for name, value in asdict(self).items()}


def publish_figures(
    home: Home,
    geography: Geography,
    figures: KeyFigures,
    *,
    dry_run: bool = False,
    progress: Callable[[float], None] = lambda _share: None,
) -> FiguresReport:
    """Make fetched figures the denominators of the division that is shown, as a version of it.

    A denominator that the service gives for no buurt stays what it was.

    Raises
    ------
    SourceError
        If no buurt of the figures is one of the division; nothing was changed.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    codes = geography.buurten.codes
    columns = {
        name: np.array([per_buurt.get(code, np.nan) for code in codes])
        for name, per_buurt in figures.figures.items()
        if np.isfinite(list(per_buurt.values())).any()
    }
    if not columns or not any(np.isfinite(column).any() for column in columns.values()):
        fault = text.NO_KNOWN_BUURT.format(year=figures.year)
        raise SourceError(fault, "", text.NO_KNOWN_BUURT_DO)
    report = FiguresReport(
        status="would_publish",
        version=None,
        year=figures.year,
        service=figures.service.title,
        lines=tuple(
            _line(geography, figures.year, name, column) for name, column in columns.items()
        ),
    )
    if dry_run:
        return report
    store = division_store(home)
    with store.writing():
        current = store.current()
        if current is None or current.embedded:
            table, years = rows_before(geography)
            if current is None:
                keep_own(store, geography)
            # The year of the lines is that of the home itself, which says so.
            before = _own(geography, years)
        else:
            table, before = store.read(current), current
        checksum = checksum_of(figures.checksums)
        if before.fetched.get("figures_checksum") == checksum:
            return replace(report, status="unchanged", version=before.name)
        made = store.add(_filled(table, codes, columns), _draft(before, figures, columns), None)
    return replace(report, status="published", version=made.name, **place_again(home, progress))


def _line(geography: Geography, year: int, name: str, column: NDArray[np.float64]) -> str:
    before = next((entry for entry in geography.denominators if entry.id == name), None)
    line = text.FIGURES_SUMMARY.format(
        label=(before.label if before else name).capitalize(),
        known=number(int(np.isfinite(column).sum())),
        buurten=number(len(column)),
        total=number(float(np.nansum(column))),
        year=year,
    )
    if before is None:
        return line + text.FIGURES_NEW
    total = float(np.nansum(geography.buurten.denominators[name]))
    return line + text.FIGURES_BEFORE.format(total=number(total), year=before.year)


def _own(geography: Geography, years: Mapping[str, int]) -> Version:
    return unwritten(
        attribution=geography.attribution,
        fingerprint="",
        fetched={OWN: "yes", DENOMINATORS: written(years)},
    )


def _draft(
    before: Version, figures: KeyFigures, columns: Mapping[str, NDArray[np.float64]]
) -> Version:
    years = dict(
        pair.split("=") for pair in before.fetched[DENOMINATORS].split(";") if pair
    ) | dict.fromkeys(columns, str(figures.year))
    return replace(
        before,
        embedded=False,
        made_from=(*before.made_from, *figures.requests),
        # Placed again below, where the fingerprint of these figures is known.
        fingerprint="",
        fetched=before.fetched
        | {
            # Beside the provenance of the borders, which may come from another service.
            "figures_service": figures.service.title,
            "figures_request": figures.requests[-1],
            "figures_licence": figures.service.licence,
            "figures_checksum": checksum_of(figures.checksums),
            "figures_rows": str(max(len(column) for column in figures.figures.values())),
            FIGURES_AT: datetime.now(UTC).isoformat(timespec="seconds"),
            FIGURES_OF: figures.service.source,
            DENOMINATORS: ";".join(f"{name}={year}" for name, year in years.items()),
        },
    )


def _filled(
    table: pa.Table, codes: tuple[str, ...], columns: Mapping[str, NDArray[np.float64]]
) -> pa.Table:
    """Return the rows of a division with other figures; those of wijken are summed when read."""
    code, level = table["code"].to_pylist(), table["level"].to_pylist()
    new = {}
    for name, column in columns.items():
        per_buurt = dict(zip(codes, column.tolist(), strict=True))
        values = [
            per_buurt.get(one) if at == "buurten" else None
            for one, at in zip(code, level, strict=True)
        ]
        new[name] = pa.array(pd.Series(values, dtype="float64"), type=pa.float64())
    return with_columns(table, new)
