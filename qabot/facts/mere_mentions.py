"""Sentences that tell nothing but that somebody was named, or that somebody reported something. Pure."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"\b(?:(?:organi[sz]ations?|bod(?:y|ies)|outlets?|companies|parties|councils|others|people|those)\s(?:(?:that|which|who)\s)?"
    r"(?:(?:were|was|are)\s)?(?:also\s)?(?:named|concerned|involved|mentioned|featured|discussed|figured)(?=[.,;]|\s(?:in|with|by|were|was|are|is|and)\b(?!\s(?:an?|its|his|19|20)\b))|"
    r"(?:was|were)\s(?:also\s)?(?:named|mentioned|discussed)\s(?:in|by)\s(?:the|its|their|this|that)\s(?:\w+\s)?"
    r"(?:coverage|report|article|account|piece|story)\b|"
    r"(?:also\s)?(?:featured|figured|appeared)\s(?:too\b|as\swell\b|in\s(?:the\s|its\s)?(?:coverage|report|article|account|piece|story)\b)|"
    r"(?:coverage|article|account|piece|report|story)\s(?:also\s)?(?:concerned|named|mentioned|discussed)\s(?:the\s)?[A-Z]|"
    r"whose\s[a-z]+\sthe\s(?:coverage|article|account|piece|report|story)\s(?:discussed|concerned|mentioned)\b)"
)
"""What says that somebody is named in what an article reports."""
_CARRIED = re.compile(
    r"(?:[A-Z][\w’'&.-]*(?:,\s|\sand\s|\s(?=[A-Z])|\s(?=all\b|also\b|both\b|then\b|later\b|reported\b|covered\b|carried\b|published\b|ran\b))){1,12}"
    r"(?:all\s|also\s|both\s|then\s|later\s){0,2}(?:reported|covered|carried|published|ran)\s(?:his|her|its|their|the|this|that)\s"
    r"(?:remarks?|comments?|findings?|news|stor(?:y|ies)|figures?|speech|words|answers?|reports?|ruling|criticism|decision|"
    r"statement|letter|interview|views?|results?)\b(?P<rest>[^.]*)\.?$"
)
"""What only says who reported what was told before."""
_TELLS_BEFORE = re.compile(
    r",\s(?:and|while|but|when|which|who|where|after|before)\s|;|\sin\s(?:[A-Z][a-z]+\s)?(?:19|20)\d\d\b"
)
"""What shows that something else was told before: `The contract was halted in July 2010, and the NAO also figured`."""
_FIGURE = re.compile(r"[£$€]\s?\d|\d[\d,.]*\s?(?:%|per\scent|million|billion|m\b|bn\b)|\b\d{1,3}(?:,\d{3})+\b")
_LONG = 90
"""Characters of what a sentence adds to who reported something, from which on it tells more."""


def is_mere_mention(text: str) -> bool:
    """Whether a sentence tells nothing of what happened: who else was named, or who reported it."""
    if _FIGURE.search(text):
        return False
    carried = _CARRIED.match(text)
    if carried:
        return len(carried["rest"]) < _LONG and " as a " not in carried["rest"]
    named = _NAMED.search(text)
    is_all = named is not None and not _TELLS_BEFORE.search(text, 0, named.start())
    return is_all and " said " not in text and ", who " not in text
