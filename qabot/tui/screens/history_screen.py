"""Earlier questions: found by their words, asked again, or forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qabot.chat.history import PastQuestion
from qabot.core.dates import PartialDate
from qabot.core.errors import HistoryUnusable, QabotError
from qabot.core.text import clean_line
from qabot.output.phrasing import counted
from qabot.tui.content import HEAD, joined, plain
from qabot.tui.context import AppContext
from qabot.tui.glyphs import Glyphs
from qabot.tui.messages import Forgotten
from qabot.tui.screens.choice_screen import Choice
from qabot.tui.screens.pushed_screen import PushedScreen
from qabot.tui.widgets.key_footer import KeyFooter
from qabot.tui.widgets.line_input import LineInput
from qabot.tui.widgets.too_small import TooSmall

MOST = 300
"""How many questions are listed at once; more are found by their words."""
_LONGEST = 400
"""Characters of a text that are drawn in a line; no line is longer."""
_VERDICT_WIDTH = len("not found")
_PRIVATE = (
    "This chat keeps no history, and looks into none: it was started as a private one.",
    "Start qabot without --private to find earlier questions.",
)


class Words(LineInput):
    """What to look for. It keeps the focus: arrows and pages move in the list, and enter takes what is chosen there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "ask", tooltip="ask again", key_display="enter"),
        Binding("ctrl+d", "screen.forget", "forget", tooltip="forget the question"),
        Binding("ctrl+l", "screen.forget_all", "forget all", tooltip="forget every question put to this home"),
    ]


class Listing(OptionList, can_focus=False):
    """The questions, the newest first."""

    def action_page_up(self) -> None:
        """Move up by a page; over the first question stands a heading, on which nothing would be chosen."""
        super().action_page_up()
        if self.highlighted is None:
            self.action_first()


