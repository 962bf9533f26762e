"""Several questions in one: `who won it, and how much is it worth?`, `A or B, which cost more?`. Pure.

Each part is a question of its own, and stands in the whole. Sides are those of a comparison: what is asked of both is
asked of each, in words that any article may have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from qabot.core.text import Span
from qabot.question.vocabulary import words_of

# Patterns are compiled when first needed, which re remembers: few questions need them.
_DOING = (
    r"(?:did|does|do|is|are|was|were|will|would|has|have|had|can|could|should|might|must|isn['’]t|wasn['’]t|didn['’]t|"
    r"doesn['’]t|hasn['’]t|won['’]t)"
)
_ASKS = (
    rf"(?:(?:why|when|where|how)\s+{_DOING}\b|how\s+(?:much|many|long|often|old|big|far|large|soon)\b|"
    rf"(?:who(?:m|se)?|what|which|by whom|to whom)\s+\w+)"
)
"""How a question begins that has its own verb."""
_ASKS_OF_IT = rf"{_DOING}\s+(?:it|they|he|she|this|that|these|those|there|any\w*|the|its|their|his|her)\b"
_OPENS = (
    r"(?i)\W*(?:(?:and|but|so|ok|okay|also)\W+)?"
    r"(?:(?:in|at|by|during|since|after|before|as of|under|according to)\s[^,?]{2,60},\s+)?"
    rf"(?:(?:in|at|on|for|by|from|to)\s+(?:what|which|whom)\b|{_ASKS}|{_DOING}\b)"
)
_BETWEEN = (
    rf"(?i)(?:\?+\s*(?:and\s+|but\s+|also\s+)?(?={_ASKS}|{_ASKS_OF_IT})|"
    rf"(?:\s*[,;]?\s+(?:and|but|&)\s+(?:also\s+)?|;\s+)(?={_ASKS}|{_ASKS_OF_IT})|,\s+(?={_ASKS}))"
)
_TWO_AT_ONCE = (
    r"(?i)^(?P<opens>\W*)(?P<one>when|where|why|how)\s+(?:and|&)\s+"
    rf"(?P<other>when|where|why|how)\s+(?P<rest>{_DOING}\b.*)"
)
_TELLS = (
    r"(?i)\b(?:say|says|said|tell|tells|told|explain(?:s|ed)?|know|knew|ask(?:s|ed)?|state[ds]?|wonder(?:s|ed)?)\s*$"
)
"""Behind what a question word opens no question, but what somebody said."""
_HAS_VERB = (
    rf"(?i)^\W*(?:(?:and|but|also)\s+)?(?:by\s+|to\s+)?who(?:m|se)?\b|\b(?:{_DOING}|[a-z]{{2,}}ed|won|paid|cost|costs|got|lost|took|"
    r"came|went|spent|ran|runs?|built|bought|sold|made|met|left|led|leads|gave|happened|happens|uses?|works?|needs?|wants?|says?|said)\b"
)
"""What shows that words ask by themselves: in "how much money and how many staff would it have" the first do not."""
_FEWEST_WORDS = 2
_MOST_PARTS = 3

_SIDE = r"(?:the\s+)?[\w.&’'-]+(?:\s+(?!or\b|and\b|with\b|to\b|than\b|more\b|less\b|which\b)[\w.&’'-]+){0,4}?"
_WHICH = r"(?:which|who|what)(?:\s+(?:one|of\s+(?:them|the\s+two|these|those)))?"
_MEASURED = (
    r"(?:more|less|fewer|cheaper|dearer|bigger|smaller|larger|older|newer|earlier|later|higher|lower|longer|sooner)"
)
_DONE_BY_ONE = (
    r"(?:come|came|cost|start\w*|open\w*|launch\w*|go|went|have|has|had|get|got|spend|spent|pay|paid|use\w*|end\w*|"
    rf"close\w*|win|won|last\w*|save\w*|employ\w*|serve\w*|{_MEASURED}|first|the\s+\w+est)"
)
_OF_WHAT = r"(?P<asks>the\s+.+?\s+of\s+)?"
_BOTH = rf"(?P<a>{_SIDE})\s+(?:and|with|to|against)\s+(?P<b>{_SIDE})$"
_COMPARISONS = (
    rf"^{_WHICH}\s+(?P<asks>[^,:;?]+?)\s*[,:;–—-]\s*(?P<a>{_SIDE})\s+or\s+(?P<b>{_SIDE})$",
    rf"^(?P<a>{_SIDE})\s+or\s+(?P<b>{_SIDE})\s*[,:;?–—-]\s*{_WHICH}\s+(?P<asks>.+)$",
    rf"^(?P<does>{_DOING})\s+(?P<a>{_SIDE})\s+or\s+(?P<b>{_SIDE})\s+(?P<asks>{_DONE_BY_ONE}\b.*)$",
    rf"^compare\s+{_OF_WHAT}{_BOTH}",
    rf"^how\s+(?:does|do|did)\s+{_OF_WHAT}(?P<a>{_SIDE})\s+compare\s+(?:with|to|against)\s+(?P<b>{_SIDE})$",
    rf"^what(?:['’]s|\s+is|\s+was)\s+the\s+difference\s+(?P<asks>in\s+.+?\s+)?between\s+{_BOTH}",
    rf"^(?P<does>{_DOING})\s+(?P<a>{_SIDE})\s+(?P<asks>(?:[\w’'-]+\s+){{0,3}}?{_MEASURED}\b[^,;?]*?)\s+than\s+(?P<b>{_SIDE})$",
)
"""How two things are compared: what is asked of both, and which those are."""
_MORE_OF = (
    r"(?i)\b(?:more|fewer|less|most|fewest)\s+(?!expensive|costly|than\b|about\b|or\b)"
    r"(?P<noun>[a-z]+(?:\s+(?:staff|users|homes|posts))?)"
)
_OF_COST = r"(?i)\b(?:cost|costs|costly|expensive|dearer|cheaper|cheapest|dearest|price|priciest)\b"
_OF_TIME = r"(?i)\b(?:first|earlier|earliest|later|latest|last|sooner|older|oldest|newer|newest|before|after)\b"
_STARTS = r"(?i)\b(?P<verb>start|open|launch|go live|close|end|finish)(?:s|ed|es|ing)?\b|\b(?P<live>went live)\b"
_TELLS_COMPARISON = (
    r"(?i)\b(?:more|less|fewer|than|times|twice|half|double\w*|as (?:much|many|long|big|large|high|old|late)|compared|"
    r"unlike|whereas|while|against|exceed\w*|outstrip\w*|before|after|first|earlier|later|cheap\w*|dear\w*|"
    r"(?:high|low|larg|bigg|small|old|new|long|short)er|both|same|equal\w*|ahead|behind)\b"
)


class AskedPart(Struct, frozen=True):
    """One of several questions in one."""

    text: str
    """The question that is asked in this part, by itself."""
    span: Span
    """Where in the whole it stands; of a side, what is compared."""
    kind: Literal["part", "side"]
    """Whether it is asked besides the others, or of one side of a comparison."""


def asked_parts(text: str) -> tuple[AskedPart, ...]:
    """Return the questions that are one, in order; none where it is one question.

    Args:
        text: The question, cleaned.
    """
    parts = tuple(_sides(text)) or tuple(_both_at_once(text)) or tuple(_parts(text))
    return parts[:_MOST_PARTS] if len(parts) > 1 else ()


def may_tell_comparison(sentence: str) -> bool:
    """Whether a sentence that names both sides of a comparison may tell how they compare."""
    return re.search(_TELLS_COMPARISON, sentence) is not None


def _parts(text: str) -> Iterator[AskedPart]:
    if not re.match(_OPENS, text):
        return
    start = 0
    for found in re.finditer(_BETWEEN, text):
        ahead = text[start : found.start()]
        if len(ahead.split()) >= _FEWEST_WORDS and re.search(_HAS_VERB, ahead) and not re.search(_TELLS, ahead):
            yield _part(text, start, found.start())
            start = found.end()
    if start and len(text[start:].split()) >= _FEWEST_WORDS:
        yield _part(text, start, len(text))


def _part(text: str, start: int, end: int) -> AskedPart:
    words = text[start:end]
    start += len(words) - len(words.lstrip(" ,;"))
    end -= len(words) - len(words.rstrip(" ,;?"))
    return AskedPart(f"{text[start:end]}?", (start, end), "part")


def _both_at_once(text: str) -> Iterator[AskedPart]:
    found = re.match(_TWO_AT_ONCE, text)
    if found and found["one"].casefold() != found["other"].casefold():
        for each in ("one", "other"):
            yield AskedPart(f"{found[each].capitalize()} {found['rest']}", found.span(each), "part")


def _sides(text: str) -> Iterator[AskedPart]:
    asked = re.sub(r"[\s?.!]+$", "", text)
    start = len(asked) - len(asked.lstrip())
    for pattern in _COMPARISONS:
        found = re.match(f"(?i){pattern}", asked[start:])
        if found and all(map(_may_be_a_thing, (found["a"], found["b"]))):
            does = found["does"] if "does" in found.re.groupindex else ""
            for side in ("a", "b"):
                question = _asked_of(found["asks"] or "", found[side], does or "")
                yield AskedPart(question, (found.start(side) + start, found.end(side) + start), "side")
            return


def _may_be_a_thing(side: str) -> bool:
    """Whether words may say what is compared: `planned`, `it` and `last year` do not."""
    words = words_of(side.casefold())
    return any(not each.general and not each.raw.endswith("ed") and not each.raw.isdecimal() for each in words)


def _asked_of(asks: str, side: str, does: str) -> str:
    """Return what is asked of one side, without what compares it."""
    if more := re.search(_MORE_OF, asks):
        rest = (asks[: more.start()] + asks[more.end() :]).strip(" ,")
        rest = re.sub(r"(?i)^(?:has|have|had|is|are|was|were)\b|\bby$", "", rest).strip()
        return f"How many {more['noun']} {f'{rest} ' if rest else 'does '}{side}{'' if rest else ' have'}?"
    if re.search(_OF_COST, asks):
        return f"How much did {side} cost?"
    if re.search(_OF_TIME, asks):
        verb = re.search(_STARTS, asks)
        return f"When did {side} {(verb['verb'] or 'go live') if verb else 'start'}?"
    if asks.lstrip().startswith(("the ", "in ")):
        return f"What is {re.sub(r'^in (?:the )?', 'the ', asks.strip()).removesuffix(' of')} of {side}?"
    return f"What {does or 'about'} {side} {asks}?" if asks else f"What is {side}?"
