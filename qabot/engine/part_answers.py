"""Several questions in one, each asked by itself and shown together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from qabot.answer.asked_offices import asked_office
from qabot.answer.joined_answers import AnsweredPart, joined_answer
from qabot.answer.missing_claims import claimed_missing
from qabot.core.answers import Evidence, MissingPart, Turn
from qabot.core.conversation_context import ConversationContext, EarlierTurn
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.question.analysis import combine_filters
from qabot.question.several_questions import AskedPart, asked_parts
from qabot.retrieval.binding import bind
from qabot.retrieval.protocols import Index
from qabot.retrieval.ranking_parameters import LexicalParameters

Ask = Callable[[str, Filters, ConversationContext], Turn]
"""Answers a question behind others, as one."""


def answered_in_parts(
    turn: Turn, limit: int, context: ConversationContext, ask: Ask, index: Index, parameters: LexicalParameters
) -> Turn:
    """Return a turn with each part of its question answered; itself where it asks one thing.

    Args:
        turn: What came of it as one question.
        limit: How many quotes to show at the most.
        context: What it comes after.
        ask: Asks each part.
        index: The corpus.
        parameters: How questions are bound to it.
    """
    parts = asked_parts(turn.question.text)
    if not parts or (turn.question.sought_speaker and turn.question.sought_speaker.is_typed):
        return turn
    answered, taken = _asked(turn, parts, context, ask)

    def claims(question: AnalysedQuestion, shown: Sequence[Evidence]) -> Sequence[MissingPart]:
        return claimed_missing(index, bind(index, question, parameters), asked_office(question), shown, None)

    told = joined_answer(turn.question, turn.answer, answered, limit, claims)
    timing = {step: round(turn.timing_ms[step] + sum(each[step] for each in taken), 2) for step in turn.timing_ms}
    return replace(turn, answer=told, timing_ms=timing)


def _asked(
    turn: Turn, parts: Sequence[AskedPart], context: ConversationContext, ask: Ask
) -> tuple[list[AnsweredPart], list[dict[str, float]]]:
    """Ask each part behind those before it, within the limits of the whole."""
    question = turn.question
    limits = combine_filters(
        combine_filters(question.typed, question.inherited_filters), Filters(exact=question.filters.exact)
    )
    answered: list[AnsweredPart] = []
    taken: list[dict[str, float]] = []
    for part in parts:
        before = [EarlierTurn(each.question, each.answer.evidence) for each in answered if part.kind == "part"]
        each = ask(part.text, limits, replace(context, turns=(*context.turns, *before)))
        answered.append(AnsweredPart(part, each.question, each.answer))
        taken.append(each.timing_ms)
    return answered, taken
