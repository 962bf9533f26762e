"""Which articles name what a saved question names."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.question.analysis import analyse
from qabot.reports.watch.named_subjects import NamedSubjects


def are_named(question: str, text: str, title: str = "A story") -> bool:
    return NamedSubjects(lambda _: Article("a", title, text)).are_named(analyse(question), "a")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how much did Common Platform cost", "The cost of Common Platform rose again."),
        ("how much did Common Platform cost", "Critics call the COMMON PLATFORM a failure."),
        ("how many users does GOV.UK Verify have", "Verify had 3.9 million users."),
        ("what did Socitm say about Zorblax", "Zorblax was late, and nobody spoke of it."),
        ("what is an MOU", "The memoranda, or MOUs, bind nobody."),
        ("what did the Emergency Services Network cost", "The ESN has cost £2bn."),
        ("how much did common platform cost", "Common tools made the platform cheap."),
        ("how much did it cost", "Whatever it says, the question names nothing."),
    ],
)
def test_an_article_that_names_the_subject_may_bear_on_it(question: str, text: str) -> None:
    assert are_named(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how much did Common Platform cost", "Common Technology Services and Government as a Platform cost £1bn."),
        ("how much did Common Platform cost", "The platform was common to all, at a cost of £3m."),
        ("how much did the attack on Redcar cost", "The attack on Leicester cost £5m."),
        ("what did the Emergency Services Network cost", "A network of services for emergencies cost £2bn."),
        ("who leads Zorblax", "Zorblaxian customs are old."),
        ("did Redcar, Zorblax and Leicester pay", "Leicester paid."),
    ],
)
def test_words_of_its_name_apart_are_not_the_subject(question: str, text: str) -> None:
    assert not are_named(question, text)


def test_a_title_counts_and_a_missing_article_does_not() -> None:
    assert are_named("how much did Redcar pay", "The council paid £10m.", title="Attack on Redcar")
    assert not NamedSubjects(lambda _: None).are_named(analyse("how much did Redcar pay"), "gone")


def test_an_article_is_looked_up_once() -> None:
    asked: list[str] = []

    def article(article_id: str) -> Article:
        asked.append(article_id)
        return Article(article_id, "A story", "Redcar paid.")

    subjects = NamedSubjects(article)
    assert [subjects.are_named(analyse(each), "a") for each in ("did Redcar pay", "did Leicester pay")] == [True, False]
    assert asked == ["a"]
