"""What learns: the six layers of MiniLM with two heads, one for the answer's span and one for whether there is one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from transformers import BertModel

from qabot.models.reader_graph import WEIGHT_STEPS

FROZEN = "encoder.embeddings."
"""Begins the names of the weights that stay as the packaged model has them, and are read from there."""
_INPUT_STEPS = 255
_LEAST = 1e-8


class ReaderNetwork(nn.Module):
    """Token ids to logits: where the answer starts and ends, and whether the passage answers at all.

    The heads follow Devlin et al. 2019 (BERT), section 4.3: the first token stands for "no answer". The layers drop
    nothing out unless a stage says so: in the first epochs over varied examples, half as many again in the same time
    teach more.
    """

    def __init__(self, base: Path, *, dropped: float = 0.0, int8: bool = False) -> None:
        """Load the packaged encoder's layers; the heads are made up at random, from torch's seed.

        Args:
            base: Folder of the packaged encoder.
            dropped: Share of the layers' outputs that are dropped out while training.
            int8: Whether the layers compute as they will in 8 bits (`Int8Linear`).
        """
        super().__init__()
        bert: Any = BertModel
        self.encoder: Any = bert.from_pretrained(
            str(base),
            add_pooling_layer=False,
            hidden_dropout_prob=dropped,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",  # the fused one takes half of a step on processors, in bfloat16 most of all
        )
        if int8:
            _compute_in_8_bits(self.encoder.encoder)
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


class _RoundedProduct(torch.autograd.Function):
    """What `Int8Linear` computes, and its gradients."""

    @staticmethod
    def forward(ctx: Any, given: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """Multiply in whole steps, all of which bfloat16 holds: shape (texts, tokens, in) to (texts, tokens, out)."""
        kind = torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32
        lengths: Any = given.float().flatten(1).aminmax(dim=1)
        span = lengths.max.clamp(min=0) - lengths.min.clamp(max=0)
        step = (span / _INPUT_STEPS).clamp(min=_LEAST).view(-1, 1, 1)
        by_column = (weight.abs().amax(dim=1) / WEIGHT_STEPS).clamp(min=_LEAST)
        steps = (given / step).round_().to(kind)
        product = functional.linear(steps, (weight / by_column.unsqueeze(1)).round_().to(kind))
        ctx.save_for_backward(given.to(kind), weight.to(kind))
        return product.mul_(step * by_column).add_(bias)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, ...]:  # type: ignore[override] - one of three
        """Pass the gradients on as if nothing had been rounded."""
        given, weight = ctx.saved_tensors
        rows = grad.to(given.dtype).flatten(0, 1)
        to_weight = (rows.t() @ given.flatten(0, 1)).float()
        return (rows @ weight).view(given.shape), to_weight, rows.sum(0).float()


class Int8Linear(nn.Linear):
    """A linear layer that rounds as those of the exported network do, so that the network learns to live with it.

    Inputs are rounded to 256 steps between the least and the greatest value of a text, 0 among them, and weights by
    column to `WEIGHT_STEPS` on either side of 0, as onnxruntime's `DynamicQuantizeMatMul` takes them; gradients pass as
    if nothing were rounded (the straight-through estimator of Bengio et al. 2013; Jacob et al. 2018 train like this).
    """

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 - the name that torch gives it
        """Apply the layer to a batch: shape (texts, tokens, in) to (texts, tokens, out)."""
        rounded: Any = _RoundedProduct
        product: torch.Tensor = rounded.apply(input, self.weight, self.bias)
        return product


def _compute_in_8_bits(layers: nn.Module) -> None:
    for module in list(layers.modules()):
        for name, part in list(module.named_children()):
            if isinstance(part, nn.Linear):
                made = Int8Linear(part.in_features, part.out_features)
                made.weight, made.bias = part.weight, part.bias
                setattr(module, name, made)
