"""Whether an article names what a saved question names: without that, likeness of words alone tells nothing.

"How much did Common Platform cost" has "common" and "platform", which many articles have that are about something
else. Names are looked for whole, in any of their ways of writing, or by their initials.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from qabot.answer import names_in
from qabot.core.articles import Article
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import words_in_line

_OF_A_SITE = "gov.uk "
"""What stands before the names of a publisher's services, and is left out as often as not: GOV.UK Verify."""
_FEWEST_INITIALS = 3
_LONG_NAME = 3
_MOST_ARTICLES = 4_096
_MOST_QUESTIONS = 16_384


class NamedSubjects:
    """Compares the names of questions with articles, each read once. For any number of threads."""

    def __init__(self, article: Callable[[str], Article | None]) -> None:
        """Look articles up by their ids with this."""

        def line(article_id: str) -> str:
            found = article(article_id)
            return words_in_line(f"{found.title}\n{found.text}") if found else ""

        self._line = lru_cache(_MOST_ARTICLES)(line)
        self._names = lru_cache(_MOST_QUESTIONS)(_names)

    def are_named(self, question: AnalysedQuestion, article_id: str) -> bool:
        """Whether an article has at least half of a question's names; so it has where the question has none."""
        names = self._names(question)
        if not names:
            return True
        line = self._line(article_id)
        return 2 * sum(any(_stands_in(way, line) for way in ways) for ways in names) >= len(names)


def _names(question: AnalysedQuestion) -> tuple[frozenset[str], ...]:
    """Return the ways of writing each name of a question, as `words_in_line` has them."""
    return tuple(
        frozenset(
            line for name in (each.written, *each.names) for way in _ways(name) if (line := words_in_line(way)).strip()
        )
        for each in names_in(question)
    )


def _stands_in(way: str, line: str) -> bool:
    """Whether a line has a name, or its plural; a longer one also with its words apart: Spending Review 2021."""
    if way in line or f"{way[:-1]}s " in line:
        return True
    words = way.split()
    return len(words) >= _LONG_NAME and all(f" {word} " in line for word in words)


def _ways(name: str) -> tuple[str, ...]:
    bare = name[len(_OF_A_SITE) :] if name.casefold().startswith(_OF_A_SITE) else ""
    initials = "".join(each[0] for each in name.split() if each[:1].isupper())
    return (name, bare, initials if len(initials) >= _FEWEST_INITIALS else "")
