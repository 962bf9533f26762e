"""Which words of a quote are marked as those that answer: whole names, of the kind that is asked for, or none. Pure.

The reader marks what it finds likeliest. Where nothing was asked, where it marks what the question says itself or what
is of another kind than is asked for, and where a name would be cut in two that cannot be made whole, nothing is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qabot.answer.kinds_told import may_tell_a_number, may_tell_money
from qabot.answer.times_told import may_tell_a_duration, may_tell_a_time
from qabot.core.dates import MONTH_NAME
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span
from qabot.facts.figures import find_figures
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import words_of

_ASKS = (
    r"(?i)\?|\b(?:who(?:m|se)?|what|when|where|which|why|how)\b|^\W*(?:(?:and|but|so)\W+)?(?:did|does|do|is|are|was|were|"
    r"has|have|had|can|could|will|would|should|may|might|must|name|names|date|list|tell|give|find|show|explain|describe)\b"
)
_ENOUGH_TO_ASK = 4
"""Content words of a text that asks for something without saying so: `hmrc aspire biggest yearly payment`."""
_OPENS = r"(?i)^\W*(?:(?:and|but|so)\W+)?"
_DOING = (
    rf"{_OPENS}(?:why\b|what (?:did|does|do|has|have|will|is|was|were|must|should)\b.*\bdo(?:ne|ing)?\b|in what way|"
    r"what (?:happened|caused|led|went)\b|how (?:did|does|do|is|are|was|were|has|have|can|could|will|would|to)\b)"
)
_MOVED = (
    r"(?i)\b(?:chang\w*|compar\w*|grow\w*|grew|rise|rose|risen|fall\w*|fell|increas\w*|decreas\w*|vary|differ\w*|"
    r"cost|big|large)\b"
)
"""What asks for a figure though it asks "how": `how did staff numbers change`."""
_YES_OR_NO = rf"{_OPENS}(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\b"
_WHO = rf"{_OPENS}(?:by |to |from )?who(?:m|se)?\b"
_WHEN = rf"{_OPENS}(?:(?:since |by |until )?when|(?:what|which) (?:year|date|month|day))\b"
_HOW_MUCH = r"(?i)\bhow (?:much|many)\b"
_OF_A_FIGURE = (
    rf"(?i)(?:{MONTH_NAME}|million|billion|trillion|thousand|hundred|pounds?|per|cent|percent|pc|about|around|nearly|"
    r"almost|over|under|up|to|more|less|than|at|least|most|some|a|an|the|of|in|on|from|since|and|by|year|years|months?|days?|weeks?|"
    r"m|bn|k|pence)"
)
_PIECE = r"[^\W_]+(?:[.\-‑'’&][^\W_]+)*"
_CAPITAL = r"[A-Z][^\W_]*(?:[.\-‑'’&][^\W_]+)*"
_BEFORE = rf"(?P<word>{_CAPITAL})\s$"
_BEHIND = rf"(?:['’]s)?(?P<more>\s{_CAPITAL}|\s(?:as a|of the)\s{_CAPITAL})"
_POST = r"(?i)\b(?:director|head|chief|officer|minister|secretary|manager|chair|commissioner|lead)$"
_POST_BEHIND = r"\s(?:of|for)\s(?:the\s)?[\w’'&-]+(?:\s[\w’'&-]+){0,4}(?=[,.;:)]|$)"
_POST_GOES_ON = r"\s(?:of|for)\s[a-z]"
_ASKS_FOR_A_NAME = (
    r"(?i)\bstands? for\b|\bacronym|\babbreviat|\bfull name\b|"
    r"^\W*(?:what|who)(?:['’]s| is| are| was) (?:the )?[\w.&-]+\W*$"
)
"""What another name of what the question names may answer."""
_OF_TIME = rf"(?i)(?:{MONTH_NAME}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)"
_OWNER = r"['’]s?$"


def asks_something(question: AnalysedQuestion) -> bool:
    """Whether a text asks for something, rather than only naming what it is about."""
    asks = bool(question.answer_types or question.inherited_terms or re.search(_ASKS, question.text))
    return asks or len(question.own_words) >= _ENOUGH_TO_ASK


def is_of_other_kind(question: AnalysedQuestion, words: str) -> bool:
    """Whether words are a bare figure, and somebody or something that is done is asked for."""
    is_bare = bool(find_figures(words) or re.search(r"\d", words)) and all(
        re.fullmatch(_OF_A_FIGURE, piece) or any(map(str.isdigit, piece)) for piece in re.findall(_PIECE, words)
    )
    if not is_bare or re.search(_MOVED, question.text):
        return False
    return bool(re.search(_DOING, question.text) or re.search(_WHO, question.text))


def whole_answer(question: AnalysedQuestion, text: str, quote: Span, span: Span, names: Iterable[str]) -> Span | None:
    """Return the words that answer with the whole of the names and figures they are part of; None for none.

    Args:
        question: What was asked.
        text: Text of the article.
        quote: The quote, as a range of it.
        span: What the reader marks, within the quote.
        names: What bodies are called that the article names.
    """
    if not asks_something(question):
        return None
    whole = _widened(text, quote, span, (*names, *(name for each in question.mentions for name in each.names)))
    if whole is None:
        return None
    words = text[slice(*whole)]
    if _says_no_more(question, words) or is_of_other_kind(question, words) or _lacks_kind(question, words):
        return None
    return whole


def _widened(text: str, quote: Span, span: Span, names: Iterable[str]) -> Span | None:
    """Return a range that cuts no word, figure or name in two; None where it cannot be told how far a name goes."""
    start, end = span
    parts = [*_words(text, quote), *_figures(text, quote), *_named(text, quote, names)]
    for first, last in parts:
        if first < end and start < last and (first < start or end < last):
            start, end = min(first, start), max(last, end)
    first = re.match(_CAPITAL, text[start:end]) is not None
    while first and (before := re.search(_BEFORE, text[quote[0] : start])):
        place = quote[0] + before.start("word")
        if _only_opens(text, quote, place, before["word"]) or re.search(_OWNER, before["word"]):
            break
        start = place
    while re.search(rf"{_CAPITAL}$", text[start:end]) and (behind := re.match(_BEHIND, text[end : quote[1]])):
        if re.fullmatch(_OF_TIME, behind["more"].split()[-1]):
            break
        end += behind.end()
    if re.search(_POST, text[start:end]) and not re.search(_CAPITAL, text[start:end]):
        if behind := re.match(_POST_BEHIND, text[end : quote[1]]):
            end += behind.end()
        elif re.match(_POST_GOES_ON, text[end : quote[1]]):
            return None
    return start, end


def _words(text: str, quote: Span) -> Iterator[Span]:
    return (each.span() for each in re.compile(_PIECE).finditer(text, *quote))


def _figures(text: str, quote: Span) -> Iterator[Span]:
    for each in find_figures(text[slice(*quote)]):
        if not each.is_count:
            yield quote[0] + each.start, quote[0] + each.end


def _named(text: str, quote: Span, names: Iterable[str]) -> Iterator[Span]:
    """Yield where names stand whose words are several, the longest first."""
    for name in sorted(dict.fromkeys(names), key=len, reverse=True):
        place = text.find(name, *quote) if " " in name and "(" not in name else -1
        while place >= 0:
            yield place, place + len(name)
            place = text.find(name, place + 1, quote[1])


def _only_opens(text: str, quote: Span, place: int, word: str) -> bool:
    """Whether a word has its capital for opening a sentence, or tells a time."""
    if re.fullmatch(_OF_TIME, word) or word.casefold() in STOP_WORDS:
        return True
    opens = re.search(r"(?:^|[.!?:\n“\"‘(]\s*)$", text[quote[0] : place]) is not None
    return opens and all(each.general for each in words_of(word.casefold()))


def _says_no_more(question: AnalysedQuestion, words: str) -> bool:
    """Whether words have none that the question does not have itself, or call what it names by another name."""
    # One of those it names may answer, and so may that it is so, or is not, or how many of them there are.
    if re.search(rf"{_ASKS_FOR_A_NAME}|\bor\b", question.text) or re.search(_YES_OR_NO, question.text):
        return False
    if question.sought_figure or re.search(_HOW_MUCH, question.text):
        return False
    names = [name for each in question.mentions for name in each.names]
    known = {each.stem for text in (question.whole, *names) for each in words_of(text)}
    telling = [each for each in words_of(words) if not each.stop]
    return bool(telling) and all(each.stem in known for each in telling)


def _lacks_kind(question: AnalysedQuestion, words: str) -> bool:
    """Whether a time or a figure is asked for plainly, and words have none."""
    text = question.text
    if re.search(_WHEN, text):
        return not (
            may_tell_a_time(words)
            or may_tell_a_duration(words)
            or re.search(r"\d|\b(?:after|before|when|once)\b", words)
        )
    if question.sought_figure and re.search(_HOW_MUCH, text):
        return not (
            may_tell_money(words) or may_tell_a_number(words) or re.search(r"\d|(?i:half|third|quarter|most)", words)
        )
    return False
