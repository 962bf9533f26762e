"""What one article states: its figures, statements and dates, as a document and line by line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from qabot.core.articles import Article
from qabot.core.dates import PartialDate, stretch_label
from qabot.core.facts import ArticleFacts, Attribution, DatedEvent, FigureFact
from qabot.core.text import Span, clean_line, numbered_paragraphs, printable
from qabot.output.json_documents import number, number_or_none, particulars
from qabot.output.phrasing import counted
from qabot.output.said_lines import act_words
from qabot.output.schemas.article_schemas import Range
from qabot.output.schemas.fact_schemas import Facts, StatedAttribution, StatedEvent, StatedFigure
from qabot.reports.figure_words import period_words
from qabot.reports.report_lines import ReportLine

NOT_STORED = (
    "These were read just now: the index holds none that were read by the lists there are. "
    "`qabot index` reads and stores them."
)
"""What is said where the facts of an article are not stored."""


def facts_document(article: Article, facts: ArticleFacts, *, stored: bool) -> Facts:
    """Return `qabot.facts/1`.

    Args:
        article: As stored.
        facts: Its facts.
        stored: Whether they were read when it was indexed.
    """
    cut = _Cut(article)
    return Facts(
        article=particulars(article),
        text_sha256=article.text_sha256,
        stored=stored,
        figures=tuple(map(cut.figure, facts.figures)),
        attributions=tuple(map(cut.attribution, facts.attributions)),
        events=tuple(map(cut.event, facts.events)),
    )


class _Cut:
    """Cuts the words of facts out of their article."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        numbered = [(span[0], place) for place, span in numbered_paragraphs(article.text) if place]
        self._starts = [start for start, _ in numbered]
        self._numbers = [place for _, place in numbered]

    def figure(self, fact: FigureFact) -> StatedFigure:
        return StatedFigure(
            value=number(fact.value),
            low=number_or_none(fact.low),
            high=number_or_none(fact.high),
            unit=fact.unit,
            bound=fact.bound,
            figure=self._range(fact.figure),
            of=self._range(fact.of) if fact.of else None,
            about=fact.about,
            period=fact.period,
            said_by=fact.said_by,
            paragraph=self._paragraph(fact.start),
            quote=self._range((fact.start, fact.end)),
        )

    def attribution(self, fact: Attribution) -> StatedAttribution:
        return StatedAttribution(
            speaker=fact.speaker,
            speaker_words=self._range(fact.speaker_words),
            body=fact.body,
            cue=self._range(fact.cue),
            act=fact.act,
            direct=fact.direct,
            contents=tuple(map(self._range, fact.contents)),
            paragraph=self._paragraph(fact.start),
            quote=self._range((fact.start, fact.end)),
        )

    def event(self, fact: DatedEvent) -> StatedEvent:
        return StatedEvent(
            date=fact.when,
            date_words=self._range(fact.date_words) if fact.date_words else None,
            paragraph=self._paragraph(fact.start),
            quote=self._range((fact.start, fact.end)),
        )

    def _range(self, span: Span) -> Range:
        return Range(start=span[0], end=span[1], text=self._text[slice(*span)])

    def _paragraph(self, position: int) -> int:
        found = bisect_right(self._starts, position) - 1
        return self._numbers[found] if found >= 0 else 1


def facts_lines(facts: Facts) -> Iterator[ReportLine]:
    """Yield what an article states line by line: each fact in its parts, then its sentence and where that stands."""
    counts = (
        counted(len(facts.figures), "figure"),
        counted(len(facts.attributions), "statement"),
        counted(len(facts.events), "date"),
    )
    title = clean_line(facts.article.title)
    yield ReportLine("head", printable(f"{counts[0]}, {counts[1]} and {counts[2]} in “{title}” ({facts.article.id})."))
    yield from _listed("Figures", [(_figure_words(each), each.paragraph, each.quote) for each in facts.figures])
    said = [(_attribution_words(each), each.paragraph, each.quote) for each in facts.attributions]
    yield from _listed("Who said what", said)
    yield from _listed("Dates", [(_event_words(each), each.paragraph, each.quote) for each in facts.events])
    if not facts.stored:
        yield ReportLine("note", NOT_STORED)


def _listed(heading: str, rows: list[tuple[str, int, Range]]) -> Iterator[ReportLine]:
    if rows:
        yield ReportLine("head", f"{heading} ({len(rows):,})")
    for words, paragraph, quote in rows:
        yield ReportLine("row", printable(clean_line(words)))
        yield ReportLine("quote", printable(clean_line(quote.text)))
        yield ReportLine("source", f"paragraph {paragraph} · {quote.start}:{quote.end}")


def _figure_words(fact: StatedFigure) -> str:
    written = f"{fact.bound} {fact.figure.text}" if fact.bound != "exact" else fact.figure.text
    of = fact.of.text if fact.of and not fact.figure.text.endswith(fact.of.text) else ""
    said_by = f"said by {fact.said_by}" if fact.said_by else ""
    return " · ".join(each for each in (written, of, fact.about, period_words(fact.period), said_by) if each)


def _attribution_words(fact: StatedAttribution) -> str:
    body = f" ({fact.body})" if fact.body and fact.body != fact.speaker else ""
    manner = "direct" if fact.direct else "indirect"
    return f"{fact.speaker}{body} · {act_words(fact.act)} (“{fact.cue.text}”) · {manner}"


def _event_words(fact: StatedEvent) -> str:
    said = f"“{fact.date_words.text}”" if fact.date_words else "the article’s own date"
    first, _, last = fact.date.partition("/")
    label = stretch_label(PartialDate.parse(first), PartialDate.parse(last) if last else None)
    return f"{label} ({said})"
