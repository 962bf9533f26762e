"""Passages into a better order while asking: the cross-encoder that a generation may carry, run by onnxruntime.

    reranker/reranker.json      which model it is, how it was prompted and cut: `RerankerSpec`
    reranker/…                  its tokeniser, and its network, which gives one number a pair of texts

`qabot.models.onnx_session` says what the files are. A cross-encoder reads a question and a passage together, so it can
tell better than two vectors whether one answers the other, and costs a run of its network for every passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from qabot.models.onnx_session import (
    CHARACTERS_A_TOKEN,
    GRAPH,
    TOKENIZER,
    ModelSpec,
    OnnxSession,
    Tokeniser,
    Tokens,
    on_every_core,
)

SPEC = "reranker.json"

Scores = NDArray[np.float32]
"""Shape (passages,), in their order; more is better."""


class RerankerSpec(ModelSpec, frozen=True, kw_only=True):
    """What `reranker.json` holds."""

    FILE: ClassVar[str] = SPEC

    prompt: str
    """Put before every question; often empty."""
    sigmoid: bool
    """Whether a score is the sigmoid of what the network gives, and so between 0 and 1; else it is just that."""


class OnnxReranker:
    """The reranker of one generation: how well each passage answers a question, on the processor.

    Takes any `str` without raising. Safe to share between threads.
    """

    def __init__(self, spec: RerankerSpec, tokeniser: Tokeniser, network: OnnxSession) -> None:
        """Put the parts together; `open` reads them."""
        self.spec = spec
        self._tokeniser = tokeniser
        self._network = network

    @classmethod
    def open(cls, folder: Path) -> OnnxReranker:
        """Open a generation's `reranker/` folder.

        Raises:
            IndexCorrupt: A file is missing, damaged or does not belong with the others.
            IndexFromFuture: It was written by a newer qabot.
        """
        spec = RerankerSpec.read(folder)
        return cls(spec, Tokeniser(spec, folder / TOKENIZER), OnnxSession(spec, folder / GRAPH))

    def score(self, question: str, passages: Sequence[str]) -> Scores:
        """Score each passage as an answer to a question, as `CrossEncoder.predict` would.

        Args:
            question: As asked.
            passages: What to read with it. What is too long for the model is read from its beginning.

        Raises:
            IndexCorrupt: The network cannot be run, or gives another shape.
        """
        logits = self.logits(question, passages)
        if not self.spec.sigmoid:
            return logits
        with np.errstate(over="ignore"):  # of a number far below 0, `exp` is infinite and the score 0
            return np.float32(1) / (np.float32(1) + np.exp(-logits))

    def logits(self, question: str, passages: Sequence[str]) -> Scores:
        """Return what the network itself gives for each passage, before any sigmoid; raises as `score` does.

        Each pair runs by itself, one a core: batches are no faster on a processor (measured with 6 layers), and their
        padding would make the last digits of a score depend on what else is scored.
        """
        end = CHARACTERS_A_TOKEN * self.spec.max_tokens  # so that a megabyte of nonsense costs no more than a page
        rows = self._tokeniser.pairs(self.spec.prompt + question[:end], [passage[:end] for passage in passages])
        return np.array(on_every_core(self._logit, rows), dtype=np.float32)

    def _logit(self, pair: Tokens) -> float:
        return self._network.run(self._tokeniser.feed([pair]), 1)[0, 0]
