"""How far a question may need those before it: a prior, for what is found to decide upon. Pure; no model.

and HMRC?                        elliptical: its form shows that something is left out
opt-out numbers                  slight: it says one thing, and may well be complete
what is the cost of one login    partial: one name of several words, or two things
hmrc aspire spend in 2015/16     none: it has a subject of its own
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.dates import MONTH_NAME
from qabot.core.questions import Dependence, EntityMention
from qabot.question.ellipsis import LEADING, lacking
from qabot.question.follow_ups import phrases_of
from qabot.question.vocabulary import Word

_OF_TIME = re.compile(rf"(?:19|20)\d\d(?!\d).*|\d+|{MONTH_NAME}", re.IGNORECASE)
"""Words that say when, and so tell of no subject."""
_SAYS_ONE, _SAYS_TWO = 1, 2
_MANY = 5
"""Words, not all of them topical, that together tell as much as one that is."""


def dependence(words: Sequence[Word], mentions: Sequence[EntityMention] = ()) -> Dependence:
    """Tell how far a question may need those before it, by its words.

    Args:
        words: Its words.
        mentions: The bodies that it names.
    """
    if all(word.key in LEADING for word in words):
        return "none"
    if lacking(words):
        return "elliptical"
    topical = [each.words for each in phrases_of(words, mentions) if each.is_topical]
    said = sum(len(each if len(each) > 1 else _telling(each)) for each in topical)
    said += len(_telling(words)) >= _MANY
    return "slight" if said <= _SAYS_ONE else "partial" if said <= _SAYS_TWO else "none"


def _telling(words: Sequence[Word]) -> list[Word]:
    """Leave out words that only ask, and those that say when."""
    return [word for word in words if not word.stop and not _OF_TIME.fullmatch(word.key)]
