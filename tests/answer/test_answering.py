"""Answers: quotes word for word and provable, none where nothing answers, and sentences of the kind asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qabot.answer import answer, judge, term_weights
from qabot.errors import IndexCorrupt
from qabot.generation.reading import Generation, open_current
from qabot.plaintext import sentences
from qabot.question.reading import read
from qabot.records import Hit
from qabot.search import Found, search
from qabot.session import Session
from qabot.settings import Home, Settings
from tests.conftest import MakeHome, article

QUESTIONS = [
    str(json.loads(line)["question"])
    for name in ("golden.jsonl", "typed.jsonl")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
]
NONSENSE = ["qwerty zxcvb", "????", "the", "", "   ", "\x00", "🎉", "Who is it?", "zxcvbnm asdfghjkl qwertyuiop"]


@pytest.fixture(scope="module")
def generation(starter_home: Home) -> Iterator[Generation]:
    """The starter index."""
    opened = open_current(starter_home.index)
    yield opened
    opened.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_in_its_article_word_for_word(starter: Session, question: str) -> None:
    for evidence in starter.ask(question, limit=10).answer.evidence:
        stored = starter.article(evidence.article.id)
        passage = evidence.hit.passage
        assert evidence.text
        assert stored.text[evidence.start : evidence.end] == evidence.text
        assert hashlib.sha256(stored.text.encode()).hexdigest() == evidence.text_sha256
        assert stored == evidence.article
        assert passage.article_id == stored.id
        assert passage.start <= evidence.start < evidence.end <= passage.end
        assert passage.text == stored.text[passage.start : passage.end]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_quote_is_one_or_two_whole_sentences(starter: Session, question: str) -> None:
    for evidence in starter.ask(question, limit=10).answer.evidence:
        spans = sentences(evidence.article.text)
        quoted = [span for span in spans if evidence.start <= span[0] and span[1] <= evidence.end]
        assert 1 <= len(quoted) <= 2
        assert (quoted[0][0], quoted[-1][1]) == (evidence.start, evidence.end)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_verdict_does_not_depend_on_how_much_is_shown(starter: Session, question: str) -> None:
    replies = [starter.ask(question, limit=limit).answer for limit in (1, 2, 3, 5, 20)]
    assert len({reply.verdict for reply in replies}) == 1
    for limit, reply in zip((1, 2, 3, 5), replies, strict=False):
        assert reply.evidence == replies[-1].evidence[:limit]


@pytest.mark.parametrize("question", NONSENSE)
@pytest.mark.parametrize("limit", [1, 3, 10])
def test_nonsense_is_not_found(starter: Session, question: str, limit: int) -> None:
    reply = starter.ask(question, limit=limit).answer
    assert (reply.verdict, reply.evidence) == ("not_found", ())


@settings(max_examples=25, deadline=None)
@given(words=st.lists(st.text("bcdfghjklmnpqrstvwxz", min_size=7, max_size=12), min_size=1, max_size=6))
def test_made_up_words_are_not_found(starter: Session, words: list[str]) -> None:
    reply = starter.ask(" ".join(words)).answer
    assert (reply.verdict, reply.evidence) == ("not_found", ())


@pytest.mark.parametrize("limit", [0, 1, 2, 7])
def test_no_more_is_shown_than_was_asked_for(starter: Session, limit: int) -> None:
    assert len(starter.ask("How much was Capita fined by the ICO?", limit=limit).answer.evidence) == limit


def test_an_answer_says_what_was_searched(starter: Session) -> None:
    searched = starter.ask("Who won the NHS Federated Data Platform contract?").answer.searched
    assert (searched.articles, searched.matched_filters, searched.model) == (213, 213, "all-MiniLM-L6-v2")
    assert searched.generation == starter.index_folder.name
    assert searched.passages > searched.articles


def test_a_passage_that_its_article_does_not_hold_is_never_quoted(generation: Generation) -> None:
    question = read("How much was Capita fined by the ICO?")
    hit = search(generation, generation.encoder().encode_query(question.text), question, 1).hits[0]
    for passage in (
        replace(hit.passage, text=hit.passage.text.replace("£", "$")),
        replace(hit.passage, start=hit.passage.start + 1, end=hit.passage.end + 1),
        replace(hit.passage, article_id="no/such-article"),
    ):
        with pytest.raises(IndexCorrupt):
            answer(generation, question, Found((Hit(hit.passage_id, passage, 1, hit.votes),), None), 3)


def test_no_evidence_is_not_found(generation: Generation) -> None:
    question = read("Capita fine")
    assert judge(generation, question, [], term_weights(generation, question)) == "not_found"
    assert answer(generation, question, Found((), 0), 3).verdict == "not_found"


def test_a_rare_term_weighs_more_and_an_unknown_one_as_much_as_the_rarest(generation: Generation) -> None:
    weights = term_weights(generation, read("council Capita Palantir zxcvbnm"))
    assert generation.document_frequency("palantir") == 1
    assert 0 < weights["council"] < weights["capita"] < weights["palantir"] == weights["zxcvbnm"]


def test_the_words_asked_for_are_pointed_out_in_any_inflection(starter: Session) -> None:
    turn = starter.ask("How much was Capita fined by the ICO over the 2023 cyber-attacks?")
    evidence = turn.answer.evidence[0]
    spans = starter.matched_words(turn, evidence)
    words = {evidence.article.text[start:end].casefold() for start, end in spans}
    assert words >= {"capita", "ico"}
    assert words <= {"capita", "ico", "fine", "fined", "fines", "2023", "cyber", "attack", "attacks"}
    assert all(evidence.hit.passage.start <= start < end <= evidence.hit.passage.end for start, end in spans)


SERVERS = (
    "Leeds council servers were praised by its own staff. "
    "Nothing else was said on that day by anyone at all. "
    "{} "
    "Then everybody went home to have their tea in peace."
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much were the Leeds council servers?", "Leeds council servers came to £4.5m after all."),
        ("What did the Leeds council servers cost?", "Leeds council servers took 4.5 million pounds."),
        ("How many Leeds council servers are there?", "Leeds council servers are twelve at present."),
        ("How many Leeds council servers are there?", "Leeds council servers are 36 at present."),
        ("When did the Leeds council servers arrive?", "Leeds council servers came in March that year."),
        ("What year was it for Leeds council servers?", "Leeds council servers came along in 2014."),
    ],
)
def test_a_sentence_of_the_kind_asked_for_goes_before_one_on_the_words_alone(
    make_home: MakeHome, question: str, kind: str
) -> None:
    home = make_home(
        {
            "a.md": article("An evening in the north", SERVERS.format(kind)),
            "b.md": article("Elsewhere", "A bridge was painted green."),
        }
    )
    with Session.open(Settings(home)) as session:
        assert session.ask(question).answer.evidence[0].text == kind
        assert (
            session.ask("Leeds council servers praised")
            .answer.evidence[0]
            .text.startswith("Leeds council servers were")
        )


def test_where_no_sentence_is_of_the_kind_asked_for_the_words_decide(make_home: MakeHome) -> None:
    home = make_home(
        {"a.md": article("An evening", SERVERS.format("Leeds was quiet.")), "b.md": article("B", "A bridge.")}
    )
    with Session.open(Settings(home)) as session:
        evidence = session.ask("How much were the Leeds council servers?").answer.evidence[0]
    assert evidence.text == "Leeds council servers were praised by its own staff."
    assert evidence.paragraph == 1


def test_a_neighbour_joins_the_quote_for_what_it_adds(make_home: MakeHome) -> None:
    text = "It rained. Leeds council bought servers. The payroll contract went to Acme. It rained again."
    home = make_home({"a.md": article("An evening", text), "b.md": article("B", "A bridge was painted green.")})
    with Session.open(Settings(home)) as session:
        quote = session.ask("Which Leeds council servers payroll contract went to Acme?").answer.evidence[0].text
    assert quote == "Leeds council bought servers. The payroll contract went to Acme."


def test_a_heading_is_not_quoted(make_home: MakeHome) -> None:
    text = "It rained.\n\n## Leeds council servers payroll\n\nLeeds council servers arrived.\n\nIt rained again."
    home = make_home({"a.md": article("An evening", text), "b.md": article("B", "A bridge was painted green.")})
    with Session.open(Settings(home)) as session:
        evidence = session.ask("Leeds council servers payroll").answer.evidence[0]
    assert (evidence.text, evidence.paragraph) == ("Leeds council servers arrived.", 2)
