"""Compounds: found whichever way a question or an article writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pytest

from qabot.core.questions import Filters
from qabot.core.settings import Home
from qabot.index.snapshot import Generation, open_current
from qabot.index.text_index import LexicalQuery
from qabot.retrieval.binding import bind
from qabot.retrieval.compounds import other_spellings
from qabot.retrieval.protocols import Index
from qabot.retrieval.ranking_parameters import LexicalParameters
from tests.asked import asked, bound
from tests.conftest import article
from tests.homes import indexed_home
from tests.near import near

FILLER = {
    f"other-{number}.md": article(f"Parish notes {number}", f"The parish of {name} mended its clock and its weir.")
    for number, name in enumerate(("Amble", "Bodmin", "Corby", "Deal", "Ely", "Frome", "Goole", "Hawes"))
}
ARTICLES = {
    "brit-joined.md": article("A card for all", "Ministers want a BritCard for every worker."),
    "cyber-apart.md": article("Wick is hit", "A cyber attack stopped the payroll of Wick."),
    "cyber-hyphen.md": article("Thurso is hit", "Thurso says that cyber-attacks stopped its ferries."),
    "cyber-joined.md": article("Lairg is hit", "Lairg paid after a cyberattack on its museum."),
    "care.md": article("Records halted", "Patients left care.data in their thousands."),
    "notify-joined.md": article("Texts for parishes", "Parishes send texts by GovNotify."),
    "procurement-hyphen.md": article("Buying online", "Orkney does its e-procurement on its own."),
    "login-joined.md": article("Signing in", "Millions sign in by OneLogin now."),
    "startup-hyphen.md": article("A young firm", "The start-up from Leeds sells maps."),
    "rollout-apart.md": article("Masts", "The roll out of masts has begun in Skye."),
    "whitepaper-apart.md": article("A plan", "Ministers wrote a white paper on ports."),
    "webpage-joined.md": article("Pages", "Their webpages about bins were taken away."),
    "covid-joined.md": article("Tests", "Covid19 tests were late in Crewe."),
    "not-able.md": article("Staff", "They were not able to visit or to use less water, nor to put in hours."),
    "visitors.md": article("Visitors", "Visitors came to the museum. It was a notable year of useless input."),
    **FILLER,
}


@pytest.fixture(scope="module")
def index(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """Articles that write one compound each, in one way."""
    opened = open_current(indexed_home(starter_home, tmp_path_factory.mktemp("compounds"), ARTICLES).index)
    yield opened
    opened.close()


def found_by_words(index: Generation, text: str) -> list[str]:
    """Return the ids of the articles that words alone find, best first."""
    best = index.best(bound(index, text).lexical_query, 10, Filters())
    articles = index.articles_of(number for number, _ in best)
    return [articles[number] for number, _ in best]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what is the brit card", {"brit-joined"}),
        ("Brit Card", {"brit-joined"}),
        ("brit-card", {"brit-joined"}),
        ("BritCard", {"brit-joined"}),
        ("britcards", {"brit-joined"}),
        ("brit cards", {"brit-joined"}),
        ("cyber attack", {"cyber-apart", "cyber-hyphen", "cyber-joined"}),
        ("cyber-attacks", {"cyber-apart", "cyber-hyphen", "cyber-joined"}),
        ("cyberattack", {"cyber-apart", "cyber-hyphen", "cyber-joined"}),
        ("Cyberattacks?", {"cyber-apart", "cyber-hyphen", "cyber-joined"}),
        ("CyberAttack", {"cyber-apart", "cyber-hyphen", "cyber-joined"}),
        ("caredata", {"care"}),
        ("CareData", {"care"}),
        ("care data", {"care"}),
        ("care-data", {"care"}),
        ("care.data", {"care"}),
        ("gov notify", {"notify-joined"}),
        ("Gov-Notify", {"notify-joined"}),
        ("govnotify", {"notify-joined"}),
        ("eprocurement", {"procurement-hyphen"}),
        ("e procurement", {"procurement-hyphen"}),
        ("e-procurement", {"procurement-hyphen"}),
        ("one login", {"login-joined"}),
        ("One Login", {"login-joined"}),
        ("one-login", {"login-joined"}),
        ("startup", {"startup-hyphen"}),
        ("start up", {"startup-hyphen"}),
        ("startups", {"startup-hyphen"}),
        ("rollout", {"rollout-apart"}),
        ("roll-out", {"rollout-apart"}),
        ("whitepaper", {"whitepaper-apart"}),
        ("web pages", {"webpage-joined"}),
        ("web-page", {"webpage-joined"}),
        ("covid 19", {"covid-joined"}),
        ("covid-19", {"covid-joined"}),
    ],
)
def test_a_compound_is_found_whichever_way_it_is_written(index: Generation, text: str, found: set[str]) -> None:
    best = found_by_words(index, text)
    assert set(best[: len(found)]) == found
    assert not bound(index, text).is_unknown


@pytest.mark.parametrize(
    "text",
    [
        "notable",
        "visitors",
        "useless",
        "input",
        "put in",
        "they were not able to",
        "visit or",
        "use less",
        "museum",
        "payroll",
        "parish clock",
        "the card, brit",
        "brit (card)",
        "cyber. Attack",
        "card brit",
        "councils' records",
        "council's records",
        "19 covid",
        "",
        "?!",
        "e",
        "x" * 2_000,
    ],
)
def test_other_words_are_neither_split_nor_joined(index: Generation, text: str) -> None:
    assert other_spellings(index, asked(text)) == []


def test_how_many_passages_have_it_is_told(index: Generation) -> None:
    (joined,) = other_spellings(index, asked("cyber attacks"))
    assert (joined.words, joined.terms, joined.passages, joined.all_passages) == (
        ("cyber", "attacks"), ("cyberattack",), 1, 3
    )  # fmt: skip
    (parted,) = other_spellings(index, asked("the Cyberattack"))
    assert (parted.words, parted.terms, parted.passages, parted.all_passages) == (
        ("Cyberattack",), ("cyber", "attack"), 2, 3
    )  # fmt: skip


def test_a_word_in_another_spelling_is_neither_missing_nor_lacking(index: Generation) -> None:
    question = bound(index, asked("What is the Brit Card?"))
    assert question.unknown_names == ()
    assert question.names_lacking(frozenset({"britcard", "worker"})) == []
    assert question.document_frequency["brit"] == 1
    assert question.shares_a_term(frozenset({"britcard"}))
    by_text = {word.text: word for word in question.words}
    assert by_text["Brit"].is_held_whole(frozenset({"britcard"}))
    assert question.share_of_terms(frozenset({"brit", "card"})) == 1.0
    (spelling,) = question.lexical_query.spellings
    assert spelling[0] == ("britcard",)


def test_one_of_many_spellings_counts_no_more_than_the_others(index: Generation) -> None:
    """A hundred passages with `x y` and one with `xy`: the one is not the answer for being written so."""
    joined, parted = (bound(index, text).lexical_query for text in ("cyber attack", "cyberattack"))
    one, two = dict(index.best(LexicalQuery(("cyberattack",)), 9, Filters())), index.best(joined, 9, Filters())
    (number,) = one
    assert joined.spellings[0][1] < 0.5
    assert dict(two)[number] == near(joined.spellings[0][1] * one[number])
    assert parted.spellings[0][1] < 0.5


def test_the_only_spelling_there_is_counts_in_full(index: Generation) -> None:
    (spelling,) = bound(index, "brit card").lexical_query.spellings
    assert spelling == (("britcard",), 1.0)


def test_how_much_another_spelling_counts_is_a_parameter(index: Generation) -> None:
    little, much = (
        bind(index, asked("cyber attack"), LexicalParameters(compound_boost=boost)).lexical_query.spellings[0][1]
        for boost in (0.1, 0.4)
    )
    assert much == near(4 * little)
    assert bound(index, "cyber attack").lexical_query.spellings[0][1] == near(5 * little)


class Vocabulary:
    """An index of which only terms and how many passages hold them are asked."""

    def __init__(self, words: dict[str, int], phrases: dict[tuple[str, ...], int]) -> None:
        """Hold these, each with in how many passages it stands."""
        self._words, self._phrases = words, phrases

    def terms(self, text: str) -> list[str]:
        """Return words in lower case."""
        return text.lower().split()

    def expect_terms(self, terms: Iterable[str]) -> None:
        """Do nothing."""

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        return self._words.get(term, 0)

    def phrase_frequency(self, terms: Sequence[str]) -> int:
        """Return how many passages hold these terms one after the other."""
        return self._phrases.get(tuple(terms), 0)


def spelt(text: str, words: dict[str, int], phrases: dict[tuple[str, ...], int]) -> list[tuple[str, ...]]:
    index: Index = Vocabulary(words, phrases)  # type: ignore[assignment] - all that compounds ask for
    return [each.terms for each in other_spellings(index, asked(text))]


@pytest.mark.parametrize(("whole", "is_parted"), [(0, True), (40, True), (41, False)])
def test_a_word_is_parted_unless_the_parts_are_a_slip_of_the_pen(whole: int, is_parted: bool) -> None:
    words = {"toolkit": whole, "tool": 9, "kit": 9}
    assert spelt("toolkit", words, {("tool", "kit"): 2}) == ([("tool", "kit")] if is_parted else [])


def test_of_two_ways_of_parting_the_one_that_more_passages_have_counts() -> None:
    words = {"pen": 9, "knife": 9, "penk": 9, "nife": 9}
    assert spelt("penknife", words, {("pen", "knife"): 3, ("penk", "nife"): 1}) == [("pen", "knife")]


@pytest.mark.parametrize(
    ("first", "second", "are_parts"),
    [("abc", "def", True), ("ab", "cdef", False), ("abcd", "ef", False), ("e", "bcde", True), ("e", "bcd", False),
     ("b", "cdef", False), ("back", "up", True), ("back", "ups", True), ("log", "in", True), ("beg", "in", False),
     ("sign", "on", True), ("pers", "on", False), ("use", "less", False), ("one", "login", True), ("my", "page", True),
     ("there", "ever", False), ("not", "able", False), ("abc", "d" * 37, True), ("abc", "d" * 38, False)],
)  # fmt: skip
def test_parts_are_words(first: str, second: str, are_parts: bool) -> None:
    found = spelt(first + second, {first: 5, second: 5}, {(first, second): 5})
    assert found == ([(first, second)] if are_parts else [])


@pytest.mark.parametrize(
    ("text", "joined"),
    [("tool kit", "toolkit"), ("tool-kit", "toolkit"), ("tool.kit", "toolkit"), ("tool, kit", None), ("tool/kit", None),
     ("back up", "backup"), ("log in", "login"), ("put in", None), ("in put", None), ("in-put", "input"),
     ("one login", "onelogin"), ("some login", None), ("web 2", "web2"), ("2 web", None), ("use less", None),
     ("re use", "reuse"), ("tool k", None)],
)  # fmt: skip
def test_words_are_joined_where_they_may_be_one(text: str, joined: str | None) -> None:
    whole = "".join(letter for letter in text if letter.isalnum())
    assert spelt(text, {whole: 1}, {}) == ([(joined,)] if joined else [])
