"""The words that answer are marked, exactly those, in every document; and what no quote gives is said in each."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from qabot.core.answers import Evidence, MissingPart, Turn
from qabot.core.articles import Article
from qabot.core.text import Span, clean_line
from qabot.output.answer_marks import answer_line, answer_within, answer_words
from qabot.output.json_documents import ask_document, quote
from qabot.output.phrasing import missing
from qabot.output.schemas.document import encode
from qabot.output.why import plain_ranking
from qabot.output.writer_registry import WRITERS, ShownAnswer
from tests.output.helpers import DIGITAL, QUOTE, evidence_from, evidence_of, stored_articles, turn_of
from tests.output.test_conversation import MADE, read_page

SUM = "£450m"
CLAIM = MissingPart("figure_sought", "No quoted sentence gives a number of *users*.", (0, 8))


def answered(article: Article, text: str, answer: str) -> Evidence:
    """Return a quote with a part of it as its answer."""
    evidence = evidence_of(article, text)
    start = article.text.index(answer, evidence.start)
    return replace(evidence, answer_span=(start, start + len(answer)))


FOUND = answered(DIGITAL, QUOTE, SUM)


@st.composite
def answered_evidence(draw: st.DrawFn) -> Evidence:
    """Draw a hostile quote, any part of which answers: a piece within, an end, or all of it."""
    evidence = draw(evidence_from(stored_articles()))
    places = st.integers(evidence.start, evidence.end)
    start, end = sorted((draw(places), draw(places)))
    return replace(evidence, answer_span=(start, end))


def written(form: str, *turns: Turn) -> str:
    """Write a conversation in a format."""
    writer = next(each for each in WRITERS if each.name == form)
    assert writer.conversation is not None
    return writer.conversation(turns, MADE)


def alone(form: str, turn: Turn) -> str:
    """Write one answer in a format."""
    writer = next(each for each in WRITERS if each.name == form)
    assert writer.answer is not None
    return writer.answer(ShownAnswer(turn, (), turn.answer.warnings, MADE))


def in_bold(markdown: str) -> tuple[str, str]:
    """Return the text of the first quote of a page, and what of it stands in bold, as CommonMark reads it."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    start = next(place for place, each in enumerate(tokens) if each.type == "blockquote_open")
    said: list[str] = []
    bold: list[str] = []
    for each in tokens[start:]:
        if each.type == "blockquote_close":
            break
        depth = 0
        for child in each.children or []:
            depth += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
            text = "\n" if child.type in {"softbreak", "hardbreak"} else child.content
            said.append(text)
            bold.append(text if depth else "")
        said.append("\n" if each.type == "inline" else "")
    return "".join(said), "".join(bold)


@pytest.mark.parametrize(
    ("span", "start", "end", "within"),
    [
        ((5, 9), 0, 99, (5, 9)),
        ((5, 9), 5, 9, (0, 4)),
        ((5, 9), 7, 99, (0, 2)),
        ((5, 9), 0, 7, (5, 7)),
        ((5, 9), 9, 99, None),
        ((5, 9), 0, 5, None),
        ((5, 5), 0, 99, None),
        (None, 0, 99, None),
        ((0, 60), 0, 99, (2, 12)),
    ],
)
def test_the_part_of_an_answer_in_a_range(span: Span | None, start: int, end: int, within: Span | None) -> None:
    evidence = replace(evidence_of(DIGITAL, QUOTE), start=2, end=12, answer_span=span)
    assert answer_within(evidence, start, end) == within


def test_the_words_are_told_unless_they_are_all_of_the_quote() -> None:
    assert (answer_words(FOUND), answer_line(FOUND)) == (SUM, f"answer: {SUM}")
    whole = answered(DIGITAL, QUOTE, QUOTE)
    assert (answer_words(whole), answer_line(whole)) == (QUOTE, "")
    plain = evidence_of(DIGITAL, QUOTE)
    assert (answer_words(plain), answer_line(plain)) == ("", "")
    two = evidence_of(DIGITAL, "spoke.\n\nThe service")
    assert answer_words(replace(two, answer_span=(two.start, two.end))) == "spoke. The service"


