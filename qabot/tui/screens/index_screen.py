"""The index: what it holds, what waits to be taken in, and bringing it up to date while questions are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from qabot.chat.build_process import STAGES, BuildOutcome, BuildProcess, StageProgress, pace, summary
from qabot.chat.index_status import IndexStatus, look_up
from qabot.core.articles import ReadIssue
from qabot.core.errors import QabotError
from qabot.core.text import clean_line
from qabot.output.attribution import outlets_words, text_count
from qabot.output.phrasing import counted, moment
from qabot.tui.content import HEAD, QUIET, plain
from qabot.tui.context import AppContext
from qabot.tui.glyphs import Glyphs
from qabot.tui.messages import INDEX_SCREEN
from qabot.tui.screens.choice_screen import Choice
from qabot.tui.screens.pushed_screen import PushedScreen
from qabot.tui.widgets.key_footer import KeyFooter
from qabot.tui.widgets.status_bar import age
from qabot.tui.widgets.too_small import TooSmall

_OUTLETS, _WAITING, _PROBLEMS, _NOTES = 8, 5, 200, 5
"""How many of each are listed before the rest is only counted."""
_BAR = 12
_STAGE_WIDTH = max(map(len, STAGES.values()))
_MEANWHILE = "Questions are answered from the index there is, until the new one is complete. Esc leaves it running."
_AT_FIRST = "Questions are answered once it is complete. Esc leaves it running."


class Row(Horizontal):
    """What something is called, and what is said of it."""

    def __init__(self, name: str, *lines: Content) -> None:
        """Show these lines behind the name."""
        super().__init__(
            Static(plain(name, QUIET), classes="label"),
            Static(Content("\n").join(lines), classes="value"),
            classes="row",
        )


class IndexScreen(PushedScreen[None]):
    """Shows an index and its build."""

    AUTO_FOCUS = "VerticalScroll"
    CSS_PATH = "index_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "build", "bring up to date", key_display="enter"),
        Binding("ctrl+e", "build_anew", "rebuild", tooltip="everything anew"),
        Binding("ctrl+x", "stop", "stop"),
        Binding("tab", "problems", "problems"),
        Binding("ctrl+l", "look", "look again", show=False),
        Binding("escape", "dismiss(None)", "back", key_display="esc"),
    ]

    def __init__(self, app_context: AppContext, rebuilding: BuildProcess) -> None:
        """Show the index of these parts.

        Args:
            app_context: What to work with.
            rebuilding: Its builds, which go on when the screen is left.
        """
        super().__init__(id=INDEX_SCREEN)
        self._app_context = app_context
        self._rebuilding = rebuilding
        self._found: IndexStatus | QabotError | None = None
        self._is_unfolded = False
        self._drawn = 0
        self._asked: Choice | None = None
        self._unwatch = rebuilding.watch(self._changed)

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        told = Content.assemble(plain("Index", HEAD), "  ", plain(f"of {self._app_context.settings.home.path}", QUIET))
        yield Static(told, classes="head")
        with VerticalScroll():
            yield Static(plain("looking at the index …", QUIET), classes="looking")
            yield Vertical(classes="holds")
            yield Static(classes="build")
        yield KeyFooter()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show what there is."""
        self._show_build()
        self.action_look()

    def on_unmount(self) -> None:
        """Follow the build no longer."""
        self._unwatch()

    def action_look(self) -> None:
        """Look at the index and the corpus again."""
        self.run_worker(self._look, group="look", exclusive=True)

    async def _look(self) -> None:
        try:
            self._found = await asyncio.to_thread(look_up, self._app_context.settings)
        except QabotError as error:
            self._found = error
        held = self._found
        rows = _held(held, self._app_context.clock()) if isinstance(held, IndexStatus) else _told(held)
        self.query_one(".looking").display = False
        box = self.query_one(".holds", Vertical)
        await box.remove_children()
        await box.mount(*rows)
        self.refresh_bindings()

    def _changed(self, change: StageProgress | BuildOutcome) -> None:
        self.call_later(self._show_build)
        if isinstance(change, BuildOutcome):
            self.call_later(self.action_look)
            self.call_later(self._withdraw)

    def _withdraw(self) -> None:
        """Ask no longer what is to become of a build that has ended."""
        if self._asked is not None:
            self._asked.dismiss(None)

    def _show_build(self) -> None:
        """Show how the build goes on, or how the last one ended."""
        building, glyphs = self._rebuilding, self._app_context.glyphs
        lines: list[Content] = []
        if building.is_running:
            lines = [plain("Building", HEAD), *(_stage(each, glyphs) for each in building.standings)]
            lines += [Content(""), plain(_MEANWHILE if self._app_context.worker.is_open else _AT_FIRST, QUIET)]
        elif building.outcome:
            lines = [*_ended(building.outcome), *self._problems(building.outcome)]
        for each in self.query(".build").results(Static):  # none is left when the chat is being closed
            each.update(Content("\n").join(lines))
        if building.is_running and len(lines) != self._drawn:  # where there is little room, this is what is to be seen
            self.call_after_refresh(self.query_one(VerticalScroll).scroll_end, animate=False)
        self._drawn = len(lines)
        self.set_class(building.is_running, "-building")
        self.refresh_bindings()

    def _problems(self, outcome: BuildOutcome) -> Iterator[Content]:
        problems = outcome.built.problems if outcome.built else ()
        if problems:
            glyphs = self._app_context.glyphs
            mark, hint = (glyphs.unfolded, "tab folds") if self._is_unfolded else (glyphs.folded, "tab unfolds")
            yield plain(f"{mark} {counted(len(problems), 'problem')} in the corpus ({hint})")
            if self._is_unfolded:
                yield from (plain(f"  {_problem(each)}", QUIET) for each in problems[:_PROBLEMS])
            if self._is_unfolded and len(problems) > _PROBLEMS:
                more = len(problems) - _PROBLEMS
                yield plain(f"  and {more:,} more; `qabot index --dry-run --json` lists them all", QUIET)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - as Textual calls it
        """Offer only what can be done now."""
        if action in {"build", "build_anew", "stop"}:
            return self._rebuilding.is_running == (action == "stop")
        if action == "problems":
            outcome = self._rebuilding.outcome
            return bool(outcome and outcome.built and outcome.built.problems)
        return True

    def action_build(self) -> None:
        """Bring the index up to date."""
        self._begin(anew=False)

    def action_build_anew(self) -> None:
        """Ask whether to build everything anew."""
        held = (
            f"all of {counted(self._found.articles, 'article')}"
            if isinstance(self._found, IndexStatus)
            else "every article"
        )
        choice = Choice(f"Read and embed {held} anew?", {"y": "everything anew", "n": "leave it"})
        choice.over(self, lambda said: self._begin(anew=True) if said == "y" else None)

    def _begin(self, *, anew: bool) -> None:
        self._is_unfolded = False
        self._rebuilding.begin(anew=anew)
        self._show_build()

    def action_problems(self) -> None:
        """Unfold what could not be read, or fold it."""
        self._is_unfolded = not self._is_unfolded
        self._show_build()

    def action_stop(self) -> None:
        """Ask what is to become of the build that is under way."""
        answers = {"l": "leave it running, and go on asking", "s": "stop it", "w": "go on watching"}
        self._asked = Choice("The index is being built.", answers)
        self._asked.over(self, self._left)

    def _left(self, said: str | None) -> None:
        if said == "l":
            self.dismiss(None)
        elif said == "s":
            self.run_worker(self._rebuilding.stop, group="stop")


