"""An article, its paragraphs numbered and its evidence marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.core.text import Span, numbered_paragraphs, printable
from qabot.output.attribution import linked_address, may_be_quoted, source_parts
from qabot.tui.content import ANSWER, HEAD, MATCHED, MEANT, QUIET, address, answer_mark, joined, plain, with_marks
from qabot.tui.glyphs import Glyphs
from qabot.tui.messages import EvidenceAction
from qabot.tui.widgets.line_input import LineInput

_QUOTE, _FOUND = "bold on $quoted", "reverse"
_ANSWER_BESIDE_FOUND = "bold underline $answer"
"""How the answer stands while something is found, which is reversed then."""
MOST_APART = 120
"""Paragraphs that are drawn each by itself; what a longer article has before and behind them, each in one piece."""
_HASH_SHOWN = 12
_QUOTES = Binding.Group("quote", compact=True)
"""What the footer calls the keys that go from quote to quote: it has room for one name."""


class Paragraph(Horizontal):
    """A paragraph with its number, and a mark beside it where it holds evidence."""

    def __init__(self, number: int | None, span: Span, text: Content, *, mark: str = "") -> None:
        """Show a range of an article."""
        super().__init__(classes="paragraph")
        self.span = span
        self._gutter = f"{mark:>1} {number or '':>3}"
        self._text = text
        self.set_class(bool(mark), "-evidence")
        self.set_class(number is None, "-heading")

    def compose(self) -> ComposeResult:
        """Show the number and the text."""
        yield Static(plain(self._gutter, QUIET), classes="gutter")
        yield Static(self._text, classes="text")


class Find(LineInput):
    """What to find. It stays while one goes from place to place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "find", tooltip="find, and go on to the next match", key_display="enter"),
        Binding("down", "found(1)", "next match", show=False),
        Binding("up", "found(-1)", "previous match", show=False),
    ]

    async def action_found(self, by: int) -> None:
        """Go to the next place that was found, or back."""
        for view in self.ancestors:
            if isinstance(view, ArticleView):
                await view.action_found(by)


