"""What articles say for everyday words: searched for besides, counting less, and told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from qabot.core.questions import Filters, Synonyms
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from qabot.index.snapshot import Generation, open_current
from qabot.output.phrasing import interpret_query
from qabot.retrieval.binding import BoundQuestion, bind
from qabot.retrieval.ranking_parameters import LexicalParameters
from tests.asked import asked, bound
from tests.conftest import article
from tests.homes import indexed_home
from tests.near import near

TOWNS = {
    "scrapped.md": article("Corby ends its cards", "Corby has scrapped its tram card."),
    "cost.md": article("Deal and its pier", "The council said the pier would cost more."),
    "losses.md": article("Ely", "Ely expects job losses at its archive."),
    "jobs.md": article("Frome", "Frome has a job for you, whatever the losses of its rivals."),
    "binned.md": article("Goole", "Goole binned its fax machines."),
}
BINNED = Synonyms("binned", ("scrapped", "axed"))


@pytest.fixture(scope="module")
def home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Five articles of a passage each."""
    return indexed_home(starter_home, tmp_path_factory.mktemp("everyday"), TOWNS)


@pytest.fixture(scope="module")
def index(home: Home) -> Iterator[Generation]:
    """Their index."""
    opened = open_current(home.index)
    yield opened
    opened.close()


def found_by_words(index: Generation, question: BoundQuestion) -> list[str]:
    best = index.best(question.lexical_query, 10, Filters())
    articles = index.articles_of(number for number, _ in best)
    return [articles[number] for number, _ in best]


def test_articles_are_found_by_their_words_behind_those_with_the_question_s_own(index: Generation) -> None:
    assert found_by_words(index, bound(index, asked("who binned it", synonyms=(BINNED,)))) == ["binned", "scrapped"]
    assert found_by_words(index, bound(index, asked("who binned it"))) == ["binned"]


def test_several_words_must_stand_one_after_the_other(index: Generation) -> None:
    question = asked("redundancies", synonyms=(Synonyms("redundancies", ("job losses",)),))
    assert found_by_words(index, bound(index, question)) == ["losses"]
    assert bound(index, question).shares_a_term(frozenset({"loss"}))


def test_what_the_index_lacks_and_what_the_question_says_itself_is_not_looked_for(index: Generation) -> None:
    query = bound(index, asked("binned or scrapped", synonyms=(BINNED,))).lexical_query
    assert query.spellings == ()
    (spelling,) = bound(index, asked("binned", synonyms=(BINNED,))).lexical_query.spellings
    assert spelling[0] == ("scrap",)


@pytest.mark.parametrize(("boost", "counts"), [(0.0, 0.0), (0.2, 0.2), (1.0, 1.0)])
def test_how_much_they_count_is_a_parameter(index: Generation, boost: float, counts: float) -> None:
    """`scrapped` and `binned` stand in one passage each, so that the share is what the parameter says."""
    query = bind(index, asked("binned", synonyms=(BINNED,)), LexicalParameters(synonym_boost=boost)).lexical_query
    assert query.spellings[0][1] == near(counts)


def test_they_count_three_tenths(index: Generation) -> None:
    assert bound(index, asked("binned", synonyms=(BINNED,))).lexical_query.spellings[0][1] == near(0.3)


def test_they_are_no_share_of_the_question_s_own_terms_nor_a_word_held(index: Generation) -> None:
    question = bound(index, asked("binned trams", synonyms=(BINNED,)))
    assert question.share_of_terms(frozenset({"scrap"})) == 0.0
    assert not any(word.is_held_whole(frozenset({"scrap"})) for word in question.words)


def test_a_session_finds_them_marks_them_and_says_so(home: Home) -> None:
    with Session.open(Settings(home)) as session:
        turn = session.ask("Why was the Corby tram card binned?", alone=True)
        assert turn.question.synonyms[0].written == "binned"
        assert turn.answer.ranked[0] == "scrapped"
        shown = (*turn.answer.evidence, *turn.answer.nearest)[0]
        assert "scrapped" in [shown.article.text[a:b] for a, b in shown.matched]
        (told,) = [each.words for each in interpret_query(turn) if each.matter == "names"]
        assert told == "matched: binned = scrapped"
        other = replace(turn, question=replace(turn.question, synonyms=(Synonyms("binned", ("axed",)),)))
        assert [each for each in interpret_query(other) if each.matter == "names"] == []


def test_a_home_adds_its_own(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = indexed_home(home, tmp_path_factory.mktemp("own"), TOWNS)
    (own.path / "synonyms.toml").write_text('[[word]]\nsaid = "zapped"\nmeant = "scrapped"\n', encoding="utf-8")
    with Session.open(Settings(own)) as session:
        assert session.ask("Who zapped it?", alone=True).answer.ranked[0] == "scrapped"
