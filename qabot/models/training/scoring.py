"""How a reader reads labelled examples: words of the answer found, and answered told from not.

Each figure of the second kind comes with one for blank passages: what the wording of the questions gives away.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from msgspec import Struct
from numpy.typing import NDArray
from sklearn import metrics
from tokenizers import Tokenizer

from qabot.core.text import Span
from qabot.models.answer_span import SpanSearch
from qabot.models.training.examples import Example
from qabot.models.training.network import ReaderNetwork
from qabot.models.training.windows import WindowMaker, batch

TOKENS = 256
"""Length of a window when a passage is read to be scored, as when a question is asked."""
_metrics: Any = metrics  # scikit-learn's types leave much unsaid
_AT_ONCE = 16
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


class ReadingScores(Struct, frozen=True):
    """What a reader makes of a set."""

    examples: int
    """How many there are."""
    answered: int
    """How many of them are answered."""
    exact: float
    """Share of the answered whose answer is found word for word, as SQuAD counts it (Rajpurkar et al. 2016)."""
    f1: float
    """Mean F1 of the words of the answer that is found and of the likest right one."""
    auroc: float
    """How well the answered are told from the others: area under the curve of its answerability."""
    blank: float
    """The same where every passage is blank: what the wording of the questions gives away."""


def score(network: ReaderNetwork, tokenizer: Tokenizer, examples: Sequence[Example]) -> ReadingScores:
    """Read a set of examples with a network and say how well it did."""
    network.eval()
    windows = WindowMaker(tokenizer, TOKENS)
    read = [_read(network, windows, part) for part in _parts(examples)]
    order = [each for part in _parts(examples) for each in part]
    answers = [each for found, _ in read for each in found]
    certain = np.concatenate([logits for _, logits in read])
    blank = np.concatenate([_read(network, windows, part, blank=True)[1] for part in _parts(examples)])
    labels = [bool(each.spans) for each in order]
    pairs = [(each, each.text[a:b]) for each, (a, b) in zip(order, answers, strict=True) if each.spans]
    return ReadingScores(
        examples=len(order),
        answered=sum(labels),
        exact=_mean([max(words(said) == words(right) for right in _right(each)) for each, said in pairs]),
        f1=_mean([max(word_f1(said, right) for right in _right(each)) for each, said in pairs]),
        auroc=float(_metrics.roc_auc_score(labels, certain)),
        blank=float(_metrics.roc_auc_score(labels, blank)),
    )


def words(text: str) -> list[str]:
    """Return the words of an answer as SQuAD compares them: no case, punctuation or articles."""
    return _ARTICLES.sub(" ", text.lower()).translate(_PUNCTUATION).split()


def word_f1(said: str, right: str) -> float:
    """Return the F1 of the words of two answers."""
    one, other = words(said), words(right)
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other)) if common else float(one == other)


def _right(example: Example) -> list[str]:
    return [example.text[a:b] for a, b in example.spans]


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0


def _parts(examples: Sequence[Example]) -> list[list[Example]]:
    rows = sorted(examples, key=lambda each: len(each.text))
    return [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]


def _read(
    network: ReaderNetwork, maker: WindowMaker, part: Sequence[Example], *, blank: bool = False
) -> tuple[list[Span], NDArray[np.float32]]:
    """Return where each answer is found, and how certain it is that there is one."""
    made = [maker.window(each.question, "" if blank else each.title, "." if blank else each.text) for each in part]
    with torch.inference_mode():
        start, end, answers = (each.float().numpy() for each in network(**batch(made)))
    spans = [
        SpanSearch(start[row][: len(each.ids)], end[row][: len(each.ids)], each.offsets).whole.span
        for row, each in enumerate(made)
    ]
    return spans, answers
