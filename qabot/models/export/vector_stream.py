"""Vectors of many texts, as they are made: what a GPU is for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import torch
from numpy.typing import NDArray

from qabot.core.errors import ModelUnavailable
from qabot.models.export.encoder_export import load
from qabot.models.export.model_source import ENCODER, weights_sha256

_WINDOW = 1024
"""Texts that are encoded at a time."""


def stream(weights: Path, sha256: str, device: str, lines: Iterable[bytes], vectors: BinaryIO) -> None:
    """Encode texts, and write each window of vectors once it is there.

    Args:
        weights: The model's folder.
        sha256: Of its weights, as the index has them.
        device: Where to compute, as torch names it.
        lines: The texts, each a JSON string.
        vectors: Given rows of float32.

    Raises:
        ModelUnavailable: There is no such device, or these are not the weights.
    """
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise ModelUnavailable("There is no GPU that torch can use.", hint='Set the device to "cpu".')
    model: Any = load(weights, device=device)
    if weights_sha256(weights, ENCODER) != sha256:
        raise ENCODER.refusal(weights, "its weights are not those that the index is built with")
    texts = (cast(str, json.loads(line)) for line in lines)
    while window := list(islice(texts, _WINDOW)):
        rows: NDArray[np.float32] = model.encode_document(window, normalize_embeddings=True, show_progress_bar=False)
        vectors.write(rows.astype(np.float32, copy=False).tobytes())
        vectors.flush()
