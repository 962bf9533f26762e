"""Whether a quote tells of another date than the one that a question names, by what both write out."""

from __future__ import annotations

import re

from qabot.core.articles import Article
from qabot.core.dates import MONTH_NAMES

_YEAR = re.compile(r"(?<![\d£$€.,])(?:19|20)\d\d(?!\d|[.,]\d|%)")
_MONTH_OF_YEAR = re.compile(rf"\b({'|'.join(MONTH_NAMES)}),?\s((?:19|20)\d\d)\b", re.IGNORECASE)
_NEW_ASKED = re.compile(
    r"\b(?:new|revised|latest|current|changed)\b.*\b(?:date|deadline|end|finish|launch|start)\b", re.IGNORECASE
)
_FORMER_TOLD = re.compile(
    r"\b(?:at first|originally|initially|had been (?:due|meant|planned|supposed))\b", re.IGNORECASE
)
_NEW_TOLD = re.compile(
    r"\b(?:now|instead|moved|postponed|delayed|brought forward|put back|pushed back|slipped)\b", re.IGNORECASE
)


def is_of_another_date(question: str, quote: str, article: Article) -> bool:
    """Whether a question names a month of a year, or a year, and a quote names only others.

    A quote that names none is taken to be of the time of its article, and a year that the article was published in is
    its own. Where a question asks for a new date, one that is told as it was at first is another.
    """
    if _NEW_ASKED.search(question) and _FORMER_TOLD.search(quote) and not _NEW_TOLD.search(quote):
        return True
    if months := _months(question):
        told = _months(quote)
        return bool(told) and months.isdisjoint(told)
    years, told_years = _years(question), _years(quote)
    published = {str(article.published.year)} if article.published else set[str]()
    return bool(years and told_years) and years.isdisjoint(told_years | published)


def _months(text: str) -> set[tuple[str, str]]:
    return {(found[1].casefold(), found[2]) for found in _MONTH_OF_YEAR.finditer(text)}


def _years(text: str) -> set[str]:
    return {found[0] for found in _YEAR.finditer(text)}
