"""The types of answer that a question asks for, by its words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qabot.core.questions import AnswerType

_ASKING: Mapping[AnswerType, re.Pattern[str]] = {
    "money": re.compile(
        r"\b(?:how much|costs?|costing|price|budgets?|funding|funds|savings?|sav(?:e|ed)|bill|fine[ds]?|fee|salary|"
        r"pa(?:y|id)|spen[dt]|spending on|worth|value|compensation|grant)\b|£",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"\b(?:how (?:many|often|long|far|fast|big|large)|number of|share of|per ?cent(?:age)?|proportion|target)\b",
        re.IGNORECASE,
    ),
    "date": re.compile(
        r"\b(?:when|what (?:year|date|month|day)|which (?:year|month)|how soon|since when|deadline|date)\b",
        re.IGNORECASE,
    ),
    "name": re.compile(
        r"\b(?:who|whose|whom|name of|head of|chief|boss|successor|"
        r"which (?:compan|firm|supplier|vendor|minister|council|borough|department|bod|trust|bidder)\w*)\b",
        re.IGNORECASE,
    ),
    "reason": re.compile(
        r"\b(?:why|reasons?|cause[ds]?|grounds)\b",
        re.IGNORECASE,
    ),
    "statement": re.compile(
        r"\b(?:stance|views?|position|opinions?|attitude|reactions?|react(?:ed)?|respon[ds]\w*|say|said|says|think|thinks|"
        r"thought|argu\w+|call|criticis\w+|complain\w*|welcom\w+|warn\w*|defen[dc]\w*|feel)\b",
        re.IGNORECASE,
    ),
}
"""What in a question asks for each, in the order in which they are tried; a question may ask for several."""


def answer_types(question: str) -> tuple[AnswerType, ...]:
    """Return the types of answer that a question asks for; none for most yes-or-no questions."""
    return tuple(each for each, asking in _ASKING.items() if asking.search(question))
