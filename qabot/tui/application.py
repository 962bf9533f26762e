"""The application: it opens the index, holds the screens, and does what they cannot do by themselves."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.widget import MountError

from qabot.chat.asker import OpenedIndex
from qabot.chat.build_process import BuildOutcome, BuildProcess, StageProgress, building_line, summary
from qabot.chat.clipboard import short
from qabot.chat.completion import Vocabulary
from qabot.chat.example_questions import offered
from qabot.chat.headless_chat import Chat
from qabot.chat.kept_examples import KeptExamples
from qabot.chat.quote_export import QuoteExporter
from qabot.chat.theme_names import ThemeName
from qabot.core.errors import NoIndex, QabotError
from qabot.core.settings import CURRENT
from qabot.core.text import printable
from qabot.output.phrasing import newer
from qabot.tui.context import AppContext
from qabot.tui.glyphs import ASCII
from qabot.tui.messages import INDEX_SCREEN, CommandGiven, EvidenceWanted, FiltersChanged, Forgotten, QuestionPut
from qabot.tui.palette import CommandProvider
from qabot.tui.screens.ask_screen import AskScreen
from qabot.tui.screens.choice_screen import Choice
from qabot.tui.screens.pushed_screen import failed_node, pushed_screen_of
from qabot.tui.text_routing import TextRouter
from qabot.tui.themes import THEMES
from qabot.tui.widgets.status_bar import State, StatusBar
from qabot.tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from qabot.tui.command_handler import CommandHandler

LoadHandler = Callable[[], "type[CommandHandler]"]
"""Loads what carries out commands, with the screens they open: that takes as long as all the rest."""
MOUSE_ON, MOUSE_OFF = ("".join(f"\x1b[?{mode}{end}" for mode in (1000, 1003, 1015, 1006)) for end in "hl")
"""What tells a terminal to report the mouse, and to keep it to itself (xterm's modes)."""
LOOK_EVERY_S = 2.0
"""How often the app looks whether a newer index has been published: one small file is read."""
FAILED = "Something went wrong on that screen, and it was closed. The conversation is as it was: /export keeps it."
_INDEX_STAYS = "The index that there is stays as it is, and the next build begins anew; nothing is lost."
_NO_INDEX_YET = "There is no index then, until qabot is started again and builds it; no article is lost."
_LEAVING = {"l": "leave, and stop the build", "s": "stay, and let it go on"}
_ASK_ON = "Ask meanwhile: it is answered as soon as there is an index. /index shows how far it is."
_EXAMPLES, _EARLIER, _TITLES = 3, 3, 3
_WHEN_LEAVING = (NoMatches, MountError)
"""What is raised by something to be shown where someone leaves meanwhile: the screen is gone, or takes nothing more."""
_DRAWN_BY_S = 0.2
"""Seconds after which the index is opened though the main screen was not drawn."""
_SIGNALLED = 128
"""What is added to a signal's number for the exit code of a process that it ended."""


class QabotApp(TextRouter):
    """The chat."""

    CSS_PATH = "qabot.tcss"
    TITLE = "qabot"
    COMMANDS: ClassVar = {lambda: CommandProvider}
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012 - likewise
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit", priority=True),
        Binding("f1", "say('help')", "help"),
        Binding("ctrl+c", "interrupt", "copy or stop", show=False),
        Binding("f2", "release_mouse", "mouse", tooltip="select with the mouse, or leave it to qabot", show=False),
    ]

    def __init__(
        self,
        app_context: AppContext,
        load_handler: LoadHandler,
        theme: ThemeName = "dark",
        *,
        private: bool = False,
        animated: bool = True,
        troubles: Sequence[QabotError] = (),
    ) -> None:
        """Chat with these parts.

        Args:
            app_context: The parts.
            load_handler: Is called once the first screen has been drawn, on another thread.
            theme: The colours to begin with.
            private: Whether to keep questions out of the history.
            animated: Whether anything may move by itself, which is no help over a slow line.
            troubles: What went wrong before, and is to be told.
        """
        super().__init__()
        for each in THEMES.values():
            self.register_theme(each)
        self.set_reactive(App.theme, THEMES[theme].name)  # not by `use_theme`: the styles would be read once more
        self.stylesheet.set_variables(self.get_css_variables())
        self.app_context = app_context
        self.fault: Exception | None = None
        """What went wrong inside, if the application ended by that."""
        self.chat = Chat(app_context.worker, app_context.chat_context, private=private)
        """The conversation, which everything here shows."""
        self.asking = AskScreen(app_context, self.chat)
        self.keeper = QuoteExporter(
            app_context.surroundings, app_context.folder, app_context.clock, self._write_terminal
        )
        self.rebuilding = BuildProcess(app_context.settings)
        """Builds of the index; they go on while questions are asked, and end with the application."""
        self.troubles = troubles
        """What went wrong before."""
        self._load_handler = load_handler
        self._handler: CommandHandler | None = None
        self._loading = asyncio.Lock()
        self._state: State = "opening"
        self._has_begun = False
        self._has_mouse = True
        self._trouble = ""
        self._leaving: Choice | None = None
        """What asks whether to leave while an index is being built."""
        self.set_class(app_context.glyphs is ASCII, "-ascii")
        if not animated:
            self.animation_level = "none"

    def on_mount(self) -> None:
        """Show the main screen, and open the index once it has been drawn."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, _SIGNALLED + number)
        self.push_screen(self.asking)
        for trouble in self.troubles:
            self.tell(str(trouble), is_wrong=True)
        if self.app_context.settings.notice:
            self.tell(self.app_context.settings.notice, is_wrong=True)
        self.call_after_refresh(self._begin)
        self.set_timer(_DRAWN_BY_S, self._begin)  # a screen that another covers at once is not drawn, and never calls
        self.rebuilding.watch(lambda change: self.call_later(self._show_build, change))
        self.set_interval(LOOK_EVERY_S, self._look_soon)

    def _begin(self) -> None:
        """Open the index and begin to act, once."""
        if not self._has_begun:
            self._has_begun = True
            self.run_worker(self.start, group="index")
            self.run_worker(self._command_handler, group="acting")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the names that the styles use a meaning in any theme, also before the first is chosen."""
        return THEMES["dark"].variables

    async def start(self) -> None:
        """Open the index, answer by words from then on, and by meaning once the models are there."""
        with suppress(*_WHEN_LEAVING):
            await self._start()

    async def _start(self) -> None:
        worker = self.app_context.worker
        self.show_state("opening")
        try:
            opened = await worker.open()
            await self.show_index(opened)
            self.show_state("words only")
            self.asking.prompt.remember(self.app_context.history.last(self._home)[::-1])
            await self.show_earlier()
            await worker.load()
        except QabotError as error:
            await self._show_no_index(error)
            return
        self.show_state("ready")
        await self.asking.asker.read_for_meaning()
        with suppress(QabotError):  # what is damaged is told when a question meets it; none needs an example
            kept = KeptExamples.of(self.app_context.settings, opened.searched.generation)
            found = await offered(worker, kept, await worker.article_summaries())
            await self.asking.query_one(Welcome).show_examples(found[:_EXAMPLES])

    async def show_index(self, opened: OpenedIndex) -> None:
        """Show what there is to ask."""
        self.asking.vocabulary = Vocabulary.of(await self.app_context.worker.article_summaries())
        waiting = await self.app_context.worker.waiting()
        self.asking.query_one(StatusBar).show_index(opened, waiting, self.app_context.clock())
        self.asking.query_one(Welcome).show_holdings(opened, self.asking.vocabulary)

    async def _show_no_index(self, error: QabotError) -> None:
        """Build the index that a first question needs; where there is nothing to build it from, say what is wrong."""
        corpus = self.app_context.settings.home.corpus
        if isinstance(error, NoIndex) and not self.rebuilding.outcome and _holds_anything(corpus):
            self.show_state("building")
            self.app_context.worker.expect_index(comes=True)
            self.rebuilding.begin()
            told = f"There is no index yet: it is being built, once, from {short(corpus)}."
            await self.asking.query_one(Welcome).show_problem([told, _ASK_ON])
            return
        self.show_state("no index")
        lines = [line for line in (error.message, error.still_works, error.hint) if line]
        await self.asking.query_one(Welcome).show_problem([*lines, "Or build it from here: /index"])

    async def look(self) -> None:
        """Go over to a newer index if there is one, and say what it brought."""
        with suppress(*_WHEN_LEAVING):
            await self._look()

    async def _look(self) -> None:
        if self._state in {"no index", "building"} and (self.app_context.settings.home.index / CURRENT).exists():
            await self.start()
        if not self.app_context.worker.is_ready:
            return
        try:
            refreshed = await self.app_context.worker.refresh()
        except QabotError as error:
            if str(error) != self._trouble:  # it is met again at every look
                self._trouble = str(error)
                self.tell(self._trouble, is_wrong=True)
            return
        if refreshed:
            news, opened = refreshed
            await self.show_index(opened)
            titles = "".join(f" {self.app_context.glyphs.dot.strip()} {each.title}" for each in news.added[:_TITLES])
            await self.asking.transcript.note(f"{newer(news)}{titles}")
            if self.rebuilding.outcome is None:  # a build from here has its own say, and the note may be out of sight
                self.tell(newer(news))

    def _show_build(self, change: StageProgress | BuildOutcome) -> None:
        """Show how a build goes on; when it has ended, say how, and go over to what it made."""
        for bar in self.asking.query(StatusBar):  # none is left when the chat is being closed
            bar.show_build(
                building_line(change, self.app_context.glyphs.dot) if isinstance(change, StageProgress) else ""
            )
        if isinstance(change, StageProgress):
            return
        if self._leaving:  # there is nothing to ask any more
            self._leaving.dismiss(None)
        if self._state == "building" and not change.built:
            self.app_context.worker.expect_index(comes=False)
            self.run_worker(self.start, group="index")
        if self.screen.id != INDEX_SCREEN:  # which says so itself
            self.tell(summary(change), is_wrong=change.error is not None)
        self._look_soon()

    def _look_soon(self) -> None:
        """Look for a newer index aside: what waits for the index must not keep the keys waiting."""
        self.run_worker(self.look, group="look")

    @on(Forgotten)
    async def _forgot(self, message: Forgotten) -> None:
        await self.forget(message.text)

    async def forget(self, text: str | None) -> None:
        """Offer a question nowhere any more; None for every one that was put to this home."""
        self.asking.prompt.forget(text)
        await self.show_earlier()

    async def show_earlier(self) -> None:
        """Offer, to begin with, what conversations began with before."""
        await self.asking.query_one(Welcome).show_earlier(self.app_context.history.openings(self._home, _EARLIER))

    @property
    def _home(self) -> str:
        return str(self.app_context.settings.home.path)

    def show_state(self, state: State | None = None) -> None:
        """Show in the line at the top how questions are answered."""
        self._state = state or self._state
        self.asking.query_one(StatusBar).show_state(self._state, private=self.chat.is_private)

    def use_theme(self, name: ThemeName) -> None:
        """Change the colours."""
        self.theme = THEMES[name].name

    def tell(self, text: str, *, is_wrong: bool = False) -> None:
        """Say something in a toast."""
        self.notify(printable(text), severity="warning" if is_wrong else "information", markup=False)

    async def _command_handler(self) -> CommandHandler:
        """Return what carries out commands, and wait for it while it is being loaded."""
        async with self._loading:
            if self._handler is None:
                kind = await asyncio.to_thread(self._load_handler)
                self._handler = kind(self)
            return self._handler

    def tell_when_done(self, work: Callable[[], str]) -> None:
        """Do something aside and say what came of it: a tool for the clipboard may hang, and keys must not wait."""
        self.run_worker(partial(self._telling, work), group="keep")

    async def _telling(self, work: Callable[[], str]) -> None:
        try:
            told = await asyncio.to_thread(work)
        except QabotError as error:
            self.tell(str(error), is_wrong=True)
        else:
            self.tell(told)

    @on(QuestionPut)
    def _put(self, message: QuestionPut) -> None:
        self.asking.ask(message.text)

    @on(CommandGiven)
    async def _given(self, message: CommandGiven) -> None:
        await (await self._command_handler()).do(message.name, message.argument)

    @on(EvidenceWanted)
    async def _wanted(self, message: EvidenceWanted) -> None:
        await (await self._command_handler()).fulfil(message.evidence, message.wish)

    @on(FiltersChanged)
    async def _filtered(self, message: FiltersChanged) -> None:
        await (await self._command_handler()).limit(message.filters)

    def action_say(self, command: str) -> None:
        """Do what a command does."""
        self.post_message(CommandGiven(command, ""))

    async def action_quit(self) -> None:
        """Leave; where an index is being built, say what becomes of that, and ask once."""
        if self._leaving or not self.rebuilding.is_running:
            self.exit(0)
            return
        kept = _INDEX_STAYS if self.app_context.worker.is_open else _NO_INDEX_YET
        self._leaving = Choice(f"An index is being built, and leaving stops that. {kept}", _LEAVING)
        self._leaving.over(self.screen, self._left)

    def _left(self, said: str | None) -> None:
        self._leaving = None
        if said == "l":
            self.exit(0)

    def action_interrupt(self) -> None:
        """Copy what is selected, else stop what is being searched, else say how to leave."""
        if selected := self.screen.get_selected_text():
            self.tell_when_done(partial(self.keeper.copy_text, selected))
        elif not self.asking.stop_asking():
            self.tell("Press ctrl+q to leave.")

    def action_release_mouse(self) -> None:
        """Leave the mouse to the terminal, which then selects text its own way; or take it back."""
        self._has_mouse = not self._has_mouse
        self._write_terminal(MOUSE_ON if self._has_mouse else MOUSE_OFF)
        self.tell("The mouse is qabot's again." if self._has_mouse else "Select with the mouse; F2 takes it back.")

    def _write_terminal(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)
            self._driver.flush()

    def _handle_exception(self, error: Exception) -> None:
        """Close a screen that failed, and go on without it; an error anywhere else ends the application."""
        screen = pushed_screen_of(failed_node(self, error))
        if screen is None:
            self.fault = self.fault or error
            super()._handle_exception(error)
            return
        while screen in self.screen_stack:
            self.pop_screen()
        self.tell(FAILED, is_wrong=True)

    def _fatal_error(self) -> None:
        """Leave without a traceback, which would show what was asked: the command line tells what happened."""
        self._close_messages_no_wait()

    async def on_unmount(self) -> None:
        """Let go of the index and the history."""
        await self.rebuilding.close()
        self.app_context.worker.close()
        self.app_context.history.close()


def _holds_anything(folder: Path) -> bool:
    """Whether there is such a folder that is not empty; one that cannot be read holds nothing to build from."""
    try:
        return any(folder.iterdir())
    except OSError:
        return False
