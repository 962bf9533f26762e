"""Chats over their websockets: what is typed arrives, each ends with its tab, and all end with the server."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from msgspec import Struct

from tests.cli.helpers import LIMIT
from tests.web.running import TINY, UPGRADE, Running, children, drawn, is_alive, running, until

GREETING, SAID = "Quibbly tram", "You said "
STUBBORN = """
import subprocess, sys, time
started = subprocess.Popen(["sleep", "600"])
print("__GANGLION__", flush=True)
line = f"started {started.pid} ".encode()
sys.stdout.buffer.write(b"D" + len(line).to_bytes(4, "big") + line)
sys.stdout.flush()
time.sleep(600)
"""
"""Starts a process of its own, names it, and hears nothing."""
UNUSUAL = (
    *("[]", '["stdin"]', '["stdin", 1]', '["resize", []]', '["resize", {"width": "1"}]', '["nonsense"]', "{}", "7"),
    *("", "not JSON", "[" * 100_000, "9" * 10_000),
)
"""What no page of ours sends."""
BROKEN = r"import sys; sys.exit('No such \x1b[31mchat\x1b[0m.')"


class Tab(Struct):
    """What a browser's page does over its websocket."""

    websocket: ClientWebSocketResponse
    _seen: bytes = b""

    async def send(self, *envelope: object) -> None:
        await self.websocket.send_str(json.dumps(envelope))

    async def shows(self, words: str) -> str:
        """Wait until these words have been drawn, and return everything that has been."""
        while words not in drawn(self._seen):
            message = await self.websocket.receive(timeout=LIMIT)
            assert message.type in {WSMsgType.BINARY, WSMsgType.TEXT}, f"{message} before {words!r}"
            self._seen += message.data if message.type is WSMsgType.BINARY else b""
        return drawn(self._seen)

    async def told(self) -> object:
        """Return the next message that is not drawn."""
        while True:
            message = await self.websocket.receive(timeout=LIMIT)
            if message.type is WSMsgType.TEXT:
                return message.json()
            assert message.type is WSMsgType.BINARY, message

    async def ends(self) -> None:
        """Wait until the other side closes."""
        while (await self.websocket.receive(timeout=LIMIT)).type is not WSMsgType.CLOSE:
            pass


@asynccontextmanager
async def tab(server: Running, query: str = "?width=80&height=24") -> AsyncGenerator[Tab]:
    """Open a chat while inside."""
    headers = server.cookie | {"Origin": server.origin}
    async with ClientSession() as client, client.ws_connect(f"{server.origin}/ws{query}", headers=headers) as websocket:
        yield Tab(websocket)


def run(steps: Coroutine[None, None, None]) -> None:
    """Run these steps, which must not hang."""
    asyncio.run(asyncio.wait_for(steps, LIMIT))


class TestTyping:
    """What the page sends."""

    def test_what_is_typed_reaches_the_chat(self, server: Running) -> None:
        async def steps() -> None:
            async with tab(server) as page:
                await page.shows(GREETING)
                await page.send("focus")
                await page.send("stdin", "¿qué? [bold] 漢字\r")
                await page.shows(f"{SAID}¿qué? [bold] 漢字")

        run(steps())

    def test_what_no_page_sends_is_dropped(self, server: Running) -> None:
        async def steps() -> None:
            async with tab(server, "?width=-1&height=9999999999999") as page:
                await page.shows(GREETING)
                for message in UNUSUAL:
                    await page.websocket.send_str(message)
                await page.websocket.send_bytes(b"\xff")
                await page.send("stdin", "still \udc00 here\r")
                await page.shows(f"{SAID}still ? here")
                await page.send("ping", "7")
                assert await page.told() == ["pong", "7"]

        run(steps())

    def test_the_chat_has_the_size_of_the_page(self, server: Running) -> None:
        async def steps() -> None:
            async with tab(server, "?width=61&height=17") as page:
                await page.shows(GREETING)
                await page.send("stdin", "\x1bOR")  # F3
                await page.shows("61 by 17")
                await page.send("resize", {"width": 99, "height": 31})
                await page.send("stdin", "\x1bOR")
                await page.shows("99 by 31")

        run(steps())


