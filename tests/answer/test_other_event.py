"""Whether a quote tells the date, the sum or the state of another event than is asked about."""

from __future__ import annotations

import pytest

from qabot.answer.other_event import is_too_old_for_still, tells_other_event
from qabot.core.dates import PartialDate
from qabot.question.analysis import analyse


def is_other(question: str, quote: str, words: str = "", title: str = "") -> bool:
    span = (quote.index(words), quote.index(words) + len(words)) if words else None
    return tells_other_event(analyse(question), title, quote, span)


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("when did Quokka start", "Quokka was at first due to end in March 2025.", ""),
        ("when was Quokka launched?", "Quokka was closed on 4 May 2016.", ""),
        ("when did Quokka finish", "It had completed a proof of concept for the benefit in October of 2013.", ""),
        ("when did Quokka start", "Announced in 2013, Quokka would have linked the records.", ""),
        ("when did Quokka open", "By March 2019 Quokka had 3.9 million users.", ""),
        ("when did Quokka close", "Wire reported in July 2018 that users were leaving.", ""),
        ("when did Quokka end", "A watchdog advised in July 2018 that Quokka be ended.", ""),
        ("when was Quokka announced", "Quokka was closed in May 2016.", ""),
        ("when did Quokka launch", "A first prototype open to the public was planned for April 2022.", ""),
        ("when was Quokka scrapped", "Rollout of Quokka was halted in August 2021.", ""),
        ("when was Quokka due to start", "Quokka was left without any start date in July 2021.", ""),
        ("how much did the Treasury give the board", "The board had approached the Treasury for £1bn.", ""),
        ("how much did the board get", "The board sought £1bn.", ""),
        ("how much did the portal save", "The department contributed £12m to keep it running.", ""),
        ("how much did the attack cost", "The council was offered a grant of £3m.", ""),
        ("cost of the attack", "They gave £3m towards the costs of the attack, far below the £10m it had cost.", "£3m"),
        ("how much did the attack cost", "The council was fined £3m.", ""),
        ("how much did the portal cost", "The portal saved £3m.", ""),
        ("how much did the portal save", "The portal cost £3m.", ""),
        ("how much was the firm fined", "The portal cost the firm £3m.", ""),
        ("how much did Consult cost", "Consult sums up replies, for which consultants could charge £100,000.", ""),
        ("how much more did it cost than planned?", "The cost came to £110m, where £50m was planned.", ""),
    ],
)
def test_what_is_told_of_another_event_is_known(question: str, quote: str, words: str) -> None:
    assert is_other(question, quote, words)


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("when did Quokka start", "Quokka began in March 2025.", ""),
        ("when was Quokka launched?", "Quokka was launched on 4 May 2016 and closed in 2018.", ""),
        ("when was Quokka launched?", "Quokka went live on 4 May 2016.", "4 May 2016"),
        ("when did Quokka end", "The contract was halted in July 2010, a year late.", ""),
        ("when will Quokka end", "Quokka was now due to end in March 2028.", ""),
        ("when did Quokka end", "NHS England closed Quokka in July 2016, after a review.", ""),
        ("when was Quokka announced", "Announced in 2013, Quokka would have linked the records.", ""),
        ("when did the Quokka pilot start", "The pilot of Quokka began in April 2022.", ""),
        ("how much did the board ask for", "The board had asked the Treasury for £1bn.", ""),
        ("when did Quokka replace Numbat", "Quokka replaced Numbat on 17 October 2012.", ""),
        ("when did the attack happen", "The attack of February 2020 cost £10m.", ""),
        ("when does support run out", "The computer was to lose support after December 2024.", ""),
        ("how much did the attack cost", "The attack cost £10m.", ""),
        (
            "how much did the attack cost",
            "They gave £3m towards the costs of the attack, far below the £10m it cost.",
            "",
        ),
        ("how much did the board pay for it", "The board was fined £4m.", ""),
        ("how much did Numbat get", "The Chancellor allotted £450m to Numbat in all.", ""),
        ("how much did the tribunal award Zorblax", "It had to pay Zorblax £224m.", ""),
        ("how much was the firm fined", "The penalty was £14m.", ""),
        ("how much did the portal cost", "The contract was worth £3m.", ""),
        ("how much more did it cost than planned?", "It cost £60m more than was planned.", ""),
        ("who paid £4m", "The board was fined £4m.", ""),
    ],
)
def test_what_may_be_told_of_it_is_left_alone(question: str, quote: str, words: str) -> None:
    assert not is_other(question, quote, words)


def test_a_title_may_tell_that_something_began() -> None:
    quote = "Quokka had its users from 17 October 2012 on."
    assert is_other("when did Quokka start", quote)
    assert not is_other("when did Quokka start", quote, title="Quokka goes live")


@pytest.mark.parametrize(
    ("question", "published", "newest", "expected"),
    [
        ("is Quokka still used", PartialDate(2013, 6), PartialDate(2026, 1), True),
        ("is quokka.data still used", PartialDate(2013, 6), PartialDate(2026, 1), True),
        ("does Zorblax still run the trams?", PartialDate(2022, 7, 20), PartialDate(2026, 1), True),
        ("are councils still using it", None, PartialDate(2026, 1), True),
        ("is Quokka still used", PartialDate(2025, 6), PartialDate(2026, 1), False),
        ("is Quokka still used", PartialDate(2025), PartialDate(2026, 1), False),
        ("is Quokka still used", PartialDate(2013, 6), None, False),
        ("is Quokka used", PartialDate(2013, 6), PartialDate(2026, 1), False),
        ("what is still to be paid", PartialDate(2013, 6), PartialDate(2026, 1), False),
    ],
)
def test_what_is_long_past_does_not_tell_whether_it_is_still_so(
    question: str, published: PartialDate | None, newest: PartialDate | None, *, expected: bool
) -> None:
    assert is_too_old_for_still(analyse(question), published, newest) is expected
