"""Which figure of an article stands nearest to one of the draft: where its sentence's others stand, and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.text import Span
from qabot.facts.figures import Figure
from qabot.reports.check.figure_slips import is_slip
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.named_bodies import Name
from qabot.reports.check.sentence_comparison import ReadSentence
from qabot.reports.check.value_roles import Value, kinds_of, role_of, values_of

_MOVED = re.compile(
    r"\b(?:(?:up|down|rising|falling|rose|risen|fell|fallen|grew|grown|increased|cut|reduced|revised|climbed)\b[^.;]{0,60}?\s(?:from|to)|"
    r"compared\swith|had\sbeen)\s"
)
"""What says that something has another value than before."""
_MOST = 16
"""Figures of a sentence up to which it is asked what each is of; a table has more."""


def cut(text: str, figure: Figure) -> str:
    """Return a figure as it is written in a text."""
    return text[figure.start : figure.end]


def is_among(figure: Figure, others: Sequence[Figure]) -> bool:
    """Whether one of some figures has this one's unit and both its ends."""
    return any(figure.same_unit(each) and (figure.low, figure.high) == (each.low, each.high) for each in others)


def is_one_end(figure: Figure, other: Figure, place: Span) -> bool:
    """Whether a plain figure stands in the place of one end of an article's range: £70m to £70m, for £50m to £70m."""
    return figure.bound == "exact" and other.low != other.high and (other.start < place[0] or place[1] < other.end)


def has_moved(figure: Figure, other: Figure, read: ReadSentence, like: Likeness) -> bool:
    """Whether another article says that what was an article's figure has become the draft's: "£8m, up from £4m"."""
    elsewhere = {id(one): one for one in (each.sentence.held for each in read.alike) if one is not like.sentence.held}
    return any(
        is_among(figure, each.figures) and is_among(other, each.figures) and _MOVED.search(each.text) is not None
        for held in elsewhere.values()
        if is_among(figure, held.figures) and is_among(other, held.figures)
        for each in held.all_sentences
    )


def nearness(figure: Figure, read: ReadSentence, other: Figure, like: Likeness) -> tuple[bool, bool, bool, bool, float]:
    """Return by what one figure of several of articles is told, the most telling first.

    Args:
        figure: The draft's.
        read: Its sentence.
        other: An article's.
        like: That sentence.
    """
    is_slipped = is_slip(figure.low, other.low)
    is_called_so = _are_called_alike(figure, read, other, like)
    return _has_another(figure, read, like), like.goes_on, is_called_so, is_slipped, like.matter


def is_named_alike(figure: Figure, read: ReadSentence, other: Figure, like: Likeness) -> bool:
    """Whether two figures are called the same, "advanced", and the article has another of the sentence besides."""
    return _has_another(figure, read, like) and _are_called_alike(figure, read, other, like)


def _are_called_alike(figure: Figure, read: ReadSentence, other: Figure, like: Likeness) -> bool:
    held = like.sentence
    if max(len(read.figures), len(held.figures)) > _MOST:
        return False
    own = role_of(Value.of(figure), read.text, values_of(read.text, read.figures, read.numbers))
    shared = own & role_of(Value.of(other), held.text, values_of(held.text, held.figures, held.numbers))
    return bool(kinds_of(shared))


def is_with_others(figure: Figure, read: ReadSentence, like: Likeness, subject: Name) -> bool:
    """Whether an article has another figure of a sentence besides, and names whose they are told to be."""
    return _has_another(figure, read, like) and like.sentence.held.has_name(subject)


def with_the_others(figure: Figure, read: ReadSentence, alike: Sequence[Likeness]) -> list[Likeness]:
    """Return those of some sentences whose article has another figure of the draft's sentence, or all where none has.

    Where only another article has one, what the draft was of before is not what this sentence is of.
    """
    beside = [each for each in alike if _has_another(figure, read, each)]
    elsewhere = any(_has_another(figure, read, each) for each in read.alike)
    return beside if beside or elsewhere else list(alike)


def _has_another(figure: Figure, read: ReadSentence, like: Likeness) -> bool:
    held = like.sentence.held.figures
    return any(is_among(each, held) for each in read.figures[:_MOST] if each is not figure)
