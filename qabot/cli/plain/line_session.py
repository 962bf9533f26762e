"""From the first line to the exit code."""

from __future__ import annotations

from pathlib import Path

from qabot import reports
from qabot.chat.history import History, default_path
from qabot.cli.error_boundary import report_error
from qabot.cli.plain.line_chat import LineChat
from qabot.cli.plain.line_io import LineIO, is_typed, piped_lines, remember, typed_lines
from qabot.cli.plain.line_renderer import tell_greeting
from qabot.cli.streams import utf8_output
from qabot.core.errors import QabotError
from qabot.core.settings import Settings
from qabot.core.storage_faults import storage_faults_told
from qabot.engine.session import Session


def converse(settings: Settings, *, private: bool = False) -> int:
    """Answer the lines of standard input, one after another, as a conversation.

    On a terminal a line is prompted for. In a pipe nothing is written but each question and its answer, as soon as that
    is known, and the questions are not kept: a file of them would drive what someone asked out of the history. What is
    pinned is kept, since somebody asked for that.

    Args:
        settings: Whose index to ask.
        private: Whether to keep no history on a terminal either, and no pins.

    Returns:
        On a terminal 0, however it went. In a pipe 0 when the last question was answered and 1 when nothing was found
        for it; where the last line led to an error instead, that error's code.

    Raises:
        IndexUnusable: There is no index, or it cannot be read.
        ModelMismatch: The settings name another model than the one it was built with.
        KeyboardInterrupt: Ctrl-C was pressed twice in a row, or once in a pipe.
    """
    voice = LineIO(utf8_output())
    if is_typed():
        _on_terminal(settings, voice, private=private)
        return 0
    return _in_pipe(settings, voice, private=private)


def _on_terminal(settings: Settings, voice: LineIO, *, private: bool) -> None:
    with Session.open(settings) as session, _history(voice, private=private) as history:
        remember(reversed(history.last(str(settings.home.path))))
        tell_greeting(voice, session.searched)
        talk = LineChat(session, history, voice, pins=_pins(private=private))
        for line in filter(str.strip, typed_lines(voice)):
            try:
                _answer(talk, voice, line)
            except KeyboardInterrupt:
                voice.rest()
                voice.say("Stopped.")
            if talk.is_over:
                return


def _in_pipe(settings: Settings, voice: LineIO, *, private: bool) -> int:
    code = 0
    with Session.open(settings) as session:
        talk = LineChat(session, History.off(), voice, pins=_pins(private=private), repeats=True)
        for line in filter(str.strip, piped_lines(voice)):
            code = _answer(talk, voice, line)
            if talk.is_over:
                break
    return code


def _pins(*, private: bool) -> Path | None:
    return None if private else reports.pins_path()


def _history(voice: LineIO, *, private: bool) -> History:
    if private:
        return History.off()
    return History.open(default_path(), lambda error: voice.say(f"Note: {error}"))


def _answer(talk: LineChat, voice: LineIO, line: str) -> int:
    """Answer a line and return the exit code that would be right by now. After an error the conversation goes on."""
    try:
        with storage_faults_told(None, "The conversation goes on, and the index is as it was."):
            talk.take(line)
    except QabotError as error:
        voice.flush()
        report_error(error, as_json=False)
        return error.exit_code
    voice.flush()
    return talk.exit_code
