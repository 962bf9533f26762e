"""Answers: quotes word for word and provable, none where nothing answers, whatever was asked before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.answer import asked_offices, missing_parts, quote_doubts
from qabot.answer.answerer import Answerer
from qabot.answer.asked_offices import AskedOffice
from qabot.answer.quote_doubts import QuoteDoubts
from qabot.core.answers import Evidence, HeldBack, Turn
from qabot.core.errors import IndexCorrupt
from qabot.core.questions import AnalysedQuestion
from qabot.engine.session import Session
from qabot.index.snapshot import Generation
from qabot.models.encoder import OnnxEncoder
from qabot.question.analysis import analyse
from qabot.question.dependence import dependence
from qabot.question.entities import EntityGazetteer
from qabot.question.vocabulary import words_of
from qabot.retrieval.pipeline import Found
from qabot.retrieval.ranking_parameters import RANKING
from tests.answer.helpers import assert_provable, assert_sound
from tests.asked import bound, find
from tests.conftest import examples, usual
from tests.engine.test_golden import held_out
from tests.engine.test_missing import unanswered
from tests.homes import lenient
from tests.near import near

TESTS = Path(__file__).resolve().parent.parent
CAPITA = "How much was Capita fined by the ICO?"
NONSENSE = ["qwerty zxcvb", "????", "the", "", "   ", "\x00", "🎉", "Who is it?", "zxcvbnm asdfghjkl qwertyuiop"]


def texts(name: str) -> list[str]:
    """Return the questions of a set."""
    lines = (TESTS / name).read_text(encoding="utf-8").splitlines()
    records: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [str(each.get("q") or each["question"]) for each in records]


GOLDEN = [*texts("golden.jsonl"), *texts("typed.jsonl")]
EVERY = 2 if usual() else 1
SAMPLED = [
    *(each.question for name in ("early", "late") for each in held_out(f"questions/{name}.jsonl")[::3]),
    *unanswered()[::4],
]
"""Of the larger sets, some of the questions that other tests in the same process ask too."""
CONVERSATIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (TESTS / "question/followups.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def conversation(starter: Session) -> Iterator[Session]:
    """A session of this module's own, for turns that follow one another."""
    with Session.open(starter.settings) as session:
        yield session


@pytest.fixture(scope="module")
def turns(starter: Session, conversation: Session) -> list[Turn]:
    """Every question of the smaller sets, a sample of the larger ones, and follow-ups behind their conversations."""
    asked = [starter.ask(text, limit=4, alone=True) for text in (*GOLDEN, *SAMPLED)]
    for each in CONVERSATIONS[::EVERY]:
        conversation.forget()
        conversation.retrace(each["previous"])
        asked.append(conversation.ask(each["q"]))
    return asked


def test_the_questions_are_many_and_get_every_verdict(turns: list[Turn]) -> None:
    assert len(turns) > 160
    assert {turn.answer.verdict for turn in turns} == {"strong", "possible", "not_found"}
    assert sum(bool(turn.question.inherited_terms) for turn in turns) > 25
    assert any(turn.answer.nearest for turn in turns)
    assert any(each.meant for turn in turns for each in turn.answer.evidence)


def test_every_quote_is_in_its_article_word_for_word(generation: Generation, turns: list[Turn]) -> None:
    for turn in turns:
        for evidence in (*turn.answer.evidence, *turn.answer.nearest):
            assert_provable(generation, evidence)
            assert evidence.article.text[evidence.start : evidence.end] == evidence.text, turn.question.text


def test_every_answer_obeys_the_laws(generation: Generation, turns: list[Turn]) -> None:
    for turn in turns:
        assert_sound(generation, turn.question, turn.answer)


def test_a_probability_is_given_for_whatever_was_read(turns: list[Turn]) -> None:
    for turn in turns:
        assert (turn.answer.probability is not None) is bool(turn.answer.signals)
        shares = [value for name, value in turn.answer.signals.items() if name not in {"answered", "span"}]
        assert -1 <= min(shares, default=0) <= max(shares, default=0) <= 1
        assert all(abs(value) < 40 for value in turn.answer.signals.values()), "the others are logits"