class TestTheProcess:
    """What a chat runs as."""

    def test_it_draws_for_the_browser_not_for_the_terminal_around_the_server(self, tmp_path: Path) -> None:
        async def steps(server: Running) -> None:
            async with tab(server) as page:
                await page.shows(GREETING)
                await page.send("stdin", "\x1bOR")
                await page.shows("TERM xterm-256color, COLORTERM truecolor, TMUX none")

        env = {"TERM": "dumb", "TMUX": "elsewhere", "COLORTERM": ""}
        with running(TINY, tmp_path, env=env) as server:
            run(steps(server))

    def test_the_key_stands_on_no_command_line_and_in_no_environment(self, tmp_path: Path) -> None:
        async def steps(server: Running) -> None:
            async with tab(server) as page:
                await page.shows(GREETING)
                (chat,) = children(server.process.pid)
                for process in (server.process.pid, chat):
                    for file in ("cmdline", "environ"):
                        assert server.key.encode() not in Path(f"/proc/{process}/{file}").read_bytes()

        with running(TINY, tmp_path) as server:
            run(steps(server))

    def test_files_that_it_hands_out_are_downloads_without_life(self, server: Running) -> None:
        async def steps() -> None:
            async with tab(server) as page:
                await page.shows(GREETING)
                await page.send("stdin", "\x1bOQ")  # F2
                match await page.told():
                    case ["deliver_file_start", str(key)]:
                        pass
                    case other:
                        pytest.fail(f"{other}")
                assert (await asyncio.to_thread(server.request, f"/download/{key}")).status == 403
                file = await asyncio.to_thread(server.request, f"/download/{key}", server.cookie)
                assert (file.status, file.body) == (200, "<p>A conversation</p>")
                assert file.headers["content-disposition"] == "attachment; filename=talk.html"
                assert file.headers["content-security-policy"].endswith("; sandbox")

        run(steps())


class TestTheEnd:
    """How chats end."""

    def test_a_chat_ends_with_its_tab(self, tmp_path: Path) -> None:
        async def steps(server: Running) -> None:
            async with tab(server) as first, tab(server) as second:
                await first.shows(GREETING)
                await second.shows(GREETING)
                assert len(children(server.process.pid)) == 2
            await asyncio.to_thread(until, lambda: not children(server.process.pid), "the chats go on")

        with running(TINY, tmp_path) as server:
            run(steps(server))
            assert server.request("/", server.cookie).status == 200

    def test_a_tab_is_told_when_its_chat_ends(self, server: Running) -> None:
        async def steps() -> None:
            async with tab(server) as page:
                await page.shows(GREETING)
                await page.send("stdin", "\x11")  # ctrl+q
                await page.ends()

        run(steps())

    def test_a_tab_is_told_when_its_chat_breaks_off(self, tmp_path: Path) -> None:
        async def steps(server: Running) -> None:
            async with tab(server) as page:
                await page.ends()

        with running((sys.executable, "-c", BROKEN), tmp_path) as server:
            run(steps(server))
            assert server.end() == 0
            assert "No such chat." in server.told(), "what it had to say, and nothing that steers a terminal"
            assert "\x1b" not in server.told()
            assert server.process.stdout
            assert server.process.stdout.read() == "", "standard output held the address, and holds no more"

    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_all_chats_end_with_the_server(self, tmp_path: Path, how: signal.Signals) -> None:
        async def steps(server: Running) -> None:
            async with tab(server) as first, tab(server) as second:
                await first.shows(GREETING)
                await second.shows(GREETING)
                chats = children(server.process.pid)
                assert len(chats) == 2
                assert await asyncio.to_thread(server.end, how) == 0
                assert [chat for chat in chats if is_alive(chat)] == []
                await first.ends()
                await second.ends()

        with running(TINY, tmp_path) as server:
            run(steps(server))
            assert server.told() == ""

    def test_they_end_even_if_the_server_is_killed(self, tmp_path: Path) -> None:
        async def steps(server: Running) -> None:
            async with tab(server) as page:
                await page.shows(GREETING)
                (chat,) = children(server.process.pid)
                assert await asyncio.to_thread(server.end, signal.SIGKILL) == -signal.SIGKILL
                await asyncio.to_thread(until, lambda: not is_alive(chat), "the chat goes on")

        with running(TINY, tmp_path) as server:
            run(steps(server))

    def test_one_that_does_not_listen_is_ended_with_all_it_has_started(self, tmp_path: Path) -> None:
        async def steps(server: Running) -> None:
            async with tab(server) as page:
                await page.send("stdin", "x" * 1_000_000)  # more than the pipe to it holds
                started = int((await page.shows("started ")).split()[1])
                (chat,) = children(server.process.pid)
                assert is_alive(started)
                assert await asyncio.to_thread(server.end) == 0
                assert not is_alive(chat)
                await asyncio.to_thread(until, lambda: not is_alive(started), "what the chat had started goes on")

        with running((sys.executable, "-c", STUBBORN), tmp_path) as server:
            run(steps(server))


def test_there_is_room_for_so_many_chats_and_no_more(tmp_path: Path) -> None:
    async def steps(server: Running) -> None:
        async with AsyncExitStack() as tabs:
            for _ in range(8):
                await tabs.enter_async_context(tab(server))
            for path, headers in (("/", {}), ("/ws", UPGRADE | {"Origin": server.origin})):
                refused = await asyncio.to_thread(server.request, path, headers | server.cookie)
                assert (refused.status, "8 chats are open" in refused.body) == (503, True)
            assert len(children(server.process.pid)) == 8
        await asyncio.to_thread(until, lambda: server.request("/", server.cookie).status == 200, "no room again")
        async with tab(server) as page:
            await page.shows("here")

    idle = (
        r"import sys; print('__GANGLION__'); sys.stdout.write('D\0\0\0\4here'); sys.stdout.flush(); sys.stdin.read(6)"
    )
    with running((sys.executable, "-c", idle), tmp_path) as server:
        run(steps(server))
