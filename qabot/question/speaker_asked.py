"""Whose words a question asks for: "what did the LGA say about PSN", "Socitm's stance on it". Pure.

Whether anybody is called so shows only where somebody says something: a question that is read wrongly here is answered
as it was.
"""

from __future__ import annotations

import re

from qabot.core.questions import SoughtSpeaker

_VIEW = r"(?:stances?|views?|positions?|opinions?|attitudes?|reactions?|respon[cs]es?|verdict)"
_SAY = r"(?:say|said|says|think|thinks|thought|argue|argued|warn|claim|tell|make\sof|want|call\sfor|criticise|propose)"
_WHO = r"(?:the\s)?(?P<who>[^\W_][\w&’'.-]*(?:\s[\w&’'.-]+){0,5}?)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:(?:so|and|but)\s)?what(?:\s(?:is|was|are|were)|['’]s)\s{_WHO}(?:['’]s?)?\s(?:\w+\s)?{_VIEW}\b",
        rf"\b{_VIEW}\sof\s{_WHO}\s(?:on|about|to|towards?|regarding)\b",
        rf"^(?:(?:so|and|but)\s)?what\s(?:did|does|do|has|have)\s{_WHO}\s{_SAY}\b",
        rf"^(?:(?:so|and|but)\s)?how\s(?:did|does|do|has|have)\s{_WHO}\s(?:react|respond)(?:ed|s)?\b",
        rf"^{_WHO}(?:['’]s?)?\s{_VIEW}\s(?:on|of|about|to|towards?|regarding|in|when)\b",
    )
)
"""Each from its start, or from one word, on: a name is at most six words, so that looking is linear."""
_NOBODY = frozenset(
    """a all an and any anyone anybody are as at be by everyone he her his how i in is it its many most my of on one or
    our people she so some somebody someone that the their them they this to us was we were what when where which who
    whose why you your""".split()
)
_OWNER = re.compile(r"[’']s?$")
_MOST_CHARACTERS = 400


def sought_speaker(text: str) -> SoughtSpeaker | None:
    """Return whose words a question asks for, as it names them; None where it asks for nobody's."""
    for pattern in _PATTERNS:
        found = pattern.search(text, 0, _MOST_CHARACTERS)
        if found and not _NOBODY.intersection(found["who"].casefold().split()):
            return SoughtSpeaker(_OWNER.sub("", found["who"]), found.start("who"), is_typed=False)
    return None
