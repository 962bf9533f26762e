"""What kind of thing a question asks for, and whether a sentence holds one that the question does not."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass

_MONTHS = "|".join(month_name[1:])
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_SPOKE = (
    "accepted|accused|admitted|agreed|announced|argued|asked|attacked|backed|believed|blamed|branded|called|claimed|"
    "complained|concluded|condemned|criticised|declared|defended|demanded|denied|described|disputed|dismissed|doubted|"
    "expected|explained|expressed|feared|felt|found|hailed|hoped|insisted|judged|objected|opposed|praised|predicted|"
    "promised|questioned|recommended|regretted|rejected|replied|said|saw|spoke|stressed|suggested|supported|thought|"
    "told|urged|voiced|wanted|warned|welcomed|wished"
)


@dataclass(frozen=True, slots=True)
class AnswerType:
    """A kind of thing that can be asked for."""

    name: str
    """What it is called."""
    asked: re.Pattern[str]
    """What in a question asks for it."""
    held: re.Pattern[str]
    """What in a sentence is one."""


def _kind(name: str, asked: str, held: str) -> AnswerType:
    return AnswerType(name, re.compile(asked, re.IGNORECASE), re.compile(held))


ANSWER_TYPES: Sequence[AnswerType] = (
    _kind(
        "money",
        r"\b(?:how much|costs?|costing|price|budgets?|funding|funds|savings?|sav(?:e|ed)|bill|fine[ds]?|fee|salary|"
        r"pa(?:y|id)|spen[dt]|spending on|worth|value|compensation|grant)\b|£",
        r"[£$€]\s?\d[\d,.]*|\b\d[\d,.]*\s?(?:million|billion|trillion|pounds|m|bn|k)\b",
    ),
    _kind(
        "number",
        r"\b(?:how (?:many|often|long|far|fast|big|large)|number of|share of|per ?cent(?:age)?|proportion|target)\b",
        r"\b\d[\d,.]*%?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|quarter|third|"
        r"hundred|thousand|twice)\b",
    ),
    _kind(
        "date",
        r"\b(?:when|what (?:year|date|month|day)|which (?:year|month)|how soon|since when|deadline|date)\b",
        rf"\b(?:(?:1[89]|20)\d\d|{_MONTHS}|{_DAYS}|spring|summer|autumn|winter)\b",
    ),
    _kind(
        "name",
        r"\b(?:who|whose|whom|name of|head of|chief|boss|successor|"
        r"which (?:compan|firm|supplier|vendor|minister|council|borough|department|bod|trust|bidder)\w*)\b",
        r"(?<=[\w,;:’'] )[A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*)*",
    ),
    _kind(
        "reason",
        r"\b(?:why|reasons?|cause[ds]?|grounds)\b",
        r"\b(?:because|since|owing to|due to|so that|in order to|to avoid|after|reasons?|blam\w+|cit(?:ed|ing)|given|"
        r"fear\w*|worr\w+|concern\w*|meant|led to|cause[ds]?)\b",
    ),
    _kind(
        "statement",
        r"\b(?:stance|views?|position|opinions?|attitude|reactions?|react(?:ed)?|respon[ds]\w*|say|said|says|think|thinks|"
        r"thought|argu\w+|call|criticis\w+|complain\w*|welcom\w+|warn\w*|defen[dc]\w*|feel)\b",
        rf"\b(?:{_SPOKE}|[Aa]ccording to)\b",
    ),
)
"""In the order in which they are tried; a question may ask for several."""


def answer_types(question: str) -> tuple[AnswerType, ...]:
    """Return the kinds of thing that a question asks for; none for most yes-or-no questions."""
    return tuple(kind for kind in ANSWER_TYPES if kind.asked.search(question))


def holds_answer_type(kinds: Sequence[AnswerType], sentence: str, question: str) -> bool:
    """Whether a sentence holds something of one of these kinds that is not already in the question."""
    known = question.casefold()
    return any(found[0].casefold() not in known for kind in kinds for found in kind.held.finditer(sentence))
