"""Embedding by Ray: as many actors as there are cores, each with the encoder, on this machine or on a cluster.

This process cuts texts into tokens and batches just as it would for itself, so actors on processors of its kind make
the very vectors that it would make; on others they are as near as half precision is to single (a cosine of .9995).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from qabot import __version__
from qabot.core.errors import NetworkFailed
from qabot.core.progress import OnProgress, Progress
from qabot.models.batch_embedding import OnVectors, embed_documents
from qabot.models.cluster.block_dispatch import Block, BlockDispatch
from qabot.models.cluster.encoder_actor import ActorReport, EncoderActor, EncoderHolder, encoder_files
from qabot.models.cluster.ray_node import joined_cluster, own_node, require_address, require_ray
from qabot.models.encoder import OnnxEncoder, Vectors
from qabot.models.onnx_session import core_count, on_every_core
from qabot.models.processor_embedding import BulkRunner, bulk_runner, windows

RAY_FROM = 256
"""Passages from which Ray is asked: a node takes longer to start than this process takes to embed fewer."""
BLOCK = 32
"""Passages in a block: a second or two of an actor's work; it has two, which are done again where it is killed."""
RESTARTS = 3
"""How often Ray starts an actor anew that has died, and repeats what it was at, before it is done without."""
_SOON_S, _FIRST_ACTOR_S = 60, 240
"""Actors that are not there so soon are done without; where none is, the first one is waited for."""


class RayEmbedder(AbstractContextManager["RayEmbedder"]):
    """Embeds passages in the actors of a Ray node of its own, or of a cluster; leaving it ends them."""

    def __init__(self, address: str = "") -> None:
        """Prepare for it; Ray is started once there is work for it.

        Args:
            address: Of a running cluster, as HOST:PORT; empty to start a node here, on loopback.

        Raises:
            UsageError: Ray is not installed, or this is no address.
        """
        require_ray()
        if address:
            require_address(address)
        self._address = address
        self._open = ExitStack()
        self._ray: Any = None
        self._actors: list[Any] = []
        self._holder: Any = None
        self._batch = 0
        self.processes: tuple[int, ...] = ()
        """Process ids of its actors, on whatever machine each is."""
        self.embedded = 0
        """Passages that actors have embedded."""
        self.embedded_here = 0
        """Passages that this process had to embed, since no actor was left."""

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the actors, and the node that was started for them."""
        self._actors, self._holder = [], None
        self._open.close()

    def embed(self, encoder: Path, texts: Sequence[str], on_progress: OnProgress, on_vectors: OnVectors) -> Vectors:
        """Encode passages: see `Embedder`. A few are encoded by this process.

        Raises:
            NetworkFailed: The cluster cannot be joined, has no room, or runs another qabot.
            IndexCorrupt: The encoder's files are damaged.
        """
        if len(texts) < RAY_FROM:
            return embed_documents(encoder, texts, on_progress, device="cpu", on_vectors=on_vectors)
        if not self._actors:
            on_progress(Progress("embed", 0, len(texts), "starting Ray" if not self._address else "joining Ray"))
            self._start(encoder, len(texts))
        opened = OnnxEncoder.of_passages(encoder)
        rest = _ThisProcess(opened, encoder, len(texts))
        blocks = _blocks(opened, texts, self._batch)
        dispatch = BlockDispatch(self._ray, self._actors, blocks, opened.spec.dimension, rest.encode)
        vectors = np.empty((len(texts), opened.spec.dimension), dtype=np.float32)
        done = 0
        for block, made in dispatch.results():
            vectors[block.places] = made
            on_vectors(block.places, made)
            done += len(block.places)
            on_progress(Progress("embed", done, len(texts)))
        self.embedded += done - dispatch.done_here
        self.embedded_here += dispatch.done_here
        return vectors

    def _start(self, encoder: Path, texts: int) -> None:
        self._open.close()  # of earlier ones no actor is left
        node = joined_cluster(self._address) if self._address else own_node()
        self._ray, room = self._open.enter_context(node)
        holder = f"encoder-{secrets.token_hex(8)}" if self._address else ""
        if holder:
            held = self._ray.remote(num_cpus=0)(EncoderHolder)
            self._holder = held.options(name=holder).remote(encoder_files(encoder))
        kind = self._ray.remote(num_cpus=1, max_restarts=RESTARTS, max_task_retries=RESTARTS)(EncoderActor)
        actors = [kind.remote(str(encoder), holder, texts) for _ in range(min(room, -(-texts // BLOCK)))]
        found = self._there([(actor, actor.report.remote()) for actor in actors])
        self._actors = [actor for actor, _ in found]
        self._batch = found[0][1].batch
        self.processes = tuple(report.process for _, report in found)

    def _there(self, asked: list[tuple[Any, Any]]) -> list[tuple[Any, ActorReport]]:
        """Return the actors that are there soon, with what they tell; at least one."""
        references = [reference for _, reference in asked]
        ready, _ = self._ray.wait(references, num_returns=len(references), timeout=_SOON_S)
        if not ready:
            ready, _ = self._ray.wait(references, num_returns=1, timeout=_FIRST_ACTOR_S)
        found: list[tuple[Any, ActorReport]] = []
        why = f"none was there within {_SOON_S + _FIRST_ACTOR_S} seconds"
        for actor, reference in asked:
            report = self._report(reference) if reference in ready else None
            if isinstance(report, ActorReport):
                found.append((actor, report))
            else:
                self._ray.kill(actor)
                why = report or why
        if not found:
            raise _no_actor(why)
        return found

    def _report(self, reference: Any) -> ActorReport | str:
        """Return what an actor tells of itself, or why it is of no use."""
        try:
            report: ActorReport = self._ray.get(reference)
        except self._ray.exceptions.RayError as cause:
            lines = [line for line in str(cause).splitlines() if line.strip()]
            return lines[-1].strip()[:200] if lines else type(cause).__name__
        there = report.version
        return report if there == __version__ else f"it runs qabot {there}, and this is {__version__}"


class _ThisProcess:
    """Does blocks that no actor is left for."""

    def __init__(self, encoder: OnnxEncoder, folder: Path, texts: int) -> None:
        self._encoder, self._folder, self._texts = encoder, folder, texts

    @cached_property
    def _runner(self) -> BulkRunner:
        return bulk_runner(self._encoder, self._folder, self._texts, core_count())

    def encode(self, block: Block) -> Vectors:
        return np.concatenate(on_every_core(self._runner.run, block.feeds))


def _blocks(encoder: OnnxEncoder, texts: Sequence[str], batch: int) -> Iterator[Block]:
    """Yield texts in blocks, each of whole batches."""
    together = max(1, BLOCK // batch)
    for window in windows(encoder, texts, batch):
        for first in range(0, len(window.rows), together):
            places = [place for each in window.places[first : first + together] for place in each]
            rows = window.rows[first : first + together]
            yield Block(places, [encoder.tokeniser.feed(each) for each in rows])


def _no_actor(why: str) -> NetworkFailed:
    return NetworkFailed(
        f"No actor could be started with Ray: {why.rstrip('.')}.",
        still_works="The index is as it was, and answers.",
        hint=f"Install qabot {__version__} on each node of the cluster and leave it a core, or leave out --ray.",
    )
