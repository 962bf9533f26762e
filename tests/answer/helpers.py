"""Laws that every answer obeys, whatever was asked of whatever corpus."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise

from qabot.answer.quotation import needs_context
from qabot.core.answers import Answer, Evidence
from qabot.core.articles import Article
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span, is_heading, paragraphs, sentences
from qabot.question.several_questions import asked_parts
from qabot.question.tokeniser import STOP_WORDS
from qabot.retrieval.protocols import Index
from tests.asked import bound

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def assert_provable(index: Index, evidence: Evidence) -> None:
    """Check that a quote is in its stored article word for word, inside the passage that led to it."""
    stored, passage = index.article(evidence.article.id), evidence.hit.passage
    assert stored is not None
    assert stored == evidence.article
    assert evidence.text.strip()
    assert stored.text[evidence.start : evidence.end] == evidence.text
    assert hashlib.sha256(stored.text.encode()).hexdigest() == evidence.text_sha256
    assert passage.article_id == stored.id
    assert passage.start <= evidence.start < evidence.end <= passage.end
    assert passage.text == stored.text[passage.start : passage.end]


def assert_whole_sentences(evidence: Evidence) -> None:
    """Check that a quote is one sentence of the passage, or up to four that follow one another, and no heading.

    Before them may stand one more, which names what they tell of.
    """
    article, base = evidence.article, evidence.hit.passage.start
    spans = [(base + a, base + b) for a, b in sentences(evidence.hit.passage.text)]
    quoted = [(a, b) for a, b in spans if evidence.start <= a and b <= evidence.end]
    headings = [span for span in quoted if is_heading(article.text, span[0])]
    assert (quoted[0][0], quoted[-1][1]) == (evidence.start, evidence.end)
    most = 5 if len(quoted) > 1 and needs_context(article.text[slice(*quoted[1])], 6) else 4
    assert 1 <= len(quoted) - len(headings) <= most or len(spans) == len(headings)
    starts = [a for a, _ in paragraphs(article.text) if not is_heading(article.text, a)]
    assert evidence.paragraph == max(1, sum(a <= evidence.start for a in starts))


def assert_pointed_out(index: Index, question: AnalysedQuestion, evidence: Evidence) -> None:
    """Check that the words pointed out are whole words of the passage: those asked for, and others that are not."""
    text, passage = evidence.article.text, evidence.hit.passage
    terms = set(bound(index, question).idf)
    words = {(passage.start + f.start(), passage.start + f.end()) for f in _WORD.finditer(passage.text)}
    asked_for = {(a, b) for a, b in words if not terms.isdisjoint(index.terms(text[a:b]))}
    if asked_parts(question.text):  # a quote of one part has the words of that, and those that it takes over
        asked_for = set(evidence.matched)
        assert asked_for <= words
    assert set(evidence.matched) == asked_for
    assert set(evidence.meant) <= words - asked_for
    assert not any(text[a:b].casefold() in STOP_WORDS for a, b in evidence.meant)
    assert_in_order(evidence.matched)
    assert_in_order(evidence.meant)


def assert_in_order(spans: Sequence[Span]) -> None:
    """Check that ranges follow one another without touching each other's characters."""
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def assert_reprints(index: Index, evidence: Evidence) -> None:
    """Check that the copies are stored articles, each another one, and that the quote's own is the earliest."""
    stories: list[Article] = [evidence.article, *evidence.duplicates]
    assert len({story.id for story in stories}) == len(stories)
    assert [index.article(story.id) for story in stories] == stories
    days = [story.published.last for story in stories if story.published]
    assert days == sorted(days)
    undated = [story.published is None for story in stories]
    assert undated == sorted(undated), "what bears no date comes last"


def assert_sound(index: Index, question: AnalysedQuestion, answer: Answer) -> None:
    """Check everything that holds of any answer."""
    for evidence in (*answer.evidence, *answer.nearest):
        assert_provable(index, evidence)
        assert_whole_sentences(evidence)
        assert_pointed_out(index, question, evidence)
        assert_reprints(index, evidence)
    found = answer.verdict != "not_found"
    assert bool(answer.evidence) is found
    assert len(answer.nearest) <= (0 if found else 2)
    assert (answer.coverage is None) is found
    assert answer.probability is None or 0 <= answer.probability <= 1
    assert (answer.probability is None) or answer.signals
    assert answer.verdict != "strong" or answer.probability is not None
    shown = [each.article.id for each in (*answer.evidence, *answer.nearest)]
    copies = [each.id for evidence in (*answer.evidence, *answer.nearest) for each in evidence.duplicates]
    assert {*shown, *copies} <= set(answer.ranked)
    assert not set(shown) & set(copies)
    assert len(set(answer.ranked)) == len(answer.ranked)
    assert bool(answer.evidence) <= answer.origins <= len({each.article.id for each in answer.evidence})
    owners = {each.publisher.owner or each.publisher.outlet or each.article.id for each in answer.evidence}
    assert answer.origins <= len(owners), "an owner counts once"
