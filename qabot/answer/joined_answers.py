"""One answer of several: to each question in a question, or to each side of a comparison. Pure.

Every part is answered by itself, and shown with its best quote. What no part answers is said, and what two quotes tell
of two things is no comparison until a sentence makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from qabot.answer.like_names import is_named
from qabot.answer.missing_parts import whole
from qabot.answer.name_mentions import Named
from qabot.core.answers import Answer, Evidence, HeldBack, MissingPart, Verdict
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import sentences
from qabot.question.several_questions import AskedPart, may_tell_comparison

Claims = Callable[[AnalysedQuestion, Sequence[Evidence]], Sequence[MissingPart]]
"""Finds what a question asks for and quotes that are shown as its answer do not give."""


class AnsweredPart(Struct, frozen=True):
    """A part of a question, answered by itself."""

    part: AskedPart
    """The part."""
    question: AnalysedQuestion
    """As understood."""
    answer: Answer
    """As given to it."""

    @property
    def is_answered(self) -> bool:
        """Whether its first quote plainly answers: it is strong, or its words are marked and nothing is missing."""
        answer = self.answer
        if answer.verdict == "strong":
            return True
        marked = any(each.answer_span for each in answer.evidence[:1])
        return answer.verdict == "possible" and marked and not answer.missing and not answer.held_back


def joined_answer(
    question: AnalysedQuestion, all_of_it: Answer, parts: Sequence[AnsweredPart], limit: int, claims: Claims
) -> Answer:
    """Return one answer to a question of several parts.

    Args:
        question: The whole, as understood.
        all_of_it: What it was answered with as one.
        parts: Each part, answered; at least two.
        limit: How many quotes to show at the most.
        claims: Finds what they lack.
    """
    if parts[0].part.kind == "side":
        return _compared(question, all_of_it, parts, limit, claims)
    if not any(each.answer.evidence for each in parts):
        return all_of_it
    best = [each.answer.evidence[0] for each in parts if each.answer.evidence]
    shown = _distinct((*best, *all_of_it.evidence, *_others(parts)), limit)
    missing = [lack for each in parts for lack in _lacking(each, shown, claims)]
    sure = all(each.is_answered for each in parts)
    missing += [] if missing or sure else _unsure(parts)
    strong = sure and (all_of_it.verdict == "strong" or all(each.answer.verdict == "strong" for each in parts))
    likely = [each.answer.probability or 0.0 for each in parts]
    missing += [each for each in claims(question, shown) if each.kind == "name"]
    told = replace(all_of_it, evidence=shown, missing=tuple(sorted(dict.fromkeys(missing), key=lambda each: each.what)))
    return _judged(told, "strong" if strong and not missing else "possible", None if sure else "part", min(likely))


def _compared(
    question: AnalysedQuestion, all_of_it: Answer, parts: Sequence[AnsweredPart], limit: int, claims: Claims
) -> Answer:
    names = [_named(question, each.part) for each in parts]
    of_side = [
        [quote for quote in (*each.answer.evidence, *all_of_it.evidence) if is_named(name, whole(quote))]
        for name, each in zip(names, parts, strict=True)
    ]
    found = (*all_of_it.evidence, *chain.from_iterable(of_side))
    if telling := next((each for each in found if _tells_how_they_compare(each, names)), None):
        is_first = all_of_it.evidence[:1] == (telling,)
        shown = _distinct((telling, *(each for side in of_side for each in side[:1]), *found), limit)
        told = replace(all_of_it, evidence=shown, missing=tuple(claims(question, shown)))
        return told if is_first else _judged(told, "possible", "part", all_of_it.probability)
    if not any(of_side):
        return all_of_it
    likely = max(each.answer.probability or 0.0 for each in parts)
    by_itself = all_of_it.probability or 0.0
    # What was found for the whole comes first where it is the likelier to answer: it may tell of both in other words.
    ahead = all_of_it.evidence[:1] if by_itself > likely else ()
    shown = _distinct((*ahead, *(each for side in of_side for each in side[:1]), *found), limit)
    missing = [
        MissingPart("part", f"No quote was found that tells this of “{name.written}”.", name.span)
        for name, side in zip(names, of_side, strict=True)
        if not side
    ]
    spans = {each.what for each in missing}
    missing += [each for each in claims(question, shown) if each.what not in spans]
    told = replace(all_of_it, evidence=shown, missing=tuple(sorted(missing, key=lambda each: each.what)))
    return _judged(told, "possible", "part", max(likely, by_itself))


def _judged(answer: Answer, verdict: Verdict, held_back: HeldBack | None, likely: float | None) -> Answer:
    """Return an answer with its quotes shown as one."""
    likely = None if answer.probability is None else likely
    held_back = held_back if verdict == "possible" else None
    ranked = tuple(dict.fromkeys((*(each.article.id for each in answer.evidence), *answer.ranked)))
    return replace(
        answer,
        verdict=verdict,
        held_back=held_back,
        probability=likely,
        nearest=(),
        coverage=None,
        counts_without_filter={},
        ranked=ranked,
    )


def _lacking(each: AnsweredPart, shown: Sequence[Evidence], claims: Claims) -> Iterator[MissingPart]:
    """Yield what is missing of a part: all of it, or what none of the quotes that are shown gives either."""
    start, end = each.part.span
    if each.answer.verdict == "not_found":
        asked = each.part.text.rstrip("?")
        yield MissingPart("part", f"Asked by itself, “{asked}” finds no answer.", (start, end))
    elif each.answer.missing:
        kinds = {lack.kind for lack in each.answer.missing}
        for lack in claims(each.question, shown):
            if lack.kind in kinds:
                yield MissingPart(lack.kind, lack.words, (start, end))


def _unsure(parts: Sequence[AnsweredPart]) -> list[MissingPart]:
    """Return that it is not sure of some parts that they are answered, where it is of another."""
    unsure = [each.part for each in parts if not each.is_answered]
    if len(unsure) == len(parts):
        return []
    words = "Whether a quote answers “{}” is not sure."
    return [MissingPart("part", words.format(each.text.rstrip("?")), each.span) for each in unsure]


def _others(parts: Sequence[AnsweredPart]) -> Iterator[Evidence]:
    for each in parts:
        yield from each.answer.evidence[1:]


def _distinct(quotes: Sequence[Evidence], limit: int) -> tuple[Evidence, ...]:
    """Return the first quotes, none that shares words with one before it, numbered as they come."""
    kept: list[Evidence] = []
    for quote in quotes:
        if not any(
            each.article.id == quote.article.id and each.start < quote.end and quote.start < each.end for each in kept
        ):
            kept.append(quote)
    return tuple(replace(each, hit=replace(each.hit, rank=rank)) for rank, each in enumerate(kept[:limit], 1))


def _named(question: AnalysedQuestion, part: AskedPart) -> Named:
    """Return a side of a comparison as a name, with its other names."""
    start, end = part.span
    written = question.text[start:end]
    if written.casefold().startswith("the "):
        start, written = start + 4, written[4:]
    others = next((each.names for each in question.mentions if each.written.casefold() in written.casefold()), ())
    return Named(written, (start, end), others)


def _tells_how_they_compare(quote: Evidence, names: Sequence[Named]) -> bool:
    cut = (quote.text[a:b] for a, b in sentences(quote.text))
    return any(all(is_named(name, each) for name in names) and may_tell_comparison(each) for each in cut)
