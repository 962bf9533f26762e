"""Values that a text says were so before, or were given wrongly: "up from £84m", "put back from June to May". Pure.

Such a value is no answer to what is so now; and where a newer article calls it former, corrects it or disputes it, it
is none where an older one gives it either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from qabot.answer.disowned_words import is_denied_behind, is_denied_there, is_no_more_said
from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.core.dates import MONTH_NAME
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span, sentences
from qabot.facts.figures import Figure, find_figures
from qabot.question.vocabulary import words_of

_MOVED = (
    r"(?:up|down|risen|rose|rise[sn]?|rising|increas\w+|grown|grew|grows|fell|fallen|falls|cut|cuts|reduc\w+|rais\w+|"
    r"lower(?:ed|s|ing)?|revis\w+|(?:put|push\w*) back|brought forward|delay\w*|postpon\w+|slip\w*|mov\w+|chang\w+|"
    r"extend\w*|climb\w*|jump\w*|doubl\w+|trebl\w+|tripl\w+|soar\w*|halv\w+|more than)"
)
_LESS_SURE = (
    r"(?:about |some |around |just |nearly |almost |only |over |an? |the |its |their |\w+ (?:budget|estimate)s? of )*"
)
_FROM = rf"(?i)\b{_MOVED}\b[^.;:]{{0,70}}?\bfrom {_LESS_SURE}$"
_BEFORE_IT = (
    rf"(?i)\b(?:compared (?:with|to)|against|previously|originally|formerly|first|earlier|was|had been) "
    rf"(?:(?:planned|expected|forecast|estimated|put|set|due|budgeted|approved|scheduled|said)(?: \w+)? "
    rf"(?:at|for|in|on|to be|as|to) )?{_LESS_SURE}$"
)
_FORMER_BEHIND = (
    r"(?i),? (?:as|that|which) (?:was|were|had been|it was|it had) "
    r"(?:first|previously|originally|initially|earlier|wrongly) \w+"
)
_PLAINLY_FORMER = (
    r"(?i)\b(?:previously|originally|formerly|initially|planned|expected|forecast|estimated|budgeted|scheduled)\b"
)
_ASKS_OF_THEN = (
    r"(?i)\b(?:was|were|had|before|previous\w*|original\w*|initial\w*|first|at the start|earlier|last|used to|old|"
    r"former\w*|r[io]se[ns]?|rising|increas\w*|compar\w*|from|up|down|chang\w*|grow\w*|grew|fall\w*|fell|delay\w*|"
    r"wrong\w*|correct\w*)\b|\b(?:19|20)\d\d\b"
)
"""What a question has that may ask for what was so before."""
_HOW_MANY_WERE = r"(?i)^\W*how (?:many|much)\b[^?,;:]{0,60}?\b(?:was|were)\b"
_NOW = r"(?i)\b(?:now|currently|today|latest|present)\b"
_CHANGED = r"(?i)\b(?:now|so far|latest|has (?:risen|grown|climbed|reached|fallen)|have (?:risen|grown)|revised)\b"
_MONTH = rf"(?i)\b{MONTH_NAME}\b"
_YEAR = r"(?<![\d£$€.,])\b(?:19|20)\d\d\b(?![\d%]|[.,]\d)"
_DATED = rf"{_MONTH}(?: (?:19|20)\d\d)?|{_YEAR}"
_REACH = 200
"""Characters before a value in which that stands which says it was so before."""
_ENOUGH = 0.5
"""Share of what is asked that a text must have to be about the same."""
_MOST_VALUES = 40
"""Values of a text that are looked at."""


class FoundText(Struct, frozen=True):
    """A passage that was found with the one that is quoted."""

    article: Article
    """Of which."""
    text: str
    """The passage."""
    passage_id: int
    """By which its hit is known."""


def is_former(question: str, before: str) -> bool:
    """Whether what stands before a value in its sentence says that it was so before; never where that is asked for.

    Args:
        question: As typed.
        before: From the beginning of the sentence to the value.
    """
    return not _asks_of_then(question) and _is_called_former(before[-_REACH:])


def newer_telling(
    question: AnalysedQuestion, evidence: Evidence, span: Span, found: Sequence[FoundText]
) -> FoundText | None:
    """Return the text of a newer article that calls a value former, corrects it or disputes it; None for none.

    Args:
        question: What was asked.
        evidence: The quote.
        span: The words of it that are said to answer.
        found: What was found with it.
    """
    if _asks_of_then(question.text):
        return None
    quote = evidence.text
    figures = [each for each in find_figures(quote) if each.start < span[1] and span[0] < each.end]
    for each in found:
        is_due = is_newer(each.article, evidence.article) and is_of_the_same(question, each)
        if is_due and _supersedes(question, figures, quote[slice(*span)], each):
            return each
    return None


def _asks_of_then(question: str) -> bool:
    """Whether it may be asked what was so before: `was` alone, behind "how many", asks what came to pass."""
    return not re.search(_NOW, question) and re.search(_ASKS_OF_THEN, re.sub(_HOW_MANY_WERE, "", question)) is not None


def _is_called_former(before: str) -> bool:
    if re.search(_FROM, before):
        return True
    found = re.search(_BEFORE_IT, before)
    return found is not None and re.search(_PLAINLY_FORMER, found[0]) is not None


def is_newer(one: Article, other: Article) -> bool:
    """Whether an article is surely newer than another."""
    if one.id == other.id or one.published is None:
        return False
    return other.published is None or other.published.last < one.published.first


def is_of_the_same(question: AnalysedQuestion, found: FoundText) -> bool:
    """Whether a text has the names of a question, and half of its other words."""
    whole = f"{found.article.title}\n{found.text}"
    if not all(name.casefold() in whole.casefold() for name in question.proper_names):
        return False
    asked = {each.stem for each in words_of(question.text) if not each.stop and not each.general}
    told = {each.stem for each in words_of(whole)}
    return bool(asked) and len(asked & told) >= _ENOUGH * len(asked)


def _supersedes(question: AnalysedQuestion, figures: Sequence[Figure], words: str, found: FoundText) -> bool:
    dates = set(re.findall(_MONTH, words)), set(re.findall(_YEAR, words))
    said = (found.text[a:b] for a, b in sentences(found.text))
    return any(
        any(_is_called_no_more(sentence[:a], sentence[b:]) for a, b in _places_of(figures, *dates, sentence))
        or (bool(figures) and _gives_newer(question, figures, sentence))
        for sentence in said
    )


def _is_called_no_more(before: str, behind: str) -> bool:
    before, behind = before[-_REACH:], behind[:_REACH]
    if _is_called_former(before) or is_denied_there(before) or is_no_more_said(before):
        return True
    return is_denied_behind(before, behind) or re.match(_FORMER_BEHIND, behind) is not None


def _places_of(figures: Sequence[Figure], months: set[str], years: set[str], sentence: str) -> Iterator[Span]:
    """Yield where a sentence has one of these figures, or a date of these."""
    for each in find_figures(sentence)[:_MOST_VALUES]:
        if any(each.kind == one.kind and each.same_value(one) for one in figures):
            yield each.start, each.end
    for number in {form for each in figures[:_MOST_VALUES] if each.kind == "count" for form in _forms_of(each)}:
        # What is counted is told but once: "has grown from 12 to 31 councils", "90,000 people and not 3,000".
        for found in islice(
            re.finditer(rf"(?<![\d.,£$€-]){re.escape(number)}(?![\d%-]|[.,]\d)", sentence), _MOST_VALUES
        ):
            yield found.span()
    for found in islice(re.finditer(_DATED, sentence), _MOST_VALUES):
        if _is_same_date(found[0], months, years):
            yield found.span()


def _forms_of(figure: Figure) -> set[str]:
    """Return a number as it may be written in digits."""
    return {f"{figure.low:f}", f"{figure.low:,}"}


def _gives_newer(question: AnalysedQuestion, figures: Sequence[Figure], sentence: str) -> bool:
    """Whether it is asked what is so now, and a sentence says what it has come to."""
    if not (re.search(_NOW, question.text) and re.search(_CHANGED, sentence)):
        return False
    asked = {each.stem for each in words_of(question.text) if not each.stop}
    if len(asked & {each.stem for each in words_of(sentence)}) < _ENOUGH * len(asked):
        return False
    others = [each for each in find_figures(sentence)[:_MOST_VALUES] if any(each.kind == one.kind for one in figures)]
    return bool(others) and not any(each.same_value(one) for each in others for one in figures)


def _is_same_date(told: str, months: set[str], years: set[str]) -> bool:
    """Whether a month or a year is one of those, and not of another year."""
    month, year = re.search(_MONTH, told), re.search(_YEAR, told)
    if month is None:
        return year is not None and not months and year[0] in years
    return month[0] in months and (year is None or not years or year[0] in years)


def sentence_before(text: str, quote: Span, span: Span) -> str:
    """Return what stands before words in their sentence.

    Args:
        text: Text of the article.
        quote: The quote, as a range of it.
        span: The words, within the quote.
    """
    place = span[0] - quote[0]
    opens = max((a for a, _ in sentences(text[slice(*quote)]) if a <= place), default=0)
    return text[quote[0] + opens : span[0]]
