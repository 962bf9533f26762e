"""A running engine asked by other processes: the same answers, and no trouble that costs one."""

from __future__ import annotations

import errno
import os
import socket
import stat
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qabot.core.questions import Filters
from qabot.core.settings import Home, ReaderSettings, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine_address import answering_key, socket_address
from qabot.engine.engine_client import ask_engine
from qabot.engine.engine_messages import EngineQuestion, EngineReply, receive, send
from qabot.engine.running_servers import NOTE
from qabot.engine.session import Session
from qabot.server.engine_listener import EngineListener
from tests.conftest import MakeHome, article

QUESTIONS = (
    "How much did GDS get in the 2015 Spending Review?",
    "who ate the gruffalo pie",
    'what did the attack on Redcar cost outlet:LocalGov after:2020 "ransomware" -school',
)
DAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A runtime folder of the test's own."""
    folder = tmp_path_factory.mktemp("run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder / "qabot" / "engines"


@pytest.fixture
def address(starter: Session, starter_home: Home) -> Iterator[Path]:
    """Where the starter index can be asked."""
    with EngineListener(Settings(starter_home), lambda: starter.engine) as listener:
        assert listener.is_listening
        found = socket_address(starter_home)
        assert found
        yield found


def asked(home: Home, text: str = QUESTIONS[0], *earlier: str) -> EngineQuestion:
    return EngineQuestion(answering_key(Settings(home)), text, Filters(), 3, True, earlier, DAY)


@pytest.mark.parametrize("text", QUESTIONS)
def test_an_answer_from_elsewhere_is_the_answer_given_here(
    address: Path, starter: Session, starter_home: Home, text: str
) -> None:
    reply = ask_engine(address, asked(starter_home, text))
    here = Conversation(starter.engine).ask(text, today=DAY)
    assert reply
    assert reply.turn
    assert replace(reply.turn, timing_ms={}) == replace(here, timing_ms={})
    assert reply.waiting == starter.waiting()


def test_a_question_goes_on_from_those_before_it(address: Path, starter: Session, starter_home: Home) -> None:
    here = Conversation(starter.engine)
    here.retrace([QUESTIONS[0]])
    reply = ask_engine(address, asked(starter_home, "and HMRC?", QUESTIONS[0]))
    assert reply
    assert reply.turn
    assert reply.turn.question == here.ask("and HMRC?", today=DAY).question


def test_only_the_user_can_reach_it(address: Path, runtime: Path) -> None:
    assert stat.S_IMODE(runtime.stat().st_mode) == 0o700
    assert address.parent == runtime


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o702])
def test_a_folder_that_others_may_enter_is_not_used(
    starter: Session, starter_home: Home, runtime: Path, mode: int
) -> None:
    runtime.mkdir(parents=True)
    runtime.chmod(mode)
    with EngineListener(Settings(starter_home), lambda: starter.engine) as listener:
        assert not listener.is_listening


def test_where_the_address_cannot_be_taken_nothing_is_left_behind(
    starter: Session, starter_home: Home, runtime: Path
) -> None:
    place = socket_address(starter_home)
    assert place
    place.mkdir(parents=True)
    runtime.chmod(0o700)
    with EngineListener(Settings(starter_home), lambda: starter.engine) as listener:
        assert not listener.is_listening
        assert not [each for each in runtime.iterdir() if each.name.startswith(".")]


def test_a_folder_in_the_place_of_the_note_is_told_and_stops_no_server(
    starter: Session, starter_home: Home, runtime: Path
) -> None:
    place = socket_address(starter_home)
    assert place
    place.with_suffix(NOTE).mkdir(parents=True)
    runtime.chmod(0o700)
    with EngineListener(Settings(starter_home), lambda: starter.engine) as listener:
        assert not listener.is_listening
        assert str(listener.refusal).startswith(f"{place.with_suffix(NOTE)} is a folder, where a file belongs.")
        assert [*runtime.iterdir()] == [place.with_suffix(NOTE)]


def test_who_cannot_be_let_in_for_a_moment_costs_no_later_one(
    starter: Session, starter_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept, refusals = socket.socket.accept, iter([OSError(errno.EMFILE, "Too many open files")])

    def refuse_once(self: socket.socket) -> tuple[socket.socket, Any]:
        if refusal := next(refusals, None):
            raise refusal
        return accept(self)

    monkeypatch.setattr(socket.socket, "accept", refuse_once)
    place = socket_address(starter_home)
    assert place
    with EngineListener(Settings(starter_home), lambda: starter.engine):
        assert ask_engine(place, asked(starter_home))
    assert next(refusals, None) is None


def test_who_would_answer_otherwise_is_given_no_answer(address: Path, starter_home: Home) -> None:
    other = Settings(starter_home, reader=ReaderSettings(is_off=True))
    assert ask_engine(address, replace(asked(starter_home), key=answering_key(other))) is None


def test_a_changed_list_of_the_home_changes_the_key(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Fees", "The fee for a passport is £88.")})
    before = answering_key(Settings(home))
    (home.path / "synonyms.toml").write_text("")
    assert answering_key(Settings(home)) != before


@pytest.mark.parametrize("sent", [b"", b"\0\0", b"\xff\xff\xff\xff", b"\0\0\0\4abcd", b"GET / HTTP/1.1\r\n\r\n" * 9])
def test_what_is_no_question_costs_no_later_one(address: Path, starter_home: Home, sent: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
        peer.connect(os.fspath(address))
        peer.sendall(sent)
    assert ask_engine(address, asked(starter_home))


@pytest.mark.parametrize("sent", [b"", b"\0\0\0\1", b"\0\0\0\4abcd", b"\xff\xff\xff\xffabc"])
def test_a_reply_that_is_none_is_no_answer(tmp_path: Path, starter_home: Home, sent: bytes) -> None:
    place = tmp_path / "s"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(os.fspath(place))
        server.listen()

        def reply() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(1 << 16)
                peer.sendall(sent)

        replying = threading.Thread(target=reply)
        replying.start()
        assert ask_engine(place, asked(starter_home)) is None
        replying.join()


def test_nobody_there_is_no_answer(tmp_path: Path, starter_home: Home) -> None:
    assert ask_engine(tmp_path / "nothing", asked(starter_home)) is None
    (tmp_path / "file").write_text("")
    assert ask_engine(tmp_path / "file", asked(starter_home)) is None


def test_the_newest_server_of_a_home_is_asked_and_leaves_the_address_as_it_found_it(
    starter: Session, starter_home: Home
) -> None:
    settings, place = Settings(starter_home), socket_address(starter_home)
    assert place
    with EngineListener(settings, lambda: starter.engine) as first:
        before = first.last_asked
        with EngineListener(settings, lambda: starter.engine) as second:
            assert ask_engine(place, asked(starter_home))
            assert (first.last_asked, second.last_asked > before) == (before, True)
        assert not place.exists()


def test_messages_read_as_what_was_sent() -> None:
    here, there = socket.socketpair()
    with here, there:
        send(here, EngineReply(None, 7))
        assert receive(there, EngineReply) == EngineReply(None, 7)
