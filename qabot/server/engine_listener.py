"""A running engine lent to other processes of its user, such as `qabot ask`, over a socket that they alone reach."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from qabot.core.errors import QabotError, UsageError
from qabot.core.home_files import replacing
from qabot.core.settings import Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.engine.engine_address import answering_key, is_private, socket_address
from qabot.engine.engine_client import is_same_user
from qabot.engine.engine_messages import EngineQuestion, EngineReply, receive, send
from qabot.engine.running_servers import NOTE, RunningServer

_SENDS = 5.0
"""Seconds within which whoever connects has asked, and has taken the answer."""
_AT_ONCE = 32
"""Connections that are served at once; others wait in the system's queue."""
_PAUSE_S = 0.2
"""How long nobody is let in after that failed, as where the process has as many files open as it may."""


class EngineListener:
    """Answers questions of the user's other processes, each connection on a thread of its own."""

    def __init__(self, settings: Settings, engine: Callable[[], Engine], address: str = "") -> None:
        """Listen to nobody yet.

        Args:
            settings: Whose index it is.
            engine: Returns what is asked, with the newest index.
            address: Where the server can be opened, for who asks which one is running.
        """
        self._engine = engine
        self._told = RunningServer(os.getpid(), address)
        self._home = settings.home
        self._settings = settings
        self._places = threading.Semaphore(_AT_ONCE)
        self._listening: socket.socket | None = None
        self._address: Path | None = None
        self._inode = 0
        self._is_closed = threading.Event()
        self.refusal: UsageError | None = None
        """Why nobody can ask, where something lies in the way that whoever runs the server can move."""
        self.last_asked = time.monotonic()
        """When the last question came, or the listener began, by the monotonic clock."""

    def __enter__(self) -> Self:
        """Begin to listen, where that is possible: without it, other processes open the index themselves."""
        address = socket_address(self._home)
        if address is None:
            return self
        try:
            address.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if is_private(address.parent):
                self._listen(address)
        except UsageError as error:  # a folder has the name of the note; the server serves all the same
            self.refusal = error
        except OSError:
            pass
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Listen no more; what is being answered is answered."""
        if self._listening is None or self._address is None:
            return
        with suppress(OSError):
            if self._address.lstat().st_ino == self._inode:  # a newer server may have taken it over
                self._address.with_suffix(NOTE).unlink(missing_ok=True)
                self._address.unlink()
        self._is_closed.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    @property
    def is_listening(self) -> bool:
        """Whether other processes can ask."""
        return self._listening is not None

    def _listen(self, address: Path) -> None:
        """Take the address over: the newest server of a home is the one that is asked."""
        with ExitStack() as undo:
            listening = undo.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            beside = address.with_name(f".{os.urandom(6).hex()}")
            listening.bind(os.fspath(beside))
            undo.callback(beside.unlink)
            listening.listen(_AT_ONCE)
            self._inode = beside.lstat().st_ino
            with replacing(address.with_suffix(NOTE)) as note:
                note.write_bytes(msgspec.json.encode(self._told))
            beside.replace(address)
            undo.pop_all()
        self._listening, self._address = listening, address
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            self._places.acquire()
            try:
                peer, _ = listening.accept()
            except OSError:  # closed, or no more files may be opened for now
                self._places.release()
                if self._is_closed.wait(_PAUSE_S):
                    return
                continue
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer: socket.socket) -> None:
        try:
            with peer, suppress(OSError, ValueError):  # who asked has gone, or sends what is no question
                peer.settimeout(_SENDS)
                if is_same_user(peer):
                    send(peer, self._reply(receive(peer, EngineQuestion)))
        finally:
            self._places.release()

    def _reply(self, asked: EngineQuestion) -> EngineReply:
        self.last_asked = time.monotonic()
        try:
            engine = self._engine()
            if asked.key != answering_key(self._settings, engine.lists_state):
                return EngineReply(None)
            conversation = Conversation(engine)
            conversation.retrace(asked.earlier, today=asked.today)
            turn = conversation.ask(asked.text, asked.filters, asked.limit, infer=asked.infer, today=asked.today)
            return EngineReply(turn, engine.waiting())
        except QabotError:  # who asked meets the same, and tells of it
            return EngineReply(None)
