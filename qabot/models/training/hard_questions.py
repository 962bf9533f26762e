"""Hard questions over passages that other files hold: half of them only look as if the passage answered them.

A file of them is plain text, for people to write and to read; `data/` holds those that the shipped reader learnt from:

    ## 3f0c9a7be21d
    ? which physiologist thought up the milieu intérieur
    = Claude Bernard
    ? which physiologist first doubted it
    = -

The name of a passage is the beginning of the SHA-256 of its words; an answer stands word for word in it. Questions like
the unanswered ones are those of SQuAD 2.0 (Rajpurkar, Jia and Liang 2018).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from qabot.core.errors import UsageError
from qabot.models.training.examples import Example

_NAMED_BY = 12
_APART, _APART_AT = 20, 7
"""Of how many passages one is kept apart, and which."""


def passage_name(text: str) -> str:
    """Return what a passage is called in a file of questions: how it is spaced does not matter."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:_NAMED_BY]


def passages_by_name(examples: Iterable[Example]) -> dict[str, Example]:
    """Return the passages of examples, each as one of its examples, by their names."""
    found: dict[str, Example] = {}
    for each in examples:
        found.setdefault(passage_name(each.text), each)
    return found


def read_hard_questions(path: Path, passages: Mapping[str, Example], source: str = "hard") -> Iterator[Example]:
    """Yield the questions of a file with their passages.

    Args:
        path: The file.
        passages: By their names.
        source: What their set is called; of one passage in twenty, which is only scored, with `_dev` behind it.

    Raises:
        UsageError: A line has no place in it, or a passage or an answer is not found.
    """
    passage: Example | None = None
    question, place = "", -1
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("## "):
            passage = passages.get(line.removeprefix("## ").strip())
            place += 1
        elif line.startswith("? "):
            question = line.removeprefix("? ").strip()
        elif line.startswith("= ") and passage and question:
            answer = line.removeprefix("= ").strip()
            found = None if answer == "-" else re.search(r"\s+".join(map(re.escape, answer.split())), passage.text)
            if found is None and answer != "-":
                raise UsageError(f"{path}, line {number}: the passage does not say this.", hint="Mend the answer.")
            name = f"{source}_dev" if place % _APART == _APART_AT else source
            yield Example(name, question, passage.title, passage.text, (found.span(),) if found else ())
            question = ""
        elif line.strip() and not line.startswith("# "):
            raise UsageError(
                f"{path}, line {number}: this has no place here.", hint="Mend the line or get its passage."
            )