@pytest.mark.parametrize("question", GOLDEN[::9])
def test_the_verdict_does_not_depend_on_how_much_is_shown(starter: Session, question: str) -> None:
    replies = [starter.ask(question, limit=limit, alone=True).answer for limit in (1, 2, 3, 5, 20)]
    assert len({reply.verdict for reply in replies}) == 1
    # Sentences stand in other batches then, whose sums are rounded otherwise.
    assert [reply.probability for reply in replies] == near([replies[-1].probability] * 5, abs=1e-5)
    for limit, reply in zip((1, 2, 3, 5), replies, strict=False):
        # Of more hits more quotes may bear on it: they stand behind those that are shown of fewer.
        assert reply.evidence == replies[-1].evidence[: len(reply.evidence)]
        assert len(reply.evidence) <= limit
        assert (reply.nearest, reply.coverage, reply.ranked) == (
            replies[-1].nearest,
            replies[-1].coverage,
            replies[-1].ranked,
        )


@pytest.mark.parametrize("question", NONSENSE)
@pytest.mark.parametrize("limit", [1, 3, 10])
def test_nonsense_is_not_found(starter: Session, generation: Generation, question: str, limit: int) -> None:
    turn = starter.ask(question, limit=limit, alone=True)
    assert (turn.answer.verdict, turn.answer.evidence) == ("not_found", ())
    assert_sound(generation, turn.question, turn.answer)


@settings(max_examples=examples(12), deadline=None)
@given(words=st.lists(st.text("bcdfghjklmnpqrstvwxz", min_size=7, max_size=12), min_size=1, max_size=6))
def test_made_up_words_are_not_found(starter: Session, words: list[str]) -> None:
    reply = starter.ask(" ".join(words), alone=True).answer
    assert (reply.verdict, reply.evidence) == ("not_found", ())
    assert reply.coverage is not None
    assert set(reply.coverage.missing) == set(words)


@pytest.mark.parametrize("limit", [0, 1, 2, 7])
def test_no_more_is_shown_than_was_asked_for(starter: Session, limit: int) -> None:
    reply = starter.ask(CAPITA, limit=limit, alone=True).answer
    assert min(limit, 2) <= len(reply.evidence) <= limit
    assert [each.hit.rank for each in reply.evidence] == list(range(1, len(reply.evidence) + 1))


def test_an_answer_says_what_was_searched(starter: Session) -> None:
    searched = starter.ask("Who won the NHS Federated Data Platform contract?", alone=True).answer.searched
    assert (searched.articles, searched.matched_filters, searched.model) == (213, 213, "all-MiniLM-L6-v2")
    assert searched.generation == starter.index_folder.name
    assert searched.passages > searched.articles


@pytest.mark.parametrize("text", [CAPITA, "zxcvbnm asdfghjkl", *GOLDEN[::12]])
def test_what_was_ranked_is_told_whatever_the_verdict_those_read_first(
    generation: Generation, encoder: OnnxEncoder, starter: Session, text: str
) -> None:
    found = find(generation, encoder.encode_query_tokens(text).vector, analyse(text, bodies=EntityGazetteer.load()), 10)
    answer = starter.ask(text, limit=3, alone=True).answer
    first = list(dict.fromkeys(each.article.id for each in answer.evidence or answer.nearest))
    assert sorted(answer.ranked) == sorted(found.ranked)
    assert answer.ranked[0] == first[0]
    assert [each for each in answer.ranked if each in first] == first, "some between may not bear on the question"
    read_first = set(answer.ranked[:6])
    assert [each for each in answer.ranked if each not in read_first] == [
        each for each in found.ranked if each not in read_first
    ]


def test_a_passage_that_its_article_does_not_hold_is_never_quoted(generation: Generation, encoder: OnnxEncoder) -> None:
    question, reading = analyse(CAPITA), encoder.encode_query_tokens(CAPITA)
    hit = find(generation, reading.vector, question, 1).hits[0]
    answerer = Answerer(generation, encoder, None, RANKING)
    for passage in (
        replace(hit.passage, text=hit.passage.text.replace("£", "$")),
        replace(hit.passage, start=hit.passage.start + 1, end=hit.passage.end + 1),
        replace(hit.passage, article_id="no/such-article"),
    ):
        with pytest.raises(IndexCorrupt):
            answerer.answer(bound(generation, question), reading, Found((replace(hit, passage=passage),), None, ()), 3)


@pytest.mark.parametrize("matched", [None, 0])
def test_nothing_found_is_not_found(generation: Generation, encoder: OnnxEncoder, matched: int | None) -> None:
    question = analyse("Capita fine")
    calibrated = lenient(encoder.spec.fingerprint)
    for calibration in (None, calibrated):
        answerer = Answerer(generation, encoder, calibration, RANKING)
        reply = answerer.answer(
            bound(generation, question),
            encoder.encode_query_tokens(question.text),
            Found((), matched, ()),
            3,
            ("mind",),
        )
        assert (reply.verdict, reply.evidence, reply.nearest, reply.probability) == ("not_found", (), (), None)
        assert (dict(reply.signals), reply.warnings) == ({}, ("mind",))
        assert reply.coverage is not None


