"""The article: its evidence marked, its proof told, its words found."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.widgets import Input

from qabot.core.answers import Evidence, Hit
from qabot.core.articles import Article, Passage
from qabot.core.settings import Home
from qabot.tui import application
from qabot.tui.glyphs import UNICODE
from qabot.tui.screens.ask_screen import AskScreen
from qabot.tui.screens.file_name_screen import FileNameScreen
from qabot.tui.screens.format_screen import FormatScreen
from qabot.tui.themes import THEMES
from qabot.tui.widgets.article_view import ArticleView, Paragraph
from tests.tui.helpers import NARROW, WIDE, Driven, content, drawn, driven, make_app, wait_for
from tests.tui.test_asking import REVIEW

pytestmark = pytest.mark.anyio


def quoted(article: Article, start: int, end: int) -> Evidence:
    """Return a piece of evidence out of an article."""
    passage = Passage(article.id, 0, start, end, article.text[start:end])
    return Evidence(article, start, end, passage.text, article.text_sha256, 1, Hit(0, passage, 1, ()))


def said(view: ArticleView, kind: str) -> str:
    """Return what a part of the reader says."""
    return content(view.query_exactly_one(f".{kind}"))


def is_in_sight(paragraph: Paragraph) -> bool:
    """Whether some of a paragraph can be seen."""
    return bool(paragraph.region.intersection(paragraph.screen.query_one(ArticleView).body.region))


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_reading(starter_home: Home, tmp_path: Path, size: tuple[int, int]) -> None:
    """Beside the conversation, or over it, every key of the reader does the same."""
    async with driven(make_app(starter_home, folder=tmp_path), size) as chat:
        await chat.ask(REVIEW)
        evidence = chat.newest.evidence
        await chat.command("/open 1")
        await chat.until(lambda: (size == WIDE) is isinstance(chat.app.screen, AskScreen), "the article")
        view = chat.app.screen.query_one(ArticleView)
        await chat.until(lambda: view.evidence is evidence[0] and "passage verified" in chat.text, "the quote")
        await chat.focus(view.body)
        assert said(view, "head").startswith("[1] of 3 · qabot brief, after Civil Service World, 25 November 2015 · ")
        assert evidence[0].article.title in said(view, "head")
        assert said(view, "address").startswith("reports on https://civilserviceworld.com/articles/news/")
        told = f"characters {evidence[0].start}–{evidence[0].end} · sha256 {evidence[0].text_sha256[:12]}…"
        assert said(view, "proof") == f"✓ passage verified · {told}"
        held = [each for each in view.query(Paragraph) if each.has_class("-evidence")]
        assert [content(each.query_exactly_one(".gutter")).split() for each in held] == [
            ["▶", str(evidence[0].paragraph)]
        ]
        assert is_in_sight(held[0])

        for key, place in (("right", 2), ("right", 3), ("right", 1), ("left", 3), ("left", 2)):
            await chat.keys(key)
            await chat.until(lambda n=place: said(view, "head").startswith(f"[{n}] of 3"), f"{key} to {place}")
            assert view.evidence is evidence[place - 1]

        await chat.keys("end")
        await chat.until(lambda: view.body.scroll_y == view.body.max_scroll_y > 0, "the end")
        end = view.body.scroll_y
        await chat.keys("up", "up")
        await chat.until(lambda: view.body.scroll_y < end, "lines up")
        higher = view.body.scroll_y
        await chat.keys("down")
        await chat.until(lambda: view.body.scroll_y > higher, "a line down")
        await chat.keys("home")
        await chat.until(lambda: view.body.scroll_y == 0, "the top")
        await assert_finding(chat, view)

        for key, told in (("ctrl+y", "Wrote "), ("ctrl+l", evidence[1].article.url or "")):
            chat.app.clear_notifications()
            await chat.keys(key)
            await chat.told(told)
        reading = chat.app.screen
        for key, screen in (("ctrl+e", FormatScreen), ("ctrl+x", FileNameScreen)):
            await chat.keys(key)
            await chat.until(lambda s=screen: isinstance(chat.app.screen, s), key)
            await chat.keys("escape")
            await chat.until(lambda: chat.app.screen is reading, "the article")
        await chat.keys("enter")
        assert chat.app.asking.has_class("-zen") is (size == WIDE)
        await chat.keys("escape", *(["escape"] if size == WIDE else []))
        await chat.until(lambda: chat.focused is chat.app.asking.prompt, "the prompt")
        assert not chat.app.asking.has_class("-zen")


async def assert_finding(chat: Driven, view: ArticleView) -> None:
    """Find words in what is read, go on from one to the next, and look for what is not there."""
    asked = view.query_exactly_one(".find", Input)
    await chat.keys("ctrl+f")
    await chat.until(lambda: chat.focused is asked, "the line to type in")
    await chat.keys("escape")
    await chat.until(lambda: not asked.display and chat.focused is view.body, "its end")
    await chat.keys("ctrl+f")
    await chat.until(lambda: chat.focused is asked, "the line to type in")
    await chat.keys(*"DIGITAL", "enter")
    await chat.until(lambda: highlighted(view), "hits")
    assert {each.casefold() for each in highlighted(view)} == {"digital"}
    assert said(view, "proof").startswith("match 1 of ")
    for key, place in (("enter", 2), ("down", 3), ("up", 2)):
        await chat.keys(key)
        await chat.until(lambda n=place: said(view, "proof").startswith(f"match {n} of "), f"match {place}")
        assert any(is_in_sight(each) for each in view.query(Paragraph) if "igital" in content(each))
    asked.clear()
    await chat.keys(*"[/] nowhere", "enter")
    await chat.told("“[/] nowhere” is not in this article.")
    await chat.until(lambda: not highlighted(view), "no hits")
    chat.app.clear_notifications()
    asked.clear()
    await chat.keys("enter", "down")
    assert not chat.toasts, "nothing was looked for"
    await chat.keys(*"digital", "enter")
    await chat.until(lambda: highlighted(view), "hits")
    await chat.keys("escape")
    await chat.until(lambda: not highlighted(view) and chat.focused is view.body, "the end of finding")


def highlighted(view: ArticleView) -> list[str]:
    """Return what the reader shows as found."""
    texts = (drawn(each, "text") for each in view.query(Paragraph))
    return [text.plain[span.start : span.end] for text in texts for span in text.spans if str(span.style) == "reverse"]


def holding(view: ArticleView, text: str) -> list[Paragraph]:
    """Return the paragraphs that hold a text."""
    return [each for each in view.query(Paragraph) if text in content(each)]


class Shelf(App[None]):
    """The reader's widget by itself."""

    CSS_PATH = Path(application.__file__).with_name("qabot.tcss")
    ENABLE_COMMAND_PALETTE = False

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """As the chat has them."""
        return THEMES["dark"].variables

    def compose(self) -> ComposeResult:
        """Show the widget."""
        yield ArticleView(UNICODE)


