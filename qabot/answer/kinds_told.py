"""Whether a text may tell something of a kind: a sum, a share, a number, a reason, an act, or somebody's name. Pure.

Whatever might be one counts, as it is asked so that it can be said that a text does *not* tell any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from qabot.core.dates import MONTH_NAME
from qabot.facts.figures import Figure, find_figures
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import words_of

# Patterns are compiled when first needed, which re remembers: a question needs few of them.
_MONEY = (
    r"(?i)"
    r"[£$€¥]|\b(?:\d[\d,.]{0,40}+\s?(?:m|bn|k|tn|million|billion|trillion|thousand)|millions?|billions?|thousands|"
    r"hundreds|pounds?|"
    r"pence|penny|pennies|quid|euros?|dollars?|free|gratis|nothing|zero|nil|"
    r"no (?:\w+ ){0,2}(?:costs?|charge|money|funding|fees?|savings?|price|sum|budget)|"
    r"without (?:extra |any |further |additional )?(?:cost|charge|money|funding)|\d+p)\b"
)
_NUMBER = (
    r"(?i)"
    r"\d|\b(?:zero|nil|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|dozens?|scores?|hundreds?|thousands?|millions?|billions?|half|twice|double|"
    r"both|pair|couple|trio|single|sole|lone|no|none|neither|nobody|nothing|without|handful)\b"
)
_SHARE = (
    r"(?i)"
    r"%|\b(?:per\s?cent|percent\w*|pc|half|halves|halv\w+|\w+[\s-]thirds?|a third|third of|quarters?|fifths?|sixths?|"
    r"sevenths?|eighths?|ninths?|tenths?|\w+ths|majority|minority|most|all|none|entire|entirely|fully|nearly every|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:in|out of|of) |fraction|proportion|bulk|"
    r"double\w*|trebl\w*|tripl\w*|twice|points?)\b|\bof\b[^.;]{0,20}\d|\d[^.;]{0,20}\bof\b"
)
_REASON = (
    r"(?i)"
    r"\b(?:because|due to|owing|reasons?|caus(?:e|es|ed|ing)|thanks to|so that|so as to|in order|blam\w+|faults?|"
    r"faulty|prompt(?:ed|s|ing)|forc(?:ed|es|ing)|driven|led to|leads? to|leading to|result\w*|follow(?:ing|s|ed)|"
    r"amid|since|given|in (?:response|view|light)|(?:on|for) (?:the )?(?:grounds|reasons?)|why|explain\w*|"
    r"explanation|therefore|hence|thus|as (?:it|he|she|they|we|its|their|his|her|there|no|this|that|part|many|"
    r"some|few)|"
    r"(?<!day )(?<!days )(?<!week )(?<!weeks )(?<!month )(?<!months )(?<!year )(?<!years )(?<!shortly )after|"
    r"over (?:a|an|the|its|their|his|her|how|whether|budgets?|claims?|concerns?|costs?|delays?|fail\w+|fears?|pay|"
    r"security)|for (?:failing|not|want|lack|breach\w*)|lack\w*|fail\w*|fell (?:short|behind)|unable|could not|"
    r"couldn['’]t|cannot|can['’]t|not (?:ready|enough|able)|did not|too|fear\w*|concern\w*|worr\w+|disput\w*|row|"
    r"problems?|complain\w*|critici\w+|wants?|wanted|hop(?:e|es|ed|ing)|aim(?:s|ed)?|purpose|meant|argu\w+|"
    r"justif\w+|insist\w*|decision|need(?:s|ed)?|risks?|pressure|shortage|shortfall|benefits of|better|best|"
    r"cheap\w+|so (?:many|much|few|it|they|he|she|we)|to (?:save|cut|avoid|help|make|stop|protect|meet|reduce|"
    r"improve|ensure|prevent|allow|let|give|free|speed|keep|bring|end))\b"
)
"""What may tell why: a word of cause, of purpose, of trouble or of what somebody wanted."""
_NO_NUMBER = (
    r"(?i)"
    rf"(?<![\d£$€.,])(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?(?![\d%]|[.,]\d)|\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH_NAME}|"
    rf"{MONTH_NAME}\s\d{{1,2}}\b"
)
"""Years and days, which count nothing."""
_CAPITAL = r"[^\W_]+(?:[.\-‑'’&][^\W_]+)*"
_OF_TIME = rf"(?i)(?:{MONTH_NAME}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|christmas|easter|i)"
_POSSESSIVE = r"['’]s?$"
_OPENS = r"(?:^|[.!?:;\n]|[“\"‘(•])\W*$"


def may_tell_money(text: str) -> bool:
    """Whether a text may give a sum of money, or say that something costs nothing."""
    figures = find_figures(text)
    return any(each.kind == "money" for each in figures) or bool(re.search(_MONEY, _without(text, figures)))


def may_tell_a_share(text: str) -> bool:
    """Whether a text may give a share of anything, in figures or in words."""
    return bool(re.search(_SHARE, re.sub(_NO_NUMBER, " ", text)))


def may_tell_a_number(text: str) -> bool:
    """Whether a text may say how many of anything there are; a sum, a share, a year and a day count nothing."""
    others = [each for each in find_figures(text) if not each.is_count]
    return bool(re.search(_NUMBER, re.sub(_NO_NUMBER, " ", _without(text, others))))


def may_tell_a_reason(text: str) -> bool:
    """Whether a text may say why something is so, as far as its words show."""
    return bool(re.search(_REASON, text))


def _without(text: str, figures: Iterable[Figure]) -> str:
    """Return a text with spaces in the place of figures."""
    for each in figures:
        text = f"{text[: each.start]}{' ' * (each.end - each.start)}{text[each.end :]}"
    return text


def may_name_another(text: str, known: Iterable[str]) -> bool:
    """Whether a text may name anybody or anything besides what is known: any word with a capital is one.

    Args:
        text: The text.
        known: Texts whose words are known.
    """
    words = {_bare(each[0]) for one in known for each in re.finditer(_CAPITAL, one)}
    return any(_bare(each[0]) not in words for each in re.finditer(_CAPITAL, text) if _may_be_a_name(text, each))


def _may_be_a_name(text: str, found: re.Match[str]) -> bool:
    word = found[0]
    if word.islower() or not any(map(str.isalpha, word)) or re.fullmatch(_OF_TIME, word):
        return False
    if not re.search(_OPENS, text[max(0, found.start() - 8) : found.start()]):
        return True
    return word.casefold() not in STOP_WORDS and not all(each.general for each in words_of(word.casefold()))


def _bare(word: str) -> str:
    return re.sub(_POSSESSIVE, "", word.casefold())
