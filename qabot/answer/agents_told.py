"""Whether a quote tells who did what is asked: "the contract was cancelled last week" tells of nobody who did it. Pure.

Only where each verb of the question stands there as a passive without an agent, and nothing else says whose doing it
was, is it said that it does not; and of words that only name somebody who speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from qabot.core.text import Span, sentences
from qabot.question.vocabulary import words_of

_IRREGULAR: Mapping[str, str] = {
    # as `who … it` has it: as `it was …` has it
    "built": "built", "bought": "bought", "sold": "sold", "wrote": "written", "chose": "chosen", "broke": "broken",
    "stole": "stolen", "took": "taken", "made": "made", "won": "won", "lost": "lost", "paid": "paid", "ran": "run",
    "set": "set", "shut": "shut", "cut": "cut", "found": "found", "gave": "given", "held": "held", "drew": "drawn",
    "began": "begun", "spent": "spent", "hit": "hit", "sent": "sent", "told": "told", "put": "put", "led": "led",
    "threw": "thrown", "withdrew": "withdrawn", "overran": "overrun", "oversaw": "overseen", "drove": "driven",
    "taught": "taught", "brought": "brought", "caught": "caught", "kept": "kept", "left": "left", "hid": "hidden",
}  # fmt: skip
_KIN: Mapping[str, str] = {
    # as `who … it` has it: how other words of it begin
    "left": "leav|depart|resign|quit|exit|step|goes|going", "wrote": "writ|author", "built": "build|maker",
    "bought": "buy|purchas|acqui", "sold": "sell|sale", "chose": "choos|choice|select|pick", "took": "tak",
    "made": "mak", "won": "win", "lost": "los", "paid": "pay", "ran": "run", "gave": "giv|gift", "held": "hold",
    "drew": "draw", "began": "begin|start", "spent": "spend", "led": "lead", "stole": "steal|theft|thie",
    "broke": "break|breach", "threw": "throw", "drove": "driv", "taught": "teach", "brought": "bring",
    "caught": "catch", "kept": "keep", "hid": "hid", "withdrew": "withdr", "oversaw": "overs", "overran": "overr",
    "sent": "send", "told": "tell",
}  # fmt: skip
_WHO = (
    r"(?i)^\W*(?:(?:and|but|so)\W+)?who(?:\s(?:has|have|had|first|later|originally|actually|finally|else)){0,2}\s"
    r"(?!used\sto\b)(?P<verb>[a-z]+)\b(?!\s*\?*$)"
)
_TO_WHOM = (
    r"(?i)^\W*(?:(?:and|but|so)\W+)?who\s(?:is|was|were|(?:has|have|had)\sbeen)\s(?P<verb>awarded|given|handed|offered|"
    r"granted|paid|sold|sent|lent|promised|allocated|left)\b"
)
_BE = r"(?:is|are|was|were|be|been|being|gets?|got|getting)"
_BETWEEN = r"(?:\s(?:not|also|only|then|later|first|now|never|still|\w{2,14}ly)){0,3}"
_NO_AGENT = (
    r"(?i:mistake|accident|default|hand|force|law|then|now|early|late|mid|the\s(?:end|time|summer|autumn|spring|winter)|"
    r"(?:next|last|this)\s\w+|post|email|e-mail|phone|letter|text|vote|ballot|error|lot|January|February|March|April|May|"
    r"June|July|August|September|October|November|December|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|[£$€\d]"
)
_SAYS_WHOSE = (
    r"(?i)\b(?:carried out|responsib\w+|deci[ds]\w+|culprits?|blam\w+|arrest\w*|admit\w*|behind (?:it|this|the)|"
    r"work of|hands? of|at the request|on the orders?|ordered|acted|took|has taken|pleaded|convicted|"
    r"did (?:so|it|this)|thanks to|commissioned|on behalf|authors?|from)\b"
)
"""What else may tell whose doing something was."""
_SPEAKS = (
    r"(?:sa(?:id|ys)|told|tells|call(?:ed|s)|add(?:ed|s)|warn(?:ed|s)|welcom(?:ed|es)|criticis(?:ed|es)|prais(?:ed|es)|"
    r"condemn(?:ed|s)|asked|claim(?:ed|s)|argu(?:ed|es)|insist(?:ed|s)|describ(?:ed|es)|urg(?:ed|es)|hail(?:ed|s)|"
    r"attack(?:ed|s)|commented|question(?:ed|s)|complain(?:ed|s))"
)
_SPEAKING = rf"^(?:,[^,;:.!?]{{1,100}},|\s\([^()]{{1,60}}\))?\s(?:has\s|had\s|also\s)?{_SPEAKS}\b"
_SPOKEN = rf"(?:\b{_SPEAKS}|\baccording to)\s(?:(?:[\w’'-]+,?\s){{0,5}})?$"
_MADE = frozenset(
    """wrote built made designed drew developed created supplied audited compiled drafted produced programmed coded
    installed tested""".split()
)
"""What makers do, rather than those for whom a thing is made."""
_MADE_FOR = (
    rf"(?i)\b{_BE}{_BETWEEN}\s(?:commissioned|ordered|requested|paid\sfor|funded|financed|bought|purchased|approved|chosen|"
    r"selected|appointed|owned|used|sponsored|welcomed|praised|criticised|launched|opened|unveiled)\sby\s(?:the\s|an?\s)?$"
)
"""What stands before those for whom a thing is made, or who have a use for it: `it had been commissioned by`."""
_FIRST_PERSON = r"(?i)\b(?:I|we|my|our|us)\b"
_STEM = 5
"""Letters by which a verb and a noun of it are known for kin: `audited`, `auditor`."""


class AgentAsked(Struct, frozen=True):
    """What a question asks the doer of."""

    verb: str
    """As the question has it: `cancelled`, `wrote`."""
    participle: str
    """As a passive has it: `cancelled`, `written`."""
    is_given: bool = False
    """Whether it is asked to whom it was done: who was awarded a contract."""


def agent_asked(question: str) -> AgentAsked | None:
    """Return what somebody is asked for to have done; None where a question asks for nobody so."""
    if given := re.match(_TO_WHOM, question):
        return AgentAsked(given["verb"].casefold(), given["verb"].casefold(), is_given=True)
    found = re.match(_WHO, question)
    if found is None:
        return None
    verb = found["verb"].casefold()
    if verb in _IRREGULAR:
        return AgentAsked(verb, _IRREGULAR[verb])
    return AgentAsked(verb, verb) if re.fullmatch(r"[a-z]{2,}ed", verb) and not _is_of_speech(verb) else None


def lacks_agent(asked: AgentAsked, quote: str, span: Span | None, question: str = "", title: str = "") -> bool:
    """Whether a quote does not tell who did what is asked, or words in it name somebody who only speaks.

    Args:
        asked: What was done.
        quote: The quote.
        span: The words of it that are said to answer, if any.
        question: As typed.
        title: Of the article, which may tell what was done.
    """
    forms = re.compile(_forms(asked.verb, asked.participle))
    told = [sentence for a, b in sentences(quote) if forms.search(sentence := quote[a:b])]
    if asked.is_given:
        return bool(told) and all(_is_given_to_nobody(asked, each, question) for each in told)
    if told:
        is_whose = re.search(_SAYS_WHOSE, quote) is not None
        return not is_whose and all(_is_without_agent(asked, each) for each in told)
    if span is None or _is_kin_in(asked, f"{title}\n{quote}"):
        return False
    before = quote[max(0, span[0] - 60) : span[0]]
    return _only_speaks(quote, span) or (asked.verb in _MADE and re.search(_MADE_FOR, before) is not None)


def _is_of_speech(verb: str) -> bool:
    return re.fullmatch(_SPEAKS, verb) is not None


@cache
def _forms(verb: str, participle: str) -> str:
    """Return a pattern of a verb in all its forms, as far as those of the question show them."""
    stem = re.escape(verb.removesuffix("ed")) if verb.endswith("ed") else ""
    regular = f"|{stem}(?:e|es|s|ing|ies|y)?" if len(stem) > 2 else ""  # noqa: PLR2004 - shorter ones are words of their own
    return rf"(?i)\b(?:{re.escape(verb)}|{re.escape(participle)}{regular})\b"


def _is_without_agent(asked: AgentAsked, sentence: str) -> bool:
    """Whether a verb stands only as `was cancelled` in a sentence, and nobody is named behind `by`."""
    for found in re.finditer(_forms(asked.verb, asked.participle), sentence):
        before = sentence[max(0, found.start() - 60) : found.start()]
        if found[0].casefold() != asked.participle or not re.search(rf"(?i)\b{_BE}{_BETWEEN}\s$", before):
            return False
    return all(re.match(_NO_AGENT, sentence[each.end() : each.end() + 40]) for each in re.finditer(r"\bby\s", sentence))


def _is_given_to_nobody(asked: AgentAsked, sentence: str, question: str) -> bool:
    """Whether only what the question names was awarded there, and nobody is named behind `to`."""
    found = re.search(rf"(?i)\s{_BE}{_BETWEEN}\s{asked.participle}\b", sentence)
    if found is None or re.search(r"\bto\b", sentence[found.end() :]):
        return False
    known = {each.stem for each in words_of(question)}
    subject = re.split(r"[,;:]", sentence[: found.start()])[-1]
    return all(each.stop or each.stem in known for each in words_of(subject))


def _is_kin_in(asked: AgentAsked, text: str) -> bool:
    """Whether a text has a word that is kin to what was done: `auditor`, `leaving`."""
    begins = "|".join(filter(None, (re.escape(asked.verb[:_STEM]), _KIN.get(asked.verb))))
    return re.search(rf"(?i)\b(?:{begins})", text) is not None


def _only_speaks(quote: str, span: Span) -> bool:
    """Whether words name somebody who says something in a quote of others' doings."""
    if re.search(_FIRST_PERSON, quote):
        return False
    a, b = next(((a, b) for a, b in sentences(quote) if a <= span[0] < b), (0, len(quote)))
    before, behind = quote[max(a, span[0] - 120) : span[0]], quote[span[1] : max(b, span[1])]
    return bool(re.match(_SPEAKING, behind) or re.search(_SPOKEN, before)) and not re.search(_SAYS_WHOSE, quote)
