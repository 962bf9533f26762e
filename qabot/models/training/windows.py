"""An example as tokens: `[CLS] question [SEP] title passage [SEP]`, cut to a window of the passage that fits."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from msgspec import Struct
from tokenizers import Tokenizer

from qabot.core.text import Span
from qabot.models.reader import MOST_QUESTION, MOST_TITLE

CLS, SEP, PAD = 101, 102, 0
"""Ids of the marks in BERT's vocabulary."""


class Window(Struct, frozen=True):
    """The tokens of a question with a passage, or with as much of it as fits."""

    ids: list[int]
    """Token ids, with the marks of start and end."""
    types: list[int]
    """0 for the question's tokens and 1 for the others."""
    offsets: list[Span | None]
    """Which characters of the passage each token stands for; None outside it."""
    span: tuple[int, int]
    """First and last token of the answer; both 0, which is the start mark, where there is none."""


class WindowMaker:
    """Makes windows of at most so many tokens."""

    def __init__(self, tokenizer: Tokenizer, most: int) -> None:
        """Take the encoder's tokeniser, which neither cuts nor pads, and the length of a window in tokens."""
        self._tokenizer = tokenizer
        self._most = most

    def window(
        self, question: str, title: str, text: str, span: Span | None = None, rng: random.Random | None = None
    ) -> Window:
        """Make the window of one example.

        A passage that is too long is cut to a part that holds the span; where there is none, and among those that
        hold it, to any (by chance, with `rng`) or to the first.
        """
        head = self._ids(question)[:MOST_QUESTION]
        name = self._ids(title)[:MOST_TITLE] if title else []
        body = self._tokenizer.encode(text, add_special_tokens=False)
        room = self._most - len(head) - len(name) - 3
        inside = [at for at, (a, b) in enumerate(body.offsets) if span and a < span[1] and b > span[0]]
        start = _start(inside, len(body.ids), room, rng)
        ids, at = body.ids[start : start + room], body.offsets[start : start + room]
        before = len(head) + 2 + len(name)
        where = (before + inside[0] - start, before + min(inside[-1] - start, len(ids) - 1)) if inside else (0, 0)
        return Window(
            ids=[CLS, *head, SEP, *name, *ids, SEP],
            types=[0] * (len(head) + 2) + [1] * (len(name) + len(ids) + 1),
            offsets=[None] * before + list(at) + [None],
            span=where,
        )

    def _ids(self, text: str) -> list[int]:
        return self._tokenizer.encode(text, add_special_tokens=False).ids


def _start(inside: Sequence[int], length: int, room: int, rng: random.Random | None) -> int:
    """Return the first token of the passage that is read."""
    if length <= room:
        return 0
    least, most = (max(0, inside[-1] + 1 - room), min(inside[0], length - room)) if inside else (0, length - room)
    least = min(least, most)
    return rng.randint(least, most) if rng else least


def batch(windows: Sequence[Window]) -> dict[str, torch.Tensor]:
    """Pad windows to the longest: what the network takes, each of shape (windows, tokens)."""
    longest = max(len(each.ids) for each in windows)

    def padded(rows: Sequence[list[int]], filler: int) -> torch.Tensor:
        return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])

    return {
        "input_ids": padded([each.ids for each in windows], PAD),
        "attention_mask": padded([[1] * len(each.ids) for each in windows], 0),
        "token_type_ids": padded([each.types for each in windows], 0),
    }
