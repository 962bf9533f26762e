"""What a sentence goes on to behind a time that is over, and what has been so ever since. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def is_over(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a time before a figure is over where what stands between begins what is so of late, or ever since.

    Args:
        text: A sentence.
        figure: A figure of it.
        figures: All of them.
        time: A time that it names.
    """
    place = (time.end, figure.start)
    if time.end >= figure.start or _AND_NOW.search(text, *place):
        return time.end < figure.start
    if _AND_ANOTHER.search(text, *place) and _OF_A_NAMED_YEAR.match(text, figure.end):
        return True
    is_since = _AND_IT_COSTS.search(text, *place) or _WITH_WHICH.search(text, *place)
    return bool(is_since and rate_of(text, figure, figures))
