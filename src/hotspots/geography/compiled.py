"""The one way in which this project asks numba to compile a function."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return ``function`` compiled to machine code at its first call, without the GIL.

    The machine code is kept on disk: in ``NUMBA_CACHE_DIR`` if that is set, else in the
    ``__pycache__`` beside the source file, else (an installation that may not be written to) in
    the user's own cache folder. Where none of these can be written, numba refuses to compile at
    all; this decorator then compiles without a cache, so that the only loss is time: some seconds
    at the first call in every process.

    Parameters
    ----------
    function
        Plain loops over numbers and arrays. It may call other compiled functions.

    Returns
    -------
    Callable
        The same function, with the same arguments. Arguments are compiled per type: pass arrays
        of one dtype, layout and writability, or each variety costs a compilation.

    Examples
    --------
    >>> @compiled
    ... def double(number: float) -> float:
    ...     return 2.0 * number
    >>> double(2.5)
    5.0
    """
    try:
        kernel: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        kernel = numba.njit(cache=False, nogil=True)(function)
    return kernel
