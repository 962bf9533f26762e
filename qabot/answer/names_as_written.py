"""Words of a question that articles write as names, however the question writes them: `common platform`, `i6`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qabot.core.dates import MONTH_NAME
from qabot.core.questions import AnalysedQuestion, QuestionToken
from qabot.core.text import Span
from qabot.question.vocabulary import words_of

_MOST_WORDS = 24
"""Words of a question that are looked up."""
_LONGEST = 4
"""Words of a name of everyday words: `making tax digital`."""
_FEWEST_LETTERS = 2
_PLURAL_FROM = 4
"""Letters of a word whose last may be the s of a possessive that was typed without its apostrophe."""
_OWNER = re.compile(r"['’]s?$")
_CODE = re.compile(r"[a-z]+[-.]?\d+[a-z]?", re.IGNORECASE)
"""A word of letters and figures that is a name however it is written: `i6`, `SR15`."""
_OF_TIME = re.compile(
    rf"{MONTH_NAME}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:fy|q|h)\W?\d.*|christmas|easter|spring|summer|"
    r"autumn|winter",
    re.IGNORECASE,
)
_OPENS = '.!?:“"‘(\n'


def names_as_written(question: AnalysedQuestion, texts: Sequence[str]) -> tuple[Span, ...]:
    """Return where in `AnalysedQuestion.whole` words stand that these texts write as names.

    A word is one that they have with a capital only, and inside a sentence; words of every day are one together where
    a text writes them so, each with its capital.

    Args:
        question: The question.
        texts: Those of the articles found, without their titles: headlines may have a capital to every word.
    """
    return tuple(_names(question.whole, question.content_words[:_MOST_WORDS], [_Text(each) for each in texts]))


class _Text:
    """A text, and the same in small letters, place for place."""

    def __init__(self, text: str) -> None:
        lower = text.lower()
        self.text = text if len(lower) == len(text) else lower  # letters that are two in small: no capitals are told
        self.lower = lower

    def places(self, words: str) -> Iterator[Span]:
        """Yield where words stand, or their plural."""
        start = self.lower.find(words)
        while start >= 0:
            end = start + len(words)
            end += self.lower[end : end + 1] == "s"
            if not (self.lower[start - 1 : start].isalnum() or self.lower[end : end + 1].isalnum()):
                yield start, end
            start = self.lower.find(words, start + 1)

    def opens(self, start: int) -> bool:
        """Whether a sentence may begin there, so that a capital tells nothing."""
        before = self.text[:start].rstrip(" ")
        return not before or before[-1] in _OPENS


def _names(whole: str, tokens: Sequence[QuestionToken], texts: Sequence[_Text]) -> Iterator[Span]:
    behind = 0
    for first, token in enumerate(tokens):
        if first < behind:
            continue
        together = _together(whole, tokens[first : first + _LONGEST])
        for last in range(len(together), 1, -1):
            if _is_written_so([_bare(each.text) for each in together[:last]], texts):
                yield token.start, together[last - 1].start + len(_bare(together[last - 1].text))
                behind = first + last
                break
        else:
            if _is_a_name(_bare(token.text), texts):
                yield token.start, token.start + len(_bare(token.text))


def _together(whole: str, tokens: Sequence[QuestionToken]) -> list[QuestionToken]:
    """Return the first of these words with those that only white space parts from it."""
    found = list(tokens[:1])
    for each in tokens[1:]:
        if whole[found[-1].end : each.start].strip():
            break
        found.append(each)
    return found


def _bare(word: str) -> str:
    return _OWNER.sub("", word)


def _is_written_so(words: Sequence[str], texts: Sequence[_Text]) -> bool:
    """Whether a text has words beside one another, each with a capital: of the second, no sentence begins with it."""
    if any(_OF_TIME.fullmatch(each) for each in words):
        return False
    asked = " ".join(words).lower()
    return any(
        all(any(map(str.isupper, each)) for each in text.text[a:b].split())
        for text in texts
        for a, b in text.places(asked)
    )


def _is_a_name(word: str, texts: Sequence[_Text]) -> bool:
    if len(word) < _FEWEST_LETTERS or not word[0].isalpha() or _OF_TIME.fullmatch(word):
        return False
    if _CODE.fullmatch(word):
        return any(True for text in texts for _ in text.places(word.lower()))
    if all(each.general for each in words_of(word.lower())):
        return False
    return any(_has_capitals_only(way, texts) for way in _ways(word.lower()))


def _ways(word: str) -> Iterator[str]:
    yield word
    if len(word) > _PLURAL_FROM and word.endswith("s"):
        yield word[:-1]


def _has_capitals_only(word: str, texts: Sequence[_Text]) -> bool:
    found = [(text, a, b) for text in texts for a, b in text.places(word)]
    if not all(any(map(str.isupper, text.text[a:b].removesuffix("s"))) for text, a, b in found):
        return False
    return any(not text.opens(a) or sum(map(str.isupper, text.text[a:b])) > 1 for text, a, b in found)
