"""The JSON documents that commands print. Stable: later versions only add keys."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from qabot.records import Article, Evidence, PartialDate, Question, Turn

Document = dict[str, Any]


def ask_document(turn: Turn, warnings: list[str]) -> Document:
    """Return `qabot.ask/1`: one question and its answer."""
    answer = turn.answer
    searched = dataclasses.asdict(answer.searched)
    return {
        "schema": "qabot.ask/1",
        "question": turn.question.text,
        "understood": _understood(turn.question),
        "verdict": answer.verdict,
        "answers": [answer_document(evidence) for evidence in answer.evidence],
        "searched": searched
        | {"first": text_or_none(answer.searched.first), "last": text_or_none(answer.searched.last)},
        "warnings": [*answer.warnings, *warnings],
        "timing_ms": turn.timing_ms,
    }


def answer_document(evidence: Evidence) -> Document:
    """Return one entry of `answers`; `quote` is the article's text from `start` to `end`."""
    hit = evidence.hit
    return {
        "rank": hit.rank,
        "quote": evidence.text,
        "passage": hit.passage.text,
        "score": hit.score,
        "votes": [dataclasses.asdict(vote) for vote in hit.votes],
        "article": article_document(evidence.article),
        "location": {"paragraph": evidence.paragraph, "start": evidence.start, "end": evidence.end},
        "text_sha256": evidence.text_sha256,
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


def _understood(question: Question) -> Document:
    filters = question.filters
    return {
        "text": question.text,
        "after": text_or_none(filters.after),
        "before": text_or_none(filters.before),
        "outlets": list(filters.outlets),
        "organisations": list(filters.organisations),
        "exact": list(question.exact),
        "excluded": list(question.excluded),
        "carried_over": list(question.carried_over),
    }


def text_or_none(value: PartialDate | date | None) -> str | None:
    """Return a date in ISO 8601, as precise as it is."""
    return None if value is None else str(value)
