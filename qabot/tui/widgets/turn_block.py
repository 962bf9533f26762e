"""One question of the conversation, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from qabot.chat.exchange import Exchange, Request
from qabot.core.answers import Answer, Evidence, Turn
from qabot.core.errors import QabotError
from qabot.output.attribution import may_be_quoted
from qabot.output.phrasing import QueryInterpretation, interpret_query, judged, limits, missing, not_found, owners
from qabot.output.why import plain_explanation
from qabot.tui.content import HEAD, QUIET, joined, plain, verdict_line
from qabot.tui.glyphs import Glyphs
from qabot.tui.widgets.chip_bar import Crossed
from qabot.tui.widgets.evidence_view import EvidenceBlock

Refused = Literal["carried_over", "dates"]
"""What a reader can refuse of how a question was understood."""
PROMISE = "Every quoted word below is in the article named. qabot does not write answers."
"""Stands over the first answer of a conversation, where it quotes articles alone."""
BRIEFS_PROMISE = "Every word is in the text named; a qabot brief is not in its outlet's words."
"""Stands there where a brief is among what is shown."""


class Fold(Static, can_focus=True):
    """Unfolds what stands below it, and folds it again."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "fold", "fold or unfold", key_display="enter")]

    class Toggled(Message):
        """It was folded or unfolded."""

    def action_fold(self) -> None:
        """Fold or unfold."""
        self.post_message(self.Toggled())

    def on_click(self) -> None:
        """Fold or unfold."""
        self.action_fold()


