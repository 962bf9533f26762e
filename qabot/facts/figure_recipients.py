"""Whom the words right beside a figure tie it to: who has it, gets it, shares it, or stands behind it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.facts.body_mentions import BodyMention
from qabot.facts.figures import Figure

_PASSIVE = re.compile(
    r"\b(?:was|were|been|be|is|are|being)\s(?:\w+\s)?(?:fined|awarded|given|granted|paid|offered|handed|allocated|"
    r"ordered|"
    r"promised|charged|lent|owed)\b"
)
"""What is done to who stands before it, by who stands behind."""
_PAYS = re.compile(r"\b(?:paid|pay|pays|paying|spent|spend|owed?|cost|costs)\b", re.IGNORECASE)
_GIVES = re.compile(
    r"\b(?:allocat(?:e|ed|es|ing)|award(?:ed|s|ing)?|grant(?:ed|s|ing)?|gave|give(?:s|n)?|giving|handed|"
    r"allot(?:ted|s)?|pledged?|"
    r"fin(?:ed|es|ing)|cost(?:s|ing)?|saved?|saving|offer(?:ed|s|ing)?|lent|hit|"
    r"charged?|set\saside|earmarked|"
    r"ordered|sent|provid(?:e|ed|es|ing)|invest(?:ed|s|ing)?|left|hand)\b",
    re.IGNORECASE,
)
_BEFORE_FIGURE = re.compile(
    r"^(?:['’]s?)?\s(?:(?:a|an|the|up|to|about|around|some|nearly|almost|more|less|than|over|just|under|only|at|"
    r"least|extra|further|"
    r"additional|another|of|pay|roughly|total|estimated|initial|new|back|with|in|as|much|fine|grant|receive|"
    r"received|be|given)\s){0,6}$"
)
_POSSESSED = re.compile(
    r"^['’]s?\s(?:(?!(?:in|on|at|by|for|with|from|that|than|and|would|will|had|has|was|were|is|are|"
    r"could)\b)[\w’'&-]+\s){0,7}$"
)
_RECIPIENT = re.compile(
    r"^(?:\s(?:of|in)\s(?:[a-z][\w-]*\s?){1,3})?(?:\s(?:over|across|"
    r"in)\s[\w\s]{1,20}years?)?(?:\s[a-z][\w-]*){0,3}\s(?P<lead>for|to|going\sto|from|by|at|of|on)\s(?:the\s|"
    r"a\s)?(?:(?!with\b|than\b|from\b|to\b)[a-z][\w-]*\s){0,2}$"
)
_GOES_ON = re.compile(r"(?:[,;]\s|\band\s)(?:and\s)?$")
_TOLD_APART = re.compile(
    r";|:\s|,\s(?:and|but|with|of\swhich|including)\s|,?\s(?:while|whereas|although|than|alongside|as\swell\sas|"
    r"in\saddition\sto|on\stop\sof|along\swith|besides|compared\s(?:with|to)|by\scomparison\swith|rather\sthan|"
    r"instead\sof|unlike)\s"
)
"""What begins another statement, which is of somebody else."""
_NEAR = 60
"""Characters before a name or a figure among which stands what governs it."""


def possessor(text: str, mentions: Sequence[BodyMention], figure: Figure) -> str:
    """Return who has a figure: `HMRC's £5m bill`."""
    for each in reversed(mentions):
        if each.end <= figure.start and _POSSESSED.match(text[each.end : figure.start]):
            return each.name
    return ""


def given(text: str, mentions: Sequence[BodyMention], figure: Figure, figures: Sequence[Figure]) -> str:
    """Return who is given a figure, or has it done for them: `gave GDS £450m`, `£450m for GDS`."""
    for each in reversed(mentions):
        if each.end <= figure.start and _BEFORE_FIGURE.match(text[each.end : figure.start]):
            gives = list(_GIVES.finditer(text, max(0, each.start - 60), each.start))
            if gives and not re.search(r"[,;:]", text[gives[-1].end() : each.start]):
                return each.name
    other = min((each.start for each in figures if each.start >= figure.end), default=len(text))
    for each in mentions:
        if figure.end <= each.start < other and (found := _RECIPIENT.match(text[figure.end : each.start])):
            lead = found["lead"].casefold()
            if lead == "by" and _PASSIVE.search(text, max(0, figure.start - _NEAR), figure.start):
                continue
            if lead in {"for", "by", "going to"} or (lead == "to" and not is_payment(text, figure)):
                return each.name
            if lead in {"at", "of"} and not each.is_programme:
                return each.name
            if lead == "on" and _EXCESS.match(text, figure.end):
                return each.name
    return ""


_ALLOTS = re.compile(
    r"\b(?:Chancellor|(?:[Ss]pending\s)?[Rr]eview|Spending\sRound|Budget|[Ss]ettlement|Autumn\sStatement)\b[^;:]{0,80}?\s"
    r"(?:put|set\saside|allott?ed|provided|assigned|allocated|announced|promised|earmarked|found|offered|committed|pledged)\s"
    r"(?:(?:the|an?|up|to|about|around|some|nearly|almost|over|more|than|at|least|just|another|extra|further|as|much)\s)*$"
)
_ALLOTTED = re.compile(
    r"\s(?:(?:that|which)\s)?(?:(?:was|had\sbeen|is)\s)?(?:earmarked|set\saside|announced|promised|provided|allocated|pledged)\sby\s"
    r"(?:the\s)?(?:Chancellor|Treasury|HM\sTreasury|Spending|review)\b"
)


_ALLOTTERS = ("Chancellor", "eview", "Round", "Budget", "ettlement", "Statement", "Treasury")
"""Without any of these, nobody allots."""


def is_allotted(text: str, figure: Figure) -> bool:
    """Whether the state's money is told apart: it is of who is named to get it, and of no other body of an article."""
    if not any(each in text for each in _ALLOTTERS):
        return False
    begin = max(0, figure.start - 3 * _NEAR)
    return bool(_ALLOTS.search(text, begin, figure.start) or _ALLOTTED.match(text, figure.end))


_EXCESS = re.compile(
    r"\s(?:(?!on\b)[a-z-]+\s){0,2}(?:over(?:run|spend)|overpayment|bill|delay|loss|saving|write-off)s?\son\s"
)
"""What is on something, behind a figure: `the £1bn overrun on Making Tax Digital`."""


def shared(text: str, mentions: Sequence[BodyMention], figure: Figure) -> str:
    """Read `Leeds got £4m, York £3m and Hull £2m`: who stands right before it, where the verb was told before."""
    for each in mentions:
        is_next = text[each.end : figure.start] in {" ", " about ", " around ", " some ", " nearly ", " just "}
        if is_next and _GOES_ON.search(text, 0, each.start) and re.search(r"\d", text[: each.start]):
            return each.name
    return ""


def is_payment(text: str, figure: Figure) -> bool:
    """Whether a sum is paid to somebody, so that it is about who pays."""
    return bool(_PAYS.search(text, max(0, figure.start - _NEAR), figure.start))


def behind(text: str, mentions: Sequence[BodyMention], figure: Figure) -> str:
    """Return the first body behind a figure, but for those of which something else is told."""
    apart = _TOLD_APART.search(text, figure.end)
    end = apart.start() if apart else len(text)
    return next((each.name for each in mentions if figure.end <= each.start < end), "")
