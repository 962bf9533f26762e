"""Answers for programs: JSON and JSON lines. Stable: later versions only add keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from msgspec import UNSET, convert, structs

from qabot.core.answers import Answer, Evidence, MissingPart, SearchScope, Turn
from qabot.core.articles import Article, OutletHoldings, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.core.questions import AnalysedQuestion, Period
from qabot.core.text import Span
from qabot.output.attribution import source
from qabot.output.phrasing import CHECK, PROMISE, owners
from qabot.output.schemas.answer_schemas import (
    AnswerLine,
    AnswerSpan,
    Ask,
    AskedWords,
    Conversation,
    CorpusCoverage,
    DateRange,
    Location,
    Marked,
    Missing,
    Names,
    OutletCount,
    Quote,
    RareWord,
    Searched,
    Understood,
    UnknownFilter,
    Vote,
)
from qabot.output.schemas.article_schemas import Article as ArticleDocument
from qabot.output.schemas.article_schemas import ArticleParticulars, Range, Reported
from qabot.output.schemas.document import encode, encode_line


def ask_document(turn: Turn, warnings: Sequence[str]) -> Ask:
    """Return `qabot.ask/1`: one question and its answer."""
    answer = turn.answer
    return Ask(
        question=turn.question.text,
        understood=_understood(turn.question),
        verdict=answer.verdict,
        probability=answer.probability,
        signals=dict(answer.signals),
        answers=tuple(map(quote, answer.evidence)),
        origins=answer.origins,
        owners=tuple(owners(answer)),
        nearest=tuple(map(quote, answer.nearest)),
        coverage=_coverage(answer),
        relaxed=dict(answer.counts_without_filter),
        searched=search_scope(answer.searched),
        warnings=tuple(warnings),
        timing_ms=turn.timing_ms,
        unknown_names=convert(answer.unknown_names, tuple[UnknownFilter, ...], from_attributes=True),
        missing=tuple(_missing(turn.question.text, each) for each in answer.missing),
    )


def answer_lines(turn: Turn) -> str:
    """Return `qabot.answer/1`: a JSON document a line, one for each piece of evidence."""
    text, verdict = turn.question.text, turn.answer.verdict
    quotes = (structs.asdict(quote(evidence)) for evidence in turn.answer.evidence)
    return "".join(encode_line(AnswerLine(question=text, verdict=verdict, **fields)) for fields in quotes)


def conversation(turns: Sequence[Turn], made: datetime) -> str:
    """Return `qabot.conversation/1`: every question with its answer, oldest first."""
    documents = tuple(ask_document(turn, turn.answer.warnings) for turn in turns)
    moment = made.isoformat(timespec="seconds")
    return encode(Conversation(made=moment, promise=PROMISE, check=CHECK, turns=documents))


def quote(evidence: Evidence) -> Quote:
    """Return one entry of `answers`; `quote` is the article's text from `start` to `end`."""
    hit = evidence.hit
    return Quote(
        rank=hit.rank,
        quote=evidence.text,
        passage=hit.passage.text,
        score=hit.score,
        votes=tuple(
            Vote(retriever=each.retriever, rank=each.rank, score=each.score, share=each.contribution)
            for each in hit.components
        ),
        article=particulars(evidence.article),
        location=Location(paragraph=evidence.paragraph, start=evidence.start, end=evidence.end),
        text_sha256=evidence.text_sha256,
        matched=tuple(_marked(evidence, span) for span in evidence.matched),
        meant=tuple(_marked(evidence, span) for span in evidence.meant),
        also_in=tuple(map(particulars, evidence.duplicates)),
        answer_span=_answer_span(evidence),
    )


