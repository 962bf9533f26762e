"""Every command of the registry, on a screen and in lines: one script goes through both, and they agree."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from qabot.chat import command_results as results
from qabot.chat.commands import COMMANDS, Given, parse
from qabot.chat.handlers import HANDLERS, require_handlers
from qabot.chat.headless_chat import Chat
from qabot.chat.history import History
from qabot.cli.plain.line_chat import LineChat
from qabot.cli.plain.line_io import LineIO
from qabot.core.errors import InternalError, QabotError
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from qabot.tui.application import QabotApp
from qabot.tui.command_handler import CommandHandler
from tests.tui.helpers import driven, make_app

SOLD, MAYOR, NOWHERE = (
    "What will Wombat council get for its tram depot in 2015?",
    "what about the mayor?",
    "zxqv *blorp* fnord",
)
VALID = {
    "filter": ("/filter", "/filter after:2010", "/filter outlet:Computing", "/filter clear"),
    "as-of": ("/as-of", "/as-of 2010-06", "/as-of last month", "/as-of off"),
    "topic": ("/topic", "/topic tram depot", "/topic off"),
    "clear": ("/clear filters", "/clear"),
    "sources": ("/sources",),
    "open": ("/open 1",),
    "copy": ("/copy", "/copy 1", "/copy 1 RIS"),
    "pin": ("/pin", "/pin 1", "+1"),
    "pins": (
        *("/pins", "/pins move 2 1", "/pins up 2", "/pins down 1", "/pins note 1 for *Monday*", "/pins drop 2"),
        *("/pins undo", "/pins drop all"),
    ),
    "brief": ("/brief", "/brief Wombat tram depot", "/brief --title For us --output note.docx"),
    "export": ("/export conversation.md",),
    "why": ("/why",),
    "more": ("/more",),
    "nearest": ("/nearest",),
    "drop": ("/drop carried", "/drop dates"),
    "figures": ("/figures Wombat tram depot", "/figures zxqv"),
    "said": ("/said Wombat council", "/said mayor --about tram --as said --group"),
    "timeline": ("/timeline Wombat tram depot",),
    "facts": ("/facts", "/facts 1"),
    "check": ("/check draft.md",),
    "watch": ("/watch", "/watch list", "/watch add depot", "/watch show dep", "/watch run", "/watch remove depot"),
    "browse": ("/browse",),
    "index": ("/index",),
    "history": ("/history", "/history Wombat", "/history clear"),
    "private": ("/private", "/private off", "/private on"),
    "theme": ("/theme light",),
    "help": ("/help",),
    "quit": ("/quit",),
}
"""Ways to give each command."""
REFUSED = {
    "/filter fliters": "“fliters” is no filter.",
    "/filter after:2010 fliters": "“fliters” is no filter.",
    "/as-of someday": "“someday” is not a date. Try /as-of 2015-06, or /as-of off.",
    "/topic the": "“the” has no word to search for. Try /topic One Login, or /topic off.",
    "/topic a1 b1 c1 d1 e1 f1 g1 h1 i1": "A topic has 8 words at the most. Try /topic One Login, or /topic off.",
    "/clear fliters": "“fliters” is not understood here. It takes filters.",
    "/sources x": "“x” is not understood here. Give the command by itself.",
    "/open": "A passage is called by its number. Try /open 1.",
    "/open x": "A passage is called by its number. Try /open 1.",
    "/open 99999": "A passage is called by its number. Try /open 1.",
    "/open 9999": "There is no passage 9999 here.",
    "/open 0": "There is no passage 0 here.",
    "/copy x": "A passage is called by its number. Try /copy 1 bibtex.",
    "/copy 1 pdf": "There is no format 'pdf'. There are text, markdown, bibtex, ris, csl-json.",
    "/copy 77": "There is no passage 77 here.",
    "/pin x": "A passage is called by its number. Try /pin 1.",
    "/pin 77": "There is no passage 77 here.",
    "/pins x": "“x” is not understood here. Write /pins [up N",
    "/pins up x": "A pin is called by its number. Try /pins up 1.",
    "/pins up 1": "Nothing is pinned. Ask something, then pin a passage: /pin 1.",
    "/pins undo": "There is nothing to bring back. /pins lists what is pinned.",
    "/brief": "Nothing is pinned. Pin a passage with /pin 1, or name a topic: /brief One Login.",
    "/brief note.docx": "“note.docx” is taken for a topic. To write a file: /brief --output note.docx",
    "/brief x --fliter y": "“--fliter y” is not understood here. Write /brief [TOPIC] [--output FILE]",
    "/brief zxqv --output note.docx": "Nothing that can be quoted is held about “zxqv”, so that no note was written.",
    "/brief tram depot --output note.pdf": ".pdf says not how to write a note. Use .md, .html, .docx or .json.",
    "/export x.doc": "x.doc has no ending that says how to write it. Use .md, .html or .json.",
    "/why foo": "“foo” is not understood here. Give the command by itself.",
    "/more x": "“x” is not understood here. Give the command by itself.",
    "/nearest x": "“x” is not understood here. Give the command by itself.",
    "/nearest": "Nothing is kept back for the last question.",
    "/drop x": "“x” is not understood here. It takes carried or dates.",
    "/figures": "About which topic? Try /figures Universal Credit.",
    "/said": "Whose statements? Try /said Socitm.",
    "/said mayor --fliter x": "“--fliter x” is not understood here. Write /said WHO [--about TOPIC] [--as ACT]",
    "/said mayor --as": "“--as” is not understood here.",
    "/said mayor --as sung": "There is no act 'sung'.",
    "/said zxqv": "No speaker called “zxqv”, nor one like it. A question finds articles by any of their words.",
    "/timeline": "About which topic? Try /timeline Universal Credit.",
    "/facts x": "A passage is called by its number. Try /facts 1.",
    "/facts 77": "There is no passage 77 here.",
    "/check": "Which draft? Try /check draft.md.",
    "/check nowhere.md": "There is no file nowhere.md. Give a draft: /check DRAFT.md.",
    "/watch frob": "“frob” is not understood here. Write /watch [add [NAME] | show NAME | remove NAME | run].",
    "/watch show": "“show” is not understood here.",
    "/watch run depot": "“run depot” is not understood here.",
    "/watch show depot": "There is no saved question named “depot”.",
    "/browse x": "“x” is not understood here. Give the command by itself.",
    "/index now": "“now” is not understood here. Give the command by itself.",
    "/private of": "“of” is not understood here. It takes on or off.",
    "/private ON": "“ON” is not understood here. It takes on or off.",
    "/theme": "Which theme? There are dark, light, contrast, colour-blind.",
    "/theme blue": "There is no theme 'blue'. There are dark, light, contrast, colour-blind.",
    "/help x": "“x” is not understood here. Give the command by itself.",
    "/quit x": "“x” is not understood here. Give the command by itself.",
}
"""What is refused in every shell, and what is said of it."""
ANY_WORDS = {"history"}
"""Commands for which no words are wrong: they are looked for."""
COMES_TO = {
    "filter": {"Limited"},
    "as-of": {"Limited"},
    "topic": {"TopicTold"},
    "clear": {"Limited", "BegunAnew"},
    "sources": {"SourcesListed"},
    "open": {"PassageOpened"},
    "copy": {"Cited"},
    "pin": {"Pinned"},
    "pins": {"PinsListed"},
    "brief": {"BriefShown", "BriefWritten"},
    "export": {"Written"},
    "why": {"Explained"},
    "more": {"MoreShown"},
    "nearest": {"NearestShown"},
    "drop": {"Answered"},
    "figures": {"FiguresListed"},
    "said": {"SayingsListed"},
    "timeline": {"TimelineShown"},
    "facts": {"FactsListed"},
    "check": {"DraftChecked"},
    "watch": {"WatchTold"},
    "browse": {"ScreenWanted"},
    "index": {"ScreenWanted", "IndexReported"},
    "history": {"ScreenWanted", "PastListed", "HistoryCleared"},
    "private": {"PrivacySet"},
    "theme": {"ThemeChosen"},
    "help": {"ScreenWanted", "HelpWanted"},
    "quit": {"Left"},
}
"""The kinds of result that each command has."""
DIFFERENT = {
    ("ScreenWanted", "PastListed"),
    ("ScreenWanted", "IndexReported"),
    ("ScreenWanted", "HelpWanted"),
}
"""Where the shells differ: on a screen, and in lines."""
SCRIPT = (
    *("/why", "/more", "/sources", "/export", "/open 1"),
    *(SOLD, *REFUSED, "/drop dates"),
    *("/why", "/more", "/sources", "/open 1", "/copy", "/copy 1", "/copy 1 RIS", "/export conversation.md"),
    *("/pins", "/pin", "/pin 1", "+1", "+2", "Who bought fax machines?", "+1"),
    *("/pins", "/pins move 2 1", "/pins up 2", "/pins down 1"),
    *("/pins note 1 for *Monday*", "/pins drop 2", "/pins undo", "/brief", "/brief Wombat tram depot"),
    *("/brief --title For us --output note.docx", "/pins drop all", "/brief", "/pins undo"),
    *(MAYOR, "/drop carried", "/drop carried", "/drop"),
    *("/filter", "/filter after:2010", "/filter outlet:Computing", MAYOR, "/clear filters", "/filter"),
    *("/filter after:2010", "/filter clear"),
    *("/as-of", "/as-of last month", "/as-of 2010-06", MAYOR, "/filter", "/as-of off", "/as-of"),
    *("/topic", "/topic tram depot", "/topic", MAYOR, "/drop carried", "/topic off", "/topic"),
    *("/figures Wombat tram depot", "/figures zxqv", "/timeline Wombat tram depot"),
    *("/facts", "/facts 1"),
    *("/said Wombat council", "/said mayor --about tram --as said --group"),
    *("/history", "/history Wombat", "/private", "/private off", "/private on", MAYOR, "/history", "/private"),
    *(NOWHERE, "/open 1", "/nearest", "/open 1", "/more", "/why"),
    *("/watch", "/watch add depot", "/watch list", "/watch show dep", "/watch run", "/watch remove depot"),
    *("/check draft.md", "/browse", "/theme light", "/index", "/help", "/history clear", "/history"),
    *("/clear", "/why", "/sources", MAYOR, "/quit"),
)
"""One conversation, in which every way to give a command stands."""


class Outcome(NamedTuple):
    """What came of a line, and how the conversation stood then."""

    kind: str
    """The type of the result."""
    told: object
    """What it says, without what only one shell has."""
    turns: int
    """Questions answered so far."""
    filters: Filters
    """What limits the search."""
    is_private: bool
    """Whether no history is kept."""


def outcome(chat: Chat, result: results.Result) -> Outcome:
    """Return what came of a line."""
    return Outcome(type(result).__name__, told(result), len(chat.turns), chat.filters, chat.is_private)


def told(result: results.Result) -> object:  # noqa: C901, PLR0911, PLR0912 - one a kind
    """Return in plain values what a result says."""
    match result:
        case results.Answered(exchange) | results.NearestShown(exchange) | results.Explained(exchange):
            return exchange.request, quotes(exchange.evidence)
        case results.MoreShown(exchange, before):
            return exchange.request, quotes(exchange.evidence), before
        case results.PassageOpened(evidence, among):
            return evidence.text, quotes(among)
        case results.Cited(evidence, form, text):
            return evidence.text, form, text
        case results.SourcesListed(quoted):
            return [each.article.id for each in quoted]
        case results.SayingsListed(found, is_grouped):
            return [row.quote for row in found.rows], is_grouped
        case results.Pinned():
            return result
        case results.PinsListed(lines):
            return [line.words for line in lines]
        case results.BriefShown(brief):
            return brief.title, [each.quote for section in brief.sections for each in section.quotes]
        case results.BriefWritten(note, proof):
            return note.name, proof.name
        case results.WatchTold(lines):
            return [line.words for line in lines if not re.search(r"\d\d:\d\d", line.words)]
        case results.Written(path):
            return path.suffix
        case results.Refused(error):
            return str(error)
        case results.FiguresListed(ledger):
            return ledger.topic, [row.quote for row in ledger.rows]
        case results.TimelineShown(timeline):
            return timeline.topic, [row.quote for row in timeline.rows]
        case results.FactsListed(facts):
            return facts
        case results.Limited(how, filters, notes):
            return how, filters, notes
        case results.TopicTold(how, topic):
            return how, topic, result.words
        case results.DraftChecked(draft):
            return draft
        case results.HistoryCleared(count):
            return count
        case _:
            return None


def quotes(evidence: Sequence[Any]) -> list[str]:
    """Return the texts of quotes."""
    return [each.text for each in evidence]


class Agreement(NamedTuple):
    """What came of each line of the script in both shells."""

    on_screen: list[Outcome]
    """In the full chat."""
    in_lines: list[Outcome]
    """Line by line."""

    def of(self, line: str) -> list[tuple[Outcome, Outcome]]:
        """Return what came of a line, each time it was given."""
        places = [place for place, each in enumerate(SCRIPT) if each == line]
        return [(self.on_screen[place], self.in_lines[place]) for place in places]


@pytest.fixture(scope="module")
def agreement(tram_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Agreement:
    """Go through the script in both shells, each with a history and a folder of its own."""
    screen, lines = tmp_path_factory.mktemp("screen"), tmp_path_factory.mktemp("lines")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        return _agreement(tram_home, screen, lines)


def _agreement(tram_home: Home, screen: Path, lines: Path) -> Agreement:
    for folder in (screen, lines):
        (folder / "draft.md").write_text("Wombat council will sell its quibbly tram depot to Zorblax for £4 million.\n")
    return Agreement(asyncio.run(on_screen(tram_home, screen)), in_lines(tram_home, lines))


async def on_screen(home: Home, folder: Path) -> list[Outcome]:
    """Type the script into the full chat. No other screen is opened, and the end is not waited for."""
    seen: list[Outcome] = []

    class Recording(CommandHandler):
        def __init__(self, app: QabotApp) -> None:
            super().__init__(app)
            self._chat = app.chat

        async def show(self, result: results.Result) -> None:
            if not isinstance(result, results.ScreenWanted | results.Left):
                await super().show(result)
            seen.append(outcome(self._chat, result))

    history, pins = History.open(folder / "history.db"), folder / "pins.db"
    app = make_app(home, folder=folder, history=history, pins=pins, handler=Recording)
    async with driven(app) as chat:
        for number, line in enumerate(SCRIPT, start=1):
            if line.startswith(("/", "+")):
                await chat.command(line)
                await chat.until(lambda n=number: len(seen) == n, f"what comes of {line}")
            else:
                await chat.ask(line)
                seen.append(outcome(app.chat, results.Answered(chat.newest.exchange)))
            if seen[-1].kind == "PassageOpened":
                await chat.until(lambda: len(app.screen_stack) > 2, "the article")
            while len(app.screen_stack) > 2:
                await chat.keys("escape")
    return seen


def in_lines(home: Home, folder: Path) -> list[Outcome]:
    """Give the script line by line."""
    seen: list[Outcome] = []

    class Recording(LineChat):
        def show(self, result: results.Result) -> None:
            seen.append(outcome(self._chat, result))
            super().show(result)

    with (
        pytest.MonkeyPatch.context() as patch,
        Session.open(Settings(home)) as session,
        History.open(folder / "history.db") as history,
    ):
        patch.chdir(folder)
        talk = Recording(session, history, LineIO(io.StringIO()), pins=folder / "pins.db")
        for line in SCRIPT:
            with suppress(QabotError):  # which is recorded as what was refused
                talk.take(line)
    return seen


def test_what_comes_of_each_line_is_the_same(agreement: Agreement) -> None:
    for line, screen, lines in zip(SCRIPT, *agreement, strict=True):
        assert (screen.turns, screen.filters, screen.is_private) == (lines.turns, lines.filters, lines.is_private), line
        if line.startswith(("/browse", "/theme")):
            assert str(lines.told).endswith("needs the full chat. Run `qabot` without --plain for it."), line
        elif (screen.kind, lines.kind) not in DIFFERENT:
            assert screen == lines, line


@pytest.mark.parametrize("name", VALID)
def test_each_command_comes_to_its_own_kind_of_result(name: str, agreement: Agreement) -> None:
    needs_screen = name in {"browse", "theme"}
    for line in VALID[name]:
        on_screen, in_lines = ({each.kind for each in outcomes} for outcomes in zip(*agreement.of(line), strict=True))
        assert on_screen & COMES_TO[name], line
        assert in_lines & COMES_TO[name] or (needs_screen and in_lines == {"Refused"}), line


@pytest.mark.parametrize("line", REFUSED)
def test_what_a_command_does_not_take_is_refused_and_changes_nothing(line: str, agreement: Agreement) -> None:
    for outcome_, is_screen in zip(agreement.of(line)[0], (True, False), strict=True):
        assert outcome_.kind == "Refused"
        assert (outcome_.turns, outcome_.filters, outcome_.is_private) == (1, Filters(), False)
        if is_screen or not line.startswith(("/browse", "/theme")):
            assert str(outcome_.told).startswith(REFUSED[line])


def test_the_script_has_every_command_and_something_wrong_for_each() -> None:
    names = [each.name for each in COMMANDS]
    assert list(VALID) == names
    wrong = {read.command.name for read in map(parse, REFUSED) if isinstance(read, Given)}
    assert wrong == {*names} - ANY_WORDS
    assert {line for lines in VALID.values() for line in lines} <= {*SCRIPT}


def test_no_command_is_without_a_handler_and_no_handler_without_a_command() -> None:
    assert [*HANDLERS] == [each.name for each in COMMANDS]
    with pytest.raises(InternalError, match="Commands and handlers differ: frob, quit"):
        require_handlers({"help": 1, "quit": 1}, {"help": 1, "frob": 1})
