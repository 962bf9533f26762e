"""What a sentence says besides of what its sum is: where, of which phase, gross or net, with or without what. Pure.

Two sums that differ are in conflict only where nothing of this is said of the one and not of the other.
"""

from __future__ import annotations

import re

_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|"
    r"Thursday|Friday|Saturday|Sunday|Q[1-4]|FY|IT|ICT)\b"
)
_PATTERNS = (
    re.compile(
        rf"\b(?:[Ii]n|[Aa]t|[Aa]cross|[Tt]hroughout)\s(?:the\s)?(?!{_MONTHS})(?P<said>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)"
    ),
    re.compile(
        r"\b(?P<said>gross|net|capital|revenue|running|upfront|one-off|recurring|cash|real\sterms|excluding|including|without|"
        r"before\stax|after\stax|alone|(?:(?:first|second|third|fourth|final)\s(?:phase|stage|part|lot|tranche|release|wave|round))|"
        r"(?:phase|stage|part|lot|tranche|release|wave|round)\s(?:one|two|three|four|five|\d+|[A-E]))\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"['’]s?\s(?P<said>(?:[a-z][a-z-]+|ICT|IT)(?:\s(?:[a-z][a-z-]+|ICT|IT)){0,2}?)\s(?:(?:has|had|have|will|would|could)\s(?:have\s)?)?"
        r"(?:costs?|spent|lost|saved|made|earned)\b"
    ),
    re.compile(
        r"\bcosts?\s(?:the\s|its\s|their\s)?(?P<said>[a-z]+s)\s(?:(?:about|some|around|over|nearly|almost)\s)?(?=[£$€])"
    ),
)


def qualifiers(sentence: str) -> frozenset[str]:
    """Return what a sentence says so, in small letters."""
    return frozenset(each["said"].casefold() for pattern in _PATTERNS for each in pattern.finditer(sentence))
