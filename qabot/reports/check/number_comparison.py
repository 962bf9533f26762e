"""A number of the draft that is no figure against those of the corpus: by its place, or by what it is a number of."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.reports.check.checked_draft import Difference, Judgement
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.loose_numbers import LooseNumber
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence, aligned_gap, held_quote
from qabot.reports.check.word_sequence import Word, WordSequence


def judge_number(word: Word, read: ReadSentence, policy: Policy) -> Judgement | None:
    """Say whether an article has another number in the place of one that plainly counts nothing; None where not so."""
    for like in read.near:
        if like.near < policy.near_share or read.run:
            return None
        held = aligned_gap(read, like, word.start, word.end)
        if held is None:
            return None
        text = like.sentence.text[slice(*held)]
        numbers = [each for each in WordSequence(text).words if each.kind == "number"]
        if numbers and all(each.key != word.key for each in numbers):
            written = " ".join(text[each.start : each.end] for each in numbers)
            return _other(like, read.text[word.start : word.end], written)
    return None


def judge_loose(number: LooseNumber, read: ReadSentence, policy: Policy) -> Judgement | None:
    """Say whether an article has another number of the same: of years, of days, "another" of what was named before.

    Returns:
        None where no article about the same thing has one, where the article has this one too, or more than one.
    """
    if read.run or not number.of:
        return None
    for like in read.alike:
        if like.matter < policy.same_matter or like.own < policy.own_matter:
            continue
        if any(each.value == number.value for each in like.sentence.held.numbers):
            return None
        others = list(_others(number, read, like))
        if len(others) == 1:
            held = like.sentence.text[others[0].start : others[0].end]
            return _other(like, read.text[number.start : number.end], held)
    return None


def _others(number: LooseNumber, read: ReadSentence, like: Likeness) -> Iterator[LooseNumber]:
    drafted = {each.value for each in read.numbers}
    return (each for each in like.sentence.numbers if each.of == number.of and each.value not in drafted)


def _other(like: Likeness, drafted: str, held: str) -> Judgement:
    return Judgement("other_figure", False, (held_quote(like),), f"The article has {held}.", (Difference(drafted, held),))
