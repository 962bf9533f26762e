"""Whether a quote tells what became of something: that it is still so, or that it ended. Pure."""

from __future__ import annotations

import re

from qabot.core.questions import AnalysedQuestion

_TELLS = re.compile(
    r"\b(?:abandon|abolish|absorb|axed|becam|becom|cancel|ceas|clos|collaps|continu|decommission|defunct|disband|"
    r"discontinu|dismantl|dissol|drop|end(?:s|ed|ing)?\b|exten[ds]|goes on|insolven|keep|kept|liquidat|merg|no longer|"
    r"not yet|obsolet|outliv|paus|phas|remain|replac|retir|scrap|shut|stay|still\b|stop|succeed|"
    r"surviv|suspend|switch\w* off|terminat|transfer|turn\w* off|until\b|"
    r"wind\w* up|withdr|wound|in (?:use|force|place|operation)\b)",
    re.IGNORECASE,
)


def tells_what_became(question: AnalysedQuestion, quote: str) -> bool:
    """Whether a quote has a word of going on or of ending, and names all that the question names."""
    if not _TELLS.search(quote):
        return False
    names = [name for mention in question.mentions for name in (mention.written, *mention.names)]
    return any(name in quote for name in names) or all(name in quote for name in question.proper_names)
