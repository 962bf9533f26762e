"""A model from its files, by sentence-transformers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch
import transformers

from qabot.models.export.model_source import Role, refuse_unread

_Model = TypeVar("_Model")


def load_as(kind: Callable[..., _Model], weights: Path, role: Role, *, device: str = "cpu") -> _Model:
    """Load a model from its folder, in single precision: weights from safetensors only, and none of its own code.

    Args:
        kind: The class of sentence-transformers that loads it.
        weights: The folder.
        role: What it is wanted for.
        device: Where to, as torch names it.

    Raises:
        ModelUnavailable: Weights are missing or pickled, or sentence-transformers cannot load them.
    """
    refuse_unread(weights, role)
    transformers.utils.logging.disable_progress_bar()
    with role.refusing(f"The model in {weights} cannot be loaded"):
        return kind(
            str(weights),
            device=device,
            local_files_only=True,
            trust_remote_code=False,
            # Only eager attention can be traced with lengths left open.
            model_kwargs={"use_safetensors": True, "attn_implementation": "eager", "dtype": torch.float32},
        )
