"""What speaks against a quote, and what is marked in it, where an index is known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from qabot.answer.quote_doubts import ExaminedQuote, QuoteDoubts
from qabot.core.answers import Evidence, HeldBack, Hit
from qabot.core.articles import Article, Passage
from qabot.core.dates import PartialDate
from qabot.core.settings import Home
from qabot.index.snapshot import Generation, open_current
from qabot.question.analysis import analyse
from tests.conftest import article
from tests.homes import indexed_home

OLD = "Bo Ray, chair of the Obscure Harbour Board, was scathing."
NEW = "Ann Lee, who chairs the Obscure Harbour Board, spoke."
PAID = "Numbat council was told to pay Vorpal £4m."
GIVEN = "Funding of £4m went to the Obscure Harbour Board from Numbat council."
RUN = "Di Fox, chief executive of the Obscure Harbour Board, spoke."
HELD = {
    "old.md": article("Board chided", OLD, date="2013-06-01"),
    "new.md": article(
        "Board again", f"{NEW} Cy Poe, the Obscure Harbour Board chief executive, did.", date="2023-11-02"
    ),
    "last.md": article("A ferry", "Numbat council bought a ferry from the Vorpal shipyard.", date="2026-01-05"),
}


@pytest.fixture(scope="module")
def index(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """An index of two chairs of one board, ten years apart."""
    opened = open_current(indexed_home(starter_home, tmp_path_factory.mktemp("chairs"), HELD).index)
    yield opened
    opened.close()


def quoted(text: str, words: str, published: PartialDate) -> Evidence:
    """Return a quote in which a reader marks some words."""
    held = Article(id="a", title="Council news", text=text, published=published)
    hit = Hit(1, Passage("a", 0, 0, len(text), text), 1, ())
    start = text.index(words)
    evidence = Evidence(held, 0, len(text), text, held.text_sha256, 1, hit)
    return replace(evidence, answer_span=(start, start + len(words)))


@pytest.mark.parametrize(
    ("question", "quote", "words", "published", "doubt"),
    [
        ("who chairs the Obscure Harbour Board", OLD, "Bo Ray", PartialDate(2013, 6, 1), "office_newer"),
        ("who runs the Obscure Harbour Board now", RUN, "Di Fox", PartialDate(2013, 6, 1), "office_newer"),
        ("who is the head of the Obscure Harbour Board", PAID, "Vorpal", PartialDate(2025), "office_sought"),
        ("who runs the Obscure Harbour Board", GIVEN, "Numbat council", PartialDate(2025), "office_sought"),
        ("how much did Vorpal pay Numbat", PAID, "£4m", PartialDate(2025), "roles_turned"),
        (
            "when did the ferry start",
            "The ferry was to end in May 2020.",
            "May 2020",
            PartialDate(2025),
            "event_sought",
        ),
        ("is the ferry still used", "The ferry is still used by all.", "used", PartialDate(2013), "too_old"),
        ("why did Numbat stop", PAID, "£4m", PartialDate(2025), "kind_sought"),
    ],
)
def test_what_speaks_against_a_quote_is_told_and_nothing_is_marked_in_it(
    index: Generation, question: str, quote: str, words: str, published: PartialDate, doubt: HeldBack
) -> None:
    doubts, evidence = QuoteDoubts.of(index, analyse(question)), quoted(quote, words, published)
    assert doubts.about(evidence) == doubt
    assert ExaminedQuote(doubts, evidence).marked == replace(evidence, answer_span=None)


@pytest.mark.parametrize(
    ("question", "quote", "words", "published"),
    [
        ("who chairs the Obscure Harbour Board", NEW, "Ann Lee", PartialDate(2023, 11, 2)),
        ("who chaired the Obscure Harbour Board", OLD, "Bo Ray", PartialDate(2013, 6, 1)),
        ("who chaired the Obscure Harbour Board in 2013", OLD, "Bo Ray", PartialDate(2013, 6, 1)),
        ("how much did Numbat pay Vorpal", PAID, "£4m", PartialDate(2025)),
        ("when did the ferry end", "The ferry was to end in May 2020.", "May 2020", PartialDate(2025)),
        ("is the ferry still used", "The ferry is still used by all.", "by all", PartialDate(2025)),
        ("who sank it", "It was sunk by the crew.", "the crew", PartialDate(2013)),
    ],
)
def test_nothing_speaks_against_what_answers(
    index: Generation, question: str, quote: str, words: str, published: PartialDate
) -> None:
    doubts, evidence = QuoteDoubts.of(index, analyse(question)), quoted(quote, words, published)
    assert doubts.about(evidence) is None
    assert ExaminedQuote(doubts, evidence).marked == evidence


def test_of_a_quote_with_two_persons_only_the_holder_is_marked(index: Generation) -> None:
    text = "Cy Poe told Ann Lee, who chairs the Obscure Harbour Board, that it was so."
    doubts = QuoteDoubts.of(index, analyse("who chairs the Obscure Harbour Board"))
    holder, other = quoted(text, "Ann Lee", PartialDate(2025)), quoted(text, "Cy Poe", PartialDate(2025))
    assert ExaminedQuote(doubts, holder).marked.answer_span == (12, 19)
    assert ExaminedQuote(doubts, other).marked.answer_span is None


def test_a_limit_on_the_search_limits_whom_it_knows_of(index: Generation) -> None:
    asked = analyse("who chairs the Obscure Harbour Board before:2014")
    assert QuoteDoubts.of(index, asked).about(quoted(OLD, "Bo Ray", PartialDate(2013, 6, 1))) is None
