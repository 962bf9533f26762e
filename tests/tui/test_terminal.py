"""The chat as its users have it: a process of its own on a terminal, which gets back what it lent."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import Struct, field

from qabot.chat.history import History
from qabot.core.settings import Home
from qabot.core.text import printable
from tests.cli.helpers import LIMIT, command, environment, run_qabot, style_codes
from tests.conftest import link_index
from tests.tui.helpers import NARROW, WIDE
from tests.tui.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "How much did GDS get in the 2015 Spending Review?"
ENTER, ESCAPE, UP, LEAVE, PALETTE = "\r", "\x1b", "\x1b[A", "\x11", "\x10"
COPY_AS, FILE = "\x05", "\x18"
PROMPT = "Ask a question"
"""Stands in an empty prompt."""
_ELSEWHERE = ("DISPLAY", "WAYLAND_DISPLAY", "SSH_", "TMUX", "STY", "ZELLIJ", "XDG_", "HOME", "TMPDIR")
"""Variables that would let a copy out of the test, or a file into the user's folders."""


class Place(Struct, frozen=True):
    """Folders of one user, and the home that they ask."""

    home: Home
    """The index."""
    folder: Path
    """Holds all that is the user's own."""
    extra: Mapping[str, str] = field(default_factory=dict[str, str])
    """More environment."""

    @property
    def state(self) -> Path:
        """Where the history lies."""
        return self.folder / "state"

    @property
    def work(self) -> Path:
        """Where the chat is started."""
        return self._made("work")

    @property
    def environment(self) -> dict[str, str]:
        """A whole environment: nothing in it leads out of the folder."""
        kept = {name: value for name, value in environment().items() if not name.startswith(_ELSEWHERE)}
        places = {"HOME": str(self._made("user")), "TMPDIR": str(self._made("tmp")), "XDG_STATE_HOME": str(self.state)}
        return kept | {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)} | places | dict(self.extra)

    def with_environment(self, **extra: str) -> Place:
        """Return the same with more environment."""
        return Place(self.home, self.folder, extra)

    @contextmanager
    def terminal(self, line: list[str], size: tuple[int, int] = NARROW) -> Generator[Terminal]:
        """Run a command line on a terminal."""
        terminal = Terminal(line, self.environment, size, self.work)
        try:
            yield terminal
        finally:
            terminal.close()

    @contextmanager
    def chat(self, *options: str, size: tuple[int, int] = NARROW) -> Generator[Terminal]:
        """Run the chat on a terminal, from when it can be typed into."""
        with self.terminal(_line("chat", *options, home=self.home), size) as terminal:
            terminal.until_shown(PROMPT)
            yield terminal

    def _made(self, name: str) -> Path:
        (self.folder / name).mkdir(exist_ok=True)
        return self.folder / name


def _line(*args: str, home: Home) -> list[str]:
    return [os.fsdecode(each) for each in command(*args, home=home)]


def _copied(starter_home: Home, folder: Path) -> Home:
    home = Home(folder / "home")
    link_index(starter_home, home)
    shutil.copytree(starter_home.corpus, home.corpus, copy_function=os.link, dirs_exist_ok=True)
    return home


@pytest.fixture(scope="module")
def own_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The starter corpus and its index, in a folder of this module's own."""
    return _copied(starter_home, tmp_path_factory.mktemp("terminal"))


@pytest.fixture
def place(own_home: Home, tmp_path: Path) -> Place:
    """A user who has never asked anything."""
    return Place(own_home, tmp_path)


def _ask(terminal: Terminal, question: str = QUESTION) -> None:
    terminal.until_shown("ready")
    terminal.send(question)
    terminal.until_shown(question)
    terminal.send(ENTER)
    terminal.until_shown("STRONG")


def _leave(terminal: Terminal) -> int:
    terminal.send(LEAVE)
    return terminal.ended()


def assert_restored(terminal: Terminal) -> None:
    """Check that a terminal is as it was: its screen, cursor, mouse, pastes, wrapping, keys and line discipline."""
    assert terminal.modes[1049] is False, "the other screen was left"
    assert terminal.modes[25] is True, "the cursor is shown"
    assert terminal.modes[7] is True, "lines are wrapped"
    reports = {1000, 1003, 1004, 1006, 1015, 2004}
    assert {mode for mode in reports if terminal.modes[mode]} == set(), "nothing reports mouse, focus and pastes"
    assert terminal.received.count(b"\x1b[<u") == terminal.received.count(b"\x1b[>") == 1, "keys come as before"
    assert terminal.attributes == terminal.first_attributes


def after(terminal: Terminal) -> str:
    """Return what was written once the chat's screen had been left."""
    _, _, told = terminal.received.partition(b"\x1b[?1049l")
    return printable(told.decode())


