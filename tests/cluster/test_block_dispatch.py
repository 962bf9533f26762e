"""Blocks are handed out a few at a time, and each is taken once, whatever becomes of those who had it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from qabot.models.cluster.block_dispatch import Block, BlockDispatch
from qabot.models.encoder import Vectors


class LostError(Exception):
    """Stands for every error of Ray's."""


class FakeRay:
    """Ray without processes: what is asked for is done when it is taken."""

    exceptions = SimpleNamespace(RayError=LostError)

    def wait(self, references: Sequence[Any], *, num_returns: int) -> tuple[list[Any], list[Any]]:
        return [*references[-num_returns:]], [*references[:-num_returns]]  # the last first: they come in any order

    def get(self, reference: Callable[[], Vectors]) -> Vectors:
        return reference()


def as_made(vectors: Vectors) -> Vectors:
    return vectors


class Actor:
    """Gives each text its number as a vector, as long as it lives."""

    def __init__(self, lives: int = 10**6, made: Callable[[Vectors], Vectors] = as_made) -> None:
        """Live for so many blocks, and spoil vectors like this."""
        self.lives, self.made, self.asked = lives, made, 0
        self.encode = SimpleNamespace(remote=self._remote)

    def _remote(self, feeds: Any) -> Callable[[], Vectors]:
        self.asked += 1

        def taken() -> Vectors:
            self.lives -= 1
            if self.lives < 0:
                raise LostError
            return self.made(vectors_of(feeds))

        return taken


def vectors_of(feeds: Any) -> Vectors:
    numbers = [number for feed in feeds for number in feed]
    return np.array([[np.cos(each), np.sin(each)] for each in numbers], dtype=np.float32)


class Given:
    """Ten blocks of three texts, which are counted as they are asked for."""

    def __init__(self) -> None:
        """Begin."""
        self.made = 0

    def blocks(self) -> Iterator[Block]:
        feeds: Any
        for first in range(0, 30, 3):
            self.made += 1
            feeds = [[first, first + 1], [first + 2]]
            yield Block([first, first + 1, first + 2], feeds)


def run(actors: list[Any], given: Given) -> tuple[list[int], list[int]]:
    """Return which texts came, in order, and what this process did of them; the vectors are compared."""
    here: list[int] = []

    def encode(block: Block) -> Vectors:
        here.extend(block.places)
        return vectors_of(block.feeds)

    most = 2 * len(actors)
    dispatch = BlockDispatch(FakeRay(), actors, given.blocks(), 2, encode)
    seen: list[int] = []
    for block, made in dispatch.results():
        assert np.array_equal(made, vectors_of(block.feeds))
        assert given.made - len(seen) // 3 <= most, "no more than two an actor are in flight"
        seen += block.places
    assert dispatch.done_here == len(here)
    return seen, here


def test_every_block_comes_once_from_all_actors() -> None:
    actors, given = [Actor(), Actor()], Given()
    seen, here = run([*actors], given)
    assert sorted(seen) == [*range(30)]
    assert here == []
    assert all(actor.asked for actor in actors)


def test_an_actor_that_is_lost_has_its_blocks_done_by_the_other() -> None:
    lost, sound = Actor(lives=1), Actor()
    actors: list[Any] = [lost, sound]
    seen, here = run(actors, Given())
    assert (sorted(seen), here) == ([*range(30)], [])
    assert actors == [sound]


def test_what_no_actor_is_left_for_this_process_does() -> None:
    actors: list[Any] = [Actor(lives=2), Actor(lives=1)]
    seen, here = run(actors, Given())
    assert sorted(seen) == [*range(30)]
    assert len(here) == 3 * 7
    assert actors == []


def too_few(vectors: Vectors) -> Vectors:
    return vectors[:2]


def too_long(vectors: Vectors) -> Vectors:
    return vectors * np.float32(1.02)


def no_numbers(vectors: Vectors) -> Vectors:
    return vectors * np.float32(np.nan)


def of_another_type(vectors: Vectors) -> Any:
    return vectors.astype(np.float64)


def of_another_dimension(vectors: Vectors) -> Vectors:
    return vectors[:, :1]


@pytest.mark.parametrize("made", [too_few, too_long, no_numbers, of_another_type, of_another_dimension])
def test_what_is_no_vector_is_not_taken(made: Callable[[Vectors], Vectors]) -> None:
    actors: list[Any] = [Actor(made=made), Actor()]
    seen, here = run(actors, Given())
    assert (sorted(seen), here) == ([*range(30)], [])
    assert len(actors) == 1


def a_little_short(vectors: Vectors) -> Vectors:
    return vectors * np.float32(0.995)


def test_a_vector_may_be_less_than_a_hundredth_off() -> None:
    actors: list[Any] = [Actor(made=a_little_short)]
    blocks = BlockDispatch(FakeRay(), actors, Given().blocks(), 2, lambda _: pytest.fail("an actor is there"))
    assert sum(len(block.places) for block, _ in blocks.results()) == 30


def test_nothing_to_do() -> None:
    dispatch = BlockDispatch(FakeRay(), [Actor()], iter(()), 2, lambda _: np.empty((0, 2), dtype=np.float32))
    assert list(dispatch.results()) == []
