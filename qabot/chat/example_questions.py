"""Questions to begin with, drawn from the corpus: only such as a headline of it answers are offered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from msgspec import Struct

from qabot.answer.answer_type_match import holds_answer_type
from qabot.chat.kept_examples import KeptExamples
from qabot.core.answers import Turn
from qabot.core.articles import ArticleSummary
from qabot.facts.figures import figures_of_value, find_figures

OFFERED = 4
"""How many questions are offered at the most."""
_SUBJECTS = 28
"""How many subjects are asked about at the most."""
_TRIED = 64
"""How many questions are tried at the most; each takes some tenths of a second."""
_TO_CHOOSE_FROM = 2
"""How many more are found than are wanted, of which the best are taken, before no further one is tried."""
_ACRONYM = re.compile(r"\(([A-Z][\w.&-]{1,9})\)$")
_LONGEST = 40
"""Characters of a name that still makes a question one would ask."""
_NAME = re.compile(r"[A-Z][\w.&-]*(?: (?:[A-Z][\w.&-]*|\d{4}\b))*")


class ExampleQuestion(Struct, frozen=True):
    """A question that may be offered."""

    text: str
    """As it would be asked."""
    subject: str
    """What the headline of its answer is about: a body that says something, or a thing that costs or undergoes it."""


def candidates(headlines: Sequence[ArticleSummary]) -> list[ExampleQuestion]:
    """Return questions that the articles may answer, of different kinds and about different things.

    Names that several titles share are what a corpus is about; the bodies named with them are who may have said
    something of it. What a body costs is nothing that one would ask.

    Args:
        headlines: The articles, the newest first.
    """
    bodies = {name for each in headlines for body in each.organisations for name in (body, _short(body))}
    about = [name for name, _ in _subjects(headlines).most_common(_SUBJECTS)]
    return [question for name in about for question in _questions(name, headlines, is_body=name in bodies)]


def _questions(name: str, headlines: Sequence[ArticleSummary], *, is_body: bool) -> Iterator[ExampleQuestion]:
    """Yield the questions about a name."""
    named = [each for each in headlines if name in _names(each.title)]
    if not is_body and any(_tells_a_sum(each.title) for each in named):
        yield ExampleQuestion(f"How much did {name} cost?", name)
    speakers = ((_short(body), each.title) for each in named for body in each.organisations)
    headed_by = (body for body, title in speakers if title.startswith(f"{body} ") and body not in name)
    yield from (ExampleQuestion(f"What did {body} say about {name}?", body) for body in islice(headed_by, 1))
    years = (each.published.year for each in named if each.published and each.title.startswith(f"{name} "))
    yield from (ExampleQuestion(f"What happened to {name} in {year}?", name) for year in islice(years, 1))


def _tells_a_sum(title: str) -> bool:
    return any(each.kind == "money" for each in find_figures(title))


def _subjects(headlines: Sequence[ArticleSummary]) -> Counter[str]:
    """Count the names in titles by the articles they stand in; those of one title alone are left out."""
    counted = Counter(name for each in headlines for name in _names(each.title))
    return Counter({name: count for name, count in counted.items() if count > 1})


def _names(title: str) -> list[str]:
    """Return the names in a title; a single word at its beginning has a capital anyway, and tells nothing."""
    found = (each for each in _NAME.finditer(title) if each.start() > 0 or " " in each[0])
    return [each[0].rstrip(".") for each in found if len(each[0]) <= _LONGEST]


def _short(organisation: str) -> str:
    """Return what one would call a body: its acronym where it has one."""
    found = _ACRONYM.search(organisation)
    return found[1] if found else organisation


class Prober(Protocol):
    """Answers questions that are no part of a conversation."""

    async def probe(self, text: str) -> Turn:
        """Answer a question, and remember nothing of it."""
        ...


async def offered(prober: Prober, kept: KeptExamples, headlines: Sequence[ArticleSummary]) -> list[str]:
    """Return the questions to begin with, at most `OFFERED`, best first: those kept, or else found, and kept."""
    found = kept.recall()
    if found is None:
        found = await answered(prober, candidates(headlines), OFFERED)
        kept.keep(found)
    return found[:OFFERED]


async def answered(prober: Prober, questions: Sequence[ExampleQuestion], wanted: int) -> list[str]:
    """Return those of these questions that are answered best by a headline, as many as are wanted, no two of a subject.

    They are asked in earnest. One that is not answered so is not offered.
    """
    found: dict[str, tuple[float, str]] = {}
    for question in questions[:_TRIED]:
        if len(found) >= wanted + _TO_CHOOSE_FROM:
            break
        turn = await prober.probe(question.text)
        if is_answered_by_a_headline(turn, question.subject):
            found[question.subject] = max(found.get(question.subject, (0.0, "")), (_chance(turn), question.text))
    return [question for _, question in sorted(found.values(), reverse=True)[:wanted]]


def is_answered_by_a_headline(turn: Turn, subject: str) -> bool:
    """Whether an answer is strong, and what its first quote says is what its article is about.

    The quote is of the first paragraph, and the title is headed by the subject; where somebody is to have said
    something, the quote tells of it, and of a question for a figure, the title says that figure of the subject.
    """
    answer = turn.answer
    if answer.verdict != "strong" or answer.evidence[0].paragraph != 1:
        return False
    quote, title = answer.evidence[0].text, answer.evidence[0].article.title
    asked = turn.question
    if asked.sought_figure is None:
        is_said = "statement" not in asked.answer_types or holds_answer_type(("statement",), quote, asked.text)
        return is_said and title.startswith(f"{subject} ")
    return subject in title and bool(figures_of_value(title, find_figures(quote)))


def _chance(turn: Turn) -> float:
    return turn.answer.probability or 0.0