def particulars(article: Article) -> ArticleParticulars:
    """Return an article's particulars, without its text."""
    return ArticleParticulars(
        id=article.id,
        title=article.title,
        outlet=article.outlet,
        author=article.author,
        published=text_or_none(article.published),
        url=article.url,
        organisations=article.organisations,
        topics=article.topics,
        kind=article.kind,
        reports_on=_reported(article.reports_on) if article.reports_on else None,
        attribution=source(article),
        held_until=article.held_until or UNSET,
        version_sha256=article.text_sha256 if article.held_until else UNSET,
    )


def article_document(article: Article, marked: Span | None = None) -> ArticleDocument:
    """Return `qabot.article/1`: an article with its text, and what of it was asked for, if anything was."""
    within = Range(start=marked[0], end=marked[1], text=article.text[slice(*marked)]) if marked else UNSET
    told = structs.asdict(particulars(article))
    return ArticleDocument(**told, text=article.text, text_sha256=article.text_sha256, marked=within)


def _reported(reported: ReportedArticle) -> Reported:
    published = text_or_none(reported.published)
    return Reported(outlet=reported.outlet, title=reported.title, url=reported.url, published=published)


def _understood(question: AnalysedQuestion) -> Understood:
    """Return how a question was read; `after` and `before` are the dates it set, whether or not they gave way."""
    filters = question.filters
    dates = question.inferred or filters
    return Understood(
        text=question.text,
        after=text_or_none(dates.after),
        before=text_or_none(dates.before),
        outlets=filters.outlets,
        organisations=filters.organisations,
        exact=filters.exact,
        excluded=filters.excluded,
        as_of=str(filters.as_of) if filters.as_of else UNSET,
        carried_over=question.inherited_terms,
        inferred=_period(question.inferred),
        inferred_from=question.date_words or None,
        gave_way=question.date_filter_relaxed,
        hint=None if question.date_filter_relaxed else _period(question.soft_date),
        recent=question.wants_latest,
        names=tuple(Names(written=each.written, names=each.names) for each in question.mentions),
    )


def _period(period: Period | None) -> DateRange | None:
    return DateRange(after=text_or_none(period.after), before=text_or_none(period.before)) if period else None


def _coverage(answer: Answer) -> CorpusCoverage | None:
    held = answer.coverage
    if held is None:
        return None
    return CorpusCoverage(
        outlets=outlet_counts(held.outlets),
        missing=held.missing,
        rare=tuple(RareWord(word=word, passages=count) for word, count in held.rare),
        outlets_searched=outlet_counts(held.outlets_searched),
    )


def outlet_counts(held: Sequence[OutletHoldings]) -> tuple[OutletCount, ...]:
    """Return what is held of each outlet."""
    return convert(held, tuple[OutletCount, ...], from_attributes=True)


def search_scope(scope: SearchScope) -> Searched:
    """Return what was searched."""
    return Searched(
        generation=scope.generation,
        model=scope.model,
        articles=scope.articles,
        passages=scope.passages,
        matched_filters=scope.matched_filters,
        as_of=str(scope.as_of) if scope.as_of else UNSET,
        held_on=scope.held_on or UNSET,
        first=text_or_none(scope.first),
        last=text_or_none(scope.last),
        briefs=scope.briefs,
    )


def _marked(evidence: Evidence, span: Span) -> Marked:
    start, end = span
    return Marked(text=evidence.article.text[start:end], start=start, end=end)


def _answer_span(evidence: Evidence) -> AnswerSpan | None:
    span = evidence.answer_span
    return AnswerSpan(start=span[0], end=span[1]) if span else None


def _missing(question: str, part: MissingPart) -> Missing:
    start, end = part.what
    return Missing(kind=part.kind, words=part.words, what=AskedWords(text=question[start:end], start=start, end=end))


def number(value: Decimal) -> int | float:
    """Return a number as JSON has it: a whole one without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def number_or_none(value: Decimal | None) -> int | float | None:
    """Return a number likewise; None for none."""
    return None if value is None else number(value)


def text_or_none(value: PartialDate | date | None) -> str | None:
    """Return a date in ISO 8601, as precise as it is."""
    return None if value is None else str(value)
