"""The main screen: the conversation and the prompt, and beside them, where there is room, the article."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from qabot.chat.commands import Given, Unknown, parse
from qabot.chat.completion import Vocabulary, completions
from qabot.chat.headless_chat import Chat
from qabot.core.answers import Evidence
from qabot.tui.content import plain
from qabot.tui.context import AppContext
from qabot.tui.messages import CommandGiven, EvidenceWanted, FiltersChanged, QuestionPut
from qabot.tui.question_controller import QuestionController
from qabot.tui.widgets.article_view import ArticleView
from qabot.tui.widgets.chip_bar import ChipBar
from qabot.tui.widgets.completion_list import Completions
from qabot.tui.widgets.evidence_view import EvidenceBlock
from qabot.tui.widgets.key_footer import KeyFooter
from qabot.tui.widgets.prompt import Prompt
from qabot.tui.widgets.status_bar import StatusBar
from qabot.tui.widgets.too_small import TooSmall
from qabot.tui.widgets.transcript import Transcript
from qabot.tui.widgets.turn_block import TurnBlock
from qabot.tui.widgets.welcome import Example, Welcome

_DIGITS = "123456789"


class AskScreen(Screen[None]):
    """Asks and answers. What only the application can do, it is asked for by messages."""

    AUTO_FOCUS = "#prompt"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", tooltip="close what is open, else go back to the prompt", show=False),
        Binding("tab", "pane(1)", "next pane", show=False),
        Binding("shift+tab", "pane(-1)", "previous pane", show=False),
        Binding("enter", "zen", "whole width", tooltip="give the article the whole width, or no more", show=False),
        Binding("ctrl+r", "say('history')", "history", show=False),
    ]

    def __init__(self, app_context: AppContext, chat: Chat) -> None:
        """Show this conversation, with these parts."""
        super().__init__()
        self.vocabulary = Vocabulary()
        """The names to complete filters with."""
        self._app_context = app_context
        self._transcript = Transcript(Welcome(app_context.glyphs))
        self.asker = QuestionController(chat, app_context.glyphs, self._transcript, self._answered)
        self._asking: list[Worker[None]] = []

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield StatusBar(self._app_context.glyphs)
        with Horizontal(id="panes"):
            with Vertical(id="conversation"):
                yield ChipBar(self._app_context.glyphs)
                yield self._transcript
                yield Completions()
                with Horizontal(id="asking"):
                    yield Static(plain(self._app_context.glyphs.prompt, "bold $accent"), id="leader")
                    yield Prompt(lambda before: completions(before, self.vocabulary))
            yield ArticleView(self._app_context.glyphs)
        yield KeyFooter()
        yield TooSmall()

    @property
    def prompt(self) -> Prompt:
        """Where questions are typed."""
        return self.query_one(Prompt)

    @property
    def transcript(self) -> Transcript:
        """The conversation."""
        return self._transcript

    @property
    def reader(self) -> ArticleView:
        """The article beside the conversation; shown where there is room for it."""
        return self.query_one(ArticleView)

    @property
    def has_two_panes(self) -> bool:
        """Whether there is room for the article beside the conversation."""
        return self.has_class("-wide")

    def do(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Begin something that esc can stop."""
        self._asking = [each for each in self._asking if not each.is_finished]
        self._asking.append(self.run_worker(work, group="ask"))

    def stop_asking(self) -> bool:
        """Stop the question under way, and tell whether there was one."""
        running = [each for each in self._asking if not each.is_finished]
        if running:
            running[-1].cancel()
        return bool(running)

    def stop_all(self) -> None:
        """Stop every question under way."""
        for each in self._asking:
            each.cancel()

    def ask(self, text: str) -> None:
        """Ask a question."""
        self.prompt.add(text)
        self.do(partial(self.asker.ask, text))

    def _answered(self, block: TurnBlock, *, in_sight: bool) -> None:
        """Show the best evidence beside the conversation, where there is room, and bring the answer into sight."""
        if in_sight:
            self._transcript.show(block)
        else:
            self._transcript.keep()
        if block is not self._transcript.newest:
            return
        if not block.evidence:
            self.remove_class("-reading", "-zen")
        elif self.has_two_panes:
            self.run_worker(partial(self._read, block.evidence[0]), group="read", exclusive=True)

    async def _read(self, evidence: Evidence) -> None:
        owner = next((turn for turn in self._transcript.turns if evidence in turn.evidence), None)
        self.add_class("-reading")
        await self.reader.show(evidence.article, evidence, owner.evidence if owner else (evidence,))

    # What is typed

    @on(Prompt.Submitted)
    def _submitted(self, message: Prompt.Submitted) -> None:
        if message.text in [*_DIGITS] and self._transcript.newest:
            self.action_open(int(message.text))
            return
        if message.text == "?":
            self.action_say("help")
            return
        match parse(message.text):
            case None:
                self.post_message(QuestionPut(message.text.strip()))
            case Given() as given:
                self.prompt.add(message.text)
                self.post_message(CommandGiven(given.command.name, given.argument))
            case Unknown(name, near):
                suggested = f" Did you mean /{near}?" if near else " /help lists them."
                self.notify(f"There is no command /{name}.{suggested}", markup=False, severity="warning")
                self.prompt.put(message.text)

    @on(Prompt.HelpWanted)
    def _help_wanted(self) -> None:
        self.action_say("help")

    @on(Prompt.Offering)
    def _offering(self, message: Prompt.Offering) -> None:
        self.query_one(Completions).offer(message.offered, message.chosen)

    @on(Completions.Chosen)
    def _clicked(self, message: Completions.Chosen) -> None:
        self.prompt.complete(message.completion)
        self.prompt.focus()

    @on(Prompt.Shortened)
    def _shortened(self, message: Prompt.Shortened) -> None:
        self.notify(f"The paste was too long for a question: {message.dropped:,} characters were left out.")

    @on(Example.Chosen)
    def _example(self, message: Example.Chosen) -> None:
        self.prompt.focus()
        self.post_message(QuestionPut(message.text))

    # What is done with answers

    @on(TurnBlock.Refusal)
    def _refused(self, message: TurnBlock.Refusal) -> None:
        self.do(partial(self.asker.refuse, message.block, message.matter))

    @on(EvidenceBlock.Opened)
    async def _opened(self, message: EvidenceBlock.Opened) -> None:
        if self.has_two_panes:
            await self._read(message.evidence)
        else:
            self.post_message(EvidenceWanted(message.evidence, "read"))

    @on(EvidenceBlock.Wanted)
    def _wanted(self, message: EvidenceBlock.Wanted) -> None:
        self.post_message(EvidenceWanted(message.evidence, message.what))

    @on(ArticleView.Wanted)
    def _wanted_of_reader(self, message: ArticleView.Wanted) -> None:
        self.post_message(EvidenceWanted(message.evidence, message.what))

    @on(ChipBar.Changed)
    def _unfiltered(self, message: ChipBar.Changed) -> None:
        self.post_message(FiltersChanged(message.filters))

    # Keys

    def action_back(self) -> None:
        """Close one thing that is open: what is offered, a search under way, finding, the whole width of the article.

        Where none is, go back to the prompt; there, esc does nothing, so that it can be pressed until one is there.
        """
        if self.prompt.close_completions() or self.stop_asking() or self.reader.close_find():
            return
        if self.has_class("-zen"):
            self.remove_class("-zen")
            return
        self.prompt.focus()

    def action_pane(self, by: int) -> None:
        """Go to the next pane: the prompt, the evidence, the article, the filters."""
        panes = self._panes()
        at = next((place for place, (pane, _) in enumerate(panes) if pane.has_focus_within), 0)
        self.set_focus(panes[(at + by) % len(panes)][1])

    def _panes(self) -> list[tuple[Widget, Widget]]:
        """Return each pane that there is to go to, and what of it takes the focus."""
        chips, is_reading = self.query_one(ChipBar), self.has_two_panes and self.has_class("-reading")
        panes = (
            (self.prompt, self.prompt),
            (self._transcript, self._transcript.entry),
            (self.reader, self.reader.body if is_reading else None),
            (chips, chips.entry),
        )
        return [(pane, entry) for pane, entry in panes if entry is not None]

    def action_open(self, number: int) -> None:
        """Read the evidence of this number of the current answer."""
        block = self._transcript.current
        evidence = block.evidence if block else ()
        if 0 < number <= len(evidence):
            self.post_message(EvidenceBlock.Opened(evidence[number - 1]))
        else:
            self.notify(f"There is no passage {number} here." if block else "Nothing has been asked yet.")

    def action_zen(self) -> None:
        """Give the article the whole width, or no more."""
        if self.has_class("-reading") and self.has_two_panes:
            self.toggle_class("-zen")

    def action_say(self, command: str) -> None:
        """Do what a command does."""
        self.post_message(CommandGiven(command, ""))
