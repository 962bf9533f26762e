"""Carrying out commands, however they were given: typed after a slash, chosen in the palette, or by a key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from qabot.chat.filter_chips import describe_filters
from qabot.core.answers import Evidence
from qabot.core.errors import QabotError, UsageError
from qabot.core.questions import Filters
from qabot.output.phrasing import citation, counted
from qabot.output.writers import require, writers
from qabot.question.analysis import combine_filters
from qabot.question.operators import parse_operators
from qabot.tui.content import HEAD, QUIET, plain
from qabot.tui.messages import EvidenceAction
from qabot.tui.screens.browse_screen import BrowseScreen
from qabot.tui.screens.format_screen import FormatScreen
from qabot.tui.screens.help_screen import HelpScreen
from qabot.tui.screens.history_screen import HistoryScreen
from qabot.tui.screens.index_screen import IndexScreen
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.themes import THEME_NAMES
from qabot.tui.widgets.chip_bar import ChipBar
from qabot.tui.widgets.turn_block import TurnBlock

if TYPE_CHECKING:
    from qabot.tui.application import QabotApp

_LONGEST_NUMBER = 4
"""Digits of a number that may call a passage."""


class CommandHandler:
    """Does what commands say, on the conversation and with the application's screens."""

    def __init__(self, app: QabotApp) -> None:
        """Act on this application."""
        self._app = app
        self._kit = app.kit
        self._commands: dict[str, Callable[[str], Awaitable[None]]] = {
            "filter": self._filter,
            "clear": self._clear,
            "sources": self._sources,
            "open": self._open,
            "copy": self._copy,
            "export": self._export,
            "why": self._why,
            "more": self._more,
            "browse": self._browse,
            "index": self._index,
            "history": self._history,
            "private": self._private,
            "theme": self._theme,
            "help": self._help,
            "quit": self._quit,
        }

    async def do(self, name: str, argument: str) -> None:
        """Carry out a command; what goes wrong is told in a toast."""
        try:
            await self._commands[name](argument)
        except QabotError as error:
            self._app.tell(str(error), is_wrong=True)

    async def fulfil(self, evidence: Evidence, wish: EvidenceAction) -> None:
        """Do something with a piece of evidence."""
        try:
            await self._fulfil(evidence, wish)
        except QabotError as error:
            self._app.tell(str(error), is_wrong=True)

    async def limit(self, filters: Filters) -> None:
        """Limit the conversation to these filters."""
        self._app.asking.asker.filters = filters
        await self._app.asking.query_one(ChipBar).show(filters)

    async def _fulfil(self, evidence: Evidence, wish: EvidenceAction) -> None:
        keeper = self._app.keeper
        match wish:
            case "read":
                owner = self._app.asking.transcript.current
                among = owner.evidence if owner and evidence in owner.evidence else (evidence,)
                self._app.push_screen(ReaderScreen(self._kit, evidence.article, evidence, among))
            case "copy":
                self._app.tell_when_done(partial(keeper.copy, evidence, "text"))
            case "copy_as":
                self._app.push_screen(
                    FormatScreen([each.name for each in writers("citation")]),
                    lambda form: self._copy_as(evidence, form),
                )
            case "write":
                self._app.tell_when_done(partial(keeper.write, evidence))
            case "address":
                if address := evidence.article.url:
                    dot = self._kit.glyphs.dot
                    self._app.tell_when_done(lambda: f"{address}{dot}{keeper.copy_text(address)}")
                else:
                    self._app.tell("This article has no address.")

    def _copy_as(self, evidence: Evidence, form: str | None) -> None:
        if form:
            self._app.tell_when_done(partial(self._app.keeper.copy, evidence, form))

    async def _filter(self, argument: str) -> None:
        held = self._app.asking.asker.filters
        if argument in {"clear", "none", "off"}:
            await self.limit(Filters())
            self._app.tell("Everything is searched again.")
        elif argument:
            read = parse_operators(argument, self._kit.clock().astimezone().date())
            if not read.filters.active:
                wrong = " ".join(read.notes) or f"“{argument}” is no filter."
                raise UsageError(wrong, hint="Try outlet:…, org:…, after:…, before:… or on:….")
            await self.limit(combine_filters(held, read.filters))
            for note in read.notes:
                self._app.tell(note, is_wrong=True)
        else:
            self._app.tell(describe_filters(held))

    async def _clear(self, argument: str) -> None:
        if argument:
            _require_one_of(argument, ("filters",))
            await self._filter("clear")
            return
        self._app.asking.stop_all()
        await self._app.asking.asker.begin_anew()
        await self._app.show_earlier()
        await self.limit(Filters())
        self._app.asking.remove_class("-reading", "-zen")
        self._app.asking.prompt.focus()

    async def _sources(self, _argument: str) -> None:
        turns = self._app.asking.transcript.turns
        found = {e.article.id: e for block in turns if block.turn for e in block.turn.answer.evidence}
        if not found:
            self._app.tell("No article has been quoted yet.")
            return
        cited = (plain(self._kit.glyphs.spelled(citation(each)), QUIET) for each in found.values())
        lines = [plain("Quoted in this conversation", HEAD), *cited]
        await self._app.asking.transcript.add(Static(Content("\n").join(lines), classes="listing"))

    async def _open(self, argument: str) -> None:
        self._app.asking.action_open(_number(argument, "/open 1"))

    async def _copy(self, argument: str) -> None:
        number, _, form = argument.partition(" ")
        writer = require(form.strip().lower() or "text", "citation")
        evidence = self._evidence(_number(number or "1", "/copy 1 bibtex"))
        self._app.tell_when_done(partial(self._app.keeper.copy, evidence, writer.name))

    async def _export(self, argument: str) -> None:
        turns = [block.turn for block in self._app.asking.transcript.turns if block.turn]
        if not turns:
            raise UsageError("There is nothing to export yet.", hint="Ask something first.")
        self._app.tell_when_done(partial(self._app.keeper.export, turns, argument))

    async def _why(self, _argument: str) -> None:
        await self._block().explain()

    async def _more(self, _argument: str) -> None:
        block = self._block()
        self._app.asking.do(partial(self._app.asking.asker.more, block))

    async def _browse(self, _argument: str) -> None:
        self._require_index()
        self._app.push_screen(BrowseScreen(self._kit))

    async def _index(self, _argument: str) -> None:
        self._app.push_screen(IndexScreen(self._kit, self._app.rebuilding))

    async def _history(self, argument: str) -> None:
        if argument == "clear":
            home = str(self._kit.settings.home.path)
            self._app.tell(f"Forgot {counted(self._kit.history.clear(home), 'question')}.")
            await self._app.forget(None)
        else:
            self._app.push_screen(HistoryScreen(self._kit, argument, self._app.troubles), self._ask_again)

    def _ask_again(self, text: str | None) -> None:
        if text:
            self._app.asking.prompt.focus()
            self._app.asking.prompt.put(text)

    async def _private(self, argument: str) -> None:
        asker = self._app.asking.asker
        _require_one_of(argument, ("on", "off", ""))
        asker.is_private = argument == "on" if argument else not asker.is_private
        self._app.show_state()
        self._app.tell(
            "Questions are not kept from here on." if asker.is_private else "Questions are kept in the history again."
        )

    async def _theme(self, argument: str) -> None:
        if argument not in THEME_NAMES:
            raise UsageError(
                f"There is no theme {argument!r}." if argument else "Which theme?",
                hint=f"There are {', '.join(THEME_NAMES)}.",
            )
        self._app.use_theme(argument)

    async def _help(self, _argument: str) -> None:
        self._app.push_screen(HelpScreen(self._kit))

    async def _quit(self, _argument: str) -> None:
        self._app.exit(0)

    def _block(self) -> TurnBlock:
        block = self._app.asking.transcript.current
        if block is None or block.turn is None:
            raise UsageError("Nothing has been answered yet.", hint="Ask something first.")
        return block

    def _evidence(self, number: int) -> Evidence:
        evidence = self._block().evidence
        if not 0 < number <= len(evidence):
            raise UsageError(f"There is no passage {number} here.", hint="Passages are numbered from 1.")
        return evidence[number - 1]

    def _require_index(self) -> None:
        if not self._kit.desk.is_open:
            raise UsageError("There is no index open.", hint="Build it with /index.")


def _require_one_of(argument: str, known: tuple[str, ...]) -> None:
    """Refuse what is not understood, rather than take a typing error for the usual."""
    if argument not in known:
        raise UsageError(f"“{argument}” is not understood here.", hint=f"There is {' and '.join(filter(None, known))}.")


def _number(text: str, example: str) -> int:
    if not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise UsageError("A passage is called by its number.", hint=f"Try {example}.")
    return int(text)
