"""How far a question may need those before it: a prior, for what is found to decide upon. Pure; no model.

    and HMRC?                        elliptical: its form shows that something is left out
    who is the health secretary      none: there is only one
    opt-out numbers                  slight: it says one thing, and may well be complete
    what did Raytheon do             partial: a name, or two things
    hmrc aspire spend in 2015/16     none: it has a subject of its own

Dates tell of no subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qabot.core.dates import MONTH_NAME
from qabot.core.questions import Dependence, EntityMention
from qabot.question.asked_holders import asks_who
from qabot.question.ellipsis import LEADING, lacking
from qabot.question.phrases import Phrase, is_spelt_as_a_name, phrases_of
from qabot.question.pronouns import PREPOSITIONS
from qabot.question.vocabulary import Word

_OF_TIME = re.compile(rf"(?:19|20)\d\d(?!\d).*|\d+|{MONTH_NAME}", re.IGNORECASE)
"""Words that say when, and so tell of no subject."""
_SAYS_ONE, _SAYS_TWO = 1, 2
_SOME, _MANY = 4, 5
"""Words, not all of them topical, that together tell as much as one that is: behind two that are, and behind one."""


def dependence(words: Sequence[Word], mentions: Sequence[EntityMention] = ()) -> Dependence:
    """Tell how far a question may need those before it, by its words.

    Args:
        words: Its words.
        mentions: The bodies that it names.
    """
    if all(word.key in LEADING for word in words) or asks_who(words, mentions):
        return "none"
    if lacking(words):
        return "elliptical"
    if _names_its_subject(words):
        return "none"
    topical = [each for each in phrases_of(words, mentions) if each.is_topical]
    said = sum(_weight(each) for each in topical)
    told = len(_telling(words))
    if said > _SAYS_TWO or (said == _SAYS_TWO and told >= _SOME):
        return "none"
    return "slight" if said <= _SAYS_ONE and told < _MANY else "partial"


def _names_its_subject(words: Sequence[Word]) -> bool:
    """Whether a name stands where a subject does, behind a preposition: `what was written on Verify`."""
    return any(
        one.key in PREPOSITIONS and other.named and other.raw[0].isupper() and not _OF_TIME.fullmatch(other.key)
        for one, other in pairwise(words)
    )


def _weight(phrase: Phrase) -> int:
    """Return how much a name or a word tells of a subject: a name as much as it has words, and two at the least."""
    words = phrase.words
    if len(words) > 1:
        return len(words)
    is_name = any(word.named and any(map(str.isupper, word.raw)) for word in words) or any(
        map(is_spelt_as_a_name, words)
    )
    return len(_telling(words)) * (_SAYS_TWO if is_name else 1)


def _telling(words: Sequence[Word]) -> list[Word]:
    """Leave out words that only ask, and those that say when."""
    return [word for word in words if not word.stop and not _OF_TIME.fullmatch(word.key)]
