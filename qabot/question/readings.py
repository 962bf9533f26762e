"""The few ways in which a question is read behind others, each of which is searched for. Pure.

    What became of UKCloud?      alone: it is the first, or has a subject of its own
    who had owned it?            alone; with `UKCloud`; with what the answer named: `Cabinet Office`, `2022`

Alone it takes nothing over; with its subject, what the last question was about that stood alone; with the names in the
last answer, what that question did not say. Which of them is meant is left to what is found (`retrieval`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import takewhile
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.conversation_context import ConversationContext
from qabot.core.questions import AnalysedQuestion, Dependence, Filters
from qabot.question.analysis import analyse, carrying, combine_filters, held_on
from qabot.question.dependence import dependence
from qabot.question.entities import EntityGazetteer
from qabot.question.named_in_answers import names_in_answers
from qabot.question.vocabulary import Word, words_of

MOST_NAMED = 8
"""Words of names that are taken from the last answer at the most."""

NO_FILTERS = Filters()
_LET_GO = "The filters of the question before do not limit this one."

Source = Literal["alone", "subject", "answer"]
"""What a reading takes over: nothing, what the last questions were about, or what the last answer named."""


class QuestionReading(Struct, frozen=True):
    """A question as it may be meant."""

    source: Source
    """What it takes over."""
    question: AnalysedQuestion
    """As understood so."""


class QuestionReadings(Struct, frozen=True):
    """A question in each way in which it may be meant."""

    dependence: Dependence
    """How far it may need those before it: `none` where there are none."""
    readings: tuple[QuestionReading, ...]
    """At least one, the one that takes least over first; no two that take over the same."""


def read_in_context(
    text: str,
    filters: Filters | None,
    context: ConversationContext,
    *,
    today: date | None = None,
    bodies: EntityGazetteer | None = None,
    infer: bool = True,
) -> QuestionReadings:
    """Read a question in each way in which it may be meant behind others.

    Args:
        text: As typed.
        filters: What the caller limits the search to.
        context: What it comes after.
        today: The day that "last week" counts from; the present day by default.
        bodies: What organisations are also called.
        infer: Whether dates limit the search.
    """
    understand = partial(analyse, text, today=today, bodies=bodies, infer=infer)
    alone = understand(filters)
    own = words_of(alone.text)
    earlier = _of_topic(context)
    needs = dependence(own, alone.mentions) if earlier and own else "none"
    held = held_on(earlier[-1].typed, alone.typed, filters or NO_FILTERS, alone.text) if needs != "none" else NO_FILTERS
    if not held.active:
        return _read(understand, filters, context, needs, bodies)
    if needs != "elliptical":
        return _each(_read(understand, filters, context, needs, bodies), lambda it: {"notes": (*it.notes, _LET_GO)})
    meant = _read(understand, combine_filters(filters or NO_FILTERS, held), context, needs, bodies)
    return _each(meant, lambda it: {"typed": combine_filters(it.typed, held), "inherited_filters": held})


def _each(meant: QuestionReadings, changes: Callable[[AnalysedQuestion], dict[str, object]]) -> QuestionReadings:
    """Return readings with each question changed."""
    changed = (replace(each, question=replace(each.question, **changes(each.question))) for each in meant.readings)
    return replace(meant, readings=tuple(changed))


def _read(
    understand: Callable[..., AnalysedQuestion],
    filters: Filters | None,
    context: ConversationContext,
    needs: Dependence,
    bodies: EntityGazetteer | None,
) -> QuestionReadings:
    """Read a question in each way, with what limits it settled."""
    alone = understand(filters)
    own = words_of(alone.text)
    if needs == "none" or (context.topic and needs != "elliptical"):
        return QuestionReadings("none", (_about(context.topic, alone, own, bodies),))
    subject = understand(filters, earlier=_of_topic(context), in_doubt=True)
    if context.topic:
        return QuestionReadings("none", (_about(context.topic, subject, own, bodies),))
    if subject.dates_limit:  # it asks the question before it of another time
        return QuestionReadings(needs, (QuestionReading("subject", subject),))
    readings = [QuestionReading("alone", alone)]
    if subject != alone:
        readings.append(QuestionReading("subject", subject))
    if names := names_in_answers(context.turns[-1].quoted[:1], own, MOST_NAMED):
        readings.append(QuestionReading("answer", carrying(alone, names, bodies)))
    return QuestionReadings(needs, tuple(readings))


def _of_topic(context: ConversationContext) -> list[AnalysedQuestion]:
    """Return the last questions, oldest first: all of them, or those since it was pinned that were of the topic."""
    topic = {word.stem for word in words_of(context.topic)}
    of_topic = takewhile(
        lambda question: topic <= {word.stem for word in words_of(question.whole)}, reversed(context.questions)
    )
    return [*of_topic][::-1]


def _about(
    topic: str, question: AnalysedQuestion, own: Sequence[Word], bodies: EntityGazetteer | None
) -> QuestionReading:
    """Return the one reading of a question that is asked of a pinned topic, or of none."""
    stems = {word.stem for word in own}
    pinned = [word for word in words_of(topic) if word.stem not in stems]
    if not pinned:
        return QuestionReading("subject" if question.inherited_terms else "alone", question)
    stems = {word.stem for word in pinned}
    others = [each for each in question.inherited_terms if stems.isdisjoint(word.stem for word in words_of(each))]
    terms = (" ".join(word.raw for word in pinned), *others)
    return QuestionReading("subject", carrying(question, terms, bodies))
