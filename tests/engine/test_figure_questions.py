"""Questions whose answers are figures: how often the first quote tells the right one, and what is called strong.

`figures.jsonl` was written by reading the corpus, and split before anything was tuned: the failures of `tuned` were
looked at, those of `unseen` and `later` were not.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from msgspec import Struct

from qabot.core.answers import Answer
from qabot.engine.conversation import Conversation
from qabot.evaluate.runner import holds

PARTS = {"tuned": 20, "unseen": 20, "later": 20}
"""Questions in each part."""
FIRST_QUOTE_FLOOR, WRONG_STRONG_CEILING = 34, 1
"""Of the forty that are `tuned` or `unseen`."""
LATER_FIRST_QUOTE_FLOOR, LATER_WRONG_STRONG_CEILING = 16, 1
"""Of the other twenty."""


class Figured(Struct, frozen=True):
    """A question with the figure that answers it."""

    question: str
    part: str
    articles: tuple[str, ...]
    figures: tuple[str, ...]

    def is_told(self, quote: str) -> bool:
        """Whether a quote tells one of the figures that are right."""
        return any(holds(quote, each) for each in self.figures)


def read() -> list[Figured]:
    lines = (Path(__file__).resolve().parents[1] / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return [
        Figured(
            each["q"],
            each["part"],
            tuple(each["articles"]),
            (each["answer"],) if isinstance(each["answer"], str) else tuple(each["answer"]),
        )
        for each in records
    ]


QUESTIONS = read()


@pytest.fixture(scope="module")
def replies(starter: Conversation) -> list[tuple[Figured, Answer]]:
    """Every question with its answer."""
    return [(each, starter.ask(each.question, alone=True).answer) for each in QUESTIONS]


def counted(replies: list[tuple[Figured, Answer]], *parts: str) -> tuple[int, list[str]]:
    """Return how often the first quote is right, and the questions that are strong with one that is wrong."""
    right, wrongly_strong = 0, list[str]()
    for each, reply in replies:
        if each.part in parts:
            first = (reply.evidence or reply.nearest)[0].text
            right += each.is_told(first)
            if reply.verdict == "strong" and not each.is_told(first):
                wrongly_strong.append(each.question)
    return right, wrongly_strong


def test_the_set_is_whole_and_its_figures_stand_in_the_articles_it_names(starter: Conversation) -> None:
    assert Counter(each.part for each in QUESTIONS) == PARTS
    assert len({each.question for each in QUESTIONS}) == sum(PARTS.values())
    for each in QUESTIONS:
        texts = [starter.engine.article(article_id).text for article_id in each.articles]
        assert all(each.is_told(text) for text in texts), each.question


def test_the_first_quote_tells_the_figure(replies: list[tuple[Figured, Answer]]) -> None:
    right, wrongly_strong = counted(replies, "tuned", "unseen")
    assert right >= FIRST_QUOTE_FLOOR
    assert len(wrongly_strong) <= WRONG_STRONG_CEILING, wrongly_strong


def test_it_does_so_for_questions_that_nothing_was_tuned_on(replies: list[tuple[Figured, Answer]]) -> None:
    right, wrongly_strong = counted(replies, "later")
    assert right >= LATER_FIRST_QUOTE_FLOOR
    assert len(wrongly_strong) <= LATER_WRONG_STRONG_CEILING, wrongly_strong


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How much was Capita fined?", "£14m"),
        ("How much will One Login cost?", "£305m"),
        ("How much did the Home Office pay in its e-Borders legal case?", "£34.6m"),
        ("How much was the fine on Capita?", "£14m"),
        ("what is One Login forecast to cost", "£305m"),
        ("How much was i6 at Police Scotland refunded?", "£24.65m"),
        ("How much has Making Tax Digital cost?", "£1.3bn"),
    ],
)
def test_where_the_title_says_all_the_sentence_that_says_it_itself_comes_first(
    starter: Conversation, question: str, figure: str
) -> None:
    reply = starter.ask(question, alone=True).answer
    assert figure in (reply.evidence or reply.nearest)[0].text
