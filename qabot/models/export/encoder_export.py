"""Encoders: a sentence-transformers model to the `encoder/` of a generation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from msgspec.structs import asdict
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Router, Transformer
from sentence_transformers.sentence_transformer.modules import Pooling

from qabot.models.encoder import EncoderSpec, OnnxEncoder
from qabot.models.export.eight_bits import read_in_8_bits
from qabot.models.export.model_loading import load_as
from qabot.models.export.model_source import ENCODER
from qabot.models.export.network_files import PROBES
from qabot.models.export.onnx_graph import Graph, describe, exportable_tokenizer, write_graph, write_tokenizer

ALIKE = 0.9995
"""Cosine that the exported network must reach against sentence-transformers on every probe."""


def load(weights: Path, *, device: str = "cpu") -> SentenceTransformer:
    """Load a model from its folder.

    Raises:
        ModelUnavailable: Weights are missing or pickled, or sentence-transformers cannot load them.
    """
    return load_as(SentenceTransformer, weights, ENCODER, device=device)


def export(model: SentenceTransformer, weights: Path, folder: Path, *, name: str) -> EncoderSpec:
    """Write a loaded model as the encoder of a generation, and check it against sentence-transformers.

    Args:
        model: What `load` gave.
        weights: The folder it was loaded from.
        folder: Where `encoder.json`, `tokenizer.json`, `model.onnx` and `model.onnx.data` go; must exist.
        name: The model's name for a reader.

    Raises:
        ModelUnavailable: This kind of model cannot be exported, or what came out gives other vectors.
    """
    _refuse_what_no_tokens_decide(model, weights)
    tokenizer = exportable_tokenizer(model, weights, ENCODER)
    samples = ["a short text", "a text that is rather longer than the first"]
    with ENCODER.refusing(f"The network of {type(model[0]).__name__} cannot be exported"):
        inputs, dimension = write_graph(_Vectors, model, samples, folder)
    spec = EncoderSpec(
        **asdict(describe(model, inputs, weights, ENCODER, name)),
        dimension=dimension,
        query_prompt=prompt(model, ("query",)),
        document_prompt=prompt(model, ("document", "passage", "corpus")),
    )
    write_tokenizer(tokenizer, spec.max_tokens, folder)
    spec.write(folder)
    _check(model, OnnxEncoder.open(folder), weights)
    return read_in_8_bits(folder)


def prompt(model: SentenceTransformer, names: Sequence[str]) -> str:
    """The prompt that `encode_query` or `encode_document` puts first, as sentence-transformers picks it."""
    chosen = next((name for name in names if name in model.prompts), model.default_prompt_name)
    return (model.prompts.get(chosen) if chosen is not None else None) or ""


class _Vectors(Graph):
    """All modules of a model in a row: token ids in, vectors of length 1 out, of the text and of each token."""

    def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Tensors of shape (texts, tokens), one an input, to shapes (texts, dimension) and (texts, tokens, width)."""
        features = self.features(tensors)
        vectors = features["sentence_embedding"][:, : self.model.truncate_dim]
        each = (vectors, features["token_embeddings"])
        return torch.nn.functional.normalize(each[0], p=2.0, dim=-1), torch.nn.functional.normalize(each[1], dim=-1)


def _refuse_what_no_tokens_decide(model: SentenceTransformer, weights: Path) -> None:
    """Refuse a model whose vectors depend on more than token ids."""
    modules = list(model.children())
    if any(isinstance(module, Router) for module in modules):
        raise ENCODER.refusal(weights, "it has separate networks for questions and passages")
    first = modules[0]
    if isinstance(first, Transformer) and (first.query_expansion or first.query_length or first.document_length):
        raise ENCODER.refusal(weights, "it reads questions and passages to different lengths")
    excluded = any(isinstance(module, Pooling) and not module.include_prompt for module in modules)
    if excluded and any(model.prompts.values()):
        raise ENCODER.refusal(weights, "it leaves its prompts out of the pooling")


def _check(model: Any, encoder: OnnxEncoder, weights: Path) -> None:
    probes = list(PROBES)
    settings = {"normalize_embeddings": True, "show_progress_bar": False}
    queries = np.stack([encoder.encode_query(probe) for probe in probes])
    passages = encoder.encode_documents(probes)
    of_queries = np.sum(queries * model.encode_query(probes, **settings), axis=1)
    of_passages = np.sum(passages * model.encode_document(probes, **settings), axis=1)
    cosines = np.concatenate([of_queries, of_passages])
    if not np.all(cosines >= ALIKE):  # so that NaN fails too
        raise ENCODER.refusal(weights, f"its exported network gives other vectors (cosine {np.min(cosines):.4f})")
