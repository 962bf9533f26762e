"""A brief and an article in every screen that shows one: whose words they are is said each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.settings import Home
from qabot.tui.screens.browse_screen import BrowseScreen
from qabot.tui.widgets.article_view import ArticleView
from qabot.tui.widgets.turn_block import BRIEFS_PROMISE, PROMISE
from qabot.tui.widgets.welcome import Welcome
from tests.conftest import MakeHome, article
from tests.tui.helpers import NARROW, WIDE, Driven, content, driven, make_app, written

pytestmark = pytest.mark.anyio
SALE = "Wombat council will sell its quibbly tram depot to Zorblax for £3 million."
FERRY = "Numbat council paid £7 million for the vorpal ferry terminal."
BRIEF = f"""---
title: Wombat sells depot
kind: brief
published: 2015-11-25
reports_on:
  outlet: Computing
  title: Trams go for a song
  url: https://computing.example/trams
---

{SALE}
"""
AFTER = "qabot brief, after Computing, 25 November 2015"


@pytest.fixture
def home(make_home: MakeHome) -> Home:
    """A brief after Computing, and an article of it."""
    url = "https://computing.example/ferry"
    ferry = article("Ferry paid for", FERRY, outlet="Computing", published="2016-02-03", url=url)
    return make_home({"sale.md": BRIEF, "ferry.md": ferry})


def texts(folder: Path) -> set[Path]:
    """Return the text files of a folder that are written."""
    return {path for path in written(folder) if path.suffix == ".txt"}


async def ask_and_copy(chat: Driven, question: str, folder: Path) -> str:
    """Ask, copy the first quote, and return what was copied: where there is no clipboard it goes to a file."""
    await chat.ask(question)
    before = set(folder.glob("*.txt"))
    await chat.command("/copy 1")
    await chat.until(lambda: texts(folder) - before, "the copy")
    (copied,) = texts(folder) - before
    return copied.read_text(encoding="utf-8")


async def test_an_answer_says_whose_words_it_shows(home: Home, tmp_path: Path) -> None:
    async with driven(make_app(home, folder=tmp_path), NARROW) as chat:
        welcome = content(chat.app.screen.query_one(Welcome))
        assert "2 articles, 1 of them a qabot brief" in welcome
        assert "A qabot brief sums up, in qabot's words, what an outlet reported." in welcome
        copied = await ask_and_copy(chat, "Who gets the quibbly tram depot?", tmp_path)
        assert f"{AFTER} · ¶1" in content(chat.newest)
        assert content(chat.newest.query_exactly_one(".promise")) == BRIEFS_PROMISE
        assert copied.startswith(f"{SALE} — {AFTER}: Wombat sells depot, para. 1.")
        copied = await ask_and_copy(chat, "What did the vorpal ferry terminal cost? -quibbly", tmp_path)
        assert "Computing · 3 February 2016 · ¶1" in content(chat.newest)
        assert copied.startswith(f"“{FERRY}” — Ferry paid for, Computing, 3 February 2016, para. 1")


async def test_articles_alone_are_promised_as_quotes(home: Home) -> None:
    async with driven(make_app(home), NARROW) as chat:
        await chat.ask("What did the vorpal ferry terminal cost? -quibbly")
        assert content(chat.newest.query_exactly_one(".promise")) == PROMISE


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_reader_says_whose_words_they_are(home: Home, size: tuple[int, int]) -> None:
    async with driven(make_app(home), size) as chat:
        for question, head, address, proof in (
            (
                "Who gets the quibbly tram depot? -ferry",
                AFTER,
                "reports on https://computing.example/trams",
                "✓ passage",
            ),
            ("What did the ferry cost? -tram", "Computing · 3 February", "https://computing.example/ferry", "✓ quote"),
        ):
            await chat.ask(question)
            await chat.command("/open 1")
            await chat.until(lambda proof=proof: proof in chat.text, "the article")
            view = chat.app.screen.query_one(ArticleView)
            assert head in " ".join(content(view.query_exactly_one(".head")).split())
            assert content(view.query_exactly_one(".address")) == address
            await chat.keys("escape")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_browsing_finds_a_brief_by_its_outlet_and_says_what_it_is(home: Home, size: tuple[int, int]) -> None:
    async with driven(make_app(home), size) as chat:
        await chat.command("/browse")
        await chat.until(lambda: isinstance(chat.app.screen, BrowseScreen) and "2 articles" in chat.text, "the list")
        await chat.type("outlet:computing")
        await chat.until(lambda: "Ferry paid for" in chat.text and "Wombat sells depot" in chat.text, "both")
        await chat.keys("down")
        await chat.until(lambda: AFTER in " ".join(chat.text.split()), "what the brief is")
        await chat.keys("ctrl+t")
        await chat.until(
            lambda: "qabot brief" in chat.text.partition("Wombat sells depot")[2].splitlines()[0], "a mark"
        )
