"""The articles of the index by date, outlet or organisation; what is typed narrows them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static, Tab, Tabs

from qabot.chat.facets import (
    ARRANGEMENTS,
    Arrangement,
    Catalogue,
    Coverage,
    FacetedArticle,
    Narrowing,
    arrange,
    with_only,
)
from qabot.core.articles import Article, ArticleSummary
from qabot.core.errors import NotFound, QabotError
from qabot.core.text import printable
from qabot.output.attribution import address_words, source_parts, text_count
from qabot.output.phrasing import counted
from qabot.tui.content import HEAD, QUIET, joined, plain
from qabot.tui.context import AppContext
from qabot.tui.messages import CommandGiven
from qabot.tui.screens.pushed_screen import PushedScreen
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.widgets.article_list import HeadlineList
from qabot.tui.widgets.coverage_strip import CoverageStrip
from qabot.tui.widgets.key_footer import KeyFooter
from qabot.tui.widgets.line_input import LineInput
from qabot.tui.widgets.too_small import TooSmall

MOST_SHOWN = 600
"""How many articles are listed at once, about: nobody scrolls further, and each costs a little at every key."""
_PREVIEWED = 4_000
"""Characters of an article that are shown beside the list."""
_WAYS_TO_WIDEN = 6
_HOW_TO_WIDEN = "esc shows everything again. Only headlines are looked at here: to search what articles say, ask."
_HOW_TO_NARROW = "type to narrow: words, outlet:… org:… after:… before:… on:…"


class NarrowingInput(LineInput):
    """Where one types to narrow. It keeps the focus: what means nothing in a line of text is done in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "read", key_display="enter")]


