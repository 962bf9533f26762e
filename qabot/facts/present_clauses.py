"""What a sentence goes on to behind a time that is over, and what has been so ever since. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.facts.clauses import clause_at
from qabot.facts.figure_rates import rate_of
from qabot.facts.figures import Figure
from qabot.facts.stated_times import TimeMention

_AND_NOW = re.compile(
    r"(?:\b(?:and|but|while)|,\s(?:which|who)|;)\s(?:(?:now|still|each|it|they|all|both|one|these|every\sone|(?:the|its)\s[a-z]+)\s){0,2}"
    r"(?:costs|needs|takes|runs|carries|handles|pays|saves|serves|employs|holds|brings|charges|covers|earns|spends|uses|"
    r"makes|gets|receives|processes|answers|supports|manages|expects|hopes|owes)\b"
)
"""What begins a clause of the present: "it went live in 2019 and costs £4m a year"."""
_AND_IT_COSTS = re.compile(
    r"\b(?:and|but|while)\s(?:they|these|both|all|the\s[a-z]+s)\s(?:cost|take|need|save|pay|use)\s"
)
"""Likewise of several, whose present is like a past: "bought in 2019, and they cost £4,000 a year"."""
_AND_ANOTHER = re.compile(r"\band\s(?:(?:about|some|another|a|further|nearly|almost|over)\s)*$")
_OF_A_NAMED_YEAR = re.compile(
    r"\s(?:[a-z]+\s){0,2}(?:was|were|came|followed|went)\b[^.,;£$€]{0,40}\b(?:19|20)\d\d\s[A-Za-z]"
)
"""What goes on about a figure that has its year from a name: "and another £30m was added in the 2020 Budget"."""
_WITH_WHICH = re.compile(r",\s(?:saving|cutting|costing|adding|bringing|releasing|freeing)\s(?:[a-z’']+\s){0,4}$")
"""What stands before a sum that has been due or saved since: "closed two sites in 2019, saving £900,000 a year"."""
_GOES_ON = frozenset({"since", "from"})
"""What leads to a time from which on something is so."""
_JOINT = re.compile(r"(?:;|,?\s(?:and|but|while|whereas|though|although))\s")
"""What may part two clauses."""
_PAST = (
    r"was|were|had|did|came|went|rose|fell|took|gave|made|ran|won|lost|left|met|spent|paid|sold|built|bought|held|kept|"
    r"got|saw|began|grew|said|told|cost|(?!need|speed|indeed|exceed|succeed|proceed|hundred)[a-z]{2,}ed"
)
_WAS = re.compile(rf"\b(?:{_PAST})\b")
_AUXILIARY = r"(?P<is>is|are|will|shall|must|may|can|has|have|expects|plans|hopes|wants|aims|needs|remains?)"
_FINITE = re.compile(rf"\b(?:{_AUXILIARY}|{_PAST})\b")
"""The first verb of a clause, and whether it tells of what is or will be."""
_IS_MORE = re.compile(r"\s(?:[a-z]+\s)?(?:more|less|fewer|higher|lower|up|down|above|below)\b")
"""What follows by how much a figure differs from another, whose time is its own."""
_FINITE_BEHIND = re.compile(
    rf"\s(?:(?!(?:that|which|who|on|in|of|for|from|to|by|and|at)\b)[\w’'-]+\s){{0,2}}?(?:{_AUXILIARY}|{_PAST})\b"
)
"""Likewise where its subject is the figure: "and another £41m is needed"."""


def is_over(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a time before a figure is over where what stands between begins what is so of late, or ever since.

    Args:
        text: A sentence.
        figure: A figure of it.
        figures: All of them.
        time: A time that it names.
    """
    if time.end >= figure.start:
        return False
    place = (time.end, figure.start)
    if _AND_NOW.search(text, *place) or (time.lead not in _GOES_ON and _is_of_the_present(text, figure, time)):
        return True
    if _AND_ANOTHER.search(text, *place) and _OF_A_NAMED_YEAR.match(text, figure.end):
        return True
    is_since = _AND_IT_COSTS.search(text, *place) or _WITH_WHICH.search(text, *place)
    return bool(is_since and (rate_of(text, figure, figures) or figure.years is not None))


def _is_of_the_present(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether a figure is in a clause of what is or will be, behind one of what was that has the time."""
    joints = [*_JOINT.finditer(text, time.end, figure.start)]
    if _IS_MORE.match(text, figure.end):
        return False  # "which is £2m more than in 2015"
    begin = clause_at(text, time.start)[0]
    if not joints or not _WAS.search(text, begin, joints[-1].start()):
        return False
    verb = _FINITE.search(text, joints[-1].end(), figure.start) or _FINITE_BEHIND.match(text, figure.end)
    return verb is not None and verb["is"] is not None