def test_what_came_nearest_is_shown_where_nothing_answers(generation: Generation, encoder: OnnxEncoder) -> None:
    question, reading = analyse(CAPITA), encoder.encode_query_tokens(CAPITA)
    found = find(generation, reading.vector, question, 10)
    fingerprint = encoder.spec.fingerprint
    strict = lenient(fingerprint, strong=1.0, possible=0.9)
    put = bound(generation, question)
    refused = Answerer(generation, encoder, strict, RANKING).answer(put, reading, found, 7)
    given = Answerer(generation, encoder, lenient(fingerprint), RANKING).answer(put, reading, found, 7)
    assert (refused.verdict, given.verdict) == ("not_found", "strong")
    assert refused.evidence == given.nearest == ()
    assert refused.nearest == given.evidence[:2]
    assert refused.ranked == given.ranked
    assert (refused.coverage is None, given.coverage is None) == (False, True)


# --- Follow-ups ---

ALONE = [*GOLDEN[::5], *(each["previous"][0] for each in CONVERSATIONS[::12])]
BEFORE = [
    ["How much did GDS get in the 2015 Spending Review?", "what about HMRC?", "why?"],
    CONVERSATIONS[9]["previous"],
    ["zxcvbnm", "Who left GDS in 2015? outlet:ukauthority -verify", "", "and in 2019?"],
]


@pytest.fixture(scope="module")
def fresh(conversation: Session) -> dict[str, Turn]:
    """Every self-contained question, asked first."""
    return {text: conversation.ask(text, alone=True) for text in ALONE}


@pytest.mark.parametrize("before", BEFORE)
def test_a_conversation_never_changes_what_a_self_contained_question_finds(
    conversation: Session, fresh: dict[str, Turn], before: list[str]
) -> None:
    conversation.forget()
    for text in before:
        conversation.ask(text, limit=1)
    in_doubt = 0
    for text, first in fresh.items():
        again = conversation.ask(text)
        if dependence(words_of(text), first.question.mentions) == "none":
            assert again.question.inherited_terms == ()
            assert again.question == first.question
            assert again.answer == first.answer
        else:  # it says too little to be sure: what was said before counts a little, and decides nothing here
            in_doubt += 1
            assert again.answer.ranked[0] == first.answer.ranked[0], text
    assert len(conversation.turns) == len(before) + len(fresh)
    assert in_doubt < len(fresh) / 3


def test_a_follow_up_finds_what_it_would_not_find_by_itself(conversation: Session) -> None:
    better = worse = 0
    for each in [record for record in CONVERSATIONS if record["kind"] == "follow-up"][::4]:
        conversation.forget()
        alone = conversation.ask(each["q"]).answer.ranked[:1]
        conversation.forget()
        conversation.retrace(each["previous"])
        told = conversation.ask(each["q"]).answer.ranked[:1]
        better += bool(set(told) & set(each["articles"])) and not set(alone) & set(each["articles"])
        worse += bool(set(alone) & set(each["articles"])) and not set(told) & set(each["articles"])
    assert better > 5 > worse


@pytest.mark.parametrize(
    "question", [CAPITA, "Who is the chief executive of Socitm?", "Who was the first head of GDS?"]
)
def test_what_is_asked_and_each_quote_are_examined_once(
    starter: Session, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    examined: list[tuple[str, int]] = []
    offices: list[str] = []
    about, asked_office = QuoteDoubts.about, asked_offices.asked_office

    def counted(self: QuoteDoubts, evidence: Evidence) -> HeldBack | None:
        examined.append((evidence.article.id, evidence.start))
        return about(self, evidence)

    def read(asked: AnalysedQuestion) -> AskedOffice | None:
        offices.append(asked.text)
        return asked_office(asked)

    monkeypatch.setattr(QuoteDoubts, "about", counted)
    for module in (quote_doubts, missing_parts):
        monkeypatch.setattr(module, "asked_office", read, raising=False)
    answer = starter.ask(question, alone=True).answer
    assert examined
    assert len(examined) == len(set(examined))
    assert offices == [question]
    assert answer.evidence
