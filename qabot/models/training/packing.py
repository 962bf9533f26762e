"""Weights as they ship: what was learnt, in half precision, without the embeddings, which the packaged model has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def pack(weights: Mapping[str, torch.Tensor], path: Path) -> None:
    """Write what `ReaderNetwork.learnt` returns into a file of half precision."""
    part = path.with_suffix(".part")
    save_file({name: each.half().contiguous() for name, each in weights.items()}, part)
    part.replace(path)


def unpack(path: Path) -> dict[str, torch.Tensor]:
    """Read packed weights, in single precision."""
    return {name: each.float() for name, each in load_file(path).items()}


def average(paths: Sequence[Path]) -> dict[str, torch.Tensor]:
    """Return the mean of several packed weights (model soup: Wortsman et al. 2022)."""
    read = [unpack(path) for path in paths]
    return {name: torch.stack([each[name] for each in read]).mean(0) for name in read[0]}
