"""An article by itself, where there is no room for it beside the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.tui.context import AppContext
from qabot.tui.messages import EvidenceWanted
from qabot.tui.screens.pushed_screen import PushedScreen
from qabot.tui.widgets.article_view import ArticleView
from qabot.tui.widgets.key_footer import KeyFooter
from qabot.tui.widgets.too_small import TooSmall


class ReaderScreen(PushedScreen[None]):
    """Shows one article, at a piece of evidence where there is one."""

    AUTO_FOCUS = ".body"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "back", key_display="esc")]

    def __init__(
        self,
        app_context: AppContext,
        article: Article,
        evidence: Evidence | None = None,
        among: Sequence[Evidence] = (),
    ) -> None:
        """Show this article.

        Args:
            app_context: What to work with.
            article: Which.
            evidence: Where to begin.
            among: All the evidence of the same answer.
        """
        super().__init__()
        self._app_context = app_context
        self._shown = (article, evidence, among)

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield ArticleView(self._app_context.glyphs)
        yield KeyFooter()
        yield TooSmall()

    async def on_mount(self) -> None:
        """Show the article."""
        await self.query_one(ArticleView).show(*self._shown)

    @on(ArticleView.Wanted)
    def _wanted(self, message: ArticleView.Wanted) -> None:
        self.post_message(EvidenceWanted(message.evidence, message.what))

    def action_back(self) -> None:
        """Close the find line, or the article."""
        if not self.query_one(ArticleView).close_find():
            self.dismiss(None)
