"""Further quotes: shown where they bear on what a question names, and where it cannot be told whether they do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qabot.answer.answerer import Answerer
from qabot.answer.deduplication import deduplicate
from qabot.answer.lexical_reading import NO_EMBEDDINGS, lexical_query_tokens, score_sentences_lexically
from qabot.answer.names_as_written import names_as_written
from qabot.answer.quote_bearing import QuoteBearing
from qabot.answer.quote_doubts import QuoteDoubts
from qabot.answer.quoting import Quoting
from qabot.answer.sentence_scoring import QueryProfile
from qabot.core.answers import Answer
from qabot.core.settings import Home
from qabot.engine.session import Session
from qabot.index.snapshot import Generation, open_current
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer
from qabot.retrieval.ranking_parameters import RANKING
from qabot.retrieval.term_sets import TermSets
from tests.asked import bound, find
from tests.conftest import article
from tests.homes import indexed_home

BODIES = EntityGazetteer.load()
TRAMS = {
    "wombat.md": article("Trams for a town", "Wombat council bought forty trams from Vorpal in May."),
    "late.md": article("A late delivery", "The trams that Wombat council bought came in autumn."),
    "numbat.md": article("More trams", "Numbat council bought twelve trams from Quibble in June."),
    "quokka.md": article("Trams again", "Quokka council bought nine trams from Zorblax in July."),
    "service.md": article("Trams for a service", "The Government Digital Service bought one tram in August."),
    "dingo.md": article("Old trams", "Dingo council bought ten trams, and they were old."),
    "tasmania.md": article("Trams of a valley", "Rhondda council bought two trams for its valley."),
    "bilby.md": article("Blue trams", "Bilby council bought eleven trams, and they were blue."),
    "price.md": article("Dear trams", "Numbat council paid £4m for its trams."),
    "market.md": article("A market", "A market was opened by the council. It sold bread."),
}


@pytest.fixture(scope="module")
def index(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """Articles on trams that councils bought."""
    opened = open_current(indexed_home(starter_home, tmp_path_factory.mktemp("trams"), TRAMS).index)
    yield opened
    opened.close()


def ask(index: Generation, question: str, limit: int = 3) -> Answer:
    """Answer by words alone, so that order is that of BM25."""
    put = analyse(question, bodies=BODIES)
    found = find(index, None, put, 10)
    return Answerer(index, None, None, RANKING).answer(bound(index, put), None, found, limit)


def shown(answer: Answer) -> list[str]:
    return [Path(each.article.id).stem for each in answer.evidence]


@pytest.mark.parametrize("name", ["Wombat", "wombat", "WOMBAT", "wombat's", "wombats"])
def test_a_quote_of_another_than_is_named_is_not_shown(index: Generation, name: str) -> None:
    answer = ask(index, f"trams bought by {name} council")
    assert sorted(shown(answer)) == ["late", "wombat"]
    assert [each.hit.rank for each in answer.evidence] == [1, 2]


def bearing(index: Generation, question: str) -> list[str]:
    """Return whose quotes are kept of all that is found by words, whatever the verdict on them would be."""
    put = bound(index, analyse(question, bodies=BODIES))
    hits = deduplicate(index, find(index, None, put.analysed, 10).hits, 10, 0.9)
    profile = QueryProfile(put, lexical_query_tokens(put), NO_EMBEDDINGS.vector, TermSets(index), RANKING.reading)
    scored = score_sentences_lexically(profile, [(each.hit, each.article) for each in hits])
    doubts, subjects = QuoteDoubts.of(index, put.analysed), QuoteBearing.of(profile, scored)
    quoting = Quoting(profile, {each.article.id: () for each in hits}, doubts, subjects, RANKING.quotation)
    return [Path(each.article.id).stem for each in quoting.bearing(scored, 10)]


@pytest.mark.parametrize(
    "question",
    [
        "trams bought by a council",
        "trams bought by Wombt council",
        "trams bought by Thylacine council",
        "trams bought in Wales by a council",
        "trams bought by the north west council",
        "trams bought by Wombat or Numbat council",
        "Wombat council trams compared with Numbat council trams",
    ],
)
def test_what_may_bear_on_it_stays(index: Generation, question: str) -> None:
    assert {"wombat", "late", "numbat"} <= set(bearing(index, question))


def test_each_of_two_that_are_set_side_by_side_is_shown(index: Generation) -> None:
    assert {"wombat", "numbat"} <= set(shown(ask(index, "trams bought by Wombat and by Numbat council", 4)))


def test_another_name_of_a_body_counts_as_it(index: Generation) -> None:
    assert bearing(index, "one tram bought by gds")[:1] == ["service"]
    assert "service" in bearing(index, "trams bought by gds council")


def test_what_is_missing_is_said_of_what_is_shown(index: Generation) -> None:
    answer = ask(index, "what did the trams bought by Wombat council cost")
    assert sorted(shown(answer)) == ["late", "wombat"]
    assert [each.words for each in answer.missing] == ["No quoted sentence gives a cost."]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("who runs wombat", "It is run by Wombat.", ["wombat"]),
        ("who runs wombats zoo", "It is run by Wombat.", ["wombats"]),
        ("what did i6 cost", "The i6 system failed.", ["i6"]),
        ("common platform cost", "The Common Platform has a platform in common with others.", ["common platform"]),
        ("when is the platform open", "The Common Platform is a platform.", []),
        ("are trams late", "Trams were late.", []),
        ("what happened in may", "It rained in May.", []),
        ("which council won", "It was Wombat Council that won. A council pays.", []),
    ],
)
def test_words_are_names_where_articles_write_them_so(question: str, text: str, expected: list[str]) -> None:
    asked = analyse(question, bodies=BODIES)
    assert [asked.whole[a:b] for a, b in names_as_written(asked, [text])] == expected


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which gang hit leicester?", "leicester"),
        ("fujitsu first trader support contract value", "trader"),
        ("nhs federated data platform supplier", "federated data platform"),
        ("palantir contract value", "palantir"),
        ("who signed off haringey's move into the shared it", "haringey"),
        ("how did sue gray explain what went wrong with landweb?", "landweb"),
    ],
)
def test_every_quote_is_of_an_article_that_names_the_subject(starter: Session, question: str, name: str) -> None:
    evidence = starter.ask(question, alone=True).answer.evidence
    assert evidence
    assert all(name in f"{each.article.title} {each.article.text}".casefold() for each in evidence)
