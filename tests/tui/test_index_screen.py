"""The index as the chat shows it, and its build while questions are asked."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from qabot.chat.index_status import look_up
from qabot.core.errors import QabotError
from qabot.core.settings import Home, Settings
from qabot.index.current_generation import current_name
from qabot.index.publication import writer_lock
from qabot.tui.application import QabotApp
from qabot.tui.glyphs import ASCII
from qabot.tui.screens.choice_screen import Choice
from qabot.tui.screens.index_screen import IndexScreen
from qabot.tui.widgets.status_bar import StatusBar
from tests.cli.helpers import steering
from tests.conftest import MakeHome, article, link_index, write_corpus
from tests.tui.helpers import NARROW, WIDE, Driven, content, driven, make_app
from tests.tui.test_rebuilding import FILES, MANY, NEW

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def shown(app: QabotApp, size: tuple[int, int] = WIDE, *, ready: bool = False) -> AsyncGenerator[Driven]:
    """Run a chat and open its index screen, from when it has found out what there is."""
    async with driven(app, size, ready=ready) as chat:
        await chat.command("/index")
        await chat.until(lambda: isinstance(chat.app.screen, IndexScreen), "the index screen")
        await chat.until(lambda: "looking at the index" not in chat.text, "what the index holds")
        yield chat


async def begun(chat: Driven, key: str = "enter", stage: str = "reading articles") -> None:
    """Begin a build, and wait until it is on its way."""
    await chat.pilot.press(key)
    await chat.until(lambda: stage in chat.text, stage)


async def ended(chat: Driven) -> None:
    """Wait until a build has ended."""
    await chat.until(lambda: chat.app.rebuilding.outcome, "the end of the build")


def child(chat: Driven) -> int:
    """Return the process that builds, which leads a group of its own."""
    process = chat.app.rebuilding._process  # pyright: ignore[reportPrivateUsage] - nobody else needs to know
    assert process is not None
    return process.pid


async def ended_under_a_dialog(chat: Driven, key: str) -> None:
    """Begin a build, press a key that asks about it, and have it end unanswered: the dialog closes itself."""
    await chat.pilot.press("enter")
    await chat.until(lambda: chat.app.rebuilding.standings, "the first word of the build")
    os.killpg(child(chat), signal.SIGSTOP)  # so that it cannot be done before it is asked about
    await chat.pilot.press(key)
    await chat.until(lambda: isinstance(chat.app.screen, Choice))
    os.killpg(child(chat), signal.SIGCONT)
    await chat.until(lambda: isinstance(chat.app.screen, IndexScreen), "the end of the dialog")


class TestWhatThereIs:
    """What the index holds and what waits."""

    @pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
    async def test_is_shown(self, starter_home: Home, size: tuple[int, int]) -> None:
        async with shown(make_app(starter_home), size) as chat:
            held = look_up(Settings(starter_home))
            for told in (
                f"Holds       {held.articles} qabot briefs, {held.passages} passages",
                "Published   2010 to 2026",
                "Model       all-MiniLM-L6-v2",
                f"Generation  {current_name(starter_home.index)}",
                "Before it   none",
                "Waiting     nothing",
            ):
                assert told in chat.text
            assert held.size > 10_000_000
            await chat.pilot.press("escape")
            await chat.until(lambda: chat.app.screen is chat.app.asking)

    async def test_what_waits_is_named(self, make_home: MakeHome, starter_home: Home) -> None:
        home = make_home(FILES | NEW)
        write_corpus(home, {f"new{number}\x1b[2J[bold].md": "A new thing." for number in range(7)})
        (home.corpus / "a.md").write_text(article("Zorblax council", "Zorblax council sold a payroll system."))
        (home.corpus / "b.md").unlink()
        async with shown(make_app(home)) as chat:
            assert "7 new, 1 changed, 1 gone: enter brings the index up to date" in chat.text
            for told in ("+ new0[bold].md", "+ and 2 more", "~ a.md", "- b.md"):
                assert told in chat.text
            assert f"Before it   {current_name(starter_home.index)}; `qabot rollback` goes back to it" in chat.text
            assert steering(chat.text) == set()

    async def test_of_a_damaged_index_the_way_out_is_told(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        (home.index / "CURRENT").write_text("../../etc\n")
        async with shown(make_app(home)) as chat:
            assert "does not name a generation." in " ".join(chat.text.split())
            assert "qabot rollback" in chat.text
            assert "enter builds it from here." in chat.text
            with pytest.raises(QabotError, match="does not name a generation"):
                look_up(Settings(home))


@pytest.mark.usefixtures("looked_up_by_a_fork")
class TestBuilding:
    """A real build, by a process of its own."""

    async def test_goes_on_while_questions_are_asked_and_its_index_takes_over(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        before = current_name(home.index)
        write_corpus(home, NEW | dict([*MANY.items()][:20]))
        async with shown(make_app(home), ready=True) as chat:
            await chat.pilot.press("enter")
            await chat.until(lambda: chat.app.rebuilding.standings, "the first word of the build")
            os.killpg(child(chat), signal.SIGSTOP)  # so that it cannot be done before the question is
            assert "Questions are answered from the index there is" in chat.text
            await chat.pilot.press("escape")
            await chat.until(lambda: chat.app.screen is chat.app.asking)
            await chat.ask("What did Zorblax council buy?")
            (block,) = chat.app.asking.transcript.turns
            assert block.turn is not None
            assert block.turn.generation == before
            os.killpg(child(chat), signal.SIGCONT)
            await chat.until(lambda: "passages" in chat.text.splitlines()[0], "the build in the line at the top")
            await ended(chat)
            await chat.until(lambda: "A newer index answers now: 21 came in" in chat.text, "the new index")
            assert "passages" not in chat.text.splitlines()[0]
            await chat.ask("Who sold its quibbly tram depot?")
            answer = chat.app.asking.transcript.turns[-1].turn
            assert answer is not None
            assert answer.generation == current_name(home.index) != before
            assert answer.answer.evidence[0].article.id == "b"

    @pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
    async def test_is_summed_up_and_its_problems_unfold(self, make_home: MakeHome, size: tuple[int, int]) -> None:
        home = make_home(FILES)
        write_corpus(home, {**NEW, "bad\x1b[31m[red].md": ""})
        async with shown(make_app(home, glyphs=ASCII), size) as chat:
            await chat.pilot.press("tab")
            assert "problem" not in chat.text
            await chat.pilot.press("enter")
            await ended(chat)
            await chat.until(lambda: "The index is up to date: 1 added." in chat.text)
            await chat.until(lambda: "Waiting     nothing" in chat.text, "what the index holds now")
            await chat.pilot.press("end")
            assert "2 articles, 2 passages, 1 of them newly embedded." in chat.text
            assert "> 1 problem in the corpus (tab unfolds)" in chat.text
            await chat.pilot.press("tab", "end")
            assert "v 1 problem in the corpus (tab folds)" in chat.text
            assert "bad[red].md: has no text (skipped)" in chat.text
            assert chat.text.isascii()
            await chat.pilot.press("tab")
            assert "has no text" not in chat.text

    async def test_is_stopped_when_that_is_confirmed(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        before = current_name(home.index)
        write_corpus(home, MANY)
        async with shown(make_app(home), NARROW) as chat:
            await begun(chat)
            await chat.pilot.press("ctrl+x")
            await chat.until(lambda: isinstance(chat.app.screen, Choice))
            await chat.keys("w", "w", "w")
            await chat.until(lambda: isinstance(chat.app.screen, IndexScreen))
            assert chat.app.rebuilding.is_running
            await chat.pilot.press("ctrl+x")
            await chat.until(lambda: isinstance(chat.app.screen, Choice))
            await chat.keys("s", "s")
            await chat.until(lambda: "The build was stopped. The index is as it was." in chat.text)
            assert current_name(home.index) == before

    async def test_of_everything_asks_first(self, make_home: MakeHome) -> None:
        async with shown(make_app(make_home(FILES))) as chat:
            await chat.pilot.press("ctrl+e")
            await chat.until(lambda: isinstance(chat.app.screen, Choice))
            assert "Read and embed all of 1 article anew?" in chat.text
            await chat.pilot.press("n")
            await chat.until(lambda: isinstance(chat.app.screen, IndexScreen))
            assert not chat.app.rebuilding.is_running
            await chat.pilot.press("ctrl+e")
            await chat.until(lambda: isinstance(chat.app.screen, Choice))
            await chat.keys("y", "y")
            await chat.until(lambda: "preparing the model" in chat.text)  # which only a build of everything does
            assert isinstance(chat.app.screen, IndexScreen), "the second key closes nothing"

    async def test_that_has_ended_is_asked_about_no_longer(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        write_corpus(home, NEW)
        async with shown(make_app(home), NARROW) as chat:
            await ended_under_a_dialog(chat, "ctrl+x")
            assert chat.app.rebuilding.outcome is not None
            assert "The index is up to date: 1 added." in chat.text

    async def test_leaving_says_what_becomes_of_it_and_asks_once(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        before = current_name(home.index)
        write_corpus(home, MANY)
        async with shown(make_app(home), NARROW) as chat:
            await begun(chat)
            await chat.pilot.press("ctrl+q")
            await chat.until(lambda: isinstance(chat.app.screen, Choice))
            said = content(chat.app.screen)
            assert "An index is being built, and leaving stops that. The index that there is stays as it is" in said
            assert "l  leave, and stop the build" in chat.text
            assert "s  stay, and let it go on" in chat.text
            await chat.keys("s")
            await chat.until(lambda: isinstance(chat.app.screen, IndexScreen))
            assert chat.app.rebuilding.is_running
            await chat.pilot.press("escape")
            await chat.until(lambda: chat.app.screen is chat.app.asking)
            await chat.command("/quit")
            await chat.until(lambda: isinstance(chat.app.screen, Choice), "the same question for the command")
            await chat.pilot.press("ctrl+q")
            await chat.until(lambda: chat.app.return_code == 0, "the end")
        assert not chat.app.rebuilding.is_running
        assert current_name(home.index) == before

    async def test_that_ends_while_leaving_is_asked_about_ends_the_question(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        write_corpus(home, NEW)
        async with shown(make_app(home), NARROW) as chat:
            await ended_under_a_dialog(chat, "ctrl+q")
            await chat.pilot.press("ctrl+q")
            await chat.until(lambda: chat.app.return_code == 0, "the end")

    async def test_ends_with_the_chat(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        write_corpus(home, MANY)
        async with shown(make_app(home)) as chat:
            await begun(chat)
            process = child(chat)
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
        with writer_lock(home.index):
            pass

    async def test_of_a_locked_index_says_what_still_works(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        async with shown(make_app(home)) as chat:
            with writer_lock(home.index):
                await chat.pilot.press("enter")
                await ended(chat)
            await chat.until(lambda: "Another process is writing" in chat.text)
            assert "Questions are answered from the index there is." in " ".join(chat.text.split())
            assert "Wait for it to finish" in chat.text


@pytest.mark.usefixtures("looked_up_by_a_fork")
class TestAFirstIndex:
    """A home where nothing has been built."""

    async def test_is_built_at_once_and_the_chat_opens_it_when_it_is_there(
        self, starter_home: Home, tmp_path: Path
    ) -> None:
        home = Home(tmp_path / "home")
        shutil.copytree(starter_home.corpus, home.corpus)
        async with shown(make_app(home)) as chat:
            # The rest takes long, and is what other tests are about.
            await chat.until(lambda: "preparing the model" in chat.text, "the build")
            assert "There is no index in" in chat.text
            assert "enter builds it from here." not in chat.text
            assert "Questions are answered once it is complete." in chat.text
            assert "building" in content(chat.app.asking.query_one(StatusBar))
            await chat.pilot.press("ctrl+q")
            await chat.until(lambda: isinstance(chat.app.screen, Choice))
            assert "There is no index then, until qabot is started again and builds it" in content(chat.app.screen)
            await chat.keys("s")
            await chat.until(lambda: isinstance(chat.app.screen, IndexScreen))
            chat.app.asking.ask("How much did GDS get in the 2015 Spending Review?")
            await chat.until(lambda: chat.app.asking.transcript.turns, "the question")
            assert "waiting for the index" in content(chat.newest)
            await chat.pilot.press("ctrl+x", "s")
            await ended(chat)
            await chat.until(lambda: "There is no index in" in content(chat.newest), "the end of waiting for it")
            await chat.until(lambda: "enter builds it from here." in chat.text, "the offer")
            shutil.rmtree(home.index)
            link_index(starter_home, home)  # as the build would have
            await chat.pilot.press("escape")
            await chat.until(lambda: chat.app.app_context.worker.is_ready, "the session")
            await chat.ask("How much did GDS get in the 2015 Spending Review?")
            assert "STRONG" in chat.text

    async def test_needs_articles_and_says_so(self, tmp_path: Path) -> None:
        home = Home(tmp_path)
        home.corpus.mkdir()
        async with shown(make_app(home), NARROW) as chat:
            await chat.pilot.press("enter")
            await ended(chat)
            await chat.until(lambda: "There is no article in" in chat.text)
            assert "Put .md, .txt, .html or .jsonl files into" in chat.text
