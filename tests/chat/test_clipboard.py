"""Copying: which way a text goes, that it arrives there unchanged, and that no more is said than is known."""

from __future__ import annotations

import base64
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import stat
import struct
import subprocess
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from qabot.chat.clipboard import (
    FILE,
    TERMINAL,
    Copied,
    CopyMethod,
    TerminalEnvironment,
    copy,
    copy_methods,
    describe_copy,
    free_name,
    osc52,
    write_file,
)
from qabot.core.errors import UsageError

QUOTE = "“£450m of that going to the Government Digital Service (GDS)” — Diginomica\n日本語 ’ $(reboot) `x` \\ \"'"
ALL_TOOLS = {name: f"/bin/{name}" for name in ("pbcopy", "clip.exe", "wl-copy", "xclip", "xsel", "tmux")}
PLAIN = TerminalEnvironment("linux", is_ssh=False, multiplexer=None, display=None, tools={}, is_dumb=False)
WAIT_S = 20
"""Seconds after which something counts as never coming."""


def read(
    environ: Mapping[str, str], platform: str = "linux", tools: Mapping[str, str] | None = None
) -> TerminalEnvironment:
    """Look around in an environment where these tools are installed."""
    installed = ALL_TOOLS if tools is None else tools
    return TerminalEnvironment.read({"TERM": "xterm-256color"} | dict(environ), platform, installed.get)


def names(surroundings: TerminalEnvironment) -> list[str]:
    return [way.name for way in copy_methods(surroundings)]


def nowhere(sequence: str) -> None:
    pytest.fail(f"the terminal was sent {sequence!r}")


def send(text: str, around: TerminalEnvironment, folder: Path, timeout_s: float = WAIT_S) -> Copied:
    """Copy a text where the terminal must not be sent anything, with all the time a busy machine may need."""
    return copy(text, around, nowhere, folder, timeout_s)


class TestSurroundings:
    """What is read out of the environment."""

    @pytest.mark.parametrize(
        ("environ", "found"),
        [
            ({}, None),
            ({"TMUX": "/run/tmux/default,1,0"}, "tmux"),
            ({"TMUX": ""}, None),
            ({"TERM": "tmux-256color"}, "tmux"),
            ({"STY": "123.pts-0.host", "TERM": "screen-256color"}, "screen"),
            ({"TERM": "screen-256color"}, None),
            ({"ZELLIJ": "0"}, "zellij"),
            ({"TMUX": "/run/tmux/x", "STY": "1.x"}, "tmux"),
        ],
    )
    def test_what_stands_between_here_and_the_terminal(self, environ: dict[str, str], found: str | None) -> None:
        assert read(environ).multiplexer == found

    @pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"])
    def test_whether_the_terminal_is_elsewhere(self, name: str) -> None:
        assert read({name: "10.0.0.1 5 10.0.0.2 22"}).is_ssh
        assert not read({name: ""}).is_ssh

    def test_which_display_there_is(self) -> None:
        assert read({}).display is None
        assert read({"DISPLAY": ":0"}).display == "x11"
        assert read({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}).display == "wayland"

    def test_which_system_it_is(self) -> None:
        assert read({}, "darwin").platform == "darwin"
        assert read({"WSL_DISTRO_NAME": "Debian"}).platform == "wsl"
        assert read({"WSL_DISTRO_NAME": "Debian"}, "darwin").platform == "darwin"

    @pytest.mark.parametrize(("term", "dumb"), [("dumb", True), ("", True), ("linux", True), ("xterm", False)])
    def test_which_terminals_get_no_sequence(self, term: str, dumb: bool) -> None:
        assert read({"TERM": term}).is_dumb is dumb
        assert ("OSC 52" in names(read({"TERM": term}))) is not dumb

    def test_a_tmux_seen_only_by_its_term_is_not_the_one_on_this_side(self) -> None:
        assert "tmux" not in read({"TERM": "tmux-256color", "SSH_TTY": "/dev/pts/0"}).tools
        assert read({"TMUX": "/run/tmux/x"}).tools["tmux"] == "/bin/tmux"


