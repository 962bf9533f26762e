"""Stories written to train on: a few made-up briefs each, and questions that one of them answers or none does.

A file of them is plain text, for people to write and to read; `data/` holds those that the shipped reader learnt from:

    # A remark
    ### harbourline
    [A] Harbourline goes live | 2016-03-14
    Paragraphs of the first brief.
    [B] Harbourline is scrapped | 2018-06-20
    …
    ? what did harbourline cost
    = A: £14.2m over five years
    ? what did harbourline cost in 2019
    = -

An answer stands word for word in the brief that its letter names; a question may have several.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray
from sklearn.feature_extraction import text as feature_text

from qabot.core.errors import UsageError
from qabot.core.text import Span
from qabot.models.training.examples import Example

_feature_text: Any = feature_text  # scikit-learn's types leave much unsaid
_BRIEF = re.compile(r"\[([A-Z])\] (.*?)(?:\s*\|\s*[\d-]*)?\s*")
_ANSWER = re.compile(r"= ([A-Z]): (.+)")
_LOOKED_AT = 12
_NEAR = 2
"""Near misses for a question."""
_HELD_OUT, _HELD_OUT_AT = 10, 4
"""Of how many stories one is kept apart, and which."""


class Brief(Struct):
    """One made-up article."""

    title: str
    """Its title."""
    text: str = ""
    """Its paragraphs."""


class StoryQuestion(Struct):
    """A question about a story."""

    text: str
    """As asked."""
    answers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Letters of briefs, each with words of it that answer; none where no brief does."""


class Story(Struct):
    """Briefs on one matter, and questions about it."""

    name: str
    """What it is called."""
    briefs: dict[str, Brief] = field(default_factory=dict[str, Brief])
    """By their letters."""
    questions: list[StoryQuestion] = field(default_factory=list[StoryQuestion])
    """In their order."""


def read_stories(path: Path) -> list[Story]:
    """Read a file of stories, plain or compressed.

    Raises:
        UsageError: A line has no place in it, or an answer does not stand in its brief.
    """
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode().splitlines()
    stories: list[Story] = []
    brief: Brief | None = None
    for number, line in enumerate(lines, start=1):
        if line.startswith("### "):
            stories.append(Story(line.removeprefix("### ").strip()))
            brief = None
        elif stories and (found := _BRIEF.fullmatch(line)):
            brief = stories[-1].briefs[found[1]] = Brief(found[2])
        elif stories and line.startswith("? "):
            stories[-1].questions.append(StoryQuestion(line.removeprefix("? ").strip()))
            brief = None
        elif line.startswith("= ") and _is_answer(stories, line):
            continue
        elif brief is not None:
            brief.text = f"{brief.text}\n{line}".strip()
        elif line.strip() and not line.startswith("# "):
            raise UsageError(f"{path}, line {number}: this has no place here.", hint="Mend the story.")
    return stories


def _is_answer(stories: Sequence[Story], line: str) -> bool:
    """Take in a line that says what answers the last question; False where it says nothing of the sort."""
    if not stories or not stories[-1].questions:
        return False
    if line == "= -":
        return True
    found = _ANSWER.fullmatch(line)
    if found is None or found[2] not in stories[-1].briefs.get(found[1], Brief("")).text:
        return False
    stories[-1].questions[-1].answers.append((found[1], found[2]))
    return True


def training_and_held_out(stories: Sequence[Story], source: str) -> tuple[list[Example], list[Example]]:
    """Return what is trained on, near misses among it, and of one story in ten, what is only scored."""
    apart = [story for number, story in enumerate(stories) if number % _HELD_OUT == _HELD_OUT_AT]
    taken = [story for number, story in enumerate(stories) if number % _HELD_OUT != _HELD_OUT_AT]
    rows = list(examples_of(taken, source))
    own = [each for each in rows if each.source == source]
    held_out = [replace(each, source=f"{source}_dev") for each in examples_of(apart, source)]
    return [*rows, *near_misses(own, rows, _NEAR)], held_out


def examples_of(stories: Iterable[Story], source: str) -> Iterator[Example]:
    """Yield each question with the briefs of its story: one set of those that it was written for, one of the others.

    A question that nothing answers stands with the likeliest brief in the first set, which so has as many of either.
    """
    for story in stories:
        likeness = _likeness([each.text for each in story.questions], [_whole(each) for each in story.briefs.values()])
        for question, row in zip(story.questions, likeness, strict=True):
            order = [list(story.briefs)[place] for place in _best_first(row)]
            answering = list(dict.fromkeys(letter for letter, _ in question.answers))
            for letter in order:
                brief, spans = story.briefs[letter], _spans(story.briefs[letter].text, question.answers, letter)
                is_own = letter in answering or (not answering and letter == order[0])
                name = source if is_own else f"{source}-sibling"
                yield Example(name, question.text, brief.title, brief.text, spans)


def near_misses(examples: Sequence[Example], passages: Sequence[Example], each: int) -> Iterator[Example]:
    """Yield for each answered question the likeliest passages of another title that hold none of its answers.

    Args:
        examples: Questions with what they are answered by.
        passages: Where to look.
        each: How many for a question, at the most.
    """
    texts = list(dict.fromkeys((passage.title, passage.text) for passage in passages))
    answered = [example for example in examples if example.spans]
    likeness = _likeness([example.question for example in answered], [f"{title} {text}" for title, text in texts])
    for example, row in zip(answered, likeness, strict=True):
        answers = [example.text[a:b].casefold() for a, b in example.spans]
        likely = [texts[place] for place in _best_first(row)[:_LOOKED_AT]]
        found = [
            (title, text)
            for title, text in likely
            if title != example.title and not any(answer in text.casefold() for answer in answers)
        ]
        for title, text in found[:each]:
            yield replace(example, source=f"{example.source}-near", title=title, text=text, spans=())


def _whole(brief: Brief) -> str:
    return f"{brief.title} {brief.text}"


def _spans(text: str, answers: Iterable[tuple[str, str]], letter: str) -> tuple[Span, ...]:
    wordings = [words for of, words in answers if of == letter]
    return tuple(found.span() for words in wordings for found in re.finditer(re.escape(words), text))


def _best_first(row: NDArray[np.float64]) -> list[int]:
    return np.argsort(-row, kind="stable").tolist()


def _likeness(questions: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
    """Return cosines of weighted words, shape (questions, texts)."""
    words = _feature_text.TfidfVectorizer(sublinear_tf=True, stop_words="english")
    matrix = words.fit_transform(texts)
    return (words.transform(questions) @ matrix.T).toarray()
