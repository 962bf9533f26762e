"""Who gives a figure rather than having it: papers, audits and reports that put, print or use one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.text import Span
from qabot.facts.press_names import PRESS

_LITTLE = (
    r"(?:about|around|some|nearly|almost|just|over|under|more|less|than|up|to|at|least|most|a|an|the|only|roughly"
    r"|well|closer|no)"
)
_GIVES = (
    r"(?:(?:had|has|have|also|earlier|later|first|itself|then|previously|already|once)\s){0,2}(?:gave|gives?|given|put|puts|used?|uses|using|"
    r"print(?:s|ed)|quote[sd]?|cite[sd]?|carr(?:ied|ies)|said|says|preferred|settled\son|spoke\sof|wrote(?:\sof)?|counted|"
    r"reckoned|report(?:s|ed)|valued|recorded|stated)"
)
_WHAT = (
    r"(?:\s(?:it|them|this|that|its|a|the|total|price|cost|costs|value|figure|sum|bill|number|amount|contract|of)"
    r"){0,5}?"
)
_PUTS = r"(?:put|puts|set|valued|reckoned|estimated|gave|gives)\s(?:[\w’'-]+\s){1,6}?(?:at|as)"
_VERB = re.compile(rf"\s(?:{_GIVES}{_WHAT}(?:\s(?:as|at|with|of))?|{_PUTS})(?:\s{_LITTLE}){{0,4}}\s$", re.IGNORECASE)
"""What stands between who gives a figure and the figure: ` put the cost at about `."""
_USES = re.compile(
    r"\s(?:\w+\s){0,2}(?:us(?:e|es|ed|ing)|puts?|g[ai]ves?|given|print(?:s|ed)|carr(?:ied|ies)|cited?|quoted?)\b(?!.*\s(?:at|as)\s)"
)
"""What a body does with things that are counted: `put 14 doctors in the car park`."""
_SHARED = re.compile(rf"(?:\s(?:at|as|used|with))?(?:\s{_LITTLE}){{0,3}}\s$", re.IGNORECASE)
"""The same where the verb was told before: `Computer Weekly used £40m and The National £60m`."""
_FIGURE = r"[£$€]?\d[\d.,]*\w*(?:\s(?:million|billion|thousand|per\scent|[a-z]+)){0,2}"
_LISTED = re.compile(
    rf"(?:\s{_GIVES}{_WHAT})?(?:\s(?:as|at|with|of|used))?(?:\s{_LITTLE}){{0,4}}\s{_FIGURE}\s?(?:,|;|\band\b|\bwhile\b|\bbut\b)\s"
    r"(?:(?:and|while|but)\s)?(?:the\s)?",
    re.IGNORECASE,
)
"""What stands between two who each give a figure, the second without a verb."""
_NEXT = re.compile(rf"(?:\s(?:at|as|used|with))?(?:\s{_LITTLE}){{0,3}}\s[£$€]?\d")
_NEAR = 90
"""Characters before a figure among which who gives it stands."""
_TEXTS = (
    r"(?:audits?|auditors?|reports?|reviews?|papers?|newspapers?|articles?|accounts?|minutes|documents?|notices?|"
    r"statements?|releases?|broadcasters?|websites?|magazines?|blogs?|posts?|surveys?|studies|study|outlets?|stories|story|"
    r"leaflets?|letters?|ledgers?|headlines?|memos?)"
)
_MAY_DESCRIBE = re.compile(rf"\b{_TEXTS}\s")
"""Without such a word before a figure, nobody gives it whom the sentence only describes."""
_DESCRIBED = re.compile(
    rf"(?:^|[,;:]\s|\b(?:while|but|and|whereas|although)\s)(?P<who>(?:the|an?|its|their|his|her|one|another|other|"
    rf"some|two|later|earlier)\s(?:(?!(?:in|of|on|for|by|to|and|that|which)\b)[\w’'-]+\s){{0,3}}?{_TEXTS})$",
    re.IGNORECASE,
)
"""Who gives a figure without a name: `the audit`, `one newspaper`."""


_WITHIN = re.compile(
    rf"(?:\b(?:which|that|who|and|but|while)\s|,\s)according\sto\s(?P<who>(?:the|an?|its|their|one)\s(?:[a-z][\w’'-]*\s){{0,2}}?{_TEXTS})"
    r"(?=[\s,])[^,;]{0,60}$"
)
"""Who tells what a clause has, a text without a name."""


def source_of(text: str, figure: Span, givers: Sequence[Span], *, is_count: bool) -> str:
    """Return who gives a figure of a sentence, as it is written there; empty where nobody does.

    Args:
        text: The sentence.
        figure: Where the figure stands in it.
        givers: Where it names those who speak in it, in order.
        is_count: Whether it counts things, which a body may use rather than give.
    """
    ahead = [each for each in givers if each[1] <= figure[0]]
    if ahead:
        start, end = ahead[-1]
        between = text[end : figure[0]]
        is_shared = len(ahead) > 1 and _SHARED.fullmatch(between) and goes_on_list(text, ahead[-2][1], start)
        if is_shared or (_VERB.fullmatch(between) and not (is_count and _USES.match(between))):
            return text[start:end]
    begins = _press_at_start(text)
    if not begins and not _MAY_DESCRIBE.search(text, 0, figure[0]):
        return ""
    verb = _VERB.search(text, max(0, figure[0] - _NEAR), figure[0])
    if verb is None or (is_count and _USES.match(verb[0])):
        return ""
    if begins and verb.start() == len(begins):
        return begins
    described = _DESCRIBED.search(text, 0, verb.start())
    return described["who"] if described else ""


def teller(text: str, place: int) -> str:
    """Return who tells a figure within what others said: `the attack, which according to the blog left 135,000`."""
    found = _WITHIN.search(text, 0, place) if "according to" in text else None
    return found["who"] if found else ""


def _press_at_start(text: str) -> str:
    """Return the paper that a sentence begins with, which no capital tells there from a word: `Computing`."""
    words = text[:_NEAR].split(" ")[:4]
    first = 1 if words[0] == "The" else 0
    ends = range(len(words), first, -1)
    return next((" ".join(words[:end]) for end in ends if " ".join(words[first:end]).casefold() in PRESS), "")


def goes_on_list(text: str, end: int, start: int) -> bool:
    """Whether a name that begins at a place gives a figure by the verb of one that ends before it."""
    return bool(_LISTED.fullmatch(text, end, start))


def is_next(text: str, end: int) -> bool:
    """Whether a figure stands right behind a name, but for `about` and the like."""
    return bool(_NEXT.match(text, end))


def gives(between: str) -> bool:
    """Whether words are all that stands between who gives a figure and the figure: ` put it at about `."""
    return bool(_VERB.fullmatch(between) or _SHARED.fullmatch(between))