async def test_a_quote_that_is_not_in_the_stored_article_is_told() -> None:
    article = Article("a", "Title", "First paragraph.\n\nThe quote stands here.")
    evidence = quoted(article, 18, 40)
    async with Shelf().run_test() as pilot:
        view = pilot.app.screen.query_one(ArticleView)
        for wrong in (
            replace(evidence, text="Another quote."),
            replace(evidence, text_sha256="0" * 64),
            replace(evidence, start=17),
        ):
            await view.show(article, wrong, (wrong,))
            assert said(view, "proof") == "This quote is not in the article as stored. Run `qabot verify-index`."
        await view.show(article, evidence, (evidence,))
        assert said(view, "proof").startswith("✓ quote verified")
        await view.show(article)
        assert (said(view, "proof"), said(view, "address")) == ("", "")
        assert not view.has_class("-addressed")
        await view.action_step(1)
        assert view.evidence is None


async def test_an_article_without_paragraphs() -> None:
    async with Shelf().run_test() as pilot:
        view = pilot.app.screen.query_one(ArticleView)
        for text in ("", "\n", "# Heading"):
            await view.show(Article("a", "Title", text))
            await pilot.pause(0)
            assert "Title" in said(view, "head")
        await view.action_found(1)


async def test_an_article_of_two_thousand_paragraphs() -> None:
    """Those around what is looked at are drawn by themselves, what is before and behind them in a piece each."""
    count = 2_000
    text = "\n\n".join(f"Paragraph {number} of many, with enough words to be one." for number in range(1, count + 1))
    article = Article("long", "Long", text)
    start = text.index("Paragraph 1000 ")
    evidence = quoted(article, start, start + 14)
    async with Shelf().run_test(size=NARROW) as pilot:
        view = pilot.app.screen.query_one(ArticleView)
        await view.show(article, evidence, (evidence,))
        await pilot.pause(0)
        shown = list(view.query(Paragraph))
        assert len(shown) == 122
        assert " ".join(text[a:b] for a, b in (each.span for each in shown)).split() == text.split()
        (held,) = [each for each in shown if each.has_class("-evidence")]
        assert content(held).split()[:2] == ["▶", "1000"]
        await wait_for(pilot, lambda: is_in_sight(held), "the quote")
        view.query_exactly_one(".find", Input).value = "paragraph 1999 "
        view.action_find()
        await pilot.press("enter")
        await wait_for(pilot, lambda: any(is_in_sight(each) for each in holding(view, "Paragraph 1999")), "the hit")
        assert len(view.query(Paragraph)) == 121