class BrowseScreen(PushedScreen[None]):
    """Lists the articles. The cursor moves while one types."""

    CSS_PATH = "browse_screen.tcss"
    AUTO_FOCUS = "#narrowing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('cursor_down')", "next", show=False),
        Binding("up", "move('cursor_up')", "previous", show=False),
        Binding("pagedown", "move('page_down')", "page down", show=False),
        Binding("pageup", "move('page_up')", "page up", show=False),
        Binding("tab", "only", "only these", tooltip="narrow to what stands under the same heading"),
        Binding("ctrl+l", "ask_of", "ask these", tooltip="limit questions to what stands under the same heading"),
        Binding("ctrl+t", "arrange(1)", "order", tooltip="by date, outlet or organisation"),
        Binding("shift+tab", "arrange(1)", "order", tooltip="by date, outlet or organisation", show=False),
        Binding("escape", "back", "back", key_display="esc", tooltip="show everything again, then go back"),
    ]

    def __init__(self, app_context: AppContext) -> None:
        """Browse with these parts."""
        super().__init__()
        self._app_context = app_context
        self._catalogue: Catalogue | None = None
        self._found: Sequence[FacetedArticle] = ()
        self._arrangement: Arrangement = "date"

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        glyphs = self._app_context.glyphs
        with Horizontal(id="narrow"):
            yield Static(plain(glyphs.prompt, "bold $accent"), id="leader")
            yield NarrowingInput(placeholder=_HOW_TO_NARROW, compact=True, id="narrowing")
        yield Static(id="notes")
        with Horizontal(id="arranging"):
            tabs = Tabs(*(Tab(f"by {each}", id=each) for each in ARRANGEMENTS))
            tabs.can_focus = False
            yield tabs
            yield Static(plain("reading the headlines", QUIET), id="count")
        yield CoverageStrip(glyphs)
        with Horizontal(id="articles"):
            yield HeadlineList(glyphs)
            yield Static(id="nothing")
            with VerticalScroll(id="preview", can_focus=False):
                yield Static()
        yield Static(id="detail")
        yield KeyFooter()
        yield TooSmall()

    @property
    def headlines(self) -> HeadlineList:
        """The list."""
        return self.query_one(HeadlineList)

    def on_mount(self) -> None:
        """Read the headlines while the screen is drawn."""
        self.run_worker(self._load, group="load")

    async def _load(self) -> None:
        try:
            headlines = await self._app_context.worker.article_summaries()
        except QabotError as error:
            self.query_one("#count").display = False
            self._show_nothing(_drawn(error))
            return
        self._catalogue = await asyncio.to_thread(Catalogue, headlines)
        self._narrow()

    # What is shown

    @on(Input.Changed)
    def _typed(self) -> None:
        self._narrow()

    @on(Tabs.TabActivated)
    def _arranged(self, message: Tabs.TabActivated) -> None:
        self._arrangement = cast("Arrangement", message.tab.id)
        self._list()

    def _narrow(self) -> None:
        if self._catalogue is None:
            return
        narrowing, every = self._narrowing(), self._catalogue.entries
        self._found = self._catalogue.narrow(narrowing)
        self.query_one(CoverageStrip).show(Coverage.of(self._found, self._catalogue.years))
        notes = self.query_one("#notes", Static)
        notes.update(Content("\n").join(plain(each, "$warning") for each in narrowing.notes))
        notes.display = bool(narrowing.notes)
        part = "" if len(self._found) == len(every) else f"{len(self._found):,} of "
        self.query_one("#count", Static).update(plain(part + _counted(every), QUIET))
        self._list()

    def _narrowing(self) -> Narrowing:
        return Narrowing.read(self.query_one(NarrowingInput).value, self._app_context.clock().astimezone().date())

    def _list(self) -> None:
        if self._catalogue is None:
            return
        self.headlines.show(arrange(self._found, self._arrangement, MOST_SHOWN), self._arrangement)
        self.remove_class("-nothing")
        if not self._found:
            self._show_nothing(self._ways_to_widen(self._catalogue))
        self._show_current()

    def _show_nothing(self, lines: Sequence[Content]) -> None:
        self.add_class("-nothing")
        self.query_one("#nothing", Static).update(Content("\n").join(lines))

    def _ways_to_widen(self, catalogue: Catalogue) -> list[Content]:
        """Say what was typed, and what is left without each part of it."""
        if not catalogue.entries:
            return [plain("The index has no articles.", QUIET)]
        glyphs, typed = self._app_context.glyphs, self.query_one(NarrowingInput).value.strip()
        lines = [plain(f"No headline matches {glyphs.open_quote}{typed}{glyphs.close_quote}.", HEAD), Content("")]
        unknown = catalogue.unknown_names(self._narrowing().filters)
        lines += [plain(printable(each.words), QUIET) for each in unknown]
        for part, wider in self._narrowing().widened()[:_WAYS_TO_WIDEN]:
            if left := len(catalogue.narrow(wider)):
                lines.append(plain(f"without {part}{glyphs.dot}{counted(left, 'article')}", QUIET))
        return [*lines, plain(_HOW_TO_WIDEN, QUIET)]

    # What the cursor stands on

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._show_current()

    def on_resize(self) -> None:
        """Fill the room beside the list, where there is any now."""
        self._show_current()

    def _show_current(self) -> None:
        row = self.headlines.row
        headline = row.headline if row else None
        self.query_one("#detail", Static).update(self._detail(headline) if headline else "")
        if self.has_class("-wide"):
            self.run_worker(partial(self._preview, headline), group="preview", exclusive=True)

    def _detail(self, headline: ArticleSummary) -> Content:
        return Content("\n").join([plain(headline.title, HEAD), self._about(headline)])

    def _about(self, of: ArticleSummary | Article, *further: str) -> Content:
        return joined((*source_parts(of), *further, ", ".join(of.organisations)), self._app_context.glyphs.dot)

    async def _preview(self, headline: ArticleSummary | None) -> None:
        shown = Content("")
        if headline:
            try:
                shown = self._previewed(await self._app_context.worker.article(headline.id))
            except QabotError as error:
                shown = Content("\n").join(_drawn(error))
        preview = self.query_one("#preview", VerticalScroll)
        preview.query_one(Static).update(shown)
        preview.scroll_home(animate=False)

    def _previewed(self, article: Article) -> Content:
        words = counted(len(article.text.split()), "word")
        lines = [plain(article.title, HEAD), self._about(article, words)]
        address = address_words(article)
        lines += [plain(address, QUIET)] if address else []
        lines += [Content(""), plain(article.text[:_PREVIEWED])]
        if len(article.text) > _PREVIEWED:
            lines.append(plain("… enter reads on", QUIET))
        return Content("\n").join(lines)

    # Keys

    def action_move(self, how: str) -> None:
        """Move the cursor of the list, whatever has the focus."""
        moves = {
            "cursor_down": self.headlines.action_cursor_down,
            "cursor_up": self.headlines.action_cursor_up,
            "page_down": self.headlines.action_page_down,
            "page_up": self.headlines.action_page_up,
        }
        moves[how]()

    def action_arrange(self, by: int) -> None:
        """Group by something else."""
        tabs = self.query_one(Tabs)  # which know of the last key already, when keys come fast
        place = ARRANGEMENTS.index(cast("Arrangement", tabs.active)) + by
        tabs.active = ARRANGEMENTS[place % len(ARRANGEMENTS)]

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def action_read(self) -> None:
        """Read the article at the cursor; where the cursor stands for the rest of a group, narrow to that."""
        row = self.headlines.row
        if row and row.headline:
            self.run_worker(partial(self._read, row.headline), group="read", exclusive=True)
        elif row:
            self.action_only()

    async def _read(self, headline: ArticleSummary) -> None:
        try:
            article = await self._app_context.worker.article(headline.id)
        except QabotError as error:
            self.notify(printable(" ".join(_told(error))), severity="warning", markup=False)
            return
        reader = ReaderScreen(self._app_context, article)
        await self.app.push_screen(reader)  # pyright: ignore[reportUnknownMemberType] - an app of any kind

    def action_only(self) -> None:
        """Narrow to the articles that stand under the same heading."""
        if typed := self._typed_for_group():
            line = self.query_one(NarrowingInput)
            line.value = with_only(line.value, typed)
            line.action_end()

    def action_ask_of(self) -> None:
        """Limit questions to the articles that stand under the same heading, and go and ask."""
        if typed := self._typed_for_group():
            self.notify(f"Questions are limited to {typed} from here on.", markup=False)
            self.post_message(CommandGiven("filter", typed))
            self.dismiss(None)

    def _typed_for_group(self) -> str:
        """Return the filter for the group at the cursor; where there is none, say so."""
        row = self.headlines.row
        if row and not row.group.bucket.typed:
            self.notify(
                printable(f"No filter stands for “{row.group.bucket.label}”."), markup=False, severity="warning"
            )
        return row.group.bucket.typed if row else ""

    def action_back(self) -> None:
        """Show everything again; from there, go back."""
        line = self.query_one(NarrowingInput)
        if line.value:
            line.clear()
        else:
            self.dismiss(None)


def _counted(entries: Sequence[FacetedArticle]) -> str:
    """Say how many texts there are; where there are articles among them, each row says which is a brief."""
    briefs = sum(each.headline.kind == "brief" for each in entries)
    return text_count(len(entries), briefs if briefs == len(entries) else 0)


def _told(error: QabotError) -> list[str]:
    """Return what to say of an error, line by line."""
    if isinstance(error, NotFound):
        return [
            "This article is in the index no more.",
            "The list is older than the index: go back, and /browse again.",
        ]
    return [each for each in (error.message, error.still_works, error.hint) if each]


def _drawn(error: QabotError) -> list[Content]:
    first, *further = _told(error)
    return [plain(first, "bold $error"), *(plain(each, QUIET) for each in further)]
