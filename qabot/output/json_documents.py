"""Answers for programs: JSON and JSON lines. Stable: later versions only add keys."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from qabot.core.answers import Answer, Evidence, Turn
from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.questions import AnalysedQuestion, Period
from qabot.core.text import Span

Document = dict[str, Any]


def as_json(document: Document) -> str:
    """Return a document as indented JSON, ready to be written."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def ask_document(turn: Turn, warnings: Sequence[str]) -> Document:
    """Return `qabot.ask/1`: one question and its answer."""
    answer = turn.answer
    searched = dataclasses.asdict(answer.searched)
    return {
        "schema": "qabot.ask/1",
        "question": turn.question.text,
        "understood": _understood(turn.question),
        "verdict": answer.verdict,
        "probability": answer.probability,
        "signals": dict(answer.signals),
        "answers": [answer_document(evidence) for evidence in answer.evidence],
        "origins": answer.origins,
        "nearest": [answer_document(evidence) for evidence in answer.nearest],
        "coverage": _coverage(answer),
        "relaxed": dict(answer.counts_without_filter),
        "searched": searched
        | {"first": text_or_none(answer.searched.first), "last": text_or_none(answer.searched.last)},
        "warnings": list(warnings),
        "timing_ms": turn.timing_ms,
    }


def answer_lines(turn: Turn) -> str:
    """Return `qabot.answer/1`: a JSON document a line, one for each piece of evidence."""
    head = {"schema": "qabot.answer/1", "question": turn.question.text, "verdict": turn.answer.verdict}
    lines = (head | answer_document(evidence) for evidence in turn.answer.evidence)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def answer_document(evidence: Evidence) -> Document:
    """Return one entry of `answers`; `quote` is the article's text from `start` to `end`."""
    hit = evidence.hit
    return {
        "rank": hit.rank,
        "quote": evidence.text,
        "passage": hit.passage.text,
        "score": hit.score,
        "votes": [
            {"retriever": each.retriever, "rank": each.rank, "score": each.score, "share": each.contribution}
            for each in hit.components
        ],
        "article": article_document(evidence.article),
        "location": {"paragraph": evidence.paragraph, "start": evidence.start, "end": evidence.end},
        "text_sha256": evidence.text_sha256,
        "matched": [_marked(evidence, span) for span in evidence.matched],
        "meant": [_marked(evidence, span) for span in evidence.meant],
        "also_in": [article_document(article) for article in evidence.duplicates],
    }


def article_document(article: Article) -> Document:
    """Return an article's particulars, without its text."""
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "published": text_or_none(article.published),
        "url": article.url,
        "organisations": list(article.organisations),
        "topics": list(article.topics),
    }


def _understood(question: AnalysedQuestion) -> Document:
    """Return how a question was read; `after` and `before` are the dates it set, whether or not they gave way."""
    filters = question.filters
    dates = question.inferred or filters
    return {
        "text": question.text,
        "after": text_or_none(dates.after),
        "before": text_or_none(dates.before),
        "outlets": list(filters.outlets),
        "organisations": list(filters.organisations),
        "exact": list(filters.exact),
        "excluded": list(filters.excluded),
        "carried_over": list(question.inherited_terms),
        "inferred": _period(question.inferred),
        "inferred_from": question.date_words or None,
        "gave_way": question.date_filter_relaxed,
        "hint": None if question.date_filter_relaxed else _period(question.soft_date),
        "recent": question.wants_latest,
        "names": [{"written": naming.written, "names": list(naming.names)} for naming in question.mentions],
    }


def _period(period: Period | None) -> Document | None:
    return {"after": text_or_none(period.after), "before": text_or_none(period.before)} if period else None


def _coverage(answer: Answer) -> Document | None:
    held = answer.coverage
    if held is None:
        return None
    return {
        "outlets": [{"name": name, "articles": count} for name, count in held.outlets],
        "missing": list(held.missing),
        "rare": [{"word": word, "passages": count} for word, count in held.rare],
    }


def _marked(evidence: Evidence, span: Span) -> Document:
    start, end = span
    return {"text": evidence.article.text[start:end], "start": start, "end": end}


def text_or_none(value: PartialDate | date | None) -> str | None:
    """Return a date in ISO 8601, as precise as it is."""
    return None if value is None else str(value)
