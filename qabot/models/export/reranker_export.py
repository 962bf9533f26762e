"""Rerankers: a sentence-transformers CrossEncoder to the `reranker/` of a generation."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from msgspec.structs import asdict
from sentence_transformers import CrossEncoder

from qabot.models.export.model_loading import load_as
from qabot.models.export.model_source import RERANKER
from qabot.models.export.network_files import PROBES
from qabot.models.export.onnx_graph import Graph, describe, exportable_tokenizer, write_graph, write_tokenizer
from qabot.models.reranker import OnnxReranker, RerankerSpec

ALIKE = 1e-3
"""How far the exported network may be from sentence-transformers on any probe, before a sigmoid is taken."""

_PAIRS = [(PROBES[0], probe) for probe in PROBES] + [(probe, PROBES[-2]) for probe in PROBES[1:]]


def load(weights: Path) -> CrossEncoder:
    """Load a cross-encoder from its folder.

    Raises:
        ModelUnavailable: Weights are missing or pickled, sentence-transformers cannot load them, or they are not those
            of a model that gives a pair of texts one score.
    """
    model = load_as(CrossEncoder, weights, RERANKER)
    if model.num_labels != 1:
        raise RERANKER.refusal(weights, f"it gives {model.num_labels} scores to a pair of texts, not one")
    # What is missing is made up at random, such as all that turns an encoder's output into a score: twice differently.
    pairs = zip(model.named_parameters(), load_as(CrossEncoder, weights, RERANKER).parameters(), strict=True)
    if made_up := [name for (name, one), other in pairs if not torch.equal(one, other)]:
        raise RERANKER.refusal(weights, f"it lacks the weights {made_up[0]!r}; is it a cross-encoder?")
    return model


def export(model: CrossEncoder, weights: Path, folder: Path, *, name: str) -> RerankerSpec:
    """Write a loaded model as the reranker of a generation, and check it against sentence-transformers.

    Args:
        model: What `load` gave.
        weights: The folder it was loaded from.
        folder: Where `reranker.json`, `tokenizer.json`, `model.onnx` and `model.onnx.data` go; must exist.
        name: The model's name for a reader.

    Raises:
        ModelUnavailable: This kind of model cannot be exported, or what came out gives other scores.
    """
    tokenizer = exportable_tokenizer(model, weights, RERANKER)
    activation = cast(Any, model).activation_fn
    if not isinstance(activation, torch.nn.Sigmoid | torch.nn.Identity):
        kind = type(activation).__name__
        raise RERANKER.refusal(weights, f"its scores go through a {kind}, not through a sigmoid or nothing")
    samples = [("short", "a short text"), ("rather longer", "a text that is rather longer than the first")]
    with RERANKER.refusing(f"The network of {type(model[0]).__name__} cannot be exported"):
        inputs, _ = write_graph(_Scores, model, samples, folder)
    spec = RerankerSpec(
        **asdict(describe(model, inputs, weights, RERANKER, name)),
        prompt=model.prompts.get(model.default_prompt_name or "") or "",
        sigmoid=isinstance(activation, torch.nn.Sigmoid),
    )
    write_tokenizer(tokenizer, spec.max_tokens, folder)
    spec.write(folder)
    _check(model, OnnxReranker.open(folder), weights)
    return spec


class _Scores(Graph):
    """All modules of a model in a row: token ids of pairs in, one number a pair out."""

    def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor]:
        """Tensors of shape (pairs, tokens), one an input, to scores of shape (pairs, 1), before any sigmoid."""
        return (self.features(tensors)["scores"],)


def _check(model: Any, reranker: OnnxReranker, weights: Path) -> None:
    with RERANKER.refusing(f"The model in {weights} cannot be run"):
        ours = np.concatenate([reranker.logits(first, [second]) for first, second in _PAIRS])
        theirs = model.predict(_PAIRS, activation_fn=torch.nn.Identity(), show_progress_bar=False)
    if not np.allclose(ours, theirs, rtol=ALIKE, atol=ALIKE):  # which NaN fails too
        apart = np.max(np.abs(ours - theirs))
        raise RERANKER.refusal(weights, f"its exported network gives other scores (by {apart:.4f})")
