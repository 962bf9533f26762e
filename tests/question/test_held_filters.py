"""Filters typed into a question: a follow-up keeps them, and any other is told that it does not."""

from __future__ import annotations

from datetime import date

import pytest

from qabot.core.conversation_context import ConversationContext, EarlierTurn
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.question.readings import read_in_context

LET_GO = "The filters of the question before do not limit this one."
COMPUTING = Filters(outlets=("Computing",))


def ask(*texts: str, given: Filters | None = None) -> AnalysedQuestion:
    """Ask one question after the other, and return the last as it takes over most."""
    turns: list[EarlierTurn] = []
    question = AnalysedQuestion("")
    for text in texts:
        question = read_in_context(text, given, ConversationContext(tuple(turns))).readings[-1].question
        turns.append(EarlierTurn(question))
    return question


@pytest.mark.parametrize("text", ["who was paid?", "why?", "and Horizon?", "how much did it cost?", "what about 2014?"])
def test_a_follow_up_keeps_what_was_typed(text: str) -> None:
    question = ask("outlet:Computing Aspire cost", text)
    assert question.filters.outlets == ("Computing",)
    assert question.inherited_filters == COMPUTING
    assert question.takes_over
    assert LET_GO not in question.notes


def test_it_is_kept_as_long_as_the_thread_goes_on() -> None:
    assert ask("outlet:Computing Aspire cost", "why?", "who said that?").filters == COMPUTING
    ended = ask("outlet:Computing Aspire cost", "Who opened the National Cyber Security Centre?", "why?")
    assert (ended.filters, ended.inherited_filters) == (Filters(), Filters())


def test_what_is_typed_anew_replaces_its_kind_alone() -> None:
    question = ask("outlet:Computing after:2015 Aspire cost", "outlet:UKAuthority why?")
    assert (question.filters.outlets, question.filters.after) == (("UKAuthority",), date(2015, 1, 1))
    assert question.inherited_filters == Filters(after=date(2015, 1, 1))
    other = ask("after:2015 -verify Aspire cost", "why before:2014?")
    assert (other.filters.after, other.filters.excluded) == (None, ("verify",))


def test_a_question_of_its_own_is_not_limited() -> None:
    question = ask("outlet:Computing Aspire cost", "Who opened the National Cyber Security Centre?")
    assert (question.filters, question.takes_over, question.notes) == (Filters(), False, ())


def test_one_that_may_be_of_its_own_says_that_it_is_not_limited() -> None:
    question = ask("outlet:Computing Aspire cost", "what did Raytheon do")
    assert question.filters == Filters()
    assert LET_GO in question.notes
    assert LET_GO not in ask("Aspire cost", "what did Raytheon do").notes


def test_what_limits_every_question_is_not_taken_over() -> None:
    question = ask("outlet:Computing Aspire cost", "why?", given=COMPUTING)
    assert (question.filters, question.inherited_filters) == (COMPUTING, Filters())


def test_an_exact_phrase_is_of_its_question_alone() -> None:
    assert ask('"digital by default" in councils', "why?").filters.exact == ()


def test_a_word_left_out_holds_on_until_it_is_spoken_of_or_others_are_left_out() -> None:
    first = "Aspire cost -verify"
    assert ask(first, "why?").filters.excluded == ("verify",)
    assert ask(first, "and for Verify?").filters.excluded == ()
    assert ask(first, "why? -ferry").filters.excluded == ("ferry",)
