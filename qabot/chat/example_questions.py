"""Questions to begin with, drawn from the corpus: only such as it answers are offered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qabot.chat.worker import SessionWorker
from qabot.core.articles import ArticleSummary

_TRIED = 16
"""How many questions are tried at the most; each takes some hundredths of a second."""
_ACRONYM = re.compile(r"\(([A-Z][\w.&-]{1,9})\)$")
_LONGEST = 40
"""Characters of a name that still makes a question one would ask."""
_NAME = re.compile(r"[A-Z][\w.&-]*(?: (?:[A-Z][\w.&-]*|\d{4}\b))*")
_FORMS = ("How much did {} cost?", "What is {}'s position on {}?", "What happened with {} in {}?")


def candidates(headlines: Sequence[ArticleSummary]) -> list[str]:
    """Return questions that the articles may answer, of different kinds and about different things.

    Names that several titles share are what a corpus is about; the bodies named with them are who may have said
    something of it.

    Args:
        headlines: The articles, the newest first.
    """
    about = [name for name, _ in _subjects(headlines).most_common(_TRIED)]
    return [question for place, name in enumerate(about) for question in _questions(place, name, headlines)]


def _questions(place: int, name: str, headlines: Sequence[ArticleSummary]) -> Iterator[str]:
    """Yield a question about a name, of another form for each place."""
    named = next(each for each in headlines if name in _names(each.title))
    body = next((_short(each) for each in named.organisations if _short(each) not in name), None)
    form = _FORMS[place % len(_FORMS)]
    if form.startswith("What is") and body:
        yield form.format(body, name)
    elif form.startswith("What happened") and named.published:
        yield form.format(name, named.published.year)
    elif form.count("{}") == 1:
        yield form.format(name)


def _subjects(headlines: Sequence[ArticleSummary]) -> Counter[str]:
    """Count the names in titles by the articles they stand in; those of one title alone are left out."""
    counted = Counter(name for each in headlines for name in _names(each.title))
    return Counter({name: count for name, count in counted.items() if count > 1})


def _names(title: str) -> list[str]:
    """Return the names in a title; a single word at its beginning has a capital anyway, and tells nothing."""
    found = (each for each in _NAME.finditer(title) if each.start() > 0 or " " in each[0])
    return [each[0].rstrip(".") for each in found if len(each[0]) <= _LONGEST]


def _short(organisation: str) -> str:
    """Return what one would call a body: its acronym where it has one."""
    found = _ACRONYM.search(organisation)
    return found[1] if found else organisation


async def answered(desk: SessionWorker, questions: Sequence[str], wanted: int) -> list[str]:
    """Return those of these questions that are answered best, as many as are wanted, and none that is not answered."""
    found: list[tuple[float, str]] = []
    for question in questions[:_TRIED]:
        answer = (await desk.probe(question)).answer
        if answer.verdict == "strong":
            found.append((answer.probability or 0.0, question))
    return [question for _, question in sorted(found, reverse=True)[:wanted]]
