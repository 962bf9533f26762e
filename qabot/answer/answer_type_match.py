"""Whether a sentence holds something of the type that a question asks for, and that the question does not have."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping, Sequence

from qabot.core.questions import AnswerType

_MONTHS = "|".join(month_name[1:])
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_SPOKE = (
    "accepted|accused|admitted|agreed|announced|argued|asked|attacked|backed|believed|blamed|branded|called|claimed|"
    "complained|concluded|condemned|criticised|declared|defended|demanded|denied|described|disputed|dismissed|doubted|"
    "expected|explained|expressed|feared|felt|found|hailed|hoped|insisted|judged|objected|opposed|praised|predicted|"
    "promised|questioned|recommended|regretted|rejected|replied|said|saw|spoke|stressed|suggested|supported|thought|"
    "told|urged|voiced|wanted|warned|welcomed|wished"
)

_HOLDING: Mapping[AnswerType, re.Pattern[str]] = {
    "money": re.compile(
        r"[£$€]\s?\d[\d,.]*|\b\d[\d,.]{0,40}+\s?(?:million|billion|trillion|pounds|m|bn|k)\b",
    ),
    "number": re.compile(
        r"\b\d[\d,.]*%?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|quarter|third|"
        r"hundred|thousand|twice)\b",
    ),
    "date": re.compile(
        rf"\b(?:(?:1[89]|20)\d\d|{_MONTHS}|{_DAYS}|spring|summer|autumn|winter)\b",
    ),
    "name": re.compile(
        r"(?<=[\w,;:’'] )[A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*)*",
    ),
    "reason": re.compile(
        r"\b(?:because|since|owing to|due to|so that|in order to|to avoid|after|reasons?|blam\w+|cit(?:ed|ing)|given|"
        r"fear\w*|worr\w+|concern\w*|meant|led to|cause[ds]?)\b",
    ),
    "statement": re.compile(
        rf"\b(?:{_SPOKE}|[Aa]ccording to)\b",
    ),
}
"""What in a sentence is one of each type."""


def holds_answer_type(types: Sequence[AnswerType], sentence: str, question: str) -> bool:
    """Whether a sentence holds something of one of these types that is not already in the question."""
    known = question.casefold()
    return any(found[0].casefold() not in known for each in types for found in _HOLDING[each].finditer(sentence))
