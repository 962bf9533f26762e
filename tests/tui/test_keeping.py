"""What goes out of the chat: copies, exports, the mouse; and what is said of it."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.settings import Home
from qabot.tui.application import MOUSE_OFF, MOUSE_ON
from tests.tui.helpers import NOWHERE as NO_WAY
from tests.tui.helpers import Driven, driven, make_app, written
from tests.tui.test_asking import REVIEW, SEVERAL, SOLD

pytestmark = pytest.mark.anyio


def sent_of(chat: Driven, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what will be sent to the terminal from now on."""
    sent: list[str] = []
    driver = chat.app._driver  # pyright: ignore[reportPrivateUsage] - there is no other way to see what it writes
    assert driver is not None
    monkeypatch.setattr(driver, "write", sent.append)
    return sent


async def test_copying_through_a_tool(tram_home: Home, tmp_path: Path) -> None:
    kept, tool = tmp_path / "kept", tmp_path / "xclip"
    tool.write_text(f'#!/bin/sh\ncat > "{kept}"\n')
    tool.chmod(0o755)
    surroundings = replace(NO_WAY, display="x11", tools={"xclip": str(tool)})
    async with driven(make_app(tram_home, folder=tmp_path / "out", surroundings=surroundings)) as chat:
        await chat.ask(SEVERAL)
        await chat.command("/copy")
        await chat.told(" with xclip.")
        first = chat.newest.evidence[0]
        assert kept.read_text() == chat.app.keeper.cited(first, "text")
        assert first.text in kept.read_text()
        await chat.command("/copy 2 ris")
        await chat.until(lambda: kept.read_text().startswith("TY  - "), "RIS")
        assert not (tmp_path / "out").exists(), "no file is needed"
        tool.write_text("#!/bin/sh\nexit 3\n")
        await chat.command("/copy 1 bibtex")
        await chat.until(lambda: written(tmp_path / "out"), "a file, since the tool failed")
        (copied,) = (tmp_path / "out").iterdir()
        assert copied.read_text().startswith("@article{")
        await chat.told("Wrote ")


async def test_a_tool_that_hangs_keeps_no_key_waiting(tram_home: Home, tmp_path: Path) -> None:
    started, go_on, tool = tmp_path / "started", tmp_path / "go-on", tmp_path / "xclip"
    tool.write_text(f'#!/bin/sh\necho > "{started}"\nwhile [ ! -e "{go_on}" ]; do sleep 0.02; done\n')
    tool.chmod(0o755)
    surroundings = replace(NO_WAY, display="x11", tools={"xclip": str(tool)})
    async with driven(make_app(tram_home, folder=tmp_path / "out", surroundings=surroundings)) as chat:
        await chat.ask(SOLD)
        await chat.command("/copy")
        await chat.until(started.exists, "the tool at work")
        await chat.keys(*"typed meanwhile")
        assert chat.app.asking.prompt.text == "typed meanwhile"
        assert not chat.toasts, "nothing is claimed yet"
        go_on.touch()
        await chat.until(lambda: chat.toasts, "what became of it")


async def test_copying_through_the_terminal_claims_nothing(starter_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async with driven(make_app(starter_home, surroundings=replace(NO_WAY, is_dumb=False, is_ssh=True))) as chat:
        await chat.ask(REVIEW)
        await chat.keys("tab")
        sent = sent_of(chat, monkeypatch)
        await chat.keys("ctrl+l")
        source = chat.newest.evidence[0].article.reports_on
        assert source is not None
        address = source.url
        assert address is not None
        await chat.told(f"reports on {address} · Sent {len(address)} characters to the terminal (OSC 52)")
        sequences = [each for each in sent if each.startswith("\x1b]52;c;")]
        assert [base64.b64decode(each[7:-1]).decode() for each in sequences] == [address]


async def test_releasing_the_mouse(tram_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        sent = sent_of(chat, monkeypatch)
        await chat.keys("f2")
        await chat.told("Select with the mouse; F2 takes it back.")
        assert MOUSE_OFF in sent
        await chat.keys("f2")
        await chat.told("The mouse is qabot's again.")
        assert MOUSE_ON in sent


async def test_exporting(tram_home: Home, tmp_path: Path) -> None:
    async with driven(make_app(tram_home, folder=tmp_path)) as chat:
        await chat.ask(SOLD)
        await chat.ask("[/] <b>who</b> bought fax machines?")
        for name, begins in (("x.md", "# "), ("x.html", "<!doctype html>"), ("X.JSON", "{")):
            await chat.command(f"/export {name}")
            await chat.told(f"Wrote {tmp_path / name}.")
            assert (tmp_path / name).read_text().startswith(begins)
        assert json.loads((tmp_path / "X.JSON").read_text())["schema"].startswith("qabot.")
        assert "<b>who</b>" not in (tmp_path / "x.html").read_text()
        before = (tmp_path / "x.md").read_bytes()
        for name, told in {
            "x.md": "x.md is there already. Export to another name.",
            "x.txt": "x.txt has no ending that says how to write it. Use .md, .html or .json.",
            "x": "x has no ending that says how to write it.",
            ".md": ".md has no ending that says how to write it.",
            "nowhere/x.md": "nowhere/x.md cannot be written: No such file or directory.",
            f"{'x' * 300}.md": ".md cannot be written: File name too long.",
            "~nobody-of-this-name/x.md": "cannot be written: No such file or directory.",
        }.items():
            chat.app.clear_notifications()
            await chat.command(f"/export {name}")
            await chat.told(told)
        assert (tmp_path / "x.md").read_bytes() == before
        await chat.command("/export a name with [bold]spaces[_bold].md")
        await chat.told("Wrote ")
        assert (tmp_path / "a name with [bold]spaces[_bold].md").exists()
        count = len([*tmp_path.iterdir()])
        await chat.command("/export")
        await chat.until(lambda: len([*tmp_path.iterdir()]) == count + 1, "a file named after the time")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_that_cannot_be_written_to_is_told(tram_home: Home, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    async with driven(make_app(tram_home, folder=tmp_path)) as chat:
        await chat.ask(SOLD)
        await chat.keys("tab")
        await chat.keys("ctrl+x")
        await chat.keys("enter")
        await chat.told("Nothing could be written to ")
