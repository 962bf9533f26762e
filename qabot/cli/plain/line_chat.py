"""The conversation, line by line: what is typed is passed on, what comes of it is said, and what goes wrong raised."""

from __future__ import annotations

from pathlib import Path

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
from qabot.chat.commands import BY_NAME, Given, Unknown, parse
from qabot.chat.exchange import Exchange
from qabot.chat.handlers import execute
from qabot.chat.headless_chat import Chat, ChatContext
from qabot.chat.history import History
from qabot.chat.inline_asker import InlineAsker, at_once
from qabot.chat.report_listing import ReportResult, report_lines
from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.plain.line_io import PROMPT, LineIO, forget
from qabot.cli.plain.line_renderer import (
    tell_answer,
    tell_article,
    tell_draft,
    tell_help,
    tell_index,
    tell_limits,
    tell_more,
    tell_news,
    tell_passages,
    tell_past,
    tell_report,
    tell_sources,
    tell_why,
)
from qabot.core.errors import InternalError, UsageError
from qabot.engine.session import Session
from qabot.question.analysis import MOST_CHARACTERS

_LONGEST_NUMBER = 2
"""Digits of a line that is the number of a passage; 2015 is a question."""


class LineChat:
    """Has questions answered and commands carried out, one line after another, and says what comes of them."""

    def __init__(
        self, session: Session, history: History, voice: LineIO, *, pins: Path | None = None, repeats: bool = False
    ) -> None:
        """Talk about this session's articles.

        Args:
            session: Whose.
            history: Where questions are kept.
            voice: What is said goes there.
            pins: The file of pinned passages; None where none are kept beyond the chat.
            repeats: Whether to say each question before its answer, where nobody sees it being typed.
        """
        self.is_over = False
        """Whether the reader has said to leave."""
        self.exit_code = 0
        """0 once the last question was answered, 1 where nothing was found."""
        context = ChatContext(session.settings.home.path, history, Path.cwd(), has_screens=False, pins=pins)
        self._chat = Chat(InlineAsker(session), context)
        self._voice = voice
        self._repeats = repeats

    def take(self, line: str) -> None:
        """Answer a line: a question, a command or the number of a passage; white space alone is nothing."""
        text, read = line.strip(), parse(line, has_screens=False)
        if isinstance(read, Given):
            self._do(read)
        elif isinstance(read, Unknown):
            raise _no_such_command(read)
        elif text.isdecimal() and len(text) <= _LONGEST_NUMBER:
            self._do(Given(BY_NAME["open"], text))
        elif text:
            self._ask(text)

    def _do(self, given: Given) -> None:
        result = at_once(execute(self._chat, given))
        if isinstance(result, Answered):  # what is asked again was typed a while ago
            self._repeat(result.exchange.request.text)
        self.show(result)

    def _repeat(self, text: str) -> None:
        whole = len(text) <= MOST_CHARACTERS
        self._voice.say(f"{PROMPT}{text if whole else f'{text[:MOST_CHARACTERS]}…'}")

    def _ask(self, text: str) -> None:
        if self._repeats:
            self._repeat(text)
        tell_news(self._voice, at_once(self._chat.catch_up()))
        self.show(at_once(self._chat.answer(self._chat.put(text))))

    def show(self, result: Result) -> None:  # noqa: C901, PLR0912 - one line a kind of result
        """Say what came of a line.

        Raises:
            QabotError: It was refused, or it failed.
        """
        if isinstance(result, ReportResult):
            tell_report(self._voice, report_lines(result))
            return
        match result:
            case Answered(exchange):
                self._account_for(exchange)
                tell_answer(self._voice, self._chat.answered(exchange)[1])
            case MoreShown(exchange, before):
                self._account_for(exchange)
                tell_more(self._voice, exchange.evidence, before)
            case Failed(error=error) | Refused(error):
                raise error
            case NearestShown(exchange):
                tell_passages(self._voice, exchange.evidence, kind="Nearest")
            case Explained(exchange):
                tell_why(self._voice, self._chat.answered(exchange)[1].answer)
            case PassageOpened(evidence):
                tell_article(self._voice, evidence)
            case Cited(text=text):
                self._voice.give(text)
            case SourcesListed(quoted):
                tell_sources(self._voice, [each.article for each in quoted])
            case Written(path):
                self._voice.say(f"Wrote {path}.")
            case DraftChecked(draft):
                tell_draft(self._voice, draft)
            case Limited():
                tell_limits(self._voice, result)
            case BegunAnew():
                self._voice.say(result.words)
                self._voice.say("Everything is searched again.")
            case IndexReported():
                tell_index(self._voice, result)
            case PastListed():
                tell_past(self._voice, result)
            case HistoryCleared():
                self._voice.say(result.words)
                forget()
            case PrivacySet() | TopicTold() | Pinned() | BriefWritten():
                self._voice.say(result.words)
            case HelpWanted():
                tell_help(self._voice)
            case Left():
                self.is_over = True
            case ScreenWanted() | ThemeChosen():
                raise InternalError("A screen was asked for where there is none.", hint="Start qabot again.")

    def _account_for(self, exchange: Exchange) -> None:
        answer = self._chat.answered(exchange)[1].answer
        self.exit_code = 0 if answer.evidence else NOTHING_FOUND


def _no_such_command(read: Unknown) -> UsageError:
    hint = f"Did you mean /{read.near}?" if read.near else "/help lists the commands."
    return UsageError(f"There is no command /{read.name}.", hint=hint)