class TurnBlock(Vertical):
    """A question with its answer, its error, or the note that it is being looked for."""

    class Refusal(Message):
        """Something that was understood is refused: the question is to be asked without it."""

        def __init__(self, block: TurnBlock, matter: Refused) -> None:
            """Say of which question, and what."""
            super().__init__()
            self.block = block
            self.matter: Refused = matter

    def __init__(self, exchange: Exchange, glyphs: Glyphs, *, is_first: bool = False, waits: bool = False) -> None:
        """Show a question that is being looked for, or that waits until there is an index to look into."""
        super().__init__(classes="turn")
        self.exchange = exchange
        """The question as the conversation has it."""
        self.is_explained = False
        self._glyphs = glyphs
        self._is_first = is_first
        self._waits = waits
        self._error: QabotError | None = None
        self._is_stopped = False

    @property
    def request(self) -> Request:
        """What is asked."""
        return self.exchange.request

    @property
    def turn(self) -> Turn | None:
        """What came of it; None until it is answered."""
        return self.exchange.turn

    @property
    def place(self) -> int | None:
        """Which turn of the session it is; None until it is answered."""
        return self.exchange.place

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What can be opened by its number: the evidence, or what came closest once that is unfolded."""
        return self.exchange.evidence

    @property
    def is_by_words(self) -> bool:
        """Whether its answer was found by words alone, so that it is to be asked again."""
        return self.exchange.is_by_words

    async def show(self) -> None:
        """Show its answer."""
        self._error, self._is_stopped = None, False
        await self._draw()

    async def show_error(self, error: QabotError) -> None:
        """Show what went wrong."""
        self._error = error
        await self._draw()

    async def stop(self) -> None:
        """Show that it was called off."""
        self._is_stopped = True
        await self._draw()

    async def explain(self) -> None:
        """Show why the passages rank where they do, or show it no more."""
        self.is_explained = not self.is_explained
        await self._draw()

    async def unfold(self) -> None:
        """Show what came closest, or show it no more."""
        self.exchange.is_unfolded = not self.exchange.is_unfolded
        await self.show_nearest()

    async def show_nearest(self) -> None:
        """Show what came closest, if that is unfolded, and bring it into sight."""
        await self._draw()
        for shown in [*self.query(EvidenceBlock)][-1:]:  # it stands below the fold, and perhaps below what is in sight
            shown.scroll_visible(animate=False)

    async def _draw(self) -> None:
        """Draw anew, unless the conversation has gone on without it; the focus stays where it was in it."""
        if not self.is_attached:
            return
        had = self.screen.focused if self.has_focus_within else None
        await self.recompose()
        if had is not None and (heir := self._heir(had)):
            self.screen.set_focus(heir, scroll_visible=False)

    def _heir(self, had: Widget) -> Widget | None:
        """Return what stands now where something stood, or else what can be gone to first."""
        alike = [each for each in self.query(type(had)) if each.can_focus]
        number = had.number if isinstance(had, EvidenceBlock) else 1
        return alike[min(number, len(alike)) - 1] if alike else next(iter(self.query("EvidenceBlock, Fold")), None)

    def compose(self) -> ComposeResult:
        """Show the question and what there is to it."""
        yield Static(Content.assemble(plain("You  ", QUIET), plain(self.request.text, HEAD)), classes="question")
        if self.turn is not None:
            yield from self._answered(self.turn)
        if self._error is not None:
            yield from _told(self._error)
        elif self._is_stopped and self.turn is None:
            yield Static(plain("Stopped. Nothing was answered.", QUIET))
        elif self.turn is None:
            doing = "waiting for the index" if self._waits else "searching"
            yield Static(plain(f"{self._glyphs.waiting} {doing} … (esc stops)", QUIET), classes="waiting")

    def _answered(self, turn: Turn) -> Iterator[Widget]:
        yield from (self._understood(each) for each in interpret_query(turn))
        yield from (Static(plain(line, QUIET), classes="understood") for line in limits(turn))
        answer = turn.answer
        yield Static(verdict_line(answer, self._glyphs), classes="verdict")
        if answer.missing:
            yield Static(plain("\n".join(missing(answer))), classes="missing")
        yield from (Static(plain(f"Note: {each}", QUIET), classes="note") for each in answer.warnings)
        if self._is_first and answer.evidence:
            quotes_alone = all(may_be_quoted(each.article) for each in answer.evidence)
            yield Static(plain(PROMISE if quotes_alone else BRIEFS_PROMISE, QUIET), classes="promise")
        if self.is_explained:
            lines = (*plain_explanation(answer), f"verdict: {judged(answer)}", *owners(answer))
            yield Static(plain("\n".join(lines), QUIET), classes="judged")
        yield from self._listed(answer.evidence)
        yield from (Static(plain(line, QUIET), classes="coverage") for line in not_found(answer))
        if answer.nearest:
            yield Fold(plain(self._fold(len(answer.nearest)), QUIET), classes="fold")
            if self.exchange.is_unfolded:
                yield from self._listed(answer.nearest)
        yield Static(joined(self._next(answer), self._glyphs.dot), classes="next")

    def _understood(self, understood: QueryInterpretation) -> Static:
        said = plain(understood.words, QUIET)
        if understood.matter == "carried_over" or understood.limits:
            return Crossed(said, self._glyphs, name=understood.matter)
        return Static(said, classes="understood")

    def _listed(self, evidence: tuple[Evidence, ...]) -> Iterator[EvidenceBlock]:
        for number, each in enumerate(evidence, start=1):
            yield EvidenceBlock(each, number, self._glyphs, explained=self.is_explained)

    def _next(self, answer: Answer) -> list[str]:
        """Return what can be done next, shortly."""
        if answer.evidence:
            count = len(answer.evidence)
            read = f"next: {'1' if count == 1 else f'1–{count}'} enter read"
            return [read, "tab ctrl+y copy", "/more", "/why"]
        if self.request.filters.active:
            return ["next: /filter clear", "/browse"]
        filtered = answer.searched.matched_filters < answer.searched.articles
        return ["next: the same without what limits it" if filtered else "next: other words", "/browse"]

    def _fold(self, count: int) -> str:
        mark = self._glyphs.unfolded if self.exchange.is_unfolded else self._glyphs.folded
        passages = "the nearest passage" if count == 1 else f"the nearest {count} passages"
        return f"{mark} {passages}{'' if self.exchange.is_unfolded else ' (tab enter unfolds)'}"

    def on_crossed_dropped(self, message: Crossed.Dropped) -> None:
        """Ask for the question without what was refused."""
        message.stop()
        matter: Refused = "carried_over" if message.crossed.name == "carried_over" else "dates"
        self.post_message(self.Refusal(self, matter))

    async def on_fold_toggled(self, message: Fold.Toggled) -> None:
        """Fold or unfold what came closest."""
        message.stop()
        await self.unfold()


def _told(error: QabotError) -> Iterator[Static]:
    yield Static(plain(error.message, "bold $error"))
    for line in filter(None, (error.still_works, error.hint)):
        yield Static(plain(line, QUIET))
