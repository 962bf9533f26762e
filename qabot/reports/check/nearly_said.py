"""Whether an article that has nearly the words of a sentence says all that it says, or another word in one's place.

A sentence in nearly the same words is told to be said so only where each of its words of content stands in the
article's sentence or around it, or is one of a few that mean much the same: "thanked" for "blamed" is one word too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.checked_draft import HeldQuote, Judgement
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.named_bodies import Name
from qabot.reports.check.speech_acts import content_stem
from qabot.reports.check.value_roles import kinds_of
from qabot.reports.check.word_sequence import Word, WordSequence

_SHORT = 2
"""Words of a gap in which one word stands for another."""
_SAYING_LITTLE = frozenset(
    """had have has having made make makes did do does done got get gets became become becomes already also then now
    though although however still again there here thereby just very quite rather so too well yet indeed meanwhile
    it's that's there's what's who's he's she's they're we're he'd she'd they'd it'd he'll she'll they'll""".split()
)
"""Words that may be added to a sentence, and it says what it said."""


def nearly_said(own: WordSequence, names: Sequence[Name], like: Likeness) -> Judgement:
    """Judge a sentence by an article's of nearly the same words: whether that says all that the draft's does.

    Args:
        own: The words of the draft's sentence.
        names: Whom it names, which is judged elsewhere.
        like: The article's.
    """
    quote = HeldQuote(like.sentence.held.article, like.sentence.start, like.sentence.end)
    other = _another_word(own, like)
    missing = next(_missing(own, names, like), None)
    if missing is None:
        with_it = f", with “{other[1].key}” for “{other[0].key}”" if other else ""
        return Judgement("says_so", True, (quote,), f"An article says so in nearly these words{with_it}.")
    at = f"with “{other[1].key}” for “{other[0].key}”" if other and other[0] == missing else f"without “{missing.key}”"
    return Judgement("not_held", None, (quote,), f"What comes nearest has nearly these words, {at}; read it.")


def _missing(own: WordSequence, names: Sequence[Name], like: Likeness) -> Iterator[Word]:
    """Yield the words of content that an article has neither in its sentence nor around it."""
    held = like.sentence
    theirs = frozenset(content_stem(key) for key in (*held.words.keys, *held.context_words))
    kinds = kinds_of(frozenset(content_stem(key) for key in held.words.keys))
    for word in own.words:
        stemmed = content_stem(word.key.removesuffix("'s"))
        is_named = any(name.start < word.end and word.start < name.end for name in names)
        if not _is_content(word) or is_named or stemmed in theirs:
            continue
        if not kinds_of(frozenset({stemmed})) & kinds:
            yield word


def _is_content(word: Word) -> bool:
    return word.kind == "word" and word.key not in STOP_WORDS and word.key not in _SAYING_LITTLE


def _another_word(own: WordSequence, like: Likeness) -> tuple[Word, Word] | None:
    """Return the first word of content in whose place an article has another."""
    held = like.sentence.words.words
    has_both = (each for each in like.gaps if each.start < each.end and each.other_start < each.other_end)
    for gap in (each for each in has_both if each.longest <= _SHORT):
        one = [each for each in own.words[gap.start : gap.end] if _is_content(each)]
        other = [each for each in held[gap.other_start : gap.other_end] if _is_content(each)]
        if len(one) == len(other) == 1 and stem(one[0].key) != stem(other[0].key):
            return one[0], other[0]
    return None
