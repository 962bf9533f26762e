"""Showing what comes of commands, however they were given: typed after a slash, chosen in the palette, or by a key."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widgets import Static

from qabot.chat.clipboard import free_name, short
from qabot.chat.command_arguments import CITATION_FORMATS
from qabot.chat.command_results import (
    Answered,
    BegunAnew,
    BriefWritten,
    Cited,
    DraftChecked,
    Explained,
    Failed,
    HelpWanted,
    HistoryCleared,
    IndexReported,
    Left,
    Limited,
    MoreShown,
    NearestShown,
    PassageOpened,
    PastListed,
    Pinned,
    PrivacySet,
    Refused,
    Result,
    ScreenWanted,
    SourcesListed,
    ThemeChosen,
    TopicTold,
    Written,
)
from qabot.chat.commands import BY_NAME, Given
from qabot.chat.exchange import Exchange
from qabot.chat.handlers import execute
from qabot.chat.pin_commands import pin_passage
from qabot.chat.report_listing import ReportResult, report_lines
from qabot.chat.theme_names import ThemeName
from qabot.core.answers import Evidence
from qabot.core.errors import QabotError
from qabot.core.questions import Filters
from qabot.output.attribution import address_words, linked_address
from qabot.output.phrasing import citation
from qabot.tui.content import HEAD, QUIET, draft_report, plain
from qabot.tui.messages import EvidenceAction
from qabot.tui.screens.browse_screen import BrowseScreen
from qabot.tui.screens.file_name_screen import FileNameScreen
from qabot.tui.screens.format_screen import FormatScreen
from qabot.tui.screens.help_screen import HelpScreen
from qabot.tui.screens.history_screen import HistoryScreen
from qabot.tui.screens.index_screen import IndexScreen
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.widgets.chip_bar import ChipBar
from qabot.tui.widgets.evidence_view import EvidenceBlock
from qabot.tui.widgets.turn_block import TurnBlock

if TYPE_CHECKING:
    from qabot.reports.report_lines import ReportLine
    from qabot.tui.application import QabotApp


class CommandHandler:
    """Has commands carried out, and shows what comes of them with the application's screens.

    A screen that is pushed is waited for: text that is typed meanwhile is for a field of it, which must be there.
    """

    def __init__(self, app: QabotApp) -> None:
        """Act on this application."""
        self._app = app
        self._app_context = app.app_context

    async def do(self, name: str, argument: str) -> None:
        """Carry out a command; one that asks goes on beside what else is done, and can be stopped."""
        work = partial(self._carry_out, Given(BY_NAME[name], argument))
        if BY_NAME[name].asks:
            self._app.asking.do(work)
        else:
            await work()

    async def _carry_out(self, given: Given) -> None:
        block = self._app.asking.transcript.current
        await self.show(await execute(self._app.chat, given, block.exchange if block else None))

    async def show(self, result: Result) -> None:  # noqa: C901, PLR0912 - one line a kind of result
        """Show what came of a command; what was refused is told in a toast."""
        if isinstance(result, ReportResult):
            await self._list_report(report_lines(result))
            return
        match result:
            case Answered() | MoreShown() | Failed():
                await self._app.asking.asker.show(result)
            case NearestShown(exchange):
                await self._block(exchange).show_nearest()
            case Explained(exchange):
                await self._block(exchange).explain()
            case PassageOpened(evidence):
                self._app.asking.post_message(EvidenceBlock.Opened(evidence))
            case Cited(text=text):
                self._app.tell_when_done(partial(self._app.keeper.copy_text, text))
            case SourcesListed(quoted):
                await self._list_sources(quoted)
            case Pinned():
                self._app.tell(result.words)
            case BriefWritten(note, proof):
                self._app.tell(f"Wrote {short(note)}, and {short(proof)}, which proves its quotes.")
            case Written(path):
                self._app.tell(f"Wrote {short(path)}.")
            case DraftChecked(draft):
                await self._app.asking.transcript.add(Static(draft_report(draft), classes="listing"))
            case Limited():
                await self._show_limits(result)
            case BegunAnew():
                await self._begin_anew()
            case TopicTold():
                self._app.tell(result.words)
            case HistoryCleared():
                self._app.tell(result.words)
                await self._app.forget(None)
            case PrivacySet():
                self._app.show_state()
                self._app.tell(result.words)
            case ScreenWanted():
                await self._open_screen(result)
            case ThemeChosen(name):
                self._app.use_theme(cast("ThemeName", name))
            case Left():
                await self._app.action_quit()
            case Refused(error):
                self._app.tell(str(error), is_wrong=True)
            case PastListed() | IndexReported() | HelpWanted():
                pass  # where there are screens, these have one each

    async def fulfil(self, evidence: Evidence, wish: EvidenceAction) -> None:
        """Do something with a piece of evidence."""
        keeper = self._app.keeper
        match wish:
            case "read":
                owner = self._app.asking.transcript.current
                among = owner.evidence if owner and evidence in owner.evidence else (evidence,)
                await self._app.push_screen(ReaderScreen(self._app_context, evidence.article, evidence, among))
            case "copy":
                self._app.tell_when_done(partial(keeper.copy, evidence, "text"))
            case "copy_as":
                await self._app.push_screen(FormatScreen(CITATION_FORMATS), lambda form: self._copy_as(evidence, form))
            case "write":
                asked = FileNameScreen(free_name(self._app_context.folder), short(self._app_context.folder))
                await self._app.push_screen(asked, lambda name: self._write(evidence, name))
            case "pin":
                await self._pin(evidence)
            case "address":
                if address := linked_address(evidence.article):
                    said, dot = address_words(evidence.article), self._app_context.glyphs.dot
                    self._app.tell_when_done(lambda: f"{said}{dot}{keeper.copy_text(address)}")
                else:
                    self._app.tell("This article has no address.")

    async def _pin(self, evidence: Evidence) -> None:
        try:
            await self.show(pin_passage(self._app.chat, evidence))
        except QabotError as error:
            await self.show(Refused(error))

    def _write(self, evidence: Evidence, name: str | None) -> None:
        if name:
            self._app.tell_when_done(partial(self._app.keeper.write, evidence, name))

    async def limit(self, filters: Filters) -> None:
        """Limit the conversation to these filters."""
        self._app.chat.filters = filters
        await self._app.asking.query_one(ChipBar).show(filters)

    def _copy_as(self, evidence: Evidence, form: str | None) -> None:
        if form:
            self._app.tell_when_done(partial(self._app.keeper.copy, evidence, form))

    def _block(self, exchange: Exchange) -> TurnBlock:
        return next(each for each in self._app.asking.transcript.turns if each.exchange is exchange)

    async def _list_sources(self, quoted: tuple[Evidence, ...]) -> None:
        if not quoted:
            self._app.tell("No article has been quoted yet.")
            return
        cited = (plain(self._app_context.glyphs.spelled(citation(each)), QUIET) for each in quoted)
        lines = [plain("Quoted in this conversation", HEAD), *cited]
        await self._app.asking.transcript.add(Static(Content("\n").join(lines), classes="listing"))

    async def _list_report(self, lines: Iterable[ReportLine]) -> None:
        """List a report in the conversation; what articles say is drawn, never parsed."""
        styles = {"head": HEAD, "row": HEAD, "quote": "", "source": QUIET, "address": QUIET, "note": QUIET, "bar": ""}
        drawn = [plain(self._app_context.glyphs.spelled(line.words), styles[line.kind]) for line in lines]
        await self._app.asking.transcript.add(Static(Content("\n").join(drawn), classes="listing"))

    async def _show_limits(self, limited: Limited) -> None:
        """Show as chips what limits the search, and say only what they do not."""
        await self._app.asking.query_one(ChipBar).show(limited.filters)
        if limited.how != "changed":
            self._app.tell(limited.words)
        for note in limited.notes:
            self._app.tell(note, is_wrong=True)

    async def _begin_anew(self) -> None:
        asking = self._app.asking
        asking.stop_all()
        await asking.transcript.empty()
        await self._app.show_earlier()
        await asking.query_one(ChipBar).show(self._app.chat.filters)
        asking.remove_class("-reading", "-zen")
        asking.prompt.focus()

    async def _open_screen(self, wanted: ScreenWanted) -> None:
        match wanted.screen:
            case "browse":
                await self._app.push_screen(BrowseScreen(self._app_context))
            case "index":
                await self._app.push_screen(IndexScreen(self._app_context, self._app.rebuilding))
            case "history":
                await self._app.push_screen(
                    HistoryScreen(self._app_context, wanted.words, self._app.troubles), self._ask_again
                )
            case "help":
                await self._app.push_screen(HelpScreen(self._app_context))

    def _ask_again(self, text: str | None) -> None:
        if text:
            self._app.asking.prompt.focus()
            self._app.asking.prompt.put(text)