class HistoryScreen(PushedScreen[str | None]):
    """Ends with the question to ask again, its filters behind it, or with None."""

    AUTO_FOCUS = "Words"
    CSS_PATH = "history_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "previous", show=False),
        Binding("down", "move(1)", "next", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("tab,shift+tab", "switch", "all homes"),
        Binding("escape", "dismiss(None)", "back", key_display="esc"),
    ]

    def __init__(self, app_context: AppContext, words: str = "", troubles: Sequence[QabotError] = ()) -> None:
        """Show the questions that hold these words.

        Args:
            app_context: What to work with.
            words: What to look for first.
            troubles: What went wrong so far; the reason why there is no history may be among it.
        """
        super().__init__()
        self._app_context = app_context
        self._words = words
        self._troubles = troubles
        self._is_everywhere = False
        self._found: dict[str, PastQuestion] = {}

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Static(classes="head")
        with Horizontal(id="searching"):
            yield Static(plain(self._app_context.glyphs.prompt, "bold $accent"), classes="leader")
            yield Words(self._words, placeholder="words of the question or its filters", select_on_focus=False)
        yield Static(classes="nothing")
        yield Listing(markup=False)
        yield KeyFooter()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    def _show(self, place: int | None = None) -> None:
        """List what is found, the choice on this line or the one nearest to it; on the first by default."""
        history, words = self._app_context.history, self.query_one(Words).value
        found = history.search(words, None if self._is_everywhere else self._home, MOST)
        self._found = {str(each.id): each for each in found}
        listing = self.query_one(Listing)
        listing.set_options(self._lines(found))
        lines = [at for at, option in enumerate(listing.options) if not option.disabled]
        listing.highlighted = min(lines, key=lambda at: abs(at - (place or 0)), default=None)
        self.set_class(not found, "-nothing")
        self.query_one(".head", Static).update(self._head(len(found)))
        self.query_one(".nothing", Static).update(Content("\n").join(plain(each) for each in self._nothing(words)))

    @property
    def _home(self) -> str:
        return str(self._app_context.settings.home.path)

    @property
    def _chosen(self) -> PastQuestion | None:
        option = self.query_one(Listing).highlighted_option
        return self._found.get(option.id) if option and option.id else None

    def _head(self, found: int) -> Content:
        where = "put to any home" if self._is_everywhere else "put to this home"
        shown = f"the newest {MOST:,}; type to find others" if found == MOST else counted(found, "question")
        told = joined((where, shown if found else ""), self._app_context.glyphs.dot)
        return Content.assemble(plain("Earlier questions", HEAD), "  ", told)

    def _nothing(self, words: str) -> Sequence[str]:
        """Say why nothing is listed."""
        if not self._app_context.history.is_on:
            why = [each for each in self._troubles if isinstance(each, HistoryUnusable)]
            return [line for each in why for line in (each.message, each.still_works, each.hint) if line] or _PRIVATE
        if words.strip():
            where = "any home" if self._is_everywhere else "this home (tab looks in all)"
            return [f"No question put to {where} holds “{clean_line(words)[:_LONGEST]}”."]
        return ["Nothing has been asked yet." if self._is_everywhere else "Nothing has been asked of this home yet."]

    def _lines(self, found: Sequence[PastQuestion]) -> Iterator[Option]:
        today = self._app_context.clock().astimezone().date()
        for number, (day, questions) in enumerate(groupby(found, lambda each: each.when.astimezone().date())):
            yield Option(plain(("\n" if number else "") + _day(day, today)), disabled=True)
            for each in questions:
                yield Option(past_lines(each, self._app_context.glyphs, with_home=self._is_everywhere), id=str(each.id))

    @on(Words.Changed)
    def _typed(self) -> None:
        self._show()

    @on(Words.Submitted)
    def _entered(self) -> None:
        self.action_take()

    @on(Listing.OptionSelected)
    def _selected(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        """Ask the chosen question again."""
        if chosen := self._chosen:
            self.dismiss(f"{chosen.text} {chosen.filters}".strip())

    def action_move(self, by: int) -> None:
        """Move the choice, while words are typed too."""
        listing = self.query_one(Listing)
        (listing.action_cursor_down if by > 0 else listing.action_cursor_up)()

    def action_page(self, by: int) -> None:
        """Move the choice by a page."""
        listing = self.query_one(Listing)
        (listing.action_page_down if by > 0 else listing.action_page_up)()

    def action_switch(self) -> None:
        """Look into the questions put to any home, or to this one alone."""
        self._is_everywhere = not self._is_everywhere
        self._show()

    def action_forget(self) -> None:
        """Ask whether to forget the chosen question."""
        if chosen := self._chosen:
            choice = Choice(f"Forget “{_cut(chosen.text)}”?", {"y": "forget it", "n": "keep it"})
            choice.over(self, lambda said: self._forget(chosen, said))

    def _forget(self, question: PastQuestion, said: str | None) -> None:
        if said == "y":
            self._app_context.history.delete(question.id)
            self.post_message(Forgotten(question.text))
            self._show(self.query_one(Listing).highlighted)

    def action_forget_all(self) -> None:
        """Ask whether to forget every question put to this home."""
        if count := self._app_context.history.count(self._home):
            asked = f"Forget all of this home: {counted(count, 'question')}? Nothing brings them back."
            Choice(asked, {"n": "keep them", "y": "forget them"}).over(self, self._forget_all)

    def _forget_all(self, said: str | None) -> None:
        if said == "y":
            self._app_context.history.clear(self._home)
            self.post_message(Forgotten(None))
            self._show()


def past_lines(question: PastQuestion, glyphs: Glyphs, *, with_home: bool) -> Content:
    """Return an earlier question on two lines: its verdict and its words, then what came of it."""
    name = question.verdict.replace("_", " ")
    verdict = f"  {glyphs.verdict(question.verdict)} {name:<{_VERDICT_WIDTH}}  "
    told = (
        f"{question.when.astimezone():%H:%M}",
        _cut(question.title or "nothing answered"),
        _cut(question.filters),
        _cut(question.home) if with_home else "",
    )
    return Content.assemble(
        plain(verdict, f"${question.verdict.replace('_', '-')}"),
        plain(_cut(question.text)),
        "\n",
        " " * len(verdict),
        joined(told, glyphs.dot),
    )


def _cut(text: str) -> str:
    """Return the beginning of a text, on one line."""
    return clean_line(text[:_LONGEST])


def _day(day: date, today: date) -> str:
    if day in (today, today - timedelta(days=1)):
        return "Today" if day == today else "Yesterday"
    return f"{_WEEKDAYS[day.weekday()]} {PartialDate(day.year, day.month, day.day).label}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
