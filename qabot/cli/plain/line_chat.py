"""The conversation: questions, and what each command does. What goes wrong is raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from qabot.chat.commands import Given, Unknown
from qabot.chat.filter_chips import as_operators, describe_filters
from qabot.chat.history import History, PastQuestion, new_conversation
from qabot.chat.worker import Request, ask_in_session
from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.plain.line_commands import ABSENT, LINE_COMMANDS, read_command
from qabot.cli.plain.line_io import LineIO, forget
from qabot.cli.plain.line_renderer import (
    sentence,
    tell_answer,
    tell_article,
    tell_news,
    tell_passages,
    tell_past,
    tell_sources,
    tell_why,
)
from qabot.core.answers import Evidence, Turn
from qabot.core.errors import QabotError, UsageError
from qabot.core.questions import Filters
from qabot.engine.session import Session
from qabot.output.citations import cite
from qabot.output.conversation_file import save
from qabot.output.phrasing import counted, coverage, moment
from qabot.output.writers import require
from qabot.question.analysis import combine_filters
from qabot.question.operator_names import OPERATORS
from qabot.question.operators import parse_operators

_MORE = 3
"""How many further passages are read when more are wanted."""
_MOST_PAST = 20
"""How many earlier questions are listed."""
_LONGEST_NUMBER = 2
"""Digits of a line that is the number of a passage; 2015 is a question."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A turn that was taken."""

    request: Request
    """What was asked for."""
    turn: Turn
    """What came of it."""
    place: int
    """Which turn of the session it is, from 0."""
    is_unfolded: bool = False
    """Whether what came nearest has been read."""


