"""A number of the draft that is no figure against those of the corpus: by its place, or by what it is a number of."""

from __future__ import annotations

import re

from qabot.core.dates import MONTH_NAME
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement
from qabot.reports.check.figure_slips import is_rearranged, is_slip
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.loose_numbers import LEADS, LooseNumber
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence, aligned_gap, held_quote, quote_at
from qabot.reports.check.word_sequence import Word, WordSequence

_TIMES = frozenset(map(stem, "minute hour day night week fortnight month quarter year decade century".split()))
"""Stems of what a length of time is counted in."""
_PARAGRAPH = re.compile(r"[.)]?\s[A-Z]")
"""What follows the number of a paragraph."""
_DAY = re.compile(rf"\s(?:and\s\d+\s)?{MONTH_NAME}\b")
"""What follows a number that is a day."""
_SCALES = frozenset(map(stem, "hundreds thousands millions billions trillions".split()))
"""Stems of how many there are, in round words."""
_LEADING = re.compile(
    r"([A-Za-z]{3,})\s(?:(?:about|around|some|nearly|almost|only|just|over|up\sto|at\sleast|more\sthan)\s)?$"
)
_NEARLY_ALL = 0.75
"""Share of a sentence's words from which a bare number behind the same word is of the same."""
_SOME = 2
"""Words of content that two sentences share, whose lengths of time are of the same."""
_BEHIND, _APART = 3, 2
"""Words behind two numbers that are the same, and how many others may stand before those."""
_NOUN = re.compile(r"[\s-][A-Za-z]+")


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
            return _other(held_quote(like), read.text[word.start : word.end], written)
    return None


def judge_time(word: Word, read: ReadSentence, policy: Policy) -> Judgement | None:
    """Say whether nearly the same words have another length or scale: "another month", "billions" for "millions"."""
    kind = next((each for each in (_TIMES, _SCALES) if stem(word.key) in each), None)
    if kind is None or read.run:
        return None
    for like in read.near:
        if like.near < policy.near_share:
            return None
        own, held = read.words.words, like.sentence.words.words
        for gap in like.gaps:
            if gap.start == gap.end or gap.other_start == gap.other_end or own[gap.start] != word:
                continue
            other = held[gap.other_start]
            if stem(other.key) in kind and stem(other.key) != stem(word.key):
                return _other(held_quote(like), word.key, other.key)
    return None


def judge_loose(
    number: LooseNumber, read: ReadSentence, policy: Policy, *, is_figure: bool = False
) -> Judgement | None:
    """Say whether an article has another number of the same: of years, of days, "another" of what was named before.

    Args:
        number: Its place is counted in the sentence.
        read: The sentence.
        policy: What passes.
        is_figure: Whether it was compared with figures already, so that only what is none is left.

    Returns:
        None where no article about the same thing has one, where the article has this one too, or more than one.
    """
    if read.run or any(each.goes_on and _is_there(number, each) for each in read.alike):
        return None
    for like in read.alike:
        if not is_of_the_same(like, policy) or (number.of & _TIMES and not (like.goes_on or read.names)):
            continue  # a length of time is of something that is named, or goes on
        alike = [each for each in like.sentence.held.numbers if (each.value, each.high) == (number.value, number.high)]
        if number.of & _TIMES:  # "a four-year parliament" is of no "four leaders"
            alike = [each for each in alike if not each.of or each.of & _TIMES]
        times = [each for each in alike if each.of & _TIMES]
        if number.of & _TIMES and times and all(each.of & _TIMES - number.of for each in times):
            return _other_time(like, number, read)
        if alike:
            return None
        others = [each for each in like.sentence.numbers if _is_like_it(number, each, read, like)]
        others = others or _counted(number, read, like)
        if is_figure:
            figures = like.sentence.figures
            others = [each for each in others if not any(one.start <= each.start < one.end for one in figures)]
        if len(others) == 1:
            held = like.sentence.text[others[0].start : others[0].end]
            is_same = bool(number.of & others[0].of) and all(map(like.sentence.has_name, read.names))
            return _other(held_quote(like), read.text[number.start : number.end], held, is_same=is_same)
    return _slipped(number, read)


def _is_there(number: LooseNumber, like: Likeness) -> bool:
    """Whether the sentence of an article has a number, of the same if both say of what."""
    own = (each for each in like.sentence.numbers if (each.value, each.high) == (number.value, number.high))
    is_length = bool(number.of & _TIMES)
    return any(bool(number.of & each.of) or (not is_length and not (number.of and each.of)) for each in own)


