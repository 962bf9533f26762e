"""Running the encoder in bulk on a processor: the network that is fastest there, and batches of like length.

Whoever does it, one process on all its cores or many with one each, runs the same batches, and so makes the same
vectors on processors of one kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from qabot.models.encoder import BATCH, OnnxEncoder, Vectors, batches_by_length
from qabot.models.onnx_session import GRAPH, ModelInputs, Tokens
from qabot.models.openvino_backend import OpenVinoRunner, has_bfloat16

OPENVINO_FROM = 32
"""Passages from which bfloat16 repays compiling the network."""

_WINDOW = 4096  # texts tokenised and sorted by length at a time: bounds memory, and leaves little padding
_SMALL_BATCH = 2  # in single precision, what two texts need still fits the processor's caches: 1.15 × batches of 8
_ALIKE = 0.9995  # the least cosine of a vector in half precision with the one in single precision
_PROBES = ("Who runs the Government Digital Service?", "The council let a contract for hosting and desktops. " * 6)
_Run = Callable[[ModelInputs], Vectors]


class BulkRunner(Struct, frozen=True):
    """What runs the network on the processor, and how it likes its work."""

    run: _Run
    """From one padded batch of tokens to their vectors, shape (texts, dimension). Safe to share between threads."""
    batch: int
    """Texts in a batch."""


def bulk_runner(encoder: OnnxEncoder, folder: Path, texts: int, streams: int) -> BulkRunner:
    """Return what runs a network fastest on this processor.

    Args:
        encoder: The encoder.
        folder: Where it was read from.
        texts: How many passages there are to embed.
        streams: How many batches are run at the same time.
    """
    half = _half_precision(encoder, folder / GRAPH, streams) if texts >= OPENVINO_FROM else None
    return BulkRunner(half, BATCH) if half else BulkRunner(encoder.run, _SMALL_BATCH)


def _half_precision(encoder: OnnxEncoder, graph: Path, streams: int) -> _Run | None:
    """The network in bfloat16, unless this processor, OpenVINO or the model itself does not take to it."""
    if not has_bfloat16():
        return None
    feed = encoder.tokeniser.feed(encoder.tokeniser.tokens(_PROBES, encoder.spec.document_prompt))
    try:
        run = OpenVinoRunner(graph, streams=streams).run
        alike = np.sum(run(feed) * encoder.run(feed), axis=1)
    except RuntimeError:  # an operator that OpenVINO does not know; onnxruntime, which wrote the graph, does
        return None
    return run if np.all(alike >= _ALIKE) else None


class Window(Struct, frozen=True):
    """Some thousands of texts, tokenised, in batches of like length."""

    places: list[list[int]]
    """Of each batch, which texts it is of, counted through all windows."""
    rows: list[list[Tokens]]
    """Of each batch, the tokens of these texts: what `Tokeniser.feed` pads."""


def windows(encoder: OnnxEncoder, texts: Sequence[str], batch: int) -> Iterator[Window]:
    """Yield texts in batches, some thousands of texts at a time, so that they need not lie in memory."""
    for start in range(0, len(texts), _WINDOW):
        rows = encoder.tokeniser.tokens(texts[start : start + _WINDOW], encoder.spec.document_prompt)
        batches = batches_by_length(rows, batch)
        places = [[start + place for place in each] for each in batches]
        yield Window(places, [[rows[place] for place in each] for each in batches])
