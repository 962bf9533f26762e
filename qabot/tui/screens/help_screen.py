"""Help: what qabot promises, how to ask, commands, keys, and where things are kept.

Filters, commands and keys are read from where they are defined, so that nothing is said here which is not so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from msgspec import Struct
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.keys import format_key
from textual.widgets import Static

from qabot.chat.commands import COMMANDS, LEADER, Command
from qabot.chat.history import default_path
from qabot.core.settings import StoreSettings
from qabot.output.phrasing import PROMISE
from qabot.question.operator_names import OPERATORS
from qabot.tui.content import HEAD, QUIET, plain
from qabot.tui.context import AppContext
from qabot.tui.screens.ask_screen import AskScreen
from qabot.tui.screens.browse_screen import BrowseScreen, NarrowingInput
from qabot.tui.screens.history_screen import HistoryScreen, Words
from qabot.tui.screens.index_screen import IndexScreen
from qabot.tui.screens.pushed_screen import PushedScreen
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.widgets.article_view import ArticleView, Find
from qabot.tui.widgets.chip_bar import Crossed
from qabot.tui.widgets.evidence_view import EvidenceBlock
from qabot.tui.widgets.key_footer import KeyFooter
from qabot.tui.widgets.prompt import Prompt
from qabot.tui.widgets.row_list import NamedRow, RowList
from qabot.tui.widgets.too_small import TooSmall
from qabot.tui.widgets.transcript import Transcript
from qabot.tui.widgets.turn_block import Fold
from qabot.tui.widgets.welcome import Example

KEYS: tuple[tuple[str, tuple[type[DOMNode], ...]], ...] = (
    ("Keys in the prompt", (Prompt,)),
    ("Keys in the conversation", (AskScreen, Transcript, EvidenceBlock, Fold, Crossed, Example)),
    ("Keys in an article", (ArticleView, ReaderScreen, Find)),
    ("Keys in the list of articles", (BrowseScreen, NarrowingInput)),
    ("Keys in the history", (HistoryScreen, Words)),
    ("Keys in the index", (IndexScreen,)),
)
"""Where keys act, and whose they are there."""
_NAMED = frozenset({"up", "down", "left", "right", "enter", "backspace"})
"""Keys that go by their names, where Textual would draw an arrow, which not every terminal has."""
_MANY_KEYS = 4
_ASKING = (
    "Ask as you would ask a colleague, and go on from there: “what about HMRC?” takes over what it lacks from the "
    "question before. What was published at the dates in your words is preferred, and nothing is left out, unless you "
    "ask for articles of a time. What was understood stands above each answer, and a cross takes it back."
)
_TYPING = (
    "Text is never a key: whatever is typed or pasted goes to the prompt, wherever you are, or to the line that a "
    "screen has of its own. A number alone, entered, reads the passage of that number; ? alone opens this help. In a "
    "dialog a letter alone answers. Esc closes one thing that is open, or else goes back to the prompt."
)
_FILTERS = 'Type them anywhere in a question. "exact words" must be there as they are; -word must not be there.'
_PRIVACY = (
    "Questions are answered here, and qabot reads no address on the web; only a copy goes out, to the clipboard, when "
    "you ask for it."
)


class Row(NamedTuple):
    """Something by its name."""

    name: str
    """What it is called, typed or pressed."""
    told: str
    """What it is or does."""
    aside: str = ""
    """What else there is to know, said in a lower voice."""


class Section(Struct, frozen=True):
    """A part of the help."""

    title: str
    """What it is about."""
    text: str = ""
    """Said before the rows."""
    rows: Sequence[Row] = ()
    """Said one below the other."""


class HelpScreen(PushedScreen[None]):
    """All help on one page that scrolls."""

    CSS_PATH = "help_screen.tcss"
    AUTO_FOCUS = "#help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "dismiss(None)", "back", key_display="esc"),
    ]

    def __init__(self, app_context: AppContext) -> None:
        """Help with these parts."""
        super().__init__()
        self._app_context = app_context

    def compose(self) -> ComposeResult:
        """Lay the page out: one column, or two where there is room."""
        everywhere = self.app.BINDINGS  # pyright: ignore[reportUnknownMemberType] - an app of any kind
        with VerticalScroll(id="help"):
            yield Vertical(*map(SectionBlock, about(self._app_context)), classes="column")
            yield Vertical(*map(SectionBlock, keys(everywhere)), classes="column")
        yield KeyFooter()
        yield TooSmall()


class SectionBlock(Vertical):
    """A part of the help, drawn."""

    def __init__(self, section: Section) -> None:
        """Draw this."""
        super().__init__(classes="section")
        self._section = section

    def compose(self) -> ComposeResult:
        """Show the title, the text and the rows."""
        yield Static(plain(self._section.title, HEAD))
        if self._section.text:
            yield Static(plain(self._section.text))
        if self._section.rows:
            yield RowList([NamedRow(plain(row.name, "$accent"), _told(row)) for row in self._section.rows])


def _told(row: Row) -> Content:
    return Content.assemble(plain(row.told), plain(f"  {row.aside}".rstrip(), QUIET))


def about(app_context: AppContext) -> Iterator[Section]:
    """Return what there is to say but for keys."""
    glyphs = app_context.glyphs
    yield Section(
        "What qabot promises",
        f"{PROMISE} Where nothing answers, it says so.",
        (
            Row(f"{glyphs.strong} strong", "the passage says what was asked about: read it before you rely on it"),
            Row(f"{glyphs.possible} possible", "it may not answer: judge for yourself"),
            Row(f"{glyphs.not_found} not found", "nothing here answers; what came closest can be unfolded"),
        ),
    )
    yield Section("Asking", _ASKING)
    yield Section("Typing", _TYPING)
    yield Section("Filters", _FILTERS, [Row(f"{name}:", meaning) for name, meaning in OPERATORS.items()])
    yield Section("Commands", rows=list(map(_command, COMMANDS)))
    yield Section("Where things are kept", rows=_places(app_context))
    yield Section("Privacy", f"{_leaving(app_context.settings.store)} {_PRIVACY}")


def _leaving(store: StoreSettings) -> str:
    """Say what leaves this machine."""
    if store.is_local:
        return "Nothing leaves this machine."
    return f"What is asked and what is built goes to the store at {store.uri}; nothing else leaves this machine."


def _command(command: Command) -> Row:
    key = f"({command.key})" if command.key else ""
    return Row(f"{LEADER}{command.name}", command.summary, f"{command.arguments}  {key}".strip())


def _places(app_context: AppContext) -> list[Row]:
    home = app_context.settings.home
    history = f"{default_path()}; /history clear empties it" if app_context.history.is_on else "not kept in this chat"
    return [
        Row("articles", str(home.corpus)),
        Row("index", str(home.index)),
        Row("questions", history),
        Row("files you write", str(app_context.folder)),
    ]


def keys(everywhere: Sequence[BindingType]) -> Iterator[Section]:
    """Return all keys, by where they act.

    Args:
        everywhere: Those of the application itself.
    """
    palette = Binding(App.COMMAND_PALETTE_BINDING, "command_palette", "find a command")
    yield Section("Keys everywhere", rows=key_rows([*everywhere, palette]))
    for title, owners in KEYS:
        yield Section(title, rows=key_rows(binding for owner in owners for binding in owner.BINDINGS))


def key_rows(bindings: Iterable[BindingType]) -> list[Row]:
    """Return keys and what they do: those that do the same in one row, and likewise the digits."""
    rows: dict[str, list[str]] = {}
    for each in Binding.make_bindings(bindings):
        does = each.tooltip or each.description
        rows.setdefault(re.sub(r"\b\d$", "N", does), []).append(key_name(each))
    return [Row(_joined(names), does) for does, names in rows.items()]


def key_name(binding: Binding) -> str:
    """Return what is printed on a key: `esc`, `?`, `ctrl+r`."""
    return binding.key if binding.key in _NAMED else format_key(binding.key)


def _joined(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    return f"{distinct[0]} to {distinct[-1]}" if len(distinct) > _MANY_KEYS else ", ".join(distinct)
