"""How well it is told who said what: on `tests/sayings.txt`, of which some halves were never looked at.

An attribution is right where the speaker is the right one, it is rightly told direct or indirect, and what is said
shares most of its words with what it should be: of those told and those to be told together, at least so many.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.facts import Attribution
from qabot.core.text import clean
from qabot.facts.attributions import find_attributions
from tests.benchmarks.measure import print_table

SAYINGS = Path(__file__).parents[1] / "sayings.txt"
_PARTS = ("tuned", "reported", "winter", "winter held", "spring", "spring held")
_ALIKE = 0.8
"""How much of the words told and to be told, together, both have in common."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_QUOTED = re.compile("“([^”]*)”")


class Expected(Struct, frozen=True):
    """An attribution that a text holds."""

    speakers: tuple[str, ...]
    """Who; any of these names."""
    act: str
    """What is done."""
    manners: tuple[str, ...]
    """`direct`, `indirect`, or both where either will do."""
    content: str
    """What is said."""


class Sample(Struct, frozen=True):
    """A text with what it holds."""

    part: str
    """One of `_PARTS`."""
    text: str
    """As an article has it."""
    expected: tuple[Expected, ...]
    """What is said in it."""


class Score(Struct):
    """How many were told, were there, and were told right, of one manner."""

    told: int = 0
    there: int = 0
    right: int = 0
    found: int = 0
    act: int = 0

    @property
    def row(self) -> tuple[str, ...]:
        """Precision, recall, and how often the act is right too."""
        return tuple(
            f"{part / (whole or 1):.3f} ({part}/{whole})"
            for part, whole in ((self.right, self.told), (self.found, self.there), (self.act, self.right))
        )


def samples() -> Iterator[Sample]:
    """Yield the texts of the set."""
    part = ""
    for block in re.split(r"\n{2,}", SAYINGS.read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if not lines:
            continue
        if lines[0].startswith("["):
            part = lines[0].strip("[]")
            continue
        expected = tuple(_expected(line) for line in lines[1:])
        yield Sample(part, clean(lines[0].replace(" ¶ ", "\n\n")), expected)


def _expected(line: str) -> Expected:
    speaker, act, manner, content = (each.strip() for each in line.removeprefix(">").split(" | "))
    return Expected(tuple(speaker.split(" or ")), act, tuple(manner.split(" or ")), content)


def told(text: str) -> tuple[Attribution, ...]:
    """Return what is told of a text."""
    return find_attributions(Article(id="text", title="", text=text))


def is_right(found: Attribution, expected: Expected, text: str) -> bool:
    """Whether an attribution is the one that is expected."""
    if ("direct" if found.direct else "indirect") not in expected.manners:
        return False
    said = _words(" ".join(text[start:end] for start, end in found.contents))
    quoted = " ".join(_QUOTED.findall(expected.content)) if found.direct else ""
    return _is_speaker(found, expected, text) and _alike(said, _words(quoted or expected.content))


def _is_speaker(found: Attribution, expected: Expected, text: str) -> bool:
    names = {" ".join(_words(name)).removeprefix("the ") for name in expected.speakers}
    told = {found.speaker, text[slice(*found.speaker_words)]}
    return bool(names & {" ".join(_words(name)).removeprefix("the ") for name in told})


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    common = sum(min(one.count(word), other.count(word)) for word in set(one))
    return 2 * common >= _ALIKE * (len(one) + len(other)) > 0


def score(part: str) -> dict[str, Score]:
    """Return how well a half is told, by manner; what may be either counts as it was told, or else as indirect."""
    scores = {"direct": Score(), "indirect": Score()}
    for sample in samples():
        if sample.part == part:
            _add(scores, sample)
    return scores


def _add(scores: dict[str, Score], sample: Sample) -> None:
    found = told(sample.text)
    left = list(sample.expected)
    for each in found:
        manner = scores["direct" if each.direct else "indirect"]
        manner.told += 1
        match = next((one for one in left if is_right(each, one, sample.text)), None)
        if match:
            left.remove(match)
            manner.right += 1
            manner.found += 1
            manner.there += 1
            manner.act += each.act == match.act
    for missed in left:
        scores["indirect" if "indirect" in missed.manners else "direct"].there += 1


def sayings() -> None:
    """Print precision and recall on either half."""
    started = time.perf_counter()
    rows = [(part, manner, *each.row) for part in _PARTS for manner, each in score(part).items()]
    print_table(("half", "manner", "precision", "recall", "act, of those right"), rows)
    print(f"  {sum(1 for _ in samples())} texts in {time.perf_counter() - started:.1f} s")
