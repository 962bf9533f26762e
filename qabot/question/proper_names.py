"""Which words of a question are names, by the capitals it gives them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.dates import MONTH_NAME
from qabot.core.questions import QuestionToken

_SMALL = frozenset("a an and as at by for from in into of on or over the to under with".split())
"""Words that a title writes small too."""
_ENDS_A_SENTENCE = re.compile(r"(?:[?!:;]|\w{4}\.)\W*$")
"""What stands before a word that has its capital from its place; `St.` and `Mr.` do not."""
_OF_TIME = re.compile(
    rf"{MONTH_NAME}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"fy\W?\d.*|[qh][1-4]\W?\d*|christmas|easter|ramadan",
    re.IGNORECASE,
)
"""Words with a capital that say when: `March`, `FY15/16`, `Q3`."""
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=[sSxXzZ])['’])$")


def proper_names(text: str, own_words: Sequence[QuestionToken]) -> tuple[str, ...]:
    """Return the content words of a text that it writes with a capital where no sentence begins.

    Possessive endings go. A question all in capitals, or with a capital to every word but the smallest, tells nothing
    by them: none are returned.

    Args:
        text: The question.
        own_words: Its content words.
    """
    capital = [token for token in own_words if token.text[0].isupper()]
    first, *others = text.split() or [""]
    if len(capital) == len(own_words) and not any(word.islower() and word not in _SMALL for word in others):
        return ()
    inside = (each.text for each in capital if each.text != first and not _begins_a_sentence(text, each.start))
    named = (_POSSESSIVE.sub("", each) for each in inside)
    return tuple(dict.fromkeys(name for name in named if name and not _OF_TIME.fullmatch(name)))


def _begins_a_sentence(text: str, start: int) -> bool:
    before = text[:start]
    return not any(map(str.isalnum, before)) or bool(_ENDS_A_SENTENCE.search(before))
