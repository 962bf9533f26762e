"""What a figure of the draft and one of an article are of: plainly one thing, or perhaps two. Pure."""

from __future__ import annotations

import re

from qabot.facts.figures import Figure
from qabot.facts.head_nouns import what_of
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.absent_names import bound_name
from qabot.reports.check.held_sentences import HeldSentence, Likeness
from qabot.reports.check.name_places import is_outlet
from qabot.reports.check.named_bodies import Name, same_name
from qabot.reports.check.sentence_comparison import ReadSentence
from qabot.reports.check.stated_dates import stated_dates
from qabot.reports.check.value_roles import noun_of
from qabot.reports.check.word_sequence import WordSequence, word_keys

_GOING_ON = re.compile(r"(?:It|They|This|That|These|Those|Its|Their|The\s\w+|Of\s(?:this|that|these|those|it|them))\s")
"""How a sentence begins that does not say by itself of whom it is."""
_OF_IT = re.compile(r"\sof\s(?:it|that|this|which|them|the\s(?:sum|total|amount|money))\b")
_IS = re.compile(
    r"\b(?:was|were|is|are|been|be|of|worth|costs?|costing|came|come|comes|totall\w+|amount\w+|at|stood)\b"
)
"""What leads from what a figure is of to the figure."""
_OTHER_THING = re.compile(r"\s(?:the|its|their|his|her|a|an)\s")
"""What tells that a figure is of what follows, rather than of what stood before: "the trust puts the cost at"."""
_SHORTLY = re.compile(r"(?:\s[\w-]+){0,5}\s")
"""What may stand between a figure and whom it is of: no comma, no mark."""
_OF_THAT_SUM = re.compile(
    r"\bof\s(?:it|that|this|which|(?:that|this|the)\s(?:sum|total|amount|money)),?\s$", re.IGNORECASE
)
"""What tells that a figure is part of another."""


def is_same_thing(figure: Figure, read: ReadSentence, other: Figure, held: HeldSentence) -> bool:
    """Whether two figures are plainly of one thing, of one body and of one scope.

    Args:
        figure: A figure of the draft's sentence.
        read: The sentence.
        other: A figure of an article's.
        held: That sentence.
    """
    return (
        _is_of_one(figure, read.text, other, held.text)
        and _has_one_scope(figure, read.text, other, held.text)
        and (_has_one_body(figure, read, other, held))
    )


def may_be_of_it(like: Likeness, subject: Name) -> bool:
    """Whether an article's sentence only goes on, "They were to …", in an article that names whom the draft does."""
    return like.sentence.held.has_name(subject) and _GOING_ON.match(like.sentence.text) is not None


def told_of(figure: Figure, held: HeldSentence) -> str:
    """Return the words of an article that say what a figure of it is of; empty where they do not."""
    of = what_of(held.text, figure)
    if of is None:
        return ""
    between = held.text[of[1] : figure.start]
    is_its = of[0] >= figure.end or (_IS.search(between) and not _OTHER_THING.search(between))  # else who got it
    return held.text[slice(*of)] if is_its else ""


def has_all_names(read: ReadSentence, like: Likeness) -> bool:
    """Whether an article's sentence names all whom the draft's names, and that is somebody."""
    return bool(read.names) and all(map(like.sentence.has_name, read.names))


def has_one_noun(figure: Figure, other: Figure) -> bool:
    """Whether two counts are of one noun, in whatever inflection."""
    return noun_of(figure) == noun_of(other)


def is_part(figure: Figure, text: str) -> bool:
    """Whether a figure is told as a part of another: "£2.5m of it", "Of that sum, £2.5m"."""
    return bool(_OF_IT.match(text, figure.end) or _OF_THAT_SUM.search(text, 0, figure.start))


def named_in_its_clause(held: HeldSentence, figure: Figure) -> Name | None:
    """Return the only body that a sentence names between a figure and the next."""
    behind = (each.start for each in (*held.figures, *held.numbers) if each.start >= figure.end)
    end = min(behind, default=len(held.text))
    named = [each for each in held.names if figure.end <= each.start < end]
    return named[0] if named and all(each.keys & named[0].keys for each in named) else None


def is_counted_beside(figure: Figure, like: Likeness) -> bool:
    """Whether a count's number stands in the next sentence by itself: "20 projects … Of the eight that cost more"."""
    held = like.sentence.held
    behind = held.sentence_behind(like.sentence.end)
    if not figure.is_count or behind is None:
        return False
    counted = (each for each in held.numbers if behind.start <= each.start < behind.end and not each.of)
    return any((each.value, each.high) == (figure.low, figure.high) for each in counted)


def subject_of(figure: Figure, read: ReadSentence) -> Name | None:
    """Return whom a sentence says a figure of: who is named last before it, else first behind it."""
    named = [name for name in read.names if not is_outlet(name)]  # that says it
    before = [name for name in named if name.end <= figure.start]
    behind = [
        name for name in named if name.start >= figure.end and _SHORTLY.fullmatch(read.text, figure.end, name.start)
    ]
    return before[-1] if before else behind[0] if behind else None


def _is_of_one(figure: Figure, text: str, other: Figure, held: str) -> bool:
    """Whether what both are of shares a word; counts of one noun are of one thing."""
    if figure.is_count:
        return has_one_noun(figure, other)
    one, two = _stems(text, figure), _stems(held, other)
    return bool(one & two)


def _stems(text: str, figure: Figure) -> set[str]:
    of = what_of(text, figure)
    return {stem(key) for key in WordSequence(text[slice(*of)]).keys if key not in STOP_WORDS} if of else set()


def _has_one_scope(figure: Figure, text: str, other: Figure, held: str) -> bool:
    """Whether both are for each of one length of time, over as many years, and at one time where both name one."""
    if figure.per != other.per or (figure.years and other.years and figure.years != other.years):
        return False
    drafted, theirs = stated_dates(text), stated_dates(held)
    return not drafted or not theirs or any(one.fits(each.first, each.last) for one in drafted for each in theirs)


def _has_one_body(figure: Figure, read: ReadSentence, other: Figure, held: HeldSentence) -> bool:
    """Whether all whom the draft names are named around the article's, and neither says its figure of another."""
    if any(not same_name(name, held.context_keys, held.context_words) for name in read.names):
        return False
    one = bound_name(read.text, read.names, (figure.start, figure.end))
    two = bound_name(held.text, held.names, (other.start, other.end))
    return one is None or two is None or _are_one(one, two)


def _are_one(one: Name, two: Name) -> bool:
    return same_name(one, two.keys, word_keys(two.text))
