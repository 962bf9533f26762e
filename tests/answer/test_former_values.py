"""What a text calls former, or a newer article corrects, disputes or has grown, is no value of now."""

from __future__ import annotations

import pytest

from qabot.answer.former_values import FoundText, is_former, newer_telling
from qabot.answer.told_plans import slipped_since, tells_only_a_plan
from qabot.core.answers import Evidence, Hit
from qabot.core.articles import Article, Passage
from qabot.core.dates import PartialDate
from qabot.question.analysis import analyse

OLD, NEW = PartialDate(2023, 5, 1), PartialDate(2024, 5, 1)


def held(text: str, published: PartialDate | None, name: str = "a") -> Article:
    return Article(id=name, title="Council news", text=text, published=published)


def quoted(text: str, published: PartialDate | None = OLD) -> Evidence:
    article = held(text, published)
    hit = Hit(1, Passage("a", 0, 0, len(text), text), 1, ())
    return Evidence(article, 0, len(text), text, article.text_sha256, 1, hit)


def beside(text: str, published: PartialDate | None = NEW) -> list[FoundText]:
    return [FoundText(held(text, published, "b"), text, 7)]


def span_of(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


COST, OPENS = "How much does the Numbat portal cost?", "When will the Numbat portal open?"


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        (COST, "The Numbat portal costs £9m, up from ", True),
        (COST, "The price of the Numbat portal has risen from about ", True),
        (OPENS, "The opening has been put back from ", True),
        (COST, "It costs more than was originally estimated at ", True),
        (COST, "The Numbat portal costs ", False),
        (COST, "Numbat took the money from ", False),
        ("How much did the Numbat portal cost before?", "The Numbat portal costs £9m, up from ", False),
        ("What did it cost in 2020?", "The Numbat portal costs £9m, up from ", False),
    ],
)
def test_a_value_that_was_so_before_is_known_by_what_stands_before_it(
    question: str, before: str, expected: bool
) -> None:
    assert is_former(question, before) is expected


@pytest.mark.parametrize(
    ("question", "quote", "words", "newer"),
    [
        (COST, "The Numbat portal costs £5m.", "£5m", "The Numbat portal costs £9m, up from £5m."),
        (COST, "The Numbat portal costs £5m.", "£5m", "The Numbat portal costs £9m rather than the £5m it gave."),
        (COST, "The Numbat portal costs £5m.", "£5m", "Auditors dispute that the Numbat portal costs £5m."),
        (
            "How many people use the Numbat portal?",
            "Some 4,000 people use the Numbat portal.",
            "4,000",
            "In an article of 1 May we wrote that 4,000 people use the Numbat portal. It is 400.",
        ),
        (COST, "The Numbat portal costs £5m.", "£5m", "The claim that the Numbat portal costs £5m was withdrawn."),
        (
            "How many councils use the Numbat portal?",
            "The Numbat portal is used by 12 councils.",
            "12 councils",
            "The number of councils that use the Numbat portal has grown from 12 to 31.",
        ),
        (
            "How many people use the Numbat portal?",
            "Some 4,000 people use the Numbat portal.",
            "4,000",
            "The Numbat portal is used by 90,000 people and not 4,000, as was first thought.",
        ),
        (OPENS, "The Numbat portal will open in June.", "June", "The Numbat portal is put back from June to November."),
    ],
)
def test_a_newer_article_that_corrects_disputes_or_changes_a_value_is_found(
    question: str, quote: str, words: str, newer: str
) -> None:
    asked = analyse(question)
    found = beside(newer)
    assert newer_telling(asked, quoted(quote), span_of(quote, words), found) == found[0]
    assert newer_telling(asked, quoted(quote), span_of(quote, words), beside(newer, PartialDate(2022))) is None
    assert newer_telling(asked, quoted(quote), span_of(quote, words), beside(newer, None)) is None


@pytest.mark.parametrize(
    ("question", "newer"),
    [
        (COST, "The Numbat portal costs £5m and works."),
        (COST, "The Vorpal portal costs £9m, up from £5m."),
        (COST, "The Numbat portal is used by 900 people, up from 300."),
        ("How much did the Numbat portal first cost?", "The Numbat portal costs £9m, up from £5m."),
    ],
)
def test_a_newer_article_that_leaves_a_value_alone_is_not(question: str, newer: str) -> None:
    quote = "The Numbat portal costs £5m."
    assert newer_telling(analyse(question), quoted(quote), span_of(quote, "£5m"), beside(newer)) is None


@pytest.mark.parametrize(
    "newer",
    [
        "The opening of the Numbat portal has been put back to 2026.",
        "The Numbat portal will open in November, later than planned.",
        "The Numbat portal will not open after all.",
    ],
)
def test_a_plan_that_slipped_since_does_not_say_when_it_will_be(newer: str) -> None:
    quote = "The Numbat portal will open in June."
    found = beside(newer)
    assert slipped_since(analyse(OPENS), quoted(quote), span_of(quote, "June"), found) == found[0]
    assert slipped_since(analyse(OPENS), quoted(quote, NEW), span_of(quote, "June"), beside(newer, OLD)) is None
    assert slipped_since(analyse(COST), quoted(quote), span_of(quote, "June"), found) is None


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("When did the Numbat portal open?", "The Numbat portal is due to open in June.", True),
        ("Has the Numbat portal opened?", "The Numbat portal will open in June, Ann Lee said.", True),
        ("How many staff did Numbat hire?", "Numbat plans to hire 300 staff.", True),
        ("Was the Numbat law passed?", "The Numbat law would be passed by May.", True),
        ("How much has the Numbat deal cost so far?", "The Numbat deal was forecast to cost £5m.", True),
        ("How much has the Numbat deal cost to date?", "The Numbat deal has cost £2m and will cost £5m.", False),
        ("Did Numbat close its office?", "Numbat proposed closing its office.", True),
        ("Did Numbat buy Vorpal?", "Numbat is in talks to buy Vorpal.", True),
        ("Has the Numbat Act been repealed?", "Ministers are minded to repeal the Numbat Act.", True),
        ("Who bought Vorpal?", "Numbat has offered to buy Vorpal.", True),
        ("Has the Numbat bill become law?", "The Numbat bill could become law by Easter.", True),
        ("What did Numbat cut?", "Numbat proposed to cut its web team.", True),
        ("How much did Numbat spend on laptops?", "Numbat has set aside £2m to spend on laptops.", True),
        ("Was the Numbat office sold?", "Numbat is considering whether its office should be sold.", True),
        ("Who chose Vorpal for the Numbat portal?", "Eskmouth chose Vorpal for the Numbat portal in May.", False),
        ("Did Numbat buy Vorpal?", "The purchase of Vorpal by Numbat in May is final.", False),
        ("Did Numbat buy Vorpal?", "Numbat bought Vorpal and is in talks to buy Tove.", False),
        ("What did Numbat propose?", "Numbat proposed to cut its web team.", False),
        ("When did the Numbat portal open?", "The Numbat portal opened in June, as was planned.", False),
        ("When did the Numbat portal open?", "The Numbat portal opened in June. It will close in May.", False),
        ("When will the Numbat portal open?", "The Numbat portal is due to open in June.", False),
        ("What did Numbat promise?", "Numbat will hire 300 staff.", False),
        ("How much did the Numbat deal cost?", "The Numbat deal will cost £5m.", False),
        ("When did the Numbat ferry end?", "The Numbat ferry was to end in May 2020.", False),
    ],
)
def test_a_plan_tells_nothing_of_what_came_to_pass(question: str, quote: str, expected: bool) -> None:
    assert tells_only_a_plan(analyse(question), quote, None) is expected
