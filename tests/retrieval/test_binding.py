"""Binding: what an index makes of a question's words, each looked up once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from qabot.core.questions import EntityMention
from qabot.core.settings import Home
from qabot.index.snapshot import Generation, open_current
from qabot.retrieval.binding import bind
from qabot.retrieval.protocols import Index
from qabot.retrieval.ranking_parameters import LexicalParameters
from qabot.retrieval.term_sets import TermSets
from tests.asked import asked, bound
from tests.conftest import article
from tests.homes import indexed_home

TOWNS = {
    "wombat.md": article("A depot", "Wombat council sold its depot."),
    "numbat.md": article("A ferry", "Numbat council bought a ferry."),
    "quokka.md": article("A pier", "The Obscure Harbour Board closed its pier."),
}
OHB = EntityMention("OHB", ("Obscure Harbour Board",))


@pytest.fixture(scope="module")
def index(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """Three articles of a passage each."""
    opened = open_current(indexed_home(starter_home, tmp_path_factory.mktemp("bound"), TOWNS).index)
    yield opened
    opened.close()


def test_words_are_bound_in_order_with_their_terms_and_how_much_they_say(index: Generation) -> None:
    question = bound(index, asked("Which councils sold ferries?", inherited_terms=("Wombat-depot",)))
    words = [(word.text, sorted(word.terms), word.is_inherited) for word in question.words]
    assert words == [
        ("councils", ["council"], False),
        ("sold", ["sold"], False),
        ("ferries", ["ferri"], False),
        ("Wombat-depot", ["depot", "wombat"], True),
    ]
    assert question.document_frequency == {"council": 2, "sold": 1, "ferri": 1, "wombat": 1, "depot": 1}
    by_text = {word.text: word.idf for word in question.words}
    assert by_text["councils"] == question.idf["council"] < by_text["sold"] == by_text["Wombat-depot"]
    assert [question.analysed.whole[word.start : word.end] for word in question.words] == [each[0] for each in words]


def test_a_word_is_shared_by_any_of_its_terms_and_held_by_all_of_them_or_by_another_name(index: Generation) -> None:
    hyphened, named = bound(index, asked("ferry-depot OHB", mentions=(OHB,))).words
    assert (hyphened.shares_a_term(frozenset({"ferri"})), hyphened.is_held_whole(frozenset({"ferri"}))) == (True, False)
    assert hyphened.is_held_whole(frozenset({"ferri", "depot", "more"}))
    assert named.is_held_whole(frozenset({"obscur", "harbour", "board"}))
    assert not named.is_held_whole(frozenset({"obscur", "harbour"}))
    assert not named.shares_a_term(frozenset({"obscur", "harbour", "board"}))


def test_names_are_known_in_every_way_of_writing_them(index: Generation) -> None:
    question = bound(index, asked("Did Wombat sell the OHB a ferry?", mentions=(OHB,)))
    assert question.names == {
        "Wombat": (frozenset({"wombat"}),),
        "OHB": (frozenset({"ohb"}), frozenset({"obscur", "harbour", "board"})),
    }


@pytest.mark.parametrize(
    ("text", "unknown"), [("zxcvbnm", True), ("zxcvbnm ferry", False), ("OHB", False), ("", True), ("?!", True)]
)
def test_a_question_is_unknown_where_no_word_and_no_other_name_is_in_the_corpus(
    index: Generation, text: str, unknown: bool
) -> None:
    mentions = (OHB,) if text == "OHB" else ()
    assert bound(index, asked(text, mentions=mentions)).is_unknown is unknown


def test_what_is_not_its_own_counts_what_the_parameters_say(index: Generation) -> None:
    query = bind(index, asked("ferry"), LexicalParameters(name_boost=0.1, inherited_boost=0.2)).lexical_query
    assert (query.name_boost, query.inherited_boost) == (0.1, 0.2)


@dataclass
class Counting:
    """An index that counts how often it is asked for terms, and knows words apart at white space alone."""

    asked_for: list[str] = field(default_factory=list[str])

    def terms(self, text: str) -> list[str]:
        """Return words in lower case; those of more than nine letters are none."""
        self.asked_for.append(text)
        return [word.lower() for word in text.split() if len(word) < 10]


def counting() -> tuple[Counting, TermSets]:
    index = Counting()
    as_index: Index = index  # type: ignore[assignment] - of all an index does, terms alone are asked for
    return index, TermSets(as_index)


class TestTermSets:
    """The terms of texts."""

    def test_a_text_is_analysed_once(self) -> None:
        index, texts = counting()
        assert [texts.of("A ferry") for _ in range(3)] == [frozenset({"a", "ferry"})] * 3
        assert texts.spans_of("A ferry", {"ferry"}) == [(2, 7)]
        assert index.asked_for == ["A ferry"]

    def test_a_text_whose_words_and_terms_differ_in_number_is_read_word_by_word(self) -> None:
        index, texts = counting()
        assert texts.spans_of("A superlatively ferry, ferry", {"ferry"}) == [(16, 21), (23, 28)]
        assert index.asked_for == ["A superlatively ferry, ferry", "A", "superlatively", "ferry"]

    def test_no_text_and_no_terms_give_no_spans(self) -> None:
        _, texts = counting()
        assert texts.spans_of("", {"ferry"}) == texts.spans_of("A ferry", ()) == []
