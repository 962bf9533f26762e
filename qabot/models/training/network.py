"""What learns: the six layers of MiniLM with two heads, one for the answer's span and one for whether there is one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import BertModel

FROZEN = "encoder.embeddings."
"""Begins the names of the weights that stay as the packaged model has them, and are read from there."""


class ReaderNetwork(nn.Module):
    """Token ids to logits: where the answer starts and ends, and whether the passage answers at all.

    The heads follow Devlin et al. 2019 (BERT), section 4.3: the first token stands for "no answer". The layers drop
    nothing out: of some epochs over varied examples, half as many again in the same time teach more.
    """

    def __init__(self, base: Path) -> None:
        """Load the packaged encoder's layers; the heads are made up at random, from torch's seed."""
        super().__init__()
        bert: Any = BertModel
        self.encoder: Any = bert.from_pretrained(
            str(base), add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        width = self.encoder.config.hidden_size
        self.span = nn.Linear(width, 2)
        self.answers = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, 1))
        for weight in self.encoder.embeddings.parameters():
            weight.requires_grad_(False)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return logits of start and end, shape (windows, tokens), and of being answered, shape (windows,)."""
        given: Any = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids, return_dict=False
        )
        start, end = self.span(given[0]).unbind(-1)
        return start, end, self.answers(given[0][:, 0]).squeeze(-1)

    def learnt(self) -> dict[str, torch.Tensor]:
        """Return the weights that are trained, by name."""
        return {name: each.detach() for name, each in self.named_parameters() if not name.startswith(FROZEN)}

    def take(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Put these in the place of what `learnt` returns.

        Raises:
            ValueError: They are not the weights of such a network.
        """
        own = self.learnt()
        if set(weights) != set(own) or any(own[name].shape != each.shape for name, each in weights.items()):
            raise ValueError("these are not the weights of a reader")
        self.load_state_dict({name: each.float() for name, each in weights.items()}, strict=False)
