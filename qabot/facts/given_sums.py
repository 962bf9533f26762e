"""What a sum is for that somebody gave to it, or needs for it: `put £110m into digital hubs`. Pure."""

from __future__ import annotations

import re

from qabot.core.text import Span
from qabot.facts.clauses import clause_at
from qabot.facts.figures import Figure
from qabot.facts.no_head_nouns import acts_or_tells, is_idiom, is_no_head

_LITTLE = (
    r"(?:(?:about|around|some|nearly|almost|just|over|up\sto|more|less|than|at\sleast|an?|another|only|out|in|further|extra|"
    r"additional|it)\s)*"
)
_GAVE = re.compile(
    rf"\b(?:put(?:s|ting)?|gave|gives?|giving|given|grant(?:s|ed)?|allocat(?:es|ed)|committed|commits|devot(?:es|ed)|directs|directed|"
    rf"channel(?:s|led)|pump(?:s|ed)|pour(?:s|ed)|plough(?:s|ed)|sank|sunk|contribut(?:es|ed)|adds|added)\s{_LITTLE}$"
)
_WANTS = re.compile(rf"\b(?:needs?|needed|wants|wanted|requires?|required|sought|seeks|found|find)\s{_LITTLE}$")
_NO_NOUN = (
    r"(?!(?:the|an?|its?|them|their|him|her|be|this|that|these|those|each|all|what|which|who|and|or|to|of|for|in|on|at|by|"
    r"over|with|from|during|between|since|last|next|so|as|after|before|until|per|going|running|alive)\b)"
)
_NOUNS = rf"(?P<of>(?:\d[\d,]*\s)?{_NO_NOUN}[a-z][\w-]*(?:\s{_NO_NOUN}[a-z][\w-]+){{0,2}})"
_TO = re.compile(
    r"\s(?:(?:into|towards)\s(?:(?:the|an?|its|their|such)\s)?|to\s(?:the|an?|its|their|such)\s|to\s(?=(?:new|digital|local|public|\d)\b))"
    rf"{_NOUNS}(?=[.,;]|\s|$)"
)
"""What stands behind a sum that was given to it: "to deliver" is a verb."""
_TO_DO = re.compile(
    rf"(?:\s(?:a\syear|between|from|over|by|in|until|since)[^,;.]{{0,30}}?)?\sto\s(?P<verb>[a-z]+)\s(?:(?:the|an?|its|their|such|all|more)\s)?{_NOUNS}(?=[.,;]|\s|$)"
)
_PRICED = re.compile(
    rf"\b(?:bought|buys?|buying|sold|sells?|selling|built|builds?|building|acquired?|replaced?|replaces)\s(?:the|an?|its|their)\s{_NOUNS}"
    rf"(?=\s)[^,;]{{0,40}}?\s(?:for|at(?:\sa\s(?:cost|price)\sof)?)\s{_LITTLE}$"
)
"""What a sum was the price of: "bought the system in 2010 for £28m"."""


def given_to(text: str, figure: Figure) -> Span | None:
    """Return what stands behind a sum as that for which it was given, is needed, or was paid; None where nothing does.

    Args:
        text: A sentence.
        figure: A sum of it, of which nothing else is told.
    """
    if figure.kind != "money":
        return None
    begin = clause_at(text, figure.start)[0]
    if _GAVE.search(text, begin, figure.start):
        found = _TO.match(text, figure.end)
    elif _WANTS.search(text, begin, figure.start):
        found = _TO_DO.match(text, figure.end)
    else:
        found = _PRICED.search(text, begin, figure.start)
    if found is None or is_no_head(found["of"]) or is_idiom(found["of"]) or acts_or_tells(found["of"]):
        return None
    return found.span("of")
