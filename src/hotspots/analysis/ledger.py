"""The ledger: what came in, and where every row of it went."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts that add up, from the file to the map.

    read = accepted + quarantined + duplicate; accepted = inside + outside + without_place;
    inside = selected + filtered_out; selected = mapped + suppressed + outside_mask. A number
    that may not be told is None: those of a sensitive layer.
    """

    read: int | None
    accepted: int | None
    quarantined: int | None
    duplicate: int | None
    without_place: int | None
    outside: int | None
    inside: int | None
    selected: int | None
    filtered_out: int | None
    outside_mask: int | None
    suppressed: int | None
    mapped: int | None

    def to_dict(self) -> dict[str, int | None]:
        """Return the numbers by name."""
        return asdict(self)

    def faults(self) -> list[str]:
        """Return the equations that do not hold; empty unless the tool lost a row.

        Examples
        --------
        >>> Ledger(10, 8, 1, 1, 1, 1, 6, 4, 2, 1, 0, 3).faults()
        []
        >>> Ledger(10, 9, 1, 1, 1, 1, 7, 4, 2, 1, 0, 3).faults()
        ['read', 'inside']
        """
        equations = {
            "read": (self.read, (self.accepted, self.quarantined, self.duplicate)),
            "accepted": (self.accepted, (self.inside, self.outside, self.without_place)),
            "inside": (self.inside, (self.selected, self.filtered_out)),
            "selected": (self.selected, (self.mapped, self.suppressed, self.outside_mask)),
        }
        return [
            name
            for name, (whole, parts) in equations.items()
            if whole is not None
            and all(part is not None for part in parts)
            and whole != sum(part for part in parts if part is not None)
        ]
