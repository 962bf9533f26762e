"""What answers claim of their questions over the starter corpus: seldom where they answer, and once that is gone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.answer.asked_offices import asked_office
from qabot.answer.missing_parts import missing_parts
from qabot.core.answers import Answer, Evidence, Turn
from qabot.engine.conversation import Conversation
from tests.conftest import usual
from tests.engine.test_golden import GOLDEN, TYPED, Known

SETS = Path(__file__).resolve().parents[1]
MOST_CLAIMED_OF_ANSWERS = 0.07
"""Of the golden and typed questions whose first quote has the answer. Measured: .06."""
LEAST_CLAIMED_OF_UNANSWERED = 0.12
"""Of the golden and every fourth early question that nothing answers; nightly, of every other. Measured: .17."""


def unanswered() -> list[str]:
    golden, early = (
        (SETS / name).read_text(encoding="utf-8").splitlines() for name in ("golden.jsonl", "questions/early.jsonl")
    )
    records = [json.loads(line) for line in (*golden, *early[:: 4 if usual() else 2])]
    return [each.get("q") or each["question"] for each in records if not each["articles"]]


@pytest.fixture(scope="module")
def answered(starter: Conversation) -> list[tuple[Known, Turn]]:
    """The golden and typed questions whose first quote has the answer, as they were answered."""
    turns = [(each, starter.ask(each.question, alone=True)) for each in (*GOLDEN, *TYPED)]
    return [(each, turn) for each, turn in turns if each.answer.casefold() in first(turn.answer).text.casefold()]


def first(answer: Answer) -> Evidence:
    return (answer.evidence or answer.nearest)[0]


def exchanged(evidence: Evidence, pattern: str, other: str) -> Evidence:
    """Return a quote with something else in the place of all that a pattern finds in it, in its article's title too."""
    article = evidence.article
    title, text, whole = (re.sub(pattern, other, each) for each in (article.title, evidence.text, article.text))
    return replace(evidence, text=text, article=replace(article, title=title, text=whole, organisations=()))


def test_little_is_claimed_of_questions_that_are_answered(answered: list[tuple[Known, Turn]]) -> None:
    assert len(answered) >= 40
    untold = {"spelling", "part"}  # what was read in another's place, and what is not sure, is told of good answers too
    claimed = [each.question for each, turn in answered if {one.kind for one in turn.answer.missing} - untold]
    assert len(claimed) / len(answered) <= MOST_CLAIMED_OF_ANSWERS, claimed


def test_more_is_claimed_of_questions_that_nothing_answers(starter: Conversation) -> None:
    asked = unanswered()
    claimed = [each for each in asked if starter.ask(each, alone=True).answer.missing]
    assert len(claimed) / len(asked) >= LEAST_CLAIMED_OF_UNANSWERED


def test_every_claim_is_about_words_of_its_question(starter: Conversation) -> None:
    for question in unanswered():
        turn = starter.ask(question, alone=True)
        for each in turn.answer.missing:
            assert turn.question.text[slice(*each.what)].strip()
            assert each.words.endswith(".")


def test_without_its_figures_a_passage_is_claimed_not_to_give_the_figure_asked_for(
    answered: list[tuple[Known, Turn]],
) -> None:
    tried = [(turn, first(turn.answer)) for _, turn in answered if turn.question.text.casefold().startswith("how m")]
    assert len(tried) >= 5
    for turn, evidence in tried:
        without = exchanged(evidence, r"[£$€]?\d[\d,.]*\s?(?:%|m|bn|k|million|billion|thousand|per cent)?", "some")
        claims = missing_parts(turn.question, [without], answers=True, office=asked_office(turn.question))
        assert "figure_sought" in {each.kind for each in claims}, turn.question.text


def test_with_another_year_a_passage_is_claimed_not_to_speak_of_the_one_named(
    answered: list[tuple[Known, Turn]],
) -> None:
    tried = 0
    for _, turn in answered:
        if not (years := re.findall(r"\b20\d\d\b", turn.question.text)):
            continue
        evidence = exchanged(first(turn.answer), r"\b20\d\d(?:[-/]\d\d)?\b", "1971")
        evidence = replace(evidence, article=replace(evidence.article, published=None))
        if re.search(r"years|decade|since|until", evidence.text):
            continue  # such a time may hold the year
        claims = missing_parts(turn.question, [evidence], answers=True, office=asked_office(turn.question))
        assert [each.words for each in claims if each.kind == "date_named"], (turn.question.text, years)
        tried += 1
    assert tried >= 4


def test_with_another_name_an_article_is_claimed_not_to_name_the_one_asked_about(
    answered: list[tuple[Known, Turn]],
) -> None:
    tried = 0
    for _, turn in answered:
        for name in turn.question.proper_names:
            evidence = first(turn.answer)
            if len(name) < 6 or name.casefold() not in evidence.article.text.casefold():
                continue
            other = exchanged(evidence, rf"(?i)\b{name[:5]}\w*", "Quibblewick")
            claims = missing_parts(turn.question, [other], answers=True, office=asked_office(turn.question))
            tried += any(name in each.words for each in claims)
    assert tried >= 8


def test_names_written_small_are_claimed_as_the_corpus_writes_them(starter: Conversation) -> None:
    answer = starter.ask("did hackney want to join camden and islington's it", alone=True).answer
    assert [each.words for each in answer.missing] == ["None of the nearest articles names “hackney”."]
    answer = starter.ask("should officials be handed trendy gadgets", alone=True).answer
    assert answer.missing == (), "words of every day are no names"


def test_one_fact_is_said_once(starter: Conversation) -> None:
    for question in unanswered():
        answer = starter.ask(question, alone=True).answer
        said = [*answer.warnings, *(each.words for each in answer.missing)]
        assert len(said) == len(set(said))
        spans = [each.what for each in answer.missing]
        assert len(spans) == len(set(spans)), question