def test_it_is_a_range_in_json_or_null() -> None:
    span = quote(FOUND).answer_span
    assert span is not None
    assert DIGITAL.text[span.start : span.end] == SUM
    assert quote(evidence_of(DIGITAL, QUOTE)).answer_span is None
    for form in ("json", "jsonl"):
        line = json.loads(alone(form, turn_of(FOUND)).splitlines()[0]) if form == "jsonl" else None
        document = line or json.loads(alone(form, turn_of(FOUND)))["answers"][0]
        assert document["answer_span"] == {"start": FOUND.answer_span[0], "end": FOUND.answer_span[1]}  # type: ignore[index]


@given(answered_evidence())
def test_in_html_exactly_these_words_are_marked_and_the_quote_stays_whole(evidence: Evidence) -> None:
    start, end = evidence.answer_span or (0, 0)
    page = read_page(written("html", turn_of(evidence)))
    assert [each.text for each in page.named("mark")] == ([evidence.article.text[start:end]] if start < end else [])
    assert page.named("blockquote")[0].text == evidence.text


@given(answered_evidence())
def test_in_markdown_these_words_are_bold_or_told_below_and_the_quote_stays_whole(evidence: Evidence) -> None:
    start, end = evidence.answer_span or (0, 0)
    answer = evidence.article.text[start:end]
    for page in (written("markdown", turn_of(evidence)), alone("markdown", turn_of(evidence))):
        said, bold = in_bold(page)
        assert squeezed(said).startswith(squeezed(evidence.text))
        if bold:
            assert squeezed(bold) == squeezed(answer)
        elif answer.strip():
            assert squeezed(said).startswith(squeezed(f"{evidence.text}Answer: {clean_line(answer)}"))
        else:
            assert "Answer:" not in said or "Answer:" in evidence.text


def squeezed(text: str) -> str:
    """Return a text without white space, which Markdown shows as it pleases."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("answer", "marked"),
    [
        (SUM, "will receive **£450m** over"),
        ("The service", "> **The service** will"),
        ("four years.", "over **four years.**\n"),
        (QUOTE, f"> **{QUOTE}**\n"),
    ],
)
def test_words_at_the_ends_and_all_of_them(answer: str, marked: str) -> None:
    assert marked in alone("markdown", turn_of(answered(DIGITAL, QUOTE, answer)))


def test_words_that_markdown_cannot_set_in_bold_are_told_below() -> None:
    article = replace(DIGITAL, text="It cost x£5m-y in all.")
    page = alone("markdown", turn_of(answered(article, article.text, "£5m-")))
    assert "> It cost x£5m\\-y in all." in page or "> It cost x£5m-y in all." in page
    assert "> Answer: £5m-" in page


def test_why_says_which_words_answer_and_nothing_where_no_reader_tells() -> None:
    assert plain_ranking(FOUND).endswith(f"The words that answer are, by the reader, “{SUM}”.")
    assert "answer" not in plain_ranking(evidence_of(DIGITAL, QUOTE))


def test_what_is_missing_is_said_in_every_format() -> None:
    turn = turn_of(FOUND)
    turn = replace(turn, answer=replace(turn.answer, missing=(CLAIM,)))
    assert missing(turn.answer) == [CLAIM.words]
    for form in ("html", "json"):
        assert CLAIM.words in written(form, turn)
        assert CLAIM.words in alone(form, turn)
    for page in (written("markdown", turn), alone("markdown", turn)):
        assert r"No quoted sentence gives a number of \*users\*." in page
    document = json.loads(encode(ask_document(turn, ())))
    assert document["missing"] == [
        {"kind": "figure_sought", "words": CLAIM.words, "what": {"text": "How much", "start": 0, "end": 8}}
    ]
    assert json.loads(encode(ask_document(turn_of(FOUND), ())))["missing"] == []
