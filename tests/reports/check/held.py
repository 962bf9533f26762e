"""A few articles as an index would hold them, and drafts checked against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, OutletHoldings, Passage
from qabot.core.dates import PartialDate
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import CheckedDraft, CheckedStatement, check_draft, read_draft

NEWS = {
    "payroll": (
        "Zorblax council's payroll",
        "2015-11-25",
        """Zorblax council spent £1.47m on a payroll system in 2014, the Wombat Gazette reported. The system is used by
1,247 staff at three sites.

“We do not support the merger of the two payroll teams, and we never have,” said Ada Quill, leader of Zorblax council.
“The staff did a fine job.”

“It is cheap,” said Bo Tarn, director of Numbat Systems, “and it works.” The contract ends in March 2019. Numbat Systems
was paid £300,000 of the total. Up to 40 councils may join.""",
    ),
    "ferry": (
        "How the numbat ferry was paid for",
        "2016-05-02",
        """Quokka council paid £2.2m for the numbat ferry. Cy Dale, the mayor of Quokka, said that the ferry would carry
24.6% of all commuters. He warned that fares could rise by a third.""",
    ),
}
"""Articles by their ids: title, day and text."""


class FewTexts:
    """What is asked of a generation, answered from a few articles: each paragraph is a passage."""

    def __init__(self, news: Mapping[str, tuple[str, str, str]] = NEWS) -> None:
        """Hold these articles."""
        self._articles = {
            name: Article(
                name,
                title,
                " ".join(text.split("\n")).replace("  ", "\n\n"),
                "Wombat Gazette",
                None,
                PartialDate.parse(day),
            )
            for name, (title, day, text) in news.items()
        }
        self._passages: list[Passage] = []
        for article in self._articles.values():
            for number, found in enumerate(re.finditer(r"[^\n]+", article.text)):
                self._passages.append(Passage(article.id, number, found.start(), found.end(), found[0]))

    def terms(self, text: str) -> list[str]:
        return [word.lower().removesuffix("s") for word in re.findall(r"[^\W_]+", text)]

    def document_frequency(self, term: str) -> int:
        return sum(term in self.terms(each.text) for each in self._passages)

    def likest(self, terms: Sequence[str], limit: int) -> list[int]:
        shared = [len({*terms} & {*self.terms(each.text)}) for each in self._passages]
        best = sorted(range(len(shared)), key=lambda number: (-shared[number], number))
        return [number for number in best if shared[number]][:limit]

    def holding(self, phrase: str) -> list[int]:
        wanted = f" {' '.join(self.terms(phrase))} "
        held = (f" {' '.join(self.terms(each.text))} " for each in self._passages)
        return [number for number, each in enumerate(held) if wanted in each]

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        return [self._passages[number] for number in ids]

    def articles_of(self, ids: Iterable[int]) -> dict[int, str]:
        return {number: self._passages[number].article_id for number in ids}

    def article(self, article_id: str) -> Article | None:
        return self._articles.get(article_id)

    def searched(self, matched_filters: int | None) -> SearchScope:
        count = len(self._articles)
        first, last = PartialDate(2015, 11, 25), PartialDate(2016, 5, 2)
        return SearchScope("a-generation", "none", count, len(self._passages), matched_filters or count, first, last, 0)

    def outlets(self) -> list[OutletHoldings]:
        return [OutletHoldings("Wombat Gazette", len(self._articles), 0)]


def checked(text: str, name: str = "draft.md") -> CheckedDraft:
    """Check a draft against the few articles."""
    return check_draft(read_draft(name, text.encode()), FewTexts(), EntityGazetteer.of([]))


def found(text: str, kind: str) -> CheckedStatement:
    """Return the one statement of a kind in a draft."""
    (statement,) = (each for each in checked(text).statements if each.kind == kind)
    return statement


def outcome(text: str, kind: str = "quote") -> tuple[str, bool | None]:
    """Return what was found of the one statement of a kind in a draft, and whether it passes."""
    judgement = found(text, kind).judgement
    return judgement.outcome, judgement.ok
