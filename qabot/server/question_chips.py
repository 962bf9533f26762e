"""What was read into a question and what limits it, as chips: each with the address of the question without it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from qabot.chat.filter_chips import Chip, chips
from qabot.core.answers import Turn
from qabot.core.questions import Filters
from qabot.output.phrasing import interpret_query
from qabot.server.question_address import QuestionAddress


class QuestionChip(Struct, frozen=True):
    """One matter, and how to have the answer without it."""

    words: str
    """What was read, or what limits the search."""
    path: str | None = None
    """The address of the same question without it; None where it cannot be dropped."""
    action: str = ""
    """What following that does."""


def question_chips(asked: QuestionAddress, turn: Turn) -> list[QuestionChip]:
    """Return a chip for each matter that a question was read as having besides its words, and for what was declined."""
    return [*_read(asked, turn), *_declined(asked), *_limits(asked, turn)]


def _read(asked: QuestionAddress, turn: Turn) -> Iterator[QuestionChip]:
    for each in interpret_query(turn):
        if each.matter == "carried_over":
            yield QuestionChip(each.words, asked.changed(alone=True).path(), "Ask without what was carried over")
        elif each.matter == "dates" and turn.question.inferred:
            yield QuestionChip(each.words, asked.changed(infer=False).path(), "Ask without these dates")
        else:
            yield QuestionChip(each.words)


def _declined(asked: QuestionAddress) -> Iterator[QuestionChip]:
    if asked.alone and asked.earlier:
        path = asked.changed(alone=False).path()
        yield QuestionChip("asked by itself", path, "Go on from the questions before it again")
    if not asked.infer:
        path = asked.changed(infer=True).path()
        yield QuestionChip("dates in its words do not limit it", path, "Let dates in its words limit it again")


def _limits(asked: QuestionAddress, turn: Turn) -> Iterator[QuestionChip]:
    """Yield the filters: those given beside the question, and those typed into it as operators."""
    given = chips(asked.filters)
    for chip in given:
        yield _limit(chip.text, asked.changed(filters=chip.without))
    typed = _typed(turn, given)
    for number, chip in enumerate(typed):
        others = [each.text for place, each in enumerate(typed) if place != number]
        yield _limit(chip.text, asked.changed(text=" ".join(filter(None, (turn.question.text, *others)))))


def _limit(words: str, without: QuestionAddress) -> QuestionChip:
    return QuestionChip(words, without.path(), f"Ask without {words}")


def _typed(turn: Turn, given: list[Chip]) -> list[Chip]:
    question = turn.question
    own: Filters = question.filters
    if question.inferred:
        own = replace(own, after=None, before=None)
    known = {each.text for each in given}
    return [each for each in chips(own) if each.text not in known]
