"""Made-up articles in the words of the starter corpus, as many as are asked for and the same every time.

Sentences are those of the corpus with a third of their words exchanged for others, drawn by Zipf's law from its
vocabulary and a long tail of invented names, and with other figures.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.text import sentences

WORDS = 440
"""In an article, on average: about three and a half passages."""
OUTLETS = [
    " ".join(pair)
    for pair in product(
        "Public Civic Digital Local Council Health Government Police".split(),
        "Computing Technology Weekly Journal News".split(),
    )
]
"""Forty of them."""

_INVENTED = 60_000
_ORGANISATIONS = 200
_EXCHANGED = 0.35
_FIRST, _LAST = dt.date(2005, 1, 1).toordinal(), dt.date(2025, 12, 31).toordinal()
_DIGITS = re.compile(r"\d+")
_SYLLABLES = "ba cor den el far gil hol in jen kel lor mar nor ol pen quin ros sel tor ul ver wen yar zet".split()


class Language(Struct, frozen=True):
    """What sentences are made of."""

    sentences: Sequence[Sequence[str]]
    """The words of each."""
    words: Sequence[str]
    """The vocabulary, the most frequent first."""
    organisations: Sequence[str]
    """Bodies that articles are about, the most frequent first."""


def learn(articles: Sequence[Article]) -> Language:
    """Take the language of these articles."""
    found = [article.text[a:b].split() for article in articles for a, b in sentences(article.text)]
    frequencies = Counter(word for words in found for word in words[:-1])
    rng = np.random.default_rng(1)
    invented = {"".join(rng.choice(_SYLLABLES, size=rng.integers(2, 5))).capitalize() for _ in range(_INVENTED)}
    known = Counter(name for article in articles for name in article.organisations)
    return Language(
        sentences=[words for words in found if len(words) > 4],
        words=[word for word, _ in frequencies.most_common()] + sorted(invented),
        organisations=[name for name, _ in known.most_common(_ORGANISATIONS)],
    )


def records(language: Language, count: int, *, words: int = WORDS, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Yield articles as records of a JSONL file.

    Args:
        language: What they are written in.
        count: How many.
        words: In an article, on average.
        seed: Other articles for another seed.
    """
    rng = np.random.default_rng([7, seed])
    drawn = _drawn(language.words, rng)
    names = _drawn(language.organisations, rng)
    outlets = _drawn(OUTLETS, rng)
    for number in range(count):
        day = dt.date.fromordinal(int(rng.integers(_FIRST, _LAST + 1)))
        yield {
            "id": f"made-{seed}-{number:06}",
            "title": _sentence(language, drawn, rng)[:90].rsplit(" ", 1)[0],
            "published": day.isoformat(),
            "outlet": next(outlets),
            "organisations": sorted({next(names) for _ in range(rng.integers(1, 4))}),
            "text": _text(language, drawn, rng, int(words * rng.uniform(0.5, 1.5))),
        }


def questions(language: Language, titles: Sequence[str], count: int) -> list[str]:
    """Return different questions, from three words long to twenty."""
    rng = np.random.default_rng(11)
    names = _drawn(language.organisations, rng)
    rare = _drawn(language.words, rng)
    asked: dict[str, None] = {}
    while len(asked) < count:
        title = titles[int(rng.integers(len(titles)))].split()
        about = " ".join(title[: int(rng.integers(2, 8))])
        forms = [
            f"How much did {next(names)} spend on {about}?",
            f"When did {next(names)} announce {about}",
            f"{about} {next(rare)}",
            f"what is {next(names)}'s stance on {' '.join(title)} and the {next(rare)} review",
            f"Why was {about} criticised by {next(names)}?",
            f"how many councils use {next(rare)} {next(rare)}",
        ]
        asked[forms[int(rng.integers(len(forms)))]] = None
    return list(asked)


def _drawn(ranked: Sequence[str], rng: np.random.Generator) -> Iterator[str]:
    """Yield words for ever, each as often as its rank says (Zipf)."""
    weights = 1 / np.arange(1, len(ranked) + 1)
    bounds = np.cumsum(weights / weights.sum())
    while True:
        places: list[int] = np.searchsorted(bounds, rng.random(1 << 14)).tolist()
        yield from (ranked[min(place, len(ranked) - 1)] for place in places)


def _text(language: Language, drawn: Iterator[str], rng: np.random.Generator, words: int) -> str:
    paragraphs: list[str] = []
    while words > 0:
        paragraph = " ".join(_sentence(language, drawn, rng) for _ in range(rng.integers(1, 4)))
        words -= paragraph.count(" ") + 1
        paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


def _sentence(language: Language, drawn: Iterator[str], rng: np.random.Generator) -> str:
    words = language.sentences[int(rng.integers(len(language.sentences)))]
    exchanged: list[bool] = (rng.random(len(words) - 1) < _EXCHANGED).tolist()
    text = " ".join(next(drawn) if other else word for word, other in zip(words, [*exchanged, False], strict=True))
    return _DIGITS.sub(lambda found: f"{rng.integers(1, 10 ** len(found[0])):.0f}", text)