class LineChat:
    """Answers questions and carries out commands, one line after another."""

    def __init__(self, session: Session, history: History, voice: LineIO) -> None:
        """Talk about this session's articles, and keep the questions in this history."""
        self.is_over = False
        """Whether the reader has said to leave."""
        self.exit_code = 0
        """0 once the last question was answered, 1 where nothing was found."""
        self._session = session
        self._history = history
        self._voice = voice
        self._is_private = False
        self._filters = Filters()
        self._conversation = new_conversation()
        self._taken: _Taken | None = None
        self._commands: dict[str, Callable[[str], None]] = {
            "filter": self._filter,
            "clear": self._clear,
            "sources": self._sources,
            "open": self._open,
            "copy": self._copy,
            "export": self._export,
            "why": self._why,
            "more": self._more,
            "index": self._index,
            "history": self._look_back,
            "private": self._private,
            "help": self._help,
            "quit": self._quit,
            "nearest": self._nearest,
            "drop": self._drop,
        }

    def take(self, line: str) -> None:
        """Answer a line: a question, a command or the number of a passage; white space alone is nothing."""
        text, read = line.strip(), read_command(line)
        if isinstance(read, Given):
            self._do(read)
        elif isinstance(read, Unknown):
            raise _no_such_command(read)
        elif text.isdecimal() and len(text) <= _LONGEST_NUMBER:
            self._open(text)
        elif text:
            self._ask(text)

    def _ask(self, text: str) -> None:
        self._catch_up()
        turn = self._answer(Request(text, self._filters))
        tell_answer(self._voice, turn)
        if not self._is_private:
            home = self._session.settings.home.path
            self._history.add(PastQuestion.of(turn, text, home, self._conversation, as_operators(self._filters)))

    def _answer(self, request: Request, place: int | None = None) -> Turn:
        turn, place = ask_in_session(self._session, request, place)
        self._taken = _Taken(request, turn, place)
        self.exit_code = 0 if turn.answer.evidence else NOTHING_FOUND
        return turn

    def _again(self, request: Request) -> Turn:
        """Ask the last question otherwise, in its place."""
        return self._answer(request, self._last.place)

    def _catch_up(self) -> None:
        """Go over to a newer index if there is one; where it cannot be read, the one there is answers on."""
        try:
            news = self._session.refresh()
        except QabotError as error:
            self._voice.say(f"Note: {error}")
        else:
            if news:
                tell_news(self._voice, news)

    def _do(self, given: Given) -> None:
        name = given.command.name
        if name in ABSENT:
            raise UsageError(f"/{name} needs the full chat.", hint="Run `qabot` without --plain for it.")
        self._commands[name](given.argument)

    @property
    def _last(self) -> _Taken:
        if self._taken is None:
            raise UsageError("Nothing has been answered yet.", hint="Ask something first.")
        return self._taken

    @property
    def _passages(self) -> tuple[Evidence, ...]:
        """What can be called by its number: the evidence, or what came nearest once that has been read."""
        answer = self._last.turn.answer
        return answer.evidence or (answer.nearest if self._last.is_unfolded else ())

    def _passage(self, number: str, example: str) -> Evidence:
        passages = self._passages
        if not number.isdecimal():
            raise UsageError("A passage is called by its number.", hint=f"Try {example}.")
        place = int(number) if len(number) <= _LONGEST_NUMBER else 0
        if not 0 < place <= len(passages):
            kept_back = (
                "Type /nearest to read what came nearest." if self._last.turn.answer.nearest else "Ask something."
            )
            hint = f"There are {len(passages)}, from 1." if passages else kept_back
            raise UsageError("There is no passage of this number.", hint=hint)
        return passages[place - 1]

    def _filter(self, argument: str) -> None:
        if argument in {"clear", "none", "off"}:
            self._filters = Filters()
            self._voice.say("Everything is searched again.")
            return
        if argument:
            read = parse_operators(argument, date.today())  # noqa: DTZ011 - the day as the reader's calendar has it
            if not read.filters.active:
                raise UsageError(f"“{argument}” is no filter.", hint="Try outlet:…, org:…, after:…, before:… or on:….")
            self._filters = combine_filters(self._filters, read.filters)
            for note in read.notes:
                self._voice.say(f"Note: {note}")
        self._voice.say(describe_filters(self._filters))

    def _clear(self, argument: str) -> None:
        if argument != "filters":
            self._session.forget()
            self._conversation, self._taken = new_conversation(), None
            self._voice.say("A new conversation begins.")
        self._filter("clear")

    def _sources(self, _argument: str) -> None:
        quoted = (each.article for turn in self._session.turns for each in turn.answer.evidence)
        articles = {article.id: article for article in quoted}
        tell_sources(self._voice, [*articles.values()])
        if not articles:
            self._voice.say("No article has been quoted yet.")

    def _open(self, argument: str) -> None:
        tell_article(self._voice, self._passage(argument, "/open 1"))

    def _copy(self, argument: str) -> None:
        number, _, form = argument.partition(" ")
        writer = require(form.strip().lower() or "text", "citation")
        evidence = self._passage(number or "1", "/copy 1 bibtex")
        today = date.today()  # noqa: DTZ011 - as above
        self._voice.give(cite(evidence, writer.name, today))

    def _export(self, argument: str) -> None:
        if not self._session.turns:
            raise UsageError("There is nothing to export yet.", hint="Ask something first.")
        self._voice.say(f"Wrote {save(self._session.turns, argument, Path.cwd(), datetime.now(UTC).astimezone())}.")

    def _why(self, _argument: str) -> None:
        tell_why(self._voice, self._last.turn.answer)

    def _more(self, _argument: str) -> None:
        last = self._last
        heard = len(last.turn.answer.evidence)
        evidence = self._again(replace(last.request, limit=last.request.limit + _MORE)).answer.evidence
        tell_passages(self._voice, evidence, heard + 1)
        if len(evidence) <= heard:
            self._voice.say("There are no more passages.")

    def _nearest(self, _argument: str) -> None:
        nearest = self._last.turn.answer.nearest
        if not nearest:
            raise UsageError("Nothing is kept back for the last question.", hint="/more reads further passages.")
        self._taken = replace(self._last, is_unfolded=True)
        tell_passages(self._voice, nearest, kind="Nearest")

    def _drop(self, argument: str) -> None:
        last = self._last
        question, matters = last.turn.question, {argument} if argument else {"carried", "dates"}
        carried = "carried" in matters and bool(question.inherited_terms)
        dates = "dates" in matters and question.inferred is not None
        if not (carried or dates):
            raise UsageError("Nothing of the kind was read into the last question.", hint="Try /drop by itself.")
        alone, infer = last.request.alone or carried, last.request.infer and not dates
        tell_answer(self._voice, self._again(replace(last.request, alone=alone, infer=infer)))

    def _index(self, _argument: str) -> None:
        self._catch_up()
        self._voice.say(f"The index holds {coverage(self._session.searched)}.")
        self._voice.say(f"It was built on {moment(self._session.built)}.")
        waiting = self._session.waiting()
        if waiting:
            self._voice.say(f"{counted(waiting, 'corpus file')} new, changed or gone since then.")
        self._voice.say(
            "Run `qabot index` beside this to bring it up to date; the next question is asked of the new one."
        )

    def _look_back(self, argument: str) -> None:
        self._require_history()
        home = str(self._session.settings.home.path)
        if argument == "clear":
            self._voice.say(f"Forgot {counted(self._history.clear(home), 'question')}.")
            forget()
            return
        found = self._history.search(argument, home, _MOST_PAST)
        for past in found:
            tell_past(self._voice, past)
        if not found:
            self._voice.say(f"No earlier question holds “{argument}”." if argument else "No question has been kept.")

    def _private(self, argument: str) -> None:
        self._require_history()
        self._is_private = {"on": True, "off": False}.get(argument, not self._is_private)
        kept = (
            "Questions are not kept from here on." if self._is_private else "Questions are kept in the history again."
        )
        self._voice.say(kept)

    def _require_history(self) -> None:
        if not self._history.is_on:
            raise UsageError(
                "No history is kept here.", hint="Run `qabot chat --plain` on a terminal, without --private."
            )

    def _help(self, _argument: str) -> None:
        self._voice.say("Type a question, or the number of a passage to read its article. Commands:")
        for each in LINE_COMMANDS:
            self._voice.say(sentence(f"/{each.name} {each.arguments}".rstrip() + f": {each.summary}"))
        self._voice.say("Filters, in a question or behind /filter:")
        for name, meaning in OPERATORS.items():
            self._voice.say(f"{name}: {meaning}.")
        self._voice.say('A question that begins with a slash is asked with a space before it. "…" is an exact phrase.')

    def _quit(self, _argument: str) -> None:
        self.is_over = True


def _no_such_command(read: Unknown) -> UsageError:
    hint = f"Did you mean /{read.near}?" if read.near else "/help lists the commands."
    return UsageError(f"There is no command /{read.name}.", hint=hint)
