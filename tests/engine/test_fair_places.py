"""Places are given in the order in which they are asked for, and none is lost."""

from __future__ import annotations

import threading
import time

import pytest

from qabot.engine.fair_places import FairPlaces

SOON = 30.0


def waiting(places: FairPlaces, name: str, came: list[str]) -> threading.Thread:
    """Begin to wait for a place, and return once that is so."""
    begun = threading.Event()

    def wait() -> None:
        begun.set()
        with places:
            came.append(name)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    assert begun.wait(SOON)
    until = time.monotonic() + SOON
    while places.waiting < int(name) and time.monotonic() < until:
        time.sleep(0.001)
    return thread


def test_who_waits_longest_is_next_and_who_leaves_and_comes_back_is_last() -> None:
    places, came = FairPlaces(1), list[str]()
    with places:
        threads = [waiting(places, str(number), came) for number in (1, 2, 3, 4)]
    with places:  # at once again, before any of those can have woken up
        came.append("again")
    for each in threads:
        each.join(SOON)
    assert came == ["1", "2", "3", "4", "again"]


def test_no_more_are_in_than_there_are_places_and_none_is_lost() -> None:
    places, inside, most, changing = FairPlaces(3), [0], [0], threading.Lock()

    def work() -> None:
        for _ in range(50):
            with places:
                with changing:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                time.sleep(0)
                with changing:
                    inside[0] -= 1

    threads = [threading.Thread(target=work, daemon=True) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(SOON)
    assert (inside, most[0] <= 3) == ([0], True)
    with places, places, places:
        pass


def test_a_place_comes_back_though_what_was_done_in_it_failed() -> None:
    places = FairPlaces(1)
    with pytest.raises(ValueError, match="no"), places:
        raise ValueError("no")
    with places:
        pass


def test_who_is_interrupted_while_waiting_costs_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        """A lock at which Ctrl-C comes in: at the second time, when a place is waited for."""

        def __init__(self) -> None:
            self.asked = 0

        def acquire(self) -> None:
            self.asked += 1
            if self.asked == 2:
                raise KeyboardInterrupt

        def release(self) -> None:
            """Nobody waits."""

    places = FairPlaces(1)
    with places:
        monkeypatch.setattr("qabot.engine.fair_places.threading.Lock", Interrupted)
        with pytest.raises(KeyboardInterrupt), places:
            pytest.fail("there was no place")
        monkeypatch.undo()
    with places:
        pass
