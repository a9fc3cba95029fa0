"""Coordinates are converted alike in every thread, and not slower in a new one."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from threading import Thread, current_thread
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import pytest

from hotspots import crs
from hotspots.crs import RD_NEW, WGS84, reproject

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Lower left and upper right of a square of 40 km around Dordrecht.
X_RD = np.array([85_000.0, 125_000.0])
Y_RD = np.array([405_000.0, 445_000.0])


def degrees(points: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return reproject(
        np.linspace(*X_RD, points), np.linspace(*Y_RD, points), source=RD_NEW, target=WGS84
    )


@pytest.mark.parametrize("points", [2, 20_000, 20_001])
def test_few_and_many_are_converted_as_pyproj_does(points: int) -> None:
    direct = pyproj.Transformer.from_crs(RD_NEW, WGS84, always_xy=True)
    expected = direct.transform(np.linspace(*X_RD, points), np.linspace(*Y_RD, points))
    assert np.array_equal(degrees(points), expected)


def test_a_new_thread_makes_no_transformation_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work = []
    convert = crs._converted

    def noted(*arguments: object) -> object:
        at_work.append(current_thread().ident)
        return convert(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(crs, "_converted", noted)
    for _ in range(3):
        click = Thread(target=degrees, args=(2,))
        click.start()
        click.join()
    assert len(at_work) == 3
    assert len(set(at_work)) == 1


def test_many_threads_at_once_get_their_own_answers() -> None:
    with ThreadPoolExecutor(8) as clicks:
        answers = list(clicks.map(degrees, [*range(2, 40)] * 5))
    assert all(np.array_equal(lon, degrees(lon.size)[0]) for lon, _ in answers)


def test_a_process_that_is_forked_off_converts_too() -> None:
    here = degrees(3)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        there = pool.apply_async(degrees, (3,)).get(timeout=600)
    assert np.array_equal(here, there)


def test_what_cannot_be_converted_is_no_number() -> None:
    lon, lat = reproject(
        np.array([np.inf, 0.0]), np.array([0.0, 91.0]), source=WGS84, target=RD_NEW
    )
    assert np.isnan(lon).all()
    assert np.isnan(lat).all()