def _held(holdings: IndexStatus, now: datetime) -> Iterator[Widget]:
    """Yield what an index holds and what waits, a row a matter."""
    dates = " to ".join(date.label for date in (holdings.first, holdings.last) if date)
    more = f" and {len(holdings.outlets) - _OUTLETS:,} more" if len(holdings.outlets) > _OUTLETS else ""
    built = f"{age(holdings.built, now)}, on {moment(holdings.built)}"
    before = f"{holdings.previous}; `qabot rollback` goes back to it" if holdings.previous else "none"
    held = f"{text_count(holdings.articles, holdings.briefs)}, {counted(holdings.passages, 'passage')}"
    yield Row("Holds", plain(held, HEAD))
    yield Row("Published", plain(dates or "undated"))
    yield Row("Outlets", plain(outlets_words(holdings.outlets[:_OUTLETS], more) or "none named"))
    yield Row("Model", plain(holdings.model))
    yield Row("Built", plain(built))
    yield Row("Generation", plain(holdings.generation))
    yield Row("Before it", plain(before))
    yield Row("On disk", plain(f"{holdings.size / 1e6:,.1f} MB"))
    yield Row("Waiting", *_waiting(holdings))


def _waiting(holdings: IndexStatus) -> Iterator[Content]:
    kinds = (("+", "new", holdings.new), ("~", "changed", holdings.changed), ("-", "gone", holdings.gone))
    told = ", ".join(f"{len(paths):,} {kind}" for _, kind, paths in kinds if paths)
    yield plain(told and f"{told}: enter brings the index up to date", HEAD) if told else plain("nothing")
    for sign, _, paths in kinds:
        yield from (plain(f"{sign} {clean_line(path)}", QUIET) for path in paths[:_WAITING])
        if len(paths) > _WAITING:
            yield plain(f"{sign} and {len(paths) - _WAITING:,} more", QUIET)


