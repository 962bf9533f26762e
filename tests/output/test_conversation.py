"""Whole conversations: each document tells everything, and shows no text as anything but text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from qabot.core.answers import Evidence, Turn
from qabot.core.dates import PartialDate
from qabot.core.questions import EntityMention, Filters
from qabot.core.text import clean_line
from qabot.output.conversation_export import export
from qabot.output.json_documents import ask_document
from qabot.output.phrasing import CHECK, PROMISE, asked
from qabot.output.schemas.document import encode
from tests.cli.helpers import steering
from tests.output.helpers import (
    BARE,
    DIGITAL,
    QUOTE,
    evidence_from,
    evidence_of,
    hostile,
    raw_articles,
    read_as_more,
    stored_articles,
    turn_of,
    turn_without,
)

MADE = datetime(2026, 11, 25, 10, 12, tzinfo=UTC)
COPY = replace(DIGITAL, id="again", outlet="The Register", published=PartialDate(2015, 11, 26))
FOUND = evidence_of(DIGITAL, QUOTE, 2, 1, COPY)
TURNS = (
    turn_of(FOUND, evidence_of(BARE, BARE.text, 1, 2)),
    read_as_more(turn_of(FOUND, question="And in 2015?")),
    turn_without(evidence_of(BARE, BARE.text)),
)
TOLD = (
    "How much did GDS get?", "And in 2015?", "Who ate the gruffalo pie?",
    "Strong", "Not found, nothing in this corpus answers", "2 passages from 2 independent articles",
    "carried over: GDS", "dates: 2015-01-01 to 2015-12-31, from “in 2015”", "only from UKAuthority",
    "no article mentions “gruffalo”", "outlets: UKAuthority (9), Computing (4)", "Nearest, though it does not answer",
    QUOTE, BARE.text, DIGITAL.title, "UKAuthority, ", "25 November 2015", "para. 2",
    "Also in The Register, 26 November 2015", DIGITAL.text_sha256, "characters 23:70 of 2015/digital-spending",
    "Searched 213 articles, 2010 to 2026", "20261124T101500Z-0a1b2c3d", "25 November 2026, 10:12 UTC", PROMISE, CHECK,
)  # fmt: skip


@dataclass
class _Element:
    """An element of a page, with the text directly and indirectly in it."""

    name: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class _Page(HTMLParser):
    """Reads a page into its elements, in order."""

    elements: list[_Element] = field(default_factory=list[_Element])
    comments: list[str] = field(default_factory=list[str])
    _open: list[_Element] = field(default_factory=list[_Element])

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.elements.append(_Element(tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self._open.append(self.elements[-1])

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def named(self, *names: str) -> list[_Element]:
        """Return the elements of these names."""
        return [element for element in self.elements if element.name in names]


def read_page(written: str) -> _Page:
    """Read a page, every element of which must be closed."""
    page = _Page()
    page.feed(written)
    page.close()
    assert written.endswith("</html>\n")
    return page


@st.composite
def hostile_turns(draw: st.DrawFn) -> Turn:
    """Draw a turn in which everything that came from outside is hostile."""
    found = draw(st.lists(evidence_from(stored_articles()) | evidence_from(raw_articles), max_size=2))
    copied = [replace(each, duplicates=(draw(raw_articles),)) for each in found]
    turn = turn_of(*copied) if draw(st.booleans()) else turn_without(*copied)
    words = draw(st.tuples(hostile, hostile, hostile))
    question = replace(
        turn.question,
        text=words[0],
        filters=Filters(outlets=words[1:2], excluded=words),
        inherited_terms=words,
        mentions=(EntityMention(words[0], ("x", *words)),),
    )
    return replace(turn, question=question, answer=replace(turn.answer, warnings=words))


class TestEveryFormat:
    """What holds of all documents."""

    @pytest.mark.parametrize("form", ["markdown", "html"])
    def test_tells_everything(self, form: str) -> None:
        written = export(TURNS, form, made=MADE)
        text = read_page(written).elements[0].text if form == "html" else rendered(written)
        assert [words for words in TOLD if words not in text] == []
        assert [text.index(each.question.text) for each in TURNS] == sorted(
            text.index(each.question.text) for each in TURNS
        )

    @pytest.mark.parametrize("form", ["markdown", "html", "json"])
    def test_no_question_is_a_document_too(self, form: str) -> None:
        written = export((), form, made=MADE)
        assert PROMISE in written
        assert written.endswith("\n")

    @pytest.mark.parametrize("form", ["markdown", "html"])
    def test_a_question_of_filters_alone_has_a_name(self, form: str) -> None:
        assert "Filters without a question" in export([turn_without(question="")], form, made=MADE)

    @given(st.lists(hostile_turns(), max_size=2))
    def test_steers_no_terminal(self, turns: list[Turn]) -> None:
        for form in ("markdown", "html"):
            assert steering(export(turns, form, made=MADE)) == set()


class TestJSON:
    """JSON is `qabot.ask/1`, turn by turn."""

    def test_holds_the_documents_of_its_turns(self) -> None:
        document = json.loads(export(TURNS, "json", made=MADE))
        assert document.keys() == {"schema", "made", "promise", "check", "turns"}
        assert (document["schema"], document["made"]) == ("qabot.conversation/1", "2026-11-25T10:12:00+00:00")
        assert (document["promise"], document["check"]) == (PROMISE, CHECK)
        documents = [json.loads(encode(ask_document(turn, turn.answer.warnings))) for turn in TURNS]
        assert document["turns"] == documents


class TestHTML:
    """HTML is one page that asks for nothing."""

    def test_may_apply_its_own_style_and_nothing_else(self) -> None:
        page = read_page(export(TURNS, "html", made=MADE))
        (style,) = page.named("style")
        digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
        (policy,) = (each for each in page.named("meta") if "http-equiv" in each.attributes)
        assert policy.attributes == {
            "http-equiv": "Content-Security-Policy",
            "content": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        }
        assert page.elements.index(policy) < page.elements.index(style), "it governs what comes behind it"
        assert not re.search(r"url\(|@import|expression", style.text)

    def test_names_the_source_of_each_quote(self) -> None:
        page = read_page(export(TURNS[:1], "html", made=MADE))
        quoted, bare = page.named("blockquote")
        assert (quoted.text, quoted.attributes) == (QUOTE, {"cite": DIGITAL.url})
        assert (bare.text, bare.attributes) == (BARE.text, {})
        (link,) = page.named("a")
        assert (link.text, link.attributes) == (DIGITAL.title, {"href": DIGITAL.url, "rel": "noreferrer"})
        assert page.named("title")[0].text == "How much did GDS get? – qabot"

    @given(st.lists(hostile_turns(), min_size=1, max_size=2))
    def test_shows_text_as_text(self, turns: list[Turn]) -> None:
        page = read_page(export(turns, "html", made=MADE))
        assert page.comments == []
        assert {element.name for element in page.elements} <= set(
            "html head meta title style body header main footer article h1 h2 h3 p strong small ul ol li figure "
            "blockquote figcaption cite a time br code".split()
        )
        assert len(page.named("article")) == len(turns)
        for element in page.elements:
            assert not {name for name in element.attributes if name.startswith("on")} | (
                element.attributes.keys() & {"style", "src", "srcset", "action", "background"}
            )
            for name in ("href", "cite"):
                address = element.attributes.get(name)
                assert address is None or re.match(r"https?://[^/]", address, re.IGNORECASE)

    @given(st.lists(evidence_from(stored_articles()), min_size=1, max_size=2))
    def test_quotes_word_for_word(self, found: list[Evidence]) -> None:
        page = read_page(export([turn_of(*found)], "html", made=MADE))
        assert [quote.text for quote in page.named("blockquote")] == [
            each.article.text[each.start : each.end] for each in found
        ]


class TestMarkdown:
    """Markdown is for notes."""

    @given(st.lists(hostile_turns(), max_size=2))
    def test_shows_text_as_text(self, turns: list[Turn]) -> None:
        written = export(turns, "markdown", made=MADE)
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(written)
        kinds = [token.type for token in tokens]
        assert set(kinds) <= {
            "heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close", "blockquote_open",
            "blockquote_close", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "hr",
        }  # fmt: skip
        headings = [token for before, token in pairwise(tokens) if before.type == "heading_open"]
        assert ["".join(child.content for child in token.children or []) for token in headings] == [
            "Questions and evidence",
            *(clean_line(asked(turn.question)) for turn in turns),
        ]
        assert kinds.count("blockquote_open") == sum(len(t.answer.evidence) + len(t.answer.nearest) for t in turns)
        inner = [child for token in tokens for child in token.children or []]
        assert {child.type for child in inner} <= {
            "text", "text_special", "softbreak", "hardbreak", "strong_open", "strong_close", "link_open", "link_close",
            "code_inline",
        }  # fmt: skip
        assert [child.content for child in inner if child.type == "code_inline"] == [CHECK]
        links = [str(child.attrs["href"]) for child in inner if child.type == "link_open"]
        assert all(link.lower().startswith(("http://", "https://")) for link in links)


def rendered(written: str) -> str:
    """Return the text of a Markdown document as a reader sees it."""
    tokens = MarkdownIt("commonmark").parse(written)
    return "\n".join("".join(child.content for child in token.children or []) for token in tokens)
