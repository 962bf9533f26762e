"""What onnxruntime runs: a loaded model's network as `model.onnx`, and its tokeniser as `tokenizer.json`."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast, get_args

import onnxruntime
import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.base.modules import Transformer

from qabot.models.export.model_source import Role, pipeline_sha256, weights_sha256
from qabot.models.export.network_files import save_optimised
from qabot.models.onnx_session import GRAPH, ROWS, TOKENIZER, TOKENS, Input, ModelSpec

LONGEST = 8192
"""Tokens read of a text where the model itself names no limit."""

_ort: Any = onnxruntime
_OPSET = 17

_Model = SentenceTransformer | CrossEncoder


class Graph(torch.nn.Module):
    """A model that takes its inputs by position, as a trace needs them; each kind of model says what it gives."""

    def __init__(self, model: _Model, inputs: Sequence[str]) -> None:
        """Take a loaded model and the names of its inputs."""
        super().__init__()
        self.model = model
        self.inputs = inputs

    def features(self, tensors: Sequence[torch.Tensor]) -> dict[str, torch.Tensor]:
        """Run the model on tensors of shape (texts, tokens), one an input."""
        return self.model(dict(zip(self.inputs, tensors, strict=True)))


def exportable_tokenizer(model: _Model, weights: Path, role: Role) -> Any:
    """The model's tokeniser, once it is clear that it can be saved and that plain texts are put to it.

    Raises:
        ModelUnavailable: It is not so.
    """
    first = next(model.children())
    if not isinstance(first, Transformer) or first.tokenizer is None:
        raise role.refusal(weights, f"it begins with a {type(first).__name__}, not with a transformer that reads text")
    if not first.tokenizer.is_fast or first.tokenizer.pad_token_id is None:
        raise role.refusal(weights, "its tokeniser is not one that can be saved as `tokenizer.json` with padding")
    if "message" in first.modality_config:
        raise role.refusal(weights, "it reads texts through a chat template")
    return first.tokenizer


def write_graph(
    kind: type[Graph], model: _Model, samples: Sequence[Any], folder: Path
) -> tuple[tuple[Input, ...], int]:
    """Write `model.onnx` and its weights.

    Args:
        kind: What the network gives.
        model: The model, loaded.
        samples: Two inputs of different lengths: a trace of one alone could take its shape for a constant.
        folder: Where to.

    Returns:
        The names of the network's inputs, and how many numbers it gives a text.
    """
    model.eval()
    features: dict[str, Any] = cast(Any, model).preprocess(samples)
    names = [name for name in get_args(Input) if name in features]
    graph = kind(model, names)
    tensors = tuple(features[name] for name in names)
    with torch.inference_mode():
        given = graph(*tensors)
        width = given[0].shape[1]
        outputs = [ROWS, TOKENS][: len(given)]
        axes = {name: {0: "texts", 1: "tokens"} for name in (*names, *outputs)} | {ROWS: {0: "texts"}}
        with tempfile.TemporaryDirectory(dir=folder) as scratch, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a trace could get wrong is found when it is compared
            traced = Path(scratch) / GRAPH
            cast(Any, torch.onnx).export(
                graph,
                tensors,
                traced,
                input_names=names,
                output_names=outputs,
                dynamic_axes=axes,
                opset_version=_OPSET,
                dynamo=False,
            )
            # In standard operators, so that OpenVINO reads it as well.
            return save_optimised(traced, folder / GRAPH, _ort.GraphOptimizationLevel.ORT_ENABLE_BASIC), width


def write_tokenizer(tokenizer: Any, length: int, folder: Path) -> None:
    """Write `tokenizer.json`, set to cut what is longer than this many tokens; of a pair, the longer text."""
    copied = tokenizer.backend_tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    copied.no_padding()
    copied.enable_truncation(length, strategy="longest_first", direction=tokenizer.truncation_side)
    copied.save(str(folder / TOKENIZER), pretty=False)


def describe(model: _Model, inputs: tuple[Input, ...], weights: Path, role: Role, name: str) -> ModelSpec:
    """Return what is noted of every model."""
    tokenizer: Any = model.tokenizer
    return ModelSpec(
        model=name,
        weights_sha256=weights_sha256(weights, role),
        pipeline_sha256=pipeline_sha256(weights, role),
        max_tokens=min(model.max_seq_length or LONGEST, LONGEST),
        inputs=inputs,
        pad_id=tokenizer.pad_token_id,
        pad_type_id=tokenizer.pad_token_type_id,
        pad_left=tokenizer.padding_side == "left",
    )