class TestAVisit:
    """One visit from the first key to the last, and what is left of it."""

    class Visit(Struct, frozen=True):
        """What there is to be known of it."""

        place: Place
        """The visitor's folders."""
        before: dict[Path, int]
        """Files there were, and when each was last written to."""
        terminal: Terminal
        """The terminal, when it had ended."""
        code: int
        """The exit code."""
        answer: str
        """The screen with the answer."""
        article: str
        """The screen with the article."""
        toast: str
        """The screen after the quote was written."""

    @pytest.fixture(scope="class")
    def visit(self, own_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
        """Ask, read, copy to a file, leave."""
        place = Place(own_home, tmp_path_factory.mktemp("visit"))
        before = _files(own_home.path)
        with place.chat() as terminal:
            _ask(terminal)
            answer = terminal.text
            terminal.send(f"1{ENTER}")
            terminal.until_shown("passage verified", "sha256")
            article = terminal.text
            terminal.send(FILE)
            terminal.until_shown("Write to which file")
            terminal.send(ENTER)
            terminal.until_shown("Wrote")
            toast = terminal.text
            yield self.Visit(place, before, terminal, _leave(terminal), answer, article, toast)

    def test_answers_with_the_passage(self, visit: Visit) -> None:
        assert f"You  {QUESTION}" in visit.answer
        assert "[1] ▌" in visit.answer
        assert "£450m" in visit.answer
        assert "a qabot brief is not in its outlet's words" in visit.answer

    def test_opens_the_article_at_the_quote(self, visit: Visit) -> None:
        assert visit.article.startswith(" [1] of 3 · ")
        assert "▶ " in visit.article
        assert re.search(r"✓ passage verified · characters \d+–\d+", visit.article)

    def test_writes_the_quote_with_its_citation_to_a_file_of_its_owner_alone(self, visit: Visit) -> None:
        (written,) = visit.place.work.iterdir()
        text = written.read_text(encoding="utf-8")
        assert "£450m" in text
        assert "25 November 2015" in text
        assert "https://" in text
        assert written.stat().st_mode & 0o777 == 0o600
        assert "Wrote" in visit.toast

    def test_ends_well_and_leaves_the_terminal_as_it_was(self, visit: Visit) -> None:
        assert visit.code == 0
        assert after(visit.terminal) == ""
        assert_restored(visit.terminal)

    def test_writes_nowhere_else(self, visit: Visit) -> None:
        theirs = {path.relative_to(visit.place.folder).parts[0] for path in _files(visit.place.folder)}
        assert theirs == {"state", "work"}
        assert [each.name for each in _files(visit.place.state)] == ["history.db"]
        assert {
            path: at for path, at in _files(visit.place.home.path).items() if path.suffix != ".lock"
        } == visit.before

    def test_the_question_is_kept_and_offered_the_next_time(self, visit: Visit) -> None:
        with visit.place.chat() as terminal:
            terminal.until_shown("Asked before", QUESTION)
            terminal.send(UP)
            terminal.until(lambda: QUESTION in terminal.lines[-2], "the question in the prompt")
            assert _leave(terminal) == 0

    def test_a_private_chat_keeps_none_and_offers_none(self, visit: Visit) -> None:
        kept = visit.place.state.joinpath("qabot", "history.db").read_bytes()
        with visit.place.chat("--private") as terminal:
            _ask(terminal, "How much was Capita fined?")
            assert "private · ready" in terminal.lines[0]
            assert "Asked before" not in terminal.received.decode()
            assert _leave(terminal) == 0
        assert visit.place.state.joinpath("qabot", "history.db").read_bytes() == kept


def _files(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


class TestWithoutACommand:
    """`qabot` and nothing more."""

    def test_opens_the_chat_on_a_terminal(self, place: Place) -> None:
        place = place.with_environment(QABOT_HOME=str(place.home.path))
        with place.terminal([sys.executable, "-m", "qabot"]) as terminal:
            terminal.until_shown(PROMPT, "213 qabot briefs")
            assert _leave(terminal) == 0
            assert_restored(terminal)

    def test_says_in_a_pipe_what_there_is(self) -> None:
        ran = run_qabot()
        assert (ran.code, ran.stdout) == (2, "")
        assert "qabot ask" in ran.stderr
        assert "\x1b" not in ran.stderr


FAULTS = pytest.mark.parametrize(
    "faults", ["faulty, QuestionController.ask", "AskScreen.ask, faulty_worker"], ids=["in a handler", "in a worker"]
)


class TestEndings:
    """However it ends, the terminal is given back."""

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
    def test_a_signal_ends_it(self, place: Place, number: signal.Signals) -> None:
        with place.chat() as terminal:
            terminal.kill(number)
            assert terminal.ended() == 128 + number
            assert after(terminal) == ""
            assert_restored(terminal)

    def test_a_signal_ends_it_with_an_article_open(self, place: Place) -> None:
        with place.chat() as terminal:
            _ask(terminal)
            terminal.send(f"1{ENTER}")
            terminal.until_shown("passage verified", "sha256")
            terminal.kill(signal.SIGTERM)
            assert terminal.ended() == 143
            assert_restored(terminal)
        with _kept(place) as history:
            assert history.last(str(place.home.path)) == [QUESTION]

    def test_the_loss_of_its_terminal_ends_it(self, place: Place) -> None:
        with place.chat() as terminal:
            terminal.hang_up()
            terminal.gone()

    def test_it_does_not_begin_where_nothing_can_be_typed(self, place: Place) -> None:
        line = " ".join(_line("chat", home=place.home))
        with place.terminal(["sh", "-c", f"exec {line} < /dev/null"]) as terminal:
            assert terminal.ended() == 2
            assert b"\x1b" not in terminal.received
            assert "qabot chat --plain" in terminal.text

    @FAULTS
    def test_a_fault_is_told_in_three_lines_without_what_was_asked(self, place: Place, faults: str) -> None:
        with place.terminal(_faulty(faults, place.home)) as terminal:
            terminal.until_shown("ready")
            terminal.send(f"{QUESTION}{ENTER}")
            assert terminal.ended() == 70
            assert_restored(terminal)
            told = after(terminal)
            assert "Error: Something went wrong inside qabot: " in told
            assert "a drawer is stuck" in told
            assert "QABOT_DEBUG=1" in told
            assert told.count("\n") == 3
            assert "Traceback" not in told
            assert "Spending Review" not in told

    @FAULTS
    def test_a_fault_is_traced_to_its_place_for_who_wants_that(self, place: Place, faults: str) -> None:
        with place.with_environment(QABOT_DEBUG="1").terminal(_faulty(faults, place.home)) as terminal:
            terminal.until_shown("ready")
            terminal.send(f"{QUESTION}{ENTER}")
            assert terminal.ended() == 70
            assert_restored(terminal)
            told = after(terminal)
            assert "Traceback (most recent call last)" in told
            assert "in faulty" in told, "where it was raised"

    def test_a_newer_index_that_cannot_be_read_is_told_and_the_old_one_answers(
        self, starter_home: Home, tmp_path: Path
    ) -> None:
        place = Place(_copied(starter_home, tmp_path), tmp_path)
        current = place.home.index / "CURRENT"
        with place.chat() as terminal:
            terminal.until_shown("ready")
            current.unlink()  # it is linked to the one of another test
            current.write_text("20991231T235959999999Z-00000000\n", encoding="utf-8")
            terminal.until_shown("20991231T235959999999Z")
            _ask(terminal)
            assert _leave(terminal) == 0
            assert_restored(terminal)


_FAULTY = """
import sys
from qabot.cli import main
from qabot.tui.question_controller import QuestionController
from qabot.tui.screens.ask_screen import AskScreen

def faulty(*_):
    raise RuntimeError("a drawer is stuck")

async def faulty_worker(*_):
    faulty()

AskScreen.ask, QuestionController.ask = {faults}
sys.exit(main(sys.argv[1:]))
"""
"""The chat with a fault in it: one in what handles a message, or one in what runs beside it."""


def _faulty(faults: str, home: Home) -> list[str]:
    return [sys.executable, "-c", _FAULTY.format(faults=faults), "chat", "--home", str(home.path)]


@contextmanager
def _kept(place: Place) -> Generator[History]:
    history = History.open(place.state / "qabot" / "history.db")
    yield history
    history.close()


class TestLines:
    """Where a screen is no help, the chat goes on in lines."""

    @pytest.mark.parametrize(("options", "extra"), [(["--plain"], {}), ([], {"TERM": "dumb"})], ids=["plain", "dumb"])
    def test_it_converses_without_escape_sequences(
        self, place: Place, options: list[str], extra: dict[str, str]
    ) -> None:
        line = _line("chat", *options, home=place.home)
        with place.with_environment(**extra).terminal(line) as terminal:
            terminal.until(lambda: terminal.lines.count("Question:") == 1, "the first prompt")
            terminal.send("GDS Spending Review 2015\n")
            terminal.until(lambda: terminal.lines[-1] == "Question:", "the second prompt")
            assert "Government Digital Service" in terminal.text
            terminal.send("\x04")
            assert terminal.ended() == 0
            assert b"\x1b" not in terminal.received

    def test_the_end_of_what_is_piped_ends_it(self, place: Place) -> None:
        ran = run_qabot("chat", "--plain", "--private", home=place.home, input=f"{QUESTION}\n".encode())
        assert ran.code == 0
        assert "£450m" in ran.stdout
        assert "\x1b" not in ran.stdout


class TestSizes:
    """The window is the user's to change."""

    def test_an_answer_stays_in_sight_from_size_to_size(self, place: Place) -> None:
        with place.chat(size=WIDE) as terminal:
            _ask(terminal)
            terminal.until_shown("passage verified", "[1]")
            terminal.resize(*NARROW)
            terminal.until(lambda: "passage verified" not in terminal.text and PROMPT in terminal.lines[-2], "one pane")
            assert f"You  {QUESTION}" in terminal.text
            terminal.resize(50, 15)
            terminal.until_shown("Terminal too small", "50×15")
            terminal.resize(*WIDE)
            terminal.until_shown("passage verified", f"You  {QUESTION}", PROMPT)
            assert _leave(terminal) == 0
            assert_restored(terminal)


class TestAccess:
    """For eyes and terminals of all kinds."""

    def test_without_colours_all_is_grey_and_readable(self, place: Place) -> None:
        with place.with_environment(NO_COLOR="1", COLORTERM="truecolor").chat() as terminal:
            _ask(terminal)
            assert "● STRONG" in terminal.text
            for pair in terminal.colours:
                assert all(_is_grey(colour) for colour in pair)
                assert _contrast(*pair) >= 4.5, pair
            assert {1, 4} <= style_codes(terminal.received.decode()), "heads are bold, and what matched is underlined"

    def test_ascii_draws_nothing_else(self, place: Place) -> None:
        with place.chat("--ascii") as terminal:
            terminal.until_shown("Such as")
            _ask(terminal)
            terminal.send(f"1{ENTER}")
            terminal.until_shown("passage verified", "sha256")
            terminal.send(COPY_AS)
            terminal.until_shown("copy as", "bibtex")
            terminal.send(ESCAPE)
            terminal.send(PALETTE)
            terminal.until_shown("Search for commands")
            terminal.send(ESCAPE)
            assert _leave(terminal) == 0
            drawn = {c for c in terminal.received.decode() if "\u2190" <= c <= "\u2bff"}
            assert drawn == set(), "no arrows, boxes, blocks or other marks"


def _is_grey(colour: str) -> bool:
    return len(colour) == 6 and colour[:2] == colour[2:4] == colour[4:]


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two greys (WCAG 2.2)."""
    darker, lighter = sorted(_luminance(int(each[:2], 16) / 255) for each in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


_TMUX = shutil.which("tmux")


@pytest.mark.skipif(_TMUX is None, reason="there is no tmux on this machine")
class TestTmux:
    """Inside a multiplexer, which has its own ideas of keys and clipboards."""

    @pytest.fixture
    def tmux(self, place: Place) -> Iterator[Callable[..., str]]:
        """Run tmux with these arguments: a server of the test's own, with default settings."""
        socket = place.folder / "tmux.socket"

        def run(*args: str) -> str:
            line = [str(_TMUX), "-S", str(socket), "-f", "/dev/null", *args]
            done = subprocess.run(
                line, env=place.environment, cwd=place.work, capture_output=True, timeout=LIMIT, check=True
            )
            return done.stdout.decode()

        yield run
        subprocess.run([str(_TMUX), "-S", str(socket), "kill-server"], capture_output=True, check=False)

    def test_a_burst_of_keys_arrives_whole_and_a_copy_goes_to_its_buffer(
        self, place: Place, tmux: Callable[..., str]
    ) -> None:
        line = _line("chat", home=place.home)
        tmux("new-session", "-d", "-x", "80", "-y", "24", *line)
        until_pane(tmux, PROMPT, "ready")
        tmux("send-keys", "-l", QUESTION)
        tmux("send-keys", "Enter")
        shown = until_pane(tmux, "STRONG")
        assert f"You  {QUESTION}" in shown
        tmux("send-keys", "Tab")
        until_pane(tmux, "^x file")
        tmux("send-keys", "-l", "when did /it end")
        until_pane(tmux, "when did /it end", "^r history")  # what stands below tells that the prompt has the focus
        tmux("send-keys", "C-u")
        tmux("send-keys", "Tab")
        until_pane(tmux, "^x file")
        tmux("send-keys", "C-y")
        until_pane(tmux, "Copied", "to tmux's")
        assert "£450m" in tmux("show-buffer")
        tmux("send-keys", "C-q")


def until_pane(tmux: Callable[..., str], *texts: str) -> str:
    """Wait until a pane shows all of these, and return what it shows."""
    end = time.monotonic() + LIMIT
    while not all(text in (shown := tmux("capture-pane", "-p")) for text in texts):
        assert time.monotonic() < end, f"{texts} did not come; the pane shows:\n{shown}"
        time.sleep(0.05)
    return shown
