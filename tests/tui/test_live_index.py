"""An index that is published while the chat runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.index.build.indexer import update
from qabot.tui import application as chat_app
from qabot.tui.widgets.welcome import Welcome
from tests.cli.conftest import TRAMS
from tests.conftest import MakeHome, article, link_index, write_corpus
from tests.tui.helpers import Driven, content, driven, make_app
from tests.tui.test_asking import SOLD

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for a newer index often, so that tests need not wait for it."""
    monkeypatch.setattr(chat_app, "LOOK_EVERY_S", 0.05)


def news(chat: Driven) -> list[str]:
    """Return what the conversation says of newer indexes."""
    notes = (content(each) for each in chat.app.asking.transcript.query(".note"))
    return [note for note in notes if "newer index" in note]


async def test_a_newer_index_is_taken_over_between_turns_and_told(make_home: MakeHome) -> None:
    home = make_home(TRAMS)
    async with driven(make_app(home)) as chat:
        await chat.ask(SOLD)
        old = chat.newest
        assert "5 articles" in chat.text.splitlines()[0]
        paid = "Yak council paid £6 million for laptops."
        write_corpus(home, {"new.md": article("Yak [/] council buys \x1b[31mlaptops", paid)})
        (home.corpus / "fax.md").unlink()
        update(home, ModelSettings(), ignore_progress)
        await chat.until(lambda: news(chat), "the news")
        (note,) = news(chat)
        assert note == "A newer index answers now: 1 came in, 1 went. · Yak [/] council buys laptops"
        assert old.turn is not None
        assert old in chat.app.asking.transcript.turns, "what was answered stays"
        await chat.ask("How much did Yak council pay for laptops?")
        assert "£6 million for laptops" in content(chat.newest)


async def test_news_leave_the_reader_where_they_are(make_home: MakeHome) -> None:
    home = make_home(TRAMS)
    async with driven(make_app(home)) as chat:
        for _ in range(4):
            await chat.ask(SOLD)
        transcript = chat.app.asking.transcript
        transcript.scroll_home(animate=False)
        await chat.until(lambda: transcript.scroll_y == 0, "the first question at the top")
        write_corpus(home, {"new.md": article("Yak council buys laptops", "Yak council paid £6 million for laptops.")})
        update(home, ModelSettings(), ignore_progress)
        await chat.told("A newer index answers now: 1 came in.")
        await chat.until(lambda: news(chat), "the news")
        assert transcript.scroll_y == 0
        assert chat.newest.query_exactly_one(".next").display, "what comes next stands there still"


async def test_an_index_that_appears_is_opened(starter_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.path.mkdir()
    async with driven(make_app(home), ready=False) as chat:
        await chat.until(lambda: "no index" in chat.text.splitlines()[0], "the trouble")
        await chat.command("/browse")
        await chat.told("There is no index open. Build it with /index.")
        link_index(starter_home, home)
        await chat.until(lambda: chat.app.app_context.worker.is_ready, "the index")
        await chat.until(lambda: "213 qabot briefs" in content(chat.app.asking.query_one(Welcome)), "what it holds")
        await chat.ask("How much did GDS get in the 2015 Spending Review?")
        assert "STRONG" in content(chat.newest)
