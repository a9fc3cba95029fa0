"""Numbers as the scripts of the map take them: typed arrays, as text."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Numbers that four bits hold.
_FOUR_BITS = 16


def packed_small(numbers: NDArray[np.integer]) -> str:
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


def packed_varied(numbers: NDArray[np.integer]) -> str:
    """Return whole numbers in as many bytes as each needs: seven bits in each, the low ones first.

    Of every number all bytes but the last have their high bit set.

    Raises
    ------
    OverflowError
        If one of them is below 0 or needs more than 32 bits.

    Examples
    --------
    >>> packed_varied(np.array([1, 300])) == packed(np.array([0x01, 0xAC, 0x02]), np.uint8)
    True
    """
    if len(numbers) and not 0 <= numbers.min() <= numbers.max() <= np.iinfo(np.uint32).max:
        raise OverflowError(f"{numbers.min()} to {numbers.max()} in 32 bits")
    whole = numbers.astype(np.int64)
    sizes = np.ones(len(whole), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        sizes += whole >> bits > 0
    begins = np.cumsum(sizes) - sizes
    written = np.zeros(int(sizes.sum()), dtype=np.uint8)
    for at in range(int(sizes.max(initial=0))):
        longer = sizes > at
        more = np.where(sizes[longer] > at + 1, 0x80, 0)
        written[begins[longer] + at] = (whole[longer] >> 7 * at & 0x7F) | more
    return packed(written, np.uint8)


def packed_classes(classes: NDArray[np.integer]) -> str:
    """Return small numbers from -1 up in four bits each, or in a byte where one needs that.

    A legend rarely has more than fifteen classes; -1 is written as 0. Of two numbers in a byte the
    first is in the low bits; where there are an odd number of them, the last high bits are 0.

    Examples
    --------
    >>> packed_classes(np.array([0, 1, -1])) == packed(np.array([0x21, 0x00]), np.uint8)
    True
    """
    above = classes.astype(np.int64) + 1
    if int(above.max(initial=0)) >= _FOUR_BITS:
        return packed(above, np.uint8)
    low, high = above[::2], np.zeros_like(above[::2])
    high[: len(above) // 2] = above[1::2]
    return packed(low + _FOUR_BITS * high, np.uint8)