def _slipped(number: LooseNumber, read: ReadSentence) -> Judgement | None:
    """Judge a number that the article which the draft is about has nowhere, but once with its digits turned."""
    like = next((each for each in read.alike if each.goes_on), None)
    if like is None or any(each.value == number.value for each in like.sentence.held.numbers):
        return None
    held = like.sentence.held
    text = held.article.text
    turned = [
        each for each in held.numbers if is_rearranged(number.value, each.value) and not _DAY.match(text, each.end)
    ]
    is_of_paragraph = not number.start and _PARAGRAPH.match(read.text, number.end)
    if len(turned) != 1 or is_of_paragraph or turned[0].value in {each.value for each in read.numbers}:
        return None
    written = held.article.text[turned[0].start : turned[0].end]
    quote = quote_at(held, turned[0].start)
    return _other(quote, read.text[number.start : number.end], written, is_same=False)


def _other_time(like: Likeness, number: LooseNumber, read: ReadSentence) -> Judgement | None:
    """Judge a length of time whose number an article's sentence has of days in the place of weeks."""
    held = like.sentence.held
    for each in held.numbers:
        is_same = (each.value, each.high) == (number.value, number.high) and each.of & _TIMES
        if is_same and _shares_words(read, held.sentence_at(each.start).words):
            quote = quote_at(held, each.start)
            return _other(quote, _with_noun(read.text, number), _with_noun(held.article.text, each))
    return None


def _shares_words(read: ReadSentence, held: WordSequence) -> bool:
    """Whether a sentence has some of the draft's words of content, by which its time may be of the same."""
    own, theirs = (
        {stem(key) for key in keys if key.isalpha() and key not in STOP_WORDS} - _TIMES
        for keys in (read.words.keys, held.keys)
    )
    return len(own & theirs) >= _SOME


def _with_noun(text: str, number: LooseNumber) -> str:
    """Return a number as it is written, with the word behind it."""
    noun = _NOUN.match(text, number.end)
    return text[number.start : noun.end() if noun else number.end]


def is_of_the_same(like: Likeness, policy: Policy) -> bool:
    """Whether an article's sentence tells of what the draft's does, so that a number there is in another's place."""
    if like.matter >= policy.same_matter and like.own >= policy.own_matter:
        return True
    return like.goes_on and like.words >= policy.near_share


def _is_like_it(number: LooseNumber, other: LooseNumber, read: ReadSentence, like: Likeness) -> bool:
    """Whether a number of an article may be the one that stands in the draft: of the same, and not there besides."""
    shared = read.shared_numbers(like)
    is_one_of_two = bool(shared) and not number.of and not other.of
    is_rest = bool(number.of & LEADS) and bool(other.of & LEADS)
    is_like_it = bool(number.of & other.of) or is_one_of_two or is_rest or _is_led_alike(number, other, read, like)
    is_like_it = is_like_it or _is_followed_alike(number, other, read, like)
    return other.value not in shared and is_like_it


def _is_followed_alike(number: LooseNumber, other: LooseNumber, read: ReadSentence, like: Likeness) -> bool:
    """Whether the same words stand behind two numbers, a noun of either apart: "Forty were added in December"."""
    own = WordSequence(read.text[number.end :]).keys[: _BEHIND + _APART]
    held = WordSequence(like.sentence.text[other.end :]).keys[: _BEHIND + _APART]
    runs = [own[first : first + _BEHIND] for first in range(_APART)]
    telling = [run for run in runs if len(run) == _BEHIND and sum(each not in STOP_WORDS for each in run) >= _SOME]
    return any(held[place : place + _BEHIND] == run for run in telling for place in range(_APART + 1))


def _is_led_alike(number: LooseNumber, other: LooseNumber, read: ReadSentence, like: Likeness) -> bool:
    """Whether one word of content leads to two bare numbers, in sentences of the same: "counted 37 that were"."""
    if number.of or other.of or not like.goes_on or like.words < _NEARLY_ALL:
        return False
    one = _LEADING.search(read.text, 0, number.start)
    two = _LEADING.search(like.sentence.text, 0, other.start)
    if one is None or two is None or one[1].casefold() in STOP_WORDS:
        return False
    return stem(one[1].casefold()) == stem(two[1].casefold())


def _counted(number: LooseNumber, read: ReadSentence, like: Likeness) -> list[LooseNumber]:
    """Return the numbers without a noun that may count what the draft's does: "The subcontractors numbered 348"."""
    if not number.of or not number.of <= {stem(key) for key in like.sentence.words.keys}:
        return []
    shared = read.shared_numbers(like)
    bare = [each for each in like.sentence.numbers if not each.of and each.value not in shared]
    return [each for each in bare if is_slip(number.value, each.value)] or bare


def _other(quote: HeldQuote, drafted: str, held: str, *, is_same: bool = True) -> Judgement:
    note = f"The article has {held}."
    return Judgement("other_figure", False, (quote,), note, (Difference(drafted, held),), is_same)