class ArticleView(Vertical):
    """Shows an article at a piece of evidence, and moves among all that an answer has."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "previous quote", key_display="left", group=_QUOTES),
        Binding("right", "step(1)", "next quote", key_display="right", group=_QUOTES),
        Binding("ctrl+f", "find", "find"),
        Binding("ctrl+y", "want('copy')", "copy"),
        Binding("ctrl+e", "want('copy_as')", "copy as", tooltip="copy in a format to choose"),
        Binding("ctrl+l", "want('address')", "link", tooltip="show and copy the web address"),
        Binding("ctrl+x", "want('write')", "file", tooltip="write to a file"),
        Binding("ctrl+k", "want('pin')", "pin", tooltip="pin it for a note of your own"),
    ]

    @dataclass
    class Wanted(Message):
        """Something is to be done with the evidence that is shown."""

        evidence: Evidence
        """With which."""
        what: EvidenceAction
        """What."""

    def __init__(self, glyphs: Glyphs) -> None:
        """Start without an article."""
        super().__init__(classes="article")
        self._glyphs = glyphs
        self.article: Article | None = None
        self.evidence: Evidence | None = None
        self._all: Sequence[Evidence] = ()
        self._found: list[Span] = []
        self._at = 0
        self._apart: Span = (0, 0)

    def compose(self) -> ComposeResult:
        """Show the head, the text, the line of proof and, when asked for, what to find."""
        yield Static(classes="head")
        yield Static(classes="address")
        yield VerticalScroll(classes="body")
        yield Static(classes="proof")
        yield Find(placeholder="find in this article", classes="find", compact=True)

    async def show(self, article: Article, evidence: Evidence | None = None, among: Sequence[Evidence] = ()) -> None:
        """Show an article, at a piece of evidence of an answer's where there is one."""
        self.article, self.evidence, self._all, self._found = article, evidence, among, []
        await self._draw(evidence.start if evidence else 0)

    async def _draw(self, character: int) -> None:
        """Draw the article, this character of it in sight."""
        if self.article is None:
            return
        self.query_one(".head", Static).update(self._head(self.article))
        where = linked_address(self.article)
        before = "reports on " if where and not self.article.url else ""
        self.query_one(".address", Static).update(Content.assemble(plain(before, QUIET), address(where or "")))
        self.set_class(bool(where), "-addressed")
        self.query_one(".proof", Static).update(self._proof())
        await self.body.remove_children()
        await self.body.mount_all(self._paragraphs(self.article, character))
        self._bring_into_sight(character)

    def _head(self, article: Article) -> Content:
        place = f"[{self._all.index(self.evidence) + 1}] of {len(self._all)}" if self.evidence in self._all else ""
        words = f"{len(article.text.split()):,} words"
        about = joined((place, *source_parts(article), article.author, words), self._glyphs.dot)
        return Content("\n").join([about, plain(article.title, HEAD)])

    def _proof(self) -> Content:
        if self._found:
            told = (f"match {self._at + 1} of {len(self._found)}", "down next", "up previous", "esc ends")
            return joined(told, self._glyphs.dot, "$accent")
        evidence = self.evidence
        if evidence is None or self.article is None:
            return Content("")
        cut = self.article.text[evidence.start : evidence.end]
        if (cut, self.article.text_sha256) != (evidence.text, evidence.text_sha256):
            return plain("This quote is not in the article as stored. Run `qabot verify-index`.", "bold $error")
        digest = f"sha256 {evidence.text_sha256[:_HASH_SHOWN]}…"
        told = joined((f"characters {evidence.start}–{evidence.end}", digest), self._glyphs.dot)
        what = "quote" if may_be_quoted(self.article) else "passage"
        return Content.assemble(
            plain(f"{self._glyphs.check} {what} verified", "$strong"), plain(self._glyphs.dot), told
        )

    def _paragraphs(self, article: Article, character: int) -> Iterator[Paragraph]:
        parts = numbered_paragraphs(article.text)
        holding = bisect_right(parts, character, key=lambda part: part[1][0]) - 1
        first = max(0, min(holding - MOST_APART // 2, len(parts) - MOST_APART))
        apart = parts[first : first + MOST_APART]
        self._apart = (apart[0][1][0], apart[-1][1][1]) if apart else (0, 0)
        pieces = (parts[:first], *([part] for part in apart), parts[first + MOST_APART :])
        for piece in filter(None, pieces):
            (number, (start, _)), (_, (_, end)) = piece[0], piece[-1]
            yield self._paragraph(article, number, (start, end))

    def _paragraph(self, article: Article, number: int | None, span: Span) -> Paragraph:
        evidence, (start, end) = self.evidence, span
        holds = evidence is not None and evidence.start < end and evidence.end > start
        shown = with_marks(article.text, span, self._marks())
        return Paragraph(number, span, shown, mark=self._glyphs.here if holds else "")

    def _marks(self) -> Iterator[tuple[Span, str]]:
        if evidence := self.evidence:
            quote = (evidence.start, evidence.end)
            yield quote, _QUOTE
            yield from ((span, MATCHED) for span in evidence.matched if _within(span, quote))
            yield from ((span, MEANT) for span in evidence.meant if _within(span, quote))
            yield from answer_mark(evidence, _ANSWER_BESIDE_FOUND if self._found else ANSWER)
        yield from ((span, _FOUND) for span in self._found)

    def _bring_into_sight(self, character: int) -> None:
        held = [each for each in self.body.query(Paragraph) if each.span[0] <= character < max(each.span[1], 1)]
        if held and character:
            # The first refresh may bring the scrollbar, which makes all paragraphs narrower: only then is it settled.
            self.call_after_refresh(self.call_after_refresh, self._centre, held[0])
        else:
            self.call_after_refresh(self.body.scroll_home, animate=False)

    def _centre(self, paragraph: Paragraph) -> None:
        if paragraph.is_attached:
            self.body.scroll_to_widget(paragraph, animate=False, center=True)

    async def action_step(self, by: int) -> None:
        """Go to the next piece of evidence, or back, around the ends."""
        if self._all:
            place = self._all.index(self.evidence) if self.evidence in self._all else -1
            evidence = self._all[(place + by) % len(self._all)]
            await self.show(evidence.article, evidence, self._all)

    def action_find(self) -> None:
        """Ask what to find."""
        self.add_class("-finding")
        self.query_one(Find).focus()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Find it; once it is found, the same once more goes on to the next place."""
        event.stop()
        text = self.article.text if self.article else ""
        if self._found and self._found == _places(text, event.value):
            await self.action_found(1)
            return
        self._found, self._at = _places(text, event.value), 0
        quoted = self.evidence.start if self.evidence else 0
        await self._draw(self._found[0][0] if self._found else quoted)
        if event.value.strip() and not self._found:
            self.notify(f"“{printable(event.value)}” is not in this article.", markup=False)

    async def action_found(self, by: int) -> None:
        """Go to the next place that was found, or back."""
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self.query_one(".proof", Static).update(self._proof())
            place = self._found[self._at][0]
            if self._apart[0] <= place < self._apart[1]:
                self._bring_into_sight(place)
            else:
                await self._draw(place)

    def close_find(self) -> bool:
        """Stop finding, and show what was found no more; tell whether there was anything to stop."""
        asked, found = self.has_class("-finding"), bool(self._found)
        self.remove_class("-finding")
        if asked:
            self.focus_body()
        if found:
            self._found = []
            self.run_worker(self._draw(self.evidence.start if self.evidence else 0))
        return asked or found

    def action_want(self, what: EvidenceAction) -> None:
        """Have something done with the evidence that is shown."""
        if self.evidence is not None:
            self.post_message(self.Wanted(self.evidence, what))

    @property
    def body(self) -> VerticalScroll:
        """What scrolls: the text."""
        return self.query_one(".body", VerticalScroll)

    def focus_body(self) -> None:
        """Put the focus on the text."""
        self.body.focus()


def _within(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _places(text: str, wanted: str) -> list[Span]:
    """Return where a text holds what is wanted, in any case; nothing for nothing."""
    wanted = wanted.strip()
    return [found.span() for found in re.finditer(re.escape(wanted), text, re.IGNORECASE)] if wanted else []
