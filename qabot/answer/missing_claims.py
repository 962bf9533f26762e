"""What an answer claims of its question: which part of it no quote gives, looked up where the corpus must be asked."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.answer.asked_offices import AskedOffice
from qabot.answer.figure_match import figures_missing
from qabot.answer.missing_parts import missing_parts
from qabot.answer.names_in_use import names_in_use
from qabot.answer.offered_names import offered_names
from qabot.core.answers import Coverage, Evidence, MissingPart
from qabot.retrieval.binding import BoundQuestion
from qabot.retrieval.protocols import Index


def claimed_missing(
    index: Index,
    question: BoundQuestion,
    office: AskedOffice | None,
    shown: Sequence[Evidence],
    lacking: Coverage | None,
) -> tuple[MissingPart, ...]:
    """Return what a question asks for or names and no quote gives, in the order of its words.

    Args:
        index: The corpus.
        question: What was asked, bound to it.
        office: The office whose holder it asks for.
        shown: The quotes, or what came nearest.
        lacking: What the corpus lacks, where they are no answer: that is said already.
    """
    analysed, answers = question.analysed, lacking is None
    quotes = [f"{each.article.title}\n{each.text}" for each in shown]
    lower = names_in_use(index, analysed, quotes) if shown else ()
    known = () if lacking is None else lacking.missing
    parts = missing_parts(analysed, shown, answers=answers, office=office, known=known, lower=lower)
    offered = offered_names(index, analysed, lower, shown, lacking)
    better = {each.what for each in offered}
    claims = (
        *(each for each in parts if each.kind != "name" or each.what not in better),
        *offered,
        *figures_missing(index, question.figures, shown, answers=answers),
    )
    return tuple(sorted(claims, key=lambda each: each.what))