def _told(error: QabotError | None) -> Iterator[Widget]:
    """Yield what stands in the way of showing an index, and what can be done."""
    yield Static(_lines(error))
    yield Static(plain("enter builds it from here.", HEAD), classes="offer")


def _lines(error: QabotError | None) -> Content:
    """Return the parts of an error, each on a line."""
    parts = (error.message, error.still_works, error.hint) if error else ()
    styles = ("bold $error", "", QUIET)
    return Content("\n").join(plain(part, style) for part, style in zip(parts, styles, strict=False) if part)


def _stage(standing: StageProgress, glyphs: Glyphs) -> Content:
    """Return one stage of a build on a line: a mark, its name, and how far it has come."""
    progress = standing.progress
    mark = plain(f"{glyphs.check} ", "$success") if standing.is_complete else plain(f"{glyphs.waiting} ", "$accent")
    name = plain(f"{STAGES[progress.stage]:<{_STAGE_WIDTH}}  ")
    if not progress.total or progress.total <= 1:
        return Content.assemble(mark, name)
    full = _BAR * progress.done // progress.total
    bar = (plain(glyphs.done * full, "$accent"), plain(glyphs.left * (_BAR - full), QUIET), "  ")
    return Content.assemble(mark, name, *bar, plain(pace(standing, glyphs.dot), QUIET))


def _ended(outcome: BuildOutcome) -> Iterator[Content]:
    """Yield how a build ended, a line a matter."""
    yield _lines(outcome.error) if outcome.error else plain(summary(outcome), HEAD)
    if outcome.built and outcome.built.published:
        built = outcome.built
        holds = f"{counted(built.articles, 'article')}, {counted(built.passages or 0, 'passage')}"
        yield plain(f"{holds}, {built.embedded:,} of them newly embedded.", QUIET)
    yield from (plain(f"Note: {note}", QUIET) for note in outcome.notes[-_NOTES:])


def _problem(problem: ReadIssue) -> str:
    place = f"{problem.path}, line {problem.line}" if problem.line else problem.path
    return clean_line(f"{place}: {problem.cause}{' (skipped)' if problem.skipped else ''}")
