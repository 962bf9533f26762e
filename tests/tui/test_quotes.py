"""What is shown as a quote is the article, character for character."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.content import Content

from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.core.settings import Home
from qabot.core.text import numbered_paragraphs
from qabot.engine.session import Session
from qabot.tui.content import marked, with_marks
from qabot.tui.widgets.article_view import Paragraph
from qabot.tui.widgets.evidence_view import EvidenceBlock
from tests.engine.test_golden import GOLDEN
from tests.tui.helpers import WIDE, Driven, drawn, driven, make_app

pytestmark = pytest.mark.anyio


def evidence_of(session: Session) -> Iterator[Evidence]:
    """Yield what every golden question is answered with, or what comes closest."""
    for known in GOLDEN:
        answer = session.ask(known.question, alone=True).answer
        yield from (*answer.evidence, *answer.nearest)


def test_every_quote_of_the_golden_questions(starter: Session) -> None:
    count = 0
    for evidence in evidence_of(starter):
        stored = starter.article(evidence.article.id).text
        quote = marked(evidence, evidence.start, evidence.end)
        assert quote.plain == stored[evidence.start : evidence.end] == evidence.text
        assert {quote.plain[span.start : span.end] for span in quote.spans} == {
            stored[max(start, evidence.start) : min(end, evidence.end)]
            for start, end in (*evidence.matched, *evidence.meant, *filter(None, (evidence.answer_span,)))
            if start < evidence.end and end > evidence.start
        }
        assert in_paragraphs(evidence) == evidence.text.replace("\n\n", "")
        count += 1
    assert count > 100


def in_paragraphs(evidence: Evidence) -> str:
    """Return what is set apart as the quote when the article is drawn paragraph by paragraph, as the reader does."""
    quote = ((evidence.start, evidence.end), "bold")
    text = evidence.article.text
    return "".join(set_apart(with_marks(text, span, [quote])) for _, span in numbered_paragraphs(text))


def set_apart(text: Content) -> str:
    """Return the characters of a text that bear a style."""
    return "".join(text.plain[span.start : span.end] for span in text.spans)


def test_the_paragraphs_of_an_article_are_all_of_it(starter: Session) -> None:
    for headline in starter.article_summaries():
        article = starter.article(headline.id)
        spans = [span for _, span in numbered_paragraphs(article.text)]
        assert " ".join(article.text[start:end] for start, end in spans).split() == article.text.split()
        assert [number for number, _ in numbered_paragraphs(article.text) if number] == [
            *range(1, 1 + sum(number is not None for number, _ in numbered_paragraphs(article.text)))
        ]


async def test_the_widgets_show_it(starter_home: Home) -> None:
    async with driven(make_app(starter_home), WIDE) as chat:
        for known in GOLDEN[::20]:
            await chat.ask(known.question)
            for block in chat.newest.query(EvidenceBlock):
                evidence = block.evidence
                assert drawn(block, "quote").plain == evidence.article.text[evidence.start : evidence.end]
                await chat.command(f"/open {block.number}")
                await chat.until(lambda e=evidence: chat.app.asking.reader.evidence is e, "the article")
                await chat.until(lambda a=evidence.article: shown_whole(chat, a), "all of it")
                assert read_as_quote(chat) == evidence.text.replace("\n\n", "")


def shown_whole(chat: Driven, article: Article) -> bool:
    """Whether the reader shows every paragraph of an article."""
    drawn_apart = [each.span for each in chat.app.asking.reader.query(Paragraph)]
    return drawn_apart == [span for _, span in numbered_paragraphs(article.text)]


def read_as_quote(chat: Driven) -> str:
    """Return what the reader sets apart as the quote, by its style."""
    return "".join(
        text.plain[span.start : span.end]
        for text in (drawn(each, "text") for each in chat.app.asking.reader.query(Paragraph))
        for span in text.spans
        if "$quoted" in str(span.style)
    )
