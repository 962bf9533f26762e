"""Whether something is still so: which questions ask it, and which quotes tell."""

from __future__ import annotations

import pytest

from qabot.answer.stated_ends import tells_what_became
from qabot.question.analysis import analyse


@pytest.mark.parametrize(
    "text",
    [
        "is UKCloud still trading",
        "is care.data still running?",
        "Is Directgov still online?",
        "does CDDO still exist?",
        "are councils still on the PSN?",
        "has Fujitsu still a contract?",
        "and is it still used?",
    ],
)
def test_a_question_asks_if_something_is_still_so(text: str) -> None:
    read = analyse(text)
    assert (read.asks_if_still, read.wants_latest) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "how many councils are still on the PSN?",
        "which firms does HMRC still pay?",
        "was care.data closed?",
        "is the app still to be launched?",
        "who still runs Horizon?",
    ],
)
def test_other_questions_ask_for_something_else(text: str) -> None:
    assert not analyse(text).asks_if_still


@pytest.mark.parametrize(
    ("text", "quote", "tells"),
    [
        ("is care.data still running?", "NHS England closed care.data in July 2016.", True),
        ("is UKCloud still trading?", "UKCloud went into liquidation in October 2022.", True),
        ("does CDDO still exist?", "CDDO was absorbed by the new GDS.", True),
        ("is Directgov still online?", "GOV.UK replaced Directgov on 17 October 2012.", True),
        ("is Horizon still running?", "Horizon was to remain in use until March 2026.", True),
        ("is e-Borders still running?", "The e-Borders scheme was no longer being carried forward.", True),
        ("is care.data still running?", "Freeman said he was fully behind data sharing.", False),
        ("is Directgov still online?", "A large part of the population had never used it.", False),
        ("does CDDO still exist?", "Its purpose remained that of the original framework.", False),
        ("is UKCloud still trading?", "UKCloud had needed £30m.", False),
    ],
)
def test_a_quote_tells_what_became_of_what_is_named(text: str, quote: str, tells: bool) -> None:
    assert tells_what_became(analyse(text), quote) is tells
