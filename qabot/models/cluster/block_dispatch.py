"""Handing out blocks of passages to actors, a few at a time, and taking their vectors back.

Ray starts an actor that dies anew and repeats what it was at, a few times. One that it gives up is done without: its
blocks go to the others, and what none of them can do is done by this process, which says itself what is wrong then. A
block's vectors are taken once, whoever made them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from msgspec import Struct

from qabot.models.encoder import Vectors, of_unit_length
from qabot.models.onnx_session import ModelInputs

IN_FLIGHT = 2
"""Blocks that an actor has at a time: one that it is at, and one on its way."""


class Block(Struct, frozen=True):
    """Some batches of texts: what is sent, and where what comes back belongs."""

    places: list[int]
    """Which texts it is of, in the order of its rows."""
    feeds: list[ModelInputs]
    """The batches, padded, as the network takes them."""


class BlockDispatch:
    """One run through the blocks of a build; never more of them in memory than actors have in flight."""

    def __init__(
        self, ray: Any, actors: list[Any], blocks: Iterator[Block], dimension: int, here: Callable[[Block], Vectors]
    ) -> None:
        """Prepare to hand out.

        Args:
            ray: The library.
            actors: Handles of `EncoderActor` that are there; those that are lost are taken out.
            blocks: What is to be done; each is made when an actor has room for it.
            dimension: Of a vector.
            here: Does a block in this process.
        """
        self._ray = ray
        self._actors = actors
        self._blocks = blocks
        self._given_back: deque[Block] = deque()
        self._running: dict[Any, tuple[Any, Block]] = {}
        self._dimension = dimension
        self._here = here
        self.done_here = 0
        """Passages that this process had to do."""

    def results(self) -> Iterator[tuple[Block, Vectors]]:
        """Yield every block once, with its vectors, as they come."""
        self._hand_out()
        while self._running:
            yield from self._taken()
            self._hand_out()
        while block := self._next():
            self.done_here += len(block.places)
            yield block, self._here(block)

    def _next(self) -> Block | None:
        return self._given_back.popleft() if self._given_back else next(self._blocks, None)

    def _hand_out(self) -> None:
        for turn in range(IN_FLIGHT):
            for actor in self._actors:
                held = sum(one is actor for one, _ in self._running.values())
                if held <= turn and (block := self._next()):
                    self._running[actor.encode.remote(block.feeds)] = actor, block

    def _taken(self) -> Iterator[tuple[Block, Vectors]]:
        """Wait for a block, and yield it with its vectors; nothing where its actor was lost."""
        finished, _ = self._ray.wait([*self._running], num_returns=1)
        for reference in finished:
            actor, block = self._running.pop(reference)
            try:
                made = np.array(self._ray.get(reference))  # what Ray gives lies in its own memory
            except self._ray.exceptions.RayError:
                made = None
            if made is not None and self._are_vectors(made, block):
                yield block, made
            else:
                self._given_back.append(block)
                self._actors[:] = [each for each in self._actors if each is not actor]

    def _are_vectors(self, made: Vectors, block: Block) -> bool:
        if made.shape != (len(block.places), self._dimension) or made.dtype != np.float32:
            return False
        return bool(of_unit_length(made).all())