class TestWays:
    """The order in which ways are tried."""

    @pytest.mark.parametrize(
        ("environ", "platform", "order"),
        [
            ({}, "darwin", ["pbcopy", "OSC 52", "a file"]),
            ({"WSL_INTEROP": "/run/x"}, "linux", ["clip.exe", "OSC 52", "a file"]),
            ({"WAYLAND_DISPLAY": "w"}, "linux", ["wl-copy", "xclip", "xsel", "OSC 52", "a file"]),
            ({"DISPLAY": ":0"}, "linux", ["xclip", "xsel", "OSC 52", "a file"]),
            ({"DISPLAY": ":0", "TMUX": "x"}, "linux", ["xclip", "xsel", "tmux", "OSC 52", "a file"]),
            ({}, "linux", ["OSC 52", "a file"]),
            ({"TERM": "dumb"}, "linux", ["a file"]),
            ({"SSH_TTY": "x"}, "linux", ["OSC 52", "a file"]),
            ({"SSH_TTY": "x"}, "darwin", ["OSC 52", "a file"]),
            ({"SSH_TTY": "x", "WAYLAND_DISPLAY": "w"}, "linux", ["OSC 52", "a file"]),
            ({"SSH_TTY": "x", "DISPLAY": "localhost:10.0"}, "linux", ["OSC 52", "xclip", "xsel", "a file"]),
            ({"SSH_TTY": "x", "TMUX": "x"}, "linux", ["tmux", "OSC 52", "a file"]),
            ({"SSH_TTY": "x", "TERM": "tmux-256color"}, "linux", ["OSC 52", "a file"]),
            ({"SSH_TTY": "x", "TERM": "dumb"}, "linux", ["a file"]),
        ],
    )
    def test_with_every_tool_installed(self, environ: dict[str, str], platform: str, order: list[str]) -> None:
        assert names(read(environ, platform)) == order

    def test_a_tool_that_is_not_installed_is_no_way(self) -> None:
        assert names(read({"WAYLAND_DISPLAY": "w"}, tools={"xsel": "/bin/xsel"})) == ["xsel", "OSC 52", "a file"]

    def test_a_tool_is_called_by_the_path_it_was_found_at(self) -> None:
        (xclip, *_) = copy_methods(read({"DISPLAY": ":0"}, tools={"xclip": "/opt/x/xclip"}))
        assert xclip == CopyMethod("tool", "xclip", ("/opt/x/xclip", "-selection", "clipboard", "-in"))


