"""Numbers as the scripts of the map take them: typed arrays, as text."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def packed_small(numbers: NDArray[np.integer[Any]]) -> str:
    """Return whole numbers in two bytes each, or in four where one of them needs that.

    Examples
    --------
    >>> packed_small(np.array([1, 258])), len(packed_small(np.array([70_000])))
    ('AQACAQ==', 8)
    """
    large = int(numbers.max(initial=0)) > np.iinfo(np.uint16).max
    return packed(numbers, np.uint32 if large else np.uint16)


def packed(numbers: NDArray[np.generic], dtype: type[np.uint8 | np.uint16 | np.uint32]) -> str:
    """Return whole numbers as base64 of a little-endian typed array.

    Raises
    ------
    OverflowError
        If one of them does not fit: it would come out as another number.

    Examples
    --------
    >>> packed(np.array([1, 258]), np.uint16)
    'AQACAQ=='
    """
    if len(numbers) and not 0 <= numbers.min() <= numbers.max() <= np.iinfo(dtype).max:
        raise OverflowError(f"{numbers.min()} to {numbers.max()} as {np.dtype(dtype)}")
    little = np.dtype(dtype).newbyteorder("<")
    return base64.b64encode(np.ascontiguousarray(numbers, dtype=little).tobytes()).decode()
