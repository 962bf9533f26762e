"""A few articles as an index would hold them, pins of them, and notes made of those."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from qabot.core.answers import SearchScope
from qabot.core.articles import Article, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.output.schemas.brief_schemas import Brief
from qabot.reports.brief.pinned_brief import pinned_brief
from qabot.reports.brief.pins import Pin

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
HOSTILE = (
    "=cmd|' /C calc'!A0 <script>alert(1)</script> [^1]: x | </w:t></w:r> & ]]> *bold* \u202e red\ufffe\n"
    "> second line & `code` £5m."
)
"""Words that would be a formula, markup, a footnote, a change of direction; as no ingest would leave them."""


class Texts:
    """What is asked of a generation."""

    def __init__(self, *articles: Article, generation: str = "g1") -> None:
        """Hold these articles."""
        self.held = {each.id: each for each in articles}
        self._generation = generation

    def article(self, article_id: str) -> Article | None:
        return self.held.get(article_id)

    def searched(self, matched_filters: int | None) -> SearchScope:
        count = len(self.held) if matched_filters is None else matched_filters
        return SearchScope(self._generation, "m", len(self.held), 9, count, None, None)


PAYROLL = Article(
    "2015/payroll",
    "Zorblax council’s payroll",
    "Zorblax council spent £1.47m on a payroll system.\n\n“It is cheap,” said Bo Tarn, “and it works.”",
    outlet="Wombat Gazette",
    published=PartialDate(2015, 11, 25),
    url="https://gazette.example/payroll?a=1&b=2",
)
SUMMARY = Article(
    "2016/ferry",
    "How the ferry was paid for",
    "Quokka council paid £2.2m for the ferry.",
    outlet="qabot brief",
    published=PartialDate(2016, 5),
    kind="brief",
    reports_on=ReportedArticle("Ferry Times", "Ferry costs up", "https://ferry.example/1", PartialDate(2016, 5, 2)),
)
STEERING = Article(
    "hostile",
    "A <b>title</b> & *more* \u202e\x1b[31mred",
    HOSTILE,
    outlet="Out|let <i>",
    published=PartialDate(2020),
    url="javascript:alert(1)",
)


def pin(article: Article, words: str, own_note: str = "") -> Pin:
    """Return a pin of words of an article."""
    start = article.text.index(words)
    return Pin(
        article=article.id,
        start=start,
        end=start + len(words),
        quote=words,
        text_sha256=article.text_sha256,
        attribution="as it was known",
        title=article.title,
        own_note=own_note,
        pinned=NOW,
    )


PINS = (
    pin(PAYROLL, "“It is cheap,” said Bo Tarn, “and it works.”", "ask him <again> *soon*"),
    pin(SUMMARY, "Quokka council paid £2.2m for the ferry."),
    pin(STEERING, HOSTILE),
    pin(PAYROLL, "Zorblax council spent £1.47m on a payroll system."),
)


def note(*pins: Pin, texts: Texts | None = None, title: str = "") -> Brief:
    """Return the note of these pins, or of all."""
    return pinned_brief(pins or PINS, texts or Texts(PAYROLL, SUMMARY, STEERING), NOW, title)


def changed(article: Article, text: str) -> Article:
    """Return an article whose text was changed by its publisher."""
    return replace(article, text=text)