class TestSequence:
    """OSC 52, as it is and wrapped."""

    @given(st.text())
    def test_it_carries_any_text(self, text: str) -> None:
        found = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\a", osc52(text, PLAIN))
        assert found
        assert base64.b64decode(found[1]).decode() == text

    @given(st.text(max_size=2_000))
    def test_for_screen_it_is_cut_into_strings_that_it_lets_through(self, text: str) -> None:
        sent = osc52(text, structs.replace(PLAIN, multiplexer="screen"))
        chunks = re.findall(r"\x1bP(.*?)\x1b\\", sent, re.DOTALL)
        assert "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks) == sent
        assert "".join(chunks) == osc52(text, PLAIN)
        assert max(map(len, chunks)) <= 256

    def test_zellij_takes_it_as_it_is(self) -> None:
        assert osc52("GDS", structs.replace(PLAIN, multiplexer="zellij")) == osc52("GDS", PLAIN)

    def test_for_tmux_it_comes_plain_and_to_be_passed_on(self) -> None:
        plain = osc52("GDS", PLAIN)
        sent = osc52("GDS", structs.replace(PLAIN, multiplexer="tmux"))
        assert sent == f"{plain}\x1bPtmux;\x1b{plain}\x1b\\"

    def test_the_longest_makes_100_000_characters_and_one_more_byte_is_refused(self) -> None:
        assert len(osc52("x" * 74_994, PLAIN)) == 100_000
        with pytest.raises(ValueError, match="74,995 bytes are more than the 74,994"):
            osc52("x" * 74_995, PLAIN)
        with pytest.raises(ValueError, match="bytes"):
            osc52("£" * 37_498, PLAIN)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., TerminalEnvironment]:
    """Put programs of these names on the path, each a shell script, and return a Wayland session that has them."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("GOT", str(tmp_path / "got"))

    def install(**scripts: str) -> TerminalEnvironment:
        for name, script in scripts.items():
            (folder / name.replace("_", "-")).write_text(f"#!/bin/sh\n{script}\n")
            (folder / name.replace("_", "-")).chmod(0o755)
        environ = {"WAYLAND_DISPLAY": "wayland-0", "TERM": "dumb"}
        return TerminalEnvironment.read(environ, "linux", lambda name: shutil.which(name, path=str(folder)))

    return install


class TestTools:
    """Real programs, good and bad."""

    TAKES = 'cat > "$GOT"; echo "$@" > "$GOT.arguments"'

    def test_the_text_arrives_byte_by_byte(self, tools: Callable[..., TerminalEnvironment], tmp_path: Path) -> None:
        copied = send(QUOTE, tools(wl_copy=self.TAKES), tmp_path)
        assert (tmp_path / "got").read_bytes() == QUOTE.encode()
        assert (tmp_path / "got.arguments").read_text() == "--type text/plain\n"
        assert (copied.way.name, copied.certain, copied.path, copied.refused) == ("wl-copy", True, None, ())
        assert describe_copy(copied) == f"Copied {len(QUOTE)} characters with wl-copy."

    def test_windows_gets_what_its_tool_reads(self, tools: Callable[..., TerminalEnvironment], tmp_path: Path) -> None:
        tools(**{"clip.exe": self.TAKES})
        wsl = TerminalEnvironment.read({"WSL_DISTRO_NAME": "Debian"}, "linux", shutil.which)
        assert send(QUOTE, wsl, tmp_path).way.name == "clip.exe"
        assert (tmp_path / "got").read_bytes().decode("utf-16-le") == QUOTE

    def test_one_that_fails_gives_way_to_the_next(
        self, tools: Callable[..., TerminalEnvironment], tmp_path: Path
    ) -> None:
        around = tools(wl_copy="echo 'no compositor' >&2; exit 3", xclip=self.TAKES)
        copied = send("GDS", around, tmp_path)
        assert (copied.way.name, copied.refused) == ("xclip", ("wl-copy: it ended with 3",))
        assert (tmp_path / "got").read_text() == "GDS"

    def test_one_that_hangs_is_ended_and_gives_way(
        self, tools: Callable[..., TerminalEnvironment], tmp_path: Path
    ) -> None:
        around = tools(wl_copy='echo $$ > "$GOT.pid"; exec sleep 600')
        copied = send("GDS", around, tmp_path, timeout_s=1.5)
        assert (copied.way, copied.refused) == (FILE, ("wl-copy: it took longer than 1.5 seconds",))
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "got.pid").read_text()), 0)

    def test_one_that_reads_nothing_of_a_long_text_and_fails_gives_way(
        self, tools: Callable[..., TerminalEnvironment], tmp_path: Path
    ) -> None:
        copied = send("GDS " * 100_000, tools(wl_copy="exit 1", xclip=self.TAKES), tmp_path)
        assert copied.way.name == "xclip"
        assert (tmp_path / "got").read_text() == "GDS " * 100_000

    def test_one_that_stays_behind_to_serve_is_not_waited_for(
        self, tools: Callable[..., TerminalEnvironment], tmp_path: Path
    ) -> None:
        stays = self.TAKES + '; sleep 600 & echo $! > "$GOT.pid"'
        copied = send("GDS", tools(wl_copy=stays), tmp_path)
        server = int((tmp_path / "got.pid").read_text())
        assert copied.way.name == "wl-copy"
        assert os.getsid(server) != os.getsid(0), "the end of this session does not end it"
        os.kill(server, signal.SIGKILL)

    def test_one_that_is_gone_by_now_gives_way(self, tools: Callable[..., TerminalEnvironment], tmp_path: Path) -> None:
        around = tools(wl_copy=self.TAKES)
        (tmp_path / "bin" / "wl-copy").unlink()
        copied = send("GDS", around, tmp_path)
        assert (copied.way, copied.refused) == (FILE, ("wl-copy: No such file or directory",))

    def test_what_could_steer_where_it_is_pasted_stays_behind(
        self, tools: Callable[..., TerminalEnvironment], tmp_path: Path
    ) -> None:
        copied = send("pay\x1b[201~\x1b]0;x\x07 \u202enow\u202c\n", tools(wl_copy=self.TAKES), tmp_path)
        assert (tmp_path / "got").read_text() == "pay now\n"
        assert copied.characters == len("pay now\n")


class TestTerminal:
    """The sequence on its way through a real terminal, and what is said of it."""

    def test_it_comes_out_of_a_terminal_as_it_was_sent(self, tmp_path: Path) -> None:
        controller, terminal = pty.openpty()
        tty.setraw(terminal)
        copied = copy(QUOTE, PLAIN, lambda sequence: _write(terminal, sequence), tmp_path / "quotes")
        received = os.read(controller, 65536)
        os.close(terminal)
        os.close(controller)
        assert received == b"\x1b]52;c;" + base64.b64encode(QUOTE.encode()) + b"\a"
        assert (copied.way, copied.certain) == (TERMINAL, False)
        assert describe_copy(copied) == (
            f"Sent {len(QUOTE)} characters to the terminal (OSC 52); paste to check, or write a file with ctrl+x."
        )
        assert not (tmp_path / "quotes").exists()

    def test_what_is_too_long_for_it_goes_into_a_file(self, tmp_path: Path) -> None:
        text = "x" * 74_995
        copied = copy(text, PLAIN, nowhere, tmp_path)
        assert copied.path
        assert copied.path.read_text() == text
        assert copied.refused == ("OSC 52: 74,995 bytes are more than the 74,994 that terminals take",)
        assert describe_copy(copied).startswith("Wrote 74,995 characters to ")

    def test_a_terminal_that_is_gone_is_no_way(self, tmp_path: Path) -> None:
        controller, terminal = pty.openpty()
        os.close(controller)
        copied = copy("GDS", PLAIN, lambda sequence: _write(terminal, sequence), tmp_path)
        os.close(terminal)
        assert copied.way == FILE
        assert copied.refused[0].startswith("OSC 52: ")


class TestFile:
    """The way that always works."""

    DUMB = structs.replace(PLAIN, is_dumb=True)

    def test_it_is_named_by_the_time_and_nothing_in_the_text(self, tmp_path: Path) -> None:
        folder = tmp_path / "new" / "quotes"
        copied = copy("../../etc/passwd\n" + QUOTE, self.DUMB, nowhere, folder)
        assert copied.path
        assert copied.path.parent == folder
        assert re.fullmatch(r"quote-\d{4}-\d\d-\d\d-\d{6}\.txt", copied.path.name)
        assert copied.path.read_bytes() == ("../../etc/passwd\n" + QUOTE).encode()
        assert copied.certain

    def test_no_file_is_ever_written_over_and_only_its_owner_reads_it(self, tmp_path: Path) -> None:
        before = os.umask(0)
        try:
            paths = [write_file(f"text {number}", tmp_path) for number in range(5)]
        finally:
            os.umask(before)
        assert [path.read_text() for path in paths] == [f"text {number}" for number in range(5)]
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
        assert len(set(paths)) == 5

    def test_the_name_that_is_offered_is_taken_by_no_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("qabot.chat.clipboard._stem_of_time", lambda: "quote-2026-11-29-061700")
        assert free_name(tmp_path) == "quote-2026-11-29-061700.txt"
        first = write_file("first", tmp_path)
        (tmp_path / "quote-2026-11-29-061700-2.txt").symlink_to("nowhere")
        assert free_name(tmp_path) == "quote-2026-11-29-061700-3.txt"
        second = write_file("second", tmp_path, free_name(tmp_path))
        assert (first.read_text(), second.read_text()) == ("first", "second")

    def test_a_link_in_its_place_is_not_followed(self, tmp_path: Path) -> None:
        first = write_file("first", tmp_path)
        first.unlink()
        first.symlink_to(tmp_path / "target")
        written = write_file("second", tmp_path)  # the same second, or a later one
        assert written.read_text() == "second"
        assert not (tmp_path / "target").exists()

    def test_a_folder_that_cannot_be_made_is_told_of(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(UsageError, match=r"Not a directory|File exists") as refused:
            copy("GDS", self.DUMB, nowhere, tmp_path / "file" / "quotes")
        assert str(tmp_path / "file") in refused.value.message
        assert refused.value.hint

    def test_its_place_is_told_as_its_reader_writes_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        within, outside = tmp_path / "qabot" / "quote.txt", Path("/srv/\x1b[31mquote.txt")
        assert describe_copy(Copied(FILE, 123, within)) == "Wrote 123 characters to ~/qabot/quote.txt."
        assert describe_copy(Copied(FILE, 1, outside)) == "Wrote 1 character to /srv/quote.txt."


class Tmux:
    """A tmux server of its own, with one terminal attached to it."""

    def __init__(self, folder: Path) -> None:
        """Start it, with its default settings."""
        self.folder = folder
        self.path = shutil.which("tmux") or ""
        self.received = b""
        environ = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": str(folder)}
        line = [self.path, "-S", str(folder / "socket"), "-f", "/dev/null", "new-session", "sh"]
        self.controller, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.client = subprocess.Popen(
            line, stdin=terminal, stdout=terminal, stderr=terminal, env=environ, start_new_session=True
        )
        os.close(terminal)
        self.until(lambda: self.run("list-clients") != "")

    def run(self, *arguments: str) -> str:
        """Give it a command, and return what it prints."""
        line = [self.path, "-S", str(self.folder / "socket"), *arguments]
        return subprocess.run(line, capture_output=True, text=True, check=False, timeout=WAIT_S).stdout

    def in_pane(self, code: str) -> None:
        """Run Python in its pane."""
        script = self.folder / "script.py"
        script.write_text(code)
        root = Path(__file__).resolve().parents[2]
        self.run("respawn-pane", "-k", "-e", f"PYTHONPATH={root}", f"{sys.executable} {script}; exec cat")

    def until(self, holds: Callable[[], bool]) -> None:
        """Read what the attached terminal gets until something holds."""
        deadline = time.monotonic() + WAIT_S
        while not holds():
            assert time.monotonic() < deadline, self.received[-2000:]
            if select.select([self.controller], [], [], 0.05)[0]:
                self.received += os.read(self.controller, 65536)

    def stop(self) -> None:
        """End it."""
        self.run("kill-server")
        self.client.wait(WAIT_S)
        os.close(self.controller)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A running tmux."""
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed")
    server = Tmux(tmp_path)
    yield server
    server.stop()


