"""A count of the draft that an article has without what it counts, or with another word for the same people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qabot.facts.figures import Figure
from qabot.question.tokeniser import STOP_WORDS
from qabot.reports.check.article_sentences import ArticleSentence
from qabot.reports.check.checked_draft import HeldQuote, Judgement
from qabot.reports.check.figure_slips import has_several_digits
from qabot.reports.check.held_articles import HeldArticle
from qabot.reports.check.loose_numbers import LooseNumber
from qabot.reports.check.name_places import is_outlet
from qabot.reports.check.named_bodies import Name, same_name
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence
from qabot.reports.check.speech_acts import content_stem
from qabot.reports.check.value_roles import noun_of, role_of
from qabot.reports.check.word_sequence import WordSequence, word_keys

_OF_A_TIME = re.compile(
    r"\b(?:in|per|each|every|over|during|for|within|by|next|last)\s(?:an?|the|one)\s$", re.IGNORECASE
)
_QUARTER = re.compile(r"quarters?\b(?!\s(?:of|the|an?|as|less|more)\b)", re.IGNORECASE)


def is_time(figure: Figure, text: str) -> bool:
    """Whether what reads like a share is three months: "840,000 checks in a quarter"."""
    found = _QUARTER.search(text, figure.start, figure.end + 1)
    before = text[: found.start()] if found else ""
    return found is not None and bool(_OF_A_TIME.search(before))


def judge_bare_count(figure: Figure, read: ReadSentence, policy: Policy) -> Judgement | None:
    """Judge a count by a number of an article of the same that counts nothing else; None where it has none.

    Args:
        figure: Its place is counted in the sentence.
        read: The sentence.
        policy: What is the same matter.
    """
    if not figure.is_count or not has_several_digits(figure.low):
        return None
    subject = _subject(figure, read)
    of_it = [each for each in read.alike if each.goes_on or each.at_hand or each.matter >= policy.same_matter]
    for held in {id(each.sentence.held): each.sentence.held for each in of_it}.values():
        for number in _numbers(figure, held):
            sentence = held.sentence_at(number.start)
            if _tells_of_it(sentence, number.start - sentence.start, subject, read):
                quote = HeldQuote(held.article, sentence.start, sentence.end)
                return Judgement("same_figure", True, (quote,))
    return None


def _numbers(figure: Figure, held: HeldArticle) -> Iterator[LooseNumber]:
    noun = noun_of(figure)
    for each in held.numbers:
        is_same = (each.value, each.high) == (figure.low, figure.high)
        nouns = {noun_of(one) for one in held.figures if one.is_count and one.start <= each.start < one.end}
        if is_same and ((not each.of and not nouns) or noun in nouns or noun in each.of):
            yield each


def _tells_of_it(sentence: ArticleSentence, place: int, subject: Name | None, read: ReadSentence) -> bool:
    """Whether a number of a sentence is of whose the count is, or the sentence says something else of the draft's."""
    if subject is None:
        return not _content(read.words).isdisjoint(_content(sentence.words))
    value = next((each for each in sentence.values if each.start <= place < each.end), None)
    role = role_of(value, sentence.text, sentence.values) if value else frozenset[str]()
    same = (each for each in sentence.names if same_name(subject, each.keys, word_keys(each.text)))
    return any(_content(WordSequence(each.text)) <= role for each in same)


def _content(words: WordSequence) -> set[str]:
    return {content_stem(key) for key in words.keys if key.isalpha() and key not in STOP_WORDS}


def _subject(figure: Figure, read: ReadSentence) -> Name | None:
    """Return who is named last before a count, else first behind it."""
    named = [name for name in read.names if not is_outlet(name)]
    before = [name for name in named if name.end <= figure.start]
    behind = [name for name in named if name.start >= figure.end]
    return before[-1] if before else behind[0] if behind else None
