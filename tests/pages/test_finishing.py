from __future__ import annotations

import threading
import time

import pytest

from hotspots.pages.finishing import to_the_end, wait_until_finished


def test_a_stop_waits_for_an_import_that_began() -> None:
    began, done = threading.Event(), threading.Event()

    def importing() -> None:
        with to_the_end():
            began.set()
            time.sleep(0.2)
            done.set()

    thread = threading.Thread(target=importing)
    thread.start()
    began.wait()
    assert wait_until_finished(10)
    assert done.is_set()
    thread.join()


def test_a_stop_does_not_wait_for_good() -> None:
    with to_the_end():
        assert not wait_until_finished(0.05)
    assert wait_until_finished(0)


def test_an_import_that_fails_is_not_waited_for() -> None:
    with pytest.raises(ValueError, match="kapot"), to_the_end():
        raise ValueError("kapot")
    assert wait_until_finished(0)
