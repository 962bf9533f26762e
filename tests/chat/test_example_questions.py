"""Questions to begin with: every one that is offered is answered, strongly, by what an article is about."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from qabot.chat.example_questions import ExampleQuestion, answered, candidates, is_answered_by_a_headline
from qabot.chat.worker import SessionWorker
from qabot.core.articles import ArticleSummary
from qabot.core.dates import PartialDate
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from tests.conftest import MakeHome, article


def summary(title: str, *organisations: str, year: int = 2015) -> ArticleSummary:
    return ArticleSummary(title, title, "Computing", PartialDate(year), tuple(organisations))


async def offered(home: Home, wanted: int) -> list[str]:
    prober = SessionWorker(lambda: Session.open_lexical(Settings(home)))
    try:
        await prober.open()
        await prober.load()
        return await answered(prober, candidates(await prober.article_summaries()), wanted)
    finally:
        prober.close()


def test_every_question_offered_on_the_starter_corpus_is_answered_strongly(
    starter_home: Home, starter: Session
) -> None:
    questions = asyncio.run(offered(starter_home, 10))
    assert len(questions) >= 3
    for question in questions:
        reply = starter.ask(question, alone=True).answer
        assert reply.verdict == "strong", question
        assert reply.evidence[0].paragraph == 1, question
        assert "position" not in question
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            [summary("Cost of the Quibbly Tram put at £3m"), summary("Why the Quibbly Tram is late")],
            ["How much did Quibbly Tram cost?"],
        ),
        (
            [summary("WC doubts the Quibbly Tram", "Wombat Council (WC)"), summary("Why the £3m Quibbly Tram is late")],
            ["How much did Quibbly Tram cost?", "What did WC say about Quibbly Tram?"],
        ),
        # Where no headline tells a sum, none is asked for: no answer would be taken.
        (
            [summary("Quibbly Tram opens", year=2016), summary("Why the Quibbly Tram is 3% late")],
            ["What happened to Quibbly Tram in 2016?"],
        ),
        # What a body costs is not asked.
        ([summary("Why the Wombat Council sits", "Wombat Council"), summary("How the Wombat Council rests")], []),
        ([summary("Why the Quibbly Tram is late")], []),
        ([], []),
    ],
)
def test_what_several_titles_name_is_asked_about(titles: list[ArticleSummary], expected: list[str]) -> None:
    assert [each.text for each in candidates(titles)] == expected


def test_an_answer_that_is_no_headline_is_not_offered(starter: Session) -> None:
    turn = starter.ask("How much did Common Platform cost?", alone=True)
    assert is_answered_by_a_headline(turn, "Common Platform")
    assert not is_answered_by_a_headline(turn, "GOV.UK Verify"), "the title is of another subject"
    possible = replace(turn, answer=replace(turn.answer, verdict="possible"))
    assert not is_answered_by_a_headline(possible, "Common Platform")
    first, *others = turn.answer.evidence
    later = replace(turn, answer=replace(turn.answer, evidence=(replace(first, paragraph=3), *others)))
    assert not is_answered_by_a_headline(later, "Common Platform"), "it stands further down"
    title = replace(first.article, title="Common Platform rated amber")
    untold = replace(turn, answer=replace(turn.answer, evidence=(replace(first, article=title), *others)))
    assert not is_answered_by_a_headline(untold, "Common Platform"), "the title does not say the figure"


def test_none_is_offered_where_no_article_answers(make_home: MakeHome) -> None:
    home = make_home(
        {
            "one.md": article("Why the £3m Quibbly Tram", "It was painted green. Nobody asked why."),
            "two.md": article("How the Quibbly Tram", "It waited in its depot. Nobody came."),
        }
    )
    assert candidates([summary("Why the £3m Quibbly Tram"), summary("How the Quibbly Tram")]) == [
        ExampleQuestion("How much did Quibbly Tram cost?", "Quibbly Tram")
    ]
    assert asyncio.run(offered(home, 3)) == []
