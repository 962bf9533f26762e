"""Weights as they ship: what was learnt, in half precision, without the embeddings, which the packaged model has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch

_safetensors: Any = safetensors.torch  # it has no types for what it gives
_opened: Any = safetensors.safe_open


def pack(weights: Mapping[str, torch.Tensor], path: Path, *, int8: bool) -> None:
    """Write what `ReaderNetwork.learnt` returns into a file of half precision, which says whether 8 bits will do."""
    halves = {name: each.half().contiguous() for name, each in weights.items()}
    save(halves, path, {"int8": "true"} if int8 else {})


def learnt_in_8_bits(path: Path) -> bool:
    """Return what `pack` was told of the weights in a file."""
    with _opened(str(path), "pt") as opened:
        told: dict[str, str] = opened.metadata() or {}
    return told.get("int8") == "true"


def unpack(path: Path) -> dict[str, torch.Tensor]:
    """Read packed weights, in single precision."""
    return {name: each.float() for name, each in load(path).items()}


def save(tensors: Mapping[str, torch.Tensor], path: Path, metadata: Mapping[str, str]) -> None:
    """Write tensors into a file, whole or not at all."""
    part = path.with_suffix(".part")
    _safetensors.save_file(dict(tensors), part, metadata=dict(metadata))
    part.replace(path)


def load(path: Path) -> dict[str, torch.Tensor]:
    """Read the tensors of a file."""
    return _safetensors.load_file(path)


def average(paths: Sequence[Path]) -> dict[str, torch.Tensor]:
    """Return the mean of several packed weights (model soup: Wortsman et al. 2022)."""
    read = [unpack(path) for path in paths]
    return {name: torch.stack([each[name] for each in read]).mean(0) for name in read[0]}
