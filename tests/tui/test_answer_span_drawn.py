"""The words that answer on the screen: in the quote and in the article, whatever the theme, and without colours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.content import Content

from qabot.chat.theme_names import THEME_NAMES
from qabot.core.answers import Evidence, MissingPart
from qabot.core.settings import Home
from qabot.core.text import Span
from qabot.tui.content import ANSWER, MATCHED, marked
from qabot.tui.themes import THEMES
from qabot.tui.widgets.article_view import Paragraph
from tests.output.helpers import DIGITAL, QUOTE, evidence_from, evidence_of, stored_articles
from tests.tui.helpers import WIDE, Driven, content, driven, make_app, strips
from tests.tui.test_asking import SOLD
from tests.tui.test_themes import contrast

anyio = pytest.mark.anyio
START = DIGITAL.text.index("£450m")
FOUND = replace(
    evidence_of(DIGITAL, QUOTE), answer_span=(START, START + 5), matched=((START, START + 5), (START + 6, START + 10))
)


def in_style(shown: Content, style: str) -> list[str]:
    """Return what bears a style."""
    return [shown.plain[span.start : span.end] for span in shown.spans if span.style == style]


def test_they_are_marked_over_the_words_that_match() -> None:
    shown = marked(FOUND, FOUND.start, FOUND.end)
    assert shown.plain == QUOTE
    assert in_style(shown, ANSWER) == ["£450m"]
    assert in_style(shown, MATCHED) == ["£450m", "over"]
    assert shown.spans[-1].style == ANSWER, "what comes last wins"
    without = evidence_of(DIGITAL, QUOTE)
    assert in_style(marked(without, without.start, without.end), ANSWER) == []


@given(evidence_from(stored_articles()), st.data())
def test_exactly_they_are_marked_in_any_quote(evidence: Evidence, data: st.DataObject) -> None:
    places = st.integers(evidence.start, evidence.end)
    start, end = sorted((data.draw(places), data.draw(places)))
    shown = marked(replace(evidence, answer_span=(start, end)), evidence.start, evidence.end)
    assert shown.plain == evidence.text
    assert in_style(shown, ANSWER) == ([evidence.article.text[start:end]] if start < end else [])


@pytest.mark.parametrize("name", THEME_NAMES)
def test_they_can_be_read_in_every_theme(name: str) -> None:
    theme = next(each for key, each in THEMES.items() if key == name)
    answer = theme.variables["answer"]
    for ground in (theme.background, theme.surface, theme.variables["quoted"]):
        assert ground is not None
        assert contrast(answer, ground) >= 7, "reversed, the ground's colour stands on the answer's"
    assert answer not in {theme.variables["matched"], theme.variables["meant"]}


def reversed_on_screen(chat: Driven) -> str:
    """Return what stands reversed in the quotes and in the article, as the terminal is told."""
    return "".join(
        segment.text
        for strip in strips(chat.app)
        for segment in strip
        if segment.style is not None and segment.style.reverse and segment.text.strip()
    )


async def answer_found(chat: Driven, words: str) -> Span:
    """Have a reader tell which words of the first quote answer, and what no quote gives."""
    await chat.ask(SOLD)
    block = chat.newest
    turn = block.exchange.turn
    assert turn is not None
    first, *others = turn.answer.evidence
    start = first.article.text.index(words, first.start)
    span = (start, start + len(words))
    evidence = (replace(first, answer_span=span), *others)
    claim = MissingPart("date_sought", "No quoted sentence gives a date.", (0, 3))
    block.exchange.turn = replace(turn, answer=replace(turn.answer, evidence=evidence, missing=(claim,)))
    await block.show()
    await chat.settled()
    return span


@anyio
async def test_in_the_transcript_and_in_the_article(tram_home: Home) -> None:
    async with driven(make_app(tram_home), WIDE) as chat:
        await answer_found(chat, "£3 million")
        assert "No quoted sentence gives a date." in content(chat.newest)
        assert reversed_on_screen(chat).count("£3 million") >= 1
        await chat.command("/open 1")
        reader = chat.app.asking.reader
        await chat.until(lambda: reader.evidence is not None and reader.evidence.answer_span, "the article")
        drawn = [each._text for each in reader.query(Paragraph)]  # pyright: ignore[reportPrivateUsage]
        assert [word for each in drawn for word in in_style(each, ANSWER)] == ["£3 million"]


@anyio
async def test_without_colours_they_are_reversed(tram_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven(make_app(tram_home), WIDE) as chat:
        await chat.ask(SOLD)
        before = reversed_on_screen(chat)
        assert "£3 million" not in before
        await answer_found(chat, "£3 million")
        for name in THEME_NAMES:
            chat.app.use_theme(name)
            await chat.until(lambda n=name: chat.app.theme == f"qabot-{n}", name)
            assert "£3 million" in reversed_on_screen(chat), name
