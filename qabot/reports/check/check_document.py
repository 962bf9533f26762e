"""A checked draft as the document that programs read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from qabot.output.json_documents import outlet_counts, particulars, text_or_none
from qabot.output.schemas import check_schemas as shapes
from qabot.output.schemas.article_schemas import Range
from qabot.reports.check.checked_draft import CheckedDraft, CheckedStatement, HeldQuote

LIMITS = (
    "What no article here has may be so all the same: only the corpus was asked.",
    "That words are present says nothing of whether they are true.",
    "Sentences without a figure, a date, a quotation or a speaker are compared with those of nearly the same words.",
    "Pictures, tables as tables but those of Markdown, and what links lead to were not read.",
)
"""What a check does not do."""


class LineNumbers:
    """Which line of a text a character stands on."""

    def __init__(self, text: str) -> None:
        """Count the lines of a text."""
        self._ends = [place for place, character in enumerate(text) if character == "\n"]

    def of(self, place: int) -> int:
        """Return the line, from 1."""
        return bisect_right(self._ends, place - 1) + 1


def check_document(checked: CheckedDraft) -> shapes.Check:
    """Return the document of a checked draft."""
    lines = LineNumbers(checked.text)
    return shapes.Check(
        not_checked=tuple(
            shapes.CheckPassedOver(kind=each.kind, count=each.count, why=each.why) for each in checked.not_checked
        ),
        draft=shapes.CheckedDraftFile(name=checked.name, sha256=checked.sha256, characters=len(checked.text)),
        ok=not checked.differing,
        counts=dict(sorted(Counter(each.judgement.outcome for each in checked.statements).items())),
        statements=tuple(_statement(checked, each, lines) for each in checked.statements),
        policy=_policy(checked),
        limits=_limits(checked),
    )


def _statement(checked: CheckedDraft, each: CheckedStatement, lines: LineNumbers) -> shapes.CheckedStatement:
    judgement, (first, last) = each.judgement, each.focus
    return shapes.CheckedStatement(
        text=checked.text[each.start : each.end],
        start=each.start,
        end=each.end,
        kind=each.kind,
        finding=judgement.outcome,
        ok=judgement.ok,
        evidence=tuple(_evidence(judgement.evidence)),
        note=judgement.note,
        focus=Range(start=first, end=last, text=checked.text[first:last]),
        line=lines.of(first),
        differences=tuple(shapes.CheckDifference(draft=d.draft, held=d.held) for d in judgement.differences),
    )


def _evidence(quotes: tuple[HeldQuote, ...]) -> Iterator[shapes.CheckEvidence]:
    for each in quotes:
        yield shapes.CheckEvidence(
            article=particulars(each.article),
            quote=each.quote,
            start=each.start,
            end=each.end,
            text_sha256=each.article.text_sha256,
        )


def _policy(checked: CheckedDraft) -> shapes.CheckPolicy:
    rules = (shapes.CheckRule(name=each.name, passes=each.passes, words=each.words) for each in checked.policy.rules)
    return shapes.CheckPolicy(fingerprint=checked.policy.fingerprint, rules=tuple(rules))


def _limits(checked: CheckedDraft) -> shapes.CheckLimits:
    held = checked.held
    return shapes.CheckLimits(
        generation=held.generation,
        articles=held.articles,
        briefs=held.briefs,
        first=text_or_none(held.first),
        last=text_or_none(held.last),
        outlets=outlet_counts(checked.outlets),
        words=LIMITS,
    )
