"""Pinning in the chat: by a key on a quote or in its article, and by a plus; listed, and made a note of."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.settings import Home
from qabot.reports.brief.pin_store import PinStore
from qabot.tui.widgets.evidence_view import EvidenceBlock
from tests.tui.helpers import WIDE, driven, make_app

QUESTION = "What will Wombat council get for its tram depot in 2015?"


@pytest.mark.anyio
async def test_a_quote_is_pinned_by_a_key_listed_annotated_and_written(tram_home: Home, tmp_path: Path) -> None:
    app = make_app(tram_home, folder=tmp_path, pins=tmp_path / "pins.db")
    async with driven(app, WIDE) as chat:
        await chat.ask(QUESTION)
        quote = chat.app.screen.query(EvidenceBlock).first()
        await chat.focus(quote)
        await chat.keys("ctrl+k")
        await chat.told("Pinned as 1. /pins lists the pins, /brief makes a note of them.")
        await chat.keys("+")  # text is never a key: it goes to the prompt, and is a command only when it is entered
        assert app.asking.prompt.text == "+"
        await chat.keys("enter")
        await chat.told("It is pinned already, as 1.")
        assert app.asking.prompt.text == ""
        await chat.command("/pins note 1 for *Monday* [b]")
        await chat.until(lambda: "Own note: for *Monday* [b]" in chat.text, "the list")
        assert "The note beside pin 1 is kept." in chat.text
        await chat.command("/brief --output note.docx")
        await chat.told("note.docx.proof.json, which proves its quotes.")
    (kept,) = PinStore(tmp_path / "pins.db").pins(str(tram_home.path))
    assert (kept.quote, kept.own_note) == (quote.evidence.text, "for *Monday* [b]")
    assert (tmp_path / "note.docx").read_bytes().startswith(b"PK")


@pytest.mark.anyio
async def test_what_is_pinned_while_nothing_is_kept_is_kept_nowhere(tram_home: Home, tmp_path: Path) -> None:
    app = make_app(tram_home, folder=tmp_path, pins=tmp_path / "pins.db", private=True)
    async with driven(app, WIDE) as chat:
        await chat.ask(QUESTION)
        await chat.command("/open 1")
        await chat.keys("tab", "tab")
        await chat.keys("ctrl+k")
        await chat.told("Pins of this chat end with it.")
        await chat.command("/pins")
        await chat.until(lambda: "1 pinned passage." in chat.text, "the list")
    assert not (tmp_path / "pins.db").exists()