_SENDS = f"""
import os, sys
from qabot.chat.clipboard import TerminalEnvironment, osc52

around = TerminalEnvironment.read(os.environ, sys.platform, lambda name: None)
os.write(1, osc52({QUOTE!r}, around).encode())
"""
_COPIES = f"""
import os, shutil, sys
from pathlib import Path
from qabot.chat.clipboard import TerminalEnvironment, copy, describe_copy

around = TerminalEnvironment.read(os.environ, sys.platform, shutil.which)
copied = copy({QUOTE!r}, around, lambda sequence: None, Path("quotes"), timeout_s=20)
Path({{result!r}}).write_text(describe_copy(copied))
"""


class TestTmux:
    """Through a real tmux, to the terminal it is attached to."""

    SENT = base64.b64encode(QUOTE.encode()) + b"\a"

    def test_with_set_clipboard_on_the_sequence_reaches_its_buffer(self, tmux: Tmux) -> None:
        tmux.run("set-option", "-g", "set-clipboard", "on")
        tmux.in_pane(_SENDS)
        tmux.until(lambda: tmux.run("show-buffer") == QUOTE)

    def test_with_allow_passthrough_on_it_reaches_the_terminal_behind(self, tmux: Tmux) -> None:
        tmux.run("set-option", "-g", "set-clipboard", "off")
        if tmux.run("set-option", "-gp", "allow-passthrough", "on") or not tmux.run(
            "show", "-gpv", "allow-passthrough"
        ):
            pytest.skip("this tmux lets everything through")
        tmux.in_pane(_SENDS)
        tmux.until(lambda: self.SENT in tmux.received)
        assert tmux.run("show-buffer") == ""

    def test_with_its_defaults_copying_fills_its_buffer_and_reaches_the_terminal(self, tmux: Tmux) -> None:
        said = tmux.folder / "said"
        tmux.in_pane(_COPIES.format(result=str(said)))
        tmux.until(lambda: said.exists() and said.read_text() != "")
        told_of_both = "to tmux's buffer (prefix ] pastes), and perhaps to the terminal's clipboard."
        assert said.read_text() == f"Copied {len(QUOTE)} characters {told_of_both}"
        assert tmux.run("show-buffer") == QUOTE
        tmux.until(lambda: self.SENT in tmux.received)


def _write(terminal: int, sequence: str) -> None:
    os.write(terminal, sequence.encode())
