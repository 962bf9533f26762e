"""One chat, a process of its own, and the wire between it and the browser."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from qabot.core.child_process import child_environment
from qabot.web.parent_watchdog import LeashedDriver

PATIENCE = 3.0
"""Seconds that a chat has to end by itself, once it is asked to."""
_TERMINAL = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "TEXTUAL_DRIVER": f"{LeashedDriver.__module__}:{LeashedDriver.__name__}",
}
"""What the browser draws with, whatever terminal the server was started in."""
_MULTIPLEXERS = ("TMUX", "TMUX_PANE", "STY")


class Chat(AppService):
    """Runs a command that draws with Textual, for one websocket."""

    def __init__(self, command: Sequence[str], websocket: web.WebSocketResponse, downloads: DownloadManager) -> None:
        """Prepare to run this command for a browser.

        Args:
            command: The program and its arguments; no shell reads them.
            websocket: The browser's.
            downloads: Keeps what chats hand out until the browser fetches it.
        """

        async def close() -> None:
            await websocket.close()

        super().__init__(
            " ".join(command),
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=close,
            download_manager=downloads,
        )
        self._arguments = command

    async def run(self) -> None:
        """Pass on what the process draws, and close the websocket with it, however it ends."""
        await super().run()
        await self.remote_close()

    async def listen(self, websocket: web.WebSocketResponse) -> None:
        """Pass on what the browser sends, until it closes the websocket; what cannot be understood is dropped."""
        async for message in websocket:
            match _read(message.data) if message.type is WSMsgType.TEXT else None:
                case ["stdin", str(typed)]:
                    await self.send_bytes(typed.encode(errors="replace"))
                case ["resize", {"width": int(width), "height": int(height)}]:
                    await self.set_terminal_size(width, height)
                case ["focus"]:
                    await self.focus()
                case ["blur"]:
                    await self.blur()
                case ["ping", str(when)]:
                    await websocket.send_json(["pong", when])
                case _:
                    pass

    async def stop(self) -> None:
        """Ask the process to end, and after a while end it, with whatever it has started. May be called again."""
        if self._process is None or self._task is None:
            return
        await self._download_manager.cancel_app_downloads(self.app_service_id)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._leave(self._process), PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._task

    async def _leave(self, process: Process) -> None:
        await self.send_meta({"type": "quit"})
        await process.wait()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        process = await asyncio.create_subprocess_exec(
            *self._arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,  # Ctrl-C is for the server, which then asks its chats to end
        )
        self._process, self._stdin = process, process.stdin
        return process

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        inherited = super()._build_environment(width, height)
        kept = {name: value for name, value in inherited.items() if name not in _MULTIPLEXERS}
        return child_environment(kept) | _TERMINAL


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
