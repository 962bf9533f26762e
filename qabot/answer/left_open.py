"""Whether a quote raises what is asked and leaves it open: "MPs want to know why it was cancelled". Pure.

So does a question that is followed by no more than "it is too early to say".
"""

from __future__ import annotations

import re

from qabot.answer.disowned_words import asks_yes_or_no, is_question
from qabot.core.text import Span, sentences
from qabot.question.vocabulary import words_of

_ASKING = (
    r"(?:want(?:s|ed|ing)?\sto\sknow|ask(?:s|ed|ing)?(?:\s[\w’'-]+){0,3}|wonder(?:s|ed|ing)?|inquir(?:ed|ing)|"
    r"questions?(?:\s(?:remain|are|were|over|about|of|on|as|to|raised|asked|open)){0,4}|doubts?\s(?:over|about|as\sto)|"
    r"(?:not|n[’']t|never|yet\sto)(?:\s(?:yet|been|be)){0,2}\s(?:clear|known|know|said|say|told|tell|decided?|revealed?|"
    r"disclosed?|explain(?:ed)?|sure|certain|confirm(?:ed)?)|unclear|unknown|uncertain|unsure|undecided|"
    r"(?:refus|declin)(?:es|ed|ing)\sto\s(?:say|tell|confirm|explain|reveal|disclose)|consider(?:s|ed|ing)?|"
    r"investigat(?:es?|ed|ing)|look(?:s|ed|ing)?\s(?:at|into)|debat(?:es?|ed|ing)|"
    r"inquiry\s(?:into|over)|(?:to|will|must|should)\s(?:decide|examine|establish|determine|find\sout))"
)
_CLAUSE = rf"(?i)\b{_ASKING}\s(?:exactly\s|just\s)?(?:why|how|who|whom|whose|when|where|which|what|whether|if)\b"
_ASKED_BY = r"\?[”\"’']\s(?:[\w’'.-]+\s){0,4}(?:asked|asks|wondered|wonders|inquired|said|says|demanded)\b"
_FIRST = (
    r"(?i)^\W*(?:whether|why|how|who|when|where|which|what)\b(?=.*\b(?:(?:is|was|remains?)\s(?:not|unclear|unknown|open|"
    r"uncertain|to\sbe\sseen|a\s(?:matter|question|mystery)|the\squestion)|has\s(?:not|yet)|n[’']t)\b)"
)
_TELLS_ON = (
    r"(?i)[,:;–—]\s(?:[\w’'-]+\s){0,3}(?:said|says|sa[iy]d?|replied|answered|told|added|but|and|because)\b|[:;]\s"
)
_SETTLES_NOTHING = (
    r"(?i)\b(?:depend(?:s|ed)?\son|too\s(?:early|soon)|(?:un|not\s(?:yet\s)?)(?:clear|known|certain)|remains?\sto\sbe|"
    r"(?:only\s)?time\swill|(?:nobody|no\sone|no-one|few|who)\s(?:\w+\s)?(?:know|say|tell|said|seem)\w*|wait(?:ing)?|"
    r"questions?|ask(?:s|ed|ing)?|wonder\w*|declin\w+\sto|refus\w+\sto|(?:not|n[’']t)\s(?:yet\s)?(?:been\s)?(?:reply|replied|respond|"
    r"responded|answer|answered|say|said|sa[iy]d?|told|tell|comment|decided?|know)|no\s(?:comment|answer|reply|response)|"
    r"(?:split|divided|undecided|unsure)|opinions?|"
    r"(?:views?|answers?|accounts?)\s(?:\w+\s)?(?:differ|var|conflict)\w*|disagree\w*|not\sbe\sdrawn|(?:a\s)?(?:mystery|moot)|"
    r"any(?:one|body)[’']s\sguess|find\sout|want(?:s|ed)?\sto\sknow|watch\sthis\sspace|yet\sto)\b"
)
_SETTLES = (
    r"(?i)^\W*(?:[AQ][.:]\s*)?(?:yes|no|not|none|never|only|almost|nearly|probably|perhaps|because|of course|certainly|"
    r"(?:it|they|he|she|we|that|this|there|i|you)\s(?:\w+ly\s)?(?:is|are|was|were|will|would|did|does|do|has|have|had|can|"
    r"could|won[’']t|isn[’']t|wasn[’']t|aren[’']t|didn[’']t|hasn[’']t|haven[’']t)\b)"
)
_ENOUGH = 2 / 3
"""Share of the words asked that a question in a quote must have to be the same."""
_WORD_OR_SO = 3
"""Words of a reply that is short enough to be one: `In May.`"""
_MOST = 40
"""Sentences and questions in them that are looked at."""


def leaves_open(question: str, quote: str, span: Span | None) -> bool:
    """Whether a quote raises just what is asked, and nothing else in it tells.

    Args:
        question: As typed.
        quote: The quote.
        span: The words of it that are said to answer, if any.
    """
    asked = _stems(question)
    told = sentences(quote)[:_MOST]
    if not asked or not told:
        return False
    raised = [_raises(asked, quote[a:b]) for a, b in told]
    if not any(raised):
        return False
    is_open = asks_yes_or_no(question)
    for (a, b), is_raised in zip(told, raised, strict=True):
        marked = span is not None and a <= span[0] < b
        if is_raised:
            continue
        if _settles(asked, quote[a:b], is_open=is_open, marked=marked):
            return False
    return True


def _stems(text: str) -> set[str]:
    return {each.stem for each in words_of(text) if not each.stop}


def _raises(asked: set[str], sentence: str) -> bool:
    """Whether a sentence asks what is asked, outright or as `they want to know why …`, and does not tell it on."""
    if len(asked & _stems(sentence)) < _ENOUGH * len(asked):
        return False
    if is_question(sentence) or re.search(_ASKED_BY, sentence):
        return True
    found = re.search(_CLAUSE, sentence) or re.match(_FIRST, sentence)
    if found is None or re.search(_TELLS_ON, sentence[found.end() :]):
        return False
    return len(asked & _stems(sentence[found.start() :])) >= _ENOUGH * len(asked)


def _settles(asked: set[str], sentence: str, *, is_open: bool, marked: bool) -> bool:
    """Whether a sentence beside a question may answer it: one that asks yes or no wants either, or its own words."""
    if is_question(sentence) or re.search(_SETTLES_NOTHING, sentence):
        return False
    if not is_open:
        return marked or len(sentence) > 1
    return (
        re.match(_SETTLES, sentence) is not None
        or bool(asked & _stems(sentence))
        or len(sentence.split()) <= _WORD_OR_SO
    )
