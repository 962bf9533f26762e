"""What is asked behind other questions, over the starter corpus: small conversations, and what comes first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qabot.core.settings import Home, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine

BEHIND_OTHERS = (
    # aspect
    (
        ("What did Hackney Council get wrong before its ransomware attack?", "view of the council's mayor"),
        ("hackney-ico",),
    ),
    (("How many people tried GOV.UK Chat in the first pilot?", "accuracy worries"), ("govuk-chat",)),
    (("When did UKCloud go into liquidation?", "staff and customers"), ("ukcloud",)),
    (("Who built the West Midlands 5G test bed?", "uses on buses and trams"), ("west-midlands-5g",)),
    (("How much does the Palantir NHS data platform cost?", "losing bidders"), ("fdp-palantir",)),
    (("Why did Police Scotland scrap i6?", "refund"), ("i6",)),
    # switch
    (
        (
            "How much does the Palantir NHS data platform cost?",
            "what did the extension of Capita's contract cost Barnet",
        ),
        ("barnet-capita-57m",),
    ),
    (
        ("What did the Redcar attack cost?", "socitm on the 2015 spending review"),
        ("socitm-spending-review", "socitm-press-release"),
    ),
    (
        ("When did Ciaran Martin leave the NCSC?", "which councils signed the Local Digital Declaration"),
        ("local-digital-declaration", "local-digital-fund"),
    ),
    (("What is Humphrey?", "how long will Horizon be kept by the Post Office"), ("post-office",)),
    (("How much has Making Tax Digital cost?", "who runs the Centre for Digital Public Services in Wales"), ("cdps",)),
    (("What was leaked from Leicester City Council?", "g-cloud sales to small firms"), ("g-cloud", "ccs-sme")),
    # named in the answer
    (("Who owned UKCloud?", "what did the Cabinet Office lose by it"), ("ukcloud",)),
    (("Which firm won the NHS Federated Data Platform?", "which firms were its partners"), ("fdp-palantir",)),
    (("Who leads the CDDO in 2021?", "where did she work before"), ("cddo", "davinson")),
    (
        ("Who chairs the Public Accounts Committee when it criticised Making Tax Digital?", "what did Hillier say"),
        ("making-tax-digital",),
    ),
    # quoted counts
    (("What did the Redcar attack cost?", "was government money given"), ("redcar",)),
    (("How much money did Verify take by 2019?", "number of services joined"), ("verify",)),
    (("What did the Centre for Digital Public Services get in 2021?", "what was the Welsh one worth"), ("cdps",)),
    (("Does Microsoft 365 Copilot save civil servants time?", "do staff like it?"), ("copilot",)),
    (("Why were 37 councils at risk on the PSN?", "deadline for cutting off"), ("psn",)),
    # chain
    (
        (
            "Who won the e-Borders case against the Home Office?",
            "how much had been awarded",
            "what did the appeal decide",
        ),
        ("eborders",),
    ),
    (
        ("What went wrong with Birmingham's Oracle system?", "cost now", "and the equal pay claims?", "who audited it"),
        ("birmingham",),
    ),
    (("When was care.data closed?", "why", "how many opted out", "what about GPDPR?"), ("gpdpr",)),
    (("What is One Login's forecast cost?", "how many services", "and what did Verify cost?"), ("verify", "one-login")),
    (("Who led NCSC when it opened?", "when did he leave", "who replaced him"), ("ncsc",)),
)
"""The questions in order, and what the id of the article that stands first for the last of them holds, any of these."""
STANDING_ALONE = (
    ("What did the Redcar attack cost?", "Who opened the National Cyber Security Centre?"),
    ("What is Humphrey?", "palantir federated data platform value"),
    ("Who won e-Borders?", "How many people use the NHS App in 2022?"),
    ("When was care.data closed?", "thanks"),
    ("Who runs Verify?", "When was the Emergency Services Network delayed?"),
)
"""Two questions, of which the second has a subject of its own, or asks nothing."""


@pytest.fixture(scope="module")
def engine(starter_home: Home) -> Iterator[Engine]:
    """The starter corpus."""
    with Engine.open(Settings(starter_home)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "wanted"),
    BEHIND_OTHERS,
    ids=lambda each: each[-1],
)
def test_the_right_article_stands_first_behind_other_questions(
    asked: tuple[str, ...], wanted: tuple[str, ...], engine: Engine
) -> None:
    conversation = Conversation(engine)
    *_, last = (conversation.ask(text) for text in asked)
    assert any(part in last.answer.ranked[0] for part in wanted), last.answer.ranked[:3]
    carried = " ".join(last.question.inherited_terms).split()
    assert len(carried) <= 8


@pytest.mark.parametrize("asked", STANDING_ALONE, ids=lambda each: each[-1])
def test_a_question_of_its_own_takes_nothing_and_is_answered_as_it_is_alone(
    asked: tuple[str, str], engine: Engine
) -> None:
    conversation = Conversation(engine)
    conversation.ask(asked[0])
    behind, alone = conversation.ask(asked[1]), conversation.probe(asked[1])
    assert behind.question.inherited_terms == ()
    assert behind.answer.ranked == alone.answer.ranked


def test_a_long_conversation_never_carries_more_than_a_few_words(engine: Engine) -> None:
    conversation = Conversation(engine)
    for text in (
        "What went wrong with Birmingham's Oracle system?",
        *(text for asked, _ in BEHIND_OTHERS for text in asked[1:]),
    ):
        carried = " ".join(conversation.ask(text).question.inherited_terms).split()
        assert len(carried) <= 8, text
